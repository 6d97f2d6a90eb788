//! The pages of the web UI beside the routes of the API, over the real router. What is in the build decides which page it is:
//! the UI, or the one that says how to get it.

use server::settings::Settings;

use crate::test_app::{ALICE, TestApp};

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

#[tokio::test]
async fn a_browser_gets_a_page_everywhere_but_below_the_api() {
    let app = TestApp::start().await;
    let browser = app.stranger(None).header("accept", BROWSER);
    for path in ["/", "/login", "/logs?type=llm", "/traces/0b1c"] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status.as_u16(), 200, "{path}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-cache"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("x-perilune-build"), Some(server::build_id()), "{path}");
        assert!(answer.text().contains(r#"<base href="/" />"#), "{path}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("script-src 'self' 'unsafe"), "{policy}");
        let again =
            app.stranger(None).header("accept", BROWSER).header("if-none-match", answer.header("etag").unwrap());
        assert_eq!(again.get(path).await.status.as_u16(), 304, "{path}");
    }
    for path in ["/v1/nowhere", "/api/nowhere", "/auth/nowhere", "/webhooks/stripe", "/assets/gone-1234.js"] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status.as_u16(), 404, "{path}");
        assert_eq!(answer.json()["error"], "Not Found", "{path}");
    }
    app.stop().await;
}

#[tokio::test]
async fn a_client_of_the_api_never_gets_a_page() {
    let app = TestApp::start().await;
    for accept in ["*/*", "application/json"] {
        let answer = app.owner(ALICE).header("accept", accept).get("/logs").await;
        assert_eq!((answer.status.as_u16(), answer.json()["error"].as_str()), (404, Some("Not Found")), "{accept}");
    }
    app.stop().await;
}

#[tokio::test]
async fn the_page_knows_the_path_that_it_is_reached_under() {
    let settings = Settings { app_url: "https://example.org/perilune".into(), ..Settings::default() };
    let app = TestApp::with(settings).await;
    let answer = app.stranger(None).header("accept", BROWSER).get("/").await;
    assert!(answer.text().contains(r#"<base href="/perilune/" />"#), "{answer:?}");
    app.stop().await;
}

//! Which web pages may call.

use axum::body::Body;
use axum::http::Method;
use server::settings::Settings;

use crate::client::Answer;
use crate::test_app::{ALICE, TestApp};

const OURS: &str = "https://app.example.org";
const OTHERS: &str = "https://elsewhere.example.net";

async fn app() -> TestApp {
    TestApp::with(Settings { cors_origins: vec![OURS.into()], ..Settings::default() }).await
}

async fn preflight(app: &TestApp, origin: &str, path: &str, method: &str) -> Answer {
    let page = app.stranger(None).header("origin", origin).header("access-control-request-method", method);
    page.send(Method::OPTIONS, path, Body::empty()).await
}

#[tokio::test]
async fn a_public_route_answers_every_origin_and_others_only_those_named() {
    let app = app().await;
    for (path, method, origin, want) in [
        ("/v1/runs/ingest", "POST", OTHERS, Some("*")),
        ("//v1/runs/ingest/", "POST", OTHERS, Some("*")),
        ("/v1/health", "GET", OTHERS, Some("*")),
        ("/v1/runs", "GET", OURS, Some(OURS)),
        ("/v1/runs", "GET", OTHERS, None),
        ("/v1/runs/ingest", "GET", OTHERS, None),
        ("/v1/runs/x", "GET", OTHERS, None),
        ("/v1/runs/x/feedback", "GET", OTHERS, Some("*")),
        ("/v1/runs/x/feedback", "PATCH", OTHERS, None),
        ("/v1/runs/x/feedback", "PATCH", OURS, Some(OURS)),
        ("/v1/runs/x/public", "GET", OTHERS, Some("*")),
        ("/v1/runs/x/share", "POST", OTHERS, None),
        ("/v1/runs/x", "DELETE", OTHERS, None),
        ("/api/report", "POST", OTHERS, Some("*")),
        ("/v1/template_versions/latest", "GET", OTHERS, Some("*")),
        ("/v1/template-versions/latest", "GET", OTHERS, Some("*")),
        ("/api/v1/template", "GET", OTHERS, Some("*")),
        ("/v1/template_versions/1", "GET", OTHERS, None),
        ("/v1/templates/latest", "GET", OTHERS, None),
        ("/v1/ingest/ledger", "GET", OTHERS, None),
        ("/v1/system", "GET", OTHERS, None),
        ("/metrics", "GET", OTHERS, None),
        ("/auth/signup", "POST", OTHERS, None),
        ("/auth/signup", "POST", OURS, Some(OURS)),
        ("/auth/login", "POST", OTHERS, None),
        ("/auth/join-data", "GET", OTHERS, None),
        ("/v1/users/send-verification", "POST", OTHERS, None),
        ("/nowhere", "GET", OTHERS, None),
    ] {
        let answer = preflight(&app, origin, path, method).await;
        assert_eq!(answer.status.as_u16(), 204, "{method} {path}");
        assert_eq!(answer.header("access-control-allow-origin"), want, "{method} {path} for {origin}");
        assert_eq!(answer.header("access-control-allow-methods").is_some(), want.is_some(), "{method} {path}");
        assert_eq!(answer.header("access-control-allow-credentials"), None, "{method} {path}");
        assert!(answer.header("vary").is_some_and(|vary| vary.eq_ignore_ascii_case("origin")), "{method} {path}");
    }
    app.stop().await;
}

#[tokio::test]
async fn a_browser_may_send_every_header_that_clients_use() {
    let app = app().await;
    let answer = preflight(&app, OTHERS, "/v1/runs/ingest", "POST").await;
    let allowed = answer.header("access-control-allow-headers").unwrap();
    for name in
        ["content-type", "authorization", "accept", "x-api-key", "lunary-project-key", "traceparent", "if-none-match"]
    {
        assert!(allowed.contains(name), "{name} in {allowed}");
    }
    assert_eq!(answer.header("access-control-max-age"), Some("600"));
    app.stop().await;
}

#[tokio::test]
async fn refusals_have_the_same_headers() {
    let app = app().await;
    let refused = app.stranger(None).header("origin", OTHERS).post("/v1/runs/ingest", "{}").await;
    assert_eq!(refused.status.as_u16(), 401);
    assert_eq!(refused.header("access-control-allow-origin"), Some("*"));
    let named = app.visitor(ALICE).header("origin", OURS).get("/v1/runs").await;
    assert_eq!(named.status.as_u16(), 401);
    assert_eq!(named.header("access-control-allow-origin"), Some(OURS));
    app.stop().await;
}

#[tokio::test]
async fn options_without_a_preflight_is_no_method_of_any_route() {
    let app = app().await;
    let answer = app.visitor(ALICE).send(Method::OPTIONS, "/v1/runs/ingest", Body::empty()).await;
    assert_eq!(answer.status.as_u16(), 404);
    app.stop().await;
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing_at_the_door() {
    let app = app().await;
    let form = |headers: &[(&'static str, &str)]| {
        let page = app.stranger(None).header("content-type", "text/plain");
        headers.iter().fold(page, |page, (name, value)| page.header(name, value))
    };
    for path in ["/auth/signup", "/auth/login", "/auth/request-password-reset", "/auth/method", "//auth//login/"] {
        for headers in [
            &[("origin", OTHERS), ("host", "perilune.example.org")][..],
            &[("origin", OTHERS), ("sec-fetch-site", "cross-site")],
            &[("origin", "null"), ("host", "perilune.example.org")],
            &[("sec-fetch-site", "cross-site")],
        ] {
            let refused = form(headers).post(path, "{}").await;
            assert_eq!(refused.status.as_u16(), 403, "{path} {headers:?} {refused:?}");
            let origin = headers.iter().find(|(name, _)| *name == "origin").map_or("unknown", |(_, origin)| origin);
            let line = refused.line();
            assert!(line.contains(&format!("origin {origin} ")) && line.contains("--cors-origin"), "{line}");
        }
        for headers in [
            &[][..],
            &[("origin", OURS), ("sec-fetch-site", "cross-site")],
            &[("origin", "https://perilune.example.org"), ("host", "perilune.example.org")],
        ] {
            let taken = form(headers).post(path, "{}").await;
            assert_ne!(taken.status.as_u16(), 403, "{path} {headers:?} {taken:?}");
        }
    }
    let followed = form(&[("sec-fetch-site", "cross-site")]).get("/auth/door").await;
    assert_eq!(followed.status.as_u16(), 200, "a link of another site may be followed");
    app.stop().await;
}

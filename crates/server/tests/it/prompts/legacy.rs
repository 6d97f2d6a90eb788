//! SDKs of the LLMonitor era, which look at the message and not at the status.

use serde_json::json;

use super::make;
use crate::test_app::{ALICE, BOB, TestApp};

const NOT_FOUND: &str = r#"200 {"error":"Not Found","message":"Template not found, is the project ID correct?"}"#;

#[tokio::test]
async fn an_old_sdk_names_its_project_in_the_address_and_gets_200_whatever_comes() {
    let app = TestApp::start().await;
    make(&app.owner(ALICE), "a", "hello", false).await;
    let anybody = app.stranger(None);
    let path = |app_id: &str| format!("/api/v1/template?slug=a&app_id={app_id}");
    let found = anybody.get(&path(ALICE.public_key)).await;
    assert_eq!((found.status.as_u16(), &found.json()["content"][0]["content"]), (200, &json!("hello")));
    assert_eq!(found.text(), app.visitor(ALICE).get("/v1/template_versions/latest?slug=a").await.text());
    assert_eq!(app.stranger(Some("stale")).get(&path(ALICE.public_key)).await.text(), found.text());
    for id in [BOB.public_key, ALICE.private_key, "99999999-0000-4000-8000-000000000001", "x", ""] {
        assert_eq!(anybody.get(&path(id)).await.line(), NOT_FOUND, "{id}");
    }
    assert_eq!(anybody.get("/api/v1/template?slug=a").await.line(), NOT_FOUND);
    let no_slug = r#"200 {"error":"Error","message":"Validation error: Required at \"slug\""}"#;
    assert_eq!(anybody.get(&format!("/api/v1/template?app_id={}", ALICE.public_key)).await.line(), no_slug);
    app.stop().await;
}

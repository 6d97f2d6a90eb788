//! Keys: what they open, and in which headers they come. (Who may do what on every route: `matrix.rs`.)

use axum::http::StatusCode;
use serde_json::json;

use crate::test_app::{ALICE, BOB, TestApp};

#[tokio::test]
async fn two_projects_never_see_one_another() {
    let app = TestApp::start().await;
    let start =
        |input: &str| json!({"type": "llm", "event": "start", "runId": "same-id", "input": input, "timestamp": 1});
    assert_eq!(app.visitor(ALICE).ingest(start("of alice")).await[0]["success"], true);
    assert_eq!(app.visitor(BOB).ingest(start("of bob")).await[0]["success"], true);
    for (project, own, other) in [(ALICE, "of alice", "of bob"), (BOB, "of bob", "of alice")] {
        for path in ["/v1/runs/same-id", "/v1/runs/same-id/related", "/v1/runs", "/v1/runs?parentRunId=same-id"] {
            let answer = app.owner(project).get(path).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            assert!(!answer.text().contains(other), "{path} {}", answer.text());
            assert!(path.contains('?') || answer.text().contains(own), "{path} {}", answer.text());
        }
    }
    app.stop().await;
}

#[tokio::test]
async fn a_key_may_come_in_any_header_form() {
    let app = TestApp::start().await;
    let key = ALICE.private_key;
    for (name, value) in [
        ("authorization", format!("Bearer {key}")),
        ("authorization", format!("Basic {}", key.to_uppercase())),
        ("authorization", format!("anything {key}")),
        ("x-api-key", key.to_owned()),
    ] {
        let answer = app.stranger(None).header(name, &value).get("/v1/version").await;
        assert_eq!(answer.line(), format!(r#"200 {{"version":"{}"}}"#, server::version()), "{name}: {value}");
    }
    let bare = app.stranger(None).header("authorization", key).get("/v1/version").await;
    assert_eq!(bare.status, StatusCode::UNAUTHORIZED);
    app.stop().await;
}

//! The legacy route of events.

use serde_json::{Value, json};

use crate::test_app::{ALICE, ALICE_TOO, BOB, TestApp};

fn event(id: &str, more: &Value) -> Value {
    let mut event = json!({"type": "tool", "event": "start", "runId": id, "name": "legacy", "timestamp": 1000});
    event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    event
}

#[tokio::test]
async fn the_first_event_names_the_project() {
    let app = TestApp::start().await;
    let key = ALICE.public_key;
    for (path, field, token) in [
        ("/api/report", "app", None),
        ("/api/report", "projectId", Some("stale")),
        ("/api/v1/report", "app", Some(BOB.private_key)),
        ("//api/report/", "projectId", None),
    ] {
        let id = format!("{path} {field}");
        let body = json!({"events": [event(&id, &json!({field: key})), event("second", &json!({}))]});
        let answer = app.stranger(token).post(path, body.to_string()).await;
        assert_eq!(answer.status.as_u16(), 200, "{path} {answer:?}");
        assert_eq!(answer.json()[0], json!({"id": id, "success": true}), "{path}");
        assert_eq!(answer.json().as_array().unwrap().len(), 2, "{path}");
    }
    let list = app.owner(ALICE).get("/v1/runs?type=tool&total=true").await.json();
    assert_eq!(list["total"], 5);
    assert_eq!(app.owner(BOB).get("/v1/runs?type=tool&total=true").await.json()["total"], 0);
    app.stop().await;
}

#[tokio::test]
async fn a_report_without_events_or_project_is_refused() {
    let app = TestApp::start().await;
    let missing = r#"400 {"error":"Bad Request","message":"Missing events payload."}"#;
    let malformed = r#"401 {"error":"Unauthorized","message":"Incorrect project id format"}"#;
    let unknown = r#"401 {"error":"Unauthorized","message":"This project does not exist"}"#;
    for (body, want) in [
        (json!({}), missing),
        (json!({"events": []}), missing),
        (json!({"events": {}}), missing),
        (json!({"events": [event("a", &json!({}))]}), malformed),
        (json!({"events": [event("a", &json!({"app": "my-app"}))]}), malformed),
        (json!({"events": [7, event("a", &json!({"app": ALICE.public_key}))]}), malformed),
        (json!({"events": [event("a", &json!({"app": "00000000-0000-4000-8000-000000000000"}))]}), unknown),
        (json!({"events": [event("a", &json!({"app": ALICE.private_key}))]}), unknown),
    ] {
        assert_eq!(app.owner(ALICE).post("/api/report", body.to_string()).await.line(), want, "{body}");
    }
    assert_eq!(app.owner(ALICE).post("/api/report", "{").await.status.as_u16(), 400);
    assert_eq!(app.owner(ALICE).get("/v1/runs?type=tool&total=true").await.json()["total"], 0);
    app.stop().await;
}

#[tokio::test]
async fn a_reported_event_may_go_to_a_sister_project_and_a_bad_one_rejects_itself() {
    let app = TestApp::start().await;
    let body = json!({"events": [
        event("own", &json!({"app": ALICE.public_key})), 7,
        event("sister", &json!({"appId": ALICE_TOO.public_key})),
        event("foreign", &json!({"appId": BOB.public_key}))
    ]});
    let results = app.stranger(None).post("/api/report", body.to_string()).await.json();
    let told: Vec<&Value> = results.as_array().unwrap().iter().map(|result| &result["success"]).collect();
    assert_eq!(told, [true, false, true, true]);
    for (id, project) in [("own", ALICE), ("sister", ALICE_TOO), ("foreign", ALICE)] {
        assert_eq!(app.owner(project).get(&format!("/v1/runs/{id}")).await.status.as_u16(), 200, "{id}");
    }
    app.stop().await;
}

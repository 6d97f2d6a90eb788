//! Runs that name a version of a prompt.

use serde_json::{Value, json};

use super::make;
use crate::test_app::{ALICE, BOB, TestApp};

async fn shown(app: &TestApp, run: &str) -> [Value; 2] {
    let by_itself = app.owner(ALICE).get(&format!("/v1/runs/{run}")).await.json();
    let list = app.owner(ALICE).get("/v1/runs?limit=100").await.json();
    let id = &by_itself["id"];
    let row = list["data"].as_array().unwrap().iter().find(|row| row["id"] == *id).unwrap();
    for key in ["templateVersionId", "templateSlug"] {
        assert_eq!(by_itself[key], row[key], "{run} {key}");
    }
    [by_itself["templateVersionId"].clone(), by_itself["templateSlug"].clone()]
}

#[tokio::test]
async fn a_run_that_names_a_version_shows_its_slug_as_long_as_it_is_there() {
    let app = TestApp::start().await;
    let mine = make(&app.owner(ALICE), "mine", "x", false).await;
    let theirs = make(&app.owner(BOB), "theirs", "x", false).await;
    let (mine_id, theirs_id) = (&mine["versions"][0]["id"], &theirs["versions"][0]["id"]);
    let event = |run: &str, members: Value| {
        let mut event = json!({"type": "llm", "event": "start", "runId": run, "name": "gpt-4o", "timestamp": 1});
        event.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        event
    };
    let events = json!([
        event("js", json!({"templateId": mine_id.to_string()})),
        event("number", json!({"templateVersionId": mine_id})),
        event("metadata", json!({"metadata": {"templateId": mine_id.to_string()}})),
        event("foreign", json!({"templateVersionId": theirs_id})),
        event("unknown", json!({"templateVersionId": 999})),
        event("none", json!({})),
    ]);
    app.visitor(ALICE).ingest(events).await;
    for run in ["js", "number", "metadata"] {
        assert_eq!(shown(&app, run).await, [mine_id.clone(), json!("mine")], "{run}");
    }
    for run in ["foreign", "unknown", "none"] {
        assert_eq!(shown(&app, run).await, [Value::Null, Value::Null], "{run}");
    }
    let path = format!("/v1/templates/{}", mine["id"]);
    app.owner(ALICE).patch(&path, json!({"slug": "renamed"})).await;
    assert_eq!(shown(&app, "js").await, [mine_id.clone(), json!("renamed")]);
    app.owner(ALICE).delete(&path).await;
    assert_eq!(shown(&app, "js").await, [Value::Null, Value::Null]);
    app.stop().await;
}

//! The project with made-up runs.

use model::Role;
use serde_json::json;

use crate::test_app::{ALICE, BOB, TestApp};

#[tokio::test]
async fn a_sample_has_a_week_to_look_at_and_counts_only_where_it_is_named() {
    let app = TestApp::with_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let org = owner.get("/v1/users/me").await.json()["orgId"].as_str().unwrap().to_owned();
    let made = owner.post("/v1/projects/sample", "").await;
    assert_eq!(made.status.as_u16(), 200, "{made:?}");
    let id = made.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(made.json()["name"], "Sample");
    let ask = async |path: String| owner.get(&path).await.json();
    for run_type in ["llm", "trace", "thread", "tool", "retriever", "embed", "custom-event"] {
        let list = ask(format!("/v1/runs?type={run_type}&total=true&limit=1&projectId={id}")).await;
        assert!(list["total"].as_u64().unwrap() > 0, "{run_type}: {list}");
    }
    let list = ask(format!("/v1/runs?type=llm&limit=1000&projectId={id}")).await;
    let rows = list["data"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["metadata"]["sample"] == true), "each is marked");
    assert!(rows.iter().any(|row| row["cost"].as_f64().is_some_and(|cost| cost > 0.0)));
    assert!(rows.iter().any(|row| row["status"] == "error") && rows.iter().any(|row| row["user"].is_object()));
    assert_eq!(ask(format!("/v1/orgs/{org}/usage")).await, json!([]));
    let own = ask(format!("/v1/orgs/{org}/usage?projectId={id}")).await;
    assert!(own.as_array().unwrap().len() >= 7, "its own page shows what it has: {own}");
    app.stop().await;
}

#[tokio::test]
async fn a_sample_is_made_once_and_deleted_like_any_project() {
    let app = TestApp::with_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let first = owner.post("/v1/projects/sample", "").await.json();
    let id = first["id"].as_str().unwrap();
    let total = async || {
        let list = owner.get(&format!("/v1/runs?type=llm&total=true&limit=0&projectId={id}")).await;
        list.json()["total"].as_u64()
    };
    let runs = total().await;
    assert_eq!(owner.post("/v1/projects/sample", "").await.json(), first, "the same one, and nothing twice");
    assert_eq!(total().await, runs);
    assert_ne!(app.person(BOB, Role::Owner).await.post("/v1/projects/sample", "").await.json()["id"], first["id"]);
    assert_eq!(owner.delete(&format!("/v1/projects/{id}")).await.status.as_u16(), 200);
    assert_ne!(owner.post("/v1/projects/sample", "").await.json()["id"], first["id"]);
    app.stop().await;
}

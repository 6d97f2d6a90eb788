//! What anybody may read: public runs, and runs that were shared by a link.

use serde_json::{Value, json};

use crate::test_app::{ALICE, BOB, Project, TestApp};

const NOT_PUBLIC: &str = r#"404 {"error":"Not Found","message":"Run not found. It might not be public."}"#;

async fn with_run(app: &TestApp, project: Project, input: &str) {
    let events = json!([
        {"type": "agent", "event": "start", "runId": "root", "timestamp": 0},
        {"type": "llm", "event": "start", "runId": "same", "name": "gpt-4o", "input": input, "timestamp": 1000, "userId": "ana",
         "parentRunId": "root", "userProps": {"email": "ana@example.org"}, "metadata": {"plan": "pro"}},
        {"type": "llm", "event": "error", "runId": "same", "error": {"message": "lost"}, "timestamp": 2000}
    ]);
    app.visitor(project).ingest(events).await;
}

#[tokio::test]
async fn a_run_is_public_when_its_owner_says_so_and_no_longer() {
    let app = TestApp::start().await;
    with_run(&app, ALICE, "of alice").await;
    let (owner, anybody) = (app.owner(ALICE), app.stranger(Some("stale")));
    assert_eq!(anybody.get("/v1/runs/same/public").await.line(), NOT_PUBLIC);
    assert_eq!(anybody.get("/v1/runs/absent/public").await.line(), NOT_PUBLIC);
    owner.patch("/v1/runs/same/score", json!({"label": "secret", "value": 1})).await;
    assert_eq!(owner.patch("/v1/runs/same/visibility", json!({"visibility": true})).await.line(), "200 {}");
    assert_eq!(owner.get("/v1/runs/same").await.json()["isPublic"], true);
    let shown = anybody.get("/v1/runs/same/public").await;
    insta::assert_snapshot!("public_run", shown.pretty());
    assert!(!shown.text().contains("ana@example.org") && !shown.text().contains("secret"));
    assert_eq!(shown.header("access-control-allow-origin"), Some("*"));
    assert_eq!(anybody.get("/v1/runs/root/public").await.line(), NOT_PUBLIC);
    owner.patch("/v1/runs/same/visibility", json!({"visibility": false})).await;
    assert_eq!(anybody.get("/v1/runs/same/public").await.line(), NOT_PUBLIC);
    app.stop().await;
}

#[tokio::test]
async fn an_id_that_is_public_elsewhere_is_shared_by_a_token() {
    let app = TestApp::start().await;
    with_run(&app, ALICE, "of alice").await;
    with_run(&app, BOB, "of bob").await;
    let visible = json!({"visibility": true});
    assert_eq!(app.owner(ALICE).patch("/v1/runs/same/visibility", visible.clone()).await.line(), "200 {}");
    let told = app.owner(BOB).patch("/v1/runs/same/visibility", visible.clone()).await;
    assert_eq!((told.status.as_u16(), &told.json()["error"]), (409, &json!("Conflict")), "{told:?}");
    assert_eq!(app.owner(BOB).get("/v1/runs/same").await.json()["isPublic"], false);
    assert_eq!(app.stranger(None).get("/v1/runs/same/public").await.json()["input"], "of alice");
    app.owner(ALICE).patch("/v1/runs/same/visibility", json!({"visibility": false})).await;
    assert_eq!(app.owner(BOB).patch("/v1/runs/same/visibility", visible).await.line(), "200 {}");
    assert_eq!(app.stranger(None).get("/v1/runs/same/public").await.json()["input"], "of bob");
    app.stop().await;
}

#[tokio::test]
async fn a_link_shows_a_run_until_it_is_ended() {
    let app = TestApp::start().await;
    with_run(&app, ALICE, "of alice").await;
    let (owner, anybody) = (app.owner(ALICE), app.stranger(None));
    let first = owner.post("/v1/runs/same/share", "").await.json();
    let second = owner.header("host", "runs.example.org").header("x-forwarded-proto", "https");
    let second = second.post("/v1/runs/same/share", "").await.json();
    let token = |link: &Value| link["token"].as_str().unwrap().to_owned();
    assert_ne!(token(&first), token(&second));
    assert_eq!(first["url"], format!("/v1/runs/{}/public", token(&first)));
    assert_eq!(second["url"], format!("https://runs.example.org/v1/runs/{}/public", token(&second)));
    for link in [&first, &second] {
        let shown = anybody.get(&format!("/v1/runs/{}/public", token(link))).await.json();
        assert_eq!((&shown["input"], &shown["isPublic"]), (&json!("of alice"), &json!(false)));
    }
    let owner = app.owner(ALICE);
    assert_eq!(anybody.get("/v1/runs/same/public").await.line(), NOT_PUBLIC);
    assert_eq!(owner.get(&format!("/v1/runs/{}", token(&first))).await.status.as_u16(), 404);
    assert_eq!(owner.delete("/v1/runs/same/share").await.line(), "200 {}");
    for link in [&first, &second] {
        assert_eq!(anybody.get(&format!("/v1/runs/{}/public", token(link))).await.line(), NOT_PUBLIC);
    }
    assert_eq!(owner.delete("/v1/runs/same/share").await.line(), "200 {}");
    app.stop().await;
}

#[tokio::test]
async fn a_deleted_run_is_public_no_longer() {
    let app = TestApp::start().await;
    with_run(&app, ALICE, "of alice").await;
    let owner = app.owner(ALICE);
    owner.patch("/v1/runs/same/visibility", json!({"visibility": true})).await;
    let link = owner.post("/v1/runs/same/share", "").await.json();
    owner.delete("/v1/runs/root").await;
    for id in ["same", link["token"].as_str().unwrap()] {
        assert_eq!(app.stranger(None).get(&format!("/v1/runs/{id}/public")).await.line(), NOT_PUBLIC, "{id}");
    }
    app.stop().await;
}

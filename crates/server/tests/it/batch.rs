//! One change for many runs.

use model::Role;
use serde_json::{Value, json};
use server::jobs;

use crate::client::{Answer, Client};
use crate::test_app::{ALICE, BOB, TestApp};

async fn send(client: &Client<'_>, body: Value) -> Answer {
    client.post("/v1/runs/batch", body.to_string()).await
}

async fn ingest(app: &TestApp, ids: &[&str]) {
    let start = |id: &&str| json!({"type": "llm", "event": "start", "runId": id, "name": id, "tags": ["old"]});
    app.visitor(ALICE).ingest(ids.iter().map(start).collect()).await;
}

async fn tags(app: &TestApp, id: &str) -> Value {
    app.owner(ALICE).get(&format!("/v1/runs/{id}")).await.json()["tags"].take()
}

#[tokio::test]
async fn many_runs_are_tagged_untagged_and_deleted_at_once() {
    let app = TestApp::with_people().await;
    ingest(&app, &["a", "b", "c"]).await;
    app.visitor(BOB).ingest(json!([{"type": "llm", "event": "start", "runId": "theirs"}])).await;
    let owner = app.owner(ALICE);
    let tag = json!({"action": "tag", "ids": ["a", "b", "theirs", "never"], "args": {"tags": ["new", "old"]}});
    assert_eq!(send(&owner, tag.clone()).await.line(), r#"200 {"changed":2}"#);
    assert_eq!(send(&owner, tag).await.line(), r#"200 {"changed":0}"#);
    assert_eq!((tags(&app, "a").await, tags(&app, "c").await), (json!(["old", "new"]), json!(["old"])));
    let untag = json!({"action": "untag", "ids": ["a", "c"], "args": {"tags": ["old"]}});
    assert_eq!(send(&owner, untag).await.line(), r#"200 {"changed":2}"#);
    assert_eq!((tags(&app, "a").await, tags(&app, "c").await), (json!(["new"]), json!([])));

    let delete = json!({"action": "delete", "ids": ["a", "c", "theirs"]});
    let by = app.person(ALICE, Role::Admin).await;
    assert_eq!(send(&by, delete).await.line(), r#"200 {"changed":2}"#);
    assert_eq!(owner.get("/v1/runs/a").await.status.as_u16(), 404);
    assert_eq!(app.owner(BOB).get("/v1/runs/theirs").await.status.as_u16(), 200);
    let log = app.person(ALICE, Role::Owner).await.get("/v1/audit-logs?limit=5").await.json();
    let deeds =
        log.as_array().unwrap().iter().filter(|row| row["resourceType"] == "llm_log" && row["action"] == "delete");
    assert_eq!(deeds.count(), 2, "{log}");
    app.stop().await;
}

#[tokio::test]
async fn to_delete_takes_the_permission_to_delete() {
    let app = TestApp::with_people().await;
    ingest(&app, &["a"]).await;
    for role in Role::ALL {
        let client = app.person(ALICE, role).await;
        let tagged = send(&client, json!({"action": "tag", "ids": ["a"], "args": {"tags": ["x"]}})).await;
        let may_tag = role.may(model::Permission::LogsUpdate);
        assert_eq!(tagged.status.as_u16(), if may_tag { 200 } else { 403 }, "{role:?}");
        let deleted = send(&client, json!({"action": "delete", "ids": ["never"]})).await;
        let may_delete = may_tag && role.may(model::Permission::LogsDelete);
        assert_eq!(deleted.status.as_u16(), if may_delete { 200 } else { 403 }, "{role:?}");
    }
    app.stop().await;
}

#[tokio::test]
async fn more_than_a_thousand_are_changed_by_a_job() {
    let app = TestApp::with_people().await;
    let ids: Vec<String> = (0..1_001).map(|n| format!("run-{n}")).collect();
    ingest(&app, &ids.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let owner = app.person(ALICE, Role::Owner).await;
    let answer = send(&owner, json!({"action": "tag", "ids": ids, "args": {"tags": ["hush"]}})).await;
    assert_eq!(answer.status.as_u16(), 202, "{answer:?}");
    let path = format!("/v1/jobs/{}", answer.json()["jobId"].as_str().unwrap());
    let job = owner.get(&path).await.json();
    let by = &job["payload"]["orderedBy"];
    assert_eq!(job["payload"], json!({"projectId": ALICE.public_key, "action": "tag", "runs": 1001, "orderedBy": by}));
    assert!(app.person(BOB, Role::Owner).await.get(&path).await.status.as_u16() == 404);
    jobs::run_due(&app.app).await.unwrap();
    assert_eq!(owner.get(&path).await.json()["status"], "done");
    for id in ["run-0", "run-1000"] {
        assert_eq!(tags(&app, id).await, json!(["old", "hush"]));
    }
    let answer = send(&owner, json!({"action": "delete", "ids": ids})).await;
    assert_eq!(answer.status.as_u16(), 202);
    jobs::run_due(&app.app).await.unwrap();
    assert_eq!(app.owner(ALICE).get("/v1/runs/run-500").await.status.as_u16(), 404);
    app.stop().await;
}

#[tokio::test]
async fn all_that_a_list_shows_is_changed_and_nothing_that_came_later() {
    let app = TestApp::with_people().await;
    ingest(&app, &["a", "b"]).await;
    app.visitor(ALICE)
        .ingest(json!([
            {"type": "tool", "event": "start", "runId": "tool", "tags": ["old"]},
            {"type": "llm", "event": "start", "runId": "later", "tags": ["old"], "timestamp": "2025-06-01T12:00:05Z"},
        ]))
        .await;
    app.visitor(BOB).ingest(json!([{"type": "llm", "event": "start", "runId": "theirs", "tags": ["old"]}])).await;
    let owner = app.owner(ALICE);
    let shown = |filter: Value| json!({"action": "tag", "filter": filter, "args": {"tags": ["new"]}});
    let as_of = "2025-06-01T12:00:00Z";
    let answer = send(&owner, shown(json!({"query": "?tags=old&type=llm", "asOf": as_of}))).await;
    assert_eq!(answer.line(), r#"200 {"changed":2}"#);
    let logic = json!(["OR", {"id": "type", "params": {"type": "tool"}}, {"id": "tags", "params": {"tags": ["none"]}}]);
    let answer = send(&owner, shown(json!({"logic": logic, "asOf": as_of}))).await;
    assert_eq!(answer.line(), r#"200 {"changed":1}"#);
    assert_eq!((tags(&app, "tool").await, tags(&app, "later").await), (json!(["old", "new"]), json!(["old"])));
    let theirs = app.owner(BOB).get("/v1/runs/theirs").await.json();
    assert_eq!(theirs["tags"], json!(["old"]));
    for filter in [json!({"query": "duration=gt.abc", "asOf": as_of}), json!({"logic": ["MAYBE"], "asOf": as_of})] {
        let answer = send(&owner, shown(filter.clone())).await;
        assert_eq!(answer.status.as_u16(), 400, "{filter} {answer:?}");
    }
    app.stop().await;
}

#[tokio::test]
async fn a_long_list_is_changed_by_a_job() {
    let app = TestApp::with_people().await;
    let ids: Vec<String> = (0..1_200).map(|n| format!("run-{n}")).collect();
    ingest(&app, &ids.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let owner = app.person(ALICE, Role::Owner).await;
    let filter = json!({"query": "tags=old", "asOf": "2025-06-01T12:00:01Z"});
    for (action, args) in [("untag", json!({"tags": ["old"]})), ("delete", json!(null))] {
        let filter =
            if action == "delete" { json!({"query": "", "asOf": "2025-06-01T12:00:01Z"}) } else { filter.clone() };
        let answer = send(&owner, json!({"action": action, "filter": filter, "args": args})).await;
        assert_eq!(answer.status.as_u16(), 202, "{answer:?}");
        let path = format!("/v1/jobs/{}", answer.json()["jobId"].as_str().unwrap());
        jobs::run_due(&app.app).await.unwrap();
        let job = owner.get(&path).await.json();
        assert_eq!((&job["status"], &job["payload"]["runs"]), (&json!("done"), &json!(1200)), "{job}");
        assert_eq!(app.owner(ALICE).get("/v1/runs/count?tags=old").await.text(), "0");
    }
    assert_eq!(app.owner(ALICE).get("/v1/runs/count").await.text(), "0");
    app.stop().await;
}

#[tokio::test]
async fn what_cannot_be_done_changes_nothing() {
    let app = TestApp::start().await;
    ingest(&app, &["a"]).await;
    let before = app.digest();
    for (body, want) in [
        (json!({"action": "addToDataset", "ids": ["a"], "args": {"datasetId": "1"}}), 422),
        (json!({"action": "tag", "ids": ["a"]}), 422),
        (json!({"action": "burn", "ids": ["a"]}), 422),
        (json!([]), 422),
    ] {
        let answer = send(&app.owner(ALICE), body.clone()).await;
        assert_eq!(answer.status.as_u16(), want, "{body} {answer:?}");
    }
    assert!(before.differences(&app.digest()).is_empty());
    app.stop().await;
}

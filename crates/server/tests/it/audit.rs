//! The audit log, and what people and keys do to runs in it.

use axum::body::Body;
use axum::http::Method;
use model::Role;
use serde_json::{Value, json};

use crate::client::Client;
use crate::test_app::{ALICE, BOB, TestApp};

/// What the log says was done to runs, the newest first: kind, action, run, person, project.
async fn trail(app: &TestApp) -> Vec<Value> {
    let log = app.person(ALICE, Role::Owner).await.get("/v1/audit-logs?limit=100").await.json();
    let kinds = ["llm_log", "trace", "conversation"];
    log.as_array()
        .unwrap()
        .iter()
        .filter(|row| kinds.iter().any(|kind| row["resourceType"] == *kind))
        .map(|row| json!([row["resourceType"], row["action"], row["resourceId"], row["userEmail"], row["projectId"]]))
        .collect()
}

/// Sends a request that changes a run and wants what the log says of it, if anything.
async fn check(
    app: &TestApp,
    client: &Client<'_>,
    (method, path): (Method, &str),
    body: Value,
    want: Option<[&str; 3]>,
) {
    let before = trail(app).await;
    client.send(method.clone(), path, Body::from(body.to_string())).await;
    let mut after = trail(app).await;
    after.truncate(after.len() - before.len());
    let told: Vec<[Value; 3]> = after.iter().map(|row| [row[0].clone(), row[1].clone(), row[3].clone()]).collect();
    let mail = |mail: &str| if mail.is_empty() { Value::Null } else { json!(mail) };
    let want: Vec<_> = want.map(|[kind, action, by]| [json!(kind), json!(action), mail(by)]).into_iter().collect();
    assert_eq!(told, want, "{method} {path} {body}");
}

async fn with_runs() -> TestApp {
    let app = TestApp::with_people().await;
    let events = json!([
        {"type": "llm", "event": "start", "runId": "leaf", "timestamp": 2000},
        {"type": "agent", "event": "start", "runId": "root", "timestamp": 1000},
        {"type": "thread", "event": "chat", "runId": "hello", "parentRunId": "talk", "timestamp": 1000,
         "message": {"role": "user", "content": "hello"}},
        {"event": "feedback", "runId": "leaf", "feedback": {"thumb": "up"}, "timestamp": 3000},
    ]);
    app.visitor(ALICE).ingest(events).await;
    app
}

#[tokio::test]
async fn what_is_done_to_runs_is_written_down_and_what_is_ingested_is_not() {
    let app = with_runs().await;
    assert_eq!(trail(&app).await, [] as [Value; 0]);
    let mail = ALICE.mail(Role::Member);
    let mail = mail.as_str();
    let member = app.person(ALICE, Role::Member).await;
    let key = app.owner(ALICE);
    let patch = |path| (Method::PATCH, path);
    let thumb = json!({"thumb": "up"});
    let rate = |kind| Some([kind, "add_feedback", mail]);
    check(&app, &member, patch("/v1/runs/leaf/feedback"), thumb.clone(), rate("llm_log")).await;
    check(&app, &member, patch("/v1/runs/root/feedback"), thumb.clone(), rate("trace")).await;
    check(&app, &member, patch("/v1/runs/talk/feedback"), thumb.clone(), rate("conversation")).await;
    check(&app, &member, patch("/v1/runs/root/feedback"), json!({}), None).await;
    check(&app, &member, patch("/v1/runs/root/tags"), json!({"tags": ["x"]}), None).await;
    check(&app, &key, patch("/v1/runs/root/feedback"), thumb, Some(["trace", "add_feedback", ""])).await;
    let public = |yes| json!({"visibility": yes});
    let publish = Some(["llm_log", "make_public", mail]);
    check(&app, &member, patch("/v1/runs/leaf/visibility"), public(true), publish).await;
    check(&app, &member, patch("/v1/runs/leaf/visibility"), public(true), None).await;
    check(&app, &member, patch("/v1/runs/leaf/visibility"), public(false), None).await;
    check(&app, &member, (Method::POST, "/v1/runs/root/share"), Value::Null, publish).await;
    check(&app, &member, (Method::DELETE, "/v1/runs/root/share"), Value::Null, None).await;
    let delete = |path| (Method::DELETE, path);
    check(&app, &member, delete("/v1/runs/leaf"), Value::Null, Some(["llm_log", "delete", mail])).await;
    check(&app, &member, delete("/v1/runs/root"), Value::Null, Some(["trace", "delete", mail])).await;
    check(&app, &key, delete("/v1/runs/talk"), Value::Null, Some(["conversation", "delete", ""])).await;
    check(&app, &member, delete("/v1/runs/leaf"), Value::Null, None).await;
    app.stop().await;
}

#[tokio::test]
async fn a_refused_change_of_a_run_leaves_no_row() {
    let app = with_runs().await;
    let viewer = app.person(ALICE, Role::Viewer).await;
    let stranger = app.person(BOB, Role::Owner).await;
    let member = app.person(ALICE, Role::Member).await;
    app.visitor(BOB).ingest(json!([{"type": "llm", "event": "start", "runId": "leaf"}])).await;
    assert_eq!(stranger.patch("/v1/runs/leaf/visibility", json!({"visibility": true})).await.line(), "200 {}");
    for (client, method, path, body, status) in [
        (&viewer, Method::DELETE, "/v1/runs/leaf", "", 403),
        (&viewer, Method::PATCH, "/v1/runs/leaf/feedback", r#"{"thumb":"up"}"#, 403),
        (&stranger, Method::DELETE, "/v1/runs/root", "", 404),
        (&stranger, Method::POST, "/v1/runs/root/share", "", 404),
        (&member, Method::PATCH, "/v1/runs/leaf/feedback", r#"{"thumb":"sideways"}"#, 422),
        (&member, Method::PATCH, "/v1/runs/leaf/visibility", r#"{"visibility":1}"#, 422),
        (&member, Method::PATCH, "/v1/runs/leaf/visibility", r#"{"visibility":true}"#, 409),
        (&member, Method::DELETE, "/v1/runs/absent", "", 404),
    ] {
        let before = app.digest();
        let answer = client.send(method.clone(), path, Body::from(body)).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path} {body}");
        let written = before.differences(&app.digest()).join(", ");
        assert!(written.is_empty(), "{method} {path} {body} wrote {written}");
    }
    app.stop().await;
}

#[tokio::test]
async fn a_key_is_named_by_its_number_in_the_log() {
    let app = with_runs().await;
    let key = app.owner(ALICE).header("user-agent", "a script");
    key.patch("/v1/runs/root/feedback", json!({"thumb": "up"})).await;
    let row = app.person(ALICE, Role::Owner).await.get("/v1/audit-logs?limit=2").await.json()[1].clone();
    let keys =
        app.person(ALICE, Role::Owner).await.get(&format!("/v1/projects/{}/keys", ALICE.public_key)).await.json();
    assert_eq!(row["userName"], format!("API key {}", keys[1]["id"]));
    let told = json!([row["userEmail"], row["ipAddress"], row["userAgent"], row["projectName"]]);
    assert_eq!(told, json!([null, "192.0.2.7", "a script", "My first project"]));
    app.stop().await;
}

/// Renames Alice's project `count` times.
async fn rename(app: &TestApp, count: usize) {
    for number in 1..=count {
        let body = json!({"name": format!("Name {number}")});
        app.owner(ALICE).patch(&format!("/v1/projects/{}", ALICE.public_key), body).await;
    }
}

#[tokio::test]
async fn the_log_is_read_page_by_page_or_from_a_row_on() {
    let app = TestApp::with_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    rename(&app, 35).await;
    let last = owner.get("/v1/audit-logs?limit=1").await.json()[0]["seq"].as_i64().unwrap();
    let seqs = async |query: &str| {
        let rows = owner.get(&format!("/v1/audit-logs?{query}")).await.json();
        rows.as_array().unwrap().iter().map(|row| last - row["seq"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(seqs("").await, (0..30).collect::<Vec<_>>());
    assert_eq!(seqs("limit=3").await, [0, 1, 2]);
    assert_eq!(seqs("limit=3&page=2&project_id=7").await, [6, 7, 8]);
    assert_eq!(seqs(&format!("limit=2&before={}", last - 5)).await, [6, 7]);
    assert_eq!(seqs("limit=0").await, [] as [i64; 0]);
    assert_eq!(seqs("limit=1000").await.len(), usize::try_from(last).unwrap());
    assert_eq!(seqs("page=99999999999999999999").await, [] as [i64; 0]);
    app.stop().await;
}

#[tokio::test]
async fn a_row_has_the_reference_s_keys_and_nobody_sees_other_organisations() {
    let app = TestApp::with_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    owner.patch(&format!("/v1/projects/{}", ALICE.public_key), json!({"name": "Shop"})).await;
    let rows = owner.get("/v1/audit-logs").await.json();
    let row = &rows[0];
    let want = json!({
        "id": row["id"], "seq": row["seq"], "createdAt": "2025-06-01T12:00:00.000Z",
        "updatedAt": "2025-06-01T12:00:00.000Z", "orgId": owner.get("/v1/projects").await.json()[0]["orgId"],
        "resourceType": "project", "resourceId": ALICE.public_key, "action": "rename", "userId": row["userId"],
        "userName": "Owner", "userEmail": ALICE.mail(Role::Owner), "projectId": ALICE.public_key, "projectName": "Shop",
        "ipAddress": "192.0.2.7", "userAgent": null,
    });
    assert_eq!(*row, want);
    let theirs = app.person(BOB, Role::Owner).await.get("/v1/audit-logs").await;
    assert!(!theirs.text().contains("Shop") && !theirs.text().contains("wonderland"), "{}", theirs.text());
    app.stop().await;
}

#[tokio::test]
async fn the_log_is_for_owners_and_admins_who_ask_for_numbers() {
    let app = TestApp::with_people().await;
    let admin = app.person(ALICE, Role::Admin).await;
    for (query, issue) in [
        ("limit=banana", "Expected integer, received string at \"limit\""),
        ("limit=-1", "Number must be greater than or equal to 0 at \"limit\""),
        ("limit=1.5", "Expected integer, received string at \"limit\""),
        ("page=x", "Expected integer, received string at \"page\""),
        ("before=x", "Expected integer, received string at \"before\""),
    ] {
        let answer = admin.get(&format!("/v1/audit-logs?{query}")).await;
        assert_eq!(answer.status.as_u16(), 422, "{query}");
        assert_eq!(answer.json()["message"], format!("Validation error: {issue}"));
    }
    let format = admin.get("/v1/audit-logs/export?format=xls").await;
    let issue = "Validation error: Invalid enum value. Expected 'csv' | 'jsonl', received 'xls' at \"format\"";
    assert_eq!((format.status.as_u16(), format.json()["message"].clone()), (422, json!(issue)));
    let needs_person = r#"403 {"error":"Forbidden","message":"This endpoint needs a signed-in user"}"#;
    let forbidden = r#"403 {"error":"Forbidden","message":"You don't have access to this resource"}"#;
    for path in ["/v1/audit-logs", "/v1/audit-logs/export"] {
        assert_eq!(app.owner(ALICE).get(path).await.line(), needs_person);
        assert_eq!(app.person(ALICE, Role::Member).await.get(path).await.line(), forbidden);
    }
    app.stop().await;
}

#[tokio::test]
async fn the_whole_log_is_taken_away_as_a_file_that_runs_no_formula() {
    let app = TestApp::with_people().await;
    rename(&app, 510).await;
    let owner = app.person(ALICE, Role::Owner).await.header("user-agent", "=1+1, \"x\"");
    owner.patch(&format!("/v1/projects/{}", ALICE.public_key), json!({"name": "=cmd()"})).await;
    let count = owner.get("/v1/audit-logs?limit=1").await.json()[0]["seq"].as_u64().unwrap();
    let csv = owner.get("/v1/audit-logs/export").await;
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(csv.header("content-disposition"), Some("attachment; filename=\"audit-log.csv\""));
    let lines: Vec<&str> = csv.text().lines().collect();
    assert_eq!(lines.len() as u64, count + 1);
    assert!(lines[0].starts_with("seq,id,createdAt,updatedAt,orgId,resourceType,resourceId,action,"), "{}", lines[0]);
    assert!(lines[1].starts_with(&format!("{count},")), "{}", lines[1]);
    assert!(lines[1].ends_with(",'=cmd(),192.0.2.7,\"'=1+1, \"\"x\"\"\""), "{}", lines[1]);
    let jsonl = owner.get("/v1/audit-logs/export?format=jsonl").await;
    assert_eq!(jsonl.header("content-disposition"), Some("attachment; filename=\"audit-log.jsonl\""));
    let rows: Vec<Value> = jsonl.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let seqs: Vec<u64> = rows.iter().map(|row| row["seq"].as_u64().unwrap()).collect();
    assert_eq!(seqs, (1..=count).rev().collect::<Vec<_>>());
    assert_eq!(rows[0], owner.get("/v1/audit-logs?limit=1").await.json()[0]);
    app.stop().await;
}

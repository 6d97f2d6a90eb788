//! What people change of runs through the API.

use serde_json::{Value, json};

use crate::test_app::{ALICE, TestApp};

async fn with_run() -> TestApp {
    let app = TestApp::start().await;
    let events = json!([
        {"type": "agent", "event": "start", "runId": "root", "name": "root", "tags": ["sent"], "timestamp": 1000},
        {"type": "llm", "event": "start", "runId": "leaf", "name": "leaf", "parentRunId": "root", "timestamp": 2000}
    ]);
    app.visitor(ALICE).ingest(events).await;
    app
}

/// Sends a change of the run `root`, wants this answer, and then this value of a field of the run.
async fn check(app: &TestApp, route: &str, body: Value, answer: &str, want: (&str, Value)) {
    let owner = app.owner(ALICE);
    let told = owner.patch(&format!("/v1/runs/root/{route}"), body.clone()).await;
    assert_eq!(told.line(), answer, "{route} {body}");
    let (field, value) = want;
    assert_eq!(owner.get("/v1/runs/root").await.json()[field], value, "{field} after {route} {body}");
}

#[tokio::test]
async fn feedback_is_merged_key_by_key_and_null_takes_it_away() {
    let app = with_run().await;
    let feedback = |value| ("feedback", value);
    for (body, want) in [
        (json!({"thumb": "up"}), json!({"thumb": "up"})),
        (json!({"comment": "hm", "more": 1}), json!({"thumb": "up", "comment": "hm"})),
        (json!({"thumb": null}), json!({"thumb": null, "comment": "hm"})),
        (json!({}), json!({"thumb": null, "comment": "hm"})),
        (Value::Null, Value::Null),
        (json!({"thumb": "down"}), json!({"thumb": "down"})),
    ] {
        check(&app, "feedback", body, "200 {}", feedback(want)).await;
    }
    let refusal = concat!(
        r#"422 {"error":"Error","message":"Validation error: Invalid enum value. Expected 'up' | 'down', received "#,
        r#"'sideways' at \"thumb\", or Expected null, received object"}"#
    );
    check(&app, "feedback", json!({"thumb": "sideways"}), refusal, feedback(json!({"thumb": "down"}))).await;
    app.stop().await;
}

#[tokio::test]
async fn feedback_of_sdks_and_of_people_is_one_and_a_public_key_reads_it() {
    let app = with_run().await;
    let visitor = app.visitor(ALICE);
    assert_eq!(visitor.get("/v1/runs/root/feedback").await.line(), "200 null");
    assert_eq!(
        visitor.get("/v1/runs/unknown/feedback").await.line(),
        r#"404 {"error":"Not Found","message":"Run not found"}"#
    );
    let sent =
        json!({"event": "feedback", "runId": "root", "timestamp": 3000, "feedback": {"thumb": "up", "my_key": [1]}});
    visitor.ingest(sent).await;
    check(
        &app,
        "feedback",
        json!({"comment": "ok"}),
        "200 {}",
        ("feedback", json!({"thumb": "up", "myKey": [1], "comment": "ok"})),
    )
    .await;
    assert_eq!(visitor.get("/v1/runs/root/feedback").await.text(), r#"{"thumb":"up","myKey":[1],"comment":"ok"}"#);
    let raw = visitor.get("/v1/runs/root/feedback?keys=raw").await.json();
    assert_eq!(raw["my_key"], json!([1]));
    let related = app.owner(ALICE).get("/v1/runs/root/related").await.json();
    assert_eq!(related[0]["feedback"], json!({"thumb": "up", "myKey": [1], "comment": "ok"}));
    assert_eq!(related[1]["feedback"], Value::Null);
    app.stop().await;
}

#[tokio::test]
async fn tags_are_replaced_and_beat_what_events_say() {
    let app = with_run().await;
    check(&app, "tags", json!({"tags": ["new", "prod"]}), "200 {}", ("tags", json!(["new", "prod"]))).await;
    let late = json!({"type": "agent", "event": "start", "runId": "root", "tags": ["late"], "timestamp": 500});
    app.visitor(ALICE).ingest(late).await;
    check(&app, "tags", json!({"tags": []}), "200 {}", ("tags", json!([]))).await;
    check(&app, "tags", json!({"tags": null}), "200 {}", ("tags", Value::Null)).await;
    let refusal = concat!(
        r#"422 {"error":"Error","message":"Validation error: Expected array, received string at \"tags\", or Expected null, "#,
        r#"received string at \"tags\""}"#
    );
    check(&app, "tags", json!({"tags": "x"}), refusal, ("tags", Value::Null)).await;
    app.stop().await;
}

#[tokio::test]
async fn a_score_replaces_the_one_of_its_label() {
    let app = with_run().await;
    let scores = |value| ("scores", value);
    let accuracy = |value: Value, comment: Value| json!({"value": value, "label": "accuracy", "comment": comment});
    let tone = json!({"value": "kind", "label": "tone", "comment": null});
    for (body, want) in [
        (json!({"label": "accuracy", "value": 0.93, "comment": "ok"}), json!([accuracy(json!(0.93), json!("ok"))])),
        (json!({"label": "tone", "value": "kind"}), json!([accuracy(json!(0.93), json!("ok")), tone])),
        (json!({"label": "accuracy", "value": true}), json!([accuracy(json!(true), Value::Null), tone])),
    ] {
        check(&app, "score", body, "200 {}", scores(want)).await;
    }
    let row = app.owner(ALICE).get("/v1/runs?type=agent").await.json();
    assert_eq!(row["data"][0]["scores"], json!([accuracy(json!(true), Value::Null), tone]));
    let refusal = r#"422 {"error":"Error","message":"Validation error: Required at \"value\""}"#;
    check(&app, "score", json!({"label": "x"}), refusal, scores(row["data"][0]["scores"].clone())).await;
    app.stop().await;
}

#[tokio::test]
async fn a_score_may_come_before_its_run() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let told = owner.patch("/v1/runs/early/score", json!({"label": "accuracy", "value": 1})).await;
    assert_eq!(told.line(), "200 {}");
    assert_eq!(owner.get("/v1/runs/early").await.status.as_u16(), 404);
    assert_eq!(owner.get("/v1/runs?type=llm&total=true").await.json()["total"], 0);
    app.visitor(ALICE).ingest(json!({"type": "llm", "event": "start", "runId": "early"})).await;
    let run = owner.get("/v1/runs/early").await.json();
    assert_eq!(run["scores"], json!([{"value": 1, "label": "accuracy", "comment": null}]));
    app.stop().await;
}

#[tokio::test]
async fn changes_of_what_is_absent_are_not_found() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let want = r#"404 {"error":"Not Found","message":"Run not found"}"#;
    for (route, body) in [
        ("feedback", json!({"thumb": "up"})),
        ("feedback", Value::Null),
        ("tags", json!({"tags": null})),
        ("visibility", json!({"visibility": true})),
    ] {
        assert_eq!(owner.patch(&format!("/v1/runs/absent/{route}"), body).await.line(), want, "{route}");
    }
    assert_eq!(owner.delete("/v1/runs/absent").await.line(), want);
    assert_eq!(owner.delete("/v1/runs/absent/share").await.line(), want);
    assert_eq!(owner.post("/v1/runs/absent/share", "").await.line(), want);
    app.stop().await;
}

#[tokio::test]
async fn a_change_that_is_no_json_is_refused() {
    let app = with_run().await;
    for (route, body, status) in [
        ("tags", "{", 400),
        ("tags", "7", 400),
        ("tags", "null", 400),
        ("tags", "[]", 422),
        ("tags", "", 422),
        ("feedback", "\"up\"", 400),
        ("feedback", "", 200),
        ("score", "[1]", 422),
        ("visibility", "{\"visibility\":1}", 422),
    ] {
        let path = format!("/v1/runs/root/{route}");
        let answer = app.owner(ALICE).send(axum::http::Method::PATCH, &path, body.into()).await;
        assert_eq!(answer.status.as_u16(), status, "{route} {body} {}", answer.text());
    }
    app.stop().await;
}

#[tokio::test]
async fn a_deleted_run_is_gone_with_all_below_it_and_a_retry_does_not_bring_it_back() {
    let app = with_run().await;
    let owner = app.owner(ALICE);
    assert_eq!(owner.delete("/v1/runs/root").await.line(), "200 {}");
    for path in ["/v1/runs/root", "/v1/runs/leaf", "/v1/runs/root/feedback"] {
        assert_eq!(owner.get(path).await.status.as_u16(), 404, "{path}");
    }
    assert_eq!(owner.get("/v1/runs/root/related").await.line(), "200 []");
    assert_eq!(owner.delete("/v1/runs/root").await.status.as_u16(), 404);
    let again = json!([
        {"type": "agent", "event": "start", "runId": "root", "name": "root", "tags": ["sent"], "timestamp": 1000},
        {"type": "llm", "event": "end", "runId": "leaf", "timestamp": 3000},
        {"type": "llm", "event": "start", "runId": "other", "timestamp": 3000}
    ]);
    let results = app.visitor(ALICE).ingest(again).await;
    let told: Vec<&Value> = results.as_array().unwrap().iter().map(|result| &result["success"]).collect();
    assert_eq!(told, [false, false, true]);
    assert!(results[0]["error"].as_str().unwrap().contains("deleted"), "{results}");
    assert_eq!(owner.get("/v1/runs/root").await.status.as_u16(), 404);
    let ledger = owner.get("/v1/ingest/ledger").await.json();
    assert_eq!(ledger["data"][0]["rejected"], json!({"deleted": 2}));
    app.stop().await;
}

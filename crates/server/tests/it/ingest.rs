//! Events in.

use serde_json::{Value, json};

use crate::test_app::{ALICE, ALICE_TOO, BOB, TestApp};

#[tokio::test]
async fn one_bad_event_of_a_hundred_rejects_itself() {
    let app = TestApp::start().await;
    for bad in [json!(7), Value::Null, json!("x"), json!({"event": "end"}), json!({"event": "chat", "runId": "z"})] {
        let mut events: Vec<Value> = (0..99)
            .map(|at| json!({"type": "llm", "event": "start", "runId": format!("{bad} {at}"), "timestamp": at}))
            .collect();
        events.insert(50, bad.clone());
        let results = app.visitor(ALICE).ingest(json!(events)).await;
        let results = results.as_array().unwrap();
        let refused: Vec<&Value> = results.iter().filter(|result| result["success"] == false).collect();
        assert_eq!((results.len(), refused.len()), (100, 1), "{bad}");
        assert!(refused[0]["error"].as_str().is_some_and(|text| text.len() > 10), "{bad} {refused:?}");
    }
    let list = app.owner(ALICE).get("/v1/runs?limit=0&total=true").await.json();
    assert_eq!(list["total"], 5 * 99);
    app.stop().await;
}

#[tokio::test]
async fn an_event_that_means_nothing_is_passed_over_with_success_and_counted_as_rejected() {
    let app = TestApp::start().await;
    for event in [
        json!({"type": "llm", "event": "banana", "runId": "z", "timestamp": 1}),
        json!({"type": "tool", "event": "update", "runId": "z", "metadata": {"a": 1}, "timestamp": 1}),
    ] {
        let results = app.visitor(ALICE).ingest(event.clone()).await;
        assert_eq!(results, json!([{"id": "z", "success": true}]), "{event}");
    }
    assert_eq!(app.owner(ALICE).get("/v1/runs/z").await.status.as_u16(), 404);
    let row = &app.owner(ALICE).get("/v1/ingest/ledger").await.json()["data"][0];
    assert_eq!((&row["received"], &row["stored"], &row["rejected"]["unknown_kind"]), (&json!(2), &json!(0), &json!(1)));
    app.stop().await;
}

#[tokio::test]
async fn an_update_replaces_the_metadata_of_an_llm_run() {
    let app = TestApp::start().await;
    app.visitor(ALICE)
        .ingest(json!([
            {"type": "llm", "event": "start", "runId": "r", "metadata": {"a": 1}, "timestamp": 1000},
            {"type": "llm", "event": "update", "runId": "r", "metadata": {"b": 2}, "timestamp": 2000},
            {"type": "llm", "event": "end", "runId": "r", "metadata": {"c": 3}, "timestamp": 3000}
        ]))
        .await;
    let run = app.owner(ALICE).get("/v1/runs/r").await.json();
    assert_eq!(run["metadata"], json!({"b": 2, "c": 3}));
    app.stop().await;
}

#[tokio::test]
async fn results_come_in_the_order_of_timestamps_and_echo_the_id_as_sent() {
    let app = TestApp::start().await;
    let results = app
        .visitor(ALICE)
        .ingest(json!([
            {"type": "llm", "event": "end", "runId": "MINE", "timestamp": 2000, "output": "b"},
            {"type": "llm", "event": "start", "run_id": "MINE", "timestamp": 1000, "input": "a"},
            [{"type": "llm", "event": "start", "runId": "7b7C0C62-6c2e-4a41-9a4e-0f3b8f2f6d11", "timestamp": 1500}]
        ]))
        .await;
    let want = json!([
        {"success": true},
        {"id": "7b7C0C62-6c2e-4a41-9a4e-0f3b8f2f6d11", "success": true},
        {"id": "MINE", "success": true}
    ]);
    assert_eq!(results, want);
    let run = app.owner(ALICE).get("/v1/runs/MINE").await.json();
    assert_eq!((&run["input"], &run["output"], &run["status"]), (&json!("a"), &json!("b"), &json!("success")));
    app.stop().await;
}

#[tokio::test]
async fn a_repeated_batch_changes_nothing_and_another_start_is_told() {
    let app = TestApp::start().await;
    let start = json!({"type": "llm", "event": "start", "runId": "r", "timestamp": 1000, "input": "first"});
    let visitor = app.visitor(ALICE);
    visitor.ingest(start.clone()).await;
    let before = app.owner(ALICE).get("/v1/runs/r").await.line();
    assert_eq!(visitor.ingest(start).await, json!([{"id": "r", "success": true}]));
    let other = json!({"type": "llm", "event": "start", "runId": "r", "timestamp": 2000, "input": "second"});
    let told = visitor.ingest(other).await;
    assert_eq!(told[0]["error"], "Run with this ID already exists in the database.");
    assert_eq!(app.owner(ALICE).get("/v1/runs/r").await.line(), before);
    app.stop().await;
}

#[tokio::test]
async fn an_event_goes_to_the_project_that_it_names_inside_its_organisation() {
    let app = TestApp::start().await;
    let start = |id: &str, project: &str| json!({"type": "llm", "event": "start", "runId": id, "appId": project, "timestamp": 1});
    let events = json!([
        start("to-sister", ALICE_TOO.public_key),
        start("to-bob", BOB.public_key),
        start("to-nobody", "00000000-0000-4000-8000-000000000000"),
        start("to-text", "not a project")
    ]);
    for result in app.visitor(ALICE).ingest(events).await.as_array().unwrap() {
        assert_eq!(result["success"], true);
    }
    for (id, project) in [("to-sister", ALICE_TOO), ("to-bob", ALICE), ("to-nobody", ALICE), ("to-text", ALICE)] {
        for reader in [ALICE, ALICE_TOO, BOB] {
            let want = if reader.public_key == project.public_key { 200 } else { 404 };
            let got = app.owner(reader).get(&format!("/v1/runs/{id}")).await;
            assert_eq!(got.status.as_u16(), want, "{id} read by {}", reader.public_key);
        }
    }
    app.stop().await;
}

#[tokio::test]
async fn a_body_as_a_whole_is_json_with_events_whatever_its_media_type() {
    let app = TestApp::start().await;
    for (media, body, want) in [
        ("text/plain", r#"{"events":[]}"#, r#"200 {"results":[]}"#),
        ("application/json", r#"{"events":[]}"#, r#"200 {"results":[]}"#),
        ("application/json", "{}", r#"400 {"error":"Bad Request","message":"Missing events payload."}"#),
        ("application/json", "", r#"400 {"error":"Bad Request","message":"Missing events payload."}"#),
        (
            "application/json",
            r#"{"events":null}"#,
            r#"400 {"error":"Bad Request","message":"Missing events payload."}"#,
        ),
    ] {
        let answer = app.visitor(ALICE).header("content-type", media).post("/v1/runs/ingest", body).await;
        assert_eq!(answer.line(), want, "{media} {body}");
    }
    for body in ["{", "[1]", "7", r#"{"events":[{]}"#, "\u{1}"] {
        let answer = app.visitor(ALICE).post("/v1/runs/ingest", body).await;
        assert_eq!(answer.status.as_u16(), 400, "{body} {}", answer.text());
        assert_eq!(answer.json()["error"], "Bad Request", "{body}");
    }
    app.stop().await;
}

#[tokio::test]
async fn a_batch_larger_than_one_transaction_is_stored_whole() {
    let app = TestApp::start().await;
    let events: Vec<Value> = (0..4500)
        .map(|at| json!({"type": "llm", "event": "start", "runId": format!("n{at}"), "timestamp": at, "input": "x".repeat(80)}))
        .collect();
    let results = app.visitor(ALICE).ingest(json!(events)).await;
    let results = results.as_array().unwrap();
    assert_eq!(results.len(), 4500);
    for (at, result) in results.iter().enumerate() {
        assert_eq!(*result, json!({"id": format!("n{at}"), "success": true}));
    }
    let list = app.owner(ALICE).get("/v1/runs?limit=0&total=true").await.json();
    assert_eq!(list["total"], 4500);
    app.stop().await;
}

#[tokio::test]
async fn what_was_mended_is_marked_on_the_run() {
    let app = TestApp::start().await;
    let body = r#"{"events":[{"type":"llm","event":"start","runId":"m","timestamp":1,"input":{"score":NaN,"text":"\ud83d"}}]}"#;
    let answer = app.visitor(ALICE).post("/v1/runs/ingest", body).await;
    assert_eq!(answer.line(), r#"200 {"results":[{"id":"m","success":true}]}"#);
    let run = app.owner(ALICE).get("/v1/runs/m").await.json();
    assert_eq!(run["input"], json!({"score": null, "text": "\u{fffd}", "enrichments": []}));
    assert_eq!(run["repaired"], json!(["input"]));
    app.stop().await;
}

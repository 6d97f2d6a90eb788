//! One run, and a run with all below it.

use serde_json::{Value, json};

use crate::test_app::{ALICE, TestApp};

/// The example of spec `api-runs.md` 2, with a parent and an error beside it.
fn example() -> Value {
    json!([
        {"type": "agent", "event": "start", "runId": "planner", "name": "Planner", "input": {"input": {"task": "parcel"}},
         "timestamp": "2025-03-01T09:30:00.000Z"},
        {"type": "llm", "event": "start", "runId": "4b5c0c62-6c2e-4a41-9a4e-0f3b8f2f6d11", "parentRunId": "planner",
         "name": "gpt-4o", "timestamp": "2025-03-01T09:30:00.120Z", "userId": "u_81",
         "userProps": {"email": "ana@ex.org", "full_name": "Ana"}, "tags": ["support"],
         "params": {"temperature": 0.2, "max_tokens": 200, "tools": "[{\"type\": \"function\"}]"},
         "metadata": {"plan": "pro", "retries": 2}, "input": [{"role": "user", "content": "Where is my parcel?"}]},
        {"type": "llm", "event": "end", "runId": "4b5c0c62-6c2e-4a41-9a4e-0f3b8f2f6d11",
         "timestamp": "2025-03-01T09:30:01.354Z", "tokensUsage": {"prompt": 14, "completion": 5},
         "output": {"role": "assistant", "content": "On its way.", "tool_calls": [{"call_id": 1}]}},
        {"type": "tool", "event": "start", "runId": "tracker", "parentRunId": "planner", "name": "track",
         "input": "parcel 7", "timestamp": "2025-03-01T09:30:02Z"},
        {"type": "tool", "event": "error", "runId": "tracker", "error": {"message": "lost", "stack": "at track"},
         "timestamp": "2025-03-01T09:30:03Z"}
    ])
}

#[tokio::test]
async fn a_run_has_exactly_the_documented_fields() {
    let app = TestApp::start().await;
    app.visitor(ALICE).ingest(example()).await;
    let owner = app.owner(ALICE);
    let llm = owner.get("/v1/runs/4b5c0c62-6c2e-4a41-9a4e-0f3b8f2f6d11").await;
    insta::assert_snapshot!("llm_run", llm.pretty());
    insta::assert_snapshot!("failed_run", owner.get("/v1/runs/tracker").await.pretty());
    let root = owner.get("/v1/runs/planner").await.json();
    assert_eq!(root["traceId"], Value::Null);
    assert_eq!(root["input"], json!({"task": "parcel", "enrichments": []}));
    assert_eq!(root["status"], "started");
    assert_eq!(llm.json()["traceId"], root["id"]);
    app.stop().await;
}

#[tokio::test]
async fn related_gives_the_run_and_all_below_it_as_bare_columns() {
    let app = TestApp::start().await;
    app.visitor(ALICE).ingest(example()).await;
    let owner = app.owner(ALICE);
    insta::assert_snapshot!("related", owner.get("/v1/runs/planner/related").await.pretty());
    let of_child = owner.get("/v1/runs/tracker/related").await.json();
    assert_eq!(of_child.as_array().unwrap().len(), 1);
    assert_eq!(owner.get("/v1/runs/unknown/related").await.line(), "200 []");
    app.stop().await;
}

#[tokio::test]
async fn an_unknown_run_is_not_found() {
    let app = TestApp::start().await;
    let want = r#"404 {"error":"Not Found","message":"Run not found"}"#;
    for path in ["/v1/runs/unknown", "/v1/runs/4b5c0c62-6c2e-4a41-9a4e-0f3b8f2f6d11", "/v1/runs/%20", "/v1/runs/a%2Fb"]
    {
        assert_eq!(app.owner(ALICE).get(path).await.line(), want, "{path}");
    }
    app.stop().await;
}

#[tokio::test]
async fn keys_are_shown_as_the_reference_does_or_raw_on_request() {
    let app = TestApp::start().await;
    let start = json!({"type": "llm", "event": "start", "run_id": "cased", "timestamp": 0,
        "input": {"snake_key": {"inner_key": 1}}, "metadata": {"a_b": true}, "params": {"max_tokens": 1}});
    app.visitor(ALICE).ingest(start).await;
    let shown = app.owner(ALICE).get("/v1/runs/cased").await.json();
    assert_eq!(shown["input"], json!({"snakeKey": {"innerKey": 1}, "enrichments": []}));
    assert_eq!((&shown["metadata"], &shown["params"]), (&json!({"aB": true}), &json!({"maxTokens": 1})));
    let raw = app.owner(ALICE).get("/v1/runs/cased?keys=raw").await.json();
    assert_eq!(raw["input"], json!({"snake_key": {"inner_key": 1}, "enrichments": []}));
    assert_eq!((&raw["metadata"], &raw["params"]), (&json!({"a_b": true}), &json!({"max_tokens": 1})));
    assert_eq!(app.owner(ALICE).get("/v1/runs/cased?keys=none").await.status.as_u16(), 422);
    app.stop().await;
}

#[tokio::test]
async fn odd_values_are_shown_as_the_reference_does() {
    let app = TestApp::start().await;
    let events = json!([
        {"type": "llm", "event": "start", "runId": "odd", "name": "models/gpt-4o", "input": {"input": "hi"}, "timestamp": 1000},
        {"type": "llm", "event": "end", "runId": "odd", "output": false, "timestamp": 400,
         "tokensUsage": {"prompt": 9_007_199_254_740_992_u64, "completion": 3}}
    ]);
    app.visitor(ALICE).ingest(events).await;
    let run = app.owner(ALICE).get("/v1/runs/odd").await.json();
    assert_eq!(run["name"], "gpt-4o");
    assert_eq!(run["input"], "hi");
    assert_eq!(run["output"], "false");
    assert_eq!(run["duration"], -600);
    assert_eq!(run["tokens"]["prompt"], 9_007_199_254_740_992_u64);
    assert_eq!(run["tokens"]["total"], Value::Null);
    assert_eq!(run["params"], json!({}));
    assert_eq!(run.get("repaired"), None);
    app.stop().await;
}

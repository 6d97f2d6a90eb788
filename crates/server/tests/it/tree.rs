//! Traces as trees without texts.

use serde_json::json;

use crate::test_app::{ALICE, BOB, TestApp};

#[tokio::test]
async fn a_tree_has_what_a_trace_is_drawn_from_and_no_texts() {
    let app = TestApp::start().await;
    let at = |ms: u32| format!("2025-06-01T11:00:00.{ms:03}Z");
    app.visitor(ALICE)
        .ingest(json!([
            {"type": "agent", "event": "start", "runId": "plan", "name": "planner", "timestamp": at(0), "input": "hush"},
            {"type": "llm", "event": "start", "runId": "call", "name": "gpt-4o", "parentRunId": "plan", "timestamp": at(10)},
            {"type": "llm", "event": "end", "runId": "call", "timestamp": at(110), "output": "hush",
             "tokensUsage": {"prompt": 1000, "completion": 100}},
            {"type": "tool", "event": "start", "runId": "tool", "name": "search", "parentRunId": "plan", "timestamp": at(120)},
            {"type": "tool", "event": "error", "runId": "tool", "timestamp": at(150),
             "error": {"message": "no such index\nat search", "stack": "hush"}},
        ]))
        .await;
    let answer = app.owner(ALICE).get("/v1/runs/plan/tree").await;
    insta::assert_snapshot!("tree", answer.pretty());
    assert!(!answer.text().contains("hush"));
    let below = app.owner(ALICE).get("/v1/runs/call/tree").await.json();
    let plan = &answer.json()["data"][0]["id"];
    assert_eq!(
        (&below["traceId"], &below["data"][0]["startMs"], &below["data"][0]["parentId"]),
        (plan, &json!(0), &json!(null))
    );
    for (client, path) in [(app.owner(BOB), "/v1/runs/plan/tree"), (app.owner(ALICE), "/v1/runs/never/tree")] {
        assert_eq!(client.get(path).await.line(), r#"404 {"error":"Not Found","message":"Run not found"}"#);
    }
    app.stop().await;
}

//! Conversations: messages go in one by one, turns and threads come out.

use serde_json::{Value, json};

use crate::test_app::{ALICE, TestApp};

/// A message of the conversation `talk`, `at` seconds after 1970 began.
fn message(id: &str, role: &str, content: &str, at: u64) -> Value {
    json!({"type": "thread", "event": "chat", "runId": id, "parentRunId": "talk", "timestamp": at * 1000,
           "message": {"role": role, "content": content}})
}

/// The worked example of spec `api-runs.md` 4.
fn example() -> Vec<Value> {
    vec![
        message("a", "user", "Hi", 1),
        message("b", "user", "Still there?", 2),
        message("c", "assistant", "Yes", 3),
        message("d", "tool", "{}", 4),
        message("e", "user", "Thanks", 5),
    ]
}

/// The turns of the conversation as `/related` shows them, each as `in > out`.
async fn turns(app: &TestApp) -> Vec<String> {
    let related = app.owner(ALICE).get("/v1/runs/talk/related").await.json();
    let texts = |side: &Value| {
        let messages = side.as_array().map(Vec::as_slice).unwrap_or_default();
        messages.iter().map(|message| message["content"].as_str().unwrap()).collect::<Vec<_>>().join(", ")
    };
    let turns = related.as_array().unwrap().iter().filter(|run| run["type"] == "chat");
    turns.map(|run| format!("{} > {}", texts(&run["input"]), texts(&run["output"]))).collect()
}

#[tokio::test]
async fn messages_become_turns_in_whatever_order_they_come() {
    let want = ["Hi, Still there? > Yes, {}", "Thanks > "];
    for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3]] {
        let app = TestApp::start().await;
        let events = example();
        for place in order {
            let results = app.visitor(ALICE).ingest(events[place].clone()).await;
            assert_eq!(results[0]["success"], true, "{results}");
        }
        app.visitor(ALICE).ingest(events[order[0]].clone()).await;
        assert_eq!(turns(&app).await, want, "{order:?}");
        app.stop().await;
    }
}

#[tokio::test]
async fn a_thread_has_its_latest_message_and_what_its_turns_add_up_to() {
    let app = TestApp::start().await;
    app.visitor(ALICE).ingest(json!(example())).await;
    let owner = app.owner(ALICE);
    owner.patch("/v1/runs/e/feedback", json!({"thumb": "up", "comment": "quick"})).await;
    let list = owner.get("/v1/runs?type=thread").await.json();
    insta::assert_snapshot!("thread_row", serde_json::to_string_pretty(&list["data"][0]).unwrap());
    let thread = owner.get("/v1/runs/talk").await.json();
    for absent in ["feedbacks", "firstMessage", "messagesCount"] {
        assert_eq!(thread.get(absent), None, "{absent}");
    }
    assert_eq!(thread["input"], json!({"role": "user", "content": "Thanks", "enrichments": []}));
    assert_eq!((&thread["status"], &thread["output"]), (&Value::Null, &Value::Null));
    let turn = owner.get("/v1/runs/e").await;
    insta::assert_snapshot!("chat_turn", turn.pretty());
    let rows = owner.get("/v1/runs?type=chat&parentRunId=talk").await.json();
    let ids: Vec<&Value> = rows["data"].as_array().unwrap().iter().map(|row| &row["input"][0]["content"]).collect();
    assert_eq!(ids, ["Thanks", "Hi"]);
    let other = owner.get("/v1/runs?type=llm,chat").await.json();
    assert!(other["data"].as_array().unwrap().iter().all(|row| row.get("messagesCount").is_none()));
    app.stop().await;
}

#[tokio::test]
async fn every_message_id_gives_its_turn_on_every_route() {
    let app = TestApp::start().await;
    app.visitor(ALICE).ingest(json!(example())).await;
    let owner = app.owner(ALICE);
    let shown = owner.get("/v1/runs/d").await;
    for id in ["a", "b", "c"] {
        assert_eq!(owner.get(&format!("/v1/runs/{id}")).await.line(), shown.line(), "{id}");
    }
    owner.patch("/v1/runs/a/feedback", json!({"thumb": "down"})).await;
    owner.patch("/v1/runs/b/score", json!({"label": "tone", "value": 1})).await;
    owner.patch("/v1/runs/c/tags", json!({"tags": ["t"]})).await;
    let child = json!([
        {"type": "llm", "event": "start", "runId": "below", "parentRunId": "a", "timestamp": 3500},
        {"event": "feedback", "runId": "b", "timestamp": 6000, "feedback": {"comment": "hm"}}
    ]);
    app.visitor(ALICE).ingest(child).await;
    let turn = owner.get("/v1/runs/d").await.json();
    assert_eq!((&turn["feedback"], &turn["tags"]), (&json!({"thumb": "down", "comment": "hm"}), &json!(["t"])));
    assert_eq!(turn["scores"], json!([{"value": 1, "label": "tone", "comment": null}]));
    let below = owner.get("/v1/runs/below").await.json();
    assert_eq!(below["parentRunId"], turn["id"]);
    assert_eq!(below["parentFeedback"], turn["feedback"]);
    let rows = owner.get("/v1/runs?parentRunId=a").await.json();
    assert_eq!(rows["data"][0]["parentFeedback"], turn["feedback"]);
    let related = owner.get("/v1/runs/c/related").await.json();
    assert_eq!(related.as_array().unwrap().len(), 2);
    app.stop().await;
}

#[tokio::test]
async fn a_retry_makes_a_sibling_of_the_turn_before_it() {
    let app = TestApp::start().await;
    let mut again = message("retry", "assistant", "Better", 3);
    again["message"]["is_retry"] = true.into();
    let events = json!([message("q", "user", "Why?", 1), message("bad", "assistant", "Because", 2), again]);
    app.visitor(ALICE).ingest(events).await;
    assert_eq!(turns(&app).await, ["Why? > Because", "Why? > Better"]);
    let owner = app.owner(ALICE);
    let first = owner.get("/v1/runs/bad").await.json();
    let sibling = owner.get("/v1/runs/retry").await.json();
    assert_eq!((&first["siblingRunId"], &sibling["siblingRunId"]), (&Value::Null, &first["id"]));
    let rows = owner.get("/v1/runs?type=chat").await.json();
    assert_eq!(rows["data"][0]["siblingRunId"], first["id"]);
    assert_eq!(rows["data"][1].get("siblingRunId"), None);
    app.stop().await;
}

#[tokio::test]
async fn a_conversation_keeps_what_later_messages_do_not_say() {
    let app = TestApp::start().await;
    let mut first = message("a", "user", "Hi", 1);
    first["threadTags"] = json!(["support"]);
    first["threadMetadata"] = json!({"channel": "web"});
    first["userId"] = "ana".into();
    first["userProps"] = json!({"name": "Ana"});
    first["message"]["tags"] = json!(["m"]);
    first["message"]["extra"] = json!({"k": 1});
    let second = message("b", "assistant", "Hello", 2);
    let custom = json!({"type": "thread", "event": "custom-event", "runId": "blocked", "parentRunId": "talk",
                        "name": "card_blocked", "metadata": {"card": "blue"}, "timestamp": 3000});
    app.visitor(ALICE).ingest(json!([first, second, custom])).await;
    let owner = app.owner(ALICE);
    let thread = owner.get("/v1/runs/talk").await.json();
    assert_eq!((&thread["tags"], &thread["metadata"]), (&json!(["support"]), &json!({"channel": "web"})));
    assert_eq!((&thread["user"]["externalId"], &thread["user"]["props"]), (&json!("ana"), &json!({"name": "Ana"})));
    let turn = owner.get("/v1/runs/b").await.json();
    assert_eq!((&turn["tags"], &turn["metadata"]), (&json!(["m"]), &json!({"k": 1})));
    let event = owner.get("/v1/runs/blocked").await.json();
    assert_eq!((&event["type"], &event["name"]), (&json!("custom-event"), &json!("card_blocked")));
    assert_eq!((&event["createdAt"], &event["status"]), (&event["endedAt"], &Value::Null));
    assert_eq!((&event["duration"], &event["parentRunId"]), (&json!(0), &thread["id"]));
    let none = json!({"type": "thread", "event": "chat", "runId": "x", "message": {"role": "user", "content": "x"}});
    let results = app.visitor(ALICE).ingest(none).await;
    assert_eq!(results[0], json!({"id": "x", "success": false, "error": "No parent run ID provided"}));
    app.stop().await;
}

#[tokio::test]
async fn a_log_line_is_a_run_of_its_own_that_has_ended() {
    let app = TestApp::start().await;
    let log = json!({"type": "log", "event": "warn", "runId": "line", "message": "careful", "extra": {"n": 1}, "timestamp": 1000});
    app.visitor(ALICE).ingest(log).await;
    let line = app.owner(ALICE).get("/v1/runs/line").await.json();
    assert_eq!((&line["type"], &line["name"], &line["input"]), (&json!("log"), &json!("warn"), &json!("careful")));
    assert_eq!((&line["status"], &line["metadata"]), (&Value::Null, &json!({"n": 1})));
    assert_eq!(line["createdAt"], line["endedAt"]);
    app.stop().await;
}

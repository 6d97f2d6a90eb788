//! Datasets of prompts: what people edit, and what SDKs fetch.

use axum::http::StatusCode;
use model::Role;
use serde_json::{Value, json};

use crate::client::{Answer, Client};
use crate::test_app::{ALICE, BOB, TestApp};

const NOBODYS: &str = "99999999-0000-4000-8000-000000000001";

async fn make(client: &Client<'_>, body: Value) -> Value {
    ok(client.post("/v1/datasets", body.to_string()).await)
}

#[track_caller]
fn ok(answer: Answer) -> Value {
    let Answer { status, body, .. } = answer;
    assert_eq!(status, StatusCode::OK, "{body:?}");
    serde_json::from_slice(&body).unwrap()
}

fn id(value: &Value) -> &str {
    value["id"].as_str().unwrap_or_else(|| panic!("{value}"))
}

#[tokio::test]
async fn an_sdk_gets_each_prompt_with_each_variation_filled() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let prompt = json!([{"role": "user", "content": "Refund for {{order_id}}"}]);
    let made = make(&owner, json!({"slug": "refunds", "format": "chat", "prompt": prompt})).await;
    let first = id(&made["prompts"][0]).to_owned();
    let variation = json!({"promptId": first, "variables": {"order_id": "A1"}, "idealOutput": "Done"});
    ok(owner.post("/v1/datasets/variations", variation.to_string()).await);
    let bare = json!({"datasetId": made["id"], "messages": [{"role": "user", "content": "{{kept}}"}],
                      "withPromptVariation": false});
    ok(owner.post("/v1/datasets/prompts", bare.to_string()).await);
    let item = |text: &str, ideal: Value| json!({"input": [{"role": "user", "content": text}], "idealOutput": ideal});
    let items = [item("Refund for ", json!("")), item("Refund for A1", json!("Done")), item("{{kept}}", Value::Null)];
    let want = json!({
        "id": made["id"], "slug": "refunds", "ownerId": null, "projectId": ALICE.public_key, "items": items, "runs": items,
    });
    for sdk in [app.visitor(ALICE), app.owner(ALICE)] {
        assert_eq!(ok(sdk.get("/v1/datasets/refunds").await), want);
    }
    let unknown = app.visitor(ALICE).get("/v1/datasets/nope").await;
    assert_eq!(unknown.line(), r#"404 {"error":"Not Found","message":"Dataset not found"}"#);
    app.stop().await;
}

#[tokio::test]
async fn little_does_not_become_a_flood_by_its_placeholders() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let made = make(&owner, json!({"slug": "flood", "prompt": "{{a}}".repeat(4_000)})).await;
    let flood = json!({"promptId": id(&made["prompts"][0]), "variables": {"a": "x".repeat(20_000)}});
    ok(owner.post("/v1/datasets/variations", flood.to_string()).await);
    let refused = app.visitor(ALICE).get("/v1/datasets/flood").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{} bytes", refused.body.len());
    assert!(refused.text().contains("larger than 16 MiB"), "{}", refused.text());
    let as_stored = ok(owner.get(&format!("/v1/datasets/{}", id(&made))).await);
    assert_eq!(as_stored["prompts"][0]["variations"].as_array().unwrap().len(), 2);
    app.stop().await;
}

#[tokio::test]
async fn a_dataset_is_made_listed_renamed_and_deleted() {
    let app = TestApp::with_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let me = owner.get("/v1/users/me").await.json()["id"].clone();
    let made = make(&owner, json!({"slug": "empty", "prompt": null})).await;
    assert_eq!((&made["prompts"], &made["format"], &made["ownerId"]), (&json!([]), &json!("text"), &me));
    assert_eq!(ok(app.visitor(ALICE).get("/v1/datasets/empty").await)["items"], json!([]));
    let bare = make(&owner, json!({"slug": "bare", "format": "chat", "withPromptVariation": false})).await;
    assert_eq!(bare["prompts"][0]["variations"], json!([]));
    assert_eq!(bare["prompts"][0]["messages"].as_array().unwrap().len(), 2);
    let listed = ok(owner.get("/v1/datasets").await);
    let slugs: Vec<&Value> = listed.as_array().unwrap().iter().map(|row| &row["slug"]).collect();
    assert_eq!(slugs, ["bare", "empty"]);
    let taken =
        r#"409 {"error":"Conflict","message":"Another dataset of this project has this slug; choose another one"}"#;
    assert_eq!(owner.post("/v1/datasets", r#"{"slug":"bare"}"#).await.line(), taken);
    let path = format!("/v1/datasets/{}", id(&made));
    assert_eq!(owner.patch(&path, json!({"slug": "bare"})).await.line(), taken);
    let renamed = ok(owner.patch(&path, json!({"slug": "full"})).await);
    assert_eq!((&renamed["slug"], renamed.get("prompts")), (&json!("full"), None));
    assert!(renamed["updatedAt"].as_str() >= renamed["createdAt"].as_str());
    assert_eq!(owner.patch(&path, json!({})).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    for gone in [path.as_str(), path.as_str(), "/v1/datasets/no-id"] {
        assert_eq!(owner.delete(gone).await.line(), "200 {}");
    }
    assert_eq!(owner.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(owner.patch(&path, json!({"slug": "x"})).await.status, StatusCode::NOT_FOUND);
    app.stop().await;
}

#[tokio::test]
async fn messages_come_back_as_they_were_sent() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let messages = json!([
        {"role": "system", "content": "a_b {{user_name}}", "name": "s", "extra_key": {"camelKey": 1, "snake_key": [null]}},
        {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AA", "detail": "low"}}]},
        {"role": "assistant", "content": null, "tool_calls": [{"id": "c", "type": "function",
            "function": {"name": "f", "arguments": "{\"user_id\": 1}"}}], "toolCalls": [], "refusal": null},
        {"role": "tool", "tool_call_id": "c", "content": ""},
    ]);
    let made = make(&owner, json!({"slug": "tools", "format": "chat", "prompt": messages})).await;
    let path = format!("/v1/datasets/prompts/{}", id(&made["prompts"][0]));
    assert_eq!(made["prompts"][0]["messages"], messages);
    let turned = Value::Array(messages.as_array().unwrap().iter().rev().cloned().collect());
    assert_eq!(ok(owner.patch(&path, json!({"messages": turned})).await)["messages"], turned);
    assert_eq!(ok(owner.get(&path).await)["messages"].to_string(), turned.to_string(), "keys in their order too");
    let variables = json!({"user_name": "A", "userName": "B", "a__b_": "C"});
    let body = json!({"promptId": id(&made["prompts"][0]), "variables": variables});
    let variation = ok(owner.post("/v1/datasets/variations", body.to_string()).await);
    assert_eq!((&variation["variables"], &variation["idealOutput"]), (&variables, &Value::Null));
    let sdk = ok(app.visitor(ALICE).get("/v1/datasets/tools").await);
    assert_eq!(sdk["items"][1]["input"][3]["content"], "a_b A");
    assert_eq!(sdk["items"][1]["input"][1], turned[1]);
    let wrong = owner.patch(&path, json!({"messages": "text"})).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{wrong:?}");
    app.stop().await;
}

#[tokio::test]
async fn prompts_and_variations_are_changed_and_deleted() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let made = make(&owner, json!({"slug": "s", "prompt": "Say {{w}}"})).await;
    let body = json!({"datasetId": made["id"], "messages": "Second", "idealOutput": "ok"});
    let second = ok(owner.post("/v1/datasets/prompts", body.to_string()).await);
    assert_eq!((second.get("variations"), &second["groundTruth"]), (None, &Value::Null));
    let path = format!("/v1/datasets/prompts/{}", id(&second));
    let variation = ok(owner.get(&path).await)["variations"][0].clone();
    assert_eq!((&variation["idealOutput"], &variation["variables"]), (&json!("ok"), &json!({})));
    let one = format!("/v1/datasets/variations/{}", id(&variation));
    let whole = json!({"id": "x", "variables": {"w": 7}, "idealOutput": null, "promptId": "other"});
    let changed = ok(owner.patch(&one, whole).await);
    assert_eq!((&changed["variables"], &changed["idealOutput"]), (&json!({"w": "7"}), &Value::Null));
    assert_eq!(changed["promptId"], second["id"]);
    assert_eq!(ok(owner.patch(&one, json!({})).await), changed);
    assert_eq!(owner.delete(&one).await.line(), "200 {}");
    assert_eq!(owner.get(&one).await.line(), r#"404 {"error":"Not Found","message":"Variation not found"}"#);
    assert_eq!(owner.delete(&path).await.line(), "200 {}");
    assert_eq!(owner.delete(&path).await.line(), r#"404 {"error":"Not Found","message":"Prompt not found"}"#);
    let unknown = json!({"datasetId": NOBODYS, "messages": "x"});
    assert_eq!(owner.post("/v1/datasets/prompts", unknown.to_string()).await.status, StatusCode::NOT_FOUND);
    let chat = json!({"datasetId": made["id"], "messages": []});
    assert_eq!(owner.post("/v1/datasets/prompts", chat.to_string()).await.status, StatusCode::BAD_REQUEST);
    app.stop().await;
}

#[tokio::test]
async fn runs_become_prompts_in_the_order_of_their_ids() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let ids = ["00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b", NOBODYS];
    let inputs = [json!([{"role": "user", "content": "first", "enrichments": []}]), json!("second {{kept}}")];
    for (run, input) in ids.iter().zip(&inputs) {
        app.visitor(ALICE).ingest(json!([{"type": "llm", "event": "start", "runId": run, "input": input}])).await;
    }
    app.visitor(BOB).ingest(json!([{"type": "llm", "event": "start", "runId": NOBODYS, "input": "hush"}])).await;
    for (format, want) in [
        ("chat", json!([[{"role": "user", "content": "second {{kept}}"}], [{"role": "user", "content": "first"}]])),
        ("text", json!(["second {{kept}}", "first"])),
    ] {
        let made = make(&owner, json!({"slug": format, "format": format, "prompt": null})).await;
        let body = json!({"datasetId": made["id"], "runIds": [ids[1], ids[2], ids[0], ids[1]]});
        let rows = ok(owner.post("/v1/datasets/prompts/attach", body.to_string()).await);
        let messages: Vec<&Value> = rows.as_array().unwrap().iter().map(|row| &row["messages"]).collect();
        assert_eq!(json!(messages), want);
        let full = ok(owner.get(&format!("/v1/datasets/{}", id(&made))).await);
        assert_eq!(full["prompts"][0]["variations"], json!([]));
    }
    let none = json!({"datasetId": NOBODYS, "runIds": []});
    assert_eq!(owner.post("/v1/datasets/prompts/attach", none.to_string()).await.status, StatusCode::NOT_FOUND);
    let bad = json!({"datasetId": NOBODYS, "runIds": ["x"]});
    assert_eq!(
        owner.post("/v1/datasets/prompts/attach", bad.to_string()).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    app.stop().await;
}

#[tokio::test]
async fn every_change_of_a_dataset_is_in_the_audit_log() {
    let app = TestApp::with_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let made = make(&owner, json!({"slug": "s"})).await;
    let dataset = id(&made).to_owned();
    let prompt = format!("/v1/datasets/prompts/{}", id(&made["prompts"][0]));
    ok(owner.post("/v1/datasets/prompts", json!({"datasetId": dataset}).to_string()).await);
    ok(owner.patch(&prompt, json!({"messages": "x"})).await);
    ok(owner.delete(&prompt).await);
    ok(owner.patch(&format!("/v1/datasets/{dataset}"), json!({"slug": "t"})).await);
    ok(owner.delete(&format!("/v1/datasets/{dataset}")).await);
    let rows = owner.get("/v1/audit-logs?limit=100").await.json();
    let told: Vec<&str> = rows
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["resourceType"] == "dataset" && row["resourceId"] == dataset.as_str())
        .map(|row| row["action"].as_str().unwrap())
        .collect();
    assert_eq!(told, ["delete", "rename", "delete_prompt", "update_prompt", "add_prompt", "create"]);
    app.stop().await;
}

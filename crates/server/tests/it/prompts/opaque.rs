//! What somebody put into a prompt comes back as it was: any JSON, any spelling of keys.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};

use crate::client::Client;
use crate::test_app::{ALICE, TestApp};

const CASES: usize = 150;

/// Keys as people and schemas have them: snake and camel case, and those that the reference would mangle.
fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "user_name",
            "userName",
            "additionalProperties",
            "tool_calls",
            "toolCalls",
            "image_url",
            "imageUrl",
            "_id",
            "x_",
            "a__b",
            "max_tokens",
            "maxTokens",
            "",
            "$ref",
            "ключ",
            "a.b-c",
            "role",
            "content",
            "model",
            "null",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z_]{1,8}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{0,12}", "\\PC{0,6}", Just("{{user_name}}\u{0}\n".to_owned())]
}

/// Numbers as somebody may write them: they come back digit by digit.
fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::from),
        prop::sample::select(vec!["1.0", "0.10", "1e400", "-0", "12345678901234567890123", "1E-7"])
            .prop_map(|text| serde_json::from_str(text).unwrap()),
    ]
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf =
        prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from), number(), text().prop_map(Value::from)];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from), object(inner)]
    })
}

fn object(member: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop::collection::vec((key(), member), 0..4)
        .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>()))
}

/// A message: a text, nothing, or parts with pictures; with tool calls in either spelling, and with keys of its own.
pub(crate) fn message() -> impl Strategy<Value = Value> {
    let part = (any_json(), any::<bool>()).prop_map(|(inner, camel)| {
        let name = if camel { "imageUrl" } else { "image_url" };
        json!({"type": "image_url", name: {"url": "data:image/png;base64,AA==", "detail_level": inner}})
    });
    let content = prop_oneof![
        Just(Value::Null),
        text().prop_map(Value::from),
        prop::collection::vec(part, 0..3).prop_map(Value::from)
    ];
    (content, any_json(), any::<Option<bool>>()).prop_map(|(content, inner, calls)| {
        let mut message = json!({"role": "assistant", "content": content, "own_key": inner.clone()});
        if let Some(camel) = calls {
            let function = json!({"name": "f", "arguments": "{\"user_id\":1}", "strict_mode": inner});
            message[if camel { "toolCalls" } else { "tool_calls" }] = json!([{"id": "a", "function": function}]);
        }
        message
    })
}

/// All spellings that a reader may ask for, of what was saved as this.
async fn check(client: &Client<'_>, version: &str, sent: &Value) {
    let raw = client.get(&format!("/v1/template-versions/{version}?keys=raw")).await.json();
    for member in ["content", "extra", "testValues"] {
        assert_eq!(raw[member].to_string(), sent[member].to_string(), "{member} of {sent}");
    }
    let camel = client.get(&format!("/v1/template-versions/{version}")).await.json();
    let latest = client.get("/v1/template_versions/latest?slug=a").await.json();
    assert_eq!(latest["id"], version);
    for (read, calls, image) in [(&camel, "toolCalls", "imageUrl"), (&latest, "tool_calls", "image_url")] {
        assert_eq!(read["extra"]["tools"].to_string(), sent["extra"]["tools"].to_string());
        for (shown, said) in read["content"].as_array().unwrap().iter().zip(sent["content"].as_array().unwrap()) {
            let original = said.get("toolCalls").or(said.get("tool_calls")).unwrap_or(&Value::Null);
            assert_eq!(shown[calls].to_string(), original.to_string(), "{sent}");
            assert_eq!(shown["own_key"].to_string(), said["own_key"].to_string(), "{sent}");
            let parts = said["content"].as_array().cloned().unwrap_or_default();
            for (part, original) in shown["content"].as_array().cloned().unwrap_or_default().iter().zip(parts) {
                let original = original.get("imageUrl").or(original.get("image_url")).unwrap();
                assert_eq!(part[image].to_string(), original.to_string(), "{sent}");
            }
        }
    }
    assert_eq!(camel["testValues"].to_string(), sent["testValues"].to_string());
}

#[tokio::test]
async fn any_message_schema_and_test_values_come_back_as_they_were_sent() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    owner.post("/v1/templates", json!({"slug": "a", "mode": "openai", "content": []}).to_string()).await;
    let strategy = (prop::collection::vec(message(), 0..4), any_json(), object(any_json()));
    let mut runner = TestRunner::deterministic();
    for _ in 0..CASES {
        let (content, schema, values) = strategy.new_tree(&mut runner).unwrap().current();
        let tools = json!([{"type": "function", "function": {"name": "f", "parameters": schema}}]);
        let sent = json!({"content": content, "extra": {"model": "gpt-4o", "tools": tools}, "testValues": values,
            "isDraft": false});
        let saved = owner.post("/v1/templates/1/versions", sent.to_string()).await;
        assert_eq!(saved.status.as_u16(), 200, "{saved:?} {sent}");
        check(&owner, &saved.json()["id"].to_string(), &sent).await;
    }
    app.stop().await;
}

#[tokio::test]
async fn a_strict_schema_keeps_its_keywords() {
    let app = TestApp::start().await;
    let schema = json!({"type": "object", "additionalProperties": false, "required": ["userId"],
        "properties": {"userId": {"type": "string"}, "user_name": {"anyOf": [{"maxLength": 3}]}}});
    let extra = json!({"model": "gpt-4o", "response_format": {"type": "json_schema", "json_schema": {"schema": schema}},
        "logit_bias": {"50256": -100}, "metadata": {"customerId": 1}});
    let body = json!({"slug": "a", "mode": "openai", "content": [], "extra": extra, "isDraft": false});
    let made = app.owner(ALICE).post("/v1/templates", body.to_string()).await.json();
    assert_eq!(made["versions"][0]["extra"].to_string(), extra.to_string());
    let latest = app.visitor(ALICE).get("/v1/template_versions/latest?slug=a").await.json();
    assert_eq!(latest["extra"].to_string(), extra.to_string());
    app.stop().await;
}

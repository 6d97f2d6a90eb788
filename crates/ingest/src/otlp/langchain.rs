//! LangChain's messages as it serializes them: `{"lc": 1, "type": "constructor", "id": [.., "HumanMessage"], "kwargs": {..}}`.

use serde_json::{Map, Value};

use super::messages;

/// The same tree with OpenAI's messages in the place of LangChain's.
pub(super) fn plain(sent: Value) -> Value {
    match sent {
        Value::Array(elements) => elements.into_iter().map(plain).collect(),
        Value::Object(mut members) => match class(&members) {
            Some(class) => message(&class, members.remove("kwargs").unwrap_or(Value::Null)),
            None => Value::Object(members.into_iter().map(|(key, value)| (key, plain(value))).collect()),
        },
        scalar => scalar,
    }
}

/// The class of a message; `None` for anything else.
fn class(members: &Map<String, Value>) -> Option<String> {
    let is_made = members.contains_key("lc") && members.get("type").is_some_and(|kind| kind == "constructor");
    let class = members.get("id")?.as_array()?.last()?.as_str()?;
    let is_message = class.ends_with("Message") || class.ends_with("MessageChunk");
    (is_made && is_message && members.contains_key("kwargs")).then(|| class.trim_end_matches("Chunk").to_owned())
}

fn message(class: &str, mut said: Value) -> Value {
    let role = match class {
        "HumanMessage" => "user".into(),
        "AIMessage" => "assistant".into(),
        "SystemMessage" => "system".into(),
        "ToolMessage" => "tool".into(),
        "FunctionMessage" => "function".into(),
        _ => messages::take(&mut said, &["role"]).unwrap_or_else(|| "user".into()),
    };
    let mut more = messages::take(&mut said, &["additional_kwargs"]).unwrap_or(Value::Null);
    let calls = calls(&mut said, &mut more);
    let content = messages::take(&mut said, &["content"]).filter(|content| calls.is_none() || *content != "");
    let mut message = Map::new();
    message.insert("role".into(), role);
    message.insert("content".into(), content.unwrap_or(Value::Null));
    let reasoning = messages::take(&mut more, &["reasoning_content"]);
    let [name, call] = ["name", "tool_call_id"].map(|key| messages::take(&mut said, &[key]));
    for (key, value) in [("name", name), ("tool_call_id", call), ("reasoning", reasoning), ("tool_calls", calls)] {
        if let Some(value) = value.filter(|value| !value.is_null()) {
            message.insert(key.into(), value);
        }
    }
    Value::Object(message)
}

/// The calls of tools, as LangChain has them for every provider, else as OpenAI sent them.
fn calls(said: &mut Value, more: &mut Value) -> Option<Value> {
    let call = |mut sent: Value| {
        let [id, name, args] = ["id", "name", "args"].map(|key| messages::take(&mut sent, &[key]));
        messages::tool_call(id, name, args)
    };
    match messages::take(said, &["tool_calls"]) {
        Some(Value::Array(calls)) if !calls.is_empty() => Some(calls.into_iter().map(call).collect()),
        _ => messages::take(more, &["tool_calls"]),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(class: &str, kwargs: &Value, want: &Value) {
        let sent = json!([{"lc": 1, "type": "constructor", "id": ["langchain", "messages", class], "kwargs": kwargs}]);
        assert_eq!(plain(sent), json!([want]), "{class}");
    }

    #[test]
    fn every_class_of_message_has_its_role() {
        check("HumanMessage", &json!({"content": "a"}), &json!({"role": "user", "content": "a"}));
        check("SystemMessage", &json!({"content": "a"}), &json!({"role": "system", "content": "a"}));
        check("AIMessageChunk", &json!({"content": "a"}), &json!({"role": "assistant", "content": "a"}));
        check("ChatMessage", &json!({"content": "a", "role": "judge"}), &json!({"role": "judge", "content": "a"}));
        let answer = json!({"content": "a", "tool_call_id": "1", "status": "success"});
        check("ToolMessage", &answer, &json!({"role": "tool", "content": "a", "tool_call_id": "1"}));
    }

    #[test]
    fn calls_of_tools_are_openais() {
        let call = json!({"id": "1", "type": "function", "function": {"name": "f", "arguments": "{\"a\":1}"}});
        let want = json!({"role": "assistant", "content": null, "tool_calls": [call]});
        let calls = json!([{"id": "1", "name": "f", "args": {"a": 1}, "type": "tool_call"}]);
        check("AIMessage", &json!({"content": "", "tool_calls": calls}), &want);
        let more = json!({"tool_calls": [call]});
        check("AIMessage", &json!({"content": "", "tool_calls": [], "additional_kwargs": more}), &want);
    }

    #[test]
    fn what_is_no_message_stays_as_it_is() {
        let prompt = json!({"lc": 1, "type": "constructor", "id": ["langchain", "PromptTemplate"], "kwargs": {}});
        assert_eq!(plain(json!({"a": [prompt.clone(), 1]})), json!({"a": [prompt, 1]}));
    }
}

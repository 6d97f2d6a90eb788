//! The keys of a prompt that have two spellings (spec `api-prompts.md` 0.4): those of messages and of the parts of their
//! content, which dashboards read in camelCase and model providers in snake_case, and the top of `extra`.
//!
//! Everything else is opaque. Whatever is inside a tool's parameters, a schema, test values or metadata is never looked at:
//! the reference rewrites those too, which breaks structured output and placeholders.

use serde_json::{Map, Value};

/// Keys of a message.
const OF_MESSAGES: [(&str, &str); 3] =
    [("toolCalls", "tool_calls"), ("toolCallId", "tool_call_id"), ("functionCall", "function_call")];
/// Keys of a part of a message's content.
const OF_PARTS: [(&str, &str); 3] = [("imageUrl", "image_url"), ("inputAudio", "input_audio"), ("fileId", "file_id")];

/// How a reader wants those keys spelt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Spelling {
    /// As dashboards read them: `toolCalls`.
    Camel,
    /// As model providers read them: `tool_calls`.
    Snake,
    /// As they were sent.
    Sent,
}

/// The content of a version in this spelling. A text, and whatever is no message, is as it was sent.
#[must_use]
pub fn content(content: Value, spelling: Spelling) -> Value {
    match (content, spelling) {
        (content, Spelling::Sent) => content,
        (Value::Array(messages), _) => {
            Value::Array(messages.into_iter().map(|message| of_message(message, spelling)).collect())
        }
        (other, _) => other,
    }
}

fn of_message(message: Value, spelling: Spelling) -> Value {
    let Value::Object(members) = message else { return message };
    let mut members = spell(members, &OF_MESSAGES, spelling);
    if let Some(Value::Array(parts)) = members.get_mut("content") {
        for part in parts {
            *part = of_part(part.take(), spelling);
        }
    }
    Value::Object(members)
}

fn of_part(part: Value, spelling: Spelling) -> Value {
    let Value::Object(members) = part else { return part };
    let mut members = spell(members, &OF_PARTS, spelling);
    // A file that is named, not sent, is a part whose id is one level below.
    if let Some(file @ Value::Object(_)) = members.get_mut("file")
        && let Value::Object(inner) = file.take()
    {
        *file = Value::Object(spell(inner, &OF_PARTS[2..], spelling));
    }
    Value::Object(members)
}

/// The members with these keys in this spelling, in their order. Where both spellings are there, both stay: one of them would
/// be lost.
fn spell(members: Map<String, Value>, pairs: &[(&str, &str)], spelling: Spelling) -> Map<String, Value> {
    let mut spelt = Map::with_capacity(members.len());
    let is_there: Vec<bool> =
        pairs.iter().map(|(camel, snake)| members.contains_key(*camel) && members.contains_key(*snake)).collect();
    for (key, member) in members {
        let pair = pairs.iter().position(|(camel, snake)| key == *camel || key == *snake);
        let key = match pair.filter(|&at| !is_there[at]) {
            Some(at) if spelling == Spelling::Camel => pairs[at].0.to_owned(),
            Some(at) => pairs[at].1.to_owned(),
            None => key,
        };
        spelt.insert(key, member);
    }
    spelt
}

/// `extra` with its own keys in snake_case, because SDKs pass it on to a model provider; what is below them is as it was sent.
/// A key that is there in snake_case already wins over one that would become it.
#[must_use]
pub fn extra(extra: Value, spelling: Spelling) -> Value {
    let Value::Object(members) = extra else { return extra };
    if spelling == Spelling::Sent {
        return Value::Object(members);
    }
    let mut spelt = Map::with_capacity(members.len());
    let taken: Vec<String> = members.keys().filter(|key| !has_capital(key)).cloned().collect();
    for (key, member) in members {
        let form = if has_capital(&key) { snake_form(&key) } else { key.clone() };
        if form == key || !taken.contains(&form) {
            spelt.insert(form, member);
        }
    }
    Value::Object(spelt)
}

fn has_capital(key: &str) -> bool {
    key.contains(|letter: char| letter.is_ascii_uppercase())
}

/// The reference's "un-camel": `_` before each ASCII capital, then all of it in lower case.
fn snake_form(key: &str) -> String {
    let mut form = String::with_capacity(key.len() + 4);
    for letter in key.chars() {
        if letter.is_ascii_uppercase() {
            form.push('_');
        }
        form.extend(letter.to_lowercase());
    }
    form
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(sent: &Value, camel: &Value, snake: &Value) {
        assert_eq!(content(sent.clone(), Spelling::Camel).to_string(), camel.to_string(), "{sent}");
        assert_eq!(content(sent.clone(), Spelling::Snake).to_string(), snake.to_string(), "{sent}");
        assert_eq!(content(sent.clone(), Spelling::Sent).to_string(), sent.to_string(), "{sent}");
    }

    #[test]
    fn the_keys_of_messages_and_parts_have_two_spellings() {
        let call =
            json!({"id": "a", "function": {"name": "f", "arguments": "{\"user_id\":1}"}, "my_key": {"deepKey": 1}});
        for sent in [
            json!([{"role": "assistant", "content": null, "tool_calls": [call]}]),
            json!([{"role": "assistant", "content": null, "toolCalls": [call]}]),
        ] {
            check(
                &sent,
                &json!([{"role": "assistant", "content": null, "toolCalls": [call]}]),
                &json!([{"role": "assistant", "content": null, "tool_calls": [call]}]),
            );
        }
        check(
            &json!([{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "u", "max_size": 1}},
                {"type": "file", "file": {"file_id": "f", "fileName": "n"}}]}]),
            &json!([{"role": "user", "content": [{"type": "image_url", "imageUrl": {"url": "u", "max_size": 1}},
                {"type": "file", "file": {"fileId": "f", "fileName": "n"}}]}]),
            &json!([{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "u", "max_size": 1}},
                {"type": "file", "file": {"file_id": "f", "fileName": "n"}}]}]),
        );
    }

    #[test]
    fn what_is_no_message_is_as_it_was_sent() {
        for sent in
            [json!("Hello {{user_name}}"), json!(["x"]), json!([{"toolCalls": 1, "tool_calls": 2}]), json!(null)]
        {
            check(&sent, &sent, &sent);
        }
        let odd = json!([{"role": "user", "content": "x", "userData": {"tool_calls": 1}, "name_": 1}]);
        check(&odd, &odd, &odd);
    }

    #[test]
    fn only_the_top_of_extra_is_in_snake_case() {
        let tools =
            json!([{"function": {"parameters": {"additionalProperties": false, "properties": {"userId": {}}}}}]);
        let sent =
            json!({"maxTokens": 5, "tools": tools, "responseFormat": {"jsonSchema": {"userId": 1}}, "userID": 1});
        let want =
            json!({"max_tokens": 5, "tools": tools, "response_format": {"jsonSchema": {"userId": 1}}, "user_i_d": 1});
        assert_eq!(extra(sent.clone(), Spelling::Snake).to_string(), want.to_string());
        assert_eq!(extra(sent.clone(), Spelling::Camel).to_string(), want.to_string());
        assert_eq!(extra(sent.clone(), Spelling::Sent).to_string(), sent.to_string());
        let both = json!({"max_tokens": 1, "maxTokens": 2});
        assert_eq!(extra(both, Spelling::Snake), json!({"max_tokens": 1}));
    }
}

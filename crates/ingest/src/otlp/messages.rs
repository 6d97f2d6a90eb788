//! Messages in the shape of OpenAI's chat API: `{role, content, name?, reasoning?, tool_calls?, tool_call_id?}`. Content is a
//! text, or an array of parts (`text`, `image_url`, `input_audio`, `file`) when it is more than text.
//!
//! It knows the message parts of OpenTelemetry's conventions, which several dialects use; what is peculiar to one dialect
//! stays in that dialect's file.

use serde_json::{Map, Value};

use super::media;

/// Messages of the conventions into OpenAI's: `[{role, parts: [..], finish_reason?}]`, or one of them. A message without
/// `parts` is taken to be in OpenAI's shape already; a part that is a tool's answer becomes a message of its own.
pub(super) fn from_parts(sent: Value) -> Vec<Value> {
    let sent = match sent {
        Value::Array(messages) => messages,
        Value::Null => return Vec::new(),
        one => vec![one],
    };
    sent.into_iter().flat_map(from_message).collect()
}

/// A message whose content is in the parts of Anthropic's API or of OpenAI's newer one, as [`from_parts`] has it; any other
/// message stays as it is.
pub(super) fn from_content(mut sent: Value) -> Vec<Value> {
    let is_known = |part: &Value| PARTS_OF_PROVIDERS.contains(&text(part, "type"));
    let parts = sent.get("content").and_then(Value::as_array);
    if parts.is_none_or(|parts| !parts.iter().any(is_known)) {
        return vec![sent];
    }
    if let Some(members) = sent.as_object_mut() {
        let parts = members.remove("content").unwrap_or_default();
        members.insert("parts".to_owned(), parts);
    }
    from_message(sent)
}

/// The kinds of parts that OpenAI's chat API does not have.
const PARTS_OF_PROVIDERS: &[&str] =
    &["tool_use", "tool_result", "image", "document", "thinking", "input_text", "output_text", "input_image"];

/// The message that system instructions make: a text, or an array of parts.
pub(super) fn system(instructions: Value) -> Option<Value> {
    let mut collected = Collected::default();
    match instructions {
        Value::Array(parts) => parts.into_iter().for_each(|part| collected.add(part)),
        part => collected.add(part),
    }
    let content = collected.content()?;
    Some(said("system", content))
}

/// Messages that came as one text: the text itself, or a conversation as JSON.
pub(super) fn conversation(sent: Value, role: &str) -> Vec<Value> {
    let is_message = |value: &Value| ["role", "parts"].iter().any(|key| value.get(*key).is_some());
    let is_conversation = |value: &Value| match value {
        Value::Array(messages) => !messages.is_empty() && messages.iter().all(is_message),
        other => is_message(other),
    };
    match parsed(&sent).filter(is_conversation) {
        Some(messages) => from_parts(messages),
        None => vec![said(role, sent)],
    }
}

/// Content as it is; parts that came as JSON in a text are parts.
pub(super) fn content(sent: Value) -> Value {
    let are_parts = |value: &Value| match value {
        Value::Array(parts) => !parts.is_empty() && parts.iter().all(|part| part.get("type").is_some()),
        _ => false,
    };
    parsed(&sent).filter(are_parts).unwrap_or(sent)
}

/// The object or array that a text holds; `None` for other texts, and for what is no text a copy.
fn parsed(sent: &Value) -> Option<Value> {
    match sent {
        Value::String(text) => Some(super::attributes::structured(text)).filter(|value| !value.is_string()),
        other => Some(other.clone()),
    }
}

/// What is embedded: of messages that are nothing but text, their texts; anything else as it is.
pub(super) fn texts(input: Value) -> Value {
    let text = |message: &Value| {
        message.get("role").and(message.get("content")).filter(|content| content.is_string()).cloned()
    };
    let texts: Option<Vec<Value>> = input.as_array().map(|list| list.iter().map(text).collect()).unwrap_or_default();
    texts.and_then(one_or_many).unwrap_or(input)
}

/// What came out: one message as it is, several as an array.
pub(super) fn one_or_many(mut messages: Vec<Value>) -> Option<Value> {
    match messages.len() {
        0 => None,
        1 => messages.pop(),
        _ => Some(Value::Array(messages)),
    }
}

/// A message of which only the content is known.
pub(super) fn said(role: &str, content: Value) -> Value {
    object([("role", Some(role.into())), ("content", Some(content))])
}

/// An object of the members that are there; null is there.
pub(super) fn object<const N: usize>(members: [(&str, Option<Value>); N]) -> Value {
    members.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
}

/// A part of a message that is text.
pub(super) fn text_part(text: Value) -> Value {
    object([("type", Some("text".into())), ("text", Some(text))])
}

/// One call in a message's `tool_calls`. Arguments become the JSON text that OpenAI sends.
pub(super) fn tool_call(id: Option<Value>, name: Option<Value>, arguments: Option<Value>) -> Value {
    let arguments = Value::String(arguments.map_or_else(String::new, as_text));
    let function = object([("name", Some(name.unwrap_or(Value::Null))), ("arguments", Some(arguments))]);
    let id = id.filter(|id| !id.is_null());
    object([("id", id), ("type", Some("function".into())), ("function", Some(function))])
}

/// The answer of a tool to one of its calls.
pub(super) fn tool_answer(id: Option<Value>, name: Option<Value>, content: Value) -> Value {
    let [id, name] = [id, name].map(|value| value.filter(|value| !value.is_null()));
    object([("role", Some("tool".into())), ("tool_call_id", id), ("name", name), ("content", Some(content))])
}

/// The definition of a tool, as `params.tools` holds it: `{type, function: {name, description?, parameters?}}`, from any of
/// the flatter shapes in use. A definition in another shape stays as it is.
pub(super) fn tool_definition(mut sent: Value) -> Value {
    let Some(members) = sent.as_object_mut().filter(|members| !members.contains_key("function")) else { return sent };
    let Some(name) = members.remove("name") else { return sent };
    let description = members.remove("description");
    let schemas = ["parameters", "inputSchema", "input_schema", "parameters_json_schema", "json_schema"];
    let parameters = schemas.iter().find_map(|key| members.remove(*key));
    let [description, parameters] = [description, parameters].map(|value| value.filter(|value| !value.is_null()));
    let function = object([("name", Some(name)), ("description", description), ("parameters", parameters)]);
    object([("type", Some("function".into())), ("function", Some(function))])
}

/// The definitions in an array, each as [`tool_definition`] says; a definition may be JSON as text. No tools are `None`.
pub(super) fn tool_definitions(sent: Value) -> Option<Value> {
    let Value::Array(sent) = sent else { return None };
    if sent.is_empty() {
        return None;
    }
    let parsed = sent.into_iter().map(|one| match one {
        Value::String(text) => super::attributes::structured(&text),
        other => other,
    });
    Some(Value::Array(parsed.map(tool_definition).collect()))
}

/// A text as it is, anything else as its JSON.
pub(super) fn as_text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// The member of an object as text.
pub(super) fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Takes the first of these members out of an object.
pub(super) fn take(value: &mut Value, keys: &[&str]) -> Option<Value> {
    let members = value.as_object_mut()?;
    keys.iter().find_map(|key| members.remove(*key))
}

fn from_message(mut sent: Value) -> Vec<Value> {
    if let Value::String(text) = sent {
        return vec![said("user", text.into())];
    }
    let Some(Value::Array(parts)) = take(&mut sent, &["parts"]) else { return vec![sent] };
    let mut collected = Collected::default();
    parts.into_iter().for_each(|part| collected.add(part));
    let answers = std::mem::take(&mut collected.answers);
    let role = take(&mut sent, &["role"]).unwrap_or_else(|| "user".into());
    let own = collected.message(role, take(&mut sent, &["name"]), answers.is_empty());
    answers.into_iter().chain(own).collect()
}

/// Parts that are one text as that text; anything else as it is.
fn plain_text(content: Value) -> Value {
    match content.as_array().map(Vec::as_slice) {
        Some([only]) if text(only, "type") == "text" => only.get("text").cloned().unwrap_or_default(),
        _ => content,
    }
}

/// The parts of one message, by what becomes of them.
#[derive(Default)]
struct Collected {
    content: Vec<Value>,
    reasoning: Vec<String>,
    calls: Vec<Value>,
    answers: Vec<Value>,
}

impl Collected {
    fn add(&mut self, mut part: Value) {
        let mime = text(&part, "mime_type").to_owned() + text(&part, "media_type");
        let modality = text(&part, "modality").to_owned();
        match part.get("type").and_then(Value::as_str).unwrap_or_default() {
            "text" | "input_text" | "output_text" => {
                let content = take(&mut part, &["content", "text"]);
                self.content.extend(content.map(|text| text_part(Value::String(as_text(text)))));
            }
            "reasoning" | "thinking" => {
                self.reasoning.extend(take(&mut part, &["content", "text", "thinking"]).map(as_text));
            }
            "tool_call" | "tool_use" => {
                let [id, name] = ["id", "name"].map(|key| take(&mut part, &[key]));
                self.calls.push(tool_call(id, name, take(&mut part, &["arguments", "input"])));
            }
            "tool_call_response" | "tool_result" => {
                let (id, name) = (take(&mut part, &["id", "tool_use_id"]), take(&mut part, &["name"]));
                let content = take(&mut part, &["response", "result", "content"]).map(plain_text);
                self.answers.push(tool_answer(id, name, Value::String(content.map_or_else(String::new, as_text))));
            }
            "blob" | "binary" => {
                self.content.push(media::part(&mime, &modality, media::Place::Inline(text(&part, "content"))));
            }
            "image" | "document" if part.get("source").is_some() => self.content.push(media::sourced(part)),
            "uri" => self.content.push(media::part(&mime, &modality, media::Place::At(text(&part, "uri")))),
            "file" if part.get("file_id").is_some() => {
                self.content.push(media::part(&mime, &modality, media::Place::Named(text(&part, "file_id"))));
            }
            kind if kind.ends_with("-url") => {
                let modality = kind.trim_end_matches("-url");
                self.content.push(media::part("", modality, media::Place::At(text(&part, "url"))));
            }
            _ => self.content.push(match part {
                text @ Value::String(_) => text_part(text),
                other => other,
            }),
        }
    }

    /// The content: a text when there are only texts, each on lines of its own.
    fn content(&mut self) -> Option<Value> {
        let parts = std::mem::take(&mut self.content);
        let is_text = parts.iter().all(|part| text(part, "type") == "text");
        if parts.is_empty() || !is_text {
            return (!parts.is_empty()).then_some(Value::Array(parts));
        }
        let texts: Vec<&str> = parts.iter().map(|part| text(part, "text")).collect();
        Some(Value::String(texts.join("\n")))
    }

    /// The message itself; `None` when nothing is left of it and it `may_be_empty` not.
    fn message(mut self, role: Value, name: Option<Value>, may_be_empty: bool) -> Option<Value> {
        let content = self.content();
        if content.is_none() && self.calls.is_empty() && self.reasoning.is_empty() && !may_be_empty {
            return None;
        }
        let mut message = Map::new();
        message.insert("role".into(), role);
        message.insert("content".into(), content.unwrap_or(Value::Null));
        if let Some(name) = name.filter(|name| !name.is_null()) {
            message.insert("name".into(), name);
        }
        if !self.reasoning.is_empty() {
            message.insert("reasoning".into(), self.reasoning.join("\n").into());
        }
        if !self.calls.is_empty() {
            message.insert("tool_calls".into(), Value::Array(self.calls));
        }
        Some(Value::Object(message))
    }
}

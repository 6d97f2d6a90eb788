//! The bodies of requests about datasets, read piece by piece so that a refusal says what is wrong. Pure functions.

use model::{DatasetFormat, RawJson};
use serde_json::{Map, Value, json};
use store::meta::{NewDataset, NewPrompt, NewVariation, VariationEdit};
use uuid::Uuid;

use super::path::uuid_member;
use crate::error::ApiError;
use crate::schema::{self, enum_of, expected, expected_one_of, flag, refuse};

/// The most characters of a slug.
const MAX_SLUG: usize = 255;
/// Words that stand in paths where a slug does, so that nobody could ask for a dataset that is called so.
const PATH_WORDS: [&str; 2] = ["prompts", "variations"];
/// How many runs may become prompts in one request.
const MAX_RUNS: usize = 500;

/// A prompt for a dataset, whose format is yet to be looked up.
pub(super) struct WantedPrompt {
    /// `None` for what is no id.
    pub(super) dataset: Option<Uuid>,
    messages: Option<Value>,
    ideal_output: String,
    with_variation: bool,
}

/// `{"slug": string, "format"?: "text" | "chat", "prompt"?: string | message[] | null, "withPromptVariation"?: boolean}`
pub(super) fn new_dataset(body: Value) -> Result<NewDataset, ApiError> {
    let mut members = schema::object(body)?;
    let slug = slug_of(&members);
    let format = members.get("format").map_or(Ok("text"), |word| enum_of(&["text", "chat"], Some(word), "format"));
    let format = format.map(DatasetFormat::from_word);
    let prompt = match (&format, members.remove("prompt")) {
        (_, Some(Value::Null)) | (Err(_), _) => Ok(None),
        (Ok(format), None) => Ok(Some(sample(*format))),
        (Ok(format), Some(prompt)) => check_prompt(*format, &prompt, "prompt").map(|()| Some(prompt)),
    };
    let with_variation = flag(&members, "withPromptVariation", true);
    match (slug, format, prompt, with_variation) {
        (Ok(slug), Ok(format), Ok(prompt), Ok(with_variation)) => {
            let prompt = prompt.map(|prompt| new_prompt(&prompt, with_variation.then(String::new)));
            Ok(NewDataset { slug, format, prompt })
        }
        (slug, format, prompt, with) => refuse([slug.err(), format.err(), prompt.err(), with.err()]),
    }
}

/// `{"slug": string}`
pub(super) fn slug(body: Value) -> Result<String, ApiError> {
    slug_of(&schema::object(body)?).map_err(ApiError::Invalid)
}

/// `{"datasetId": uuid, "messages"?: string | message[] | null, "idealOutput"?: string, "withPromptVariation"?: boolean}`
pub(super) fn wanted_prompt(body: Value) -> Result<WantedPrompt, ApiError> {
    let mut members = schema::object(body)?;
    let dataset = id_of(&members, "datasetId");
    let ideal_output = match members.remove("idealOutput") {
        None => Ok(String::new()),
        Some(Value::String(text)) => Ok(text),
        other => Err(expected("string", other.as_ref(), "idealOutput")),
    };
    let with_variation = flag(&members, "withPromptVariation", true);
    let messages = members.remove("messages").filter(|messages| !messages.is_null());
    match (dataset, ideal_output, with_variation) {
        (Ok(dataset), Ok(ideal_output), Ok(with_variation)) => {
            Ok(WantedPrompt { dataset, messages, ideal_output, with_variation })
        }
        (dataset, ideal, with) => refuse([dataset.err(), ideal.err(), with.err()]),
    }
}

impl WantedPrompt {
    /// The prompt, if a dataset of this format takes it.
    pub(super) fn of_format(self, format: DatasetFormat) -> Result<NewPrompt, ApiError> {
        let messages = self.messages.unwrap_or_else(|| sample(format));
        fits(format, &messages)?;
        Ok(new_prompt(&messages, self.with_variation.then_some(self.ideal_output)))
    }
}

/// `{"messages": string | message[]}`
pub(super) fn messages(body: Value) -> Result<Value, ApiError> {
    match schema::object(body)?.remove("messages") {
        Some(messages @ (Value::String(_) | Value::Array(_))) => Ok(messages),
        other => Err(ApiError::Invalid(expected_one_of(&["string", "array"], other.as_ref(), "messages"))),
    }
}

/// Whether a dataset of this format takes these messages.
pub(super) fn fits(format: DatasetFormat, messages: &Value) -> Result<(), ApiError> {
    match (format, messages) {
        (DatasetFormat::Text, Value::Array(_)) => {
            Err(ApiError::BadRequest("A prompt of a text dataset is a string; this one is a list of messages".into()))
        }
        (DatasetFormat::Chat, Value::String(_)) => {
            Err(ApiError::BadRequest("A prompt of a chat dataset is a list of messages; this one is a string".into()))
        }
        _ => check_prompt(format, messages, "messages").map_err(ApiError::Invalid),
    }
}

/// `{"datasetId": uuid, "runIds": uuid[]}`
pub(super) fn attached_runs(body: Value) -> Result<(Uuid, Vec<Uuid>), ApiError> {
    let members = schema::object(body)?;
    let dataset = uuid_member(&members, "datasetId");
    let runs = match members.get("runIds") {
        Some(Value::Array(ids)) if ids.len() > MAX_RUNS => {
            Err(format!("Array must contain at most {MAX_RUNS} element(s) at \"runIds\""))
        }
        Some(Value::Array(ids)) => ids.iter().enumerate().map(run_id).collect(),
        other => Err(expected("array", other, "runIds")),
    };
    match (dataset, runs) {
        (Ok(dataset), Ok(runs)) => Ok((dataset, runs)),
        (dataset, runs) => refuse([dataset.err(), runs.err()]),
    }
}

/// `{"promptId": string, "variables"?: object, "idealOutput"?: string | null}`; an id that is none names nothing.
pub(super) fn new_variation(body: Value) -> Result<(Option<Uuid>, NewVariation), ApiError> {
    let members = schema::object(body)?;
    match (id_of(&members, "promptId"), variables_of(&members), ideal_output_of(&members)) {
        (Ok(prompt), Ok(variables), Ok(ideal_output)) => {
            let variables = variables.unwrap_or_else(|| raw(&json!({})));
            Ok((prompt, NewVariation { variables, ideal_output: ideal_output.flatten() }))
        }
        (prompt, variables, ideal) => refuse([prompt.err(), variables.err(), ideal.err()]),
    }
}

/// `{"variables"?: object, "idealOutput"?: string | null}`
pub(super) fn variation_edit(body: Value) -> Result<VariationEdit, ApiError> {
    let members = schema::object(body)?;
    match (variables_of(&members), ideal_output_of(&members)) {
        (Ok(variables), Ok(ideal_output)) => Ok(VariationEdit { variables, ideal_output }),
        (variables, ideal) => refuse([variables.err(), ideal.err()]),
    }
}

/// Without values for its placeholders, or without a variation where there is no ideal output.
fn new_prompt(messages: &Value, ideal_output: Option<String>) -> NewPrompt {
    let variation = ideal_output.map(|text| NewVariation { variables: raw(&json!({})), ideal_output: Some(text) });
    NewPrompt { messages: raw(messages), variation }
}

fn sample(format: DatasetFormat) -> Value {
    match format {
        DatasetFormat::Text => json!("What is the result of 1 + 1?"),
        DatasetFormat::Chat => json!([
            {"role": "system", "content": "You are a helpful assistant."},
            {"role": "user", "content": "Hello! I need help with something."},
        ]),
    }
}

fn slug_of(members: &Map<String, Value>) -> Result<String, String> {
    let Some(Value::String(slug)) = members.get("slug") else {
        return Err(expected("string", members.get("slug"), "slug"));
    };
    let count = slug.chars().count();
    if slug.trim().is_empty() {
        return Err("String must contain at least 1 character(s) at \"slug\"".into());
    }
    if count > MAX_SLUG {
        return Err(format!("String must contain at most {MAX_SLUG} character(s) at \"slug\""));
    }
    if slug.contains(char::is_control) || PATH_WORDS.contains(&slug.as_str()) {
        return Err("A dataset that is called so could not be asked for; choose another text at \"slug\"".into());
    }
    Ok(slug.clone())
}

/// A prompt as it has to be: a text, or messages each of which has a role, and a content that is a text, null, absent or a
/// list of parts. Whatever else is in them stays.
fn check_prompt(format: DatasetFormat, prompt: &Value, path: &str) -> Result<(), String> {
    match (format, prompt) {
        (DatasetFormat::Text, Value::String(_)) => Ok(()),
        (DatasetFormat::Text, other) => Err(expected("string", Some(other), path)),
        (DatasetFormat::Chat, Value::Array(messages)) => {
            let checks = messages.iter().enumerate();
            let issues: Vec<String> =
                checks.filter_map(|(at, message)| issue_of(message, &format!("{path}[{at}]"))).collect();
            if issues.is_empty() { Ok(()) } else { Err(issues.join("; ")) }
        }
        (DatasetFormat::Chat, other) => Err(expected("array", Some(other), path)),
    }
}

fn issue_of(message: &Value, path: &str) -> Option<String> {
    let Value::Object(members) = message else { return Some(expected("object", Some(message), path)) };
    if !matches!(members.get("role"), Some(Value::String(_))) {
        return Some(expected("string", members.get("role"), &format!("{path}.role")));
    }
    match members.get("content") {
        None | Some(Value::Null | Value::String(_) | Value::Array(_)) => None,
        other => Some(expected_one_of(&["string", "array", "null"], other, &format!("{path}.content"))),
    }
}

/// The id in a member that may be any text; `None` for what is no UUID, and so names nothing.
fn id_of(members: &Map<String, Value>, name: &str) -> Result<Option<Uuid>, String> {
    match members.get(name) {
        Some(Value::String(text)) => Ok(model::ids::parse_hyphenated(text)),
        other => Err(expected("string", other, name)),
    }
}

fn run_id((at, id): (usize, &Value)) -> Result<Uuid, String> {
    let path = format!("runIds[{at}]");
    match id {
        Value::String(text) => model::ids::parse_hyphenated(text).ok_or_else(|| format!("Invalid uuid at \"{path}\"")),
        other => Err(expected("string", Some(other), &path)),
    }
}

/// Values as texts: null is none, numbers and booleans are what they look like, everything else is JSON.
fn variables_of(members: &Map<String, Value>) -> Result<Option<RawJson>, String> {
    let variables = match members.get("variables") {
        None => return Ok(None),
        Some(Value::Object(variables)) => variables,
        other => return Err(expected("object", other, "variables")),
    };
    let texts = variables.iter().map(|(name, value)| {
        let text = match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        (name.clone(), Value::String(text))
    });
    Ok(Some(raw(&Value::Object(texts.collect()))))
}

fn ideal_output_of(members: &Map<String, Value>) -> Result<Option<Option<String>>, String> {
    match members.get("idealOutput") {
        None => Ok(None),
        Some(Value::Null) => Ok(Some(None)),
        Some(Value::String(text)) => Ok(Some(Some(text.clone()))),
        other => Err(expected("string", other, "idealOutput")),
    }
}

pub(super) fn raw(value: &Value) -> RawJson {
    RawJson::from(value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check<T>(got: Result<T, ApiError>, show: impl Fn(T) -> String, want: &str) {
        let told = match got {
            Ok(read) => show(read),
            Err(error) => error.to_string().replace("Validation error: ", ""),
        };
        assert_eq!(told, want);
    }

    fn shown(new: NewDataset) -> String {
        let prompt = new.prompt.map_or("none".to_owned(), |prompt| {
            let variation = prompt.variation.map(|new| format!("{} {:?}", new.variables.text(), new.ideal_output));
            format!("{} {variation:?}", prompt.messages.text())
        });
        format!("{} {} {prompt}", new.slug, new.format.word())
    }

    #[test]
    fn a_dataset_has_a_slug_a_format_and_maybe_a_prompt() {
        let read = |body| new_dataset(body);
        check(read(json!({"slug": "s", "prompt": null})), shown, "s text none");
        check(read(json!({"slug": "s", "prompt": "{{a}}"})), shown, "s text \"{{a}}\" Some(\"{} Some(\\\"\\\")\")");
        check(read(json!({"slug": "s", "prompt": "x", "withPromptVariation": false})), shown, "s text \"x\" None");
        check(
            read(json!({"slug": "s", "format": "chat", "prompt": [{"role": "a", "content": null, "tool_calls": [1]}]})),
            shown,
            "s chat [{\"role\":\"a\",\"content\":null,\"tool_calls\":[1]}] Some(\"{} Some(\\\"\\\")\")",
        );
        check(read(json!({})), shown, "Required at \"slug\"");
        check(
            read(json!({"slug": 1, "format": "x", "withPromptVariation": 1})),
            shown,
            "Expected string, received number at \"slug\"; Invalid enum value. Expected 'text' | 'chat', received 'x' at \
             \"format\"; Expected boolean, received number at \"withPromptVariation\"",
        );
        check(read(json!({"slug": "s", "prompt": []})), shown, "Expected string, received array at \"prompt\"");
        check(
            read(json!({"slug": "s", "format": "chat", "prompt": [{"content": "x"}, 1, {"role": "a", "content": 1}]})),
            shown,
            "Required at \"prompt[0].role\"; Expected object, received number at \"prompt[1]\"; Expected string, received \
             number at \"prompt[2].content\", or Expected array, received number at \"prompt[2].content\", or Expected null, \
             received number at \"prompt[2].content\"",
        );
        for slug in ["prompts", "a\nb"] {
            let want = "A dataset that is called so could not be asked for; choose another text at \"slug\"";
            check(read(json!({"slug": slug})), shown, want);
        }
    }

    #[test]
    fn variables_become_texts_and_their_names_stay() {
        let read = |body| new_variation(body).map(|(_, new)| new);
        let show = |new: NewVariation| format!("{} {:?}", new.variables.text(), new.ideal_output);
        check(
            read(
                json!({"promptId": "p", "variables": {"user_name": "A", "n": 1.50, "b": false, "z": null, "o": {"x_y": 1}}}),
            ),
            show,
            r#"{"user_name":"A","n":"1.5","b":"false","z":"","o":"{\"x_y\":1}"} None"#,
        );
        check(read(json!({"promptId": "p", "idealOutput": ""})), show, "{} Some(\"\")");
        check(
            read(json!({"variables": 1, "idealOutput": 2})),
            show,
            "Required at \"promptId\"; Expected object, received number at \"variables\"; Expected string, received number \
             at \"idealOutput\"",
        );
    }

    #[test]
    fn a_prompt_has_to_fit_its_dataset() {
        let read = |format, body| wanted_prompt(body).and_then(|wanted| wanted.of_format(format));
        let id = "99999999-0000-4000-8000-000000000001";
        let show = |new: NewPrompt| new.messages.text().to_owned();
        check(read(DatasetFormat::Text, json!({"datasetId": id, "messages": "x"})), show, "\"x\"");
        check(
            read(DatasetFormat::Text, json!({"datasetId": id, "messages": null})),
            show,
            "\"What is the result of 1 + 1?\"",
        );
        let text = "A prompt of a text dataset is a string; this one is a list of messages";
        check(read(DatasetFormat::Text, json!({"datasetId": id, "messages": []})), show, text);
        let chat = "A prompt of a chat dataset is a list of messages; this one is a string";
        check(read(DatasetFormat::Chat, json!({"datasetId": id, "messages": "x"})), show, chat);
        check(
            read(DatasetFormat::Chat, json!({"datasetId": 1})),
            show,
            "Expected string, received number at \"datasetId\"",
        );
    }
}

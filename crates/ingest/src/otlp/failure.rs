//! Whether a span failed, and why.

use serde_json::{Map, Value};

use super::view::View;

/// The code of a status that says "error".
const ERROR: i32 = 2;

/// Why the span failed, as `{message, stack?, code?}`; `None` when it did not. It failed when its status says so or when it
/// recorded an exception.
pub(super) fn read(view: &View<'_>) -> Option<Value> {
    let status = view.span.status.as_ref().filter(|status| status.code == ERROR);
    let exception = view.event("exception");
    if status.is_none() && exception.is_none() {
        return None;
    }
    let of_exception = |key: &str| exception.and_then(|event| event.attributes.text(key)).map(String::from);
    let of_span = |key: &str| view.attributes.text(key).map(String::from);
    let told = status.map(|status| status.message.clone()).filter(|message| !message.is_empty());
    let code = of_span("error.type").or_else(|| of_exception("exception.type"));
    let message = told
        .or_else(|| of_exception("exception.message"))
        .or_else(|| of_span("error.message"))
        .or_else(|| code.clone())
        .map(without_stack);
    let stack = of_exception("exception.stacktrace").or_else(|| of_span("error.stack"));
    if let Some(exception) = exception {
        exception.is_used.set(true);
    }
    let mut error = Map::new();
    error.insert("message".into(), message.unwrap_or_else(|| "The span failed and did not say why".to_owned()).into());
    for (name, value) in [("stack", stack), ("code", code)] {
        if let Some(value) = value {
            error.insert(name.into(), value.into());
        }
    }
    Some(Value::Object(error))
}

/// A message without the stack that LangSmith writes behind it, unless there is nothing else.
fn without_stack(message: String) -> String {
    match message.split_once("Traceback (most recent call last)") {
        Some((told, _)) if !told.trim().is_empty() => told.trim_end().to_owned(),
        _ => message,
    }
}

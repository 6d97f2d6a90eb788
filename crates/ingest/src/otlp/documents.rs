//! What a retriever found, in the shape that runs show: `{id, summary, score, ...metadata}`.

use serde_json::{Map, Value};

use super::attributes::structured;
use super::messages;

/// One document out of an object that has its parts under `keys`: id, text, score. Its metadata may be JSON as text.
pub(super) fn document(mut sent: Value, keys: [&str; 3]) -> Value {
    let mut shown = Map::new();
    for (from, to) in keys.into_iter().zip(["id", "summary", "score"]) {
        if let Some(value) = messages::take(&mut sent, &[from]).filter(|value| !value.is_null()) {
            shown.insert(to.into(), value);
        }
    }
    let metadata = match messages::take(&mut sent, &["metadata"]) {
        Some(Value::String(text)) => structured(&text),
        other => other.unwrap_or(Value::Null),
    };
    if let Value::Object(members) = metadata {
        for (key, value) in members {
            shown.entry(key).or_insert(value);
        }
    }
    Value::Object(shown)
}

/// Each element of an array by `document`; anything else stays as it is.
pub(super) fn each(found: Value, document: fn(Value) -> Value) -> Value {
    match found {
        Value::Array(found) => found.into_iter().map(document).collect(),
        other => other,
    }
}

//! Trees that were flattened into attribute names: `llm.input_messages.0.message.role` and its like.

use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use serde_json::{Map, Value};

use super::attributes::Attributes;
use super::value;

/// How many parts of a name are levels of the tree; what is left of a longer name is one key.
const LEVELS: usize = 24;

/// The tree below `prefix`, which ends with a dot; `None` when there is nothing. Keys that are all numbers make an array,
/// in their order, whatever gaps there are. Of a value and a branch in one place the value stays, else what sorts first.
pub(super) fn tree(attributes: &Attributes<'_>, prefix: &str) -> Option<Value> {
    let mut root = Map::new();
    for (path, leaf) in attributes.under(prefix) {
        insert(&mut root, path, leaf);
    }
    (!root.is_empty()).then(|| with_arrays(root, LEVELS))
}

/// The elements of the array below `prefix`; none when it is no array.
pub(super) fn list(attributes: &Attributes<'_>, prefix: &str) -> Vec<Value> {
    match tree(attributes, prefix) {
        Some(Value::Array(elements)) => elements,
        _ => Vec::new(),
    }
}

fn insert(root: &mut Map<String, Value>, path: &str, leaf: &Any) {
    let mut place = root;
    let mut steps = path.splitn(LEVELS, '.').peekable();
    while let Some(step) = steps.next() {
        if steps.peek().is_none() {
            place.entry(step).or_insert_with(|| value::tree(leaf));
            return;
        }
        match place.entry(step).or_insert_with(|| Value::Object(Map::new())) {
            Value::Object(branch) => place = branch,
            _ => return,
        }
    }
}

fn with_arrays(branch: Map<String, Value>, levels: usize) -> Value {
    let is_array = branch.keys().all(|key| key.parse::<u32>().is_ok());
    let grown = branch.into_iter().map(|(key, value)| match value {
        Value::Object(inner) if levels > 0 && !inner.is_empty() => (key, with_arrays(inner, levels - 1)),
        other => (key, other),
    });
    if !is_array {
        return Value::Object(grown.collect());
    }
    let mut elements: Vec<(u32, Value)> = grown.map(|(key, value)| (key.parse().unwrap_or(0), value)).collect();
    elements.sort_by_key(|&(index, _)| index);
    Value::Array(elements.into_iter().map(|(_, value)| value).collect())
}

#[cfg(test)]
mod tests {
    use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};

    use super::*;

    #[track_caller]
    fn check(keys: &[&str], want: &str) {
        let pair = |key: &&str| KeyValue {
            key: (*key).into(),
            value: Some(AnyValue { value: Some(Any::IntValue(1)) }),
            ..KeyValue::default()
        };
        let pairs: Vec<KeyValue> = keys.iter().map(pair).collect();
        let found = tree(&Attributes::new(&pairs, true), "m.").map(|tree| tree.to_string());
        assert_eq!(found.unwrap_or_default(), want, "{keys:?}");
    }

    #[test]
    fn names_become_levels_and_numbers_become_places() {
        check(&["m.0.role", "m.0.calls.1.id", "m.0.calls.0.id"], r#"[{"calls":[{"id":1},{"id":1}],"role":1}]"#);
        check(&["m.10.a", "m.2.b"], r#"[{"b":1},{"a":1}]"#);
        check(&["m.a", "other"], r#"{"a":1}"#);
        check(&["other"], "");
    }

    #[test]
    fn a_value_stays_where_a_branch_would_grow() {
        check(&["m.a", "m.a.b"], r#"{"a":1}"#);
        check(&["m.", "m..x"], r#"{"":1}"#);
    }

    #[test]
    fn a_name_of_many_parts_is_no_deep_tree() {
        let name = format!("m.{}", "a.".repeat(10_000));
        let pairs = [KeyValue {
            key: name,
            value: Some(AnyValue { value: Some(Any::BoolValue(true)) }),
            ..KeyValue::default()
        }];
        let text = tree(&Attributes::new(&pairs, true), "m.").map(|tree| tree.to_string()).unwrap_or_default();
        assert_eq!(text.matches('{').count(), LEVELS);
    }
}

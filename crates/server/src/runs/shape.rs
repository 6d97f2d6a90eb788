//! How free JSON is reshaped before it is shown (spec `api-runs.md` 7.1, 7.2). Pure functions over trees.

use model::casing::shown_keys;
use model::{Nanodollars, RawJson};
use serde_json::{Map, Number, Value};

use super::python;

/// Which keys of free JSON a reader sees.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Keys {
    /// As the reference shows them: `toolCalls` for `tool_calls`.
    #[default]
    Shown,
    /// As they were sent.
    Raw,
}

/// The greatest integer that every JSON reader keeps exact.
const MAX_SAFE: u64 = 1 << 53;

/// The longest text in an abbreviated list, in UTF-16 units.
const ABBREVIATED_UNITS: usize = 100;

/// A value with the keys that the reader asked for; null when there is none.
pub(crate) fn shown(json: Option<&RawJson>, keys: Keys) -> Value {
    let value = json.map_or(Value::Null, RawJson::to_value);
    match keys {
        Keys::Shown => shown_keys(value),
        Keys::Raw => value,
    }
}

/// An output: a boolean is shown as the text that the reference stores.
pub(super) fn shown_output(json: Option<&RawJson>, keys: Keys) -> Value {
    match shown(json, keys) {
        Value::Bool(answer) => Value::String(answer.to_string()),
        other => other,
    }
}

/// The member `key` of an object that has no other; every other value as it is.
pub(super) fn unwrap_only(key: &str, value: Value) -> Value {
    match value {
        Value::Object(mut members) if members.len() == 1 && members.contains_key(key) => {
            members.remove(key).unwrap_or_default()
        }
        other => other,
    }
}

/// Gives each message an empty list of enrichments: the object itself, or the objects of an array.
pub(super) fn with_enrichments(mut value: Value) -> Value {
    let none = || Value::Array(Vec::new());
    match &mut value {
        Value::Object(message) => {
            message.insert("enrichments".into(), none());
        }
        Value::Array(messages) => {
            for message in messages.iter_mut().filter_map(Value::as_object_mut) {
                message.insert("enrichments".into(), none());
            }
        }
        _ => {}
    }
    value
}

/// Parameters: never null, and tools that came as text are read where they are JSON or were printed by Python.
pub(super) fn shown_params(json: Option<&RawJson>, keys: Keys) -> Value {
    let mut params = match shown(json, keys) {
        Value::Null => Value::Object(Map::new()),
        other => other,
    };
    if let Some(tools) = params.get_mut("tools") {
        let parsed =
            tools.as_str().and_then(|text| serde_json::from_str(text).ok().or_else(|| python::parse_repr(text)));
        if let Some(parsed) = parsed {
            *tools = parsed;
        }
    }
    params
}

/// The input of an abbreviated row: the last message of a list, its text cut.
pub(super) fn abbreviate_input(value: Value) -> Value {
    let mut last = match value {
        Value::Array(mut messages) => messages.pop().unwrap_or_default(),
        other => other,
    };
    cut_content(&mut last);
    last
}

/// The output of an abbreviated row: the text of a single message is cut, lists stay.
pub(super) fn abbreviate_output(mut value: Value) -> Value {
    cut_content(&mut value);
    value
}

fn cut_content(message: &mut Value) {
    if let Some(Value::String(text)) = message.as_object_mut().and_then(|message| message.get_mut("content")) {
        let end = cut_at(text, ABBREVIATED_UNITS);
        text.truncate(end);
    }
}

/// Where to cut a text so that at most `units` UTF-16 units are left and no character is split.
fn cut_at(text: &str, units: usize) -> usize {
    let mut left = units;
    for (at, letter) in text.char_indices() {
        match left.checked_sub(letter.len_utf16()) {
            Some(rest) => left = rest,
            None => return at,
        }
    }
    text.len()
}

/// A cost in dollars, exact: nine decimals at most, no trailing zeros.
pub(crate) fn dollars(nano: Nanodollars) -> Number {
    let magnitude = nano.unsigned_abs();
    let sign = if nano < 0 { "-" } else { "" };
    let text = format!("{sign}{}.{:09}", magnitude / 1_000_000_000, magnitude % 1_000_000_000);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    text.parse().unwrap_or_else(|_| Number::from(0))
}

/// An integer, or nothing when JSON readers would not keep it exact.
pub(super) fn safe(number: u64) -> Option<u64> {
    Some(number).filter(|&number| number <= MAX_SAFE)
}

/// [`safe`] for integers with a sign.
pub(crate) fn safe_signed(number: i64) -> Option<i64> {
    Some(number).filter(|number| number.unsigned_abs() <= MAX_SAFE)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check_cut(text: &str, units: usize, want: &str) {
        assert_eq!(&text[..cut_at(text, units)], want, "{text:?}");
    }

    #[test]
    fn a_cut_counts_utf_16_units_and_splits_no_character() {
        check_cut("hello", 5, "hello");
        check_cut("hello", 4, "hell");
        check_cut("h\u{e9}llo", 2, "h\u{e9}");
        check_cut("ab\u{1f600}cd", 3, "ab");
        check_cut("ab\u{1f600}cd", 4, "ab\u{1f600}");
        check_cut("", 3, "");
    }

    #[track_caller]
    fn check_dollars(nano: Nanodollars, want: &str) {
        assert_eq!(serde_json::to_string(&dollars(nano)).unwrap(), want, "{nano}");
    }

    #[test]
    fn a_cost_is_an_exact_decimal() {
        check_dollars(85_000, "0.000085");
        check_dollars(0, "0");
        check_dollars(1, "0.000000001");
        check_dollars(5_500_000_000, "5.5");
        check_dollars(10_000_000_000, "10");
        check_dollars(-300_000_000, "-0.3");
        check_dollars(i64::MAX, "9223372036.854775807");
    }

    #[test]
    fn only_a_lone_member_is_unwrapped() {
        assert_eq!(unwrap_only("input", json!({"input": [1]})), json!([1]));
        assert_eq!(unwrap_only("input", json!({"input": 1, "more": 2})), json!({"input": 1, "more": 2}));
        assert_eq!(unwrap_only("input", json!({"output": 1})), json!({"output": 1}));
        assert_eq!(unwrap_only("input", json!("text")), json!("text"));
    }

    #[test]
    fn every_message_has_enrichments() {
        assert_eq!(with_enrichments(json!({"role": "user"})), json!({"role": "user", "enrichments": []}));
        assert_eq!(with_enrichments(json!([{"a": 1}, "b", 3])), json!([{"a": 1, "enrichments": []}, "b", 3]));
        assert_eq!(with_enrichments(json!("text")), json!("text"));
        assert_eq!(with_enrichments(Value::Null), Value::Null);
    }

    #[test]
    fn parameters_are_an_object_and_tools_are_read_where_they_can_be() {
        let check = |sent: &str, want: Value| {
            assert_eq!(shown_params(Some(&RawJson::from_checked(sent)), Keys::Shown), want, "{sent}");
        };
        assert_eq!(shown_params(None, Keys::Shown), json!({}));
        check(r#"{"max_tokens": 3}"#, json!({"maxTokens": 3}));
        check(r#"{"tools": "[{\"a_b\": 1}]"}"#, json!({"tools": [{"a_b": 1}]}));
        check(r#"{"tools": "[{'a_b': None}]"}"#, json!({"tools": [{"a_b": null}]}));
        check(r#"{"tools": "[<function f>]"}"#, json!({"tools": "[<function f>]"}));
    }

    #[test]
    fn an_abbreviated_row_has_the_last_message_and_a_hundred_units() {
        let long = "x".repeat(200);
        let cut = "x".repeat(100);
        assert_eq!(abbreviate_input(json!([{"content": "a"}, {"content": long}])), json!({"content": cut}));
        assert_eq!(abbreviate_input(json!("plain")), json!("plain"));
        assert_eq!(abbreviate_input(json!([])), Value::Null);
        assert_eq!(abbreviate_output(json!({"content": long, "n": 1})), json!({"content": cut, "n": 1}));
        assert_eq!(abbreviate_output(json!([{"content": long}])), json!([{"content": long}]));
    }
}

//! Keys: how they are compared, and how they are shown (spec `dataplane-common.md` 7.1).
//!
//! The reference rewrites the keys of free JSON twice, once when it stores (rule W) and once when it reads (rule R), and its
//! clients see both at once. Here keys are stored as sent: W only tells which keys are the same, and R after W is what the
//! documented API shows. Values are never looked at.

use std::borrow::Cow;

use serde_json::{Map, Value};

/// Rule W: every `-` or `_` before an ASCII letter goes, and the letter becomes upper case. Two keys with equal forms are one
/// key: `runId`, `run_id` and `run-id` all name the run.
#[must_use]
pub fn stored_form(key: &str) -> Cow<'_, str> {
    let bytes = key.as_bytes();
    let is_seam =
        |at: usize| matches!(bytes[at], b'-' | b'_') && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
    let Some(first) = (0..bytes.len()).find(|&at| is_seam(at)) else {
        return Cow::Borrowed(key);
    };
    let mut form = String::with_capacity(key.len());
    form.push_str(&key[..first]);
    let mut raise = false;
    for (at, letter) in key[first..].char_indices() {
        if is_seam(first + at) {
            raise = true;
        } else if std::mem::take(&mut raise) {
            form.push(letter.to_ascii_uppercase());
        } else {
            form.push(letter);
        }
    }
    Cow::Owned(form)
}

/// The key as the documented API shows it: rule R after rule W. R keeps the first character; after it, an `_` before another
/// character goes, and that character becomes upper case.
///
/// Two kinds of keys are shown as sent, because the rules would only damage them: a key that contains a dot (an attribute
/// name), and the `_` at the end of a key. The empty key is shown as `undefined`, as the reference does.
#[must_use]
pub fn shown_form(key: &str) -> Cow<'_, str> {
    if key.is_empty() {
        return Cow::Borrowed("undefined");
    }
    if key.contains('.') {
        return Cow::Borrowed(key);
    }
    let stored = stored_form(key);
    if !stored.chars().skip(1).any(|letter| letter == '_') {
        return stored;
    }
    let mut letters = stored.chars();
    let mut form = String::with_capacity(stored.len());
    form.extend(letters.next());
    while let Some(letter) = letters.next() {
        match (letter, letters.as_str().is_empty()) {
            ('_', false) => form.extend(letters.next().into_iter().flat_map(char::to_uppercase)),
            _ => form.push(letter),
        }
    }
    Cow::Owned(form)
}

/// Shows every key of every object in `value`, at any depth. Where two keys become one, the later one's value stays, in the
/// place of the earlier one. Descends by recursion: a value from [`crate::RawJson`] is never too deep for it.
#[must_use]
pub fn shown_keys(value: Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.into_iter().map(shown_keys).collect()),
        Value::Object(members) => {
            let mut shown = Map::with_capacity(members.len());
            for (key, member) in members {
                let member = shown_keys(member);
                let form = match shown_form(&key) {
                    Cow::Borrowed(same) if same == key => None,
                    other => Some(other.into_owned()),
                };
                shown.insert(form.unwrap_or(key), member);
            }
            Value::Object(shown)
        }
        scalar => scalar,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(sent: &str, stored: &str, shown: &str) {
        assert_eq!(stored_form(sent), stored, "stored form of {sent:?}");
        assert_eq!(shown_form(sent), shown, "shown form of {sent:?}");
    }

    #[test]
    fn keys_have_the_forms_of_the_spec() {
        check("tool_calls", "toolCalls", "toolCalls");
        check("x-api-key", "xApiKey", "xApiKey");
        check("foo_Bar", "fooBar", "fooBar");
        check("HTTP_code", "HTTPCode", "HTTPCode");
        check("_id", "Id", "Id");
        check("-dash", "Dash", "Dash");
        check("a_1", "a_1", "a1");
        check("snake_case_2_go", "snakeCase_2Go", "snakeCase2Go");
        check("user__name", "user_Name", "userName");
        check("a-_b", "a-B", "a-B");
        check("a__b", "a_B", "aB");
        check("llm_provider-content-type", "llmProviderContentType", "llmProviderContentType");
        check("", "", "undefined");
    }

    #[test]
    fn a_key_with_a_dot_and_an_underscore_at_the_end_are_shown_as_sent() {
        check("gen_ai.request.model", "genAi.request.model", "gen_ai.request.model");
        check("trailing_", "trailing_", "trailing_");
        check("some_key_", "someKey_", "someKey_");
        check("_", "_", "_");
        check("a__", "a__", "a_");
    }

    #[test]
    fn only_ascii_letters_are_raised_when_compared_and_all_letters_when_shown() {
        check("größe_über", "größe_über", "größeÜber");
        check("日本_語", "日本_語", "日本語");
        check("a_-_b", "a_-B", "a-B");
        check("_1_2", "_1_2", "_12");
        check("plain", "plain", "plain");
    }

    #[test]
    fn keys_are_shown_at_every_depth_and_the_later_of_two_wins_in_the_earlier_place() {
        let sent =
            json!({"snake_key": {"inner_key": [{"deep_key": 1}]}, "a_b": "first", "z": 0, "a-b": "second_value"});
        let shown = json!({"snakeKey": {"innerKey": [{"deepKey": 1}]}, "aB": "second_value", "z": 0});
        assert_eq!(shown_keys(sent).to_string(), shown.to_string());
        assert_eq!(shown_keys(json!({"": 1})), json!({"undefined": 1}));
        assert_eq!(shown_keys(json!("a_b")), json!("a_b"));
    }
}

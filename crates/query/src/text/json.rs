//! The texts inside JSON. One pass over the source, because trees of every candidate would cost more than the search.

use std::borrow::Cow;

use serde_json::Value;
use serde_json::value::RawValue;

/// A string or number of a JSON text, with the key of the object that it stands in, through arrays.
struct Leaf<'a> {
    key: Option<&'a str>,
    /// As it is written, quotes included.
    source: &'a str,
}

impl<'a> Leaf<'a> {
    fn is_string(&self) -> bool {
        self.source.starts_with('"')
    }

    fn text(&self) -> Cow<'a, str> {
        if self.is_string() { unquoted(self.source) } else { self.source.into() }
    }
}

/// So many letters, digits and signs of Base64 in a row are no text: pictures, sounds, files. Nobody looks for a part of them,
/// and an index of them would be larger than they are.
const LEAST_DATA_BYTES: usize = 1_000;

/// All strings and numbers of a JSON text, a line break after each but the last. Keys are not among them, and neither is what is
/// no text: a thousand and more letters, digits and signs of Base64 in a row.
#[must_use]
pub fn searched(json: &str) -> String {
    let mut joined = String::with_capacity(json.len());
    leaves(json, |leaf| {
        if !joined.is_empty() {
            joined.push('\n');
        }
        push_without_data(&mut joined, &leaf.text());
    });
    joined
}

fn push_without_data(joined: &mut String, text: &str) {
    if text.len() < LEAST_DATA_BYTES {
        joined.push_str(text);
        return;
    }
    let is_of_data = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=');
    let (mut rest, mut from) = (text, 0);
    while let Some(length) = rest.as_bytes()[from..].iter().position(|byte| !is_of_data(*byte)) {
        if length >= LEAST_DATA_BYTES {
            joined.push_str(&rest[..from]);
            (rest, from) = (&rest[from + length..], 0);
        } else {
            from += length;
        }
        from += rest.as_bytes()[from..].iter().take_while(|byte| !is_of_data(**byte)).count();
    }
    let is_data = rest.len() - from >= LEAST_DATA_BYTES;
    joined.push_str(if is_data { &rest[..from] } else { rest });
}

/// Whether one of the strings that people or models have written into a JSON text is like that. Roles, types and ids are none.
pub(crate) fn strings(json: &str, mut is_wanted: impl FnMut(&str) -> bool) -> bool {
    let mut is_found = false;
    leaves(json, |leaf| {
        let is_technical = matches!(leaf.key, Some("\"role\"" | "\"type\"" | "\"id\""));
        is_found = is_found || leaf.is_string() && !is_technical && is_wanted(&leaf.text());
    });
    is_found
}

/// The text that matters most (spec `api-evaluation.md` 7.1): a string as it is, of messages the content of the last one,
/// of everything else its JSON.
#[must_use]
pub fn last_message(json: &str) -> String {
    let value: Value = serde_json::from_str(json).unwrap_or(Value::Null);
    let message = match &value {
        Value::Array(items) if items.last().is_some_and(Value::is_object) => items.last().unwrap_or(&value),
        other => other,
    };
    match message.get("content").unwrap_or(message) {
        Value::String(text) => text.clone(),
        Value::Array(parts) if parts.iter().any(|part| part.get("text").is_some_and(Value::is_string)) => {
            let texts: Vec<&str> = parts.iter().filter_map(|part| part.get("text")?.as_str()).collect();
            texts.join("\n")
        }
        Value::Null if message.is_object() => String::new(),
        other => other.to_string(),
    }
}

/// Whether all of the text is one JSON value.
pub(crate) fn is_valid_json(text: &str) -> bool {
    serde_json::from_str::<&RawValue>(text).is_ok()
}

/// Whether a JSON object or array is somewhere in the text. Of any there is, an innermost one has no other in it, so it is
/// enough to look for such: then no part of the text is read over and over.
pub(crate) fn contains_json(text: &str) -> bool {
    let mut openers = text.match_indices(['{', '[']);
    openers.any(|(start, _)| {
        innermost_end(&text.as_bytes()[start..]).is_some_and(|end| is_valid_json(&text[start..start + end]))
    })
}

/// Where what opens with the first byte is closed, unless another object or array opens before.
fn innermost_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = string_end(bytes, at),
            b'{' | b'[' => return None,
            b'}' | b']' => return Some(at + 1),
            _ => at += 1,
        }
    }
    None
}

/// Tells every string and number of a valid JSON text in order, keys left out. What is no JSON ends it.
fn leaves<'a>(json: &'a str, mut tell: impl FnMut(Leaf<'a>)) {
    let bytes = json.as_bytes();
    // Of each open object or array, the key under which its members are.
    let mut open: Vec<Option<&str>> = Vec::new();
    let mut key = None;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' => {
                open.push(key);
                at += 1;
            }
            b'}' | b']' => {
                key = open.pop().flatten();
                at += 1;
            }
            b'"' => {
                let end = string_end(bytes, at);
                let source = &json[at..end];
                at = end + spaces(&bytes[end..]);
                if bytes.get(at) == Some(&b':') {
                    key = Some(source);
                } else {
                    tell(Leaf { key, source });
                }
            }
            b'-' | b'0'..=b'9' => {
                let rest = &bytes[at..];
                let length = rest.iter().position(|byte| !is_of_number(*byte)).unwrap_or(rest.len());
                tell(Leaf { key, source: &json[at..at + length] });
                at += length;
            }
            _ => at += 1,
        }
    }
}

fn is_of_number(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E')
}

fn spaces(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// Where the string ends that begins at `start`, its quote included.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn unquoted(source: &str) -> Cow<'_, str> {
    let inner = source.get(1..source.len().saturating_sub(1)).unwrap_or_default();
    if !inner.contains('\\') {
        return inner.into();
    }
    serde_json::from_str::<String>(source).map_or(inner.into(), Cow::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_sees_all_strings_and_numbers_and_no_keys() {
        let check = |json: &str, want: &str| assert_eq!(searched(json), want, "{json}");
        check(r#""Hello""#, "Hello");
        check(r#""say \"hi\"\n\u65e5""#, "say \"hi\"\n日");
        check("12.5", "12.5");
        check("null", "");
        check("[true, false]", "");
        check(r#"{"role":"user","content":"Where is it?"}"#, "user\nWhere is it?");
        check(r#"{ "a" : [ "x", {"b" : -1e5 } ], "c":"" , "d":"y" }"#, "x\n-1e5\n\ny");
        check(r#""a \\""#, "a \\");
        check(r#"["", "b"]"#, "b");
    }

    #[test]
    fn a_search_sees_no_pictures() {
        let check = |text: &str, want: &str| {
            assert_eq!(searched(&Value::from(text).to_string()), want, "{} bytes", text.len());
        };
        let picture = "iVBORw0KGgo+/=".repeat(80);
        check(&picture, "");
        check(&format!("data:image/png;base64,{picture}"), "data:image/png;base64,");
        check(&format!("see é {picture}. {picture} 日本"), "see é .  日本");
        let almost = "x".repeat(999);
        check(&format!("{almost} {almost}x! {almost}"), &format!("{almost} ! {almost}"));
        let japanese = "東京タワー".repeat(1_000);
        check(&japanese, &japanese);
        let words = "words of a text ".repeat(1_000);
        check(&words, &words);
    }

    #[test]
    fn the_text_that_matters_most_is_that_of_the_last_message() {
        let check = |json: &str, want: &str| assert_eq!(last_message(json), want, "{json}");
        check(r#""Hello""#, "Hello");
        check(r#"{"role":"assistant","content":"Yes"}"#, "Yes");
        check(r#"[{"role":"user","content":"Hi"},{"role":"assistant","content":"Yes"}]"#, "Yes");
        check(r#"[{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url"},{"text":"b"}]}]"#, "a\nb");
        check(r#"{"role":"assistant","content":null}"#, "");
        check(r#"{"city":"Paris"}"#, r#"{"city":"Paris"}"#);
        check(r#"["a","b"]"#, r#"["a","b"]"#);
        check("17", "17");
    }

    #[test]
    fn json_is_found_in_the_midst_of_a_text() {
        let check = |text: &str, want: bool| assert_eq!(contains_json(text), want, "{}", &text[..text.len().min(40)]);
        check(r#"Sure: {"city":"Paris"} is it."#, true);
        check(r#"{"a":[1,{"b":"}"}]}"#, true);
        check("a list [1, 2] here", true);
        check(r#"{"never closed": [1, 2"#, false);
        check("{no json} [neither]", false);
        check(r#"["a]"#, false);
        check("plain", false);
        check("{}", true);
        check(&"[".repeat(1_000_000), false);
        check(&r#"[" ["#.repeat(300_000), false);
        check(&r#"["\"#.repeat(300_000), false);
    }

    #[test]
    fn what_people_wrote_is_told_from_roles_and_types() {
        let check = |json: &str, wanted: &str, want: bool| {
            assert_eq!(strings(json, |text| text == wanted), want, "{wanted} in {json}");
        };
        let messages = r#"[{"role":"user","content":"Hi"},{"role":"user","content":[{"type":"text","text":"there"}]}]"#;
        check(messages, "Hi", true);
        check(messages, "there", true);
        check(messages, "user", false);
        check(messages, "text", false);
        check(r#"{"a":{"role":"x"},"b":"y"}"#, "y", true);
        check(r#"{"role":{"a":"x"}}"#, "x", true);
        check(r#""user""#, "user", true);
        check("5", "5", false);
    }
}

//! What the error of a run says, in short.

use serde_json::Value;

use crate::RawJson;

/// How much of an error is shown in short, in characters.
const SHOWN: usize = 200;
/// Members of an error that say what it is, the best one first.
const SAYING: [&str; 4] = ["message", "error", "name", "type"];

/// The first line of what an error says, at most 200 characters; `None` when it says nothing.
#[must_use]
pub fn first_line(error: &RawJson) -> Option<String> {
    let text = saying(&error.to_value(), 0)?;
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    Some(line.chars().take(SHOWN).collect())
}

/// The text of an error: itself, what it names as its message, or all of it.
fn saying(error: &Value, depth: usize) -> Option<String> {
    match error {
        Value::Null => None,
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Object(members) if depth < 3 => {
            let said = SAYING.iter().filter_map(|key| members.get(*key)).find_map(|member| saying(member, depth + 1));
            said.or_else(|| (!members.is_empty()).then(|| error.to_string()))
        }
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(error: &str, want: Option<&str>) {
        assert_eq!(first_line(&RawJson::from(error.to_owned())).as_deref(), want, "{error}");
    }

    #[test]
    fn an_error_says_its_message_in_one_line() {
        check(r#"{"message":"Rate limit reached\nfor gpt-4o","stack":"..."}"#, Some("Rate limit reached"));
        check(r#"{"stack":"..","error":{"message":"no such tool"}}"#, Some("no such tool"));
        check(r#"{"message":"","name":"TimeoutError"}"#, Some("TimeoutError"));
        check(r#""\n  it broke\n""#, Some("it broke"));
        check(r#"{"code":7}"#, Some(r#"{"code":7}"#));
        check("[1]", Some("[1]"));
        check("{}", None);
        check("null", None);
        check(r#""  ""#, None);
        assert_eq!(
            first_line(&RawJson::from(format!("\"{}\"", "é".repeat(300)))).map(|line| line.chars().count()),
            Some(200)
        );
    }
}

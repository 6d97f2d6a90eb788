//! Placeholders in prompts (spec `api-playground.md` 2). Pure functions.
//!
//! A few placeholders and a long value make much of little, so what comes out has a [`Budget`].

use serde_json::{Map, Value};

/// How many bytes may yet come out.
#[derive(Debug)]
pub(super) struct Budget(pub(super) usize);

/// More would come out than may.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Spent;

impl Budget {
    /// Takes `bytes` of it.
    pub(super) fn take(&mut self, bytes: usize) -> Result<(), Spent> {
        self.0 = self.0.checked_sub(bytes).ok_or(Spent)?;
        Ok(())
    }
}

/// Puts values in the place of the placeholders of a prompt: in a text, or in the content of each message, where that is a text
/// or has parts that are.
pub(super) fn compile(prompt: Value, variables: &Map<String, Value>, budget: &mut Budget) -> Result<Value, Spent> {
    match prompt {
        Value::String(text) => fill(&text, variables, budget).map(Value::String),
        Value::Array(messages) => {
            messages.into_iter().map(|message| compile_message(message, variables, budget)).collect()
        }
        other => Ok(other),
    }
}

fn compile_message(mut message: Value, variables: &Map<String, Value>, budget: &mut Budget) -> Result<Value, Spent> {
    match message.get_mut("content") {
        Some(Value::String(text)) => *text = fill(text, variables, budget)?,
        Some(Value::Array(parts)) => {
            for part in parts {
                if let Some(Value::String(text)) = part.get_mut("text") {
                    *text = fill(text, variables, budget)?;
                }
            }
        }
        _ => {}
    }
    Ok(message)
}

/// Replaces each `{{name}}` whose name has no brace; one that nobody gave a value becomes nothing. Values are not looked
/// through again. A name counts as it stands, and without the blanks around it where nothing is called so.
fn fill(text: &str, variables: &Map<String, Value>, budget: &mut Budget) -> Result<String, Spent> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(begin) = rest.find("{{") {
        let inside = &rest[begin + 2..];
        let end = inside.find(['{', '}']).filter(|&end| inside[end..].starts_with("}}"));
        let Some(end) = end else {
            // One brace further on another pair may begin.
            out.push_str(&rest[..=begin]);
            rest = &rest[begin + 1..];
            continue;
        };
        let name = &inside[..end];
        let value = variables.get(name).or_else(|| variables.get(name.trim())).and_then(Value::as_str);
        let value = value.unwrap_or_default();
        budget.take(value.len())?;
        out.push_str(&rest[..begin]);
        out.push_str(value);
        rest = &inside[end + 2..];
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[expect(clippy::needless_pass_by_value, reason = "rows of a table read best as values")]
    #[track_caller]
    fn check(prompt: Value, want: Value) {
        let variables = json!({"city": "Oslo", "user_name": "A", "again": "{{city}}", "html": "<b>&"});
        let got = compile(prompt.clone(), variables.as_object().unwrap(), &mut Budget(1000));
        assert_eq!(got, Ok(want), "{prompt}");
    }

    #[test]
    fn a_placeholder_becomes_its_value_or_nothing() {
        check(json!("{{city}}, {{user_name}}: {{none}}."), json!("Oslo, A: ."));
        check(json!("{{ city }}"), json!("Oslo"));
        check(json!("{{again}}{{html}}"), json!("{{city}}<b>&"));
        check(json!("{city} {{}} {{{city}}} {{city"), json!("{city}  {Oslo} {{city"));
        check(json!("{{a{b}} {{city}}"), json!("{{a{b}} Oslo"));
        check(json!("ä{{city}}ö"), json!("äOsloö"));
    }

    #[test]
    fn no_more_comes_out_than_may() {
        let variables = json!({"a": "x".repeat(20)});
        let variables = variables.as_object().unwrap();
        let budget = &mut Budget(100);
        assert!(compile(json!("{{a}}".repeat(3)), variables, budget).is_ok());
        assert!(compile(json!([{"content": [{"text": "{{a}}{{a}}"}]}]), variables, budget).is_ok());
        assert_eq!(compile(json!("{{a}}"), variables, budget), Err(Spent));
    }

    #[test]
    fn only_the_content_of_messages_is_filled() {
        check(
            json!([{"role": "{{city}}", "content": "{{city}}", "tool_calls": [{"arguments": "{{city}}"}]}]),
            json!([{"role": "{{city}}", "content": "Oslo", "tool_calls": [{"arguments": "{{city}}"}]}]),
        );
        check(
            json!([{"role": "user", "content": [{"type": "text", "text": "{{city}}"}, {"type": "image_url", "image_url": {"url": "{{city}}"}}]}]),
            json!([{"role": "user", "content": [{"type": "text", "text": "Oslo"}, {"type": "image_url", "image_url": {"url": "{{city}}"}}]}]),
        );
        check(
            json!([{"role": "assistant", "content": null}, "{{city}}"]),
            json!([{"role": "assistant", "content": null}, "{{city}}"]),
        );
    }
}

//! What Python prints for plain values (`repr`), read as JSON. LiteLLM sends `params.tools` in this form (spec `api-runs.md`
//! 7.1). Knows literals only: `<function f>` or `Tool(name='x')` are nothing that this can read.

use serde_json::{Map, Value};

/// Deeper values stay text.
const DEEPEST: usize = 100;

/// The value that Python printed as `text`; `None` when it is anything but a literal.
///
/// Dictionaries, lists, tuples, strings, numbers, `True`, `False` and `None`; also what JSON calls these. A key that is a
/// number becomes its text. `nan` and `inf` are none of it.
pub(super) fn parse_repr(text: &str) -> Option<Value> {
    let mut reader = Reader { rest: text };
    let value = reader.value(DEEPEST)?;
    reader.skip_spaces();
    reader.rest.is_empty().then_some(value)
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Takes `letter`, spaces before it aside, if it comes next.
    fn take(&mut self, letter: char) -> bool {
        self.skip_spaces();
        let rest = self.rest.strip_prefix(letter);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        self.skip_spaces();
        let depth_below = depth.checked_sub(1)?;
        match self.rest.chars().next()? {
            '{' => self.dictionary(depth_below),
            '[' => self.sequence(']', depth_below),
            '(' => self.sequence(')', depth_below),
            '\'' | '"' => self.string().map(Value::String),
            _ => self.word(),
        }
    }

    fn dictionary(&mut self, depth: usize) -> Option<Value> {
        let mut members = Map::new();
        self.take('{');
        while !self.take('}') {
            let key = match self.value(depth)? {
                Value::String(key) => key,
                Value::Number(key) => key.to_string(),
                _ => return None,
            };
            if !self.take(':') {
                return None;
            }
            members.insert(key, self.value(depth)?);
            self.separator('}')?;
        }
        Some(Value::Object(members))
    }

    fn sequence(&mut self, end: char, depth: usize) -> Option<Value> {
        let mut elements = Vec::new();
        self.rest = &self.rest[1..];
        while !self.take(end) {
            elements.push(self.value(depth)?);
            self.separator(end)?;
        }
        Some(Value::Array(elements))
    }

    /// A comma, or the end that comes next and is left where it is.
    fn separator(&mut self, end: char) -> Option<()> {
        (self.take(',') || self.rest.starts_with(end)).then_some(())
    }

    fn word(&mut self) -> Option<Value> {
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '-' | '.');
        let end = self.rest.find(|letter| !is_part(letter)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        match word {
            "True" | "true" => Some(Value::Bool(true)),
            "False" | "false" => Some(Value::Bool(false)),
            "None" | "null" => Some(Value::Null),
            number => number.parse().ok().map(Value::Number),
        }
    }

    fn string(&mut self) -> Option<String> {
        let quote = self.rest.chars().next()?;
        let mut letters = self.rest[1..].chars();
        let mut text = String::new();
        loop {
            match letters.next()? {
                letter if letter == quote => break,
                '\\' => text.push(escaped(&mut letters)?),
                letter => text.push(letter),
            }
        }
        self.rest = letters.as_str();
        Some(text)
    }
}

/// The character that follows a backslash stands for; half of a surrogate pair becomes U+FFFD.
fn escaped(letters: &mut std::str::Chars<'_>) -> Option<char> {
    let digits = match letters.next()? {
        'n' => return Some('\n'),
        't' => return Some('\t'),
        'r' => return Some('\r'),
        letter @ ('\\' | '\'' | '"') => return Some(letter),
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => return None,
    };
    let hex = letters.as_str().get(..digits).filter(|hex| hex.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
    *letters = letters.as_str()[digits..].chars();
    let code = u32::from_str_radix(hex, 16).ok()?;
    Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(text: &str, want: impl Into<Option<Value>>) {
        assert_eq!(parse_repr(text), want.into(), "{text}");
    }

    #[test]
    fn what_python_prints_for_plain_values_is_read() {
        check("[{'type': 'function', 'strict': True}]", Some(json!([{"type": "function", "strict": true}])));
        check("{'a': None, 'b': False, 'c': (1, -2.5)}", Some(json!({"a": null, "b": false, "c": [1, -2.5]})));
        check("1e-05", serde_json::from_str("1e-05").ok());
        check("[]", Some(json!([])));
        check("()", Some(json!([])));
        check("{}", Some(json!({})));
        check("(1,)", Some(json!([1])));
        check(" [ 1 , 2 ] ", Some(json!([1, 2])));
        check("{1: 'one'}", Some(json!({"1": "one"})));
        check(r#"["it's", 'say "hi"', 'it\'s']"#, Some(json!(["it's", "say \"hi\"", "it's"])));
        check(r"'a\nb\t\\ \xe9 \u20ac \U0001f600'", Some(json!("a\nb\t\\ \u{e9} \u{20ac} \u{1f600}")));
        check(r"'\ud83d'", Some(json!("\u{fffd}")));
        check("{'größe': '日本'}", Some(json!({"größe": "日本"})));
        check(r#"{"mixed": true, 'with': null}"#, Some(json!({"mixed": true, "with": null})));
    }

    #[test]
    fn what_is_no_literal_stays_text() {
        for text in [
            "",
            "plain words",
            "[1, 2",
            "[1 2]",
            "[,]",
            "{'a'}",
            "{'a': }",
            "{None: 1}",
            "{'a': 1} more",
            "'open",
            r"'\q'",
            r"'\x4'",
            r"'\x+1'",
            "<function f at 0x7f>",
            "[Tool(name='x')]",
            "nan",
            "-",
            "+1",
            "1.",
            ".5",
            "[inf]",
            "01",
            "{'a', 'b'}",
        ] {
            check(text, None);
        }
        check(&"[".repeat(1_000_000), None);
        check(
            &format!("{}{}", "[".repeat(99), "]".repeat(99)),
            serde_json::from_str(&format!("{}{}", "[".repeat(99), "]".repeat(99))).ok(),
        );
    }
}

//! Entries of metadata and of properties, as terms of an index and as values to compare.

use std::fmt::Write;

use model::casing::stored_form;
use model::filter::{Property, Wanted};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Need;

/// The term that stands in an index for a key of metadata, whatever its value. Keys with one stored form have one term.
#[must_use]
pub fn key_term(key: &str) -> String {
    hashed(&[&stored_form(key)])
}

/// The term that stands in an index for a key with this value, which is text of JSON. `None` for objects and arrays.
#[must_use]
pub fn entry_term(key: &str, json: &str) -> Option<String> {
    Some(hashed(&[&stored_form(key), &scalar(json)?.written()]))
}

/// What an index must hold of a run whose metadata have such an entry.
#[must_use]
pub fn needs_of_property(property: &Property) -> Need {
    let key = stored_form(&property.key);
    let term = |text: &str| hashed(&[&key, text]);
    Need::OneOf(match &property.value {
        Wanted::Anything => vec![key_term(&key)],
        Wanted::Null => vec![term("null")],
        Wanted::Bool(value) => vec![term(&value.to_string())],
        Wanted::Number(number) => vec![term(&Scalar::Number(*number).written())],
        Wanted::Text(text) => vec![term(text)],
        Wanted::Written(text) => {
            let as_number = text.parse().ok().map(|number: f64| Scalar::Number(number).written());
            let other = as_number.filter(|number| number != text);
            std::iter::once(term(text)).chain(other.map(|number| term(&number))).collect()
        }
    })
}

/// A JSON value that is neither object nor array.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Scalar {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
}

impl Scalar {
    pub(crate) fn of(value: &Value) -> Option<Scalar> {
        match value {
            Value::Null => Some(Scalar::Null),
            Value::Bool(value) => Some(Scalar::Bool(*value)),
            Value::Number(number) => number.as_f64().map(Scalar::Number),
            Value::String(text) => Some(Scalar::Text(text.clone())),
            Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// Whether this is what a property must be.
    pub(crate) fn is(&self, wanted: &Wanted) -> bool {
        match (wanted, self) {
            (Wanted::Anything, _) | (Wanted::Null, Scalar::Null) => true,
            (Wanted::Bool(wanted), Scalar::Bool(value)) => wanted == value,
            (Wanted::Number(wanted), Scalar::Number(value)) => wanted == value,
            (Wanted::Text(wanted), Scalar::Text(value)) => wanted == value,
            (Wanted::Written(wanted), Scalar::Number(value)) => wanted.parse() == Ok(*value),
            (Wanted::Written(wanted), _) => *wanted == self.written(),
            _ => false,
        }
    }

    /// As text, the same for equal values. Numbers are equal by value, however they are written.
    fn written(&self) -> String {
        match self {
            Scalar::Null => "null".to_owned(),
            Scalar::Bool(value) => value.to_string(),
            Scalar::Number(number) => (number + 0.0).to_string(),
            Scalar::Text(text) => text.clone(),
        }
    }
}

/// Reads a JSON text; `None` for objects and arrays, and for what is no JSON.
pub(crate) fn scalar(json: &str) -> Option<Scalar> {
    Scalar::of(&serde_json::from_str(json).ok()?)
}

/// A term that no text is likely to have: `kv` and 64 bits of a hash. A clash gives a candidate too much, which is verified.
fn hashed(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(8).fold("kv".to_owned(), |mut term, byte| {
        let _ = write!(term, "{byte:02x}");
        term
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_wanted_of_an_entry_is_among_the_terms_of_the_entries_that_match() {
        let values = [
            "null",
            "true",
            "false",
            "0",
            "-0",
            "5",
            "5.0",
            "5e0",
            "1e400",
            "0.1",
            r#""5""#,
            r#""5.0""#,
            r#""null""#,
            r#""pro & co""#,
            r#""""#,
        ];
        let wanted: Vec<Wanted> = ["null", "true", "false", "5", "5.0", "05", "0", "-0", "pro & co", "0.1", "x"]
            .into_iter()
            .map(|text| Wanted::Written(text.to_owned()))
            .chain([
                Wanted::Null,
                Wanted::Bool(true),
                Wanted::Number(5.0),
                Wanted::Number(-0.0),
                Wanted::Text("5".into()),
            ])
            .chain([Wanted::Anything])
            .collect();
        let mut matches = 0;
        for (json, value) in values.iter().flat_map(|json| wanted.iter().map(move |value| (*json, value))) {
            let Some(found) = scalar(json) else { continue };
            if found.is(value) {
                matches += 1;
                let held = [Some(key_term("plan.tier")), entry_term("plan.tier", json)];
                let Need::OneOf(needed) =
                    needs_of_property(&Property { key: "plan.tier".into(), value: value.clone() })
                else {
                    unreachable!("an entry is looked for by whole terms")
                };
                assert!(needed.iter().any(|term| held.contains(&Some(term.clone()))), "{json} {value:?}");
            }
        }
        assert!(matches > 30, "{matches}");
        assert_eq!(entry_term("a", "[1]"), None);
        assert_ne!(entry_term("a", "1"), entry_term("b", "1"));
        assert_eq!(entry_term("user_id", "1"), entry_term("userId", "1"));
    }

    #[test]
    fn a_value_is_wanted_as_it_is_written_or_with_its_type() {
        let check = |json: &str, wanted: Wanted, want: bool| {
            assert_eq!(scalar(json).is_some_and(|value| value.is(&wanted)), want, "{json} {wanted:?}");
        };
        let written = |text: &str| Wanted::Written(text.to_owned());
        check(r#""pro""#, written("pro"), true);
        check(r#""Pro""#, written("pro"), false);
        check("true", written("true"), true);
        check(r#""true""#, written("true"), true);
        check("null", written("null"), true);
        check("12", written("12"), true);
        check("12.0", written("12"), true);
        check("12", written("12a"), false);
        check(r#"["pro"]"#, written("pro"), false);
        check("5", Wanted::Number(5.0), true);
        check(r#""5""#, Wanted::Number(5.0), false);
        check("5", Wanted::Text("5".into()), false);
        check("null", Wanted::Null, true);
        check(r#""null""#, Wanted::Null, false);
        check("false", Wanted::Bool(false), true);
        check(r#""anything""#, Wanted::Anything, true);
    }
}

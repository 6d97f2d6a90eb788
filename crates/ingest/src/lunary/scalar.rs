//! Small JSON values, read leniently: texts, whole numbers, one level of objects and arrays, and what JavaScript takes for
//! false. Everything here expects the text of one value that a parser has accepted.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// 2⁵³, the greatest number up to which JSON's readers agree on whole numbers.
const GREATEST: u64 = 1 << 53;

/// The text of a JSON string; `None` for every other value.
pub(crate) fn text(raw: &str) -> Option<Cow<'_, str>> {
    let inside = raw.strip_prefix('"')?.strip_suffix('"')?;
    if memchr::memchr(b'\\', inside.as_bytes()).is_none() {
        return Some(Cow::Borrowed(inside));
    }
    serde_json::from_str(raw).ok().map(Cow::Owned)
}

/// The text of a string or number, or of a boolean; `None` for null, objects and arrays.
pub(super) fn text_of_scalar(raw: &str) -> Option<Cow<'_, str>> {
    match raw.as_bytes().first()? {
        b'"' => text(raw),
        b'{' | b'[' | b'n' => None,
        _ => Some(Cow::Borrowed(raw)),
    }
}

/// Whether the value is a number.
pub(super) fn is_number(raw: &str) -> bool {
    raw.starts_with(|first: char| first == '-' || first.is_ascii_digit())
}

/// Whether JavaScript takes the value for false.
pub(crate) fn is_falsy(raw: &str) -> bool {
    matches!(raw, "null" | "false" | "\"\"") || is_number(raw) && raw.parse() == Ok(0.0)
}

/// A whole number from 0 to 2⁵³, also when written as `14.0`, `1.4e1` or `"14"`.
pub(super) fn count(raw: &str) -> Option<u64> {
    let text = text_of_scalar(raw)?;
    let text = text.trim();
    let count = match text.parse::<u64>() {
        Ok(count) => count,
        Err(_) => whole(text.parse().ok()?)?,
    };
    (count <= GREATEST).then_some(count)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked first")]
fn whole(number: f64) -> Option<u64> {
    let fits = number.fract() == 0.0 && (0.0..=GREATEST as f64).contains(&number);
    fits.then_some(number as u64)
}

/// Visits the elements of a JSON array, raw, in order; any other value has none. Keeps nothing, however many there are.
pub(crate) fn each_element<'a>(raw: &'a str, visit: impl FnMut(&'a str)) {
    if raw.starts_with('[') {
        let seen = serde_json::Deserializer::from_str(raw).deserialize_seq(Elements(visit));
        debug_assert!(seen.is_ok(), "the value was accepted before");
    }
}

/// Visits the members of a JSON object in the same way.
pub(crate) fn each_member<'a>(raw: &'a str, visit: impl FnMut(&str, &'a str)) {
    if raw.starts_with('{') {
        let seen = serde_json::Deserializer::from_str(raw).deserialize_map(Members(visit));
        debug_assert!(seen.is_ok(), "the value was accepted before");
    }
}

struct Elements<F>(F);

impl<'de, F: FnMut(&'de str)> Visitor<'de> for Elements<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element::<&RawValue>()? {
            (self.0)(item.get());
        }
        Ok(())
    }
}

struct Members<F>(F);

impl<'de, F: FnMut(&str, &'de str)> Visitor<'de> for Members<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        while let Some((Key(key), value)) = members.next_entry::<Key<'de>, &RawValue>()? {
            (self.0)(&key, value.get());
        }
        Ok(())
    }
}

/// A key, borrowed where it has no escapes; serde's own `Cow` always copies.
struct Key<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Key<'de>, D::Error> {
        deserializer.deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Borrowed(key)))
    }

    fn visit_str<E>(self, key: &str) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Owned(key.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_a_whole_number_that_every_reader_of_json_agrees_on() {
        #[track_caller]
        fn check(raw: &str, want: Option<u64>) {
            assert_eq!(count(raw), want, "{raw}");
        }
        check("0", Some(0));
        check("14", Some(14));
        check("14.0", Some(14));
        check("1.4e1", Some(14));
        check("-0", Some(0));
        check("\" 14 \"", Some(14));
        check("9007199254740992", Some(GREATEST));
        check("9007199254740993", None);
        check("1e300", None);
        check("-1", None);
        check("1.5", None);
        check("\"many\"", None);
        check("\"NaN\"", None);
        check("true", None);
        check("null", None);
        check("[1]", None);
    }

    #[test]
    fn javascript_s_idea_of_false_is_kept() {
        for raw in ["null", "false", "0", "-0", "0.0", "0e5", "\"\""] {
            assert!(is_falsy(raw), "{raw}");
        }
        for raw in ["true", "1", "-1", "\"0\"", "[]", "{}", "\" \"", "1e-300"] {
            assert!(!is_falsy(raw), "{raw}");
        }
    }
}

//! The attributes of one span, looked up by name; it remembers which of them were read.
//!
//! Texts stay texts: only [`Attributes::json`] and [`Attributes::structured`] parse them, and only who knows that an
//! attribute is defined as JSON may call these.

use std::borrow::Cow;
use std::cell::Cell;

use opentelemetry_proto::tonic::common::v1::KeyValue;
use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use serde_json::Value;

use super::value;

/// 2⁵³, the greatest count that is believed.
const GREATEST: u64 = 1 << 53;

/// Attributes by name. Of two with the same name the last one counts.
pub(super) struct Attributes<'a> {
    /// Sorted by name.
    entries: Vec<Entry<'a>>,
    /// A bit for each name; most of the many names that are asked for and not there have none of these bits.
    bits: u64,
    /// Whether texts are parsed where JSON is asked for.
    is_read: bool,
    has_odd_count: Cell<bool>,
}

struct Entry<'a> {
    key: &'a str,
    value: &'a Any,
    is_used: Cell<bool>,
}

impl<'a> Attributes<'a> {
    /// Makes a list ready for look-ups. Unless it `is_read`, texts stay texts whoever asks.
    pub(super) fn new(pairs: &'a [KeyValue], is_read: bool) -> Attributes<'a> {
        let entry =
            |pair: &'a KeyValue| Some(Entry { key: &pair.key, value: value::of(pair)?, is_used: Cell::new(false) });
        let mut entries: Vec<Entry<'a>> = pairs.iter().filter_map(entry).collect();
        entries.reverse();
        entries.sort_by_key(|entry| entry.key); // stable: of equal keys the last sent is now the first
        entries.dedup_by_key(|entry| entry.key);
        let bits = entries.iter().fold(0, |bits, entry| bits | bit(entry.key));
        Attributes { entries, bits, is_read, has_odd_count: Cell::new(false) }
    }

    /// Whether there is one of this name; it does not count as read.
    pub(super) fn has(&self, key: &str) -> bool {
        self.place(key).is_some()
    }

    /// Whether there is one whose name begins so; none counts as read.
    pub(super) fn has_under(&self, prefix: &str) -> bool {
        let first = self.entries.partition_point(|entry| entry.key < prefix);
        self.entries.get(first).is_some_and(|entry| entry.key.starts_with(prefix))
    }

    /// The value of this name.
    pub(super) fn get(&self, key: &str) -> Option<&'a Any> {
        let entry = &self.entries[self.place(key)?];
        entry.is_used.set(true);
        Some(entry.value)
    }

    /// The text of this name, with something in it. A number or boolean is its text; other values are none.
    pub(super) fn text(&self, key: &str) -> Option<Cow<'a, str>> {
        let text = match self.get(key)? {
            Any::StringValue(text) => Cow::Borrowed(text.as_str()),
            Any::BoolValue(is_so) => Cow::Owned(is_so.to_string()),
            Any::IntValue(number) => Cow::Owned(number.to_string()),
            Any::DoubleValue(number) => Cow::Owned(number.to_string()),
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    /// The first of these names that has a text.
    pub(super) fn first_text(&self, keys: &[&str]) -> Option<Cow<'a, str>> {
        keys.iter().find_map(|key| self.text(key))
    }

    /// Whether the text of this name is this one.
    pub(super) fn is(&self, key: &str, text: &str) -> bool {
        self.text(key).is_some_and(|found| found == text)
    }

    /// A count of tokens: whole, from 0 to 2⁵³; a text of digits too. Anything else is noted as odd.
    pub(super) fn count(&self, key: &str) -> Option<u64> {
        let found = self.get(key)?;
        let count = match found {
            Any::IntValue(number) => u64::try_from(*number).ok(),
            Any::DoubleValue(number) => whole(*number),
            Any::StringValue(text) => text.trim().parse().ok(),
            _ => None,
        };
        let count = count.filter(|&count| count <= GREATEST);
        if count.is_none() {
            self.has_odd_count.set(true);
        }
        count
    }

    /// Whether a count was asked for that is none.
    pub(super) fn has_odd_count(&self) -> bool {
        self.has_odd_count.get()
    }

    /// The value of this name as it is: a text stays a text.
    pub(super) fn value(&self, key: &str) -> Option<Value> {
        self.get(key).map(value::tree)
    }

    /// The value of an attribute that is defined as JSON. A text that is none stays a text.
    pub(super) fn json(&self, key: &str) -> Option<Value> {
        Some(match self.get(key)? {
            Any::StringValue(text) if self.is_read => {
                serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.clone()))
            }
            other => value::tree(other),
        })
    }

    /// The value of an attribute that holds either plain text or a JSON object or array.
    pub(super) fn structured(&self, key: &str) -> Option<Value> {
        Some(match self.get(key)? {
            Any::StringValue(text) if self.is_read => structured(text),
            other => value::tree(other),
        })
    }

    /// All values whose names begin so, with the rest of the name, sorted by name.
    pub(super) fn under(&self, prefix: &str) -> impl Iterator<Item = (&'a str, &'a Any)> {
        let first = self.entries.partition_point(|entry| entry.key < prefix);
        self.entries[first..].iter().map_while(move |entry| {
            let rest = entry.key.strip_prefix(prefix)?;
            entry.is_used.set(true);
            Some((rest, entry.value))
        })
    }

    /// What nobody has read yet, sorted by name.
    pub(super) fn unread(&self) -> impl Iterator<Item = (&'a str, &'a Any)> {
        self.entries.iter().filter(|entry| !entry.is_used.get()).map(|entry| (entry.key, entry.value))
    }

    fn place(&self, key: &str) -> Option<usize> {
        if self.bits & bit(key) == 0 {
            return None;
        }
        self.entries.binary_search_by(|entry| entry.key.cmp(key)).ok()
    }
}

/// One of 64 bits, from the length of a name and two of its bytes.
fn bit(key: &str) -> u64 {
    let bytes = key.as_bytes();
    let byte = |place: usize| u64::from(bytes.get(place).copied().unwrap_or(0));
    let mixed = (bytes.len() as u64).wrapping_mul(7)
        + byte(bytes.len() / 2).wrapping_mul(31)
        + byte(bytes.len().wrapping_sub(2));
    1 << (mixed % 64)
}

/// The tree of a text that is a JSON object or array; any other text stays as it is.
pub(super) fn structured(text: &str) -> Value {
    let parsed = if text.trim_start().starts_with(['{', '[']) { serde_json::from_str(text).ok() } else { None };
    parsed.unwrap_or_else(|| Value::String(text.to_owned()))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked first")]
fn whole(number: f64) -> Option<u64> {
    (number.fract() == 0.0 && (0.0..=GREATEST as f64).contains(&number)).then_some(number as u64)
}

#[cfg(test)]
mod tests {
    use opentelemetry_proto::tonic::common::v1::AnyValue;

    use super::*;

    fn pair(key: &str, value: Any) -> KeyValue {
        KeyValue { key: key.into(), value: Some(AnyValue { value: Some(value) }), ..KeyValue::default() }
    }

    fn text(key: &str, value: &str) -> KeyValue {
        pair(key, Any::StringValue(value.into()))
    }

    #[test]
    fn the_last_of_two_with_one_name_counts() {
        let pairs = [text("b", "1"), text("a", "2"), text("b", "3")];
        let attributes = Attributes::new(&pairs, true);
        assert_eq!(attributes.text("b").as_deref(), Some("3"));
        let unread: Vec<&str> = attributes.unread().map(|(key, _)| key).collect();
        assert_eq!(unread, ["a"]);
    }

    #[test]
    fn a_prefix_finds_what_begins_so() {
        let pairs = [text("a.c", "2"), text("a.b", "1"), text("a", "0"), text("ab", "3")];
        let attributes = Attributes::new(&pairs, true);
        let found: Vec<&str> = attributes.under("a.").map(|(rest, _)| rest).collect();
        assert_eq!(found, ["b", "c"]);
        assert!(attributes.has_under("ab"));
        assert!(!attributes.has_under("b"));
    }

    #[test]
    fn texts_are_parsed_only_where_json_is_asked_for() {
        let pairs = [text("n", "123"), text("o", "{\"a\":1}"), text("t", "[1")];
        let attributes = Attributes::new(&pairs, true);
        assert_eq!(attributes.value("n"), Some("123".into()));
        assert_eq!(attributes.json("n"), Some(123.into()));
        assert_eq!(attributes.structured("n"), Some("123".into()));
        assert_eq!(attributes.structured("o"), Some(serde_json::json!({"a": 1})));
        assert_eq!(attributes.json("t"), Some("[1".into()));
    }

    #[test]
    fn texts_of_what_is_not_read_are_parsed_nowhere() {
        let pairs = [text("o", "{\"a\":1}")];
        let attributes = Attributes::new(&pairs, false);
        let want = Some(Value::from("{\"a\":1}"));
        assert_eq!(
            [attributes.json("o"), attributes.structured("o"), attributes.value("o")],
            [want.clone(), want.clone(), want]
        );
    }

    #[test]
    fn counts_are_whole_and_other_numbers_are_odd() {
        let pairs = [
            pair("i", Any::IntValue(3)),
            pair("d", Any::DoubleValue(4.0)),
            text("t", "5"),
            pair("negative", Any::IntValue(-1)),
            pair("nan", Any::DoubleValue(f64::NAN)),
        ];
        let attributes = Attributes::new(&pairs, true);
        assert_eq!(["i", "d", "t"].map(|key| attributes.count(key)), [Some(3), Some(4), Some(5)]);
        assert!(!attributes.has_odd_count());
        assert_eq!(["negative", "nan"].map(|key| attributes.count(key)), [None, None]);
        assert!(attributes.has_odd_count());
    }
}

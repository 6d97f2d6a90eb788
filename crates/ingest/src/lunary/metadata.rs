//! Metadata: which of it is kept (spec `api-runs.md` 2.2), and which of two spellings of a key.
//!
//! One level of an object: strings, numbers, booleans and arrays of those, and whatever stands under `enrichment`. An array
//! becomes an object of its indices, a text an object of its characters. Everything else is dropped, as the reference does;
//! but of feedback, of a message and of a log line every value is kept.

use std::collections::HashMap;

use model::{MetadataEntry, RawJson, casing};

use super::scalar;
use crate::{Limits, bounds};

/// Which values are kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Keep {
    /// Those that the reference keeps of an event's metadata.
    Scalars,
    /// All, null too.
    All,
}

/// What is kept of an event's metadata, in the order sent.
pub(super) struct Metadata<'a> {
    limits: &'a Limits,
    keep: Keep,
    entries: Vec<MetadataEntry>,
    /// Where the entry with a key of this stored form stands.
    places: HashMap<String, usize>,
    is_cut: bool,
}

impl<'a> Metadata<'a> {
    /// No metadata yet.
    pub(super) fn new(limits: &'a Limits, keep: Keep) -> Metadata<'a> {
        Metadata { limits, keep, entries: Vec::new(), places: HashMap::new(), is_cut: false }
    }

    /// Adds what the value of `metadata` holds; `null` holds nothing. Later keys win.
    pub(super) fn read(&mut self, raw: &str) {
        match raw.as_bytes().first() {
            Some(b'{') => scalar::each_member(raw, |key, value| self.add(key, value)),
            Some(b'[') => {
                let mut index = 0_usize;
                scalar::each_element(raw, |value| {
                    self.add(&index.to_string(), value);
                    index += 1;
                });
            }
            Some(b'"') => self.add_characters(&scalar::text(raw).unwrap_or_default()),
            _ => {}
        }
    }

    fn add_characters(&mut self, text: &str) {
        for (index, character) in text.chars().take(self.limits.metadata_keys + 1).enumerate() {
            self.add(&index.to_string(), &bounds::quoted(character.encode_utf8(&mut [0; 4])));
        }
    }

    /// Adds what a client sent, unless it is of a kind that is not kept or there are too many keys.
    fn add(&mut self, key: &str, raw: &str) {
        if self.keep == Keep::Scalars && !is_kept(key, raw) {
            return;
        }
        let short = bounds::beginning(key, self.limits.name_bytes);
        self.is_cut |= short.len() < key.len();
        if self.entries.len() < self.limits.metadata_keys || self.places.contains_key(&*casing::stored_form(short)) {
            self.set(short, RawJson::from_checked(raw));
        } else {
            self.is_cut = true;
        }
    }

    /// Sets a key, in the place of one with the same stored form if there is one.
    fn set(&mut self, key: &str, value: RawJson) {
        let entry = MetadataEntry { key: key.to_owned(), value };
        match self.places.get(&*casing::stored_form(key)) {
            Some(&place) => self.entries[place] = entry,
            None => {
                self.places.insert(casing::stored_form(key).into_owned(), self.entries.len());
                self.entries.push(entry);
            }
        }
    }

    /// The raw value under a key, given in its stored form.
    pub(super) fn get(&self, form: &str) -> Option<&str> {
        self.places.get(form).map(|&place| self.entries[place].value.text())
    }

    /// Whether something of it was cut away to stay within the limits.
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// The entries.
    pub(super) fn into_entries(self) -> Vec<MetadataEntry> {
        self.entries
    }
}

/// Whether the reference keeps such a value.
fn is_kept(key: &str, raw: &str) -> bool {
    match raw.as_bytes()[0] {
        _ if key == "enrichment" => true,
        b'{' | b'n' => false,
        b'[' => {
            let mut are_scalars = true;
            scalar::each_element(raw, |value| are_scalars &= !matches!(value.as_bytes()[0], b'{' | b'[' | b'n'));
            are_scalars
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, want: &str) {
        let limits = Limits { metadata_keys: 3, name_bytes: 10, ..Limits::default() };
        let mut metadata = Metadata::new(&limits, Keep::Scalars);
        metadata.read(raw);
        let is_cut = metadata.is_cut();
        let shown: Vec<String> =
            metadata.into_entries().iter().map(|entry| format!("{}={}", entry.key, entry.value.text())).collect();
        assert_eq!(format!("{}{}", shown.join(" "), if is_cut { " (cut)" } else { "" }), want, "{raw}");
    }

    #[test]
    fn scalars_and_arrays_of_scalars_are_kept_as_sent() {
        check(r#"{"plan":"pro","retries":2,"ok":false}"#, r#"plan="pro" retries=2 ok=false"#);
        check(r#"{"a":[1,"b",true],"b":[],"c":1.50}"#, r#"a=[1,"b",true] b=[] c=1.50"#);
    }

    #[test]
    fn nested_values_null_and_mixed_arrays_are_dropped() {
        check(r#"{"a":{},"b":null,"c":[1,null],"d":[[1]],"e":1}"#, "e=1");
        check(r#"{"enrichment":{"deep":[null]},"Enrichment":{}}"#, r#"enrichment={"deep":[null]}"#);
        check("5", "");
        check("true", "");
    }

    #[test]
    fn the_later_of_two_spellings_wins_in_the_earlier_place() {
        check(r#"{"a_b":1,"c":2,"aB":3}"#, "aB=3 c=2");
        check(r#"{"a\u005fb":1,"a-b":2}"#, "a-b=2");
    }

    #[test]
    fn a_text_and_an_array_become_objects_of_their_indices() {
        check(r#""日\n""#, r#"0="日" 1="\n""#);
        check(r#"["x",null,3]"#, r#"0="x" 2=3"#);
    }

    #[test]
    fn what_is_too_much_is_cut() {
        check(r#"{"a":1,"b":2,"c":3,"d":4,"b":5}"#, "a=1 b=5 c=3 (cut)");
        check(r#""abcd""#, r#"0="a" 1="b" 2="c" (cut)"#);
        check(r#"{"abcdefghijk":1}"#, "abcdefghij=1 (cut)");
    }
}

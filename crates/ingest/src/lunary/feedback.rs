//! Feedback: any keys with any values, null included, up to a number of bytes.

use model::{MetadataEntry, RawJson};

use super::metadata::{Keep, Metadata};
use crate::{Limits, bounds};

/// What somebody thinks of a run.
pub(super) struct Feedback {
    /// The entries, in the order sent.
    pub(super) entries: Vec<MetadataEntry>,
    /// Whether something of it was left out or cut to stay within the limits.
    pub(super) is_cut: bool,
    /// The true lengths in bytes of texts that were cut.
    pub(super) cut: Vec<usize>,
}

impl Feedback {
    /// Reads several values as one: a later key wins against an earlier one of the same form, in its place.
    pub(super) fn read<'r>(raws: impl Iterator<Item = &'r str>, limits: &Limits) -> Feedback {
        let mut members = Metadata::new(limits, Keep::All);
        raws.for_each(|raw| members.read(raw));
        let mut feedback = Feedback { entries: Vec::new(), is_cut: members.is_cut(), cut: Vec::new() };
        let mut room = limits.feedback_bytes;
        for entry in members.into_entries() {
            room -= feedback.add(entry, room, limits);
        }
        feedback
    }

    /// Adds an entry if it fits into `room` bytes, or the beginning of it if it is a text. Returns how many bytes it took.
    fn add(&mut self, entry: MetadataEntry, room: usize, limits: &Limits) -> usize {
        let size = entry.key.len() + entry.value.text().len();
        if size <= room {
            self.entries.push(entry);
            return size;
        }
        self.is_cut = true;
        // The quotes count too.
        let left = room.saturating_sub(entry.key.len() + 2);
        if left == 0 || !entry.value.text().starts_with('"') {
            return 0;
        }
        let shorter = Limits { text_bytes: left, ..*limits };
        let bounded = bounds::bounded(entry.value.text(), limits.depth, &shorter);
        let size = entry.key.len() + bounded.text.len();
        // A text of many escapes is short and yet takes more bytes than there are.
        if size > room {
            return 0;
        }
        self.cut.extend(bounded.cut);
        self.entries.push(MetadataEntry { key: entry.key, value: RawJson::from_checked(&bounded.text) });
        size
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raws: &[&str], want: &str) {
        let limits = Limits { feedback_bytes: 20, metadata_keys: 3, ..Limits::default() };
        let feedback = Feedback::read(raws.iter().copied(), &limits);
        let mut shown: Vec<String> =
            feedback.entries.iter().map(|entry| format!("{}={}", entry.key, entry.value.text())).collect();
        shown.extend(feedback.is_cut.then(|| format!("cut {:?}", feedback.cut)));
        assert_eq!(shown.join(" "), want, "{raws:?}");
    }

    #[test]
    fn all_values_are_kept_and_null_is_one() {
        check(&[r#"{"thumb":null,"a":{"b":[1]}}"#], r#"thumb=null a={"b":[1]}"#);
        check(&[r#"{"thumb":"up"}"#, r#"{"x":1,"thumb":null}"#], "thumb=null x=1");
        check(&[r#"{"a_b":1}"#, r#"{"aB":2}"#], "aB=2");
        check(&["null", "7", "{}"], "");
    }

    #[test]
    fn what_is_too_much_is_cut_at_the_end_of_a_text_or_left_out() {
        check(&[r#"{"a":1,"b":"0123456789abcdefghij"}"#], r#"a=1 b="0123456789abcde" cut [20]"#);
        check(&[r#"{"a":[1,2,3,4,5,6,7,8,9,10],"b":2}"#], "b=2 cut []");
        check(&[r#"{"a":"\u0000\u0000\u0000\u0000","b":2}"#], "b=2 cut []");
        check(&[r#"{"a":1,"b":2,"c":3,"d":4}"#], "a=1 b=2 c=3 cut []");
    }
}

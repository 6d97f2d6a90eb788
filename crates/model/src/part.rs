//! Messages of a run that come one by one, each in an OpenTelemetry log record of its own: in any order, before the run or
//! after it, split over requests in any way.
//!
//! Each is an entry under a key that says its side and its place. Keys differ wherever the messages do, so merging them is
//! a union, and the reader puts them in the order of their keys.

use crate::{MetadataEntry, RawJson, Side};

/// The key of a message: where it stands among the messages of its side.
///
/// `nanos` is its own time, nanoseconds since 1970; `rank` decides between messages of the same time, and `hash`, which
/// covers the message, tells those apart that nothing else does. The key holds only digits and lower-case letters, so it is
/// its own stored form (`casing`).
#[must_use]
pub fn key(side: Side, nanos: u64, rank: u8, hash: u64) -> String {
    format!("{}{nanos:016x}{rank:02x}{hash:016x}", letter(side))
}

/// The messages of one side as one JSON array, in their order; `None` when there are none. Parts may come in any order.
#[must_use]
pub fn messages(parts: &[MetadataEntry], side: Side) -> Option<RawJson> {
    let texts = texts(parts, side);
    (!texts.is_empty()).then(|| RawJson::from(format!("[{}]", texts.join(","))))
}

/// What came out, as the rest of the product shows it: one message as it is, several as an array.
#[must_use]
pub fn output(parts: &[MetadataEntry]) -> Option<RawJson> {
    match texts(parts, Side::Output)[..] {
        [only] => Some(RawJson::from_checked(only)),
        _ => messages(parts, Side::Output),
    }
}

fn texts(parts: &[MetadataEntry], side: Side) -> Vec<&str> {
    let mut of_side: Vec<&MetadataEntry> = parts.iter().filter(|part| part.key.starts_with(letter(side))).collect();
    of_side.sort_by(|a, b| a.key.cmp(&b.key));
    of_side.into_iter().map(|part| part.value.text()).collect()
}

fn letter(side: Side) -> char {
    match side {
        Side::Input => 'i',
        Side::Output => 'o',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casing;

    fn part(side: Side, nanos: u64, rank: u8, body: &str) -> MetadataEntry {
        MetadataEntry { key: key(side, nanos, rank, 7), value: RawJson::from_checked(body) }
    }

    #[test]
    fn messages_stand_in_the_order_of_their_time_then_of_their_rank() {
        let parts = [
            part(Side::Input, 1 << 60, 0, "3"),
            part(Side::Output, 5, 0, "9"),
            part(Side::Input, 15, 2, "2"),
            part(Side::Input, 15, 1, "1"),
        ];
        assert_eq!(messages(&parts, Side::Input), Some(RawJson::from_checked("[1,2,3]")));
        assert_eq!(output(&parts), Some(RawJson::from_checked("9")));
    }

    #[test]
    fn several_answers_are_an_array_and_none_is_nothing() {
        let parts = [part(Side::Output, 1, 1, "2"), part(Side::Output, 1, 0, "1")];
        assert_eq!(output(&parts), Some(RawJson::from_checked("[1,2]")));
        assert_eq!(messages(&parts, Side::Input), None);
        assert_eq!(output(&[]), None);
    }

    #[test]
    fn a_key_is_its_own_stored_form() {
        let key = key(Side::Input, u64::MAX, u8::MAX, u64::MAX);
        assert_eq!(casing::stored_form(&key), key);
    }
}

//! The `said` column: the events of a run, and which of them said what. All that merging needs beside the values themselves.

use model::merge::{Field, RunState, Said, Stamp};
use model::{EventKind, Timestamp};

use super::bytes::{Reader, put_varint};

/// Bytes of one stamp: kind with the soft bit, time, hash.
const STAMP_BYTES: usize = 17;
const SOFT: u8 = 0x80;
/// Fields whose sources are stored. More may be added at the end: rows written before have none of them.
const FIELDS: usize = 19;

/// Encodes the stamps of a run and the sources of its fields.
pub(super) fn encode<P>(state: &RunState<P>) -> Vec<u8> {
    let mut out = Vec::with_capacity(2 + state.stamps.len() * STAMP_BYTES + 17);
    put_varint(&mut out, state.stamps.len() as u64);
    state.stamps.iter().for_each(|stamp| out.extend_from_slice(&encode_stamp(stamp)));
    for source in sources(state) {
        put_varint(&mut out, source.map_or(0, |by| u64::from(by) + 1));
    }
    out
}

/// Where every field has its value from.
#[derive(Default)]
pub(super) struct Sources {
    pub(super) stamps: Vec<Stamp>,
    pub(super) by: [Option<u32>; FIELDS],
}

impl Sources {
    /// The event that said the tags.
    pub(super) fn tags_by(&self) -> Option<u32> {
        self.by[5]
    }
}

/// Decodes what [`encode`] made; `None` when it is damaged.
pub(super) fn decode(said: &[u8]) -> Option<Sources> {
    let mut reader = Reader(said);
    let mut decoded = Sources::default();
    for _ in 0..reader.varint()? {
        decoded.stamps.push(decode_stamp(reader.array()?)?);
    }
    for by in &mut decoded.by {
        *by = match if reader.0.is_empty() { 0 } else { reader.varint()? } {
            0 => None,
            next => Some(u32::try_from(next - 1).ok().filter(|&by| (by as usize) < decoded.stamps.len())?),
        };
    }
    Some(decoded)
}

/// The fields, in the order in which their sources are stored.
fn sources<P>(state: &RunState<P>) -> [Option<u32>; FIELDS] {
    fn by<T>(field: &Field<T>) -> Option<u32> {
        field.as_ref().map(|said| said.by)
    }
    [
        by(&state.created),
        by(&state.run_type),
        by(&state.name),
        by(&state.runtime),
        by(&state.parent),
        by(&state.tags),
        by(&state.user),
        by(&state.template_version),
        by(&state.params),
        by(&state.input),
        by(&state.ended),
        by(&state.output),
        by(&state.error),
        by(&state.usage),
        by(&state.is_public),
        state.metadata.cleared_by,
        state.feedback.cleared_by,
        by(&state.otel_trace),
        by(&state.span),
    ]
}

/// Puts a value and its source together again; `None` when either is absent.
pub(super) fn said<T>(value: Option<T>, by: Option<u32>) -> Field<T> {
    value.zip(by).map(|(value, by)| Said { value, by })
}

pub(super) fn encode_stamp(stamp: &Stamp) -> [u8; STAMP_BYTES] {
    let mut out = [0; STAMP_BYTES];
    out[0] = stamp.kind as u8 | if stamp.soft { SOFT } else { 0 };
    out[1..9].copy_from_slice(&stamp.at.micros().to_le_bytes());
    out[9..].copy_from_slice(&stamp.hash.to_le_bytes());
    out
}

pub(super) fn decode_stamp(bytes: [u8; STAMP_BYTES]) -> Option<Stamp> {
    let mut reader = Reader(&bytes);
    let head = reader.byte()?;
    let kind = match head & !SOFT {
        0 => EventKind::Start,
        1 => EventKind::Update,
        2 => EventKind::End,
        3 => EventKind::Error,
        4 => EventKind::Feedback,
        5 => EventKind::Chat,
        6 => EventKind::Thread,
        7 => EventKind::Edit,
        8 => EventKind::Part,
        _ => return None,
    };
    let at = Timestamp::from_micros(i64::from_le_bytes(reader.array()?));
    Some(Stamp { kind, soft: head & SOFT != 0, at, hash: u64::from_le_bytes(reader.array()?) })
}

#[cfg(test)]
mod tests {
    use model::{Event, RunId};

    use super::*;

    #[test]
    fn stamps_and_sources_survive_the_round_trip() {
        let id = RunId::from_client("a");
        let mut start: Event<()> = Event::new(id, EventKind::Start, Timestamp::from_micros(-5));
        start.name = Some("n".into());
        start.input = Some(());
        let mut end: Event<()> = Event::new(id, EventKind::End, Timestamp::from_micros(7));
        (end.hash, end.soft, end.output) = (u64::MAX, true, Some(()));
        let mut state = RunState::default();
        state.apply(start, &mut Default::default());
        state.apply(end, &mut Default::default());

        let decoded = decode(&encode(&state)).unwrap();
        assert_eq!(decoded.stamps, state.stamps);
        assert_eq!(decoded.by, sources(&state));
    }

    #[test]
    fn damage_is_noticed() {
        assert!(decode(&[]).is_none());
        assert!(decode(&[1, 0, 0]).is_none());
        assert!(decode(&[1, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).is_none(), "an unknown kind");
        assert!(decode(&[0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).is_none(), "a source beyond the stamps");
    }
}

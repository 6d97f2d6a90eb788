//! The body of `run_attribute`: what is seldom asked for, in one frame.

use model::merge::{RunState, Said};
use model::{MetadataEntry, RawJson, TraceId, Usage};

use rusqlite::{Connection, OptionalExtension};

use super::bytes::{Reader, put_text, put_varint};
use super::frame::{Codec, Frame};
use super::rid::Rid;
use crate::StoreError;

/// What the body holds.
#[derive(Default)]
pub(super) struct Attributes {
    pub(super) params: Option<RawJson>,
    pub(super) error: Option<RawJson>,
    pub(super) metadata: Vec<Said<MetadataEntry>>,
    pub(super) repaired: Vec<String>,
    pub(super) feedback: Vec<Said<MetadataEntry>>,
    pub(super) parts: Vec<Said<MetadataEntry>>,
    pub(super) otel_trace: Option<TraceId>,
    /// Only the kinds that have no column of their own.
    pub(super) rare_usage: Usage,
}

/// `None` when there is nothing to keep, and so no row.
pub(super) fn encode<P>(state: &RunState<P>, codec: &Codec) -> Option<Frame> {
    let usage = state.usage.as_ref().map(|said| said.value).unwrap_or_default();
    let has_any = state.params.is_some() || state.error.is_some();
    let has_otel = state.otel_trace.is_some() || usage.has_rare_kinds() || !state.parts.entries.is_empty();
    let (metadata, feedback) = (&state.metadata.entries, &state.feedback.entries);
    if !has_any && !has_otel && metadata.is_empty() && feedback.is_empty() && state.repaired.is_empty() {
        return None;
    }
    let mut out = Vec::new();
    for json in [&state.params, &state.error] {
        put_text(&mut out, json.as_ref().map_or("", |said| said.value.text()));
    }
    put_entries(&mut out, metadata);
    put_varint(&mut out, state.repaired.len() as u64);
    state.repaired.iter().for_each(|field| put_text(&mut out, field));
    put_entries(&mut out, feedback);
    if has_otel {
        put_entries(&mut out, &state.parts.entries);
        put_text(&mut out, &state.otel_trace.as_ref().map_or_else(String::new, |said| said.value.to_string()));
        rare_counts(&usage).into_iter().for_each(|count| put_varint(&mut out, count.map_or(0, |count| count + 1)));
    }
    Some(codec.frame(&out))
}

/// Opens a stored body; `None` when it is damaged.
pub(super) fn decode(body: &[u8], codec: &Codec) -> Option<Attributes> {
    let bytes = codec.open(body).ok()?;
    let mut reader = Reader(&bytes);
    let mut attributes = Attributes { params: json(&mut reader)?, error: json(&mut reader)?, ..Attributes::default() };
    attributes.metadata = entries(&mut reader)?;
    for _ in 0..reader.varint()? {
        attributes.repaired.push(reader.text()?.to_owned());
    }
    // Rows of the first version end here.
    if !reader.0.is_empty() {
        attributes.feedback = entries(&mut reader)?;
    }
    if !reader.0.is_empty() {
        attributes.parts = entries(&mut reader)?;
        attributes.otel_trace = trace(reader.text()?)?;
        attributes.rare_usage = rare_usage(&mut reader)?;
    }
    Some(attributes)
}

/// What the row of a run holds; nothing when there is none.
pub(super) fn of(connection: &Connection, codec: &Codec, rid: Rid) -> Result<Attributes, StoreError> {
    let mut select = connection.prepare_cached("SELECT body FROM run_attribute WHERE rid = ?1")?;
    let body: Option<Vec<u8>> = select.query_row([rid.0], |row| row.get(0)).optional()?;
    let Some(body) = body else { return Ok(Attributes::default()) };
    decode(&body, codec).ok_or_else(|| StoreError::Damaged {
        file: "runs.db".into(),
        reason: format!("the attributes of {} cannot be opened", rid.0),
    })
}

/// The counts that have no column of their own. More may be added at the end.
fn rare_counts(usage: &Usage) -> [Option<u64>; 4] {
    [usage.cache_write_tokens, usage.reasoning_tokens, usage.audio_prompt_tokens, usage.audio_completion_tokens]
}

fn rare_usage(reader: &mut Reader<'_>) -> Option<Usage> {
    let mut count = || reader.varint().map(|next| next.checked_sub(1));
    Some(Usage {
        cache_write_tokens: count()?,
        reasoning_tokens: count()?,
        audio_prompt_tokens: count()?,
        audio_completion_tokens: count()?,
        ..Usage::default()
    })
}

/// `None` inside for no text; outside for one that is damaged.
fn trace(text: &str) -> Option<Option<TraceId>> {
    if text.is_empty() {
        return Some(None);
    }
    let number = u128::from_str_radix(text, 16).ok()?;
    Some(TraceId::from_bytes(number.to_be_bytes()))
}

fn put_entries(out: &mut Vec<u8>, entries: &[Said<MetadataEntry>]) {
    put_varint(out, entries.len() as u64);
    for said in entries {
        put_varint(out, u64::from(said.by));
        put_text(out, &said.value.key);
        put_text(out, said.value.value.text());
    }
}

fn entries(reader: &mut Reader<'_>) -> Option<Vec<Said<MetadataEntry>>> {
    let mut entries = Vec::new();
    for _ in 0..reader.varint()? {
        let by = u32::try_from(reader.varint()?).ok()?;
        let key = reader.text()?.to_owned();
        let value = RawJson::from_checked(reader.text()?);
        entries.push(Said { value: MetadataEntry { key, value }, by });
    }
    Some(entries)
}

/// Keys and values as one JSON object, keys as sent; `None` when there are none.
pub(super) fn object<'a>(entries: impl IntoIterator<Item = &'a MetadataEntry>) -> Option<RawJson> {
    let mut object = String::from("{");
    for entry in entries {
        let comma = if object.len() > 1 { "," } else { "" };
        let key = serde_json::Value::from(entry.key.as_str());
        object.push_str(&format!("{comma}{key}:{}", entry.value.text()));
    }
    object.push('}');
    if object.len() > 2 { Some(RawJson::from(object)) } else { None }
}

fn json(reader: &mut Reader<'_>) -> Option<Option<RawJson>> {
    let text = reader.text()?;
    Some(if text.is_empty() { None } else { Some(RawJson::from_checked(text)) })
}

#[cfg(test)]
mod tests {
    use model::merge::Entries;

    use super::*;

    #[test]
    fn attributes_survive_the_round_trip() {
        let entries = |entries| Entries { entries, cleared_by: None };
        let entry = |key: &str, value: &str| MetadataEntry { key: key.into(), value: RawJson::from_checked(value) };
        let state: RunState<()> = RunState {
            params: Some(Said { value: RawJson::from_checked(r#"{"temperature":0.50}"#), by: 0 }),
            metadata: entries(vec![
                Said { value: entry("a \"b\"", "1"), by: 0 },
                Said { value: entry("c", "[true]"), by: 300 },
            ]),
            feedback: entries(vec![Said { value: entry("thumb", "null"), by: 1 }]),
            parts: entries(vec![Said { value: entry("i00", "{}"), by: 2 }]),
            otel_trace: Some(Said { value: TraceId::from_bytes([0xab; 16]).unwrap(), by: 0 }),
            usage: Some(Said { value: Usage { reasoning_tokens: Some(0), ..Usage::default() }, by: 0 }),
            repaired: vec!["input".into()],
            ..RunState::default()
        };
        let codec = Codec::new([]);
        let body = encode(&state, &codec).unwrap();
        let decoded = decode(&body.0, &codec).unwrap();
        assert_eq!(decoded.params.as_ref().map(RawJson::text), Some(r#"{"temperature":0.50}"#));
        assert_eq!(decoded.error, None);
        assert_eq!(decoded.metadata, state.metadata.entries);
        assert_eq!(decoded.feedback, state.feedback.entries);
        assert_eq!(decoded.repaired, state.repaired);
        assert_eq!(decoded.parts, state.parts.entries);
        assert_eq!(decoded.otel_trace, TraceId::from_bytes([0xab; 16]));
        assert_eq!(decoded.rare_usage, Usage { reasoning_tokens: Some(0), ..Usage::default() });
        let shown = object(decoded.metadata.iter().map(|said| &said.value)).unwrap();
        assert_eq!(shown.text(), r#"{"a \"b\"":1,"c":[true]}"#);
    }

    #[test]
    fn a_run_without_attributes_has_no_row() {
        assert!(encode(&RunState::<()>::default(), &Codec::new([])).is_none());
    }
}

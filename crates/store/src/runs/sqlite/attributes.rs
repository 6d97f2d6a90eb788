//! The body of `run_attribute`: what is seldom asked for, in one frame.

use model::merge::{RunState, Said};
use model::{MetadataEntry, RawJson};

use super::bytes::{Reader, put_text, put_varint};
use super::frame::{Codec, Frame};

/// What the body holds.
#[derive(Default)]
pub(super) struct Attributes {
    pub(super) params: Option<RawJson>,
    pub(super) error: Option<RawJson>,
    pub(super) metadata: Vec<Said<MetadataEntry>>,
    pub(super) repaired: Vec<String>,
}

/// `None` when there is nothing to keep, and so no row.
pub(super) fn encode<P>(state: &RunState<P>, codec: &Codec) -> Option<Frame> {
    let has_any = state.params.is_some() || state.error.is_some();
    if !has_any && state.metadata.is_empty() && state.repaired.is_empty() {
        return None;
    }
    let mut out = Vec::new();
    for json in [&state.params, &state.error] {
        put_text(&mut out, json.as_ref().map_or("", |said| said.value.text()));
    }
    put_varint(&mut out, state.metadata.len() as u64);
    for said in &state.metadata {
        put_varint(&mut out, u64::from(said.by));
        put_text(&mut out, &said.value.key);
        put_text(&mut out, said.value.value.text());
    }
    put_varint(&mut out, state.repaired.len() as u64);
    state.repaired.iter().for_each(|field| put_text(&mut out, field));
    Some(codec.frame(&out))
}

/// Opens a stored body; `None` when it is damaged.
pub(super) fn decode(body: &[u8], codec: &Codec) -> Option<Attributes> {
    let bytes = codec.open(body).ok()?;
    let mut reader = Reader(&bytes);
    let mut attributes = Attributes { params: json(&mut reader)?, error: json(&mut reader)?, ..Attributes::default() };
    for _ in 0..reader.varint()? {
        let by = u32::try_from(reader.varint()?).ok()?;
        let key = reader.text()?.to_owned();
        let value = RawJson::from_checked(reader.text()?);
        attributes.metadata.push(Said { value: MetadataEntry { key, value }, by });
    }
    for _ in 0..reader.varint()? {
        attributes.repaired.push(reader.text()?.to_owned());
    }
    Some(attributes)
}

impl Attributes {
    /// The metadata as one JSON object, keys as sent; `None` when there is none.
    pub(super) fn metadata_object(&self) -> Option<RawJson> {
        if self.metadata.is_empty() {
            return None;
        }
        let mut object = String::from("{");
        for said in &self.metadata {
            let comma = if object.len() > 1 { "," } else { "" };
            let key = serde_json::Value::from(said.value.key.as_str());
            object.push_str(&format!("{comma}{key}:{}", said.value.value.text()));
        }
        object.push('}');
        Some(RawJson::from(object))
    }
}

fn json(reader: &mut Reader<'_>) -> Option<Option<RawJson>> {
    let text = reader.text()?;
    Some(if text.is_empty() { None } else { Some(RawJson::from_checked(text)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_survive_the_round_trip() {
        let entry = |key: &str, value: &str| MetadataEntry { key: key.into(), value: RawJson::from_checked(value) };
        let state: RunState<()> = RunState {
            params: Some(Said { value: RawJson::from_checked(r#"{"temperature":0.50}"#), by: 0 }),
            metadata: vec![Said { value: entry("a \"b\"", "1"), by: 0 }, Said { value: entry("c", "[true]"), by: 300 }],
            repaired: vec!["input".into()],
            ..RunState::default()
        };
        let codec = Codec::new([]);
        let body = encode(&state, &codec).unwrap();
        let decoded = decode(&body.0, &codec).unwrap();
        assert_eq!(decoded.params.as_ref().map(RawJson::text), Some(r#"{"temperature":0.50}"#));
        assert_eq!(decoded.error, None);
        assert_eq!(decoded.metadata, state.metadata);
        assert_eq!(decoded.repaired, state.repaired);
        assert_eq!(decoded.metadata_object().unwrap().text(), r#"{"a \"b\"":1,"c":[true]}"#);
    }

    #[test]
    fn a_run_without_attributes_has_no_row() {
        assert!(encode(&RunState::<()>::default(), &Codec::new([])).is_none());
    }
}

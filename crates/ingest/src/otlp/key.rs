//! The key that telemetry names itself, for requests that come without any other.
//!
//! Whoever sends such a request is nobody yet: so the key is looked for in the raw bytes, and nothing is built of them.

use bytes::Bytes;
use prost::DecodeError;

use super::envelope::{self, Encoding, Signal};
use super::wire;
use crate::Limits;
use crate::lunary::scalar;

/// The attribute that names it.
const NAME: &str = "lunary.project_key";

/// In a `Resource`: its attributes.
const OF_RESOURCE: u32 = 1;
/// In a `Span`: its attributes.
const OF_SPAN: u32 = 9;
/// In a `KeyValue`: the key. In an `AnyValue`: a text.
const KEY: u32 = 1;
const TEXT: u32 = 1;
/// In a `KeyValue`: the value.
const VALUE: u32 = 2;

/// What is exported.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OtlpSignal {
    /// Spans.
    Traces,
    /// Log records.
    Logs,
    /// Metrics.
    Metrics,
}

/// The first key that a resource or a span of a request names as `lunary.project_key`; any text. `None` also when the body
/// cannot be read.
#[must_use]
pub fn named_key(body: &[u8], encoding: Encoding, signal: OtlpSignal, limits: &Limits) -> Option<String> {
    if !may_name(body, encoding) {
        return None;
    }
    match encoding {
        Encoding::Protobuf => of_protobuf(body, signal).ok()?,
        Encoding::Json => of_json(body, signal, limits),
    }
}

/// Whether the name may be in these bytes: as it is, or in JSON with escapes, which for its characters all begin so.
fn may_name(bytes: &[u8], encoding: Encoding) -> bool {
    let has = |piece: &[u8]| memchr::memmem::find(bytes, piece).is_some();
    has(NAME.as_bytes()) || encoding == Encoding::Json && has(b"\\u00")
}

fn of_protobuf(body: &[u8], signal: OtlpSignal) -> Result<Option<String>, DecodeError> {
    let mut found = None;
    wire::each(Bytes::copy_from_slice(body), wire::RESOURCES, &mut |of_resource: Bytes| {
        note(&mut found, wire::last(of_resource.clone(), wire::HEAD)?, OF_RESOURCE)?;
        if signal != OtlpSignal::Traces {
            return Ok(());
        }
        wire::each(of_resource, wire::INNER, &mut |of_scope| {
            wire::each(of_scope, wire::INNER, &mut |span| note(&mut found, span, OF_SPAN))
        })
    })?;
    Ok(found)
}

/// Looks among the attributes of a message, which are the fields of this number.
fn note(found: &mut Option<String>, message: Bytes, field: u32) -> Result<(), DecodeError> {
    if found.is_some() {
        return Ok(());
    }
    wire::each(message, field, &mut |pair: Bytes| {
        if found.is_none() && wire::last(pair.clone(), KEY)? == NAME.as_bytes() {
            let text = wire::last(wire::last(pair, VALUE)?, TEXT)?;
            *found = String::from_utf8(text.to_vec()).ok().filter(|text| !text.is_empty());
        }
        Ok(())
    })
}

fn of_json(body: &[u8], signal: OtlpSignal, limits: &Limits) -> Option<String> {
    let words = signal.words();
    let sound = envelope::sound(body, limits).ok()?;
    let [resources, scopes, spans] = words.keys;
    let mut found = None;
    let mut note = |object: &str| {
        if found.is_none() {
            envelope::each_inner(object, ["attributes", "attributes"], |pair| {
                if found.is_none() && may_name(pair.as_bytes(), Encoding::Json) {
                    found = of_pair(pair);
                }
            });
        }
    };
    envelope::each_inner(sound.text.trim_ascii(), resources, |of_resource| {
        if let Some(resource) = envelope::member(of_resource, ["resource", "resource"]) {
            note(resource);
        }
        if signal == OtlpSignal::Traces {
            envelope::each_inner(of_resource, scopes, |of_scope| {
                envelope::each_inner(of_scope, spans, &mut note);
            });
        }
    });
    found
}

/// The key, if this attribute names one.
fn of_pair(pair: &str) -> Option<String> {
    let name = envelope::member(pair, ["key", "key"]).and_then(scalar::text)?;
    let value = envelope::member(pair, ["value", "value"]).filter(|_| name == NAME)?;
    let wrapped = || envelope::member(value, ["stringValue", "string_value"]).and_then(scalar::text);
    let text = scalar::text(value).or_else(wrapped)?;
    (!text.is_empty()).then(|| text.into_owned())
}

impl OtlpSignal {
    fn words(self) -> Signal {
        match self {
            OtlpSignal::Traces => envelope::TRACES,
            OtlpSignal::Logs => envelope::LOGS,
            OtlpSignal::Metrics => envelope::METRICS,
        }
    }
}

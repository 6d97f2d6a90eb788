//! How much memory a part of a request takes once it is read: two bytes of protobuf name an event of a span, and three of
//! JSON an attribute. What takes more than [`Limits::decoded_bytes`] is not read at all, and refused alone.
//!
//! The same of what the dialects make of a span: texts that hold JSON become trees, and names with dots levels of trees.

use bytes::{Buf, Bytes};
use opentelemetry_proto::tonic::common::v1::KeyValue;
use opentelemetry_proto::tonic::logs::v1::LogRecord;
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::encoding::{self, DecodeContext, WireType};
use prost::{DecodeError, Message as _};

use super::value::{self, Any};
use crate::Limits;
use crate::weight::{fits_as_tree, tree_bytes_of_all};

/// What a message of protobuf is, as far as it holds others of any number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Span,
    LogRecord,
    Resource,
    Scope,
    Event,
    Link,
    /// Of a span, an event, a link, a record, a resource or a scope.
    Attribute,
    Value,
    List,
    /// A value in a list.
    Element,
    Pairs,
    /// In a value that is pairs.
    Pair,
    /// What a resource is about.
    Entity,
    /// The name of an attribute that tells entities apart.
    Name,
}

/// An event or a link: as it is decoded, and again as it is shown among the raw attributes. No part takes more for each of
/// its bytes.
const EVENT: usize = 512;

/// Levels of messages in messages; `prost` reads no more.
const LEVELS: usize = 100;

/// A name with dots becomes a level of a tree for each of them.
const LEVEL: usize = 768;

/// Whether the JSON text of a part is read.
pub(super) fn fits_json(raw: &str, limits: &Limits) -> bool {
    fits_as_tree(raw.as_bytes(), limits.decoded_bytes)
}

/// Whether a part in protobuf is read. What is no protobuf from some byte on takes what its reader makes of it until there.
pub(super) fn fits_protobuf(part: Part, message: &Bytes, limits: &Limits) -> bool {
    let limit = limits.decoded_bytes;
    message.len() <= limit / EVENT || {
        let mut total = 2 * message.len(); // as they are decoded, and again in what is made of them
        let _until_there = weigh(part, message.clone(), LEVELS, &mut total);
        total <= limit
    }
}

/// Whether what the dialects make of a span stays within the limit, whichever of its texts they read. `bytes` is its length
/// on the wire.
pub(super) fn fits_as_trees(span: &Span, bytes: usize, limits: &Limits) -> bool {
    let of_events = || span.events.iter().flat_map(|event| &event.attributes);
    stays_within(limits, bytes, || span.attributes.iter().chain(of_events()).map(of_attribute).sum())
}

/// The same for a log record.
pub(super) fn record_fits_as_trees(record: &LogRecord, bytes: usize, limits: &Limits) -> bool {
    let body = || record.body.as_ref().and_then(|body| body.value.as_ref()).map_or(0, of_texts);
    stays_within(limits, bytes, || body() + record.attributes.iter().map(of_attribute).sum::<usize>())
}

/// The same for a resource.
pub(super) fn resource_fits_as_trees(resource: &Resource, limits: &Limits) -> bool {
    stays_within(limits, resource.encoded_len(), || resource.attributes.iter().map(of_attribute).sum())
}

/// Most are too short to be weighed: no byte takes more than one of those that part a name.
fn stays_within(limits: &Limits, bytes: usize, weight: impl FnOnce() -> usize) -> bool {
    bytes <= limits.decoded_bytes / LEVEL || weight() <= limits.decoded_bytes
}

fn of_attribute(pair: &KeyValue) -> usize {
    let levels = memchr::memchr_iter(b'.', pair.key.as_bytes()).count();
    LEVEL * levels + value::of(pair).map_or(0, of_texts)
}

/// What the texts in a value take when they are read as JSON.
fn of_texts(value: &Any) -> usize {
    match value {
        Any::StringValue(text) => tree_bytes_of_all(text),
        Any::ArrayValue(list) => list.values.iter().filter_map(|one| one.value.as_ref()).map(of_texts).sum(),
        Any::KvlistValue(pairs) => pairs.values.iter().filter_map(value::of).map(of_texts).sum(),
        _ => 0,
    }
}

fn weigh(part: Part, mut message: Bytes, levels: usize, total: &mut usize) -> Result<(), DecodeError> {
    *total += part.bytes();
    if part == Part::Name {
        return Ok(());
    }
    while message.has_remaining() && levels > 0 {
        let (field, wire_type) = encoding::decode_key(&mut message)?;
        if wire_type != WireType::LengthDelimited {
            encoding::skip_field(wire_type, field, &mut message, DecodeContext::default())?;
            continue;
        }
        let mut inner = Bytes::new();
        encoding::bytes::merge(wire_type, &mut inner, &mut message, DecodeContext::default())?;
        if let Some(part) = part.held(field) {
            weigh(part, inner, levels - 1, total)?;
        }
    }
    Ok(())
}

impl Part {
    /// What the field of this number holds; `None` when it holds no others.
    fn held(self, field: u32) -> Option<Part> {
        Some(match (self, field) {
            (Part::Span, 9)
            | (Part::LogRecord, 6)
            | (Part::Resource, 1)
            | (Part::Scope | Part::Event, 3)
            | (Part::Link, 4) => Part::Attribute,
            (Part::Span, 11) => Part::Event,
            (Part::Span, 13) => Part::Link,
            (Part::LogRecord, 5) | (Part::Attribute | Part::Pair, 2) => Part::Value,
            (Part::Value | Part::Element, 5) => Part::List,
            (Part::List, 1) => Part::Element,
            (Part::Value | Part::Element, 6) => Part::Pairs,
            (Part::Pairs, 1) => Part::Pair,
            (Part::Resource, 3) => Part::Entity,
            (Part::Entity, 3 | 4) => Part::Name,
            _ => return None,
        })
    }

    /// What it takes beside its texts and the parts in it, as it is decoded, and again in what is made of it.
    fn bytes(self) -> usize {
        match self {
            Part::Span | Part::LogRecord | Part::Resource | Part::Scope => 0,
            Part::Event | Part::Link => EVENT,
            Part::Attribute => 112,
            Part::Value | Part::Name => 64,
            Part::Element => 128,
            Part::List | Part::Pair | Part::Entity => 256,
            Part::Pairs => 512,
        }
    }
}

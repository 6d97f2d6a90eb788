//! The parts of OTLP/JSON: spans, log records, and what is in them. Lenient wherever two readers could disagree: ids in
//! hexadecimal digits of either case or in base64, 64-bit numbers as text or number, enumerations by number or name, keys in
//! camelCase or snake_case, unknown keys passed over.
//!
//! Not the serde of `opentelemetry-proto`: it takes one spelling of each of these and would need the rewriting to know every
//! field anyway. That both encodings say the same is a test over all recordings (`tests/it/otlp_json.rs`).

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use opentelemetry_proto::tonic::common::v1::{AnyValue, ArrayValue, InstrumentationScope, KeyValue, KeyValueList};
use opentelemetry_proto::tonic::logs::v1::LogRecord;
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::tonic::trace::v1::{Span, Status, span};
use serde_json::Value;

/// What of a part cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Fault(pub(super) &'static str);

/// A resource; `None` when it cannot be read.
pub(super) fn resource(raw: &str) -> Option<Resource> {
    let sent: Value = serde_json::from_str(raw).ok()?;
    Some(Resource { attributes: attributes(&sent).ok()?, ..Resource::default() })
}

/// A scope; `None` when it cannot be read.
pub(super) fn scope(raw: &str) -> Option<InstrumentationScope> {
    let sent: Value = serde_json::from_str(raw).ok()?;
    Some(InstrumentationScope {
        name: text(&sent, ["name", "name"]),
        version: text(&sent, ["version", "version"]),
        attributes: attributes(&sent).ok()?,
        ..InstrumentationScope::default()
    })
}

/// A span.
pub(super) fn span(raw: &str) -> Result<Span, Fault> {
    let sent = object(raw)?;
    Ok(Span {
        trace_id: id(&sent, ["traceId", "trace_id"]),
        span_id: id(&sent, ["spanId", "span_id"]),
        parent_span_id: id(&sent, ["parentSpanId", "parent_span_id"]),
        trace_state: text(&sent, ["traceState", "trace_state"]),
        name: text(&sent, ["name", "name"]),
        kind: named(&sent, "kind", SPAN_KINDS),
        start_time_unix_nano: nanos(&sent, ["startTimeUnixNano", "start_time_unix_nano"])?,
        end_time_unix_nano: nanos(&sent, ["endTimeUnixNano", "end_time_unix_nano"])?,
        attributes: attributes(&sent)?,
        events: list(&sent, ["events", "events"])?.iter().map(event).collect::<Result<_, Fault>>()?,
        links: list(&sent, ["links", "links"])?.iter().map(link).collect::<Result<_, Fault>>()?,
        status: sent.get("status").map(status),
        dropped_attributes_count: dropped(&sent, ["droppedAttributesCount", "dropped_attributes_count"]),
        dropped_events_count: dropped(&sent, ["droppedEventsCount", "dropped_events_count"]),
        dropped_links_count: dropped(&sent, ["droppedLinksCount", "dropped_links_count"]),
        ..Span::default()
    })
}

/// A log record.
pub(super) fn log_record(raw: &str) -> Result<LogRecord, Fault> {
    let sent = object(raw)?;
    Ok(LogRecord {
        time_unix_nano: nanos(&sent, ["timeUnixNano", "time_unix_nano"])?,
        observed_time_unix_nano: nanos(&sent, ["observedTimeUnixNano", "observed_time_unix_nano"])?,
        body: sent.get("body").map(any_value),
        attributes: attributes(&sent)?,
        trace_id: id(&sent, ["traceId", "trace_id"]),
        span_id: id(&sent, ["spanId", "span_id"]),
        event_name: text(&sent, ["eventName", "event_name"]),
        ..LogRecord::default()
    })
}

const SPAN_KINDS: &[&str] = &["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"];
const STATUS_CODES: &[&str] = &["UNSET", "OK", "ERROR"];

fn object(raw: &str) -> Result<Value, Fault> {
    serde_json::from_str(raw).ok().filter(Value::is_object).ok_or(Fault("it is no JSON object, or too deep"))
}

fn get<'v>(sent: &'v Value, [camel, snake]: [&str; 2]) -> Option<&'v Value> {
    sent.get(camel).or_else(|| sent.get(snake)).filter(|value| !value.is_null())
}

fn text(sent: &Value, key: [&str; 2]) -> String {
    get(sent, key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn list<'v>(sent: &'v Value, key: [&'static str; 2]) -> Result<&'v [Value], Fault> {
    match get(sent, key) {
        None => Ok(&[]),
        Some(Value::Array(elements)) => Ok(elements),
        Some(_) => Err(Fault(key[0])),
    }
}

/// The bytes of an id; those of an id that is none are no id's either.
fn id(sent: &Value, key: [&str; 2]) -> Vec<u8> {
    let text = get(sent, key).and_then(Value::as_str).unwrap_or_default();
    from_hex(text).or_else(|| BASE64_STANDARD.decode(text).ok()).unwrap_or_else(|| vec![0])
}

/// An empty text is no bytes; half a byte, or anything but 16 or 32 digits, may be base64.
fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !matches!(text.len(), 0 | 16 | 32) {
        return None;
    }
    let digits: Option<Vec<u8>> =
        text.chars().map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    Some(digits?.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect())
}

fn nanos(sent: &Value, key: [&'static str; 2]) -> Result<u64, Fault> {
    let Some(value) = get(sent, key) else { return Ok(0) };
    unsigned(value).ok_or(Fault(key[0]))
}

fn dropped(sent: &Value, key: [&'static str; 2]) -> u32 {
    get(sent, key).and_then(unsigned).and_then(|count| count.try_into().ok()).unwrap_or(0)
}

/// A whole number from 0 up, as number or text, also in the form of a fraction or with an exponent.
fn unsigned(value: &Value) -> Option<u64> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    text.parse().ok().or_else(|| float(&text))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` stops at the ends of the range")]
fn float(text: &str) -> Option<u64> {
    text.parse::<f64>().ok().filter(|number| *number >= 0.0).map(|number| number as u64)
}

/// An enumeration: its number, also as text, or its name, with or without what all of its names begin with.
fn named(sent: &Value, key: &str, names: &[&str]) -> i32 {
    let Some(value) = sent.get(key) else { return 0 };
    let place = match value {
        Value::String(name) => names.iter().position(|known| name == known || name.ends_with(&format!("_{known}"))),
        _ => None,
    };
    let number = place.map(|place| place as u64).or_else(|| unsigned(value));
    number.and_then(|number| number.try_into().ok()).unwrap_or(0)
}

fn status(sent: &Value) -> Status {
    Status { message: text(sent, ["message", "message"]), code: named(sent, "code", STATUS_CODES) }
}

fn event(sent: &Value) -> Result<span::Event, Fault> {
    Ok(span::Event {
        time_unix_nano: nanos(sent, ["timeUnixNano", "time_unix_nano"])?,
        name: text(sent, ["name", "name"]),
        attributes: attributes(sent)?,
        ..span::Event::default()
    })
}

fn link(sent: &Value) -> Result<span::Link, Fault> {
    Ok(span::Link {
        trace_id: id(sent, ["traceId", "trace_id"]),
        span_id: id(sent, ["spanId", "span_id"]),
        attributes: attributes(sent)?,
        ..span::Link::default()
    })
}

fn attributes(sent: &Value) -> Result<Vec<KeyValue>, Fault> {
    Ok(list(sent, ["attributes", "attributes"])?.iter().map(key_value).collect())
}

fn key_value(sent: &Value) -> KeyValue {
    KeyValue { key: text(sent, ["key", "key"]), value: sent.get("value").map(any_value), ..KeyValue::default() }
}

/// A value in its wrapping; one without a wrapping is taken as it is.
fn any_value(sent: &Value) -> AnyValue {
    AnyValue { value: any(sent) }
}

fn any(sent: &Value) -> Option<Any> {
    let Value::Object(members) = sent else { return bare(sent) };
    members.iter().find_map(|(key, value)| {
        Some(match (key.as_str(), value) {
            (_, Value::Null) => return None,
            ("stringValue" | "string_value", Value::String(text)) => Any::StringValue(text.clone()),
            ("boolValue" | "bool_value", Value::Bool(is_so)) => Any::BoolValue(*is_so),
            ("boolValue" | "bool_value", Value::String(text)) => Any::BoolValue(text == "true"),
            ("intValue" | "int_value" | "doubleValue" | "double_value", value) => number(value, key.starts_with('i'))?,
            ("bytesValue" | "bytes_value", Value::String(text)) => Any::BytesValue(BASE64_STANDARD.decode(text).ok()?),
            ("arrayValue" | "array_value", value) => Any::ArrayValue(ArrayValue {
                values: list(value, ["values", "values"]).unwrap_or_default().iter().map(any_value).collect(),
            }),
            ("kvlistValue" | "kvlist_value", value) => Any::KvlistValue(KeyValueList {
                values: list(value, ["values", "values"]).unwrap_or_default().iter().map(key_value).collect(),
            }),
            _ => return None,
        })
    })
}

/// A number, as number or text: whole if it may be and is.
fn number(value: &Value, is_whole: bool) -> Option<Any> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let whole = if is_whole { text.parse().ok() } else { None };
    whole.map(Any::IntValue).or_else(|| text.parse().ok().map(Any::DoubleValue))
}

fn bare(sent: &Value) -> Option<Any> {
    match sent {
        Value::String(text) => Some(Any::StringValue(text.clone())),
        Value::Bool(is_so) => Some(Any::BoolValue(*is_so)),
        Value::Number(_) => number(sent, true),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

//! All that a span said, in its own words: one JSON object beside the run, so that nothing is lost that no dialect knows.

use std::io::Write as _;

use opentelemetry_proto::tonic::common::v1::{InstrumentationScope, KeyValue};
use opentelemetry_proto::tonic::trace::v1::span::Link;
use opentelemetry_proto::tonic::trace::v1::{Span, Status};
use serde::Serialize;
use serde_json::json;

use super::value::{self, ShownList};
use super::view::{SpanEvent, View};
use crate::bounds;

/// Bytes of a resource, and of a scope, that are shown with each of its spans: attributes that do not fit are left out, since
/// a request names its resource once for tens of thousands of spans.
const SHOWN_BYTES: usize = 32 * 1024;
/// Bytes of the name and of the version of a scope; the beginning is kept.
const NAME_BYTES: usize = 4096;

/// A member of the object that all spans of a resource or scope share.
#[derive(Default)]
pub(super) struct Shown {
    /// With the comma before it; empty when there is none.
    pub(super) text: String,
    /// Whether not all of it is there.
    pub(super) is_cut: bool,
}

/// The member `resource`.
pub(super) fn resource(attributes: &[KeyValue]) -> Shown {
    let (members, is_cut) = within(attributes);
    Shown { text: format!(r#","resource":{members}"#), is_cut }
}

/// The member `scope`.
pub(super) fn scope(scope: &InstrumentationScope) -> Shown {
    let (members, is_cut) = within(&scope.attributes);
    let [name, version] = [&scope.name, &scope.version].map(|text| bounds::beginning(text, NAME_BYTES));
    let is_cut = is_cut || name.len() < scope.name.len() || version.len() < scope.version.len();
    let [name, version] = [name, version].map(bounds::quoted);
    Shown { text: format!(r#","scope":{{"name":{name},"version":{version},"attributes":{members}}}"#), is_cut }
}

/// The object of the attributes that fit, in the order sent, and whether one did not.
fn within(attributes: &[KeyValue]) -> (String, bool) {
    let (mut shown, mut is_cut) = (String::from("{"), false);
    for pair in attributes {
        let (key, value) = (bounds::quoted(&pair.key), text(&value::Shown(value::of(pair))));
        if shown.len() + key.len() + value.len() + 3 > SHOWN_BYTES {
            is_cut = true;
            continue;
        }
        let comma = if shown.len() > 1 { "," } else { "" };
        shown.extend([comma, &key, ":", &value]);
    }
    shown.push('}');
    (shown, is_cut)
}

/// The whole object: `{"attributes", "name", "kind", "status"?, "traceState"?, "events"?, "links"?, "dropped"?, "resource",
/// "scope"}`. Span events that the run holds already are left out.
pub(super) fn span(view: &View<'_>) -> String {
    let span = view.span;
    let mut object = Object(Vec::with_capacity(expected_bytes(view)));
    object.say("attributes", &ShownList(&span.attributes));
    object.say("name", &span.name);
    object.say("kind", kind(span.kind));
    if let Some(status) = span.status.as_ref().filter(|status| **status != Status::default()) {
        object.say("status", &json!({"code": code(status.code), "message": status.message}));
    }
    if !span.trace_state.is_empty() {
        object.say("traceState", &span.trace_state);
    }
    let events: Vec<String> = view.events.iter().filter(|event| !event.is_used.get()).map(event).collect();
    object.say_each("events", &events);
    object.say_each("links", &span.links.iter().map(link).collect::<Vec<String>>());
    if let Some(dropped) = dropped(span) {
        object.say("dropped", &dropped);
    }
    for member in view.origin.shown() {
        object.0.extend_from_slice(member.as_bytes());
    }
    object.close()
}

/// About what the object takes, so that it is seldom moved while it grows.
fn expected_bytes(view: &View<'_>) -> usize {
    let text = |pair: &KeyValue| match value::of(pair) {
        Some(value::Any::StringValue(text)) => text.len() + text.len() / 16,
        _ => 0,
    };
    let said: usize = view.span.attributes.iter().map(|pair| pair.key.len() + text(pair) + 16).sum();
    said + view.origin.bytes() + 256
}

/// A JSON object in the making.
struct Object(Vec<u8>);

impl Object {
    fn begin(&mut self, name: &str) {
        let before = if self.0.is_empty() { '{' } else { ',' };
        write!(self.0, r#"{before}"{name}":"#).expect("memory takes all that is written");
    }

    fn say(&mut self, name: &str, value: &(impl Serialize + ?Sized)) {
        self.begin(name);
        serde_json::to_writer(&mut self.0, value).expect("texts, numbers and lists of them are always JSON");
    }

    /// Says a list of what is JSON already; nothing of an empty one.
    fn say_each(&mut self, name: &str, values: &[String]) {
        if !values.is_empty() {
            self.begin(name);
            write!(self.0, "[{}]", values.join(",")).expect("memory takes all that is written");
        }
    }

    fn close(mut self) -> String {
        self.0.push(b'}');
        String::from_utf8(self.0).expect("JSON is made of texts")
    }
}

fn event(event: &SpanEvent<'_>) -> String {
    let (name, attributes) = (text(&event.event.name), text(&ShownList(&event.event.attributes)));
    let nanos = event.event.time_unix_nano;
    format!(r#"{{"name":{name},"timeUnixNano":"{nanos}","attributes":{attributes}}}"#)
}

fn link(link: &Link) -> String {
    let (trace, span) = (hex(&link.trace_id), hex(&link.span_id));
    let attributes = text(&ShownList(&link.attributes));
    format!(r#"{{"traceId":"{trace}","spanId":"{span}","attributes":{attributes}}}"#)
}

/// How much the client left away itself.
fn dropped(span: &Span) -> Option<serde_json::Value> {
    let counts = [span.dropped_attributes_count, span.dropped_events_count, span.dropped_links_count];
    let [attributes, events, links] = counts;
    (counts != [0; 3]).then(|| json!({"attributes": attributes, "events": events, "links": links}))
}

fn kind(kind: i32) -> &'static str {
    match kind {
        1 => "internal",
        2 => "server",
        3 => "client",
        4 => "producer",
        5 => "consumer",
        _ => "unspecified",
    }
}

fn code(code: i32) -> &'static str {
    match code {
        1 => "ok",
        2 => "error",
        _ => "unset",
    }
}

/// The hexadecimal digits of an id, in lower case.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|half| char::from(DIGITS[usize::from(half)])).collect()
}

fn text(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).expect("texts, numbers and lists of them are always JSON")
}

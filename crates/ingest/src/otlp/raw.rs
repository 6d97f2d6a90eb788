//! All that a span said, in its own words: one JSON object beside the run, so that nothing is lost that no dialect knows.

use opentelemetry_proto::tonic::common::v1::InstrumentationScope;
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::tonic::trace::v1::span::Link;
use opentelemetry_proto::tonic::trace::v1::{Span, Status};
use serde::Serialize;
use serde_json::json;

use super::value::ShownList;
use super::view::{SpanEvent, View};

/// The members `resource` and `scope`, which all spans of a scope share.
pub(super) fn origin(resource: Option<&Resource>, scope: Option<&InstrumentationScope>) -> String {
    let resource = resource.map_or(&[][..], |resource| &resource.attributes);
    let mut shown = format!(r#""resource":{}"#, text(&ShownList(resource)));
    if let Some(scope) = scope {
        let head = json!({"name": scope.name, "version": scope.version}).to_string();
        let head = head.trim_end_matches('}');
        shown.push_str(&format!(r#","scope":{head},"attributes":{}}}"#, text(&ShownList(&scope.attributes))));
    }
    shown
}

/// The whole object: `{"attributes", "name", "kind", "status"?, "traceState"?, "events"?, "links"?, "dropped"?, "resource",
/// "scope"}`. Span events that the run holds already are left out.
pub(super) fn span(view: &View<'_>) -> String {
    let span = view.span;
    let mut shown = format!(r#"{{"attributes":{}"#, text(&ShownList(&span.attributes)));
    let mut say = |name: &str, value: String| {
        shown.push_str(&format!(r#","{name}":{value}"#));
    };
    say("name", text(&span.name));
    say("kind", text(kind(span.kind)));
    if let Some(status) = span.status.as_ref().filter(|status| **status != Status::default()) {
        say("status", json!({"code": code(status.code), "message": status.message}).to_string());
    }
    if !span.trace_state.is_empty() {
        say("traceState", text(&span.trace_state));
    }
    let events: Vec<String> = view.events.iter().filter(|event| !event.is_used.get()).map(event).collect();
    if !events.is_empty() {
        say("events", format!("[{}]", events.join(",")));
    }
    if !span.links.is_empty() {
        say("links", format!("[{}]", span.links.iter().map(link).collect::<Vec<String>>().join(",")));
    }
    if let Some(dropped) = dropped(span) {
        say("dropped", dropped);
    }
    shown.push(',');
    shown.push_str(&view.origin.shown);
    shown.push('}');
    shown
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
fn dropped(span: &Span) -> Option<String> {
    let counts = [span.dropped_attributes_count, span.dropped_events_count, span.dropped_links_count];
    let [attributes, events, links] = counts;
    (counts != [0; 3]).then(|| json!({"attributes": attributes, "events": events, "links": links}).to_string())
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
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn text(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).expect("texts, numbers and lists of them are always JSON")
}

//! One span into the events of its run: it began, and it ended or failed.

use model::{EndUser, Event, EventKind, RawJson, SpanId, Timestamp, TraceId};
use opentelemetry_proto::tonic::trace::v1::Span;
use serde_json::Value;

use super::draft::Draft;
use super::item::{Item, Mended};
use super::time::Moment;
use super::view::{Origin, View};
use super::{OtlpRejection, context, dialect, failure, messages, raw, time, weight};
use crate::Limits;
use crate::hash::Fingerprint;

/// What the decoding of one span needs to know besides the span.
pub(super) struct Setting<'a> {
    /// Where the span comes from.
    pub(super) origin: &'a Origin<'a>,
    /// When it arrived.
    pub(super) arrival: Timestamp,
    /// What is more than this is cut.
    pub(super) limits: &'a Limits,
}

/// The trace, if the id is one.
pub(super) fn trace_of(trace_id: &[u8]) -> Option<TraceId> {
    TraceId::from_bytes(trace_id.try_into().ok()?)
}

/// The span, if the id is one.
pub(super) fn span_of(span_id: &[u8]) -> Option<SpanId> {
    SpanId::from_bytes(span_id.try_into().ok()?)
}

/// Reads a span into its events, the start first. There are none of a span that only announces another one.
pub(super) fn read(item: &Item<'_>, setting: &Setting<'_>) -> Result<Vec<Event>, OtlpRejection> {
    let span = item.span(setting.limits)?;
    let is_read = weight::fits_as_trees(&span, item.bytes(), setting.limits);
    events(&View::new(&span, setting.origin, is_read), item.mended(), setting)
}

fn events(view: &View<'_>, mended: Mended, setting: &Setting<'_>) -> Result<Vec<Event>, OtlpRejection> {
    let span = view.span;
    let trace = trace_of(&span.trace_id).ok_or(OtlpRejection::TraceId)?;
    let id = span_of(&span.span_id).ok_or(OtlpRejection::SpanId)?;
    if view.attributes.is("logfire.span_type", "pending_span") {
        return Ok(Vec::new());
    }
    let dialect = dialect::of(view);
    let mut draft = Draft::new((dialect.run_type)(view), setting.limits);
    if mended.0 {
        draft.mark("attributes");
    }
    context::read(view, &mut draft);
    dialect.read(view, &mut draft);
    context::read_rest(view, &mut draft);
    let times = time::of(span, setting.arrival, &mut draft);
    let runtime = if dialect.name.is_empty() { "otel".to_owned() } else { format!("otel:{}", dialect.name) };
    let run = id.run();
    let about = |kind: EventKind, moment: Moment| {
        let mut event = Event::new(run, kind, moment.at);
        (event.soft, event.trace, event.span) = (moment.soft, Some(trace), Some(id));
        event
    };
    let mut start = about(EventKind::Start, times.start);
    start.runtime = Some(runtime);
    start.parent_span = parent(span, &mut draft);
    start.parent = start.parent_span.map(SpanId::run);
    fill_start(&mut start, view, &mut draft);
    let error = failure::read(view);
    let mut events = vec![start];
    if let Some(moment) = times.end {
        let kind = if error.is_some() { EventKind::Error } else { EventKind::End };
        events.push(about(kind, moment));
    }
    if let Some(last) = events.last_mut() {
        fill_last(last, error, view, draft);
    }
    for event in &mut events {
        event.hash = Fingerprint::of(event).about(event.run);
    }
    Ok(events)
}

/// The span that this one is a part of; never itself. An id that is none names nothing.
fn parent(span: &Span, draft: &mut Draft<'_>) -> Option<SpanId> {
    let id = &span.parent_span_id;
    if id.iter().all(|&byte| byte == 0) {
        return None;
    }
    let parent = span_of(id).filter(|_| *id != span.span_id);
    if parent.is_none() {
        draft.mark("parentRunId");
    }
    parent
}

/// What is said when the run begins.
fn fill_start(event: &mut Event, view: &View<'_>, draft: &mut Draft<'_>) {
    event.run_type = Some(draft.run_type.to_owned());
    let own_name = || Some(view.span.name.clone()).filter(|name| !name.is_empty());
    let given = draft.name.take();
    let given = if draft.calls_a_model() { given.map(|name| name.replacen("models/", "", 1)) } else { given };
    let called = given.or_else(|| view.attributes.text("ai.telemetry.functionId").map(String::from));
    event.name = called.or_else(own_name).map(|name| draft.short(name, "name"));
    event.tags = draft.tags.take();
    event.template_version = draft.template_version;
    event.user = draft.user.take().map(|external_id| {
        let props = std::mem::take(&mut draft.user_props);
        let props = (!props.is_empty()).then(|| draft.bounded(Value::Object(props).to_string(), "userProps"));
        EndUser { external_id, props }
    });
    let input = draft.input.take();
    let input = if draft.run_type == "embed" { input.map(messages::texts) } else { input };
    event.input = input.map(|input| draft.bounded(input.to_string(), "input"));
    let params = std::mem::take(&mut draft.params);
    event.params = (!params.is_empty()).then(|| draft.bounded(Value::Object(params).to_string(), "params"));
}

/// What is known when the run ends, or when it began if it has not ended.
fn fill_last(event: &mut Event, error: Option<Value>, view: &View<'_>, mut draft: Draft<'_>) {
    event.output = draft.output.take().map(|output| draft.bounded(output.to_string(), "output"));
    event.error = error.map(|error| draft.bounded(error.to_string(), "error"));
    if draft.calls_a_model() {
        event.usage = Some(draft.usage).filter(|usage| !usage.is_empty());
    }
    if view.attributes.has_odd_count() {
        draft.mark("tokensUsage");
    }
    event.attributes = Some(attributes(view, &mut draft));
    event.metadata = draft.metadata();
    event.repaired = draft.repaired();
}

fn attributes(view: &View<'_>, draft: &mut Draft<'_>) -> RawJson {
    if view.origin.is_cut() {
        draft.mark("attributes");
    }
    draft.bounded(raw::span(view), "attributes")
}

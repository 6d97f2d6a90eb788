//! Log records: those that carry the messages of a run are joined to it by their span id, before the span or after it.
//!
//! All messages of one run in one request make one event that only adds ([`EventKind::Part`]). They are entries under keys of
//! their own (`model::part`), so neither the order of records nor their split over requests matters. A record that tells a
//! whole call (`gen_ai.client.inference.operation.details`) is an event by itself for the same reason.

use std::collections::HashMap;

use model::{Event, EventKind, MetadataEntry, SpanId, Timestamp, TraceId, part};
use opentelemetry_proto::tonic::logs::v1::LogRecord;
use serde_json::{Map, Value};

use super::decode::{OtlpDecoded, OtlpRejected, OtlpRejection};
use super::draft::Draft;
use super::item::{Item, Mended};
use super::{semconv, semconv_events, span, time, value, weight};
use crate::Limits;
use crate::hash::{self, Fingerprint};

/// The log records of a request, one after the other.
pub(super) struct Logs<'a> {
    decoded: OtlpDecoded,
    arrival: Timestamp,
    limits: &'a Limits,
    /// What is said of each run, in the order in which the runs are first named.
    told: Vec<Told<'a>>,
    /// Where in `told` a span is.
    places: HashMap<(TraceId, SpanId), usize>,
}

/// What the records of a request say of one run.
struct Told<'a> {
    event: Event,
    /// The least time of a record that has one, nanoseconds since 1970.
    nanos: Option<u64>,
    draft: Draft<'a>,
}

impl<'a> Logs<'a> {
    pub(super) fn new(arrival: Timestamp, limits: &'a Limits) -> Logs<'a> {
        Logs { decoded: OtlpDecoded::default(), arrival, limits, told: Vec::new(), places: HashMap::new() }
    }

    /// Adds one record.
    pub(super) fn add(&mut self, item: &Item<'_>) {
        let index = self.decoded.received;
        self.decoded.received += 1;
        match self.read(item).and_then(|record| self.tell(&record, item.mended())) {
            Ok(true) => {}
            Ok(false) => self.decoded.passed_over += 1,
            Err(reason) => self.decoded.rejected.push(OtlpRejected { index, reason }),
        }
    }

    /// The events, each with the hash of what it says.
    pub(super) fn finish(mut self) -> OtlpDecoded {
        for Told { mut event, nanos, mut draft } in self.told {
            let at = nanos.and_then(time::micros).filter(|at| *at < Timestamp::TOO_LATE);
            event.soft = at.is_none();
            event.at = at.unwrap_or(self.arrival);
            event.parts.sort_by(|a, b| a.key.cmp(&b.key));
            event.parts.dedup();
            event.metadata = draft.metadata();
            event.repaired = draft.repaired();
            event.hash = Fingerprint::of(&event).about(event.run);
            self.decoded.events.push(event);
        }
        self.decoded
    }

    /// A record, if what is made of its texts stays within the limit too.
    fn read(&self, item: &Item<'_>) -> Result<LogRecord, OtlpRejection> {
        let record = item.log_record(self.limits)?;
        if weight::record_fits_as_trees(&record, item.bytes(), self.limits) {
            return Ok(record);
        }
        Err(OtlpRejection::TooMuch { limit: self.limits.decoded_bytes })
    }

    /// Reads one record; says whether something of it is stored.
    fn tell(&mut self, record: &LogRecord, mended: Mended) -> Result<bool, OtlpRejection> {
        let said = members(record);
        let name = match record.event_name.as_str() {
            "" => said.get("event.name").and_then(Value::as_str).unwrap_or_default().to_owned(),
            name => name.to_owned(),
        };
        let role = semconv_events::role_of(&name);
        if role.is_none() && name != semconv_events::DETAILS || record.span_id.is_empty() {
            return Ok(false);
        }
        let trace = span::trace_of(&record.trace_id).ok_or(OtlpRejection::TraceId)?;
        let id = span::span_of(&record.span_id).ok_or(OtlpRejection::SpanId)?;
        let told = if role.is_some() { self.about(trace, id) } else { self.alone(trace, id) };
        let nanos = [record.time_unix_nano, record.observed_time_unix_nano].into_iter().find(|&nanos| nanos != 0);
        if mended.0 {
            told.draft.mark("parts");
        }
        told.nanos = told.nanos.into_iter().chain(nanos).min();
        let Some((side, role)) = role else {
            let (input, output) = semconv::with_parts(|key| said.get(key).cloned().map(parsed));
            // At once: the trees of all records of a request together have no limit.
            let Told { event, draft, .. } = told;
            draft.set_input(input);
            draft.set_output(output);
            event.input = draft.input.take().map(|input| draft.bounded(input.to_string(), "input"));
            event.output = draft.output.take().map(|output| draft.bounded(output.to_string(), "output"));
            return Ok(true);
        };
        let choice = said.get("index").and_then(Value::as_u64).and_then(|index| u8::try_from(index).ok());
        let rank = rank(role).saturating_add(choice.unwrap_or(0));
        for message in semconv_events::messages_of(&name, role, Value::Object(said)) {
            let body = told.draft.bounded(message.to_string(), "input");
            let hash = hash::message_digest(side, &body);
            let key = part::key(side, nanos.unwrap_or(0), rank, hash);
            told.event.parts.push(MetadataEntry { key, value: body });
        }
        Ok(true)
    }

    fn about(&mut self, trace: TraceId, id: SpanId) -> &mut Told<'a> {
        let next = self.told.len();
        match *self.places.entry((trace, id)).or_insert(next) {
            place if place < next => &mut self.told[place],
            _ => self.alone(trace, id),
        }
    }

    fn alone(&mut self, trace: TraceId, id: SpanId) -> &mut Told<'a> {
        let mut event = Event::new(id.run(), EventKind::Part, self.arrival);
        (event.trace, event.span) = (Some(trace), Some(id));
        let place = self.told.len();
        self.told.push(Told { event, nanos: None, draft: Draft::new("llm", self.limits) });
        &mut self.told[place]
    }
}

/// What a record says: the members of its body, which may be JSON as text, and its attributes.
fn members(record: &LogRecord) -> Map<String, Value> {
    let body = record.body.as_ref().and_then(|body| body.value.as_ref()).map(value::tree);
    let mut members = match body.map(|body| (parsed(body.clone()), body)) {
        Some((Value::Object(members), Value::Object(_))) => members,
        Some((told @ Value::Object(_), _)) if semconv_events::is_message(&told) => match told {
            Value::Object(members) => members,
            _ => Map::new(),
        },
        Some((_, content @ (Value::String(_) | Value::Array(_)))) => Map::from_iter([("content".to_owned(), content)]),
        _ => Map::new(),
    };
    for pair in &record.attributes {
        if let Some(leaf) = value::of(pair) {
            members.entry(pair.key.as_str()).or_insert_with(|| value::tree(leaf));
        }
    }
    members
}

fn parsed(sent: Value) -> Value {
    match sent {
        Value::String(text) => super::attributes::structured(&text),
        other => other,
    }
}

/// Whose word comes first when two have the same time.
fn rank(role: &str) -> u8 {
    match role {
        "system" => 0,
        "user" => 1,
        "assistant" => 2,
        _ => 3,
    }
}

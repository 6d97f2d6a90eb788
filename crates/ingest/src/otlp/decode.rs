//! Requests into events.

use model::{Event, RawJson, Timestamp};

use super::envelope::{self, Encoding, Group, OtlpRefusal, Scoped};
use super::item::Item;
use super::logs::Logs;
use super::span::{self, Setting};
use super::view::{Origin, Source};
use crate::Limits;

/// Bytes of an attribute's text that are kept (spec `api-otlp.md` 6); less when [`Limits::text_bytes`] is less.
const TEXT_BYTES: usize = 1024 * 1024;

/// Levels of JSON that are kept; less when [`Limits::depth`] is less.
const DEPTH: usize = 64;

/// What became of a request.
#[derive(Debug, Default)]
pub struct OtlpDecoded {
    /// The events, in the order of their spans; of one span the start comes first.
    pub events: Vec<Event>,
    /// The spans or log records that are refused alone, in their order.
    pub rejected: Vec<OtlpRejected>,
    /// How many spans or log records the request holds.
    pub received: usize,
    /// How many of them are accepted and say nothing that is stored: spans that only announce another one, log records
    /// that are about no run.
    pub passed_over: usize,
}

/// One span or log record that is refused alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OtlpRejected {
    /// Its place among all of the request, from 0.
    pub index: usize,
    /// Why.
    pub reason: OtlpRejection,
}

/// Why one span or log record is not stored. The text goes into the answer's partial success.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum OtlpRejection {
    /// It cannot be read.
    #[error("It cannot be read: {0}")]
    Unreadable(String),
    /// Its trace id has not 16 bytes, or only zeros.
    #[error("A trace id must be 16 bytes that are not all zero")]
    TraceId,
    /// It takes more than [`Limits::decoded_bytes`] once it is read, or what it says does beside the spans before it.
    #[error("Its values would take more than {limit} bytes of memory")]
    TooMuch {
        /// How many they may take.
        limit: usize,
    },
    /// Its span id has not 8 bytes, or only zeros.
    #[error("A span id must be 8 bytes that are not all zero")]
    SpanId,
}

impl OtlpRejection {
    /// The ledger's word for it.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match self {
            OtlpRejection::Unreadable(_) => "unreadable",
            OtlpRejection::TooMuch { .. } => "too_much",
            OtlpRejection::TraceId => "bad_trace_id",
            OtlpRejection::SpanId => "bad_span_id",
        }
    }
}

/// Decodes an `ExportTraceServiceRequest`. `arrival` stands in for times that no run may have.
///
/// # Errors
/// An [`OtlpRefusal`] when the body as a whole cannot be used. A bad span is no error: it is [`OtlpDecoded::rejected`].
pub fn decode_traces(
    body: &[u8],
    encoding: Encoding,
    arrival: Timestamp,
    limits: &Limits,
) -> Result<OtlpDecoded, OtlpRefusal> {
    let limits = narrowed(limits);
    envelope::open(body, encoding, envelope::TRACES, &limits, |groups| {
        let mut traces = Traces::new(arrival, &limits);
        for Group { resource, scopes } in groups {
            let resource = resource.map_or(Ok(None), |resource| resource.resource(&limits))?;
            let source = Source::new(resource.as_ref(), &limits);
            for Scoped { scope, items } in scopes {
                let scope = scope.map_or(Ok(None), |scope| scope.scope(&limits))?;
                traces.add(&Origin::new(&source, scope.as_ref()), &items)?;
            }
        }
        Ok(traces.decoded)
    })?
}

/// Decodes an `ExportLogsServiceRequest`: the records that carry messages of a run, by its span id.
///
/// # Errors
/// As [`decode_traces`].
pub fn decode_logs(
    body: &[u8],
    encoding: Encoding,
    arrival: Timestamp,
    limits: &Limits,
) -> Result<OtlpDecoded, OtlpRefusal> {
    let limits = narrowed(limits);
    envelope::open(body, encoding, envelope::LOGS, &limits, |groups| {
        let mut logs = Logs::new(arrival, &limits);
        for item in groups.into_iter().flat_map(|group| group.scopes).flat_map(|scoped| scoped.items) {
            logs.add(&item);
        }
        logs.finish()
    })
}

/// How many data points an `ExportMetricsServiceRequest` holds; nothing of it is stored. A metric that cannot be read has
/// none.
///
/// # Errors
/// As [`decode_traces`].
pub fn count_data_points(body: &[u8], encoding: Encoding, limits: &Limits) -> Result<usize, OtlpRefusal> {
    envelope::open(body, encoding, envelope::METRICS, limits, |groups| {
        let metrics = groups.iter().flat_map(|group| &group.scopes).flat_map(|scoped| &scoped.items);
        metrics.map(Item::data_points).sum()
    })
}

/// The limits that attributes have.
pub(super) fn narrowed(limits: &Limits) -> Limits {
    Limits { depth: limits.depth.min(DEPTH), text_bytes: limits.text_bytes.min(TEXT_BYTES), ..*limits }
}

/// The spans of a request, one scope after the other.
struct Traces<'a> {
    decoded: OtlpDecoded,
    arrival: Timestamp,
    limits: &'a Limits,
    /// What the spans so far say of their resource and scope, each for itself.
    shared_bytes: usize,
    /// All that they say, as it is kept until all of them are stored.
    kept_bytes: usize,
}

impl<'a> Traces<'a> {
    fn new(arrival: Timestamp, limits: &'a Limits) -> Traces<'a> {
        Traces { decoded: OtlpDecoded::default(), arrival, limits, shared_bytes: 0, kept_bytes: 0 }
    }

    fn add(&mut self, origin: &Origin<'_>, spans: &[Item<'_>]) -> Result<(), OtlpRefusal> {
        let setting = Setting { origin, arrival: self.arrival, limits: self.limits };
        for item in spans {
            let index = self.decoded.received;
            self.decoded.received += 1;
            match span::read(item, &setting).and_then(|events| self.kept(events)) {
                Ok(events) => {
                    self.decoded.passed_over += usize::from(events.is_empty());
                    self.decoded.events.extend(events);
                    self.shared_bytes += origin.bytes();
                }
                Err(reason) => self.decoded.rejected.push(OtlpRejected { index, reason }),
            }
            let limit = self.limits.repaired_bytes;
            if self.shared_bytes > limit {
                return Err(OtlpRefusal::TooMuchShared { limit });
            }
        }
        Ok(())
    }

    /// The events of one more span, if they may be kept beside those of the others.
    fn kept(&mut self, events: Vec<Event>) -> Result<Vec<Event>, OtlpRejection> {
        let limit = self.limits.decoded_bytes;
        let said = |event: &Event| {
            [&event.attributes, &event.input, &event.output].into_iter().flatten().map(text_bytes).sum::<usize>()
        };
        let bytes = self.kept_bytes + events.iter().map(said).sum::<usize>();
        if bytes > limit {
            return Err(OtlpRejection::TooMuch { limit });
        }
        self.kept_bytes = bytes;
        Ok(events)
    }
}

fn text_bytes(json: &RawJson) -> usize {
    json.text().len()
}

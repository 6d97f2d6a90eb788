//! Requests into events.

use model::{Event, Timestamp};
use opentelemetry_proto::tonic::logs::v1::LogRecord;
use opentelemetry_proto::tonic::metrics::v1::Metric;
use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;

use super::envelope::{self, Encoding, Group, Item, Mended, OtlpRefusal};
use super::json;
use super::logs::Logs;
use super::span::{self, Setting};
use super::view::Origin;
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
    /// The key that a resource or span names as `lunary.project_key`, for requests without any other; any text.
    pub project_key: Option<String>,
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
        let mut traces = Traces { decoded: OtlpDecoded::default(), arrival, limits: &limits };
        for Group { resource, scope, items } in groups {
            let spans = items.into_iter().map(|item| match item {
                Item::Protobuf(bytes) => (Span::decode(bytes).map_err(|cause| unreadable(&cause)), Mended(false)),
                Item::Json(raw, mended) => (json::span(raw).map_err(|fault| unreadable(&fault.0)), mended),
            });
            traces.add(&Origin::new(resource.as_ref(), scope.as_ref()), spans);
        }
        traces.decoded
    })
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
        for Group { resource, scope, items } in groups {
            logs.note_key(key_of(&Origin::new(resource.as_ref(), scope.as_ref())));
            for item in items {
                let (record, mended) = match item {
                    Item::Protobuf(bytes) => {
                        (LogRecord::decode(bytes).map_err(|cause| unreadable(&cause)), Mended(false))
                    }
                    Item::Json(raw, mended) => (json::log_record(raw).map_err(|fault| unreadable(&fault.0)), mended),
                };
                logs.add(record, mended);
            }
        }
        logs.finish()
    })
}

/// What an `ExportMetricsServiceRequest` holds; nothing of it is stored.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OtlpMetrics {
    /// How many data points; a metric that cannot be read has none.
    pub points: usize,
    /// The key that a resource names as `lunary.project_key`, for requests without any other; any text.
    pub project_key: Option<String>,
}

/// Decodes an `ExportMetricsServiceRequest`.
///
/// # Errors
/// As [`decode_traces`].
pub fn decode_metrics(body: &[u8], encoding: Encoding, limits: &Limits) -> Result<OtlpMetrics, OtlpRefusal> {
    envelope::open(body, encoding, envelope::METRICS, limits, |groups| {
        let mut metrics = OtlpMetrics::default();
        for Group { resource, scope, items } in groups {
            let origin = Origin::new(resource.as_ref(), scope.as_ref());
            metrics.project_key = metrics.project_key.or_else(|| key_of(&origin));
            metrics.points += items.iter().map(points).sum::<usize>();
        }
        metrics
    })
}

fn points(item: &Item<'_>) -> usize {
    match item {
        Item::Protobuf(bytes) => Metric::decode(bytes.clone()).map_or(0, |metric| data_points(&metric)),
        Item::Json(raw, _) => json::data_points(raw),
    }
}

/// The key that a resource names.
fn key_of(origin: &Origin<'_>) -> Option<String> {
    origin.resource.text("lunary.project_key").map(std::borrow::Cow::into_owned)
}

fn data_points(metric: &Metric) -> usize {
    match &metric.data {
        Some(Data::Gauge(data)) => data.data_points.len(),
        Some(Data::Sum(data)) => data.data_points.len(),
        Some(Data::Histogram(data)) => data.data_points.len(),
        Some(Data::ExponentialHistogram(data)) => data.data_points.len(),
        Some(Data::Summary(data)) => data.data_points.len(),
        None => 0,
    }
}

/// The limits that attributes have.
pub(super) fn narrowed(limits: &Limits) -> Limits {
    Limits { depth: limits.depth.min(DEPTH), text_bytes: limits.text_bytes.min(TEXT_BYTES), ..*limits }
}

/// What cannot be read, and why.
pub(super) fn unreadable(cause: &dyn std::fmt::Display) -> OtlpRejection {
    OtlpRejection::Unreadable(cause.to_string())
}

/// The spans of a request, one scope after the other.
struct Traces<'a> {
    decoded: OtlpDecoded,
    arrival: Timestamp,
    limits: &'a Limits,
}

impl Traces<'_> {
    fn add(&mut self, origin: &Origin<'_>, spans: impl Iterator<Item = (Result<Span, OtlpRejection>, Mended)>) {
        let setting = Setting { origin, arrival: self.arrival, limits: self.limits };
        self.decoded.note_key(key_of(origin));
        for (span, mended) in spans {
            let index = self.decoded.received;
            self.decoded.received += 1;
            let read = span.and_then(|span| {
                let key = span::project_key(&span).map(String::from);
                span::events(&span, mended, &setting).map(|events| (events, key))
            });
            match read {
                Ok((events, key)) => {
                    self.decoded.passed_over += usize::from(events.is_empty());
                    self.decoded.events.extend(events);
                    self.decoded.note_key(key);
                }
                Err(reason) => self.decoded.rejected.push(OtlpRejected { index, reason }),
            }
        }
    }
}

impl OtlpDecoded {
    /// Remembers the first key that is named.
    pub(super) fn note_key(&mut self, key: Option<String>) {
        self.project_key = self.project_key.take().or(key);
    }
}

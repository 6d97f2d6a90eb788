//! Exports as an OpenTelemetry SDK would send them.

use opentelemetry_proto::tonic::collector::logs::v1::ExportLogsServiceRequest;
use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value::{IntValue, StringValue};
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::logs::v1::{LogRecord, ResourceLogs, ScopeLogs};
use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use opentelemetry_proto::tonic::metrics::v1::{Gauge, Metric, NumberDataPoint, ResourceMetrics, ScopeMetrics};
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans, Span};
use prost::Message;
use serde_json::{Value, json};

use crate::test_app::NOW;

/// What is exported to, and where.
pub(crate) const TRACES: &str = "/v1/traces";
pub(crate) const LOGS: &str = "/v1/logs";
pub(crate) const METRICS: &str = "/v1/metrics";

pub(crate) const PROTOBUF: &str = "application/x-protobuf";
pub(crate) const JSON: &str = "application/json";

/// The model that [`span`] called.
pub(crate) const MODEL: &str = "gpt-4o-mini";

/// A call of a model that took a second. Both ids are one byte, again and again.
pub(crate) fn span(trace: u8, id: u8) -> Span {
    let start = NOW.micros().cast_unsigned() * 1000;
    Span {
        trace_id: vec![trace; 16],
        span_id: vec![id; 8],
        name: format!("chat {MODEL}"),
        start_time_unix_nano: start,
        end_time_unix_nano: start + 1_000_000_000,
        attributes: vec![
            text("gen_ai.operation.name", "chat"),
            text("gen_ai.request.model", MODEL),
            KeyValue { value: Some(AnyValue { value: Some(IntValue(12)) }), ..text("gen_ai.usage.input_tokens", "") },
        ],
        ..Span::default()
    }
}

/// An attribute.
pub(crate) fn text(key: &str, value: &str) -> KeyValue {
    let value = Some(AnyValue { value: Some(StringValue(value.to_owned())) });
    KeyValue { key: key.to_owned(), value, ..KeyValue::default() }
}

/// The id of the run of a span: the seed of its id in hex (spec `api-otlp.md` 2).
pub(crate) fn run_of(id: u8) -> String {
    model::RunId::from_client(&format!("{id:02x}").repeat(8)).to_string()
}

/// A request with these spans, of a resource that says this of itself.
pub(crate) fn export_of(resource: Vec<KeyValue>, spans: Vec<Span>) -> Vec<u8> {
    let scope_spans = vec![ScopeSpans { spans, ..ScopeSpans::default() }];
    let resource = Some(Resource { attributes: resource, ..Resource::default() });
    let resource_spans = vec![ResourceSpans { resource, scope_spans, ..ResourceSpans::default() }];
    ExportTraceServiceRequest { resource_spans }.encode_to_vec()
}

/// A request with these spans.
pub(crate) fn export(spans: Vec<Span>) -> Vec<u8> {
    export_of(Vec::new(), spans)
}

/// A request with these spans, as OTLP/JSON; of attributes, those that are text.
pub(crate) fn export_json(spans: &[Span]) -> Vec<u8> {
    let spans: Vec<Value> = spans.iter().map(span_json).collect();
    json!({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}).to_string().into_bytes()
}

fn span_json(span: &Span) -> Value {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let attributes: Vec<Value> = span
        .attributes
        .iter()
        .filter_map(|one| match one.value.as_ref()?.value.as_ref()? {
            StringValue(text) => Some(json!({"key": one.key, "value": {"stringValue": text}})),
            _ => None,
        })
        .collect();
    json!({
        "traceId": hex(&span.trace_id),
        "spanId": hex(&span.span_id),
        "name": span.name,
        "startTimeUnixNano": span.start_time_unix_nano.to_string(),
        "endTimeUnixNano": span.end_time_unix_nano.to_string(),
        "attributes": attributes,
    })
}

/// A request with one log record: what the user said in the call that is this span.
pub(crate) fn export_log(trace: u8, id: u8, said: &str) -> Vec<u8> {
    let record = LogRecord {
        time_unix_nano: NOW.micros().cast_unsigned() * 1000,
        event_name: "gen_ai.user.message".to_owned(),
        trace_id: vec![trace; 16],
        span_id: vec![id; 8],
        attributes: vec![text("content", said)],
        ..LogRecord::default()
    };
    let stray = LogRecord { body: None, ..LogRecord::default() };
    let scope_logs = vec![ScopeLogs { log_records: vec![record, stray], ..ScopeLogs::default() }];
    ExportLogsServiceRequest { resource_logs: vec![ResourceLogs { scope_logs, ..ResourceLogs::default() }] }
        .encode_to_vec()
}

/// A request with so many data points.
pub(crate) fn export_metrics(points: usize) -> Vec<u8> {
    let data_points = vec![NumberDataPoint::default(); points];
    let metric = Metric { data: Some(Data::Gauge(Gauge { data_points })), ..Metric::default() };
    let scope_metrics = vec![ScopeMetrics { metrics: vec![metric], ..ScopeMetrics::default() }];
    let resource_metrics = vec![ResourceMetrics { scope_metrics, ..ResourceMetrics::default() }];
    ExportMetricsServiceRequest { resource_metrics }.encode_to_vec()
}

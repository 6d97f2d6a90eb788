//! Writes requests as OTLP/JSON, in the ways in which the exporters of several languages do.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use opentelemetry_proto::tonic::collector::logs::v1::ExportLogsServiceRequest;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use opentelemetry_proto::tonic::common::v1::{AnyValue, InstrumentationScope, KeyValue};
use opentelemetry_proto::tonic::logs::v1::LogRecord;
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::tonic::trace::v1::Span;
use serde_json::{Value, json};

/// How a request is spelled.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Style {
    /// As the specification says: digits of small letters, 64-bit numbers as text, enumerations as numbers.
    Specified,
    /// As the exporter of JavaScript: 64-bit numbers are numbers.
    Numbers,
    /// As what turns protobuf into JSON without knowing OTLP: ids in base64, enumerations by name.
    Generic,
    /// Keys as protobuf has them, digits of capital letters.
    Snake,
}

impl Style {
    pub(crate) const ALL: [Style; 4] = [Style::Specified, Style::Numbers, Style::Generic, Style::Snake];

    fn key(self, camel: &str) -> String {
        if !matches!(self, Style::Snake) {
            return camel.to_owned();
        }
        let mut snake = String::new();
        for letter in camel.chars() {
            if letter.is_ascii_uppercase() {
                snake.push('_');
            }
            snake.push(letter.to_ascii_lowercase());
        }
        snake
    }

    fn id(self, bytes: &[u8]) -> Value {
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        match self {
            Style::Generic => BASE64_STANDARD.encode(bytes).into(),
            Style::Snake => digits.to_uppercase().into(),
            _ => digits.into(),
        }
    }

    fn whole(self, number: impl Into<i128>) -> Value {
        let number: i128 = number.into();
        match self {
            Style::Numbers => serde_json::from_str(&number.to_string()).expect("a number is JSON"),
            _ => number.to_string().into(),
        }
    }

    fn named(self, number: i32, prefix: &str, names: &[&str]) -> Value {
        let name = usize::try_from(number).ok().and_then(|place| names.get(place));
        match (self, name) {
            (Style::Generic, Some(name)) => format!("{prefix}{name}").into(),
            _ => number.into(),
        }
    }

    /// An object; members that are null are left out.
    fn object(self, members: Vec<(&str, Value)>) -> Value {
        members.into_iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (self.key(key), value)).collect()
    }

    fn any(self, value: &AnyValue) -> Value {
        let Some(value) = &value.value else { return json!({}) };
        let (key, inner) = match value {
            Any::StringValue(text) => ("stringValue", text.clone().into()),
            Any::BoolValue(is_so) => ("boolValue", (*is_so).into()),
            Any::IntValue(number) => ("intValue", self.whole(*number)),
            Any::DoubleValue(number) if number.is_nan() => ("doubleValue", "NaN".into()),
            Any::DoubleValue(number) => ("doubleValue", (*number).into()),
            Any::ArrayValue(list) => {
                ("arrayValue", json!({"values": list.values.iter().map(|one| self.any(one)).collect::<Value>()}))
            }
            Any::KvlistValue(list) => ("kvlistValue", json!({"values": self.attributes(&list.values)})),
            Any::BytesValue(bytes) => ("bytesValue", BASE64_STANDARD.encode(bytes).into()),
            Any::StringValueStrindex(_) => return json!({}),
        };
        self.object(vec![(key, inner)])
    }

    fn attributes(self, pairs: &[KeyValue]) -> Value {
        let pair =
            |pair: &KeyValue| json!({"key": pair.key, "value": pair.value.as_ref().map(|value| self.any(value))});
        pairs.iter().map(pair).collect()
    }

    fn resource(self, resource: Option<&Resource>) -> Value {
        resource.map_or(Value::Null, |resource| json!({"attributes": self.attributes(&resource.attributes)}))
    }

    fn scope(self, scope: Option<&InstrumentationScope>) -> Value {
        scope.map_or(Value::Null, |scope| {
            json!({"name": scope.name, "version": scope.version, "attributes": self.attributes(&scope.attributes)})
        })
    }

    fn span(self, span: &Span) -> Value {
        let event = |event: &opentelemetry_proto::tonic::trace::v1::span::Event| {
            self.object(vec![
                ("timeUnixNano", self.whole(event.time_unix_nano)),
                ("name", event.name.clone().into()),
                ("attributes", self.attributes(&event.attributes)),
            ])
        };
        let link = |link: &opentelemetry_proto::tonic::trace::v1::span::Link| {
            self.object(vec![
                ("traceId", self.id(&link.trace_id)),
                ("spanId", self.id(&link.span_id)),
                ("attributes", self.attributes(&link.attributes)),
            ])
        };
        let status = span.status.as_ref().map_or(Value::Null, |status| {
            let code = self.named(status.code, "STATUS_CODE_", &["UNSET", "OK", "ERROR"]);
            json!({"code": code, "message": status.message})
        });
        let kinds = ["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"];
        self.object(vec![
            ("traceId", self.id(&span.trace_id)),
            ("spanId", self.id(&span.span_id)),
            ("parentSpanId", self.id(&span.parent_span_id)),
            ("traceState", span.trace_state.clone().into()),
            ("name", span.name.clone().into()),
            ("kind", self.named(span.kind, "SPAN_KIND_", &kinds)),
            ("startTimeUnixNano", self.whole(span.start_time_unix_nano)),
            ("endTimeUnixNano", self.whole(span.end_time_unix_nano)),
            ("attributes", self.attributes(&span.attributes)),
            ("events", span.events.iter().map(event).collect()),
            ("links", span.links.iter().map(link).collect()),
            ("status", status),
            ("droppedAttributesCount", span.dropped_attributes_count.into()),
        ])
    }

    fn record(self, record: &LogRecord) -> Value {
        self.object(vec![
            ("timeUnixNano", self.whole(record.time_unix_nano)),
            ("observedTimeUnixNano", self.whole(record.observed_time_unix_nano)),
            ("severityNumber", record.severity_number.into()),
            ("body", record.body.as_ref().map_or(Value::Null, |body| self.any(body))),
            ("attributes", self.attributes(&record.attributes)),
            ("traceId", self.id(&record.trace_id)),
            ("spanId", self.id(&record.span_id)),
            ("eventName", record.event_name.clone().into()),
        ])
    }
}

/// A request of spans.
pub(crate) fn traces_in_json(request: &ExportTraceServiceRequest, style: Style) -> String {
    let resources = request.resource_spans.iter().map(|of_resource| {
        let scopes = of_resource.scope_spans.iter().map(|of_scope| {
            let spans = of_scope.spans.iter().map(|span| style.span(span)).collect();
            style.object(vec![("scope", style.scope(of_scope.scope.as_ref())), ("spans", spans)])
        });
        style
            .object(vec![("resource", style.resource(of_resource.resource.as_ref())), ("scopeSpans", scopes.collect())])
    });
    style.object(vec![("resourceSpans", resources.collect())]).to_string()
}

/// A request of log records.
pub(crate) fn logs_in_json(request: &ExportLogsServiceRequest, style: Style) -> String {
    let resources = request.resource_logs.iter().map(|of_resource| {
        let scopes = of_resource.scope_logs.iter().map(|of_scope| {
            let records = of_scope.log_records.iter().map(|record| style.record(record)).collect();
            style.object(vec![("scope", style.scope(of_scope.scope.as_ref())), ("logRecords", records)])
        });
        style.object(vec![("resource", style.resource(of_resource.resource.as_ref())), ("scopeLogs", scopes.collect())])
    });
    style.object(vec![("resourceLogs", resources.collect())]).to_string()
}

//! Spans and log records made by hand, and what becomes of them in a few lines.

use ingest::{Encoding, Limits, OtlpDecoded, decode_logs, decode_traces};
use model::{Event, EventKind, RawJson, RunId, part};
use serde_json::{Value, json};

use crate::NOW;

/// The trace of every span made here.
pub(crate) const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";

/// The attributes of an object, in OTLP/JSON.
pub(crate) fn attributes(object: &Value) -> Value {
    let members = object.as_object().expect("attributes are an object");
    members.iter().map(|(key, value)| json!({"key": key, "value": any(value)})).collect()
}

/// One value in its wrapping.
pub(crate) fn any(value: &Value) -> Value {
    match value {
        Value::Null => json!({}),
        Value::Bool(is_so) => json!({"boolValue": is_so}),
        Value::Number(number) if number.is_i64() => json!({"intValue": number.to_string()}),
        Value::Number(number) => json!({"doubleValue": number}),
        Value::String(text) => json!({"stringValue": text}),
        Value::Array(values) => json!({"arrayValue": {"values": values.iter().map(any).collect::<Value>()}}),
        Value::Object(_) => json!({"kvlistValue": {"values": attributes(value)}}),
    }
}

/// A span that began and ended, with these attributes.
pub(crate) fn span(attributes_of: &Value) -> Value {
    json!({
        "traceId": TRACE, "spanId": "b7ad6b7169203331", "name": "a span",
        "startTimeUnixNano": "1740821400000000000", "endTimeUnixNano": "1740821401000000000",
        "attributes": attributes(attributes_of),
    })
}

/// A request of one scope.
pub(crate) fn request(scope: &str, spans: &[Value]) -> String {
    json!({"resourceSpans": [{"scopeSpans": [{"scope": {"name": scope}, "spans": spans}]}]}).to_string()
}

/// A request of log records.
pub(crate) fn logs(records: &[Value]) -> String {
    json!({"resourceLogs": [{"scopeLogs": [{"logRecords": records}]}]}).to_string()
}

/// Decodes a request in JSON that is not refused whole.
#[track_caller]
pub(crate) fn traces(body: impl AsRef<[u8]>) -> OtlpDecoded {
    decode_traces(body.as_ref(), Encoding::Json, NOW, &Limits::default()).expect("the body is a request")
}

/// The same of log records.
#[track_caller]
pub(crate) fn records(body: impl AsRef<[u8]>) -> OtlpDecoded {
    decode_logs(body.as_ref(), Encoding::Json, NOW, &Limits::default()).expect("the body is a request")
}

/// The run of one span that says this.
#[track_caller]
pub(crate) fn run(scope: &str, one: Value) -> String {
    let decoded = traces(request(scope, &[one]));
    assert_eq!(decoded.rejected, []);
    shown(&decoded)
}

/// What one span with these attributes becomes must say each of these lines.
#[track_caller]
pub(crate) fn check(attributes_of: &Value, want: &[&str]) {
    says(&run("", span(attributes_of)), want);
}

/// Each of these must be in a line of its own or the beginning of one.
#[track_caller]
pub(crate) fn says(told: &str, want: &[&str]) {
    for line in want {
        assert!(told.lines().any(|told| told.trim_start().starts_with(line)), "{line}\nis not in\n{told}");
    }
}

/// Every run of a request, a few lines each, in the order in which they are named.
pub(crate) fn shown(decoded: &OtlpDecoded) -> String {
    let mut text = String::new();
    for event in &decoded.events {
        match event.kind {
            EventKind::Start => text.push_str(&start(event)),
            EventKind::End => text.push_str("  end"),
            EventKind::Error => text.push_str("  error"),
            _ => text.push_str(&format!("part {}", short(event.run))),
        }
        text.push('\n');
        text.push_str(&said(event));
    }
    for refused in &decoded.rejected {
        text.push_str(&format!("refused {}: {}\n", refused.index, refused.reason));
    }
    if decoded.passed_over > 0 {
        text.push_str(&format!("passed over: {}\n", decoded.passed_over));
    }
    text
}

fn short(id: RunId) -> String {
    id.to_string()[..8].to_owned()
}

fn start(event: &Event) -> String {
    let parent = event.parent.map(|parent| format!(" in {}", short(parent))).unwrap_or_default();
    let run_type = event.run_type.as_deref().unwrap_or("?");
    let name = event.name.as_deref().unwrap_or("?");
    let runtime = event.runtime.as_deref().unwrap_or("?");
    format!("{run_type} {name:?} {}{parent} [{runtime}]", short(event.run))
}

fn said(event: &Event) -> String {
    let mut text = String::new();
    let mut say = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            text.push_str(&format!("    {name}: {value}\n"));
        }
    };
    let json = |raw: &Option<RawJson>| raw.as_ref().map(|raw| raw.text().to_owned());
    say("input", json(&event.input));
    say("params", json(&event.params));
    say("user", event.user.as_ref().map(|user| user.external_id.clone()));
    say("props", event.user.as_ref().and_then(|user| json(&user.props)));
    say("prompt version", event.template_version.map(|version| version.to_string()));
    say("tags", event.tags.as_ref().map(|tags| format!("{tags:?}")));
    say("output", json(&event.output));
    say("asked", part::messages(&event.parts, model::Side::Input).map(|raw| raw.text().to_owned()));
    say("answered", part::output(&event.parts).map(|raw| raw.text().to_owned()));
    say("error", event.error.as_ref().map(error));
    say("usage", event.usage.map(usage));
    let metadata: Vec<String> =
        event.metadata.iter().map(|entry| format!("{}={}", entry.key, entry.value.text())).collect();
    say("metadata", (!metadata.is_empty()).then(|| metadata.join(" ")));
    say("repaired", (!event.repaired.is_empty()).then(|| format!("{:?}", event.repaired)));
    text
}

/// The error, of its stack the last line only.
fn error(raw: &RawJson) -> String {
    let mut error = raw.to_value();
    if let Some(stack) = error.get("stack").and_then(Value::as_str) {
        let last = stack.trim_end().lines().next_back().unwrap_or_default().to_owned();
        error["stack"] = format!("... {last}").into();
    }
    error.to_string()
}

fn usage(usage: model::Usage) -> String {
    let counts = [
        ("prompt", usage.prompt_tokens),
        ("completion", usage.completion_tokens),
        ("cached", usage.cached_prompt_tokens),
        ("cache write", usage.cache_write_tokens),
        ("reasoning", usage.reasoning_tokens),
        ("audio in", usage.audio_prompt_tokens),
        ("audio out", usage.audio_completion_tokens),
    ];
    let told = counts.into_iter().filter_map(|(name, count)| Some(format!("{name} {}", count?)));
    told.collect::<Vec<String>>().join(", ")
}

//! How much may come of a little: what the spans of a request share, and what is looked at before anybody knows who sends it.

use ingest::{Encoding, Limits, OtlpDecoded, OtlpRefusal, OtlpSignal, decode_traces, named_key};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use opentelemetry_proto::tonic::common::v1::{AnyValue, InstrumentationScope, KeyValue};
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans, Span};
use prost::Message;
use serde_json::{Value, json};

use crate::NOW;

const KEY: &str = "lunary.project_key";

fn text(key: &str, value: &str) -> KeyValue {
    let value = Some(AnyValue { value: Some(Any::StringValue(value.to_owned())) });
    KeyValue { key: key.to_owned(), value, ..KeyValue::default() }
}

fn spans(count: usize) -> impl Iterator<Item = Span> {
    (1..=count).map(|n| Span {
        trace_id: vec![1; 16],
        span_id: n.to_be_bytes().to_vec(),
        start_time_unix_nano: 1_740_821_400_000_000_000,
        end_time_unix_nano: 1_740_821_401_000_000_000,
        attributes: vec![text("n", "v")],
        ..Span::default()
    })
}

/// A request of one resource, a scope for each list of spans.
fn of_resource(resource: Vec<KeyValue>, scopes: impl Iterator<Item = Vec<Span>>) -> ResourceSpans {
    let resource = Resource { attributes: resource, ..Resource::default() };
    let scope = Some(InstrumentationScope { name: "app".into(), ..InstrumentationScope::default() });
    let scope_spans = scopes.map(|spans| ScopeSpans { scope: scope.clone(), spans, ..ScopeSpans::default() }).collect();
    ResourceSpans { resource: Some(resource), scope_spans, ..ResourceSpans::default() }
}

fn encoded(resource_spans: Vec<ResourceSpans>) -> Vec<u8> {
    ExportTraceServiceRequest { resource_spans }.encode_to_vec()
}

fn decode(body: &[u8]) -> Result<OtlpDecoded, OtlpRefusal> {
    decode_traces(body, Encoding::Protobuf, NOW, &Limits::default())
}

/// What each span that is not whole says of that.
fn repaired(decoded: &OtlpDecoded) -> Vec<&[&'static str]> {
    let last = decoded.events.iter().filter(|event| event.attributes.is_some());
    last.map(|event| &event.repaired[..]).filter(|repaired| !repaired.is_empty()).collect()
}

fn raw_of(decoded: &OtlpDecoded) -> Vec<Value> {
    let raw = decoded.events.iter().filter_map(|event| event.attributes.as_ref());
    raw.map(|raw| serde_json::from_str(raw.text()).expect("raw attributes are JSON")).collect()
}

#[test]
fn of_a_resource_that_is_too_long_each_span_says_what_fits_and_that_it_is_not_all() {
    let resource = || vec![text("a", "first"), text("long", &"x".repeat(1 << 20)), text("b", &"last ".repeat(100))];
    let decoded = decode(&encoded(vec![of_resource(resource(), [spans(1000).collect()].into_iter())])).unwrap();
    let bytes: usize = decoded.events.iter().filter_map(|event| Some(event.attributes.as_ref()?.text().len())).sum();
    assert!(bytes < 1000 * 1024, "{bytes} bytes came of 1,000 spans");
    assert_eq!(repaired(&decoded), [["attributes"]; 1000]);
    let want = json!({"a": "first", "b": "last ".repeat(100)});
    assert!(raw_of(&decoded).iter().all(|raw| raw["resource"] == want));
}

#[test]
fn a_resource_of_usual_length_is_told_whole_with_each_span() {
    let resource = vec![text("service.name", "shop"), text("k8s.pod.name", &"p".repeat(30_000))];
    let decoded = decode(&encoded(vec![of_resource(resource, [spans(9).collect()].into_iter())])).unwrap();
    for raw in raw_of(&decoded) {
        assert_eq!((&raw["resource"]["service.name"], &raw["scope"]["name"]), (&json!("shop"), &json!("app")));
        assert_eq!(raw["resource"]["k8s.pod.name"].as_str().map(str::len), Some(30_000));
    }
    assert!(repaired(&decoded).is_empty());
}

#[test]
fn what_all_spans_share_is_bounded_over_all_scopes_and_resources_of_a_request() {
    let resource = || vec![text("k", &"x".repeat(30 << 10))];
    let one_each = |count| of_resource(resource(), spans(count).map(|span| vec![span]));
    assert_eq!(decode(&encoded(vec![one_each(1000), one_each(1000)])).unwrap().received, 2000);
    let too_much = decode(&encoded(vec![one_each(1000), one_each(1000), one_each(1000)]));
    assert!(matches!(too_much, Err(OtlpRefusal::TooMuchShared { limit }) if limit == 64 << 20), "{too_much:?}");
}

#[test]
fn a_million_scopes_without_spans_do_not_copy_their_resource() {
    let mut of_resource = of_resource(vec![text("k", &"x".repeat(1 << 20))], std::iter::empty()).encode_to_vec();
    of_resource.extend([0x12, 0x00].repeat(1_000_000));
    let mut body = vec![0x0a];
    prost::encoding::encode_varint(of_resource.len() as u64, &mut body);
    body.extend(of_resource);
    assert_eq!(decode(&body).unwrap().received, 0);
}

#[track_caller]
fn check(body: &[u8], encoding: Encoding, signal: OtlpSignal, want: Option<&str>) {
    assert_eq!(named_key(body, encoding, signal, &Limits::default()).as_deref(), want, "{encoding:?} {signal:?}");
}

#[test]
fn the_first_key_that_a_resource_or_span_names_is_found_without_reading_the_rest() {
    use OtlpSignal::{Logs, Metrics, Traces};
    let mut named = spans(2).collect::<Vec<_>>();
    named[1].attributes.extend([text(KEY, ""), text(KEY, "of-span")]);
    let of_span = encoded(vec![of_resource(vec![], [named.clone()].into_iter())]);
    check(&of_span, Encoding::Protobuf, Traces, Some("of-span"));
    check(&of_span, Encoding::Protobuf, Logs, None);
    let both = encoded(vec![of_resource(vec![text(KEY, "of-resource")], [named].into_iter())]);
    for signal in [Traces, Logs, Metrics] {
        check(&both, Encoding::Protobuf, signal, Some("of-resource"));
    }
    check(&both[..both.len() - 1], Encoding::Protobuf, Traces, None);
    check(
        &encoded(vec![of_resource(vec![text("k", KEY)], [spans(1).collect()].into_iter())]),
        Encoding::Protobuf,
        Traces,
        None,
    );
    let named = |value: Value| json!({"attributes": [{"key": "a", "value": [[KEY]]}, {"key": KEY, "value": value}]});
    let of_span = |value| json!({"resource_spans": [{"scopeSpans": [{"spans": [{}, named(value)]}]}]}).to_string();
    check(of_span(json!({"stringValue": "k\n1"})).as_bytes(), Encoding::Json, Traces, Some("k\n1"));
    check(of_span(json!("bare")).as_bytes(), Encoding::Json, Traces, Some("bare"));
    check(of_span(json!({"intValue": 1})).as_bytes(), Encoding::Json, Traces, None);
    let of_resource = |word: &str| json!({(word): [{"resource": named(json!({"string_value": "r"}))}]}).to_string();
    check(of_resource("resourceLogs").as_bytes(), Encoding::Json, Logs, Some("r"));
    check(of_resource("resourceMetrics").as_bytes(), Encoding::Json, Metrics, Some("r"));
    check(of_resource("resourceMetrics").as_bytes(), Encoding::Json, Traces, None);
    check(KEY.as_bytes(), Encoding::Json, Traces, None);
}

#[test]
fn a_key_is_found_in_a_request_that_holds_too_many_spans() {
    let tight = Limits { events: 3, ..Limits::default() };
    let body = encoded(vec![of_resource(vec![text(KEY, "k")], [spans(4).collect()].into_iter())]);
    assert_eq!(named_key(&body, Encoding::Protobuf, OtlpSignal::Traces, &tight).as_deref(), Some("k"));
    let refused = decode_traces(&body, Encoding::Protobuf, NOW, &tight);
    assert!(matches!(refused, Err(OtlpRefusal::TooMany { found: 4, limit: 3, .. })), "{refused:?}");
}

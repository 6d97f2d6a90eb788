//! How much may come of a little: what the spans of a request share, and what is looked at before anybody knows who sends it.

use ingest::{Encoding, Limits, OtlpDecoded, OtlpRefusal, OtlpSignal, decode_logs, decode_traces, named_key};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use opentelemetry_proto::tonic::common::v1::{AnyValue, ArrayValue, EntityRef, InstrumentationScope, KeyValue};
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
    let escaped = of_span(json!("escaped")).replace(KEY, "lunary\\u002Eproject\\u005fkey");
    assert!(!escaped.contains(KEY));
    check(escaped.as_bytes(), Encoding::Json, Traces, Some("escaped"));
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

fn one(attributes: Vec<KeyValue>) -> Span {
    Span { attributes, ..spans(1).next().expect("there is one") }
}

/// A span of this many bytes of something that is nothing but lengths.
fn of_nothing(piece: &[u8], count: usize) -> Vec<u8> {
    let mut span = one(vec![]).encode_to_vec();
    span.extend(piece.repeat(count));
    let mut body = span;
    for field in [0x12, 0x12, 0x0a] {
        let mut outer = vec![field];
        prost::encoding::encode_varint(body.len() as u64, &mut outer);
        outer.extend(body);
        body = outer;
    }
    body
}

fn tight() -> Limits {
    Limits { decoded_bytes: 1 << 20, ..Limits::default() }
}

#[track_caller]
fn check_alone(body: &[u8], encoding: Encoding, want: usize) {
    let decoded = decode_traces(body, encoding, NOW, &tight()).expect("it is a request");
    let why: Vec<String> = decoded.rejected.iter().map(|rejected| rejected.reason.to_string()).collect();
    assert_eq!(why, vec!["Its values would take more than 1048576 bytes of memory"; want]);
    assert_eq!(decoded.events.len(), 2 * (decoded.received - want));
}

#[test]
fn a_span_of_tiny_values_is_refused_alone_before_it_is_read() {
    let in_value = |inner: &[u8]| {
        let (value, length) = (inner.repeat(5_000), inner.len() * 5_000);
        let mut list = vec![if inner == [0x0a, 0] { 0x2a } else { 0x32 }];
        prost::encoding::encode_varint(length as u64, &mut list);
        list.extend(value);
        let mut attribute = vec![0x12];
        prost::encoding::encode_varint(list.len() as u64, &mut attribute);
        attribute.extend(list);
        let mut field = vec![0x4a];
        prost::encoding::encode_varint(attribute.len() as u64, &mut field);
        field.extend(attribute);
        field
    };
    for piece in [vec![0x4a, 0x00], vec![0x5a, 0x00], vec![0x6a, 0x00]] {
        check_alone(&of_nothing(&piece, 1000), Encoding::Protobuf, 0);
        check_alone(&of_nothing(&piece, 10_000), Encoding::Protobuf, 1);
        let broken_off = [piece.repeat(10_000), vec![0xff]].concat();
        check_alone(&of_nothing(&broken_off, 1), Encoding::Protobuf, 1);
    }
    check_alone(&of_nothing(&in_value(&[0x0a, 0]), 1), Encoding::Protobuf, 0);
    check_alone(&of_nothing(&in_value(&[0x0a, 0]), 2), Encoding::Protobuf, 1);
    check_alone(&of_nothing(&in_value(&[0x0a, 0, 0x0a, 0]), 1), Encoding::Protobuf, 1);
    for (tiny, count) in [("0", 9_000), ("{}", 9_000), (r#"{"":0}"#, 2_000), (r#"{"value":{"boolValue":true}}"#, 900)] {
        let many = |count: usize| {
            format!(
                r#"{{"traceId":"{}","spanId":"{}","startTimeUnixNano":"1","endTimeUnixNano":"2","attributes":[{}]}}"#,
                "1".repeat(32),
                "2".repeat(16),
                vec![tiny; count].join(",")
            )
        };
        let body = |spans: String| format!(r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{spans}]}}]}}]}}"#);
        check_alone(body(many(count / 2)).as_bytes(), Encoding::Json, 0);
        check_alone(body(many(count)).as_bytes(), Encoding::Json, 1);
        check_alone(body(format!("{},{}", many(count), many(9))).as_bytes(), Encoding::Json, 1);
    }
}

#[test]
fn a_long_text_weighs_the_same_however_deep_it_is() {
    let inner = Any::StringValue("x".repeat(200_000));
    let nested =
        (0..20).fold(inner, |value, _| Any::ArrayValue(ArrayValue { values: vec![AnyValue { value: Some(value) }] }));
    let value = Some(AnyValue { value: Some(nested) });
    let span = one(vec![KeyValue { key: "deep".into(), value, ..KeyValue::default() }]);
    let body = encoded(vec![of_resource(vec![], [vec![span]].into_iter())]);
    check_alone(&body, Encoding::Protobuf, 0);
}

#[test]
fn a_resource_of_tiny_values_refuses_its_request() {
    let of_values = of_resource(vec![KeyValue::default(); 10_000], [spans(1).collect()].into_iter());
    let mut of_entities = of_resource(vec![], [spans(1).collect()].into_iter());
    of_entities.resource.as_mut().unwrap().entity_refs = vec![EntityRef::default(); 10_000];
    let mut of_names = of_resource(vec![], [spans(1).collect()].into_iter());
    let named = EntityRef { id_keys: vec!["zz".into(); 20_000], ..EntityRef::default() };
    of_names.resource.as_mut().unwrap().entity_refs = vec![named];
    for request in [of_values, of_entities, of_names] {
        let refused = decode_traces(&encoded(vec![request]), Encoding::Protobuf, NOW, &tight());
        assert!(matches!(refused, Err(OtlpRefusal::TooMuch { limit: 1_048_576 })), "{refused:?}");
    }
}

#[test]
fn what_all_spans_of_a_request_say_is_bounded() {
    let long = |n: usize| vec![Span { attributes: vec![text("k", &"x".repeat(100_000))], ..spans(n).last().unwrap() }];
    let decoded =
        decode_traces(&encoded(vec![of_resource(vec![], (1..=20).map(long))]), Encoding::Protobuf, NOW, &tight());
    let decoded = decoded.unwrap();
    assert_eq!((decoded.events.len(), decoded.rejected.len()), (2 * 10, 10));
}

#[test]
fn content_that_would_be_too_large_a_tree_stays_among_the_raw_attributes() {
    let asked = |count: usize| format!("[{}]", vec![r#"{"role":"user"}"#; count].join(","));
    let told = |count: usize, more: Vec<KeyValue>| {
        let attributes = vec![text("gen_ai.request.model", "m"), text("gen_ai.input.messages", &asked(count))];
        let span = one([attributes, more].concat());
        let body = encoded(vec![of_resource(vec![], [vec![span]].into_iter())]);
        decode_traces(&body, Encoding::Protobuf, NOW, &tight()).unwrap()
    };
    let whole = told(100, vec![]);
    assert!(whole.events[0].input.is_some() && repaired(&whole).is_empty());
    for dense in [told(2_000, vec![]), told(1, vec![text(&"a.".repeat(2_000), "v")])] {
        assert_eq!((dense.events[0].name.as_deref(), &dense.events[0].input), (Some("m"), &None));
        assert_eq!(repaired(&dense), [["input", "output"]]);
        let kept = &raw_of(&dense)[0]["attributes"]["gen_ai.input.messages"];
        assert!(kept.as_str().is_some_and(|text| text.starts_with(r#"[{"role":"user"}"#)));
    }
}

#[test]
fn a_log_record_of_tiny_values_is_refused_alone() {
    let record = |body: &str| json!({"traceId": "1".repeat(32), "spanId": "2".repeat(16), "eventName": "gen_ai.user.message", "body": {"stringValue": body}});
    let dense = format!("[{}]", vec!["{\"\":0}"; 5_000].join(","));
    let mut many = record("hello");
    many["attributes"] = vec![json!({}); 20_000].into();
    let body = json!({"resourceLogs": [{"scopeLogs": [{"logRecords": [record("hello"), record(&dense), many]}]}]});
    let decoded = decode_logs(body.to_string().as_bytes(), Encoding::Json, NOW, &tight()).unwrap();
    assert_eq!(decoded.rejected.iter().map(|rejected| rejected.index).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(decoded.events.len(), 1);
}

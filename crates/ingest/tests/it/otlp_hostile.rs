//! Input that means harm: whatever is wrong with a span rejects or cuts that span alone, in time that grows with its size only.

use ingest::{Encoding, Limits, OtlpDecoded, OtlpRefusal, decode_traces};
use model::{Event, Timestamp};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use opentelemetry_proto::tonic::common::v1::{AnyValue, ArrayValue, KeyValue, KeyValueList};
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans, Span, span};
use prost::Message;
use serde_json::json;

use crate::NOW;
use crate::otlp::{self, request, shown, traces};

const MILLION: usize = 1_000_000;

fn pair(key: impl Into<String>, value: Any) -> KeyValue {
    KeyValue { key: key.into(), value: Some(AnyValue { value: Some(value) }), ..KeyValue::default() }
}

fn text(key: impl Into<String>, value: &str) -> KeyValue {
    pair(key, Any::StringValue(value.to_owned()))
}

fn one(attributes: Vec<KeyValue>) -> Span {
    Span {
        trace_id: vec![1; 16],
        span_id: vec![2; 8],
        name: "one".into(),
        start_time_unix_nano: 1_740_821_400_000_000_000,
        end_time_unix_nano: 1_740_821_401_000_000_000,
        attributes,
        ..Span::default()
    }
}

fn encoded(spans: Vec<Span>) -> Vec<u8> {
    let scope_spans = vec![ScopeSpans { spans, ..ScopeSpans::default() }];
    let resource_spans = vec![ResourceSpans { scope_spans, ..ResourceSpans::default() }];
    ExportTraceServiceRequest { resource_spans }.encode_to_vec()
}

#[track_caller]
fn decode(body: &[u8]) -> OtlpDecoded {
    decode_traces(body, Encoding::Protobuf, NOW, &Limits::default()).expect("the body is a request")
}

/// The two events of a span that is not rejected, while the one behind it stays unharmed.
#[track_caller]
fn events(span: Span) -> [Event; 2] {
    let mut decoded = decode(&encoded(vec![span, one(vec![text("gen_ai.request.model", "next")])]));
    assert_eq!(decoded.rejected, []);
    assert_eq!(decoded.events.len(), 4);
    assert_eq!(decoded.events[2].name.as_deref(), Some("next"));
    decoded.events.truncate(2);
    decoded.events.try_into().expect("there are two")
}

#[test]
fn a_million_attributes_of_any_name_cost_linear_time_and_are_cut_to_the_limit() {
    let [_, end] = events(one((0..MILLION).map(|n| text(format!("k{n}"), "v")).collect()));
    assert_eq!(end.repaired, ["metadata"]);
    assert!(end.metadata.len() <= Limits::default().metadata_keys);
    assert!(end.attributes.expect("all spans have them").text().contains("\"k999999\":\"v\""));
}

#[test]
fn a_million_attributes_in_json_refuse_their_span_alone_and_a_hundred_thousand_do_not() {
    let (few, next) = (otlp::span(&json!({"n": 1})), otlp::span(&json!({"n": 2})));
    let body = request("", &[few, next]);
    let check = |count: usize, refused: &[(usize, &str)]| {
        let more = (0..count).map(|n| format!(r#"{{"key":"k{n}","value":{{"stringValue":"v"}}}},"#));
        let decoded = traces(body.replacen("[{\"key\"", &format!("[{}{{\"key\"", more.collect::<String>()), 1));
        let told = decoded.rejected.iter().map(|rejected| (rejected.index, rejected.reason.reason()));
        assert_eq!(told.collect::<Vec<_>>(), refused);
        assert_eq!(decoded.events.len(), 4 - 2 * refused.len());
    };
    check(MILLION / 10, &[]);
    check(MILLION, &[(0, "too_much")]);
}

#[test]
fn a_hundred_thousand_messages_in_indexed_attributes_are_read_in_linear_time() {
    let [start, _] = events(one((0..MILLION / 10).map(|n| text(format!("gen_ai.prompt.{n}.content"), "v")).collect()));
    let input = start.input.expect("the messages").to_value();
    assert_eq!(input.as_array().map(Vec::len), Some(MILLION / 10));
}

#[test]
fn a_million_attributes_of_one_name_are_the_last_of_them() {
    let [start, _] = events(one((0..MILLION).map(|n| text("gen_ai.request.model", &n.to_string())).collect()));
    assert_eq!(start.name.as_deref(), Some("999999"));
}

#[test]
fn a_hundred_thousand_events_and_parameters_are_read_in_linear_time() {
    let event = |n: usize| span::Event {
        name: ["gen_ai.user.message", "gen_ai.choice", "exception", "db.query.result"][n % 4].into(),
        attributes: vec![text("content", "v")],
        ..span::Event::default()
    };
    let params = (0..MILLION / 10).map(|n| text(format!("gen_ai.request.p{n}"), "v"));
    let mut one = one(params.chain([text("llm.request.type", "chat")]).collect());
    one.events = (0..MILLION / 10).map(event).collect();
    let [start, _] = events(one);
    assert_eq!(start.input.expect("the messages").to_value().as_array().map(Vec::len), Some(MILLION / 40));
    assert_eq!(
        start.params.expect("the parameters").to_value().as_object().map(serde_json::Map::len),
        Some(MILLION / 10)
    );
}

#[test]
fn values_in_values_are_kept_as_deep_as_protobuf_is_read_and_refuse_their_span_beyond() {
    let nested = |levels: usize| {
        (0..levels).fold(Any::BoolValue(true), |inner, level| {
            let value = AnyValue { value: Some(inner) };
            if level % 2 == 0 {
                Any::ArrayValue(ArrayValue { values: vec![value] })
            } else {
                let pair = KeyValue { key: "a".into(), value: Some(value), ..KeyValue::default() };
                Any::KvlistValue(KeyValueList { values: vec![pair] })
            }
        })
    };
    let [_, end] = events(one(vec![pair("deep", nested(30))]));
    assert!(end.repaired.is_empty(), "{:?}", end.repaired);
    let decoded = decode(&encoded(vec![one(vec![pair("deep", nested(2000))]), one(vec![])]));
    assert_eq!(shown(&decoded).matches("refused 0: It cannot be read").count(), 1);
    assert_eq!(decoded.events.len(), 2);
}

#[test]
fn deep_json_is_refused_with_its_span_or_kept_as_text() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let good = otlp::span(&json!({"n": 1}));
    let body = request("", &[good.clone(), json!({"deep": "@"}), good.clone()]).replace("\"@\"", &deep);
    let decoded = traces(body);
    assert_eq!((decoded.events.len(), decoded.rejected.len()), (4, 1));
    let body = request("", &[good]).replacen("{\"resourceSpans\"", &format!("{{\"other\":{deep},\"resourceSpans\""), 1);
    assert_eq!(traces(body).events.len(), 2);
    let [start, _] = events(one(vec![text("gen_ai.input.messages", &deep), text("gen_ai.request.model", "m")]));
    assert_eq!(start.name.as_deref(), Some("m"));
    let levels = "[".repeat(100) + &"]".repeat(100);
    let [start, end] = events(one(vec![text("gen_ai.tool.call.arguments", &levels), text("gen_ai.tool.name", "t")]));
    let want = format!("{}\"{}{}\"{}", "[".repeat(64), "[".repeat(36), "]".repeat(36), "]".repeat(64));
    assert_eq!((start.input.expect("the arguments").text(), &end.repaired[..]), (&want[..], &["input"][..]));
}

#[test]
fn spans_that_are_each_others_parents_say_so_and_one_that_is_its_own_has_none() {
    let child = |id: u8, parent: u8| Span { span_id: vec![id; 8], parent_span_id: vec![parent; 8], ..one(vec![]) };
    let decoded = decode(&encoded(vec![child(1, 2), child(2, 1), child(3, 3)]));
    let parents: Vec<_> = decoded.events.iter().step_by(2).map(|event| event.parent).collect();
    let run = |place: usize| Some(decoded.events[2 * place].run);
    assert_eq!(parents, [run(1), run(0), None]);
    assert_eq!(decoded.events[5].repaired, ["parentRunId"]);
    assert_eq!(decoded.events[1].repaired, Vec::<&str>::new());
}

#[test]
fn ids_of_three_bytes_or_zeros_are_refused_alone() {
    let with = |trace: Vec<u8>, span: Vec<u8>| Span { trace_id: trace, span_id: span, ..one(vec![]) };
    let spans = vec![
        with(vec![7; 3], vec![7; 8]),
        with(vec![0; 16], vec![7; 8]),
        with(vec![7; 16], vec![7; 3]),
        with(vec![7; 16], vec![0; 8]),
        with(vec![], vec![]),
        with(vec![7; 16], vec![7; 16]),
        Span { parent_span_id: vec![7; 3], ..one(vec![]) },
    ];
    let decoded = decode(&encoded(spans));
    let refused: Vec<(usize, &str)> =
        decoded.rejected.iter().map(|refused| (refused.index, refused.reason.reason())).collect();
    let (trace, span) = ("bad_trace_id", "bad_span_id");
    assert_eq!(refused, [(0, trace), (1, trace), (2, span), (3, span), (4, trace), (5, span)]);
    assert_eq!(decoded.events.len(), 2);
    assert_eq!((decoded.events[0].parent, &decoded.events[1].repaired[..]), (None, &["parentRunId"][..]));
}

#[test]
fn times_that_no_run_may_have_are_the_arrivals() {
    let check = |start: u64, end: u64, want: [(i64, bool); 2]| {
        let times = Span { start_time_unix_nano: start, end_time_unix_nano: end, ..one(vec![]) };
        let [start, end] = events(times);
        assert_eq!([(start.at.micros(), start.soft), (end.at.micros(), end.soft)], want);
    };
    let arrival = (NOW.micros(), true);
    let second = 1_000_000_000;
    check(1, 2 * second, [(0, false), (2_000_000, false)]);
    check(
        1_740_821_400_123_456_789,
        1_740_821_400_123_457_000,
        [(1_740_821_400_123_456, false), (1_740_821_400_123_457, false)],
    );
    check(3 * second, 2 * second, [(3_000_000, false), (2_000_000, false)]);
    let last = Timestamp::TOO_LATE.micros().unsigned_abs() * 1000;
    check(last - 1, last, [(Timestamp::TOO_LATE.micros() - 1, false), arrival]);
    check(0, u64::MAX, [arrival, arrival]);
}

#[test]
fn a_span_that_has_no_end_goes_on() {
    let decoded = decode(&encoded(vec![Span { end_time_unix_nano: 0, ..one(vec![text("output", "so far")]) }]));
    assert_eq!(shown(&decoded).lines().next().map(|line| &line[..11]), Some("chain \"one\""));
    assert_eq!(decoded.events.len(), 1);
    assert!(decoded.events[0].attributes.is_some() && decoded.events[0].output.is_some());
}

#[test]
fn empty_names_are_no_names() {
    let [start, end] = events(Span { name: String::new(), ..one(vec![text("", "nothing"), text("agent_name", "")]) });
    assert_eq!(start.name, None);
    assert_eq!(start.run_type.as_deref(), Some("chain"));
    assert!(end.attributes.expect("all spans have them").text().contains("{\"\":\"nothing\""));
}

#[test]
fn bytes_that_are_no_text_refuse_their_span_alone() {
    let mut body = encoded(vec![one(vec![text("k", "mark me")]), one(vec![])]);
    let at = body.windows(4).position(|window| window == b"mark").expect("it is there");
    body[at] = 0xff;
    let decoded = decode(&body);
    assert_eq!(decoded.rejected.iter().map(|refused| refused.index).collect::<Vec<_>>(), [0]);
    assert_eq!(decoded.events.len(), 2);
}

#[test]
fn a_text_of_more_than_a_mebibyte_is_cut_and_marked() {
    let long = "é".repeat(MILLION);
    let [start, end] = events(Span {
        name: "n".repeat(10_000),
        ..one(vec![text("gen_ai.tool.name", "t"), text("gen_ai.tool.call.result", &long), text("user.id", &long)])
    });
    let output = end.output.expect("the result").to_value();
    assert_eq!(output.as_str().map(str::len), Some(1024 * 1024));
    assert_eq!(end.repaired, ["attributes", "output", "userId"]);
    assert_eq!(start.user.map(|user| user.external_id.len()), Some(Limits::default().name_bytes));
    let lengths: Vec<(&str, &str)> = end
        .metadata
        .iter()
        .filter(|entry| entry.key.ends_with(".length"))
        .map(|entry| (entry.key.as_str(), entry.value.text()))
        .collect();
    let twice = format!("[{0}, {0}]", 2 * MILLION);
    let want = [("perilune.output.length", "2000000"), ("perilune.attributes.length", &twice)];
    assert_eq!(lengths, want);
}

#[test]
fn protobuf_that_is_cut_off_anywhere_is_refused_whole() {
    let body = encoded(vec![one(vec![text("a", "b")]), one(vec![pair("n", Any::IntValue(7))])]);
    for end in 1..body.len() {
        let outcome = decode_traces(&body[..end], Encoding::Protobuf, NOW, &Limits::default());
        assert!(matches!(outcome, Err(OtlpRefusal::NotProtobuf(_))), "cut at {end}");
    }
    assert_eq!(decode(&body).events.len(), 4);
    assert_eq!(decode(&[]).received, 0);
}

#[test]
fn a_request_with_more_spans_than_allowed_is_refused_whole() {
    let limits = Limits { events: 2, ..Limits::default() };
    let told = |body: &[u8], encoding: Encoding| {
        decode_traces(body, encoding, NOW, &limits).map_or_else(|refusal| refusal.to_string(), |_| String::new())
    };
    let want = "The request holds 3 spans; at most 2 are accepted in one request";
    assert_eq!(told(&encoded(vec![one(vec![]), one(vec![]), one(vec![])]), Encoding::Protobuf), want);
    let three = [json!({}), json!({}), json!({})];
    assert_eq!(told(request("", &three).as_bytes(), Encoding::Json), want);
    assert_eq!(told(request("", &three[..2]).as_bytes(), Encoding::Json), "");
}

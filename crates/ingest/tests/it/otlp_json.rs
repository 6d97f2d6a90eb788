//! OTLP/JSON in every spelling that clients have, and that it says what protobuf says.

use ingest::{Encoding, Limits, decode_logs, decode_traces};
use opentelemetry_proto::tonic::collector::logs::v1::ExportLogsServiceRequest;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use prost::Message;
use serde_json::{Value, json};

use crate::otlp::{TRACE, any, request, shown, span, traces};
use crate::otlp_recordings::{RECORDINGS, requests};
use crate::otlp_writer::{Style, logs_in_json, traces_in_json};
use crate::{NOW, otlp};

/// A span of which every member has more than one spelling.
fn plain() -> Value {
    let mut one = span(&json!({"whole": 7, "broken": 0.5, "list": [1, "a"], "tree": {"b": true}}));
    one["parentSpanId"] = "00f067aa0ba902b7".into();
    one["kind"] = 3.into();
    one["status"] = json!({"code": 2, "message": "no"});
    one["droppedAttributesCount"] = 4.into();
    one["events"] = json!([{"name": "e", "timeUnixNano": "1740821400500000000", "attributes": []}]);
    one["links"] = json!([{"traceId": TRACE, "spanId": "00f067aa0ba902b7", "attributes": []}]);
    one
}

/// The same span with some members in another spelling says the same.
#[track_caller]
fn same(change: impl FnOnce(&mut Value)) {
    let mut changed = plain();
    change(&mut changed);
    let (want, got) = (traces(request("s", &[plain()])), traces(request("s", &[changed.clone()])));
    assert_eq!(shown(&got), shown(&want), "{changed}");
    assert_eq!(got.events, want.events, "{changed}");
}

/// Gives a member another name.
fn rename(object: &mut Value, from: &str, to: &str) {
    let members = object.as_object_mut().expect("an object");
    let value = members.remove(from).expect("it is there");
    members.insert(to.to_owned(), value);
}

#[test]
fn enumerations_come_by_number_or_by_name() {
    for kind in [json!("SPAN_KIND_CLIENT"), json!("CLIENT"), json!("3"), json!(3.0)] {
        same(|one| one["kind"] = kind);
    }
    for code in [json!("STATUS_CODE_ERROR"), json!("ERROR"), json!("2")] {
        same(|one| one["status"]["code"] = code);
    }
}

#[test]
fn keys_come_in_camel_case_or_in_snake_case() {
    same(|one| {
        for (camel, snake) in [
            ("traceId", "trace_id"),
            ("spanId", "span_id"),
            ("parentSpanId", "parent_span_id"),
            ("startTimeUnixNano", "start_time_unix_nano"),
            ("endTimeUnixNano", "end_time_unix_nano"),
            ("droppedAttributesCount", "dropped_attributes_count"),
        ] {
            rename(one, camel, snake);
        }
        rename(&mut one["events"][0], "timeUnixNano", "time_unix_nano");
        rename(&mut one["links"][0], "traceId", "trace_id");
        rename(&mut one["links"][0], "spanId", "span_id");
        for (at, camel, snake) in [
            (0, "intValue", "int_value"),
            (1, "doubleValue", "double_value"),
            (2, "arrayValue", "array_value"),
            (3, "kvlistValue", "kvlist_value"),
        ] {
            rename(&mut one["attributes"][at]["value"], camel, snake);
        }
    });
    let snake = json!({"resource_spans": [{"scope_spans": [{"scope": {"name": "s"}, "spans": [plain()]}]}]});
    assert_eq!(traces(snake.to_string()).events, traces(request("s", &[plain()])).events);
}

#[test]
fn ids_come_in_digits_of_either_case_or_in_base64() {
    same(|one| one["traceId"] = TRACE.to_uppercase().into());
    same(|one| one["spanId"] = "B7AD6B7169203331".into());
    same(|one| one["traceId"] = "CvdlGRbNQ92ESOshHIAxnA==".into());
    same(|one| one["spanId"] = "t61rcWkgMzE=".into());
    same(|one| one["parentSpanId"] = "APBnqgupArc=".into());
}

#[test]
fn numbers_come_as_numbers_or_as_text() {
    same(|one| one["startTimeUnixNano"] = json!(1_740_821_400_000_000_000_u64));
    same(|one| one["endTimeUnixNano"] = "1.740821401e18".into());
    same(|one| one["endTimeUnixNano"] = " 1740821401000000000 ".into());
    same(|one| one["attributes"][0]["value"]["intValue"] = json!(7));
    same(|one| one["attributes"][1]["value"]["doubleValue"] = json!("0.5"));
    same(|one| one["droppedAttributesCount"] = json!("4"));
}

#[test]
fn members_that_are_null_or_unknown_say_nothing() {
    same(|one| one["flags"] = json!({"a": [1]}));
    same(|one| one["traceState"] = Value::Null);
    same(|one| one["attributes"][0]["other"] = json!("x"));
    same(|one| one["attributes"][0]["value"]["stringValue"] = Value::Null);
}

#[test]
fn a_value_without_its_wrapping_is_the_value() {
    same(|one| one["attributes"][0]["value"] = json!(7));
    same(|one| one["attributes"][1]["value"] = json!(0.5));
}

#[test]
fn numbers_that_json_has_no_word_for_are_kept_as_text() {
    for (sent, want) in [("NaN", "\"NaN\""), ("Infinity", "\"Infinity\""), ("-Infinity", "\"-Infinity\"")] {
        let mut one = span(&json!({}));
        one["attributes"] = json!([{"key": "n", "value": {"doubleValue": sent}}]);
        let decoded = traces(request("", &[one]));
        let attributes = decoded.events[1].attributes.as_ref().expect("all spans have them");
        assert!(attributes.text().starts_with(&format!("{{\"attributes\":{{\"n\":{want}}}")), "{}", attributes.text());
    }
}

#[test]
fn a_body_with_number_words_and_bad_bytes_is_mended() {
    let one = span(&json!({"gen_ai.request.model": "m", "gen_ai.request.temperature": 0.25}));
    let body = request("", &[one, span(&json!({}))]).replace("0.25", "NaN").replacen("a span", "a \\ud83d span", 1);
    let told = shown(&traces(body));
    assert!(told.starts_with("llm \"m\""), "{told}");
    assert_eq!(told.matches("repaired: [\"attributes\"]").count(), 1, "{told}");
    let mut bytes = request("", &[span(&json!({}))]).into_bytes();
    let at = bytes.windows(6).position(|window| window == b"a span").expect("it has a name");
    bytes[at] = 0xff;
    assert!(shown(&traces(bytes)).starts_with("chain \"\u{fffd} span\""));
}

#[test]
fn a_body_that_is_no_request_is_refused_whole() {
    let check = |body: &[u8], want: &str| {
        let outcome = decode_traces(body, Encoding::Json, NOW, &Limits::default());
        let told = outcome.map_or_else(|refusal| refusal.to_string(), |decoded| format!("{} spans", decoded.received));
        assert_eq!(told, want, "{}", String::from_utf8_lossy(body));
    };
    check(b"", "The body is not JSON");
    check(b"{", "The body is not JSON");
    check(b"{\"resourceSpans\":[}", "The body is not JSON");
    check(b"[]", "The body must be a JSON object");
    check(b"7", "The body must be a JSON object");
    check(b"{}", "0 spans");
    check(b"\xef\xbb\xbf {\"resourceSpans\":null}", "0 spans");
    check(b"{\"resourceSpans\":{},\"other\":[1]}", "0 spans");
    check(b"{\"resourceSpans\":[1,{\"scopeSpans\":[[],{\"spans\":\"x\"}]}]}", "0 spans");
}

#[test]
fn a_broken_span_is_refused_alone_with_its_index() {
    let with = |key: &str, value: Value| {
        let mut one = span(&json!({}));
        one[key] = value;
        one
    };
    let spans = [
        span(&json!({})),
        json!(5),
        json!({}),
        with("traceId", json!("0af765")),
        with("traceId", json!("0".repeat(32))),
        with("spanId", json!("b7ad6b")),
        with("spanId", json!("AQEBAQEB")),
        with("spanId", json!(7)),
        with("startTimeUnixNano", json!("yesterday")),
        with("endTimeUnixNano", json!(-1)),
        with("attributes", json!({"a": 1})),
        with("events", json!("none")),
        with("name", json!("last")),
    ];
    let told = shown(&traces(request("", &spans)));
    otlp::says(
        &told,
        &[
            "chain \"a span\"",
            "chain \"last\"",
            "refused 1: It cannot be read: it is no JSON object",
            "refused 2: A trace id must be 16 bytes",
            "refused 3: A trace id",
            "refused 4: A trace id",
            "refused 5: A span id must be 8 bytes",
            "refused 6: A span id",
            "refused 7: A span id",
            "refused 8: It cannot be read: startTimeUnixNano",
            "refused 9: It cannot be read: endTimeUnixNano",
            "refused 10: It cannot be read: attributes",
            "refused 11: It cannot be read: events",
        ],
    );
}

#[test]
fn every_kind_of_value_is_read() {
    let bytes = json!({"key": "bytes", "value": {"bytesValue": "AQID"}});
    let mut one = span(&json!({"text": "t", "is": true, "n": -3, "deep": {"a": [{"b": 1.5}]}}));
    one["attributes"].as_array_mut().expect("a list").push(bytes);
    one["attributes"][0]["value"] = any(&json!("t"));
    let decoded = traces(request("", &[one]));
    let attributes = decoded.events[1].attributes.as_ref().expect("all spans have them").to_value();
    assert_eq!(
        attributes["attributes"],
        json!({"text": "t", "is": true, "n": -3, "deep": {"a": [{"b": 1.5}]}, "bytes": "AQID"})
    );
}

#[test]
fn every_recording_says_the_same_in_json() {
    for recording in RECORDINGS {
        for recorded in requests(recording).iter().filter(|recorded| recorded.encoding == Encoding::Protobuf) {
            let want = recorded.decode();
            for style in Style::ALL {
                let text = if recorded.is_logs {
                    logs_in_json(&ExportLogsServiceRequest::decode(&recorded.body[..]).expect("it was recorded"), style)
                } else {
                    traces_in_json(
                        &ExportTraceServiceRequest::decode(&recorded.body[..]).expect("it was recorded"),
                        style,
                    )
                };
                let decode = if recorded.is_logs { decode_logs } else { decode_traces };
                let got = decode(text.as_bytes(), Encoding::Json, NOW, &Limits::default()).expect("it is JSON");
                assert_eq!(shown(&got), shown(&want), "{recording}: {} {style:?}", recorded.step);
                assert_eq!(got.events, want.events, "{recording}: {} {style:?}", recorded.step);
            }
        }
    }
}

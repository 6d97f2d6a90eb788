//! What must hold for any bytes that come as OpenTelemetry, as plain functions over bytes; each is run over the recordings and
//! over thousands of inputs made from them. The generator is seeded, so a failure comes back.

use std::sync::LazyLock;

use ingest::{Encoding, Limits, count_data_points, decode_logs, decode_traces};
use opentelemetry_proto::tonic::collector::logs::v1::ExportLogsServiceRequest;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use prost::Message;
use serde_json::{Value, json};

use crate::NOW;
use crate::fuzz::{Dice, sound, tiny};
use crate::otlp::{any, request, span, traces};
use crate::otlp_recordings::{RECORDINGS, Recorded, requests};
use crate::otlp_words::{KEYS, NAMES, SCOPES, VALUES, WORDS};
use crate::otlp_writer::{Style, logs_in_json, traces_in_json};

/// How many inputs each of the three targets is given.
const INPUTS: usize = 5_000;

/// Every recorded request, each also in JSON.
static CORPUS: LazyLock<Vec<Recorded>> = LazyLock::new(|| {
    let mut corpus = Vec::new();
    for recorded in RECORDINGS.iter().flat_map(|recording| requests(recording)) {
        let body = match (recorded.encoding, recorded.is_logs) {
            (Encoding::Json, _) => None,
            (Encoding::Protobuf, true) => ExportLogsServiceRequest::decode(&recorded.body[..])
                .ok()
                .map(|request| logs_in_json(&request, Style::Specified)),
            (Encoding::Protobuf, false) => ExportTraceServiceRequest::decode(&recorded.body[..])
                .ok()
                .map(|request| traces_in_json(&request, Style::Specified)),
        };
        let in_json = |body: String| Recorded {
            step: recorded.step.clone(),
            is_logs: recorded.is_logs,
            encoding: Encoding::Json,
            body: body.into_bytes(),
        };
        corpus.extend(body.map(in_json));
        corpus.push(recorded);
    }
    corpus
});

/// Every pair of a name and a value that the recordings hold, in OTLP/JSON.
static PAIRS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let mut pairs = Vec::new();
    for recorded in CORPUS.iter().filter(|recorded| recorded.encoding == Encoding::Json) {
        collect(&serde_json::from_slice(&recorded.body).expect("it is JSON"), &mut pairs);
    }
    pairs.sort_by_key(Value::to_string);
    pairs.dedup();
    pairs
});

fn collect(tree: &Value, pairs: &mut Vec<Value>) {
    match tree {
        Value::Object(members) if members.contains_key("key") && members.contains_key("value") => {
            pairs.push(tree.clone());
        }
        Value::Object(members) => members.values().for_each(|inner| collect(inner, pairs)),
        Value::Array(elements) => elements.iter().for_each(|inner| collect(inner, pairs)),
        _ => {}
    }
}

/// A whole body, as every signal: nothing panics, twice the same comes out, every element is accounted for, and what is
/// stored is sound.
fn decoder(body: &[u8], encoding: Encoding) {
    for limits in [Limits::default(), tiny()] {
        for decode in [decode_traces, decode_logs] {
            let Ok(decoded) = decode(body, encoding, NOW, &limits) else { continue };
            assert!(decoded.rejected.len() + decoded.passed_over <= decoded.received);
            assert!(decoded.rejected.iter().all(|refused| refused.index < decoded.received));
            assert!(decoded.rejected.is_sorted_by_key(|refused| refused.index));
            decoded.events.iter().for_each(|event| {
                sound(event);
                assert!(event.trace.is_some());
                assert_eq!(event.span.map(model::SpanId::run), Some(event.run));
                assert_eq!(event.parent_span.map(model::SpanId::run), event.parent);
            });
            let again = decode(body, encoding, NOW, &limits).expect("it was decoded before");
            assert_eq!(decoded.events, again.events);
        }
        let _is_told = count_data_points(body, encoding, &limits);
    }
}

/// One span, between two others: whatever its attributes are, it is a run, and the others are what they are without it.
fn dialects(scope: &str, odd: &Value) {
    let good = |name: &str| span(&json!({"gen_ai.request.model": name, "gen_ai.prompt.0.content": name}));
    let (first, last) = (good("first"), good("last"));
    let alone = traces(request(scope, &[first.clone(), last.clone()])).events;
    let among = traces(request(scope, &[first, odd.clone(), last]));
    assert_eq!((among.received, &among.rejected[..]), (3, &[][..]), "{odd}");
    let made = among.events.len() - alone.len();
    assert!(made > 0 || among.passed_over == 1, "{odd}");
    assert_eq!((&among.events[..2], &among.events[2 + made..]), (&alone[..2], &alone[2..]), "{odd}");
    among.events.iter().for_each(sound);
    let types = ["llm", "chain", "agent", "tool", "retriever", "embed"];
    assert!(among.events.iter().filter_map(|event| event.run_type.as_deref()).all(|told| types.contains(&told)));
    let text = request(scope, std::slice::from_ref(odd));
    decode_traces(text.as_bytes(), Encoding::Json, NOW, &tiny())
        .expect("the body is a request")
        .events
        .iter()
        .for_each(sound);
}

/// A recorded body with a few bytes replaced, removed or doubled.
fn mutated(dice: &mut Dice) -> (Vec<u8>, Encoding) {
    let recorded = &CORPUS[dice.roll(CORPUS.len())];
    let mut bytes = recorded.body.clone();
    for _ in 0..=dice.roll(4) {
        let start = dice.roll(bytes.len());
        let end = (start + dice.roll(12)).min(bytes.len());
        match dice.roll(4) {
            0 => drop(bytes.drain(start..end)),
            1 => {
                let copy = bytes[start..end].to_vec();
                let place = dice.roll(bytes.len());
                bytes.splice(place..place, copy);
            }
            2 => bytes[start] = u8::try_from(dice.roll(256)).expect("a byte"),
            _ => drop(bytes.splice(start..end, dice.pick(WORDS).bytes())),
        }
        if bytes.is_empty() {
            bytes.push(b'{');
        }
    }
    (bytes, recorded.encoding)
}

/// A span with attributes and events out of all recordings, some with another value, some broken or with another name.
fn made_up(dice: &mut Dice) -> Value {
    let mut one = span(&json!({}));
    one["attributes"] = pairs(dice);
    one["name"] = dice.pick(NAMES).into();
    one["status"] = json!({"code": dice.roll(3), "message": dice.pick(WORDS)});
    let events = dice.roll(4);
    one["events"] = (0..events).map(|_| json!({"name": dice.pick(NAMES), "attributes": pairs(dice)})).collect();
    if dice.roll(5) == 0 {
        one["endTimeUnixNano"] = "0".into();
    }
    one
}

fn pairs(dice: &mut Dice) -> Value {
    let count = dice.roll(14);
    (0..count).map(|_| pair(dice)).collect()
}

fn pair(dice: &mut Dice) -> Value {
    let mut pair = PAIRS[dice.roll(PAIRS.len())].clone();
    match dice.roll(6) {
        0 => pair["value"] = PAIRS[dice.roll(PAIRS.len())]["value"].clone(),
        1 => pair["value"] = any(&serde_json::from_str(dice.pick(VALUES)).expect("it is JSON")),
        2 => pair["value"] = json!({"stringValue": dice.pick(VALUES)}),
        3 => pair["key"] = dice.pick(KEYS).into(),
        _ => {}
    }
    pair
}

#[test]
fn no_bytes_break_the_decoders() {
    CORPUS.iter().for_each(|recorded| decoder(&recorded.body, recorded.encoding));
    let mut dice = Dice(11);
    for _ in 0..INPUTS {
        let (body, encoding) = mutated(&mut dice);
        decoder(&body, encoding);
    }
}

#[test]
fn no_attributes_break_a_dialect_or_its_neighbours() {
    let mut dice = Dice(13);
    for _ in 0..INPUTS {
        let scope = dice.pick(SCOPES);
        dialects(scope, &made_up(&mut dice));
    }
}

#[test]
fn the_generator_reaches_every_dialect_and_every_refusal() {
    let (mut dice, mut seen) = (Dice(13), std::collections::BTreeSet::new());
    for _ in 0..INPUTS {
        let decoded = traces(request("", &[made_up(&mut dice)]));
        seen.extend(decoded.events.into_iter().filter_map(|event| event.runtime));
        let (body, encoding) = mutated(&mut dice);
        if let Ok(decoded) = decode_traces(&body, encoding, NOW, &Limits::default()) {
            seen.extend(decoded.rejected.iter().map(|refused| refused.reason.reason().to_owned()));
        }
    }
    let want = [
        "bad_span_id",
        "bad_trace_id",
        "otel",
        "otel:gen_ai",
        "otel:google-adk",
        "otel:langfuse",
        "otel:langsmith",
        "otel:litellm",
        "otel:llama-index",
        "otel:logfire",
        "otel:mlflow",
        "otel:openinference",
        "otel:openllmetry",
        "otel:pydantic-ai",
        "otel:vercel",
        "unreadable",
    ];
    assert_eq!(Vec::from_iter(&seen), want);
}

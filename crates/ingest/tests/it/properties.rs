//! What holds for every body.

use ingest::{Limits, decode_batch};
use proptest::prelude::*;

use crate::batches::BATCHES;
use crate::{NOW, fuzz};

/// Pieces of JSON and of what is nearly JSON.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        "{\"events\":[",
        "]}",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u",
        "d83d",
        "\\ud83d",
        "\\ude00",
        "\\u0000",
        "NaN",
        "-Infinity",
        "null",
        "true",
        "1",
        "-1e400",
        "0.5",
        "\"event\":",
        "\"start\"",
        "\"runId\":",
        "\"a\"",
        "\"input\":",
        "\"metadata\":",
        "\"tags\":",
        "\"timestamp\":",
        "\"tokensUsage\":",
        "\u{feff}",
        "日",
        "\u{0}",
        "perilune",
        " ",
    ]);
    let bytes =
        prop_oneof![8 => piece.prop_map(|text| text.as_bytes().to_vec()), 1 => any::<u8>().prop_map(|byte| vec![byte])];
    prop::collection::vec(bytes, 0..60).prop_map(|pieces| pieces.concat())
}

/// A recorded body in which some bytes were replaced, removed or doubled.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let edits = prop::collection::vec((any::<prop::sample::Index>(), pieces(), 0_usize..9), 0..4);
    (prop::sample::select(BATCHES), edits).prop_map(|(recorded, edits)| {
        let mut bytes = recorded.body.as_bytes().to_vec();
        for (place, piece, removed) in edits {
            let start = place.index(bytes.len());
            let end = (start + removed).min(bytes.len());
            bytes.splice(start..end, piece);
        }
        bytes
    })
}

/// Any JSON, not always shallow.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        ".{0,20}".prop_map(Into::into),
    ];
    leaf.prop_recursive(6, 40, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::vec((".{0,5}", inner), 0..4).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// An element that is no event that can be stored.
fn bad_element() -> impl Strategy<Value = String> {
    let unusable = json()
        .prop_filter("an object with a known event", |value| value.get("event").is_none() && value.get(0).is_none());
    prop_oneof![
        unusable.prop_map(|value| value.to_string()),
        Just(r#"{"event":"end"}"#.to_owned()),
        Just("[".repeat(100_000) + &"]".repeat(100_000)),
    ]
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
        fuzz::decoder(&body);
    }

    #[test]
    fn no_pieces_of_json_make_it_panic(body in pieces()) {
        fuzz::decoder(&body);
        fuzz::decoder(&[b"{\"events\":[{\"event\":\"start\",\"input\":", &body[..], b"}]}"].concat());
    }

    #[test]
    fn no_change_to_a_real_body_makes_it_panic(body in mutated()) {
        fuzz::decoder(&body);
    }

    #[test]
    fn one_bad_element_leaves_the_others_stored(bad in bad_element(), place in 0_usize..4, count in 3_usize..20) {
        let mut elements: Vec<String> =
            (0..count).map(|index| format!(r#"{{"event":"start","runId":"{index}","timestamp":{index}}}"#)).collect();
        elements.insert(place.min(count), bad);
        let body = format!("{{\"events\":[{}]}}", elements.join(","));
        let decoded = decode_batch(body.as_bytes(), NOW, &Limits::default()).expect("the body is a batch");
        prop_assert_eq!(decoded.len(), count + 1);
        prop_assert_eq!(decoded.iter().filter(|element| element.result.is_ok()).count(), count);
    }

    #[test]
    fn free_json_comes_out_as_it_went_in(input in json()) {
        let body = format!(r#"{{"events":[{{"event":"end","runId":"r","output":{input}}}]}}"#);
        let decoded = decode_batch(body.as_bytes(), NOW, &Limits::default()).expect("the body is a batch");
        let event = decoded[0].result.as_ref().expect("the event is stored");
        let want = (!input.is_null()).then(|| input.to_string());
        prop_assert_eq!(event.output.as_ref().map(|raw| raw.text().to_owned()), want);
        prop_assert!(event.repaired.is_empty());
    }
}

//! What is repaired, stored and marked.

use ingest::{Limits, decode_batch};

use crate::{NOW, decode, event, shown};

#[track_caller]
fn check(body: impl AsRef<[u8]>, want: &[&str]) {
    let lines: Vec<String> = decode(body).iter().map(shown).collect();
    assert_eq!(lines, want);
}

#[test]
fn number_words_become_null_and_only_their_fields_are_marked() {
    check(
        r#"{"events":[{"event":"end","runId":"r","output":[NaN,1],"tokensUsage":{"prompt":Infinity,"completion":2}},
            {"event":"start","runId":"r","input":"NaN","metadata":{"score":-Infinity,"a":1},"params":NaN}]}"#,
        &[
            r#"end run=454349e4 at=soft output=[null,1] completion=2 repaired=["output", "tokensUsage"]"#,
            r#"start run=454349e4 at=soft input="NaN" a=1 repaired=["metadata", "params"]"#,
        ],
    );
}

#[test]
fn texts_that_no_text_can_hold_are_mended() {
    check(
        b"{\"events\":[{\"event\":\"start\",\"runId\":\"r\",\"input\":\"a\xffb\",\"name\":\"n\0m\"}]}",
        &["start run=454349e4 at=soft name=n\0m input=\"a\u{fffd}b\" repaired=[\"input\", \"name\"]"],
    );
    check(
        r#"{"events":[{"event":"start","runId":"r","input":"a\ud83d","tags":["\ude00"]},
            {"event":"start","runId":"s","input":"\ud83d\ude00 \u0000"},
            {"event":"start","runId":"s","\ud800":1}]}"#,
        &[
            "start run=454349e4 at=soft tags=[\"\u{fffd}\"] input=\"a\\ufffd\" repaired=[\"input\", \"tags\"]",
            r#"start run=043a7187 at=soft input="\ud83d\ude00 \u0000""#,
            "start run=043a7187 at=soft",
        ],
    );
}

#[test]
fn what_is_too_deep_becomes_text() {
    let nested = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
    for levels in [1, 127] {
        let event = event(&format!(r#"{{"event":"start","runId":"r","input":{}}}"#, nested(levels)));
        assert_eq!(event.input.unwrap().text(), nested(levels));
        assert!(event.repaired.is_empty());
    }
    for levels in [128, 100_000] {
        let event = event(&format!(r#"{{"event":"start","runId":"r","input":{}}}"#, nested(levels)));
        let want = format!("{}\"{}\"{}", "[".repeat(127), nested(levels - 127), "]".repeat(127));
        assert_eq!(event.input.unwrap().text(), want);
        assert_eq!(event.repaired, ["input"]);
    }
}

#[test]
fn a_deep_element_never_refuses_its_batch() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let objects = "{\"a\":".repeat(100_000) + "1" + &"}".repeat(100_000);
    let body = format!(r#"{{"events":[{deep},{objects},{{"event":"start","runId":"r"}}],"other":{deep}}}"#);
    let kinds: Vec<bool> = decode(body).iter().map(|element| element.result.is_ok()).collect();
    assert_eq!(kinds, [false, false, true]);
}

#[test]
fn what_reads_back_a_value_gets_all_of_its_levels() {
    let deep = "[".repeat(200) + &"]".repeat(200);
    let event = event(&format!(r#"{{"event":"start","runId":"r","input":{deep}}}"#));
    assert!(event.input.unwrap().to_value().is_array());
}

fn small() -> Limits {
    Limits { tags: 2, metadata_keys: 2, feedback_bytes: 12, name_bytes: 5, text_bytes: 20, ..Limits::default() }
}

#[test]
fn what_is_too_much_is_cut_and_marked() {
    #[track_caller]
    fn check(members: &str, want: &str) {
        let body = format!(r#"{{"events":[{{"event":"start","runId":"r",{members}}}]}}"#);
        let decoded = decode_batch(body.as_bytes(), NOW, &small()).expect("the body is a batch");
        assert_eq!(shown(&decoded[0]), format!("start run=454349e4 at=soft {want}"), "{members}");
    }
    check(r#""name":"abcdef","type":"日本""#, r#"type=日 name=abcde repaired=["name", "type"]"#);
    check(r#""tags":["a","b","c"]"#, r#"tags=["a", "b"] repaired=["tags"]"#);
    check(r#""tags":["abcdefgh"]"#, r#"tags=["abcde"] repaired=["tags"]"#);
    check(r#""userId":"abcdefgh""#, r#"user=abcde repaired=["userId"]"#);
    check(r#""metadata":{"a":1,"b":2,"c":3}"#, r#"a=1 b=2 repaired=["metadata"]"#);
    let long = "x".repeat(25);
    let kept = &long[..20];
    check(
        &format!(r#""input":{{"t":"{long}","u":"{long}y"}},"params":"{long}""#),
        &format!(
            r#"input={{"t":"{kept}","u":"{kept}"}} params="{kept}" perilune.params.length=25 perilune.input.length=[25, 26] repaired=["input", "params"]"#
        ),
    );
}

#[test]
fn token_counts_that_are_none_are_dropped_and_marked() {
    check(
        r#"{"events":{"event":"end","runId":"r","tokensUsage":{"prompt":-5,"completion":7}}}"#,
        &[r#"end run=454349e4 at=soft completion=7 repaired=["tokensUsage"]"#],
    );
}

#[test]
fn a_run_is_not_its_own_parent() {
    check(
        r#"{"events":{"event":"start","runId":"r","parentRunId":"r"}}"#,
        &[r#"start run=454349e4 at=soft repaired=["parentRunId"]"#],
    );
}

#[test]
fn feedback_over_a_mebibyte_is_cut() {
    let long = "x".repeat(2 << 20);
    let judged =
        event(&format!(r#"{{"event":"feedback","runId":"r","feedback":{{"thumb":"up","comment":"{long}"}}}}"#));
    let size: usize = judged.feedback.iter().map(|entry| entry.key.len() + entry.value.text().len()).sum();
    assert_eq!((judged.feedback.len(), size), (2, 1 << 20));
    assert_eq!(judged.repaired, ["feedback"]);
    assert_eq!(judged.metadata[0].key, "perilune.feedback.length");
    assert_eq!(judged.metadata[0].value.text(), (2 << 20).to_string());
    let odd = event(&format!(r#"{{"event":"feedback","runId":"r","feedback":{{"a":["{long}"],"thumb":"up"}}}}"#));
    assert_eq!((odd.feedback.len(), &*odd.feedback[0].key), (1, "thumb"));
    assert_eq!(odd.repaired, ["feedback"]);
}

#[test]
fn a_clock_outside_1970_to_2200_is_replaced_by_the_arrival() {
    for timestamp in ["-1", "7258118400000", "\"9999-12-31T23:59:59Z\""] {
        let event = event(&format!(r#"{{"event":"feedback","runId":"r","timestamp":{timestamp}}}"#));
        assert_eq!((event.at, event.soft, event.repaired), (NOW, true, vec!["timestamp"]), "{timestamp}");
    }
}

#[test]
fn more_than_a_thousand_tags_or_keys_are_cut() {
    let tags = vec!["1"; 1_000_000].join(",");
    let members: Vec<String> = (0..1001).map(|index| format!("\"k{index}\":1")).collect();
    let members = members.join(",");
    let start = event(&format!(r#"{{"event":"start","runId":"r","tags":[{tags}],"metadata":{{{members}}}}}"#));
    assert_eq!((start.tags.unwrap().len(), start.metadata.len()), (1000, 1000));
    assert_eq!(start.repaired, ["metadata", "tags"]);
    let chat = event(&format!(
        r#"{{"event":"chat","runId":"r","parentRunId":"t","threadTags":[{tags}],"threadMetadata":{{{members}}},
            "feedback":{{{members}}},"message":{{"tags":[{tags}],"extra":{{{members}}}}}}}"#
    ));
    let touch = chat.thread.unwrap();
    assert_eq!((touch.tags.unwrap().len(), touch.metadata.len()), (1000, 1000));
    assert_eq!((chat.tags.unwrap().len(), chat.metadata.len(), chat.feedback.len()), (1000, 1000, 1000));
    assert_eq!(chat.repaired, ["feedback", "message", "tags", "threadMetadata", "threadTags"]);
}

#[test]
fn a_name_or_tag_over_four_kibibytes_is_cut() {
    let long = "n".repeat(5000);
    let start = event(&format!(r#"{{"event":"start","runId":"r","name":"{long}","tags":["{long}"]}}"#));
    assert_eq!((start.name.unwrap().len(), start.tags.unwrap()[0].len()), (4096, 4096));
    assert_eq!(start.repaired, ["name", "tags"]);
}

#[test]
fn a_text_over_eight_mebibytes_is_cut_and_its_length_told() {
    let long = "t".repeat((8 << 20) + 1);
    let chat = event(&format!(
        r#"{{"event":"chat","runId":"r","parentRunId":"t","message":{{"role":"user","content":"{long}"}}}}"#
    ));
    let body = chat.message.unwrap().body;
    assert_eq!(body.text().len(), r#"{"role":"user","content":""}"#.len() + (8 << 20));
    assert_eq!(chat.repaired, ["message"]);
    let length = chat.metadata.iter().find(|entry| entry.key == "perilune.message.length").unwrap();
    assert_eq!(length.value.text(), ((8 << 20) + 1).to_string());
}

#[test]
fn a_message_is_mended_like_any_other_text() {
    check(
        b"{\"events\":[{\"event\":\"chat\",\"runId\":\"r\",\"parentRunId\":\"hello\",\"timestamp\":1,
            \"message\":{\"content\":\"a\xff\0\",\"score\":NaN},\"feedback\":{\"a\":Infinity}}]}",
        &[concat!(
            "chat run=454349e4 at=1970-01-01T00:00:00.001Z+0 thread=(2cf24dba) ",
            "says=Input {\"content\":\"a\u{fffd}\\u0000\"} feedback=(a=null) repaired=[\"feedback\", \"message\"]",
        )],
    );
    let deep = "[".repeat(200) + &"]".repeat(200);
    let chat = event(&format!(r#"{{"event":"chat","parentRunId":"t","message":{{"content":{deep}}}}}"#));
    assert!(chat.message.unwrap().body.to_value().is_object());
    assert_eq!(chat.repaired, ["message"]);
}

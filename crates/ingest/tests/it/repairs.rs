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
    Limits { tags: 2, metadata_keys: 2, name_bytes: 5, text_bytes: 20, ..Limits::default() }
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

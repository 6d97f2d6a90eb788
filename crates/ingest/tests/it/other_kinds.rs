//! Updates, feedback and log lines.

use crate::{decode, event, shown};

/// What an event about the run "r" at the first millisecond is shown as after that; the whole line when it has another head.
#[track_caller]
fn check(members: &str, want: &str) {
    let object = format!(r#"{{"runId":"r","timestamp":1,{members}}}"#);
    let lines: Vec<String> = decode(format!(r#"{{"events":[{object}]}}"#)).iter().map(shown).collect();
    let want = want.replacen(' ', " run=454349e4 at=1970-01-01T00:00:00.001Z+0 ", 1);
    assert_eq!(lines, [want.trim_end()], "{object}");
}

#[test]
fn an_update_says_nothing_but_metadata() {
    check(r#""event":"update","type":"llm","metadata":{"b":2,"deep":{}}"#, "update type=llm b=2");
    check(r#""event":"update","type":null,"metadata":{"b":2}"#, "update b=2");
    check(r#""event":"update","metadata":{}"#, "update ");
    check(r#""event":"update","metadata":null,"name":"n","input":1,"tags":["a"],"params":{}"#, "update ");
}

#[test]
fn feedback_is_that_of_both_its_members() {
    check(r#""event":"feedback","feedback":{"thumb":"up"}"#, r#"feedback feedback=(thumb="up")"#);
    check(
        r#""event":"feedback","feedback":{"thumb":null,"a":{"b":1}},"extra":{"comment":"x","a":2}"#,
        r#"feedback feedback=(thumb=null a=2 comment="x")"#,
    );
    check(r#""event":"feedback","feedback":{"a_b":1},"extra":{"aB":2}"#, "feedback feedback=(aB=2)");
    check(r#""event":"feedback","feedback":null,"overwrite":false"#, "feedback ");
}

#[test]
fn feedback_says_nothing_of_the_run_but_who_was_there() {
    check(
        r#""event":"feedback","type":"llm","name":"n","input":1,"tags":["t"],"metadata":{"a":1},"runtime":"lunary-js",
            "parentRunId":"hello","userId":"u","userProps":{"b":1},"feedback":{"thumb":"up"}"#,
        r#"feedback user=u props={"b":1} feedback=(thumb="up")"#,
    );
}

#[test]
fn feedback_needs_no_timestamp() {
    let judged = event(r#"{"event":"feedback","type":null,"runId":"r","feedback":{"thumb":"up"}}"#);
    assert!(judged.soft);
    let other = event(r#"{"event":"feedback","type":null,"runId":"r","feedback":{"thumb":null}}"#);
    assert_ne!(judged.hash, other.hash);
}

#[test]
fn a_log_line_is_a_run_named_by_its_level() {
    check(
        r#""event":"info","type":"log","message":"a line","extra":{"a":{"b":1}},"parentRunId":"hello""#,
        r#"start type=log name=info parent=2cf24dba input="a line" a={"b":1}"#,
    );
    check(
        r#""event":"error","type":"log","message":{"m":1},"metadata":{"n":1},"extra":{"a":1}"#,
        r#"start type=log name=error input={"m":1} n=1"#,
    );
    check(
        r#""event":"feedback","type":"log","message":"x","userId":"u""#,
        r#"start type=log name=feedback user=u input="x""#,
    );
    check(r#""type":"log","message":"x""#, r#"start type=log input="x""#);
    check(r#""type":"log","event":"info","parentRunId":"r""#, r#"start type=log name=info repaired=["parentRunId"]"#);
}

#[test]
fn log_lines_without_ids_are_told_apart_by_what_they_say() {
    let line = |text: &str| event(&format!(r#"{{"event":"info","type":"log","timestamp":1,"message":"{text}"}}"#));
    assert_eq!(line("a"), line("a"));
    assert_ne!(line("a").run, line("b").run);
}

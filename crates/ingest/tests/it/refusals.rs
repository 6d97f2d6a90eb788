//! What is refused whole, and what is refused alone.

use ingest::{Limits, decode_batch};

use crate::{NOW, decode, shown};

#[track_caller]
fn check_whole(body: impl AsRef<[u8]>, want: &str) {
    let limits = Limits { events: 3, ..Limits::default() };
    let outcome = decode_batch(body.as_ref(), NOW, &limits);
    let told = outcome.map_or_else(|refusal| refusal.to_string(), |decoded| format!("{} elements", decoded.len()));
    assert_eq!(told, want, "{}", String::from_utf8_lossy(body.as_ref()));
}

#[test]
fn a_body_that_is_no_batch_is_refused_whole() {
    check_whole("", "Missing events payload.");
    check_whole(" \n", "Missing events payload.");
    check_whole("\u{feff}", "Missing events payload.");
    check_whole("{}", "Missing events payload.");
    for falsy in ["null", "false", "0", "\"\""] {
        check_whole(format!(r#"{{"events":{falsy}}}"#), "Missing events payload.");
    }
    for odd in ["[]", "null", "5", "\"events\"", "[{\"events\":[]}]"] {
        check_whole(odd, "The body must be a JSON object with `events`");
    }
    for broken in
        ["{", "{\"events\":[}", "{\"events\":[]} x", "{\"events\":[{\"a\":}]}", "nonsense", "[1", "{\"events\":5"]
    {
        check_whole(broken, "The body is not JSON");
    }
    check_whole(b"\xff\xfe{\"events\":[]}", "The body is not JSON");
}

#[test]
fn a_batch_that_is_too_long_is_refused_whole() {
    check_whole(r#"{"events":[1,2,3]}"#, "3 elements");
    check_whole(r#"{"events":[1,2,3,{"a":[4]},5]}"#, "The batch holds 5 events; at most 3 are accepted in one request");
}

#[test]
fn a_batch_may_be_empty_or_one_object_or_stand_among_other_members() {
    check_whole(r#"{"events":[]}"#, "0 elements");
    check_whole(r#"{"events":{}}"#, "1 elements");
    check_whole(r#"{"events":true}"#, "1 elements");
    check_whole(r#"{"a":[{}],"events":[1],"b":null}"#, "1 elements");
    check_whole(r#"{"events":[1],"events":[1,2]}"#, "2 elements");
    check_whole("\u{feff} {\"events\":[]}\n", "0 elements");
}

#[track_caller]
fn check_alone(element: &str, want: &str) {
    let decoded = decode(format!(r#"{{"events":[{{"event":"start","runId":"ok"}},{element}]}}"#));
    assert!(decoded[0].result.is_ok(), "{element}");
    assert_eq!(shown(&decoded[1]), want, "{element}");
}

#[test]
fn an_element_that_is_no_event_is_refused_alone() {
    for odd in ["null", "5", "\"x\"", "[]", "[1]", "[{},{}]", "[[{}]]"] {
        check_alone(odd, "not_an_object: An event must be a JSON object");
    }
    check_alone("{}", "no_kind: The event has no `event`: say \"start\", \"end\" or \"error\"");
    check_alone(r#"{"event":7}"#, "no_kind: The event has no `event`: say \"start\", \"end\" or \"error\"");
    check_alone(r#"{"event":"banana"}"#, "unknown_kind: Unknown event \"banana\": say \"start\", \"end\" or \"error\"");
    check_alone(r#"{"event":"end"}"#, "no_run_id: An \"end\" event needs the `runId` of its run");
    check_alone(r#"{"event":"error","runId":5}"#, "no_run_id: An \"error\" event needs the `runId` of its run");
    check_alone(r#"{"event":"end","runId":""}"#, "no_run_id: An \"end\" event needs the `runId` of its run");
}

#[test]
fn kinds_that_come_later_are_refused_alone_and_say_so() {
    for kind in ["feedback", "chat", "custom-event", "update"] {
        check_alone(
            &format!(r#"{{"event":"{kind}","runId":"r"}}"#),
            &format!("not_built_yet: Events of kind \"{kind}\" are not stored by this version of the server"),
        );
    }
    check_alone(
        r#"{"type":"log","event":"info"}"#,
        "not_built_yet: Events of kind \"log\" are not stored by this version of the server",
    );
}

#[test]
fn a_long_unknown_word_is_not_repeated_in_full() {
    let word = "é".repeat(5000);
    let decoded = decode(format!(r#"{{"events":[{{"event":"{word}","runId":"r"}}]}}"#));
    assert!(shown(&decoded[0]).len() < 200);
}

//! What is refused whole, and what is refused alone.

use ingest::{Limits, Rejection, decode_batch};

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
    for mute in ["{}", r#"{"event":7}"#, r#"{"event":""}"#, r#"{"event":null,"runId":"r"}"#] {
        check_alone(mute, "no_kind: The event has no `event`: say what happened, such as \"start\" or \"end\"");
    }
}

#[test]
fn an_event_that_names_no_run_is_refused_alone() {
    check_alone(r#"{"event":"end"}"#, "no_run_id: An \"end\" event needs the `runId` of its run");
    check_alone(r#"{"event":"error","runId":5}"#, "no_run_id: An \"error\" event needs the `runId` of its run");
    check_alone(r#"{"event":"end","runId":""}"#, "no_run_id: An \"end\" event needs the `runId` of its run");
    check_alone(r#"{"event":"update"}"#, "no_run_id: An \"update\" event needs the `runId` of its run");
    check_alone(
        r#"{"event":"feedback","feedback":{}}"#,
        "no_run_id: An \"feedback\" event needs the `runId` of its run",
    );
}

#[test]
fn a_message_or_custom_event_without_a_conversation_is_refused_alone() {
    for parent in ["", r#","parentRunId":null"#, r#","parent_run_id":"""#, r#","parentRunId":7"#] {
        let chat = format!(r#"{{"event":"chat","runId":"r","message":{{"role":"user"}}{parent}}}"#);
        check_alone(&chat, "no_parent_run_id: No parent run ID provided");
        let custom = format!(r#"{{"event":"custom-event","runId":"r","name":"n"{parent}}}"#);
        check_alone(&custom, "no_parent_run_id: No parent run ID provided");
    }
    check_alone(r#"{"event":"chat","parentRunId":"t"}"#, "no_message: A \"chat\" event needs a `message`");
}

/// What is refused and yet answered with success, as it was recorded.
#[test]
fn an_unknown_kind_is_refused_alone_and_silently() {
    #[track_caller]
    fn check_silence(element: &str, want: &str) {
        check_alone(element, want);
        let decoded = decode(format!(r#"{{"events":{element}}}"#));
        assert!(decoded[0].result.as_ref().is_err_and(Rejection::is_silent), "{element}");
    }
    check_silence(r#"{"event":"banana"}"#, "unknown_kind: Unknown event \"banana\"");
    check_silence(r#"{"event":"Start","runId":"r"}"#, "unknown_kind: Unknown event \"Start\"");
    check_silence(
        r#"{"event":"update","type":"chain","runId":"r","metadata":{"a":1}}"#,
        "no_effect: An \"update\" event has no effect on runs of type \"chain\"",
    );
    for loud in ["{}", "null", r#"{"event":"end"}"#, r#"{"event":"chat"}"#] {
        let decoded = decode(format!(r#"{{"events":[{loud}]}}"#));
        assert!(decoded[0].result.as_ref().is_err_and(|rejection| !rejection.is_silent()), "{loud}");
    }
}

#[test]
fn a_long_unknown_word_is_not_repeated_in_full() {
    let word = "é".repeat(5000);
    let decoded = decode(format!(r#"{{"events":[{{"event":"{word}","runId":"r"}}]}}"#));
    assert!(shown(&decoded[0]).len() < 200);
}

#[test]
fn a_body_that_grows_too_large_while_it_is_mended_is_refused_whole() {
    let limits = Limits { repaired_bytes: 3000, ..Limits::default() };
    let refused = |text: &str| {
        let body = format!("{{\"events\":{{\"event\":\"start\",\"runId\":\"r\",\"input\":\"{text}\"}}}}");
        decode_batch(body.as_bytes(), NOW, &limits).err().map(|refusal| refusal.to_string())
    };
    assert_eq!(refused(&"\u{1}".repeat(400)), None);
    let want = "The body is no sound JSON, and mending it would take more than 3000 bytes";
    assert_eq!(refused(&"\u{1}".repeat(600)).as_deref(), Some(want));
    assert_eq!(refused(&"x".repeat(9000)), None, "what needs no mending may be of any size");
}

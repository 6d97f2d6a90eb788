//! The order of processing, and what an element's result repeats.

use crate::decode;

/// The echoes of a batch, in the order of processing; `-` where there is none.
#[track_caller]
fn check(events: &str, want: &str) {
    let decoded = decode(format!(r#"{{"events":{events}}}"#));
    let echoes: Vec<&str> =
        decoded.iter().map(|element| element.echo.as_ref().map_or("-", |raw| raw.text().trim_matches('"'))).collect();
    assert_eq!(echoes.join(" "), want, "{events}");
}

#[test]
fn elements_are_sorted_by_timestamp_and_equal_ones_keep_their_order() {
    check(r#"[{"runId":"b","timestamp":2},{"runId":"a","timestamp":1},{"runId":"c","timestamp":2}]"#, "a b c");
    check(r#"[{"runId":"b","timestamp":"2025-03-01"},{"runId":"a","timestamp":1}]"#, "a b");
    check(r#"[{"runId":"c","timestamp":9e15},{"runId":"b","timestamp":2},{"runId":"a","timestamp":-3}]"#, "a b c");
}

#[test]
fn an_element_without_a_timestamp_stays_behind_the_one_before_it() {
    check(r#"[{"runId":"x"},{"runId":"y"}]"#, "x y");
    check(r#"[{"runId":"x"},{"runId":"c","timestamp":3},{"runId":"d"},7,{"runId":"a","timestamp":1}]"#, "x a c d -");
}

#[test]
fn only_a_run_id_spelled_as_documented_is_repeated_and_exactly_as_sent() {
    check(r#"[{"run_id":"a"},{"runId":null},{},null]"#, "- - - -");
    check(r#"[{"runId":17},{"runId":{"a": [1]}},{"runId":"\u0061"},{"runId":""}]"#, r#"17 {"a": [1]} \u0061 "#);
    check(r#"[[{"runId":"nested"}]]"#, "nested");
    check(r#"{"runId":"alone"}"#, "alone");
}

#[test]
fn the_project_that_an_event_is_meant_for_is_told() {
    let decoded = decode(r#"{"events":[{"appId":"k1"},{"app_id":"k2"},{"appId":5},{"app":"k3"}]}"#);
    let keys: Vec<Option<&str>> = decoded.iter().map(|element| element.app_id.as_deref()).collect();
    assert_eq!(keys, [Some("k1"), Some("k2"), None, None]);
}

#[test]
fn a_question_without_a_time_comes_before_its_answer() {
    let body = br#"{"events": [
        {"event": "chat", "type": "thread", "runId": "q", "parentRunId": "t", "message": {"role": "user", "content": "?"}},
        {"event": "chat", "type": "thread", "runId": "a", "parentRunId": "t", "message": {"role": "assistant", "content": "!"}}
    ]}"#;
    let decoded = ingest::decode_batch(body, model::Timestamp::from_millis(5), &ingest::Limits::default()).unwrap();
    let events: Vec<_> = decoded.into_iter().map(|decoded| decoded.result.unwrap()).collect();
    assert!(events.iter().all(|event| event.soft));
    assert!(events[0].at < events[1].at);
    assert_eq!(events[1].at.millis(), 5);
}

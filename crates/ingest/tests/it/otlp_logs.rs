//! Log records that carry the messages of a run: in every form in use, in any order, split over any requests.

use model::merge::{Changes, RunState};
use model::{Event, MetadataEntry, RawJson, Side, part};
use serde_json::{Value, json};

use crate::otlp::{TRACE, any, attributes, logs, records, request, says, shown, span, traces};

/// A record of this name about the span of these tests.
fn record(name: &str, body: &Value, attributes_of: &Value) -> Value {
    json!({
        "traceId": TRACE, "spanId": "b7ad6b7169203331", "eventName": name,
        "timeUnixNano": "1740821400000000000", "body": any(body), "attributes": attributes(attributes_of),
    })
}

#[track_caller]
fn check(one: Value, want: &[&str]) {
    let told = shown(&records(logs(&[one])));
    assert!(told.starts_with("part 8bd07264\n"), "{told}");
    says(&told, want);
}

#[test]
fn every_event_is_a_message_of_its_role() {
    let said = |role: &str, text: &str| format!(r#"[{{"role":"{role}","content":"{text}"}}]"#);
    for role in ["system", "user", "assistant"] {
        let name = format!("gen_ai.{role}.message");
        check(record(&name, &json!({"content": "hi"}), &json!({})), &[&format!("asked: {}", said(role, "hi"))]);
    }
    let answer = json!({"content": "sunny", "id": "call_1"});
    let want = r#"asked: [{"role":"tool","content":"sunny","tool_call_id":"call_1"}]"#;
    check(record("gen_ai.tool.message", &answer, &json!({})), &[want]);
    let choice = json!({"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "hello"}});
    let want = r#"answered: {"role":"assistant","content":"hello"}"#;
    check(record("gen_ai.choice", &choice, &json!({})), &[want]);
}

#[test]
fn calls_of_tools_are_openais_whether_they_come_as_a_tree_or_as_text() {
    let call = json!({"id": "c", "type": "function", "function": {"name": "f", "arguments": {"a": 1}}});
    let want = r#"{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]}"#;
    let message = json!({"tool_calls": [call]});
    check(record("gen_ai.assistant.message", &message, &json!({})), &[&format!("asked: [{want}]")]);
    check(record("gen_ai.choice", &json!({"message": message}), &json!({})), &[&format!("answered: {want}")]);
    let text = json!({"tool_calls": json!([call]).to_string()});
    check(record("gen_ai.assistant.message", &text, &json!({})), &[&format!("asked: [{want}]")]);
}

#[test]
fn the_body_may_be_text_or_json_as_text_and_the_members_may_be_attributes() {
    let want = &[r#"asked: [{"role":"user","content":"hi"}]"#];
    check(record("gen_ai.user.message", &json!("hi"), &json!({})), want);
    check(record("gen_ai.user.message", &json!("{\"content\":\"hi\"}"), &json!({})), want);
    check(record("gen_ai.user.message", &Value::Null, &json!({"content": "hi"})), want);
    check(record("", &json!({"content": "hi"}), &json!({"event.name": "gen_ai.user.message"})), want);
    let parts = json!({"content": [{"type": "image_url", "image_url": {"url": "https://a/b.png"}}]});
    let want = r#"asked: [{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a/b.png"}}]}]"#;
    check(record("gen_ai.user.message", &parts, &json!({})), &[want]);
}

#[test]
fn a_whole_call_in_one_record_is_its_input_and_its_output() {
    let told = json!({
        "gen_ai.system_instructions": [{"type": "text", "content": "Be brief."}],
        "gen_ai.input.messages": "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"hi\"}]}]",
        "gen_ai.output.messages": [{"role": "assistant", "parts": [{"type": "text", "content": "hello"}]}],
    });
    let want = &[
        r#"input: [{"role":"system","content":"Be brief."},{"role":"user","content":"hi"}]"#,
        r#"output: {"role":"assistant","content":"hello"}"#,
    ];
    check(record("gen_ai.client.inference.operation.details", &Value::Null, &told), want);
    check(record("gen_ai.client.inference.operation.details", &told, &json!({})), want);
}

#[test]
fn records_about_no_run_are_passed_over_and_broken_ones_refused_alone() {
    let with = |key: &str, value: Value| {
        let mut one = record("gen_ai.user.message", &json!({"content": "hi"}), &json!({}));
        one[key] = value;
        one
    };
    let told = shown(&records(logs(&[
        record("exception", &json!("boom"), &json!({})),
        record("", &json!("a log line"), &json!({})),
        with("spanId", json!("")),
        with("spanId", json!("00")),
        with("traceId", json!("")),
        json!("text"),
        with("timeUnixNano", json!("noon")),
        with("eventName", json!("gen_ai.user.message")),
    ])));
    let want = [
        "part 8bd07264",
        "asked: [{",
        "refused 3: A span id",
        "refused 4: A trace id",
        "refused 5: It cannot be read",
        "refused 6: It cannot be read: timeUnixNano",
        "passed over: 3",
    ];
    says(&told, &want);
    assert_eq!(told.matches("part ").count(), 1);
}

#[test]
fn a_record_without_a_usable_time_is_soft() {
    let mut one = record("gen_ai.user.message", &json!({"content": "hi"}), &json!({}));
    one["timeUnixNano"] = json!("0");
    assert!(records(logs(&[one.clone()])).events[0].soft);
    one["observedTimeUnixNano"] = json!("1740821400000000000");
    assert!(!records(logs(&[one])).events[0].soft);
}

/// The run after these events.
fn state(events: impl IntoIterator<Item = Event>) -> RunState<RawJson> {
    let mut state = RunState::default();
    for event in events {
        assert!(event.trace.is_some() && event.span.is_some_and(|span| span.run() == event.run));
        state.apply(event, &mut Changes::default());
    }
    state
}

/// The messages of a run after these events, both sides.
fn merged(events: impl IntoIterator<Item = Event>) -> [Option<String>; 2] {
    let state = state(events);
    let parts: Vec<MetadataEntry> = state.parts.entries.iter().map(|said| said.value.clone()).collect();
    let text = |raw: Option<RawJson>| raw.map(|raw| raw.text().to_owned());
    [text(part::messages(&parts, Side::Input)), text(part::output(&parts))]
}

#[test]
fn neither_order_nor_split_nor_repetition_changes_the_messages() {
    let at = |nanos: u64, name: &str, content: &str| {
        let mut one = record(name, &json!({"content": content}), &json!({}));
        one["timeUnixNano"] = nanos.to_string().into();
        one
    };
    let told = [
        at(1000, "gen_ai.user.message", "hi"),
        at(1000, "gen_ai.system.message", "Be brief."),
        at(3000, "gen_ai.user.message", "and?"),
        at(2000, "gen_ai.assistant.message", "hello"),
        at(4000, "gen_ai.choice", "done"),
    ];
    let together = records(logs(&told)).events;
    assert_eq!(together.len(), 1);
    let apart: Vec<Event> = told.iter().flat_map(|one| records(logs(std::slice::from_ref(one))).events).collect();
    let run = traces(request("", &[span(&json!({"gen_ai.request.model": "m"}))])).events;
    let want = merged(together.clone());
    let input = r#"[{"role":"system","content":"Be brief."},{"role":"user","content":"hi"},{"role":"assistant","content":"hello"},{"role":"user","content":"and?"}]"#;
    assert_eq!(want, [Some(input.to_owned()), Some(r#"{"role":"assistant","content":"done"}"#.to_owned())]);
    assert_eq!(merged(apart.iter().cloned()), want);
    assert_eq!(merged(apart.iter().rev().cloned()), want);
    assert_eq!(merged(apart.iter().chain(&together).chain(&apart).cloned()), want);
    assert_eq!(merged(run.iter().chain(&apart).cloned()), want);
    assert_eq!(merged(apart.iter().chain(&run).cloned()), want);
}

#[test]
fn of_two_records_that_each_tell_a_whole_call_the_same_wins_however_they_are_split() {
    let at = |nanos: u64, said: &str| {
        let messages = json!([{"role": "user", "parts": [{"type": "text", "content": said}]}]);
        let told = json!({"gen_ai.input.messages": messages});
        let mut one = record("gen_ai.client.inference.operation.details", &Value::Null, &told);
        one["timeUnixNano"] = nanos.to_string().into();
        one
    };
    let told = [at(1_740_821_400_000_000_000, "first"), at(1_740_821_401_000_000_000, "second")];
    let input = |events: Vec<Event>| state(events).input.map(|said| said.value.text().to_owned());
    let alone = |place: usize| records(logs(std::slice::from_ref(&told[place]))).events;
    let want = input(records(logs(&told)).events);
    assert!(want.is_some());
    assert_eq!(input(records(logs(&[told[1].clone(), told[0].clone()])).events), want);
    assert_eq!(input([alone(0), alone(1)].concat()), want);
    assert_eq!(input([alone(1), alone(0)].concat()), want);
}

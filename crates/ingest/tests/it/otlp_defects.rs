//! What the reference loses of OpenTelemetry, and this does not: one test for each defect that the spec lists
//! (`api-otlp.md` 4), by its number.

use ingest::{Encoding, Limits, OtlpSignal, decode_traces, named_key};
use serde_json::json;

use crate::NOW;
use crate::otlp::{TRACE, check, request, run, says, shown, span, traces};

#[test]
fn defect_1_a_call_without_events_is_a_run_and_harms_no_other() {
    let call = span(&json!({"gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o"}));
    let told = shown(&traces(request("", &[span(&json!({})), call, span(&json!({"gen_ai.tool.name": "t"}))])));
    says(&told, &["chain \"a span\"", "llm \"gpt-4o\"", "tool \"t\""]);
}

#[test]
fn defect_1b_spans_without_an_operation_have_their_type_name_and_tokens() {
    let call = json!({"openinference.span.kind": "LLM", "llm.model_name": "m", "llm.token_count.prompt": 3});
    check(&call, &["llm \"m\"", "usage: prompt 3"]);
    let call = json!({"ai.operationId": "ai.streamText.doStream", "ai.model.id": "m", "ai.usage.inputTokens": 3});
    check(&call, &["llm \"m\"", "usage: prompt 3"]);
    let call = json!({"llm.request.type": "chat", "gen_ai.request.model": "m", "gen_ai.usage.prompt_tokens": 3});
    check(&call, &["llm \"m\"", "usage: prompt 3"]);
    check(&json!({}), &["chain \"a span\""]);
}

#[test]
fn defect_1c_what_the_reference_reads_is_read_as_it_does() {
    let events = r#"[{"content":"hi","role":"user","event.name":"gen_ai.user.message"},
        {"index":0,"message":{"role":"assistant","content":"hello"},"event.name":"gen_ai.choice"}]"#;
    let call = json!({
        "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o", "events": events,
        "gen_ai.request.temperature": 0.5, "gen_ai.request.top_p": 0.25, "gen_ai.request.max_tokens": 9,
        "gen_ai.request.top_k": 3, "gen_ai.request.frequency_penalty": 0.1, "gen_ai.request.presence_penalty": 0.2,
        "gen_ai.request.seed": 7, "gen_ai.request.stop_sequences": ["x"],
        "gen_ai.usage.input_tokens": 12, "gen_ai.usage.output_tokens": 5,
    });
    check(
        &call,
        &[
            "llm \"gpt-4o\"",
            r#"input: [{"content":"hi","role":"user","event.name":"gen_ai.user.message"}]"#,
            r#"output: {"role":"assistant","content":"hello"}"#,
            r#"params: {"temperature":0.5,"topP":0.25,"topK":3,"maxTokens":9,"frequencyPenalty":0.1,"presencePenalty":0.2,"seed":7,"stopSequences":["x"],"stop":["x"]}"#,
            "usage: prompt 12, completion 5",
        ],
    );
    let agent =
        json!({"agent_name": "planner", "all_messages_events": "[{\"role\":\"user\"}]", "final_result": "done"});
    check(&agent, &["agent \"planner\"", r#"input: [{"role":"user"}]"#, "output: \"done\""]);
    let tool = json!({
        "gen_ai.tool.name": "add", "a": 1, "b": 2, "tool_arguments": "{}", "tool_output": "3",
        "attributes_json_schema": r#"{"type":"object","properties":{"a":{},"b":{},"c":{}}}"#,
    });
    check(&tool, &["tool \"add\"", r#"input: {"a":1,"b":2}"#, "output: \"3\""]);
}

#[test]
fn defect_2_a_child_that_comes_before_its_parent_keeps_it() {
    let mut child = span(&json!({}));
    child["parentSpanId"] = "00f067aa0ba902b7".into();
    let mut parent = span(&json!({}));
    parent["spanId"] = "00f067aa0ba902b7".into();
    let children = traces(request("", &[child.clone()])).events;
    let parents = traces(request("", &[parent.clone()])).events;
    assert_eq!(children[0].parent, Some(parents[0].run));
    let together = traces(request("", &[parent, child])).events;
    assert_eq!((&together[..2], &together[2..]), (&parents[..], &children[..]));
}

#[test]
fn defect_3_what_is_refused_is_told_with_its_index() {
    let decoded = traces(request("", &[span(&json!({})), json!({"traceId": "x"}), span(&json!({}))]));
    assert_eq!((decoded.received, decoded.events.len()), (3, 4));
    assert_eq!(decoded.rejected.iter().map(|refused| refused.index).collect::<Vec<_>>(), [1]);
}

#[test]
fn defect_4_json_is_read() {
    assert!(run("app", span(&json!({"gen_ai.request.model": "m"}))).starts_with("llm \"m\" 8bd07264 [otel:gen_ai]"));
}

#[test]
fn defect_5_status_exceptions_names_resource_user_session_and_tags_are_mapped() {
    let mut failed = span(&json!({
        "lunary.user.id": "ann", "lunary.user.props": "{\"plan\":\"pro\"}", "lunary.user.email": "ann@example.com",
        "session.id": "s-1", "lunary.tags": ["a", "b"], "lunary.template.id": 17, "lunary.metadata.team": "blue",
    }));
    failed["status"] = json!({"code": 2, "message": "it broke"});
    failed["events"] = json!([{"name": "exception", "attributes": [
        {"key": "exception.type", "value": {"stringValue": "ValueError"}},
        {"key": "exception.message", "value": {"stringValue": "inner"}},
        {"key": "exception.stacktrace", "value": {"stringValue": "Traceback\nValueError: inner"}},
    ]}]);
    let body = json!({"resourceSpans": [{
        "resource": {"attributes": [
            {"key": "service.name", "value": {"stringValue": "shop"}},
            {"key": "deployment.environment.name", "value": {"stringValue": "staging"}},
            {"key": "lunary.project_key", "value": {"stringValue": "key-1"}},
        ]},
        "scopeSpans": [{"scope": {"name": "app", "version": "1.2"}, "spans": [failed]}],
    }]});
    let decoded = traces(body.to_string());
    let key = named_key(body.to_string().as_bytes(), Encoding::Json, OtlpSignal::Traces, &Limits::default());
    assert_eq!(key.as_deref(), Some("key-1"));
    let metadata = format!(
        "metadata: conversationId=\"s-1\" team=\"blue\" service.name=\"shop\" deployment.environment=\"staging\" \
         traceId=\"{TRACE}\" otel.scope.name=\"app\" otel.scope.version=\"1.2\""
    );
    says(
        &shown(&decoded),
        &[
            "chain \"a span\"",
            "error",
            r#"error: {"message":"it broke","stack":"... ValueError: inner","code":"ValueError"}"#,
            "user: ann",
            r#"props: {"plan":"pro","email":"ann@example.com"}"#,
            "prompt version: 17",
            "tags: [\"a\", \"b\"]",
            &metadata,
        ],
    );
}

#[test]
fn defect_5_an_exception_is_an_error_without_a_status_too() {
    let mut failed = span(&json!({"error.type": "timeout"}));
    failed["events"] = json!([{"name": "exception", "attributes": [
        {"key": "exception.message", "value": {"stringValue": "inner"}},
    ]}]);
    says(&run("", failed), &["error", r#"error: {"message":"inner","code":"timeout"}"#]);
    let mut silent = span(&json!({}));
    silent["status"] = json!({"code": 2});
    says(&run("", silent), &["error", r#"error: {"message":"The span failed and did not say why"}"#]);
}

#[test]
fn defect_6_the_id_follows_from_the_span_and_a_retry_says_the_same_events() {
    let body = request("", &[span(&json!({"gen_ai.request.model": "m"}))]);
    let (once, again) = (traces(&body), traces(&body));
    assert_eq!(once.events[0].run.to_string(), "8bd07264-510c-48a6-ab30-43322433b028");
    assert_eq!(once.events, again.events);
    let trace = once.events[0].trace.expect("every span has one");
    let told = |event: &model::Event| (event.trace, event.span.map(|span| (span.run(), span.run_in(trace))));
    let want = (Some(trace), once.events[0].span.map(|span| (once.events[0].run, span.run_in(trace))));
    assert_eq!(once.events.iter().map(told).collect::<Vec<_>>(), [want, want]);
}

#[test]
fn defect_6_the_parent_is_named_with_its_span() {
    let mut child = span(&json!({}));
    child["parentSpanId"] = "00f067aa0ba902b7".into();
    let events = traces(request("", &[child])).events;
    assert_eq!(events[0].parent, events[0].parent_span.map(model::SpanId::run));
    assert!(events[0].parent.is_some());
}

#[test]
fn defect_7_texts_stay_texts_unless_they_are_defined_as_json() {
    let tool = json!({"gen_ai.tool.name": "t", "gen_ai.tool.call.arguments": "123", "gen_ai.tool.call.result": "true"});
    check(&tool, &["input: \"123\"", "output: \"true\""]);
    check(&json!({"input": "{\"a\":1}", "output": "[1]"}), &[r#"input: "{\"a\":1}""#, r#"output: "[1]""#]);
    check(
        &json!({"lunary.input": "{\"a\":1}", "lunary.metadata.n": "17"}),
        &[r#"input: {"a":1}"#, "metadata: n=\"17\""],
    );
    let parsed = json!({"gen_ai.tool.name": "t", "gen_ai.tool.call.arguments": "{\"a\":1}"});
    check(&parsed, &[r#"input: {"a":1}"#]);
}

#[test]
fn defect_8_numbers_of_sixty_four_bits_are_kept_to_the_last_digit() {
    let mut one = span(&json!({"gen_ai.operation.name": "chat", "gen_ai.request.seed": i64::MAX}));
    one["events"] = json!([{"name": "gen_ai.user.message", "attributes": [
        {"key": "content", "value": {"stringValue": "hi"}}, {"key": "n", "value": {"intValue": i64::MIN.to_string()}},
    ]}]);
    says(&run("", one), &[r#"input: [{"role":"user","content":"hi"}]"#, r#"params: {"seed":9223372036854775807}"#]);
}

#[test]
fn defect_10_what_a_request_may_hold_is_limited() {
    let limits = Limits { metadata_keys: 2, tags: 1, name_bytes: 4, text_bytes: 5, ..Limits::default() };
    let body =
        request("", &[span(&json!({"gen_ai.request.model": "gpt-4o", "lunary.tags": ["a", "b"], "input": "abcdef"}))]);
    let decoded = decode_traces(body.as_bytes(), Encoding::Json, NOW, &limits).expect("the body is a request");
    let told = shown(&decoded);
    says(&told, &["llm \"gpt-\"", "tags: [\"a\"]", "input: \"abcde\""]);
    says(&told, &["repaired: [\"attributes\", \"input\", \"metadata\", \"name\", \"tags\"]"]);
}

//! What the recordings do not show of the dialects of frameworks: pictures, calls of tools, the rarer kinds of tokens.

use serde_json::{Value, json};

use crate::otlp::{attributes, check, run, says, span};
use crate::otlp_dialects::{CALL, INLINE, PICTURE, TOOL, asked};

#[test]
fn vercel_has_pictures_thoughts_and_calls() {
    let content = json!([{"role": "user", "content": [{"type": "image", "image": "https://a/b.png"}]}]);
    let told = json!({
        "ai.operationId": "ai.streamText.doStream", "ai.model.id": "m", "ai.model.provider": "p",
        "ai.prompt.messages": content.to_string(), "ai.response.reasoning": "hm",
        "ai.response.toolCalls": r#"[{"toolCallId":"c","toolName":"f","input":"{\"a\":1}"}]"#,
        "ai.settings.temperature": 0.5, "ai.usage.inputTokens": 9, "ai.usage.inputTokenDetails.cacheWriteTokens": 2,
        "ai.usage.reasoningTokens": 1, "ai.telemetry.metadata.userId": "ann", "ai.telemetry.metadata.sessionId": "s",
        "ai.telemetry.metadata.tags": ["x"], "ai.telemetry.metadata.plan": "pro", "ai.telemetry.functionId": "fn",
    });
    let want = [
        asked(&format!("[{PICTURE}]")),
        format!(r#"output: {{"role":"assistant","content":null,"reasoning":"hm","tool_calls":[{CALL}]}}"#),
        r#"params: {"temperature":0.5}"#.to_owned(),
        "usage: prompt 9, cache write 2, reasoning 1".to_owned(),
        "user: ann".to_owned(),
        "tags: [\"x\"]".to_owned(),
        r#"metadata: conversationId="s" plan="pro" provider="p""#.to_owned(),
    ];
    check(&told, &want.each_ref().map(String::as_str));
    check(&json!({"ai.operationId": "ai.embedMany"}), &["chain \"ai.embedMany\""]);
    let embed = json!({"ai.operationId": "ai.embed.doEmbed", "ai.model.id": "m", "ai.values": ["\"a\"", "\"b\""], "ai.usage.tokens": 3});
    check(&embed, &["embed \"m\"", r#"input: ["a","b"]"#, "usage: prompt 3"]);
}

#[test]
fn pydantic_ai_skips_announcements_and_notes_what_it_says_of_itself() {
    let told = run("logfire", span(&json!({"logfire.span_type": "pending_span", "logfire.msg": "chat"})));
    assert_eq!(told, "passed over: 1\n");
    let logged = json!({"logfire.msg": "hello ann", "logfire.tags": ["a"], "name": "ann", "logfire.json_schema": "{}"});
    check(&logged, &["chain \"hello ann\"", "tags: [\"a\"]", r#"metadata: logfire_msg="hello ann""#]);
    let tools =
        json!({"tools": ["f"], "logfire.msg": "running 1 tool", "pydantic_ai.x.y": 1, "gen_ai.tool.call.id": "c"});
    check(&tools, &["chain \"running 1 tool\"", r#"input: {"tools":["f"]}"#, r#"metadata: callId="c""#]);
    let parts = json!([{"role": "user", "parts": [{"type": "image-url", "url": "https://a/b.png"}]}]);
    let call = json!({"model_request_parameters": "{}", "gen_ai.operation.name": "chat", "gen_ai.input.messages": parts.to_string()});
    check(&call, &[&asked(&format!("[{PICTURE}]"))]);
}

#[test]
fn langfuse_has_its_own_names_for_all() {
    let told = json!({
        "langfuse.observation.type": "generation", "langfuse.observation.model.name": "m",
        "langfuse.observation.input": r#"[{"role":"user","content":"hi"}]"#, "langfuse.observation.output": "hello",
        "langfuse.observation.model.parameters": r#"{"temperature":0.5}"#, "langfuse.user.id": "ann",
        "langfuse.observation.usage_details": r#"{"input":9,"output":5,"input_cached_tokens":4}"#,
        "langfuse.session.id": "s", "langfuse.trace.tags": ["x"], "langfuse.observation.prompt.name": "p",
    });
    let want = [
        "llm \"m\"",
        r#"input: [{"role":"user","content":"hi"}]"#,
        "output: \"hello\"",
        r#"params: {"temperature":0.5}"#,
        "user: ann",
        "tags: [\"x\"]",
        "usage: prompt 9, completion 5, cached 4",
        r#"metadata: conversationId="s" promptName="p""#,
    ];
    check(&told, &want);
}

#[test]
fn langsmith_hands_on_the_bodies_of_anthropic_too() {
    let asked_of = json!({
        "model": "claude-sonnet-4", "system": "Be brief.", "max_tokens": 50, "tools": [{"name": "f", "description": "d", "input_schema": {"type": "object"}}],
        "messages": [
            {"role": "user", "content": [{"type": "image", "source": {"type": "url", "url": "https://a/b.png"}}]},
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c", "content": [{"type": "text", "text": "ok"}]}]},
        ],
    });
    let answer = json!({
        "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-sonnet-4-1", "stop_reason": "tool_use",
        "content": [{"type": "text", "text": "hm"}, {"type": "tool_use", "id": "c", "name": "f", "input": {"a": 1}}],
        "usage": {"input_tokens": 10, "output_tokens": 5, "cache_read_input_tokens": 30, "cache_creation_input_tokens": 20},
    });
    let told = json!({"langsmith.span.kind": "llm", "gen_ai.prompt": asked_of.to_string(), "gen_ai.completion": answer.to_string()});
    let messages = format!(
        r#"input: [{{"role":"system","content":"Be brief."}},{{"role":"user","content":[{PICTURE}]}},{{"role":"tool","tool_call_id":"c","content":"ok"}}]"#
    );
    let want = [
        "llm \"claude-sonnet-4\"".to_owned(),
        messages,
        format!(r#"output: {{"role":"assistant","content":"hm","tool_calls":[{CALL}]}}"#),
        format!(r#"params: {{"tools":[{TOOL}],"maxTokens":50}}"#),
        "usage: prompt 60, completion 5, cached 30, cache write 20".to_owned(),
        r#"metadata: responseId="msg_1" modelResponse="claude-sonnet-4-1" finishReasons="tool_use""#.to_owned(),
    ];
    check(&told, &want.each_ref().map(String::as_str));
}

#[test]
fn langsmith_has_tags_a_session_and_the_rarer_tokens() {
    let usage = json!({"input_tokens": 9, "output_tokens": 8, "input_token_details": {"cache_read": 4, "cache_creation": 3, "audio": 2},
        "output_token_details": {"reasoning": 6, "audio": 1}});
    let told = json!({
        "langsmith.span.kind": "llm", "langsmith.metadata.ls_model_name": "m", "langsmith.span.tags": "a, b",
        "langsmith.metadata.thread_id": "t", "langsmith.metadata.user_id": "ann",
        "langsmith.metadata.usage_metadata": usage.to_string(),
    });
    let want = [
        "llm \"m\"",
        "user: ann",
        "tags: [\"a\", \"b\"]",
        "usage: prompt 9, completion 8, cached 4, cache write 3, reasoning 6, audio in 2, audio out 1",
        r#"metadata: conversationId="t""#,
    ];
    check(&told, &want);
}

#[test]
fn litellm_tells_some_tokens_in_pythons_notation() {
    let usage = "{'completion_tokens': 24, 'prompt_tokens': 41, 'completion_tokens_details': {'audio_tokens': None, \
        'reasoning_tokens': 7}, 'prompt_tokens_details': {'audio_tokens': None, 'cached_tokens': 30, 'cache_creation_tokens': 5}}";
    let told = json!({
        "litellm.call_id": "1", "llm.request.type": "acompletion", "gen_ai.request.model": "m",
        "gen_ai.usage.input_tokens": 41, "gen_ai.usage.output_tokens": 24, "metadata.usage_object": usage,
        "metadata.session_id": "s", "metadata.team": "blue", "metadata.empty": "", "llm.user": "ann",
    });
    let want = [
        "llm \"m\"",
        "user: ann",
        "usage: prompt 41, completion 24, cached 30, cache write 5, reasoning 7",
        r#"metadata: conversationId="s" session_id="s" team="blue" callId="1""#,
    ];
    check(&told, &want);
}

#[test]
fn google_adk_has_the_request_of_gemini() {
    let asked_of = json!({
        "model": "gemini-2.0-flash",
        "config": {"system_instruction": "Be brief.", "top_p": 0.5, "tools": [{"function_declarations": [
            {"name": "f", "description": "d", "parameters": {"type": "object"}}]}]},
        "contents": [{"role": "user", "parts": [{"inline_data": {"mime_type": "image/png", "data": "AAAA"}}]}],
    });
    let answer = json!({
        "content": {"role": "model", "parts": [{"function_call": {"id": "c", "name": "f", "args": {"a": 1}}}]},
        "finish_reason": "STOP",
        "usage_metadata": {"prompt_token_count": 9, "candidates_token_count": 5, "cached_content_token_count": 4, "thoughts_token_count": 2},
    });
    let mut told = span(&json!({
        "gcp.vertex.agent.llm_request": asked_of.to_string(), "gcp.vertex.agent.llm_response": answer.to_string(),
        "gen_ai.request.model": "gemini-2.0-flash", "gcp.vertex.agent.session_id": "s",
    }));
    told["name"] = "call_llm".into();
    let want = [
        "llm \"gemini-2.0-flash\"".to_owned(),
        format!(r#"input: [{{"role":"system","content":"Be brief."}},{{"role":"user","content":[{INLINE}]}}]"#),
        format!(r#"output: {{"role":"assistant","content":null,"tool_calls":[{CALL}]}}"#),
        format!(r#"params: {{"topP":0.5,"tools":[{TOOL}]}}"#),
        "usage: prompt 9, completion 5, cached 4, reasoning 2".to_owned(),
        r#"metadata: finishReasons="STOP" conversationId="s""#.to_owned(),
    ];
    says(&run("gcp.vertex.agent", told), &want.each_ref().map(String::as_str));
}

#[test]
fn mlflow_has_json_in_every_attribute() {
    let told = json!({
        "mlflow.spanType": "\"CHAT_MODEL\"", "mlflow.llm.model": "\"m\"", "mlflow.llm.provider": "\"openai\"",
        "mlflow.spanInputs": r#"{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a/b.png"}}]}],"temperature":0.5}"#,
        "mlflow.spanOutputs": r#"{"id":"r","choices":[{"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],
            "usage":{"prompt_tokens":9,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":4,"audio_tokens":1},
            "completion_tokens_details":{"reasoning_tokens":2,"audio_tokens":1}}}"#,
        "mlflow.trace.user": "\"ann\"", "mlflow.trace.session": "\"s\"", "mlflow.traceTag.plan": "\"pro\"",
    });
    let want = [
        asked(&format!("[{PICTURE}]")),
        r#"output: {"role":"assistant","content":"hi"}"#.to_owned(),
        r#"params: {"temperature":0.5}"#.to_owned(),
        "user: ann".to_owned(),
        "usage: prompt 9, completion 5, cached 4, reasoning 2, audio in 1, audio out 1".to_owned(),
        r#"metadata: responseId="r" finishReasons=["stop"] system="openai" conversationId="s" plan="pro""#.to_owned(),
    ];
    check(&told, &want.each_ref().map(String::as_str));
    let rows = [
        ("LLM", "llm"),
        ("EMBEDDING", "embed"),
        ("AGENT", "agent"),
        ("TOOL", "tool"),
        ("RETRIEVER", "retriever"),
        ("X", "chain"),
    ];
    for (kind, run_type) in rows {
        check(&json!({"mlflow.spanType": format!("\"{kind}\"")}), &[run_type]);
    }
}

#[test]
fn llama_index_tells_in_events() {
    let told = |name: &str, events: &[(&str, Value)]| {
        let mut one = span(&json!({}));
        one["name"] = name.into();
        one["events"] =
            events.iter().map(|(name, told)| json!({"name": name, "attributes": attributes(told)})).collect();
        run("llamaindex.opentelemetry.tracer", one)
    };
    let asked_of = json!([{"role": "user", "blocks": [{"block_type": "image", "url": "https://a/b.png"}]}]);
    let start = json!({"model_dict.model": "m", "model_dict.temperature": "0.5", "messages": asked_of.to_string()});
    let calls = json!([{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{\"a\":1}"}}]);
    let end = json!({
        "response.message.role": "assistant", "response.message.blocks": "[]",
        "response.message.additional_kwargs.tool_calls": calls.to_string(),
        "response.raw.usage.prompt_tokens": 9, "response.raw.usage.prompt_tokens_details.cached_tokens": 4,
        "response.raw.usage.completion_tokens_details.reasoning_tokens": 2,
    });
    let want = [
        "llm \"m\"".to_owned(),
        asked(&format!("[{PICTURE}]")),
        format!(r#"output: {{"role":"assistant","content":null,"tool_calls":[{CALL}]}}"#),
        r#"params: {"temperature":0.5}"#.to_owned(),
        "usage: prompt 9, cached 4, reasoning 2".to_owned(),
    ];
    let call = told("OpenAI.chat", &[("LLMChatStartEvent", start), ("LLMChatEndEvent", end)]);
    says(&call, &want.each_ref().map(String::as_str));
    let embedded = json!({"chunks": ["a", "b"]});
    let embed =
        told("E.x", &[("EmbeddingStartEvent", json!({"model_dict.model_name": "m"})), ("EmbeddingEndEvent", embedded)]);
    says(&embed, &["embed \"m\"", r#"input: ["a","b"]"#]);
    let tool = told("W.call_tool", &[("AgentToolCallEvent", json!({"tool.name": "f", "arguments": "{\"a\":1}"}))]);
    says(&tool, &["tool \"f\"", r#"input: "{\"a\":1}""#]);
    says(&told("FunctionAgent.run", &[]), &["agent \"FunctionAgent.run\""]);
}

#[test]
fn a_span_that_no_dialect_knows_is_a_chain_with_its_attributes() {
    check(
        &json!({"http.method": "GET", "retries": 2, "input": "a", "output": "b", "tree": {"a": 1}}),
        &[
            "chain \"a span\" 8bd07264 [otel]",
            "input: \"a\"",
            "output: \"b\"",
            r#"metadata: http.method="GET" retries=2"#,
        ],
    );
}

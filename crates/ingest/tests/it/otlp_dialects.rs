//! What the recordings do not show of the conventions and their kin: pictures, calls of tools, the rarer kinds of tokens, older spellings.

use serde_json::{Value, json};

use crate::otlp::{attributes, check, run, says, span};

/// Messages' parts and tools as OpenAI has them.
pub(crate) const PICTURE: &str = r#"{"type":"image_url","image_url":{"url":"https://a/b.png"}}"#;
pub(crate) const INLINE: &str = r#"{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}"#;
pub(crate) const CALL: &str = r#"{"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}"#;
pub(crate) const TOOL: &str =
    r#"{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}}"#;

/// The input of a user who said this.
pub(crate) fn asked(content: &str) -> String {
    format!(r#"input: [{{"role":"user","content":{content}}}]"#)
}

#[test]
fn the_conventions_have_pictures_sounds_files_and_thoughts_in_parts() {
    let parts = |parts: Value| json!({"gen_ai.operation.name": "chat", "gen_ai.input.messages": json!([{"role": "user", "parts": parts}]).to_string()});
    let uri = json!([{"type": "uri", "modality": "image", "uri": "https://a/b.png"}, {"type": "text", "content": "?"}]);
    check(&parts(uri), &[&asked(&format!(r#"[{PICTURE},{{"type":"text","text":"?"}}]"#))]);
    let blob = json!([{"type": "blob", "mime_type": "image/png", "modality": "image", "content": "AAAA"}]);
    check(&parts(blob), &[&asked(&format!("[{INLINE}]"))]);
    let sound = json!([{"type": "blob", "mime_type": "audio/wav", "modality": "audio", "content": "AAAA"}]);
    check(&parts(sound), &[&asked(r#"[{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]"#)]);
    let file = json!([{"type": "file", "modality": "image", "file_id": "file-1"}]);
    check(&parts(file), &[&asked(r#"[{"type":"file","file":{"file_id":"file-1"}}]"#)]);
    let thought = json!([{"type": "reasoning", "content": "hm"}, {"type": "text", "content": "hi"}]);
    check(&parts(thought), &[r#"input: [{"role":"user","content":"hi","reasoning":"hm"}]"#]);
}

#[test]
fn the_conventions_have_calls_of_tools_and_their_answers_in_parts() {
    let call =
        json!([{"role": "assistant", "parts": [{"type": "tool_call", "id": "c", "name": "f", "arguments": {"a": 1}}]}]);
    let answer = json!([{"role": "tool", "parts": [{"type": "tool_call_response", "id": "c", "response": {"b": 2}}]}]);
    let told = json!({
        "gen_ai.operation.name": "chat", "gen_ai.request.model": "models/gemini-2.0-flash",
        "gen_ai.input.messages": answer.to_string(), "gen_ai.output.messages": call.to_string(),
        "gen_ai.tool.definitions": r#"[{"name":"f","description":"d","parameters":{"type":"object"}}]"#,
    });
    let want = [
        "llm \"gemini-2.0-flash\"".to_owned(),
        r#"input: [{"role":"tool","tool_call_id":"c","content":"{\"b\":2}"}]"#.to_owned(),
        format!(r#"output: {{"role":"assistant","content":null,"tool_calls":[{CALL}]}}"#),
        format!(r#"params: {{"tools":[{TOOL}]}}"#),
    ];
    check(&told, &want.each_ref().map(String::as_str));
}

#[test]
fn the_conventions_have_every_kind_of_tokens() {
    let told = json!({
        "gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": 100, "gen_ai.usage.output_tokens": 50,
        "gen_ai.usage.cache_read.input_tokens": 30, "gen_ai.usage.cache_creation.input_tokens": 20,
        "gen_ai.usage.reasoning.output_tokens": 10, "gen_ai.usage.details.input_audio_tokens": 5,
        "gen_ai.usage.details.output_audio_tokens": 4,
    });
    check(
        &told,
        &["usage: prompt 100, completion 50, cached 30, cache write 20, reasoning 10, audio in 5, audio out 4"],
    );
    let odd =
        json!({"gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": "many", "gen_ai.usage.output_tokens": -1});
    check(&odd, &["repaired: [\"tokensUsage\"]"]);
}

#[test]
fn the_conventions_have_a_type_for_every_operation() {
    let rows = [
        ("chat", "llm"),
        ("text_completion", "llm"),
        ("generate_content", "llm"),
        ("embeddings", "embed"),
        ("execute_tool", "tool"),
        ("create_agent", "agent"),
        ("invoke_agent", "agent"),
        ("retrieval", "retriever"),
        ("invoke_workflow", "chain"),
        ("plan", "chain"),
    ];
    for (operation, run_type) in rows {
        check(&json!({"gen_ai.operation.name": operation}), &[run_type]);
    }
}

#[test]
fn the_conventions_had_one_text_for_all_once() {
    let told = json!({"gen_ai.request.model": "m", "gen_ai.prompt": "hi", "gen_ai.completion": "hello"});
    check(&told, &[&asked("\"hi\""), r#"output: {"role":"assistant","content":"hello"}"#]);
    let mut events = span(&json!({"gen_ai.request.model": "m"}));
    events["events"] = json!([
        {"name": "gen_ai.content.prompt", "attributes": attributes(&json!({"gen_ai.prompt": "[{\"role\":\"user\",\"content\":\"hi\"}]"}))},
        {"name": "gen_ai.content.completion", "attributes": attributes(&json!({"gen_ai.completion": "hello"}))},
    ]);
    says(&run("", events), &[&asked("\"hi\""), r#"output: {"role":"assistant","content":"hello"}"#]);
}

#[test]
fn openllmetry_has_indexed_messages_with_tools_and_pictures() {
    let parts = r#"[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]"#;
    let told = json!({
        "llm.request.type": "chat", "gen_ai.request.model": "m", "llm.user": "ann", "llm.is_streaming": true,
        "gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": parts,
        "gen_ai.completion.0.role": "assistant", "gen_ai.completion.0.tool_calls.0.id": "c",
        "gen_ai.completion.0.tool_calls.0.name": "f", "gen_ai.completion.0.tool_calls.0.arguments": "{\"a\":1}",
        "llm.request.functions.0.name": "f", "llm.request.functions.0.description": "d",
        "llm.request.functions.0.parameters": "{\"type\":\"object\"}", "llm.top_k": 3,
        "gen_ai.usage.prompt_tokens": 9, "gen_ai.usage.cache_read_input_tokens": 4,
        "traceloop.association.properties.session_id": "s", "traceloop.association.properties.plan": "pro",
    });
    let want = [
        asked(&format!("[{INLINE}]")),
        format!(r#"output: {{"role":"assistant","content":null,"tool_calls":[{CALL}]}}"#),
        format!(r#"params: {{"tools":[{TOOL}],"topK":3,"stream":true}}"#),
        "user: ann".to_owned(),
        "usage: prompt 9, cached 4".to_owned(),
        r#"metadata: conversationId="s" plan="pro""#.to_owned(),
    ];
    check(&told, &want.each_ref().map(String::as_str));
}

#[test]
fn openllmetry_wraps_what_its_decorators_see() {
    let told = |kind: &str, input: &str, output: &str| {
        json!({"traceloop.span.kind": kind, "traceloop.entity.name": "x", "traceloop.entity.input": input,
            "traceloop.entity.output": output})
    };
    let rows = [("workflow", "chain"), ("task", "chain"), ("agent", "agent"), ("tool", "tool")];
    for (kind, run_type) in rows {
        let want = format!("{run_type} \"x\"");
        check(
            &told(kind, r#"{"args":[],"kwargs":{"a":1}}"#, "\"ok\""),
            &[&want, r#"input: {"a":1}"#, "output: \"ok\""],
        );
    }
    check(
        &told("tool", r#"{"inputs":{"q":1},"tags":[]}"#, r#"{"outputs":[2]}"#),
        &[r#"input: {"q":1}"#, "output: [2]"],
    );
    check(&told("tool", r#"{"args":["a"],"kwargs":{}}"#, "{}"), &["input: \"a\""]);
    check(&json!({"db.system": "chroma", "db.operation": "query"}), &["retriever \"chroma\""]);
    check(&json!({"llm.request.type": "rerank", "gen_ai.request.model": "m"}), &["retriever \"m\""]);
}

#[test]
fn openinference_has_contents_old_calls_completions_and_documents() {
    let message = "llm.input_messages.0.message";
    let told = json!({
        "openinference.span.kind": "LLM", "llm.model_name": "m",
        (format!("{message}.role")): "user",
        (format!("{message}.contents.0.message_content.type")): "image",
        (format!("{message}.contents.0.message_content.image.image.url")): "https://a/b.png",
        "llm.output_messages.0.message.role": "assistant",
        "llm.output_messages.0.message.function_call_name": "f",
        "llm.output_messages.0.message.function_call_arguments_json": "{\"a\":1}",
        "llm.token_count.prompt": 9, "llm.token_count.prompt_details.cache_write": 3,
        "llm.token_count.prompt_details.audio": 2, "llm.token_count.completion_details.audio": 1,
        "llm.prompt_template.version": "v2", "llm.provider": "openai",
    });
    let call = r#"{"type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}"#;
    let want = [
        asked(&format!("[{PICTURE}]")),
        format!(r#"output: {{"role":"assistant","content":null,"tool_calls":[{call}]}}"#),
        "usage: prompt 9, cache write 3, audio in 2, audio out 1".to_owned(),
        r#"metadata: provider="openai" promptTemplateVersion="v2""#.to_owned(),
    ];
    check(&told, &want.each_ref().map(String::as_str));
    let texts = json!({"openinference.span.kind": "LLM", "llm.prompts.0.prompt.text": "hi", "llm.choices.0.completion.text": "yo"});
    check(&texts, &["input: \"hi\"", "output: \"yo\""]);
    let reranked = json!({"openinference.span.kind": "RERANKER", "reranker.query": "q", "reranker.model_name": "m",
        "reranker.output_documents.0.document.id": "1", "reranker.output_documents.0.document.score": 0.5});
    check(&reranked, &["retriever \"m\"", "input: \"q\"", r#"output: [{"id":"1","score":0.5}]"#]);
}

#[test]
fn openinference_has_a_type_for_every_kind() {
    let rows = [
        ("LLM", "llm"),
        ("CHAIN", "chain"),
        ("PROMPT", "chain"),
        ("GUARDRAIL", "chain"),
        ("EVALUATOR", "chain"),
        ("UNKNOWN", "chain"),
        ("AGENT", "agent"),
        ("TOOL", "tool"),
        ("RETRIEVER", "retriever"),
        ("RERANKER", "retriever"),
        ("EMBEDDING", "embed"),
    ];
    for (kind, run_type) in rows {
        check(&json!({"openinference.span.kind": kind}), &[run_type]);
    }
}

#[test]
fn methods_of_llama_index_around_a_call_are_no_calls() {
    let scope = "openinference.instrumentation.llama_index";
    let outer = json!({"openinference.span.kind": "LLM", "llm.model_name": "m", "input.value": "hi"});
    says(&run(scope, span(&outer)), &["chain \"a span\"", "input: \"hi\""]);
    says(&run("openinference.instrumentation.openai", span(&outer)), &["llm \"m\""]);
    let inner =
        json!({"openinference.span.kind": "LLM", "llm.model_name": "m", "llm.input_messages.0.message.content": "hi"});
    says(&run(scope, span(&inner)), &["llm \"m\"", &asked("\"hi\"")]);
}

//! What real instrumentations sent, recorded: every span of every recording, as it arrives. One snapshot a recording, to be
//! read against the spec (`api-otlp.md` 7).

use std::path::PathBuf;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ingest::{Encoding, Limits, OtlpDecoded, decode_logs, decode_traces};
use model::{Event, EventKind, RawJson, part};
use serde_json::Value;

use crate::NOW;

/// One recorded request.
pub(crate) struct Recorded {
    pub(crate) step: String,
    pub(crate) is_logs: bool,
    pub(crate) encoding: Encoding,
    pub(crate) body: Vec<u8>,
}

impl Recorded {
    /// What becomes of it.
    #[track_caller]
    pub(crate) fn decode(&self) -> OtlpDecoded {
        let decode = if self.is_logs { decode_logs } else { decode_traces };
        decode(&self.body, self.encoding, NOW, &Limits::default()).expect("it was recorded")
    }
}

/// The requests of a recording that carry spans or log records, each step once.
pub(crate) fn requests(recording: &str) -> Vec<Recorded> {
    let path: PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "..", "..", "conformance", "fixtures", &format!("{recording}.jsonl")]
            .iter()
            .collect();
    let text = std::fs::read_to_string(&path).expect("the recording is there");
    let mut requests: Vec<Recorded> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let line: Value = serde_json::from_str(line).expect("a recording is lines of JSON");
        let request = request(&line);
        requests.extend(request.filter(|new| !requests.iter().any(|old| old.body == new.body)));
    }
    requests
}

fn request(line: &Value) -> Option<Recorded> {
    let path = line["path"].as_str()?;
    let is_logs = path.ends_with("/logs");
    if !is_logs && !path.ends_with("/traces") {
        return None;
    }
    let step = line["step"].as_str().unwrap_or_default().to_owned();
    if let Some(body) = line["req_body_b64"].as_str() {
        let sent = BASE64_STANDARD.decode(body).expect("bytes are in base64");
        return Some(Recorded { step, is_logs, encoding: Encoding::Protobuf, body: sent });
    }
    line["req_body"].is_object().then(|| Recorded {
        step,
        is_logs,
        encoding: Encoding::Json,
        body: line["req_body"].to_string().into_bytes(),
    })
}

/// Every run of a request, a few lines each, in the order in which they are named.
fn shown(decoded: &OtlpDecoded) -> String {
    let mut text = String::new();
    for event in &decoded.events {
        match event.kind {
            EventKind::Start => text.push_str(&start(event)),
            EventKind::End => text.push_str("  end"),
            EventKind::Error => text.push_str("  error"),
            _ => text.push_str(&format!("part {}", &event.run.to_string()[..8])),
        }
        text.push('\n');
        text.push_str(&said(event));
    }
    for refused in &decoded.rejected {
        text.push_str(&format!("refused {}: {}\n", refused.index, refused.reason));
    }
    if decoded.passed_over > 0 {
        text.push_str(&format!("passed over: {}\n", decoded.passed_over));
    }
    text
}

fn start(event: &Event) -> String {
    let short = |id: model::RunId| id.to_string()[..8].to_owned();
    let parent = event.parent.map(|parent| format!(" in {}", short(parent))).unwrap_or_default();
    let run_type = event.run_type.as_deref().unwrap_or("?");
    let name = event.name.as_deref().unwrap_or("?");
    let runtime = event.runtime.as_deref().unwrap_or("?");
    format!("{run_type} {name:?} {}{parent} [{runtime}]", short(event.run))
}

fn said(event: &Event) -> String {
    let mut text = String::new();
    let mut say = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            text.push_str(&format!("    {name}: {value}\n"));
        }
    };
    let json = |raw: &Option<RawJson>| raw.as_ref().map(|raw| raw.text().to_owned());
    say("input", json(&event.input));
    say("params", json(&event.params));
    say("user", event.user.as_ref().map(|user| user.external_id.clone()));
    say("tags", event.tags.as_ref().map(|tags| format!("{tags:?}")));
    say("output", json(&event.output));
    say("asked", part::messages(&event.parts, model::Side::Input).map(|raw| raw.text().to_owned()));
    say("answered", part::output(&event.parts).map(|raw| raw.text().to_owned()));
    say("error", event.error.as_ref().map(error));
    say("usage", event.usage.map(usage));
    let metadata: Vec<String> =
        event.metadata.iter().map(|entry| format!("{}={}", entry.key, entry.value.text())).collect();
    say("metadata", (!metadata.is_empty()).then(|| metadata.join(" ")));
    say("repaired", (!event.repaired.is_empty()).then(|| format!("{:?}", event.repaired)));
    text
}

/// The error, of its stack the last line only.
fn error(raw: &RawJson) -> String {
    let mut error = raw.to_value();
    if let Some(stack) = error.get("stack").and_then(Value::as_str) {
        let last = stack.trim_end().lines().next_back().unwrap_or_default().to_owned();
        error["stack"] = format!("... {last}").into();
    }
    error.to_string()
}

fn usage(usage: model::Usage) -> String {
    let counts = [
        ("prompt", usage.prompt_tokens),
        ("completion", usage.completion_tokens),
        ("cached", usage.cached_prompt_tokens),
        ("cache write", usage.cache_write_tokens),
        ("reasoning", usage.reasoning_tokens),
        ("audio in", usage.audio_prompt_tokens),
        ("audio out", usage.audio_completion_tokens),
    ];
    let told = counts.into_iter().filter_map(|(name, count)| Some(format!("{name} {}", count?)));
    told.collect::<Vec<String>>().join(", ")
}

#[track_caller]
fn check(recording: &str) {
    let mut text = String::new();
    let mut seen: Vec<String> = Vec::new();
    for request in requests(recording) {
        if seen.contains(&request.step) {
            continue;
        }
        text.push_str(&format!("== {}\n{}", request.step, shown(&request.decode())));
        seen.push(request.step);
    }
    insta::assert_snapshot!(recording, text);
}

macro_rules! recordings {
    ($($test:ident $name:literal,)*) => {
        /// Every recording.
        pub(crate) const RECORDINGS: &[&str] = &[$($name),*];
        $(#[test] fn $test() { check($name); })*
    };
}

recordings! {
    every_span_of_the_dialects_arrives "otlp-dialects",
    every_span_of_logfire_3_arrives "otlp-logfire-v0",
    every_span_of_logfire_5_arrives "otlp-logfire",
    every_span_of_openai_v2_arrives "otlp-openai-v2",
    every_span_of_openai_v2_with_the_latest_conventions_arrives "otlp-openai-v2-latest",
    every_span_of_openinference_arrives "otlp-openinference",
    every_span_of_pydantic_ai_0_arrives "otlp-pydantic-ai-v0",
    every_span_of_pydantic_ai_2_arrives "otlp-pydantic-ai",
    every_span_made_by_hand_arrives "otlp-raw",
    every_span_of_openllmetry_arrives "otlp-traceloop",
    every_span_of_the_vercel_ai_sdk_arrives "js-vercel-ai",
    every_span_of_langsmith_arrives "otlp-langsmith",
    every_span_of_llama_index_arrives "otlp-llamaindex",
    every_span_of_llama_index_under_openinference_arrives "otlp-llamaindex-openinference",
    every_span_of_litellm_arrives "otlp-litellm",
    every_span_of_google_adk_2_arrives "otlp-google-adk",
    every_span_of_google_adk_1_arrives "otlp-google-adk-v1",
    every_span_of_mlflow_arrives "otlp-mlflow",
}

#[test]
fn a_request_that_comes_again_says_the_same_events() {
    for recording in RECORDINGS {
        for request in requests(recording) {
            let (once, again) = (request.decode(), request.decode());
            assert_eq!(once.events, again.events, "{recording}: {}", request.step);
            assert!(once.rejected.is_empty(), "{recording}: {}", request.step);
        }
    }
}

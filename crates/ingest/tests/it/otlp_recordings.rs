//! What real instrumentations sent, recorded: every span of every recording, as it arrives. One snapshot a recording, to be
//! read against the spec (`api-otlp.md` 7).

use std::path::PathBuf;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ingest::{Encoding, Limits, OtlpDecoded, decode_logs, decode_traces};
use serde_json::Value;

use crate::NOW;
use crate::otlp::shown;

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
fn ids_in_base64_name_the_same_spans() {
    let requests = requests("otlp-protocol");
    let of = |step: &str| requests.iter().find(|request| request.step == step).expect("it was recorded").decode();
    crate::otlp::says(&shown(&of("json")), &["tool \"t\""]);
    assert_eq!(shown(&of("protobuf")), shown(&of("json")));
    let ids = |step: &str| of(step).events.iter().map(|event| (event.run, event.at, event.trace)).collect::<Vec<_>>();
    assert_eq!(ids("protobuf"), ids("json"));
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

//! What goes over the wire of `POST /v1/runs/ingest` and around the rows of `GET /v1/runs`, for the OpenAPI document only: the
//! body is decoded by the ingest crate, and the answers are written without a tree.

#![expect(dead_code, reason = "only the OpenAPI document is made of these")]

use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::view::RunView;

/// Events about runs.
#[derive(Deserialize, ToSchema)]
pub(super) struct IngestRequest {
    events: Events,
}

/// Several events, or one.
#[derive(Deserialize, ToSchema)]
#[serde(untagged)]
pub(super) enum Events {
    /// In any order; they are processed by timestamp.
    Several(Vec<Event>),
    /// Without a list around it.
    One(Box<Event>),
}

/// Something that happened to a run. Members may be spelled in camelCase, snake_case or kebab-case; null counts as absent.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Event {
    /// `start`, `end` or `error`.
    event: String,
    /// `llm`, `chain`, `agent`, `tool`, `retriever`, `embed` or any other word.
    #[serde(rename = "type")]
    run_type: Option<String>,
    /// Any text; what is no hyphenated UUID is turned into one, always the same.
    run_id: Option<String>,
    /// The run that this one is a part of; it may come later.
    parent_run_id: Option<String>,
    /// Milliseconds since 1970, or a date as ISO 8601 or RFC 2822 have it; absent: when it arrives.
    timestamp: Option<Value>,
    /// Model, tool, agent or chain.
    name: Option<String>,
    /// What went in: any JSON.
    input: Option<Value>,
    /// What came out: any JSON.
    output: Option<Value>,
    /// Why it failed; by convention `{message, stack}`.
    error: Option<Value>,
    /// Parameters of the model call.
    params: Option<Value>,
    /// Labels: a list, or one.
    tags: Option<Value>,
    /// Strings, numbers, booleans, and lists of those, by name.
    #[schema(value_type = Option<Object>)]
    metadata: Option<Value>,
    /// The project's own name for the person on whose behalf the run happened.
    user_id: Option<Value>,
    /// What the project knows of the person.
    #[schema(value_type = Option<Object>)]
    user_props: Option<Value>,
    /// What the run used of its model.
    tokens_usage: Option<TokensUsage>,
    /// The version of the prompt template that was used.
    template_version_id: Option<Value>,
    /// The SDK that sends it.
    runtime: Option<String>,
    /// Another project of the same organisation that the event is meant for, by its public key.
    app_id: Option<String>,
}

/// Counts of tokens.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct TokensUsage {
    /// Of everything that went in, cached ones included.
    prompt: Option<u64>,
    /// Those of `prompt` that the provider took from its cache.
    prompt_cached: Option<u64>,
    /// Of what came out.
    completion: Option<u64>,
}

/// What became of each event.
#[derive(ToSchema)]
pub(super) struct IngestResponse {
    /// In the order in which they were processed: by timestamp.
    results: Vec<IngestResult>,
}

/// What became of one event.
#[derive(ToSchema)]
pub(super) struct IngestResult {
    /// `runId` as it was sent; absent when it was spelled otherwise.
    #[schema(required = false)]
    id: Value,
    /// Whether it is stored.
    success: bool,
    /// Why not; absent when it is.
    #[schema(required = false)]
    error: String,
}

/// A page of runs, newest first.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(super) struct RunList {
    /// As asked for.
    page: u64,
    /// As asked for, and at most 10,000.
    limit: usize,
    data: Vec<RunView>,
    /// Hand it back as `cursor` for the next page; null on the last one.
    next_cursor: Option<String>,
    /// All runs that match; only with `total=true`.
    #[schema(required = false)]
    total: u64,
}

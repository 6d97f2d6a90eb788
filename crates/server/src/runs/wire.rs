//! Bodies and answers for the OpenAPI document only: events are decoded by the ingest crate, changes are read piece by piece so
//! that a refusal says what is wrong, and long answers are written without a tree.

#![expect(dead_code, reason = "only the OpenAPI document is made of these")]

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::preview::PreviewRow;
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

/// Something that happened to a run. Members may be spelled in camelCase, snake_case or kebab-case; null counts as absent, but
/// for the members of `feedback`.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Event {
    /// `start`, `end`, `error`, `update`, `feedback`, `chat` or `custom-event`; of the type `log`, the level.
    event: String,
    /// `llm`, `chain`, `agent`, `tool`, `retriever`, `embed`, `thread`, `log` or any other word.
    #[serde(rename = "type")]
    run_type: Option<String>,
    /// Any text; what is no hyphenated UUID is turned into one, always the same.
    run_id: Option<String>,
    /// The run that this one is a part of; it may come later. Of a message or custom event, the conversation.
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
    /// What somebody thinks of the run: `thumb`, `comment` or any other keys. Null takes a key's value away.
    #[schema(value_type = Option<Object>)]
    feedback: Option<Value>,
    /// Of a `chat`, the message: `{role, content}` and what else is to be kept; `isRetry` when it answers once more. Of a
    /// `log`, the text.
    message: Option<Value>,
    /// Of a message or custom event: labels of the conversation.
    thread_tags: Option<Value>,
    /// Of a message or custom event: what is to be known of the conversation.
    #[schema(value_type = Option<Object>)]
    thread_metadata: Option<Value>,
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

/// Events about runs of the project that the first event names by `projectId` or `app`.
#[derive(Deserialize, ToSchema)]
pub(super) struct ReportRequest {
    /// In any order; they are processed by timestamp.
    events: Vec<Event>,
}

/// Whether anybody may read a run.
#[derive(Deserialize, ToSchema)]
pub(super) struct VisibilityChange {
    visibility: bool,
}

/// The new labels of a run.
#[derive(Deserialize, ToSchema)]
pub(super) struct TagsChange {
    /// Null takes all away.
    tags: Option<Vec<String>>,
}

/// What somebody thinks of a run. A member that is left out stays as it is; null takes its value away.
#[derive(Deserialize, ToSchema)]
pub(super) struct FeedbackChange {
    thumb: Option<Thumb>,
    comment: Option<String>,
}

/// Up or down.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Thumb {
    Up,
    Down,
}

/// What people think of a run: these members, and any others that an SDK sent.
#[derive(Deserialize, ToSchema)]
pub(super) struct Feedback {
    thumb: Option<Thumb>,
    comment: Option<String>,
}

/// A score of a run.
#[derive(Deserialize, ToSchema)]
pub(super) struct ScoreChange {
    /// What is scored; a run has one score of each label.
    label: String,
    value: ScoreValue,
    /// Why.
    comment: Option<String>,
}

/// A number, a text or a verdict.
#[derive(Deserialize, ToSchema)]
#[serde(untagged)]
pub(super) enum ScoreValue {
    Number(f64),
    Text(String),
    Verdict(bool),
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

/// A run as a list shows it.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(super) enum ListRow {
    /// As it is.
    Run(Box<RunView>),
    /// With `fields=preview`.
    Preview(Box<PreviewRow>),
}

/// A page of runs, newest first unless it is sorted.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(super) struct RunList {
    /// As asked for.
    page: u64,
    /// As asked for, and at most 10,000.
    limit: usize,
    data: Vec<ListRow>,
    /// Hand it back as `cursor` for the next page; null on the last one.
    next_cursor: Option<String>,
    /// False when the time was up before the page was full; absent otherwise.
    #[schema(required = false)]
    complete: bool,
    /// All runs that match; only with `total=true`.
    #[schema(required = false)]
    total: u64,
    /// True when there may be more than `total`; absent otherwise.
    #[schema(required = false)]
    total_is_lower_bound: bool,
    /// What was stored later may not have been searched; absent when all was.
    #[schema(required = false, value_type = String, format = DateTime)]
    searched_up_to: model::Timestamp,
}

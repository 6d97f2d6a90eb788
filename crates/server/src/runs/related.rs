//! A run of a trace as `/related` shows it: bare columns. Nothing is unwrapped, nothing added.

use model::{ProjectId, Run, RunId, Status, Timestamp};
use serde::Serialize;
use serde_json::{Number, Value};
use utoipa::ToSchema;

use super::shape::{Keys, dollars, safe, shown, shown_output};

/// One run of a trace, as bare columns.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RelatedRun)]
pub(crate) struct RelatedView {
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    tags: Option<Vec<String>>,
    #[schema(value_type = String, format = "uuid")]
    project_id: ProjectId,
    #[schema(value_type = String, format = "uuid")]
    id: RunId,
    /// Null for what has none: conversations, their turns, custom events and log lines.
    status: Option<&'static str>,
    name: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    error: Value,
    input: Value,
    output: Value,
    /// Null when there are none.
    params: Value,
    #[serde(rename = "type")]
    run_type: String,
    #[schema(value_type = Option<String>, format = "uuid")]
    parent_run_id: Option<RunId>,
    completion_tokens: Option<u64>,
    prompt_tokens: Option<u64>,
    /// US dollars; 0 when it cannot be told.
    #[schema(value_type = f64)]
    cost: Number,
    #[schema(value_type = Option<Object>)]
    feedback: Value,
    #[schema(value_type = Option<Object>)]
    metadata: Value,
}

impl RelatedView {
    pub(super) fn new(run: Run, keys: Keys) -> RelatedView {
        RelatedView {
            created_at: run.created_at,
            tags: run.tags,
            project_id: run.project,
            id: run.id,
            status: run.status.map(Status::word),
            name: run.name,
            ended_at: run.ended_at,
            error: shown(run.error.as_ref(), keys),
            input: shown(run.input.as_ref(), keys),
            output: shown_output(run.output.as_ref(), keys),
            params: shown(run.params.as_ref(), keys),
            run_type: run.run_type,
            parent_run_id: run.parent,
            completion_tokens: run.usage.completion_tokens.and_then(safe),
            prompt_tokens: run.usage.prompt_tokens.and_then(safe),
            cost: dollars(run.cost.unwrap_or(0)),
            feedback: shown(run.feedback.as_ref(), keys),
            metadata: shown(run.metadata.as_ref(), keys),
        }
    }
}

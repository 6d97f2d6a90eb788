//! A run as the wire shows it. The order of the fields is the reference's, and the column order of its exports.

use model::{ProjectId, Run, RunId, ShownUser, Timestamp, Usage};
use serde::Serialize;
use serde_json::{Number, Value};
use utoipa::ToSchema;

use super::shape::{self, Keys, safe, safe_signed, shown, shown_output, shown_params, unwrap_only, with_enrichments};

/// One recorded step of an LLM application. Where a field says "list", it is absent from a run by itself, and the other way
/// round.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Run)]
pub(crate) struct RunView {
    /// Unique in its project.
    #[schema(value_type = String, format = "uuid")]
    id: RunId,
    #[schema(value_type = String, format = "uuid")]
    project_id: ProjectId,
    /// Whether anyone with the link may read it.
    is_public: bool,
    /// What people thought of it.
    #[schema(value_type = Option<Object>)]
    feedback: Option<Value>,
    /// Feedback of the chat turn that this run answers.
    #[schema(value_type = Option<Object>)]
    parent_feedback: Option<Value>,
    /// List: feedback of the chat turns below.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Object>>)]
    feedbacks: Option<Null>,
    /// `llm`, `chain`, `agent`, `tool`, `retriever`, `embed` or any other word.
    #[serde(rename = "type")]
    run_type: String,
    /// Model, tool, agent or chain.
    name: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Null while it is open.
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// Milliseconds; null while it is open.
    duration: Option<i64>,
    /// The version of the prompt template that was used.
    template_version_id: Option<i64>,
    /// The template's short name.
    template_slug: Option<String>,
    /// US dollars; null when it cannot be told.
    #[schema(value_type = Option<f64>)]
    cost: Option<Number>,
    tokens: Tokens,
    /// What a toxicity check said.
    #[schema(value_type = Object)]
    toxicity: Toxicity,
    /// Free labels.
    tags: Option<Vec<String>>,
    /// What went in: any JSON. An object whose only member is `input` is shown as that member.
    input: Value,
    /// What came out: any JSON. An object whose only member is `output` is shown as that member.
    output: Value,
    /// Why it failed; by convention `{message, stack}`.
    error: Value,
    /// `started`, `success` or `error`.
    status: &'static str,
    /// By itself: another answer to the same message.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    sibling_run_id: Option<Null>,
    /// Parameters of the model call; `{}` when there are none.
    params: Value,
    /// Free keys and values.
    #[schema(value_type = Option<Object>)]
    metadata: Value,
    /// The person on whose behalf it ran.
    user: Option<UserView>,
    /// By itself: the topmost ancestor; null when the run is one itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "uuid")]
    trace_id: Option<Option<RunId>>,
    /// Values that evaluators or people gave this run.
    #[schema(value_type = Vec<Object>)]
    scores: [Null; 0],
    /// By itself: the run that this one is a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "uuid")]
    parent_run_id: Option<Option<RunId>>,
    /// Fields that had to be mended when they came in; absent when there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    repaired: Vec<String>,
}

/// A field that is there and null.
type Null = ();

/// What a run used of a model.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Tokens {
    /// Of everything that went in.
    prompt: Option<u64>,
    /// Those of `prompt` that the provider took from its cache.
    cached_prompt: Option<u64>,
    /// Of what came out.
    completion: Option<u64>,
    /// `prompt` and `completion`, unknown ones taken as 0.
    total: Option<u64>,
}

/// The two forms of "not checked": empty objects by itself, null members in lists.
#[derive(Serialize)]
struct Toxicity {
    input: NoVerdict,
    output: NoVerdict,
}

#[derive(Serialize, Clone, Copy, Default)]
#[serde(rename_all = "camelCase")]
struct NoVerdict {
    #[serde(skip_serializing_if = "Option::is_none")]
    is_toxic: Option<Null>,
    #[serde(skip_serializing_if = "Option::is_none")]
    labels: Option<Null>,
}

/// A person whom the project tracks.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = User)]
struct UserView {
    /// This server's number for the person.
    id: Option<i64>,
    /// The project's own name for the person.
    external_id: String,
    /// When this server first heard of the person.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// The latest event that named the person.
    #[schema(value_type = String, format = DateTime)]
    last_seen: Timestamp,
    /// What the project knows of the person; null when it never said.
    #[schema(value_type = Option<Object>)]
    props: Value,
}

impl RunView {
    /// The run by itself.
    pub(super) fn new(run: Run, keys: Keys) -> RunView {
        let input = unwrap_only("input", shown(run.input.as_ref(), keys));
        let output = unwrap_only("output", shown_output(run.output.as_ref(), keys));
        RunView {
            id: run.id,
            project_id: run.project,
            is_public: false,
            feedback: None,
            parent_feedback: None,
            feedbacks: None,
            duration: run.duration_ms().and_then(safe_signed),
            run_type: run.run_type,
            name: run.name,
            created_at: run.created_at,
            ended_at: run.ended_at,
            template_version_id: run.template_version.and_then(safe_signed),
            template_slug: None,
            cost: run.cost.map(shape::dollars),
            tokens: Tokens::from(run.usage),
            toxicity: Toxicity { input: NoVerdict::default(), output: NoVerdict::default() },
            tags: run.tags,
            input: with_enrichments(input),
            output: with_enrichments(output),
            error: with_enrichments(shown(run.error.as_ref(), keys)),
            status: run.status.word(),
            sibling_run_id: Some(()),
            params: shown_params(run.params.as_ref(), keys),
            metadata: shown(run.metadata.as_ref(), keys),
            user: run.user.map(|user| UserView::new(user, keys)),
            trace_id: Some(run.trace),
            scores: [],
            parent_run_id: Some(run.parent),
            repaired: run.repaired,
        }
    }

    /// The run as a row of a list; `abbreviated` shortens what goes in and out to fit a table.
    pub(super) fn row(run: Run, keys: Keys, abbreviated: bool) -> RunView {
        let verdict = NoVerdict { is_toxic: Some(()), labels: Some(()) };
        let mut row = RunView {
            feedbacks: Some(()),
            toxicity: Toxicity { input: verdict, output: verdict },
            sibling_run_id: None,
            trace_id: None,
            parent_run_id: None,
            ..RunView::new(run, keys)
        };
        if abbreviated {
            row.input = shape::abbreviate_input(row.input);
            row.output = shape::abbreviate_output(row.output);
        }
        row
    }
}

impl From<Usage> for Tokens {
    fn from(usage: Usage) -> Tokens {
        let total = usage.prompt_tokens.unwrap_or(0).saturating_add(usage.completion_tokens.unwrap_or(0));
        Tokens {
            prompt: usage.prompt_tokens.and_then(safe),
            cached_prompt: safe(usage.cached_prompt_tokens.unwrap_or(0)),
            completion: usage.completion_tokens.and_then(safe),
            total: safe(total),
        }
    }
}

impl UserView {
    fn new(user: ShownUser, keys: Keys) -> UserView {
        UserView {
            id: safe_signed(user.id),
            external_id: user.external_id,
            created_at: user.created_at,
            last_seen: user.last_seen,
            props: shown(user.props.as_ref(), keys),
        }
    }
}

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
    status: &'static str,
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
    feedback: Option<Value>,
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
            status: run.status.word(),
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
            cost: shape::dollars(run.cost.unwrap_or(0)),
            feedback: None,
            metadata: shown(run.metadata.as_ref(), keys),
        }
    }
}

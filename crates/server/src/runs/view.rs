//! A run as the wire shows it. The order of the fields is the reference's, and the column order of its exports.

use std::collections::HashMap;
use std::sync::Arc;

use model::{ProjectId, Run, RunId, Score, ShownUser, Status, Timestamp, Usage};
use serde::Serialize;
use serde_json::{Number, Value};
use utoipa::ToSchema;

use super::shape::{self, Keys, safe, safe_signed, shown, shown_output, shown_params, unwrap_only, with_enrichments};

/// One recorded step of an LLM application. Where a field says "list", it is absent from a run by itself, and the other way
/// round. A run that anybody may read has neither, nor scores.
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
    feedback: Value,
    /// List, and by itself: feedback of the chat turn that this run is a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    parent_feedback: Option<Value>,
    /// List: of a conversation, the feedback of each turn.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Option<Object>>>)]
    feedbacks: Option<Option<Vec<Value>>>,
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
    /// The version of the prompt template that was used; null when there is none, or none any more.
    template_version_id: Option<i64>,
    /// List, and by itself: the template's short name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    template_slug: Option<Option<String>>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Value)]
    input: Option<Value>,
    /// What came out: any JSON. An object whose only member is `output` is shown as that member.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Value)]
    output: Option<Value>,
    /// Why it failed; by convention `{message, stack}`.
    error: Value,
    /// `started`, `success` or `error`; null for what has none: conversations, their turns, custom events and log lines.
    status: Option<&'static str>,
    /// By itself, and in lists where there is one: the chat turn that this one answers once more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "uuid")]
    sibling_run_id: Option<Option<RunId>>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    scores: Option<Vec<ScoreView>>,
    /// List: of a conversation, the first message of its first turn.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    first_message: Option<Value>,
    /// List: of a conversation, the messages of all its turns.
    #[serde(skip_serializing_if = "Option::is_none")]
    messages_count: Option<u64>,
    /// By itself: the run that this one is a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "uuid")]
    parent_run_id: Option<Option<RunId>>,
    /// The OpenTelemetry trace, 32 hexadecimal digits; absent when it came as no span.
    #[serde(skip_serializing_if = "Option::is_none")]
    otel_trace_id: Option<String>,
    /// Fields that had to be mended when they came in; absent when there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    repaired: Vec<String>,
}

/// The slugs of templates, by their versions.
pub(super) type Slugs = HashMap<i64, Arc<str>>;

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
    /// Those of `prompt` that the provider wrote into its cache; absent when it did not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    cache_write: Option<u64>,
    /// Those of `completion` that the model thought and did not say; absent when it did not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning: Option<u64>,
    /// Those of `prompt` that were sound; absent when the provider did not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    audio_prompt: Option<u64>,
    /// Those of `completion` that were sound; absent when the provider did not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    audio_completion: Option<u64>,
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
    /// What the project knows of the person; null when it never said. Not shown to everybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    props: Option<Value>,
}

/// A value that an evaluator or a person gave a run.
#[derive(Serialize, ToSchema)]
#[schema(as = Score)]
struct ScoreView {
    /// A number, a text or a verdict.
    value: Value,
    /// What is scored.
    label: String,
    /// Why.
    comment: Option<String>,
}

impl RunView {
    /// The run by itself.
    pub(super) fn new(run: Run, keys: Keys) -> RunView {
        let input = unwrap_only("input", shown(run.input.as_ref(), keys));
        let output = unwrap_only("output", shown_output(run.output.as_ref(), keys));
        RunView {
            id: run.id,
            project_id: run.project,
            is_public: run.is_public,
            feedback: shown(run.feedback.as_ref(), keys),
            parent_feedback: Some(shown(run.parent_feedback.as_ref(), keys)),
            feedbacks: None,
            duration: run.duration_ms().and_then(safe_signed),
            run_type: run.run_type,
            name: run.name,
            created_at: run.created_at,
            ended_at: run.ended_at,
            template_version_id: run.template_version.and_then(safe_signed),
            template_slug: Some(None),
            cost: run.cost.map(shape::dollars),
            tokens: Tokens::from(run.usage),
            toxicity: Toxicity { input: NoVerdict::default(), output: NoVerdict::default() },
            tags: run.tags,
            input: Some(with_enrichments(input)),
            output: Some(with_enrichments(output)),
            error: with_enrichments(shown(run.error.as_ref(), keys)),
            status: run.status.map(Status::word),
            sibling_run_id: Some(run.sibling),
            params: shown_params(run.params.as_ref(), keys),
            metadata: shown(run.metadata.as_ref(), keys),
            user: run.user.map(|user| UserView::new(user, keys)),
            trace_id: Some(run.trace),
            scores: Some(run.scores.into_iter().map(ScoreView::from).collect()),
            first_message: None,
            messages_count: None,
            parent_run_id: Some(run.parent),
            otel_trace_id: run.otel_trace.map(|trace| trace.to_string()),
            repaired: run.repaired,
        }
    }

    /// The run as a row of a list; `abbreviated` shortens what goes in and out to fit a table.
    pub(super) fn row(mut run: Run, keys: Keys, abbreviated: bool) -> RunView {
        let verdict = NoVerdict { is_toxic: Some(()), labels: Some(()) };
        let is_thread = run.run_type == "thread";
        let turns = run.thread.take().unwrap_or_default();
        let feedbacks = turns.feedbacks.iter().map(|feedback| shown(feedback.as_ref(), keys)).collect::<Vec<_>>();
        let mut row = RunView {
            feedbacks: Some(Some(feedbacks).filter(|feedbacks| !feedbacks.is_empty())),
            toxicity: Toxicity { input: verdict, output: verdict },
            sibling_run_id: run.sibling.map(Some),
            trace_id: None,
            first_message: is_thread.then(|| shown(turns.first_message.as_ref(), keys)),
            messages_count: is_thread.then_some(turns.messages_count),
            parent_run_id: None,
            ..RunView::new(run, keys)
        };
        if abbreviated {
            row.input = row.input.map(shape::abbreviate_input);
            row.output = row.output.map(shape::abbreviate_output);
        }
        row
    }

    /// The row with a short error and without input and output.
    pub(super) fn without_texts(self, error: Option<String>) -> RunView {
        RunView { input: None, output: None, error: error.into(), ..self }
    }

    /// The run with the name of its template. A version that is not the project's, or no longer there, is none
    /// (spec `api-runs.md` 5, defect 7).
    pub(super) fn naming(mut self, slugs: &Slugs) -> RunView {
        let slug = self.template_version_id.and_then(|version| slugs.get(&version));
        self.template_version_id = self.template_version_id.filter(|_| slug.is_some());
        self.template_slug = self.template_slug.map(|_| slug.map(|slug| slug.as_ref().to_owned()));
        self
    }

    /// The run as anybody may read it: without its surroundings, scores, and what the project knows of the person.
    pub(super) fn public(run: Run, keys: Keys) -> RunView {
        let view = RunView::new(run, keys);
        RunView {
            parent_feedback: None,
            template_slug: None,
            sibling_run_id: None,
            trace_id: None,
            scores: None,
            parent_run_id: None,
            user: view.user.map(|user| UserView { props: None, ..user }),
            ..view
        }
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
            cache_write: usage.cache_write_tokens.and_then(safe),
            reasoning: usage.reasoning_tokens.and_then(safe),
            audio_prompt: usage.audio_prompt_tokens.and_then(safe),
            audio_completion: usage.audio_completion_tokens.and_then(safe),
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
            props: Some(shown(user.props.as_ref(), keys)),
        }
    }
}

impl From<Score> for ScoreView {
    fn from(score: Score) -> ScoreView {
        ScoreView { value: score.value.to_value(), label: score.label, comment: score.comment }
    }
}

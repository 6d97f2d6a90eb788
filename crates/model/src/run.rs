//! A run as a reader gets it.

use crate::{Nanodollars, ProjectId, RawJson, RunId, Timestamp, TraceId, Usage};

/// One recorded step of an LLM application, merged from all events that are known of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Run {
    /// Unique inside its project.
    pub id: RunId,
    /// Where it lives.
    pub project: ProjectId,
    /// `llm`, `chain`, `agent`, `tool`, ...
    pub run_type: String,
    /// Model, tool, agent or chain.
    pub name: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ended or failed; `None` while it is open.
    pub ended_at: Option<Timestamp>,
    /// How far it got; `None` for what has no such thing: threads, chat turns, custom events, log lines.
    pub status: Option<Status>,
    /// The prompt version that it used.
    pub template_version: Option<i64>,
    /// Token counts as sent.
    pub usage: Usage,
    /// What it cost, where that could be told.
    pub cost: Option<Nanodollars>,
    /// Free labels.
    pub tags: Option<Vec<String>>,
    /// What went in. Of a chat turn the array of its input messages; of a thread its latest message.
    pub input: Option<RawJson>,
    /// What came out. Of a chat turn the array of its output messages.
    pub output: Option<RawJson>,
    /// Why it failed.
    pub error: Option<RawJson>,
    /// Parameters of the model call.
    pub params: Option<RawJson>,
    /// Free keys and values; `None` when there are none.
    pub metadata: Option<RawJson>,
    /// Whether anybody with the link may read it.
    pub is_public: bool,
    /// What somebody thinks of it: a JSON object; `None` when nobody said anything.
    pub feedback: Option<RawJson>,
    /// The feedback of the chat turn that this run belongs to: of its parent, or of that one's parent and so on, through chat
    /// turns only.
    pub parent_feedback: Option<RawJson>,
    /// Numbers, texts and verdicts that evaluators or people gave it, by label.
    pub scores: Vec<Score>,
    /// Of a chat turn: the turn that it answers once more.
    pub sibling: Option<RunId>,
    /// Of a thread: what its turns add up to.
    pub thread: Option<ThreadFacts>,
    /// The person: of the topmost ancestor that has one, else the run's own.
    pub user: Option<ShownUser>,
    /// The run that this one is a part of, known or not.
    pub parent: Option<RunId>,
    /// The topmost ancestor; `None` when the run is one itself.
    pub trace: Option<RunId>,
    /// The OpenTelemetry trace that its span belonged to.
    pub otel_trace: Option<TraceId>,
    /// Fields that had to be mended when they came in, sorted.
    pub repaired: Vec<String>,
}

impl Run {
    /// Milliseconds from `created_at` to `ended_at`; negative when the client's clocks disagree, `None` while it is open.
    #[must_use]
    pub fn duration_ms(&self) -> Option<i64> {
        self.ended_at.map(|ended| ended.millis_since(self.created_at))
    }
}

/// One score of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Score {
    /// What is scored.
    pub label: String,
    /// A JSON number, string or boolean.
    pub value: RawJson,
    /// Why.
    pub comment: Option<String>,
}

/// What the turns of a thread add up to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ThreadFacts {
    /// The feedback of each turn, oldest first, `None` for a turn without.
    pub feedbacks: Vec<Option<RawJson>>,
    /// The first message of its first turn.
    pub first_message: Option<RawJson>,
    /// Messages of all turns.
    pub messages_count: u64,
}

/// How far a run got.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Status {
    /// Nothing has said yet that it ended.
    Started = 0,
    /// The last word was an end.
    Success = 1,
    /// The last word was an error.
    Error = 2,
}

impl Status {
    /// The word of the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Status::Started => "started",
            Status::Success => "success",
            Status::Error => "error",
        }
    }
}

/// A person whom our customer tracks, as shown with a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShownUser {
    /// Our number for the person, unique in the store.
    pub id: i64,
    /// The customer's own name for the person.
    pub external_id: String,
    /// When this server first heard of the person.
    pub created_at: Timestamp,
    /// The greatest timestamp of an event that named the person.
    pub last_seen: Timestamp,
    /// A JSON object; `None` when none was ever sent.
    pub props: Option<RawJson>,
}

//! What a client says about a run, once every dialect and spelling is behind us.

use crate::{RawJson, RunId, SpanId, Timestamp, TraceId, Usage};

/// The kinds of events, in the order that breaks a tie between equal timestamps (merge rules, `docs/ARCHITECTURE.md`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum EventKind {
    /// The run began. Custom events and log lines are starts too: of runs that end as they begin ([`is_instant`]).
    Start = 0,
    /// The run's metadata is replaced.
    Update = 1,
    /// The run succeeded.
    End = 2,
    /// The run failed.
    Error = 3,
    /// Somebody judged the run.
    Feedback = 4,
    /// A message of a conversation; the run is the message ([`Event::message`]).
    Chat = 5,
    /// A conversation was touched by one of its messages or custom events; the run is the thread. Made by the store.
    Thread = 6,
    /// Somebody changed the run through the API, at the server's time.
    Edit = 7,
    /// Something more is said of the run, which neither began nor ended by it: OpenTelemetry's log records ([`Event::parts`]).
    /// Like feedback it may come before its run, and makes none.
    Part = 8,
}

/// Whether runs of this type have no duration and no status: they end when they begin.
#[must_use]
pub fn is_instant(run_type: &str) -> bool {
    matches!(run_type, "custom-event" | "log")
}

/// One thing that a client said about one run. `P` is how input and output are held: as JSON when they come from the wire,
/// compressed on their way into a store.
#[derive(Clone, PartialEq, Debug)]
pub struct Event<P = RawJson> {
    /// The run that it speaks of.
    pub run: RunId,
    /// What happened.
    pub kind: EventKind,
    /// When; the arrival time when [`Event::soft`].
    pub at: Timestamp,
    /// The client gave no usable timestamp, so this event yields to any event that has one.
    pub soft: bool,
    /// The first 8 bytes of the SHA-256 of all that the client said: two events of a run with the same hash are one event.
    pub hash: u64,
    /// `llm`, `chain`, `agent`, `tool`, `retriever`, `embed` or any other text.
    pub run_type: Option<String>,
    /// Model, tool, agent or chain.
    pub name: Option<String>,
    /// The SDK that sent it, such as `lunary-py`.
    pub runtime: Option<String>,
    /// The run that this one is a part of; it may be unknown yet.
    pub parent: Option<RunId>,
    /// The OpenTelemetry trace that it belongs to.
    pub trace: Option<TraceId>,
    /// The span that it is, when [`Event::run`] follows from one.
    pub span: Option<SpanId>,
    /// The span that [`Event::parent`] follows from; it is of the same trace.
    pub parent_span: Option<SpanId>,
    /// Free labels, in the order sent.
    pub tags: Option<Vec<String>>,
    /// The person on whose behalf the run happened.
    pub user: Option<EndUser>,
    /// The version of the prompt template that was used.
    pub template_version: Option<i64>,
    /// What went in.
    pub input: Option<P>,
    /// What came out.
    pub output: Option<P>,
    /// A JSON object of all that an OpenTelemetry span, its scope and its resource said, in their own words.
    pub attributes: Option<P>,
    /// Messages of the run that came one by one; see [`crate::part`]. Keys are unique and say the order.
    pub parts: Vec<MetadataEntry>,
    /// Why it failed; by convention `{message, stack}`.
    pub error: Option<RawJson>,
    /// Parameters of the model call.
    pub params: Option<RawJson>,
    /// Free keys and values, in the order sent.
    pub metadata: Vec<MetadataEntry>,
    /// Token counts.
    pub usage: Option<Usage>,
    /// What somebody thinks of the run: free keys and values, in the order sent. A null value is kept.
    pub feedback: Vec<MetadataEntry>,
    /// The conversation that a message or custom event belongs to.
    pub thread: Option<ThreadTouch>,
    /// The message, of a [`EventKind::Chat`].
    pub message: Option<Message<P>>,
    /// The change, of a [`EventKind::Edit`].
    pub edit: Edit,
    /// Names of the fields that had to be mended before they could be stored, sorted.
    pub repaired: Vec<&'static str>,
}

/// What a message or custom event says of its conversation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ThreadTouch {
    /// The conversation.
    pub id: RunId,
    /// Its labels; `None` leaves those that it has.
    pub tags: Option<Vec<String>>,
    /// Its metadata; keys that are not named stay.
    pub metadata: Vec<MetadataEntry>,
}

/// What somebody changes of a run through the API. It beats what events say.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Edit {
    /// New labels; `Some(None)` takes all away.
    pub tags: Option<Option<Vec<String>>>,
    /// Whether anybody with the link may read the run.
    pub is_public: Option<bool>,
    /// Takes away all feedback that was given before.
    pub clears_feedback: bool,
}

/// One message of a conversation.
#[derive(Clone, PartialEq, Debug)]
pub struct Message<P = RawJson> {
    /// Whether it went into the application or came out of it.
    pub side: Side,
    /// A JSON object as sent: role, content, metadata, tool calls and whatever else the client named.
    pub body: P,
    /// The first 8 bytes of the SHA-256 of side and body: a message that is sent again is the same message.
    pub digest: u64,
    /// It answers the turn before it once more, beside the answer that is there.
    pub is_retry: bool,
}

/// The two sides of a turn. Inputs sort before outputs of the same time and id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Side {
    /// From a user or the system.
    Input = 0,
    /// From an assistant or a tool.
    Output = 1,
}

/// A person whom our customer tracks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EndUser {
    /// The customer's own name for the person.
    pub external_id: String,
    /// What the customer knows of the person: a JSON object. `None` leaves what is known as it is.
    pub props: Option<RawJson>,
}

/// One key of a run's metadata or feedback.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MetadataEntry {
    /// The key as sent; keys are compared in the form of [`crate::casing::stored_form`].
    pub key: String,
    /// In metadata a string, number, boolean, or an array of those; in feedback anything, null included.
    pub value: RawJson,
}

impl<P> Event<P> {
    /// An event that says nothing but that it happened.
    #[must_use]
    pub fn new(run: RunId, kind: EventKind, at: Timestamp) -> Event<P> {
        Event {
            run,
            kind,
            at,
            soft: false,
            hash: 0,
            run_type: None,
            name: None,
            runtime: None,
            parent: None,
            trace: None,
            span: None,
            parent_span: None,
            tags: None,
            user: None,
            template_version: None,
            input: None,
            output: None,
            attributes: None,
            parts: Vec::new(),
            error: None,
            params: None,
            metadata: Vec::new(),
            usage: None,
            feedback: Vec::new(),
            thread: None,
            message: None,
            edit: Edit::default(),
            repaired: Vec::new(),
        }
    }

    /// The same event with input and output held in another way.
    pub fn map_payload<Q>(self, mut hold: impl FnMut(P) -> Q) -> Event<Q> {
        Event {
            input: self.input.map(&mut hold),
            output: self.output.map(&mut hold),
            attributes: self.attributes.map(&mut hold),
            parts: self.parts,
            message: self.message.map(|message| Message {
                side: message.side,
                body: hold(message.body),
                digest: message.digest,
                is_retry: message.is_retry,
            }),
            feedback: self.feedback,
            thread: self.thread,
            edit: self.edit,
            run: self.run,
            kind: self.kind,
            at: self.at,
            soft: self.soft,
            hash: self.hash,
            run_type: self.run_type,
            name: self.name,
            runtime: self.runtime,
            parent: self.parent,
            trace: self.trace,
            span: self.span,
            parent_span: self.parent_span,
            tags: self.tags,
            user: self.user,
            template_version: self.template_version,
            error: self.error,
            params: self.params,
            metadata: self.metadata,
            usage: self.usage,
            repaired: self.repaired,
        }
    }
}

//! What a client says about a run, once every dialect and spelling is behind us.

use crate::{RawJson, RunId, Timestamp, Usage};

/// The kinds of events, in the order that breaks a tie between equal timestamps (merge rules, `docs/ARCHITECTURE.md`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum EventKind {
    /// The run began.
    Start = 0,
    /// The run succeeded.
    End = 2,
    /// The run failed.
    Error = 3,
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
    /// Why it failed; by convention `{message, stack}`.
    pub error: Option<RawJson>,
    /// Parameters of the model call.
    pub params: Option<RawJson>,
    /// Free keys and values, in the order sent.
    pub metadata: Vec<MetadataEntry>,
    /// Token counts.
    pub usage: Option<Usage>,
    /// Names of the fields that had to be mended before they could be stored, sorted.
    pub repaired: Vec<&'static str>,
}

/// A person whom our customer tracks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EndUser {
    /// The customer's own name for the person.
    pub external_id: String,
    /// What the customer knows of the person: a JSON object. `None` leaves what is known as it is.
    pub props: Option<RawJson>,
}

/// One key of a run's metadata.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MetadataEntry {
    /// The key as sent; keys are compared in the form of [`crate::casing::stored_form`].
    pub key: String,
    /// A string, number, boolean, or an array of those.
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
            tags: None,
            user: None,
            template_version: None,
            input: None,
            output: None,
            error: None,
            params: None,
            metadata: Vec::new(),
            usage: None,
            repaired: Vec::new(),
        }
    }

    /// The same event with input and output held in another way.
    pub fn map_payload<Q>(self, mut hold: impl FnMut(P) -> Q) -> Event<Q> {
        Event {
            input: self.input.map(&mut hold),
            output: self.output.map(&mut hold),
            run: self.run,
            kind: self.kind,
            at: self.at,
            soft: self.soft,
            hash: self.hash,
            run_type: self.run_type,
            name: self.name,
            runtime: self.runtime,
            parent: self.parent,
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

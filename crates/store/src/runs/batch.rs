//! What is handed to the store, and what it says of each piece.

use model::{Event, Timestamp};

use super::sqlite::{Codec, Frame};
use crate::ProjectScope;
use crate::meta::Caller;

/// One event, with the project that it goes to, ready to be merged.
#[derive(Clone, Debug)]
pub struct RunChange {
    pub(super) scope: ProjectScope,
    pub(super) event: Event<Frame>,
}

impl RunChange {
    pub(super) fn pack(at: &ProjectScope, event: Event, codec: &Codec) -> RunChange {
        RunChange::new(*at, event.map_payload(|json| codec.frame(json.text().as_bytes())))
    }

    pub(super) fn new(scope: ProjectScope, event: Event<Frame>) -> RunChange {
        RunChange { scope, event }
    }

    fn payload_bytes(&self) -> usize {
        let bytes = |frame: Option<&Frame>| frame.map_or(0, Frame::bytes);
        let event = &self.event;
        let message = event.message.as_ref().map(|message| &message.body);
        let payloads = [event.input.as_ref(), event.output.as_ref(), event.attributes.as_ref(), message];
        payloads.into_iter().map(bytes).sum()
    }
}

/// The events of one request that are to be stored, and the count of those that were turned away before.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Who sent them: in whose ledger they are counted.
    pub sender: Caller,
    /// When they came, by the server's clock.
    pub arrival: Timestamp,
    /// In order of processing.
    pub changes: Vec<RunChange>,
    /// Events that were rejected before they came here, by reason.
    pub rejected: Vec<(&'static str, u32)>,
    /// One of those, to be shown in the ledger: the reason, and at most 200 characters of the event.
    pub sample: Option<(&'static str, String)>,
}

impl Batch {
    pub(super) fn payload_bytes(&self) -> usize {
        self.changes.iter().map(RunChange::payload_bytes).sum()
    }
}

/// What became of one change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It was new, and is now part of its run.
    Stored,
    /// The same event was there already; nothing changed.
    Merged,
    /// Its run was deleted in the last seven days, so it was turned away.
    Deleted,
    /// A second start with other content: stored where the first left gaps, and reported as a duplicate.
    OtherStart,
}

//! What is handed to the store, and what it says of each piece.

use model::{Event, KeyId};

use crate::ProjectScope;

/// One event, with the project that it goes to, ready to be merged.
#[derive(Clone, Debug)]
pub struct RunChange {
    pub(crate) scope: ProjectScope,
    pub(crate) event: Event<Frame>,
}

/// One zstd frame behind the number of the dictionary that it needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Frame(pub(crate) Box<[u8]>);

/// The events of one request that are to be stored, and the count of those that were turned away before.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The key that sent them: whose ledger they are counted in.
    pub key: KeyId,
    /// In order of processing.
    pub changes: Vec<RunChange>,
    /// Events that were rejected before they came here, by reason.
    pub rejected: Vec<(&'static str, u32)>,
}

/// What became of one change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It was new, and is now part of its run.
    Stored,
    /// The same event was there already; nothing changed.
    Merged,
    /// A second start with other content: stored where the first left gaps, and reported as a duplicate.
    OtherStart,
}

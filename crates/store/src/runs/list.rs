//! Lists of runs.

use model::{Run, RunId, Timestamp};

/// Which runs, newest first.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    /// Only runs of these types; empty means any.
    pub types: Vec<String>,
    /// Only runs that are part of no other run.
    pub roots_only: bool,
    /// Only direct children of this run.
    pub parent: Option<RunId>,
    /// Only runs after this one in the order of the list.
    pub after: Option<Cursor>,
    /// How many matching runs to leave out first.
    pub skip: usize,
    /// How many to return at the most.
    pub limit: usize,
    /// Whether to count all matches.
    pub count: bool,
}

/// A place in the order of a list: `createdAt` descending, then id descending.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Cursor {
    /// `createdAt` of the last run seen.
    pub created_at: Timestamp,
    /// Its id.
    pub id: RunId,
}

/// One page of runs.
#[derive(Clone, Debug)]
pub struct Page {
    /// With their input and output.
    pub runs: Vec<Run>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<Cursor>,
    /// All matches, when they were counted.
    pub total: Option<u64>,
}

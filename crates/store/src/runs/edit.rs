//! What people change of runs through the API.

use model::{MetadataEntry, RunId, Score, Timestamp};

/// One change of one run. It is merged like an event, at the server's time, and beats what events say.
#[derive(Clone, PartialEq, Debug)]
pub enum RunEdit {
    /// Merged into the feedback that is there, key by key; null values are kept.
    Feedback(Vec<MetadataEntry>),
    /// Takes all feedback away.
    ClearFeedback,
    /// New labels; `None` takes all away.
    Tags(Option<Vec<String>>),
    /// Whether anybody who knows the id may read the run.
    Visibility(bool),
    /// Replaces the score of the same label. The only edit of a run that need not be there yet.
    Score(Score),
}

/// What became of an edit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Edited {
    /// It is on disk.
    Done,
    /// This project has no run by that id.
    NoSuchRun,
    /// A run of another project is public under the same id.
    PublicElsewhere,
}

/// The runs beside one in a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Neighbors {
    /// The older one.
    pub previous: Option<RunId>,
    /// The newer one.
    pub next: Option<RunId>,
}

/// What became of the events of one key on one day. received = stored + merged + the sum of rejected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LedgerDay {
    /// The key; 0 for a project id that no key row carries.
    pub key: model::KeyId,
    /// Days since 1970, UTC, by the server's clock.
    pub day: i64,
    /// Events that came in.
    pub received: u64,
    /// Those that were new.
    pub stored: u64,
    /// Those that were there already.
    pub merged: u64,
    /// Those that were turned away, by reason.
    pub rejected: Vec<(String, u64)>,
    /// When the last request came.
    pub last_at: Timestamp,
    /// The last event that was turned away.
    pub last_error: Option<LastError>,
}

/// An event that was turned away.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LastError {
    /// When.
    pub at: Timestamp,
    /// Why, in the ledger's word.
    pub reason: String,
    /// The beginning of the event, at most 200 characters.
    pub sample: String,
}

/// What the store holds and how it fares; for operators.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RunsStats {
    /// Database files in the data directory with their bytes.
    pub files: Vec<(String, u64)>,
    /// Runs of all projects, those included that are only known as parents or messages.
    pub runs: u64,
    /// `createdAt` of the oldest run.
    pub oldest: Option<Timestamp>,
    /// The last number of the change log.
    pub change_seq: i64,
    /// Requests that wait for the writer.
    pub queued_requests: u64,
    /// Seconds since the write-ahead log was last copied into the database; `None` when it was not since the start.
    pub last_checkpoint_seconds: Option<u64>,
    /// Bytes of memory that columns take.
    pub columns_bytes: u64,
    /// How far those are who follow the change log.
    pub followers: Vec<FollowerStats>,
}

/// How far somebody is who follows the change log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FollowerStats {
    /// `columns` or `search`.
    pub name: &'static str,
    /// All changes up to this number are dealt with.
    pub mark: i64,
    /// How many are not.
    pub lag: i64,
    /// Whether it has what was there before it began, too.
    pub is_complete: bool,
}

//! Following the runs of a project as they change.

use model::Run;
use query::Children;

use super::Runs;
use crate::{ProjectScope, StoreError};

pub use super::sqlite::Tail;

/// How many follow one project at the most.
pub const MOST_TAILS: usize = 100;

/// Changes of a project that belong together, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    /// Changes that were not looked at, because there were too many of them.
    pub missed: u64,
    /// Runs as they are after their change, each once.
    pub runs: Vec<HeardRun>,
    /// The number up to which all that changed is in here, or was in what was heard before.
    pub seq: i64,
}

/// A run that changed, and what other runs say about it.
#[derive(Clone, Debug)]
pub struct HeardRun {
    /// The number of its last change.
    pub seq: i64,
    /// As it is now.
    pub run: Run,
    /// Whether it is part of no other run that readers see, or of a chat turn.
    pub is_root: bool,
    /// What people think of its direct children.
    pub children: Children,
}

/// What somebody hears who begins to follow.
pub struct Following {
    /// What comes from now on.
    pub tail: Tail,
    /// What changed since the place that was named; `None` when the change log does not reach back to it.
    pub since: Option<Heard>,
}

impl Runs {
    /// Begins to follow the runs of a project: all that change from now on, and those that changed behind `after`. `None`
    /// when [`MOST_TAILS`] follow it already.
    ///
    /// Whoever follows slowly misses changes, and is told how many; nobody waits for it.
    pub async fn follow(&self, at: &ProjectScope, after: Option<i64>) -> Result<Option<Following>, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.follow(at, after).await
    }
}

//! What came of the versions of prompts.

use model::{Nanodollars, Timestamp};

use super::Runs;
use crate::{ProjectScope, StoreError};

/// What the runs that used one version of a prompt come to.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct VersionUsage {
    /// The version, as runs name it.
    pub version: i64,
    /// How many runs.
    pub runs: u64,
    /// Those that failed.
    pub errors: u64,
    /// Known tokens of prompts.
    pub prompt_tokens: i64,
    /// Known tokens of completions.
    pub completion_tokens: i64,
    /// Known costs.
    pub cost: Nanodollars,
    /// How long those took that have ended; `None` when none has.
    pub took: Option<Durations>,
    /// Runs that somebody liked, or a direct child of which.
    pub likes: u64,
    /// Runs that somebody disliked, or a direct child of which.
    pub dislikes: u64,
    /// When the latest run began.
    pub last_used_at: Option<Timestamp>,
}

/// How long runs took, in microseconds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Durations {
    /// In the mean.
    pub mean: f64,
    /// Half of them took no longer; between two of them, what lies between.
    pub p50: f64,
    /// 95 of 100 took no longer.
    pub p95: f64,
    /// 99 of 100 took no longer.
    pub p99: f64,
}

impl Runs {
    /// What came of these versions of prompts, from `since` on if that is given: those that were used, by their numbers.
    pub async fn usage_of_versions(
        &self,
        at: &ProjectScope,
        versions: Vec<i64>,
        since: Option<Timestamp>,
    ) -> Result<Vec<VersionUsage>, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.usage_of_versions(at, versions, since).await
    }
}

//! How much is recorded.

use model::Timestamp;

/// The runs of one day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayCount {
    /// Midnight UTC, when the day began.
    pub day: Timestamp,
    /// How many runs were created on it; at least 1.
    pub runs: u64,
}

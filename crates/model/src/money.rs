//! Money: what a run cost, and who can tell.

use crate::{Timestamp, Usage};

/// US dollars times 10⁹. 2⁶³ of them are nine thousand million dollars, so one run always fits.
pub type Nanodollars = i64;

/// What is known of a run when it is priced.
#[derive(Clone, Copy, Debug)]
pub struct Priced<'a> {
    /// The run's type; only `llm` has a price.
    pub run_type: &'a str,
    /// The model's name.
    pub model: &'a str,
    /// What the client sent.
    pub usage: Usage,
    /// When the run began: prices change over time.
    pub started_at: Timestamp,
    /// `endedAt - createdAt` in milliseconds.
    pub duration_ms: i64,
}

/// Tells what a run cost. The engines ask it while they merge, because a price depends on the start and on the end of a run,
/// which may come in any order.
pub trait Pricing: Send + Sync {
    /// The cost, or `None` when it cannot be told: no llm run, an unknown model, no usage, or a reply so fast (under 10 ms)
    /// that it came from a cache (spec `cost-and-tokens.md` 2).
    fn cost(&self, run: &Priced<'_>) -> Option<Nanodollars>;
}

/// A price book that knows no model; for tests and tools that need no costs.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoPrices;

impl Pricing for NoPrices {
    fn cost(&self, _run: &Priced<'_>) -> Option<Nanodollars> {
        None
    }
}

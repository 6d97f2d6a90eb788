//! Which runs a filter means, in what order, how many.
//!
//! [`plan`] makes numbers of a filter, [`search`] goes through the columns of a project's days, [`verify`] reads a run where
//! columns cannot tell. What is asked for is put together in [`page`], [`tally`] and beside it. [`source`] gives the columns,
//! and [`seal`] keeps them in `cols.db`. What an index knows of a check comes in through [`candidates`].

mod candidates;
mod facet;
mod histogram;
mod page;
mod people;
mod plan;
mod seal;
mod search;
mod source;
mod tally;
mod usage;
mod verify;
mod versions;

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::columns::Columns;
use crate::search::Search as Index;
use crate::{ProjectScope, StoreError};

pub(super) use facet::facets;
pub(super) use histogram::histogram;
pub(super) use page::{ids, neighbors, page};
pub(super) use people::{activity, usage_of_people};
pub(super) use seal::{Sealer, start};
pub(super) use search::Search;
pub(super) use source::{Rows, reaches_back};
pub(super) use tally::count;
pub(super) use usage::{days, usage};

/// What questions are answered from.
pub(super) struct Finder {
    pub(super) rows: Arc<Rows>,
    pub(super) columns: Arc<Columns>,
    pub(super) search: Arc<Index>,
}

/// How often a question is begun again because columns were sealed anew under it.
const ATTEMPTS: usize = 4;

impl Finder {
    /// Answers a question about projects. It is asked again when columns that it needed were taken out of their file meanwhile.
    pub(super) fn answer<T>(
        &self,
        about: &[ProjectScope],
        ask: impl Fn(&Finder) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        for _ in 1..ATTEMPTS {
            match ask(self) {
                Err(StoreError::Unsealed) => about.iter().for_each(|at| self.columns.forget(at.slot().number())),
                answer => return answer,
            }
        }
        ask(self)
    }
}

/// How much may yet be done for an answer.
pub(super) struct Effort {
    until: Instant,
    /// When an index that is still looking is given up, because runs have to be read in the time that is left.
    aided_until: Instant,
    /// Runs that may yet be read.
    reads: usize,
}

impl Effort {
    /// For checks that must read texts (design, section 4).
    const TIME: Duration = Duration::from_millis(300);
    /// Counts are exact up to so many runs that were read.
    const READS: usize = 10_000;

    fn new() -> Effort {
        let now = Instant::now();
        Effort { until: now + Effort::TIME, aided_until: now + Effort::TIME / 2, reads: Effort::READS }
    }

    /// For an answer that is not counted: as many runs as there is time for.
    fn of_page() -> Effort {
        Effort { reads: usize::MAX, ..Effort::new() }
    }

    /// Whether an index may go on looking.
    fn may_be_aided(&self) -> bool {
        Instant::now() < self.aided_until
    }

    /// Whether there is time left.
    fn has_time(&self) -> bool {
        Instant::now() < self.until
    }

    /// Takes one more run on, if there is time for it.
    fn spend(&mut self) -> bool {
        let has_some = self.reads > 0 && self.has_time();
        self.reads = self.reads.saturating_sub(1);
        has_some
    }
}

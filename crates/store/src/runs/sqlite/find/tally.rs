//! How many runs match.

use model::Filter;

use super::{Effort, Finder, Search};
use crate::runs::Count;
use crate::{ProjectScope, StoreError};

/// How many runs of a project match.
pub(in super::super) fn count(finder: &Finder, at: &ProjectScope, filter: &Filter) -> Result<Count, StoreError> {
    count_matches(&Search::new(finder, at, filter)?)
}

pub(super) fn count_matches(search: &Search<'_>) -> Result<Count, StoreError> {
    let mut runs = 0;
    let is_complete = search.each_match(&mut Effort::new(), |_, rows| {
        runs += rows.count() as u64;
        Ok(())
    })?;
    Ok(Count { runs, is_lower_bound: !is_complete })
}

//! What an index knows of checks that columns cannot answer.

use std::sync::Arc;

use model::Check;

use super::Finder;
use crate::StoreError;
use crate::columns::Candidates;
use crate::scope::Slot;

/// Where runs are that can match a check; `None` when no index knows, so that all runs have to be read. Nothing indexes texts
/// and metadata yet.
pub(super) fn candidates(_: &Finder, _: Slot, _: &Check) -> Result<Option<Arc<dyn Candidates>>, StoreError> {
    Ok(None)
}

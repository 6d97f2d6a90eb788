//! What the search index knows of checks that columns cannot answer.

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use super::super::searching::{self, Lately};
use super::Finder;
use crate::StoreError;
use crate::columns::{Candidates, Places};
use crate::scope::Slot;
use crate::search::{Question, Wanted};

/// Where runs of a project are that can have all of this; `None` when the index cannot help, so that all runs have to be read.
pub(super) fn candidates(
    finder: &Finder,
    slot: Slot,
    wanted: &Wanted,
) -> Result<Option<Arc<dyn Candidates>>, StoreError> {
    let Some(question) = Question::new(&finder.search, slot.number(), wanted) else { return Ok(None) };
    // After the question was begun: so the log has all that the index has not.
    let lately = finder.rows.read(|connection| searching::changed(connection, question.mark(), slot))?;
    let Some(Lately { places, is_all }) = lately else { return Ok(None) };
    let behind = (!is_all).then(|| finder.search.follower.age_of(question.mark()));
    Ok(Some(Arc::new(Indexed { question, changed: places, behind })))
}

/// What the index finds, and what changed since it was written: that is looked at whatever it says.
#[derive(Debug)]
struct Indexed {
    question: Question,
    /// Ascending.
    changed: Vec<i64>,
    behind: Option<Duration>,
}

impl Candidates for Indexed {
    fn within(&self, places: &RangeInclusive<i64>) -> Result<Option<Places>, StoreError> {
        let Some(mut found) = self.question.within(places) else { return Ok(None) };
        let first = self.changed.partition_point(|place| place < places.start());
        let end = self.changed.partition_point(|place| place <= places.end());
        let mut possible = self.changed[first..end].to_vec();
        if self.question.is_decided() && self.behind.is_none() {
            found.retain(|place| possible.binary_search(place).is_err());
            return Ok(Some(Places { sure: found, possible }));
        }
        possible.extend(found);
        possible.sort_unstable();
        possible.dedup();
        Ok(Some(Places { sure: Vec::new(), possible }))
    }

    fn behind(&self) -> Option<Duration> {
        self.behind
    }
}

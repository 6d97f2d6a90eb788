//! Changes of many runs at once.

use model::{RunId, Timestamp};

use super::Runs;
use crate::{ProjectScope, StoreError};

/// One change for many runs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ManyEdit {
    /// Takes them away, with all below them.
    Delete,
    /// Gives them these tags in addition to those that they have. A run that would have more than `most` keeps what it has.
    Tag {
        /// The tags.
        tags: Vec<String>,
        /// How many a run may have.
        most: usize,
    },
    /// Takes these tags away.
    Untag(Vec<String>),
}

impl Runs {
    /// Those of these runs that there are, as readers see them: each once, with its type.
    pub async fn present(&self, at: &ProjectScope, ids: Vec<RunId>) -> Result<Vec<(RunId, String)>, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.present(at, ids).await
    }

    /// Changes these runs, some hundred at a time, so that ingestion goes on in between; how many changed, each on disk by
    /// then. Of runs that go with one above them only that one counts.
    pub async fn edit_many(
        &self,
        at: &ProjectScope,
        ids: &[RunId],
        edit: &ManyEdit,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.edit_many(at, ids, edit, now).await
    }
}

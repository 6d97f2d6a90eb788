//! Which keys the metadata of runs have.

use super::Runs;
use crate::{ProjectScope, StoreError};

impl Runs {
    /// The keys that the metadata of a project's runs have, in the form by which keys are compared, sorted; of runs of one type
    /// if it is named, where `trace` means agents and chains that are part of no other run. Keys of deleted runs may be among
    /// them, and of very many keys not all are.
    pub async fn metadata_keys(&self, at: &ProjectScope, run_type: Option<String>) -> Result<Vec<String>, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.metadata_keys(at, run_type).await
    }
}

//! Everything that a deleted dataset has goes, a slice at a time.

use model::DatasetId;

use super::work::JobFailure;
use crate::app::App;

/// Deletes all rows of a deleted dataset.
pub(super) struct PurgeDataset {
    pub(super) dataset: DatasetId,
}

impl PurgeDataset {
    pub(super) async fn run(self, app: &App) -> Result<(), JobFailure> {
        while app.meta.purge_dataset(self.dataset).await? > 0 {}
        Ok(())
    }
}

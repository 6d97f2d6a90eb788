//! The items of a file come into a dataset.

use uuid::Uuid;

use super::progress::Progress;
use super::work::JobFailure;
use crate::app::App;
use crate::datasets_v2::import_ordered;

/// Does one order.
pub(super) struct ImportDataset {
    pub(super) order: Uuid,
}

impl ImportDataset {
    pub(super) async fn run(self, app: &App, progress: &Progress) -> Result<(), JobFailure> {
        import_ordered(app, self.order, |come, of| progress.set(come, of)).await?.map_err(JobFailure::GiveUp)
    }
}

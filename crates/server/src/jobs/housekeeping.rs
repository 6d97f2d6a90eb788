//! What has had its time goes, and what should be under way is put there.

use super::work::JobFailure;
use crate::app::App;

/// Takes away what has ended or stands still, and orders the purges that are missing.
pub(super) struct Housekeeping;

impl Housekeeping {
    pub(super) async fn run(self, app: &App) -> Result<(), JobFailure> {
        app.meta.tidy(app.clock.now()).await?;
        while app.meta.sweep_datasets(app.clock.now()).await? > 0 {}
        Ok(())
    }
}

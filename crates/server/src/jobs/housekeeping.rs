//! What has had its time goes, and what should be under way is put there.

use super::work::JobFailure;
use crate::app::App;

/// Takes away what has ended, and orders the purges that are missing.
pub(super) struct Housekeeping;

impl Housekeeping {
    pub(super) async fn run(self, app: &App) -> Result<(), JobFailure> {
        Ok(app.meta.tidy(app.clock.now()).await?)
    }
}

//! Everything that a deleted project has goes: its runs, then its datasets.

use model::ProjectId;

use super::progress::Progress;
use super::work::JobFailure;
use crate::app::App;

/// Deletes all rows of a deleted project.
pub(super) struct PurgeProject {
    pub(super) project: ProjectId,
}

impl PurgeProject {
    pub(super) async fn run(self, app: &App, progress: &Progress) -> Result<(), JobFailure> {
        let Some(scope) = app.meta.scope_of_purge(self.project).await? else { return Ok(()) };
        let total = app.runs.count_purgeable(&scope).await?;
        let mut gone = 0;
        loop {
            let rows = app.runs.purge(&scope).await?;
            if rows == 0 {
                break;
            }
            gone += rows;
            progress.set(gone, total);
        }
        while app.meta.purge_datasets_of(&scope).await? > 0 {}
        app.meta.mark_purged(&scope, app.clock.now()).await?;
        tracing::info!(project = %self.project, rows = gone, "a deleted project is purged");
        Ok(())
    }
}

//! What runs cost is computed anew, after prices have changed (spec `cost-and-tokens.md` 2).

use store::meta::ClaimedJob;

use super::progress::Progress;
use super::work::JobFailure;
use crate::app::App;

/// Runs looked at in one go.
const SLICE_RUNS: u32 = 1_000;

/// Computes the cost of every run of the organisation's projects.
pub(super) struct RefreshCosts {
    pub(super) job: ClaimedJob,
}

impl RefreshCosts {
    pub(super) async fn run(self, app: &App, progress: &Progress) -> Result<(), JobFailure> {
        let projects = app.meta.projects_of_job(&self.job).await?;
        let mut total = 0;
        for project in &projects {
            total += app.runs.count_runs(project).await?;
        }
        let (mut looked, mut changed) = (0, 0);
        for project in &projects {
            let mut after = None;
            loop {
                let slice = app.runs.reprice(project, after, SLICE_RUNS).await?;
                looked += slice.looked;
                changed += slice.changed;
                progress.set(looked, total);
                if slice.last.is_none() {
                    break;
                }
                after = slice.last;
            }
        }
        tracing::info!(runs = looked, changed, "costs are computed anew");
        Ok(())
    }
}

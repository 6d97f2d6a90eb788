//! One change for more runs than an answer waits for.

use model::{Filter, RunId};
use store::ProjectScope;
use store::meta::ClaimedJob;
use store::runs::ListQuery;

use super::progress::Progress;
use super::work::JobFailure;
use crate::app::App;
use crate::runs::{Order, Which, carry_out, is_searched};

/// Runs that are changed between two looks at how far it is.
const SLICE: usize = 500;

/// Changes the runs of an order.
pub(super) struct ChangeRuns {
    pub(super) job: ClaimedJob,
}

impl ChangeRuns {
    pub(super) async fn run(self, app: &App, progress: &Progress) -> Result<(), JobFailure> {
        let order = self.job.order.as_deref().and_then(|order| serde_json::from_str::<Order>(order).ok());
        let order = order.ok_or_else(|| JobFailure::GiveUp("its order cannot be read".into()))?;
        let projects = app.meta.projects_of_job(&self.job).await?;
        let Some(at) = projects.into_iter().find(|at| at.project().0 == order.project) else { return Ok(()) };
        let work = Work { app, at: &at, order: &order, progress };
        let changed = match &order.which {
            Which::Ids(ids) => work.on_ids(ids).await?,
            Which::List(list) => {
                let written = list.written().map_err(|refusal| JobFailure::GiveUp(refusal.to_string()))?;
                work.on_list(&written.resolve(app, &at).await?).await?
            }
        };
        tracing::info!(project = %at.project(), changed, "many runs are changed");
        Ok(())
    }
}

/// An order at work.
struct Work<'a> {
    app: &'a App,
    at: &'a ProjectScope,
    order: &'a Order,
    progress: &'a Progress,
}

impl Work<'_> {
    async fn on_ids(&self, ids: &[String]) -> Result<u64, JobFailure> {
        let (mut done, mut changed) = (0, 0);
        for slice in ids.chunks(SLICE) {
            let named = slice.iter().map(|id| RunId::from_client(id)).collect();
            changed += self.on_runs(named).await?;
            done += slice.len() as u64;
            self.progress.set(done, ids.len() as u64);
        }
        Ok(changed)
    }

    /// All that the list shows, page by page: what is changed stays behind the place that the next page begins at.
    async fn on_list(&self, filter: &Filter) -> Result<u64, JobFailure> {
        if !is_searched(self.app, self.at, filter).await? {
            return Err(JobFailure::Retry("the search has not come to all runs that may be meant".into()));
        }
        let total = self.app.runs.count(self.at, filter.clone()).await?.runs;
        let mut query = ListQuery { filter: filter.clone(), limit: SLICE, ..ListQuery::default() };
        let (mut done, mut changed) = (0, 0);
        loop {
            let page = self.app.runs.ids(self.at, query.clone()).await?;
            done += page.ids.len() as u64;
            changed += self.on_runs(page.ids).await?;
            self.progress.set(done, total);
            query.after = page.next;
            if page.next.is_none() {
                return Ok(changed);
            }
        }
    }

    async fn on_runs(&self, ids: Vec<RunId>) -> Result<u64, JobFailure> {
        let found = self.app.runs.present(self.at, ids).await?;
        let found: Vec<RunId> = found.into_iter().map(|(id, _)| id).collect();
        Ok(carry_out(self.app, self.at, &self.order.action, &found).await?)
    }
}

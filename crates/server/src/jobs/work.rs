//! What can be worked on. A kind of job is a word, or a word and what it is about after a colon.

use model::ids::parse_hyphenated;
use model::{DatasetId, ProjectId};
use store::StoreError;
use store::meta::ClaimedJob;

use super::change_runs::ChangeRuns;
use super::housekeeping::Housekeeping;
use super::import_dataset::ImportDataset;
use super::progress::Progress;
use super::purge_dataset::PurgeDataset;
use super::purge_project::PurgeProject;
use super::refresh_costs::RefreshCosts;
use super::send_mail::SendMail;
use crate::app::App;

/// Why an attempt did not work.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum JobFailure {
    /// It may work later.
    Retry(String),
    /// It never will.
    GiveUp(String),
}

/// A job, by what is to be done.
pub(super) enum Work {
    ChangeRuns(ChangeRuns),
    Housekeeping(Housekeeping),
    ImportDataset(ImportDataset),
    PurgeDataset(PurgeDataset),
    PurgeProject(PurgeProject),
    RefreshCosts(RefreshCosts),
    SendMail(SendMail),
}

impl Work {
    /// `None` for a kind that this server does not know.
    pub(super) fn of(job: &ClaimedJob) -> Option<Work> {
        let (word, about) = job.kind.split_once(':').unwrap_or((&job.kind, ""));
        match word {
            "change-runs" => Some(Work::ChangeRuns(ChangeRuns { job: job.clone() })),
            "housekeeping" => Some(Work::Housekeeping(Housekeeping)),
            "import-dataset" => {
                let order = parse_hyphenated(about)?;
                Some(Work::ImportDataset(ImportDataset { order }))
            }
            "purge-dataset" => {
                let dataset = DatasetId(parse_hyphenated(about)?);
                Some(Work::PurgeDataset(PurgeDataset { dataset }))
            }
            "purge-project" => {
                let project = ProjectId(parse_hyphenated(about)?);
                Some(Work::PurgeProject(PurgeProject { project }))
            }
            "refresh-costs" => Some(Work::RefreshCosts(RefreshCosts { job: job.clone() })),
            "mail" => Some(Work::SendMail(SendMail { id: job.id, letter: job.letter.clone() })),
            _ => None,
        }
    }

    /// Does it. The future may be dropped at any moment, and what it does may have been done before.
    pub(super) async fn run(self, app: &App, progress: &Progress) -> Result<(), JobFailure> {
        match self {
            Work::ChangeRuns(job) => job.run(app, progress).await,
            Work::Housekeeping(job) => job.run(app).await,
            Work::ImportDataset(job) => job.run(app, progress).await,
            Work::PurgeDataset(job) => job.run(app).await,
            Work::PurgeProject(job) => job.run(app, progress).await,
            Work::RefreshCosts(job) => job.run(app, progress).await,
            Work::SendMail(job) => job.run(app).await,
        }
    }
}

/// The log gets the causes; whoever asks for the job reads the sentence.
impl From<StoreError> for JobFailure {
    fn from(error: StoreError) -> JobFailure {
        tracing::warn!(error = &error as &dyn std::error::Error, "a job could not use the store");
        JobFailure::Retry(error.to_string())
    }
}

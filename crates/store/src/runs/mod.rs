//! The runs of all projects: merged from events, on disk before anyone is told so, found by key.

mod batch;
mod list;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use model::{Event, Pricing, Run, RunId};

pub use batch::{Batch, Outcome, RunChange};
pub use list::{Cursor, ListQuery, Page};

use crate::{DataDir, ProjectScope, StoreError};

/// How the embedded engine is set up.
#[derive(Clone, Debug)]
pub struct RunsOptions {
    /// Memory for the writer's pages.
    pub writer_cache_bytes: usize,
    /// The write-ahead log is copied into the database when it is larger than this.
    pub checkpoint_bytes: u64,
    /// For the durability tests only: answers before the commit, and so lies. Those tests must notice.
    pub unsafe_ack_early: bool,
}

/// The runs of all projects, wherever the operator keeps them.
#[derive(Clone)]
pub enum Runs {}

impl Runs {
    /// Opens `runs.db`, creating or migrating it.
    pub fn open(dir: &DataDir, options: &RunsOptions, pricing: Arc<dyn Pricing>) -> Result<Runs, StoreError> {
        todo!()
    }
    /// Compresses. CPU-bound
    pub fn pack(&self, at: &ProjectScope, event: Event) -> RunChange {
        todo!()
    }
    /// Merges what events say into runs, all or nothing, and returns once it is on disk: one outcome a change, in order.
    pub async fn apply(&self, batch: Batch) -> Result<Vec<Outcome>, StoreError> {
        todo!()
    }
    /// `None` also when the run belongs to another project, or is only known as somebody's parent.
    pub async fn get(&self, at: &ProjectScope, id: RunId) -> Result<Option<Run>, StoreError> {
        todo!()
    }
    /// The run and all below it, oldest first; empty when there is no such run.
    pub async fn related(&self, at: &ProjectScope, id: RunId) -> Result<Vec<Run>, StoreError> {
        todo!()
    }
    /// newest first
    pub async fn page(&self, at: &ProjectScope, query: ListQuery) -> Result<Page, StoreError> {
        todo!()
    }
    /// Whether a write would be accepted now.
    pub async fn ping(&self) -> Result<(), StoreError> {
        todo!()
    }
    /// Finishes what is queued, checkpoints and closes. Further calls answer [`StoreError::Closed`].
    pub async fn close(&self) -> Result<(), StoreError> {
        todo!()
    }
}

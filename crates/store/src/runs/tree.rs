//! A run and all below it as a tree without texts.

use model::{Nanodollars, RunId, Status, Timestamp};

use super::Runs;
use crate::{ProjectScope, StoreError};

/// The most runs of a [`Tree`].
pub const MOST_NODES: usize = 50_000;

/// A run and all below it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tree {
    /// The top of the trace that the run is a part of; maybe the run itself.
    pub trace: RunId,
    /// Whether there is more than [`MOST_NODES`] below it.
    pub is_truncated: bool,
    /// The run first; each after its parent, and siblings by their start.
    pub nodes: Vec<TreeNode>,
}

/// One run of a [`Tree`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TreeNode {
    /// Its id.
    pub id: RunId,
    /// The node that it is a part of; `None` for the first.
    pub parent: Option<RunId>,
    /// `llm`, `chain`, `agent`, `tool`, ...
    pub run_type: String,
    /// Model, tool, agent or chain.
    pub name: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ended or failed; `None` while it is open.
    pub ended_at: Option<Timestamp>,
    /// How far it got; `None` for what has no such thing.
    pub status: Option<Status>,
    /// Of prompt and completion together; `None` when neither is known.
    pub tokens: Option<u64>,
    /// What it cost, where that could be told.
    pub cost: Option<Nanodollars>,
    /// The first line of its error.
    pub error: Option<String>,
}

/// The most runs that are added up to [`Totals`].
pub const MOST_ADDED: usize = 1_000;

/// What a run and all below it add up to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// How many, the run itself included.
    pub runs: u64,
    /// Those that failed.
    pub errors: u64,
    /// Of prompts and completions; `None` when none is known.
    pub tokens: Option<u64>,
    /// Known costs; `None` when none is known.
    pub cost: Option<Nanodollars>,
}

impl Runs {
    /// The run and all below it, at most [`MOST_NODES`]; `None` when this project has none by that id.
    pub async fn tree(&self, at: &ProjectScope, id: RunId) -> Result<Option<Tree>, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.tree(at, id).await
    }

    /// What each of these runs and all below it add up to: an answer each, in their order. `None` for a run that this project
    /// does not have, for one with more than [`MOST_ADDED`] runs, and for all once 20,000 runs were read.
    pub async fn totals(&self, at: &ProjectScope, ids: Vec<RunId>) -> Result<Vec<Option<Totals>>, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.totals(at, ids).await
    }
}

//! `search.db`: which words are in which runs. Derived from `runs.db`, so whatever is wrong with the file, it is begun anew.
//!
//! A thread of its own follows the change log and writes the file ([`indexer`]); whoever asks gets the places of runs that may
//! match ([`Question`]). The file is true as of a number of the change log, its mark: of what changed later the asker has to
//! read the rows. What words are is for `query::text` to know, what rows look like for the engine ([`Source`]).

mod document;
mod file;
mod indexer;
mod question;
mod vocabulary;
mod wanted;

#[cfg(test)]
mod tests;

use std::ops::RangeInclusive;

pub(crate) use document::Texts;
pub(crate) use file::{FILE_NAME, Search};
pub(crate) use indexer::{Indexer, start};
pub(crate) use question::Question;
pub(crate) use wanted::Wanted;

use crate::StoreError;

mod migrations {
    refinery::embed_migrations!("migrations/search");
}

/// The rows that the index follows from. What it reads was committed when it was asked.
pub(crate) trait Source: Send {
    /// The newest number of the change log.
    fn newest(&self) -> Result<i64, StoreError>;
    /// What changed behind a number, at most so many rows of the log; `None` when the log does not reach back so far.
    fn changes(&self, after: i64, limit: usize) -> Result<Option<Changes>, StoreError>;
    /// What is searched of the run there; `None` when readers see none.
    fn texts(&self, rid: i64) -> Result<Option<Texts>, StoreError>;
    /// The highest places of `within` that readers see a run at, at most so many, highest first.
    fn last_of(&self, within: &RangeInclusive<i64>, limit: usize) -> Result<Vec<i64>, StoreError>;
}

/// A piece of the change log.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Changes {
    /// The number of its last row.
    pub(crate) reached: i64,
    /// Places whose runs are to be looked at.
    pub(crate) places: Vec<Touched>,
}

/// A place where something changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Touched {
    /// Where.
    pub(crate) rid: i64,
    /// Whether it may be what is searched; else it matters only for a run that is not in the index yet.
    pub(crate) is_text: bool,
}

/// The slot of the project that a place belongs to, or a block of words.
fn slot_of(id: i64) -> i64 {
    id >> SLOT_SHIFT
}

const SLOT_SHIFT: u32 = 48;

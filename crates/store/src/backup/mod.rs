//! Copies of a store, and whether a store is sound: `backup`, `restore`, `doctor`.
//!
//! A backup is a directory with the two databases, the secret, and a [`Manifest`] that is written last: without it, it is no
//! backup. Derived files are never copied; they are rebuilt. Nothing here knows the time or who runs the server: both are told.
//!
//! Start reading at [`backup`], then [`restore`], then [`examine`].

mod copy;
pub(crate) mod disk;
mod doctor;
mod manifest;
mod restore;

use std::path::PathBuf;

use rusqlite::OpenFlags;

pub use copy::backup;
pub use doctor::{Check, DatabaseFacts, ProjectCounts, Report, Verdict, examine, repair};
pub use manifest::{BackedUpFile, DatabaseIdentity, Manifest};
pub use restore::restore;

use crate::StoreError;

/// What a backup consists of, in the order in which it is made: a run in `runs.db` has its project in `meta.db`, so that goes
/// second.
const FILES: [&str; 3] = [RUNS, META, SECRET];
const RUNS: &str = "runs.db";
const META: &str = "meta.db";
const SECRET: &str = "secret";
const MANIFEST: &str = "manifest.json";
/// What SQLite puts beside a database.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];
/// Files that a server makes anew from the others.
const DERIVED: [&str; 2] = ["cols.db", "search.db"];

pub(crate) const READ_ONLY: OpenFlags = OpenFlags::SQLITE_OPEN_READ_ONLY.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);

/// Why there is no backup, or nothing was put back, or nothing could be examined.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A backup does not write over anything.
    #[error("{dir} is not empty; a backup needs a directory of its own that is absent or empty")]
    TargetNotEmpty {
        /// The directory.
        dir: PathBuf,
    },
    /// A restore does not write over anything.
    #[error("{dir} already has a file '{file}'; restore into an empty directory, or move that store away first")]
    StoreInTheWay {
        /// The data directory.
        dir: PathBuf,
        /// What of a store is there.
        file: String,
    },
    /// There is nothing to work on.
    #[error("there is no store in {dir}; name its directory with --data-dir")]
    NoStore {
        /// The directory.
        dir: PathBuf,
    },
    /// The store, or the backup, failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for BackupError {
    fn from(error: rusqlite::Error) -> BackupError {
        BackupError::Store(error.into())
    }
}

/// How far the work has come.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// What is being done.
    pub what: &'a str,
    /// How much of it is done: bytes, or checks of the doctor.
    pub done: u64,
    /// How much there is.
    pub total: u64,
}

/// Is told how far the work has come.
pub type Watch<'a> = dyn FnMut(Step<'_>) + 'a;

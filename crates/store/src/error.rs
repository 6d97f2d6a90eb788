//! Every way in which the store can fail.

use std::path::PathBuf;

use rusqlite::ffi;

/// A fault of the store. Absence is never one: it is `Ok(None)`.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process holds the data directory.
    #[error("the data directory {dir} is in use by process {holder}; stop that process, or choose another --data-dir")]
    InUse {
        /// The directory.
        dir: PathBuf,
        /// The process that holds it, or `unknown`.
        holder: String,
    },
    /// A newer version of Perilune wrote this file.
    #[error(
        "{file} was written by a newer Perilune (schema {found}; this one knows {known}); run that version or a later one"
    )]
    Newer {
        /// The database file.
        file: PathBuf,
        /// Its schema version.
        found: i64,
        /// The newest one that this binary knows.
        known: i64,
    },
    /// The file is not what it should be.
    #[error("{file} is damaged: {reason}")]
    Damaged {
        /// The database file.
        file: PathBuf,
        /// What was found.
        reason: String,
    },
    /// No space is left; nothing of the request was stored, and it may be sent again.
    #[error("the disk is full; nothing of this request was stored")]
    DiskFull,
    /// The disk did not confirm a write. What it holds is known only after a restart, so nothing more is written until then.
    #[error("the disk did not confirm a write; restart the server, which reads back what the disk really holds")]
    Unconfirmed,
    /// Columns were taken out of their file while they were read. Whoever asks again gets them; no caller outside sees this.
    #[error("the columns of a day were made anew while they were read")]
    Unsealed,
    /// The store is shutting down.
    #[error("the store is closed")]
    Closed,
    /// A file could not be read or written.
    #[error("cannot use {path}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },
    /// The database engine failed.
    #[error("the database failed")]
    Sqlite(#[source] rusqlite::Error),
    /// A schema migration failed.
    #[error("a migration failed")]
    Migration(#[from] refinery::Error),
    /// A stored secret could not be opened: the secret file does not belong to this database.
    #[error("a stored key cannot be opened; the file 'secret' does not belong to this data directory")]
    WrongSecret,
    /// A password could not be hashed.
    #[error("the password cannot be hashed: {0}")]
    Password(String),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        match error.sqlite_error().map(|error| error.extended_code) {
            Some(ffi::SQLITE_FULL | ffi::SQLITE_IOERR_SHMSIZE) => StoreError::DiskFull,
            Some(ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC) => StoreError::Unconfirmed,
            _ => StoreError::Sqlite(error),
        }
    }
}

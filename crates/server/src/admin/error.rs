//! Why something at the command line is not done.

use std::io;
use std::path::PathBuf;

use store::StoreError;

/// Nothing was changed, and why.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AdminError {
    /// There is nothing to work on.
    #[error("there is no store in {dir}; name its directory with --data-dir")]
    NoStore { dir: PathBuf },
    /// What was asked for is wrong in itself, or does not fit what there is.
    #[error("{0}")]
    Refused(String),
    /// Nobody could be asked.
    #[error("the password cannot be read")]
    Password(#[source] io::Error),
    /// The system would not let us begin.
    #[error("the runtime cannot be started")]
    Runtime(#[source] io::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

//! Every way in which a measurement can fail.

use std::path::PathBuf;

use hyper::StatusCode;
use store::StoreError;

/// A measurement that could not be made, or that found something wrong.
#[derive(Debug, thiserror::Error)]
pub(super) enum BenchError {
    #[error("{0}")]
    Usage(String),
    #[error("cannot use {path}")]
    File {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("cannot reach {address}")]
    Connect {
        address: String,
        #[source]
        source: std::io::Error,
    },
    #[error("the connection failed")]
    Http(#[from] hyper::Error),
    #[error("{path} answered {status}: {body}")]
    Answer { path: String, status: StatusCode, body: String },
    #[error("the server could not be started: {0}")]
    Start(String),
    #[error("the server did not stop as it should: {0}")]
    Stop(String),
    #[error("what was read back is not what was sent: {0}")]
    Mismatch(String),
    #[error("the store failed")]
    Store(#[from] StoreError),
}

impl BenchError {
    /// The exit code of the contract of the command line: 2 wrong use, 3 data directory in use, 1 else.
    pub(super) fn exit_code(&self) -> u8 {
        match self {
            BenchError::Usage(_) => 2,
            BenchError::Store(StoreError::InUse { .. }) => 3,
            BenchError::Store(StoreError::Newer { .. }) => 4,
            BenchError::Store(StoreError::Damaged { .. }) => 5,
            _ => 1,
        }
    }
}

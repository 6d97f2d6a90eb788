//! Read-only connections to `runs.db`, kept open for the next reader.

use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

use crate::StoreError;
use crate::sqlite::Database;

/// Reads at a time; more wait. On few cores more in parallel would only make each slower.
pub(super) const CONNECTIONS: usize = 8;
/// Read-only connections to `runs.db`.
pub(super) struct Readers {
    file: Database,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(super) fn open(file: &Database) -> Result<Readers, StoreError> {
        let file = Database { path: file.path.clone(), ..*file };
        let first = file.open_reader()?;
        Ok(Readers { file, idle: Mutex::new(vec![first]) })
    }

    /// Runs `work` on a connection, in one read transaction: all that it reads belongs together.
    pub(super) fn with<T>(&self, work: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match kept {
            Some(connection) => connection,
            None => self.file.open_reader()?,
        };
        let tx = connection.unchecked_transaction()?;
        let result = work(&tx);
        drop(tx);
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < CONNECTIONS {
            idle.push(connection);
        }
        result
    }

    pub(super) fn close(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

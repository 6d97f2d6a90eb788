//! What somebody who looks at `meta.db` from outside may know of it: which file it is, whose the slots are, and whether its keys
//! can be opened.

use std::path::Path;

use refinery::Runner;
use rusqlite::Connection;
use uuid::Uuid;

use super::sqlite::{APPLICATION_ID, key_hash, migrations};
use crate::StoreError;
use crate::secret::Secret;
use crate::sqlite::Database;

/// `meta.db` in a directory, and the schema that this binary knows.
pub(crate) fn file_in(dir: &Path) -> (Database, Runner) {
    let file = Database { path: dir.join("meta.db"), application_id: APPLICATION_ID, page_bytes: 4096 };
    (file, migrations::migrations::runner())
}

/// Slots and names of all projects, by slot.
pub(crate) fn projects(connection: &Connection) -> Result<Vec<(i64, String)>, StoreError> {
    let mut select = connection.prepare("SELECT slot, name FROM project ORDER BY slot")?;
    let projects = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    Ok(projects)
}

/// The numbers of the keys that this secret does not open, or that it opens to another key than the one looked up by.
pub(crate) fn sealed_otherwise(connection: &Connection, secret: &Secret) -> Result<Vec<i64>, StoreError> {
    let mut select = connection.prepare("SELECT id, hash, sealed FROM api_key ORDER BY id")?;
    let mut rows = select.query([])?;
    let mut numbers = Vec::new();
    while let Some(row) = rows.next()? {
        let (hash, sealed): (Vec<u8>, Vec<u8>) = (row.get(1)?, row.get(2)?);
        let opened = secret.open(&sealed).ok().and_then(|key| Uuid::from_slice(&key).ok());
        if opened.map(key_hash) != Some(hash) {
            numbers.push(row.get(0)?);
        }
    }
    Ok(numbers)
}

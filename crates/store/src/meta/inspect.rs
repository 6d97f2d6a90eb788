//! What somebody who looks at `meta.db` from outside may know of it: which file it is, whose the slots are, whether what is
//! sealed can be opened, and whether the audit logs are whole.

use std::path::Path;

use refinery::Runner;
use rusqlite::Connection;
use uuid::Uuid;

use super::audit::{self, BrokenChain};
use super::caller::key_hash;
use super::in_force;
use super::sqlite::{APPLICATION_ID, migrations};
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

/// What the secret in force does not open, or opens to something else than it is looked up by.
pub(crate) fn sealed_otherwise(connection: &Connection, dir: &Path) -> Result<Vec<String>, StoreError> {
    let secret = in_force::in_force(dir, connection)?;
    // One read transaction: meanwhile the store may revoke a key.
    let tx = connection.unchecked_transaction()?;
    let mut found = keys_sealed_otherwise(&tx, &secret)?;
    if !tx.table_exists(None, "invitation")? {
        return Ok(found);
    }
    for (what, sql) in [
        ("invitation", "SELECT id, token_sealed FROM invitation ORDER BY id"),
        ("job", "SELECT id, secret FROM job WHERE secret IS NOT NULL ORDER BY id"),
    ] {
        let mut select = tx.prepare(sql)?;
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for row in rows {
            let (id, sealed): (String, Vec<u8>) = row?;
            if secret.open(&sealed).is_err() {
                found.push(format!("{what} {id}"));
            }
        }
    }
    Ok(found)
}

fn keys_sealed_otherwise(connection: &Connection, secret: &Secret) -> Result<Vec<String>, StoreError> {
    // Nothing of a revoked key is kept; the first version of the schema knew none.
    let mut select = connection.prepare("SELECT id, hash, sealed FROM api_key WHERE length(sealed) > 0 ORDER BY id")?;
    let mut rows = select.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (hash, sealed): (Vec<u8>, Vec<u8>) = (row.get(1)?, row.get(2)?);
        let opened = secret.open(&sealed).ok().and_then(|key| Uuid::from_slice(&key).ok());
        if opened.map(key_hash) != Some(hash) {
            found.push(format!("key {}", row.get::<_, i64>(0)?));
        }
    }
    Ok(found)
}

/// Where the audit logs are not as they were written: the first such place of each organisation.
pub(crate) fn broken_chains(connection: &Connection) -> Result<Vec<BrokenChain>, StoreError> {
    if !connection.table_exists(None, "audit_log")? {
        return Ok(Vec::new());
    }
    // One read transaction: meanwhile people may do things.
    audit::verify(&*connection.unchecked_transaction()?)
}

//! Another secret for the server: what is sealed is opened with the old one and sealed with the new one.
//!
//! The order makes a crash harmless. The new secret lies beside the old one, as `secret.new`, before anything is sealed with it.
//! One transaction seals everything anew and notes the new secret's fingerprint. Then the new file takes the old one's place.
//! Whoever opens a store in between finds by the fingerprint which of the two is in force, and finishes or forgets.

use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::in_force::{FINGERPRINT, prepare, put_in_place, settle};
use super::inspect;
use crate::secret::Secret;
use crate::{DataDir, StoreError};

/// What was sealed anew, and what ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rotated {
    /// API keys.
    pub keys: usize,
    /// Invitations that are open.
    pub invitations: usize,
    /// Jobs with something that nobody may read, such as letters.
    pub jobs: usize,
    /// Sessions that are over now: what they were signed with followed from the old secret.
    pub sessions: usize,
}

/// Gives the store in this directory another secret. Nobody else may be using it. `None` when there is no store.
pub fn rotate_secret(data_dir: &Path) -> Result<Option<Rotated>, StoreError> {
    let (file, migrations) = inspect::file_in(data_dir);
    if !file.path.exists() {
        return Ok(None);
    }
    let dir = DataDir::lock(data_dir)?;
    let mut connection = file.open_writer(&migrations)?;
    let old = settle(dir.path(), &connection)?;
    let new = prepare(dir.path())?;
    let rotated = seal_anew(&mut connection, &old, &new)?;
    put_in_place(dir.path())?;
    Ok(Some(rotated))
}

/// Rows with something sealed in them: how they are read, and how written.
struct Sealed {
    select: &'static str,
    update: &'static str,
}

const KEYS: Sealed = Sealed {
    select: "SELECT id, sealed FROM api_key WHERE length(sealed) > 0",
    update: "UPDATE api_key SET sealed = ?2 WHERE id = ?1",
};
const INVITATIONS: Sealed = Sealed {
    select: "SELECT id, token_sealed FROM invitation",
    update: "UPDATE invitation SET token_sealed = ?2 WHERE id = ?1",
};
const JOBS: Sealed = Sealed {
    select: "SELECT id, secret FROM job WHERE secret IS NOT NULL",
    update: "UPDATE job SET secret = ?2 WHERE id = ?1",
};

/// Seals everything with the new secret and ends all sessions, all or nothing. Fails when the old secret does not open
/// something.
fn seal_anew(connection: &mut Connection, old: &Secret, new: &Secret) -> Result<Rotated, StoreError> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let rotated = Rotated {
        keys: KEYS.seal_anew(&tx, old, new)?,
        invitations: INVITATIONS.seal_anew(&tx, old, new)?,
        jobs: JOBS.seal_anew(&tx, old, new)?,
        sessions: tx.execute("DELETE FROM session", [])?,
    };
    tx.execute("UPDATE account SET epoch = epoch + 1", [])?;
    tx.execute(
        "INSERT INTO store_fact (name, value)
         VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE
            SET value = excluded.value",
        [FINGERPRINT, &new.fingerprint()],
    )?;
    tx.commit()?;
    Ok(rotated)
}

impl Sealed {
    fn seal_anew(&self, tx: &Transaction<'_>, old: &Secret, new: &Secret) -> Result<usize, StoreError> {
        let mut select = tx.prepare(self.select)?;
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let rows: Vec<(Value, Vec<u8>)> = rows.collect::<Result<_, _>>()?;
        let mut update = tx.prepare(self.update)?;
        for (id, sealed) in &rows {
            update.execute(params![id, new.seal(&old.open(sealed)?)])?;
        }
        Ok(rows.len())
    }
}

#[cfg(test)]
mod tests;

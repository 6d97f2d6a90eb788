//! Which secret the store is sealed with: the file `secret`, or `secret.new` beside it for the moment of a rotation
//! (`rotate`). A fingerprint in the database tells which of the two.

use std::io::Write;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension};

use super::inspect;
use crate::StoreError;
use crate::backup::READ_ONLY;
use crate::backup::disk::{io, remove, rename, sync_dir};
use crate::secret::{KEY_BYTES, Secret, create_private, random_bytes};

pub(super) const SECRET: &str = "secret";
pub(super) const NEXT: &str = "secret.new";
pub(super) const FINGERPRINT: &str = "secret_fingerprint";

/// The secret that the store is sealed with, made where there is none yet. Finishes a rotation that a crash cut short, or takes
/// it back when it had changed nothing. To be called by whoever holds the lock.
pub(super) fn settle(dir: &Path, connection: &Connection) -> Result<Secret, StoreError> {
    let next = dir.join(NEXT);
    if noted(connection)?.is_none() {
        if next.exists() {
            remove(&next)?;
        }
        return Secret::load_or_create(&dir.join(SECRET));
    }
    let secret = in_force(dir, connection)?;
    if next.exists() {
        match Secret::load(&next) {
            Ok(new) if new.fingerprint() == secret.fingerprint() => put_in_place(dir)?,
            _ => remove(&next)?,
        }
    }
    Ok(secret)
}

/// The secret that the store is sealed with, wherever it lies. Touches nothing.
pub(crate) fn in_force(dir: &Path, connection: &Connection) -> Result<Secret, StoreError> {
    let current = Secret::load(&dir.join(SECRET));
    let Some(noted) = noted(connection)? else { return current };
    if current.as_ref().is_ok_and(|secret| secret.fingerprint() == noted) {
        return current;
    }
    match Secret::load(&dir.join(NEXT)) {
        Ok(next) if next.fingerprint() == noted => Ok(next),
        _ => current.and(Err(StoreError::WrongSecret)),
    }
}

/// The file with the secret that `meta.db` in `copy` is sealed with, for whoever copied that from `dir`.
pub(crate) fn file_for(copy: &Path, dir: &Path) -> Result<PathBuf, StoreError> {
    let noted = noted_in(copy)?;
    let next = dir.join(NEXT);
    let is_next = noted.is_some() && Secret::load(&next).is_ok_and(|secret| Some(secret.fingerprint()) == noted);
    Ok(if is_next { next } else { dir.join(SECRET) })
}

/// The same as [`noted`], of the store in a directory.
pub(crate) fn noted_in(dir: &Path) -> Result<Option<String>, StoreError> {
    let (file, migrations) = inspect::file_in(dir);
    noted(&file.open_existing(READ_ONLY, &migrations)?)
}

/// The fingerprint of the secret that everything was last sealed with; `None` in a store whose secret is the first one.
fn noted(connection: &Connection) -> Result<Option<String>, StoreError> {
    let sql = "SELECT value FROM store_fact WHERE name = ?1";
    Ok(connection.query_row(sql, [FINGERPRINT], |row| row.get(0)).optional()?)
}

/// Makes a new secret beside the one in force.
pub(super) fn prepare(dir: &Path) -> Result<Secret, StoreError> {
    let path = dir.join(NEXT);
    let mut file = create_private(&path).map_err(io(&path))?;
    file.write_all(&random_bytes::<KEY_BYTES>()).and_then(|()| file.sync_all()).map_err(io(&path))?;
    sync_dir(dir)?;
    Secret::load(&path)
}

/// Puts the new secret in the place of the old one.
pub(super) fn put_in_place(dir: &Path) -> Result<(), StoreError> {
    rename(&dir.join(NEXT), &dir.join(SECRET))?;
    sync_dir(dir)
}

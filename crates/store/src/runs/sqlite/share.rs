//! Runs that anybody may read: by a random token, or by an id that was made public.

use model::{ProjectId, Run, RunId, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::edit::visible;
use super::frame::Codec;
use super::lookup;
use super::reader;
use super::rid::Rid;
use crate::secret::random_bytes;
use crate::{ProjectScope, StoreError};

/// Digits of a token: 256 random bits.
const TOKEN_BYTES: usize = 32;

/// Makes a link to the run, or answers `None` when there is no such run. The token is told once: the store keeps its hash.
pub(super) fn share(
    tx: &Connection,
    (at, id): (ProjectScope, RunId),
    now: Timestamp,
) -> Result<Option<String>, StoreError> {
    let found = lookup::find(tx, &at, id)?;
    let Some(rid) = found.map(|rid| visible(tx, rid)).transpose()?.flatten() else { return Ok(None) };
    let token: String = random_bytes::<TOKEN_BYTES>().iter().map(|byte| format!("{byte:02x}")).collect();
    tx.execute(
        "INSERT INTO share (token_hash, project, rid, created_at) VALUES (?1, ?2, ?3, ?4)",
        params![hash(&token), at.project().0.as_bytes(), rid.0, now.micros()],
    )?;
    Ok(Some(token))
}

/// Ends all links to the run; false when there is no such run.
pub(super) fn unshare(tx: &Connection, (at, id): (ProjectScope, RunId)) -> Result<bool, StoreError> {
    let found = lookup::find(tx, &at, id)?;
    let Some(rid) = found.map(|rid| visible(tx, rid)).transpose()?.flatten() else { return Ok(false) };
    tx.execute("DELETE FROM share WHERE rid = ?1", [rid.0])?;
    Ok(true)
}

/// The run that a token leads to, or the public run of that id.
pub(super) fn public_run(connection: &Connection, codec: &Codec, text: &str) -> Result<Option<Run>, StoreError> {
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, [u8; 16]>(0)?, row.get(1).map(Rid)?));
    let shared = connection
        .prepare_cached("SELECT project, rid FROM share WHERE token_hash = ?1")?
        .query_row([hash(text)], read)
        .optional()?;
    let found = match shared {
        Some(found) => Some(found),
        None => connection
            .prepare_cached("SELECT project, rid FROM public_run WHERE id = ?1")?
            .query_row([RunId::from_client(text).as_bytes()], read)
            .optional()?,
    };
    let Some((project, rid)) = found else { return Ok(None) };
    Ok(reader::load_all(connection, codec, ProjectId(Uuid::from_bytes(project)), &[rid])?.pop())
}

fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

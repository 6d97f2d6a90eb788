//! How keys lie in `meta.db`: the statements that the keys of projects, and that of an organisation, are kept by.

use model::{AccountId, KeyId, OrgId, ProjectId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use uuid::Uuid;

use super::Meta;
use super::caller::{KeyKind, key_hash};
use super::key::KeyRow;
use super::sqlite::uuid_at;
use crate::secret::Secret;
use crate::{ProjectScope, StoreError};

/// What stands in the place of a key that was revoked.
pub(super) const NOTHING: &[u8] = &[];

/// Whose a new key is. Without a project it is the organisation's.
pub(super) struct KeyOwner {
    pub(super) org: OrgId,
    pub(super) project: Option<ProjectId>,
    pub(super) created_by: Option<AccountId>,
}

/// A new key of a kind, which is `public`, `private` or `org_private`.
pub(super) struct NewKey<'a> {
    pub(super) key: Uuid,
    pub(super) kind: &'static str,
    pub(super) name: Option<&'a str>,
    pub(super) expires_at: Option<Timestamp>,
}

impl NewKey<'_> {
    /// A random key without a name or an end.
    pub(super) fn random(kind: &'static str) -> NewKey<'static> {
        NewKey { key: Uuid::new_v4(), kind, name: None, expires_at: None }
    }
}

/// Stores a key; its number.
pub(super) fn insert(
    (tx, secret): (&Transaction<'_>, &Secret),
    owner: &KeyOwner,
    new: &NewKey<'_>,
    now: Timestamp,
) -> Result<KeyId, StoreError> {
    let id = tx
        .prepare_cached(
            "INSERT INTO api_key (id, org_id, project_id, kind, name, hash, sealed, created_at, created_by, expires_at)
             SELECT coalesce(max(id), 0) + 1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
               FROM api_key
             RETURNING id",
        )?
        .query_row(
            params![
                owner.org.to_string(),
                owner.project.map(|id| id.to_string()),
                new.kind,
                new.name,
                key_hash(new.key),
                secret.seal(new.key.as_bytes()),
                now.micros(),
                owner.created_by.map(|id| id.to_string()),
                new.expires_at.map(Timestamp::micros),
            ],
            |row| row.get(0),
        )?;
    Ok(KeyId(id))
}

/// Revokes all keys of a project.
pub(super) fn revoke_all(tx: &Transaction<'_>, at: &ProjectScope, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE api_key
            SET revoked_at = ?3, sealed = ?4
          WHERE project_id = ?1
            AND org_id = ?2
            AND revoked_at IS NULL",
        params![at.project().to_string(), at.org().to_string(), now.micros(), NOTHING],
    )?;
    Ok(())
}

/// The private key that is shown with a project: of those that do not end, one that came with the project or took the place of
/// such a one, else the newest.
pub(super) fn shown(connection: &Connection, at: &ProjectScope, now: Timestamp) -> Result<Option<KeyId>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT id
               FROM api_key
              WHERE project_id = ?1
                AND org_id = ?2
                AND kind = 'private'
                AND revoked_at IS NULL
                AND (expires_at IS NULL OR expires_at > ?3)
              ORDER BY CASE WHEN expires_at IS NULL THEN 0 ELSE 1 END,
                       CASE WHEN name IS NULL THEN 0 ELSE 1 END,
                       id DESC
              LIMIT 1",
        )?
        .query_row(params![at.project().to_string(), at.org().to_string(), now.micros()], |row| row.get(0))
        .optional()?;
    Ok(found.map(KeyId))
}

/// The key of this number, unless it was revoked.
pub(super) fn find(
    connection: &Connection,
    secret: &Secret,
    at: &ProjectScope,
    key: KeyId,
) -> Result<Option<KeyRow>, StoreError> {
    Ok(list(connection, secret, at)?.into_iter().find(|row| row.id == key))
}

/// The keys of a project that were not revoked, the oldest first.
pub(super) fn list(connection: &Connection, secret: &Secret, at: &ProjectScope) -> Result<Vec<KeyRow>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT id, kind, name, sealed, created_at, created_by, last_used_at, expires_at
           FROM api_key
          WHERE project_id = ?1
            AND org_id = ?2
            AND revoked_at IS NULL
          ORDER BY id",
    )?;
    let mut rows = select.query([at.project().to_string(), at.org().to_string()])?;
    let mut keys = Vec::new();
    while let Some(row) = rows.next()? {
        keys.push(read(row, secret)?);
    }
    Ok(keys)
}

/// The word of a kind.
pub(super) fn word(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Public => "public",
        KeyKind::Private => "private",
    }
}

fn read(row: &Row<'_>, secret: &Secret) -> Result<KeyRow, StoreError> {
    let sealed: Vec<u8> = row.get(3)?;
    let time = |column| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(column)?.map(Timestamp::from_micros));
    Ok(KeyRow {
        id: KeyId(row.get(0)?),
        kind: if row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)? == "private" {
            KeyKind::Private
        } else {
            KeyKind::Public
        },
        name: row.get(2)?,
        key: Uuid::from_slice(&secret.open(&sealed)?).map_err(|_| StoreError::WrongSecret)?,
        created_at: Timestamp::from_micros(row.get(4)?),
        created_by: uuid_at(row, 5)?.map(AccountId),
        last_used_at: time(6)?,
        expires_at: time(7)?,
    })
}

/// Whether the key of this number is the project's id; `None` when the project has no such key.
pub(super) fn is_project_id(tx: &Transaction<'_>, at: &ProjectScope, key: KeyId) -> Result<Option<bool>, StoreError> {
    let hash: Option<Vec<u8>> = tx
        .query_row(
            "SELECT hash
               FROM api_key
              WHERE id = ?1
                AND project_id = ?2
                AND org_id = ?3
                AND revoked_at IS NULL",
            params![key.0, at.project().to_string(), at.org().to_string()],
            |row| row.get(0),
        )
        .optional()?;
    Ok(hash.map(|hash| hash == key_hash(at.project().0)))
}

/// Says when a key of the project ends.
pub(super) fn end_at(
    tx: &Transaction<'_>,
    at: &ProjectScope,
    key: KeyId,
    end: Option<Timestamp>,
) -> Result<(), StoreError> {
    let sql = "UPDATE api_key SET expires_at = ?3 WHERE id = ?1 AND project_id = ?2";
    tx.execute(sql, params![key.0, at.project().to_string(), end.map(Timestamp::micros)])?;
    Ok(())
}

/// Revokes a key of the project.
pub(super) fn end_now(tx: &Transaction<'_>, at: &ProjectScope, key: KeyId, now: Timestamp) -> Result<(), StoreError> {
    let sql = "UPDATE api_key SET revoked_at = ?3, sealed = ?4 WHERE id = ?1 AND project_id = ?2";
    tx.execute(sql, params![key.0, at.project().to_string(), now.micros(), NOTHING])?;
    Ok(())
}

impl Meta {
    /// Kind and name of the project's keys by their numbers, revoked ones included.
    pub async fn key_names(&self, at: &ProjectScope) -> Result<Vec<(KeyId, String)>, StoreError> {
        let project = at.project();
        self.read(move |connection, _| key_names(connection, project)).await
    }

    /// All keys of the project themselves, public ones first: some SDKs hash them into their run ids.
    pub async fn keys_of(&self, at: &ProjectScope) -> Result<Vec<Uuid>, StoreError> {
        let project = at.project();
        self.read(move |connection, secret| keys_of(connection, secret, project)).await
    }
}

fn key_names(connection: &Connection, project: ProjectId) -> Result<Vec<(KeyId, String)>, StoreError> {
    let sql = "SELECT id, coalesce(name, kind) FROM api_key WHERE project_id = ?1 ORDER BY id";
    let mut select = connection.prepare_cached(sql)?;
    let names = select.query_map([project.to_string()], |row| Ok((KeyId(row.get(0)?), row.get(1)?)))?;
    Ok(names.collect::<Result<_, _>>()?)
}

fn keys_of(connection: &Connection, secret: &Secret, project: ProjectId) -> Result<Vec<Uuid>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT sealed
           FROM api_key
          WHERE project_id = ?1
            AND revoked_at IS NULL
          ORDER BY kind DESC, id",
    )?;
    let sealed = select.query_map([project.to_string()], |row| row.get::<_, Vec<u8>>(0))?;
    let mut keys = vec![project.0];
    for key in sealed {
        let key = Uuid::from_slice(&secret.open(&key?)?).map_err(|_| StoreError::WrongSecret)?;
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    Ok(keys)
}

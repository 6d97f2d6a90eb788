//! An organisation itself: its name, its key, its projects.

use model::{OrgId, Permission, Timestamp};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use uuid::Uuid;

use super::Meta;
use super::actor::Actor;
use super::by::By;
use super::caller::Person;
use super::deed::Deed;
use super::key_row::{self, KeyOwner, NewKey};
use crate::secret::Secret;
use crate::{OrgScope, StoreError};

/// The kind of key that an organisation has one of.
const KIND: &str = "org_private";

/// An organisation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Org {
    /// Its id.
    pub id: OrgId,
    /// What it is called.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Meta {
    /// The organisation; `None` when it is gone.
    pub async fn org(&self, at: &OrgScope) -> Result<Option<Org>, StoreError> {
        let id = at.org();
        self.read(move |connection, _| {
            let sql = "SELECT name, created_at FROM org WHERE id = ?1";
            let read = |row: &rusqlite::Row<'_>| {
                Ok(Org { id, name: row.get(0)?, created_at: Timestamp::from_micros(row.get(1)?) })
            };
            Ok(connection.prepare_cached(sql)?.query_row([id.to_string()], read).optional()?)
        })
        .await
    }

    /// Renames the organisation; false when the person may no longer do that.
    pub async fn rename_org(
        &self,
        by: &Person,
        actor: Actor,
        name: String,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let by = By::new(by, actor);
        self.write_aside(move |tx, _| {
            if !by.may(tx, Permission::OrgUpdate)? {
                return Ok(false);
            }
            tx.execute("UPDATE org SET name = ?2 WHERE id = ?1", [by.org.to_string(), name])?;
            by.note(tx, Deed::RenameOrg, &by.org, now)?;
            Ok(true)
        })
        .await
    }

    /// The key of the organisation; `None` when it has none.
    pub async fn org_key(&self, at: &OrgScope) -> Result<Option<Uuid>, StoreError> {
        let org = at.org();
        self.read(move |connection, secret| org_key(connection, secret, org)).await
    }

    /// Makes a new key for the organisation; the one before opens nothing any more. `None` when the person may no longer do
    /// that.
    pub async fn regenerate_org_key(
        &self,
        by: &Person,
        actor: Actor,
        now: Timestamp,
    ) -> Result<Option<Uuid>, StoreError> {
        let by = By::new(by, actor);
        self.write(move |tx, secret| {
            if !by.may(tx, Permission::PrivateKeysUpdate)? {
                return Ok(None);
            }
            let key = put_org_key((tx, secret), &by, now)?;
            by.note(tx, Deed::RegenerateOrgKey, &by.org, now)?;
            Ok(Some(key))
        })
        .await
    }
}

/// Gives the organisation a new key in the place of the one that it has.
fn put_org_key((tx, secret): (&Transaction<'_>, &Secret), by: &By, now: Timestamp) -> Result<Uuid, StoreError> {
    tx.execute(
        "UPDATE api_key
            SET revoked_at = ?2, sealed = ?3
          WHERE org_id = ?1
            AND kind = 'org_private'
            AND revoked_at IS NULL",
        params![by.org.to_string(), now.micros(), key_row::NOTHING],
    )?;
    let new = NewKey::random(KIND);
    key_row::insert((tx, secret), &KeyOwner { org: by.org, project: None, created_by: Some(by.account) }, &new, now)?;
    Ok(new.key)
}

fn org_key(connection: &Connection, secret: &Secret, org: OrgId) -> Result<Option<Uuid>, StoreError> {
    let sealed: Option<Vec<u8>> = connection
        .prepare_cached(
            "SELECT sealed
               FROM api_key
              WHERE org_id = ?1
                AND kind = 'org_private'
                AND revoked_at IS NULL",
        )?
        .query_row([org.to_string()], |row| row.get(0))
        .optional()?;
    let Some(sealed) = sealed else { return Ok(None) };
    Ok(Some(Uuid::from_slice(&secret.open(&sealed)?).map_err(|_| StoreError::WrongSecret)?))
}

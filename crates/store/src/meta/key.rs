//! The keys of projects: made, listed, renamed, replaced, revoked. A key that is revoked keeps its row, because the ledger and
//! the audit log name keys by number; what it was is gone.

use model::{AccountId, KeyId, Timestamp};
use rusqlite::{Transaction, params};
use uuid::Uuid;

use super::Meta;
use super::actor::Actor;
use super::audit::{self, AuditEntry};
use super::caller::KeyKind;
use super::deed::Deed;
use super::key_row::{KeyOwner, NewKey, end_at, end_now, insert, is_project_id, list, shown, word};
use crate::secret::Secret;
use crate::{ProjectScope, StoreError};

/// How many keys a project may have at a time, expired ones included.
pub const MAX_KEYS: usize = 100;

/// A key of a project that was not revoked, as people manage it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyRow {
    /// Its number.
    pub id: KeyId,
    /// What it opens.
    pub kind: KeyKind,
    /// What people call it; `None` for those that came with the project.
    pub name: Option<String>,
    /// The key itself.
    pub key: Uuid,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it, who may be gone; `None` for those that the server made by itself.
    pub created_by: Option<AccountId>,
    /// A few seconds late; `None` as long as nobody used it.
    pub last_used_at: Option<Timestamp>,
    /// From then on it opens nothing; `None` when it does not end.
    pub expires_at: Option<Timestamp>,
}

/// A key that somebody wants.
#[derive(Clone, Debug)]
pub struct WantedKey {
    /// What it is to open.
    pub kind: KeyKind,
    /// What to call it.
    pub name: Option<String>,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
}

/// What to change of a key; what is `None` stays as it is.
#[derive(Clone, Debug)]
pub struct KeyEdit {
    /// Which one.
    pub key: KeyId,
    /// What to call it.
    pub name: Option<String>,
    /// When it ends, or that it does not.
    pub expires_at: Option<Option<Timestamp>>,
}

/// A key that another one is to take the place of.
#[derive(Clone, Copy, Debug)]
pub struct Replacement {
    /// Which one; `None` for the private key that is shown with the project.
    pub key: Option<KeyId>,
    /// How long the old one goes on, in microseconds.
    pub grace_micros: i64,
}

/// What became of a key that somebody wants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum KeyCreated {
    /// It is there.
    Done(KeyRow),
    /// The project has [`MAX_KEYS`] already.
    TooMany,
}

/// What became of a change of a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyChanged {
    /// It is done.
    Done,
    /// The project has no such key, or it was revoked.
    NoSuchKey,
    /// It is the id of the project, which goes with the project only.
    IsProjectId,
}

/// What became of a replacement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum KeyReplaced {
    /// The new key.
    Done(KeyRow),
    /// The project has no such key, or it was revoked.
    NoSuchKey,
    /// It is the id of the project, which goes with the project only.
    IsProjectId,
    /// It is over already, and so is what it could be exchanged for.
    Expired,
    /// The project has [`MAX_KEYS`] already, with the old one that goes on for a while.
    TooMany,
}

impl Meta {
    /// The keys of the project, the oldest first, expired ones included.
    pub async fn list_keys(&self, at: &ProjectScope) -> Result<Vec<KeyRow>, StoreError> {
        let at = *at;
        self.read(move |connection, secret| list(connection, secret, &at)).await
    }

    /// Makes a key.
    pub async fn create_key(
        &self,
        at: &ProjectScope,
        wanted: WantedKey,
        actor: Actor,
        now: Timestamp,
    ) -> Result<KeyCreated, StoreError> {
        let at = *at;
        self.write(move |tx, secret| create((tx, secret), &at, wanted, (&actor, now))).await
    }

    /// Renames a key, or says when it ends.
    pub async fn update_key(
        &self,
        at: &ProjectScope,
        edit: KeyEdit,
        actor: Actor,
        now: Timestamp,
    ) -> Result<KeyChanged, StoreError> {
        let at = *at;
        self.write(move |tx, _| update(tx, &at, &edit, (&actor, now))).await
    }

    /// Revokes a key, which opens nothing from the next request on.
    pub async fn revoke_key(
        &self,
        at: &ProjectScope,
        key: KeyId,
        actor: Actor,
        now: Timestamp,
    ) -> Result<KeyChanged, StoreError> {
        let at = *at;
        self.write(move |tx, _| revoke(tx, &at, key, (&actor, now))).await
    }

    /// Puts a new key in the place of another one: of the same kind and name, and with the same end. Where there is no private
    /// key at all, the one that is shown with the project is made.
    pub async fn replace_key(
        &self,
        at: &ProjectScope,
        replacement: Replacement,
        actor: Actor,
        now: Timestamp,
    ) -> Result<KeyReplaced, StoreError> {
        let at = *at;
        self.write(move |tx, secret| replace((tx, secret), &at, replacement, (&actor, now))).await
    }
}

pub(super) fn create(
    (tx, secret): (&Transaction<'_>, &Secret),
    at: &ProjectScope,
    wanted: WantedKey,
    (actor, now): (&Actor, Timestamp),
) -> Result<KeyCreated, StoreError> {
    if list(tx, secret, at)?.len() >= MAX_KEYS {
        return Ok(KeyCreated::TooMany);
    }
    let row = insert_row((tx, secret), at, wanted, (actor, now))?;
    note(tx, at, row.id, (actor, now))?;
    Ok(KeyCreated::Done(row))
}

fn insert_row(
    (tx, secret): (&Transaction<'_>, &Secret),
    at: &ProjectScope,
    wanted: WantedKey,
    (actor, now): (&Actor, Timestamp),
) -> Result<KeyRow, StoreError> {
    let WantedKey { kind, name, expires_at } = wanted;
    let created_by = actor.account();
    let owner = KeyOwner { org: at.org(), project: Some(at.project()), created_by };
    let new = NewKey { name: name.as_deref(), expires_at, ..NewKey::random(word(kind)) };
    let id = insert((tx, secret), &owner, &new, now)?;
    Ok(KeyRow { id, kind, key: new.key, created_at: now, created_by, last_used_at: None, expires_at, name })
}

fn update(
    tx: &Transaction<'_>,
    at: &ProjectScope,
    edit: &KeyEdit,
    (actor, now): (&Actor, Timestamp),
) -> Result<KeyChanged, StoreError> {
    let Some(is_project_id) = is_project_id(tx, at, edit.key)? else { return Ok(KeyChanged::NoSuchKey) };
    if let Some(end) = edit.expires_at {
        if is_project_id && end.is_some() {
            return Ok(KeyChanged::IsProjectId);
        }
        end_at(tx, at, edit.key, end)?;
    }
    if let Some(name) = &edit.name {
        let sql = "UPDATE api_key SET name = ?3 WHERE id = ?1 AND project_id = ?2";
        tx.execute(sql, params![edit.key.0, at.project().to_string(), name])?;
    }
    note(tx, at, edit.key, (actor, now))?;
    Ok(KeyChanged::Done)
}

fn revoke(
    tx: &Transaction<'_>,
    at: &ProjectScope,
    key: KeyId,
    (actor, now): (&Actor, Timestamp),
) -> Result<KeyChanged, StoreError> {
    match is_project_id(tx, at, key)? {
        None => return Ok(KeyChanged::NoSuchKey),
        Some(true) => return Ok(KeyChanged::IsProjectId),
        Some(false) => {}
    }
    end_now(tx, at, key, now)?;
    note(tx, at, key, (actor, now))?;
    Ok(KeyChanged::Done)
}

fn replace(
    (tx, secret): (&Transaction<'_>, &Secret),
    at: &ProjectScope,
    Replacement { key, grace_micros }: Replacement,
    (actor, now): (&Actor, Timestamp),
) -> Result<KeyReplaced, StoreError> {
    let Some(key) = key.map_or_else(|| shown(tx, at, now), |key| Ok(Some(key)))? else {
        let wanted = WantedKey { kind: KeyKind::Private, name: None, expires_at: None };
        return Ok(match create((tx, secret), at, wanted, (actor, now))? {
            KeyCreated::Done(row) => KeyReplaced::Done(row),
            KeyCreated::TooMany => KeyReplaced::TooMany,
        });
    };
    let keys = list(tx, secret, at)?;
    let Some(old) = keys.iter().find(|row| row.id == key) else { return Ok(KeyReplaced::NoSuchKey) };
    if old.key == at.project().0 {
        return Ok(KeyReplaced::IsProjectId);
    }
    if old.expires_at.is_some_and(|end| end <= now) {
        return Ok(KeyReplaced::Expired);
    }
    if grace_micros > 0 {
        if keys.len() >= MAX_KEYS {
            return Ok(KeyReplaced::TooMany);
        }
        let end = Timestamp::from_micros(now.micros().saturating_add(grace_micros));
        end_at(tx, at, key, Some(old.expires_at.map_or(end, |earlier| earlier.min(end))))?;
    } else {
        end_now(tx, at, key, now)?;
    }
    let wanted = WantedKey { kind: old.kind, name: old.name.clone(), expires_at: old.expires_at };
    let row = insert_row((tx, secret), at, wanted, (actor, now))?;
    note(tx, at, key, (actor, now))?;
    Ok(KeyReplaced::Done(row))
}

fn note(
    tx: &Transaction<'_>,
    at: &ProjectScope,
    key: KeyId,
    (actor, now): (&Actor, Timestamp),
) -> Result<(), StoreError> {
    let entry = AuditEntry::new(Deed::RegenerateKey, &key.0).in_project(at.project());
    audit::append(tx, at.org(), actor, &entry, now)
}

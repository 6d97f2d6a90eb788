//! Whoever changes something of the own organisation, as they are in the transaction of the change.

use model::{AccountId, OrgId, Permission, Role, Timestamp};
use rusqlite::{OptionalExtension, Transaction};

use super::actor::Actor;
use super::audit::{self, AuditEntry};
use super::caller::Person;
use super::deed::Deed;
use crate::StoreError;

/// Somebody who changes something of the own organisation.
pub(super) struct By {
    pub(super) org: OrgId,
    pub(super) account: AccountId,
    pub(super) actor: Actor,
}

impl By {
    pub(super) fn new(person: &Person, actor: Actor) -> By {
        By { org: person.org().org(), account: person.account(), actor }
    }

    /// What the person is now: it may be less than when the request came in, or nothing.
    pub(super) fn role(&self, tx: &Transaction<'_>) -> Result<Option<Role>, StoreError> {
        role_of(tx, self.org, self.account)
    }

    /// Whether the person's role grants it still.
    pub(super) fn may(&self, tx: &Transaction<'_>, permission: Permission) -> Result<bool, StoreError> {
        Ok(self.role(tx)?.is_some_and(|role| role.may(permission)))
    }

    /// Writes down what the person does to `resource`.
    pub(super) fn note(
        &self,
        tx: &Transaction<'_>,
        deed: Deed,
        resource: &impl ToString,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        audit::append(tx, self.org, &self.actor, &AuditEntry::new(deed, resource), now)
    }
}

/// What an account is in an organisation; `None` when it does not belong there.
pub(super) fn role_of(tx: &Transaction<'_>, org: OrgId, id: AccountId) -> Result<Option<Role>, StoreError> {
    let sql = "SELECT role FROM account WHERE id = ?1 AND org_id = ?2";
    let word: Option<String> = tx.query_row(sql, [id.to_string(), org.to_string()], |row| row.get(0)).optional()?;
    Ok(word.as_deref().and_then(Role::from_word))
}

//! Projects: made, shown, renamed, deleted. A deleted project keeps its row, because slots and ids are never reused; its keys and
//! members are gone at once, and its runs go by a job.

use model::{AccountId, KeyId, OrgId, ProjectId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use uuid::Uuid;

use super::actor::Actor;
use super::audit::{self, AuditEntry};
use super::caller::Person;
use super::deed::Deed;
use super::key_row::{self as key, KeyOwner, NewKey};
use super::{Meta, prompt, purge};
use crate::scope::Slot;
use crate::secret::Secret;
use crate::{ProjectScope, StoreError};

/// A project, as people see it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProjectRow {
    /// Its id, which is a public key of it.
    pub id: ProjectId,
    /// The organisation that owns it.
    pub org: OrgId,
    /// What people call it.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// As [`ShownKey`] asks for it; `None` also when there is no such key.
    pub private_key: Option<Uuid>,
}

/// Which private key to show with a project.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ShownKey {
    /// None.
    Nothing,
    /// The one that came with the project, or took its place.
    OfProject,
    /// That with this number: what somebody has already who holds it.
    Own(KeyId),
}

/// What became of a project that somebody wants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ProjectCreated {
    /// It is there.
    Done(ProjectRow),
    /// All slots were given away: the server has had 32,767 projects.
    NoSlotLeft,
    /// The organisation has had as many as it may.
    OrgIsFull,
}

/// What became of a project that somebody wants to be gone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProjectDeleted {
    /// It is gone, and a job takes its runs away.
    Done,
    /// It is the organisation's last one.
    LastOne,
    /// There is no such project, or no longer.
    NoSuchProject,
}

impl Meta {
    /// These projects, by their order here; those that are deleted are left out.
    pub async fn list_projects(
        &self,
        scopes: Vec<ProjectScope>,
        shown: ShownKey,
        now: Timestamp,
    ) -> Result<Vec<ProjectRow>, StoreError> {
        self.read(move |connection, secret| {
            let rows = scopes.iter().map(|at| row_of((connection, secret), at, (shown, now)));
            rows.filter_map(Result::transpose).collect()
        })
        .await
    }

    /// Makes a project with a public key, which is its id, and a private one. Its members are the owner, all admins, and
    /// whoever makes it. An organisation has `most` projects, deleted ones included: none gives its slot back, and the slots
    /// are for all organisations.
    pub async fn create_project(
        &self,
        person: &Person,
        (name, most): (String, u32),
        actor: Actor,
        now: Timestamp,
    ) -> Result<ProjectCreated, StoreError> {
        let (org, creator) = (person.org().org(), Some(person.account()));
        self.write(move |tx, secret| {
            if has_had(tx, org)? >= most {
                return Ok(ProjectCreated::OrgIsFull);
            }
            let new = NewProject { org, name: &name, creator };
            let Some(id) = insert((tx, secret), &new, now)? else { return Ok(ProjectCreated::NoSlotLeft) };
            audit::append(tx, org, &actor, &AuditEntry::new(Deed::CreateProject, &id), now)?;
            Ok(ProjectCreated::Done(ProjectRow { id, org, name, created_at: now, private_key: None }))
        })
        .await
    }

    /// Renames a project; false when there is no such project.
    pub async fn rename_project(
        &self,
        at: &ProjectScope,
        name: String,
        actor: Actor,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let at = *at;
        self.write(move |tx, _| rename(tx, &at, &name, (&actor, now))).await
    }

    /// Deletes a project: nobody reaches it from the next request on, and its runs go by the job `purge-project:<id>`.
    pub async fn delete_project(
        &self,
        at: &ProjectScope,
        actor: Actor,
        now: Timestamp,
    ) -> Result<ProjectDeleted, StoreError> {
        let at = *at;
        self.write(move |tx, _| delete(tx, &at, (&actor, now))).await
    }
}

/// A project to be made.
pub(super) struct NewProject<'a> {
    pub(super) org: OrgId,
    pub(super) name: &'a str,
    /// A member whatever the role; `None` when nobody is.
    pub(super) creator: Option<AccountId>,
}

/// How many projects an organisation has had.
pub(super) fn has_had(tx: &Transaction<'_>, org: OrgId) -> Result<u32, StoreError> {
    let sql = "SELECT count(*) FROM project WHERE org_id = ?1";
    Ok(tx.query_row(sql, [org.to_string()], |row| row.get(0))?)
}

/// Makes a project with its two keys and its members; `None` when all slots were given away.
pub(super) fn insert(
    (tx, secret): (&Transaction<'_>, &Secret),
    new: &NewProject<'_>,
    now: Timestamp,
) -> Result<Option<ProjectId>, StoreError> {
    let last: i64 = tx.query_row("SELECT coalesce(max(slot), 0) FROM project", [], |row| row.get(0))?;
    let Some(slot) = Slot::new(last + 1) else { return Ok(None) };
    let id = ProjectId(Uuid::new_v4());
    tx.execute(
        "INSERT INTO project (id, org_id, name, slot, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id.to_string(), new.org.to_string(), new.name, slot.number(), now.micros()],
    )?;
    let owner = KeyOwner { org: new.org, project: Some(id), created_by: new.creator };
    key::insert((tx, secret), &owner, &NewKey { key: id.0, ..NewKey::random("public") }, now)?;
    key::insert((tx, secret), &owner, &NewKey::random("private"), now)?;
    tx.execute(
        "INSERT INTO account_project (account_id, project_id, org_id)
         SELECT id, ?1, org_id
           FROM account
          WHERE org_id = ?2
            AND (role IN ('owner', 'admin') OR id = ?3)",
        params![id.to_string(), new.org.to_string(), new.creator.map(|id| id.to_string())],
    )?;
    Ok(Some(id))
}

fn row_of(
    (connection, secret): (&Connection, &Secret),
    at: &ProjectScope,
    (shown, now): (ShownKey, Timestamp),
) -> Result<Option<ProjectRow>, StoreError> {
    let found = connection
        .prepare_cached("SELECT name, created_at FROM project WHERE id = ?1 AND org_id = ?2 AND deleted_at IS NULL")?
        .query_row([at.project().to_string(), at.org().to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((name, created_at)) = found else { return Ok(None) };
    let key = match shown {
        ShownKey::Nothing => None,
        ShownKey::OfProject => key::shown(connection, at, now)?,
        ShownKey::Own(key) => Some(key),
    };
    let private_key = key.map(|key| key::find(connection, secret, at, key)).transpose()?.flatten();
    Ok(Some(ProjectRow {
        id: at.project(),
        org: at.org(),
        name,
        created_at: Timestamp::from_micros(created_at),
        private_key: private_key.map(|row| row.key),
    }))
}

fn rename(
    tx: &Transaction<'_>,
    at: &ProjectScope,
    name: &str,
    (actor, now): (&Actor, Timestamp),
) -> Result<bool, StoreError> {
    let renamed = tx.execute(
        "UPDATE project
            SET name = ?3
          WHERE id = ?1
            AND org_id = ?2
            AND deleted_at IS NULL",
        params![at.project().to_string(), at.org().to_string(), name],
    )?;
    if renamed == 0 {
        return Ok(false);
    }
    let entry = AuditEntry::new(Deed::RenameProject, &at.project()).in_project(at.project());
    audit::append(tx, at.org(), actor, &entry, now)?;
    Ok(true)
}

fn delete(
    tx: &Transaction<'_>,
    at: &ProjectScope,
    (actor, now): (&Actor, Timestamp),
) -> Result<ProjectDeleted, StoreError> {
    let (id, org) = (at.project().to_string(), at.org().to_string());
    let sql = "SELECT count(*) FROM project WHERE org_id = ?1 AND id <> ?2 AND deleted_at IS NULL";
    let others: i64 = tx.query_row(sql, [&org, &id], |row| row.get(0))?;
    let sql = "SELECT count(*) FROM project WHERE org_id = ?1 AND id = ?2 AND deleted_at IS NULL";
    let own: i64 = tx.query_row(sql, [&org, &id], |row| row.get(0))?;
    if own == 0 {
        return Ok(ProjectDeleted::NoSuchProject);
    }
    if others == 0 {
        return Ok(ProjectDeleted::LastOne);
    }
    tx.execute("UPDATE project SET deleted_at = ?2 WHERE id = ?1", params![id, now.micros()])?;
    key::revoke_all(tx, at, now)?;
    tx.execute("DELETE FROM account_project WHERE project_id = ?1", [&id])?;
    tx.execute("DELETE FROM invitation_project WHERE project_id = ?1", [&id])?;
    prompt::delete_all(tx, at.project())?;
    audit::append(tx, at.org(), actor, &AuditEntry::new(Deed::DeleteProject, &id), now)?;
    purge::order(tx, at, now)?;
    Ok(ProjectDeleted::Done)
}

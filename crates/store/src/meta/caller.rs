//! Whose credential it is: keys and sessions, looked up. This is where scopes are made.

use std::sync::Arc;

use model::{AccountId, KeyId, OrgId, Permission, ProjectId, Role, SessionId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::sqlite::uuid_at;
use crate::scope::Slot;
use crate::{OrgScope, ProjectScope, StoreError};

/// Whose API key it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyHolder {
    /// A key of one project.
    Project(Caller),
    /// The key of an organisation.
    Org(OrgScope),
}

/// A checked API key of a project.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Caller {
    /// The key's own number; 0 for a project id that no key row carries.
    pub key: KeyId,
    /// What it opens.
    pub kind: KeyKind,
    /// The project that it opens.
    pub scope: ProjectScope,
}

/// What a key of a project opens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyKind {
    /// The public routes of its project.
    Public,
    /// Everything of its project that needs no person.
    Private,
}

/// Somebody who is signed in, as of the moment when the session was checked.
#[derive(Clone, Debug)]
pub struct Person {
    scope: OrgScope,
    account: AccountId,
    role: Role,
    session: SessionId,
    email: String,
    name: Option<String>,
    projects: Arc<[ProjectScope]>,
}

impl Person {
    /// The organisation that the person belongs to.
    #[must_use]
    pub fn org(&self) -> &OrgScope {
        &self.scope
    }

    /// The person's account.
    #[must_use]
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// What the person is in the organisation.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }

    /// The log-in by which the person is here.
    #[must_use]
    pub fn session(&self) -> SessionId {
        self.session
    }

    /// In lower case.
    #[must_use]
    pub fn email(&self) -> &str {
        &self.email
    }

    /// As the person gave it.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Whether the person's role grants it.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.role.may(permission)
    }

    /// The projects that the person is a member of, by id.
    #[must_use]
    pub fn projects(&self) -> &[ProjectScope] {
        &self.projects
    }

    /// The project, if the person is a member of it.
    #[must_use]
    pub fn project(&self, id: ProjectId) -> Option<ProjectScope> {
        self.projects.iter().find(|scope| scope.project() == id).copied()
    }

    /// What a person reads who names no project: nothing.
    #[must_use]
    pub fn nowhere(&self) -> ProjectScope {
        ProjectScope::of_nothing(self.scope.org())
    }
}

/// A key as it was found, with the time from which on it is none.
#[derive(Clone, Copy, Debug)]
pub(super) struct FoundKey {
    pub(super) holder: KeyHolder,
    pub(super) id: KeyId,
    pub(super) expires_at: Option<Timestamp>,
}

/// A session as it was found, with the time from which on it is none.
#[derive(Clone, Debug)]
pub(super) struct FoundSession {
    pub(super) person: Arc<Person>,
    pub(super) epoch: i64,
    pub(super) expires_at: Timestamp,
}

/// What a key is looked up by.
pub(crate) fn key_hash(key: Uuid) -> Vec<u8> {
    Sha256::digest(key.to_string().as_bytes()).to_vec()
}

pub(super) fn find_key(connection: &Connection, key: Uuid) -> Result<Option<FoundKey>, StoreError> {
    let by_row = connection
        .prepare_cached(
            "SELECT api_key.id, api_key.kind, project.id, api_key.org_id, project.slot, api_key.expires_at
               FROM api_key
               LEFT JOIN project ON project.id = api_key.project_id
              WHERE api_key.hash = ?1
                AND api_key.revoked_at IS NULL
                AND project.deleted_at IS NULL",
        )?
        .query_row([key_hash(key)], read_key)
        .optional()?;
    if by_row.is_some() {
        return Ok(by_row.flatten());
    }
    let by_project = connection
        .prepare_cached("SELECT 0, 'public', id, org_id, slot, NULL FROM project WHERE id = ?1 AND deleted_at IS NULL")?
        .query_row([key.to_string()], read_key)
        .optional()?;
    Ok(by_project.flatten())
}

fn read_key(row: &Row<'_>) -> rusqlite::Result<Option<FoundKey>> {
    let id = KeyId(row.get(0)?);
    let Some(org) = uuid_at(row, 3)?.map(OrgId) else { return Ok(None) };
    let kind = match row.get_ref(1)?.as_str()? {
        "org_private" => None,
        "private" => Some(KeyKind::Private),
        _ => Some(KeyKind::Public),
    };
    let holder = match kind {
        None => KeyHolder::Org(OrgScope::new(org)),
        Some(kind) => {
            let Some(scope) = read_scope(row, 2)? else { return Ok(None) };
            KeyHolder::Project(Caller { key: id, kind, scope })
        }
    };
    let expires_at = row.get::<_, Option<i64>>(5)?.map(Timestamp::from_micros);
    Ok(Some(FoundKey { holder, id, expires_at }))
}

/// A scope from three columns that begin at `column`: project, organisation, slot.
pub(super) fn read_scope(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<ProjectScope>> {
    let (Some(project), Some(org)) = (uuid_at(row, column)?, uuid_at(row, column + 1)?) else { return Ok(None) };
    let slot = row.get::<_, Option<i64>>(column + 2)?.and_then(Slot::new);
    Ok(slot.map(|slot| ProjectScope::new(ProjectId(project), OrgId(org), slot)))
}

pub(super) fn find_session(connection: &Connection, id: SessionId) -> Result<Option<FoundSession>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT account.id, account.org_id, account.role, account.email, account.name,
                    session.epoch, session.expires_at
               FROM session
               JOIN account ON account.id = session.account_id
              WHERE session.id = ?1
                AND session.epoch = account.epoch",
        )?
        .query_row([id.to_string()], |row| {
            let (account, org) = (uuid_at(row, 0)?, uuid_at(row, 1)?);
            let role = Role::from_word(row.get_ref(2)?.as_str()?);
            let (Some(account), Some(org), Some(role)) = (account, org, role) else { return Ok(None) };
            let person = Person {
                scope: OrgScope::new(OrgId(org)),
                account: AccountId(account),
                role,
                session: id,
                email: row.get(3)?,
                name: row.get(4)?,
                projects: Arc::new([]),
            };
            Ok(Some((person, row.get(5)?, Timestamp::from_micros(row.get(6)?))))
        })
        .optional()?
        .flatten();
    let Some((mut person, epoch, expires_at)) = found else { return Ok(None) };
    person.projects = projects_of(connection, person.account)?.into();
    Ok(Some(FoundSession { person: Arc::new(person), epoch, expires_at }))
}

fn projects_of(connection: &Connection, account: AccountId) -> Result<Vec<ProjectScope>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT project.id, project.org_id, project.slot
           FROM account_project
           JOIN project ON project.id = account_project.project_id
          WHERE account_project.account_id = ?1
            AND project.deleted_at IS NULL
          ORDER BY project.id",
    )?;
    let scopes = select.query_map([account.to_string()], |row| read_scope(row, 0))?;
    Ok(scopes.filter_map(Result::transpose).collect::<Result<_, _>>()?)
}

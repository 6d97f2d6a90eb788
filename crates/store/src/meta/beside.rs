//! `meta.db` in the hands of the operator: at the command line, beside a server that may be using it. What is changed here the
//! server sees within a second.
//!
//! Only here can a project be named without a credential, and everything be seen at once.

use std::ops::Deref;
use std::path::{Path, PathBuf};

use model::{AccountId, EmailAddress, KeyId, OrgId, ProjectId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::actor::Actor;
use super::caller::read_scope;
use super::key::{self, KeyCreated, WantedKey};
use super::member::{self, Member};
use super::sqlite::{SqliteMeta, uuid_at};
use super::{Meta, account, in_force};
use crate::secret::Secret;
use crate::{ProjectScope, StoreError};

/// The store as its operator reaches it.
pub struct Beside {
    meta: Meta,
    dir: PathBuf,
}

/// An organisation with all that belongs to it, but nothing that is secret.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OrgOverview {
    /// Its id.
    pub id: OrgId,
    /// What it is called.
    pub name: String,
    /// Its projects, by age.
    pub projects: Vec<ProjectOverview>,
    /// Its people, by rank, then by name.
    pub members: Vec<Member>,
    /// Its own keys; one, or none.
    pub keys: Vec<KeyOverview>,
}

/// A project with its keys.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProjectOverview {
    /// Its id, which is a public key of it.
    pub id: ProjectId,
    /// What it is called.
    pub name: String,
    /// Its keys, by age.
    pub keys: Vec<KeyOverview>,
}

/// A key, without the key itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyOverview {
    /// Its number.
    pub id: KeyId,
    /// `public`, `private` or `org_private`.
    pub kind: String,
    /// What it is called.
    pub name: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, a few seconds late.
    pub last_used_at: Option<Timestamp>,
    /// From when on it opens nothing.
    pub expires_at: Option<Timestamp>,
}

/// What a name leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProjectNamed {
    /// This project.
    One(ProjectScope),
    /// No project.
    Nothing,
    /// More than one project.
    Several,
}

impl Meta {
    /// Opens `meta.db` without the lock, beside a server that may be using it; `None` when there is no store in the directory.
    ///
    /// An older schema is brought up to date first, which takes the lock: [`StoreError::InUse`] when a server has it.
    pub fn open_beside(dir: &Path) -> Result<Option<Beside>, StoreError> {
        let engine = SqliteMeta::open_beside(dir)?;
        Ok(engine.map(|engine| Beside { meta: Meta::Sqlite(engine), dir: dir.to_path_buf() }))
    }
}

impl Deref for Beside {
    type Target = Meta;

    fn deref(&self) -> &Meta {
        &self.meta
    }
}

impl Beside {
    /// Everything there is, by age.
    pub async fn overview(&self) -> Result<Vec<OrgOverview>, StoreError> {
        self.meta.read(|connection, _| overview(connection)).await
    }

    /// The project with this id or, if the text is none, with this name.
    pub async fn project(&self, named: &str) -> Result<ProjectNamed, StoreError> {
        let named = named.to_owned();
        self.meta.read(move |connection, _| project(connection, &named)).await
    }

    /// Makes a key of the project. It is sealed with the secret in force at that moment, also when that became another one since
    /// the store was opened.
    pub async fn create_key(
        &self,
        at: &ProjectScope,
        wanted: WantedKey,
        now: Timestamp,
    ) -> Result<KeyCreated, StoreError> {
        let (at, dir) = (*at, self.dir.clone());
        let make = move |tx: &Transaction<'_>, _: &Secret| {
            let secret = in_force::in_force(&dir, tx)?;
            key::create((tx, &secret), &at, wanted, (&Actor::operator(), now))
        };
        self.meta.write(make).await
    }

    /// Gives an account another password and ends its sessions; false when no account has this address.
    pub async fn set_password(&self, email: EmailAddress, hash: String, now: Timestamp) -> Result<bool, StoreError> {
        self.meta.write(move |tx, _| set_password(tx, &email, &hash, now)).await
    }
}

fn set_password(tx: &Transaction<'_>, email: &EmailAddress, hash: &str, now: Timestamp) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM account WHERE email = ?1";
    let found = tx.query_row(sql, [email.as_str()], |row| uuid_at(row, 0)).optional()?;
    let Some(id) = found.flatten().map(AccountId) else { return Ok(false) };
    account::set_password(tx, id, hash)?;
    // Nobody else knows the password: the account is whose the operator says.
    account::prove(tx, id)?;
    account::audit_change(tx, id, &Actor::operator(), now)?;
    Ok(true)
}

fn project(connection: &Connection, named: &str) -> Result<ProjectNamed, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT id, org_id, slot
           FROM project
          WHERE (id = ?1 OR name = ?2)
            AND deleted_at IS NULL
          LIMIT 2",
    )?;
    let scopes = select.query_map([&named.to_lowercase(), named], |row| read_scope(row, 0))?;
    let scopes: Vec<ProjectScope> = scopes.filter_map(Result::transpose).collect::<Result<_, _>>()?;
    Ok(match scopes[..] {
        [] => ProjectNamed::Nothing,
        [one] => ProjectNamed::One(one),
        _ => ProjectNamed::Several,
    })
}

fn overview(connection: &Connection) -> Result<Vec<OrgOverview>, StoreError> {
    let mut select = connection.prepare("SELECT id, name FROM org ORDER BY created_at, id")?;
    let rows = select.query_map([], |row| Ok((uuid_at(row, 0)?, row.get(1)?)))?;
    let mut orgs = Vec::new();
    for row in rows {
        let (Some(id), name) = row? else { continue };
        let id = OrgId(id);
        orgs.push(OrgOverview {
            id,
            name,
            projects: projects(connection, id)?,
            members: member::list(connection, id, None)?,
            keys: keys(connection, id, None)?,
        });
    }
    Ok(orgs)
}

fn projects(connection: &Connection, org: OrgId) -> Result<Vec<ProjectOverview>, StoreError> {
    let sql = "SELECT id, name FROM project WHERE org_id = ?1 AND deleted_at IS NULL ORDER BY slot";
    let mut select = connection.prepare_cached(sql)?;
    let rows = select.query_map([org.to_string()], |row| Ok((uuid_at(row, 0)?, row.get(1)?)))?;
    let mut projects = Vec::new();
    for row in rows {
        let (Some(id), name) = row? else { continue };
        let id = ProjectId(id);
        projects.push(ProjectOverview { id, name, keys: keys(connection, org, Some(id))? });
    }
    Ok(projects)
}

/// The keys of the project or, without one, those of the organisation itself; revoked ones left out.
fn keys(connection: &Connection, org: OrgId, of: Option<ProjectId>) -> Result<Vec<KeyOverview>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT id, kind, name, created_at, last_used_at, expires_at
           FROM api_key
          WHERE org_id = ?1
            AND coalesce(project_id, '') = coalesce(?2, '')
            AND revoked_at IS NULL
          ORDER BY id",
    )?;
    let of = of.map(|project| project.to_string());
    let keys = select.query_map(params![org.to_string(), of], read_key)?.collect::<Result<_, _>>()?;
    Ok(keys)
}

fn read_key(row: &Row<'_>) -> rusqlite::Result<KeyOverview> {
    let time = |column| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(column)?.map(Timestamp::from_micros));
    Ok(KeyOverview {
        id: KeyId(row.get(0)?),
        kind: row.get(1)?,
        name: row.get(2)?,
        created_at: Timestamp::from_micros(row.get(3)?),
        last_used_at: time(4)?,
        expires_at: time(5)?,
    })
}

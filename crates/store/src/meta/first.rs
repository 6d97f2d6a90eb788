//! The first organisation, project, keys and account: made once, found again ever after.

use model::{ProjectId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use uuid::Uuid;

use super::caller::{KeyKind, key_hash};
use crate::StoreError;
use crate::secret::Secret;

/// Who and what must exist once the server is up; what is absent here gets a default.
#[derive(Clone, Debug, Default)]
pub struct Init {
    /// E-mail address of the first account, in lower case; needs `password_hash`.
    pub email: Option<String>,
    /// Its password, as a PHC string.
    pub password_hash: Option<String>,
    /// Name of the first organisation.
    pub org: Option<String>,
    /// Name of the first project.
    pub project: Option<String>,
    /// Public key of the first project, which is its id.
    pub public_key: Option<Uuid>,
    /// Private key of the first project.
    pub private_key: Option<Uuid>,
}

/// The keys of the first project, shown at the start as long as nobody can sign in to see them.
#[derive(Clone, Debug)]
pub struct Welcome {
    /// Name of the project.
    pub project: String,
    /// Its public key, which is its id.
    pub public_key: ProjectId,
    /// Its private key.
    pub private_key: Uuid,
}

/// Makes what is absent. A named public key selects its project; without one the oldest project is meant.
pub(super) fn ensure(tx: &Transaction<'_>, secret: &Secret, init: &Init, now: Timestamp) -> Result<(), StoreError> {
    let project = match find_project(tx, init.public_key)? {
        Some(project) => project,
        None => create_project(tx, init, now)?,
    };
    let org: String =
        tx.query_row("SELECT org_id FROM project WHERE id = ?1", [project.to_string()], |row| row.get(0))?;
    let key = NewKey { org: &org, project, now };
    key.insert_if_absent(tx, secret, KeyKind::Public, project)?;
    match init.private_key {
        Some(private) => key.insert_if_absent(tx, secret, KeyKind::Private, private)?,
        None if has_private_key(tx, project)? => {}
        None => key.insert_if_absent(tx, secret, KeyKind::Private, Uuid::new_v4())?,
    }
    if let (Some(email), Some(password_hash)) = (&init.email, &init.password_hash) {
        ensure_account(tx, &org, (email, password_hash), now)?;
    }
    Ok(())
}

/// The keys to show; `None` once an account exists.
pub(super) fn welcome(connection: &Connection, secret: &Secret) -> Result<Option<Welcome>, StoreError> {
    let accounts: i64 = connection.query_row("SELECT count(*) FROM account", [], |row| row.get(0))?;
    if accounts > 0 {
        return Ok(None);
    }
    let found: Option<(String, String, Vec<u8>)> = connection
        .query_row(
            "SELECT project.name, project.id, api_key.sealed
               FROM project
               JOIN api_key ON api_key.project_id = project.id AND api_key.kind = 'private' AND api_key.revoked_at IS NULL
              WHERE project.deleted_at IS NULL
              ORDER BY project.slot, api_key.id
              LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()?;
    let Some((project, public_key, sealed)) = found else { return Ok(None) };
    let private_key = Uuid::from_slice(&secret.open(&sealed)?).map_err(|_| StoreError::WrongSecret)?;
    let public_key = ProjectId(Uuid::try_parse(&public_key).map_err(|_| StoreError::WrongSecret)?);
    Ok(Some(Welcome { project, public_key, private_key }))
}

fn find_project(tx: &Transaction<'_>, public_key: Option<Uuid>) -> Result<Option<Uuid>, StoreError> {
    let id: Option<String> = match public_key {
        Some(id) => {
            tx.query_row("SELECT id FROM project WHERE id = ?1", [id.to_string()], |row| row.get(0)).optional()?
        }
        None => tx
            .query_row("SELECT id FROM project WHERE deleted_at IS NULL ORDER BY slot LIMIT 1", [], |row| row.get(0))
            .optional()?,
    };
    Ok(id.and_then(|id| Uuid::try_parse(&id).ok()))
}

fn create_project(tx: &Transaction<'_>, init: &Init, now: Timestamp) -> Result<Uuid, StoreError> {
    let org = ensure_org(tx, init.org.as_deref(), now)?;
    let id = init.public_key.unwrap_or_else(Uuid::new_v4);
    let name = init.project.as_deref().unwrap_or("My first project");
    tx.execute(
        "INSERT INTO project (id, org_id, name, slot, created_at)
         SELECT ?1, ?2, ?3, coalesce(max(slot), 0) + 1, ?4
           FROM project",
        params![id.to_string(), org, name, now.micros()],
    )?;
    Ok(id)
}

/// The organisation of that name, else the oldest one when no name is given, else a new one.
fn ensure_org(tx: &Transaction<'_>, name: Option<&str>, now: Timestamp) -> Result<String, StoreError> {
    let found = match name {
        Some(name) => tx.query_row("SELECT id FROM org WHERE name = ?1", [name], |row| row.get(0)).optional()?,
        None => tx.query_row("SELECT id FROM org ORDER BY created_at LIMIT 1", [], |row| row.get(0)).optional()?,
    };
    if let Some(id) = found {
        return Ok(id);
    }
    let id = Uuid::new_v4().to_string();
    tx.execute(
        "INSERT INTO org (id, name, created_at) VALUES (?1, ?2, ?3)",
        params![id, name.unwrap_or("My organisation"), now.micros()],
    )?;
    Ok(id)
}

fn has_private_key(tx: &Transaction<'_>, project: Uuid) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) FROM api_key WHERE project_id = ?1 AND kind = 'private' AND revoked_at IS NULL";
    let keys: i64 = tx.query_row(sql, [project.to_string()], |row| row.get(0))?;
    Ok(keys > 0)
}

struct NewKey<'a> {
    org: &'a str,
    project: Uuid,
    now: Timestamp,
}

impl NewKey<'_> {
    fn insert_if_absent(
        &self,
        tx: &Transaction<'_>,
        secret: &Secret,
        kind: KeyKind,
        key: Uuid,
    ) -> Result<(), StoreError> {
        let kind = match kind {
            KeyKind::Public => "public",
            KeyKind::Private => "private",
        };
        let sealed = secret.seal(key.as_bytes());
        tx.execute(
            "INSERT INTO api_key (id, org_id, project_id, kind, hash, sealed, created_at)
             SELECT coalesce(max(id), 0) + 1, ?1, ?2, ?3, ?4, ?5, ?6
               FROM api_key
              WHERE 1 = 1
             ON CONFLICT (hash) DO NOTHING",
            params![self.org, self.project.to_string(), kind, key_hash(key), sealed, self.now.micros()],
        )?;
        Ok(())
    }
}

/// An owner, or an admin where there is an owner already.
fn ensure_account(
    tx: &Transaction<'_>,
    org: &str,
    (email, password_hash): (&str, &str),
    now: Timestamp,
) -> Result<(), StoreError> {
    let known: i64 = tx.query_row("SELECT count(*) FROM account WHERE email = ?1", [email], |row| row.get(0))?;
    if known > 0 {
        return Ok(());
    }
    let sql = "SELECT count(*) FROM account WHERE org_id = ?1 AND role = 'owner'";
    let owners: i64 = tx.query_row(sql, [org], |row| row.get(0))?;
    let role = if owners == 0 { "owner" } else { "admin" };
    let id = Uuid::new_v4().to_string();
    tx.execute(
        "INSERT INTO account (id, email, password_hash, org_id, role, proven, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6)",
        params![id, email, password_hash, org, role, now.micros()],
    )?;
    tx.execute(
        "INSERT INTO account_project (account_id, project_id, org_id) SELECT ?1, id, org_id FROM project WHERE org_id = ?2",
        params![id, org],
    )?;
    Ok(())
}

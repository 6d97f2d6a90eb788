//! People with a login: made, let in by their password, and gone again.

use model::{AccountId, EmailAddress, OrgId, ProjectId, Role, Timestamp};
use rusqlite::{OptionalExtension, Transaction, params};
use uuid::Uuid;

use super::Meta;
use super::actor::Actor;
use super::audit::{self, AuditEntry};
use super::caller::Person;
use super::deed::Deed;
use super::session::{self, LogIn, Opened};
use super::sqlite::uuid_at;
use crate::StoreError;

/// An account that an operator wants.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Where it is to belong.
    pub org: InOrg,
    /// By which it is known.
    pub email: EmailAddress,
    /// What the person wants to be called.
    pub name: Option<String>,
    /// As a PHC string.
    pub password_hash: String,
    /// What the person is to be.
    pub role: Role,
    /// Whether the address is the person's own, as the operator knows, and needs no more proof.
    pub verified: bool,
    /// The projects that the person is to be a member of; `None`: all of the organisation.
    pub projects: Option<Vec<ProjectId>>,
}

/// An organisation, named in one of three ways.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum InOrg {
    /// The oldest one, which has the first project.
    First,
    /// The oldest one of this name.
    Named(String),
    /// The one with this id.
    Id(OrgId),
}

/// What became of the wish for an account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AccountCreated {
    /// It is there now.
    Done(AccountId),
    /// There is an account with this address, here or elsewhere.
    EmailTaken,
    /// There is no such organisation.
    NoSuchOrg,
    /// The organisation has its one owner.
    OwnerTaken,
    /// One of the projects is none of the organisation's.
    NoSuchProject,
}

/// What a password is compared with.
#[derive(Clone)]
pub struct Credentials {
    /// Whose it is.
    pub account: AccountId,
    /// As a PHC string, or a bcrypt hash.
    pub password_hash: String,
}

/// What became of the wish to leave.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Left {
    /// The account is gone.
    Done,
    /// The owner cannot leave: there would be none.
    IsOwner,
    /// There is no such account any more.
    NoSuchAccount,
}

impl Meta {
    /// Makes an account, as the operator of the server.
    pub async fn create_account(&self, new: NewAccount, now: Timestamp) -> Result<AccountCreated, StoreError> {
        self.write(move |tx, _| create(tx, &new, now)).await
    }

    /// What the password of the account with this address, in lower case, is compared with; `None` when there is none.
    pub async fn credentials(&self, email: &str) -> Result<Option<Credentials>, StoreError> {
        let email = email.to_owned();
        let sql = "SELECT id, password_hash FROM account WHERE email = ?1";
        self.read(move |connection, _| {
            let found = connection
                .prepare_cached(sql)?
                .query_row([email], |row| Ok((uuid_at(row, 0)?, row.get(1)?)))
                .optional()?;
            let Some((Some(id), password_hash)) = found else { return Ok(None) };
            Ok(Some(Credentials { account: AccountId(id), password_hash }))
        })
        .await
    }

    /// Gives the account a new password: all its sessions are over, and a new one begins. `None` when the account is gone or
    /// its password is another one than was compared.
    pub async fn change_password(
        &self,
        verified: LogIn,
        new_hash: String,
        now: Timestamp,
    ) -> Result<Option<Opened>, StoreError> {
        self.write(move |tx, _| {
            let LogIn { account, verified_hash, actor, lifetime_micros, .. } = verified;
            if !still_has_hash(tx, account, &verified_hash)? {
                return Ok(None);
            }
            set_password(tx, account, &new_hash)?;
            audit_change(tx, account, &actor, now)?;
            session::open(tx, account, &actor, lifetime_micros, now)
        })
        .await
    }

    /// Deletes the person's own account, with its sessions and memberships.
    pub async fn leave(&self, person: &Person, actor: Actor, now: Timestamp) -> Result<Left, StoreError> {
        let (org, account) = (person.org().org(), person.account());
        self.write(move |tx, _| {
            let sql = "SELECT role FROM account WHERE id = ?1 AND org_id = ?2";
            let role: Option<String> =
                tx.query_row(sql, [account.to_string(), org.to_string()], |row| row.get(0)).optional()?;
            match role.as_deref().and_then(Role::from_word) {
                None => return Ok(Left::NoSuchAccount),
                Some(Role::Owner) => return Ok(Left::IsOwner),
                Some(_) => {}
            }
            audit::append(tx, org, &actor, &AuditEntry::new(Deed::RemoveMember, &account), now)?;
            tx.execute("DELETE FROM account WHERE id = ?1 AND org_id = ?2", [account.to_string(), org.to_string()])?;
            Ok(Left::Done)
        })
        .await
    }
}

fn create(tx: &Transaction<'_>, new: &NewAccount, now: Timestamp) -> Result<AccountCreated, StoreError> {
    let Some(org) = find_org(tx, &new.org)? else { return Ok(AccountCreated::NoSuchOrg) };
    if is_taken(tx, &new.email)? {
        return Ok(AccountCreated::EmailTaken);
    }
    if new.role == Role::Owner && has_owner(tx, org)? {
        return Ok(AccountCreated::OwnerTaken);
    }
    let projects = match &new.projects {
        Some(named) => named.clone(),
        None => projects_of(tx, org)?,
    };
    let row = AccountRow {
        org,
        email: &new.email,
        name: new.name.as_deref(),
        password_hash: &new.password_hash,
        role: new.role,
        verified: new.verified,
        proven: new.verified,
    };
    let account = insert(tx, &row, now)?;
    if add_memberships(tx, (account, org), &projects)? < projects.len() {
        tx.execute("DELETE FROM account WHERE id = ?1", [account.to_string()])?;
        return Ok(AccountCreated::NoSuchProject);
    }
    audit::append(tx, org, &Actor::operator(), &AuditEntry::new(Deed::InviteMember, &account), now)?;
    Ok(AccountCreated::Done(account))
}

fn find_org(tx: &Transaction<'_>, org: &InOrg) -> Result<Option<OrgId>, StoreError> {
    let found = match org {
        InOrg::First => {
            let sql = "SELECT org_id FROM project ORDER BY slot LIMIT 1";
            tx.query_row(sql, [], |row| uuid_at(row, 0)).optional()?
        }
        InOrg::Named(name) => {
            let sql = "SELECT id FROM org WHERE name = ?1 ORDER BY created_at, id LIMIT 1";
            tx.query_row(sql, [name], |row| uuid_at(row, 0)).optional()?
        }
        InOrg::Id(id) => {
            let sql = "SELECT id FROM org WHERE id = ?1";
            tx.query_row(sql, [id.to_string()], |row| uuid_at(row, 0)).optional()?
        }
    };
    Ok(found.flatten().map(OrgId))
}

fn has_owner(tx: &Transaction<'_>, org: OrgId) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) FROM account WHERE org_id = ?1 AND role = 'owner'";
    let owners: i64 = tx.query_row(sql, [org.to_string()], |row| row.get(0))?;
    Ok(owners > 0)
}

/// Whether there is an account with this address, in any organisation.
pub(super) fn is_taken(tx: &Transaction<'_>, email: &EmailAddress) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) FROM account WHERE email = ?1";
    let accounts: i64 = tx.query_row(sql, [email.as_str()], |row| row.get(0))?;
    Ok(accounts > 0)
}

/// What an account begins with.
pub(super) struct AccountRow<'a> {
    pub(super) org: OrgId,
    pub(super) email: &'a EmailAddress,
    pub(super) name: Option<&'a str>,
    pub(super) password_hash: &'a str,
    pub(super) role: Role,
    /// Whether the address is believed.
    pub(super) verified: bool,
    /// Whether it is known to be the person's own.
    pub(super) proven: bool,
}

/// Makes the row. Whoever calls has checked that address and role are free.
pub(super) fn insert(tx: &Transaction<'_>, row: &AccountRow<'_>, now: Timestamp) -> Result<AccountId, StoreError> {
    let id = AccountId(Uuid::new_v4());
    tx.execute(
        "INSERT INTO account (id, email, name, password_hash, org_id, role, verified, proven, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            id.to_string(),
            row.email.as_str(),
            row.name,
            row.password_hash,
            row.org.to_string(),
            row.role.word(),
            i64::from(row.verified),
            i64::from(row.proven),
            now.micros(),
        ],
    )?;
    Ok(id)
}

/// Notes that the address of the account is the person's own.
pub(super) fn prove(tx: &Transaction<'_>, account: AccountId) -> Result<(), StoreError> {
    tx.execute("UPDATE account SET proven = 1 WHERE id = ?1", [account.to_string()])?;
    Ok(())
}

/// All projects of an organisation, deleted ones left out.
pub(super) fn projects_of(tx: &Transaction<'_>, org: OrgId) -> Result<Vec<ProjectId>, StoreError> {
    let mut select =
        tx.prepare_cached("SELECT id FROM project WHERE org_id = ?1 AND deleted_at IS NULL ORDER BY slot")?;
    let ids = select.query_map([org.to_string()], |row| uuid_at(row, 0))?;
    Ok(ids.filter_map(Result::transpose).map(|id| id.map(ProjectId)).collect::<Result<_, _>>()?)
}

/// Makes the account a member of those of the projects that are the organisation's and not deleted; of how many it is one
/// now.
pub(super) fn add_memberships(
    tx: &Transaction<'_>,
    (account, org): (AccountId, OrgId),
    projects: &[ProjectId],
) -> Result<usize, StoreError> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO account_project (account_id, project_id, org_id)
         SELECT ?1, id, org_id
           FROM project
          WHERE id = ?2
            AND org_id = ?3
            AND deleted_at IS NULL
         ON CONFLICT (account_id, project_id) DO UPDATE
            SET org_id = excluded.org_id",
    )?;
    let mut count = 0;
    for project in projects {
        count += insert.execute([account.to_string(), project.to_string(), org.to_string()])?;
    }
    Ok(count)
}

/// Whether the account is there and its password is still the one that was compared.
pub(super) fn still_has_hash(tx: &Transaction<'_>, account: AccountId, hash: &str) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) FROM account WHERE id = ?1 AND password_hash = ?2";
    let found: i64 = tx.query_row(sql, params![account.to_string(), hash], |row| row.get(0))?;
    Ok(found > 0)
}

/// Another hash of the same password: sessions go on.
pub(super) fn replace_hash(tx: &Transaction<'_>, account: AccountId, hash: &str) -> Result<(), StoreError> {
    tx.execute("UPDATE account SET password_hash = ?2 WHERE id = ?1", params![account.to_string(), hash])?;
    Ok(())
}

/// A new password: all sessions of the account are over, and so are the tokens by which one could be set.
pub(super) fn set_password(tx: &Transaction<'_>, account: AccountId, hash: &str) -> Result<(), StoreError> {
    replace_hash(tx, account, hash)?;
    tx.execute("DELETE FROM mail_token WHERE account_id = ?1 AND purpose <> 'verify'", [account.to_string()])?;
    session::end_sessions_of(tx, account)
}

/// Writes down that an account was changed.
pub(super) fn audit_change(
    tx: &Transaction<'_>,
    account: AccountId,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "SELECT org_id FROM account WHERE id = ?1";
    let org = tx.query_row(sql, [account.to_string()], |row| uuid_at(row, 0))?.unwrap_or_default();
    audit::append(tx, OrgId(org), actor, &AuditEntry::new(Deed::UpdateMember, &account), now)
}

//! New people who come by themselves: the first one becomes the owner of what the first start made, all others get an
//! organisation of their own.

use model::{AccountId, EmailAddress, OrgId, PersonName, ProjectId, Role, Timestamp};
use rusqlite::{OptionalExtension, Transaction, params};
use uuid::Uuid;

use super::Meta;
use super::account::{self, AccountRow};
use super::actor::Actor;
use super::audit::{self, AuditEntry};
use super::deed::Deed;
use super::key_row::{self, KeyOwner, NewKey};
use super::letter::{self, Letter};
use super::mail_token::{self, MailPurpose, MailToken};
use super::project::{self, NewProject};
use super::session::{self, Opened};
use super::sqlite::uuid_at;
use crate::StoreError;
use crate::scope::Slot;
use crate::secret::Secret;

const FIRST_PROJECT: &str = "My first project";

/// Somebody who wants an account.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// By which the account is to be known.
    pub email: EmailAddress,
    /// What the person wants to be called.
    pub name: PersonName,
    /// As a PHC string.
    pub password_hash: String,
    /// By which the address is to be proven, and the letter that says so, if mail is sent at all; `None`: it needs no proof.
    pub verification: Option<(MailToken, Option<Letter>)>,
    /// Where the request came from.
    pub actor: Actor,
    /// How long the session is to last.
    pub lifetime_micros: i64,
}

/// What a newcomer wants to found.
#[derive(Clone, Debug)]
pub struct SignUp {
    /// Whose account.
    pub newcomer: Newcomer,
    /// What the organisation is to be called; `None`: after the newcomer, or as it is.
    pub org_name: Option<String>,
    /// What the project is to be called.
    pub project_name: Option<String>,
    /// Whether others than the first may come by themselves.
    pub is_open: bool,
}

/// What became of the wish to sign up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SignedUp {
    /// The account is there, and this is its session.
    Done(Opened),
    /// There is an account with this address.
    EmailTaken,
    /// There is somebody already, and others come by invitation.
    ByInvitationOnly,
    /// All slots for projects were given away.
    NoSlotLeft,
}

impl Meta {
    /// Whether anybody has an account.
    pub async fn has_accounts(&self) -> Result<bool, StoreError> {
        self.read(|connection, _| {
            let accounts: i64 = connection.query_row("SELECT count(*) FROM account", [], |row| row.get(0))?;
            Ok(accounts > 0)
        })
        .await
    }

    /// Makes an account and what it owns, all or nothing: the organisation and project of the first start for the first
    /// account; for others a new organisation with its key, and a project with its keys.
    pub async fn sign_up(&self, wish: SignUp, now: Timestamp) -> Result<SignedUp, StoreError> {
        self.write(move |tx, secret| sign_up(tx, secret, &wish, now)).await
    }
}

fn sign_up(tx: &Transaction<'_>, secret: &Secret, wish: &SignUp, now: Timestamp) -> Result<SignedUp, StoreError> {
    let accounts: i64 = tx.query_row("SELECT count(*) FROM account", [], |row| row.get(0))?;
    if accounts > 0 && !wish.is_open {
        return Ok(SignedUp::ByInvitationOnly);
    }
    if account::is_taken(tx, &wish.newcomer.email)? {
        return Ok(SignedUp::EmailTaken);
    }
    let of_first_start = if accounts == 0 { find_first(tx)? } else { None };
    let account = match of_first_start {
        Some((org, project)) => take_over(tx, (org, project), wish, now)?,
        None if has_slot_left(tx)? => found(tx, secret, wish, now)?,
        None => return Ok(SignedUp::NoSlotLeft),
    };
    let opened = welcome((tx, secret), account, &wish.newcomer, now)?;
    Ok(SignedUp::Done(opened))
}

/// Asked before anything is written, because what is written here is not taken back.
fn has_slot_left(tx: &Transaction<'_>) -> Result<bool, StoreError> {
    let last: i64 = tx.query_row("SELECT coalesce(max(slot), 0) FROM project", [], |row| row.get(0))?;
    Ok(Slot::new(last + 1).is_some())
}

/// The organisation and project that the first start made.
fn find_first(tx: &Transaction<'_>) -> Result<Option<(OrgId, ProjectId)>, StoreError> {
    let found = tx
        .query_row(
            "SELECT org_id, id
               FROM project
              WHERE deleted_at IS NULL
              ORDER BY slot
              LIMIT 1",
            [],
            |row| Ok((uuid_at(row, 0)?, uuid_at(row, 1)?)),
        )
        .optional()?;
    let Some((Some(org), Some(project))) = found else { return Ok(None) };
    Ok(Some((OrgId(org), ProjectId(project))))
}

/// The first account owns what was made before anybody was there, under the names that it gives.
fn take_over(
    tx: &Transaction<'_>,
    (org, project): (OrgId, ProjectId),
    wish: &SignUp,
    now: Timestamp,
) -> Result<AccountId, StoreError> {
    let account = insert(tx, (org, Role::Owner), &wish.newcomer, now)?;
    account::add_memberships(tx, (account, org), &account::projects_of(tx, org)?)?;
    let actor = session::actor_of(tx, account, &wish.newcomer.actor)?;
    if let Some(name) = &wish.org_name {
        tx.execute("UPDATE org SET name = ?2 WHERE id = ?1", [&org.to_string(), name])?;
        audit::append(tx, org, &actor, &AuditEntry::new(Deed::RenameOrg, &org), now)?;
    }
    if let Some(name) = &wish.project_name {
        tx.execute("UPDATE project SET name = ?2 WHERE id = ?1", [&project.to_string(), name])?;
        let entry = AuditEntry::new(Deed::RenameProject, &project).in_project(project);
        audit::append(tx, org, &actor, &entry, now)?;
    }
    Ok(account)
}

/// A new organisation with its owner, its key and its first project.
fn found(tx: &Transaction<'_>, secret: &Secret, wish: &SignUp, now: Timestamp) -> Result<AccountId, StoreError> {
    let org = OrgId(Uuid::new_v4());
    let name = wish.org_name.clone().unwrap_or_else(|| format!("{}'s Org", wish.newcomer.name.as_str()));
    let sql = "INSERT INTO org (id, name, created_at) VALUES (?1, ?2, ?3)";
    tx.execute(sql, params![org.to_string(), name, now.micros()])?;
    let account = insert(tx, (org, Role::Owner), &wish.newcomer, now)?;
    let owner = KeyOwner { org, project: None, created_by: Some(account) };
    key_row::insert((tx, secret), &owner, &NewKey::random("org_private"), now)?;
    let name = wish.project_name.as_deref().unwrap_or(FIRST_PROJECT);
    let new = NewProject { org, name, creator: Some(account) };
    let project = project::insert((tx, secret), &new, now)?.expect("a slot is left: it was asked in this transaction");
    let actor = session::actor_of(tx, account, &wish.newcomer.actor)?;
    let entry = AuditEntry::new(Deed::CreateProject, &project).in_project(project);
    audit::append(tx, org, &actor, &entry, now)?;
    Ok(account)
}

/// The account of a newcomer, without memberships.
pub(super) fn insert(
    tx: &Transaction<'_>,
    (org, role): (OrgId, Role),
    newcomer: &Newcomer,
    now: Timestamp,
) -> Result<AccountId, StoreError> {
    let row = AccountRow {
        org,
        email: &newcomer.email,
        name: Some(newcomer.name.as_str()),
        password_hash: &newcomer.password_hash,
        role,
        verified: newcomer.verification.is_none(),
        proven: false,
    };
    account::insert(tx, &row, now)
}

/// The newcomer's first session, and the letter by which the address is to be proven.
pub(super) fn welcome(
    (tx, secret): (&Transaction<'_>, &Secret),
    account: AccountId,
    newcomer: &Newcomer,
    now: Timestamp,
) -> Result<Opened, StoreError> {
    if let Some((token, letter)) = &newcomer.verification {
        mail_token::insert(tx, (MailPurpose::Verify, account), token, now)?;
        if let Some(letter) = letter {
            letter::post(tx, secret, letter, now)?;
        }
    }
    let opened = session::open(tx, account, &newcomer.actor, newcomer.lifetime_micros, now)?;
    Ok(opened.expect("the account was made in this transaction"))
}

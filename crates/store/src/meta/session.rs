//! Log-ins. A session is a row; its token names the row and the epoch of the account. So it is over at the next request once
//! the row is gone, or once the account has moved on to another epoch.

use std::net::IpAddr;

use model::{AccountId, OrgId, SessionId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use uuid::Uuid;

use super::actor::Actor;
use super::audit::{self, AuditEntry};
use super::caller::Person;
use super::deed::Deed;
use super::sqlite::uuid_at;
use super::{Meta, account};
use crate::StoreError;

/// More sessions than this are not shown to anybody.
const MOST_SHOWN: i64 = 200;

/// A session that has just begun: all that its token says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opened {
    /// The row.
    pub session: SessionId,
    /// Of the account at this time; sessions of older epochs are over.
    pub epoch: i64,
    /// Whose it is.
    pub account: AccountId,
    /// The organisation of the account.
    pub org: OrgId,
    /// Of the account, in lower case.
    pub email: String,
    /// When the session began.
    pub opened_at: Timestamp,
    /// From when on it is over.
    pub expires_at: Timestamp,
}

/// A password that was found right, and what follows.
#[derive(Clone, Debug)]
pub struct LogIn {
    /// Whose password.
    pub account: AccountId,
    /// The hash that it was compared with. If the account has another one by now, nothing follows.
    pub verified_hash: String,
    /// A new hash of the same password, where the old one is of an old kind.
    pub upgrade: Option<String>,
    /// Where the request came from.
    pub actor: Actor,
    /// How long the session is to last.
    pub lifetime_micros: i64,
}

/// A session as its owner sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SessionRow {
    /// Its id.
    pub id: SessionId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used; a few seconds late.
    pub last_seen_at: Timestamp,
    /// From when on it is over.
    pub expires_at: Timestamp,
    /// From where it was begun.
    pub ip_address: Option<String>,
    /// What the client called itself.
    pub user_agent: Option<String>,
}

impl Meta {
    /// Begins a session, whatever the password. `None` when there is no such account. Of `actor` only the place counts: who
    /// logs in is the account.
    pub async fn open_session(
        &self,
        account: AccountId,
        actor: Actor,
        lifetime_micros: i64,
        now: Timestamp,
    ) -> Result<Option<Opened>, StoreError> {
        self.write(move |tx, _| open(tx, account, &actor, lifetime_micros, now)).await
    }

    /// Begins a session for a password that was found right. `None` when the account is gone or its password has changed
    /// since it was compared.
    pub async fn log_in(&self, log_in: LogIn, now: Timestamp) -> Result<Option<Opened>, StoreError> {
        self.write(move |tx, _| {
            let LogIn { account, verified_hash, upgrade, actor, lifetime_micros } = log_in;
            if !account::still_has_hash(tx, account, &verified_hash)? {
                return Ok(None);
            }
            if let Some(hash) = upgrade {
                account::replace_hash(tx, account, &hash)?;
            }
            open(tx, account, &actor, lifetime_micros, now)
        })
        .await
    }

    /// The sessions of a person that are not over, the last used one first; at most 200.
    pub async fn sessions(&self, person: &Person, now: Timestamp) -> Result<Vec<SessionRow>, StoreError> {
        let account = person.account();
        self.read(move |connection, _| list(connection, account, now)).await
    }

    /// Ends one session of the person's own; `false` when there is none with this id.
    pub async fn end_session(
        &self,
        person: &Person,
        session: SessionId,
        actor: Actor,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (org, account) = (person.org().org(), person.account());
        self.write(move |tx, _| {
            let sql = "DELETE FROM session WHERE id = ?1 AND account_id = ?2";
            let ended = tx.execute(sql, [session.to_string(), account.to_string()])? > 0;
            if ended {
                audit::append(tx, org, &actor, &AuditEntry::new(Deed::Logout, &account), now)?;
            }
            Ok(ended)
        })
        .await
    }

    /// Ends all sessions of the person but the one by which the request came; how many those were.
    pub async fn end_other_sessions(&self, person: &Person, actor: Actor, now: Timestamp) -> Result<usize, StoreError> {
        let (org, account, kept) = (person.org().org(), person.account(), person.session());
        self.write(move |tx, _| {
            let sql = "DELETE FROM session WHERE account_id = ?1 AND id <> ?2";
            let ended = tx.execute(sql, [account.to_string(), kept.to_string()])?;
            if ended > 0 {
                audit::append(tx, org, &actor, &AuditEntry::new(Deed::Logout, &account), now)?;
            }
            Ok(ended)
        })
        .await
    }
}

/// Begins a session, and writes the log-in down. `None` when there is no such account.
pub(super) fn open(
    tx: &Transaction<'_>,
    account: AccountId,
    actor: &Actor,
    lifetime_micros: i64,
    now: Timestamp,
) -> Result<Option<Opened>, StoreError> {
    let sql = "SELECT org_id, email, epoch FROM account WHERE id = ?1";
    let found =
        tx.query_row(sql, [account.to_string()], |row| Ok((uuid_at(row, 0)?, row.get(1)?, row.get(2)?))).optional()?;
    let Some((Some(org), email, epoch)) = found else { return Ok(None) };
    let expires_at = Timestamp::from_micros(now.micros().saturating_add(lifetime_micros));
    let session = SessionId(Uuid::new_v4());
    let opened = Opened { session, epoch, account, org: OrgId(org), email, opened_at: now, expires_at };
    insert(tx, &opened, actor)?;
    let sql = "UPDATE account SET last_login_at = ?2 WHERE id = ?1";
    tx.execute(sql, params![account.to_string(), now.micros()])?;
    let actor = actor_of(tx, account, actor)?;
    audit::append(tx, opened.org, &actor, &AuditEntry::new(Deed::Login, &account), now)?;
    Ok(Some(opened))
}

/// Writes the row, and takes away those of the same account that are over.
fn insert(tx: &Transaction<'_>, opened: &Opened, actor: &Actor) -> Result<(), StoreError> {
    let account = opened.account.to_string();
    let now = opened.opened_at.micros();
    tx.execute("DELETE FROM session WHERE account_id = ?1 AND expires_at <= ?2", params![account, now])?;
    tx.prepare_cached(
        "INSERT INTO session (id, account_id, epoch, created_at, expires_at, last_seen_at, ip_address, user_agent)
         VALUES (?1, ?2, ?3, ?4, ?5, ?4, ?6, ?7)",
    )?
    .execute(params![
        opened.session.to_string(),
        account,
        opened.epoch,
        now,
        opened.expires_at.micros(),
        actor.ip().as_ref().map(IpAddr::to_string),
        actor.user_agent(),
    ])?;
    Ok(())
}

/// The account itself, at the place where `at` is: who logs in, or sets a new password, is nobody else.
pub(super) fn actor_of(tx: &Transaction<'_>, account: AccountId, at: &Actor) -> Result<Actor, StoreError> {
    let sql = "SELECT name, email FROM account WHERE id = ?1";
    let (name, email): (Option<String>, String) =
        tx.query_row(sql, [account.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Actor::of_account(account, name.as_deref(), &email).from_client(at.ip(), at.user_agent()))
}

/// Ends all sessions of an account: to be called by whoever changes a role, removes a person or sets a password.
pub(super) fn end_sessions_of(tx: &Transaction<'_>, account: AccountId) -> Result<(), StoreError> {
    let account = account.to_string();
    tx.execute("UPDATE account SET epoch = epoch + 1 WHERE id = ?1", [&account])?;
    tx.execute("DELETE FROM session WHERE account_id = ?1", [&account])?;
    Ok(())
}

fn list(connection: &Connection, account: AccountId, now: Timestamp) -> Result<Vec<SessionRow>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT session.id, session.created_at, session.last_seen_at, session.expires_at,
                session.ip_address, session.user_agent
           FROM session
           JOIN account ON account.id = session.account_id AND account.epoch = session.epoch
          WHERE session.account_id = ?1
            AND session.expires_at > ?2
          ORDER BY session.last_seen_at DESC, session.created_at DESC, session.id
          LIMIT ?3",
    )?;
    let rows = select.query_map(params![account.to_string(), now.micros(), MOST_SHOWN], |row| {
        Ok(SessionRow {
            id: SessionId(uuid_at(row, 0)?.unwrap_or_default()),
            created_at: Timestamp::from_micros(row.get(1)?),
            last_seen_at: Timestamp::from_micros(row.get(2)?),
            expires_at: Timestamp::from_micros(row.get(3)?),
            ip_address: row.get(4)?,
            user_agent: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

//! People who come by invitation. The row of the invitation says who may come, where to and as what; the token only names the
//! row. It is worth what whoever invited may give at that moment. Nothing of the newcomer's elsewhere is touched.

use model::{OrgId, ProjectId, Role, Timestamp};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use uuid::Uuid;

use super::mail_token::hash_of;
use super::session::Opened;
use super::sign_up::{self, Newcomer};
use super::sqlite::uuid_at;
use super::{Meta, account};
use crate::StoreError;
use crate::secret::Secret;

/// What the holder of an invitation may know before joining.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JoinData {
    /// Where the invitation leads.
    pub org: OrgId,
    /// What that is called.
    pub org_name: String,
    /// How many people are there.
    pub members: i64,
}

/// What became of the wish to join.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Joined {
    /// The account is there, and this is its session.
    Done(Opened),
    /// The invitation was never made, was cancelled or used, is too old, or whoever made it is gone.
    NoSuchInvitation,
    /// The invitation is for another address.
    OtherEmail,
    /// There is an account with this address, here or elsewhere.
    EmailTaken,
}

impl Meta {
    /// Where an invitation leads; `None` when there is none by this token at this time.
    pub async fn join_data(&self, token: &str, now: Timestamp) -> Result<Option<JoinData>, StoreError> {
        let hash = hash_of(token);
        self.read(move |connection, _| {
            let Some(invitation) = find(connection, &hash, now)? else { return Ok(None) };
            describe(connection, invitation.org).map(Some)
        })
        .await
    }

    /// Makes the account that an invitation is for, and uses the invitation up, all or nothing. Of its projects count those
    /// that the organisation still has.
    pub async fn join(&self, token: &str, newcomer: Newcomer, now: Timestamp) -> Result<Joined, StoreError> {
        let hash = hash_of(token);
        self.write(move |tx, secret| join(tx, secret, (&hash, newcomer), now)).await
    }
}

struct Invitation {
    id: Uuid,
    org: OrgId,
    email: String,
    role: Role,
    is_proven: bool,
}

fn find(connection: &Connection, hash: &[u8], now: Timestamp) -> Result<Option<Invitation>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT invitation.id, invitation.org_id, invitation.email, invitation.role, invitation.email_verified,
                    account.role
               FROM invitation
               JOIN account ON account.id = invitation.invited_by AND account.org_id = invitation.org_id
              WHERE invitation.token_hash = ?1
                AND invitation.expires_at > ?2",
        )?
        .query_row(params![hash, now.micros()], |row| {
            let (id, org) = (uuid_at(row, 0)?, uuid_at(row, 1)?);
            let role = Role::from_word(row.get_ref(3)?.as_str()?);
            let inviters = Role::from_word(row.get_ref(5)?.as_str()?);
            // Who is gone, or may no longer give this role, lets nobody in: least of all themselves, by an invitation made
            // before. The owner's role is handed over, never given.
            let role = role.filter(|&role| inviters.is_some_and(|inviters| inviters.may_grant(role)));
            let (Some(id), Some(org), Some(role)) = (id, org, role) else { return Ok(None) };
            let is_proven = row.get::<_, Option<i64>>(4)? == Some(1);
            Ok(Some(Invitation { id, org: OrgId(org), email: row.get(2)?, role, is_proven }))
        })
        .optional()?;
    Ok(found.flatten())
}

fn describe(connection: &Connection, org: OrgId) -> Result<JoinData, StoreError> {
    let sql = "SELECT name, (SELECT count(*) FROM account WHERE org_id = ?1) FROM org WHERE id = ?1";
    let (org_name, members) = connection.query_row(sql, [org.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(JoinData { org, org_name, members })
}

fn join(
    tx: &Transaction<'_>,
    secret: &Secret,
    (hash, mut newcomer): (&[u8], Newcomer),
    now: Timestamp,
) -> Result<Joined, StoreError> {
    let Some(invitation) = find(tx, hash, now)? else { return Ok(Joined::NoSuchInvitation) };
    if invitation.email != newcomer.email.as_str() {
        return Ok(Joined::OtherEmail);
    }
    if account::is_taken(tx, &newcomer.email)? {
        return Ok(Joined::EmailTaken);
    }
    if invitation.is_proven {
        newcomer.verification = None;
    }
    let account = sign_up::insert(tx, (invitation.org, invitation.role), &newcomer, now)?;
    account::add_memberships(tx, (account, invitation.org), &projects_of(tx, invitation.id)?)?;
    tx.execute("DELETE FROM invitation WHERE id = ?1", [invitation.id.to_string()])?;
    Ok(Joined::Done(sign_up::welcome((tx, secret), account, &newcomer, now)?))
}

fn projects_of(tx: &Transaction<'_>, invitation: Uuid) -> Result<Vec<ProjectId>, StoreError> {
    let mut select = tx.prepare_cached("SELECT project_id FROM invitation_project WHERE invitation_id = ?1")?;
    let ids = select.query_map([invitation.to_string()], |row| uuid_at(row, 0))?;
    Ok(ids.filter_map(Result::transpose).map(|id| id.map(ProjectId)).collect::<Result<_, _>>()?)
}

//! Invitations into an organisation. The row is the authority: who joins is let in by it and by nothing that the token says
//! (defect AUTH-D23). There is one row for an organisation and an address.

use model::{EmailAddress, InvitationId, OrgId, Permission, ProjectId, Role, Timestamp};
use rusqlite::{Connection, Row, Transaction, params};
use uuid::Uuid;

use super::Meta;
use super::actor::Actor;
use super::by::By;
use super::caller::Person;
use super::deed::Deed;
use super::letter::{self, Letter};
use super::mail_token::hash_of;
use super::member_change::owns_all;
use super::sqlite::uuid_at;
use crate::secret::{Secret, random_bytes};
use crate::{OrgScope, StoreError};

const TOKEN_BYTES: usize = 32;
/// How long somebody may take to join.
const LIVES_MICROS: i64 = 15 * 86_400 * 1_000_000;

/// 64 hexadecimal digits that nobody can guess: whoever has them may join.
#[derive(Clone)]
pub struct InvitationToken(String);

/// Somebody who was invited and did not come yet.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// Who is invited, in lower case.
    pub email: String,
    /// What the person is to be.
    pub role: Role,
    /// The projects that the person is to be a member of, by id.
    pub projects: Vec<ProjectId>,
    /// What lets the person in, for those who may see it.
    pub token: Option<InvitationToken>,
    /// Whether the person has shown that the address is their own; `None` when nobody asked.
    pub email_verified: Option<bool>,
    /// When the person was first invited.
    pub created_at: Timestamp,
    /// When the person was last invited.
    pub updated_at: Timestamp,
    /// From when on the invitation lets nobody in.
    pub expires_at: Timestamp,
}

/// An invitation that somebody wants to make, or to make anew.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// Who is invited.
    pub email: EmailAddress,
    /// What the person is to be.
    pub role: Role,
    /// The projects that the person is to be a member of.
    pub projects: Vec<ProjectId>,
    /// What is to let the person in. That of an earlier invitation no longer does.
    pub token: InvitationToken,
    /// What tells the person of it.
    pub letter: Option<Letter>,
}

/// What became of the wish to invite somebody.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Invited {
    /// The invitation is there, and the letter on its way if there is one.
    Done(InvitationId),
    /// The person belongs to the organisation already.
    AlreadyMember,
    /// One of the projects is none of the organisation's.
    NoSuchProject,
    /// It takes a higher role to give this one.
    AboveRank,
}

impl InvitationToken {
    /// From the system's random source.
    #[must_use]
    pub fn random() -> InvitationToken {
        InvitationToken(random_bytes::<TOKEN_BYTES>().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// What the link says.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for InvitationToken {
    /// Never the token.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InvitationToken")
    }
}

impl Meta {
    /// Who was invited and did not come yet, by address; also those whom the invitation lets in no more. Tokens only if asked
    /// for.
    pub async fn invitations(&self, at: &OrgScope, with_tokens: bool) -> Result<Vec<Invitation>, StoreError> {
        let org = at.org();
        self.read(move |connection, secret| list(connection, with_tokens.then_some(secret), org)).await
    }

    /// Invites somebody into the organisation of `by`, or renews the invitation that there is for the address.
    pub async fn invite(
        &self,
        by: &Person,
        actor: Actor,
        new: NewInvitation,
        now: Timestamp,
    ) -> Result<Invited, StoreError> {
        let by = By::new(by, actor);
        let invited = self.write_aside(move |tx, secret| invite_in((tx, secret), &by, &new, now)).await?;
        self.wake_worker();
        Ok(invited)
    }

    /// Takes an invitation back; false when the organisation has none with this id, or the person may no longer do that.
    pub async fn cancel_invitation(
        &self,
        by: &Person,
        actor: Actor,
        id: InvitationId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let by = By::new(by, actor);
        self.write_aside(move |tx, _| {
            if !by.may(tx, Permission::TeamMembersCreate)? {
                return Ok(false);
            }
            let sql = "DELETE FROM invitation WHERE id = ?1 AND org_id = ?2";
            let is_gone = tx.execute(sql, [id.to_string(), by.org.to_string()])? > 0;
            if is_gone {
                by.note(tx, Deed::RemoveMember, &id, now)?;
            }
            Ok(is_gone)
        })
        .await
    }
}

fn invite_in(
    (tx, secret): (&Transaction<'_>, &Secret),
    by: &By,
    new: &NewInvitation,
    now: Timestamp,
) -> Result<Invited, StoreError> {
    if !by.role(tx)?.is_some_and(|own| own.may_grant(new.role)) {
        return Ok(Invited::AboveRank);
    }
    if !owns_all(tx, by.org, &new.projects)? {
        return Ok(Invited::NoSuchProject);
    }
    let sql = "SELECT count(*) FROM account WHERE email = ?1 AND org_id = ?2";
    let known: i64 = tx.query_row(sql, [new.email.as_str(), &by.org.to_string()], |row| row.get(0))?;
    if known > 0 {
        return Ok(Invited::AlreadyMember);
    }
    let id = upsert((tx, secret), by, new, now)?;
    set_projects(tx, by, (id, &new.projects))?;
    by.note(tx, Deed::InviteMember, &id, now)?;
    if let Some(letter) = &new.letter {
        letter::post(tx, secret, letter, now)?;
    }
    Ok(Invited::Done(id))
}

/// One row for an organisation and an address (defect USR-D5): an earlier one is renewed.
fn upsert(
    (tx, secret): (&Transaction<'_>, &Secret),
    by: &By,
    new: &NewInvitation,
    now: Timestamp,
) -> Result<InvitationId, StoreError> {
    let id = tx
        .prepare_cached(
            "INSERT INTO invitation (id, org_id, email, role, token_hash, token_sealed, invited_by, created_at, updated_at,
                                     expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9)
             ON CONFLICT (org_id, email) DO UPDATE
                SET role = excluded.role,
                    token_hash = excluded.token_hash,
                    token_sealed = excluded.token_sealed,
                    email_verified = NULL,
                    invited_by = excluded.invited_by,
                    updated_at = excluded.updated_at,
                    expires_at = excluded.expires_at
             RETURNING id",
        )?
        .query_row(
            params![
                Uuid::new_v4().to_string(),
                by.org.to_string(),
                new.email.as_str(),
                new.role.word(),
                hash_of(new.token.text()),
                secret.seal(new.token.text().as_bytes()),
                by.account.to_string(),
                now.micros(),
                now.micros().saturating_add(LIVES_MICROS),
            ],
            |row| uuid_at(row, 0),
        )?;
    Ok(InvitationId(id.unwrap_or_default()))
}

fn set_projects(tx: &Transaction<'_>, by: &By, (id, projects): (InvitationId, &[ProjectId])) -> Result<(), StoreError> {
    tx.execute("DELETE FROM invitation_project WHERE invitation_id = ?1", [id.to_string()])?;
    let mut insert = tx.prepare_cached(
        "INSERT INTO invitation_project (invitation_id, project_id, org_id)
         VALUES (?1, ?2, ?3)
         ON CONFLICT (invitation_id, project_id) DO NOTHING",
    )?;
    for project in projects {
        insert.execute([id.to_string(), project.to_string(), by.org.to_string()])?;
    }
    Ok(())
}

fn list(connection: &Connection, secret: Option<&Secret>, org: OrgId) -> Result<Vec<Invitation>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT id, email, role, token_sealed, email_verified, created_at, updated_at, expires_at
           FROM invitation
          WHERE org_id = ?1
          ORDER BY email",
    )?;
    let mut rows = select.query([org.to_string()])?;
    let mut invitations = Vec::new();
    while let Some(row) = rows.next()? {
        let Some(mut invitation) = read(row)? else { continue };
        invitation.projects = projects_of(connection, invitation.id)?;
        invitation.token = secret.map(|secret| open(secret, &row.get::<_, Vec<u8>>(3)?)).transpose()?;
        invitations.push(invitation);
    }
    Ok(invitations)
}

/// A row without projects and token; `None` for a role that this version does not know.
fn read(row: &Row<'_>) -> rusqlite::Result<Option<Invitation>> {
    let (id, role) = (uuid_at(row, 0)?, Role::from_word(row.get_ref(2)?.as_str()?));
    let (Some(id), Some(role)) = (id, role) else { return Ok(None) };
    Ok(Some(Invitation {
        id: InvitationId(id),
        email: row.get(1)?,
        role,
        projects: Vec::new(),
        token: None,
        email_verified: row.get::<_, Option<i64>>(4)?.map(|flag| flag != 0),
        created_at: Timestamp::from_micros(row.get(5)?),
        updated_at: Timestamp::from_micros(row.get(6)?),
        expires_at: Timestamp::from_micros(row.get(7)?),
    }))
}

fn open(secret: &Secret, sealed: &[u8]) -> Result<InvitationToken, StoreError> {
    let text = String::from_utf8(secret.open(sealed)?).map_err(|_| StoreError::WrongSecret)?;
    Ok(InvitationToken(text))
}

fn projects_of(connection: &Connection, id: InvitationId) -> Result<Vec<ProjectId>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT project.id
           FROM invitation_project
           JOIN project ON project.id = invitation_project.project_id
          WHERE invitation_project.invitation_id = ?1
            AND project.deleted_at IS NULL
          ORDER BY project.id",
    )?;
    let ids = select.query_map([id.to_string()], |row| uuid_at(row, 0))?;
    Ok(ids.filter_map(Result::transpose).map(|id| id.map(ProjectId)).collect::<Result<_, _>>()?)
}

//! The people of an organisation, as others there see them: what they are, and which projects they are members of.
//!
//! Whether somebody may change somebody else is decided in the transaction of the change, by the roles that both have then.

use std::collections::HashMap;

use model::{AccountId, OrgId, ProjectId, Role, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::actor::Actor;
use super::audit::{self, AuditEntry};
use super::caller::Person;
use super::deed::Deed;
use super::sqlite::uuid_at;
use super::{Meta, account, session};
use crate::{OrgScope, StoreError};

/// Somebody who belongs to an organisation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// The account.
    pub id: AccountId,
    /// In lower case.
    pub email: String,
    /// What the person wants to be called.
    pub name: Option<String>,
    /// What the person is in the organisation.
    pub role: Role,
    /// Whether the address is known to be the person's own.
    pub verified: bool,
    /// Where a picture of the person is.
    pub avatar_url: Option<String>,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When the person last logged in.
    pub last_login_at: Option<Timestamp>,
    /// The projects that the person is a member of, by id.
    pub projects: Vec<ProjectId>,
}

/// What a person is to be from now on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MemberChange {
    /// Who.
    pub account: AccountId,
    /// The role. To give somebody the owner's is to hand it over: who had it becomes an admin.
    pub role: Role,
    /// The projects to be a member of; of all others the person is none.
    pub projects: Vec<ProjectId>,
}

/// What became of the wish to change or to remove a person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MemberChanged {
    /// It is done.
    Done,
    /// There is nobody with this id in the organisation.
    NoSuchMember,
    /// One of the projects is none of the organisation's.
    NoSuchProject,
    /// The owner stays what they are, until they hand that over.
    OwnerStays,
    /// Only the owner can make somebody else the owner.
    OwnersToGive,
    /// Nobody removes themselves this way.
    Oneself,
    /// It takes a higher role.
    AboveRank,
}

impl Meta {
    /// The people of the organisation, by rank, then by name.
    pub async fn members(&self, at: &OrgScope) -> Result<Vec<Member>, StoreError> {
        let org = at.org();
        self.read(move |connection, _| list(connection, org, None)).await
    }

    /// One person of the organisation; `None` when there is nobody with this id.
    pub async fn member(&self, at: &OrgScope, id: AccountId) -> Result<Option<Member>, StoreError> {
        let org = at.org();
        self.read(move |connection, _| Ok(list(connection, org, Some(id))?.pop())).await
    }

    /// Changes role and memberships of a person. Where the role is another one, the person's sessions are over.
    pub async fn change_member(
        &self,
        by: &Person,
        actor: Actor,
        change: MemberChange,
        now: Timestamp,
    ) -> Result<MemberChanged, StoreError> {
        let by = By::new(by, actor);
        self.write(move |tx, _| change_in(tx, &by, &change, now)).await
    }

    /// Deletes the account of a person, with its sessions and memberships. What the person made stays.
    pub async fn remove_member(
        &self,
        by: &Person,
        actor: Actor,
        id: AccountId,
        now: Timestamp,
    ) -> Result<MemberChanged, StoreError> {
        let by = By::new(by, actor);
        self.write(move |tx, _| remove_in(tx, &by, id, now)).await
    }
}

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

fn change_in(
    tx: &Transaction<'_>,
    by: &By,
    change: &MemberChange,
    now: Timestamp,
) -> Result<MemberChanged, StoreError> {
    if !owns_all(tx, by.org, &change.projects)? {
        return Ok(MemberChanged::NoSuchProject);
    }
    let Some(before) = role_of(tx, by.org, change.account)? else { return Ok(MemberChanged::NoSuchMember) };
    let is_self = by.account == change.account;
    if let Err(refusal) = may_change(by.role(tx)?, (before, change.role), is_self) {
        return Ok(refusal);
    }
    if change.role != before {
        if change.role == Role::Owner {
            // First, because there is never a second owner.
            set_role(tx, by.account, Role::Admin)?;
            by.note(tx, Deed::UpdateMember, &by.account, now)?;
        }
        set_role(tx, change.account, change.role)?;
    }
    tx.execute("DELETE FROM account_project WHERE account_id = ?1", [change.account.to_string()])?;
    account::add_memberships(tx, (change.account, by.org), &change.projects)?;
    by.note(tx, Deed::UpdateMember, &change.account, now)?;
    Ok(MemberChanged::Done)
}

fn remove_in(tx: &Transaction<'_>, by: &By, id: AccountId, now: Timestamp) -> Result<MemberChanged, StoreError> {
    let Some(role) = role_of(tx, by.org, id)? else { return Ok(MemberChanged::NoSuchMember) };
    if role == Role::Owner {
        return Ok(MemberChanged::OwnerStays);
    }
    if by.account == id {
        return Ok(MemberChanged::Oneself);
    }
    if !by.role(tx)?.is_some_and(|own| own.may_grant(role)) {
        return Ok(MemberChanged::AboveRank);
    }
    by.note(tx, Deed::RemoveMember, &id, now)?;
    tx.execute("DELETE FROM account WHERE id = ?1 AND org_id = ?2", [id.to_string(), by.org.to_string()])?;
    Ok(MemberChanged::Done)
}

/// Whether somebody with the role `own` may make another one of somebody who was `before`; the refusal if not. Nobody touches
/// who is above them, and nobody gives more than they have (defects USR-D2, USR-D3).
fn may_change(own: Option<Role>, (before, after): (Role, Role), is_self: bool) -> Result<(), MemberChanged> {
    let Some(own) = own else { return Err(MemberChanged::AboveRank) };
    match (before, after) {
        (Role::Owner, Role::Owner) if is_self => Ok(()),
        (Role::Owner, _) => Err(MemberChanged::OwnerStays),
        (_, Role::Owner) if own == Role::Owner => Ok(()),
        (_, Role::Owner) => Err(MemberChanged::OwnersToGive),
        _ if own.may_grant(before) && own.may_grant(after) => Ok(()),
        _ => Err(MemberChanged::AboveRank),
    }
}

/// Another role is another person to all that was handed out: the sessions are over.
fn set_role(tx: &Transaction<'_>, id: AccountId, role: Role) -> Result<(), StoreError> {
    tx.execute("UPDATE account SET role = ?2 WHERE id = ?1", [&id.to_string(), role.word()])?;
    session::end_sessions_of(tx, id)
}

fn role_of(tx: &Transaction<'_>, org: OrgId, id: AccountId) -> Result<Option<Role>, StoreError> {
    let sql = "SELECT role FROM account WHERE id = ?1 AND org_id = ?2";
    let word: Option<String> = tx.query_row(sql, [id.to_string(), org.to_string()], |row| row.get(0)).optional()?;
    Ok(word.as_deref().and_then(Role::from_word))
}

/// Whether all of these are projects of the organisation, and none is deleted.
pub(super) fn owns_all(tx: &Transaction<'_>, org: OrgId, projects: &[ProjectId]) -> Result<bool, StoreError> {
    let own = account::projects_of(tx, org)?;
    Ok(projects.iter().all(|project| own.contains(project)))
}

/// The people of an organisation, or one of them.
pub(super) fn list(connection: &Connection, org: OrgId, only: Option<AccountId>) -> Result<Vec<Member>, StoreError> {
    let mut projects = memberships(connection, org, only)?;
    let mut select = connection.prepare_cached(
        "SELECT id, email, name, role, verified, avatar_url, created_at, last_login_at
           FROM account
          WHERE org_id = ?1
            AND id = coalesce(?2, id)",
    )?;
    let rows = select.query_map(params![org.to_string(), only.map(|id| id.to_string())], read)?;
    let mut members: Vec<Member> = rows.filter_map(Result::transpose).collect::<Result<_, _>>()?;
    for member in &mut members {
        member.projects = projects.remove(&member.id).unwrap_or_default();
    }
    members.sort_by(|left, right| (left.role, &left.name, &left.email).cmp(&(right.role, &right.name, &right.email)));
    Ok(members)
}

/// A row without its memberships; `None` for a role that this version does not know.
fn read(row: &Row<'_>) -> rusqlite::Result<Option<Member>> {
    let (id, role) = (uuid_at(row, 0)?, Role::from_word(row.get_ref(3)?.as_str()?));
    let (Some(id), Some(role)) = (id, role) else { return Ok(None) };
    Ok(Some(Member {
        id: AccountId(id),
        email: row.get(1)?,
        name: row.get(2)?,
        role,
        verified: row.get::<_, i64>(4)? != 0,
        avatar_url: row.get(5)?,
        created_at: Timestamp::from_micros(row.get(6)?),
        last_login_at: row.get::<_, Option<i64>>(7)?.map(Timestamp::from_micros),
        projects: Vec::new(),
    }))
}

/// The projects of the people of an organisation, deleted ones left out, by id.
fn memberships(
    connection: &Connection,
    org: OrgId,
    only: Option<AccountId>,
) -> Result<HashMap<AccountId, Vec<ProjectId>>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT account_project.account_id, project.id
           FROM account_project
           JOIN project ON project.id = account_project.project_id
          WHERE account_project.org_id = ?1
            AND account_project.account_id = coalesce(?2, account_project.account_id)
            AND project.deleted_at IS NULL
          ORDER BY project.id",
    )?;
    let rows = select.query_map(params![org.to_string(), only.map(|id| id.to_string())], |row| {
        Ok(uuid_at(row, 0)?.zip(uuid_at(row, 1)?))
    })?;
    let mut found: HashMap<AccountId, Vec<ProjectId>> = HashMap::new();
    for row in rows {
        if let Some((account, project)) = row? {
            found.entry(AccountId(account)).or_default().push(ProjectId(project));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use MemberChanged::{AboveRank, OwnerStays, OwnersToGive};
    use Role::{Admin, Billing, Member, Owner, Viewer};

    use super::*;

    #[track_caller]
    fn check(own: Role, (before, after): (Role, Role), is_self: bool, want: Result<(), MemberChanged>) {
        let got = may_change(Some(own), (before, after), is_self);
        assert_eq!(got, want, "{own:?} makes {before:?} {after:?} (self: {is_self})");
    }

    #[test]
    fn roles_are_changed_by_those_above_them() {
        check(Owner, (Member, Admin), false, Ok(()));
        check(Owner, (Viewer, Billing), false, Ok(()));
        check(Admin, (Viewer, Admin), false, Ok(()));
        check(Admin, (Admin, Member), false, Ok(()));
        check(Admin, (Admin, Member), true, Ok(()));
        check(Admin, (Member, Billing), false, Err(AboveRank));
        check(Admin, (Billing, Member), false, Err(AboveRank));
        for own in [Member, Viewer, Billing] {
            check(own, (Viewer, Viewer), false, Err(AboveRank));
            check(own, (own, Admin), true, Err(AboveRank));
        }
        assert_eq!(may_change(None, (Viewer, Viewer), false), Err(AboveRank));
    }

    #[test]
    fn there_is_one_owner_who_hands_that_over_alone() {
        check(Owner, (Admin, Owner), false, Ok(()));
        check(Owner, (Owner, Owner), true, Ok(()));
        check(Owner, (Owner, Admin), true, Err(OwnerStays));
        check(Admin, (Admin, Owner), true, Err(OwnersToGive));
        check(Admin, (Member, Owner), false, Err(OwnersToGive));
        check(Admin, (Owner, Owner), false, Err(OwnerStays));
        check(Admin, (Owner, Member), false, Err(OwnerStays));
    }
}

//! How the people of an organisation become something else there, or nothing.
//!
//! Whether somebody may change somebody else is decided in the transaction of the change, by the roles that both have then.

use model::{AccountId, OrgId, ProjectId, Role, Timestamp};
use rusqlite::Transaction;

use super::actor::Actor;
use super::by::{By, role_of};
use super::caller::Person;
use super::deed::Deed;
use super::{Meta, account, session};
use crate::StoreError;

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

/// Whether all of these are projects of the organisation, and none is deleted.
pub(super) fn owns_all(tx: &Transaction<'_>, org: OrgId, projects: &[ProjectId]) -> Result<bool, StoreError> {
    let own = account::projects_of(tx, org)?;
    Ok(projects.iter().all(|project| own.contains(project)))
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

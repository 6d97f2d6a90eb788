//! The people of an organisation, as others there see them: what they are, and which projects they are members of.

use std::collections::HashMap;

use model::{AccountId, OrgId, ProjectId, Role, Timestamp};
use rusqlite::{Connection, Row, params};

use super::Meta;
use super::sqlite::uuid_at;
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
    /// Whether the address is believed to be the person's own.
    pub verified: bool,
    /// Whether it is known to be: the person read a mail to it, or the operator made the account.
    pub proven: bool,
    /// Where a picture of the person is.
    pub avatar_url: Option<String>,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When the person last logged in.
    pub last_login_at: Option<Timestamp>,
    /// The projects that the person is a member of, by id.
    pub projects: Vec<ProjectId>,
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
}

/// The people of an organisation, or one of them.
pub(super) fn list(connection: &Connection, org: OrgId, only: Option<AccountId>) -> Result<Vec<Member>, StoreError> {
    let mut projects = memberships(connection, org, only)?;
    let mut select = connection.prepare_cached(
        "SELECT id, email, name, role, verified, avatar_url, created_at, last_login_at, proven
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
        proven: row.get::<_, i64>(8)? != 0,
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

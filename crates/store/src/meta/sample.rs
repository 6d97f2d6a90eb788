//! Projects with made-up runs, to look around in. An organisation has one at the most, and it counts in no usage.

use model::{OrgId, ProjectId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::Meta;
use super::actor::Actor;
use super::audit::{self, AuditEntry};
use super::caller::{Person, read_scope};
use super::deed::Deed;
use super::project::{self, NewProject, ProjectRow};
use super::sqlite::uuid_at;
use crate::{OrgScope, ProjectScope, StoreError};

const NAME: &str = "Sample";

/// What became of a sample that somebody wants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SampleMade {
    /// It is there, without runs yet.
    Done(ProjectRow),
    /// The organisation has one already, of which the person is a member.
    Already(ProjectRow),
    /// All slots were given away: the server has had 32,767 projects.
    NoSlotLeft,
    /// The organisation has had as many projects as it may.
    OrgIsFull,
}

impl Meta {
    /// Makes the project for made-up runs, or finds the one that the person can reach already. An organisation has `most`
    /// projects, deleted ones included.
    pub async fn create_sample(
        &self,
        person: &Person,
        most: u32,
        actor: Actor,
        now: Timestamp,
    ) -> Result<SampleMade, StoreError> {
        let (org, creator) = (person.org().org(), person.account());
        let own: Vec<ProjectId> = person.projects().iter().map(ProjectScope::project).collect();
        self.write(move |tx, secret| {
            if let Some(row) = find(tx, org)?.filter(|row| own.contains(&row.id)) {
                return Ok(SampleMade::Already(row));
            }
            if project::has_had(tx, org)? >= most {
                return Ok(SampleMade::OrgIsFull);
            }
            let new = NewProject { org, name: NAME, creator: Some(creator) };
            let Some(id) = project::insert((tx, secret), &new, now)? else { return Ok(SampleMade::NoSlotLeft) };
            tx.execute("UPDATE project SET is_sample = 1 WHERE id = ?1", [id.to_string()])?;
            audit::append(tx, org, &actor, &AuditEntry::new(Deed::CreateProject, &id), now)?;
            Ok(SampleMade::Done(ProjectRow { id, org, name: NAME.into(), created_at: now, private_key: None }))
        })
        .await
    }

    /// The projects of the organisation whose runs count in its usage: all but samples, and deleted ones.
    pub async fn projects_in_usage(&self, at: &OrgScope) -> Result<Vec<ProjectScope>, StoreError> {
        let org = at.org();
        self.read(move |connection, _| in_usage(connection, org)).await
    }
}

fn find(tx: &Transaction<'_>, org: OrgId) -> Result<Option<ProjectRow>, StoreError> {
    let found = tx
        .prepare_cached(
            "SELECT id, name, created_at
               FROM project
              WHERE org_id = ?1
                AND is_sample = 1
                AND deleted_at IS NULL
              ORDER BY slot DESC
              LIMIT 1",
        )?
        .query_row([org.to_string()], |row| {
            let id = uuid_at(row, 0)?.unwrap_or_default();
            let created_at = Timestamp::from_micros(row.get(2)?);
            Ok(ProjectRow { id: ProjectId(id), org, name: row.get(1)?, created_at, private_key: None })
        })
        .optional()?;
    Ok(found)
}

fn in_usage(connection: &Connection, org: OrgId) -> Result<Vec<ProjectScope>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT id, org_id, slot
           FROM project
          WHERE org_id = ?1
            AND is_sample = 0
            AND deleted_at IS NULL
          ORDER BY slot",
    )?;
    let scopes = select.query_map(params![org.to_string()], |row| read_scope(row, 0))?;
    Ok(scopes.filter_map(Result::transpose).collect::<Result<_, _>>()?)
}

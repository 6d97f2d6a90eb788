//! The audit log: who did what, when and from where, written in the transaction of the deed itself.
//!
//! The rows of an organisation are a chain: each carries the hash of the one before it and of itself, and the organisation
//! knows how many there are and the last hash. So a row that was changed, left out or cut off is noticed (`perilune doctor`).

use model::{OrgId, ProjectId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Meta;
use super::actor::Actor;
use super::deed::Deed;
use crate::secret::Secret;
use crate::{OrgScope, StoreError};

/// One deed, as it is to be written down.
#[derive(Clone, Debug)]
pub struct AuditEntry {
    /// What was done.
    pub deed: Deed,
    /// To which thing of that kind; `None` where there is no one thing.
    pub resource: Option<String>,
    /// In which project, when the request named one.
    pub project: Option<ProjectId>,
}

impl AuditEntry {
    /// A deed that concerns the organisation as a whole.
    #[must_use]
    pub fn new(deed: Deed, resource: &impl ToString) -> AuditEntry {
        AuditEntry { deed, resource: Some(resource.to_string()), project: None }
    }

    /// The same deed, in a project.
    #[must_use]
    pub fn in_project(self, project: ProjectId) -> AuditEntry {
        AuditEntry { project: Some(project), ..self }
    }
}

/// One row of the log, with the names that things had at the time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AuditRow {
    /// Its place in the log of its organisation, from 1.
    pub seq: i64,
    /// Unique in the store.
    pub id: Uuid,
    /// When it was done.
    pub created_at: Timestamp,
    /// The kind of thing.
    pub resource_type: String,
    /// Which thing.
    pub resource_id: Option<String>,
    /// What was done.
    pub action: String,
    /// An account, or the pseudo-user of a key.
    pub user_id: String,
    /// Of the account, or `API key 7`.
    pub user_name: Option<String>,
    /// Of the account.
    pub user_email: Option<String>,
    /// The project that the request named.
    pub project_id: Option<String>,
    /// What it was called.
    pub project_name: Option<String>,
    /// Where the request came from, without the mapped form of IPv4.
    pub ip_address: Option<String>,
    /// What the client called itself.
    pub user_agent: Option<String>,
    pub(crate) hash: Vec<u8>,
}

const COLUMNS: &str = "seq, id, created_at, resource_type, resource_id, action, user_id, user_name, user_email, project_id, \
                       project_name, ip_address, user_agent, hash";

/// Writes the deed down. To be called in the transaction that does it.
pub(crate) fn append(
    tx: &Transaction<'_>,
    org: OrgId,
    actor: &Actor,
    entry: &AuditEntry,
    now: Timestamp,
) -> Result<(), StoreError> {
    let org = org.to_string();
    let (count, head): (i64, Option<Vec<u8>>) =
        tx.query_row("SELECT audit_rows, audit_head FROM org WHERE id = ?1", [&org], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let (resource_type, action) = entry.deed.words();
    let mut row = AuditRow {
        seq: count + 1,
        id: Uuid::new_v4(),
        created_at: now,
        resource_type: resource_type.to_owned(),
        resource_id: entry.resource.clone(),
        action: action.to_owned(),
        user_id: actor.id.to_string(),
        user_name: actor.name.clone(),
        user_email: actor.email.clone(),
        project_id: entry.project.map(|id| id.to_string()),
        project_name: entry.project.map(|id| project_name(tx, id)).transpose()?.flatten(),
        ip_address: actor.ip.map(|ip| ip.to_string()),
        user_agent: actor.user_agent.clone(),
        hash: Vec::new(),
    };
    row.hash = row.chained_to(head.as_deref());
    insert(tx, &org, &row)?;
    let update = "UPDATE org SET audit_rows = ?2, audit_head = ?3 WHERE id = ?1";
    tx.execute(update, params![org, row.seq, row.hash])?;
    Ok(())
}

fn project_name(tx: &Transaction<'_>, id: ProjectId) -> Result<Option<String>, StoreError> {
    let sql = "SELECT name FROM project WHERE id = ?1";
    Ok(tx.query_row(sql, [id.to_string()], |row| row.get(0)).optional()?)
}

fn insert(tx: &Transaction<'_>, org: &str, row: &AuditRow) -> Result<(), StoreError> {
    tx.prepare_cached(&format!(
        "INSERT INTO audit_log (org_id, {COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
    ))?
    .execute(params![
        org,
        row.seq,
        row.id.to_string(),
        row.created_at.micros(),
        row.resource_type,
        row.resource_id,
        row.action,
        row.user_id,
        row.user_name,
        row.user_email,
        row.project_id,
        row.project_name,
        row.ip_address,
        row.user_agent,
        row.hash,
    ])?;
    Ok(())
}

impl AuditRow {
    /// The hash of this row behind the one with the hash `before`.
    ///
    /// Every part is hashed with its length, so that no text can pass for two, and null is told from empty.
    fn chained_to(&self, before: Option<&[u8]>) -> Vec<u8> {
        let (seq, id, at) = (self.seq.to_string(), self.id.to_string(), self.created_at.micros().to_string());
        let required =
            [&seq, &id, &at, &self.resource_type, &self.action, &self.user_id].map(|text| Some(text.as_str()));
        let optional = [
            &self.resource_id,
            &self.user_name,
            &self.user_email,
            &self.project_id,
            &self.project_name,
            &self.ip_address,
            &self.user_agent,
        ]
        .map(|text| text.as_deref());
        let mut hash = Sha256::new();
        hash.update(before.unwrap_or_default());
        for part in required.into_iter().chain(optional) {
            let length = part.map_or(u64::MAX, |text| text.len() as u64);
            hash.update(length.to_be_bytes());
            hash.update(part.unwrap_or_default());
        }
        hash.finalize().to_vec()
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<AuditRow> {
        Ok(AuditRow {
            seq: row.get(0)?,
            id: super::sqlite::uuid_at(row, 1)?.unwrap_or_default(),
            created_at: Timestamp::from_micros(row.get(2)?),
            resource_type: row.get(3)?,
            resource_id: row.get(4)?,
            action: row.get(5)?,
            user_id: row.get(6)?,
            user_name: row.get(7)?,
            user_email: row.get(8)?,
            project_id: row.get(9)?,
            project_name: row.get(10)?,
            ip_address: row.get(11)?,
            user_agent: row.get(12)?,
            hash: row.get(13)?,
        })
    }
}

/// Rows of one organisation, the newest first: those before the row `before`, without the first `skip`.
pub(super) fn page(
    connection: &Connection,
    org: OrgId,
    before: Option<i64>,
    (skip, limit): (u64, u64),
) -> Result<Vec<AuditRow>, StoreError> {
    let mut select = connection.prepare_cached(&format!(
        "SELECT {COLUMNS}
           FROM audit_log
          WHERE org_id = ?1
            AND seq < ?2
          ORDER BY seq DESC
          LIMIT ?3 OFFSET ?4"
    ))?;
    let before = before.unwrap_or(i64::MAX);
    let rows = select.query_map(params![org.to_string(), before, limit, skip], AuditRow::read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Where the log of an organisation is not as it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BrokenChain {
    /// The organisation.
    pub org: String,
    /// The first place that is wrong.
    pub seq: i64,
    /// What is wrong there.
    pub reason: &'static str,
}

/// Walks the chains of all organisations; the first broken place of each that has one.
pub(crate) fn verify(connection: &Connection) -> Result<Vec<BrokenChain>, StoreError> {
    let mut select = connection.prepare("SELECT id, audit_rows, audit_head FROM org ORDER BY id")?;
    let orgs = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut broken = Vec::new();
    for org in orgs {
        let (org, count, head): (String, i64, Option<Vec<u8>>) = org?;
        if let Some((seq, reason)) = verify_org(connection, &org, count, head.as_deref())? {
            broken.push(BrokenChain { org, seq, reason });
        }
    }
    Ok(broken)
}

fn verify_org(
    connection: &Connection,
    org: &str,
    count: i64,
    head: Option<&[u8]>,
) -> Result<Option<(i64, &'static str)>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM audit_log WHERE org_id = ?1 ORDER BY seq");
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query([org])?;
    let (mut before, mut seq): (Option<Vec<u8>>, i64) = (None, 0);
    while let Some(row) = rows.next()? {
        let row = AuditRow::read(row)?;
        seq += 1;
        if row.seq != seq {
            return Ok(Some((seq, "the row is missing")));
        }
        if row.hash != row.chained_to(before.as_deref()) {
            return Ok(Some((seq, "the row is not what was written")));
        }
        before = Some(row.hash);
    }
    let is_whole = seq == count && before.as_deref() == head;
    Ok((!is_whole).then_some((seq.min(count) + 1, "the log does not end where the organisation says")))
}

impl Meta {
    /// Writes down that somebody did something which `meta.db` does not hold itself, such as to delete a run. To be called
    /// before it is done, so that a crash leaves something to finish, not something unexplained.
    pub async fn record(&self, org: OrgId, actor: Actor, entry: AuditEntry, now: Timestamp) -> Result<(), StoreError> {
        self.write_aside(move |tx, _| append(tx, org, &actor, &entry, now)).await
    }

    /// The same of several things at once.
    pub async fn record_all(
        &self,
        org: OrgId,
        actor: Actor,
        entries: Vec<AuditEntry>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let append = move |tx: &Transaction<'_>, _: &Secret| {
            entries.iter().try_for_each(|entry| append(tx, org, &actor, entry, now))
        };
        self.write_aside(append).await
    }

    /// A page of the organisation's audit log, the newest first: rows before the row `before`, without the first `skip`.
    pub async fn audit_page(
        &self,
        at: &OrgScope,
        before: Option<i64>,
        skip: u64,
        limit: u64,
    ) -> Result<Vec<AuditRow>, StoreError> {
        let org = at.org();
        self.read(move |connection, _| page(connection, org, before, (skip, limit))).await
    }

    /// Walks the audit logs of all organisations; the first broken place of each that has one. Reads all of them.
    pub async fn verify_audit(&self) -> Result<Vec<BrokenChain>, StoreError> {
        self.read(|connection, _| verify(connection)).await
    }
}

//! Work that is yet to be done, and what became of it. A job is a row, written in the transaction that made it necessary; it
//! may run twice, so it does work that may be done twice. How it is worked on: `lease`.

use model::{AccountId, OrgId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Meta;
use super::actor::Actor;
use super::audit::{self, AuditEntry};
use super::deed::Deed;
use super::sqlite::uuid_at;
use crate::{OrgScope, ProjectScope, StoreError};

/// Members of what an order shows: the project that it is for, and the account or the pseudo-user of the key that ordered it.
const PROJECT: &str = "projectId";
const ORDERED_BY: &str = "orderedBy";

/// A job that is to be made.
pub(super) struct NewJob<'a> {
    /// `None`: work of the server itself.
    pub(super) org: Option<OrgId>,
    /// A word, or a word and what it is about after a colon. One open job of a kind in each organisation.
    pub(super) kind: &'a str,
    /// What the job needs to know; shown to whoever may see jobs.
    pub(super) payload: Option<Value>,
    /// What the job needs to know and nobody may see, sealed.
    pub(super) secret: Option<Vec<u8>>,
}

/// Work for a project that somebody orders.
#[derive(Clone, Debug)]
pub struct JobOrder {
    /// A word, or a word and what it is about after a colon. One open job of a kind in each organisation.
    pub kind: String,
    /// What people see of it, as an object. To that come the project, and who ordered it.
    pub shown: Map<String, Value>,
    /// What nobody may see but its worker.
    pub told: String,
    /// Who orders it.
    pub actor: Actor,
    /// What the audit log is to say of it: this was done to `job <id>`.
    pub deed: Option<Deed>,
}

/// A job as people see it. What is sealed in it is not here.
#[derive(Clone, PartialEq, Debug)]
pub struct JobRow {
    /// Unique in the store.
    pub id: Uuid,
    /// Whose it is; `None`: the server's own.
    pub org: Option<OrgId>,
    /// A word, or a word and what it is about after a colon.
    pub kind: String,
    /// How it stands.
    pub status: JobStatus,
    /// Percent, 0 to 100.
    pub progress: u32,
    /// Why the last attempt failed; at most 2,000 bytes.
    pub error: Option<String>,
    /// What it was told, as an object.
    pub payload: Option<Value>,
    /// When it became necessary.
    pub created_at: Timestamp,
    /// When it was done or given up; `None` while it is open.
    pub ended_at: Option<Timestamp>,
}

/// How a job stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum JobStatus {
    /// It waits, for its time or for a worker.
    Pending,
    /// Somebody works on it.
    Running,
    /// It is done.
    Done,
    /// It was given up.
    Failed,
}

impl JobStatus {
    /// The word of the wire and of the table.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            JobStatus::Pending => "pending",
            JobStatus::Running => "running",
            JobStatus::Done => "done",
            JobStatus::Failed => "failed",
        }
    }

    fn from_word(word: &str) -> JobStatus {
        let all = [JobStatus::Pending, JobStatus::Running, JobStatus::Done];
        all.into_iter().find(|status| status.word() == word).unwrap_or(JobStatus::Failed)
    }
}

impl Meta {
    /// Makes a job of the organisation, or finds the open one of this kind; its id.
    pub async fn enqueue_job(&self, at: &OrgScope, kind: &'static str, now: Timestamp) -> Result<Uuid, StoreError> {
        let org = Some(at.org());
        let id = self.write_aside(move |tx, _| enqueue(tx, &NewJob::plain(org, kind), now)).await?;
        self.wake_worker();
        Ok(id)
    }

    /// Makes a job of an order, and says so in the audit log if that is to know it. Its id.
    pub async fn enqueue_order(&self, at: &ProjectScope, order: JobOrder, now: Timestamp) -> Result<Uuid, StoreError> {
        let at = *at;
        let id = self
            .write_aside(move |tx, secret| {
                let JobOrder { kind, shown, told, actor, deed } = order;
                let secret = Some(secret.seal(told.as_bytes()));
                let payload = Some(payload_of(shown, &at, &actor));
                let id = enqueue(tx, &NewJob { org: Some(at.org()), kind: &kind, payload, secret }, now)?;
                if let Some(deed) = deed {
                    let entry = AuditEntry::new(deed, &format!("job {id}")).in_project(at.project());
                    audit::append(tx, at.org(), &actor, &entry, now)?;
                }
                Ok(id)
            })
            .await?;
        self.wake_worker();
        Ok(id)
    }

    /// Makes a job of the server itself, when none of this kind is open and the last one ended before `last_before`.
    pub async fn enqueue_due(
        &self,
        kind: &'static str,
        last_before: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write_aside(move |tx, _| enqueue_due(tx, kind, (last_before, now))).await
    }

    /// The newest job of this kind of the organisation.
    pub async fn latest_job(&self, at: &OrgScope, kind: String) -> Result<Option<JobRow>, StoreError> {
        let org = at.org();
        self.read(move |connection, _| latest(connection, org, &kind)).await
    }

    /// A job of the organisation.
    pub async fn get_job(&self, at: &OrgScope, id: Uuid) -> Result<Option<JobRow>, StoreError> {
        let org = at.org();
        self.read(move |connection, _| get(connection, org, id)).await
    }

    /// A job that somebody ordered for this project.
    pub async fn job_of_project(&self, at: &ProjectScope, id: Uuid) -> Result<Option<JobRow>, StoreError> {
        let at = *at;
        let found = self.read(move |connection, _| get(connection, at.org(), id)).await?;
        Ok(found.filter(|job| job.told_id(PROJECT) == Some(at.project().0)))
    }

    /// Deletes a job of the organisation; false when there is none. Whoever works on it stops within seconds.
    pub async fn delete_job(&self, at: &OrgScope, id: Uuid) -> Result<bool, StoreError> {
        let org = at.org();
        self.write_aside(move |tx, _| delete(tx, org, id)).await
    }
}

/// What people see of an order; by whom and for what it is tells who of them.
pub(super) fn payload_of(mut shown: Map<String, Value>, at: &ProjectScope, actor: &Actor) -> Value {
    shown.insert(PROJECT.to_owned(), at.project().to_string().into());
    shown.insert(ORDERED_BY.to_owned(), actor.id.to_string().into());
    Value::Object(shown)
}

impl NewJob<'_> {
    /// A job that needs to know nothing but its kind.
    pub(super) fn plain(org: Option<OrgId>, kind: &str) -> NewJob<'_> {
        NewJob { org, kind, payload: None, secret: None }
    }
}

/// Makes a job, or finds the open one of the same organisation and kind; its id. To be called in the transaction that makes
/// the job necessary.
pub(super) fn enqueue(tx: &Transaction<'_>, job: &NewJob<'_>, now: Timestamp) -> Result<Uuid, StoreError> {
    let org = job.org.map(|org| org.to_string());
    let open = tx
        .prepare_cached(
            "SELECT id
               FROM job
              WHERE type = ?1
                AND coalesce(org_id, '') = coalesce(?2, '')
                AND ended_at IS NULL",
        )?
        .query_row(params![job.kind, org], |row| uuid_at(row, 0))
        .optional()?
        .flatten();
    if let Some(id) = open {
        return Ok(id);
    }
    let id = Uuid::new_v4();
    tx.prepare_cached(
        "INSERT INTO job (id, org_id, type, status, payload, secret, run_at, created_at)
         VALUES (?1, ?2, ?3, 'pending', ?4, ?5, ?6, ?6)",
    )?
    .execute(params![
        id.to_string(),
        org,
        job.kind,
        job.payload.as_ref().map(Value::to_string),
        job.secret,
        now.micros()
    ])?;
    Ok(id)
}

fn enqueue_due(tx: &Transaction<'_>, kind: &str, (last_before, now): (Timestamp, Timestamp)) -> Result<(), StoreError> {
    let last: Option<i64> =
        tx.prepare_cached("SELECT max(ended_at) FROM job WHERE type = ?1")?.query_row([kind], |row| row.get(0))?;
    if last.is_none_or(|last| last < last_before.micros()) {
        enqueue(tx, &NewJob::plain(None, kind), now)?;
    }
    Ok(())
}

const COLUMNS: &str = "id, org_id, type, status, CAST(progress AS BIGINT), error, payload, created_at, ended_at";

impl JobRow {
    /// Whether this account ordered it.
    #[must_use]
    pub fn is_ordered_by(&self, account: AccountId) -> bool {
        self.told_id(ORDERED_BY) == Some(account.0)
    }

    fn told_id(&self, name: &str) -> Option<Uuid> {
        self.payload.as_ref()?.get(name)?.as_str().and_then(|text| Uuid::try_parse(text).ok())
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<JobRow> {
        let payload: Option<String> = row.get(6)?;
        Ok(JobRow {
            id: uuid_at(row, 0)?.unwrap_or_default(),
            org: uuid_at(row, 1)?.map(OrgId),
            kind: row.get(2)?,
            status: JobStatus::from_word(row.get_ref(3)?.as_str()?),
            progress: row.get(4)?,
            error: row.get(5)?,
            payload: payload.and_then(|text| serde_json::from_str(&text).ok()),
            created_at: Timestamp::from_micros(row.get(7)?),
            ended_at: row.get::<_, Option<i64>>(8)?.map(Timestamp::from_micros),
        })
    }
}

fn latest(connection: &Connection, org: OrgId, kind: &str) -> Result<Option<JobRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}
           FROM job
          WHERE org_id = ?1
            AND type = ?2
          ORDER BY created_at DESC, id DESC
          LIMIT 1"
    );
    Ok(connection.prepare_cached(&sql)?.query_row(params![org.to_string(), kind], JobRow::read).optional()?)
}

fn get(connection: &Connection, org: OrgId, id: Uuid) -> Result<Option<JobRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM job WHERE id = ?1 AND org_id = ?2");
    let mut select = connection.prepare_cached(&sql)?;
    Ok(select.query_row(params![id.to_string(), org.to_string()], JobRow::read).optional()?)
}

fn delete(tx: &Transaction<'_>, org: OrgId, id: Uuid) -> Result<bool, StoreError> {
    let mut delete = tx.prepare_cached("DELETE FROM job WHERE id = ?1 AND org_id = ?2")?;
    Ok(delete.execute(params![id.to_string(), org.to_string()])? > 0)
}

#[cfg(test)]
mod tests;

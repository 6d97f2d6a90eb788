//! Work that is yet to be done, and what became of it. A job is a row, written in the transaction that made it necessary; it
//! may run twice, so it does work that may be done twice.
//!
//! Whoever works on a job holds a lease on it and renews that while it lives. A worker that dies leaves a lease that runs out,
//! and then the job is anybody's again. The count of attempts tells a worker that lost its lease from the one that has it now.

use model::{OrgId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde_json::Value;
use uuid::Uuid;

use super::Meta;
use super::caller::read_scope;
use super::letter::{self, Letter};
use super::sqlite::uuid_at;
use crate::secret::Secret;
use crate::{OrgScope, ProjectScope, StoreError};

/// Longer texts of errors are cut, in bytes.
const MAX_ERROR: usize = 2_000;

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

/// Who works on a job: letters do not wait for work that takes long.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lane {
    /// Letters.
    Letters,
    /// Everything else.
    Rest,
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

/// A job that is ours to work on until the lease runs out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClaimedJob {
    /// The job.
    pub id: Uuid,
    /// Whose it is, and proof that its work may reach that organisation; `None`: the server's own.
    pub org: Option<OrgScope>,
    /// A word, or a word and what it is about after a colon.
    pub kind: String,
    /// The letter to send, where that is the job.
    pub letter: Option<Letter>,
    /// 1 for the first attempt. It also tells this lease from every other one.
    pub attempt: u32,
}

/// What became of an attempt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum JobEnd {
    /// It is done.
    Done,
    /// It did not work, and is to be tried again at that time.
    Retry(String, Timestamp),
    /// It did not work, and never will.
    GivenUp(String),
    /// It was interrupted: whoever comes next starts anew, and this attempt does not count.
    PutBack,
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

    /// Deletes a job of the organisation; false when there is none. Whoever works on it stops within seconds.
    pub async fn delete_job(&self, at: &OrgScope, id: Uuid) -> Result<bool, StoreError> {
        let org = at.org();
        self.write_aside(move |tx, _| delete(tx, org, id)).await
    }

    /// Takes the job that has waited longest, of those of the lane whose time has come or whose worker is gone; `None` when
    /// there is nothing to do. It is the caller's until `lease_until`.
    pub async fn claim_job(
        &self,
        lane: Lane,
        lease_until: Timestamp,
        now: Timestamp,
    ) -> Result<Option<ClaimedJob>, StoreError> {
        // Asked first without a transaction, because nearly always there is nothing.
        if !self.read(move |connection, _| is_any_due(connection, lane, now)).await? {
            return Ok(None);
        }
        self.write_aside(move |tx, secret| claim(tx, secret, lane, (lease_until, now))).await
    }

    /// The projects of the organisation whose job it is, deleted ones left out.
    pub async fn projects_of_job(&self, job: &ClaimedJob) -> Result<Vec<ProjectScope>, StoreError> {
        let Some(org) = job.org.map(|at| at.org()) else { return Ok(Vec::new()) };
        self.read(move |connection, _| projects_of(connection, org)).await
    }

    /// Says that the job is still worked on, and how far it is; false when it is the caller's no more, because somebody
    /// deleted it or the lease ran out.
    pub async fn renew_job(&self, job: &ClaimedJob, progress: u32, lease_until: Timestamp) -> Result<bool, StoreError> {
        let (id, attempt) = (job.id, job.attempt);
        self.write_aside(move |tx, _| renew(tx, (id, attempt), progress, lease_until)).await
    }

    /// Says what became of the attempt; false when the job is the caller's no more.
    pub async fn end_job(&self, job: &ClaimedJob, end: JobEnd, now: Timestamp) -> Result<bool, StoreError> {
        let (id, attempt) = (job.id, job.attempt);
        self.write_aside(move |tx, _| end_attempt(tx, (id, attempt), &end, now)).await
    }
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

fn is_any_due(connection: &Connection, lane: Lane, now: Timestamp) -> Result<bool, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT 1
           FROM job
          WHERE ended_at IS NULL
            AND run_at <= ?1
            AND (status = 'pending' OR lease_until < ?1)
            AND (type LIKE 'mail:%') = ?2
          LIMIT 1",
    )?;
    Ok(select.exists(params![now.micros(), lane == Lane::Letters])?)
}

fn claim(
    tx: &Transaction<'_>,
    secret: &Secret,
    lane: Lane,
    (lease_until, now): (Timestamp, Timestamp),
) -> Result<Option<ClaimedJob>, StoreError> {
    let claimed = tx
        .prepare_cached(
            "UPDATE job
                SET status = 'running', progress = 0, attempts = attempts + 1, lease_until = ?2
              WHERE id = (SELECT id
                            FROM job
                           WHERE ended_at IS NULL
                             AND run_at <= ?1
                             AND (status = 'pending' OR lease_until < ?1)
                             AND (type LIKE 'mail:%') = ?3
                           ORDER BY run_at, created_at, id
                           LIMIT 1)
             RETURNING id, org_id, type, attempts, secret",
        )?
        .query_row(params![now.micros(), lease_until.micros(), lane == Lane::Letters], |row| {
            let job = ClaimedJob {
                id: uuid_at(row, 0)?.unwrap_or_default(),
                org: uuid_at(row, 1)?.map(|org| OrgScope::new(OrgId(org))),
                kind: row.get(2)?,
                letter: None,
                attempt: row.get(3)?,
            };
            Ok((job, row.get::<_, Option<Vec<u8>>>(4)?))
        })
        .optional()?;
    let Some((mut job, sealed)) = claimed else { return Ok(None) };
    // One that cannot be opened fails for want of a letter, and holds up no other.
    job.letter = sealed.and_then(|sealed| letter::open(secret, &sealed));
    Ok(Some(job))
}

fn projects_of(connection: &Connection, org: OrgId) -> Result<Vec<ProjectScope>, StoreError> {
    let sql = "SELECT id, org_id, slot FROM project WHERE org_id = ?1 AND deleted_at IS NULL ORDER BY slot";
    let mut select = connection.prepare_cached(sql)?;
    let scopes = select.query_map([org.to_string()], |row| read_scope(row, 0))?;
    Ok(scopes.filter_map(Result::transpose).collect::<Result<_, _>>()?)
}

fn renew(
    tx: &Transaction<'_>,
    (id, attempt): (Uuid, u32),
    progress: u32,
    lease_until: Timestamp,
) -> Result<bool, StoreError> {
    let mut update = tx.prepare_cached(
        "UPDATE job
            SET progress = ?3, lease_until = ?4
          WHERE id = ?1
            AND attempts = ?2
            AND status = 'running'",
    )?;
    Ok(update.execute(params![id.to_string(), attempt, progress.min(100), lease_until.micros()])? > 0)
}

/// What an attempt leaves in the row.
struct Left<'a> {
    status: JobStatus,
    error: Option<&'a str>,
    run_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    uncounted: u32,
}

fn end_attempt(
    tx: &Transaction<'_>,
    (id, attempt): (Uuid, u32),
    end: &JobEnd,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let left = Left { status: JobStatus::Pending, error: None, run_at: None, ended_at: None, uncounted: 0 };
    let left = match end {
        JobEnd::Done => Left { status: JobStatus::Done, ended_at: Some(now), ..left },
        JobEnd::Retry(error, at) => Left { error: Some(error), run_at: Some(*at), ..left },
        JobEnd::GivenUp(error) => Left { status: JobStatus::Failed, error: Some(error), ended_at: Some(now), ..left },
        JobEnd::PutBack => Left { uncounted: 1, ..left },
    };
    // What was sealed in a job has no reader once the job has ended.
    let mut update = tx.prepare_cached(
        "UPDATE job
            SET status = ?3,
                progress = CASE WHEN ?3 = 'done' THEN 100 ELSE progress END,
                error = ?4,
                run_at = coalesce(?5, run_at),
                ended_at = ?6,
                lease_until = NULL,
                attempts = attempts - ?7,
                secret = CASE WHEN ?6 IS NULL THEN secret END
          WHERE id = ?1
            AND attempts = ?2
            AND status = 'running'",
    )?;
    let changed = update.execute(params![
        id.to_string(),
        attempt,
        left.status.word(),
        left.error.map(|error| &error[..error.floor_char_boundary(MAX_ERROR)]),
        left.run_at.map(Timestamp::micros),
        left.ended_at.map(Timestamp::micros),
        left.uncounted,
    ])?;
    Ok(changed > 0)
}

#[cfg(test)]
mod tests;

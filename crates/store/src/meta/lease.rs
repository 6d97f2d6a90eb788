//! How jobs are worked on. Whoever works on a job holds a lease on it and renews that while it lives. A worker that dies leaves
//! a lease that runs out, and then the job is anybody's again. The count of attempts tells a worker that lost its lease from the
//! one that has it now.

use model::{OrgId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use uuid::Uuid;

use super::Meta;
use super::caller::read_scope;
use super::job::JobStatus;
use super::letter::{self, Letter};
use super::sqlite::uuid_at;
use crate::secret::Secret;
use crate::{OrgScope, ProjectScope, StoreError};

/// Longer texts of errors are cut, in bytes.
const MAX_ERROR: usize = 2_000;

/// Who works on a job: letters do not wait for work that takes long.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lane {
    /// Letters.
    Letters,
    /// Everything else.
    Rest,
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
    /// What else the job needs to know and nobody may see.
    pub order: Option<String>,
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

impl Meta {
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
                order: None,
                attempt: row.get(3)?,
            };
            Ok((job, row.get::<_, Option<Vec<u8>>>(4)?))
        })
        .optional()?;
    let Some((mut job, sealed)) = claimed else { return Ok(None) };
    // One that cannot be opened fails for want of what it needs to know, and holds up no other.
    match lane {
        Lane::Letters => job.letter = sealed.and_then(|sealed| letter::open(secret, &sealed)),
        Lane::Rest => job.order = sealed.and_then(|sealed| String::from_utf8(secret.open(&sealed).ok()?).ok()),
    }
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

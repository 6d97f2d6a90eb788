//! Deleted projects whose rows in `runs.db` are yet to go, and what else has had its time.

use model::{ProjectId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::Meta;
use super::caller::read_scope;
use super::job::{NewJob, enqueue};
use crate::{DeletedScope, ProjectScope, StoreError};

const A_DAY_MICROS: i64 = 24 * 60 * 60 * 1_000_000;
/// How long ended jobs are shown, and how long invitations outlive their time, in days.
const KEPT_DAYS: i64 = 30;

impl Meta {
    /// A deleted project, for the job that purges it; `None` for one that is not deleted, or that is purged already.
    pub async fn scope_of_purge(&self, project: ProjectId) -> Result<Option<DeletedScope>, StoreError> {
        self.read(move |connection, _| scope_of_purge(connection, project)).await
    }

    /// Notes that nothing is left of a deleted project in `runs.db`.
    pub async fn mark_purged(&self, at: &DeletedScope, now: Timestamp) -> Result<(), StoreError> {
        let project = at.project().to_string();
        let sql = "UPDATE project SET purged_at = ?2 WHERE id = ?1 AND deleted_at IS NOT NULL";
        self.write_aside(move |tx, _| {
            tx.execute(sql, params![project, now.micros()])?;
            Ok(())
        })
        .await
    }

    /// Takes away what has had its time (sessions, mail tokens, invitations, jobs), and makes the job that is missing for a
    /// deleted project that is not purged.
    pub async fn tidy(&self, now: Timestamp) -> Result<(), StoreError> {
        self.write_aside(move |tx, _| {
            sweep(tx, now)?;
            order_purges(tx, now)
        })
        .await
    }
}

/// Makes the job that purges a project. To be called in the transaction that deletes it.
pub(super) fn order(tx: &Transaction<'_>, at: &ProjectScope, now: Timestamp) -> Result<(), StoreError> {
    let kind = format!("purge-project:{}", at.project());
    enqueue(tx, &NewJob::plain(Some(at.org()), &kind), now)?;
    Ok(())
}

fn scope_of_purge(connection: &Connection, project: ProjectId) -> Result<Option<DeletedScope>, StoreError> {
    let sql = "SELECT id, org_id, slot FROM project WHERE id = ?1 AND deleted_at IS NOT NULL AND purged_at IS NULL";
    let found = connection.query_row(sql, [project.to_string()], |row| read_scope(row, 0)).optional()?;
    Ok(found.flatten().map(DeletedScope::new))
}

fn sweep(tx: &Transaction<'_>, now: Timestamp) -> Result<(), StoreError> {
    let long_ago = now.micros() - KEPT_DAYS * A_DAY_MICROS;
    tx.execute("DELETE FROM session WHERE expires_at <= ?1", [now.micros()])?;
    tx.execute("DELETE FROM mail_token WHERE expires_at <= ?1", [now.micros()])?;
    tx.execute("DELETE FROM mail_asked WHERE at <= ?1", [now.micros() - A_DAY_MICROS])?;
    tx.execute("DELETE FROM invitation WHERE expires_at <= ?1", [long_ago])?;
    tx.execute("DELETE FROM job WHERE ended_at <= ?1", [long_ago])?;
    Ok(())
}

/// What is compared with what should be, so that a purge that was given up, or that nobody ordered, happens after all.
fn order_purges(tx: &Transaction<'_>, now: Timestamp) -> Result<(), StoreError> {
    let mut select =
        tx.prepare("SELECT id, org_id, slot FROM project WHERE deleted_at IS NOT NULL AND purged_at IS NULL")?;
    let scopes: Vec<Option<ProjectScope>> =
        select.query_map([], |row| read_scope(row, 0))?.collect::<Result<_, _>>()?;
    for scope in scopes.into_iter().flatten() {
        order(tx, &scope, now)?;
    }
    Ok(())
}

//! Live tails: whoever follows a project is told which of its runs changed.
//!
//! The writer only notes numbers, and only of projects that somebody follows ([`Tails::note`]): it never waits. Runs are read by
//! those who follow, once for all of a project, one project at a time and a few times a second ([`look`]). What is more than
//! that, and what somebody is too slow for, is counted and not looked at.

mod look;
mod project;

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::SqliteRuns;
use super::rid::Rid;
use crate::runs::{Following, Heard, MOST_TAILS};
use crate::{ProjectScope, StoreError};
use project::Project;

/// Everybody who follows, by the slots of their projects.
#[derive(Default)]
pub(super) struct Tails {
    projects: Mutex<HashMap<i64, Arc<Project>>>,
    /// How many projects there are: the writer asks this, and no more while nobody follows.
    count: AtomicUsize,
}

impl Tails {
    /// Notes what a transaction changed; its first change has the number `first`.
    pub(super) fn note(&self, first: i64, changed: &[(Rid, i64)]) {
        // Whoever joins is counted before it reads the log, and this is asked after the commit: one of the two sees the other.
        if self.count.load(Ordering::SeqCst) == 0 {
            return;
        }
        for (slot, project) in &*self.projects() {
            let numbered = changed.iter().zip(first..).filter(|((rid, _), _)| rid.slot() == *slot);
            project.note(numbered.map(|((rid, _), seq)| (seq, *rid)));
        }
    }

    fn projects(&self) -> MutexGuard<'_, HashMap<i64, Arc<Project>>> {
        self.projects.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more follower of a project; `None` when there are as many as there may be.
    fn join(self: &Arc<Tails>, slot: i64) -> Option<Place> {
        let mut projects = self.projects();
        let project = Arc::clone(projects.entry(slot).or_default());
        let has_room = project.join(MOST_TAILS);
        self.count.store(projects.len(), Ordering::SeqCst);
        has_room.then(|| Place { tails: Arc::clone(self), slot, project })
    }

    fn leave(&self, slot: i64, project: &Project) {
        let mut projects = self.projects();
        if project.leave() == 0 {
            projects.remove(&slot);
        }
        self.count.store(projects.len(), Ordering::SeqCst);
    }
}

/// A place among the followers of a project, until it is dropped.
struct Place {
    tails: Arc<Tails>,
    slot: i64,
    project: Arc<Project>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.tails.leave(self.slot, &self.project);
    }
}

/// Somebody who follows a project.
pub struct Tail {
    engine: SqliteRuns,
    at: ProjectScope,
    place: Place,
    /// What has been heard of the project, in its own count.
    heard: project::Mark,
    /// Changes up to this number were told before.
    seq: i64,
}

impl Tail {
    /// The number up to which everything was heard.
    #[must_use]
    pub fn seq(&self) -> i64 {
        self.seq
    }

    /// The next changes; waits until there are some. What was waited for is not lost when the wait is given up.
    pub async fn next(&mut self) -> Result<Heard, StoreError> {
        loop {
            if let Some(mut heard) = self.place.project.heard_since(&mut self.heard) {
                heard.runs.retain(|run| run.seq > self.seq);
                self.seq = self.seq.max(heard.seq);
                if !heard.runs.is_empty() || heard.missed > 0 {
                    return Ok(heard);
                }
                continue;
            }
            self.place.project.changed(self.heard).await;
            self.engine.look(&self.at, &self.place.project).await?;
        }
    }
}

impl SqliteRuns {
    pub(in super::super) async fn follow(
        &self,
        at: &ProjectScope,
        after: Option<i64>,
    ) -> Result<Option<Following>, StoreError> {
        let scope = *at;
        // First the place, then the log: what is committed in between is in both, and told once by its number.
        let Some(place) = self.0.tails.join(at.slot().number()) else { return Ok(None) };
        let heard = place.project.mark();
        let (seq, since) = self
            .read(move |connection, codec| {
                let newest = newest(connection)?;
                let since = after.map(|after| look::since((connection, codec), &scope, (after, newest))).transpose()?;
                Ok((newest, since.unwrap_or(Some(Heard { seq: newest, ..Heard::default() }))))
            })
            .await?;
        let tail = Tail { engine: self.clone(), at: scope, place, heard, seq };
        Ok(Some(Following { tail, since }))
    }
}

/// The last number of the change log.
fn newest(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.query_row("SELECT coalesce(max(seq), 0) FROM change", [], |row| row.get(0))?)
}

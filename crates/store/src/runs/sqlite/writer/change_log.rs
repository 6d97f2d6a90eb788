//! The change log: which runs changed, in order. The followers (columns, search) read it at their own pace.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use model::merge::Changes;
use rusqlite::Connection;

use super::super::rid::Rid;
use crate::StoreError;

/// How long a change is kept for followers that may come back.
const KEPT_FOR: Duration = Duration::from_secs(10 * 60);
/// How many rows one cut takes away, so that it never holds up ingestion for long.
const CUT_ROWS: i64 = 50_000;
/// A log that is longer loses its oldest rows even before their time: whoever still needs them starts over from the runs.
const MOST_ROWS: i64 = 5_000_000;

/// The writer's end of the log.
pub(super) struct ChangeLog {
    next: Option<i64>,
    /// When the log had reached which number, oldest first.
    marks: VecDeque<(Instant, i64)>,
}

impl ChangeLog {
    pub(super) fn open(connection: &Connection) -> Result<ChangeLog, StoreError> {
        Ok(ChangeLog { next: Some(next_number(connection)?), marks: VecDeque::new() })
    }

    /// After a roll-back the numbers are asked for again.
    pub(super) fn forget(&mut self) {
        self.next = None;
    }

    /// Notes changes in the transaction that makes them, and returns the number of the first; the others follow it.
    pub(super) fn append(&mut self, tx: &Connection, changed: &[(Rid, i64)]) -> Result<i64, StoreError> {
        let first = match self.next {
            Some(next) => next,
            None => next_number(tx)?,
        };
        let mut next = first;
        let mut insert = tx.prepare_cached("INSERT INTO change (seq, rid, what) VALUES (?1, ?2, ?3)")?;
        for (rid, what) in changed {
            insert.execute([next, rid.0, *what])?;
            next += 1;
        }
        self.next = Some(next);
        Ok(first)
    }

    /// Drops a slice of what is older than ten minutes and what every follower has dealt with: `slowest` is the mark of the one
    /// who is the furthest behind. The newest row stays, so that numbers are never given twice.
    pub(super) fn cut(&mut self, connection: &Connection, slowest: i64) -> Result<(), StoreError> {
        let reached = next_number(connection)? - 1;
        self.marks.push_back((Instant::now(), reached));
        let is_old = |mark: Option<&(Instant, i64)>| mark.is_some_and(|(at, _)| at.elapsed() > KEPT_FOR);
        while is_old(self.marks.get(1)) {
            self.marks.pop_front();
        }
        let old = self.marks.front().filter(|mark| is_old(Some(mark))).map_or(0, |(_, mark)| *mark);
        let below = kept_from(old, slowest, reached);
        let first: Option<i64> = connection.query_row("SELECT min(seq) FROM change", [], |row| row.get(0))?;
        let Some(first) = first.filter(|&first| first < below) else { return Ok(()) };
        let end = below.min(first + CUT_ROWS);
        connection.prepare_cached("DELETE FROM change WHERE seq < ?1")?.execute([end])?;
        Ok(())
    }
}

/// The first number that is kept: followers have done with what is before it and it is old, or the log is too long.
fn kept_from(old: i64, slowest: i64, reached: i64) -> i64 {
    old.min(slowest).max(reached - MOST_ROWS)
}

fn next_number(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.query_row("SELECT coalesce(max(seq), 0) + 1 FROM change", [], |row| row.get(0))?)
}

/// The `what` of a run that is gone.
pub(in super::super) const DELETED: i64 = 16;

/// The `what` of a run of which a fact alone is another one.
pub(in super::super) const FACTS: i64 = 1;

/// The `what` of a change.
pub(super) fn bits(what: Changes) -> i64 {
    i64::from(what.facts) | i64::from(what.attributes) << 1 | i64::from(what.input) << 2 | i64::from(what.output) << 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_follower_has_not_dealt_with_is_kept_unless_the_log_is_too_long() {
        let check = |old, slowest, reached, want| assert_eq!(kept_from(old, slowest, reached), want);
        check(100, i64::MAX, 200, 100);
        check(100, 150, 200, 100);
        check(100, 50, 200, 50);
        check(0, 150, 200, 0);
        check(100, 50, 50 + MOST_ROWS, 50);
        check(100, 50, 60 + MOST_ROWS, 60);
    }
}

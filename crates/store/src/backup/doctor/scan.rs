//! What can only be seen by going through all runs: whether the bounds of each day hold its runs, and whether the payloads are
//! there that the events of a run brought.

use std::collections::BTreeMap;
use std::fmt;

use rusqlite::{Connection, OptionalExtension, Transaction};

use super::report::Found;
use crate::StoreError;
use crate::runs::sqlite::inspect::{brought, day_of};

pub(super) const DAYS: &str = "the bounds in run_day hold every run";
pub(super) const WORDS: &str = "every run has the payloads that its events brought";

/// A project's day whose bounds in `run_day` are absent or too narrow, with bounds that fit.
pub(super) struct WrongDay {
    slot: i64,
    day: i64,
    earliest: i64,
    latest: i64,
}

impl fmt::Display for WrongDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "day {} of slot {}", self.day, self.slot)
    }
}

/// The days that are wrong.
pub(super) fn days(tx: &Transaction<'_>) -> Result<Vec<WrongDay>, StoreError> {
    let mut wrong = Vec::new();
    let mut bounds = tx.prepare("SELECT earliest, latest FROM run_day WHERE slot = ?1 AND day = ?2")?;
    for ((slot, day), (earliest, latest)) in true_bounds(tx)? {
        let told: Option<(i64, i64)> =
            bounds.query_row([slot, day], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        if told.is_none_or(|told| told.0 > earliest || told.1 < latest) {
            wrong.push(WrongDay { slot, day, earliest, latest });
        }
    }
    Ok(wrong)
}

type Bounds = BTreeMap<(i64, i64), (i64, i64)>;

fn true_bounds(tx: &Transaction<'_>) -> Result<Bounds, StoreError> {
    let mut days = Bounds::new();
    let mut select = tx.prepare("SELECT rid, started_at FROM run WHERE started_at IS NOT NULL")?;
    for row in select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
        let (rid, started_at): (i64, i64) = row?;
        let bounds = days.entry((rid >> 48, day_of(rid))).or_insert((started_at, started_at));
        *bounds = (bounds.0.min(started_at), bounds.1.max(started_at));
    }
    Ok(days)
}

/// Gives these days the bounds that their runs have.
pub(super) fn mend_days(tx: &Connection, days: &[WrongDay]) -> Result<(), StoreError> {
    let mut upsert =
        tx.prepare("INSERT OR REPLACE INTO run_day (slot, day, earliest, latest) VALUES (?1, ?2, ?3, ?4)")?;
    for day in days {
        upsert.execute([day.slot, day.day, day.earliest, day.latest])?;
    }
    Ok(())
}

/// Names runs whose note of their events is damaged, or whose payloads are not there.
pub(super) fn words(connection: &Connection, found: &mut Found) -> Result<(), StoreError> {
    let mut select = connection.prepare(
        "SELECT run.rid, run.said, run_input.rid IS NOT NULL, run_output.rid IS NOT NULL
           FROM run
           LEFT JOIN run_input ON run_input.rid = run.rid
           LEFT JOIN run_output ON run_output.rid = run.rid",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (rid, has_input, has_output): (i64, bool, bool) = (row.get(0)?, row.get(2)?, row.get(3)?);
        match brought(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?) {
            None => found.add(format!("rid {rid}: the note of its events cannot be read")),
            Some(brought) if brought.input && !has_input => found.add(format!("rid {rid}: no input")),
            Some(brought) if brought.output && !has_output => found.add(format!("rid {rid}: no output")),
            Some(_) => {}
        }
    }
    Ok(())
}

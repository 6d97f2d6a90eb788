//! How many runs were created on each day. (Columns will answer this without reading rows.)

use std::collections::BTreeMap;

use model::Timestamp;
use rusqlite::{Connection, params};

use super::rid::{Day, Rid};
use crate::runs::DayCount;
use crate::{ProjectScope, StoreError};

const DAY_MICROS: i64 = 86_400_000_000;

/// The days from `from` on and before `to` on which runs of these projects were created, the newest first. A run counts on the
/// day when it was created, wherever it lies.
pub(super) fn days(
    connection: &Connection,
    projects: &[ProjectScope],
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<DayCount>, StoreError> {
    let mut counts: BTreeMap<i64, u64> = BTreeMap::new();
    for at in projects {
        let mut places = connection.prepare_cached(
            "SELECT day
               FROM run_day
              WHERE slot = ?1
                AND latest >= ?2
                AND earliest < ?3",
        )?;
        let bounds = params![at.slot().number(), from.micros(), to.micros()];
        for day in places.query_map(bounds, |row| row.get(0).map(Day))? {
            count(connection, Rid::range_of_day(at.slot(), day?), (from, to), &mut counts)?;
        }
    }
    let day = |(day, runs)| DayCount { day: Timestamp::from_micros(day * DAY_MICROS), runs };
    Ok(counts.into_iter().rev().map(day).collect())
}

fn count(
    connection: &Connection,
    (first, last): (Rid, Rid),
    (from, to): (Timestamp, Timestamp),
    counts: &mut BTreeMap<i64, u64>,
) -> Result<(), StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT started_at / 86400000000, count(*)
           FROM run
          WHERE rid BETWEEN ?1 AND ?2
            AND status >= 0
            AND started_at >= ?3
            AND started_at < ?4
          GROUP BY 1",
    )?;
    let rows = select.query_map([first.0, last.0, from.micros(), to.micros()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for row in rows {
        let (day, runs): (i64, u64) = row?;
        *counts.entry(day).or_default() += runs;
    }
    Ok(())
}

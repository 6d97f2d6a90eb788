//! Reading the ledger, and what the store holds.

use std::path::Path;

use model::{KeyId, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use crate::runs::{LastError, LedgerDay, RunsStats};
use crate::{ProjectScope, StoreError};

const A_DAY_MICROS: i64 = 24 * 60 * 60 * 1_000_000;

/// The last `days` days of a project's keys, today included, newest first.
pub(super) fn ledger(
    connection: &Connection,
    at: &ProjectScope,
    days: u32,
    now: Timestamp,
) -> Result<Vec<LedgerDay>, StoreError> {
    let today = now.micros().div_euclid(A_DAY_MICROS);
    let mut select = connection.prepare_cached(
        "SELECT key, day, received, stored, merged, last_at, last_error_at, last_error_reason, last_error_sample
           FROM ledger
          WHERE slot = ?1
            AND day > ?2
          ORDER BY day DESC, key",
    )?;
    let rows = select.query_map([at.slot().number(), today - i64::from(days)], |row| {
        let reason: Option<String> = row.get(7)?;
        let sample: Option<String> = row.get(8)?;
        let at: Option<i64> = row.get(6)?;
        let last_error = at.zip(reason).zip(sample).map(|((at, reason), sample)| LastError {
            at: Timestamp::from_micros(at),
            reason,
            sample,
        });
        Ok(LedgerDay {
            key: KeyId(row.get(0)?),
            day: row.get(1)?,
            received: row.get(2)?,
            stored: row.get(3)?,
            merged: row.get(4)?,
            rejected: Vec::new(),
            last_at: Timestamp::from_micros(row.get(5)?),
            last_error,
        })
    })?;
    let mut ledger = rows.collect::<Result<Vec<LedgerDay>, _>>()?;
    let mut reasons = connection.prepare_cached(
        "SELECT reason, count FROM ledger_rejection WHERE key = ?1 AND slot = ?2 AND day = ?3 ORDER BY reason",
    )?;
    for line in &mut ledger {
        let rows = reasons
            .query_map(params![line.key.0, at.slot().number(), line.day], |row| Ok((row.get(0)?, row.get(1)?)))?;
        line.rejected = rows.collect::<Result<_, _>>()?;
    }
    Ok(ledger)
}

/// Rows and bytes, for operators. Counting rows reads the smallest index once.
pub(super) fn stats(connection: &Connection, dir: &Path) -> Result<RunsStats, StoreError> {
    let oldest: Option<Option<i64>> =
        connection.query_row("SELECT min(earliest) FROM run_day", [], |row| row.get(0)).optional()?;
    let names = ["meta.db", "runs.db", "cols.db", "search.db"].into_iter();
    let names = names.flat_map(|name| ["", "-wal", "-shm"].map(|end| format!("{name}{end}")));
    let files = names.filter_map(|name| Some((name.clone(), dir.join(&name).metadata().ok()?.len()))).collect();
    Ok(RunsStats {
        files,
        runs: connection.query_row("SELECT count(*) FROM run_id", [], |row| row.get(0))?,
        oldest: oldest.flatten().map(Timestamp::from_micros),
        change_seq: connection.query_row("SELECT coalesce(max(seq), 0) FROM change", [], |row| row.get(0))?,
        ..RunsStats::default()
    })
}

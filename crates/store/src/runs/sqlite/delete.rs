//! Deleting runs: the run, all below it, and a tombstone for each, so that a retry does not bring it back.

use std::collections::HashSet;

use model::{RunId, Timestamp};
use rusqlite::{Connection, params};

use super::edit::visible;
use super::lookup;
use super::rid::Rid;
use super::writer::{Caches, DELETED, FACTS};
use crate::{ProjectScope, StoreError};

const TOMBSTONE_MICROS: i64 = 7 * 24 * 60 * 60 * 1_000_000;

/// Every table that holds something by rid.
const TABLES: [&str; 12] = [
    "DELETE FROM run_attribute WHERE rid = ?1",
    "DELETE FROM run_input WHERE rid = ?1",
    "DELETE FROM run_output WHERE rid = ?1",
    "DELETE FROM run_span WHERE rid = ?1",
    "DELETE FROM run_opinion WHERE rid = ?1",
    "DELETE FROM score WHERE rid = ?1",
    "DELETE FROM share WHERE rid = ?1",
    "DELETE FROM public_run WHERE rid = ?1",
    "DELETE FROM thread_message WHERE thread = ?1",
    // Of a circle of parents one run may stay: the link that closes the circle is not followed.
    "UPDATE run SET parent = NULL WHERE rid IN (SELECT rid FROM run_child WHERE parent = ?1)",
    "DELETE FROM run_child WHERE parent = ?1",
    "DELETE FROM run WHERE rid = ?1",
];

/// Deletes a run and all below it; false when this project has none by that id.
pub(super) fn delete(
    tx: &Connection,
    caches: &mut Caches,
    (at, id): (ProjectScope, RunId),
    now: Timestamp,
) -> Result<(bool, Vec<(Rid, i64)>), StoreError> {
    let found = lookup::find(tx, &at, id)?;
    let Some(top) = found.map(|rid| visible(tx, rid)).transpose()?.flatten() else { return Ok((false, Vec::new())) };
    tx.execute("DELETE FROM tombstone WHERE deleted_at < ?1", [now.micros() - TOMBSTONE_MICROS])?;
    let rids = lookup::all_below(tx, top)?;
    let above = lookup::shown_parent(tx, top)?;
    let reached = lookup::reached_from(tx, &[top])?;
    for rid in &rids {
        bury(tx, &at, *rid, now)?;
    }
    caches.forget();
    let mut log: Vec<_> = rids.iter().map(|rid| (*rid, DELETED)).collect();
    // What is thought of a run, and how many messages it is, shows in the one above it.
    log.extend(above.map(|rid| (rid, FACTS)));
    // Runs that stay, of a circle of parents, are no longer below what is gone.
    let gone: HashSet<_> = rids.into_iter().collect();
    log.extend(reached.into_iter().filter(|rid| !gone.contains(rid)).map(|rid| (rid, FACTS)));
    Ok((true, log))
}

fn bury(tx: &Connection, at: &ProjectScope, rid: Rid, now: Timestamp) -> Result<(), StoreError> {
    let slot = at.slot().number();
    tx.prepare_cached(
        "INSERT OR REPLACE INTO tombstone (slot, id, deleted_at) SELECT ?2, id, ?3 FROM run WHERE rid = ?1",
    )?
    .execute(params![rid.0, slot, now.micros()])?;
    tx.prepare_cached("DELETE FROM run_id WHERE slot = ?2 AND id = (SELECT id FROM run WHERE rid = ?1)")?
        .execute(params![rid.0, slot])?;
    tx.prepare_cached("DELETE FROM run_child WHERE parent = (SELECT parent FROM run WHERE rid = ?1) AND rid = ?1")?
        .execute([rid.0])?;
    tx.prepare_cached(
        "DELETE FROM thread_message WHERE thread = (SELECT parent FROM run WHERE rid = ?1) AND message = ?1",
    )?
    .execute([rid.0])?;
    for sql in TABLES {
        tx.prepare_cached(sql)?.execute([rid.0])?;
    }
    Ok(())
}

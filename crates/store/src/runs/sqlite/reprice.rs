//! Computing anew what runs cost, after prices have changed. The reading is done beside the writer, which gets no more than
//! the runs whose cost is another one now.

use model::{Pricing, RunId};
use rusqlite::{Connection, params};

use super::dictionary::{self, Kind};
use super::frame::Codec;
use super::rid::Rid;
use super::writer::{Caches, FACTS, cost_now};
use crate::runs::{Place, Repriced};
use crate::scope::Slot;
use crate::{ProjectScope, StoreError};

/// A slice of a project's runs, of which some have the wrong cost.
pub(super) struct Slice {
    pub(super) looked: u64,
    pub(super) last: Option<Place>,
    pub(super) wrong: Vec<RunId>,
}

/// A run as far as it matters here.
struct Candidate {
    rid: Rid,
    id: RunId,
    is_priced: bool,
    cost: Option<i64>,
}

/// How many runs a project has, those included that readers do not see.
pub(super) fn count(connection: &Connection, at: &ProjectScope) -> Result<u64, StoreError> {
    let sql = "SELECT count(*) FROM run_id WHERE slot = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([at.slot().number()], |row| row.get(0))?)
}

/// Looks at the next `limit` runs behind `after`, in the order of their places.
pub(super) fn look(
    (connection, codec): (&Connection, &Codec),
    pricing: &dyn Pricing,
    at: &ProjectScope,
    (after, limit): (Option<Place>, u32),
) -> Result<Slice, StoreError> {
    let candidates = candidates(connection, at.slot(), (after, limit))?;
    let last = candidates.last().map(|candidate| Place(candidate.rid.0));
    let mut slice = Slice { looked: candidates.len() as u64, last, wrong: Vec::new() };
    for candidate in candidates.into_iter().filter(|candidate| candidate.is_priced) {
        let now = cost_now(connection, (at.slot(), candidate.id), (pricing, codec))?;
        if now.is_some_and(|(_, cost)| cost != candidate.cost) {
            slice.wrong.push(candidate.id);
        }
    }
    Ok(slice)
}

fn candidates(
    connection: &Connection,
    slot: Slot,
    (after, limit): (Option<Place>, u32),
) -> Result<Vec<Candidate>, StoreError> {
    let llm = dictionary::find(connection, slot, Kind::Type, "llm")?;
    let (first, last) = Rid::range_of(slot);
    let after = after.map_or(first.0 - 1, |place| place.0);
    let mut select = connection.prepare_cached(
        "SELECT rid, id, coalesce(type = ?4, 0) OR cost_nano IS NOT NULL, cost_nano
           FROM run
          WHERE rid > ?1
            AND rid <= ?2
          ORDER BY rid
          LIMIT ?3",
    )?;
    let rows = select.query_map(params![after, last.0, limit, llm], |row| {
        let (id, is_priced) = (RunId::from_bytes(row.get(1)?), row.get(2)?);
        Ok(Candidate { rid: Rid(row.get(0)?), id, is_priced, cost: row.get(3)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Writes what these runs cost now; how many of them cost something else before.
pub(super) fn correct(
    tx: &Connection,
    caches: &mut Caches,
    (at, wrong): (ProjectScope, Vec<RunId>),
) -> Result<(u64, Vec<(Rid, i64)>), StoreError> {
    let sql = "UPDATE run SET cost_nano = ?2 WHERE rid = ?1 AND cost_nano IS NOT ?2";
    let mut changed = Vec::new();
    for id in wrong {
        // Read again: events may have come in between.
        let Some((rid, cost)) = caches.cost_now(tx, (at.slot(), id))? else { continue };
        if tx.prepare_cached(sql)?.execute(params![rid.0, cost])? > 0 {
            changed.push((rid, FACTS));
        }
    }
    Ok((changed.len() as u64, changed))
}

impl Slice {
    /// What is told of the slice once it is corrected.
    pub(super) fn repriced(&self, changed: u64) -> Repriced {
        Repriced { looked: self.looked, changed, last: self.last }
    }
}

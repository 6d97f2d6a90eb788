//! Where runs lie: by their id, above and below others.

use std::collections::HashSet;

use model::RunId;
use rusqlite::{Connection, OptionalExtension, params};

use super::ancestry::Ancestry;
use super::rid::Rid;
use super::turn::TurnPlace;
use crate::scope::Slot;
use crate::{ProjectScope, StoreError};

/// The most runs that `related` and `tree` return.
pub(super) const RELATED_RUNS: usize = crate::runs::MOST_NODES;

/// The place of a run, known to readers or not; of a message the place of its turn.
pub(super) fn find(connection: &Connection, at: &ProjectScope, id: RunId) -> Result<Option<Rid>, StoreError> {
    find_in(connection, at.slot(), id)
}

/// [`find`], for whoever knows only the slot of the project.
pub(super) fn find_in(connection: &Connection, slot: Slot, id: RunId) -> Result<Option<Rid>, StoreError> {
    let rid = connection
        .prepare_cached(
            "SELECT coalesce(run.turn, run.rid)
               FROM run_id
               JOIN run ON run.rid = run_id.rid
              WHERE run_id.slot = ?1
                AND run_id.id = ?2",
        )?
        .query_row(params![slot.number(), id.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(rid.map(Rid))
}

/// The id by which readers know a run; `None` when it is gone.
pub(super) fn shown_id(connection: &Connection, rid: Rid) -> Result<Option<RunId>, StoreError> {
    let mut select = connection.prepare_cached("SELECT coalesce(shown_id, id) FROM run WHERE rid = ?1")?;
    Ok(select.query_row([rid.0], |row| row.get(0).map(RunId::from_bytes)).optional()?)
}

/// The place that shows a run's parent; of a message its turn.
pub(super) fn shown_parent(connection: &Connection, rid: Rid) -> Result<Option<Rid>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT coalesce(parent.turn, parent.rid) FROM run JOIN run AS parent ON parent.rid = run.parent WHERE run.rid = ?1",
    )?;
    Ok(select.query_row([rid.0], |row| row.get(0).map(Rid)).optional()?)
}

/// A run's place and those of all below it, messages that no reader sees included.
pub(super) fn all_below(connection: &Connection, top: Rid) -> Result<Vec<Rid>, StoreError> {
    let cut_above = Ancestry::of(connection, top)?.cut_above();
    Ok(below(connection, top, cut_above, usize::MAX)?.into_iter().map(|place| place.rid).collect())
}

/// A run on the way down, and where among the places its parent is.
pub(super) struct Below {
    pub(super) rid: Rid,
    pub(super) parent: usize,
}

/// All that are below any of these runs, by any links, each once: in a circle of parents all are below each other. Runs that
/// are named are left out.
pub(super) fn reached_from(connection: &Connection, tops: &[Rid]) -> Result<Vec<Rid>, StoreError> {
    let mut select = connection.prepare_cached("SELECT rid FROM run_child WHERE parent = ?1")?;
    let mut seen: HashSet<Rid> = tops.iter().copied().collect();
    let mut places = tops.to_vec();
    for top in tops {
        if let Some(turn) = TurnPlace::of(connection, *top)? {
            places.extend(turn.members(connection)?.into_iter().filter(|member| seen.insert(*member)));
        }
    }
    let mut next = 0;
    while let Some(parent) = places.get(next).copied() {
        for child in select.query_map([parent.0], |row| row.get(0).map(Rid))? {
            places.extend(Some(child?).filter(|child| seen.insert(*child)));
        }
        next += 1;
    }
    Ok(places.split_off(tops.len()))
}

/// `top` and the places below it, at most so many, each once, parents first; the link that cuts a circle is not followed.
pub(super) fn below(
    connection: &Connection,
    top: Rid,
    cut_above: Option<Rid>,
    most: usize,
) -> Result<Vec<Below>, StoreError> {
    let mut select = connection.prepare_cached("SELECT rid FROM run_child WHERE parent = ?1")?;
    let mut places = vec![Below { rid: top, parent: 0 }];
    let mut seen = HashSet::from([top]);
    if let Some(turn) = TurnPlace::of(connection, top)? {
        let members = turn.members(connection)?.into_iter().filter(|member| seen.insert(*member));
        places.extend(members.map(|rid| Below { rid, parent: 0 }));
    }
    let mut next = 0;
    while next < places.len() && places.len() < most {
        let children = select.query_map([places[next].rid.0], |row| row.get(0).map(Rid))?;
        for child in children {
            let child = child?;
            if Some(child) != cut_above && seen.insert(child) {
                places.push(Below { rid: child, parent: next });
            }
        }
        next += 1;
    }
    places.truncate(most);
    Ok(places)
}

/// The places of all that name a run as their parent; of a turn, any of its messages.
pub(super) fn children_of(connection: &Connection, parent: Rid) -> Result<Vec<i64>, StoreError> {
    let mut parents = vec![parent];
    if let Some(turn) = TurnPlace::of(connection, parent)? {
        parents.extend(turn.members(connection)?.into_iter().filter(|member| *member != parent));
    }
    let mut select = connection.prepare_cached("SELECT rid FROM run_child WHERE parent = ?1")?;
    let mut children = Vec::new();
    for parent in parents {
        for child in select.query_map([parent.0], |row| row.get(0))? {
            children.push(child?);
        }
    }
    Ok(children)
}

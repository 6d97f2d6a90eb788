//! Lists, newest first: the days of a project by their latest start, each scanned only while it can still hold a newer run
//! than those found. (Columns will answer this without reading rows.)

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

use model::{RunId, Timestamp};
use rusqlite::{Connection, Row, params};

use super::dictionary::{self, Kind};
use super::frame::Codec;
use super::reader;
use super::rid::{Day, Rid};
use crate::runs::{Cursor, ListQuery, Page};
use crate::scope::Slot;
use crate::{ProjectScope, StoreError};

/// One page of runs, with all that a reader gets of each.
pub(super) fn page(
    connection: &Connection,
    codec: &Codec,
    at: &ProjectScope,
    query: &ListQuery,
) -> Result<Page, StoreError> {
    let search = Search::new(connection, at.slot(), query)?;
    let parent = match query.parent {
        None => None,
        Some(id) => match reader::find(connection, at, id)? {
            Some(rid) => Some(rid),
            None => return Ok(Page { runs: Vec::new(), next: None, total: query.count.then_some(0) }),
        },
    };
    let mut best = Best::new(query.skip.saturating_add(query.limit).saturating_add(1));
    match parent {
        Some(parent) => search.children(parent, &mut best)?,
        None => search.days(&mut best)?,
    }
    let total = if query.count { Some(search.count(parent)?) } else { None };
    let mut found = best.in_order();
    found.drain(..query.skip.min(found.len()));
    let has_more = found.len() > query.limit;
    found.truncate(query.limit);
    let next = if has_more { found.last().map(|(cursor, _)| *cursor) } else { None };
    let rids: Vec<Rid> = found.iter().map(|(_, rid)| *rid).collect();
    Ok(Page { runs: reader::load_all(connection, codec, at.project(), &rids)?, next, total })
}

/// The wanted types as dictionary numbers; `None` stands for runs whose type nothing has told, which show as `chain`.
type Types = HashSet<Option<i64>>;

fn type_numbers(connection: &Connection, slot: Slot, query: &ListQuery) -> Result<Option<Types>, StoreError> {
    if query.types.is_empty() {
        return Ok(None);
    }
    let mut numbers = Types::new();
    for wanted in &query.types {
        numbers.extend(dictionary::find(connection, slot, Kind::Type, wanted)?.map(Some));
        if wanted == "chain" {
            numbers.insert(None);
        }
    }
    Ok(Some(numbers))
}

/// A list query at work.
pub(super) struct Search<'a> {
    connection: &'a Connection,
    slot: Slot,
    types: Option<Types>,
    query: &'a ListQuery,
}

/// A row as far as a list needs it to decide.
struct Candidate {
    rid: Rid,
    place: Cursor,
    run_type: Option<i64>,
    is_root: bool,
}

/// What every statement here selects. A run below one that nobody has seen yet counts as a root, and so does one below a chat
/// turn (spec `filters.md`, `type`).
macro_rules! candidates {
    ($rest:literal) => {
        concat!(
            "SELECT run.rid, run.started_at, run.id, run.type, coalesce(run.parent IS NULL OR parent.status < 0 OR parent.turn IS NOT NULL
                        OR (SELECT text = 'chat' FROM dictionary WHERE id = parent.type), 0)
               FROM run
               LEFT JOIN run AS parent ON parent.rid = run.parent ",
            $rest
        )
    };
}

impl<'a> Search<'a> {
    pub(super) fn new(connection: &'a Connection, slot: Slot, query: &'a ListQuery) -> Result<Search<'a>, StoreError> {
        Ok(Search { connection, slot, types: type_numbers(connection, slot, query)?, query })
    }

    /// The id of the first match behind the cursor; with a parent, of its children.
    pub(super) fn first(&self, parent: Option<Rid>) -> Result<Option<RunId>, StoreError> {
        let mut best = Best::new(1);
        match parent {
            Some(parent) => self.children(parent, &mut best)?,
            None => self.days(&mut best)?,
        }
        best.in_order().first().map(|(_, rid)| self.shown_id(*rid)).transpose()
    }

    /// The id of the oldest match that comes before `place` in the list; with a parent, of its children.
    pub(super) fn last_before(&self, place: Cursor, parent: Option<Rid>) -> Result<Option<RunId>, StoreError> {
        if let Some(parent) = parent {
            let mut nearest = None;
            self.each_child(parent, |candidate| keep_nearest(&mut nearest, place, &candidate))?;
            return nearest.map(|(_, rid)| self.shown_id(rid)).transpose();
        }
        let mut days = self
            .connection
            .prepare_cached("SELECT day, earliest FROM run_day WHERE slot = ?1 AND latest >= ?2 ORDER BY earliest")?;
        let days = days.query_map([self.slot.number(), place.created_at.micros()], |row| {
            Ok((Day(row.get(0)?), Timestamp::from_micros(row.get(1)?)))
        })?;
        let mut nearest: Option<(Cursor, Rid)> = None;
        for day in days {
            let (day, earliest) = day?;
            if nearest.is_some_and(|(nearest, _)| nearest.created_at < earliest) {
                break;
            }
            self.each_in_day(day, |candidate| keep_nearest(&mut nearest, place, &candidate))?;
        }
        nearest.map(|(_, rid)| self.shown_id(rid)).transpose()
    }

    fn shown_id(&self, rid: Rid) -> Result<RunId, StoreError> {
        let mut select = self.connection.prepare_cached("SELECT coalesce(shown_id, id) FROM run WHERE rid = ?1")?;
        Ok(RunId::from_bytes(select.query_row([rid.0], |row| row.get(0))?))
    }

    fn children(&self, parent: Rid, best: &mut Best) -> Result<(), StoreError> {
        self.each_child(parent, |candidate| {
            if self.is_after_cursor(&candidate) {
                best.offer(candidate.place, candidate.rid);
            }
        })
    }

    fn days(&self, best: &mut Best) -> Result<(), StoreError> {
        let mut days = self
            .connection
            .prepare_cached("SELECT day, earliest, latest FROM run_day WHERE slot = ?1 ORDER BY latest DESC")?;
        let days = days.query_map([self.slot.number()], |row| {
            Ok((Day(row.get(0)?), Timestamp::from_micros(row.get(1)?), Timestamp::from_micros(row.get(2)?)))
        })?;
        for day in days {
            let (day, earliest, latest) = day?;
            if best.is_full_above(latest) {
                break;
            }
            if self.query.after.is_none_or(|after| earliest <= after.created_at) {
                self.each_in_day(day, |candidate| {
                    if self.is_after_cursor(&candidate) {
                        best.offer(candidate.place, candidate.rid);
                    }
                })?;
            }
        }
        Ok(())
    }

    /// All matches, wherever the page stands.
    fn count(&self, parent: Option<Rid>) -> Result<u64, StoreError> {
        let mut total = 0;
        if let Some(parent) = parent {
            self.each_child(parent, |_| total += 1)?;
            return Ok(total);
        }
        let mut days = self.connection.prepare_cached("SELECT day FROM run_day WHERE slot = ?1")?;
        for day in days.query_map([self.slot.number()], |row| row.get(0).map(Day))? {
            self.each_in_day(day?, |_| total += 1)?;
        }
        Ok(total)
    }

    fn each_child(&self, parent: Rid, visit: impl FnMut(Candidate)) -> Result<(), StoreError> {
        let sql = candidates!("WHERE run.rid IN (SELECT rid FROM run_child WHERE parent = ?1) AND run.status >= ?2");
        self.each(sql, [parent.0, 0], visit)
    }

    fn each_in_day(&self, day: Day, visit: impl FnMut(Candidate)) -> Result<(), StoreError> {
        let (first, last) = Rid::range_of_day(self.slot, day);
        self.each(candidates!("WHERE run.rid BETWEEN ?1 AND ?2 AND run.status >= 0"), [first.0, last.0], visit)
    }

    fn each(&self, sql: &str, bounds: [i64; 2], mut visit: impl FnMut(Candidate)) -> Result<(), StoreError> {
        let mut select = self.connection.prepare_cached(sql)?;
        for candidate in select.query_map(params![bounds[0], bounds[1]], read_candidate)? {
            let candidate = candidate?;
            if self.matches(&candidate) {
                visit(candidate);
            }
        }
        Ok(())
    }

    fn matches(&self, candidate: &Candidate) -> bool {
        self.types.as_ref().is_none_or(|types| types.contains(&candidate.run_type))
            && (!self.query.roots_only || candidate.is_root)
    }

    fn is_after_cursor(&self, candidate: &Candidate) -> bool {
        self.query.after.is_none_or(|after| candidate.place < after)
    }
}

/// Of the candidates that come before `place` in the list, keeps the last.
fn keep_nearest(nearest: &mut Option<(Cursor, Rid)>, place: Cursor, candidate: &Candidate) {
    if candidate.place > place && nearest.is_none_or(|(nearest, _)| candidate.place < nearest) {
        *nearest = Some((candidate.place, candidate.rid));
    }
}

fn read_candidate(row: &Row<'_>) -> rusqlite::Result<Candidate> {
    Ok(Candidate {
        rid: Rid(row.get(0)?),
        place: Cursor { created_at: Timestamp::from_micros(row.get(1)?), id: RunId::from_bytes(row.get(2)?) },
        run_type: row.get(3)?,
        is_root: row.get(4)?,
    })
}

/// The newest candidates so far, at most as many as asked for.
struct Best {
    limit: usize,
    oldest_first: BinaryHeap<Reverse<(Cursor, Rid)>>,
}

impl Best {
    fn new(limit: usize) -> Best {
        Best { limit, oldest_first: BinaryHeap::new() }
    }

    fn offer(&mut self, place: Cursor, rid: Rid) {
        self.oldest_first.push(Reverse((place, rid)));
        if self.oldest_first.len() > self.limit {
            self.oldest_first.pop();
        }
    }

    /// Whether no run that started at `latest` or before can still belong to the page.
    fn is_full_above(&self, latest: Timestamp) -> bool {
        let oldest = self.oldest_first.peek();
        self.oldest_first.len() >= self.limit && oldest.is_some_and(|Reverse((place, _))| place.created_at > latest)
    }

    fn in_order(self) -> Vec<(Cursor, Rid)> {
        let mut found: Vec<(Cursor, Rid)> = self.oldest_first.into_iter().map(|Reverse(found)| found).collect();
        found.sort_by(|a, b| b.cmp(a));
        found
    }
}

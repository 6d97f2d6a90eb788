//! Conversations: messages are the truth, turns are computed from them.
//!
//! A message is a run that readers do not see; the row of a turn's first message is the turn. When a thread changes, all its
//! messages are folded into turns again, in the order of their timestamps, so that a late message goes where it belongs.

use std::collections::HashMap;

use model::merge::Changes;
use model::{RunId, Timestamp};
use rusqlite::{Connection, params};

use super::super::rid::Rid;
use super::caches::Caches;
use super::change_log::bits;
use crate::StoreError;
use crate::scope::Slot;

/// `thread_message.side` of a custom event, which ends the turn before it.
pub(super) const CUSTOM_EVENT: u8 = 2;
const OUTPUT: u8 = 1;

/// A message or custom event as far as folding needs it.
struct Line {
    at: Timestamp,
    message: Rid,
    id: RunId,
    side: u8,
    is_retry: bool,
    stored: Stored,
}

/// What the row of a message says of its turn.
#[derive(Clone, PartialEq, Eq, Default)]
struct Stored {
    turn: Option<i64>,
    shown_id: Option<[u8; 16]>,
    sibling: Option<i64>,
    started_at: Option<i64>,
    ended_at: Option<i64>,
}

/// A row of messages that answer each other.
struct Turn {
    first: Rid,
    sibling: Option<Rid>,
    has_output: bool,
    started_at: Timestamp,
    ended_at: Timestamp,
    shown_id: RunId,
}

/// Folds the messages of `thread` into turns and writes what that changes. Returns the rows that changed.
pub(super) fn fold(
    tx: &Connection,
    caches: &mut Caches,
    slot: Slot,
    thread: Rid,
) -> Result<Vec<(Rid, i64)>, StoreError> {
    let lines = lines(tx, thread)?;
    let mut turns = Turns::default();
    for line in &lines {
        turns.take(line);
    }
    let mut changed = Vec::new();
    let facts_changed = bits(Changes { facts: true, ..Changes::default() });
    for line in &lines {
        if let Some(home) = turns.homes.remove(&line.message)
            && write(tx, line, &turns.turns[home])?
        {
            changed.push((line.message, facts_changed));
        }
    }
    for turn in &turns.turns {
        caches.widen_day(tx, slot, turn.first, turn.started_at)?;
    }
    Ok(changed)
}

/// The turns of a thread while its lines are read.
#[derive(Default)]
struct Turns {
    turns: Vec<Turn>,
    /// The turn of every message, as an index.
    homes: HashMap<Rid, usize>,
    is_after_custom_event: bool,
}

impl Turns {
    /// Extends a turn, or begins one (spec `api-runs.md` 4). A message that is sent as question and as answer is one message,
    /// so it stays in the turn that has it.
    fn take(&mut self, line: &Line) {
        if line.side == CUSTOM_EVENT {
            self.is_after_custom_event = true;
            return;
        }
        let is_output = line.side == OUTPUT;
        let last = self.turns.len().checked_sub(1).filter(|_| !self.is_after_custom_event && !line.is_retry);
        let open = last.filter(|&last| is_output || !self.turns[last].has_output);
        let home = match self.homes.get(&line.message).copied().or(open) {
            Some(home) => home,
            None => self.begin(line),
        };
        self.is_after_custom_event = false;
        self.homes.insert(line.message, home);
        let turn = &mut self.turns[home];
        turn.has_output |= is_output;
        turn.ended_at = line.at;
        turn.shown_id = line.id;
    }

    fn begin(&mut self, line: &Line) -> usize {
        let before = self.turns.last().map(|turn| turn.first);
        self.turns.push(Turn {
            first: line.message,
            sibling: before.filter(|_| line.is_retry),
            has_output: false,
            started_at: line.at,
            ended_at: line.at,
            shown_id: line.id,
        });
        self.turns.len() - 1
    }
}

/// Writes which turn shows a message, and the turn itself where the message is its first. Says whether that was news.
fn write(tx: &Connection, line: &Line, turn: &Turn) -> Result<bool, StoreError> {
    let is_first = turn.first == line.message;
    let facts = Stored {
        turn: Some(turn.first.0),
        shown_id: is_first.then(|| *turn.shown_id.as_bytes()),
        sibling: turn.sibling.filter(|_| is_first).map(|sibling| sibling.0),
        started_at: is_first.then(|| turn.started_at.micros()),
        ended_at: is_first.then(|| turn.ended_at.micros()),
    };
    if facts == line.stored {
        return Ok(false);
    }
    tx.prepare_cached(
        "UPDATE run
            SET status = ?2, turn = ?3, shown_id = ?4, sibling = ?5, started_at = ?6, ended_at = ?7
          WHERE rid = ?1",
    )?
    .execute(params![
        line.message.0,
        if is_first { super::entry::NO_STATUS } else { super::entry::ONLY_A_PARENT },
        facts.turn,
        facts.shown_id,
        facts.sibling,
        facts.started_at,
        facts.ended_at,
    ])?;
    Ok(true)
}

/// All messages and custom events, in the order of their timestamps; of one time by id, inputs first.
fn lines(tx: &Connection, thread: Rid) -> Result<Vec<Line>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT thread_message.at, thread_message.message, run.id, thread_message.side, thread_message.is_retry,
                run.turn, run.shown_id, run.sibling, run.started_at, run.ended_at
           FROM thread_message
           JOIN run ON run.rid = thread_message.message
          WHERE thread_message.thread = ?1
          ORDER BY thread_message.at, run.id, thread_message.side, thread_message.digest",
    )?;
    let lines = select.query_map([thread.0], |row| {
        Ok(Line {
            at: Timestamp::from_micros(row.get(0)?),
            message: Rid(row.get(1)?),
            id: RunId::from_bytes(row.get(2)?),
            side: row.get(3)?,
            is_retry: row.get(4)?,
            stored: Stored {
                turn: row.get(5)?,
                shown_id: row.get(6)?,
                sibling: row.get(7)?,
                started_at: row.get(8)?,
                ended_at: row.get(9)?,
            },
        })
    })?;
    Ok(lines.collect::<Result<_, _>>()?)
}

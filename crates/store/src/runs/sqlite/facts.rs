//! The facts of runs as the columns hold them, read from the rows: what a run's own row says, and what follows from the rows
//! above and below it.

use std::collections::HashMap;

use model::RunId;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::ancestry::Ancestry;
use super::dictionary::{self, Kind};
use super::frame::Codec;
use super::opinion::{bits_of, bits_of_children};
use super::rid::Rid;
use super::turn::{self, TurnPlace};
use crate::StoreError;
use crate::columns::{Fact, FactRow, thumbs};
use crate::scope::Slot;

/// What every statement here selects.
macro_rules! facts {
    ($rest:literal) => {
        concat!(
            "SELECT rid, id, status, started_at, ended_at, type, name, user, tags, template_version, prompt_tokens,
                    completion_tokens, cached_tokens, cost_nano, parent, turn
               FROM run ",
            $rest
        )
    };
}

/// A row, and what leads to the rows above it.
struct Read {
    facts: FactRow,
    parent: Option<Rid>,
    /// It is a turn of a conversation.
    is_turn: bool,
}

/// The runs between two places that readers see, at most so many.
pub(super) fn between(
    connection: &Connection,
    codec: &Codec,
    (first, last): (Rid, Rid),
    most: usize,
) -> Result<Vec<FactRow>, StoreError> {
    let mut select =
        connection.prepare_cached(facts!("WHERE rid BETWEEN ?1 AND ?2 AND status >= 0 ORDER BY rid LIMIT ?3"))?;
    let read = select.query_map(params![first.0, last.0, most], read)?.collect::<Result<Vec<_>, _>>()?;
    finish(connection, codec, read)
}

/// Those of these runs that readers see, in the order of their places.
pub(super) fn of(connection: &Connection, codec: &Codec, rids: &[i64]) -> Result<Vec<FactRow>, StoreError> {
    let mut select = connection.prepare_cached(facts!("WHERE rid = ?1 AND status >= 0"))?;
    let mut found = Vec::with_capacity(rids.len());
    for rid in rids {
        for row in select.query_map([rid], read)? {
            found.push(row?);
        }
    }
    finish(connection, codec, found)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Read> {
    let rid: i64 = row.get(0)?;
    let (started_at, ended_at): (i64, Option<i64>) = (row.get(3)?, row.get(4)?);
    let mut facts = FactRow { rid, id: RunId::from_bytes(row.get(1)?), values: [None; Fact::COUNT] };
    let mut set = |fact: Fact, value: Option<i64>| facts.values[fact as usize] = value;
    set(Fact::StartedAt, Some(started_at));
    set(Fact::Duration, ended_at.map(|ended_at| ended_at.saturating_sub(started_at)));
    set(Fact::Status, Some(row.get(2)?).filter(|status| (0..=2).contains(status)));
    for (place, fact) in [
        (5, Fact::Type),
        (6, Fact::Name),
        (7, Fact::User),
        (8, Fact::Tags),
        (9, Fact::TemplateVersion),
        (10, Fact::PromptTokens),
        (11, Fact::CompletionTokens),
        (12, Fact::CachedTokens),
        (13, Fact::Cost),
    ] {
        set(fact, row.get(place)?);
    }
    set(Fact::Thumbs, Some(0));
    let parent = row.get::<_, Option<i64>>(14)?.map(Rid);
    set(Fact::Root, Some(parent.is_none().into()));
    Ok(Read { facts, parent, is_turn: row.get::<_, Option<i64>>(15)?.is_some() })
}

/// Adds what follows from other rows.
fn finish(connection: &Connection, codec: &Codec, read: Vec<Read>) -> Result<Vec<FactRow>, StoreError> {
    let Some(slot) = read.first().and_then(|first| Slot::new(Rid(first.facts.rid).slot())) else {
        return Ok(Vec::new());
    };
    let of_type = |word: &str| dictionary::find(connection, slot, Kind::Type, word);
    let (thread, chat) = (of_type("thread")?, of_type("chat")?);
    let mut above = Above::new(connection, &read, chat);
    let mut rows = Vec::with_capacity(read.len());
    let opinions = Opinions::between(connection, &read)?;
    for Read { mut facts, parent, is_turn } in read {
        let rid = Rid(facts.rid);
        opinions.put(&mut facts);
        if is_turn {
            put_turn(connection, codec, (slot, rid), &mut facts)?;
        } else if facts.get(Fact::Type).is_some() && facts.get(Fact::Type) == thread {
            put_thread(connection, codec, rid, &mut facts)?;
        }
        if let Some(parent) = parent {
            facts.values[Fact::Root as usize] = Some(above.is_top(parent)?.into());
            let own = facts.get(Fact::User);
            facts.values[Fact::User as usize] = above.shown_user(rid, own)?;
        }
        rows.push(facts);
    }
    Ok(rows)
}

/// Whether a run is part of no other run that readers see, or of a chat turn.
pub(super) fn is_root(connection: &Connection, rid: Rid) -> Result<bool, StoreError> {
    let mut select = connection.prepare_cached("SELECT parent FROM run WHERE rid = ?1")?;
    let parent: Option<Option<i64>> = select.query_row([rid.0], |row| row.get(0)).optional()?;
    parent.flatten().map_or(Ok(true), |parent| is_top(connection, Rid(parent)))
}

/// A run below one that nobody has seen yet counts as a root, and so does one below a chat turn (spec `filters.md`, `type`). One
/// below a run that is yet to be written does not.
pub(super) fn is_top(connection: &Connection, parent: Rid) -> Result<bool, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT status < 0 OR turn IS NOT NULL OR coalesce((SELECT text = 'chat' FROM dictionary WHERE id = run.type), 0)
           FROM run
          WHERE rid = ?1",
    )?;
    Ok(select.query_row([parent.0], |row| row.get(0)).optional()?.unwrap_or(false))
}

/// What all messages of a turn say together.
fn put_turn(
    connection: &Connection,
    codec: &Codec,
    (slot, rid): (Slot, Rid),
    facts: &mut FactRow,
) -> Result<(), StoreError> {
    let Some(place) = TurnPlace::of(connection, rid)? else { return Ok(()) };
    let turn = place.read(connection, codec)?;
    let tags = turn.tags_text();
    let tags = tags.map(|tags| dictionary::find(connection, slot, Kind::Tags, &tags)).transpose()?.flatten();
    facts.values[Fact::Tags as usize] = tags;
    let mut bits = bits_of(turn.feedback.as_ref());
    for member in &turn.members {
        bits |= bits_of_children(connection, *member)?;
    }
    facts.values[Fact::Thumbs as usize] = Some(bits);
    Ok(())
}

fn put_thread(connection: &Connection, codec: &Codec, rid: Rid, facts: &mut FactRow) -> Result<(), StoreError> {
    let (thread, _) = turn::thread_facts(connection, codec, rid)?;
    facts.values[Fact::Messages as usize] = i64::try_from(thread.messages_count).ok();
    let of_turns =
        thread.feedbacks.iter().fold(0, |bits, feedback| bits | bits_of(feedback.as_ref()) << thumbs::CHILD_SHIFT);
    let own = facts.get(Fact::Thumbs).unwrap_or(0);
    facts.values[Fact::Thumbs as usize] = Some(own | of_turns);
    Ok(())
}

/// A child that readers do not see yet says nothing of its parent.
const CHILDREN: &str = "SELECT run_opinion.parent, bits FROM run_opinion
                          JOIN run ON run.rid = run_opinion.rid
                         WHERE run_opinion.parent BETWEEN ?1 AND ?2
                           AND status >= 0";

/// What is thought of the runs that are read, and of their children: few have any.
struct Opinions(HashMap<i64, i64>);

impl Opinions {
    fn between(connection: &Connection, read: &[Read]) -> Result<Opinions, StoreError> {
        let mut bits = HashMap::new();
        let [Some(first), Some(last)] = [read.first(), read.last()].map(|row| row.map(|row| row.facts.rid)) else {
            return Ok(Opinions(bits));
        };
        for (sql, shift) in
            [("SELECT rid, bits FROM run_opinion WHERE rid BETWEEN ?1 AND ?2", 0), (CHILDREN, thumbs::CHILD_SHIFT)]
        {
            let mut select = connection.prepare_cached(sql)?;
            let rows = select.query_map([first, last], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
            for row in rows {
                let (rid, of_row) = row?;
                *bits.entry(rid).or_default() |= of_row << shift;
            }
        }
        Ok(Opinions(bits))
    }

    fn put(&self, facts: &mut FactRow) {
        facts.values[Fact::Thumbs as usize] = Some(self.0.get(&facts.rid).copied().unwrap_or(0));
    }
}

/// The way up from the runs that are read. Most parents are among them.
struct Above<'a> {
    connection: &'a Connection,
    known: HashMap<Rid, Link>,
    /// Of the runs that are read: whether they are turns of a conversation.
    are_turns: HashMap<Rid, bool>,
    shown: HashMap<Rid, Option<i64>>,
}

/// What a run says of the way up.
#[derive(Clone, Copy)]
struct Link {
    id: RunId,
    parent: Option<Rid>,
    /// The person whom its own events name.
    user: Option<i64>,
}

impl<'a> Above<'a> {
    fn new(connection: &'a Connection, read: &[Read], chat: Option<i64>) -> Above<'a> {
        let is_turn = |row: &Read| row.is_turn || chat.is_some() && row.facts.get(Fact::Type) == chat;
        let are_turns = read.iter().map(|row| (Rid(row.facts.rid), is_turn(row))).collect();
        let link = |row: &Read| Link { id: row.facts.id, parent: row.parent, user: row.facts.get(Fact::User) };
        let known = read.iter().filter(|row| !row.is_turn).map(|row| (Rid(row.facts.rid), link(row))).collect();
        Above { connection, known, are_turns, shown: HashMap::new() }
    }

    /// The same as [`is_top`].
    fn is_top(&self, parent: Rid) -> Result<bool, StoreError> {
        if let Some(is_turn) = self.are_turns.get(&parent) {
            return Ok(*is_turn);
        }
        is_top(self.connection, parent)
    }

    /// The person of the topmost ancestor that has one.
    fn shown_user(&mut self, run: Rid, own: Option<i64>) -> Result<Option<i64>, StoreError> {
        let (mut way, mut places, mut next) = (Vec::new(), HashMap::new(), Some(run));
        let mut shown = None;
        while let Some(rid) = next {
            if let Some(known) = self.shown.get(&rid) {
                shown = *known;
                break;
            }
            if let Some(first) = places.insert(rid, way.len()) {
                self.cut(&way[first..]);
                return self.shown_user(run, own);
            }
            let Some(link) = self.known.get(&rid).copied() else {
                self.learn(rid)?;
                return self.shown_user(run, own);
            };
            way.push((rid, link));
            next = link.parent;
        }
        for (rid, link) in way.into_iter().rev() {
            shown = shown.or(link.user);
            self.shown.insert(rid, shown);
        }
        Ok(shown.or(own))
    }

    /// Cuts a circle of parents where [`Ancestry`] cuts it.
    fn cut(&mut self, circle: &[(Rid, Link)]) {
        let top = circle.iter().max_by_key(|(_, link)| link.id).map(|(rid, _)| *rid);
        if let Some(link) = top.and_then(|top| self.known.get_mut(&top)) {
            link.parent = None;
        }
    }

    /// Reads the way up from a run that is not among those that are read.
    fn learn(&mut self, rid: Rid) -> Result<(), StoreError> {
        let ancestry = Ancestry::of(self.connection, rid)?;
        let steps = ancestry.steps();
        let next = steps.iter().skip(1).map(|step| Some(step.rid)).chain([None]);
        for (step, parent) in steps.iter().zip(next) {
            self.known.insert(step.rid, Link { id: step.id, parent, user: step.user });
        }
        // A message leads to its turn, and one that nobody sees nowhere.
        let parent = steps.first().map(|step| step.rid).filter(|first| *first != rid);
        self.known.entry(rid).or_insert(Link { id: RunId::from_client(""), parent, user: None });
        Ok(())
    }
}

/// The place that shows a run to readers: a message's is its turn. `None` when the run is not written yet.
pub(super) fn shown_place(connection: &Connection, rid: Rid) -> Result<Option<Rid>, StoreError> {
    let mut select = connection.prepare_cached("SELECT coalesce(turn, rid) FROM run WHERE rid = ?1")?;
    Ok(select.query_row([rid.0], |row| row.get(0).map(Rid)).optional()?)
}

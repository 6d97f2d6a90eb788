//! Conversations as they are read: a turn is put together from its messages, a thread from its turns.

use std::collections::HashSet;

use model::merge::{Stamp, fold_entries};
use model::{EventKind, MetadataEntry, RawJson, Run, ThreadFacts};
use rusqlite::{Connection, OptionalExtension};

use super::attributes::{self, Attributes};
use super::frame::Codec;
use super::rid::Rid;
use super::said;
use crate::StoreError;
use crate::search::Texts;

const INPUT: u8 = 0;
/// Turns may answer a turn that answers a turn; beyond this many steps the input is not looked for.
const SIBLINGS: usize = 100;

/// Where a turn lies.
#[derive(Clone, Copy)]
pub(super) struct TurnPlace {
    thread: Rid,
    turn: Rid,
    started_at: i64,
    ended_at: i64,
    sibling: Option<Rid>,
}

impl TurnPlace {
    /// The place of a turn; `None` when this run is no turn.
    pub(super) fn of(connection: &Connection, rid: Rid) -> Result<Option<TurnPlace>, StoreError> {
        let place = connection
            .prepare_cached("SELECT parent, started_at, ended_at, sibling FROM run WHERE rid = ?1 AND turn = ?1")?
            .query_row([rid.0], |row| {
                Ok(TurnPlace {
                    thread: Rid(row.get(0)?),
                    turn: rid,
                    started_at: row.get(1)?,
                    ended_at: row.get(2)?,
                    sibling: row.get::<_, Option<i64>>(3)?.map(Rid),
                })
            })
            .optional()?;
        Ok(place)
    }

    /// The messages of the turn, oldest first, each once.
    pub(super) fn members(&self, connection: &Connection) -> Result<Vec<Rid>, StoreError> {
        let mut members = Vec::new();
        let mut seen = HashSet::new();
        self.each_message(connection, |message, _, _| {
            if seen.insert(message) {
                members.push(message);
            }
            Ok(())
        })?;
        Ok(members)
    }

    fn each_message(
        &self,
        connection: &Connection,
        mut visit: impl FnMut(Rid, u8, &[u8]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut select = connection.prepare_cached(
            "SELECT thread_message.message, thread_message.side, thread_message.body
               FROM thread_message
               JOIN run ON run.rid = thread_message.message
              WHERE thread_message.thread = ?1
                AND thread_message.at BETWEEN ?2 AND ?3
                AND thread_message.side < 2
                AND run.turn = ?4
              ORDER BY thread_message.at, run.id, thread_message.side, thread_message.digest",
        )?;
        let mut rows = select.query([self.thread.0, self.started_at, self.ended_at, self.turn.0])?;
        while let Some(row) = rows.next()? {
            visit(Rid(row.get(0)?), row.get(1)?, row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?)?;
        }
        Ok(())
    }

    /// What all messages of the turn say together.
    pub(super) fn read(&self, connection: &Connection, codec: &Codec) -> Result<Turn, StoreError> {
        let mut turn = Turn::default();
        let (mut members, mut seen) = (Vec::new(), HashSet::new());
        self.each_message(connection, |message, side, body| {
            let body = open(codec, body)?;
            if side == INPUT {
                turn.input.push(body);
            } else {
                turn.output.push(body);
            }
            if seen.insert(message) {
                members.push(message);
            }
            Ok(())
        })?;
        if turn.input.is_empty() {
            turn.input = self.input_of_sibling(connection, codec)?;
        }
        let said = members
            .iter()
            .map(|member| Words::of(connection, codec, *member))
            .collect::<Result<Vec<Words>, StoreError>>()?;
        turn.merge(said);
        turn.members = members;
        Ok(turn)
    }

    /// A retry without an input of its own answers the input of the turn before it.
    fn input_of_sibling(&self, connection: &Connection, codec: &Codec) -> Result<Vec<String>, StoreError> {
        let mut next = self.sibling;
        for _ in 0..SIBLINGS {
            let Some(place) = next.map(|rid| TurnPlace::of(connection, rid)).transpose()?.flatten() else { break };
            let mut input = Vec::new();
            place.each_message(connection, |_, side, body| {
                if side == INPUT {
                    input.push(open(codec, body)?);
                }
                Ok(())
            })?;
            if !input.is_empty() {
                return Ok(input);
            }
            next = place.sibling;
        }
        Ok(Vec::new())
    }
}

/// A turn, put together.
#[derive(Default)]
pub(super) struct Turn {
    pub(super) members: Vec<Rid>,
    input: Vec<String>,
    output: Vec<String>,
    tags: Option<Vec<String>>,
    metadata: Vec<MetadataEntry>,
    pub(super) feedback: Option<RawJson>,
    pub(super) user: Option<i64>,
    is_public: bool,
}

impl Turn {
    /// The list of its tags as the dictionary has it.
    pub(super) fn tags_text(&self) -> Option<String> {
        self.tags.clone().map(|tags| serde_json::Value::from(tags).to_string())
    }

    fn merge(&mut self, said: Vec<Words>) {
        let mut tags: Vec<(bool, Stamp, Option<Vec<String>>)> = Vec::new();
        let (mut metadata, mut feedback) = (Vec::new(), Vec::new());
        for words in said {
            self.user = words.user.or(self.user);
            self.is_public |= words.is_public;
            metadata.extend(words.metadata);
            feedback.extend(words.feedback);
            tags.extend(words.tags.map(|(stamp, tags)| (stamp.kind == EventKind::Edit, stamp, tags)));
        }
        tags.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.compare_last(&b.1)));
        self.tags = tags.pop().and_then(|(_, _, tags)| tags);
        self.metadata = fold_entries(metadata);
        self.feedback = attributes::object(&fold_entries(feedback));
    }

    /// What is searched of it.
    pub(super) fn into_texts(self) -> Texts {
        Texts { input: array(&self.input), output: array(&self.output), metadata: self.metadata }
    }

    /// Shows the turn in the row of its first message.
    pub(super) fn show_in(self, run: &mut Run) {
        run.input = array(&self.input).map(RawJson::from);
        run.output = array(&self.output).map(RawJson::from);
        run.tags = self.tags;
        run.metadata = attributes::object(&self.metadata);
        run.feedback = self.feedback;
        run.is_public = self.is_public;
    }
}

/// Messages as a JSON array; `None` when there are none.
fn array(messages: &[String]) -> Option<String> {
    if messages.is_empty() { None } else { Some(format!("[{}]", messages.join(","))) }
}

/// What the events of one message say.
struct Words {
    user: Option<i64>,
    is_public: bool,
    tags: Option<(Stamp, Option<Vec<String>>)>,
    metadata: Vec<(Stamp, MetadataEntry)>,
    feedback: Vec<(Stamp, MetadataEntry)>,
}

impl Words {
    fn of(connection: &Connection, codec: &Codec, message: Rid) -> Result<Words, StoreError> {
        let mut select = connection.prepare_cached(
            "SELECT run.user, run.is_public, tags.text, run.said, run_attribute.body
               FROM run
               LEFT JOIN dictionary AS tags ON tags.id = run.tags
               LEFT JOIN run_attribute ON run_attribute.rid = run.rid
              WHERE run.rid = ?1",
        )?;
        let words = select.query_row([message.0], |row| {
            let damaged = || rusqlite::Error::InvalidQuery;
            let sources = said::decode(row.get_ref(3)?.as_blob()?).ok_or_else(damaged)?;
            let attributes = match row.get_ref(4)?.as_blob_or_null()? {
                Some(body) => attributes::decode(body, codec).ok_or_else(damaged)?,
                None => Attributes::default(),
            };
            let stamp = |by: u32| sources.stamps.get(by as usize).copied().ok_or_else(damaged);
            let stamped = |entries: Vec<model::merge::Said<MetadataEntry>>| {
                entries.into_iter().map(|said| Ok((stamp(said.by)?, said.value))).collect::<rusqlite::Result<Vec<_>>>()
            };
            let tags: Option<String> = row.get(2)?;
            let tags = tags.and_then(|tags| serde_json::from_str(&tags).ok());
            Ok(Words {
                user: row.get(0)?,
                is_public: row.get(1)?,
                tags: sources.tags_by().map(stamp).transpose()?.map(|stamp| (stamp, tags)),
                metadata: stamped(attributes.metadata)?,
                feedback: stamped(attributes.feedback)?,
            })
        })?;
        Ok(words)
    }
}

/// The latest message of a thread.
pub(super) fn latest_message(
    connection: &Connection,
    codec: &Codec,
    thread: Rid,
) -> Result<Option<String>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT thread_message.body
           FROM thread_message
           JOIN run ON run.rid = thread_message.message
          WHERE thread_message.thread = ?1
            AND thread_message.side < 2
          ORDER BY thread_message.at DESC, run.id DESC, thread_message.side DESC, thread_message.digest DESC
          LIMIT 1",
    )?;
    let body: Option<Vec<u8>> = select.query_row([thread.0], |row| row.get(0)).optional()?;
    body.map(|body| open(codec, &body)).transpose()
}

/// What the turns of a thread add up to, and its latest message.
pub(super) fn thread_facts(
    connection: &Connection,
    codec: &Codec,
    thread: Rid,
) -> Result<(ThreadFacts, Option<RawJson>), StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT thread_message.body, run.turn
           FROM thread_message
           JOIN run ON run.rid = thread_message.message
          WHERE thread_message.thread = ?1
            AND thread_message.side < 2
          ORDER BY thread_message.at, run.id, thread_message.side, thread_message.digest",
    )?;
    let mut rows = select.query([thread.0])?;
    let mut facts = ThreadFacts::default();
    let (mut latest, mut turns, mut seen) = (None, Vec::new(), HashSet::new());
    while let Some(row) = rows.next()? {
        let body = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
        if facts.messages_count == 0 {
            facts.first_message = Some(RawJson::from(open(codec, body)?));
        }
        facts.messages_count += 1;
        latest = Some(body.to_vec());
        if let Some(turn) = row.get::<_, Option<i64>>(1)?.map(Rid).filter(|turn| seen.insert(*turn)) {
            turns.push(turn);
        }
    }
    for turn in turns {
        let place = TurnPlace::of(connection, turn)?;
        let turn = place.map(|place| place.read(connection, codec)).transpose()?;
        facts.feedbacks.push(turn.and_then(|turn| turn.feedback));
    }
    add_plain_turns(connection, codec, thread, &mut facts)?;
    let latest = latest.map(|body| open(codec, &body)).transpose()?;
    Ok((facts, latest.map(RawJson::from)))
}

/// Old SDKs send a turn as a run of type `chat`, whose input and output are a text each: one message a side, or as many as an
/// array has.
fn add_plain_turns(
    connection: &Connection,
    codec: &Codec,
    thread: Rid,
    facts: &mut ThreadFacts,
) -> Result<(), StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT run_input.frame, run_output.frame
           FROM run_child
           JOIN run ON run.rid = run_child.rid
           JOIN dictionary AS type ON type.id = run.type
           LEFT JOIN run_input ON run_input.rid = run.rid
           LEFT JOIN run_output ON run_output.rid = run.rid
          WHERE run_child.parent = ?1
            AND type.text = 'chat'
            AND run.turn IS NULL
            AND run.status >= 0
          ORDER BY run.started_at, run.id",
    )?;
    let mut rows = select.query([thread.0])?;
    while let Some(row) = rows.next()? {
        for side in 0..2 {
            let Some(frame) = row.get_ref(side)?.as_blob_or_null().map_err(rusqlite::Error::from)? else { continue };
            let messages = match serde_json::from_str(&open(codec, frame)?) {
                Ok(serde_json::Value::Array(messages)) => messages,
                Ok(scalar) => vec![scalar],
                Err(_) => Vec::new(),
            };
            facts.messages_count += messages.len() as u64;
            if facts.first_message.is_none() {
                facts.first_message = messages.first().map(|message| RawJson::from(message.to_string()));
            }
        }
    }
    Ok(())
}

fn open(codec: &Codec, body: &[u8]) -> Result<String, StoreError> {
    codec.open_text(body).map_err(|source| StoreError::Io { path: "runs.db".into(), source })
}

//! One run while the writer merges into it.

use std::sync::Arc;

use model::event::is_instant;
use model::merge::{Changes, Field, RunState};
use model::{RawJson, RunId, Timestamp};
use rusqlite::{Connection, params};

use super::super::attributes;
use super::super::dictionary::Kind;
use super::super::facts;
use super::super::frame::{Codec, Frame};
use super::super::metadata_keys::Holder;
use super::super::opinion;
use super::super::rid::Rid;
use super::super::said;
use super::super::span_frame::{self, Base};
use super::caches::Caches;
use crate::StoreError;
use crate::scope::Slot;

/// Input or output of a run: new in this transaction, or in its table already.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Payload {
    Stored,
    New(Frame),
}

/// A run, where it lies, and what of it has yet to be written.
pub(super) struct Entry {
    pub(super) slot: Slot,
    pub(super) id: RunId,
    pub(super) rid: Rid,
    pub(super) is_on_disk: bool,
    pub(super) state: RunState<Payload>,
    pub(super) changes: Changes,
    /// The place of `state.parent`, once it has been looked up.
    pub(super) parent: Option<Rid>,
    /// The id that `parent` was looked up for.
    pub(super) parent_id: Option<RunId>,
    /// It is a message: what its turn shows is written by `thread.rs`.
    pub(super) is_message: bool,
    /// The parent under which `run_child` has this run.
    pub(super) filed_under: Option<Rid>,
    /// What those below it show of it, as written; `None` before it is.
    pub(super) standing: Option<Standing>,
}

/// What of a run shows in the facts of those below it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Standing {
    pub(super) parent: Option<Rid>,
    pub(super) user: Option<String>,
    pub(super) is_visible: bool,
    pub(super) is_chat: bool,
}

impl Entry {
    /// A run that nobody has heard of before.
    pub(super) fn new(slot: Slot, id: RunId, rid: Rid) -> Entry {
        Entry {
            slot,
            id,
            rid,
            is_on_disk: false,
            state: RunState::default(),
            changes: Changes::default(),
            parent: None,
            parent_id: None,
            is_message: false,
            filed_under: None,
            standing: None,
        }
    }

    /// What those below it show of it now.
    pub(super) fn standing_now(&self) -> Standing {
        let is_type = |wanted: &str| self.state.run_type.as_ref().is_some_and(|said| said.value == wanted);
        Standing {
            parent: self.parent,
            user: self.state.user.as_ref().map(|said| said.value.clone()),
            is_visible: self.state.is_visible(),
            is_chat: is_type("chat"),
        }
    }

    /// Whether it is small enough to be kept at hand: a cache counts entries, and one entry may hold megabytes.
    pub(super) fn is_small(&self) -> bool {
        let json = |field: &Field<RawJson>| field.as_ref().map_or(0, |said| said.value.text().len());
        let metadata: usize = self
            .state
            .metadata
            .entries
            .iter()
            .chain(&self.state.feedback.entries)
            .chain(&self.state.parts.entries)
            .map(|said| said.value.key.len() + said.value.value.text().len())
            .sum();
        let tags: usize = self.state.tags.iter().flat_map(|said| &said.value).flatten().map(String::len).sum();
        json(&self.state.params) + json(&self.state.error) + metadata + tags < SMALL_BYTES
    }

    /// Writes what changed, and leaves the entry clean.
    pub(super) fn write(&mut self, tx: &Connection, caches: &mut Caches) -> Result<(), StoreError> {
        self.write_facts(tx, caches)?;
        if self.changes.attributes {
            self.write_attributes(tx, &caches.codec)?;
        }
        self.settle_span(tx, &caches.codec)?;
        write_payload(
            tx,
            "INSERT OR REPLACE INTO run_input (rid, frame) VALUES (?1, ?2)",
            self.rid,
            &mut self.state.input,
        )?;
        let output = &mut self.state.output;
        write_payload(tx, "INSERT OR REPLACE INTO run_output (rid, frame) VALUES (?1, ?2)", self.rid, output)?;
        let span = &mut self.state.span;
        write_payload(tx, "INSERT OR REPLACE INTO run_span (rid, frame) VALUES (?1, ?2)", self.rid, span)?;
        self.file_under_parent(tx)?;
        if self.state.has_feedback() {
            // What is thought of a message shows in its turn.
            let parent = self.parent.filter(|_| !self.is_message);
            opinion::put(tx, (self.rid, parent), &self.state.feedback)?;
        }
        self.note_metadata_keys(tx, caches)?;
        self.is_on_disk = true;
        self.changes = Changes::default();
        Ok(())
    }

    /// Sees to it that a linked frame stands beside those payloads only that it was made with. Comes before any of them is
    /// written.
    fn settle_span(&mut self, tx: &Connection, codec: &Codec) -> Result<(), StoreError> {
        let (input, output) = (&self.state.input, &self.state.output);
        let Some(span) = &mut self.state.span else { return Ok(()) };
        match &mut span.value {
            Payload::New(frame) => {
                let fits = |base: &Base| stands_beside(&base.input, input) && stands_beside(&base.output, output);
                if !frame.base().is_none_or(fits) {
                    *frame =
                        codec.unlinked(frame).map_err(|cause| rusqlite::Error::ToSqlConversionFailure(cause.into()))?;
                }
            }
            Payload::Stored if is_new(input) || is_new(output) => span_frame::unlink_stored(tx, self.rid, codec)?,
            Payload::Stored => {}
        }
        Ok(())
    }

    fn write_facts(&mut self, tx: &Connection, caches: &mut Caches) -> Result<(), StoreError> {
        let state = &self.state;
        let sql = match (self.is_on_disk, self.is_message) {
            (false, _) => INSERT,
            (true, false) => UPDATE,
            (true, true) => UPDATE_MESSAGE,
        };
        let ended_at = if self.is_instant() { state.created_at() } else { state.ended_at() };
        let tags = state.tags.as_ref().and_then(|tags| tags.value.clone());
        let tags = tags.map(|tags| serde_json::Value::from(tags).to_string());
        let mut number =
            |kind, text: Option<&str>| text.map(|text| caches.dictionary.number(tx, self.slot, kind, text)).transpose();
        let text = |field: &Field<String>| field.as_ref().map(|said| said.value.clone());
        let usage = state.usage.as_ref().map(|said| said.value).unwrap_or_default();
        let user = match &state.user {
            Some(user) => caches.users.number(tx, self.slot, &user.value)?,
            None => None,
        };
        tx.prepare_cached(sql)?.execute(params![
            self.rid.0,
            self.id.as_bytes(),
            self.status(),
            self.parent.map(|parent| parent.0),
            number(Kind::Type, text(&state.run_type).as_deref())?,
            number(Kind::Name, text(&state.name).as_deref())?,
            number(Kind::Runtime, text(&state.runtime).as_deref())?,
            number(Kind::Tags, tags.as_deref())?,
            user,
            state.template_version.as_ref().map(|said| said.value),
            state.created_at().map(Timestamp::micros),
            ended_at.map(Timestamp::micros),
            usage.prompt_tokens,
            usage.completion_tokens,
            usage.cached_prompt_tokens,
            caches.cost(state),
            said::encode(state),
            state.is_public.as_ref().is_some_and(|said| said.value),
        ])?;
        if !self.is_on_disk {
            tx.prepare_cached("INSERT INTO run_id (slot, id, rid) VALUES (?1, ?2, ?3)")?.execute(params![
                self.slot.number(),
                self.id.as_bytes(),
                self.rid.0
            ])?;
        }
        Ok(())
    }

    fn is_instant(&self) -> bool {
        self.state.run_type.as_ref().is_some_and(|said| is_instant(&said.value))
    }

    fn status(&self) -> i64 {
        match &self.state {
            state if !state.is_visible() => ONLY_A_PARENT,
            state if self.is_instant() || !state.is_more_than_a_thread() => NO_STATUS,
            state => state.status() as i64,
        }
    }

    fn write_attributes(&self, tx: &Connection, codec: &Codec) -> Result<(), StoreError> {
        match attributes::encode(&self.state, codec) {
            Some(body) => tx
                .prepare_cached("INSERT OR REPLACE INTO run_attribute (rid, body) VALUES (?1, ?2)")?
                .execute(params![self.rid.0, &body.0[..]])?,
            None => tx.prepare_cached("DELETE FROM run_attribute WHERE rid = ?1")?.execute([self.rid.0])?,
        };
        Ok(())
    }

    fn note_metadata_keys(&self, tx: &Connection, caches: &mut Caches) -> Result<(), StoreError> {
        let entries = &self.state.metadata.entries;
        if entries.is_empty() {
            return Ok(());
        }
        let run_type = self.state.run_type.as_ref().map_or("chain", |said| &said.value);
        let is_root = self.parent.map_or(Ok(true), |parent| facts::is_top(tx, parent))?;
        let holder = Holder { slot: self.slot, run_type, is_root };
        entries.iter().try_for_each(|said| caches.metadata_keys.note(tx, holder, &said.value.key))
    }

    fn file_under_parent(&mut self, tx: &Connection) -> Result<(), StoreError> {
        if self.filed_under == self.parent {
            return Ok(());
        }
        if let Some(old) = self.filed_under {
            tx.prepare_cached("DELETE FROM run_child WHERE parent = ?1 AND rid = ?2")?.execute([old.0, self.rid.0])?;
        }
        if let Some(new) = self.parent {
            tx.prepare_cached("INSERT INTO run_child (parent, rid) VALUES (?1, ?2)")?.execute([new.0, self.rid.0])?;
        }
        self.filed_under = self.parent;
        Ok(())
    }
}

const SMALL_BYTES: usize = 4 << 10;

/// `status` of a run that is only known as somebody's parent; no reader sees it.
pub(super) const ONLY_A_PARENT: i64 = -1;
/// `status` of what has none: threads, chat turns, custom events, log lines.
pub(super) const NO_STATUS: i64 = 3;

const INSERT: &str = "
    INSERT INTO run (rid, id, status, parent, type, name, runtime, tags, user, template_version, started_at, ended_at,
                     prompt_tokens, completion_tokens, cached_tokens, cost_nano, said, is_public)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)";

const UPDATE: &str = "
    UPDATE run
       SET id = ?2, status = ?3, parent = ?4, type = ?5, name = ?6, runtime = ?7, tags = ?8, user = ?9,
           template_version = ?10, started_at = ?11, ended_at = ?12, prompt_tokens = ?13, completion_tokens = ?14,
           cached_tokens = ?15, cost_nano = ?16, said = ?17, is_public = ?18
     WHERE rid = ?1";

/// What belongs to the turn is left alone; its parameters are still bound, so that both statements are called alike.
const UPDATE_MESSAGE: &str = "
    UPDATE run
       SET id = ?2, parent = ?4, type = ?5, name = ?6, runtime = ?7, tags = ?8, user = ?9, template_version = ?10,
           prompt_tokens = ?13, completion_tokens = ?14, cached_tokens = ?15, cost_nano = ?16, said = ?17, is_public = ?18
     WHERE rid = ?1
       AND (?3 IS NULL OR ?11 IS NULL OR ?12 IS NULL OR 1)";

/// Whether what a linked frame rests on is what will be in the table. Of what is there already nobody here knows what it is.
fn stands_beside(base: &Option<Arc<[u8]>>, payload: &Field<Payload>) -> bool {
    match (base, payload.as_ref().map(|said| &said.value)) {
        (None, None) => true,
        (Some(base), Some(Payload::New(frame))) => *base == frame.0,
        _ => false,
    }
}

fn is_new(payload: &Field<Payload>) -> bool {
    payload.as_ref().is_some_and(|said| matches!(said.value, Payload::New(_)))
}

fn write_payload(tx: &Connection, sql: &str, rid: Rid, payload: &mut Field<Payload>) -> Result<(), StoreError> {
    let Some(said) = payload else { return Ok(()) };
    if let Payload::New(frame) = &said.value {
        tx.prepare_cached(sql)?.execute(params![rid.0, &frame.0[..]])?;
        said.value = Payload::Stored;
    }
    Ok(())
}

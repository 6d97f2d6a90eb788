//! One run while the writer merges into it.

use model::merge::{Changes, Field, RunState};
use model::{RawJson, RunId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::attributes::{self, Attributes};
use super::super::dictionary::Kind;
use super::super::frame::{Codec, Frame};
use super::super::rid::Rid;
use super::super::said::{self, said};
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
    /// The parent under which `run_child` has this run.
    pub(super) filed_under: Option<Rid>,
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
            filed_under: None,
        }
    }

    /// Reads a run that was written before; `None` when there is none by this id.
    pub(super) fn load(tx: &Connection, slot: Slot, id: RunId, codec: &Codec) -> Result<Option<Entry>, StoreError> {
        let rid: Option<i64> = tx
            .prepare_cached("SELECT rid FROM run_id WHERE slot = ?1 AND id = ?2")?
            .query_row(params![slot.number(), id.as_bytes()], |row| row.get(0))
            .optional()?;
        let Some(rid) = rid.map(Rid) else { return Ok(None) };
        let (state, parent) = tx.prepare_cached(LOAD)?.query_row([rid.0], |row| read_state(row, codec))?;
        Ok(Some(Entry {
            slot,
            id,
            rid,
            is_on_disk: true,
            parent_id: state.parent.as_ref().map(|said| said.value),
            state,
            changes: Changes::default(),
            parent,
            filed_under: parent,
        }))
    }

    /// Whether it is small enough to be kept at hand: a cache counts entries, and one entry may hold megabytes.
    pub(super) fn is_small(&self) -> bool {
        let json = |field: &Field<RawJson>| field.as_ref().map_or(0, |said| said.value.text().len());
        let metadata: usize =
            self.state.metadata.iter().map(|said| said.value.key.len() + said.value.value.text().len()).sum();
        let tags: usize = self.state.tags.iter().flat_map(|said| &said.value).map(String::len).sum();
        json(&self.state.params) + json(&self.state.error) + metadata + tags < SMALL_BYTES
    }

    /// Writes what changed, and leaves the entry clean.
    pub(super) fn write(&mut self, tx: &Connection, caches: &mut Caches) -> Result<(), StoreError> {
        self.write_facts(tx, caches)?;
        if self.changes.attributes {
            self.write_attributes(tx, &caches.codec)?;
        }
        write_payload(
            tx,
            "INSERT OR REPLACE INTO run_input (rid, frame) VALUES (?1, ?2)",
            self.rid,
            &mut self.state.input,
        )?;
        let output = &mut self.state.output;
        write_payload(tx, "INSERT OR REPLACE INTO run_output (rid, frame) VALUES (?1, ?2)", self.rid, output)?;
        self.file_under_parent(tx)?;
        self.is_on_disk = true;
        self.changes = Changes::default();
        Ok(())
    }

    fn write_facts(&mut self, tx: &Connection, caches: &mut Caches) -> Result<(), StoreError> {
        let state = &self.state;
        let sql = if self.is_on_disk { UPDATE } else { INSERT };
        let status = if state.is_visible() { state.status() as i64 } else { ONLY_A_PARENT };
        let tags = state.tags.as_ref().map(|tags| serde_json::Value::from(tags.value.clone()).to_string());
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
            status,
            self.parent.map(|parent| parent.0),
            number(Kind::Type, text(&state.run_type).as_deref())?,
            number(Kind::Name, text(&state.name).as_deref())?,
            number(Kind::Runtime, text(&state.runtime).as_deref())?,
            number(Kind::Tags, tags.as_deref())?,
            user,
            state.template_version.as_ref().map(|said| said.value),
            state.created_at().map(Timestamp::micros),
            state.ended_at().map(Timestamp::micros),
            usage.prompt_tokens,
            usage.completion_tokens,
            usage.cached_prompt_tokens,
            caches.cost(state),
            said::encode(state),
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

    fn write_attributes(&self, tx: &Connection, codec: &Codec) -> Result<(), StoreError> {
        if let Some(body) = attributes::encode(&self.state, codec) {
            tx.prepare_cached("INSERT OR REPLACE INTO run_attribute (rid, body) VALUES (?1, ?2)")?
                .execute(params![self.rid.0, &body.0[..]])?;
        }
        Ok(())
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
const ONLY_A_PARENT: i64 = -1;

const INSERT: &str = "
    INSERT INTO run (rid, id, status, parent, type, name, runtime, tags, user, template_version, started_at, ended_at,
                     prompt_tokens, completion_tokens, cached_tokens, cost_nano, said)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";

const UPDATE: &str = "
    UPDATE run
       SET id = ?2, status = ?3, parent = ?4, type = ?5, name = ?6, runtime = ?7, tags = ?8, user = ?9,
           template_version = ?10, started_at = ?11, ended_at = ?12, prompt_tokens = ?13, completion_tokens = ?14,
           cached_tokens = ?15, cost_nano = ?16, said = ?17
     WHERE rid = ?1";

const LOAD: &str = "
    SELECT run.said, run.parent, parent.id, type.text, name.text, runtime.text, tags.text, end_user.external_id,
           run.template_version, run.prompt_tokens, run.completion_tokens, run.cached_tokens, run_attribute.body
      FROM run
      LEFT JOIN run AS parent ON parent.rid = run.parent
      LEFT JOIN dictionary AS type ON type.id = run.type
      LEFT JOIN dictionary AS name ON name.id = run.name
      LEFT JOIN dictionary AS runtime ON runtime.id = run.runtime
      LEFT JOIN dictionary AS tags ON tags.id = run.tags
      LEFT JOIN end_user ON end_user.id = run.user
      LEFT JOIN run_attribute ON run_attribute.rid = run.rid
     WHERE run.rid = ?1";

fn read_state(row: &Row<'_>, codec: &Codec) -> rusqlite::Result<(RunState<Payload>, Option<Rid>)> {
    let damaged = || rusqlite::Error::InvalidQuery;
    let sources = said::decode(row.get_ref(0)?.as_blob()?).ok_or_else(damaged)?;
    let attributes = match row.get_ref(12)?.as_blob_or_null()? {
        Some(body) => attributes::decode(body, codec).ok_or_else(damaged)?,
        None => Attributes::default(),
    };
    let parent_id: Option<[u8; 16]> = row.get(2)?;
    let tags: Option<String> = row.get(6)?;
    let usage = model::Usage {
        prompt_tokens: row.get(9)?,
        completion_tokens: row.get(10)?,
        cached_prompt_tokens: row.get(11)?,
    };
    let [
        created,
        run_type,
        name,
        runtime,
        parent,
        tags_by,
        user,
        version,
        params,
        input,
        ended,
        output,
        error,
        usage_by,
    ] = sources.by;
    let state = RunState {
        stamps: sources.stamps,
        created: said(Some(()), created),
        run_type: said(row.get(3)?, run_type),
        name: said(row.get(4)?, name),
        runtime: said(row.get(5)?, runtime),
        parent: said(parent_id.map(RunId::from_bytes), parent),
        tags: said(tags.and_then(|tags| serde_json::from_str(&tags).ok()), tags_by),
        user: said(row.get(7)?, user),
        template_version: said(row.get(8)?, version),
        params: said(attributes.params, params),
        input: said(Some(Payload::Stored), input),
        ended: said(Some(()), ended),
        output: said(Some(Payload::Stored), output),
        error: said(attributes.error, error),
        usage: said(Some(usage), usage_by),
        metadata: attributes.metadata,
        repaired: attributes.repaired,
    };
    Ok((state, row.get::<_, Option<i64>>(1)?.map(Rid)))
}

fn write_payload(tx: &Connection, sql: &str, rid: Rid, payload: &mut Field<Payload>) -> Result<(), StoreError> {
    let Some(said) = payload else { return Ok(()) };
    if let Payload::New(frame) = &said.value {
        tx.prepare_cached(sql)?.execute(params![rid.0, &frame.0[..]])?;
        said.value = Payload::Stored;
    }
    Ok(())
}

//! How runs come back: read-only connections, and the statements that put a run together again.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use model::{ProjectId, RawJson, Run, RunId, ShownUser, Status, Timestamp, Usage};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::ancestry::Ancestry;
use super::attributes::{self, Attributes};
use super::frame::Codec;
use super::rid::Rid;
use crate::sqlite::Database;
use crate::{ProjectScope, StoreError};

/// Connections kept open; callers beyond that open one for themselves.
const KEPT_CONNECTIONS: usize = 4;
/// The most runs that `related` returns.
const RELATED_RUNS: usize = 50_000;

/// Read-only connections to `runs.db`.
pub(super) struct Readers {
    file: Database,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(super) fn open(file: &Database) -> Result<Readers, StoreError> {
        let file = Database { path: file.path.clone(), ..*file };
        let first = file.open_reader()?;
        Ok(Readers { file, idle: Mutex::new(vec![first]) })
    }

    /// Runs `work` on a connection, in one read transaction: all that it reads belongs together.
    pub(super) fn with<T>(&self, work: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match kept {
            Some(connection) => connection,
            None => self.file.open_reader()?,
        };
        let tx = connection.unchecked_transaction()?;
        let result = work(&tx);
        drop(tx);
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT_CONNECTIONS {
            idle.push(connection);
        }
        result
    }

    pub(super) fn close(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// One run, or `None` when this project has none by that id.
pub(super) fn get(
    connection: &Connection,
    codec: &Codec,
    at: &ProjectScope,
    id: RunId,
) -> Result<Option<Run>, StoreError> {
    let Some(rid) = find(connection, at, id)? else { return Ok(None) };
    let mut persons = Persons::default();
    load(connection, codec, at.project(), rid)?
        .map(|loaded| complete(connection, loaded, &Ancestry::of(connection, rid)?, &mut persons))
        .transpose()
}

/// The run and all below it, oldest first.
pub(super) fn related(
    connection: &Connection,
    codec: &Codec,
    at: &ProjectScope,
    id: RunId,
) -> Result<Vec<Run>, StoreError> {
    let Some(top) = find(connection, at, id)? else { return Ok(Vec::new()) };
    let above = Ancestry::of(connection, top)?;
    if above.is_empty() {
        return Ok(Vec::new());
    }
    let mut persons = Persons::default();
    let mut runs = Vec::new();
    for rid in below(connection, top, above.cut_above())? {
        if let Some(loaded) = load(connection, codec, at.project(), rid)? {
            let ancestry = Ancestry::of(connection, rid)?;
            runs.push(complete(connection, loaded, &ancestry, &mut persons)?);
        }
    }
    runs.sort_by_key(|run| (run.created_at, run.id));
    Ok(runs)
}

/// These runs, in this order.
pub(super) fn load_all(
    connection: &Connection,
    codec: &Codec,
    at: &ProjectScope,
    rids: &[Rid],
) -> Result<Vec<Run>, StoreError> {
    let mut persons = Persons::default();
    let mut runs = Vec::with_capacity(rids.len());
    for &rid in rids {
        if let Some(loaded) = load(connection, codec, at.project(), rid)? {
            runs.push(complete(connection, loaded, &Ancestry::of(connection, rid)?, &mut persons)?);
        }
    }
    Ok(runs)
}

/// The place of a run, known to readers or not.
pub(super) fn find(connection: &Connection, at: &ProjectScope, id: RunId) -> Result<Option<Rid>, StoreError> {
    let rid = connection
        .prepare_cached("SELECT rid FROM run_id WHERE slot = ?1 AND id = ?2")?
        .query_row(params![at.slot().number(), id.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(rid.map(Rid))
}

/// `top` and all places below it, each once; the link that cuts a cycle is not followed.
fn below(connection: &Connection, top: Rid, cut_above: Option<Rid>) -> Result<Vec<Rid>, StoreError> {
    let mut select = connection.prepare_cached("SELECT rid FROM run_child WHERE parent = ?1")?;
    let mut places = vec![top];
    let mut seen = HashSet::from([top]);
    let mut next = 0;
    while next < places.len() && places.len() < RELATED_RUNS {
        let children = select.query_map([places[next].0], |row| row.get(0).map(Rid))?;
        for child in children {
            let child = child?;
            if Some(child) != cut_above && seen.insert(child) {
                places.push(child);
            }
        }
        next += 1;
    }
    places.truncate(RELATED_RUNS);
    Ok(places)
}

const LOAD: &str = "
    SELECT run.id, run.status, run.started_at, run.ended_at, run.template_version, run.prompt_tokens,
           run.completion_tokens, run.cached_tokens, run.cost_nano, parent.id, type.text, name.text, tags.text,
           run_attribute.body, run_input.frame, run_output.frame
      FROM run
      LEFT JOIN run AS parent ON parent.rid = run.parent
      LEFT JOIN dictionary AS type ON type.id = run.type
      LEFT JOIN dictionary AS name ON name.id = run.name
      LEFT JOIN dictionary AS tags ON tags.id = run.tags
      LEFT JOIN run_attribute ON run_attribute.rid = run.rid
      LEFT JOIN run_input ON run_input.rid = run.rid
      LEFT JOIN run_output ON run_output.rid = run.rid
     WHERE run.rid = ?1
       AND run.status >= 0";

/// All of a run that its own rows tell: neither the person shown nor the trace.
fn load(connection: &Connection, codec: &Codec, project: ProjectId, rid: Rid) -> Result<Option<Run>, StoreError> {
    Ok(connection.prepare_cached(LOAD)?.query_row([rid.0], |row| read_run(row, codec, project)).optional()?)
}

fn read_run(row: &Row<'_>, codec: &Codec, project: ProjectId) -> rusqlite::Result<Run> {
    let attributes = match row.get_ref(13)?.as_blob_or_null()? {
        Some(body) => attributes::decode(body, codec).ok_or_else(|| damaged(13, "run_attribute"))?,
        None => Attributes::default(),
    };
    let tags: Option<String> = row.get(12)?;
    Ok(Run {
        id: RunId::from_bytes(row.get(0)?),
        project,
        run_type: row.get::<_, Option<String>>(10)?.unwrap_or_else(|| "chain".into()),
        name: row.get(11)?,
        created_at: Timestamp::from_micros(row.get(2)?),
        ended_at: row.get::<_, Option<i64>>(3)?.map(Timestamp::from_micros),
        status: match row.get(1)? {
            1 => Status::Success,
            2 => Status::Error,
            _ => Status::Started,
        },
        template_version: row.get(4)?,
        usage: Usage { prompt_tokens: row.get(5)?, completion_tokens: row.get(6)?, cached_prompt_tokens: row.get(7)? },
        cost: row.get(8)?,
        tags: tags.map(|tags| serde_json::from_str(&tags)).transpose().map_err(|_| damaged(12, "tags"))?,
        input: payload(row, codec, 14)?,
        output: payload(row, codec, 15)?,
        metadata: attributes.metadata_object(),
        error: attributes.error,
        params: attributes.params,
        user: None,
        parent: row.get::<_, Option<[u8; 16]>>(9)?.map(RunId::from_bytes),
        trace: None,
        repaired: attributes.repaired,
    })
}

fn payload(row: &Row<'_>, codec: &Codec, column: usize) -> rusqlite::Result<Option<RawJson>> {
    let Some(frame) = row.get_ref(column)?.as_blob_or_null()? else { return Ok(None) };
    codec.open_text(frame).map(|text| Some(RawJson::from(text))).map_err(|_| damaged(column, "payload"))
}

fn damaged(column: usize, what: &str) -> rusqlite::Error {
    let reason = format!("{what} cannot be opened");
    rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Blob, reason.into())
}

/// Adds what the runs above tell.
fn complete(
    connection: &Connection,
    mut run: Run,
    ancestry: &Ancestry,
    persons: &mut Persons,
) -> Result<Run, StoreError> {
    run.trace = ancestry.trace();
    if let Some(user) = ancestry.shown_user() {
        run.user = persons.get(connection, user)?;
    }
    if ancestry.is_cut_here() {
        run.parent = None;
        run.repaired.push("parentRunId".into());
        run.repaired.sort();
        run.repaired.dedup();
    }
    Ok(run)
}

/// End users that this query has shown already.
#[derive(Default)]
struct Persons(HashMap<i64, Option<ShownUser>>);

impl Persons {
    fn get(&mut self, connection: &Connection, id: i64) -> Result<Option<ShownUser>, StoreError> {
        if let Some(known) = self.0.get(&id) {
            return Ok(known.clone());
        }
        let person = connection
            .prepare_cached("SELECT external_id, created_at, last_seen_at, props FROM end_user WHERE id = ?1")?
            .query_row([id], |row| {
                Ok(ShownUser {
                    id,
                    external_id: row.get(0)?,
                    created_at: Timestamp::from_micros(row.get(1)?),
                    last_seen: Timestamp::from_micros(row.get(2)?),
                    props: row.get::<_, Option<String>>(3)?.map(RawJson::from),
                })
            })
            .optional()?;
        self.0.insert(id, person.clone());
        Ok(person)
    }
}

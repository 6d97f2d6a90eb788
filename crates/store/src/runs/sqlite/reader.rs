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

/// Reads at a time; more wait. On few cores more in parallel would only make each slower.
pub(super) const CONNECTIONS: usize = 8;
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
        if idle.len() < CONNECTIONS {
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
    Ok(load_all(connection, codec, at, &[rid])?.pop())
}

/// These runs, in this order; those that readers must not see are left out.
pub(super) fn load_all(
    connection: &Connection,
    codec: &Codec,
    at: &ProjectScope,
    rids: &[Rid],
) -> Result<Vec<Run>, StoreError> {
    let mut persons = Persons::default();
    let mut runs = Vec::with_capacity(rids.len());
    for &rid in rids {
        let Some((mut run, _)) = load(connection, codec, at.project(), rid)? else { continue };
        let ancestry = Ancestry::of(connection, rid)?;
        run.trace = ancestry.trace();
        run.user = persons.get(connection, ancestry.shown_user())?;
        if ancestry.is_cut_here() {
            cut_parent(&mut run);
        }
        runs.push(run);
    }
    Ok(runs)
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
    let Some(mut run) = load_all(connection, codec, at, &[top])?.pop() else { return Ok(Vec::new()) };
    let trace = Some(run.trace.unwrap_or(run.id));
    let mut persons = Persons::default();
    let mut users = vec![above.shown_user()];
    let places = below(connection, top, above.cut_above())?;
    let mut runs = Vec::with_capacity(places.len());
    run.user = persons.get(connection, users[0])?;
    runs.push(run);
    for place in &places[1..] {
        let loaded = load(connection, codec, at.project(), place.rid)?;
        let user = users[place.parent].or(loaded.as_ref().and_then(|(_, user)| *user));
        users.push(user);
        if let Some((mut run, _)) = loaded {
            run.trace = trace;
            run.user = persons.get(connection, user)?;
            runs.push(run);
        }
    }
    runs.sort_by_key(|run| (run.created_at, run.id));
    Ok(runs)
}

/// The link that closes a circle of parents is not shown.
fn cut_parent(run: &mut Run) {
    run.parent = None;
    run.repaired.push("parentRunId".into());
    run.repaired.sort();
    run.repaired.dedup();
}

/// The place of a run, known to readers or not.
pub(super) fn find(connection: &Connection, at: &ProjectScope, id: RunId) -> Result<Option<Rid>, StoreError> {
    let rid = connection
        .prepare_cached("SELECT rid FROM run_id WHERE slot = ?1 AND id = ?2")?
        .query_row(params![at.slot().number(), id.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(rid.map(Rid))
}

/// A run on the way down, and where among the places its parent is.
struct Below {
    rid: Rid,
    parent: usize,
}

/// `top` and all places below it, each once, parents first; the link that cuts a circle is not followed.
fn below(connection: &Connection, top: Rid, cut_above: Option<Rid>) -> Result<Vec<Below>, StoreError> {
    let mut select = connection.prepare_cached("SELECT rid FROM run_child WHERE parent = ?1")?;
    let mut places = vec![Below { rid: top, parent: 0 }];
    let mut seen = HashSet::from([top]);
    let mut next = 0;
    while next < places.len() && places.len() < RELATED_RUNS {
        let children = select.query_map([places[next].rid.0], |row| row.get(0).map(Rid))?;
        for child in children {
            let child = child?;
            if Some(child) != cut_above && seen.insert(child) {
                places.push(Below { rid: child, parent: next });
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
           run_attribute.body, run_input.frame, run_output.frame, run.user
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

/// All of a run that its own rows tell, and the person whom its own events name; neither the person shown nor the trace.
fn load(
    connection: &Connection,
    codec: &Codec,
    project: ProjectId,
    rid: Rid,
) -> Result<Option<(Run, Option<i64>)>, StoreError> {
    let mut select = connection.prepare_cached(LOAD)?;
    Ok(select.query_row([rid.0], |row| Ok((read_run(row, codec, project)?, row.get(16)?))).optional()?)
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

/// End users that this query has shown already.
#[derive(Default)]
struct Persons(HashMap<i64, Option<ShownUser>>);

impl Persons {
    fn get(&mut self, connection: &Connection, id: Option<i64>) -> Result<Option<ShownUser>, StoreError> {
        let Some(id) = id else { return Ok(None) };
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

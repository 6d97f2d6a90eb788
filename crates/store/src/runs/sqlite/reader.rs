//! How runs come back: the statements that put a run together again.

use std::collections::HashMap;
use std::io;

use model::{MetadataEntry, ProjectId, RawJson, Run, RunId, Score, ShownUser, Side, Status, Timestamp, Usage, part};
use rusqlite::{Connection, OptionalExtension, Row};

use super::ancestry::Ancestry;
use super::attributes::{self, Attributes};
use super::frame::Codec;
use super::lookup::{RELATED_RUNS, below, find};
use super::rid::Rid;
use super::turn::{self, TurnPlace};
use crate::{ProjectScope, StoreError};

/// One run, or `None` when this project has none by that id.
pub(super) fn get(
    connection: &Connection,
    codec: &Codec,
    at: &ProjectScope,
    id: RunId,
) -> Result<Option<Run>, StoreError> {
    let Some(rid) = find(connection, at, id)? else { return Ok(None) };
    Ok(load_all(connection, codec, at.project(), &[rid])?.pop())
}

/// These runs, in this order; those that readers must not see are left out.
pub(super) fn load_all(
    connection: &Connection,
    codec: &Codec,
    project: ProjectId,
    rids: &[Rid],
) -> Result<Vec<Run>, StoreError> {
    let mut persons = Persons::default();
    let mut runs = Vec::with_capacity(rids.len());
    for &rid in rids {
        let Some(Loaded { mut run, .. }) = load(connection, codec, project, rid)? else { continue };
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
    let Some(mut run) = load_all(connection, codec, at.project(), &[top])?.pop() else { return Ok(Vec::new()) };
    let trace = Some(run.trace.unwrap_or(run.id));
    let mut persons = Persons::default();
    let mut users = vec![above.shown_user()];
    let places = below(connection, top, above.cut_above(), RELATED_RUNS)?;
    let mut runs = Vec::with_capacity(places.len());
    run.user = persons.get(connection, users[0])?;
    runs.push(run);
    for place in &places[1..] {
        let loaded = load(connection, codec, at.project(), place.rid)?;
        let user = users[place.parent].or(loaded.as_ref().and_then(|loaded| loaded.user));
        users.push(user);
        if let Some(Loaded { mut run, .. }) = loaded {
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

const LOAD: &str = "
    SELECT coalesce(run.shown_id, run.id), run.status, run.started_at, run.ended_at, run.template_version,
           run.prompt_tokens, run.completion_tokens, run.cached_tokens, run.cost_nano,
           coalesce(parent_turn.shown_id, parent.id), type.text, name.text, tags.text, run_attribute.body,
           run_input.frame, run_output.frame, run.user, run.is_public, run.turn, parent.turn, sibling.shown_id
      FROM run
      LEFT JOIN run AS parent ON parent.rid = run.parent
      LEFT JOIN run AS parent_turn ON parent_turn.rid = parent.turn
      LEFT JOIN run AS sibling ON sibling.rid = run.sibling
      LEFT JOIN dictionary AS type ON type.id = run.type
      LEFT JOIN dictionary AS name ON name.id = run.name
      LEFT JOIN dictionary AS tags ON tags.id = run.tags
      LEFT JOIN run_attribute ON run_attribute.rid = run.rid
      LEFT JOIN run_input ON run_input.rid = run.rid
      LEFT JOIN run_output ON run_output.rid = run.rid
     WHERE run.rid = ?1
       AND run.status >= 0";

/// A run, and what of its neighbourhood the rows tell.
struct Loaded {
    run: Run,
    /// The person whom its own events name.
    user: Option<i64>,
    is_turn: bool,
    /// The turn that it belongs to.
    parent_turn: Option<Rid>,
}

/// All of a run but the person shown and the trace.
fn load(connection: &Connection, codec: &Codec, project: ProjectId, rid: Rid) -> Result<Option<Loaded>, StoreError> {
    let mut select = connection.prepare_cached(LOAD)?;
    let Some(mut loaded) = select.query_row([rid.0], |row| read_run(row, codec, project)).optional()? else {
        return Ok(None);
    };
    let turn = if loaded.is_turn { TurnPlace::of(connection, rid)? } else { None };
    let mut scored = vec![rid];
    if let Some(turn) = turn {
        let turn = turn.read(connection, codec)?;
        loaded.user = turn.user.or(loaded.user);
        scored.clone_from(&turn.members);
        turn.show_in(&mut loaded.run);
    } else if loaded.run.run_type == "thread" {
        let (facts, latest) = turn::thread_facts(connection, codec, rid)?;
        loaded.run.input = latest.or(loaded.run.input);
        loaded.run.thread = Some(facts);
    }
    if let Some(parent) = loaded.parent_turn.map(|rid| TurnPlace::of(connection, rid)).transpose()?.flatten() {
        loaded.run.parent_feedback = parent.read(connection, codec)?.feedback;
    }
    loaded.run.scores = scores(connection, &scored)?;
    Ok(Some(loaded))
}

/// What the run's span said in its own words, as a JSON object; `None` when the run is none, or nobody may see it.
pub(super) fn span(
    connection: &Connection,
    codec: &Codec,
    at: &ProjectScope,
    id: RunId,
) -> Result<Option<RawJson>, StoreError> {
    let Some(rid) = find(connection, at, id)? else { return Ok(None) };
    let mut select = connection.prepare_cached("SELECT frame FROM run_span WHERE rid = ?1")?;
    let opened = select.query_row([rid.0], |row| {
        let opened = codec.open_span(connection, rid, row.get_ref(0)?.as_blob()?);
        let text = opened.and_then(|text| String::from_utf8(text).map_err(io::Error::other));
        text.map(RawJson::from).map_err(|_| damaged(0, "run_span"))
    });
    Ok(opened.optional()?)
}

fn scores(connection: &Connection, of: &[Rid]) -> Result<Vec<Score>, StoreError> {
    let mut select =
        connection.prepare_cached("SELECT label, value, comment FROM score WHERE rid = ?1 ORDER BY label")?;
    let mut scores = Vec::new();
    for rid in of {
        let found = select.query_map([rid.0], |row| {
            Ok(Score { label: row.get(0)?, value: RawJson::from(row.get::<_, String>(1)?), comment: row.get(2)? })
        })?;
        for score in found {
            scores.push(score?);
        }
    }
    Ok(scores)
}

fn read_run(row: &Row<'_>, codec: &Codec, project: ProjectId) -> rusqlite::Result<Loaded> {
    let attributes = match row.get_ref(13)?.as_blob_or_null()? {
        Some(body) => attributes::decode(body, codec).ok_or_else(|| damaged(13, "run_attribute"))?,
        None => Attributes::default(),
    };
    let tags: Option<String> = row.get(12)?;
    let parts: Vec<MetadataEntry> = attributes.parts.into_iter().map(|said| said.value).collect();
    let run = Run {
        id: RunId::from_bytes(row.get(0)?),
        project,
        run_type: row.get::<_, Option<String>>(10)?.unwrap_or_else(|| "chain".into()),
        name: row.get(11)?,
        created_at: Timestamp::from_micros(row.get(2)?),
        ended_at: row.get::<_, Option<i64>>(3)?.map(Timestamp::from_micros),
        status: status(row.get(1)?),
        template_version: row.get(4)?,
        usage: Usage {
            prompt_tokens: row.get(5)?,
            completion_tokens: row.get(6)?,
            cached_prompt_tokens: row.get(7)?,
            ..attributes.rare_usage
        },
        cost: row.get(8)?,
        tags: tags.map(|tags| serde_json::from_str(&tags)).transpose().map_err(|_| damaged(12, "tags"))?,
        input: payload(row, codec, 14)?.or_else(|| part::messages(&parts, Side::Input)),
        output: payload(row, codec, 15)?.or_else(|| part::output(&parts)),
        metadata: attributes::object(attributes.metadata.iter().map(|said| &said.value)),
        feedback: attributes::object(attributes.feedback.iter().map(|said| &said.value)),
        parent_feedback: None,
        is_public: row.get(17)?,
        scores: Vec::new(),
        sibling: row.get::<_, Option<[u8; 16]>>(20)?.map(RunId::from_bytes),
        thread: None,
        error: attributes.error,
        params: attributes.params,
        user: None,
        parent: row.get::<_, Option<[u8; 16]>>(9)?.map(RunId::from_bytes),
        trace: None,
        otel_trace: attributes.otel_trace,
        repaired: attributes.repaired,
    };
    let parent_turn = row.get::<_, Option<i64>>(19)?.map(Rid);
    Ok(Loaded { run, user: row.get(16)?, is_turn: row.get::<_, Option<i64>>(18)?.is_some(), parent_turn })
}

/// The status that a row has by this number.
pub(super) fn status(stored: i64) -> Option<Status> {
    match stored {
        0 => Some(Status::Started),
        1 => Some(Status::Success),
        2 => Some(Status::Error),
        _ => None,
    }
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

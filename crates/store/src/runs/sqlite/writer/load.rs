//! Reading back what was written of a run, so that more events can be merged into it.

use model::merge::{Changes, Entries, RunState};
use model::{RunId, Usage};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::attributes::{self, Attributes};
use super::super::frame::Codec;
use super::super::rid::Rid;
use super::super::said::{self, said};
use super::entry::{Entry, Payload};
use crate::StoreError;
use crate::scope::Slot;

impl Entry {
    /// Reads a run that was written before; `None` when there is none by this id.
    pub(super) fn load(tx: &Connection, slot: Slot, id: RunId, codec: &Codec) -> Result<Option<Entry>, StoreError> {
        let rid: Option<i64> = tx
            .prepare_cached("SELECT rid FROM run_id WHERE slot = ?1 AND id = ?2")?
            .query_row(params![slot.number(), id.as_bytes()], |row| row.get(0))
            .optional()?;
        let Some(rid) = rid.map(Rid) else { return Ok(None) };
        let (state, parent, is_message) = tx.prepare_cached(LOAD)?.query_row([rid.0], |row| read_state(row, codec))?;
        let mut entry = Entry {
            slot,
            id,
            rid,
            is_on_disk: true,
            parent_id: state.parent.as_ref().map(|said| said.value),
            state,
            changes: Changes::default(),
            parent,
            is_message,
            filed_under: parent,
            standing: None,
        };
        entry.standing = Some(entry.standing_now());
        Ok(Some(entry))
    }
}

const LOAD: &str = "
    SELECT run.said, run.parent, parent.id, type.text, name.text, runtime.text, tags.text, end_user.external_id,
           run.template_version, run.prompt_tokens, run.completion_tokens, run.cached_tokens, run_attribute.body,
           run.is_public, run.turn IS NOT NULL
      FROM run
      LEFT JOIN run AS parent ON parent.rid = run.parent
      LEFT JOIN dictionary AS type ON type.id = run.type
      LEFT JOIN dictionary AS name ON name.id = run.name
      LEFT JOIN dictionary AS runtime ON runtime.id = run.runtime
      LEFT JOIN dictionary AS tags ON tags.id = run.tags
      LEFT JOIN end_user ON end_user.id = run.user
      LEFT JOIN run_attribute ON run_attribute.rid = run.rid
     WHERE run.rid = ?1";

fn read_state(row: &Row<'_>, codec: &Codec) -> rusqlite::Result<(RunState<Payload>, Option<Rid>, bool)> {
    let damaged = || rusqlite::Error::InvalidQuery;
    let sources = said::decode(row.get_ref(0)?.as_blob()?).ok_or_else(damaged)?;
    let attributes = match row.get_ref(12)?.as_blob_or_null()? {
        Some(body) => attributes::decode(body, codec).ok_or_else(damaged)?,
        None => Attributes::default(),
    };
    let parent_id: Option<[u8; 16]> = row.get(2)?;
    let tags: Option<String> = row.get(6)?;
    let usage = Usage {
        prompt_tokens: row.get(9)?,
        completion_tokens: row.get(10)?,
        cached_prompt_tokens: row.get(11)?,
        ..attributes.rare_usage
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
        public_by,
        metadata_cleared,
        feedback_cleared,
        trace_by,
        span_by,
    ] = sources.by;
    let state = RunState {
        stamps: sources.stamps,
        created: said(Some(()), created),
        run_type: said(row.get(3)?, run_type),
        name: said(row.get(4)?, name),
        runtime: said(row.get(5)?, runtime),
        parent: said(parent_id.map(RunId::from_bytes), parent),
        tags: said(Some(tags.and_then(|tags| serde_json::from_str(&tags).ok())), tags_by),
        user: said(row.get(7)?, user),
        template_version: said(row.get(8)?, version),
        params: said(attributes.params, params),
        input: said(Some(Payload::Stored), input),
        ended: said(Some(()), ended),
        output: said(Some(Payload::Stored), output),
        error: said(attributes.error, error),
        usage: said(Some(usage), usage_by),
        is_public: said(row.get(13)?, public_by),
        metadata: Entries { entries: attributes.metadata, cleared_by: metadata_cleared },
        feedback: Entries { entries: attributes.feedback, cleared_by: feedback_cleared },
        parts: Entries { entries: attributes.parts, cleared_by: None },
        otel_trace: said(attributes.otel_trace, trace_by),
        span: said(Some(Payload::Stored), span_by),
        repaired: attributes.repaired,
    };
    Ok((state, row.get::<_, Option<i64>>(1)?.map(Rid), row.get(14)?))
}

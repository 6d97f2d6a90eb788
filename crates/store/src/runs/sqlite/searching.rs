//! The rows as the search index reads them: what the change log says, and what of a run is searched.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use model::{Side, part};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::attributes;
use super::find::reaches_back;
use super::frame::Codec;
use super::rid::Rid;
use super::turn::{self, TurnPlace};
use super::writer::FACTS;
use crate::StoreError;
use crate::scope::Slot;
use crate::search::{Changes, Source, Texts, Touched};

/// A connection of the indexer's own.
pub(super) struct LogReader {
    connection: Connection,
    codec: Arc<Codec>,
}

impl LogReader {
    pub(super) fn new(connection: Connection, codec: Arc<Codec>) -> LogReader {
        LogReader { connection, codec }
    }

    /// The identity of `runs.db`.
    pub(super) fn store_id(&self) -> Result<String, StoreError> {
        let sql = "SELECT value FROM store_fact WHERE name = 'store_id'";
        Ok(self.connection.query_row(sql, [], |row| row.get(0))?)
    }
}

impl Source for LogReader {
    fn newest(&self) -> Result<i64, StoreError> {
        newest(&self.connection)
    }

    fn changes(&self, after: i64, limit: usize) -> Result<Option<Changes>, StoreError> {
        if !reaches_back(&self.connection, after)? {
            return Ok(None);
        }
        let mut select =
            self.connection.prepare_cached("SELECT seq, rid, what FROM change WHERE seq > ?1 ORDER BY seq LIMIT ?2")?;
        let mut rows = select.query(params![after, limit])?;
        let (mut reached, mut changed) = (after, BTreeMap::new());
        while let Some(row) = rows.next()? {
            reached = row.get(0)?;
            *changed.entry(row.get(1)?).or_insert(0) |= row.get::<_, i64>(2)?;
        }
        let mut places = Vec::with_capacity(changed.len());
        for (rid, what) in changed {
            touched(&self.connection, Rid(rid), what, &mut places)?;
        }
        Ok(Some(Changes { reached, places }))
    }

    fn texts(&self, rid: i64) -> Result<Option<Texts>, StoreError> {
        texts(&self.connection, &self.codec, Rid(rid))
    }

    fn last_of(&self, within: &RangeInclusive<i64>, limit: usize) -> Result<Vec<i64>, StoreError> {
        let mut select = self.connection.prepare_cached(
            "SELECT rid FROM run WHERE rid BETWEEN ?1 AND ?2 AND status >= 0 ORDER BY rid DESC LIMIT ?3",
        )?;
        let places = select.query_map(params![within.start(), within.end(), limit], |row| row.get(0))?;
        Ok(places.collect::<Result<_, _>>()?)
    }
}

/// What changed of a project lately.
pub(super) struct Lately {
    /// Where, ascending.
    pub(super) places: Vec<i64>,
    /// Whether that is everything.
    pub(super) is_all: bool,
}

/// More changes than these are not looked at one by one, nor more rows of the log.
const MOST_CHANGES: usize = 2_000;
const MOST_ROWS: i64 = 100_000;

/// What changed of a project behind a number, the newest at least; `None` when the log does not reach back so far.
pub(super) fn changed(connection: &Connection, after: i64, slot: Slot) -> Result<Option<Lately>, StoreError> {
    if !reaches_back(connection, after)? {
        return Ok(None);
    }
    let from = after.max(newest(connection)? - MOST_ROWS);
    let (first, last) = Rid::range_of(slot);
    let mut select = connection.prepare_cached(
        "SELECT rid, what FROM change WHERE seq > ?1 AND rid BETWEEN ?2 AND ?3 ORDER BY seq DESC LIMIT ?4",
    )?;
    let mut rows = select.query(params![from, first.0, last.0, MOST_CHANGES + 1])?;
    let (mut changed, mut count) = (BTreeMap::new(), 0);
    while let Some(row) = rows.next()? {
        *changed.entry(row.get(0)?).or_insert(0) |= row.get::<_, i64>(1)?;
        count += 1;
    }
    let mut touched_places = Vec::with_capacity(changed.len());
    for (rid, what) in changed {
        touched(connection, Rid(rid), what, &mut touched_places)?;
    }
    let mut places: Vec<i64> = touched_places.into_iter().map(|place| place.rid).collect();
    places.sort_unstable();
    places.dedup();
    Ok(Some(Lately { places, is_all: from == after && count <= MOST_CHANGES }))
}

/// The newest number of the change log.
fn newest(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.query_row("SELECT coalesce(max(seq), 0) FROM change", [], |row| row.get(0))?)
}

/// The places that show a run which changed: a message shows in its turn, the input of a turn in the turns that answer it once
/// more, the latest message in its thread.
fn touched(connection: &Connection, rid: Rid, what: i64, places: &mut Vec<Touched>) -> Result<(), StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT run.turn, coalesce(type.text = 'thread', 0)
           FROM run
           LEFT JOIN dictionary AS type ON type.id = run.type
          WHERE run.rid = ?1",
    )?;
    let found: Option<(Option<i64>, bool)> =
        select.query_row([rid.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let mut touch = |rid, is_text| places.push(Touched { rid, is_text });
    match found {
        Some((Some(turn), _)) => {
            touch(turn, true);
            touch(rid.0, true);
        }
        Some((None, true)) => {
            touch(rid.0, true);
            let mut retries = connection.prepare_cached(
                "SELECT run.rid
                   FROM run_child
                   JOIN run ON run.rid = run_child.rid
                  WHERE run_child.parent = ?1
                    AND run.sibling IS NOT NULL",
            )?;
            for turn in retries.query_map([rid.0], |row| row.get(0))? {
                touch(turn?, true);
            }
        }
        Some((None, false)) => touch(rid.0, what & !FACTS != 0),
        None => touch(rid.0, true),
    }
    Ok(())
}

/// What is searched of the run there; `None` when readers see none.
fn texts(connection: &Connection, codec: &Codec, rid: Rid) -> Result<Option<Texts>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT run.turn, coalesce(type.text = 'thread', 0), run_attribute.body, run_input.frame, run_output.frame
           FROM run
           LEFT JOIN dictionary AS type ON type.id = run.type
           LEFT JOIN run_attribute ON run_attribute.rid = run.rid
           LEFT JOIN run_input ON run_input.rid = run.rid
           LEFT JOIN run_output ON run_output.rid = run.rid
          WHERE run.rid = ?1
            AND run.status >= 0",
    )?;
    let mut rows = select.query([rid.0])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    if row.get::<_, Option<i64>>(0)?.is_some() {
        let Some(place) = TurnPlace::of(connection, rid)? else { return Ok(None) };
        return Ok(Some(place.read(connection, codec)?.into_texts()));
    }
    let mut texts = own_texts(row, codec, rid)?;
    if row.get(1)? {
        texts.input = turn::latest_message(connection, codec, rid)?.or(texts.input);
    }
    Ok(Some(texts))
}

/// What cannot be read is left out: the doctor finds it, and the index of all others must go on.
fn own_texts(row: &Row<'_>, codec: &Codec, rid: Rid) -> Result<Texts, StoreError> {
    let damaged = || tracing::warn!(rid = rid.0, "a run cannot be read, so that search does not find it");
    let blob = |column| row.get_ref(column)?.as_blob_or_null().map_err(rusqlite::Error::from);
    let attributes = match blob(2)? {
        Some(body) => attributes::decode(body, codec).unwrap_or_else(|| {
            damaged();
            attributes::Attributes::default()
        }),
        None => attributes::Attributes::default(),
    };
    let payload = |column| -> Result<Option<String>, StoreError> {
        let text = blob(column)?.map(|frame| codec.open_text(frame));
        Ok(text.and_then(|text| text.inspect_err(|_| damaged()).ok()))
    };
    let parts: Vec<_> = attributes.parts.into_iter().map(|said| said.value).collect();
    let said = |json: model::RawJson| json.text().to_owned();
    Ok(Texts {
        input: payload(3)?.or_else(|| part::messages(&parts, Side::Input).map(said)),
        output: payload(4)?.or_else(|| part::output(&parts).map(said)),
        metadata: attributes.metadata.into_iter().map(|said| said.value).collect(),
    })
}

#[cfg(test)]
mod tests;

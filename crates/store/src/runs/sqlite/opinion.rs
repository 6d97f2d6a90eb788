//! What somebody thinks of a run, in short, in a small table beside it: so that a filter finds it without opening runs.

use model::RawJson;
use model::merge::Entries;
use rusqlite::{Connection, params};

use super::attributes;
use super::frame::Codec;
use super::rid::Rid;
use crate::StoreError;
use crate::columns::thumbs;

/// Writes what a run's own events say, or takes it away.
pub(super) fn put(tx: &Connection, (rid, parent): (Rid, Option<Rid>), feedback: &Entries) -> Result<(), StoreError> {
    let bits = feedback.entries.iter().fold(0, |bits, said| bits | bit_of(&said.value.key, &said.value.value));
    if bits == 0 {
        tx.prepare_cached("DELETE FROM run_opinion WHERE rid = ?1")?.execute([rid.0])?;
    } else {
        tx.prepare_cached("INSERT OR REPLACE INTO run_opinion (rid, parent, bits) VALUES (?1, ?2, ?3)")?
            .execute(params![rid.0, parent.map(|parent| parent.0), bits])?;
    }
    Ok(())
}

/// The bits of a whole feedback object.
pub(super) fn bits_of(feedback: Option<&RawJson>) -> i64 {
    let Some(feedback) = feedback else { return 0 };
    let Ok(entries) = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(feedback.text()) else {
        return 0;
    };
    entries.iter().fold(0, |bits, (key, value)| bits | bit_of(key, &RawJson::from(value.to_string())))
}

/// What somebody wrote; an empty text is none.
pub(super) fn comment_of(feedback: Option<&RawJson>) -> Option<String> {
    match feedback?.to_value().get("comment")? {
        serde_json::Value::String(text) if !text.is_empty() => Some(text.clone()),
        _ => None,
    }
}

/// What is thought of the children of a run, as bits of the run.
pub(super) fn bits_of_children(connection: &Connection, parent: Rid) -> Result<i64, StoreError> {
    let mut select = connection.prepare_cached("SELECT bits FROM run_opinion JOIN run ON run.rid = run_opinion.rid WHERE run_opinion.parent = ?1 AND status >= 0")?;
    let mut bits = 0;
    for of_child in select.query_map([parent.0], |row| row.get::<_, i64>(0))? {
        bits |= of_child? << thumbs::CHILD_SHIFT;
    }
    Ok(bits)
}

fn bit_of(key: &str, value: &RawJson) -> i64 {
    match (key, value.text()) {
        ("thumb", "\"up\"") => thumbs::UP,
        ("thumb", "\"down\"") => thumbs::DOWN,
        ("comment", text) if text.starts_with('"') && text != "\"\"" => thumbs::COMMENT,
        _ => 0,
    }
}

/// Fills the table once, in a store that was written before there was one.
pub(super) fn fill(connection: &mut Connection, codec: &Codec) -> Result<(), StoreError> {
    let tx = connection.transaction()?;
    let is_new = tx.execute("INSERT OR IGNORE INTO store_fact (name, value) VALUES ('opinions', 'filled')", [])? == 1;
    if is_new {
        let mut select = tx.prepare("SELECT rid, parent, body FROM run_attribute JOIN run USING (rid)")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let body = row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?;
            let Some(attributes) = attributes::decode(body, codec) else { continue };
            let parent = row.get::<_, Option<i64>>(1)?.map(Rid);
            put(&tx, (Rid(row.get(0)?), parent), &Entries { entries: attributes.feedback, cleared_by: None })?;
        }
    }
    tx.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(feedback: &str, want: i64) {
        assert_eq!(bits_of(Some(&RawJson::from(feedback.to_owned()))), want, "{feedback}");
    }

    #[test]
    fn a_feedback_object_in_short() {
        check(r#"{"thumb":"up"}"#, thumbs::UP);
        check(r#"{"thumb":"down","comment":"no"}"#, thumbs::DOWN | thumbs::COMMENT);
        check(r#"{"thumb":null,"comment":""}"#, 0);
        check(r#"{"thumb":"sideways","comment":null,"other":"up"}"#, 0);
        check("[]", 0);
        assert_eq!(bits_of(None), 0);
    }
}

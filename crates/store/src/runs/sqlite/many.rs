//! One change for many runs, in slices, so that ingestion goes on in between.

use std::collections::HashSet;

use model::{RunId, Timestamp};
use rusqlite::{Connection, OptionalExtension};

use super::edit::{self, Changed};
use super::rid::Rid;
use super::turn::TurnPlace;
use super::writer::Caches;
use super::{SqliteRuns, delete, lookup};
use crate::runs::{Edited, ManyEdit, RunEdit};
use crate::{ProjectScope, StoreError};

/// Runs that are changed in one transaction.
const SLICE: usize = 100;

impl SqliteRuns {
    pub(in super::super) async fn present(
        &self,
        at: &ProjectScope,
        ids: Vec<RunId>,
    ) -> Result<Vec<(RunId, String)>, StoreError> {
        let at = *at;
        self.read(move |connection, _| present(connection, &at, &ids)).await
    }

    pub(in super::super) async fn edit_many(
        &self,
        at: &ProjectScope,
        ids: &[RunId],
        edit: &ManyEdit,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let mut changed = 0;
        for slice in ids.chunks(SLICE) {
            let (at, slice, edit) = (*at, slice.to_vec(), edit.clone());
            changed += self.on_writer(move |tx, caches| edit_slice(tx, caches, (at, &slice), (&edit, now))).await?;
        }
        Ok(changed)
    }
}

fn present(connection: &Connection, at: &ProjectScope, ids: &[RunId]) -> Result<Vec<(RunId, String)>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT coalesce(run.shown_id, run.id), type.text
           FROM run
           LEFT JOIN dictionary AS type ON type.id = run.type
          WHERE run.rid = ?1
            AND run.status >= 0",
    )?;
    let (mut found, mut seen) = (Vec::new(), HashSet::new());
    for id in ids {
        let Some(rid) = lookup::find(connection, at, *id)?.filter(|rid| seen.insert(*rid)) else { continue };
        let run =
            select.query_row([rid.0], |row| Ok((RunId::from_bytes(row.get(0)?), row.get::<_, Option<String>>(1)?)));
        found.extend(run.optional()?.map(|(id, run_type)| (id, run_type.unwrap_or_else(|| "chain".into()))));
    }
    Ok(found)
}

fn edit_slice(
    tx: &Connection,
    caches: &mut Caches,
    (at, ids): (ProjectScope, &[RunId]),
    (edit, now): (&ManyEdit, Timestamp),
) -> Result<(u64, Changed), StoreError> {
    let (mut count, mut changed) = (0, Vec::new());
    for id in ids {
        let (is_changed, more) = match edit {
            ManyEdit::Delete => delete::delete(tx, caches, (at, *id), now)?,
            ManyEdit::Tag { tags, most } => {
                let wanted = |now: &mut Vec<String>| {
                    now.extend(tags.iter().cloned());
                    dedup(now);
                    now.len() <= *most
                };
                retag(tx, caches, (at, *id, now), wanted)?
            }
            ManyEdit::Untag(tags) => {
                let wanted = |now: &mut Vec<String>| {
                    now.retain(|tag| !tags.contains(tag));
                    true
                };
                retag(tx, caches, (at, *id, now), wanted)?
            }
        };
        count += u64::from(is_changed);
        changed.extend(more);
    }
    Ok((count, changed))
}

/// Gives a run other tags, where `change` makes others of them and says that they are allowed.
fn retag(
    tx: &Connection,
    caches: &mut Caches,
    (at, id, now): (ProjectScope, RunId, Timestamp),
    change: impl Fn(&mut Vec<String>) -> bool,
) -> Result<(bool, Changed), StoreError> {
    let Some(rid) = lookup::find(tx, &at, id)? else { return Ok((false, Vec::new())) };
    let before = tags(tx, caches, rid)?;
    let mut after = before.clone();
    if !change(&mut after) || after == before {
        return Ok((false, Vec::new()));
    }
    let (edited, changed) = edit::edit(tx, caches, (at, id), (RunEdit::Tags(Some(after)), now))?;
    Ok((edited == Edited::Done, changed))
}

fn tags(tx: &Connection, caches: &Caches, rid: Rid) -> Result<Vec<String>, StoreError> {
    let list = match TurnPlace::of(tx, rid)? {
        Some(turn) => turn.read(tx, &caches.codec)?.tags_text(),
        None => {
            let mut select = tx.prepare_cached(
                "SELECT dictionary.text FROM run LEFT JOIN dictionary ON dictionary.id = run.tags WHERE run.rid = ?1",
            )?;
            select.query_row([rid.0], |row| row.get(0)).optional()?.flatten()
        }
    };
    Ok(list.and_then(|list| serde_json::from_str(&list).ok()).unwrap_or_default())
}

/// Each tag once, in the order in which it came first.
fn dedup(tags: &mut Vec<String>) {
    let mut seen = HashSet::new();
    tags.retain(|tag| seen.insert(tag.clone()));
}

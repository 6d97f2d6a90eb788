//! What is left of deleted datasets, and of imports that never came to an end, goes in slices.

use model::{DatasetId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::batch::SLICE_ITEMS;
use super::order;
use crate::meta::Meta;
use crate::{DeletedScope, StoreError};

/// How long a batch may stand still before it is taken for one that never comes, in microseconds.
const STALE_MICROS: i64 = 60 * 60 * 1_000_000;

impl Meta {
    /// Takes away a slice of the rows of a deleted dataset; 0 when nothing is left of it, or when it is not deleted.
    pub async fn purge_dataset(&self, id: DatasetId) -> Result<u64, StoreError> {
        self.write_aside(move |tx, _| {
            let sql = "SELECT number FROM dataset_v2 WHERE id = ?1 AND deleted_at IS NOT NULL";
            let number = tx.query_row(sql, [id.to_string()], |row| row.get(0)).optional()?;
            number.map_or(Ok(0), |number| purge(tx, number))
        })
        .await
    }

    /// Takes away a slice of what the datasets of a deleted project are; 0 when nothing is left of them.
    pub async fn purge_datasets_of(&self, at: &DeletedScope) -> Result<u64, StoreError> {
        let project = at.project().to_string();
        self.write_aside(move |tx, _| {
            let sql = "SELECT number FROM dataset_v2 WHERE project_id = ?1 ORDER BY number LIMIT 1";
            if let Some(number) = tx.query_row(sql, [&project], |row| row.get(0)).optional()? {
                return purge(tx, number);
            }
            tx.execute("DELETE FROM dataset_order WHERE project_id = ?1", [&project])?;
            let first = "DELETE FROM dataset WHERE id IN (SELECT id FROM dataset WHERE project_id = ?1 LIMIT 1)";
            Ok(tx.execute(first, [&project])? as u64)
        })
        .await
    }

    /// Takes away a slice of what never came to an end: imports that stand still, deleted datasets whose job was given up, and
    /// files that nobody imported. 0 when there is nothing of the kind.
    pub async fn sweep_datasets(&self, now: Timestamp) -> Result<u64, StoreError> {
        let stale = now.micros() - STALE_MICROS;
        if !self.read(move |connection, _| is_any_stale(connection, stale)).await? {
            return Ok(0);
        }
        self.write_aside(move |tx, _| {
            let sql = "SELECT id, dataset FROM dataset_batch WHERE since IS NULL AND touched_at < ?1 LIMIT 1";
            let found = tx.query_row(sql, [stale], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            if let Some((batch, dataset)) = found {
                return drop_batch(tx, dataset, batch);
            }
            let sql = "SELECT number FROM dataset_v2 WHERE deleted_at < ?1 LIMIT 1";
            let found = tx.query_row(sql, [stale], |row| row.get(0)).optional()?;
            found.map_or_else(|| order::sweep(tx, now), |number| purge(tx, number))
        })
        .await
    }
}

fn is_any_stale(connection: &Connection, stale: i64) -> Result<bool, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT 1 FROM dataset_batch WHERE since IS NULL AND touched_at < ?1
         UNION ALL
         SELECT 1 FROM dataset_v2 WHERE deleted_at < ?1
         UNION ALL
         SELECT 1 FROM dataset_order WHERE created_at < ?1",
    )?;
    Ok(select.exists([stale])?)
}

/// Items first, then what they say, then the rest with the dataset itself.
fn purge(tx: &Transaction<'_>, number: i64) -> Result<u64, StoreError> {
    let last: Option<i64> = nth(tx, "SELECT place FROM dataset_item WHERE dataset = ?1 ORDER BY place", number)?;
    let last = last.unwrap_or(i64::MAX);
    let gone = tx.execute("DELETE FROM dataset_item WHERE dataset = ?1 AND place <= ?2", [number, last])?;
    if gone > 0 {
        return Ok(gone as u64);
    }
    let last: Option<Vec<u8>> = nth(tx, "SELECT hash FROM dataset_text WHERE dataset = ?1 ORDER BY hash", number)?;
    let sql = "DELETE FROM dataset_text WHERE dataset = ?1 AND (?2 IS NULL OR hash <= ?2)";
    let gone = tx.execute(sql, params![number, last])?;
    if gone > 0 {
        return Ok(gone as u64);
    }
    let mut gone = 0;
    for sql in [
        "DELETE FROM dataset_batch WHERE dataset = ?1",
        "DELETE FROM dataset_version WHERE dataset = ?1",
        "DELETE FROM dataset_v2 WHERE number = ?1",
    ] {
        gone += tx.execute(sql, [number])? as u64;
    }
    Ok(gone)
}

/// What stands at the end of a slice of the rows of a dataset; `None` when they are no more than a slice.
fn nth<T: rusqlite::types::FromSql>(tx: &Transaction<'_>, sql: &str, dataset: i64) -> Result<Option<T>, StoreError> {
    let sql = format!("{sql} LIMIT 1 OFFSET {}", SLICE_ITEMS - 1);
    Ok(tx.prepare_cached(&sql)?.query_row([dataset], |row| row.get(0)).optional()?)
}

/// A batch stands still: its items go, and then the batch. What they say stays until the dataset goes.
fn drop_batch(tx: &Transaction<'_>, dataset: i64, batch: i64) -> Result<u64, StoreError> {
    let mut places = tx.prepare_cached(
        "SELECT place
           FROM dataset_item
          WHERE dataset = ?1
            AND batch_id = ?2
          ORDER BY place
          LIMIT 1 OFFSET ?3",
    )?;
    let last: Option<i64> = places.query_row(params![dataset, batch, SLICE_ITEMS - 1], |row| row.get(0)).optional()?;
    let sql = "DELETE FROM dataset_item WHERE dataset = ?1 AND batch_id = ?2 AND place <= ?3";
    let gone = tx.execute(sql, [dataset, batch, last.unwrap_or(i64::MAX)])?;
    if gone > 0 {
        return Ok(gone as u64);
    }
    Ok(tx.execute("DELETE FROM dataset_batch WHERE id = ?1", [batch])? as u64)
}

//! Batches: items that came together, and that may go together. What comes in slices is a batch that has not begun yet, so
//! nobody sees it; that it begins, or that a whole version ends, is one short write however many items there are.

use model::{DatasetItemId, Timestamp};
use rusqlite::{OptionalExtension, Transaction, params};
use uuid::{Builder, Uuid};

use super::row::Head;
use crate::StoreError;

/// How many items one transaction takes: nobody who signs in meanwhile waits for longer than that.
pub const SLICE_ITEMS: usize = 1_000;

/// Where a state of an item lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// Of the dataset.
    pub(super) dataset: i64,
    pub(super) batch: i64,
    pub(super) place: i64,
}

/// The batch of what is changed between the newest version and the next one.
pub(super) fn open(tx: &Transaction<'_>, head: &Head, now: Timestamp) -> Result<i64, StoreError> {
    let sql = "SELECT id FROM dataset_batch WHERE dataset = ?1 AND since = ?2 AND until IS NULL ORDER BY id LIMIT 1";
    let found = tx.prepare_cached(sql)?.query_row([head.number, head.next_version()], |row| row.get(0)).optional()?;
    found.map_or_else(|| insert(tx, head.number, Some(head.next_version()), now), Ok)
}

/// A batch that nobody sees yet.
pub(super) fn coming(tx: &Transaction<'_>, dataset: i64, now: Timestamp) -> Result<i64, StoreError> {
    insert(tx, dataset, None, now)
}

fn insert(tx: &Transaction<'_>, dataset: i64, since: Option<i64>, now: Timestamp) -> Result<i64, StoreError> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO dataset_batch (id, dataset, since, touched_at)
         SELECT coalesce(max(id), 0) + 1, ?1, ?2, ?3
           FROM dataset_batch
         RETURNING id",
    )?;
    Ok(insert.query_row(params![dataset, since, now.micros()], |row| row.get(0))?)
}

/// Notes that more of a batch has come; false when it is gone, because its dataset is or because nothing came for too long.
pub(super) fn touch(tx: &Transaction<'_>, batch: i64, now: Timestamp) -> Result<bool, StoreError> {
    let mut update = tx.prepare_cached(
        "UPDATE dataset_batch
            SET touched_at = ?2
          WHERE id = ?1
            AND since IS NULL
            AND dataset IN (SELECT number FROM dataset_v2)",
    )?;
    Ok(update.execute(params![batch, now.micros()])? > 0)
}

/// Lets everybody see a batch, from the next version on.
pub(super) fn begin(tx: &Transaction<'_>, head: &Head, batch: i64) -> Result<(), StoreError> {
    tx.execute("UPDATE dataset_batch SET since = ?2 WHERE id = ?1", [batch, head.next_version()])?;
    Ok(())
}

/// Ends everything that can be seen of a dataset, with the next version.
pub(super) fn end_all(tx: &Transaction<'_>, head: &Head) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE dataset_batch
            SET until = ?2
          WHERE dataset = ?1
            AND since IS NOT NULL
            AND until IS NULL",
        [head.number, head.next_version()],
    )?;
    Ok(())
}

/// Stores the first state of an item, which says a text that is kept; its id.
pub(super) fn put(tx: &Transaction<'_>, spot: Spot, text: i64, now: Timestamp) -> Result<DatasetItemId, StoreError> {
    let id = new_item_id(now, spot.place);
    tx.prepare_cached(
        "INSERT INTO dataset_item (dataset, place, batch_id, id, text_id, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
    )?
    .execute(params![spot.dataset, spot.place, spot.batch, id.to_string(), text, now.micros()])?;
    Ok(id)
}

/// An id that begins with the time (UUID version 7) and goes on with the place, so that those of an import lie behind one another
/// in the index.
fn new_item_id(now: Timestamp, place: i64) -> DatasetItemId {
    let millis = u64::try_from(now.micros() / 1_000).unwrap_or_default();
    let mut rest = [0; 10];
    rest.copy_from_slice(&Uuid::new_v4().as_bytes()[..10]);
    // Of the first byte and of the third the version and the variant take some bits.
    let place = place.to_be_bytes();
    [rest[0], rest[1], rest[3], rest[4]] = [place[4] & 0x0f, place[5], place[6], place[7]];
    rest[2] = 0;
    DatasetItemId(Builder::from_unix_timestamp_millis(millis, &rest).into_uuid())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_items_are_in_the_order_of_their_places() {
        let now = Timestamp::from_millis(1_748_779_200_000);
        let places = [1, 2, 255, 256, 65_535, 65_536, 1 << 20, 1 << 24, (1 << 28) - 1];
        let ids: Vec<String> = places.iter().map(|place| new_item_id(now, *place).to_string()).collect();
        assert!(ids.is_sorted(), "{ids:?}");
        assert!(ids.iter().all(|id| id.as_bytes()[14] == b'7' && id.starts_with("01972b5c-ee00-7")), "{ids:?}");
        assert_ne!(new_item_id(now, 1), new_item_id(now, 1));
    }
}

//! The items of a dataset. To change one is to end its state and to begin another; only a state that no version has yet is
//! changed where it is.

use model::{DatasetId, DatasetItemId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::batch::{self, Spot};
use super::row::{self, Head};
use super::text::{self, ItemText, Shelf};
use super::{Change, InDataset, changed};
use crate::meta::Meta;
use crate::meta::deed::Deed;
use crate::meta::sqlite::uuid_at;
use crate::{ProjectScope, StoreError};

/// An item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ItemRow {
    /// Unique in the store, and the same for all states of the item.
    pub id: DatasetItemId,
    /// The dataset that it belongs to.
    pub dataset: DatasetId,
    /// What it says.
    pub text: ItemText,
    /// When it was made.
    pub created_at: Timestamp,
    /// When what it says was last changed.
    pub updated_at: Timestamp,
}

/// What to change of an item; what is `None` stays as it is.
#[derive(Clone, Debug)]
pub struct ItemEdit {
    /// What goes in.
    pub input: Option<String>,
    /// What should come out.
    pub ground_truth: Option<Option<String>>,
    /// What did come out.
    pub output: Option<Option<String>>,
}

/// A state that can be seen now.
struct State {
    row: ItemRow,
    spot: Spot,
    /// The first version that has it.
    since: i64,
    text: i64,
}

impl Meta {
    /// Adds items behind the others, in this order; `None` when the project has no such dataset. For at most
    /// [`super::SLICE_ITEMS`].
    pub async fn add_items(
        &self,
        at: &ProjectScope,
        id: DatasetId,
        texts: Vec<ItemText>,
        change: Change,
    ) -> Result<Option<Vec<ItemRow>>, StoreError> {
        let at = *at;
        self.write_aside(move |tx, _| {
            let Some(mut head) = row::head(tx, at.project(), id)? else { return Ok(None) };
            if texts.is_empty() {
                return Ok(Some(Vec::new()));
            }
            let batch = batch::open(tx, &head, change.now)?;
            let (mut rows, mut shelf) = (Vec::with_capacity(texts.len()), Shelf::new(head.number));
            for text in texts {
                let spot = Spot { dataset: head.number, batch, place: head.next_place };
                let item = batch::put(tx, spot, shelf.keep(tx, &text)?.id, change.now)?;
                rows.push(ItemRow { id: item, dataset: id, text, created_at: change.now, updated_at: change.now });
                head.next_place += 1;
                head.item_count += 1;
            }
            changed(tx, &at, &head, (Deed::AddDatasetPrompt, &change))?;
            Ok(Some(rows))
        })
        .await
    }

    /// An item of a dataset of the project.
    pub async fn dataset_item(
        &self,
        at: &ProjectScope,
        id: DatasetId,
        item: DatasetItemId,
    ) -> Result<InDataset<ItemRow>, StoreError> {
        let project = at.project();
        self.read(move |connection, _| {
            let Some(head) = row::head(connection, project, id)? else { return Ok(InDataset::NoSuchDataset) };
            Ok(find(connection, &head, item)?.map_or(InDataset::NoSuchPart, |state| InDataset::Done(state.row)))
        })
        .await
    }

    /// Changes what an item says.
    pub async fn update_item(
        &self,
        at: &ProjectScope,
        id: DatasetId,
        (item, edit): (DatasetItemId, ItemEdit),
        change: Change,
    ) -> Result<InDataset<ItemRow>, StoreError> {
        let at = *at;
        self.write_aside(move |tx, _| {
            let Some(head) = row::head(tx, at.project(), id)? else { return Ok(InDataset::NoSuchDataset) };
            let Some(state) = find(tx, &head, item)? else { return Ok(InDataset::NoSuchPart) };
            let row = replace(tx, &head, state, edit, change.now)?;
            changed(tx, &at, &head, (Deed::UpdateDatasetPrompt, &change))?;
            Ok(InDataset::Done(row))
        })
        .await
    }

    /// Takes an item out of a dataset.
    pub async fn delete_item(
        &self,
        at: &ProjectScope,
        id: DatasetId,
        item: DatasetItemId,
        change: Change,
    ) -> Result<InDataset<()>, StoreError> {
        let at = *at;
        self.write_aside(move |tx, _| {
            let Some(mut head) = row::head(tx, at.project(), id)? else { return Ok(InDataset::NoSuchDataset) };
            let Some(state) = find(tx, &head, item)? else { return Ok(InDataset::NoSuchPart) };
            if state.since > head.version {
                let Spot { dataset, place, batch } = state.spot;
                let sql = "DELETE FROM dataset_item WHERE dataset = ?1 AND place = ?2 AND batch_id = ?3";
                tx.execute(sql, [dataset, place, batch])?;
                text::release(tx, state.text)?;
            } else {
                end(tx, &head, state.spot)?;
            }
            head.item_count -= 1;
            changed(tx, &at, &head, (Deed::DeleteDatasetPrompt, &change))?;
            Ok(InDataset::Done(()))
        })
        .await
    }
}

/// Ends a state with the next version.
fn end(tx: &Transaction<'_>, head: &Head, Spot { dataset, place, batch }: Spot) -> Result<(), StoreError> {
    let sql = "UPDATE dataset_item SET until = ?4 WHERE dataset = ?1 AND place = ?2 AND batch_id = ?3";
    tx.prepare_cached(sql)?.execute([dataset, place, batch, head.next_version()])?;
    Ok(())
}

fn replace(
    tx: &Transaction<'_>,
    head: &Head,
    State { row, spot, since, text: old_text }: State,
    edit: ItemEdit,
    now: Timestamp,
) -> Result<ItemRow, StoreError> {
    let said = ItemText {
        input: edit.input.unwrap_or(row.text.input),
        ground_truth: edit.ground_truth.unwrap_or(row.text.ground_truth),
        output: edit.output.unwrap_or(row.text.output),
    };
    let new_text = Shelf::new(head.number).keep(tx, &said)?.id;
    if since > head.version {
        tx.prepare_cached(
            "UPDATE dataset_item
                SET text_id = ?4, updated_at = ?5
              WHERE dataset = ?1
                AND place = ?2
                AND batch_id = ?3",
        )?
        .execute(params![spot.dataset, spot.place, spot.batch, new_text, now.micros()])?;
        text::release(tx, old_text)?;
    } else {
        end(tx, head, spot)?;
        let batch = batch::open(tx, head, now)?;
        tx.prepare_cached(
            "INSERT INTO dataset_item (dataset, place, batch_id, id, text_id, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            spot.dataset,
            spot.place,
            batch,
            row.id.to_string(),
            new_text,
            row.created_at.micros(),
            now.micros()
        ])?;
    }
    Ok(ItemRow { text: said, updated_at: now, ..row })
}

const SELECT: &str = "SELECT item.id, text.input, text.ground_truth, text.output, item.created_at, item.updated_at,
                             item.place, item.batch_id, batch.since, item.text_id
                        FROM dataset_item AS item
                        JOIN dataset_batch AS batch ON batch.id = item.batch_id
                        JOIN dataset_text AS text ON text.id = item.text_id
                       WHERE item.dataset = ?1";
/// What can be seen now.
const VISIBLE: &str = "AND item.until IS NULL AND batch.since IS NOT NULL AND batch.until IS NULL";

fn read(row: &Row<'_>, dataset: DatasetId) -> rusqlite::Result<ItemRow> {
    Ok(ItemRow {
        id: DatasetItemId(uuid_at(row, 0)?.unwrap_or_default()),
        dataset,
        text: ItemText { input: row.get(1)?, ground_truth: row.get(2)?, output: row.get(3)? },
        created_at: Timestamp::from_micros(row.get(4)?),
        updated_at: Timestamp::from_micros(row.get(5)?),
    })
}

/// The items of a dataset as they are now, in their order; `None` when they say more than `max_bytes`.
pub(super) fn all_within(
    connection: &Connection,
    head: &Head,
    max_bytes: usize,
) -> Result<Option<Vec<ItemRow>>, StoreError> {
    let mut select = connection.prepare_cached(&format!("{SELECT} {VISIBLE} ORDER BY item.place"))?;
    let (mut items, mut left) = (Vec::new(), max_bytes);
    for item in select.query_map([head.number], |row| read(row, head.id))? {
        let item = item?;
        let Some(rest) = left.checked_sub(item.text.bytes()) else { return Ok(None) };
        left = rest;
        items.push(item);
    }
    Ok(Some(items))
}

/// The items of a version in their order: at most `limit` behind a place. Each with its place.
pub(super) fn of_version(
    connection: &Connection,
    head: &Head,
    version: i64,
    (after, limit): (i64, i64),
) -> Result<Vec<(i64, ItemRow)>, StoreError> {
    let mut select = connection.prepare_cached(&format!(
        "{SELECT}
            AND item.place > ?3
            AND batch.since <= ?2
            AND (batch.until IS NULL OR batch.until > ?2)
            AND (item.until IS NULL OR item.until > ?2)
          ORDER BY item.place
          LIMIT ?4"
    ))?;
    let rows = select.query_map([head.number, version, after, limit], |row| Ok((row.get(6)?, read(row, head.id)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn find(connection: &Connection, head: &Head, id: DatasetItemId) -> Result<Option<State>, StoreError> {
    let mut select = connection.prepare_cached(&format!("{SELECT} {VISIBLE} AND item.id = ?2"))?;
    let found = select.query_row(params![head.number, id.to_string()], |row| {
        Ok(State {
            row: read(row, head.id)?,
            spot: Spot { dataset: head.number, place: row.get(6)?, batch: row.get(7)? },
            since: row.get(8)?,
            text: row.get(9)?,
        })
    });
    Ok(found.optional()?)
}

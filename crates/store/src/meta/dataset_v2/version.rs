//! Versions of a dataset: 1, 2, 3, ..., each of which is what the dataset was when it was made.

use model::{AccountId, DatasetId, DatasetVersionId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use uuid::Uuid;

use super::item::{self, ItemRow};
use super::row::{self, Head};
use super::{Change, DatasetV2Row, InDataset, changed};
use crate::meta::Meta;
use crate::meta::deed::Deed;
use crate::meta::sqlite::uuid_at;
use crate::{ProjectScope, StoreError};

/// A version, without its items.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DatasetVersionRow {
    /// Unique in the store.
    pub id: DatasetVersionId,
    /// The dataset that it belongs to.
    pub dataset: DatasetId,
    /// From 1, without gaps.
    pub number: u64,
    /// What the dataset was called at the time.
    pub name: String,
    /// What it was for.
    pub description: Option<String>,
    /// How many items it has.
    pub item_count: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it, who may be gone: the owner of the dataset where a key did.
    pub created_by: Option<AccountId>,
    /// The version that was put back by making this one.
    pub restored_from: Option<DatasetVersionId>,
}

/// A version that is to be made.
pub(super) struct New {
    pub(super) by: Option<AccountId>,
    pub(super) restored_from: Option<DatasetVersionId>,
    pub(super) now: Timestamp,
}

impl Meta {
    /// The newest versions of a dataset, the newest first; `None` when the project has no such dataset.
    pub async fn list_dataset_versions(
        &self,
        at: &ProjectScope,
        id: DatasetId,
        limit: u32,
    ) -> Result<Option<Vec<DatasetVersionRow>>, StoreError> {
        let project = at.project();
        self.read(move |connection, _| {
            let head = row::head(connection, project, id)?;
            head.map(|head| list(connection, &head, limit)).transpose()
        })
        .await
    }

    /// A version of a dataset, with its items in their order.
    pub async fn dataset_version(
        &self,
        at: &ProjectScope,
        id: DatasetId,
        version: DatasetVersionId,
    ) -> Result<InDataset<(DatasetVersionRow, Vec<ItemRow>)>, StoreError> {
        let project = at.project();
        self.read_long(move |connection, _| {
            let Some(head) = row::head(connection, project, id)? else { return Ok(InDataset::NoSuchDataset) };
            let Some((found, number)) = find(connection, &head, version)? else { return Ok(InDataset::NoSuchPart) };
            let items = item::of_version(connection, &head, number, (0, i64::MAX))?;
            Ok(InDataset::Done((found, items.into_iter().map(|(_, item)| item).collect())))
        })
        .await
    }

    /// Makes a version of what a dataset is now; `None` when the project has no such dataset.
    pub async fn save_dataset_version(
        &self,
        at: &ProjectScope,
        id: DatasetId,
        change: Change,
    ) -> Result<Option<DatasetV2Row>, StoreError> {
        let at = *at;
        self.write_aside(move |tx, _| {
            let Some(head) = row::head(tx, at.project(), id)? else { return Ok(None) };
            changed(tx, &at, &head, (Deed::UpdateDatasetPrompt, &Change { makes_version: true, ..change }))?;
            row::find(tx, at.project(), id)
        })
        .await
    }
}

impl DatasetVersionRow {
    /// From the columns that begin at `first`.
    pub(super) fn read(row: &Row<'_>, first: usize) -> rusqlite::Result<DatasetVersionRow> {
        Ok(DatasetVersionRow {
            id: DatasetVersionId(uuid_at(row, first)?.unwrap_or_default()),
            dataset: DatasetId(uuid_at(row, first + 1)?.unwrap_or_default()),
            number: row.get(first + 2)?,
            name: row.get(first + 3)?,
            description: row.get(first + 4)?,
            item_count: row.get(first + 5)?,
            created_at: Timestamp::from_micros(row.get(first + 6)?),
            created_by: uuid_at(row, first + 7)?.map(AccountId),
            restored_from: uuid_at(row, first + 8)?.map(DatasetVersionId),
        })
    }
}

const SELECT: &str = "SELECT version.id, dataset.id, version.number, version.name, version.description,
                             version.item_count, version.created_at, version.created_by, version.restored_from
                        FROM dataset_version AS version
                        JOIN dataset_v2 AS dataset ON dataset.number = version.dataset
                       WHERE version.dataset = ?1";

fn list(connection: &Connection, head: &Head, limit: u32) -> Result<Vec<DatasetVersionRow>, StoreError> {
    let mut select = connection.prepare_cached(&format!("{SELECT} ORDER BY version.number DESC LIMIT ?2"))?;
    let rows = select.query_map(params![head.number, limit], |row| DatasetVersionRow::read(row, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The version of this id in the dataset, and its number.
pub(super) fn find(
    connection: &Connection,
    head: &Head,
    id: DatasetVersionId,
) -> Result<Option<(DatasetVersionRow, i64)>, StoreError> {
    let mut select = connection.prepare_cached(&format!("{SELECT} AND version.id = ?2"))?;
    let found = select
        .query_row(params![head.number, id.to_string()], |row| Ok((DatasetVersionRow::read(row, 0)?, row.get(2)?)));
    Ok(found.optional()?)
}

/// Makes the next version of a dataset.
pub(super) fn make(tx: &Transaction<'_>, head: &Head, new: &New) -> Result<DatasetVersionId, StoreError> {
    let id = DatasetVersionId(Uuid::new_v4());
    tx.prepare_cached(
        "INSERT INTO dataset_version (id, dataset, number, name, description, item_count, created_at, created_by, \
                                      restored_from)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        id.to_string(),
        head.number,
        head.next_version(),
        head.name,
        head.description,
        head.item_count,
        new.now.micros(),
        new.by.map(|id| id.to_string()),
        new.restored_from.map(|id| id.to_string()),
    ])?;
    let sql = "UPDATE dataset_v2 SET version = ?2, updated_at = ?3 WHERE number = ?1";
    tx.prepare_cached(sql)?.execute(params![head.number, head.next_version(), new.now.micros()])?;
    Ok(id)
}

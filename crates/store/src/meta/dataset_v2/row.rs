//! The rows of datasets themselves.

use model::{AccountId, DatasetId, ProjectId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row};

use super::DatasetV2Row;
use super::version::DatasetVersionRow;
use crate::StoreError;
use crate::meta::sqlite::uuid_at;

/// A dataset, as changes need it.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// What the rows of its parts name it by.
    pub(super) number: i64,
    pub(super) id: DatasetId,
    pub(super) owner: Option<AccountId>,
    pub(super) name: String,
    pub(super) description: Option<String>,
    /// The number of the newest version.
    pub(super) version: i64,
    pub(super) item_count: i64,
    /// The place of the next item.
    pub(super) next_place: i64,
}

impl Head {
    /// The first version that will have what is changed now.
    pub(super) fn next_version(&self) -> i64 {
        self.version + 1
    }
}

/// The dataset of this id in the project, unless it was deleted.
pub(super) fn head(connection: &Connection, project: ProjectId, id: DatasetId) -> Result<Option<Head>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT number, id, owner_id, name, description, version, item_count, next_place
           FROM dataset_v2
          WHERE id = ?1
            AND project_id = ?2
            AND deleted_at IS NULL",
    )?;
    let found = select.query_row([id.to_string(), project.to_string()], |row| {
        Ok(Head {
            number: row.get(0)?,
            id: DatasetId(uuid_at(row, 1)?.unwrap_or_default()),
            owner: uuid_at(row, 2)?.map(AccountId),
            name: row.get(3)?,
            description: row.get(4)?,
            version: row.get(5)?,
            item_count: row.get(6)?,
            next_place: row.get(7)?,
        })
    });
    Ok(found.optional()?)
}

/// Whether another dataset of the project than `own` has this name.
pub(super) fn is_taken(
    connection: &Connection,
    project: ProjectId,
    name: &str,
    own: Option<DatasetId>,
) -> Result<bool, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT 1
           FROM dataset_v2
          WHERE project_id = ?1
            AND name = ?2
            AND id <> ?3
            AND deleted_at IS NULL",
    )?;
    let own = own.map_or_else(String::new, |id| id.to_string());
    Ok(select.exists([&project.to_string(), name, &own])?)
}

const SELECT: &str =
    "SELECT dataset.id, dataset.project_id, dataset.owner_id, account.name, account.email, dataset.name,
                             dataset.description, dataset.created_at, dataset.updated_at, dataset.item_count,
                             version.id, dataset.id, version.number, version.name, version.description,
                             version.item_count, version.created_at, version.created_by, version.restored_from
                        FROM dataset_v2 AS dataset
                        JOIN dataset_version AS version
                          ON version.dataset = dataset.number AND version.number = dataset.version
                        LEFT JOIN account ON account.id = dataset.owner_id
                       WHERE dataset.project_id = ?1
                         AND dataset.deleted_at IS NULL";

fn read(row: &Row<'_>) -> rusqlite::Result<DatasetV2Row> {
    Ok(DatasetV2Row {
        id: DatasetId(uuid_at(row, 0)?.unwrap_or_default()),
        project: ProjectId(uuid_at(row, 1)?.unwrap_or_default()),
        owner: uuid_at(row, 2)?.map(AccountId),
        owner_name: row.get(3)?,
        owner_email: row.get(4)?,
        name: row.get(5)?,
        description: row.get(6)?,
        created_at: Timestamp::from_micros(row.get(7)?),
        updated_at: Timestamp::from_micros(row.get(8)?),
        item_count: row.get(9)?,
        version: DatasetVersionRow::read(row, 10)?,
    })
}

pub(super) fn list(connection: &Connection, project: ProjectId) -> Result<Vec<DatasetV2Row>, StoreError> {
    let mut select =
        connection.prepare_cached(&format!("{SELECT} ORDER BY dataset.created_at DESC, dataset.number DESC"))?;
    let rows = select.query_map([project.to_string()], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn find(
    connection: &Connection,
    project: ProjectId,
    id: DatasetId,
) -> Result<Option<DatasetV2Row>, StoreError> {
    let mut select = connection.prepare_cached(&format!("{SELECT} AND dataset.id = ?2"))?;
    Ok(select.query_row([project.to_string(), id.to_string()], read).optional()?)
}

//! Datasets of items, with versions (spec `api-datasets.md` B).
//!
//! An item is a series of states ([`item`]), each of which belongs to a batch ([`batch`]) and ends when another one, or none,
//! takes its place. A version is a number: it has the states that had begun by then and had not ended. So making one costs the
//! same however many items there are, and what did not change is stored once. What items say lies apart, once for all that say
//! the same, so that an older version is put back without a copy of it.
//!
//! What takes many rows (an import, a duplicate, an older version put back) comes in slices of [`SLICE_ITEMS`], a transaction
//! each, and is seen by nobody until the last, short one makes it count.

mod batch;
mod import;
mod item;
mod order;
mod purge;
mod restore;
mod row;
mod text;
mod version;

use model::{AccountId, DatasetId, DatasetVersionId, ProjectId, Timestamp};
use rusqlite::{Transaction, params};
use uuid::Uuid;

pub use batch::SLICE_ITEMS;
pub use import::{Arriving, Duplicates, Imported, Importing};
pub use item::{ItemEdit, ItemRow};
pub use order::ImportOrder;
pub use restore::Restored;
pub use text::ItemText;
pub use version::DatasetVersionRow;

use super::Meta;
use super::actor::Actor;
use super::dataset::{DatasetNamed, note};
use super::deed::Deed;
use super::job::{NewJob, enqueue};
use crate::{ProjectScope, StoreError};
use row::Head;

/// A dataset of items, without them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DatasetV2Row {
    /// Unique in the store.
    pub id: DatasetId,
    /// Where it belongs.
    pub project: ProjectId,
    /// Who made it; `None` for what a key made.
    pub owner: Option<AccountId>,
    /// What the owner is called, who may be gone.
    pub owner_name: Option<String>,
    /// The owner's address.
    pub owner_email: Option<String>,
    /// What it is called; unique in its project.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it, or something in it, was last changed.
    pub updated_at: Timestamp,
    /// How many items it has now.
    pub item_count: u64,
    /// The newest version.
    pub version: DatasetVersionRow,
}

/// How a change of a dataset is remembered.
#[derive(Clone, Debug)]
pub struct Change {
    /// Who makes it.
    pub actor: Actor,
    /// When.
    pub now: Timestamp,
    /// Whether a version is made of what comes of it.
    pub makes_version: bool,
}

/// What was asked of a part of a dataset.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum InDataset<T> {
    /// It is done.
    Done(T),
    /// The project has no such dataset.
    NoSuchDataset,
    /// The dataset has no such item or version.
    NoSuchPart,
}

/// What to change of a dataset; what is `None` stays as it is.
#[derive(Clone, Debug)]
pub struct DatasetV2Edit {
    /// What it is called.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<Option<String>>,
}

impl Meta {
    /// The datasets of items of the project, the newest first.
    pub async fn list_datasets_v2(&self, at: &ProjectScope) -> Result<Vec<DatasetV2Row>, StoreError> {
        let project = at.project();
        self.read(move |connection, _| row::list(connection, project)).await
    }

    /// A dataset of items of the project.
    pub async fn dataset_v2(&self, at: &ProjectScope, id: DatasetId) -> Result<Option<DatasetV2Row>, StoreError> {
        let project = at.project();
        self.read(move |connection, _| row::find(connection, project, id)).await
    }

    /// The same with its items, in their order.
    pub async fn dataset_v2_with_items(
        &self,
        at: &ProjectScope,
        id: DatasetId,
    ) -> Result<Option<(DatasetV2Row, Vec<ItemRow>)>, StoreError> {
        let found = self.dataset_v2_with_items_within(at, id, usize::MAX).await?;
        Ok(found.and_then(|(row, items)| items.map(|items| (row, items))))
    }

    /// The same, but no items when what they say is more than `max_bytes`.
    pub async fn dataset_v2_with_items_within(
        &self,
        at: &ProjectScope,
        id: DatasetId,
        max_bytes: usize,
    ) -> Result<Option<(DatasetV2Row, Option<Vec<ItemRow>>)>, StoreError> {
        let project = at.project();
        self.read_long(move |connection, _| {
            let Some(head) = row::head(connection, project, id)? else { return Ok(None) };
            let Some(found) = row::find(connection, project, id)? else { return Ok(None) };
            Ok(Some((found, item::all_within(connection, &head, max_bytes)?)))
        })
        .await
    }

    /// Makes a dataset without items, and its first version.
    pub async fn create_dataset_v2(
        &self,
        at: &ProjectScope,
        name: String,
        description: Option<String>,
        (actor, now): (Actor, Timestamp),
    ) -> Result<DatasetNamed<DatasetV2Row>, StoreError> {
        let at = *at;
        self.write_aside(move |tx, _| {
            if row::is_taken(tx, at.project(), &name, None)? {
                return Ok(DatasetNamed::Taken);
            }
            let head = insert(tx, &at, (name, description), (actor.account(), now), false)?;
            version::make(tx, &head, &version::New { by: actor.account(), restored_from: None, now })?;
            note(tx, &at, (Deed::CreateDataset, head.id), (&actor, now))?;
            named(row::find(tx, at.project(), head.id)?)
        })
        .await
    }

    /// Renames a dataset, or says what it is for.
    pub async fn update_dataset_v2(
        &self,
        at: &ProjectScope,
        id: DatasetId,
        edit: DatasetV2Edit,
        change: Change,
    ) -> Result<DatasetNamed<DatasetV2Row>, StoreError> {
        let at = *at;
        self.write_aside(move |tx, _| {
            let Some(mut head) = row::head(tx, at.project(), id)? else { return Ok(DatasetNamed::NoSuchDataset) };
            head.name = edit.name.unwrap_or(head.name);
            head.description = edit.description.unwrap_or(head.description);
            if row::is_taken(tx, at.project(), &head.name, Some(id))? {
                return Ok(DatasetNamed::Taken);
            }
            let sql = "UPDATE dataset_v2 SET name = ?2, description = ?3 WHERE number = ?1";
            tx.execute(sql, params![head.number, head.name, head.description])?;
            changed(tx, &at, &head, (Deed::RenameDataset, &change))?;
            named(row::find(tx, at.project(), id)?)
        })
        .await
    }

    /// Deletes a dataset: nobody reaches it any more, and its rows go by the job `purge-dataset:<id>`. False when the project
    /// has none by this id.
    pub async fn delete_dataset_v2(
        &self,
        at: &ProjectScope,
        id: DatasetId,
        actor: Actor,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let at = *at;
        let is_deleted = self
            .write_aside(move |tx, _| {
                let Some(head) = row::head(tx, at.project(), id)? else { return Ok(false) };
                let sql = "UPDATE dataset_v2 SET deleted_at = ?2 WHERE number = ?1";
                tx.execute(sql, params![head.number, now.micros()])?;
                note(tx, &at, (Deed::DeleteDataset, id), (&actor, now))?;
                enqueue(tx, &NewJob::plain(Some(at.org()), &format!("purge-dataset:{id}")), now)?;
                Ok(true)
            })
            .await?;
        self.wake_worker();
        Ok(is_deleted)
    }
}

/// Stores a dataset that has no version yet. One that is hidden is as good as deleted, until somebody shows it.
fn insert(
    tx: &Transaction<'_>,
    at: &ProjectScope,
    (name, description): (String, Option<String>),
    (owner, now): (Option<AccountId>, Timestamp),
    is_hidden: bool,
) -> Result<Head, StoreError> {
    let id = DatasetId(Uuid::new_v4());
    let number = tx.query_row(
        "INSERT INTO dataset_v2 (number, id, project_id, owner_id, name, description, created_at, updated_at, version, \
                                 item_count, next_place, deleted_at)
         SELECT coalesce(max(number), 0) + 1, ?1, ?2, ?3, ?4, ?5, ?6, ?6, 0, 0, 1, ?7
           FROM dataset_v2
         RETURNING number",
        params![
            id.to_string(),
            at.project().to_string(),
            owner.map(|id| id.to_string()),
            name,
            description,
            now.micros(),
            is_hidden.then(|| now.micros()),
        ],
        |row| row.get(0),
    )?;
    Ok(Head { number, id, owner, name, description, version: 0, item_count: 0, next_place: 1 })
}

/// What follows every change: the dataset says when it was changed, maybe a version is made, and the audit log tells who did
/// what.
fn changed(
    tx: &Transaction<'_>,
    at: &ProjectScope,
    head: &Head,
    (deed, change): (Deed, &Change),
) -> Result<Option<DatasetVersionId>, StoreError> {
    let sql = "UPDATE dataset_v2 SET updated_at = ?2, item_count = ?3, next_place = ?4 WHERE number = ?1";
    tx.prepare_cached(sql)?.execute(params![head.number, change.now.micros(), head.item_count, head.next_place])?;
    let by = change.actor.account().or(head.owner);
    let new = version::New { by, restored_from: None, now: change.now };
    let version = change.makes_version.then(|| version::make(tx, head, &new)).transpose()?;
    note(tx, at, (deed, head.id), (&change.actor, change.now))?;
    Ok(version)
}

fn named(row: Option<DatasetV2Row>) -> Result<DatasetNamed<DatasetV2Row>, StoreError> {
    Ok(row.map_or(DatasetNamed::NoSuchDataset, DatasetNamed::Done))
}

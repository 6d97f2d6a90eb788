//! Versions of datasets as the wire has them (spec `api-datasets.md` B.1).

use model::{AccountId, DatasetId, DatasetItemId, DatasetVersionId, Timestamp};
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::meta::{DatasetV2Row, DatasetVersionRow, ItemRow};
use utoipa::ToSchema;
use uuid::{Builder, Uuid};

use super::view::{DatasetV2View, Results};

/// A version of a dataset.
#[derive(Serialize, ToSchema)]
#[schema(as = DatasetV2Version)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VersionView {
    #[schema(value_type = String, format = "uuid")]
    id: DatasetVersionId,
    #[schema(value_type = String, format = "uuid")]
    dataset_id: DatasetId,
    /// From 1, without gaps.
    version_number: u64,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = Option<String>, format = "uuid")]
    created_by: Option<AccountId>,
    /// The version that was put back by making this one.
    #[schema(value_type = Option<String>, format = "uuid")]
    restored_from_version_id: Option<DatasetVersionId>,
    /// Of the dataset at the time.
    name: Option<String>,
    description: Option<String>,
    item_count: u64,
}

/// An item as a version has it.
#[derive(Serialize, ToSchema)]
#[schema(as = DatasetV2VersionItem)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VersionItemView {
    /// Of the item in this version.
    #[schema(value_type = String, format = "uuid")]
    id: Uuid,
    #[schema(value_type = String, format = "uuid")]
    version_id: DatasetVersionId,
    #[schema(value_type = String, format = "uuid")]
    dataset_id: DatasetId,
    /// From 1.
    item_index: usize,
    input: String,
    ground_truth: Option<String>,
    output: Option<String>,
    /// The item itself, which may be gone.
    #[schema(value_type = Option<String>, format = "uuid")]
    source_item_id: Option<DatasetItemId>,
    #[schema(value_type = Option<String>, format = DateTime)]
    source_created_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    source_updated_at: Option<Timestamp>,
    #[serde(flatten)]
    results: Results,
}

/// Versions, the newest first.
#[derive(Serialize, ToSchema)]
#[schema(as = DatasetV2Versions)]
pub(crate) struct VersionsView {
    pub(super) versions: Vec<VersionView>,
}

/// A version with its items in their order.
#[derive(Serialize, ToSchema)]
#[schema(as = DatasetV2VersionWithItems)]
pub(crate) struct FullVersionView {
    version: VersionView,
    items: Vec<VersionItemView>,
}

/// A version that was made, and the dataset that has it.
#[derive(Serialize, ToSchema)]
#[schema(as = DatasetV2Saved)]
pub(crate) struct SavedView {
    version: VersionView,
    dataset: DatasetV2View,
}

impl From<DatasetVersionRow> for VersionView {
    fn from(row: DatasetVersionRow) -> VersionView {
        VersionView {
            id: row.id,
            dataset_id: row.dataset,
            version_number: row.number,
            created_at: row.created_at,
            created_by: row.created_by,
            restored_from_version_id: row.restored_from,
            name: Some(row.name),
            description: row.description,
            item_count: row.item_count,
        }
    }
}

impl FullVersionView {
    pub(super) fn new(version: DatasetVersionRow, items: Vec<ItemRow>) -> FullVersionView {
        let of = version.id;
        let items = items.into_iter().enumerate().map(|(at, item)| VersionItemView::new(of, at + 1, item)).collect();
        FullVersionView { version: version.into(), items }
    }
}

impl SavedView {
    pub(super) fn new(row: DatasetV2Row) -> SavedView {
        SavedView { version: row.version.clone().into(), dataset: DatasetV2View::new(row) }
    }
}

impl VersionItemView {
    fn new(version: DatasetVersionId, item_index: usize, row: ItemRow) -> VersionItemView {
        VersionItemView {
            id: id_in(version, row.id),
            version_id: version,
            dataset_id: row.dataset,
            item_index,
            input: row.text.input,
            ground_truth: row.text.ground_truth,
            output: row.text.output,
            source_item_id: Some(row.id),
            source_created_at: Some(row.created_at),
            source_updated_at: Some(row.updated_at),
            results: Results::default(),
        }
    }
}

/// An item has an id of its own in each version, which is always the same though nobody stores it.
fn id_in(version: DatasetVersionId, item: DatasetItemId) -> Uuid {
    let hash = Sha256::digest([version.0.into_bytes(), item.0.into_bytes()].concat());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}

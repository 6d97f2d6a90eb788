//! Datasets of items as the wire has them (spec `api-datasets.md` B.1).

use model::{AccountId, DatasetId, DatasetItemId, DatasetVersionId, ProjectId, Timestamp};
use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use store::meta::{DatasetV2Row, DatasetVersionRow, ItemRow};
use utoipa::ToSchema;
use uuid::{Builder, Uuid};

/// A dataset of items.
#[derive(Serialize, ToSchema)]
#[schema(as = DatasetV2)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DatasetV2View {
    #[schema(value_type = String, format = "uuid")]
    id: DatasetId,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it, or something in it, was last changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    #[schema(value_type = String, format = "uuid")]
    project_id: ProjectId,
    /// Who made it; null for what a key made.
    #[schema(value_type = Option<String>, format = "uuid")]
    owner_id: Option<AccountId>,
    /// Unique in the project.
    name: String,
    /// What it is for.
    description: Option<String>,
    #[schema(value_type = String, format = "uuid")]
    current_version_id: DatasetVersionId,
    current_version_number: u64,
    #[serde(flatten)]
    slots: Slots,
    item_count: u64,
    owner_name: Option<String>,
    owner_email: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    current_version_created_at: Timestamp,
    #[schema(value_type = Option<String>, format = "uuid")]
    current_version_created_by: Option<AccountId>,
    #[schema(value_type = Option<String>, format = "uuid")]
    current_version_restored_from_version_id: Option<DatasetVersionId>,
    /// By the number of the slot; absent from lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    evaluator_configs: Option<Map<String, Value>>,
    /// In their order, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Vec<ItemView>>,
    /// There, and true, when a version was put back and its name was not, because another dataset has it now.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    name_kept: bool,
}

/// The evaluators of a dataset: none yet.
#[derive(Serialize, ToSchema, Default)]
#[schema(as = DatasetV2Slots)]
#[serde(rename_all = "camelCase")]
struct Slots {
    evaluator_slot1_id: Option<String>,
    evaluator_slot2_id: Option<String>,
    evaluator_slot3_id: Option<String>,
    evaluator_slot4_id: Option<String>,
    evaluator_slot5_id: Option<String>,
}

/// What evaluators said of an item: nothing yet.
#[derive(Serialize, ToSchema, Default)]
#[schema(as = DatasetV2Results)]
#[serde(rename_all = "camelCase")]
struct Results {
    #[schema(value_type = Option<Object>)]
    evaluator_result1: Option<Value>,
    #[schema(value_type = Option<Object>)]
    evaluator_result2: Option<Value>,
    #[schema(value_type = Option<Object>)]
    evaluator_result3: Option<Value>,
    #[schema(value_type = Option<Object>)]
    evaluator_result4: Option<Value>,
    #[schema(value_type = Option<Object>)]
    evaluator_result5: Option<Value>,
}

/// An item of a dataset.
#[derive(Serialize, ToSchema)]
#[schema(as = DatasetV2Item)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ItemView {
    /// The same as long as the item is there; an older version that is put back has new ones.
    #[schema(value_type = String, format = "uuid")]
    id: DatasetItemId,
    #[schema(value_type = String, format = "uuid")]
    dataset_id: DatasetId,
    /// What goes in; may be empty.
    input: String,
    /// What should come out.
    ground_truth: Option<String>,
    /// What did come out.
    output: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    #[serde(flatten)]
    results: Results,
}

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

/// What became of an import.
#[derive(Serialize, ToSchema)]
#[schema(as = DatasetV2Imported)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ImportedView {
    /// How many items came in.
    pub(super) inserted_count: u64,
    /// How many said what another one says already; with `skip` they did not come in.
    pub(super) duplicate_count: u64,
}

impl DatasetV2View {
    /// As lists have it.
    pub(super) fn listed(row: DatasetV2Row) -> DatasetV2View {
        DatasetV2View {
            id: row.id,
            created_at: row.created_at,
            updated_at: row.updated_at,
            project_id: row.project,
            owner_id: row.owner,
            name: row.name,
            description: row.description,
            current_version_id: row.version.id,
            current_version_number: row.version.number,
            slots: Slots::default(),
            item_count: row.item_count,
            owner_name: row.owner_name,
            owner_email: row.owner_email,
            current_version_created_at: row.version.created_at,
            current_version_created_by: row.version.created_by,
            current_version_restored_from_version_id: row.version.restored_from,
            evaluator_configs: None,
            items: None,
            name_kept: false,
        }
    }

    /// By itself, without items.
    pub(super) fn new(row: DatasetV2Row) -> DatasetV2View {
        DatasetV2View { evaluator_configs: Some(Map::new()), ..DatasetV2View::listed(row) }
    }

    /// By itself, with its items.
    pub(super) fn with_items(row: DatasetV2Row, items: Vec<ItemRow>) -> DatasetV2View {
        let items = items.into_iter().map(ItemView::from).collect();
        DatasetV2View { items: Some(items), ..DatasetV2View::new(row) }
    }

    /// The same, where a version was put back without its name.
    pub(super) fn keeping_name(self, name_kept: bool) -> DatasetV2View {
        DatasetV2View { name_kept, ..self }
    }
}

impl From<ItemRow> for ItemView {
    fn from(row: ItemRow) -> ItemView {
        ItemView {
            id: row.id,
            dataset_id: row.dataset,
            input: row.text.input,
            ground_truth: row.text.ground_truth,
            output: row.text.output,
            created_at: row.created_at,
            updated_at: row.updated_at,
            results: Results::default(),
        }
    }
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

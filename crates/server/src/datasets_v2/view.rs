//! Datasets of items as the wire has them (spec `api-datasets.md` B.1).

use model::{AccountId, DatasetId, DatasetItemId, DatasetVersionId, ProjectId, Timestamp};
use serde::Serialize;
use serde_json::{Map, Value};
use store::meta::{DatasetV2Row, ItemRow};
use utoipa::ToSchema;

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
pub(super) struct Results {
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

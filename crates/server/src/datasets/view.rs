//! Datasets of prompts as the wire has them (spec `api-datasets.md` A.1 and A.3).

use std::sync::Arc;

use model::{AccountId, DatasetId, DatasetPromptId, ProjectId, Timestamp, VariationId};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use store::meta::{DatasetRow, FullDataset, FullPrompt, PromptRow, VariationRow};
use utoipa::ToSchema;

use super::compile::{Budget, Spent, compile};

/// A dataset of prompts, without them.
#[derive(Serialize, ToSchema)]
#[schema(as = DatasetSummary)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DatasetView {
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
    /// What SDKs ask for; unique in the project.
    slug: String,
    /// `text` or `chat`.
    format: &'static str,
}

/// A dataset of prompts with all that is in it.
#[derive(Serialize, ToSchema)]
#[schema(as = Dataset)]
pub(crate) struct FullDatasetView {
    #[serde(flatten)]
    dataset: DatasetView,
    /// In their order.
    prompts: Vec<FullPromptView>,
}

/// A prompt.
#[derive(Serialize, ToSchema)]
#[schema(as = DatasetPrompt)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PromptView {
    #[schema(value_type = String, format = "uuid")]
    id: DatasetPromptId,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = "uuid")]
    dataset_id: DatasetId,
    /// A text, or a list of messages, as they were sent.
    #[schema(value_type = Object)]
    messages: Value,
    /// Always null: nothing of the API writes it.
    ground_truth: Option<String>,
}

/// A prompt with its variations.
#[derive(Serialize, ToSchema)]
#[schema(as = DatasetPromptWithVariations)]
pub(crate) struct FullPromptView {
    #[serde(flatten)]
    prompt: PromptView,
    /// In their order.
    variations: Vec<VariationView>,
}

/// Values for the placeholders of a prompt.
#[derive(Serialize, ToSchema)]
#[schema(as = DatasetPromptVariation)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VariationView {
    #[schema(value_type = String, format = "uuid")]
    id: VariationId,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Texts by the names of placeholders, as they were sent.
    #[schema(value_type = Object)]
    variables: Value,
    /// What should come out.
    ideal_output: Option<String>,
    #[schema(value_type = String, format = "uuid")]
    prompt_id: DatasetPromptId,
}

/// The most that a dataset has for SDKs, its placeholders filled.
pub(super) const MAX_FILLED_BYTES: usize = 16 << 20;

/// A dataset as whoever asks for it wants it.
#[derive(Serialize, ToSchema)]
#[schema(as = AnyDataset)]
#[serde(untagged)]
pub(crate) enum AnyDatasetView {
    /// By its id, as people edit it.
    ById(FullDatasetView),
    /// By its slug, as SDKs read it.
    BySlug(SdkDatasetView),
}

/// A dataset as SDKs read it: by its slug, with the placeholders filled.
#[derive(Serialize, ToSchema)]
#[schema(as = DatasetForSdk)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SdkDatasetView {
    #[schema(value_type = String, format = "uuid")]
    id: DatasetId,
    slug: String,
    #[schema(value_type = Option<String>, format = "uuid")]
    owner_id: Option<AccountId>,
    #[schema(value_type = String, format = "uuid")]
    project_id: ProjectId,
    /// One for each variation of each prompt, and one for a prompt without any.
    #[schema(value_type = Vec<SdkItemView>)]
    #[serde(serialize_with = "shared")]
    items: Arc<[SdkItemView]>,
    /// The same as `items`: the JavaScript SDK reads it.
    #[schema(value_type = Vec<SdkItemView>)]
    #[serde(serialize_with = "shared")]
    runs: Arc<[SdkItemView]>,
}

fn shared<S: Serializer>(items: &Arc<[SdkItemView]>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(items.iter())
}

/// A prompt with the values of one variation.
#[derive(Serialize, ToSchema)]
#[schema(as = DatasetItemForSdk)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SdkItemView {
    /// A text, or a list of messages.
    #[schema(value_type = Object)]
    input: Value,
    /// What should come out; null where the prompt has no variation.
    ideal_output: Option<String>,
}

impl From<DatasetRow> for DatasetView {
    fn from(row: DatasetRow) -> DatasetView {
        DatasetView {
            id: row.id,
            created_at: row.created_at,
            updated_at: row.updated_at,
            project_id: row.project,
            owner_id: row.owner,
            slug: row.slug,
            format: row.format.word(),
        }
    }
}

impl From<FullDataset> for FullDatasetView {
    fn from(full: FullDataset) -> FullDatasetView {
        let prompts = full.prompts.into_iter().map(FullPromptView::from).collect();
        FullDatasetView { dataset: full.row.into(), prompts }
    }
}

impl From<PromptRow> for PromptView {
    fn from(row: PromptRow) -> PromptView {
        PromptView {
            id: row.id,
            created_at: row.created_at,
            dataset_id: row.dataset,
            messages: row.messages.to_value(),
            ground_truth: None,
        }
    }
}

impl From<FullPrompt> for FullPromptView {
    fn from(full: FullPrompt) -> FullPromptView {
        let variations = full.variations.into_iter().map(VariationView::from).collect();
        FullPromptView { prompt: full.row.into(), variations }
    }
}

impl From<VariationRow> for VariationView {
    fn from(row: VariationRow) -> VariationView {
        VariationView {
            id: row.id,
            created_at: row.created_at,
            variables: row.variables.to_value(),
            ideal_output: row.ideal_output,
            prompt_id: row.prompt,
        }
    }
}

impl SdkDatasetView {
    /// The dataset with its placeholders filled, if that is not more than [`MAX_FILLED_BYTES`].
    pub(super) fn filled(full: FullDataset) -> Result<SdkDatasetView, Spent> {
        let mut budget = Budget(MAX_FILLED_BYTES);
        let mut items = Vec::new();
        for prompt in &full.prompts {
            add_items_of(&mut items, prompt, &mut budget)?;
        }
        let items: Arc<[SdkItemView]> = items.into();
        Ok(SdkDatasetView {
            id: full.row.id,
            slug: full.row.slug,
            owner_id: full.row.owner,
            project_id: full.row.project,
            runs: Arc::clone(&items),
            items,
        })
    }
}

/// A prompt with each of its variations; one without any as it is stored, because it is what was really said.
fn add_items_of(items: &mut Vec<SdkItemView>, prompt: &FullPrompt, budget: &mut Budget) -> Result<(), Spent> {
    let messages = prompt.row.messages.to_value();
    let bytes = prompt.row.messages.text().len();
    if prompt.variations.is_empty() {
        budget.take(bytes)?;
        items.push(SdkItemView { input: messages, ideal_output: None });
        return Ok(());
    }
    for variation in &prompt.variations {
        let variables = match variation.variables.to_value() {
            Value::Object(variables) => variables,
            _ => Map::new(),
        };
        budget.take(bytes + variation.ideal_output.as_ref().map_or(0, String::len))?;
        let input = compile(messages.clone(), &variables, budget)?;
        items.push(SdkItemView { input, ideal_output: variation.ideal_output.clone() });
    }
    Ok(())
}

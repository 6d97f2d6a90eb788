//! What the OpenAPI document says of the bodies that `body` reads.

use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A dataset to be made.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DatasetInput)]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct DatasetBody {
    /// What SDKs ask for: 1 to 255 characters, unique in the project.
    slug: String,
    /// `text`, which is the default, or `chat`.
    format: Option<String>,
    /// The first prompt: a text, or a list of messages; a sample when absent, none when null.
    #[schema(value_type = Option<Object>)]
    prompt: Option<Value>,
    /// Whether the prompt gets a variation without variables; true when absent.
    with_prompt_variation: Option<bool>,
}

/// Another slug for a dataset.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct DatasetChange {
    /// 1 to 255 characters, unique in the project.
    slug: String,
}

/// A prompt to be added.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct DatasetPromptBody {
    /// The dataset that it is to belong to.
    #[schema(format = "uuid")]
    dataset_id: String,
    /// A text or a list of messages, as the dataset's format asks; a sample when absent.
    #[schema(value_type = Option<Object>)]
    messages: Option<Value>,
    /// What should come out of its variation.
    ideal_output: Option<String>,
    /// Whether it gets a variation without variables; true when absent.
    with_prompt_variation: Option<bool>,
}

/// Other messages for a prompt.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct DatasetPromptChange {
    /// A text or a list of messages, as the dataset's format asks.
    #[schema(value_type = Object)]
    messages: Value,
}

/// Runs that are to become prompts.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct AttachedRuns {
    /// The dataset that they are to belong to.
    #[schema(format = "uuid")]
    dataset_id: String,
    /// At most 500.
    run_ids: Vec<String>,
}

/// A variation to be added.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct VariationBody {
    /// The prompt that it is to belong to.
    #[schema(format = "uuid")]
    prompt_id: String,
    /// Values by the names of placeholders; what is no text becomes one.
    #[schema(value_type = Option<Object>)]
    variables: Option<Value>,
    /// What should come out.
    ideal_output: Option<String>,
}

/// What to change of a variation; what is absent stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct VariationChange {
    /// Values by the names of placeholders; what is no text becomes one.
    #[schema(value_type = Option<Object>)]
    variables: Option<Value>,
    /// What should come out.
    ideal_output: Option<String>,
}

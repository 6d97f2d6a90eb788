//! What the routes of filters say and hear.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A value to choose.
#[derive(Serialize, ToSchema)]
#[schema(as = Choice)]
pub(crate) struct ChoiceView {
    label: String,
    value: String,
}

impl ChoiceView {
    pub(super) fn of(text: String) -> ChoiceView {
        ChoiceView { label: text.clone(), value: text }
    }
}

/// A filter in words.
#[derive(Deserialize, ToSchema)]
#[schema(as = Sentence)]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(crate) struct SentenceBody {
    /// Such as `slow gpt-4o errors last week`.
    text: String,
    /// `llm`, `trace`, `thread`, `tool` or `retriever`: `llm`.
    #[serde(rename = "type")]
    run_type: Option<String>,
}

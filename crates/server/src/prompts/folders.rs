//! Lists that are made of templates: their folders, and the choices of a filter.

use std::collections::BTreeMap;

use axum::extract::State;
use model::TemplateId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::auth::{In, ListLogs, ListPrompts};
use crate::error::ApiError;
use crate::reply::Json;

/// A folder that has templates in it.
#[derive(Serialize, ToSchema)]
#[schema(as = TemplateFolder)]
pub(crate) struct FolderView {
    /// Names with `/` between; empty at the top.
    folder: String,
    /// How many templates lie in it itself.
    templates: u64,
}

/// The folders that have templates in them, by name.
#[utoipa::path(get, path = "/v1/templates/folders", tag = "prompts",
    responses((status = 200, description = "The folders", body = [FolderView])))]
pub(crate) async fn list_folders(
    State(app): State<App>,
    at: In<ListPrompts>,
) -> Result<Json<Vec<FolderView>>, ApiError> {
    let mut counts = BTreeMap::new();
    for row in app.meta.list_template_rows(&at).await? {
        *counts.entry(row.folder).or_insert(0) += 1;
    }
    Ok(Json(counts.into_iter().map(|(folder, templates)| FolderView { folder, templates }).collect()))
}

/// A template to filter runs by.
#[derive(Serialize, ToSchema)]
#[schema(as = TemplateChoice)]
pub(crate) struct ChoiceView {
    #[schema(value_type = i64)]
    value: TemplateId,
    label: String,
}

/// The templates that runs can be filtered by, by slug.
#[utoipa::path(get, path = "/v1/filters/templates", tag = "filters",
    responses((status = 200, description = "The templates", body = [ChoiceView])))]
pub(crate) async fn list_template_choices(
    State(app): State<App>,
    at: In<ListLogs>,
) -> Result<Json<Vec<ChoiceView>>, ApiError> {
    let mut rows = app.meta.list_template_rows(&at).await?;
    // No project has a slug twice.
    rows.sort_unstable_by(|one, other| one.slug.cmp(&other.slug));
    Ok(Json(rows.into_iter().map(|row| ChoiceView { value: row.id, label: row.slug }).collect()))
}

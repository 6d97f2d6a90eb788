//! The handlers of templates (spec `api-prompts.md` 2 and 4.1).

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::body::{self, TemplateChange, TemplateInput};
use super::path::{NO_SUCH_TEMPLATE, PathTemplate};
use super::query::{PLAIN, one, shape};
use super::refusal::done;
use super::view::{LiveRowView, TemplateView};
use crate::app::App;
use crate::auth::{CreatePrompt, DeletePrompt, In, ListPrompts, ReadPrompt, UpdatePrompt};
use crate::body::JsonBody;
use crate::error::{ApiError, ErrorBody};
use crate::reply::{Json, json_bytes, write_rows};

/// Longer lists are written on a thread of their own.
const INLINE_TEMPLATES: usize = 20;

/// The templates of the project with all their versions, the newest first.
#[utoipa::path(get, path = "/v1/templates", tag = "prompts",
    params(
        ("folder" = Option<String>, Query, description = "Only those in this folder or below it; empty: only those at the top"),
        ("fields" = Option<String>, Query, description = "`all` adds folders, tags, labels, and who changed what when"),
        ("keys" = Option<String>, Query, description = "`raw` shows all keys as they were sent"),
    ),
    responses(
        (status = 200, description = "The templates", body = [TemplateView]),
        (status = 422, description = "Unknown fields or keys", body = ErrorBody),
    ))]
pub(crate) async fn list_templates(
    State(app): State<App>,
    at: In<ListPrompts>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let (shape, folder) = (shape(query.as_deref())?, one(query.as_deref(), "folder")?);
    let mut templates = app.meta.list_templates(&at).await?;
    if let Some(folder) = folder {
        templates.retain(|template| is_in(&template.row.folder, &folder));
    }
    let (project, is_large) = (at.project(), templates.len() > INLINE_TEMPLATES);
    let write =
        move || write_rows("[".to_owned(), templates, |template| TemplateView::new(template, project, shape), "]");
    Ok(json_bytes(app.off_thread_if(is_large, write).await?))
}

/// Whether a folder is the one asked for or below it. At the top is only what is in no folder.
fn is_in(folder: &str, asked: &str) -> bool {
    match folder.strip_prefix(asked) {
        Some(rest) => rest.is_empty() || (!asked.is_empty() && rest.starts_with('/')),
        None => false,
    }
}

/// What SDKs would get now, of every template that has a live version.
///
/// By the age of the templates. The keys of messages are in snake_case.
#[utoipa::path(get, path = "/v1/templates/latest", tag = "prompts",
    responses((status = 200, description = "The versions", body = [LiveRowView])))]
pub(crate) async fn list_live_templates(
    State(app): State<App>,
    at: In<ListPrompts>,
) -> Result<Json<Vec<LiveRowView>>, ApiError> {
    let live = app.meta.list_live(&at).await?;
    Ok(Json(live.iter().map(LiveRowView::new).collect()))
}

/// Makes a template with its first version.
///
/// A slug that ends in `-copy` gets a number where it is taken.
#[utoipa::path(post, path = "/v1/templates", tag = "prompts",
    request_body = TemplateInput,
    responses(
        (status = 200, description = "The template", body = TemplateView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 409, description = "The slug is taken, or there are too many", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn post_template(
    State(app): State<App>,
    at: In<CreatePrompt>,
    body: JsonBody,
) -> Result<Json<TemplateView>, ApiError> {
    let new = body::new_template(body.value)?;
    let template = done(app.meta.create_template(&at, new, at.editor(), app.clock.now()).await?)?;
    Ok(Json(TemplateView::new(template, at.project(), PLAIN)))
}

/// A template with its versions.
#[utoipa::path(get, path = "/v1/templates/{id}", tag = "prompts",
    params(
        ("id" = i64, Path, description = "The template"),
        ("fields" = Option<String>, Query, description = "`all` adds folder, tags, labels, and who changed what when"),
        ("keys" = Option<String>, Query, description = "`raw` shows all keys as they were sent"),
    ),
    responses(
        (status = 200, description = "The template", body = TemplateView),
        (status = 404, description = "The project has no such template", body = ErrorBody),
        (status = 422, description = "Unknown fields or keys", body = ErrorBody),
    ))]
pub(crate) async fn get_template(
    State(app): State<App>,
    at: In<ReadPrompt>,
    path: PathTemplate,
    RawQuery(query): RawQuery,
) -> Result<Json<TemplateView>, ApiError> {
    let shape = shape(query.as_deref())?;
    let template = app.meta.get_template(&at, path.0).await?.ok_or(NO_SUCH_TEMPLATE)?;
    Ok(Json(TemplateView::new(template, at.project(), shape)))
}

/// Renames a template, moves it into a folder, or tags it.
///
/// A body that names nothing to change changes nothing. A slug that was changed leads nowhere: clients get 404 once their own
/// cache is over.
#[utoipa::path(patch, path = "/v1/templates/{id}", tag = "prompts",
    params(("id" = i64, Path, description = "The template")),
    request_body = TemplateChange,
    responses(
        (status = 200, description = "The template", body = TemplateView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 404, description = "The project has no such template", body = ErrorBody),
        (status = 409, description = "The slug is taken", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn patch_template(
    State(app): State<App>,
    at: In<UpdatePrompt>,
    path: PathTemplate,
    body: JsonBody,
) -> Result<Json<TemplateView>, ApiError> {
    let edit = body::template_edit(body.value)?;
    let template = done(app.meta.update_template(&at, (path.0, edit), at.editor(), app.clock.now()).await?)?;
    Ok(Json(TemplateView::new(template, at.project(), PLAIN)))
}

/// Deletes a template with all its versions.
///
/// Runs that name one of them stay, and name none from then on.
#[utoipa::path(delete, path = "/v1/templates/{id}", tag = "prompts",
    params(("id" = i64, Path, description = "The template")),
    responses((status = 204, description = "It is gone, or was not there")))]
pub(crate) async fn delete_template(
    State(app): State<App>,
    at: In<DeletePrompt>,
    path: Result<PathTemplate, ApiError>,
) -> Result<StatusCode, ApiError> {
    let Ok(path) = path else { return Ok(StatusCode::NO_CONTENT) };
    match done(app.meta.delete_template(&at, path.0, at.editor(), app.clock.now()).await?) {
        Ok(()) | Err(ApiError::NotFound(_)) => Ok(StatusCode::NO_CONTENT),
        Err(refusal) => Err(refusal),
    }
}

/// The templates of the project without their versions, the newest first.
#[utoipa::path(get, path = "/v1/prompts", tag = "prompts",
    params(("fields" = Option<String>, Query, description = "`all` adds folders, tags, and who changed what when")),
    responses(
        (status = 200, description = "The templates", body = [TemplateView]),
        (status = 422, description = "Unknown fields", body = ErrorBody),
    ))]
pub(crate) async fn list_prompts(
    State(app): State<App>,
    at: In<ListPrompts>,
    RawQuery(query): RawQuery,
) -> Result<Json<Vec<TemplateView>>, ApiError> {
    let shape = shape(query.as_deref())?;
    let rows = app.meta.list_template_rows(&at).await?;
    Ok(Json(rows.into_iter().map(|row| TemplateView::bare(row, at.project(), shape)).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_what_is_below_it() {
        for (folder, asked, want) in [
            ("support", "support", true),
            ("support/refunds", "support", true),
            ("supporters", "support", false),
            ("sales", "support", false),
            ("", "support", false),
            ("", "", true),
            ("support", "", false),
        ] {
            assert_eq!(is_in(folder, asked), want, "{folder} in {asked}");
        }
    }
}

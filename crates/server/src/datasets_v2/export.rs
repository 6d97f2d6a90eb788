//! The handler that gives files of items out.

use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use store::meta::{ItemRow, ItemText};

use super::http::{NO_SUCH_DATASET, done};
use super::path::PathDataset;
use super::query::Settings;
use super::write::write;
use crate::app::App;
use crate::auth::{In, ListDatasets};
use crate::error::{ApiError, ErrorBody};

/// Longer files are written on a thread of their own, in items.
const INLINE_ITEMS: usize = 200;

/// The items of a dataset as a file, in their order. An import reads it back as it is.
#[utoipa::path(get, path = "/v1/datasets-v2/{datasetId}/export", tag = "datasets-v2",
    params(
        ("datasetId" = String, Path, description = "The dataset"),
        ("format" = Option<String>, Query, description = "`csv`, which is the default, `jsonl` or `json`"),
        ("versionId" = Option<String>, Query, description = "The version; without it, what the dataset is now"),
    ),
    responses(
        (status = 200, description = "The file", body = String, content_type = "text/csv"),
        (status = 404, description = "There is no such dataset or version", body = ErrorBody),
        (status = 422, description = "An unknown format, or an id that is none", body = ErrorBody),
    ))]
pub(crate) async fn get_dataset_export(
    State(app): State<App>,
    at: In<ListDatasets>,
    PathDataset(id): PathDataset,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let settings = Settings::new(query.as_deref());
    let (format, version) = (settings.format()?, settings.version()?);
    let items: Vec<ItemRow> = match version {
        Some(version) => done(app.meta.dataset_version(&at, id, version).await?, "Dataset version")?.1,
        None => app.meta.dataset_v2_with_items(&at, id).await?.ok_or(NO_SUCH_DATASET)?.1,
    };
    let is_large = items.len() > INLINE_ITEMS;
    let texts: Vec<ItemText> = items.into_iter().map(|item| item.text).collect();
    let file = app.off_thread_if(is_large, move || write(format, &texts)).await?;
    let name = format!("attachment; filename=\"dataset-{id}.{}\"", format.word());
    let headers = [(header::CONTENT_TYPE, format.content_type().to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((StatusCode::OK, headers, file).into_response())
}

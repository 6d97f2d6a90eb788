//! The handler that takes files of items in.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use store::meta::{Arriving, Change, ImportOrder};

use super::body::{self, DatasetV2Import, Upload};
use super::http::NO_SUCH_DATASET;
use super::parse::parse;
use super::path::PathDataset;
use super::query::Versioning;
use super::sheet::Format;
use super::view::ImportedView;
use crate::app::App;
use crate::auth::{In, UpdateDataset};
use crate::body::{JsonBody, weigh};
use crate::error::{ApiError, ErrorBody};
use crate::jobs::OrderedJob;
use crate::reply::Json;

/// Larger files are read on a thread of their own, in bytes.
const INLINE_BYTES: usize = 64 * 1024;

/// Adds the items of a file behind those of a dataset: all of them, or none. That makes a version.
///
/// A table has a header row with `input`, and maybe `ground_truth` or `expected_output`, and `output`, `model_output`,
/// `prediction` or `generated_output`; objects have members of these names. What is no text becomes JSON; an empty ground truth
/// or output is none. Many items come in slices, so that nobody else waits; they are seen when the last one is there. With `inBackground` a job
/// does it, and `GET /v1/jobs/{id}` tells how far it is.
#[utoipa::path(post, path = "/v1/datasets-v2/{datasetId}/import", tag = "datasets-v2",
    params(
        ("datasetId" = String, Path, description = "The dataset"),
        ("skipVersion" = Option<String>, Query, description = "`true`, `1` or `yes`: no version is made; also `skipVersioning`"),
    ),
    request_body = DatasetV2Import,
    responses(
        (status = 200, description = "How many came in", body = ImportedView),
        (status = 202, description = "A job does it", body = OrderedJob),
        (status = 400, description = "No JSON, or a file that cannot be read; the message names the line", body = ErrorBody),
        (status = 404, description = "The project has no such dataset", body = ErrorBody),
        (status = 413, description = "The file is too large", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn post_dataset_import(
    State(app): State<App>,
    at: In<UpdateDataset>,
    PathDataset(id): PathDataset,
    versioning: Versioning,
    body: JsonBody,
) -> Result<Response, ApiError> {
    let Upload { format, content, duplicates, in_background } = body::upload(body.value)?;
    match format {
        Format::Json => weigh(content.as_bytes(), &app.settings)?,
        Format::Jsonl => content.lines().try_for_each(|line| weigh(line.as_bytes(), &app.settings))?,
        Format::Csv => {}
    }
    app.meta.dataset_v2(&at, id).await?.ok_or(NO_SUCH_DATASET)?;
    let change = versioning.change(&app, &at.actor);
    let is_large = content.len() > INLINE_BYTES;
    let read = move || parse(format, &content).map(|items| (items, content));
    let (items, content) = app.off_thread_if(is_large, read).await.map_err(ApiError::BadRequest)?;
    if in_background {
        // A job is due by the clock, and not by the order of edits.
        let change = Change { now: app.clock.now(), ..change };
        let order = ImportOrder { format: format.word().to_owned(), content, duplicates, change };
        let job_id = app.meta.order_import(&at, id, order).await?.ok_or(NO_SUCH_DATASET)?;
        return Ok((StatusCode::ACCEPTED, Json(OrderedJob { job_id })).into_response());
    }
    let arriving = Arriving { texts: items, duplicates, order: None };
    let done = app.meta.import_items((&at, id), arriving, change, |_| {}).await?.ok_or(NO_SUCH_DATASET)?;
    Ok(Json(ImportedView { inserted_count: done.inserted, duplicate_count: done.duplicates }).into_response())
}

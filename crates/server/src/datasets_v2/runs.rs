//! Runs that become items: what went in, and what came out.

use std::collections::HashSet;

use axum::extract::State;
use model::{RawJson, Run};
use serde_json::Value;
use store::meta::ItemText;

use super::body::{self, DatasetV2Runs};
use super::http::NO_SUCH_DATASET;
use super::path::PathDataset;
use super::query::Versioning;
use super::view::ImportedView;
use crate::app::App;
use crate::auth::{In, UpdateDataset};
use crate::body::JsonBody;
use crate::datasets::RoomForRuns;
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;

/// Makes items of runs, in the order of their ids: their inputs and outputs as they were sent. That makes a version.
///
/// A run that the project does not have is left out, and one that is named again counts once.
#[utoipa::path(post, path = "/v1/datasets-v2/{datasetId}/runs", tag = "datasets-v2",
    params(
        ("datasetId" = String, Path, description = "The dataset"),
        ("skipVersion" = Option<String>, Query, description = "`true`, `1` or `yes`: no version is made; also `skipVersioning`"),
    ),
    request_body = DatasetV2Runs,
    responses(
        (status = 200, description = "How many came in", body = ImportedView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 404, description = "The project has no such dataset", body = ErrorBody),
        (status = 422, description = "Not such a body, more than 1,000 runs, or more than 32 MiB of them", body = ErrorBody),
    ))]
pub(crate) async fn post_dataset_runs(
    State(app): State<App>,
    at: In<UpdateDataset>,
    PathDataset(id): PathDataset,
    versioning: Versioning,
    body: JsonBody,
) -> Result<Json<ImportedView>, ApiError> {
    let mut ids = body::runs(body.value)?;
    let mut seen = HashSet::new();
    ids.retain(|id| seen.insert(*id));
    app.meta.dataset_v2(&at, id).await?.ok_or(NO_SUCH_DATASET)?;
    let (mut texts, mut room) = (Vec::with_capacity(ids.len()), RoomForRuns::default());
    for run in ids {
        let Some(item) = app.runs.get(&at, run).await?.as_ref().map(item_of) else { continue };
        room.take(item.bytes())?;
        texts.push(item);
    }
    let added = app.meta.add_items(&at, id, texts, versioning.change(&app, &at.actor)).await?;
    let inserted_count = added.ok_or(NO_SUCH_DATASET)?.len() as u64;
    Ok(Json(ImportedView { inserted_count, duplicate_count: 0 }))
}

/// What a run says, as an item.
pub(crate) fn item_of(run: &Run) -> ItemText {
    ItemText {
        input: run.input.as_ref().and_then(text_of).unwrap_or_default(),
        ground_truth: None,
        output: run.output.as_ref().and_then(text_of),
    }
}

/// A text as it is, null as nothing, and everything else as the JSON that was sent.
fn text_of(json: &RawJson) -> Option<String> {
    match json.to_value() {
        Value::Null => None,
        Value::String(text) => Some(text),
        _ => Some(json.text().to_owned()),
    }
}

//! Runs that become items: what went in, and what came out.

use std::collections::HashSet;
use std::mem::take;

use axum::extract::State;
use model::{DatasetId, RawJson, Run, RunId};
use serde_json::Value;
use store::meta::{Change, Duplicates, ItemText, SLICE_ITEMS};
use store::{ProjectScope, StoreError};
use uuid::Uuid;

use super::body::{self, DatasetV2Runs};
use super::http::NO_SUCH_DATASET;
use super::path::PathDataset;
use super::query::Versioning;
use super::view::ImportedView;
use crate::app::App;
use crate::auth::{In, UpdateDataset};
use crate::body::JsonBody;
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;

/// The format of an order that names runs instead of having a file.
pub(crate) const RUNS: &str = "runs";
/// A slice whose items say so much is full, in bytes: what one transaction writes.
const SLICE_BYTES: usize = 1 << 20;

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
        (status = 422, description = "Not such a body, or more than 1,000 runs", body = ErrorBody),
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
    let change = versioning.change(&app, &at.actor);
    let added = import_runs(&app, (&at, id), ids, (change, None), |_, _| {}).await?;
    Ok(Json(ImportedView { inserted_count: added.ok_or(NO_SUCH_DATASET)?, duplicate_count: 0 }))
}

/// Makes items of these runs, in this order and all or none, leaving out those that the project does not have: how many, or
/// `None` when the project has no such dataset. `order` is what this is the work of. `progress` is told how many runs of how
/// many were read. No more than a slice is in memory.
pub(crate) async fn import_runs(
    app: &App,
    place: (&ProjectScope, DatasetId),
    runs: Vec<RunId>,
    (change, order): (Change, Option<Uuid>),
    progress: impl Fn(u64, u64),
) -> Result<Option<u64>, StoreError> {
    let count = runs.len();
    let begun = app.meta.begin_import(place, (count, Duplicates::Keep), change).await?;
    let Some(mut import) = begun else { return Ok(None) };
    let (mut slice, mut bytes) = (Vec::new(), 0);
    for (number, run) in (1..).zip(runs) {
        if let Some(run) = app.runs.get(place.0, run).await? {
            let item = item_of(&run);
            bytes += item.bytes();
            slice.push(item);
        }
        if slice.len() == SLICE_ITEMS || bytes >= SLICE_BYTES || number == count {
            if !app.meta.import_slice(&mut import, take(&mut slice)).await? {
                return Ok(None);
            }
            bytes = 0;
            progress(number as u64, count as u64);
        }
    }
    let done = app.meta.finish_import(import, order).await?;
    Ok(done.map(|done| done.inserted))
}

/// What a run says, as an item.
fn item_of(run: &Run) -> ItemText {
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

//! The handler that tells two versions apart.

use std::time::{Duration, Instant};

use axum::extract::{RawQuery, State};
use model::{RawJson, VersionId};
use serde::Serialize;
use serde_json::Value;
use store::meta::VersionRow;
use utoipa::ToSchema;

use super::diff::{self, MemberDiff, MessageDiff};
use super::path::{NO_SUCH_TEMPLATE, NO_SUCH_VERSION, PathTemplate};
use super::query::number;
use crate::app::App;
use crate::auth::{In, ReadPrompt};
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;

/// Versions with more than this many bytes are compared on a thread of their own.
const INLINE_BYTES: usize = 16 * 1024;
/// How long the shortest way from one version to the other is looked for.
const EFFORT: Duration = Duration::from_secs(2);

/// What is different between two versions of a template. All keys are as they were sent.
#[derive(Serialize, ToSchema)]
#[schema(as = TemplateDiff)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DiffView {
    from: Side,
    to: Side,
    /// All messages of both, in order.
    content: Vec<MessageDiff>,
    /// Settings that differ.
    extra: Vec<MemberDiff>,
    /// Test values that differ.
    test_values: Vec<MemberDiff>,
}

/// One of the two.
#[derive(Serialize, ToSchema)]
#[schema(as = DiffSide)]
#[serde(rename_all = "camelCase")]
struct Side {
    #[schema(value_type = i64)]
    id: VersionId,
    version: i64,
    is_draft: bool,
}

/// What is different between two versions of a template.
///
/// What cannot be told apart within two seconds counts as replaced.
#[utoipa::path(get, path = "/v1/templates/{id}/diff", tag = "prompts",
    params(
        ("id" = i64, Path, description = "The template"),
        ("from" = i64, Query, description = "The number of the first version"),
        ("to" = i64, Query, description = "The number of the second version"),
    ),
    responses(
        (status = 200, description = "What is different", body = DiffView),
        (status = 404, description = "There is no such template or version", body = ErrorBody),
        (status = 422, description = "Not two numbers", body = ErrorBody),
    ))]
pub(crate) async fn get_diff(
    State(app): State<App>,
    at: In<ReadPrompt>,
    path: PathTemplate,
    RawQuery(query): RawQuery,
) -> Result<Json<DiffView>, ApiError> {
    let required = |name: &str| -> Result<i64, ApiError> {
        number(query.as_deref(), name)?.ok_or_else(|| ApiError::Invalid(format!("Required at \"{name}\"")))
    };
    let (from, to) = (required("from")?, required("to")?);
    let (from, to) = app.meta.two_versions(&at, path.0, (from, to)).await?.ok_or(NO_SUCH_TEMPLATE)?;
    let (from, to) = (from.ok_or(NO_SUCH_VERSION)?, to.ok_or(NO_SUCH_VERSION)?);
    let bytes = from.body.content.text().len() + to.body.content.text().len();
    Ok(Json(app.off_thread_if(bytes > INLINE_BYTES, move || compare(&from, &to)).await))
}

fn compare(from: &VersionRow, to: &VersionRow) -> DiffView {
    let side = |row: &VersionRow| Side { id: row.id, version: row.number, is_draft: row.is_draft };
    let values = |row: &VersionRow| row.body.test_values.as_ref().map_or(Value::Null, RawJson::to_value);
    DiffView {
        from: side(from),
        to: side(to),
        content: diff::contents(&from.body.content.to_value(), &to.body.content.to_value(), Instant::now() + EFFORT),
        extra: diff::members(&from.body.extra.to_value(), &to.body.extra.to_value()),
        test_values: diff::members(&values(from), &values(to)),
    }
}

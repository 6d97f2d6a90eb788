//! When runs began.

use axum::extract::{RawQuery, State};
use model::Timestamp;
use serde::Serialize;
use store::runs::{Histogram, HistogramQuery};
use utoipa::ToSchema;

use super::asked::{Otherwise, number_of, parse_filter};
use crate::app::App;
use crate::auth::{In, ListLogs};
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;

const DEFAULT_BUCKETS: u64 = 96;
const MOST_BUCKETS: u64 = 10_000;

/// How many runs began when.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RunHistogram)]
pub(crate) struct HistogramView {
    /// Where the first bucket begins.
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    /// Where the last one ends.
    #[schema(value_type = String, format = DateTime)]
    to: Timestamp,
    /// How long a bucket is, in milliseconds.
    step_ms: i64,
    /// Every bucket, in the order of time.
    data: Vec<BucketView>,
    /// False when not all runs that can match were read, so that there are more; absent otherwise.
    #[serde(skip_serializing_if = "is_true")]
    #[schema(required = false)]
    complete: bool,
}

/// Runs that began within one bucket.
#[derive(Serialize, ToSchema)]
#[schema(as = RunBucket)]
struct BucketView {
    /// Where it begins.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// All of them.
    count: u64,
    /// Those that failed.
    errors: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
pub(super) fn is_true(flag: &bool) -> bool {
    *flag
}

/// When did the runs of a list begin?
///
/// From the time that a `date` check names, or the first run, to the time that one names, or now.
#[utoipa::path(get, path = "/v1/runs/histogram", tag = "runs",
    params(
        ("type" = Option<String>, Query, description = "Types, with commas between; `llm` when there is no check. All checks \
            of the list are understood"),
        ("filter" = Option<String>, Query, description = "A tree of checks as JSON, in addition to the checks beside it"),
        ("parentRunId" = Option<String>, Query, description = "Only direct children of this run"),
        ("buckets" = Option<u64>, Query, description = "How many at the most: 96, or 1 to 10,000"),
    ),
    responses(
        (status = 200, description = "Every bucket", body = HistogramView),
        (status = 400, description = "A check that cannot be understood, or too many buckets", body = ErrorBody),
        (status = 422, description = "A number of buckets that is none", body = ErrorBody),
    ))]
pub(crate) async fn get_histogram(
    State(app): State<App>,
    at: In<ListLogs>,
    RawQuery(raw): RawQuery,
) -> Result<Json<HistogramView>, ApiError> {
    let written = parse_filter(raw.as_deref().unwrap_or_default(), Otherwise::Llm)?;
    let buckets = number_of(raw.as_deref(), "buckets")?.unwrap_or(DEFAULT_BUCKETS);
    if !(1..=MOST_BUCKETS).contains(&buckets) {
        return Err(ApiError::BadRequest(format!("a histogram has 1 to {MOST_BUCKETS} buckets, not {buckets}")));
    }
    let filter = written.resolve(&app, &at).await?;
    let buckets = u32::try_from(buckets).unwrap_or(u32::MAX);
    let histogram = app.runs.histogram(&at, HistogramQuery { filter, buckets, now: app.clock.now() }).await?;
    Ok(Json(HistogramView::from(histogram)))
}

impl From<Histogram> for HistogramView {
    fn from(histogram: Histogram) -> HistogramView {
        let Histogram { from, to, step_ms, bars, is_complete } = histogram;
        let begins = (0..).map(|place: i64| place.saturating_mul(step_ms).saturating_mul(1_000));
        let at = |micros: i64| Timestamp::from_micros(from.micros().saturating_add(micros));
        let bucket =
            |(micros, bar): (i64, store::runs::Bar)| BucketView { at: at(micros), count: bar.runs, errors: bar.errors };
        HistogramView { from, to, step_ms, data: begins.zip(bars).map(bucket).collect(), complete: is_complete }
    }
}

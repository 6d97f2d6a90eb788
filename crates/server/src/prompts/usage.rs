//! The handler that tells what came of the versions of a prompt.

use std::collections::HashMap;

use axum::extract::{RawQuery, State};
use model::{Timestamp, VersionId};
use serde::Serialize;
use serde_json::Number;
use store::meta::VersionRow;
use store::runs::{Durations, VersionUsage};
use utoipa::ToSchema;

use super::path::{NO_SUCH_TEMPLATE, PathTemplate};
use super::query::number;
use crate::app::App;
use crate::auth::{In, ReadPrompt};
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;
use crate::runs::{dollars, safe_signed};

const DAY_MICROS: i64 = 86_400_000_000;

/// What the runs that name a version come to.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TemplateVersionUsage)]
pub(crate) struct VersionUsageView {
    #[schema(value_type = i64)]
    version_id: VersionId,
    /// Its number in the template.
    version: i64,
    is_draft: bool,
    /// How many runs.
    calls: u64,
    /// Those that failed.
    errors: u64,
    prompt_tokens: Option<i64>,
    completion_tokens: Option<i64>,
    /// US dollars.
    #[schema(value_type = f64)]
    cost: Number,
    /// How long runs that have ended took; null when none has.
    latency_ms: Option<LatencyView>,
    feedback: FeedbackView,
    /// When the latest run began.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_used_at: Option<Timestamp>,
}

/// Milliseconds. Between two runs, what lies between.
#[derive(Serialize, ToSchema)]
#[schema(as = TemplateVersionLatency)]
struct LatencyView {
    mean: f64,
    p50: f64,
    p95: f64,
    p99: f64,
}

/// Runs with such a thumb, or with a direct child that has one.
#[derive(Serialize, ToSchema)]
#[schema(as = TemplateVersionFeedback)]
struct FeedbackView {
    up: u64,
    down: u64,
}

/// What came of the versions of a template: calls, cost, latency, feedback.
///
/// Every version, the newest first, also those that no run names.
#[utoipa::path(get, path = "/v1/templates/{id}/usage", tag = "prompts",
    params(
        ("id" = i64, Path, description = "The template"),
        ("days" = Option<i64>, Query, description = "Only runs of the last so many days; all when it is absent"),
    ),
    responses(
        (status = 200, description = "The versions", body = [VersionUsageView]),
        (status = 404, description = "The project has no such template", body = ErrorBody),
        (status = 422, description = "Days that are none", body = ErrorBody),
    ))]
pub(crate) async fn get_usage_of_template(
    State(app): State<App>,
    at: In<ReadPrompt>,
    path: PathTemplate,
    RawQuery(query): RawQuery,
) -> Result<Json<Vec<VersionUsageView>>, ApiError> {
    let days = number(query.as_deref(), "days")?;
    let template = app.meta.get_template(&at, path.0).await?.ok_or(NO_SUCH_TEMPLATE)?;
    let now = app.clock.now().micros();
    let since = days.map(|days| Timestamp::from_micros(now.saturating_sub(days.saturating_mul(DAY_MICROS))));
    let mut ids: Vec<i64> = template.versions.iter().map(|version| version.id.0).collect();
    ids.sort_unstable();
    let used = app.runs.usage_of_versions(&at, ids, since).await?;
    let mut used: HashMap<i64, VersionUsage> = used.into_iter().map(|usage| (usage.version, usage)).collect();
    let view = |version: VersionRow| {
        let usage = used.remove(&version.id.0).unwrap_or_default();
        VersionUsageView::new(&version, &usage)
    };
    Ok(Json(template.versions.into_iter().map(view).collect()))
}

impl VersionUsageView {
    fn new(version: &VersionRow, usage: &VersionUsage) -> VersionUsageView {
        VersionUsageView {
            version_id: version.id,
            version: version.number,
            is_draft: version.is_draft,
            calls: usage.runs,
            errors: usage.errors,
            prompt_tokens: safe_signed(usage.prompt_tokens),
            completion_tokens: safe_signed(usage.completion_tokens),
            cost: dollars(usage.cost),
            latency_ms: usage.took.map(LatencyView::from),
            feedback: FeedbackView { up: usage.likes, down: usage.dislikes },
            last_used_at: usage.last_used_at,
        }
    }
}

impl From<Durations> for LatencyView {
    fn from(Durations { mean, p50, p95, p99 }: Durations) -> LatencyView {
        let [mean, p50, p95, p99] = [mean, p50, p95, p99].map(|micros| micros / 1_000.0);
        LatencyView { mean, p50, p95, p99 }
    }
}

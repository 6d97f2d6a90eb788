//! What runs used, by name and type.

use axum::extract::{RawQuery, State};
use model::Timestamp;
use serde::Serialize;
use serde_json::Number;
use store::runs::{UsageQuery, UsageRow};
use utoipa::ToSchema;

use super::asked::Pairs;
use super::shape::{dollars, safe_signed};
use crate::app::App;
use crate::auth::{In, ReadLogs};
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;

const DAY_MICROS: i64 = 86_400_000_000;

/// What runs of one name and type used.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RunUsage)]
pub(crate) struct UsageView {
    /// Midnight, UTC, of the day; only with `daily`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    date: Option<Timestamp>,
    /// Model, tool, agent, chain or event.
    name: Option<String>,
    #[serde(rename = "type")]
    run_type: String,
    completion_tokens: Option<i64>,
    prompt_tokens: Option<i64>,
    /// US dollars.
    #[schema(value_type = f64)]
    cost: Number,
    /// Runs that failed.
    errors: u64,
    /// Runs that succeeded.
    success: u64,
}

/// What did the runs of the last days use?
///
/// In the order of date, name and type.
#[utoipa::path(get, path = "/v1/runs/usage", tag = "runs",
    params(
        ("days" = u32, Query, description = "How many days back"),
        ("userId" = Option<i64>, Query, description = "Only runs of this person, by this server's number"),
        ("daily" = Option<String>, Query, description = "`all`: by day too. Anything else: likewise, but only of runs that took \
            a second or longer"),
    ),
    responses(
        (status = 200, description = "What they used", body = Vec<UsageView>),
        (status = 400, description = "Days or a person that are no numbers", body = ErrorBody),
    ))]
pub(crate) async fn get_usage_of_runs(
    State(app): State<App>,
    at: In<ReadLogs>,
    RawQuery(raw): RawQuery,
) -> Result<Json<Vec<UsageView>>, ApiError> {
    let pairs = Pairs::new(raw.as_deref().unwrap_or_default());
    let refused = || ApiError::BadRequest("Invalid query parameters".into());
    let number = |text: String| text.parse::<i64>().map_err(|_| refused());
    let days = number(pairs.text("days").ok_or_else(refused)?)?;
    let user = pairs.text("userId").map(number).transpose()?;
    let since = app.clock.now().micros().saturating_sub(days.saturating_mul(DAY_MICROS));
    let daily = pairs.text("daily");
    let (is_daily, is_long) = (daily.is_some(), daily.is_some_and(|daily| daily != "all"));
    let query = UsageQuery { since: Timestamp::from_micros(since), user, is_daily, is_long };
    let usage = app.runs.usage(&at, query).await?;
    Ok(Json(usage.into_iter().map(UsageView::from).collect()))
}

impl From<UsageRow> for UsageView {
    fn from(row: UsageRow) -> UsageView {
        UsageView {
            date: row.day,
            name: row.name,
            run_type: row.run_type,
            completion_tokens: safe_signed(row.completion_tokens),
            prompt_tokens: safe_signed(row.prompt_tokens),
            cost: dollars(row.cost),
            errors: row.errors,
            success: row.successes,
        }
    }
}

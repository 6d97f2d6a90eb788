//! What became of the events that came in by way of a project's keys, day by day.

use std::collections::BTreeMap;

use axum::extract::{RawQuery, State};
use model::{KeyId, Timestamp};
use serde::Serialize;
use store::runs::{LastError, LedgerDay};
use utoipa::ToSchema;

use crate::app::App;
use crate::auth::{In, ReadProject};
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;
use crate::runs::number_of;

const DEFAULT_DAYS: u64 = 7;
const MAX_DAYS: u64 = 3650;
const DAY_MICROS: i64 = 86_400_000_000;

/// What became of the events of a project.
#[derive(Serialize, ToSchema)]
pub(crate) struct Ledger {
    /// A row for each key and day on which it was used, the newest first.
    data: Vec<LedgerRow>,
}

/// The events of one key on one day: received = stored + merged + the sum of rejected.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct LedgerRow {
    /// The key's number; 0 for the project's id where no key row carries it.
    #[schema(value_type = i64)]
    key_id: KeyId,
    /// `public`, `private`, or null for a key that is gone.
    key_name: Option<String>,
    /// Midnight UTC, by the server's clock.
    #[schema(value_type = String, format = DateTime)]
    day: Timestamp,
    /// All that came in.
    received: u64,
    /// Those that were new.
    stored: u64,
    /// Those that were there already.
    merged: u64,
    /// Those that were turned away, by reason.
    rejected: BTreeMap<String, u64>,
    /// When the last request came.
    #[schema(value_type = String, format = DateTime)]
    last_at: Timestamp,
    /// The last event that was turned away; null when there is none.
    last_error: Option<LedgerError>,
}

/// An event that was turned away.
#[derive(Serialize, ToSchema)]
struct LedgerError {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// One of the reasons.
    reason: String,
    /// The beginning of what there is to see of it, at most 200 characters.
    sample: String,
}

/// What became of the events of this project?
///
/// Every event that came in is counted once: as stored, as merged because it was there already, or as rejected for a reason.
/// Events are counted under the key that sent them, also those that went to another project.
#[utoipa::path(get, path = "/v1/ingest/ledger", tag = "ingest",
    params(("days" = Option<u64>, Query, description = "How many days, today included: 7, or 1 to 3,650")),
    responses(
        (status = 200, description = "The counts", body = Ledger),
        (status = 422, description = "A number of days that is none", body = ErrorBody),
    ))]
pub(crate) async fn get_ledger(
    State(app): State<App>,
    at: In<ReadProject>,
    RawQuery(query): RawQuery,
) -> Result<Json<Ledger>, ApiError> {
    let days = number_of(query.as_deref(), "days")?.unwrap_or(DEFAULT_DAYS).clamp(1, MAX_DAYS);
    let days = u32::try_from(days).unwrap_or(u32::MAX);
    let ledger = app.runs.ledger(&at, days, app.clock.now()).await?;
    let names = app.meta.key_names(&at).await?;
    let name_of = |key: KeyId| {
        let name = names.iter().find(|(id, _)| *id == key).map(|(_, name)| name.clone());
        if key == KeyId(0) { Some("public".to_owned()) } else { name }
    };
    Ok(Json(Ledger { data: ledger.into_iter().map(|day| LedgerRow::new(name_of(day.key), day)).collect() }))
}

impl LedgerRow {
    fn new(key_name: Option<String>, day: LedgerDay) -> LedgerRow {
        LedgerRow {
            key_id: day.key,
            key_name,
            day: Timestamp::from_micros(day.day.saturating_mul(DAY_MICROS)),
            received: day.received,
            stored: day.stored,
            merged: day.merged,
            rejected: day.rejected.into_iter().collect(),
            last_at: day.last_at,
            last_error: day.last_error.map(LedgerError::from),
        }
    }
}

impl From<LastError> for LedgerError {
    fn from(error: LastError) -> LedgerError {
        LedgerError { at: error.at, reason: error.reason, sample: error.sample }
    }
}

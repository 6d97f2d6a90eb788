//! How the instance as a whole is doing, for whoever runs it.

use axum::extract::State;
use model::Timestamp;
use serde::Serialize;
use store::runs::FollowerStats;
use utoipa::ToSchema;

use crate::app::App;
use crate::auth::Operator;
use crate::error::ApiError;
use crate::metrics::anonymous_bytes;
use crate::reply::Json;

/// The instance as a whole.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct System {
    /// Such as `0.1.0`.
    version: &'static str,
    /// The build, as in `x-perilune-build`.
    build: &'static str,
    /// How long it has been running, in milliseconds.
    uptime: u64,
    /// What lies on disk.
    files: Vec<File>,
    rows: Rows,
    /// Private memory of the process in bytes, mapped files left out; null where the system does not tell.
    memory: Option<u64>,
    /// Those of it that hold the facts of runs, so that lists need not read them.
    columns_memory: u64,
    /// What follows the change log.
    indexers: Vec<Indexer>,
    queue: Queue,
    /// When the write-ahead log was last copied into the database; null when it was not since the start.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_checkpoint: Option<Timestamp>,
    /// When a backup was last made; null, because backups are made from outside and not noted here.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_backup: Option<Timestamp>,
}

/// A file of the data directory.
#[derive(Serialize, ToSchema)]
struct File {
    name: String,
    bytes: u64,
}

/// What the store holds.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Rows {
    /// Runs of all projects, those included that are only known as parents, and messages.
    runs: u64,
    /// `createdAt` of the oldest one; null when there is none.
    #[schema(value_type = Option<String>, format = DateTime)]
    oldest_run: Option<Timestamp>,
    /// Changes of runs since the store was made.
    changes: i64,
}

/// Something that follows the change log.
#[derive(Serialize, ToSchema)]
struct Indexer {
    /// `columns`: cols.db; `search`: search.db.
    name: &'static str,
    /// The last change that it knows.
    mark: i64,
    /// How many changes it is behind.
    lag: i64,
    /// Whether it has all runs that were there before it began.
    complete: bool,
}

/// What waits to be written.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Queue {
    /// Requests that wait for the writer.
    requests: u64,
    /// Memory for bodies that no request holds.
    free_bytes: u64,
}

/// How is the instance doing?
///
/// For whoever calls from the machine of the server, is signed in as an operator, or has `--metrics-token`.
#[utoipa::path(get, path = "/v1/system", tag = "service", responses(
    (status = 200, description = "The instance as a whole", body = System),
))]
pub(crate) async fn system(State(app): State<App>, _gate: Operator) -> Result<Json<System>, ApiError> {
    let stats = app.runs.stats().await?;
    let uptime = u64::try_from(app.started.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(Json(System {
        version: crate::version(),
        build: crate::build_id(),
        uptime,
        files: stats.files.into_iter().map(|(name, bytes)| File { name, bytes }).collect(),
        rows: Rows { runs: stats.runs, oldest_run: stats.oldest, changes: stats.change_seq },
        memory: anonymous_bytes(),
        columns_memory: stats.columns_bytes,
        indexers: stats.followers.into_iter().map(Indexer::from).collect(),
        queue: Queue { requests: stats.queued_requests, free_bytes: app.rooms.free_bytes() as u64 },
        last_checkpoint: stats.last_checkpoint_seconds.map(|seconds| ago(app.clock.now(), seconds)),
        last_backup: None,
    }))
}

impl From<FollowerStats> for Indexer {
    fn from(stats: FollowerStats) -> Indexer {
        Indexer { name: stats.name, mark: stats.mark, lag: stats.lag, complete: stats.is_complete }
    }
}

fn ago(now: Timestamp, seconds: u64) -> Timestamp {
    let micros = i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1_000_000);
    Timestamp::from_micros(now.micros().saturating_sub(micros))
}

//! What becomes of one export, however it came: decoded, stored, counted.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use ingest::{
    Encoding, Limits, OtlpDecoded, OtlpRefusal, OtlpRejection, OtlpSignal, count_data_points, decode_logs,
    decode_traces, named_key,
};
use model::{KeyId, RunId, Timestamp};
use store::meta::Caller;
use store::runs::{Outcome, RunChange};

use crate::app::App;
use crate::auth::Exporter;
use crate::error::ApiError;
use crate::quantity::Bytes as Quantity;
use crate::runs::intake::{DELETED, Delivery, INLINE_BYTES, Rejected, store};

/// The ledger's words for what is accepted and not stored.
const METRICS_NOT_STORED: &str = "metrics_not_stored";
const NOTHING_TO_STORE: &str = "nothing_to_store";

/// What is exported.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Signal {
    /// Spans: runs.
    Traces,
    /// Log records: those that carry messages of a run.
    Logs,
    /// Counted, and not stored.
    Metrics,
}

/// One request to export something.
pub(super) struct Export {
    pub(super) signal: Signal,
    pub(super) encoding: Encoding,
    /// Decompressed.
    pub(super) bytes: Bytes,
}

/// What was refused of an export whose rest is stored.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Refused {
    /// How many spans or log records.
    pub(super) count: usize,
    /// Why, for people; empty when nothing was refused.
    pub(super) message: String,
}

/// The keys whose owners the log has told that metrics are not stored.
#[derive(Default, Debug)]
pub(crate) struct Told(Mutex<HashSet<KeyId>>);

/// Takes one export in. The answer comes when all of it that can be stored is on disk.
pub(super) async fn take_in(app: &App, from: Exporter, export: Export) -> Result<Refused, ApiError> {
    let sender = from.caller(app, named_in(app, &export)).await?;
    let (arrival, bytes) = (app.clock.now(), export.bytes.len());
    if export.signal == Signal::Metrics {
        return count_metrics(app, sender, export).await;
    }
    let decoded = decode(app, &export, arrival).await?;
    let mut rejected = Rejected::default();
    let mut refused = Refused::default();
    for one in &decoded.rejected {
        let option =
            if matches!(one.reason, OtlpRejection::TooMuch { .. }) { ", the limit of --max-decoded" } else { "" };
        let text = format!("{} {}: {}{option}", export.signal.one(), one.index, one.reason);
        rejected.show(one.reason.reason(), &text);
        refused.add(1, &text);
    }
    rejected.count(NOTHING_TO_STORE, u32::try_from(decoded.passed_over).unwrap_or(u32::MAX));
    let (runs, changes) = pack(app, &sender, decoded, bytes).await;
    let outcomes = store(app, &Delivery { sender, arrival, bytes }, changes, rejected).await?;
    let deleted = runs.iter().zip(&outcomes).filter(|&(_, &outcome)| outcome == Outcome::Deleted);
    let deleted: HashSet<&RunId> = deleted.map(|(run, _)| run).collect();
    refused.add(deleted.len(), DELETED);
    Ok(refused)
}

/// The key that an export names itself.
async fn named_in(app: &App, export: &Export) -> Option<String> {
    let &Export { signal, encoding, ref bytes } = export;
    let (body, settings) = (bytes.clone(), Arc::clone(&app.settings));
    let work = move || named_key(&body, encoding, signal.in_words_of_ingest(), &settings.events);
    app.off_thread_if(bytes.len() > INLINE_BYTES, work).await
}

async fn decode(app: &App, export: &Export, arrival: Timestamp) -> Result<OtlpDecoded, ApiError> {
    let &Export { signal, encoding, ref bytes } = export;
    let decode = if signal == Signal::Logs { decode_logs } else { decode_traces };
    let (body, settings) = (bytes.clone(), Arc::clone(&app.settings));
    let work = move || decode(&body, encoding, arrival, &settings.events);
    app.off_thread_if(bytes.len() > INLINE_BYTES, work).await.map_err(|error| refusal(&error))
}

/// The changes, compressed, and the run of each.
async fn pack(app: &App, sender: &Caller, decoded: OtlpDecoded, bytes: usize) -> (Vec<RunId>, Vec<RunChange>) {
    let (runs, scope) = (app.runs.clone(), sender.scope);
    let work = move || {
        let of_events = decoded.events.iter().map(|event| event.run).collect();
        (of_events, runs.pack_spans(&scope, decoded.events))
    };
    app.off_thread_if(bytes > INLINE_BYTES, work).await
}

/// Metrics are accepted, because exporters send them unasked; the ledger and the log say that they are not kept.
async fn count_metrics(app: &App, sender: Caller, export: Export) -> Result<Refused, ApiError> {
    let (arrival, bytes) = (app.clock.now(), export.bytes.len());
    let limits: Limits = app.settings.events;
    let work = move || count_data_points(&export.bytes, export.encoding, &limits);
    let points = app.off_thread_if(bytes > INLINE_BYTES, work).await.map_err(|error| refusal(&error))?;
    let mut rejected = Rejected::default();
    rejected.count(METRICS_NOT_STORED, u32::try_from(points).unwrap_or(u32::MAX));
    store(app, &Delivery { sender, arrival, bytes }, Vec::new(), rejected).await?;
    if points > 0 && app.told_of_metrics.is_first(sender.key) {
        tracing::info!(key = sender.key.0, "OpenTelemetry metrics come in with this key; they are counted, not stored");
    }
    Ok(Refused::default())
}

fn refusal(refusal: &OtlpRefusal) -> ApiError {
    match refusal {
        OtlpRefusal::TooMany { limit, .. } => {
            ApiError::TooLarge { what: "the export", limit: format!("{limit} items"), option: "--max-events" }
        }
        OtlpRefusal::TooMuchShared { limit } => ApiError::TooLarge {
            what: "what the spans share, written out for each of them,",
            limit: Quantity(*limit as u64).to_string(),
            option: "--max-repaired",
        },
        OtlpRefusal::TooMuch { limit } => ApiError::TooLarge {
            what: "what a resource or scope says, in memory,",
            limit: Quantity(*limit as u64).to_string(),
            option: "--max-decoded",
        },
        OtlpRefusal::TooLarge { limit } => ApiError::TooLarge {
            what: "the body, mended where it is no sound JSON,",
            limit: Quantity(*limit as u64).to_string(),
            option: "--max-repaired",
        },
        OtlpRefusal::NotProtobuf(cause) => ApiError::BadRequest(format!("{refusal}: {cause}")),
        OtlpRefusal::NotJson(cause) => ApiError::BadRequest(format!("{refusal}: {cause}")),
        OtlpRefusal::NotAnObject => ApiError::BadRequest(refusal.to_string()),
    }
}

impl Signal {
    /// What one piece of it is called.
    fn one(self) -> &'static str {
        match self {
            Signal::Traces => "span",
            Signal::Logs => "log record",
            Signal::Metrics => "metric",
        }
    }

    fn in_words_of_ingest(self) -> OtlpSignal {
        match self {
            Signal::Traces => OtlpSignal::Traces,
            Signal::Logs => OtlpSignal::Logs,
            Signal::Metrics => OtlpSignal::Metrics,
        }
    }

    /// The name of the count of refused pieces in OTLP/JSON.
    pub(super) fn rejected_key(self) -> &'static str {
        match self {
            Signal::Traces => "rejectedSpans",
            Signal::Logs => "rejectedLogRecords",
            Signal::Metrics => "rejectedDataPoints",
        }
    }
}

impl Refused {
    /// Counts more of them. The message is about the first.
    fn add(&mut self, count: usize, why: &str) {
        if count == 0 {
            return;
        }
        if self.count == 0 {
            self.message = why.to_owned();
        }
        self.count += count;
    }
}

impl Told {
    /// Whether this key was not asked for before.
    fn is_first(&self, key: KeyId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key)
    }
}

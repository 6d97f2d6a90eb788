//! What every route does with the events that it has decoded: sees which project each goes to, compresses, stores, and finds
//! out what became of each.
//!
//! This is the hot path. What takes long for a large body runs off the threads that serve other requests.

use std::collections::{HashMap, HashSet};

use futures_util::future::join_all;
use ingest::{Decoded, Refusal, Rejection};
use model::ids::parse_hyphenated;
use model::{RawJson, Timestamp};
use store::meta::Caller;
use store::runs::{Batch, Outcome, RunChange};
use store::{ProjectScope, StoreError};
use uuid::Uuid;

use crate::app::App;
use crate::error::ApiError;
use crate::metrics::EventCounts;
use crate::quantity::Bytes;

/// Larger bodies are decoded on a thread of their own.
pub(crate) const INLINE_BYTES: usize = 256 * 1024;
/// The writer takes so many changes at a time; a larger request is handed over in slices, so that others come in between.
const SLICE_CHANGES: usize = 2_000;
/// How much of a refused event the ledger shows, in characters.
const SAMPLE_CHARS: usize = 200;

const OTHER_START: &str = "Run with this ID already exists in the database.";
pub(crate) const DELETED: &str = "The run was deleted; for seven days after that no events are taken in for it.";
const LOST: &str = "The server lost track of this event; send it again";

/// One request that brings events.
#[derive(Clone, Copy)]
pub(crate) struct Delivery {
    /// In whose ledger it is counted, and where events go that name no other project.
    pub(crate) sender: Caller,
    /// When it came.
    pub(crate) arrival: Timestamp,
    /// Of the body, decompressed.
    pub(crate) bytes: usize,
}

/// Runs `work` on a body of this size, where it holds up no other request.
pub(super) async fn decode<T: Send + 'static>(
    app: &App,
    bytes: usize,
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, ApiError> {
    let decoded = app.off_thread_if(bytes > INLINE_BYTES, work).await;
    decoded.map_err(|refusal| match refusal {
        Refusal::TooManyEvents { limit, .. } => {
            ApiError::TooLarge { what: "the batch", limit: format!("{limit} events"), option: "--max-events" }
        }
        Refusal::TooLarge { limit } => ApiError::TooLarge {
            what: "the body, mended where it is no sound JSON,",
            limit: Bytes(limit as u64).to_string(),
            option: "--max-repaired",
        },
        Refusal::NotJson(cause) => ApiError::BadRequest(format!("The body is not JSON: {cause}")),
        Refusal::NotAnObject | Refusal::MissingEvents => ApiError::BadRequest(refusal.to_string()),
    })
}

/// Stores what can be stored. The results are JSON, in the order of processing: `[{"id":"...","success":true}]`.
pub(crate) async fn take_in(app: &App, delivery: Delivery, decoded: Vec<Decoded>) -> Result<Vec<u8>, ApiError> {
    let scopes = scopes(app, &delivery.sender.scope, &decoded).await?;
    let Sorted { told, changes, rejected } = sort_out(app, decoded, scopes, delivery.bytes).await;
    let outcomes = store(app, &delivery, changes, rejected).await?;
    Ok(write_results(&told, &outcomes))
}

/// Where events go that name another project by `appId`.
struct Scopes {
    own: ProjectScope,
    others: HashMap<Uuid, ProjectScope>,
}

impl Scopes {
    /// The project that the event names if the sender's organisation owns it, else the sender's own.
    fn of(&self, app_id: Option<&str>) -> &ProjectScope {
        app_id.and_then(parse_hyphenated).and_then(|id| self.others.get(&id)).unwrap_or(&self.own)
    }
}

async fn scopes(app: &App, own: &ProjectScope, decoded: &[Decoded]) -> Result<Scopes, StoreError> {
    let named: HashSet<Uuid> = decoded.iter().filter_map(|one| parse_hyphenated(one.app_id.as_deref()?)).collect();
    let mut others = HashMap::new();
    for id in named.into_iter().filter(|&id| id != own.project().0) {
        if let Some(scope) = app.meta.project_of_app_id(own, id, app.clock.now()).await? {
            others.insert(id, scope);
        }
    }
    Ok(Scopes { own: *own, others })
}

/// The events of a request, each on its way.
struct Sorted {
    told: Vec<Told>,
    /// Those for the store, compressed.
    changes: Vec<RunChange>,
    rejected: Rejected,
}

/// What a sender is told of one event.
struct Told {
    echo: Option<RawJson>,
    fate: Fate,
}

/// What became of an event before it came to the store.
enum Fate {
    /// The store says what became of it.
    Handed,
    /// It was turned away, and the sender is told why.
    Refused(String),
    /// It was turned away, and the sender is told that all is well.
    PassedOver,
}

/// The events that were turned away.
#[derive(Default)]
pub(crate) struct Rejected {
    counts: HashMap<&'static str, u32>,
    /// Why the last one was, and what it was.
    sample: Option<(&'static str, String)>,
}

impl Rejected {
    /// Counts some that need no sample.
    pub(crate) fn count(&mut self, reason: &'static str, count: u32) {
        if count > 0 {
            *self.counts.entry(reason).or_default() += count;
        }
    }

    /// Counts one, and shows the beginning of what it was.
    pub(crate) fn show(&mut self, reason: &'static str, sample: &str) {
        self.count(reason, 1);
        self.sample = Some((reason, sample.chars().take(SAMPLE_CHARS).collect()));
    }

    fn add(&mut self, rejection: &Rejection, echo: Option<&RawJson>) -> Fate {
        let named = echo.map_or_else(String::new, |echo| format!(" (runId {})", echo.text()));
        self.show(rejection.reason(), &format!("{rejection}{named}"));
        if rejection.is_silent() { Fate::PassedOver } else { Fate::Refused(rejection.to_string()) }
    }
}

async fn sort_out(app: &App, decoded: Vec<Decoded>, scopes: Scopes, bytes: usize) -> Sorted {
    let runs = app.runs.clone();
    let work = move || {
        let mut told = Vec::with_capacity(decoded.len());
        let mut changes = Vec::with_capacity(decoded.len());
        let mut rejected = Rejected::default();
        for Decoded { echo, app_id, result } in decoded {
            let fate = match result {
                Ok(event) => {
                    changes.push(runs.pack(scopes.of(app_id.as_deref()), event));
                    Fate::Handed
                }
                Err(rejection) => rejected.add(&rejection, echo.as_ref()),
            };
            told.push(Told { echo, fate });
        }
        Sorted { told, changes, rejected }
    };
    app.off_thread_if(bytes > INLINE_BYTES, work).await
}

/// Hands the changes to the store, all slices at once, waits until all are on disk, and counts what became of them.
pub(crate) async fn store(
    app: &App,
    delivery: &Delivery,
    mut changes: Vec<RunChange>,
    rejected: Rejected,
) -> Result<Vec<Outcome>, ApiError> {
    let Rejected { counts, mut sample } = rejected;
    let mut rejected: Vec<(&'static str, u32)> = counts.into_iter().collect();
    if changes.is_empty() && rejected.is_empty() {
        app.metrics.count_events(delivery.bytes, EventCounts::default());
        return Ok(Vec::new());
    }
    let refused = rejected.iter().map(|&(_, count)| u64::from(count)).sum();
    let mut slices = Vec::with_capacity(changes.len() / SLICE_CHANGES + 1);
    loop {
        let rest = changes.split_off(changes.len().min(SLICE_CHANGES));
        let rejected = std::mem::take(&mut rejected);
        let &Delivery { sender, arrival, .. } = delivery;
        slices.push(Batch { sender, arrival, changes, rejected, sample: sample.take() });
        if rest.is_empty() {
            break;
        }
        changes = rest;
    }
    let is_sliced = slices.len() > 1;
    let answers = join_all(slices.into_iter().map(|slice| app.runs.apply(slice))).await;
    let is_in_part = is_sliced && answers.iter().any(Result::is_ok);
    let mut outcomes = Vec::new();
    for answer in answers {
        match answer {
            Ok(some) => outcomes.extend(some),
            Err(error) if is_in_part => return Err(ApiError::StoredInPart(error)),
            Err(error) => return Err(error.into()),
        }
    }
    app.metrics.count_events(delivery.bytes, count(&outcomes, refused));
    Ok(outcomes)
}

fn count(outcomes: &[Outcome], refused: u64) -> EventCounts {
    let all_of = |wanted| outcomes.iter().filter(|&&outcome| outcome == wanted).count() as u64;
    let (merged, deleted) = (all_of(Outcome::Merged), all_of(Outcome::Deleted));
    EventCounts { stored: outcomes.len() as u64 - merged - deleted, merged, rejected: refused + deleted }
}

/// `[{"id":"...","success":true}]`, without a tree.
fn write_results(told: &[Told], outcomes: &[Outcome]) -> Vec<u8> {
    let mut out = Vec::with_capacity(16 + told.len() * 64);
    out.push(b'[');
    let mut outcomes = outcomes.iter();
    for (position, Told { echo, fate }) in told.iter().enumerate() {
        out.extend_from_slice(if position == 0 { b"{" } else { b",{" });
        if let Some(echo) = echo {
            out.extend_from_slice(b"\"id\":");
            out.extend_from_slice(echo.text().as_bytes());
            out.push(b',');
        }
        let error = match fate {
            Fate::PassedOver => None,
            Fate::Refused(text) => Some(text.as_str()),
            Fate::Handed => match outcomes.next() {
                Some(Outcome::Stored | Outcome::Merged) => None,
                Some(Outcome::OtherStart) => Some(OTHER_START),
                Some(Outcome::Deleted) => Some(DELETED),
                None => Some(LOST),
            },
        };
        match error {
            None => out.extend_from_slice(b"\"success\":true}"),
            Some(error) => {
                out.extend_from_slice(b"\"success\":false,\"error\":");
                out.extend_from_slice(serde_json::Value::from(error).to_string().as_bytes());
                out.push(b'}');
            }
        }
    }
    out.push(b']');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(echo: Option<&str>, fate: Fate) -> Told {
        Told { echo: echo.map(RawJson::from_checked), fate }
    }

    #[track_caller]
    fn check(told: &[Told], outcomes: &[Outcome], want: &str) {
        assert_eq!(String::from_utf8(write_results(told, outcomes)).unwrap(), want);
    }

    #[test]
    fn each_event_has_its_own_result_in_order() {
        check(&[], &[], "[]");
        check(&[told(Some("\"a\""), Fate::Handed)], &[Outcome::Stored], r#"[{"id":"a","success":true}]"#);
        check(
            &[
                told(None, Fate::Handed),
                told(Some("\"b\""), Fate::Refused("no \"runId\"".into())),
                told(Some("\"c\""), Fate::Handed),
                told(Some("\"d\""), Fate::PassedOver),
                told(Some("\"e\""), Fate::Handed),
            ],
            &[Outcome::Merged, Outcome::OtherStart, Outcome::Deleted],
            concat!(
                r#"[{"success":true},{"id":"b","success":false,"error":"no \"runId\""},"#,
                r#"{"id":"c","success":false,"error":"Run with this ID already exists in the database."},"#,
                r#"{"id":"d","success":true},"#,
                r#"{"id":"e","success":false,"error":"The run was deleted; for seven days after that no events are taken in "#,
                r#"for it."}]"#
            ),
        );
    }

    #[test]
    fn what_is_turned_away_is_not_counted_as_stored() {
        let counts = count(&[Outcome::Stored, Outcome::Merged, Outcome::OtherStart, Outcome::Deleted], 2);
        assert_eq!((counts.stored, counts.merged, counts.rejected), (2, 1, 3));
    }
}

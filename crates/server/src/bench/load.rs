//! Sends a stream of events or spans over several connections, as fast as the server takes them or at a given rate.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio::task::JoinSet;

use super::client::{Client, Target};
use super::dataset::Dataset;
use super::error::BenchError;
use super::latency::Latencies;
use super::progress::Progress;
use super::spans::Spans;
use super::stream::Stream;
use super::wire::Body;

/// What to send.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// Events, as an SDK of Lunary does.
    Events(Arc<Dataset>, Stream),
    /// The first so many spans, as exporters of OpenTelemetry do.
    Spans(Arc<Spans>, u64),
}

impl Source {
    /// How many events or spans.
    pub(super) fn events(&self) -> u64 {
        match self {
            Source::Events(_, stream) => stream.events(),
            Source::Spans(_, count) => *count,
        }
    }

    /// The body of a request with those at these places, as many of them as there are.
    fn body(&self, first_place: u64, count: u64) -> Body {
        match self {
            Source::Events(dataset, stream) => stream.body(dataset, first_place, count),
            Source::Spans(spans, all) => spans.body(first_place..(first_place + count).min(*all)),
        }
    }

    async fn send(&self, client: &mut Client, body: Body) -> Result<u64, BenchError> {
        let bytes = Bytes::from(body.bytes);
        match self {
            Source::Events(..) => client.ingest(bytes, body.events).await,
            Source::Spans(..) => client.export(bytes).await,
        }
    }
}

/// What to send, and how.
#[derive(Clone, Debug)]
pub(super) struct Load {
    pub(super) target: Target,
    pub(super) source: Source,
    pub(super) connections: u64,
    /// Events a request.
    pub(super) batch: u64,
    /// Events a second; `None` is as fast as the server takes them.
    pub(super) rate: Option<u64>,
}

/// How it went.
#[derive(Clone, Debug, Default)]
pub(super) struct Sent {
    /// From the moment a request was due to its answer.
    pub(super) latencies: Latencies,
    pub(super) events: u64,
    /// Bytes of all bodies.
    pub(super) wire_bytes: u64,
    /// The same without members that are null.
    pub(super) json_bytes: u64,
    /// How often the server asked to wait.
    pub(super) refusals: u64,
    pub(super) took: Duration,
}

impl Sent {
    pub(super) fn events_per_second(&self) -> f64 {
        self.events as f64 / self.took.as_secs_f64()
    }

    /// Answers a second.
    pub(super) fn requests_per_second(&self) -> f64 {
        self.latencies.count() as f64 / self.took.as_secs_f64()
    }

    fn merge(&mut self, other: Sent) {
        self.latencies.merge(other.latencies);
        self.events += other.events;
        self.wire_bytes += other.wire_bytes;
        self.json_bytes += other.json_bytes;
        self.refusals += other.refusals;
    }
}

/// Sends all of it. Each connection takes the next batch as soon as the last one is answered; with a rate, a batch is
/// sent when its time has come, and a batch that had to wait for a connection counts that wait.
pub(super) async fn send(load: Load, progress: &Progress) -> Result<Sent, BenchError> {
    let next = Arc::new(AtomicU64::new(0));
    let mut clients = Vec::new();
    for _ in 0..load.connections {
        clients.push(Client::connect(&load.target).await?);
    }
    let began = Instant::now();
    let mut senders = JoinSet::new();
    for client in clients {
        senders.spawn(send_share(client, load.clone(), Arc::clone(&next), began, progress.clone()));
    }
    let mut sent = Sent::default();
    while let Some(share) = senders.join_next().await {
        sent.merge(share.expect("a sender neither panics nor is aborted")?);
    }
    sent.took = began.elapsed();
    Ok(sent)
}

async fn send_share(
    mut client: Client,
    load: Load,
    next: Arc<AtomicU64>,
    began: Instant,
    progress: Progress,
) -> Result<Sent, BenchError> {
    let mut sent = Sent::default();
    loop {
        let first_place = next.fetch_add(load.batch, Ordering::Relaxed);
        if first_place >= load.source.events() {
            return Ok(sent);
        }
        let body = load.source.body(first_place, load.batch);
        let events = body.events;
        sent.events += events;
        sent.wire_bytes += body.bytes.len() as u64;
        sent.json_bytes += body.json_bytes;
        let due = match load.rate {
            Some(rate) => wait_for(began + Duration::from_secs_f64(first_place as f64 / rate as f64)).await,
            None => Instant::now(),
        };
        sent.refusals += load.source.send(&mut client, body).await?;
        sent.latencies.add(due.elapsed());
        progress.add(events);
    }
}

/// Waits until then. What the timer adds is ours and not the server's, so the time to count from is the later one, unless it
/// was too late already.
async fn wait_for(due: Instant) -> Instant {
    if Instant::now() >= due {
        return due;
    }
    tokio::time::sleep_until(due.into()).await;
    Instant::now()
}

//! `perilune bench seed`: fills a store with runs through the server's own decoder and writer, but without HTTP, so that a
//! large store is there in minutes.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use ingest::{Limits, PriceBook, decode_batch};
use model::{RunId, Timestamp};
use serde_json::{Map, json};
use store::meta::{Caller, Init};
use store::runs::{Batch, RunChange, RunsOptions};
use store::{DataDir, Meta, Runs};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::child::{NAME, PRIVATE_KEY, PUBLIC_KEY};
use super::dataset::{self, Dataset, Times};
use super::error::BenchError;
use super::ingest::report_files;
use super::process;
use super::progress::Progress;
use super::report::Report;
use super::stream::Stream;
use crate::clock::Clock;

/// How many batches are on their way at once: one being written, the others being made.
const AT_ONCE: usize = 4;
/// Events a batch.
const BATCH: u64 = 1000;
/// Over how long the runs are spread, up to now.
const SPREAD: Duration = Duration::from_secs(30 * 24 * 3600);

/// What to fill.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct SeedArgs {
    /// How many runs
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    runs: u64,

    /// The data directory to fill: it gets a project `bench`; made if absent
    #[arg(long, value_name = "DIR")]
    data_dir: PathBuf,

    /// Decides what the runs are; `bench --mode get --seed` finds them again by it
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,

    /// Adds messages of conversations, feedback, custom events and log lines: 30 % of the events
    #[arg(long)]
    mixed: bool,

    /// Also writes the result to this file, as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// Fills a store and reports how fast that went and what it takes on disk.
pub(super) fn run(args: &SeedArgs) -> Result<(), BenchError> {
    let mut options = Map::new();
    options.insert("runs".into(), json!(args.runs));
    options.insert("seed".into(), json!(args.seed));
    if args.mixed {
        options.insert("mixed".into(), json!(true));
    }
    let mut report = Report::new("seed", Clock::System.now(), options);
    let files_before = if args.data_dir.exists() { process::files(&args.data_dir)? } else { Vec::new() };
    let written_before = process::written_bytes(std::process::id());
    let filled = fill(&args.data_dir, args.runs, args.seed, args.mixed)?;
    report.figure("runs written without HTTP", args.runs as f64 / filled.took.as_secs_f64(), "runs/s");
    report.figure("columns of all runs", filled.sealed_in.as_secs_f64(), "s");
    if let (Some(before), Some(after)) = (written_before, process::written_bytes(std::process::id())) {
        report.figure("written per run in large groups", (after - before) as f64 / args.runs as f64, "bytes");
    }
    report_files(&mut report, &process::files(&args.data_dir)?, &files_before, args.runs, filled.json_bytes);
    report.publish(args.json.as_deref())
}

/// How a filling went.
#[derive(Clone, Copy, Debug)]
pub(super) struct Filled {
    /// From the first batch to the end of the last checkpoint, without `sealed_in`.
    took: Duration,
    /// How long it took to put on disk what makes lists fast.
    sealed_in: Duration,
    /// Bytes of the events without members that are null.
    json_bytes: u64,
}

/// Writes the runs `0..runs` of `seed`, spread over the last 30 days, and if `mixed` other events with them. Fails when they are there already.
pub(super) fn fill(data_dir: &Path, runs: u64, seed: u64, mixed: bool) -> Result<Filled, BenchError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| BenchError::Start(format!("no runtime for the store: {error}")))?;
    runtime.block_on(async {
        let dir = DataDir::lock(data_dir)?;
        let seeder = Arc::new(Seeder::open(&dir, runs, seed, mixed).await?);
        let first = RunId::from(dataset::id(seed, 0));
        if seeder.runs.get(&seeder.sender.scope, first).await?.is_some() {
            return Err(BenchError::Usage(format!("the runs of --seed {seed} are there already; choose another seed")));
        }
        let began = Instant::now();
        let json_bytes = write_all(&seeder).await?;
        let written_in = began.elapsed();
        seeder.runs.seal_columns().await?;
        let sealed_in = began.elapsed() - written_in;
        seeder.runs.close().await?;
        Ok(Filled { took: began.elapsed() - sealed_in, sealed_in, json_bytes })
    })
}

async fn write_all(seeder: &Arc<Seeder>) -> Result<u64, BenchError> {
    let progress = Progress::new("seed", seeder.stream.events());
    let next = Arc::new(AtomicU64::new(0));
    let mut writers = JoinSet::new();
    for _ in 0..AT_ONCE {
        writers.spawn(Arc::clone(seeder).write_share(Arc::clone(&next), progress.clone()));
    }
    let mut json_bytes = 0;
    while let Some(share) = writers.join_next().await {
        json_bytes += share.expect("a writer neither panics nor is aborted")?;
    }
    progress.finish();
    Ok(json_bytes)
}

/// An open store and what goes into it.
struct Seeder {
    runs: Runs,
    sender: Caller,
    dataset: Dataset,
    stream: Stream,
    arrival: Timestamp,
}

impl Seeder {
    async fn open(dir: &DataDir, runs: u64, seed: u64, mixed: bool) -> Result<Seeder, BenchError> {
        let now = Clock::System.now();
        let key = |text: &str| Uuid::try_parse(text).expect("the keys of the bench are UUIDs");
        let meta = Meta::open(dir)?;
        let init = Init {
            org: Some(NAME.into()),
            project: Some(NAME.into()),
            public_key: Some(key(PUBLIC_KEY)),
            private_key: Some(key(PRIVATE_KEY)),
            ..Init::default()
        };
        meta.init(init, now).await?;
        let sender = meta.caller_in_project(key(PRIVATE_KEY), now).await?;
        let sender = sender.ok_or_else(|| BenchError::Start("the project of the bench could not be made".into()))?;
        let spread_micros = i64::try_from(SPREAD.as_micros()).expect("30 days are far below 2^63 microseconds");
        let step_micros = spread_micros / runs.cast_signed().max(1);
        let times = Times { first_micros: now.micros() - spread_micros, step_micros };
        let dataset = Dataset::new(seed, runs, times);
        let dataset = if mixed { dataset.mixed() } else { dataset };
        Ok(Seeder {
            runs: Runs::open(dir, &RunsOptions::default(), Arc::new(PriceBook::built_in()))?,
            sender,
            stream: Stream::new(&dataset, 0, runs),
            dataset,
            arrival: now,
        })
    }

    /// Takes one batch after the other until none is left; returns the bytes of their JSON.
    async fn write_share(self: Arc<Self>, next: Arc<AtomicU64>, progress: Progress) -> Result<u64, BenchError> {
        let mut json_bytes = 0;
        loop {
            let first_place = next.fetch_add(BATCH, Ordering::Relaxed);
            if first_place >= self.stream.events() {
                return Ok(json_bytes);
            }
            let maker = Arc::clone(&self);
            let made = tokio::task::spawn_blocking(move || maker.make(first_place)).await;
            let (changes, bytes) = made.expect("making a batch neither panics nor is aborted");
            let events = changes.len() as u64;
            let batch =
                Batch { sender: self.sender, arrival: self.arrival, changes, rejected: Vec::new(), sample: None };
            self.runs.apply(batch).await?;
            json_bytes += bytes;
            progress.add(events);
        }
    }

    /// The events from this place on, decoded and compressed, and the bytes of their JSON.
    fn make(&self, first_place: u64) -> (Vec<RunChange>, u64) {
        let body = self.stream.body(&self.dataset, first_place, BATCH);
        let decoded = decode_batch(&body.bytes, self.arrival, &Limits::default());
        let decoded = decoded.expect("the bench makes JSON with as many events as are allowed");
        let event = |result: Result<_, _>| result.expect("the bench makes events that nobody rejects");
        let pack = |event| self.runs.pack(&self.sender.scope, event);
        (decoded.into_iter().map(|decoded| pack(event(decoded.result))).collect(), body.json_bytes)
    }
}

//! Modes `get` and `related`: how fast runs come back, of ids chosen at random among all that there are.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use hyper::StatusCode;
use serde_json::Value;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use super::client::{Client, Target};
use super::dataset;
use super::error::BenchError;
use super::latency::Latencies;
use super::progress::Progress;
use super::random::Random;
use super::report::{Budget, Report};
use super::session::Session;
use super::{Measure, Mode, seed};

/// How many seeded runs must be there before all are taken to be.
const PROBES: u64 = 20;
/// How many ids are asked for at once where they have to be found.
const PAGE: usize = 500;
/// Requests that are not counted, so that connections and statements are as they are after a minute.
const WARM_UP: u64 = 200;
const HEALTH_REQUESTS: u64 = 2000;
/// What costs the least.
pub(super) const HEALTH: &str = "/v1/health";

/// Asks for runs (mode get) or for runs and all below them (mode related), over one connection and over eight.
pub(super) fn reads(measure: &Measure, mode: Mode, report: &mut Report) -> Result<(), BenchError> {
    let runs = measure.runs(mode);
    let mut session = Session::open(measure, report, |dir| seed::fill(dir, runs, measure.seed, false).map(drop))?;
    let known = session.runtime.block_on(Known::of(&session.target, measure.seed, runs))?;
    report.figure("runs to choose from", known.count() as f64, "runs");
    session.watch_memory();
    let question = Arc::new(if mode == Mode::Get { Question::Run(known) } else { Question::Related(known) });
    let (runtime, target) = (&session.runtime, &session.target);
    ask(runtime, target, &question, (1, WARM_UP))?;
    for connections in [1, 8] {
        let mut latencies = ask(runtime, target, &question, (connections, measure.requests))?;
        let [half, most, nearly_all] = latencies.at_permille([500, 950, 990]);
        let name = |part: &str| format!("{}, connections: {connections}, {part}", mode.word());
        report.figure(name("p50"), half, "ms");
        report.judged(name("p95"), most, "ms", Budget::AtMost(2.0));
        report.figure(name("p99"), nearly_all, "ms");
    }
    let [half, most] =
        ask(runtime, target, &Arc::new(Question::Path(HEALTH)), (1, HEALTH_REQUESTS))?.at_permille([500, 950]);
    report.figure("health, for comparison, p50", half, "ms");
    report.figure("health, for comparison, p95", most, "ms");
    session.report_peak_memory(report);
    session.stop()?;
    Ok(())
}

/// What is asked for, again and again.
pub(super) enum Question {
    /// The same path each time.
    Path(&'static str),
    /// One of these, each as likely as the others.
    Paths(Vec<String>),
    Run(Known),
    Related(Known),
}

impl Question {
    fn path(&self, random: &mut Random) -> String {
        match self {
            Question::Path(path) => (*path).into(),
            Question::Paths(paths) => paths[random.place(paths.len())].clone(),
            Question::Run(known) => format!("/v1/runs/{}", known.any(random)),
            Question::Related(known) => format!("/v1/runs/{}/related", known.any_root(random)),
        }
    }
}

/// Ids of runs that the server has.
pub(super) enum Known {
    /// Those of `bench seed`: they follow from seed and number.
    Seeded { seed: u64, runs: u64 },
    /// Those that a list named.
    Listed(Vec<String>),
}

impl Known {
    /// The seeded runs if they are there, else the newest `runs` runs of any kind of model call.
    async fn of(target: &Target, seed: u64, runs: u64) -> Result<Known, BenchError> {
        let mut client = Client::connect(target).await?;
        let mut random = Random::of(seed, 50, runs);
        let mut found = 0;
        for _ in 0..PROBES {
            let id = dataset::id(seed, random.below(runs));
            match client.get(&format!("/v1/runs/{id}")).await?.status {
                StatusCode::OK => found += 1,
                StatusCode::NOT_FOUND => break,
                status => return Err(unreadable(status)),
            }
        }
        if found == PROBES {
            return Ok(Known::Seeded { seed, runs });
        }
        let listed = list(&mut client, usize::try_from(runs).unwrap_or(usize::MAX)).await?;
        if listed.is_empty() { Err(nothing_there(runs)) } else { Ok(Known::Listed(listed)) }
    }

    fn count(&self) -> u64 {
        match self {
            Known::Seeded { runs, .. } => *runs,
            Known::Listed(ids) => ids.len() as u64,
        }
    }

    fn any(&self, random: &mut Random) -> String {
        match self {
            Known::Seeded { seed, runs } => dataset::id(*seed, random.below(*runs)).to_string(),
            Known::Listed(ids) => ids[random.place(ids.len())].clone(),
        }
    }

    /// The topmost run of a trace, where that is known.
    fn any_root(&self, random: &mut Random) -> String {
        match self {
            Known::Seeded { seed, runs } => dataset::root(*seed, random.below(*runs)).to_string(),
            Known::Listed(_) => self.any(random),
        }
    }
}

fn unreadable(status: StatusCode) -> BenchError {
    BenchError::Usage(format!("reading a run answers {status}; --key must be a private key of the project"))
}

fn nothing_there(runs: u64) -> BenchError {
    BenchError::Usage(format!(
        "the server has no runs to read; fill its data directory first: perilune bench seed --runs {runs} --data-dir DIR"
    ))
}

/// The ids of up to `most` runs, newest first.
async fn list(client: &mut Client, most: usize) -> Result<Vec<String>, BenchError> {
    let progress = Progress::new("finding runs", most as u64);
    let mut ids = Vec::new();
    let mut cursor = String::new();
    while ids.len() < most {
        let path = format!("/v1/runs?limit={PAGE}{cursor}");
        let answer = client.get_ok(&path).await?;
        let page: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
        let runs = page["data"].as_array().map(Vec::as_slice).unwrap_or_default();
        ids.extend(runs.iter().filter_map(|run| Some(run["id"].as_str()?.to_owned())));
        progress.add(runs.len() as u64);
        match page["nextCursor"].as_str() {
            Some(next) if !runs.is_empty() => cursor = format!("&cursor={next}"),
            _ => break,
        }
    }
    progress.finish();
    ids.truncate(most);
    Ok(ids)
}

/// Asks so many times over so many connections, each with one request in flight.
pub(super) fn ask(
    runtime: &Runtime,
    target: &Target,
    question: &Arc<Question>,
    (connections, times): (u64, u64),
) -> Result<Latencies, BenchError> {
    let progress = Progress::new(if let Question::Path(path) = **question { path } else { "reading" }, times);
    let left = Arc::new(AtomicU64::new(times));
    let latencies = runtime.block_on(ask_all(target, question, (connections, &left), Some(&progress)));
    progress.finish();
    latencies
}

/// The same until nothing is left.
pub(super) async fn ask_all(
    target: &Target,
    question: &Arc<Question>,
    (connections, left): (u64, &Arc<AtomicU64>),
    progress: Option<&Progress>,
) -> Result<Latencies, BenchError> {
    let times = left.load(Ordering::Relaxed);
    let mut askers = JoinSet::new();
    for number in 0..connections {
        let client = Client::connect(target).await?;
        let random = Random::of(times, 60 + connections, number);
        askers.spawn(ask_share(client, Arc::clone(question), random, Arc::clone(left), progress.cloned()));
    }
    let mut latencies = Latencies::default();
    while let Some(share) = askers.join_next().await {
        latencies.merge(share.expect("an asker neither panics nor is aborted")?);
    }
    Ok(latencies)
}

async fn ask_share(
    mut client: Client,
    question: Arc<Question>,
    mut random: Random,
    left: Arc<AtomicU64>,
    progress: Option<Progress>,
) -> Result<Latencies, BenchError> {
    let mut latencies = Latencies::default();
    let take_one = |left: u64| left.checked_sub(1);
    while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take_one).is_ok() {
        let path = question.path(&mut random);
        let began = Instant::now();
        let answer = client.get_ok(&path).await?;
        latencies.add(began.elapsed());
        if answer.body.len() <= "[]".len() {
            return Err(BenchError::Mismatch(format!("{path} answers nothing")));
        }
        if let Some(progress) = &progress {
            progress.add(1);
        }
    }
    Ok(latencies)
}

//! Mode `list`: pages, counts, facets and histograms of a large store: right after a start, at rest, and while events come in.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::task::JoinSet;

use super::client::Client;
use super::dataset::{Dataset, Times};
use super::error::BenchError;
use super::latency::Latencies;
use super::load::{self, Load, Source};
use super::progress::Progress;
use super::random::Random;
use super::report::{Budget, Report};
use super::session::Session;
use super::stream::Stream;
use super::{Measure, Mode, seed};
use crate::clock::Clock;

/// Requests a question that are not counted, and the most and the fewest that are.
const WARM_UP: u64 = 3;
const MOST_REQUESTS: u64 = 200;
const FEWEST_REQUESTS: u64 = 20;
/// After this time a question that has been asked often enough is asked no more.
const MOST_TIME: Duration = Duration::from_secs(3);
/// Rows a page.
const PAGE: u64 = 50;
/// How many pages `page` may leave out.
const MOST_PAGES: u64 = 1999;
/// How long events come in at the most, in seconds, while questions are asked.
const INGEST_SECONDS: u64 = 600;
const STEP_MICROS: i64 = 100;

/// What is asked: a name, the class of its filter (design, section 4), and the path.
type Question<'a> = (&'static str, char, &'a str);

const QUESTIONS: [Question<'static>; 26] = [
    ("page, newest", 'A', "/v1/runs?fields=preview"),
    ("page, whole rows", 'A', "/v1/runs"),
    ("page, model", 'A', "/v1/runs?fields=preview&type=llm&models=o3-mini"),
    ("page, tag", 'A', "/v1/runs?fields=preview&tags=tag-07"),
    ("page, failed", 'A', "/v1/runs?fields=preview&type=llm&status=error"),
    ("page, model and tag and failed", 'A', "/v1/runs?fields=preview&type=llm&models=gpt-4o&tags=tag-07&status=error"),
    ("page, nothing matches", 'A', "/v1/runs?fields=preview&type=llm&models=nobody"),
    ("page, traces", 'A', "/v1/runs?fields=preview&type=trace"),
    ("page, costly", 'A', "/v1/runs?fields=preview&type=llm&cost=gt.0.01"),
    ("page, by start, oldest", 'A', "/v1/runs?fields=preview&type=llm&sortField=createdAt"),
    ("page, by duration", 'A', "/v1/runs?fields=preview&type=llm&sortField=duration&sortDirection=desc"),
    ("page, by tokens", 'A', "/v1/runs?fields=preview&type=llm&sortField=tokens&sortDirection=desc"),
    ("page, by cost", 'A', "/v1/runs?fields=preview&type=llm&sortField=cost&sortDirection=desc"),
    ("page, by cost, ascending", 'A', "/v1/runs?fields=preview&type=llm&sortField=cost"),
    ("page and total", 'A', "/v1/runs?fields=preview&type=llm&total=true"),
    ("count", 'A', "/v1/runs/count?type=llm"),
    ("count, tag", 'A', "/v1/runs/count?tags=tag-07"),
    ("count, model and failed", 'A', "/v1/runs/count?type=llm&models=gpt-4o&status=error"),
    ("facets, models", 'S', "/v1/runs/facets?check=models&type=llm"),
    ("facets, tags", 'S', "/v1/runs/facets?check=tags&type=llm"),
    ("histogram", 'S', "/v1/runs/histogram?type=llm"),
    ("usage", 'S', "/v1/runs/usage?days=30"),
    ("page, metadata", 'B', "/v1/runs?fields=preview&type=llm&metadata=region.eu-west-1"),
    ("page, search", 'B', "/v1/runs?fields=preview&type=llm&search=parcel"),
    ("page, regular expression", 'C', "/v1/runs?fields=preview&type=llm&regex=output.contains.%5Bzq%5D%7B3%7D"),
    ("page, length", 'C', "/v1/runs?fields=preview&type=llm&length=output.gt.900"),
];

/// Asks every question three times over: right after a start, at rest, and while events come in.
pub(super) fn lists(measure: &Measure, report: &mut Report) -> Result<(), BenchError> {
    let runs = measure.runs(Mode::List);
    let mut session = Session::open(measure, report, |dir| seed::fill(dir, runs, measure.seed, false).map(drop))?;
    session.watch_memory();
    for (name, _, path) in [QUESTIONS[0], QUESTIONS[15], QUESTIONS[12], QUESTIONS[18]] {
        let [took] = session.runtime.block_on(ask(&session, path, (0, 1)))?.at_permille([1000]);
        report.judged(format!("{name}, after a start"), took, "ms", Budget::AtMost(400.0));
    }
    let deep = session.runtime.block_on(deep_page(&session))?;
    let times = measure.requests.min(MOST_REQUESTS);
    ask_all(&session, ("at rest", &deep), (times, runs), report)?;
    let rate = measure.rate;
    let busy = format!("at {rate} events/s");
    let mut events = JoinSet::new();
    let sending = sending(&session, measure);
    session.runtime.block_on(async {
        events.spawn(async move { load::send(sending, &Progress::new("events", rate * INGEST_SECONDS)).await });
    });
    ask_all(&session, (&busy, &deep), (times, runs), report)?;
    drop(events);
    session.report_peak_memory(report);
    for (name, bytes) in session.files()? {
        report.figure(format!("{name} per run"), bytes as f64 / runs as f64, "bytes");
    }
    session.stop()?;
    Ok(())
}

/// Events that nobody has sent before, at the steady rate.
fn sending(session: &Session, measure: &Measure) -> Load {
    let seed = Random::of(measure.seed, 24, Clock::System.now().micros().cast_unsigned()).next();
    let runs = measure.rate * INGEST_SECONDS / 2;
    let times = Times { first_micros: Clock::System.now().micros(), step_micros: STEP_MICROS };
    let dataset = Arc::new(Dataset::new(seed, runs, times));
    let stream = Stream::new(&dataset, 0, runs);
    let source = Source::Events(dataset, stream);
    Load { target: session.target.clone(), source, connections: 4, batch: measure.batch, rate: Some(measure.rate) }
}

/// How long an answer of a class may take, in milliseconds: filters that columns decide (A), those that an index helps with
/// (B), sums over all runs (S), and what runs must be read for (C).
fn budget(class: char, runs: u64) -> f64 {
    match class {
        'A' => 50.0,
        'B' if runs <= 1_000_000 => 50.0,
        'B' => 300.0,
        'S' => 150.0,
        _ => 1000.0,
    }
}

fn ask_all(
    session: &Session,
    (when, deep): (&str, &str),
    (times, runs): (u64, u64),
    report: &mut Report,
) -> Result<(), BenchError> {
    let questions: [Question<'_>; 26] = QUESTIONS;
    for (name, class, path) in questions.into_iter().chain([("page, deep cursor", 'A', deep)]) {
        let mut latencies = session.runtime.block_on(ask(session, path, (WARM_UP, times)))?;
        let [half, most, slowest] = latencies.at_permille([500, 950, 1000]);
        report.figure(format!("{name}, class {class}, {when}, p50"), half, "ms");
        let name = format!("{name}, class {class}, {when}, p95");
        let took = if class == 'C' { slowest } else { most };
        report.judged(name, took, "ms", Budget::AtMost(budget(class, runs)));
    }
    Ok(())
}

/// A page behind as many rows as there are, or as `page` may leave out.
async fn deep_page(session: &Session) -> Result<String, BenchError> {
    let mut client = Client::connect(&session.target).await?;
    let count = client.get_ok("/v1/runs/count?type=llm").await?;
    let count: u64 = serde_json::from_slice(&count.body).unwrap_or(0);
    let page = (count / PAGE).saturating_sub(2).min(MOST_PAGES);
    let path = format!("/v1/runs?fields=preview&type=llm&limit={PAGE}");
    let answer = client.get_ok(&format!("{path}&page={page}")).await?;
    let answer: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
    match answer["nextCursor"].as_str() {
        Some(cursor) => Ok(format!("{path}&cursor={cursor}")),
        None => {
            Err(BenchError::Usage(format!("there are only {count} model calls; list needs more than {}", 3 * PAGE)))
        }
    }
}

/// Asks so many times, the first few of which do not count; a slow question less often.
async fn ask(session: &Session, path: &str, (warm_up, times): (u64, u64)) -> Result<Latencies, BenchError> {
    let mut client = Client::connect(&session.target).await?;
    let mut latencies = Latencies::default();
    let start = Instant::now();
    for time in 0..warm_up + times {
        if time >= warm_up + FEWEST_REQUESTS && start.elapsed() >= MOST_TIME {
            break;
        }
        let began = Instant::now();
        client.get_ok(path).await?;
        if time >= warm_up {
            latencies.add(began.elapsed());
        }
    }
    Ok(latencies)
}

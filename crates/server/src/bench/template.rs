//! Mode `template`: how fast an SDK gets the prompt that it needs before each call of a model, by itself and while ingest runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::json;
use tokio::runtime::Runtime;

use super::Measure;
use super::client::{Client, Target};
use super::dataset::{Dataset, Times};
use super::error::BenchError;
use super::latency::Latencies;
use super::load::{self, Load, Sent, Source};
use super::progress::Progress;
use super::random::Random;
use super::read::{HEALTH, Question, ask, ask_all};
use super::report::{Budget, Report};
use super::session::Session;
use super::stream::Stream;
use crate::clock::Clock;

/// How many prompts there are to choose from.
const TEMPLATES: u64 = 100;
/// Both are asked in turns, so that what disturbs the machine disturbs both.
const ROUNDS: u64 = 5;
const WARM_UP: u64 = 1000;
/// How long ingest runs beside the fetches, in seconds.
const BESIDE_SECONDS: u64 = 10;
const STEP_MICROS: i64 = 100;
/// So that a prompt has about 2 KB.
const SENTENCES: usize = 50;

/// Fetches over one connection and over eight, beside the health check; then over eight beside ingest at `--rate`.
pub(super) fn fetches(measure: &Measure, report: &mut Report) -> Result<(), BenchError> {
    let mut session = Session::open(measure, report, |_| Ok(()))?;
    let slugs = session.runtime.block_on(make_templates(&session.target, measure.seed))?;
    let paths = slugs.iter().map(|slug| format!("/v1/template_versions/latest?slug={slug}")).collect();
    let question = Arc::new(Question::Paths(paths));
    session.watch_memory();
    for connections in [1, 8] {
        let (health, mut fetches) = in_turns(&session, &question, (connections, measure.requests))?;
        let [half, most, nearly_all] = fetches.at_permille([500, 950, 990]);
        let name = |part: &str| format!("template, connections: {connections}, {part}");
        report.figure(name("health p50"), health, "ms");
        report.figure(name("p50"), half, "ms");
        report.figure(name("p95"), most, "ms");
        report.figure(name("p99"), nearly_all, "ms");
        report.judged(name("p99 over health p50"), nearly_all - health, "ms", Budget::AtMost(1.0));
    }
    beside_ingest(&session, &question, measure, report)?;
    session.report_peak_memory(report);
    session.stop()?;
    Ok(())
}

/// The median of the health check in milliseconds, and how long fetches took.
fn in_turns(
    session: &Session,
    question: &Arc<Question>,
    (connections, requests): (u64, u64),
) -> Result<(f64, Latencies), BenchError> {
    let health = Arc::new(Question::Path(HEALTH));
    let (mut of_health, mut of_fetches) = (Latencies::default(), Latencies::default());
    for round in 0..=ROUNDS {
        for (question, taken) in [(&health, &mut of_health), (question, &mut of_fetches)] {
            let times = if round == 0 { WARM_UP } else { requests.div_ceil(ROUNDS) };
            let latencies = ask(&session.runtime, &session.target, question, (connections, times))?;
            if round > 0 {
                taken.merge(latencies);
            }
        }
    }
    let [health] = of_health.at_permille([500]);
    Ok((health, of_fetches))
}

fn beside_ingest(
    session: &Session,
    question: &Arc<Question>,
    measure: &Measure,
    report: &mut Report,
) -> Result<(), BenchError> {
    let runs = (measure.rate * BESIDE_SECONDS).div_ceil(2);
    let times = Times { first_micros: Clock::System.now().micros(), step_micros: STEP_MICROS };
    let dataset = Arc::new(Dataset::new(Random::of(measure.seed, 24, 0).next(), runs, times));
    let stream = Stream::new(&dataset, 0, runs);
    let load = Load {
        target: session.target.clone(),
        source: Source::Events(dataset, stream),
        connections: 8,
        batch: measure.batch,
        rate: Some(measure.rate),
    };
    let (sent, mut fetches) = both(&session.runtime, load, question)?;
    report.figure("beside ingest, events", sent.events_per_second(), "events/s");
    report.figure("beside ingest, fetches", fetches.count() as f64 / sent.took.as_secs_f64(), "fetches/s");
    let [half, nearly_all] = fetches.at_permille([500, 990]);
    report.figure("beside ingest, fetch p50", half, "ms");
    report.figure("beside ingest, fetch p99", nearly_all, "ms");
    Ok(())
}

/// Sends the load, and fetches over eight connections as long as that takes.
fn both(runtime: &Runtime, load: Load, question: &Arc<Question>) -> Result<(Sent, Latencies), BenchError> {
    let progress = Progress::new("fetching beside ingest", load.source.events());
    let left = Arc::new(AtomicU64::new(u64::MAX));
    let target = load.target.clone();
    let outcome = runtime.block_on(async {
        let sending = async {
            let sent = load::send(load, &progress).await;
            left.store(0, Ordering::Relaxed);
            sent
        };
        tokio::join!(sending, ask_all(&target, question, (8, &left), None))
    });
    progress.finish();
    Ok((outcome.0?, outcome.1?))
}

/// Makes prompts of about 2 KB each, and deploys them; their slugs.
async fn make_templates(target: &Target, seed: u64) -> Result<Vec<String>, BenchError> {
    let mut client = Client::connect(target).await?;
    let mut random = Random::of(seed, 70, 0);
    let family = random.next();
    let mut slugs = Vec::new();
    for number in 0..TEMPLATES {
        let slug = format!("bench-{family:x}-{number}");
        if client.get(&format!("/v1/template_versions/latest?slug={slug}")).await?.status.is_success() {
            slugs.push(slug);
            continue;
        }
        let system: Vec<String> =
            (0..SENTENCES).map(|_| format!("Rule {:016x} is for {{{{name}}}}.", random.next())).collect();
        let body = json!({
            "slug": slug, "mode": "openai", "isDraft": false,
            "content": [{"role": "system", "content": system.join(" ")}, {"role": "user", "content": "{{question}}"}],
            "extra": {"model": "gpt-4o", "temperature": 0.2, "max_tokens": 512},
        });
        client.post_ok("/v1/templates", body.to_string()).await?;
        slugs.push(slug);
    }
    Ok(slugs)
}

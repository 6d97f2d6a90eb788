//! Mode `otlp`: how fast spans of OpenTelemetry become durable runs, and whether they are all there afterwards.

use std::sync::Arc;

use hyper::StatusCode;
use serde_json::Value;

use super::client::{Client, Target};
use super::dataset::{Dataset, Times};
use super::error::BenchError;
use super::ingest::{Before, report_answers};
use super::load::{self, Load, Sent, Source};
use super::progress::Progress;
use super::random::Random;
use super::report::{Budget, Report};
use super::session::Session;
use super::spans::Spans;
use super::verify::{SAMPLE, compare_run};
use super::{Measure, Mode};
use crate::clock::Clock;

/// The nominal distance of the runs' timestamps.
const STEP_MICROS: i64 = 100;
/// How many spans are sent a second time, to see that this changes nothing.
const SENT_TWICE: u64 = 1_000;
/// Every type of run that comes of the spans.
const TYPES: [&str; 4] = ["llm", "tool", "agent", "chain"];

/// Requests at full speed, what they cost, some of them again; then all runs are counted and some are compared.
pub(super) fn spans(measure: &Measure, report: &mut Report) -> Result<(), BenchError> {
    let mut session = Session::open(measure, report, |_| Ok(()))?;
    let count = measure.runs(Mode::Otlp);
    let seed = Random::of(measure.seed, 24, 0).next();
    let times = Times { first_micros: Clock::System.now().micros(), step_micros: STEP_MICROS };
    let spans = Arc::new(Spans::new(Dataset::new(seed, 1, times)));
    let known = session.runtime.block_on(runs(&session.target))?;
    let before = Before::of(&session)?;
    session.watch_memory();
    let sent = send(measure, &session, &spans, ("full speed", count))?;
    report.judged("durable spans", sent.events_per_second(), "spans/s", Budget::AtLeast(15_000.0));
    report_answers(report, "at full speed", sent.clone(), None);
    report.figure("a span on the wire", sent.wire_bytes as f64 / count as f64, "bytes");
    before.report_cpu(&session, report, count);
    session.report_peak_memory(report);
    send(measure, &session, &spans, ("the first of them again", SENT_TWICE.min(count)))?;
    let found = session.runtime.block_on(runs(&session.target))?;
    if found != known + count {
        return Err(BenchError::Mismatch(format!("{count} new spans made {found} runs of {known}")));
    }
    report.figure("runs counted", (found - known) as f64, "runs");
    let compared = session.runtime.block_on(compare(&session.target, &spans, count))?;
    report.figure("runs read back and compared", compared as f64, "runs");
    finish(session, report, &before, (count, sent.wire_bytes))
}

fn send(
    measure: &Measure,
    session: &Session,
    spans: &Arc<Spans>,
    (what, count): (&str, u64),
) -> Result<Sent, BenchError> {
    let progress = Progress::new(what, count);
    let load = Load {
        target: session.target.clone(),
        source: Source::Spans(Arc::clone(spans), count),
        connections: measure.connections(Mode::Otlp),
        batch: measure.batch,
        rate: None,
    };
    let sent = session.runtime.block_on(load::send(load, &progress));
    progress.finish();
    sent
}

/// How many runs the project has.
async fn runs(target: &Target) -> Result<u64, BenchError> {
    let mut client = Client::connect(target).await?;
    let mut sum = 0;
    for run_type in TYPES {
        let path = format!("/v1/runs?type={run_type}&limit=1&total=true");
        let answer = client.get_ok(&path).await?;
        let told: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
        sum += told["total"].as_u64().ok_or_else(|| BenchError::Answer {
            path,
            status: StatusCode::OK,
            body: "no total".into(),
        })?;
    }
    Ok(sum)
}

/// Compares up to 500 runs; returns how many. Fails at the first that is not as sent.
async fn compare(target: &Target, spans: &Spans, count: u64) -> Result<u64, BenchError> {
    let mut client = Client::connect(target).await?;
    let mut random = Random::of(count, 41, 0);
    let sample = SAMPLE.min(count);
    for _ in 0..sample {
        let (id, wanted) = spans.expected(random.below(count));
        compare_run(&mut client, &id.to_string(), &wanted).await?;
    }
    Ok(sample)
}

/// Stops a server of our own, and reports what a span cost on disk.
fn finish(
    session: Session,
    report: &mut Report,
    before: &Before,
    (count, wire_bytes): (u64, u64),
) -> Result<(), BenchError> {
    let Some(stopped) = session.stop()? else { return Ok(()) };
    if let (Some(used), Some(written)) = (before.used, stopped.written_bytes) {
        let per_run = (written - used.written_bytes) as f64 / count as f64;
        report.figure("written per span, with the last checkpoint", per_run, "bytes");
    }
    let size = |files: &[(String, u64)]| -> u64 {
        files.iter().filter(|(name, _)| name.starts_with("runs.db")).map(|(_, bytes)| bytes).sum()
    };
    let growth = size(&stopped.files()?).saturating_sub(size(&before.files));
    report.figure("runs.db per span", growth as f64 / count as f64, "bytes");
    report.figure("runs.db against what was sent", growth as f64 / wire_bytes as f64, "of it");
    Ok(())
}

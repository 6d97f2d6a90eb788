//! Modes `ingest` and `one`: how fast events become durable, what that costs, and whether they are all there afterwards.

use std::sync::Arc;

use hyper::StatusCode;

use super::client::Client;
use super::dataset::{Dataset, Times};
use super::error::BenchError;
use super::load::{self, Load, Sent, Source};
use super::progress::Progress;
use super::random::Random;
use super::report::{Budget, Report};
use super::session::{Session, Stopped, Used};
use super::stream::Stream;
use super::verify::verify;

use super::{Measure, Mode, process};
use crate::clock::Clock;

/// The nominal distance of the runs' timestamps: 20,000 events a second.
const STEP_MICROS: i64 = 100;
/// How long the part at a steady rate lasts at the most.
const STEADY_SECONDS: u64 = 30;
/// How many runs are sent before the server is killed.
const RUNS_BEFORE_KILL: u64 = 10_000;

/// Batches at full speed, then at a steady rate; what it cost; reading back; how long starts take.
pub(super) fn batches(measure: &Measure, report: &mut Report) -> Result<(), BenchError> {
    let (mut session, mut sender) = open(measure, Mode::Ingest, report)?;
    let before = Before::of(&session)?;
    session.watch_memory();
    let sent = sender.send(&session, "full speed", measure.runs(Mode::Ingest), None)?;
    report.judged("durable events", sent.events_per_second(), "events/s", Budget::AtLeast(20_000.0));
    report_answers(report, "at full speed", sent.clone(), None);
    report.figure("an event on the wire", sent.wire_bytes as f64 / sent.events as f64, "bytes");
    before.report_cpu(&session, report, sent.events);

    let used = session.used();
    let runs = (measure.runs(Mode::Ingest) / 4).max(1).min((STEADY_SECONDS * measure.rate).div_ceil(2));
    let sent = sender.send(&session, "steady rate", runs, Some(measure.rate))?;
    report.figure("steady rate reached", sent.events_per_second(), "events/s");
    report_answers(report, "at the steady rate", sent, Some(Budget::AtMost(50.0)));
    if let (Some(before), Some(after)) = (used, session.used()) {
        let bytes = after.written_bytes - before.written_bytes;
        report.figure("written per run at the steady rate", bytes as f64 / runs as f64, "bytes");
    }
    session.report_peak_memory(report);
    sender.verify(&session, "runs read back and compared", report)?;
    let Some(stopped) = stop(session, &before, &sender, report)? else { return Ok(()) };
    starts(stopped, &mut sender, report)
}

/// One event a request, from many connections.
pub(super) fn single_events(measure: &Measure, report: &mut Report) -> Result<(), BenchError> {
    let (mut session, mut sender) = open(measure, Mode::One, report)?;
    let before = Before::of(&session)?;
    session.watch_memory();
    let sent = sender.send(&session, "one event a request", measure.runs(Mode::One), None)?;
    report.judged("requests with one event", sent.requests_per_second(), "requests/s", Budget::AtLeast(5000.0));
    report_answers(report, "of one event", sent.clone(), None);
    before.report_cpu(&session, report, sent.events);
    session.report_peak_memory(report);
    sender.verify(&session, "runs read back and compared", report)?;
    stop(session, &before, &sender, report)?;
    Ok(())
}

/// A server, and somebody to send events to it that it does not know yet.
fn open(measure: &Measure, mode: Mode, report: &mut Report) -> Result<(Session, Sender), BenchError> {
    let session = Session::open(measure, report, |_| Ok(()))?;
    let sender = Sender::new(measure, mode);
    let path = format!("/v1/runs/{}", sender.dataset.id(0));
    let known = session.runtime.block_on(async { Client::connect(&session.target).await?.get(&path).await })?;
    if known.status == StatusCode::NOT_FOUND {
        Ok((session, sender))
    } else {
        Err(known_already(&known.status, measure))
    }
}

fn known_already(status: &StatusCode, measure: &Measure) -> BenchError {
    BenchError::Usage(if *status == StatusCode::OK {
        format!("the runs of --seed {} were sent to this server before; choose another seed", measure.seed)
    } else {
        format!("reading a run answers {status}; --key must be a private key of the project")
    })
}

/// How long a start takes: after a clean stop, and after a kill with a full write-ahead log; and that the kill lost nothing.
fn starts(stopped: Stopped, sender: &mut Sender, report: &mut Report) -> Result<(), BenchError> {
    let (session, millis) = stopped.start()?;
    report.judged("start to ready after a clean stop", millis, "ms", Budget::AtMost(300.0));
    sender.send(&session, "before the kill", RUNS_BEFORE_KILL, None)?;
    let Some(stopped) = session.kill()? else { return Ok(()) };
    let (session, millis) = stopped.start()?;
    report.judged("start to ready after a kill", millis, "ms", Budget::AtMost(2000.0));
    sender.verify(&session, "compared again after the kill", report)?;
    session.stop()?;
    Ok(())
}

/// Stops a server of our own, and reports what all runs that were sent so far cost on disk.
fn stop(
    session: Session,
    before: &Before,
    sender: &Sender,
    report: &mut Report,
) -> Result<Option<Stopped>, BenchError> {
    let Some(stopped) = session.stop()? else { return Ok(None) };
    if let (Some(used), Some(written)) = (before.used, stopped.written_bytes) {
        let per_run = (written - used.written_bytes) as f64 / sender.runs as f64;
        report.judged("written per run, with the last checkpoint", per_run, "bytes", Budget::AtMost(16_000.0));
    }
    report_files(report, &stopped.files()?, &before.files, sender.runs, sender.json_bytes);
    Ok(Some(stopped))
}

/// Reports how much each file grew by one run, and all of them against the JSON that was sent.
pub(super) fn report_files(
    report: &mut Report,
    files: &[(String, u64)],
    before: &[(String, u64)],
    runs: u64,
    json_bytes: u64,
) {
    let mut growth_of_databases = 0;
    for (name, bytes) in files {
        let size_before = before.iter().find(|(other, _)| other == name).map_or(0, |&(_, bytes)| bytes);
        let growth = bytes.saturating_sub(size_before);
        if name.starts_with("runs.db") || name.starts_with("cols.db") {
            growth_of_databases += growth;
        }
        if growth > 0 && name.contains(".db") {
            report.figure(format!("{name} per run"), growth as f64 / runs as f64, "bytes");
        }
    }
    report.figure("JSON per run", json_bytes as f64 / runs as f64, "bytes");
    let ratio = growth_of_databases as f64 / json_bytes as f64;
    report.judged("runs.db and cols.db against the JSON", ratio, "of it", Budget::AtMost(0.45));
}

pub(super) fn report_answers(report: &mut Report, when: &str, mut sent: Sent, p99: Option<Budget>) {
    let [half, most, nearly_all, all] = sent.latencies.at_permille([500, 950, 990, 1000]);
    report.figure(format!("answer {when}, p50"), half, "ms");
    report.figure(format!("answer {when}, p95"), most, "ms");
    let name = format!("answer {when}, p99");
    match p99 {
        Some(budget) => report.judged(name, nearly_all, "ms", budget),
        None => report.figure(name, nearly_all, "ms"),
    }
    report.figure(format!("answer {when}, slowest"), all, "ms");
    if sent.refusals > 0 {
        report.figure(format!("answer {when}, asked to wait"), sent.refusals as f64, "times");
    }
}

/// What was there before anything was sent.
pub(super) struct Before {
    pub(super) used: Option<Used>,
    pub(super) files: Vec<(String, u64)>,
    own_cpu_seconds: Option<f64>,
}

impl Before {
    pub(super) fn of(session: &Session) -> Result<Before, BenchError> {
        let own_cpu_seconds = process::cpu_seconds(std::process::id());
        Ok(Before { used: session.used(), files: session.files()?, own_cpu_seconds })
    }

    /// Reports the processor time of an event, of the server and of the load generator beside it.
    pub(super) fn report_cpu(&self, session: &Session, report: &mut Report, events: u64) {
        let per_event = |before: f64, after: f64| (after - before) * 1e6 / events as f64;
        if let (Some(before), Some(after)) = (self.used, session.used()) {
            report.figure("processor time of the server", per_event(before.cpu_seconds, after.cpu_seconds), "us/event");
        }
        if let (Some(before), Some(after)) = (self.own_cpu_seconds, process::cpu_seconds(std::process::id())) {
            report.figure("processor time of the load generator", per_event(before, after), "us/event");
        }
    }
}

/// Sends one part of the data after the other.
struct Sender {
    dataset: Arc<Dataset>,
    seed: u64,
    connections: u64,
    batch: u64,
    /// How many runs were sent so far: the number of the next one.
    runs: u64,
    /// Bytes of what was sent so far, without members that are null.
    json_bytes: u64,
}

impl Sender {
    fn new(measure: &Measure, mode: Mode) -> Sender {
        // Modes do not share runs, so that they can be measured on one server, one after the other.
        let family = match mode {
            Mode::One => 22,
            _ if measure.mixed => 23,
            _ => 21,
        };
        let seed = Random::of(measure.seed, family, 0).next();
        let times = Times { first_micros: Clock::System.now().micros(), step_micros: STEP_MICROS };
        let dataset = Dataset::new(seed, measure.runs(mode), times);
        let dataset = Arc::new(if measure.mixed { dataset.mixed() } else { dataset });
        let batch = if mode == Mode::One { 1 } else { measure.batch };
        Sender { dataset, seed, connections: measure.connections(mode), batch, runs: 0, json_bytes: 0 }
    }

    fn send(&mut self, session: &Session, what: &str, runs: u64, rate: Option<u64>) -> Result<Sent, BenchError> {
        let stream = Stream::new(&self.dataset, self.runs, runs);
        let progress = Progress::new(what, stream.events());
        let load = Load {
            target: session.target.clone(),
            source: Source::Events(Arc::clone(&self.dataset), stream),
            connections: self.connections,
            batch: self.batch,
            rate,
        };
        let sent = session.runtime.block_on(load::send(load, &progress));
        progress.finish();
        let sent = sent?;
        self.runs += runs;
        self.json_bytes += sent.json_bytes;
        Ok(sent)
    }

    /// Compares a sample of all that was sent so far.
    fn verify(&self, session: &Session, name: &str, report: &mut Report) -> Result<(), BenchError> {
        let compared = session.runtime.block_on(verify(&session.target, &self.dataset, self.runs, self.seed))?;
        report.figure(name, compared as f64, "runs");
        Ok(())
    }
}

//! Mode `search`: how fast texts and metadata are found, at rest and while events come in; how soon an event is found after it
//! was acknowledged; what the index takes on disk.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::client::{Client, Target};
use super::dataset::{Dataset, Times};
use super::error::BenchError;
use super::load::{self, Load, Sent, Source};
use super::payload::Words;
use super::progress::Progress;
use super::random::Random;
use super::read::{Question, ask};
use super::report::{Budget, Report};
use super::session::Session;
use super::stream::Stream;
use super::{Measure, Mode, needles, seed};
use crate::clock::Clock;

/// How many different questions of a kind are asked.
const QUESTIONS: u64 = 200;
/// Of all requests a figure, one in so many: a search takes longer than the other reads.
const SHARE_OF_REQUESTS: u64 = 20;
const WARM_UP: u64 = 20;
/// How long events come in while searches are measured, about.
const LOAD_SECONDS: u64 = 60;
const POLL_EVERY: Duration = Duration::from_millis(200);

/// What is looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// A number that some runs have.
    Rare,
    /// A word of medium frequency.
    Usual,
    /// One of the most frequent words.
    Frequent,
    /// Two words side by side.
    Phrase,
    /// The inside of a word.
    Fragment,
    /// How a word begins.
    Beginning,
    /// What no run has.
    Absent,
    /// One of 2,000 customers, in the metadata.
    Customer,
    /// The session of one trace, in the metadata.
    Trace,
}

impl Kind {
    const ALL: [Kind; 9] = [
        Kind::Rare,
        Kind::Usual,
        Kind::Frequent,
        Kind::Phrase,
        Kind::Fragment,
        Kind::Beginning,
        Kind::Absent,
        Kind::Customer,
        Kind::Trace,
    ];

    fn word(self) -> &'static str {
        match self {
            Kind::Rare => "rare number",
            Kind::Usual => "usual word",
            Kind::Frequent => "frequent word",
            Kind::Phrase => "phrase",
            Kind::Fragment => "fragment",
            Kind::Beginning => "beginning",
            Kind::Absent => "absent word",
            Kind::Customer => "metadata of many",
            Kind::Trace => "metadata of one trace",
        }
    }

    /// A check that asks for such a thing.
    fn check(self, dataset: &Dataset, runs: u64, random: &mut Random) -> String {
        let words = Words::new();
        let plan = dataset.plan(random.below(runs));
        let text = |text: String| format!("search={text}");
        let entry = |key: &str| {
            let value = plan.metadata.iter().find(|(name, _)| *name == key).map_or("", |(_, value)| value);
            format!("metadata={key}.{value}")
        };
        match self {
            Kind::Rare => text(of_any(dataset, runs, random, |output| number_in(output).map(str::to_owned))),
            Kind::Usual => text(words.of_rank(200 + random.place(800)).to_owned()),
            Kind::Frequent => text(words.of_rank(random.place(20)).to_owned()),
            Kind::Phrase => text(format!("%22{}%22", of_any(dataset, runs, random, pair_in))),
            Kind::Fragment => {
                let word = long_word(&words, random);
                text(word[1..word.len() - 1].to_owned())
            }
            Kind::Beginning => text(format!("{}*", &long_word(&words, random)[..4])),
            Kind::Absent => text(format!("zq{:x}", random.next())),
            Kind::Customer => entry("customer"),
            Kind::Trace => entry("session"),
        }
    }
}

/// What the output of some run has; the outputs of a hundred runs are looked at.
fn of_any(dataset: &Dataset, runs: u64, random: &mut Random, what: impl Fn(&str) -> Option<String>) -> String {
    (0..100).find_map(|_| what(&dataset.plan(random.below(runs)).payload.output)).unwrap_or_else(|| "the".into())
}

/// Letters and digits of a text, one after the other.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|piece| !piece.is_empty())
}

fn number_in(text: &str) -> Option<&str> {
    pieces(text).find(|piece| piece.len() >= 6 && piece.bytes().any(|byte| byte.is_ascii_digit()))
}

fn pair_in(text: &str) -> Option<String> {
    let words: Vec<&str> = pieces(text).collect();
    let pair = words
        .windows(2)
        .skip(4)
        .find(|pair| pair.iter().all(|word| word.len() > 2) && text.contains(&format!("{} {}", pair[0], pair[1])))?;
    Some(format!("{}%20{}", pair[0], pair[1]))
}

fn long_word(words: &Words, random: &mut Random) -> &'static str {
    let any = std::iter::repeat_with(|| words.of_rank(500 + random.place(2_000)));
    let is_long = |word: &&str| word.len() >= 7 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    any.take(1_000).find(is_long).unwrap_or("benchmark")
}

/// Measures all kinds at rest and under load.
pub(super) fn searches(measure: &Measure, report: &mut Report) -> Result<(), BenchError> {
    let runs = measure.runs(Mode::Search);
    let mut session = Session::open(measure, report, |dir| seed::fill(dir, runs, measure.seed, false).map(drop))?;
    let dataset = Dataset::new(measure.seed, runs, Times { first_micros: 0, step_micros: 1 });
    let caught_up = session.runtime.block_on(wait_for_index(&session.target))?;
    report.figure("until the index had all runs, after the start", caught_up.as_secs_f64(), "s");
    session.watch_memory();
    let questions: Vec<(Kind, Arc<Question>)> =
        Kind::ALL.iter().map(|kind| (*kind, Arc::new(questions(*kind, &dataset, runs)))).collect();
    session.runtime.block_on(check_answers(&session.target, &dataset, runs))?;
    let budget = if runs <= 1_000_000 { Budget::AtMost(50.0) } else { Budget::AtMost(300.0) };
    let times = measure.requests.div_ceil(SHARE_OF_REQUESTS);
    measure_all(&session, &questions, ("at rest", times), (budget, &mut *report))?;
    let needles = session.runtime.block_on(needles::find(&session.target, measure.seed, "rest"))?;
    needles::report(report, "at rest", needles);

    let added = measure.rate * LOAD_SECONDS / 2;
    let load = Incoming::begin(&session.target, measure, added);
    measure_all(&session, &questions, ("while events come in", times.div_ceil(4)), (budget, &mut *report))?;
    let lag = session.runtime.block_on(indexer(&session.target))?.lag;
    report.figure("changes that the index was behind", lag as f64, "changes");
    let needles = session.runtime.block_on(needles::find(&session.target, measure.seed, "load"))?;
    needles::report(report, "while events come in", needles);
    let sent = load.end()?;
    report.figure("events that came in meanwhile", sent.events_per_second(), "events/s");
    let caught_up = session.runtime.block_on(wait_for_index(&session.target))?;
    report.figure("until the index had those too", caught_up.as_secs_f64(), "s");
    session.report_peak_memory(report);
    let Some(stopped) = session.stop()? else { return Ok(()) };
    report_index(report, &stopped.files()?, json_bytes(&dataset, runs) + sent.json_bytes);
    Ok(())
}

/// Different questions of one kind.
fn questions(kind: Kind, dataset: &Dataset, runs: u64) -> Question {
    let path = |number| {
        let check = kind.check(dataset, runs, &mut Random::of(dataset.seed, 70 + kind as u64, number));
        format!("/v1/runs?{check}&limit=50&fields=preview")
    };
    Question::Paths((0..QUESTIONS).map(path).collect())
}

fn measure_all(
    session: &Session,
    questions: &[(Kind, Arc<Question>)],
    (when, times): (&str, u64),
    (budget, report): (Budget, &mut Report),
) -> Result<(), BenchError> {
    for (kind, question) in questions {
        ask(&session.runtime, &session.target, question, (1, WARM_UP))?;
        let mut latencies = ask(&session.runtime, &session.target, question, (1, times))?;
        let [half, most, all] = latencies.at_permille([500, 950, 1000]);
        let name = |part: &str| format!("{}, {when}, {part}", kind.word());
        report.figure(name("p50"), half, "ms");
        report.judged(name("p95"), most, "ms", budget);
        report.figure(name("slowest"), all, "ms");
    }
    Ok(())
}

/// A figure for wrong answers is worth nothing: what some run has is found, what none has is not, and all that is found has it.
async fn check_answers(target: &Target, dataset: &Dataset, runs: u64) -> Result<(), BenchError> {
    let mut client = Client::connect(target).await?;
    for kind in Kind::ALL {
        for number in 0..5 {
            let check = kind.check(dataset, runs, &mut Random::of(dataset.seed, 70 + kind as u64, number));
            let path = format!("/v1/runs?{check}&limit=5");
            let answer = client.get_ok(&path).await?;
            let page: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
            let rows = page["data"].as_array().map(Vec::as_slice).unwrap_or_default();
            // A phrase of words that are everywhere may not be found in the time that a search has: then the answer says so.
            let is_cut = kind == Kind::Phrase && page["complete"] == false;
            if rows.is_empty() != (kind == Kind::Absent) && !is_cut {
                return Err(BenchError::Mismatch(format!("{path} finds {} runs", rows.len())));
            }
            let plain = check.split_once('=').map_or("", |(_, asked)| asked).trim_end_matches('*');
            let is_there = |row: &Value| row.to_string().to_lowercase().contains(plain);
            if matches!(kind, Kind::Rare | Kind::Usual | Kind::Fragment | Kind::Beginning) && !rows.iter().all(is_there)
            {
                return Err(BenchError::Mismatch(format!("{path} finds a run that has it not")));
            }
        }
    }
    Ok(())
}

/// Events that are sent beside the measuring, on a thread of their own.
struct Incoming(JoinHandle<Result<Sent, BenchError>>);

impl Incoming {
    fn begin(target: &Target, measure: &Measure, runs: u64) -> Incoming {
        let seed = Random::of(measure.seed, 24, Clock::System.now().micros().cast_unsigned()).next();
        let times = Times { first_micros: Clock::System.now().micros(), step_micros: 1_000_000 / 5_000 };
        let dataset = Arc::new(Dataset::new(seed, runs, times));
        let stream = Stream::new(&dataset, 0, runs);
        let load = Load {
            target: target.clone(),
            source: Source::Events(dataset, stream),
            connections: measure.connections(Mode::Ingest),
            batch: measure.batch,
            rate: Some(measure.rate),
        };
        Incoming(std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .map_err(|error| BenchError::Start(format!("no runtime for the load: {error}")))?;
            let progress = Progress::new("events meanwhile", stream.events());
            let sent = runtime.block_on(load::send(load, &progress));
            progress.finish();
            sent
        }))
    }

    fn end(self) -> Result<Sent, BenchError> {
        self.0.join().expect("the thread that sends does not panic")
    }
}

/// How far the index is.
struct Indexer {
    lag: u64,
    is_complete: bool,
}

async fn indexer(target: &Target) -> Result<Indexer, BenchError> {
    let answer = Client::connect(target).await?.get_ok("/v1/system").await?;
    let system: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
    let indexers = system["indexers"].as_array().map(Vec::as_slice).unwrap_or_default();
    let search = indexers.iter().find(|indexer| indexer["name"] == "search");
    let lag = search.and_then(|search| search["lag"].as_u64());
    let lag = lag.ok_or_else(|| BenchError::Mismatch("/v1/system names no search index".into()))?;
    Ok(Indexer { lag, is_complete: search.is_some_and(|search| search["complete"] == true) })
}

async fn wait_for_index(target: &Target) -> Result<Duration, BenchError> {
    let began = Instant::now();
    loop {
        let indexer = indexer(target).await?;
        if indexer.lag == 0 && indexer.is_complete {
            return Ok(began.elapsed());
        }
        tokio::time::sleep(POLL_EVERY).await;
    }
}

/// Bytes of the events of the seeded runs, from a sample.
fn json_bytes(dataset: &Dataset, runs: u64) -> u64 {
    const SAMPLE: u64 = 4_000;
    let stream = Stream::new(dataset, 0, runs);
    let sample = SAMPLE.min(stream.events());
    stream.body(dataset, (stream.events() - sample) / 2, sample).json_bytes * stream.events() / sample.max(1)
}

fn report_index(report: &mut Report, files: &[(String, u64)], json_bytes: u64) {
    let bytes: u64 = files.iter().filter(|(name, _)| name.starts_with("search.db")).map(|(_, bytes)| bytes).sum();
    report.figure("search.db", bytes as f64 / 1e6, "MB");
    report.judged("search.db against the JSON", bytes as f64 / json_bytes as f64, "of it", Budget::AtMost(0.4));
}

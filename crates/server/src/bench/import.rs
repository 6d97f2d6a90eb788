//! Mode `import`: how fast the items of a file come into a dataset, and how long whoever logs in meanwhile has to wait.

use std::time::{Duration, Instant};

use hyper::StatusCode;
use serde_json::{Value, json};

use super::client::{Client, Target};
use super::error::BenchError;
use super::latency::Latencies;
use super::payload::Words;
use super::progress::Progress;
use super::random::Random;
use super::report::{Budget, Report};
use super::session::Session;
use super::{Measure, Mode};

/// How many items one file has: what fits into a body.
const FILE_ITEMS: u64 = 100_000;
/// Log-ins without an import, for comparison.
const ALONE: u64 = 100;
/// Words of an input; a ground truth has half of them.
const WORDS: u64 = 12;
/// Tells the random numbers of this mode from those of others.
const FAMILY: u64 = 0x696d_706f;

/// Imports items, a file after the other, beside somebody who logs in again and again.
pub(super) fn items(measure: &Measure, report: &mut Report) -> Result<(), BenchError> {
    let count = measure.runs(Mode::Import);
    let mut session = Session::open(measure, report, |_| Ok(()))?;
    let person = session.runtime.block_on(Person::sign_up(&session.target))?;
    let path = session.runtime.block_on(dataset(&session.target))?;
    let mut alone = Latencies::default();
    session.runtime.block_on(person.log_in(&mut alone, ALONE))?;
    let (usual, _) = tell(report, "without an import", &mut alone);
    session.watch_memory();
    let progress = Progress::new("items", count);
    let (mut beside, mut took, mut begun) = (Latencies::default(), Duration::ZERO, 0);
    while begun < count {
        let more = FILE_ITEMS.min(count - begun);
        let body = json!({"format": "jsonl", "content": file(measure.seed, begun, more)}).to_string();
        took += session.runtime.block_on(import(&session.target, &path, (body, more), &person, &mut beside))?;
        begun += more;
        progress.add(more);
    }
    progress.finish();
    report.figure("items imported", count as f64 / took.as_secs_f64(), "items/s");
    let (_, most) = tell(report, "beside an import", &mut beside);
    report.figure("log-in beside an import, p99, without the p50 of one alone", most - usual, "ms");
    report.judged("log-in beside an import, p99", most, "ms", Budget::AtMost(50.0));
    session.report_peak_memory(report);
    let listed = session.runtime.block_on(item_count(&session.target, &path))?;
    session.stop()?;
    if listed == Some(count) {
        Ok(())
    } else {
        Err(BenchError::Mismatch(format!("{listed:?} items of {count} came in")))
    }
}

/// Says how long log-ins took; the times that half of them and 99 of 100 kept to.
fn tell(report: &mut Report, when: &str, latencies: &mut Latencies) -> (f64, f64) {
    let [half, nearly_all, longest] = latencies.at_permille([500, 990, 1000]);
    report.figure(format!("log-ins {when}"), latencies.count() as f64, "log-ins");
    report.figure(format!("log-in {when}, p50"), half, "ms");
    report.figure(format!("log-in {when}, longest"), longest, "ms");
    (half, nearly_all)
}

/// A file of items, an object a line.
fn file(seed: u64, first: u64, count: u64) -> String {
    let words = Words::new();
    let mut lines = String::new();
    for number in first..first + count {
        let mut random = Random::of(seed, FAMILY, number);
        let input = format!("{number}: {}", words.text(&mut random, WORDS));
        let truth = words.text(&mut random, WORDS / 2);
        lines.push_str(&json!({"input": input, "ground_truth": truth}).to_string());
        lines.push('\n');
    }
    lines
}

/// Makes a dataset; its path.
async fn dataset(target: &Target) -> Result<String, BenchError> {
    let path = "/v1/datasets-v2";
    let body = json!({"name": format!("bench {}", uuid::Uuid::new_v4())}).to_string();
    let answer = Client::connect(target).await?.post(path, body).await?;
    if answer.status != StatusCode::CREATED {
        return Err(answer.unexpected(path));
    }
    let made: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
    Ok(format!("{path}/{}", made["id"].as_str().unwrap_or_default()))
}

/// Imports one file while the person logs in; how long the import took.
async fn import(
    target: &Target,
    path: &str,
    (body, count): (String, u64),
    person: &Person,
    beside: &mut Latencies,
) -> Result<Duration, BenchError> {
    let mut client = Client::connect(target).await?;
    let began = Instant::now();
    let path = format!("{path}/import");
    let answer = tokio::select! {
        answer = client.post_ok(&path, body) => answer?,
        failed = person.log_in(beside, u64::MAX) => return Err(failed.err().unwrap_or_else(|| {
            BenchError::Mismatch("there were too many log-ins".into())
        })),
    };
    let told: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
    if told["insertedCount"].as_u64() == Some(count) {
        Ok(began.elapsed())
    } else {
        Err(BenchError::Mismatch(format!("of {count} items came in: {told}")))
    }
}

/// How many items the dataset says that it has.
async fn item_count(target: &Target, path: &str) -> Result<Option<u64>, BenchError> {
    let answer = Client::connect(target).await?.get_ok("/v1/datasets-v2").await?;
    let listed: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
    let rows = listed.as_array().map(Vec::as_slice).unwrap_or_default();
    let row = rows.iter().find(|row| row["id"].as_str().is_some_and(|id| path.ends_with(id)));
    Ok(row.and_then(|row| row["itemCount"].as_u64()))
}

/// Somebody with an account.
struct Person {
    target: Target,
    /// What the person sends to log in.
    credentials: String,
}

impl Person {
    /// Signs up on the server, which must let anybody do so.
    async fn sign_up(target: &Target) -> Result<Person, BenchError> {
        let mail = format!("bench-{}@example.org", uuid::Uuid::new_v4().simple());
        let password = uuid::Uuid::new_v4().to_string();
        let body = json!({
            "email": mail, "password": password, "name": "Bench", "orgName": "Bench", "projectName": "Bench",
            "signupMethod": "signup",
        });
        Client::connect(target).await?.post_ok("/auth/signup", body.to_string()).await?;
        let credentials = json!({"email": mail, "password": password}).to_string();
        Ok(Person { target: target.clone(), credentials })
    }

    /// Logs in so often, one after the other.
    async fn log_in(&self, latencies: &mut Latencies, times: u64) -> Result<(), BenchError> {
        let mut client = Client::connect(&self.target).await?;
        for _ in 0..times {
            let began = Instant::now();
            client.post_ok("/auth/login", self.credentials.clone()).await?;
            latencies.add(began.elapsed());
        }
        Ok(())
    }
}

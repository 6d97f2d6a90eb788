//! How soon an event is found after it was acknowledged: runs with a word of their own are sent, and asked for.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::{Client, Target};
use super::error::BenchError;
use super::latency::Latencies;
use super::report::{Budget, Report};
use crate::clock::Clock;

/// Events of which it is measured when they are found.
const NEEDLES: u64 = 100;
/// How long an event may take to be found before that counts as a loss.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long after its acknowledgement an event is found.
pub(super) async fn find(target: &Target, seed: u64, when: &str) -> Result<Latencies, BenchError> {
    let mut client = Client::connect(target).await?;
    let mut latencies = Latencies::default();
    for number in 0..NEEDLES {
        let now = Clock::System.now();
        let word = format!("needle{seed}{when}{}n{number}", now.micros());
        let event =
            json!({ "type": "llm", "event": "start", "runId": uuid::Uuid::new_v4(), "timestamp": now, "input": word });
        client.ingest(json!({ "events": [event] }).to_string().into(), 1).await?;
        let acknowledged = Instant::now();
        let path = format!("/v1/runs?search={word}&limit=1");
        loop {
            let answer = client.get_ok(&path).await?;
            let page: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
            if page["data"].as_array().is_some_and(|rows| !rows.is_empty()) {
                break;
            }
            if acknowledged.elapsed() > PATIENCE {
                return Err(BenchError::Mismatch(format!(
                    "{word} is not found {PATIENCE:?} after its acknowledgement"
                )));
            }
        }
        latencies.add(acknowledged.elapsed());
    }
    Ok(latencies)
}

/// Adds what came of it.
pub(super) fn report(report: &mut Report, when: &str, mut latencies: Latencies) {
    let [half, all] = latencies.at_permille([500, 1000]);
    report.figure(format!("found after its acknowledgement, {when}, p50"), half, "ms");
    report.judged(format!("found after its acknowledgement, {when}, slowest"), all, "ms", Budget::AtMost(1000.0));
}

//! Mode `auth`: what it costs to know who is asking. The same small question with a key and with a session, beside the health
//! check, which asks for neither.

use std::sync::Arc;

use serde_json::{Value, json};

use super::Measure;
use super::client::{Client, Target};
use super::error::BenchError;
use super::latency::Latencies;
use super::read::{HEALTH, Question, ask};
use super::report::{Budget, Report};
use super::session::Session;

/// Answers from memory, once the caller is known.
const QUESTION: &str = "/v1/version";
/// The three are asked in turns, so that what disturbs the machine disturbs all.
const ROUNDS: u64 = 5;
const WARM_UP: u64 = 200;

/// Measures the three over one connection and over eight.
pub(super) fn costs(measure: &Measure, report: &mut Report) -> Result<(), BenchError> {
    let session = Session::open(measure, report, |_| Ok(()))?;
    let token = session.runtime.block_on(sign_in(&session.target))?;
    let signed_in = session.target.with_credential(&token);
    let askers =
        [("health", &session.target, HEALTH), ("key", &session.target, QUESTION), ("session", &signed_in, QUESTION)];
    for connections in [1, 8] {
        let mut taken = [Latencies::default(), Latencies::default(), Latencies::default()];
        for round in 0..=ROUNDS {
            for ((_, target, path), taken) in askers.iter().zip(&mut taken) {
                let times = if round == 0 { WARM_UP } else { measure.requests.div_ceil(ROUNDS) };
                let latencies = ask(&session.runtime, target, &Arc::new(Question::Path(path)), (connections, times))?;
                if round > 0 {
                    taken.merge(latencies);
                }
            }
        }
        let [health, key, person] = taken.map(|mut taken| taken.at_permille([500, 950]));
        let name = |part: &str| format!("connections: {connections}, {part}");
        report.figure(name("health, p50"), health[0], "ms");
        report.figure(name("health, p95"), health[1], "ms");
        for (word, [half, most]) in [("key", key), ("session", person)] {
            report.figure(name(&format!("{word}, p95")), most, "ms");
            report.judged(name(&format!("{word}, p50 over health")), half - health[0], "ms", Budget::AtMost(0.2));
        }
    }
    session.stop()?;
    Ok(())
}

/// Signs up on the server, which must let anybody do so; the token of the session.
async fn sign_in(target: &Target) -> Result<String, BenchError> {
    let mut client = Client::connect(target).await?;
    let mail = format!("bench-{}@example.org", uuid::Uuid::new_v4().simple());
    let body = json!({
        "email": mail, "password": uuid::Uuid::new_v4().to_string(), "name": "Bench", "orgName": "Bench",
        "projectName": "Bench", "signupMethod": "signup",
    });
    let answer = client.post_ok("/auth/signup", body.to_string()).await?;
    let told: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
    told["token"].as_str().map(str::to_owned).ok_or_else(|| BenchError::Mismatch("signing up gave no token".into()))
}

//! Reads back some of what was sent and compares it, field by field: a figure for lost or mangled runs is worth nothing.

use model::Timestamp;
use serde_json::{Value, json};

use super::client::{Client, Target};
use super::dataset::{Dataset, Plan};
use super::error::BenchError;
use super::random::Random;
use super::wire;

/// How many runs are read back.
const SAMPLE: u64 = 500;

/// Compares up to 500 of the runs `0..runs`, chosen by `seed`; returns how many. Fails at the first that is not as sent.
pub(super) async fn verify(target: &Target, dataset: &Dataset, runs: u64, seed: u64) -> Result<u64, BenchError> {
    let mut client = Client::connect(target).await?;
    let mut random = Random::of(seed, 40, runs);
    let count = SAMPLE.min(runs);
    for _ in 0..count {
        let plan = dataset.plan(random.below(runs));
        let path = format!("/v1/runs/{}", plan.id);
        let answer = client.get_ok(&path).await?;
        let shown: Value = serde_json::from_slice(&answer.body)
            .map_err(|error| BenchError::Mismatch(format!("{path} is no JSON: {error}")))?;
        compare(&expected(&plan), &shown).map_err(|reason| BenchError::Mismatch(format!("{path}: {reason}")))?;
    }
    Ok(count)
}

/// What `GET /v1/runs/{id}` must say of the run, at least.
fn expected(plan: &Plan<'_>) -> Value {
    let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap_or(Value::Null);
    let (starts, ends) = (Timestamp::from_micros(plan.starts_micros), Timestamp::from_micros(plan.ends_micros));
    let has_usage = plan.is_llm() && !plan.fails;
    let (prompt, completion) = plan.tokens();
    let tags: Vec<String> = plan.tags.iter().map(|&number| wire::tag(number)).collect();
    let metadata: serde_json::Map<_, _> =
        plan.metadata.iter().map(|(key, value)| ((*key).to_owned(), json!(value))).collect();
    json!({
        "id": plan.id,
        "type": plan.run_type,
        "name": plan.name,
        "status": if plan.fails { "error" } else { "success" },
        "createdAt": starts.to_string(),
        "endedAt": ends.to_string(),
        "duration": ends.millis_since(starts),
        "tags": if tags.is_empty() { Value::Null } else { json!(tags) },
        "input": parsed(&plan.payload.input),
        "output": if plan.fails { Value::Null } else { parsed(&plan.payload.output) },
        "error": if plan.fails { wire::error() } else { Value::Null },
        "tokens": {
            "prompt": has_usage.then_some(prompt),
            "completion": has_usage.then_some(completion),
        },
        "metadata": metadata,
        "params": if plan.is_llm() { json!({"temperature": 0.2, "maxTokens": 1024}) } else { json!({}) },
        "user": {"externalId": wire::user(plan.user), "props": {"name": format!("Person {}", plan.user), "plan": "pro"}},
        "parentRunId": plan.parent,
        "traceId": (plan.root != plan.id).then_some(plan.root),
    })
}

/// Says where `shown` differs. It may have more members than `wanted` (such as `enrichments`), but none may be missing or
/// different.
fn compare(wanted: &Value, shown: &Value) -> Result<(), String> {
    match (wanted, shown) {
        (Value::Object(wanted), Value::Object(shown)) => wanted.iter().try_for_each(|(name, value)| {
            let found = shown.get(name).ok_or_else(|| format!("{name} is missing"))?;
            compare(value, found).map_err(|reason| format!("{name}: {reason}"))
        }),
        (Value::Array(wanted), Value::Array(shown)) if wanted.len() == shown.len() => {
            wanted.iter().zip(shown).try_for_each(|(wanted, shown)| compare(wanted, shown))
        }
        _ if wanted == shown => Ok(()),
        _ => Err(format!("{wanted} was sent, {shown} is shown")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(wanted: &Value, shown: &Value, want: Result<(), &str>) {
        assert_eq!(compare(wanted, shown), want.map_err(str::to_owned));
    }

    #[test]
    fn more_than_was_sent_is_fine_and_less_is_not() {
        check(&json!({"a": 1}), &json!({"a": 1, "enrichments": []}), Ok(()));
        check(&json!([{"a": 1}]), &json!([{"a": 1, "enrichments": []}]), Ok(()));
        check(&json!({"a": 1}), &json!({}), Err("a is missing"));
        check(&json!({"a": null}), &json!({"a": 1}), Err("a: null was sent, 1 is shown"));
        check(&json!({"a": [1]}), &json!({"a": [1, 2]}), Err("a: [1] was sent, [1,2] is shown"));
    }
}

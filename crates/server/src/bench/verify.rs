//! Reads back some of what was sent and compares it, field by field: a figure for lost or mangled runs is worth nothing.

use model::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::client::{Client, Target};
use super::dataset::{Dataset, Plan};
use super::error::BenchError;
use super::mixed::{self, BLOCK_EXTRAS, BLOCK_RUNS, Extra, Message, Moment};
use super::random::Random;
use super::wire;

/// How many runs are read back.
pub(super) const SAMPLE: u64 = 500;

/// Compares up to 500 of the runs `0..runs`, chosen by `seed`, and as many of the other events that were sent with them; returns
/// how many. Fails at the first that is not as sent.
pub(super) async fn verify(target: &Target, dataset: &Dataset, runs: u64, seed: u64) -> Result<u64, BenchError> {
    let mut client = Client::connect(target).await?;
    let mut random = Random::of(seed, 40, runs);
    let count = SAMPLE.min(runs);
    for _ in 0..count {
        let plan = dataset.plan(random.below(runs));
        compare_run(&mut client, &plan.id.to_string(), &expected(&plan)).await?;
    }
    let blocks = if dataset.is_mixed { runs / BLOCK_RUNS } else { 0 };
    let extras = SAMPLE.min(blocks * BLOCK_EXTRAS);
    for _ in 0..extras {
        let place = random.below(blocks * BLOCK_EXTRAS);
        let extra = Extra::of(place / BLOCK_EXTRAS, place % BLOCK_EXTRAS);
        let (id, wanted) = expected_of_extra(dataset, extra, runs);
        compare_run(&mut client, &id.to_string(), &wanted).await?;
    }
    Ok(count + extras)
}

/// Reads a run and compares it.
pub(super) async fn compare_run(client: &mut Client, id: &str, wanted: &Value) -> Result<(), BenchError> {
    let path = format!("/v1/runs/{id}");
    let answer = client.get_ok(&path).await?;
    let shown: Value = serde_json::from_slice(&answer.body)
        .map_err(|error| BenchError::Mismatch(format!("{path} is no JSON: {error}")))?;
    compare(wanted, &shown).map_err(|reason| BenchError::Mismatch(format!("{path}: {reason}")))
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or(Value::Null)
}

fn time(micros: i64) -> String {
    Timestamp::from_micros(micros).to_string()
}

fn shown_user(number: usize) -> Value {
    json!({"externalId": wire::user(number), "props": {"name": format!("Person {number}"), "plan": "pro"}})
}

/// The id by which an event is found, and what must be there once so many runs and all that belongs to them were sent.
fn expected_of_extra(dataset: &Dataset, extra: Extra, runs: u64) -> (Uuid, Value) {
    match extra {
        Extra::Message(number) => {
            let message = dataset.message(number);
            let wanted = expected_turn(dataset, &message, mixed::messages(runs));
            (message.id, wanted)
        }
        Extra::Feedback(block) => {
            let plan = dataset.plan(dataset.judged(block));
            (plan.id, expected(&plan))
        }
        Extra::Moment(block) => {
            let moment = dataset.moment(block);
            (moment.id, expected_moment(dataset, &moment))
        }
    }
}

/// The turn that a message is a part of, when the first `sent` messages were sent.
fn expected_turn(dataset: &Dataset, message: &Message<'_>, sent: u64) -> Value {
    let (question, answer) = message.turn;
    let question = dataset.message(question);
    let answer = answer.filter(|&number| number < sent).map(|number| dataset.message(number));
    let newest = answer.as_ref().unwrap_or(&question);
    let shown = |message: &Message<'_>| json!([{"role": message.role, "content": parsed(message.content)}]);
    json!({
        "id": newest.id,
        "type": "chat",
        "status": null,
        "createdAt": time(question.at_micros),
        "endedAt": time(newest.at_micros),
        "input": shown(&question),
        "output": answer.as_ref().map(shown),
        "feedback": null,
        "user": shown_user(message.thread.user),
        "parentRunId": message.thread.id,
        "traceId": message.thread.id,
    })
}

fn expected_moment(dataset: &Dataset, moment: &Moment<'_>) -> Value {
    let mut wanted = json!({
        "id": moment.id,
        "name": moment.name,
        "status": null,
        "createdAt": time(moment.at_micros),
        "endedAt": time(moment.at_micros),
        "metadata": {"customer": moment.customer},
    });
    let rest = if let Some(thread) = &moment.thread {
        let user = shown_user(thread.user);
        json!({"type": "custom-event", "parentRunId": thread.id, "traceId": thread.id, "user": user})
    } else {
        let run = dataset.plan(moment.run);
        let user = shown_user(run.user);
        let line = parsed(moment.text);
        json!({"type": "log", "input": line, "parentRunId": run.id, "traceId": run.root, "user": user})
    };
    if let (Value::Object(wanted), Value::Object(rest)) = (&mut wanted, rest) {
        wanted.extend(rest);
    }
    wanted
}

/// What `GET /v1/runs/{id}` must say of the run, at least.
fn expected(plan: &Plan<'_>) -> Value {
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
        "user": shown_user(plan.user),
        "feedback": plan.feedback.as_deref().map(parsed),
        "parentRunId": plan.shown_parent,
        "traceId": (plan.root != plan.id).then_some(plan.root),
    })
}

/// Says where `shown` differs. It may have more members than `wanted` (such as `enrichments`), but none may be missing or
/// different.
pub(super) fn compare(wanted: &Value, shown: &Value) -> Result<(), String> {
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

//! What happens in the week before the project was made.

use model::Timestamp;
use serde_json::{Value, json};

use super::dice::Dice;
use super::scene::{Begun, Scene};
use super::story::{CASES, Case, MAILS, MODEL_FAILURES, PEOPLE, TOOL_FAILURES, WRONG_ARGUMENT};

const DAYS: i64 = 7;
const A_DAY_MS: i64 = 86_400_000;
/// The last thing that happens begins so long before the project is made.
const LAST_MS: i64 = 180_000;
const MODELS: [&str; 3] = ["gpt-4o", "gpt-4o-mini", "claude-3-5-sonnet-20241022"];
const SYSTEM: &str =
    "You are the assistant of a shop. Be brief, be kind, and never promise what you cannot see in the order.";

/// All events, in the order in which they happen within each scene.
pub(super) fn events(made_at: Timestamp) -> Vec<Value> {
    let mut scene = Scene::new(Dice::new(0x005a_3b1e));
    for day in 0..DAYS {
        for (count, play) in [(9, trace as fn(&mut Scene, Timestamp)), (8, mail), (3, conversation)] {
            for _ in 0..count {
                // Fewer write at night than by day.
                let in_day = scene.dice.between(0, A_DAY_MS).max(scene.dice.between(0, A_DAY_MS));
                let before = (LAST_MS + day * A_DAY_MS + (A_DAY_MS - in_day)).min(DAYS * A_DAY_MS);
                play(&mut scene, later(made_at, -before));
            }
        }
    }
    trace(&mut scene, later(made_at, -LAST_MS));
    scene.events
}

fn later(at: Timestamp, ms: i64) -> Timestamp {
    Timestamp::from_millis(at.millis() + ms)
}

/// Who it is for, and where it runs.
fn surroundings(scene: &mut Scene, topic: &str) -> Value {
    let [id, name, email, plan, country] = *scene.dice.pick(&PEOPLE);
    let release = scene.dice.pick(&["2.4.1", "2.4.0", "2.3.7"]);
    let environment = scene.dice.pick(&["production", "production", "staging"]);
    json!({
        "userId": id, "userProps": {"name": name, "email": email, "plan": plan, "country": country},
        "tags": [topic, environment], "metadata": {"release": release, "plan": plan},
    })
}

/// An agent answers a question: it looks things up, uses a tool, and writes.
fn trace(scene: &mut Scene, at: Timestamp) {
    let case = scene.dice.pick(&CASES);
    let mut more = surroundings(scene, case.topic);
    more["input"] = json!({ "question": case.question });
    let agent = scene.start(("agent", "support-agent"), None, at, more);
    let (end, answer) = steps(scene, case, (&agent.id, later(at, 20)));
    match answer {
        Ok(text) => scene.end(&agent, end, &json!(text)),
        Err(why) => scene.fail(&agent, end, &why),
    }
    if scene.dice.percent(22) {
        let opinion = if scene.dice.percent(75) {
            json!({"thumb": "up"})
        } else {
            json!({"thumb": "down", "comment": "That is not what I asked."})
        };
        scene.rate(&agent.id, later(end, 9_000), &opinion);
    }
}

/// The steps below an agent; when the last one ends, and what comes of it.
fn steps(scene: &mut Scene, case: &Case, (agent, at): (&str, Timestamp)) -> (Timestamp, Result<String, String>) {
    let at = look_up(scene, case, (agent, at));
    let question = json!([
        {"role": "system", "content": SYSTEM},
        {"role": "user", "content": case.question},
    ]);
    let order = scene.dice.between(80_000, 99_000);
    let (call, mut end) = call(scene, ("gpt-4o", agent), at, &question);
    if scene.dice.percent(4) {
        let (why, took) = *scene.dice.pick(&MODEL_FAILURES);
        end = later(at, took);
        scene.fail(&call, end, why);
        return (later(end, 5), Err(why.into()));
    }
    scene.end_call(&call, end, (case.question, &format!("I use {} for order {order}.", case.tool)));

    let (end, told) = use_tool(scene, (case, order), (agent, later(end, 8)));
    let told = match told {
        Ok(told) => told,
        Err(why) => return (later(end, 4), Err(why.into())),
    };

    let answering = json!([
        {"role": "system", "content": SYSTEM},
        {"role": "user", "content": case.question},
        {"role": "tool", "content": told.to_string()},
    ]);
    let model = *scene.dice.pick(&MODELS);
    let (call, end) = self::call(scene, (model, agent), later(end, 6), &answering);
    scene.end_call(&call, end, (case.question, case.answer));
    (later(end, 12), Ok(case.answer.into()))
}

/// The tool of a case is used for an order; when it ends, and what it says or why it fails.
fn use_tool(
    scene: &mut Scene,
    (case, order): (&Case, i64),
    (agent, at): (&str, Timestamp),
) -> (Timestamp, Result<Value, &'static str>) {
    let failure = if scene.dice.percent(6) { Some(*scene.dice.pick(&TOOL_FAILURES)) } else { None };
    let argument = if failure == Some(WRONG_ARGUMENT) { json!(order.to_string()) } else { json!(order) };
    let tool = scene.start(("tool", case.tool), Some(agent), at, json!({"input": {"orderId": argument}}));
    let end = later(at, scene.dice.between(40, 900));
    if let Some(why) = failure {
        scene.fail(&tool, end, why);
        return (end, Err(why));
    }
    let told = json!({"orderId": order, "result": case.result});
    scene.end(&tool, end, &told);
    (end, Ok(told))
}

/// Finds what is written about a question; when that is found.
fn look_up(scene: &mut Scene, case: &Case, (agent, at): (&str, Timestamp)) -> Timestamp {
    let search = scene.start(("retriever", "kb.search"), Some(agent), at, json!({"input": case.question}));
    let embed = ("embed", "text-embedding-3-small");
    let embed = scene.start(embed, Some(&search.id), later(at, 4), json!({"input": case.question}));
    let embedded = later(at, 4 + scene.dice.between(30, 140));
    scene.end(&embed, embedded, &json!({"dimensions": 1536}));
    let end = later(embedded, scene.dice.between(20, 260));
    let [title, text] = case.found;
    scene.end(&search, end, &json!([{"title": title, "text": text, "source": "handbook"}]));
    later(end, 10)
}

/// A model call begins; when it ends.
fn call(scene: &mut Scene, (model, parent): (&str, &str), at: Timestamp, messages: &Value) -> (Begun, Timestamp) {
    let more = json!({"input": messages, "params": {"temperature": 0.2, "max_tokens": 400}, "runtime": "lunary-js"});
    let call = scene.start(("llm", model), Some(parent), at, more);
    let took =
        scene.dice.between(350, 1_500) + if scene.dice.percent(8) { scene.dice.between(2_000, 9_000) } else { 0 };
    (call, later(at, took))
}

/// A mail is summarised: a model call of its own.
fn mail(scene: &mut Scene, at: Timestamp) {
    let [text, summary] = *scene.dice.pick(&MAILS);
    let mut more = surroundings(scene, "mail");
    more["input"] = json!([
        {"role": "system", "content": "Summarise the mail in one sentence."},
        {"role": "user", "content": text},
    ]);
    more["params"] = json!({"temperature": 0, "max_tokens": 80});
    let model = *scene.dice.pick(&["gpt-4o-mini", "claude-3-5-haiku-20241022", "gpt-4o"]);
    let call = scene.start(("llm", model), None, at, more);
    let end = later(at, scene.dice.between(280, 1_900));
    if scene.dice.percent(5) {
        let (why, took) = *scene.dice.pick(&MODEL_FAILURES);
        scene.fail(&call, later(at, took), why);
    } else {
        scene.end_call(&call, end, (text, summary));
    }
}

/// Somebody chats with the desk: two turns, after which a person may take over.
fn conversation(scene: &mut Scene, at: Timestamp) {
    let case = scene.dice.pick(&CASES);
    let thread = format!("{}-chat", scene.name());
    let person = surroundings(scene, case.topic);
    let who = json!({"userId": person["userId"], "userProps": person["userProps"]});
    let asked = scene.message(&thread, at, &json!({"role": "user", "content": case.question}), who.clone());
    let (end, answer) = steps(scene, case, (&asked, later(at, 30)));
    // Who got no answer asks for it once more.
    let [reply, close] = if answer.is_ok() { [case.reply, case.close] } else { ["Could you try again?", case.answer] };
    let text = answer.unwrap_or_else(|_| "I am sorry, something went wrong. Please try again in a minute.".into());
    let told = scene.message(&thread, end, &json!({"role": "assistant", "content": text}), who.clone());
    if scene.dice.percent(40) {
        let thumb = if scene.dice.percent(80) { "up" } else { "down" };
        scene.rate(&told, later(end, 7_000), &json!({ "thumb": thumb }));
    }
    let next = later(end, scene.dice.between(15_000, 70_000));
    let replied = scene.message(&thread, next, &json!({"role": "user", "content": reply}), who.clone());
    let talk = json!([
        {"role": "system", "content": SYSTEM},
        {"role": "user", "content": case.question},
        {"role": "assistant", "content": text},
        {"role": "user", "content": reply},
    ]);
    let (call, end) = call(scene, ("gpt-4o-mini", &replied), later(next, 40), &talk);
    scene.end_call(&call, end, (reply, close));
    scene.message(&thread, later(end, 15), &json!({"role": "assistant", "content": close}), who);
    scene.talks += 1;
    if case.topic == "complaint" || scene.talks.is_multiple_of(5) {
        scene.custom_event(&thread, later(end, 2_000), "handed over to a person");
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use ingest::{Limits, decode_batch};

    use super::*;

    const NOON: Timestamp = Timestamp::from_millis(1_748_779_200_000);

    #[test]
    fn the_week_is_the_same_every_time_and_lies_before_the_project() {
        let week = events(NOON);
        assert_eq!(week, events(NOON));
        let (first, last) = (later(NOON, -DAYS * A_DAY_MS - 1).to_string(), NOON.to_string());
        let times = week.iter().map(|event| event["timestamp"].as_str().unwrap_or_default());
        assert!(times.clone().all(|at| *first < *at && *at < *last), "{:?}", times.max());
    }

    #[test]
    fn every_event_is_one_that_is_taken_in_and_every_kind_of_thing_happens() {
        let week = events(NOON);
        let body = json!({ "events": week }).to_string();
        let decoded = decode_batch(body.as_bytes(), NOON, &Limits::default()).unwrap();
        assert!(decoded.iter().all(|one| one.result.is_ok()));
        let of = |key: &str| week.iter().filter_map(|event| event[key].as_str()).collect::<HashSet<_>>();
        for run_type in ["agent", "llm", "tool", "retriever", "embed", "thread", "custom-event"] {
            assert!(of("type").contains(run_type), "{run_type}");
        }
        for event in ["start", "end", "error", "feedback", "chat", "custom-event"] {
            assert!(of("event").contains(event), "{event}");
        }
        assert!(of("userId").len() >= 8 && of("runId").len() > 500, "{} {}", of("userId").len(), of("runId").len());
    }
}

//! Events for property tests: few runs, few times and few values, so that they contradict, repeat and overtake each other.

use model::{Event, EventKind, Side};
use proptest::prelude::*;
use serde_json::json;

use crate::event::{Sample, answers, asks, custom_event, feedback, start};

/// Between none and `most` events about the runs `run-0` to `run-(runs - 1)`, whose parents are among them too.
pub fn events(runs: u8, most: usize) -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(event(runs), 0..=most)
}

/// One event about one of `runs` runs; every field is absent as often as not.
pub fn event(runs: u8) -> impl Strategy<Value = Event> {
    let kind = prop_oneof![
        3 => Just(EventKind::Start),
        2 => Just(EventKind::End),
        2 => Just(EventKind::Error),
        1 => Just(EventKind::Update),
        1 => Just(EventKind::Feedback),
        1 => Just(EventKind::Part),
    ];
    let whose = (0..runs, prop::option::of(0..runs), prop::option::of(0..3_u8));
    let when = (0..4_i64, prop::bool::weighted(0.2));
    let facts = prop::array::uniform5(prop::option::of(0..3_u8));
    let texts = prop::array::uniform5(prop::option::of(0..3_u8));
    (kind, whose, when, facts, texts).prop_map(|(kind, (run, parent, user), (millis, is_soft), facts, texts)| {
        let sample = Sample::new(&run_name(run), kind);
        let sample = if is_soft { sample.soft_at(millis) } else { sample.at(millis) };
        let sample = say(sample, parent, |sample, parent| sample.parent(&run_name(parent)));
        let sample = say(sample, user, |sample, user| sample.user(&format!("user-{user}")));
        match kind {
            EventKind::Update => say(sample, texts[4], |sample, n| sample.metadata("updated", n)).build(),
            EventKind::Feedback => {
                let keys = ["thumb", "comment"];
                let thumb = [json!("up"), json!("down"), json!(null)];
                let value = thumb[usize::from(texts[0].unwrap_or(2)) % 3].clone();
                sample.feedback(keys[usize::from(facts[0].unwrap_or(0)) % 2], value).build()
            }
            EventKind::Part => {
                let sample = say(sample, texts[0], |sample, n| sample.part(Side::Input, u64::from(n), n));
                say(sample, texts[1], |sample, n| sample.part(Side::Output, u64::from(n), "said")).build()
            }
            _ => with_texts(with_facts(sample, facts), texts).build(),
        }
    })
}

/// Between none and `most` messages and custom events of one conversation, `thread`, some named as parents by llm runs, some
/// sent again, some judged.
pub fn conversation(most: usize) -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(line(), 0..=most)
}

fn line() -> impl Strategy<Value = Event> {
    let what = (0..10_u8, 0..6_u8, prop::bool::weighted(0.15), 0..3_u8);
    (what, 0..8_i64, prop::option::of(0..2_u8)).prop_map(|((what, id, is_retry, text), millis, user)| {
        let id = format!("message-{id}");
        let text = format!("text {text}");
        let sample = match what {
            0..=3 => asks(THREAD, &id, &text),
            4..=6 => answers(THREAD, &id, &text),
            7 => custom_event(THREAD, &format!("custom-{id}"), &text),
            8 => start(&format!("llm-{id}")).run_type("llm").parent(&id),
            _ => feedback(&id, "thumb", text),
        };
        let sample = if is_retry && what <= 6 { sample.retry() } else { sample };
        say(sample.at(millis), user, |sample, user| sample.user(&format!("user-{user}"))).build()
    })
}

/// What the conversation of [`conversation`] is called.
pub const THREAD: &str = "thread";

/// Every run that [`conversation`] may name.
#[must_use]
pub fn conversation_names() -> Vec<String> {
    let ids = (0..6).map(|id| format!("message-{id}"));
    let names = ids.flat_map(|id| [format!("llm-{id}"), format!("custom-{id}"), id]);
    names.chain([THREAD.to_owned()]).collect()
}

/// What a client calls the `number`-th run of [`events`].
#[must_use]
pub fn run_name(number: u8) -> String {
    format!("run-{number}")
}

fn with_facts(sample: Sample, [run_type, name, tags, version, usage]: [Option<u8>; 5]) -> Sample {
    let sample = say(sample, run_type, |sample, n| sample.run_type(["llm", "chain", "tool"][usize::from(n) % 3]));
    let sample = say(sample, name, |sample, n| sample.name(&format!("model-{n}")));
    let sample = say(sample, tags, |sample, n| sample.tags(&["a", "b"][..usize::from(n)]));
    let sample = say(sample, version, |sample, n| sample.template_version(i64::from(n)));
    say(sample, usage, |sample, n| sample.usage(u64::from(n), 2 * u64::from(n)))
}

fn with_texts(sample: Sample, [input, output, error, params, metadata]: [Option<u8>; 5]) -> Sample {
    let sample = say(sample, input, |sample, n| sample.input(json!([{"role": "user", "content": n}])));
    let sample = say(sample, output, |sample, n| sample.output(json!({"role": "assistant", "content": n})));
    let sample = say(sample, error, |sample, n| sample.attributes(json!({"n": n})));
    let sample = say(sample, error, |sample, n| sample.because(json!({"message": n.to_string()})));
    let sample = say(sample, params, |sample, n| sample.params(json!({"temperature": n})));
    say(sample, metadata, |sample, n| {
        sample.metadata(["userPlan", "user_plan", "region"][usize::from(n) % 3], n).metadata("shard", n)
    })
}

fn say(sample: Sample, value: Option<u8>, how: impl FnOnce(Sample, u8) -> Sample) -> Sample {
    match value {
        Some(value) => how(sample, value),
        None => sample,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    use super::*;

    #[test]
    fn events_repeat_and_contradict_each_other() {
        let events = prop::collection::vec(event(2), 200).new_tree(&mut TestRunner::deterministic()).unwrap().current();
        let kinds: HashSet<EventKind> = events.iter().map(|event| event.kind).collect();
        let runs: HashSet<_> = events.iter().map(|event| event.run).collect();
        let soft = events.iter().filter(|event| event.soft).count();
        assert_eq!((kinds.len(), runs.len()), (6, 2));
        assert!((10..100).contains(&soft), "{soft} of 200 are soft");
    }
}

//! A fuzz target: any bytes, read as events of one run, fold into the same run in any order. No store, no clock.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use model::merge::{Changes, RunState};
use model::{Edit, EndUser, Event, EventKind, MetadataEntry, RawJson, RunId, Timestamp, Usage};

/// Bytes of one event.
const EVENT_BYTES: usize = 6;
const INPUTS: u64 = 10_000;

/// Folds the events forwards, backwards and each twice; the run must be the same, but for the order of its stamps.
fn fold(bytes: &[u8]) {
    let events: Vec<Event<u8>> = bytes.chunks_exact(EVENT_BYTES).map(event).collect();
    let forwards = shown(&merged(events.iter().cloned()));
    assert_eq!(forwards, shown(&merged(events.iter().rev().cloned())), "backwards: {events:?}");
    assert_eq!(forwards, shown(&merged(events.iter().flat_map(|event| [event.clone(), event.clone()]))), "twice");
    let (left, right) = events.split_at(events.len() / 2);
    assert_eq!(forwards, shown(&merged(right.iter().chain(left).cloned())), "halves exchanged: {events:?}");
}

/// One event from six bytes: kind, time, and which fields say what.
fn event(bytes: &[u8]) -> Event<u8> {
    let [kind, time, facts, texts, keys, value] = bytes.try_into().unwrap();
    let kinds =
        [EventKind::Start, EventKind::Update, EventKind::End, EventKind::Error, EventKind::Feedback, EventKind::Edit];
    let kind = kinds[usize::from(kind) % kinds.len()];
    let mut event = Event::new(RunId::from_client("r"), kind, Timestamp::from_micros(i64::from(time % 8)));
    // A soft event arrives once: its repetitions do not move it.
    event.soft = time >= 224;
    event.hash = u64::from_be_bytes([0, 0, kind as u8, time, facts, texts, keys, value]);
    let says = |bits: u8, bit: u8| bits & (1 << bit) != 0;
    let text = || format!("{value}");
    let entry = |key: &str| MetadataEntry { key: key.into(), value: RawJson::from_checked(&text()) };
    event.name = says(facts, 0).then(text);
    event.run_type = says(facts, 1).then(text);
    event.tags = says(facts, 2).then(|| vec![text()]);
    event.user = says(facts, 3).then(|| EndUser { external_id: text(), props: None });
    event.template_version = says(facts, 4).then_some(i64::from(value));
    event.parent = says(facts, 5).then(|| RunId::from_client(&text()));
    event.usage = says(facts, 6).then(|| Usage { prompt_tokens: Some(u64::from(value)), ..Usage::default() });
    event.input = says(texts, 0).then_some(value);
    event.output = says(texts, 1).then_some(value);
    event.error = says(texts, 2).then(|| RawJson::from_checked(&text()));
    event.params = says(texts, 3).then(|| RawJson::from_checked(&text()));
    let named = |names: [&str; 3], from: u8| {
        (0..3).filter(|bit| says(keys, from + bit)).map(|bit| entry(names[usize::from(bit)])).collect::<Vec<_>>()
    };
    event.metadata = named(["user_plan", "b", "c-d"], 0);
    event.feedback = named(["thumb", "comment", "e"], 3);
    if kind == EventKind::Edit {
        event.edit = Edit {
            tags: says(texts, 4).then(|| says(texts, 5).then(|| vec![text()])),
            is_public: says(texts, 6).then_some(value % 2 == 0),
            clears_feedback: says(texts, 7),
        };
    }
    event
}

fn merged(events: impl IntoIterator<Item = Event<u8>>) -> RunState<u8> {
    let mut state = RunState::default();
    for event in events {
        state.apply(event, &mut Changes::default());
    }
    state
}

/// Everything that a reader may see of the run. Which event said it is numbered by arrival, so it is left out.
fn shown(state: &RunState<u8>) -> String {
    let entries = |entries: &model::merge::Entries| {
        entries.entries.iter().map(|said| (said.value.key.clone(), said.value.value.clone())).collect::<Vec<_>>()
    };
    format!(
        "{:?}",
        (
            (state.created_at(), state.ended_at(), state.is_visible().then(|| state.status())),
            (state.name.as_ref().map(|said| &said.value), state.run_type.as_ref().map(|said| &said.value)),
            (state.tags.as_ref().map(|said| &said.value), state.user.as_ref().map(|said| &said.value)),
            (state.template_version.as_ref().map(|said| said.value), state.parent.as_ref().map(|said| said.value)),
            (state.usage.as_ref().map(|said| said.value), state.is_public.as_ref().map(|said| said.value)),
            (state.input.as_ref().map(|said| said.value), state.output.as_ref().map(|said| said.value)),
            (state.error.as_ref().map(|said| &said.value), state.params.as_ref().map(|said| &said.value)),
            (entries(&state.metadata), entries(&state.feedback)),
        )
    )
}

#[test]
fn any_bytes_fold_into_the_same_run_in_any_order() {
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        seed.to_be_bytes()
    };
    for input in 0..INPUTS {
        let length = usize::try_from(input % 20).unwrap() * EVENT_BYTES;
        let bytes: Vec<u8> =
            std::iter::repeat_with(&mut next).flat_map(|word| [word[0], word[1]]).take(length).collect();
        fold(&bytes);
    }
}

#[test]
fn a_run_with_more_events_than_it_remembers_folds_the_same_way() {
    let bytes: Vec<u8> = (0..400_u32).flat_map(|n| [2, (n % 8) as u8, 255, 15, 7, (n % 251) as u8]).collect();
    fold(&bytes);
}

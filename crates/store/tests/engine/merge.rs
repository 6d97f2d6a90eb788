//! Events become the same runs in any order, any split and any repetition.

use model::{Event, RawJson, Run};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use store::runs::{ListQuery, Outcome};
use testkit::event::{end, error, start};
use testkit::strategy::{conversation, conversation_names, events, run_name};

use crate::place::Place;

const RUNS: u8 = 5;

/// Runs, and what the spans of some of them said.
type Seen = (Vec<Run>, Vec<RawJson>);

/// All that readers can see of a project. Two stores that heard the same must show the same.
async fn everything(place: &Place, at: &store::ProjectScope) -> Seen {
    let mut seen = Vec::new();
    let mut spans = Vec::new();
    for name in (0..RUNS).map(run_name).chain(conversation_names()) {
        let id = model::RunId::from_client(&name);
        seen.extend(place.runs.get(at, id).await.unwrap());
        seen.extend(place.runs.related(at, id).await.unwrap());
        spans.extend(place.runs.span(at, id).await.unwrap());
    }
    seen.extend(place.runs.page(at, ListQuery { limit: 100, ..ListQuery::default() }).await.unwrap().runs);
    for run in &mut seen {
        forget_store_ids(run);
    }
    (seen, spans)
}

/// Projects and persons have other numbers in every store, and a person's first sight is the server's time.
fn forget_store_ids(run: &mut Run) {
    run.project = model::ProjectId(uuid::Uuid::nil());
    if let Some(user) = &mut run.user {
        user.id = 0;
    }
}

/// Sends to two projects in turns, in pieces of `size`.
async fn fill(first: &[Event], second: &[Event], size: usize) -> (Seen, Seen) {
    let place = Place::new().await;
    let other = place.other_project().await;
    let pieces = first.chunks(size).map(Some).chain(std::iter::repeat(None));
    let others = second.chunks(size).map(Some).chain(std::iter::repeat(None));
    for (mine, theirs) in pieces.zip(others).take_while(|(mine, theirs)| mine.is_some() || theirs.is_some()) {
        place.send(mine.unwrap_or_default().to_vec()).await;
        place.send_as(other, theirs.unwrap_or_default().to_vec()).await;
    }
    let seen = (everything(&place, &place.at()).await, everything(&place, &other.scope).await);
    place.runs.close().await.unwrap();
    seen
}

#[test]
fn any_order_any_split_and_any_repetition_give_the_same_runs() {
    let order = (events(RUNS, 14), events(RUNS, 14), any::<u64>(), 1..6_usize, 1..6_usize);
    check(&order, 48);
}

#[test]
fn conversations_are_the_same_in_any_order_too() {
    let order = (conversation(12), conversation(6), any::<u64>(), 1..6_usize, 1..6_usize);
    check(&order, 64);
}

#[track_caller]
fn check(order: &impl Strategy<Value = (Vec<Event>, Vec<Event>, u64, usize, usize)>, cases: u32) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    runner
        .run(order, |(mut first, mut second, seed, size, other_size)| {
            settle_arrivals(&mut first);
            settle_arrivals(&mut second);
            let shuffled = shuffled_with_repetitions(&first, seed);
            let others = shuffled_with_repetitions(&second, seed.rotate_left(17));
            let (tidy, untidy) = runtime
                .block_on(async { (fill(&first, &second, size).await, fill(&shuffled, &others, other_size).await) });
            prop_assert_eq!(tidy, untidy);
            Ok(())
        })
        .unwrap();
}

/// An event without a timestamp has the time of its first arrival, whatever comes of its repetitions: so give equal ones the
/// same.
fn settle_arrivals(events: &mut [Event]) {
    let mut arrivals = std::collections::HashMap::new();
    for event in events.iter_mut().filter(|event| event.soft) {
        event.at = *arrivals.entry((event.run, event.hash)).or_insert(event.at);
    }
}

/// Every event at least once, some twice, in an order that follows from `seed`.
fn shuffled_with_repetitions(events: &[Event], mut seed: u64) -> Vec<Event> {
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize
    };
    let mut shuffled = Vec::new();
    for event in events {
        for _ in 0..=next() % 2 {
            let place = next() % (shuffled.len() + 1);
            shuffled.insert(place, event.clone());
        }
    }
    shuffled
}

#[tokio::test]
async fn an_end_before_its_start_makes_the_same_run() {
    let place = Place::new().await;
    let finished = end("r").at(50).output("done").usage(3, 4).build();
    let begun = start("r").at(10).run_type("llm").name("gpt-4o").input("hello").user("ana").build();
    assert_eq!(place.send(vec![finished]).await, [Outcome::Stored]);
    assert_eq!(place.get("r").await.unwrap().run_type, "chain");
    assert_eq!(place.send(vec![begun]).await, [Outcome::Stored]);

    let run = place.get("r").await.unwrap();
    assert_eq!((run.run_type.as_str(), run.name.as_deref()), ("llm", Some("gpt-4o")));
    assert_eq!((run.status.unwrap().word(), run.duration_ms()), ("success", Some(40)));
    assert_eq!(run.input.unwrap().to_value(), json!("hello"));
    assert_eq!(run.output.unwrap().to_value(), json!("done"));
    assert_eq!(run.user.unwrap().external_id, "ana");
}

#[tokio::test]
async fn a_repeated_event_changes_nothing_and_another_start_is_told() {
    let place = Place::new().await;
    let first = start("r").name("a").input("one").build();
    let other = start("r").at(5).name("b").tags(&["late"]).build();
    assert_eq!(place.send(vec![first.clone(), first.clone()]).await, [Outcome::Stored, Outcome::Merged]);
    assert_eq!(place.send(vec![first, other]).await, [Outcome::Merged, Outcome::OtherStart]);
    let run = place.get("r").await.unwrap();
    assert_eq!((run.name.as_deref(), run.tags), (Some("a"), Some(vec!["late".to_owned()])));
}

#[tokio::test]
async fn an_event_without_a_timestamp_yields_to_any_that_has_one() {
    let place = Place::new().await;
    place.send(vec![start("r").soft_at(-50).name("soft").build(), start("r").at(10).name("timed").build()]).await;
    place.send(vec![end("r").soft_at(90).output("soft").build(), end("r").at(40).output("timed").build()]).await;
    let run = place.get("r").await.unwrap();
    assert_eq!(run.duration_ms(), Some(30));
    assert_eq!((run.name.as_deref(), run.output.unwrap().to_value()), (Some("timed"), json!("timed")));
}

#[tokio::test]
async fn an_error_at_the_time_of_an_end_wins() {
    let place = Place::new().await;
    let failed = error("r").at(9).because(json!({"message": "no"})).build();
    place.send(vec![failed, end("r").at(9).output("yes").build(), start("r").build()]).await;
    let run = place.get("r").await.unwrap();
    assert_eq!(run.status.unwrap().word(), "error");
    assert_eq!(run.output.unwrap().to_value(), json!("yes"));
}

#[tokio::test]
async fn a_hundred_and_fifty_ends_are_still_one_run() {
    let place = Place::new().await;
    for piece in (0..150).collect::<Vec<i64>>().chunks(40) {
        let ends = piece.iter().map(|&n| end("r").at(n).metadata(&format!("key{n}"), n).output(n).build()).collect();
        place.send(ends).await;
    }
    let run = place.get("r").await.unwrap();
    assert_eq!(run.output.unwrap().to_value(), json!(149));
    assert_eq!(run.metadata.unwrap().to_value().as_object().unwrap().len(), 150);
}

#[tokio::test]
async fn a_person_keeps_what_is_known_of_them() {
    let place = Place::new().await;
    place.send(vec![start("a").at(100).user_with("ana", json!({"plan": "pro"})).build()]).await;
    place.send(vec![start("b").at(50).user("ana").build()]).await;
    place.send(vec![start("c").at(20).user_with("ana", json!({"plan": "free"})).build()]).await;
    let user = place.get("b").await.unwrap().user.unwrap();
    assert_eq!(user.props.unwrap().to_value(), json!({"plan": "pro"}));
    assert_eq!(user.last_seen, testkit::clock::noon_plus(100));
}

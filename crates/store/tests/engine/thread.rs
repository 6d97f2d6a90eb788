//! Conversations: messages into turns.

use model::{Check, Filter, RunId, Score};
use serde_json::{Value, json};
use store::runs::{Edited, ListQuery, RunEdit};
use testkit::clock::{NOON, noon_plus};
use testkit::event::{answers, asks, custom_event, end, feedback, raw, start};

use crate::place::Place;

/// The turns of thread `t`, oldest first: id, input texts, output texts.
async fn turns(place: &Place) -> Vec<(RunId, Vec<String>, Vec<String>)> {
    let filter = Filter::from(Check::Parent(RunId::from_client("t"))).and(Check::Types(vec!["chat".to_owned()]));
    let page = place.page(ListQuery { filter, limit: 100, ..ListQuery::default() }).await;
    let texts = |messages: Option<model::RawJson>| match messages.map(|messages| messages.to_value()) {
        Some(Value::Array(messages)) => {
            messages.iter().map(|message| message["content"].as_str().unwrap().to_owned()).collect()
        }
        _ => Vec::new(),
    };
    page.runs.into_iter().rev().map(|run| (run.id, texts(run.input), texts(run.output))).collect()
}

fn turn(id: &str, input: &[&str], output: &[&str]) -> (RunId, Vec<String>, Vec<String>) {
    let texts = |texts: &[&str]| texts.iter().map(ToString::to_string).collect();
    (RunId::from_client(id), texts(input), texts(output))
}

#[tokio::test]
async fn the_worked_example_of_the_spec() {
    let place = Place::new().await;
    place.send(vec![asks("t", "A", "Hi").at(1).build()]).await;
    assert_eq!(turns(&place).await, [turn("A", &["Hi"], &[])]);
    place.send(vec![asks("t", "B", "Still there?").at(2).build()]).await;
    place.send(vec![answers("t", "C", "Yes").at(3).build(), answers("t", "D", "{}").at(4).build()]).await;
    place.send(vec![asks("t", "E", "Thanks").at(5).build()]).await;
    let want = [turn("D", &["Hi", "Still there?"], &["Yes", "{}"]), turn("E", &["Thanks"], &[])];
    assert_eq!(turns(&place).await, want);
    for message in ["A", "B", "C", "D"] {
        assert_eq!(place.get(message).await.unwrap().id, RunId::from_client("D"), "{message} leads to its turn");
    }
    let thread = place.get("t").await.unwrap();
    assert_eq!((thread.run_type.as_str(), thread.status, thread.created_at), ("thread", None, noon_plus(1)));
    assert_eq!(thread.input.unwrap().to_value()["content"], "Thanks");
    let facts = thread.thread.unwrap();
    assert_eq!((facts.messages_count, facts.first_message.unwrap().to_value()["content"].clone()), (5, json!("Hi")));
}

#[tokio::test]
async fn a_late_message_goes_where_its_time_says() {
    let place = Place::new().await;
    place.send(vec![asks("t", "q2", "two").at(30).build(), answers("t", "a2", "2").at(40).build()]).await;
    place.send(vec![answers("t", "a1", "1").at(20).build(), asks("t", "q1", "one").at(10).build()]).await;
    assert_eq!(turns(&place).await, [turn("a1", &["one"], &["1"]), turn("a2", &["two"], &["2"])]);
}

#[tokio::test]
async fn a_retry_is_a_sibling_with_the_same_question() {
    let place = Place::new().await;
    place.send(vec![asks("t", "q", "one").at(1).build(), answers("t", "a", "1").at(2).build()]).await;
    place.send(vec![answers("t", "again", "uno").at(3).retry().build()]).await;
    assert_eq!(turns(&place).await, [turn("a", &["one"], &["1"]), turn("again", &["one"], &["uno"])]);
    assert_eq!(place.get("again").await.unwrap().sibling, Some(RunId::from_client("a")));
}

#[tokio::test]
async fn a_custom_event_ends_a_turn() {
    let place = Place::new().await;
    place.send(vec![asks("t", "q", "one").at(1).build(), custom_event("t", "c", "opened").at(2).build()]).await;
    place.send(vec![answers("t", "a", "1").at(3).thread_tags(&["web"]).build()]).await;
    assert_eq!(turns(&place).await, [turn("q", &["one"], &[]), turn("a", &[], &["1"])]);
    let event = place.get("c").await.unwrap();
    assert_eq!((event.status, event.ended_at, event.run_type.as_str()), (None, Some(noon_plus(2)), "custom-event"));
    assert_eq!(place.get("t").await.unwrap().tags, Some(vec!["web".to_owned()]));
    assert_eq!(place.related("t").await.len(), 4);
}

#[tokio::test]
async fn what_hangs_on_any_message_hangs_on_its_turn() {
    let place = Place::new().await;
    place.send(vec![start("llm").run_type("llm").at(2).parent("q").build()]).await;
    place.send(vec![asks("t", "q", "one").at(1).user("ana").build(), answers("t", "a", "1").at(3).build()]).await;
    place.send(vec![feedback("q", "thumb", "up").at(9).build()]).await;
    let llm = place.get("llm").await.unwrap();
    assert_eq!((llm.parent, llm.trace), (Some(RunId::from_client("a")), Some(RunId::from_client("t"))));
    assert_eq!(llm.parent_feedback.unwrap().to_value(), json!({"thumb": "up"}));
    assert_eq!(llm.user.unwrap().external_id, "ana");
    let ids = |runs: Vec<model::Run>| runs.into_iter().map(|run| run.id).collect::<Vec<_>>();
    let below = [RunId::from_client("a"), RunId::from_client("llm")];
    assert_eq!(ids(place.related("q").await), below);
    assert_eq!(ids(place.related("a").await), below);
    assert_eq!(place.get("t").await.unwrap().thread.unwrap().feedbacks.len(), 1);
}

#[tokio::test]
async fn the_same_message_again_is_the_same_message() {
    let place = Place::new().await;
    place.send(vec![asks("t", "q", "one").at(1).build()]).await;
    place.send(vec![asks("t", "q", "one").at(1).build(), asks("t", "q", "one").at(4).build()]).await;
    place.send(vec![answers("t", "q", "1").at(2).build()]).await;
    assert_eq!(turns(&place).await, [turn("q", &["one"], &["1"])]);
}

#[tokio::test]
async fn turns_of_old_sdks_count_as_messages() {
    let place = Place::new().await;
    let turn = start("c").run_type("chat").parent("t").input("Hi").build();
    place
        .send(vec![start("t").run_type("thread").input("Hi").build(), turn, end("c").at(5).output("Hello").build()])
        .await;
    let facts = place.get("t").await.unwrap().thread.unwrap();
    assert_eq!((facts.messages_count, facts.first_message.unwrap().to_value()), (2, json!("Hi")));
}

#[tokio::test]
async fn edits_beat_events_and_need_a_run() {
    let place = Place::new().await;
    let edit = |id: &'static str, edit| {
        let (runs, at) = (place.runs.clone(), place.at());
        async move { runs.edit(&at, RunId::from_client(id), edit, NOON).await.unwrap() }
    };
    let score = |value: Value| Score { label: "accuracy".into(), value: raw(value), comment: None };
    assert_eq!(edit("r", RunEdit::Tags(None)).await, Edited::NoSuchRun);
    assert_eq!(edit("r", RunEdit::Score(score(json!(0.5)))).await, Edited::Done);
    assert!(place.get("r").await.is_none(), "a score makes no run");
    place.send(vec![start("r").tags(&["a"]).build(), feedback("r", "thumb", "up").at(-5).build()]).await;
    assert_eq!(edit("r", RunEdit::Score(score(json!(true)))).await, Edited::Done);
    assert_eq!(edit("r", RunEdit::Tags(Some(vec!["b".into()]))).await, Edited::Done);
    place.send(vec![start("r").at(-50).tags(&["earlier"]).build()]).await;
    let run = place.get("r").await.unwrap();
    assert_eq!((run.tags, run.scores), (Some(vec!["b".to_owned()]), vec![score(json!(true))]));
    assert_eq!(run.feedback.unwrap().to_value(), json!({"thumb": "up"}));
    assert_eq!(edit("r", RunEdit::ClearFeedback).await, Edited::Done);
    assert_eq!(edit("r", RunEdit::Tags(None)).await, Edited::Done);
    let run = place.get("r").await.unwrap();
    assert_eq!((run.tags, run.feedback), (None, None));
}

#[tokio::test]
async fn the_public_may_read_what_was_made_public_and_no_more() {
    let place = Place::new().await;
    let other = place.other_project().await;
    place.send(vec![start("r").name("mine").build()]).await;
    place.send_as(other, vec![start("r").name("theirs").build()]).await;
    let id = RunId::from_client("r");
    let public = || place.runs.public_run("r");
    assert!(public().await.unwrap().is_none());
    let token = place.runs.share(&place.at(), id, NOON).await.unwrap().unwrap();
    assert_eq!(place.runs.public_run(&token).await.unwrap().unwrap().name.as_deref(), Some("mine"));
    assert!(place.runs.unshare(&place.at(), id).await.unwrap());
    assert!(place.runs.public_run(&token).await.unwrap().is_none());
    assert_eq!(place.runs.edit(&place.at(), id, RunEdit::Visibility(true), NOON).await.unwrap(), Edited::Done);
    assert_eq!(public().await.unwrap().unwrap().project, place.at().project());
    let theirs = place.runs.edit(&other.scope, id, RunEdit::Visibility(true), NOON).await.unwrap();
    assert_eq!(theirs, Edited::PublicElsewhere);
    place.runs.edit(&place.at(), id, RunEdit::Visibility(false), NOON).await.unwrap();
    assert!(public().await.unwrap().is_none());
}

#[tokio::test]
async fn a_deleted_run_is_gone_with_all_below_it_and_stays_gone() {
    let place = Place::new().await;
    let events = vec![
        asks("t", "q", "one").at(1).build(),
        answers("t", "a", "1").at(2).build(),
        start("llm").parent("q").at(2).build(),
        start("other").build(),
    ];
    place.send(events.clone()).await;
    assert!(place.runs.delete(&place.at(), RunId::from_client("t"), NOON).await.unwrap());
    for name in ["t", "q", "a", "llm"] {
        assert!(place.get(name).await.is_none(), "{name}");
    }
    assert!(place.get("other").await.is_some());
    let outcomes = place.send(events).await;
    use store::runs::Outcome::{Deleted, Merged};
    assert_eq!(outcomes, [Deleted, Deleted, Deleted, Merged]);
    assert!(!place.runs.delete(&place.at(), RunId::from_client("t"), NOON).await.unwrap());
    let ledger = place.runs.ledger(&place.at(), 1, NOON).await.unwrap();
    assert_eq!((ledger[0].received, ledger[0].stored, ledger[0].merged), (8, 4, 1));
    assert_eq!(ledger[0].rejected, [("deleted".to_owned(), 3)]);
}

#[tokio::test]
async fn neighbours_are_the_rows_beside_one() {
    let place = Place::new().await;
    place.send((0..5).map(|n| start(&format!("r{n}")).at(n * 86_400_000).build()).collect()).await;
    let beside = |id: &'static str| {
        let (runs, at) = (place.runs.clone(), place.at());
        async move {
            let found = runs.neighbors(&at, RunId::from_client(id), ListQuery::default()).await.unwrap();
            (found.previous, found.next)
        }
    };
    let id = |name: &str| Some(RunId::from_client(name));
    assert_eq!(beside("r2").await, (id("r1"), id("r3")));
    assert_eq!(beside("r4").await, (id("r3"), None));
    assert_eq!(beside("r0").await, (None, id("r1")));
    assert_eq!(beside("nobody").await, (None, None));
    let children = ["a", "b", "c"].map(|name| start(name).parent("r0").at(name.len() as i64 + 9).build());
    place.send(children.to_vec()).await;
    let query = ListQuery { filter: Check::Parent(RunId::from_client("r0")).into(), ..ListQuery::default() };
    let page = place.page(ListQuery { limit: 3, ..query.clone() }).await.runs;
    let beside = place.runs.neighbors(&place.at(), page[1].id, query).await.unwrap();
    assert_eq!((beside.next, beside.previous), (Some(page[0].id), Some(page[2].id)));
}

#[tokio::test]
async fn an_agent_below_a_message_is_the_top_of_a_trace() {
    let place = Place::new().await;
    place.send(vec![asks("t", "q", "one").at(1).build(), answers("t", "a", "1").at(3).build()]).await;
    place.send(vec![start("one").run_type("agent").parent("q").build(), start("two").parent("a").build()]).await;
    place.send(vec![start("below").run_type("agent").parent("one").build()]).await;
    let page = place.page(ListQuery { filter: Check::Trace.into(), limit: 9, ..ListQuery::default() }).await;
    let mut ids: Vec<RunId> = page.runs.iter().map(|run| run.id).collect();
    ids.sort();
    let mut want = vec![RunId::from_client("one"), RunId::from_client("two")];
    want.sort();
    assert_eq!(ids, want);
}

//! Following a project: what changed, each once, and what a slow follower misses.

use model::RunId;
use store::runs::{Following, Heard, MOST_TAILS, RunEdit, Tail};
use testkit::clock::NOON;
use testkit::event::{answers, asks, end, feedback, start};

use crate::place::Place;

async fn follow(place: &Place, after: Option<i64>) -> Following {
    place.runs.follow(&place.at(), after).await.unwrap().unwrap()
}

async fn tail(place: &Place) -> Tail {
    follow(place, None).await.tail
}

fn ids(heard: &Heard) -> Vec<RunId> {
    heard.runs.iter().map(|heard| heard.run.id).collect()
}

fn named(names: &[&str]) -> Vec<RunId> {
    names.iter().map(|name| RunId::from_client(name)).collect()
}

#[tokio::test]
async fn a_follower_hears_what_changes_and_nothing_that_was_there_before() {
    let place = Place::new().await;
    place.send(vec![start("old").build()]).await;
    let mut tail = tail(&place).await;
    let before = tail.seq();
    place.send(vec![start("new").build(), start("newer").at(5).build()]).await;
    let heard = tail.next().await.unwrap();
    assert_eq!((ids(&heard), heard.missed), (named(&["new", "newer"]), 0));
    assert!(heard.runs.iter().all(|heard| heard.seq > before) && heard.seq == tail.seq());

    place.send(vec![end("old").at(9).output("done").build()]).await;
    let heard = tail.next().await.unwrap();
    assert_eq!(ids(&heard), named(&["old"]));
    assert!(heard.runs[0].run.output.is_some(), "as it is after the change");
    place.runs.edit(&place.at(), RunId::from_client("new"), RunEdit::Tags(Some(vec!["x".into()])), NOON).await.unwrap();
    assert_eq!(ids(&tail.next().await.unwrap()), named(&["new"]));
}

#[tokio::test]
async fn other_projects_are_not_heard() {
    let place = Place::new().await;
    let other = place.other_project().await;
    let mut tail = tail(&place).await;
    place.send_as(other, vec![start("theirs").build()]).await;
    place.send(vec![start("ours").build()]).await;
    assert_eq!(ids(&tail.next().await.unwrap()), named(&["ours"]));
}

#[tokio::test]
async fn a_message_is_heard_as_its_turn_and_an_opinion_with_the_run_above() {
    let place = Place::new().await;
    place.send(vec![asks("talk", "q", "Hi").build()]).await;
    let mut tail = tail(&place).await;
    place.send(vec![answers("talk", "a", "Hello").at(3).build()]).await;
    let mut heard = ids(&tail.next().await.unwrap());
    heard.sort_unstable();
    let mut wanted = named(&["talk", "a"]);
    wanted.sort_unstable();
    assert_eq!(heard, wanted, "the thread and the turn, which has the id of its newest message");

    place.send(vec![start("above").build(), start("below").parent("above").build()]).await;
    tail.next().await.unwrap();
    place.send(vec![feedback("below", "comment", "no").at(9).build()]).await;
    let heard = tail.next().await.unwrap();
    let above = heard.runs.iter().find(|heard| heard.run.id == RunId::from_client("above"));
    assert_eq!(above.unwrap().children.comments, ["no"]);
    assert!(above.unwrap().is_root);
}

#[tokio::test]
async fn a_slow_follower_is_told_how_much_it_missed_and_nobody_waits_for_it() {
    let place = Place::new().await;
    let mut tail = tail(&place).await;
    let many = |from: i64, to: i64| (from..to).map(|n| start(&format!("run-{n}")).at(n).build()).collect::<Vec<_>>();
    place.send(many(0, 300)).await;
    let heard = tail.next().await.unwrap();
    assert_eq!((heard.missed, heard.runs.len()), (100, 200));
    assert_eq!(heard.runs.last().unwrap().run.id, RunId::from_client("run-299"), "of too many, the newest");

    for thousand in 1..=12 {
        place.send(many(thousand * 1_000, (thousand + 1) * 1_000)).await;
    }
    let heard = tail.next().await.unwrap();
    assert_eq!((heard.missed, heard.runs.len()), (11_800, 200));
    assert_eq!(heard.runs.last().unwrap().run.id, RunId::from_client("run-12999"));
}

#[tokio::test]
async fn whoever_comes_back_hears_what_changed_meanwhile() {
    let place = Place::new().await;
    place.send(vec![start("a").build()]).await;
    let left_at = tail(&place).await.seq();
    place.send(vec![start("b").at(1).build(), start("c").at(2).build()]).await;
    place.send(vec![end("a").at(3).build()]).await;
    let Following { mut tail, since } = follow(&place, Some(left_at)).await;
    assert_eq!(ids(&since.unwrap()), named(&["b", "c", "a"]));
    place.send(vec![start("d").build()]).await;
    assert_eq!(ids(&tail.next().await.unwrap()), named(&["d"]));

    let now = tail.seq();
    assert!(follow(&place, Some(now)).await.since.is_some_and(|since| since.runs.is_empty()));
    assert!(follow(&place, Some(now + 1)).await.since.is_none(), "a number that was never given");
    assert!(follow(&place, Some(-1)).await.since.is_none(), "from before the log began");
    assert_eq!(follow(&place, None).await.since.map(|since| since.runs.len()), Some(0));
}

#[tokio::test]
async fn so_many_follow_a_project_and_no_more() {
    let place = Place::new().await;
    let mut tails = Vec::new();
    for _ in 0..MOST_TAILS {
        tails.push(tail(&place).await);
    }
    assert!(place.runs.follow(&place.at(), None).await.unwrap().is_none());
    let other = place.other_project().await;
    assert!(place.runs.follow(&other.scope, None).await.unwrap().is_some(), "others have room of their own");
    tails.pop();
    assert!(place.runs.follow(&place.at(), None).await.unwrap().is_some());
    place.send(vec![start("heard by all").build()]).await;
    for tail in &mut tails {
        assert_eq!(ids(&tail.next().await.unwrap()), named(&["heard by all"]));
    }
}

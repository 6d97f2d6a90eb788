//! One change for many runs.

use model::RunId;
use store::runs::ManyEdit;
use testkit::clock::NOON;
use testkit::event::{answers, asks, start};

use crate::place::Place;

fn named(names: &[&str]) -> Vec<RunId> {
    names.iter().map(|name| RunId::from_client(name)).collect()
}

async fn change(place: &Place, names: &[&str], edit: ManyEdit) -> u64 {
    place.runs.edit_many(&place.at(), &named(names), &edit, NOON).await.unwrap()
}

async fn tags(place: &Place, name: &str) -> Vec<String> {
    place.get(name).await.unwrap().tags.unwrap_or_default()
}

fn texts(tags: &[&str]) -> Vec<String> {
    tags.iter().map(|&tag| tag.to_owned()).collect()
}

#[tokio::test]
async fn tags_come_and_go_and_only_what_changes_counts() {
    let place = Place::new().await;
    place.send(vec![start("a").tags(&["x"]).build(), start("b").build(), asks("talk", "q", "Hi").build()]).await;
    place.send(vec![answers("talk", "r", "Ho").at(1).build()]).await;
    let tag = |tags: &[&str], most| ManyEdit::Tag { tags: texts(tags), most };
    assert_eq!(change(&place, &["a", "b", "q", "absent"], tag(&["x", "y"], 9)).await, 3);
    assert_eq!(change(&place, &["a", "b", "r"], tag(&["y", "x"], 9)).await, 0, "they have them");
    assert_eq!((tags(&place, "a").await, tags(&place, "q").await), (texts(&["x", "y"]), texts(&["x", "y"])));
    assert_eq!(change(&place, &["a"], tag(&["z"], 2)).await, 0, "more than a run may have");
    assert_eq!(change(&place, &["a", "b"], ManyEdit::Untag(texts(&["x"]))).await, 2);
    assert_eq!(tags(&place, "b").await, texts(&["y"]));
}

#[tokio::test]
async fn a_deletion_takes_what_is_below_along() {
    let place = Place::new().await;
    let names: Vec<String> = (0..250).map(|n| format!("run-{n}")).collect();
    place.send(names.iter().map(|name| start(name).build()).collect()).await;
    place.send(vec![start("below").parent("run-7").build(), start("kept").build()]).await;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(change(&place, &names, ManyEdit::Delete).await, 250);
    assert!(place.get("run-249").await.is_none() && place.get("below").await.is_none());
    assert!(place.get("kept").await.is_some());
    assert_eq!(change(&place, &names, ManyEdit::Delete).await, 0);
}

#[tokio::test]
async fn foreign_runs_are_absent() {
    let place = Place::new().await;
    let other = place.other_project().await;
    place.send_as(other, vec![start("theirs").run_type("tool").build()]).await;
    place.send(vec![start("ours").run_type("llm").build(), asks("talk", "q", "Hi").build()]).await;
    place.send(vec![answers("talk", "r", "Ho").at(1).build()]).await;
    assert_eq!(change(&place, &["theirs"], ManyEdit::Delete).await, 0);
    assert_eq!(change(&place, &["theirs"], ManyEdit::Tag { tags: texts(&["x"]), most: 9 }).await, 0);
    let found = place.runs.present(&place.at(), named(&["theirs", "ours", "q", "r", "ours"])).await.unwrap();
    let own = [(RunId::from_client("ours"), "llm".to_owned()), (RunId::from_client("r"), "chat".to_owned())];
    assert_eq!(found, own, "each once, and a turn by the id of its newest message");
    assert_eq!(place.runs.present(&other.scope, named(&["theirs"])).await.unwrap().len(), 1);
}

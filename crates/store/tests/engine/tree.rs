//! Trees without texts: parents first, messages below their turns, bounds.

use model::{RunId, Status};
use serde_json::json;
use store::runs::{MOST_ADDED, Totals, Tree};
use testkit::event::{answers, asks, end, error, start};

use crate::place::Place;

async fn tree(place: &Place, name: &str) -> Option<Tree> {
    place.runs.tree(&place.at(), RunId::from_client(name)).await.unwrap()
}

/// Names with the name of the parent, in order.
fn lines(tree: &Tree) -> Vec<String> {
    let name_of = |id: RunId| tree.nodes.iter().find(|node| node.id == id).and_then(|node| node.name.clone());
    let line = |node: &store::runs::TreeNode| {
        let parent = node.parent.map(|parent| name_of(parent).unwrap_or_else(|| "a parent that is not here".into()));
        format!("{} < {}", node.name.as_deref().unwrap_or(&node.run_type), parent.as_deref().unwrap_or("-"))
    };
    tree.nodes.iter().map(line).collect()
}

#[tokio::test]
async fn a_tree_has_each_run_after_its_parent_and_siblings_by_their_start() {
    let place = Place::new().await;
    let part = |name: &str, parent: &str, at| start(name).name(name).parent(parent).at(at);
    place
        .send(vec![
            part("late", "root", 30).build(),
            part("below early", "early", 40).build(),
            part("early", "root", 10).build(),
            start("root").name("root").run_type("agent").parent("above").build(),
            start("above").name("above").build(),
            start("elsewhere").name("elsewhere").build(),
        ])
        .await;
    let found = tree(&place, "root").await.unwrap();
    assert_eq!(lines(&found), ["root < -", "early < root", "below early < early", "late < root"]);
    assert_eq!((found.trace, found.is_truncated), (RunId::from_client("above"), false));
    let of_leaf = tree(&place, "late").await.unwrap();
    assert_eq!((lines(&of_leaf), of_leaf.trace), (vec!["late < -".to_owned()], RunId::from_client("above")));
    assert_eq!(tree(&place, "above").await.unwrap().trace, RunId::from_client("above"));
    assert_eq!(tree(&place, "never sent").await, None);
}

#[tokio::test]
async fn a_node_says_how_long_how_much_and_why_not() {
    let place = Place::new().await;
    place
        .send(vec![
            start("root").run_type("agent").build(),
            end("root").at(50).build(),
            start("call").run_type("llm").parent("root").at(5).build(),
            end("call").at(25).usage(7, 5).build(),
            start("tool").run_type("tool").parent("root").at(30).build(),
            error("tool").at(40).because(json!({"message": "no such order\nat line 3", "stack": "..."})).build(),
            start("open").run_type("chain").parent("root").at(45).build(),
        ])
        .await;
    let found = tree(&place, "root").await.unwrap();
    let facts: Vec<_> = found
        .nodes
        .iter()
        .map(|node| (node.run_type.as_str(), node.status, node.tokens, node.error.as_deref(), node.ended_at.is_some()))
        .collect();
    assert_eq!(
        facts,
        [
            ("agent", Some(Status::Success), None, None, true),
            ("llm", Some(Status::Success), Some(12), None, true),
            ("tool", Some(Status::Error), None, Some("no such order"), true),
            ("chain", Some(Status::Started), None, None, false),
        ]
    );
}

#[tokio::test]
async fn runs_below_any_message_of_a_turn_are_below_the_turn() {
    let place = Place::new().await;
    place
        .send(vec![
            asks("talk", "q1", "Hi").at(0).build(),
            answers("talk", "a1", "Hello").at(10).build(),
            asks("talk", "q2", "Bye").at(20).build(),
            start("of answer").name("of answer").parent("a1").at(5).build(),
            start("of question").name("of question").parent("q1").at(6).build(),
        ])
        .await;
    let found = tree(&place, "talk").await.unwrap();
    let turn = found.nodes[1].id;
    assert_eq!(turn, RunId::from_client("a1"), "a turn has the id of its newest message");
    let below: Vec<_> = found.nodes.iter().filter(|node| node.parent == Some(turn)).collect();
    assert_eq!(
        below.iter().map(|node| node.name.as_deref().unwrap()).collect::<Vec<_>>(),
        ["of answer", "of question"]
    );
    assert_eq!(found.nodes.len(), 5, "the thread, two turns, two runs");
    let of_turn = tree(&place, "q1").await.unwrap();
    assert_eq!((of_turn.nodes[0].id, of_turn.nodes.len(), of_turn.trace), (turn, 3, RunId::from_client("talk")));
}

#[tokio::test]
async fn a_run_and_all_below_it_are_added_up() {
    let place = Place::new().await;
    let ids = ["root", "talk", "never sent"].map(RunId::from_client).to_vec();
    place
        .send(vec![
            start("root").run_type("agent").parent("above").build(),
            start("call").run_type("llm").name("gpt-4o").parent("root").build(),
            end("call").usage(1_000_000, 2).build(),
            start("tool").run_type("tool").parent("call").build(),
            error("tool").because(json!("no")).build(),
            start("beside").run_type("llm").parent("above").build(),
            asks("talk", "q1", "Hi").at(0).build(),
            answers("talk", "a1", "Hello").at(10).build(),
            start("of answer").parent("a1").at(5).build(),
        ])
        .await;
    let found = place.runs.totals(&place.at(), ids).await.unwrap();
    let root = Totals { runs: 3, errors: 1, tokens: Some(1_000_002), cost: None };
    let talk = Totals { runs: 3, ..Totals::default() };
    assert_eq!(found, [Some(root), Some(talk), None]);
}

#[tokio::test]
async fn a_run_with_too_many_below_it_is_not_added_up() {
    let place = Place::new().await;
    let child = |number| start(&format!("child-{number}")).parent("root").build();
    place.send((2..=MOST_ADDED).map(child).chain([start("root").build()]).collect()).await;
    let root = vec![RunId::from_client("root")];
    let most = place.runs.totals(&place.at(), root.clone()).await.unwrap();
    assert_eq!(most[0].map(|totals| totals.runs), Some(MOST_ADDED as u64));
    place.send(vec![child(MOST_ADDED + 1)]).await;
    assert_eq!(place.runs.totals(&place.at(), root).await.unwrap(), [None]);
}

#[tokio::test]
async fn runs_that_name_each_other_are_in_the_tree_once() {
    let place = Place::new().await;
    for (name, parent) in [("a", "b"), ("b", "c"), ("c", "a")] {
        place.send(vec![start(name).name(name).parent(parent).build()]).await;
    }
    for name in ["a", "b", "c"] {
        let found = tree(&place, name).await.unwrap();
        assert_eq!(found.nodes[0].id, RunId::from_client(name));
        let mut ids: Vec<RunId> = found.nodes.iter().map(|node| node.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), found.nodes.len());
    }
}

//! Parents in any order: traces, persons, and runs that name each other.

use model::{Check, RunId};
use store::runs::{Count, ListQuery};
use testkit::event::start;

use crate::place::Place;

fn ids(runs: &[model::Run]) -> Vec<RunId> {
    runs.iter().map(|run| run.id).collect()
}

fn named<const N: usize>(names: [&str; N]) -> Vec<RunId> {
    names.into_iter().map(RunId::from_client).collect()
}

#[tokio::test]
async fn a_child_may_come_before_its_parent() {
    let place = Place::new().await;
    place.send(vec![start("leaf").at(30).parent("middle").user("bo").build()]).await;
    assert!(place.get("middle").await.is_none(), "only known as a parent");
    assert!(place.related("middle").await.is_empty());
    assert_eq!(place.get("leaf").await.unwrap().trace, None);
    assert_eq!(place.get("leaf").await.unwrap().parent, Some(RunId::from_client("middle")));

    place.send(vec![start("middle").at(20).parent("root").build(), start("root").at(10).user("ana").build()]).await;
    assert_eq!(ids(&place.related("root").await), named(["root", "middle", "leaf"]));
    let leaf = place.get("leaf").await.unwrap();
    assert_eq!(leaf.trace, Some(RunId::from_client("root")));
    assert_eq!(leaf.user.unwrap().external_id, "ana", "the person of the topmost run that has one");
    assert_eq!(ids(&place.related("leaf").await), named(["leaf"]));
}

#[tokio::test]
async fn an_earlier_start_moves_a_run_to_its_parent() {
    let place = Place::new().await;
    place.send(vec![start("a").build(), start("b").build(), start("x").at(9).parent("a").build()]).await;
    assert_eq!(ids(&place.related("a").await), named(["a", "x"]));
    place.send(vec![start("x").at(3).parent("b").build()]).await;
    assert_eq!(ids(&place.related("a").await), named(["a"]));
    assert_eq!(ids(&place.related("b").await), named(["b", "x"]));
}

#[tokio::test]
async fn runs_that_name_each_other_are_cut_at_one_place_in_any_order() {
    for names in [["a", "b", "c"], ["c", "a", "b"], ["b", "a", "c"]] {
        let place = Place::new().await;
        for name in names {
            let next = match name {
                "a" => "b",
                "b" => "c",
                _ => "a",
            };
            place.send(vec![start(name).parent(next).build()]).await;
        }
        place.send(vec![start("below").parent("a").build()]).await;
        let top = named(["a", "b", "c"]).into_iter().max().unwrap();
        for name in ["a", "b", "c", "below"] {
            let run = place.get(name).await.unwrap();
            assert_eq!(run.trace, if run.id == top { None } else { Some(top) }, "{name}");
            assert_eq!(run.repaired.contains(&"parentRunId".to_owned()), run.id == top);
            assert_eq!(run.parent.is_none(), run.id == top);
        }
        let all = place.runs.related(&place.at(), top).await.unwrap();
        assert_eq!(all.len(), 4);
    }
}

#[tokio::test]
async fn children_of_one_run_are_listed() {
    let place = Place::new().await;
    place
        .send(vec![start("p").build(), start("x").at(5).parent("p").build(), start("y").at(7).parent("p").build()])
        .await;
    let filter = Check::Parent(RunId::from_client("p")).into();
    let children = ListQuery { filter, limit: 10, total: true, ..ListQuery::default() };
    let page = place.page(children).await;
    assert_eq!(ids(&page.runs), named(["y", "x"]));
    assert_eq!(page.total, Some(Count { runs: 2, is_lower_bound: false }));
    let roots = place.page(ListQuery { filter: Check::Trace.into(), limit: 10, ..ListQuery::default() }).await;
    assert_eq!(ids(&roots.runs), named(["p"]));
}

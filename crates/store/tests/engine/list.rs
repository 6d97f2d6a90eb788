//! Lists: order, pages, cursors, types.

use model::{Check, Event, RunId};
use store::runs::{Count, ListQuery};
use testkit::event::start;

use crate::place::Place;

const A_DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// Forty runs over ten days, four types in turn, sent newest first; every fourth one late by three days.
async fn forty(place: &Place) {
    let event = |n: i64| -> Event {
        let run_type = ["llm", "tool", "chain", "agent"][usize::try_from(n % 4).unwrap()];
        start(&format!("run-{n}")).at(-n * A_DAY_MILLIS / 4).run_type(run_type).build()
    };
    place.send((0..40).map(event).collect()).await;
}

async fn names(place: &Place, query: ListQuery) -> Vec<i64> {
    let known: Vec<RunId> = (0..40).map(|n| RunId::from_client(&format!("run-{n}"))).collect();
    let page = place.page(query).await;
    page.runs.iter().map(|run| known.iter().position(|id| *id == run.id).unwrap() as i64).collect()
}

#[tokio::test]
async fn the_newest_come_first_on_every_page() {
    let place = Place::new().await;
    forty(&place).await;
    let page = |skip, limit| ListQuery { skip, limit, ..ListQuery::default() };
    assert_eq!(names(&place, page(0, 3)).await, [0, 1, 2]);
    assert_eq!(names(&place, page(30, 5)).await, [30, 31, 32, 33, 34]);
    assert_eq!(names(&place, page(38, 5)).await, [38, 39]);
    assert_eq!(names(&place, page(99, 5)).await, [] as [i64; 0]);
    assert_eq!(names(&place, page(0, 0)).await, [] as [i64; 0]);
}

#[tokio::test]
async fn cursors_lead_through_all_runs_once() {
    let place = Place::new().await;
    forty(&place).await;
    let mut seen = Vec::new();
    let mut query = ListQuery { limit: 7, total: true, ..ListQuery::default() };
    loop {
        let page = place.page(query.clone()).await;
        assert_eq!(page.total, Some(Count { runs: 40, is_lower_bound: false }));
        seen.extend(page.runs.iter().map(|run| run.id));
        query.after = page.next;
        if page.next.is_none() {
            break;
        }
    }
    let wanted: Vec<RunId> = (0..40).map(|n| RunId::from_client(&format!("run-{n}"))).collect();
    assert_eq!(seen, wanted);
}

#[tokio::test]
async fn a_type_selects_its_runs() {
    let place = Place::new().await;
    forty(&place).await;
    let of = |types: &[&str]| ListQuery {
        filter: Check::Types(types.iter().map(|&word| word.to_owned()).collect()).into(),
        limit: 3,
        total: true,
        ..ListQuery::default()
    };
    assert_eq!(names(&place, of(&["tool"])).await, [1, 5, 9]);
    assert_eq!(names(&place, of(&["tool", "agent"])).await, [1, 3, 5]);
    assert_eq!(names(&place, of(&["never seen"])).await, [] as [i64; 0]);
    assert_eq!(place.page(of(&["tool"])).await.total, Some(Count { runs: 10, is_lower_bound: false }));
}

#[tokio::test]
async fn a_start_far_from_its_place_is_still_in_order() {
    let place = Place::new().await;
    forty(&place).await;
    // First seen as a parent of something of today; its own start lies nine days back.
    place.send(vec![start("child").at(5).parent("old").build()]).await;
    place.send(vec![start("old").at(-9 * A_DAY_MILLIS + 1).build()]).await;
    let page = place.page(ListQuery { limit: 100, ..ListQuery::default() }).await;
    let times: Vec<_> = page.runs.iter().map(|run| run.created_at).collect();
    assert!(times.is_sorted_by(|a, b| a >= b));
    assert_eq!(page.runs.len(), 42);
    let last = place.page(ListQuery { limit: 1, skip: 37, ..ListQuery::default() }).await;
    assert_eq!(last.runs[0].id, RunId::from_client("old"));
}

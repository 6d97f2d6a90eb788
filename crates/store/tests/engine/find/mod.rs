//! Filters, orders and counts against the rows, which are read apart: random writes, amendments, deletes and restarts, and
//! after each of them random questions.

mod asked;
mod truth;

use model::{Event, RunId};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use store::runs::{Count, Cursor, Facet, FacetQuery, HistogramQuery, ListOrder, ListQuery, SortBy};
use testkit::clock::{NOON, noon_plus};
use testkit::strategy::{conversation, conversation_names, events, run_name};

use crate::place::Place;
use asked::{Asked, asked};
use truth::{Row, rows};

const RUNS: u8 = 9;

/// What happens to a store.
#[derive(Clone, Debug)]
enum Step {
    Send(Vec<Event>),
    Delete(u8),
    /// Everything is sealed, so that what comes then changes sealed days.
    Seal,
    /// Sealing is begun, and the server stops meanwhile.
    SealAndRestart,
    Restart,
    /// The columns on disk are gone.
    Lose,
    Ask(Asked),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let spread =
        |events: Vec<Event>, day: i64| events.into_iter().map(move |event| on_day(event, day)).collect::<Vec<_>>();
    let step = prop_oneof![
        5 => (events(RUNS, 6), 0..4_i64).prop_map(move |(events, day)| Step::Send(spread(events, day))),
        2 => conversation(5).prop_map(Step::Send),
        1 => (0..RUNS + 4).prop_map(Step::Delete),
        2 => Just(Step::Seal),
        1 => Just(Step::SealAndRestart),
        1 => Just(Step::Restart),
        1 => Just(Step::Lose),
        12 => asked().prop_map(Step::Ask),
    ];
    prop::collection::vec(step, 1..40)
}

/// The same event some days earlier.
fn on_day(mut event: Event, days: i64) -> Event {
    event.at = model::Timestamp::from_micros(event.at.micros() - days * 86_400_000_000);
    event.hash = testkit::event::hash(&event);
    event
}

#[test]
fn columns_say_what_the_rows_say() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut runner = TestRunner::new(Config { cases: 24, ..Config::default() });
    let outcome = runner.run(&steps(), |steps| {
        runtime.block_on(play(steps));
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

async fn play(steps: Vec<Step>) {
    let path = tempfile::tempdir().unwrap();
    let mut place = Place::open(path.path()).await;
    for step in steps {
        match step {
            Step::Send(events) => {
                place.send(events).await;
            }
            Step::Delete(number) => {
                let name = names().swap_remove(usize::from(number));
                place.runs.delete(&place.at(), RunId::from_client(&name), noon_plus(9)).await.unwrap();
            }
            Step::Seal => place.runs.seal_columns().await.unwrap(),
            Step::SealAndRestart => {
                let runs = place.runs.clone();
                // It may come too late.
                let (_, closed) = tokio::join!(runs.seal_columns(), place.runs.close());
                closed.unwrap();
                drop(place);
                place = Place::open(path.path()).await;
            }
            Step::Restart | Step::Lose => {
                place.runs.close().await.unwrap();
                drop(place);
                if matches!(step, Step::Lose) {
                    for name in ["cols.db", "cols.db-wal", "cols.db-shm"] {
                        let _ = std::fs::remove_file(path.path().join(name));
                    }
                }
                place = Place::open(path.path()).await;
            }
            Step::Ask(asked) => check(&place, path.path(), &asked).await,
        }
    }
    place.runs.close().await.unwrap();
}

/// What the steps call their runs.
fn names() -> Vec<String> {
    (0..RUNS).map(run_name).chain(conversation_names()).collect()
}

async fn check(place: &Place, path: &std::path::Path, asked: &Asked) {
    let rows = rows(place, path).await;
    let mut wanted: Vec<&Row> = rows.iter().filter(|row| asked.means(row, &rows)).collect();
    let (filter, order) = (asked.filter(&rows), asked.order);
    sort(&mut wanted, order);
    let ids: Vec<RunId> = wanted.iter().map(|row| row.shown_id).collect();
    let at = place.at();

    let query = ListQuery { filter: filter.clone(), order, limit: asked.limit, total: true, ..ListQuery::default() };
    let all = Count { runs: ids.len() as u64, is_lower_bound: false };
    let mut found = Vec::new();
    let mut after: Option<Cursor> = None;
    loop {
        let page = place.page(ListQuery { after, ..query.clone() }).await;
        assert!(page.is_complete && page.runs.len() <= asked.limit);
        assert_eq!(page.total, Some(all), "{filter:?}");
        found.extend(page.runs.iter().map(|run| run.id));
        after = page.next;
        if after.is_none() || asked.limit == 0 {
            break;
        }
    }
    if asked.limit > 0 {
        assert_eq!(found, ids, "{filter:?} {order:?}");
    }
    let skipped = place.runs.ids(&at, ListQuery { skip: 2, limit: 3, ..query.clone() }).await.unwrap();
    assert_eq!(skipped.ids, ids.iter().skip(2).take(3).copied().collect::<Vec<_>>(), "{filter:?} {order:?}");
    assert_eq!(place.runs.count(&at, filter.clone()).await.unwrap(), all);

    if let Some(middle) = ids.get(ids.len() / 2) {
        let beside = place.runs.neighbors(&at, *middle, query.clone()).await.unwrap();
        let here = ids.len() / 2;
        assert_eq!(beside.previous, ids.get(here + 1).copied(), "{filter:?} {order:?}");
        assert_eq!(beside.next, here.checked_sub(1).map(|before| ids[before]), "{filter:?} {order:?}");
    }
    check_sums(place, &wanted, filter).await;
}

async fn check_sums(place: &Place, wanted: &[&Row], filter: model::Filter) {
    let at = place.at();
    let query = HistogramQuery { filter: filter.clone(), buckets: 7, now: NOON };
    let histogram = place.runs.histogram(&at, query).await.unwrap();
    let errors = wanted.iter().filter(|row| row.status == Some("error")).count() as u64;
    let sum = |value: fn(&store::runs::Bar) -> u64| histogram.bars.iter().map(value).sum::<u64>();
    assert_eq!((sum(|bar| bar.runs), sum(|bar| bar.errors)), (wanted.len() as u64, errors), "{filter:?} {histogram:?}");
    assert!(histogram.bars.len() <= 7 && histogram.is_complete);
    for of in [Facet::Type, Facet::Name, Facet::Tag, Facet::Status, Facet::User, Facet::Thumb] {
        let query = FacetQuery { filter: filter.clone(), of, containing: String::new(), limit: 100 };
        let facets = place.runs.facets(&at, query).await.unwrap();
        let mut found: Vec<(String, u64)> = facets.values.into_iter().map(|value| (value.label, value.runs)).collect();
        found.sort();
        assert_eq!(found, truth::facet(wanted, of), "{of:?} of {filter:?}");
    }
}

/// Rows without a value come last, rows of one value by their own id.
fn sort(rows: &mut [&Row], order: ListOrder) {
    let value = |row: &Row| match order.by {
        SortBy::CreatedAt => Some(row.started_at),
        SortBy::Duration => row.duration,
        SortBy::Tokens => match (row.prompt_tokens, row.completion_tokens) {
            (None, None) => None,
            (prompt, completion) => Some(prompt.unwrap_or(0) + completion.unwrap_or(0)),
        },
        SortBy::Cost => row.cost,
        SortBy::Messages => row.messages,
    };
    rows.sort_by(|a, b| {
        let by_value = match (value(a), value(b)) {
            (None, None) => std::cmp::Ordering::Equal,
            (None, Some(_)) => return std::cmp::Ordering::Greater,
            (Some(_), None) => return std::cmp::Ordering::Less,
            (Some(a), Some(b)) => a.cmp(&b),
        };
        let ascending = by_value.then_with(|| a.id.cmp(&b.id));
        if order.is_descending { ascending.reverse() } else { ascending }
    });
}

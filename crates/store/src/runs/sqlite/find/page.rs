//! Pages of a list, and what lies beside a run in it.

use model::RunId;
use rusqlite::Connection;

use super::super::facts;
use super::super::frame::Codec;
use super::super::lookup;
use super::super::reader;
use super::super::rid::Rid;
use super::{Effort, Finder, Search, tally};
use crate::columns::{End, Fact, Hit, Key, Order, Place};
use crate::runs::{Cursor, IdPage, ListOrder, ListQuery, Neighbors, Page, SortBy};
use crate::{ProjectScope, StoreError};

/// How many rows are looked for at once where runs must be read: first, and at the most.
const BATCH: (usize, usize) = (256, 16_384);

impl ListOrder {
    fn of_columns(self) -> Order {
        let key = match self.by {
            SortBy::CreatedAt => Key::STARTED_AT,
            SortBy::Duration => Key::Fact(Fact::Duration),
            SortBy::Tokens => Key::Tokens,
            SortBy::Cost => Key::Fact(Fact::Cost),
            SortBy::Messages => Key::Fact(Fact::Messages),
        };
        Order { key, is_descending: self.is_descending }
    }
}

/// The first matches beyond a place.
struct Walk {
    found: Vec<(Place, Rid)>,
    /// The last run that was looked at, when the effort did not suffice.
    stopped_at: Option<Place>,
}

impl Search<'_> {
    /// The first `wanted` matches at one end of a list, beyond a place.
    fn walk(
        &self,
        (order, end): (Order, End),
        mut beyond: Option<Place>,
        wanted: usize,
        effort: &mut Effort,
    ) -> Result<Walk, StoreError> {
        let mut walk = Walk { found: Vec::new(), stopped_at: None };
        if self.is_certain() {
            let hits = self.best((order, end), (beyond, wanted), effort)?;
            walk.found = hits.into_iter().map(|(place, hit)| (place, Rid(hit.rid))).collect();
            return Ok(walk);
        }
        let mut size = BATCH.0;
        while walk.found.len() < wanted {
            let hits = self.best((order, end), (beyond, size), effort)?;
            let is_last = hits.len() < size;
            beyond = hits.last().map(|(place, _)| *place).or(beyond);
            self.rows.read(|connection| self.take(connection, &hits, (wanted, &mut *effort), &mut walk))?;
            if is_last || walk.stopped_at.is_some() {
                break;
            }
            size = (size * 4).min(BATCH.1);
        }
        Ok(walk)
    }

    /// Reads the runs that columns cannot tell of, one after the other. Something is always looked at, so that whoever asks
    /// again and again comes to the end.
    fn take(
        &self,
        connection: &Connection,
        hits: &[(Place, Hit)],
        (wanted, effort): (usize, &mut Effort),
        walk: &mut Walk,
    ) -> Result<(), StoreError> {
        let mut last: Option<Place> = None;
        for (place, hit) in hits {
            if walk.found.len() == wanted {
                break;
            }
            if !effort.spend() && last.is_some() {
                walk.stopped_at = last;
                break;
            }
            if hit.is_sure || self.verify(connection, *hit)? {
                walk.found.push((*place, Rid(hit.rid)));
            }
            last = Some(*place);
        }
        Ok(())
    }
}

/// Where the matches of a page lie.
struct Found {
    rids: Vec<Rid>,
    next: Option<Cursor>,
    is_complete: bool,
}

fn find(search: &Search<'_>, query: &ListQuery, effort: &mut Effort) -> Result<Found, StoreError> {
    let order = query.order.of_columns();
    let beyond = query.after.map(|after| order.place(after.value, after.id));
    let end = query.skip.saturating_add(query.limit);
    let mut walk = search.walk((order, End::First), beyond, end.saturating_add(1), effort)?;
    let is_complete = walk.found.len() > end || walk.stopped_at.is_none();
    let last = if walk.found.len() > end {
        walk.found.truncate(end);
        walk.found.last().map(|(place, _)| *place)
    } else {
        walk.stopped_at
    };
    let next = last.map(|place| order.told(place)).map(|(value, id)| Cursor { value, id });
    let rids = walk.found.into_iter().skip(query.skip).map(|(_, rid)| rid).collect();
    Ok(Found { rids, next, is_complete })
}

/// One page of runs, with all that a reader gets of each.
pub(in super::super) fn page(finder: &Finder, at: &ProjectScope, query: &ListQuery) -> Result<Page, StoreError> {
    let search = Search::new(finder, at, &query.filter)?;
    let Found { rids, next, is_complete } = find(&search, query, &mut Effort::of_page())?;
    let total = if query.total { Some(tally::count_matches(&search)?) } else { None };
    let rows = &finder.rows;
    let runs = rows.read(|connection| reader::load_all(connection, &rows.codec, at.project(), &rids))?;
    Ok(Page { runs, next, is_complete, total, behind: search.plan().behind() })
}

/// One page of runs, of which only the ids are told.
pub(in super::super) fn ids(finder: &Finder, at: &ProjectScope, query: &ListQuery) -> Result<IdPage, StoreError> {
    let search = Search::new(finder, at, &query.filter)?;
    let Found { rids, next, .. } = find(&search, query, &mut Effort::of_page())?;
    let ids = finder.rows.read(|connection| {
        let ids = rids.iter().filter_map(|rid| lookup::shown_id(connection, *rid).transpose());
        ids.collect::<Result<Vec<RunId>, _>>()
    })?;
    Ok(IdPage { ids, next, behind: search.plan().behind() })
}

/// The runs before and after `id` in the list of `query`, whether or not the run itself is in that list.
pub(in super::super) fn neighbors(
    finder: &Finder,
    at: &ProjectScope,
    (id, query): (RunId, &ListQuery),
) -> Result<Neighbors, StoreError> {
    let order = query.order.of_columns();
    let Some(here) = finder.rows.read(|connection| place_of((connection, &*finder.rows.codec), at, id, order))? else {
        return Ok(Neighbors::default());
    };
    let search = Search::new(finder, at, &query.filter)?;
    let beside = |end| -> Result<Option<RunId>, StoreError> {
        let walk = search.walk((order, end), Some(here), 1, &mut Effort::of_page())?;
        let Some((_, rid)) = walk.found.first() else { return Ok(None) };
        finder.rows.read(|connection| lookup::shown_id(connection, *rid))
    };
    Ok(Neighbors { previous: beside(End::First)?, next: beside(End::Last)? })
}

/// Where a run stands in a list.
fn place_of(
    (connection, codec): (&Connection, &Codec),
    at: &ProjectScope,
    id: RunId,
    order: Order,
) -> Result<Option<Place>, StoreError> {
    let Some(rid) = lookup::find(connection, at, id)? else { return Ok(None) };
    let row = facts::of(connection, codec, &[rid.0])?.pop();
    Ok(row.map(|row| order.place(order.key.of_row(&row), row.id)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::{Duration, Instant};

    use model::money::NoPrices;
    use model::{Check, Filter};
    use testkit::clock::NOON;
    use testkit::event::{end, start};

    use super::*;
    use crate::meta::Init;
    use crate::runs::{Batch, Runs, RunsOptions};
    use crate::{DataDir, Meta};

    #[tokio::test]
    async fn what_an_index_is_too_slow_to_find_is_read_in_the_order_of_the_list() {
        let path = tempfile::tempdir().unwrap();
        let dir = DataDir::lock(path.path()).unwrap();
        let meta = Meta::open(&dir).unwrap();
        meta.init(Init::default(), NOON).await.unwrap();
        let key = meta.welcome().await.unwrap().unwrap().private_key;
        let sender = meta.caller_in_project(key, NOON).await.unwrap().unwrap();
        let runs = Runs::open(&dir, &RunsOptions::default(), Arc::new(NoPrices)).unwrap();
        let text = |n: i64| if n % 3 == 0 { "a parcel" } else { "a letter" };
        let events = (0..90).flat_map(|n| {
            let (name, took) = (format!("run-{n}"), 10 + n * 7 % 90);
            [start(&name).at(n).input(text(n)).build(), end(&name).at(n + took).build()]
        });
        let changes = events.map(|event| runs.pack(&sender.scope, event)).collect();
        runs.apply(Batch { sender, arrival: NOON, changes, rejected: Vec::new(), sample: None }).await.unwrap();

        let Runs::Sqlite(engine) = &runs;
        let filter = Filter::from(Check::Search("parcel".into()));
        let order = ListOrder { by: SortBy::Duration, is_descending: true }.of_columns();
        let found = |is_aided: bool| {
            let search = Search::new(&engine.0.finder, &sender.scope, &filter).unwrap();
            let (now, long) = (Instant::now(), Duration::from_secs(600));
            let aided_until = if is_aided { now + long } else { now };
            let mut effort = Effort { until: now + long, aided_until, reads: usize::MAX };
            let walk = search.walk((order, End::First), None, 20, &mut effort).unwrap();
            assert_eq!(search.is_unaided(), !is_aided);
            walk.found.into_iter().map(|(_, rid)| rid).collect::<Vec<_>>()
        };
        let aided = found(true);
        assert_eq!(aided.len(), 20);
        assert_eq!(found(false), aided);
        runs.close().await.unwrap();
    }
}

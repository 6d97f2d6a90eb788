//! One question at work: the days of a project, the parts of each, and the rows that match.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use model::{Filter, ProjectId};
use query::Matcher;
use rusqlite::Connection;

use super::plan::{Planner, remainder};
use super::source::{Rows, places_of};
use super::verify::Row;
use super::{Effort, Finder};
use crate::columns::{Bits, Columns, DayKey, End, Hit, Key, Order, Part, Place, Plan, Selection, Top};
use crate::scope::Slot;
use crate::{ProjectScope, StoreError};

/// A question about the runs of a project.
pub(in super::super) struct Search<'a> {
    pub(super) rows: &'a Rows,
    columns: &'a Columns,
    pub(super) project: ProjectId,
    pub(super) slot: Slot,
    plan: Plan,
    /// The same without any index, once one was too slow.
    unaided: OnceCell<Plan>,
    /// What is to be asked of a run itself.
    matcher: OnceCell<Matcher>,
    remainder: Filter,
    /// Days that can hold a match.
    pub(super) days: Vec<Day>,
    /// Days that were read for this answer: kept where runs must be read, so that each question to an index is asked once.
    seen: RefCell<HashMap<i64, Rc<[Seen]>>>,
    used: RefCell<Vec<DayKey>>,
}

/// A day of the project, and when its runs began.
#[derive(Clone, Copy, Debug)]
pub(super) struct Day {
    number: i64,
    pub(super) earliest: i64,
    pub(super) latest: i64,
}

/// A part, and which of its rows match.
pub(super) struct Seen {
    pub(super) part: Arc<Part>,
    selection: OnceCell<Selection>,
}

impl<'a> Search<'a> {
    pub(super) fn new(finder: &'a Finder, at: &ProjectScope, filter: &Filter) -> Result<Search<'a>, StoreError> {
        let slot = at.slot();
        let (plan, days) = finder.rows.read(|connection| {
            let plan = Planner::new(finder, connection, slot).plan(filter)?;
            let days = days(connection, slot, &plan)?;
            Ok((plan, days))
        })?;
        Ok(Search {
            rows: &finder.rows,
            columns: &finder.columns,
            project: at.project(),
            slot,
            matcher: OnceCell::new(),
            remainder: remainder(filter, &plan),
            plan,
            unaided: OnceCell::new(),
            days,
            seen: RefCell::default(),
            used: RefCell::default(),
        })
    }

    /// How matches are looked for.
    pub(super) fn plan(&self) -> &Plan {
        self.unaided.get().unwrap_or(&self.plan)
    }

    /// Whether no index is asked any more.
    pub(super) fn is_unaided(&self) -> bool {
        self.unaided.get().is_some()
    }

    /// From now on runs are read, and no index is asked: it has too many to be quick.
    fn go_unaided(&self) {
        self.unaided.get_or_init(|| self.plan.unaided());
        self.seen.borrow_mut().clear();
    }

    /// Whether columns alone tell which runs match.
    pub(super) fn is_certain(&self) -> bool {
        self.plan.is_certain()
    }

    /// The parts of a day, in the order of their places.
    pub(super) fn parts(&self, day: Day) -> Result<Rc<[Seen]>, StoreError> {
        if let Some(seen) = self.seen.borrow().get(&day.number) {
            return Ok(Rc::clone(seen));
        }
        let key = (self.slot.number(), day.number);
        self.used.borrow_mut().push(key);
        let parts = self.columns.day(key, self.rows)?;
        let seen: Rc<[Seen]> =
            parts.into_iter().map(|part| Seen { part, selection: OnceCell::new() }).collect::<Vec<_>>().into();
        let used = self.used.borrow().len();
        if used.is_multiple_of(SETTLE_EVERY) {
            self.columns.settle(self.used.borrow().iter().rev().take(SETTLE_EVERY).copied());
        }
        if !self.is_certain() {
            self.seen.borrow_mut().insert(day.number, Rc::clone(&seen));
        }
        Ok(seen)
    }

    /// The runs at one end of a list, beyond a place, that match or that only the runs themselves tell of. By time an index
    /// gives the first matches first; in another order it has to give all, and of a frequent word reading the runs in that
    /// order finds enough of them sooner.
    pub(super) fn best(
        &self,
        (order, end): (Order, End),
        (beyond, most): (Option<Place>, usize),
        effort: &Effort,
    ) -> Result<Vec<(Place, Hit)>, StoreError> {
        let may_give_up = order.key != Key::STARTED_AT && !self.is_certain() && !self.is_unaided();
        let mut top = Top::new((order, end), beyond, most);
        let is_newest_first = order.key != Key::STARTED_AT || order.is_descending == (end == End::First);
        for (at, day) in self.in_order(is_newest_first) {
            let bounds = Some(day.earliest)..=Some(day.latest);
            if order.key == Key::STARTED_AT && !top.could_keep(bounds) {
                continue;
            }
            if !self.can_hold(day)? {
                continue;
            }
            let parts = self.parts(day)?;
            let count = parts.len();
            for step in 0..count {
                if may_give_up && !effort.may_be_aided() {
                    self.go_unaided();
                    return self.best((order, end), (beyond, most), effort);
                }
                let place = if is_newest_first { count - 1 - step } else { step };
                self.offer(&mut top, order, (&parts[place], at * MOST_PARTS + place))?;
            }
        }
        Ok(top.into_rows())
    }

    fn offer(&self, top: &mut Top, order: Order, (seen, number): (&Seen, usize)) -> Result<(), StoreError> {
        let part = &seen.part;
        if !order.key.bounds(part)?.into_iter().any(|bounds| top.could_keep(bounds)) {
            return Ok(());
        }
        let Selection { sure, possible } = seen.select(self.plan())?;
        let mut window = top.window();
        let is_dense = possible.count() * DENSE > part.rows();
        let let_in = if is_dense { order.key.within(part, &window)? } else { None };
        let rows = let_in.map_or(Cow::Borrowed(possible), |mut rows| {
            rows.intersect(possible);
            Cow::Owned(rows)
        });
        for row in rows.iter() {
            let value = order.key.of(part, row)?;
            if !window.has(value) {
                continue;
            }
            let rid = part.rids()?.get(row).unwrap_or_default();
            let hit = Hit { rid, is_sure: sure.contains(row), part: number, row };
            if top.offer(order.place(value, part.ids()?[row]), hit) {
                window = top.window();
            }
        }
        Ok(())
    }

    /// The days by their latest start, or by their earliest; each with its number.
    fn in_order(&self, is_newest_first: bool) -> Vec<(usize, Day)> {
        let mut days: Vec<(usize, Day)> = self.days.iter().copied().enumerate().collect();
        if is_newest_first {
            days.sort_unstable_by_key(|(_, day)| std::cmp::Reverse(day.latest));
        } else {
            days.sort_unstable_by_key(|(_, day)| day.earliest);
        }
        days
    }

    /// Whether a day may hold a match, as far as an index knows: then its columns are not read in vain.
    fn can_hold(&self, day: Day) -> Result<bool, StoreError> {
        Ok(self.is_certain() || self.plan().can_match(&places_of((self.slot.number(), day.number)))?)
    }

    /// Whether a hit that is not sure matches.
    pub(super) fn verify(&self, connection: &Connection, hit: Hit) -> Result<bool, StoreError> {
        let parts = self.parts(self.days[hit.part / MOST_PARTS])?;
        self.asks(connection, &parts[hit.part % MOST_PARTS].part, hit.row)
    }

    fn asks(&self, connection: &Connection, part: &Part, row: usize) -> Result<bool, StoreError> {
        let matcher = self.matcher.get_or_init(|| Matcher::new(&self.remainder));
        let row = Row::new((connection, &*self.rows.codec, self.project), part, row)?;
        let is_match = matcher.matches(&row);
        row.finish()?;
        Ok(is_match)
    }

    /// Visits all matches, part by part, the newest day first. False when the effort did not suffice for all, or when an index
    /// leaves out what changed lately. What columns alone tell is always visited whole.
    pub(super) fn each_match(
        &self,
        effort: &mut Effort,
        mut visit: impl FnMut(&Part, &Bits) -> Result<(), StoreError>,
    ) -> Result<bool, StoreError> {
        for (_, day) in self.in_order(true) {
            if !self.can_hold(day)? {
                continue;
            }
            for seen in self.parts(day)?.iter().rev() {
                if !self.is_certain() && !effort.has_time() {
                    return Ok(false);
                }
                let Selection { sure, possible } = seen.select(self.plan())?;
                if sure == possible {
                    visit(&seen.part, sure)?;
                    continue;
                }
                let (matched, is_complete) = self.decide(&seen.part, (sure, possible), effort)?;
                visit(&seen.part, &matched)?;
                if !is_complete {
                    return Ok(false);
                }
            }
        }
        Ok(self.plan().behind().is_none())
    }

    fn decide(
        &self,
        part: &Part,
        (sure, possible): (&Bits, &Bits),
        effort: &mut Effort,
    ) -> Result<(Bits, bool), StoreError> {
        let (mut matched, mut open) = (sure.clone(), possible.clone());
        open.subtract(sure);
        let mut rows: Vec<usize> = open.iter().collect();
        rows.reverse();
        self.rows.read(|connection| {
            for row in rows {
                if !effort.spend() {
                    return Ok((matched, false));
                }
                if self.asks(connection, part, row)? {
                    matched.insert(row);
                }
            }
            Ok((matched, true))
        })
    }
}

impl Drop for Search<'_> {
    fn drop(&mut self) {
        self.columns.settle(self.used.take());
    }
}

/// Where more than one row in so many may match, all values of the column are compared at once.
const DENSE: usize = 8;
/// After so many days it is looked whether there is still room for their columns.
const SETTLE_EVERY: usize = 16;
/// More parts than a day can have: parts hold thousands of runs.
const MOST_PARTS: usize = 1 << 24;

impl Seen {
    pub(super) fn select(&self, plan: &Plan) -> Result<&Selection, StoreError> {
        if let Some(known) = self.selection.get() {
            return Ok(known);
        }
        let selection = plan.select(&self.part)?;
        Ok(self.selection.get_or_init(|| selection))
    }
}

/// The days that can hold a match.
fn days(connection: &Connection, slot: Slot, plan: &Plan) -> Result<Vec<Day>, StoreError> {
    let period = plan.period();
    let mut select = connection.prepare_cached(
        "SELECT day, earliest, latest FROM run_day WHERE slot = ?1 AND latest >= ?2 AND earliest <= ?3",
    )?;
    let days = select.query_map([slot.number(), *period.start(), *period.end()], |row| {
        Ok(Day { number: row.get(0)?, earliest: row.get(1)?, latest: row.get(2)? })
    })?;
    Ok(days.collect::<Result<_, _>>()?)
}

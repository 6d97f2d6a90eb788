//! The order of a list, and the first rows in it.

use std::collections::BinaryHeap;
use std::ops::RangeInclusive;

use model::RunId;

use super::bits::Bits;
use super::part::Part;
use super::row::{Fact, FactRow};
use crate::StoreError;

/// What a list is ordered by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Key {
    /// A fact.
    Fact(Fact),
    /// Tokens of prompt and completion together; absent unless one of them is there.
    Tokens,
}

/// The order of a list. Rows without a value come last, in both directions; rows of one value by their id.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Order {
    pub(crate) key: Key,
    pub(crate) is_descending: bool,
}

impl Order {
    /// Where a row with this value stands: a smaller place comes first.
    pub(crate) fn place(self, value: Option<i64>, id: RunId) -> Place {
        let turn = |number: i64| if self.is_descending { !number } else { number };
        let id = u128::from_be_bytes(*id.as_bytes());
        Place {
            is_absent: value.is_none(),
            value: value.map_or(0, turn),
            id: if self.is_descending { !id } else { id },
        }
    }

    /// What [`Order::place`] was told.
    pub(crate) fn told(self, place: Place) -> (Option<i64>, RunId) {
        let value = if self.is_descending { !place.value } else { place.value };
        let id = if self.is_descending { !place.id } else { place.id };
        (Some(value).filter(|_| !place.is_absent), RunId::from_bytes(id.to_be_bytes()))
    }
}

/// Where a row stands in a list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Place {
    is_absent: bool,
    value: i64,
    id: u128,
}

impl Place {
    /// Before all rows with this value, or behind all of them.
    fn at_edge(self, is_first: bool) -> Place {
        Place { id: if is_first { 0 } else { u128::MAX }, ..self }
    }
}

/// Which end of the list is looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum End {
    /// The rows that come first behind a place.
    First,
    /// The rows that come last before a place.
    Last,
}

/// A row of a list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Hit {
    pub(crate) rid: i64,
    /// It matches; if not, only the run itself tells.
    pub(crate) is_sure: bool,
    /// Where the one who asks finds its part again, and which row of it it is.
    pub(crate) part: usize,
    pub(crate) row: usize,
}

/// The rows at one end of a list, as many as asked for.
pub(crate) struct Top {
    order: Order,
    end: End,
    /// Only rows beyond it count.
    beyond: Option<Place>,
    most: usize,
    /// The worst on top: smaller is better.
    kept: BinaryHeap<(Rank, Hit)>,
}

/// A place, turned so that a smaller one is better.
type Rank = (bool, i64, u128);

impl Top {
    pub(crate) fn new((order, end): (Order, End), beyond: Option<Place>, most: usize) -> Top {
        Top { order, end, beyond, most, kept: BinaryHeap::new() }
    }

    /// Whether a row whose value lies between these two could be kept, whatever its id.
    pub(crate) fn could_keep(&self, values: RangeInclusive<Option<i64>>) -> bool {
        let place = |value: &Option<i64>| self.order.place(*value, RunId::from_bytes([0; 16]));
        let ranks = [values.start(), values.end()].map(|value| {
            let edges = [true, false].map(|is_first| self.rank(place(value).at_edge(is_first)));
            (edges[0].min(edges[1]), edges[0].max(edges[1]))
        });
        let (nearest, farthest) = (ranks[0].0.min(ranks[1].0), ranks[0].1.max(ranks[1].1));
        self.beyond.is_none_or(|beyond| farthest > self.rank(beyond)) && self.has_room_for(nearest)
    }

    /// The values that could be kept now. More may look so later than are, never fewer.
    pub(crate) fn window(&self) -> Window {
        let worst = self.kept.peek().filter(|_| self.kept.len() >= self.most).map(|(worst, _)| *worst);
        let without_id = |(is_absent, value, _): Rank| (is_absent, value);
        Window {
            flips_value: self.order.is_descending != (self.end == End::Last),
            flips_absent: self.end == End::Last,
            first: self.beyond.map_or((false, i64::MIN), |beyond| without_id(self.rank(beyond))),
            last: worst.map_or((true, i64::MAX), without_id),
        }
    }

    /// Whether this row would be kept.
    pub(crate) fn would_keep(&self, place: Place) -> bool {
        let rank = self.rank(place);
        self.beyond.is_none_or(|beyond| rank > self.rank(beyond)) && self.has_room_for(rank)
    }

    fn has_room_for(&self, rank: Rank) -> bool {
        self.kept.len() < self.most || self.kept.peek().is_some_and(|(worst, _)| rank < *worst)
    }

    /// Keeps the row if it is among the best, and says so.
    pub(crate) fn offer(&mut self, place: Place, hit: Hit) -> bool {
        if self.most == 0 || !self.would_keep(place) {
            return false;
        }
        self.kept.push((self.rank(place), hit));
        if self.kept.len() > self.most {
            self.kept.pop();
        }
        true
    }

    /// The rows, the best first.
    pub(crate) fn into_rows(self) -> Vec<(Place, Hit)> {
        let end = self.end;
        self.kept.into_sorted_vec().into_iter().map(|(rank, hit)| (place_of(end, rank), hit)).collect()
    }

    fn rank(&self, place: Place) -> Rank {
        match self.end {
            End::First => (place.is_absent, place.value, place.id),
            End::Last => (!place.is_absent, !place.value, !place.id),
        }
    }
}

/// Values that could be kept, in a form that is quick to compare: there are millions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    flips_value: bool,
    flips_absent: bool,
    first: (bool, i64),
    last: (bool, i64),
}

impl Window {
    pub(crate) fn has(&self, value: Option<i64>) -> bool {
        let turned = if self.flips_value { !value.unwrap_or(0) } else { value.unwrap_or(0) };
        let rank = match value {
            Some(_) => (self.flips_absent, turned),
            // As a place has it, before the end turns it.
            None => (!self.flips_absent, if self.flips_absent { !0 } else { 0 }),
        };
        self.first <= rank && rank <= self.last
    }

    /// The values that could be kept, if any; whether rows without a value could, [`Window::has`] tells.
    fn values(&self) -> Option<RangeInclusive<i64>> {
        use std::cmp::Ordering::{Equal, Greater, Less};
        let low = match self.first.0.cmp(&self.flips_absent) {
            Less => i64::MIN,
            Equal => self.first.1,
            Greater => return None,
        };
        let high = match self.last.0.cmp(&self.flips_absent) {
            Less => return None,
            Equal => self.last.1,
            Greater => i64::MAX,
        };
        Some(if self.flips_value { !high..=!low } else { low..=high })
    }
}

fn place_of(end: End, (is_absent, value, id): Rank) -> Place {
    match end {
        End::First => Place { is_absent, value, id },
        End::Last => Place { is_absent: !is_absent, value: !value, id: !id },
    }
}

impl Key {
    /// When a run began.
    pub(crate) const STARTED_AT: Key = Key::Fact(Fact::StartedAt);

    /// The values that a part can have: between these, both included.
    pub(crate) fn bounds(self, part: &Part) -> Result<Vec<RangeInclusive<Option<i64>>>, StoreError> {
        let Key::Fact(fact) = self else {
            return Ok(vec![None..=None, Some(0)..=Some(i64::MAX)]);
        };
        let (spread, has_absent) = part.bounds(fact)?;
        let absent = has_absent.then_some(None..=None);
        Ok(spread.map(|(least, most)| Some(least)..=Some(most)).into_iter().chain(absent).collect())
    }

    /// The value of a row.
    pub(crate) fn of(self, part: &Part, row: usize) -> Result<Option<i64>, StoreError> {
        match self {
            Key::Fact(fact) => Ok(part.fact(fact)?.get(row)),
            Key::Tokens => {
                let (prompt, completion) = (part.fact(Fact::PromptTokens)?, part.fact(Fact::CompletionTokens)?);
                Ok(total(prompt.get(row), completion.get(row)))
            }
        }
    }

    /// The rows that a window lets in, and maybe some that it does not; `None` where each has to be looked at. Whole columns are
    /// compared at once.
    pub(crate) fn within(self, part: &Part, window: &Window) -> Result<Option<Bits>, StoreError> {
        if window.has(None) {
            return Ok(None);
        }
        let Some(values) = window.values() else { return Ok(Some(Bits::none(part.rows()))) };
        Ok(Some(match self {
            Key::Fact(fact) => part.fact(fact)?.rows_in(&values),
            Key::Tokens => {
                let (prompt, completion) = (part.fact(Fact::PromptTokens)?, part.fact(Fact::CompletionTokens)?);
                // Of each sum the other part is at least and at most that.
                let (spread, _) = part.bounds(Fact::CompletionTokens)?;
                let (least, most) = spread.map_or((0, 0), |(least, most)| (least.min(0), most.max(0)));
                let last = if *values.end() == i64::MAX { i64::MAX } else { values.end().saturating_sub(least) };
                let mut rows = completion.rows_in(&values);
                rows.intersect(&prompt.rows_that(|value| value.is_none()));
                rows.unite(&prompt.rows_in(&(values.start().saturating_sub(most)..=last)));
                rows
            }
        }))
    }

    /// The value of a row that is in no part.
    pub(crate) fn of_row(self, row: &FactRow) -> Option<i64> {
        match self {
            Key::Fact(fact) => row.get(fact),
            Key::Tokens => total(row.get(Fact::PromptTokens), row.get(Fact::CompletionTokens)),
        }
    }
}

fn total(prompt: Option<i64>, completion: Option<i64>) -> Option<i64> {
    match (prompt, completion) {
        (None, None) => None,
        (prompt, completion) => Some(prompt.unwrap_or(0).saturating_add(completion.unwrap_or(0))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEWEST: Order = Order { key: Key::STARTED_AT, is_descending: true };

    fn id(number: u8) -> RunId {
        let mut bytes = [0; 16];
        bytes[0] = number;
        RunId::from_bytes(bytes)
    }

    const ROWS: [(Option<i64>, u8); 6] =
        [(Some(5), 1), (None, 2), (Some(5), 3), (Some(-9), 4), (Some(i64::MAX), 5), (None, 6)];

    fn take(order: Order, end: End, beyond: Option<usize>, most: usize) -> Vec<i64> {
        let place = |at: usize| order.place(ROWS[at].0, id(ROWS[at].1));
        let mut top = Top::new((order, end), beyond.map(place), most);
        for (at, (value, _)) in ROWS.into_iter().enumerate() {
            let could = top.could_keep(value..=value);
            assert!(could || !top.would_keep(place(at)), "{at}");
            assert!(!could || top.window().has(value), "{at}");
            let is_in = value.zip(top.window().values()).is_some_and(|(value, values)| values.contains(&value));
            assert_eq!(is_in, value.is_some() && top.window().has(value), "{at}");
            assert!(!could || top.could_keep(value..=Some(7)) && top.could_keep(Some(-20)..=value), "{at}");
            if could {
                top.offer(place(at), Hit { rid: i64::try_from(at).unwrap(), is_sure: true, part: 0, row: at });
            }
        }
        let rows = top.into_rows();
        assert!(rows.iter().all(|(kept, hit)| *kept == place(hit.row)));
        assert!(rows.iter().all(|(kept, hit)| order.told(*kept) == (ROWS[hit.row].0, id(ROWS[hit.row].1))));
        rows.into_iter().map(|(_, hit)| hit.rid).collect()
    }

    #[test]
    fn columns_let_in_every_row_that_a_window_does() {
        const COUNTS: [Option<i64>; 5] = [None, Some(0), Some(3), Some(40), Some(i64::MAX)];
        let rows = COUNTS.iter().flat_map(|prompt| COUNTS.iter().map(move |completion| (*prompt, *completion)));
        let rows: Vec<FactRow> = (0..).zip(rows).map(|(rid, counts)| tokens(rid, counts)).collect();
        let part = Part::new(0..=99, &rows);
        let mut told = 0;
        for (key, is_descending) in
            [Key::Tokens, Key::Fact(Fact::PromptTokens)].into_iter().flat_map(|key| [(key, true), (key, false)])
        {
            let order = Order { key, is_descending };
            for kept in &rows {
                let mut top = Top::new((order, End::First), None, 1);
                let place = order.place(key.of_row(kept), kept.id);
                top.offer(place, Hit { rid: kept.rid, is_sure: true, part: 0, row: 0 });
                let window = top.window();
                let Some(let_in) = key.within(&part, &window).unwrap() else { continue };
                told += 1;
                for (at, row) in rows.iter().enumerate() {
                    assert!(let_in.contains(at) || !window.has(key.of_row(row)), "{order:?}: {row:?} beside {kept:?}");
                }
            }
        }
        assert!(told > 60, "{told}");
    }

    fn tokens(rid: i64, (prompt, completion): (Option<i64>, Option<i64>)) -> FactRow {
        let mut values = [None; Fact::COUNT];
        values[Fact::PromptTokens as usize] = prompt;
        values[Fact::CompletionTokens as usize] = completion;
        FactRow { rid, id: id(7), values }
    }

    #[test]
    fn rows_without_a_value_come_last_in_both_directions() {
        let (ascending, descending) = (Order { is_descending: false, ..NEWEST }, NEWEST);
        assert_eq!(take(ascending, End::First, None, 9), [3, 0, 2, 4, 1, 5]);
        assert_eq!(take(descending, End::First, None, 9), [4, 2, 0, 3, 5, 1]);
    }

    #[test]
    fn any_page_of_a_list_is_the_list() {
        for is_descending in [false, true] {
            let order = Order { is_descending, ..NEWEST };
            let all = take(order, End::First, None, 9);
            for most in 0..4 {
                assert_eq!(take(order, End::First, None, most), all[..most]);
                for (at, row) in all.iter().enumerate() {
                    let row = usize::try_from(*row).unwrap();
                    let behind = take(order, End::First, Some(row), most);
                    assert_eq!(behind, all[at + 1..(at + 1 + most).min(6)]);
                    let mut before = take(order, End::Last, Some(row), most);
                    before.reverse();
                    assert_eq!(before, all[at.saturating_sub(most)..at]);
                }
            }
        }
    }
}

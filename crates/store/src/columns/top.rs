//! The order of a list, and the first rows in it.

use std::collections::BinaryHeap;

use model::RunId;

use super::part::Part;
use super::row::Fact;
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
    /// Newest first.
    pub(crate) const NEWEST: Order = Order { key: Key::Fact(Fact::StartedAt), is_descending: true };

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

/// The rows at one end of a list, as many as asked for.
pub(crate) struct Top {
    order: Order,
    end: End,
    /// Only rows beyond it count.
    beyond: Option<Place>,
    most: usize,
    /// The worst on top: smaller is better.
    kept: BinaryHeap<(Rank, i64)>,
}

/// A place, turned so that a smaller one is better.
type Rank = (bool, i64, u128);

impl Top {
    pub(crate) fn new((order, end): (Order, End), beyond: Option<Place>, most: usize) -> Top {
        Top { order, end, beyond, most, kept: BinaryHeap::new() }
    }

    /// Whether a row with this value could be kept, whatever its id.
    pub(crate) fn could_keep(&self, value: Option<i64>) -> bool {
        let place = self.order.place(value, RunId::from_bytes([0; 16]));
        let (nearest, farthest) = match self.end {
            End::First => (place.at_edge(true), place.at_edge(false)),
            End::Last => (place.at_edge(false), place.at_edge(true)),
        };
        let is_beyond = self.beyond.is_none_or(|beyond| self.rank(farthest) > self.rank(beyond));
        is_beyond
            && (self.kept.len() < self.most || self.kept.peek().is_some_and(|(worst, _)| self.rank(nearest) < *worst))
    }

    /// Whether this row would be kept.
    pub(crate) fn would_keep(&self, place: Place) -> bool {
        let rank = self.rank(place);
        self.beyond.is_none_or(|beyond| rank > self.rank(beyond))
            && (self.kept.len() < self.most || self.kept.peek().is_some_and(|(worst, _)| rank < *worst))
    }

    /// Keeps the row if it is among the best.
    pub(crate) fn offer(&mut self, place: Place, rid: i64) {
        if self.most > 0 && self.would_keep(place) {
            self.kept.push((self.rank(place), rid));
            if self.kept.len() > self.most {
                self.kept.pop();
            }
        }
    }

    /// The rows, the best first.
    pub(crate) fn into_rows(self) -> Vec<(Place, i64)> {
        let end = self.end;
        self.kept.into_sorted_vec().into_iter().map(|(rank, rid)| (place_of(end, rank), rid)).collect()
    }

    fn rank(&self, place: Place) -> Rank {
        match self.end {
            End::First => (place.is_absent, place.value, place.id),
            End::Last => (!place.is_absent, !place.value, !place.id),
        }
    }
}

fn place_of(end: End, (is_absent, value, id): Rank) -> Place {
    match end {
        End::First => Place { is_absent, value, id },
        End::Last => Place { is_absent: !is_absent, value: !value, id: !id },
    }
}

impl Key {
    /// The value of a row.
    pub(crate) fn of(self, part: &Part, row: usize) -> Result<Option<i64>, StoreError> {
        match self {
            Key::Fact(fact) => Ok(part.fact(fact)?.get(row)),
            Key::Tokens => {
                let (prompt, completion) =
                    (part.fact(Fact::PromptTokens)?.get(row), part.fact(Fact::CompletionTokens)?.get(row));
                Ok(match (prompt, completion) {
                    (None, None) => None,
                    (prompt, completion) => Some(prompt.unwrap_or(0).saturating_add(completion.unwrap_or(0))),
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> RunId {
        let mut bytes = [0; 16];
        bytes[0] = number;
        RunId::from_bytes(bytes)
    }

    const ROWS: [(Option<i64>, u8); 6] =
        [(Some(5), 1), (None, 2), (Some(5), 3), (Some(-9), 4), (Some(i64::MAX), 5), (None, 6)];

    fn take(order: Order, end: End, beyond: Option<usize>, most: usize) -> Vec<i64> {
        let place = |at: usize| order.place(ROWS[at].0, id(ROWS[at].1));
        let row_of = |at: i64| usize::try_from(at).unwrap();
        let mut top = Top::new((order, end), beyond.map(place), most);
        for (at, (value, _)) in ROWS.iter().enumerate() {
            let could = top.could_keep(*value);
            assert!(could || !top.would_keep(place(at)), "{at}");
            if could {
                top.offer(place(at), i64::try_from(at).unwrap());
            }
        }
        let rows = top.into_rows();
        assert!(rows.iter().all(|(kept, at)| *kept == place(row_of(*at))));
        assert!(rows.iter().all(|(kept, at)| order.told(*kept) == (ROWS[row_of(*at)].0, id(ROWS[row_of(*at)].1))));
        rows.into_iter().map(|(_, at)| at).collect()
    }

    #[test]
    fn rows_without_a_value_come_last_in_both_directions() {
        let (ascending, descending) = (Order { is_descending: false, ..Order::NEWEST }, Order::NEWEST);
        assert_eq!(take(ascending, End::First, None, 9), [3, 0, 2, 4, 1, 5]);
        assert_eq!(take(descending, End::First, None, 9), [4, 2, 0, 3, 5, 1]);
    }

    #[test]
    fn any_page_of_a_list_is_the_list() {
        for is_descending in [false, true] {
            let order = Order { is_descending, ..Order::NEWEST };
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

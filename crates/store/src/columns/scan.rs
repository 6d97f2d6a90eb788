//! Which rows of a column hold what is looked for. Rows are compared a word at a time, whatever the width of their values.

use std::ops::RangeInclusive;

use foldhash::HashSet;

use super::bits::Bits;
use super::packed::{Distances, Packed};

impl Packed {
    /// The rows whose value lies in the range. An absent value lies in none.
    pub(crate) fn rows_in(&self, range: &RangeInclusive<i64>) -> Bits {
        if *range.end() < self.smallest || range.is_empty() {
            return Bits::none(self.rows());
        }
        let first = range.start().max(&self.smallest).abs_diff(self.smallest).saturating_add(1);
        let last = range.end().abs_diff(self.smallest).saturating_add(1);
        self.rows_where(|distance| first <= distance && distance <= last)
    }

    /// The rows whose value, or whose absence, is wanted. Asks once for each possible value where those are few.
    pub(crate) fn rows_that(&self, wanted: impl Fn(Option<i64>) -> bool) -> Bits {
        if let Distances::Bytes1(all) = &self.distances {
            let verdicts: Vec<bool> = (0..=u8::MAX).map(|distance| wanted(self.value(distance.into()))).collect();
            return bits(all, |distance| verdicts[usize::from(distance)]);
        }
        self.rows_where(|distance| wanted(self.value(distance)))
    }

    /// The rows whose value is one of these.
    pub(crate) fn rows_of(&self, wanted: &HashSet<i64>) -> Bits {
        let verdicts = |most: usize| {
            let mut verdicts = vec![false; most + 1];
            for value in wanted.iter().filter(|value| **value >= self.smallest) {
                let distance = value.abs_diff(self.smallest).saturating_add(1);
                if let Some(verdict) = usize::try_from(distance).ok().and_then(|distance| verdicts.get_mut(distance)) {
                    *verdict = true;
                }
            }
            verdicts
        };
        match &self.distances {
            Distances::Bytes1(all) => {
                let verdicts = verdicts(u8::MAX.into());
                bits(all, |distance| verdicts[usize::from(distance)])
            }
            Distances::Bytes2(all) => {
                let verdicts = verdicts(u16::MAX.into());
                bits(all, |distance| verdicts[usize::from(distance)])
            }
            _ => self.rows_that(|value| value.is_some_and(|value| wanted.contains(&value))),
        }
    }

    fn rows_where(&self, is_wanted: impl Fn(u64) -> bool) -> Bits {
        match &self.distances {
            Distances::Same(same, rows) if is_wanted(*same) => Bits::all(*rows),
            Distances::Same(_, rows) => Bits::none(*rows),
            Distances::Bytes1(all) => bits(all, |distance| is_wanted(distance.into())),
            Distances::Bytes2(all) => bits(all, |distance| is_wanted(distance.into())),
            Distances::Bytes4(all) => bits(all, |distance| is_wanted(distance.into())),
            Distances::Bytes8(all) => bits(all, is_wanted),
        }
    }
}

fn bits<T: Copy>(all: &[T], is_wanted: impl Fn(T) -> bool) -> Bits {
    let word = |some: &[T]| some.iter().rev().fold(0, |word, one| word << 1 | u64::from(is_wanted(*one)));
    Bits::of_words(all.len(), all.chunks(Bits::A_WORD).map(word).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(values: &[Option<i64>]) {
        let packed = Packed::new(values.iter().copied());
        let rows = |is_wanted: &dyn Fn(Option<i64>) -> bool| {
            (0..values.len()).filter(|row| is_wanted(values[*row])).collect::<Vec<_>>()
        };
        let ends: Vec<i64> = values.iter().flatten().copied().take(70).chain([i64::MIN, -1, 0, i64::MAX]).collect();
        for low in ends.iter().step_by(3) {
            for high in ends.iter().step_by(2) {
                let found: Vec<usize> = packed.rows_in(&(*low..=*high)).iter().collect();
                let is_in = |value: Option<i64>| value.is_some_and(|value| (*low..=*high).contains(&value));
                assert_eq!(found, rows(&is_in), "{low}..={high}");
            }
            let wanted = [*low, low.wrapping_add(1), i64::MAX].into_iter().collect::<HashSet<i64>>();
            let is_one = |value: Option<i64>| value.is_some_and(|value| wanted.contains(&value));
            assert_eq!(packed.rows_of(&wanted).iter().collect::<Vec<_>>(), rows(&is_one), "{wanted:?}");
        }
        let is_odd = |value: Option<i64>| value.is_none_or(|value| value % 2 != 0);
        assert_eq!(packed.rows_that(is_odd).iter().collect::<Vec<_>>(), rows(&is_odd));
    }

    #[test]
    fn rows_are_found_whatever_the_width() {
        check(&[]);
        check(&[None, None]);
        check(&[Some(-7), Some(-7)]);
        for spread in [3, 250, 60_000, 1 << 30, i64::MAX / 300] {
            for count in [1, 64, 65, 200] {
                let value = |row: i64| (row % 7 != 3).then(|| (row * 31 % 97 - 5).wrapping_mul(spread / 97 + 1));
                check(&(0..count).map(value).collect::<Vec<_>>());
            }
        }
        check(&[Some(i64::MIN + 2), None, Some(i64::MAX)]);
    }
}

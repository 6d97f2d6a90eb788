//! Which rows of a part a filter asks for, as far as columns can tell.
//!
//! A filter of any shape is answered in three values. Some rows surely match, and some surely do not; the others are for
//! whoever reads the runs themselves to decide. Where columns hold all that a filter asks for, none is left over.

use std::fmt::Debug;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use foldhash::HashSet;
use model::filter::{Compare, TokenKind};

use super::bits::Bits;
use super::part::Part;
use super::row::{Fact, thumbs};
use crate::StoreError;

/// Finds runs that may have what a check asks for, wherever a question looks: an index of texts, say.
pub(crate) trait Candidates: Send + Sync + Debug {
    /// Runs between these two places, with every one among them that matches. `None` when that cannot be told there, so that
    /// every run in between has to be read.
    fn within(&self, places: &RangeInclusive<i64>) -> Result<Option<Places>, StoreError>;

    /// How long ago it was that all that was stored was looked at; `None` when nothing is left out.
    fn behind(&self) -> Option<Duration> {
        None
    }
}

/// Where runs are that may match, ascending.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Places {
    /// They match.
    pub(crate) sure: Vec<i64>,
    /// Only the runs themselves tell.
    pub(crate) possible: Vec<i64>,
}

/// A filter whose texts have become numbers.
#[derive(Clone, Debug)]
pub(crate) enum Plan {
    /// Every one of them holds.
    All(Vec<Plan>),
    /// At least one of them holds.
    Any(Vec<Plan>),
    /// This holds.
    Test(Test),
}

/// One thing that columns may tell of a row.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    /// The same for every row.
    Always(bool),
    /// The value is one of these.
    OneOf(Fact, HashSet<i64>),
    /// There is no value.
    Absent(Fact),
    /// The value lies in one of these ranges.
    Within(Fact, Vec<RangeInclusive<i64>>),
    /// One of these bits is set; with `false`, none is.
    Bits(Fact, i64, bool),
    /// Tokens, of which the total is absent unless both of its parts are there.
    Tokens(TokenKind, Compare, f64),
    /// Messages, which an absent value has none of.
    Messages(Compare, f64),
    /// The run lies at one of these places, which are sorted.
    Places(Vec<i64>),
    /// Only these runs can match; whether they do only the runs themselves tell.
    Maybe(Arc<dyn Candidates>),
    /// Only the run itself tells.
    Unknown,
}

/// Rows of a part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Selection {
    /// They match.
    pub(crate) sure: Bits,
    /// They match, or nobody knows yet; those that are sure are among them.
    pub(crate) possible: Bits,
}

impl Plan {
    /// Whether columns alone tell which rows match.
    pub(crate) fn is_certain(&self) -> bool {
        match self {
            Plan::All(parts) | Plan::Any(parts) => parts.iter().all(Plan::is_certain),
            Plan::Test(test) => !matches!(test, Test::Unknown | Test::Maybe(_)),
        }
    }

    /// The same, but what only an index could tell is for the runs themselves.
    pub(crate) fn unaided(&self) -> Plan {
        match self {
            Plan::All(parts) => Plan::All(parts.iter().map(Plan::unaided).collect()),
            Plan::Any(parts) => Plan::Any(parts.iter().map(Plan::unaided).collect()),
            Plan::Test(Test::Maybe(_)) => Plan::Test(Test::Unknown),
            Plan::Test(test) => Plan::Test(test.clone()),
        }
    }

    /// Whether runs between two places may match, as far as that is known without their columns.
    pub(crate) fn can_match(&self, places: &RangeInclusive<i64>) -> Result<bool, StoreError> {
        let can_match = |part: &Plan| part.can_match(places);
        match self {
            Plan::All(parts) => parts.iter().map(can_match).try_fold(true, |all, one| Ok(all && one?)),
            Plan::Any(parts) => parts.iter().map(can_match).try_fold(false, |any, one| Ok(any || one?)),
            Plan::Test(Test::Maybe(candidates)) => {
                let found = candidates.within(places)?;
                Ok(found.is_none_or(|found| !found.sure.is_empty() || !found.possible.is_empty()))
            }
            Plan::Test(_) => Ok(true),
        }
    }

    /// How long ago it was that all that was stored was looked at; `None` when nothing is left out.
    pub(crate) fn behind(&self) -> Option<Duration> {
        match self {
            Plan::All(parts) | Plan::Any(parts) => parts.iter().filter_map(Plan::behind).max(),
            Plan::Test(Test::Maybe(candidates)) => candidates.behind(),
            Plan::Test(_) => None,
        }
    }

    /// When a run must have begun to match, in microseconds: days outside need not be looked at.
    pub(crate) fn period(&self) -> RangeInclusive<i64> {
        match self {
            Plan::Test(Test::Within(Fact::StartedAt, ranges)) => {
                let first = ranges.iter().map(|range| *range.start()).min();
                let last = ranges.iter().map(|range| *range.end()).max();
                first.zip(last).map_or(EVER, |(first, last)| first..=last)
            }
            Plan::All(parts) => parts
                .iter()
                .map(Plan::period)
                .fold(EVER, |one, other| *one.start().max(other.start())..=*one.end().min(other.end())),
            Plan::Any(_) | Plan::Test(_) => EVER,
        }
    }

    /// The rows of a part that match.
    pub(crate) fn select(&self, part: &Part) -> Result<Selection, StoreError> {
        match self {
            Plan::Test(test) => test.select(part),
            Plan::All(parts) => {
                let mut all = Selection { sure: Bits::all(part.rows()), possible: Bits::all(part.rows()) };
                for inner in parts {
                    if all.possible.is_empty() {
                        break;
                    }
                    let inner = inner.select(part)?;
                    all.sure.intersect(&inner.sure);
                    all.possible.intersect(&inner.possible);
                }
                Ok(all)
            }
            Plan::Any(parts) => {
                let mut any = Selection { sure: Bits::none(part.rows()), possible: Bits::none(part.rows()) };
                for inner in parts {
                    let inner = inner.select(part)?;
                    any.sure.unite(&inner.sure);
                    any.possible.unite(&inner.possible);
                }
                Ok(any)
            }
        }
    }
}

/// All of time.
pub(crate) const EVER: RangeInclusive<i64> = i64::MIN..=i64::MAX;

impl Test {
    /// The values that stand so to the wanted one.
    pub(crate) fn compared(fact: Fact, compare: Compare, wanted: i64) -> Test {
        let (below, above) = (wanted.checked_sub(1), wanted.checked_add(1));
        let below = below.map(|below| i64::MIN..=below);
        let above = above.map(|above| above..=i64::MAX);
        let same = Some(wanted..=wanted);
        let ranges: Vec<_> = match compare {
            Compare::Eq => [same, None],
            Compare::Neq => [below, above],
            Compare::Gt => [above, None],
            Compare::Lt => [below, None],
            Compare::Gte => [above, same],
            Compare::Lte => [below, same],
        }
        .into_iter()
        .flatten()
        .collect();
        Test::Within(fact, ranges)
    }

    fn select(&self, part: &Part) -> Result<Selection, StoreError> {
        let mut sure = Bits::none(part.rows());
        match self {
            Test::Always(true) => sure = Bits::all(part.rows()),
            Test::Always(false) => {}
            Test::OneOf(fact, wanted) => sure = part.fact(*fact)?.rows_of(wanted),
            Test::Absent(fact) => sure = part.fact(*fact)?.rows_that(|value| value.is_none()),
            Test::Within(fact, ranges) => {
                let column = part.fact(*fact)?;
                ranges.iter().for_each(|range| sure.unite(&column.rows_in(range)));
            }
            Test::Bits(fact, mask, is_set) => {
                let has = |value: Option<i64>| (value.unwrap_or(0) & mask != 0) == *is_set;
                sure = part.fact(*fact)?.rows_that(has);
            }
            Test::Tokens(kind, compare, wanted) => select_tokens(part, (*kind, *compare, *wanted), &mut sure)?,
            Test::Messages(compare, wanted) => {
                let holds = |value: Option<i64>| compare.holds(value.unwrap_or(0) as f64, *wanted);
                sure = part.fact(Fact::Messages)?.rows_that(holds);
            }
            Test::Places(places) => insert_places(part, places, &mut sure)?,
            Test::Maybe(candidates) => {
                let Some(places) = candidates.within(part.places())? else {
                    return Ok(Selection { sure, possible: Bits::all(part.rows()) });
                };
                insert_places(part, &places.sure, &mut sure)?;
                let mut possible = sure.clone();
                insert_places(part, &places.possible, &mut possible)?;
                return Ok(Selection { sure, possible });
            }
            Test::Unknown => return Ok(Selection { sure, possible: Bits::all(part.rows()) }),
        }
        Ok(Selection { possible: sure.clone(), sure })
    }

    /// What people think of a run: liked or disliked, itself or a direct child.
    pub(crate) fn thumbs(bits: i64, is_set: bool) -> Test {
        Test::Bits(Fact::Thumbs, bits | bits << thumbs::CHILD_SHIFT, is_set)
    }
}

fn select_tokens(
    part: &Part,
    (kind, compare, wanted): (TokenKind, Compare, f64),
    sure: &mut Bits,
) -> Result<(), StoreError> {
    let of_prompt = part.fact(Fact::PromptTokens)?;
    let of_completion = part.fact(Fact::CompletionTokens)?;
    let holds = |value: Option<i64>| value.is_some_and(|value| compare.holds(value as f64, wanted));
    match kind {
        TokenKind::Prompt => *sure = of_prompt.rows_that(holds),
        TokenKind::Completion => *sure = of_completion.rows_that(holds),
        TokenKind::Total => of_prompt.each(|row, prompt| {
            if holds(prompt.zip(of_completion.get(row)).map(|(prompt, completion)| prompt.saturating_add(completion))) {
                sure.insert(row);
            }
        }),
    }
    Ok(())
}

fn insert_places(part: &Part, places: &[i64], rows: &mut Bits) -> Result<(), StoreError> {
    let first = places.partition_point(|place| place < part.places().start());
    let end = places.partition_point(|place| place <= part.places().end());
    for place in &places[first..end] {
        if let Some(row) = part.find(*place)? {
            rows.insert(row);
        }
    }
    Ok(())
}

/// Places that are known beforehand.
impl Candidates for Vec<i64> {
    fn within(&self, places: &RangeInclusive<i64>) -> Result<Option<Places>, StoreError> {
        let first = self.partition_point(|place| place < places.start());
        let end = self.partition_point(|place| place <= places.end());
        Ok(Some(Places { sure: Vec::new(), possible: self[first..end].to_vec() }))
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::FactRow;
    use super::*;
    use model::RunId;

    fn row(rid: i64, facts: &[(Fact, i64)]) -> FactRow {
        let mut row = FactRow { rid, id: RunId::from_client("any"), values: [None; Fact::COUNT] };
        facts.iter().for_each(|(fact, value)| row.values[*fact as usize] = Some(*value));
        row
    }

    fn part() -> Part {
        let rows = [
            row(0, &[(Fact::Cost, 5), (Fact::Type, 1), (Fact::PromptTokens, 3), (Fact::CompletionTokens, 4)]),
            row(2, &[(Fact::Cost, 6), (Fact::Thumbs, 1), (Fact::PromptTokens, 3)]),
            row(4, &[(Fact::Type, 2), (Fact::Thumbs, 2 << 3), (Fact::Messages, 2)]),
            row(6, &[(Fact::Cost, i64::MAX), (Fact::Type, 1), (Fact::StartedAt, 100)]),
        ];
        Part::new(0..=10, &rows)
    }

    #[track_caller]
    fn check(plan: &Plan, sure: &[usize], possible: &[usize]) {
        let selection = plan.select(&part()).unwrap();
        assert_eq!(selection.sure.iter().collect::<Vec<_>>(), sure, "{plan:?}");
        assert_eq!(selection.possible.iter().collect::<Vec<_>>(), possible, "{plan:?}");
        assert_eq!(plan.is_certain(), sure == possible && plan.is_certain());
    }

    #[track_caller]
    fn check_test(test: Test, rows: &[usize]) {
        check(&Plan::Test(test), rows, rows);
    }

    #[test]
    fn each_test_finds_its_rows() {
        check_test(Test::Always(true), &[0, 1, 2, 3]);
        check_test(Test::Always(false), &[]);
        check_test(Test::OneOf(Fact::Type, [1, 9].into_iter().collect()), &[0, 3]);
        check_test(Test::Absent(Fact::Type), &[1]);
        check_test(Test::Bits(Fact::Thumbs, 1, true), &[1]);
        check_test(Test::thumbs(thumbs::DOWN, true), &[2]);
        check_test(Test::thumbs(thumbs::UP | thumbs::DOWN, false), &[0, 3]);
        check_test(Test::Tokens(TokenKind::Prompt, Compare::Gte, 3.0), &[0, 1]);
        check_test(Test::Tokens(TokenKind::Completion, Compare::Lt, 4.5), &[0]);
        check_test(Test::Tokens(TokenKind::Total, Compare::Eq, 7.0), &[0]);
        check_test(Test::Messages(Compare::Lt, 2.0), &[0, 1, 3]);
        check_test(Test::Messages(Compare::Gte, 2.0), &[2]);
        check_test(Test::Places(vec![-3, 1, 2, 6, 99]), &[1, 3]);
    }

    #[test]
    fn a_value_is_compared_and_an_absent_one_never_holds() {
        for (compare, want) in [
            (Compare::Eq, &[0_usize][..]),
            (Compare::Neq, &[1, 3]),
            (Compare::Gt, &[1, 3]),
            (Compare::Lt, &[]),
            (Compare::Gte, &[0, 1, 3]),
            (Compare::Lte, &[0]),
        ] {
            check_test(Test::compared(Fact::Cost, compare, 5), want);
        }
        check_test(Test::compared(Fact::Cost, Compare::Gt, i64::MAX), &[]);
        check_test(Test::compared(Fact::Cost, Compare::Gte, i64::MAX), &[3]);
        check_test(Test::compared(Fact::Cost, Compare::Lt, i64::MIN), &[]);
    }

    #[test]
    fn what_columns_cannot_tell_stays_possible() {
        let costly = || Plan::Test(Test::compared(Fact::Cost, Compare::Gt, 5));
        check(&Plan::Test(Test::Unknown), &[], &[0, 1, 2, 3]);
        check(&Plan::All(vec![costly(), Plan::Test(Test::Unknown)]), &[], &[1, 3]);
        check(&Plan::Any(vec![costly(), Plan::Test(Test::Unknown)]), &[1, 3], &[0, 1, 2, 3]);
        let maybe = || Plan::Test(Test::Maybe(Arc::new(vec![0, 2])));
        check(&Plan::Any(vec![costly(), maybe()]), &[1, 3], &[0, 1, 3]);
        check(&Plan::Any(vec![costly(), maybe()]).unaided(), &[1, 3], &[0, 1, 2, 3]);
        check(&Plan::All(vec![costly(), maybe()]).unaided(), &[], &[1, 3]);
        let can_match = |plan: Plan, first, last| plan.can_match(&(first..=last)).unwrap();
        assert!(
            can_match(Plan::All(vec![costly(), maybe()]), 1, 2) && !can_match(Plan::All(vec![costly(), maybe()]), 3, 9)
        );
        assert!(can_match(Plan::Any(vec![costly(), maybe()]), 3, 9) && !can_match(Plan::Any(vec![maybe()]), 3, 9));
        check(&Plan::All(vec![]), &[0, 1, 2, 3], &[0, 1, 2, 3]);
        check(&Plan::Any(vec![]), &[], &[]);
    }

    #[test]
    fn the_period_holds_every_match() {
        let since = |at| Plan::Test(Test::compared(Fact::StartedAt, Compare::Gte, at));
        let until = |at| Plan::Test(Test::compared(Fact::StartedAt, Compare::Lt, at));
        assert_eq!(Plan::All(vec![since(10), until(20), since(5)]).period(), 10..=19);
        assert_eq!(Plan::Any(vec![since(10), until(20)]).period(), EVER);
        assert_eq!(Plan::All(vec![Plan::Test(Test::Unknown)]).period(), EVER);
        assert!(Plan::All(vec![since(20), until(10)]).period().is_empty());
    }
}

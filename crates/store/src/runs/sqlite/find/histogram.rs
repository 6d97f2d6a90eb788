//! How many runs began when.

use model::{Status, Timestamp};

use super::{Effort, Finder, Search};
use crate::columns::{Bits, EVER, Fact, Part};
use crate::runs::{Bar, Histogram, HistogramQuery};
use crate::{ProjectScope, StoreError};

const A_MILLISECOND: i64 = 1_000;

/// The histogram of the runs that match.
pub(in super::super) fn histogram(
    finder: &Finder,
    at: &ProjectScope,
    query: &HistogramQuery,
) -> Result<Histogram, StoreError> {
    let search = Search::new(finder, at, &query.filter)?;
    let mut bars = Bars::new(&search, query);
    let is_complete = search.each_match(&mut Effort::new(), |part, rows| bars.add(part, rows))?;
    Ok(Histogram {
        from: Timestamp::from_micros(bars.from),
        to: Timestamp::from_micros(bars.end()),
        step_ms: bars.step / A_MILLISECOND,
        bars: bars.bars,
        is_complete,
    })
}

struct Bars {
    /// Microseconds, at a whole millisecond.
    from: i64,
    /// Microseconds; whole milliseconds.
    step: i64,
    bars: Vec<Bar>,
}

impl Bars {
    /// From the time that the filter names, or the first run, to the time that it names, or now. No run is left out, be it in
    /// the future.
    fn new(search: &Search<'_>, query: &HistogramQuery) -> Bars {
        let period = search.plan().period();
        let earliest = search.days.iter().map(|day| day.earliest).min().unwrap_or(query.now.micros());
        let latest = search.days.iter().map(|day| day.latest).max().unwrap_or(query.now.micros());
        let first = if period.start() == EVER.start() { earliest } else { *period.start() };
        let last = if period.end() == EVER.end() { latest.max(query.now.micros()) } else { *period.end() };
        let from = first.div_euclid(A_MILLISECOND).saturating_mul(A_MILLISECOND);
        let span_ms = last.saturating_sub(from).max(0) / A_MILLISECOND + 1;
        let buckets = i64::from(query.buckets.max(1));
        let step_ms = rounded_up(span_ms, buckets);
        let count = usize::try_from(rounded_up(span_ms, step_ms)).unwrap_or(1);
        Bars { from, step: step_ms.saturating_mul(A_MILLISECOND), bars: vec![Bar::default(); count] }
    }

    fn end(&self) -> i64 {
        let count = i64::try_from(self.bars.len()).unwrap_or(i64::MAX);
        self.from.saturating_add(self.step.saturating_mul(count))
    }

    fn add(&mut self, part: &Part, rows: &Bits) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let (started, status) = (part.fact(Fact::StartedAt)?, part.fact(Fact::Status)?);
        for row in rows.iter() {
            let at = started.get(row).unwrap_or(self.from).saturating_sub(self.from) / self.step;
            let Some(bar) = usize::try_from(at).ok().and_then(|at| self.bars.get_mut(at)) else { continue };
            bar.runs += 1;
            bar.errors += u64::from(status.get(row) == Some(Status::Error as i64));
        }
        Ok(())
    }
}

/// A quotient of positive numbers, rounded up.
fn rounded_up(number: i64, by: i64) -> i64 {
    (number / by).saturating_add(i64::from(number % by != 0))
}

//! Where the server learns what time it is: the only place that asks the system.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use model::Timestamp;

/// Tells the time.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The system's clock.
    System,
    /// Always the same time; for tests.
    Fixed(Timestamp),
    /// What somebody else sets, in microseconds since 1970; for tests in which time goes by.
    ByHand(&'static AtomicI64),
}

impl Clock {
    /// The time now.
    #[must_use]
    pub fn now(self) -> Timestamp {
        match self {
            Clock::System => system_time(),
            Clock::Fixed(at) => at,
            Clock::ByHand(micros) => Timestamp::from_micros(micros.load(Ordering::SeqCst)),
        }
    }
}

/// Times that order what people do: each is later than the one before, whatever the clock says. So of two changes of one
/// run the second one wins, also when the clock stands still or is set back in between.
#[derive(Debug, Default)]
pub(crate) struct Sequence(AtomicI64);

impl Sequence {
    /// The time now, or the first one after the last that was given out.
    pub(crate) fn next(&self, now: Timestamp) -> Timestamp {
        let after = |last: i64| now.micros().max(last.saturating_add(1));
        let last = self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| Some(after(last)));
        Timestamp::from_micros(after(last.unwrap_or_else(|last| last)))
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else is told to ask")]
fn system_time() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_change_has_a_later_time_whatever_the_clock_says() {
        let sequence = Sequence::default();
        let times = [5, 5, 3, 7, 7, 100].map(|now| sequence.next(Timestamp::from_micros(now)).micros());
        assert_eq!(times, [5, 6, 7, 8, 9, 100]);
    }
}

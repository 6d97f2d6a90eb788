//! How many rows a stream may tell.

use tokio::time::Instant;

/// Rows a second, and at once after a pause.
const ROWS: f64 = 20.0;

/// What is left of the rows that may be told.
pub(super) struct Pace {
    left: f64,
    at: Instant,
}

impl Pace {
    pub(super) fn new(now: Instant) -> Pace {
        Pace { left: ROWS, at: now }
    }

    /// Takes rows, up to `wanted`; as many as may be told now.
    pub(super) fn take(&mut self, wanted: usize, now: Instant) -> usize {
        let grown = self.left + now.duration_since(self.at).as_secs_f64() * ROWS;
        (self.left, self.at) = (grown.min(ROWS), now);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies between 0 and 20")]
        let taken = wanted.min(self.left as usize);
        self.left -= taken as f64;
        taken
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn twenty_rows_a_second_and_no_more_after_a_pause() {
        let began = Instant::now();
        let mut pace = Pace::new(began);
        let mut take = |after_ms: u64, wanted| pace.take(wanted, began + Duration::from_millis(after_ms));
        assert_eq!([take(0, 15), take(0, 15), take(0, 1)], [15, 5, 0]);
        assert_eq!([take(100, 9), take(150, 9), take(1_150, 99)], [2, 1, 20]);
        assert_eq!(take(60_000, 99), 20);
    }
}

//! Chance that is the same every time, so that everybody sees the same week.

/// A row of numbers (xorshift).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Dice {
        Dice(seed | 1)
    }

    /// At least `low`, below `high`.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        low + (self.0 >> 11).cast_signed() % (high - low).max(1)
    }

    /// True in so many of a hundred cases.
    pub(super) fn percent(&mut self, percent: i64) -> bool {
        self.between(0, 100) < percent
    }

    /// One of some things; the first ones come more often.
    pub(super) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let count = i64::try_from(of.len()).unwrap_or(1);
        let place = self.between(0, count).min(self.between(0, count));
        &of[usize::try_from(place).unwrap_or(0)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_is_the_same_every_time_and_within_bounds() {
        let row = |seed| {
            let mut dice = Dice::new(seed);
            (0..1_000).map(|_| dice.between(-5, 20)).collect::<Vec<i64>>()
        };
        assert_eq!(row(7), row(7));
        assert_ne!(row(7), row(8));
        assert!(row(7).iter().all(|number| (-5..20).contains(number)));
        let mut dice = Dice::new(7);
        let hits = (0..1_000).filter(|_| dice.percent(30)).count();
        assert!((200..400).contains(&hits), "{hits}");
        assert!((0..1_000).filter(|_| *dice.pick(&[1, 2, 3]) == 1).count() > 400);
    }
}

//! How long requests took.

use std::time::Duration;

/// The times of many requests, to be asked for percentiles.
#[derive(Clone, Debug, Default)]
pub(super) struct Latencies {
    micros: Vec<u32>,
}

impl Latencies {
    /// Remembers one; more than 71 minutes count as 71 minutes.
    pub(super) fn add(&mut self, took: Duration) {
        self.micros.push(u32::try_from(took.as_micros()).unwrap_or(u32::MAX));
    }

    /// Takes over those of another.
    pub(super) fn merge(&mut self, other: Latencies) {
        self.micros.extend(other.micros);
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.micros.len()
    }

    /// The values, in milliseconds, below which so many of a thousand lie, in the order asked for; 0 when there are none.
    pub(super) fn at_permille<const N: usize>(&mut self, permilles: [usize; N]) -> [f64; N] {
        self.micros.sort_unstable();
        let last = self.micros.len().saturating_sub(1);
        permilles.map(|permille| {
            let place = (self.micros.len() * permille).div_ceil(1000).saturating_sub(1).min(last);
            self.micros.get(place).map_or(0.0, |&micros| f64::from(micros) / 1000.0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_times_that_were_measured() {
        let mut latencies = Latencies::default();
        assert_eq!(latencies.at_permille([500, 1000]), [0.0, 0.0]);
        for millis in (1..=100).rev() {
            latencies.add(Duration::from_millis(millis));
        }
        assert_eq!(latencies.at_permille([10, 500, 950, 990, 1000]), [1.0, 50.0, 95.0, 99.0, 100.0]);
    }
}

//! Points in time, as the store keeps them and as the wire shows them.

use std::fmt;

use jiff::tz::TimeZone;
use serde::{Serialize, Serializer};

/// A point in time: microseconds since 1970-01-01T00:00:00 UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Timestamp(i64);

impl Timestamp {
    /// 1970-01-01T00:00:00Z, the earliest time that a client may claim.
    pub const EARLIEST: Timestamp = Timestamp(0);
    /// 2200-01-01T00:00:00Z, the first time that no client may claim (design section 3).
    pub const TOO_LATE: Timestamp = Timestamp(7_258_118_400_000_000);

    /// The time this many microseconds after 1970 began.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Timestamp {
        Timestamp(micros)
    }

    /// The time this many milliseconds after 1970 began; a value beyond 292,000 years is the last one that fits.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Timestamp {
        Timestamp(millis.saturating_mul(1000))
    }

    /// Microseconds since 1970 began.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Whole milliseconds since 1970 began, rounded down as the wire does.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Milliseconds from `earlier` to this time, of the values that the wire shows; negative when the clocks disagree.
    #[must_use]
    pub const fn millis_since(self, earlier: Timestamp) -> i64 {
        self.millis() - earlier.millis()
    }
}

impl fmt::Display for Timestamp {
    /// The form of the wire: `2025-03-01T09:30:00.000Z`, always three decimals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = jiff::Timestamp::from_millisecond(self.millis()).unwrap_or(jiff::Timestamp::MAX);
        let at = TimeZone::UTC.to_datetime(millis);
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
            at.year(),
            at.month(),
            at.day(),
            at.hour(),
            at.minute(),
            at.second(),
            at.millisecond()
        )
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_shows_milliseconds_rounded_down() {
        assert_eq!(Timestamp::from_micros(1_740_821_400_120_999).to_string(), "2025-03-01T09:30:00.120Z");
        assert_eq!(Timestamp::from_micros(0).to_string(), "1970-01-01T00:00:00.000Z");
        assert_eq!(Timestamp::from_micros(-1).to_string(), "1969-12-31T23:59:59.999Z");
        assert_eq!(Timestamp::TOO_LATE.to_string(), "2200-01-01T00:00:00.000Z");
    }

    #[test]
    fn a_duration_is_the_difference_of_what_the_wire_shows() {
        let start = Timestamp::from_micros(1_000_999);
        let end = Timestamp::from_micros(1_002_000);
        assert_eq!(end.millis_since(start), 2);
        assert_eq!(start.millis_since(end), -2);
    }
}

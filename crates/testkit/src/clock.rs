//! The time at which all samples happen.

use model::Timestamp;

/// 2025-03-01T12:00:00.000Z.
pub const NOON: Timestamp = Timestamp::from_millis(1_740_830_400_000);

/// `millis` after [`NOON`]; before it when negative.
#[must_use]
pub const fn noon_plus(millis: i64) -> Timestamp {
    Timestamp::from_millis(NOON.millis() + millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noon_is_noon() {
        assert_eq!(NOON.to_string(), "2025-03-01T12:00:00.000Z");
        assert_eq!(noon_plus(-1).to_string(), "2025-03-01T11:59:59.999Z");
    }
}

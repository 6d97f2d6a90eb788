//! Numbers and points in time as clients write them.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use model::Timestamp;

/// A finite number.
pub(super) fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// A number times `scale`, as the nearest integer that fits.
pub(super) fn scaled(text: &str, scale: f64) -> Option<i64> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "what is too great becomes the greatest, which compares the same"
    )]
    number(text).map(|number| (number * scale).round() as i64)
}

/// An ISO date, with or without a time and an offset; without an offset it is UTC.
pub(super) fn point_in_time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let with_offset = || text.parse::<jiff::Timestamp>().ok();
    let in_utc = || TimeZone::UTC.to_timestamp(text.parse::<DateTime>().ok()?).ok();
    with_offset().or_else(in_utc).map(|at| Timestamp::from_micros(at.as_microsecond()))
}

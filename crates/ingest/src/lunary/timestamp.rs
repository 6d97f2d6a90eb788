//! Times as JavaScript's `Date` reads them (spec `api-runs.md` 2.1), to the microsecond.
//!
//! Numbers are milliseconds since 1970; texts are ISO 8601, RFC 2822, or what `String(new Date())` prints. A date alone and
//! a time without an offset mean UTC here, whatever the clock of the machine says.

use jiff::civil::DateTime;
use jiff::fmt::strtime::BrokenDownTime;
use jiff::fmt::{rfc2822, temporal};
use jiff::tz::TimeZone;

use super::scalar;

/// Microseconds since 1970 began, rounded down. `None` when the value names no time. A number too great for the type is its
/// greatest or least value, so that it is known to be out of range.
pub(super) fn read(raw: &str) -> Option<i64> {
    if scalar::is_number(raw) {
        return number(raw);
    }
    text(scalar::text(raw)?.trim())
}

fn number(raw: &str) -> Option<i64> {
    if raw.contains(['e', 'E']) {
        return Some(float(raw.parse().ok()?));
    }
    let (whole, fraction) = raw.split_once('.').unwrap_or((raw, ""));
    let Ok(millis) = whole.parse::<i64>() else {
        return Some(float(raw.parse().ok()?));
    };
    let mut micros = 0;
    for place in 0..3 {
        micros = micros * 10 + i64::from(fraction.as_bytes().get(place).map_or(0, |digit| digit - b'0'));
    }
    let micros = if raw.starts_with('-') { -micros } else { micros };
    Some(millis.saturating_mul(1000).saturating_add(micros))
}

#[expect(clippy::cast_possible_truncation, reason = "`as` stops at the ends of the range, which is what is wanted")]
fn float(millis: f64) -> i64 {
    (millis * 1000.0).floor() as i64
}

fn text(text: &str) -> Option<i64> {
    static MAIL: rfc2822::DateTimeParser = rfc2822::DateTimeParser::new();
    if !text.as_bytes().first()?.is_ascii_digit() {
        let mail = MAIL.parse_timestamp(text);
        return mail.ok().or_else(|| printed_by_javascript(text)).map(jiff::Timestamp::as_microsecond);
    }
    if !text.as_bytes().iter().any(|byte| matches!(byte, b'-' | b' ')) {
        return None; // digits alone name no time
    }
    iso(text).or_else(|| Some(MAIL.parse_timestamp(text).ok()?.as_microsecond()))
}

fn iso(text: &str) -> Option<i64> {
    static ISO: temporal::DateTimeParser = temporal::DateTimeParser::new();
    if let Ok(at) = ISO.parse_timestamp(text) {
        return Some(at.as_microsecond());
    }
    if let Some(local) = local(text) {
        return Some(TimeZone::UTC.to_timestamp(local).map_or(i64::MAX, jiff::Timestamp::as_microsecond));
    }
    // The last days of the last year that can be written are beyond what the library can count.
    let pieces = ISO.parse_pieces(text).ok()?;
    (pieces.date().year() == 9999).then_some(i64::MAX)
}

/// A date, a month, or a time without an offset.
fn local(text: &str) -> Option<DateTime> {
    static ISO: temporal::DateTimeParser = temporal::DateTimeParser::new();
    let is_month = text.len() == 7 && text.as_bytes()[4] == b'-';
    let month = is_month.then(|| format!("{text}-01"));
    ISO.parse_datetime(month.as_deref().unwrap_or(text)).ok()
}

/// `Sat Mar 01 2025 09:30:00 GMT+0100 (Central European Standard Time)`.
fn printed_by_javascript(text: &str) -> Option<jiff::Timestamp> {
    let text = text.split(" (").next()?;
    BrokenDownTime::parse("%a %b %d %Y %H:%M:%S GMT%z", text).ok()?.to_timestamp().ok()
}

#[cfg(test)]
mod tests {
    use model::Timestamp;

    use super::*;

    #[track_caller]
    fn check(raw: &str, want: &str) {
        let micros = read(raw).unwrap_or_else(|| panic!("{raw} is a time"));
        assert_eq!(format!("{}+{}", Timestamp::from_micros(micros), micros.rem_euclid(1000)), want, "{raw}");
    }

    #[test]
    fn numbers_are_milliseconds_and_keep_their_microseconds() {
        check("1740821400120", "2025-03-01T09:30:00.120Z+0");
        check("1740821400120.9999", "2025-03-01T09:30:00.120Z+999");
        check("1740821400120.05", "2025-03-01T09:30:00.120Z+50");
        check("1.74082140012e12", "2025-03-01T09:30:00.120Z+0");
        check("0", "1970-01-01T00:00:00.000Z+0");
        check("-0.5", "1969-12-31T23:59:59.999Z+500");
        check("-1", "1969-12-31T23:59:59.999Z+0");
    }

    #[test]
    fn iso_8601_means_utc_unless_it_says_otherwise() {
        check("\"2025-03-01T09:30:00.120Z\"", "2025-03-01T09:30:00.120Z+0");
        check("\"2025-03-01T09:30:00.120456+00:00\"", "2025-03-01T09:30:00.120Z+456");
        check("\"2025-03-01T10:30:00.1204569+01:00\"", "2025-03-01T09:30:00.120Z+456");
        check("\"2025-03-01T10:30:00+0100\"", "2025-03-01T09:30:00.000Z+0");
        check("\"2025-03-01 09:30:00Z\"", "2025-03-01T09:30:00.000Z+0");
        check("\"2025-03-01T09:30:00.5\"", "2025-03-01T09:30:00.500Z+0");
        check("\"2025-03-01 09:30\"", "2025-03-01T09:30:00.000Z+0");
        check("\"2025-03-01\"", "2025-03-01T00:00:00.000Z+0");
        check("\"2025-03\"", "2025-03-01T00:00:00.000Z+0");
        check("\"2025\\u002d03-01\"", "2025-03-01T00:00:00.000Z+0");
    }

    #[test]
    fn mail_dates_and_printed_dates_are_times() {
        check("\"Sat, 01 Mar 2025 09:30:00 GMT\"", "2025-03-01T09:30:00.000Z+0");
        check("\"Sat, 1 Mar 2025 10:30:00 +0100\"", "2025-03-01T09:30:00.000Z+0");
        check("\"1 Mar 2025 10:30:00 +0100\"", "2025-03-01T09:30:00.000Z+0");
        check("\"Sat Mar 01 2025 10:30:00 GMT+0100 (Central European Standard Time)\"", "2025-03-01T09:30:00.000Z+0");
    }

    #[test]
    fn what_is_no_time_is_none() {
        for raw in ["null", "true", "{}", "[]", "\"\"", "\"yesterday\"", "\"1740821400120\"", "\"2025-13-01\"", "\"é\""]
        {
            assert_eq!(read(raw), None, "{raw}");
        }
    }

    #[test]
    fn a_time_beyond_the_type_is_its_end() {
        assert_eq!(read("1e300"), Some(i64::MAX));
        assert_eq!(read("\"9999-12-31T23:59:59Z\""), Some(i64::MAX));
        assert_eq!(read("\"9999-12-31T23:59:59.999+01:00\""), Some(i64::MAX));
        assert_eq!(read("\"9999-12-31\""), Some(i64::MAX));
        assert_eq!(read("123456789012345678901234567890"), Some(i64::MAX));
        assert_eq!(read("1740821400120000000"), Some(i64::MAX));
        assert_eq!(read("-1e300"), Some(i64::MIN));
    }
}

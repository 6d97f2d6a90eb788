//! Sizes and durations as people write them in options: `64MiB`, `20s`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// A number of bytes that prints in the largest unit that fits it exactly.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Bytes(pub u64);

impl Bytes {
    /// This many mebibytes.
    #[must_use]
    pub const fn mebi(count: u64) -> Bytes {
        Bytes(count << 20)
    }

    /// The number, for what lives in memory.
    #[must_use]
    pub fn in_memory(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

const UNITS: [(&str, u64); 8] = [
    ("GiB", 1 << 30),
    ("MiB", 1 << 20),
    ("KiB", 1 << 10),
    ("GB", 1_000_000_000),
    ("MB", 1_000_000),
    ("kB", 1_000),
    ("KB", 1_000),
    ("B", 1),
];

impl FromStr for Bytes {
    type Err = String;

    fn from_str(text: &str) -> Result<Bytes, String> {
        let (number, unit) = split_unit(text);
        let factor = if unit.is_empty() {
            Some(1)
        } else {
            UNITS.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit)).map(|(_, factor)| *factor)
        };
        let count = number.parse::<u64>().ok();
        match count.zip(factor).and_then(|(count, factor)| count.checked_mul(factor)) {
            Some(bytes) => Ok(Bytes(bytes)),
            None => Err("a size is a whole number with B, kB, MB, GB, KiB, MiB or GiB, such as 64MiB".into()),
        }
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match UNITS[..3].iter().find(|(_, factor)| self.0 != 0 && self.0.is_multiple_of(*factor)) {
            Some((name, factor)) => write!(f, "{}{name}", self.0 / factor),
            None => write!(f, "{}B", self.0),
        }
    }
}

/// Reads a duration such as `20s`, `500ms` or `2m`.
pub fn parse_duration(text: &str) -> Result<Duration, String> {
    let (number, unit) = split_unit(text);
    let millis_per_unit = match unit {
        "ms" => Some(1),
        "s" => Some(1_000),
        "m" => Some(60_000),
        _ => None,
    };
    match number.parse::<u64>().ok().zip(millis_per_unit).and_then(|(count, factor)| count.checked_mul(factor)) {
        Some(millis) => Ok(Duration::from_millis(millis)),
        None => Err("a duration is a whole number with ms, s or m, such as 20s".into()),
    }
}

fn split_unit(text: &str) -> (&str, &str) {
    let text = text.trim();
    let digits = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    (&text[..digits], text[digits..].trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: Option<u64>, printed: &str) {
        let bytes = text.parse::<Bytes>().ok();
        assert_eq!(bytes.map(|bytes| bytes.0), want, "{text}");
        if let Some(bytes) = bytes {
            assert_eq!(bytes.to_string(), printed, "{text}");
        }
    }

    #[test]
    fn a_size_has_a_unit_or_is_in_bytes() {
        check("64MiB", Some(67_108_864), "64MiB");
        check("64 mib", Some(67_108_864), "64MiB");
        check("1024", Some(1024), "1KiB");
        check("10MB", Some(10_000_000), "10000000B");
        check("0", Some(0), "0B");
        check("MiB", None, "");
        check("1.5MiB", None, "");
        check("-1", None, "");
        check("64 apples", None, "");
        check("99999999999GiB", None, "");
    }

    #[test]
    fn a_duration_names_its_unit() {
        assert_eq!(parse_duration("20s"), Ok(Duration::from_secs(20)));
        assert_eq!(parse_duration("500 ms"), Ok(Duration::from_millis(500)));
        assert_eq!(parse_duration("2m"), Ok(Duration::from_secs(120)));
        assert!(parse_duration("20").is_err());
        assert!(parse_duration("soon").is_err());
    }
}

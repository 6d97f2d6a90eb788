//! A price per token, and the arithmetic: whole numbers all the way, rounded once.

use model::{Nanodollars, Usage};

/// Nano-dollars per million tokens of each kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Rate {
    pub(super) input: i64,
    pub(super) output: i64,
    /// Taken off the price of an input token that came from the provider's cache.
    pub(super) cache_reduction: i64,
}

impl Rate {
    /// The cost, rounded half up; `None` when it does not fit the type. What was not counted is free. A cached token costs
    /// at least nothing, and no more tokens are cached than went in, so a cost is never negative.
    pub(super) fn cost(self, usage: Usage) -> Option<Nanodollars> {
        let prompt = i128::from(usage.prompt_tokens.unwrap_or(0));
        let completion = i128::from(usage.completion_tokens.unwrap_or(0));
        let cached = i128::from(usage.cached_prompt_tokens.unwrap_or(0)).min(prompt);
        let reduction = i128::from(self.cache_reduction.min(self.input));
        let millionths = i128::from(self.input) * prompt + i128::from(self.output) * completion - reduction * cached;
        Nanodollars::try_from((millionths + 500_000).div_euclid(1_000_000)).ok()
    }
}

/// Reads a decimal number of dollars, such as `0.075`, as nano-dollars; an empty text is no money. `None` for anything else,
/// and for more than nine decimals.
pub(super) fn nanodollars(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 9 || !text.bytes().all(|byte| byte == b'.' || byte.is_ascii_digit()) {
        return None;
    }
    format!("0{whole}{fraction:0<9}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_are_read_exactly() {
        assert_eq!(nanodollars("2.5"), Some(2_500_000_000));
        assert_eq!(nanodollars("0.075"), Some(75_000_000));
        assert_eq!(nanodollars("120"), Some(120_000_000_000));
        assert_eq!(nanodollars(""), Some(0));
        assert_eq!(nanodollars("0.0000000001"), None);
        assert_eq!(nanodollars("-1"), None);
        assert_eq!(nanodollars("1e3"), None);
    }

    #[track_caller]
    fn check([prompt, completion, cached]: [u64; 3], want: Option<i64>) {
        let rate = Rate { input: 150_000_000, output: 600_000_000, cache_reduction: 500_000_000 };
        let usage = Usage {
            prompt_tokens: Some(prompt),
            completion_tokens: Some(completion),
            cached_prompt_tokens: Some(cached),
            ..Usage::default()
        };
        assert_eq!(rate.cost(usage), want, "{usage:?}");
    }

    #[test]
    fn cached_tokens_cost_less_and_never_less_than_nothing() {
        check([1_000_000, 0, 0], Some(150_000_000));
        check([1_000_000, 1_000_000, 0], Some(750_000_000));
        check([1_000_000, 0, 1_000_000], Some(0));
        check([10, 0, 1_000_000], Some(0));
        check([1 << 53, 1 << 53, 0], Some(6_755_399_441_055_744_000));
        check([u64::MAX, u64::MAX, 0], None);
    }

    #[test]
    fn a_cost_is_rounded_once_half_up() {
        let rate = Rate { input: 500_000, output: 499_999, cache_reduction: 0 };
        let cost = |prompt, completion| {
            rate.cost(Usage { prompt_tokens: prompt, completion_tokens: completion, ..Usage::default() })
        };
        assert_eq!(cost(Some(1), None), Some(1));
        assert_eq!(cost(None, Some(1)), Some(0));
        assert_eq!(cost(Some(3), Some(1)), Some(2));
    }
}

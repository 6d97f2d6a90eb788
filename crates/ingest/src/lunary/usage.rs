//! Token counts: `{prompt, completion, promptCached}`, in any spelling.

use model::{Usage, casing};

use super::scalar;

/// The token counts of an event.
#[derive(Default)]
pub(super) struct Counts {
    /// Those that are counts.
    pub(super) usage: Usage,
    /// Whether one was negative, not whole, over 2⁵³, or no number at all.
    pub(super) is_odd: bool,
}

impl Counts {
    /// Reads the value of `tokensUsage`; what is no object counts nothing.
    pub(super) fn read(raw: &str) -> Counts {
        let mut counts = Counts::default();
        scalar::each_member(raw, |key, value| {
            let place = match &*casing::stored_form(key) {
                "prompt" => &mut counts.usage.prompt_tokens,
                "completion" => &mut counts.usage.completion_tokens,
                "promptCached" => &mut counts.usage.cached_prompt_tokens,
                _ => return,
            };
            *place = scalar::count(value);
            counts.is_odd |= place.is_none() && value != "null";
        });
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, want: [Option<u64>; 3], is_odd: bool) {
        let counts = Counts::read(raw);
        let usage = counts.usage;
        assert_eq!([usage.prompt_tokens, usage.completion_tokens, usage.cached_prompt_tokens], want, "{raw}");
        assert_eq!(counts.is_odd, is_odd, "{raw}");
    }

    #[test]
    fn counts_are_read_in_any_spelling_and_odd_ones_dropped() {
        check(r#"{"completion":16,"prompt":23,"promptCached":0}"#, [Some(23), Some(16), Some(0)], false);
        check(r#"{"prompt":1,"prompt_cached":2}"#, [Some(1), None, Some(2)], false);
        check(r#"{"prompt-cached":"2","completion":3.0}"#, [None, Some(3), Some(2)], false);
        check(r#"{"prompt":null,"completion":4,"total":-9}"#, [None, Some(4), None], false);
        check(r#"{"prompt":-1,"completion":4}"#, [None, Some(4), None], true);
        check(r#"{"prompt":1.5,"completion":9007199254740993}"#, [None, None, None], true);
        check("{}", [None; 3], false);
        check("[1,2]", [None; 3], false);
        check("7", [None; 3], false);
    }
}

//! Bodies that real clients sent, one file each: lunary 1.4.41 of PyPI, 1.0.18 of npm, LiteLLM, and plain HTTP. Beside each
//! stands what must become of it, a line for each element in the order of processing.

use crate::{decode, shown};

/// A recorded body.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub(crate) name: &'static str,
    pub(crate) body: &'static str,
    pub(crate) want: &'static str,
}

macro_rules! batches {
    ($($name:literal,)*) => {
        /// Every recorded body.
        pub(crate) const BATCHES: &[Recorded] = &[$(Recorded {
            name: $name,
            body: include_str!(concat!("batches/", $name, ".json")),
            want: include_str!(concat!("batches/", $name, ".txt")),
        },)*];
    };
}

batches! {
    "javascript",
    "javascript-anthropic",
    "javascript-error",
    "javascript-langchain",
    "javascript-logs",
    "litellm",
    "nested-list",
    "one-object",
    "out-of-order",
    "python-error",
    "python-langchain",
    "python-odd-values",
    "python-openai",
    "python-thread",
    "snake-case",
    "surrogate-and-nul",
}

#[test]
fn what_real_clients_send_is_understood() {
    for Recorded { name, body, want } in BATCHES {
        let lines: Vec<String> = decode(body).iter().map(shown).collect();
        assert_eq!(lines, want.lines().collect::<Vec<&str>>(), "{name}");
    }
}

//! The two encodings of filters: query strings and trees of JSON. Both lead to the same [`Given`] values of a check, which
//! `build` then reads.

mod build;
mod choice;
mod known;
mod logic;
mod numbers;
mod query_string;

pub use logic::parse_logic;
pub use query_string::{Parsed, parse};

use known::Known;

/// Whether this names a check, be it one that only a model can answer.
#[must_use]
pub fn is_check(id: &str) -> bool {
    known::find(id).is_some() || known::find_model_check(id).is_some()
}

/// How many bytes the checks of a filter have at the most.
const MOST_BYTES: usize = 32 << 10;
/// How many checks a filter has at the most.
const MOST_CHECKS: usize = 200;
/// How deep groups lie in one another at the most.
const MOST_DEPTH: usize = 10;

/// What was given for each parameter of a check: no text when it is not set, several for a list.
struct Given {
    check: &'static Known,
    texts: Vec<Vec<String>>,
}

impl Given {
    /// Whether anything was given.
    fn is_set(&self) -> bool {
        self.texts.iter().any(|texts| !texts.is_empty())
    }
}

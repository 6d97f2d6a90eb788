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
use model::{Check, Filter};

use crate::FilterError;

/// Whether this names a check, be it one that only a model can answer.
#[must_use]
pub fn is_check(id: &str) -> bool {
    known::find(id).is_some() || known::find_model_check(id).is_some()
}

/// How many bytes the checks of a filter have at the most.
const MOST_BYTES: usize = 32 << 10;
/// How many checks a filter has at the most.
const MOST_CHECKS: usize = 200;
/// How many of them read what runs say, each of which may take as long as reading all runs.
const MOST_TEXT_CHECKS: usize = 20;
/// How deep groups lie in one another at the most.
const MOST_DEPTH: usize = 10;

/// Refuses a filter that reads too much of the runs.
fn bounded(filter: Filter) -> Result<Filter, FilterError> {
    let reads_texts = |check: &&Check| {
        matches!(
            check,
            Check::Search(_)
                | Check::Text(_)
                | Check::Regex { .. }
                | Check::Length(..)
                | Check::Json(..)
                | Check::Metadata(_)
                | Check::UserProp(_)
                | Check::NameContains(_)
                | Check::Comment(_)
        )
    };
    FilterError::limit(
        "checks of texts, names and metadata",
        MOST_TEXT_CHECKS,
        filter.checks().filter(reads_texts).count(),
    )?;
    Ok(filter)
}

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

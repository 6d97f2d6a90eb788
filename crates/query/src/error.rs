//! Why a filter is refused.

use std::borrow::Cow;

/// How much of a value an error repeats, in characters.
const SHOWN: usize = 100;

/// A filter that cannot be understood. The text names the check, the value and what would be understood; it is for the client.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FilterError {
    /// A known check with a value that is none.
    #[error("The check '{check}' cannot read '{value}': {expected}")]
    Value {
        /// Its id.
        check: &'static str,
        /// What was sent, shortened.
        value: String,
        /// What would be understood.
        expected: Cow<'static, str>,
    },
    /// A check in a tree that nobody knows.
    #[error("There is no check '{0}'")]
    Unknown(String),
    /// A check that only a model can answer.
    #[error("The check '{0}' asks a model; it can be used in evaluations and checklists, and not to find runs")]
    NeedsModel(&'static str),
    /// What should be a tree of checks is none.
    #[error("A filter is [\"AND\" or \"OR\", checks and further filters], and a check {{\"id\", \"params\"}}; not {0}")]
    Shape(String),
    /// A filter beyond a limit.
    #[error("A filter has at most {most} {what}, and this one has {found}")]
    TooMuch {
        /// What there is too much of.
        what: &'static str,
        /// How much there may be.
        most: usize,
        /// How much there is.
        found: usize,
    },
}

impl FilterError {
    /// `check` was given `value`, and not `expected`.
    pub(crate) fn value(check: &'static str, value: &str, expected: impl Into<Cow<'static, str>>) -> FilterError {
        FilterError::Value { check, value: shortened(value), expected: expected.into() }
    }

    /// An unknown check.
    pub(crate) fn unknown(id: &str) -> FilterError {
        FilterError::Unknown(shortened(id))
    }

    /// Something that is no tree.
    pub(crate) fn shape(found: &str) -> FilterError {
        FilterError::Shape(shortened(found))
    }

    /// Refuses what is beyond its limit.
    pub(crate) fn limit(what: &'static str, most: usize, found: usize) -> Result<(), FilterError> {
        if found > most { Err(FilterError::TooMuch { what, most, found }) } else { Ok(()) }
    }
}

fn shortened(value: &str) -> String {
    match value.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}...", &value[..end]),
        None => value.to_owned(),
    }
}

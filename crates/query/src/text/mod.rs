//! The one definition of words: what the search index holds of a text, what a search looks for, and where it is found.
//!
//! Texts are folded first: case, accents and forms of compatibility make no difference. A word is a run of letters and
//! digits; where writing has no spaces (Chinese, Japanese, Korean, Thai, ...) each character is one. An index that holds the
//! [`terms`] of [`folded`] texts answers [`SearchText::needs`]; what it gives are candidates, and `Matcher` verifies them.

mod entries;
mod fold;
mod json;
mod search;
mod terms;

pub use entries::{entry_term, key_term, needs_of_property};
pub use fold::folded;
pub use json::{last_message, searched};
pub use search::{Need, SearchText, find_ranges, needs_of_text};
pub use terms::{MOST_TERM_CHARS, is_solo, terms};

pub(crate) use entries::Scalar;
pub(crate) use json::{contains_json, is_valid_json, strings};
pub(crate) use search::Piece;

//! What a check asks of the index.

use model::Check;
use model::filter::TextIs;
use query::text::{Need, SearchText, needs_of_property, needs_of_text};

/// Something that an index can be asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Wanted {
    /// A run that matches has all of it. Empty when an index cannot help.
    pub(super) needs: Vec<Need>,
    /// Whether a run that has all of it matches.
    pub(super) is_decided: bool,
}

impl Wanted {
    /// What a check asks for; `None` when words have nothing to do with it.
    pub(crate) fn of(check: &Check) -> Option<Wanted> {
        match check {
            Check::Search(text) => {
                let search = SearchText::parse(text);
                Some(Wanted { needs: search.needs(), is_decided: search.is_decided_by_terms() })
            }
            Check::Text(text) if text.is != TextIs::Without => {
                Some(Wanted { needs: needs_of_text(&text.text), is_decided: false })
            }
            // Terms of entries are numbers made of them, so that another entry may have the same.
            Check::Metadata(property) => Some(Wanted { needs: vec![needs_of_property(property)], is_decided: false }),
            _ => None,
        }
    }

    /// Both.
    pub(crate) fn and(mut self, other: Wanted) -> Wanted {
        self.needs.extend(other.needs);
        self.is_decided &= other.is_decided;
        self
    }
}

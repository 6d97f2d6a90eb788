//! Spans that no dialect knows: HTTP calls, database queries, and whatever people wrap by hand. Each becomes a `chain` that
//! bears its attributes as metadata.

use super::context;
use super::dialect::{Dialect, Tables};
use super::draft::Draft;
use super::view::View;

/// See the module.
pub(super) const DIALECT: Dialect =
    Dialect { name: "", speaks: |_| true, run_type: |_| "chain", tables: &[&TABLES], content };

const TABLES: Tables = Tables { names: &[], params: &[], metadata: &[], counts: &[] };

fn content(view: &View<'_>, draft: &mut Draft<'_>) {
    own_words(view, draft);
    context::note_unread(view, draft);
}

/// Input and output under our own names, which work in every dialect's spans that have no others.
pub(super) fn own_words(view: &View<'_>, draft: &mut Draft<'_>) {
    draft.set_input(view.attributes.structured("lunary.input").or_else(|| view.attributes.value("input")));
    draft.set_output(view.attributes.structured("lunary.output").or_else(|| view.attributes.value("output")));
}

//! Logfire's own spans and log lines, `logfire.*`: whatever its users give as attributes is metadata (spec `api-otlp.md` 7.5).
//! Recorded: logfire 3.25 and 5.2.

use super::context;
use super::dialect::{Dialect, Tables};
use super::draft::Draft;
use super::plain;
use super::view::View;

/// See the module.
pub(super) const DIALECT: Dialect = Dialect {
    name: "logfire",
    speaks: |view| view.attributes.has_under("logfire."),
    run_type: |_| "chain",
    tables: &[&TABLES],
    content,
};

/// What Logfire adds to spans of every kind.
pub(super) const TABLES: Tables = Tables {
    names: &[("chain", "span_name"), ("chain", "logfire.msg")],
    params: &[],
    metadata: &[
        ("logfire.msg", "logfire_msg"),
        ("logfire.msg_template", "logfire_msg_template"),
        ("logfire.span_type", "logfire_span_type"),
        ("logfire.level_num", "logfire_level_num"),
        ("logfire.tags", "logfire_tags"),
    ],
    counts: &[],
};

fn content(view: &View<'_>, draft: &mut Draft<'_>) {
    plain::own_words(view, draft);
    for (key, name) in TABLES.metadata {
        draft.note(name, view.attributes.value(key));
    }
    view.attributes.get("logfire.json_schema"); // which of the attributes are the user's: all of them are kept
    context::note_unread(view, draft);
}

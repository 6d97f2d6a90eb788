//! The checks that are known, with their parameters in the order of the query string (spec `filters.md` 3).

/// One check as it is written.
pub(super) struct Known {
    pub(super) id: &'static str,
    pub(super) parameters: &'static [Parameter],
}

/// One parameter of a check.
pub(super) struct Parameter {
    /// Its key in a tree.
    pub(super) name: &'static str,
    pub(super) kind: Kind,
}

/// What a parameter takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// One of a few words. With a default it may be left out, and what follows moves up.
    Choice { words: &'static [&'static str], default: Option<&'static str> },
    /// A word that has no dots unless they are encoded.
    Word,
    /// Free text.
    Text,
    /// A number or a point in time. What is still encoded is decoded once more.
    Number,
    /// Several texts; on the query string encoded twice.
    List,
    /// Several numbers.
    Numbers,
}

impl Kind {
    /// Whether dots that nobody encoded belong to it when it comes last.
    pub(super) fn takes_dots(self) -> bool {
        !matches!(self, Kind::Choice { .. } | Kind::Word)
    }

    pub(super) fn is_list(self) -> bool {
        matches!(self, Kind::List | Kind::Numbers)
    }
}

/// The check of this id.
pub(super) fn find(id: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.id == id)
}

/// The id as it is known, of a check that only a model can answer.
pub(super) fn find_model_check(id: &str) -> Option<&'static str> {
    MODEL_CHECKS.into_iter().find(|known| *known == id)
}

const MODEL_CHECKS: [&str; 6] = ["assertion", "factualness", "guidelines", "rouge", "similarity", "tone"];

const FIELD: Parameter =
    Parameter { name: "field", kind: Kind::Choice { words: &["input", "output"], default: Some("output") } };

const fn operator(default: &'static str) -> Parameter {
    let words = &["eq", "neq", "gt", "lt", "gte", "lte"];
    Parameter { name: "operator", kind: Kind::Choice { words, default: Some(default) } }
}

const fn choice(name: &'static str, words: &'static [&'static str], default: Option<&'static str>) -> Parameter {
    Parameter { name, kind: Kind::Choice { words, default } }
}

const fn plain(name: &'static str, kind: Kind) -> Parameter {
    Parameter { name, kind }
}

const fn known(id: &'static str, parameters: &'static [Parameter]) -> Known {
    Known { id, parameters }
}

#[rustfmt::skip]
static KNOWN: [Known; 28] = [
    known("tools", &[plain("toolName", Kind::Text)]),
    known("retrievers", &[plain("retrieverName", Kind::Text)]),
    known("type", &[plain("type", Kind::Word)]),
    known("models", &[plain("models", Kind::List)]),
    known("custom-events", &[plain("custom-events", Kind::List)]),
    known("tags", &[plain("tags", Kind::List)]),
    known("templates", &[plain("templates", Kind::Numbers)]),
    known("status", &[choice("status", &["success", "error", "started"], None)]),
    known("feedback", &[plain("types", Kind::List)]),
    known("users", &[plain("users", Kind::Numbers)]),
    known("topics", &[FIELD, plain("topics", Kind::List)]),
    known("intents", &[plain("intents", Kind::List)]),
    known("toxicity", &[FIELD, plain("topics", Kind::List)]),
    known("metadata", &[plain("key", Kind::Word), plain("value", Kind::Text)]),
    known("user-props", &[plain("key", Kind::Word), plain("value", Kind::Text)]),
    known("regex", &[FIELD, choice("type", &["contains", "not_contains"], Some("contains")), plain("regex", Kind::Text)]),
    known("json", &[FIELD, choice("type", &["valid", "invalid", "contains"], Some("valid"))]),
    known("length", &[FIELD, operator("lt"), plain("length", Kind::Number)]),
    known("date", &[operator("lt"), plain("date", Kind::Number)]),
    known("duration", &[operator("lt"), plain("duration", Kind::Number)]),
    known("cost", &[operator("lt"), plain("cost", Kind::Number)]),
    known("messages", &[operator("gte"), plain("messages", Kind::Number)]),
    known("tokens", &[
        choice("field", &["completion", "prompt", "total"], Some("total")), operator("lt"), plain("tokens", Kind::Number),
    ]),
    known("languages", &[FIELD, plain("codes", Kind::List)]),
    known("pii", &[choice("containsPii", &["true", "false"], None)]),
    known("search", &[plain("query", Kind::Text)]),
    known("string", &[
        choice("fields", &["input", "output", "any"], Some("any")),
        choice("type", &["contains", "notcontains", "starts", "ends"], Some("contains")),
        choice("sensitive", &["true", "false"], Some("false")), plain("text", Kind::Text),
    ]),
    known("sentiment", &[FIELD, choice("sentiment", &["positive", "neutral", "negative"], None)]),
];

//! Whether one run is meant: the filter evaluated over the facts of a run. It verifies the candidates of an index, and tells
//! live streams which runs are theirs.

mod facts;
mod known;

use std::cell::OnceCell;

use model::casing::stored_form;
use model::filter::{Compare, Field, JsonIs, Property, Side, TextIs, TextMatch, Thumb, TokenKind, Wanted};
use model::{Check, Filter};
use regex::{Regex, RegexBuilder};
use serde_json::Value;

use crate::text::{Piece, Scalar, SearchText, contains_json, folded, is_valid_json, last_message, searched, strings};

pub use facts::Facts;
pub use known::{Children, Known};

/// How much memory one regular expression may take, in bytes.
const PATTERN_MEMORY: usize = 1 << 20;

/// Whether the filter means the run. Who asks for many runs makes a [`Matcher`] once.
#[must_use]
pub fn matches(filter: &Filter, run: &impl Facts) -> bool {
    Matcher::new(filter).matches(run)
}

/// A filter that is ready to be asked, many times.
#[derive(Clone, Debug)]
pub struct Matcher(Node);

#[derive(Clone, Debug)]
enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Check(Check),
    Search(SearchText),
    Regex {
        side: Side,
        is_absent: bool,
        pattern: Option<Regex>,
    },
    /// A text with what it is in lower case.
    Text(TextMatch),
}

impl Matcher {
    /// Gets a filter ready. Within a group, what costs least is asked first.
    #[must_use]
    pub fn new(filter: &Filter) -> Matcher {
        Matcher(Node::new(filter))
    }

    /// Whether the filter means the run.
    #[must_use]
    pub fn matches(&self, run: &impl Facts) -> bool {
        self.0.holds(&Reading::of(run))
    }
}

/// Compiles a regular expression, within bounds; the engine takes time that is linear in the text.
pub(crate) fn compiled(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).size_limit(PATTERN_MEMORY).dfa_size_limit(PATTERN_MEMORY).build()
}

impl Node {
    fn new(filter: &Filter) -> Node {
        let sorted = |parts: &[Filter]| {
            let mut parts: Vec<&Filter> = parts.iter().collect();
            parts.sort_by_key(|part| part.class());
            parts.into_iter().map(Node::new).collect()
        };
        match filter {
            Filter::All(parts) => Node::All(sorted(parts)),
            Filter::Any(parts) => Node::Any(sorted(parts)),
            Filter::Check(Check::Search(text)) => Node::Search(SearchText::parse(text)),
            Filter::Check(Check::Regex { side, is_absent, pattern }) => {
                Node::Regex { side: *side, is_absent: *is_absent, pattern: compiled(pattern).ok() }
            }
            Filter::Check(Check::Text(text)) if !text.is_case_sensitive => {
                Node::Text(TextMatch { text: lower(&text.text), ..text.clone() })
            }
            Filter::Check(Check::Text(text)) => Node::Text(text.clone()),
            Filter::Check(check) => Node::Check(check.clone()),
        }
    }

    fn holds<F: Facts>(&self, run: &Reading<'_, F>) -> bool {
        match self {
            Node::All(parts) => parts.iter().all(|part| part.holds(run)),
            Node::Any(parts) => parts.iter().any(|part| part.holds(run)),
            Node::Check(check) => run.satisfies(check),
            Node::Search(search) => run.has_words(search),
            Node::Text(text) => run.has_text(text),
            Node::Regex { side, is_absent, pattern } => match (run.extracted(*side), pattern) {
                (Some(text), Some(pattern)) => pattern.is_match(text) != *is_absent,
                _ => false,
            },
        }
    }
}

/// A run that is looked at; what is read of its texts is kept for the next check.
struct Reading<'a, F> {
    run: &'a F,
    texts: [OnceCell<Option<String>>; 2],
    folded: [OnceCell<String>; 2],
    last: [OnceCell<Option<String>>; 2],
}

impl<'a, F: Facts> Reading<'a, F> {
    fn of(run: &'a F) -> Reading<'a, F> {
        Reading {
            run,
            texts: [const { OnceCell::new() }; 2],
            folded: [const { OnceCell::new() }; 2],
            last: [const { OnceCell::new() }; 2],
        }
    }

    fn satisfies(&self, check: &Check) -> bool {
        let run = self.run;
        match check {
            Check::Types(types) => types.iter().any(|one| one == run.run_type()),
            Check::Trace => matches!(run.run_type(), "agent" | "chain") && run.is_root(),
            Check::Status(status) => run.status() == Some(*status),
            Check::Names(names) => run.name().is_some_and(|name| names.iter().any(|one| one == name)),
            Check::NameContains(text) => run.name().is_some_and(|name| contains(name, text)),
            Check::CustomEvents(names) => {
                run.run_type() == "custom-event"
                    && (names.is_empty() || run.name().is_some_and(|name| names.iter().any(|one| one == name)))
            }
            Check::Tags(tags) => run.tags().iter().any(|tag| tags.contains(tag)),
            Check::Templates(_) => false,
            Check::TemplateVersions(ids) => run.template_version().is_some_and(|id| ids.contains(&id)),
            Check::Users(ids) => run.user().is_some_and(|id| ids.contains(&id)),
            Check::Parent(parent) => run.parent() == Some(*parent),
            Check::Thumb(Thumb::Nothing) => !run.has_thumb(true) && !run.has_thumb(false),
            Check::Thumb(thumb) => run.has_thumb(*thumb == Thumb::Up),
            Check::Comment(text) => run.has_comment() || run.has_child_comment(text),
            Check::CreatedAt(compare, at) => compare.holds(run.created_at(), *at),
            Check::Duration(compare, micros) => holds(*compare, run.duration_micros(), *micros),
            Check::Cost(compare, cost) => holds(*compare, run.cost(), *cost),
            Check::Tokens(kind, compare, count) => holds(*compare, tokens(run, *kind), *count),
            Check::Messages(compare, count) => compare.holds(as_float(run.messages_count()), *count),
            Check::Metadata(property) => run.metadata().is_some_and(|json| has_metadata(&json, property)),
            Check::UserProp(property) => run.user_props().is_some_and(|json| has_entry(&json, property)),
            Check::Length(side, compare, count) => {
                let length = self.extracted(*side).map(|text| text.chars().count() as u64);
                holds(*compare, length.map(as_float), *count)
            }
            Check::Json(side, is) => self.extracted(*side).is_some_and(|text| is_json(text, *is)),
            Check::Found(finding) => run.has_finding(finding),
            Check::Search(_) | Check::Text(_) | Check::Regex { .. } => {
                unreachable!("a matcher has nodes of their own for these")
            }
        }
    }

    /// The strings and numbers of a side; `None` when the run has no such side.
    fn text(&self, side: Side) -> Option<&str> {
        self.texts[side as usize].get_or_init(|| self.run.side(side).map(|json| searched(&json))).as_deref()
    }

    fn folded(&self, side: Side) -> &str {
        self.folded[side as usize].get_or_init(|| self.text(side).map(folded).unwrap_or_default())
    }

    /// The last message of a side.
    fn extracted(&self, side: Side) -> Option<&str> {
        self.last[side as usize].get_or_init(|| self.run.side(side).map(|json| last_message(&json))).as_deref()
    }

    fn has_words(&self, search: &SearchText) -> bool {
        let in_any_side = |piece: &Piece| Field::Any.sides().iter().any(|side| piece.is_in(self.folded(*side)));
        search.pieces().iter().all(in_any_side)
    }

    fn has_text(&self, wanted: &TextMatch) -> bool {
        let cased = |text: &str| if wanted.is_case_sensitive { text.to_owned() } else { lower(text) };
        let sides = wanted.field.sides();
        let is_within = |side: &Side| self.text(*side).map(|text| cased(text).contains(&wanted.text));
        let has_string = |is: fn(&str, &str) -> bool| {
            let is_wanted = |text: &str| is(&cased(text), &wanted.text);
            sides.iter().any(|side| self.run.side(*side).is_some_and(|json| strings(&json, is_wanted)))
        };
        match wanted.is {
            TextIs::Within => sides.iter().any(|side| is_within(side) == Some(true)),
            TextIs::Without => {
                let found: Vec<bool> = sides.iter().filter_map(is_within).collect();
                !found.is_empty() && !found.contains(&true)
            }
            TextIs::Start => has_string(|text, start| text.starts_with(start)),
            TextIs::End => has_string(|text, end| text.ends_with(end)),
        }
    }
}

/// Whether a name contains this text, whatever the case.
#[must_use]
pub fn contains(name: &str, text: &str) -> bool {
    lower(name).contains(&lower(text))
}

/// In lower case, letter by letter.
fn lower(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// A comparison that an absent value never satisfies.
fn holds<T: PartialOrd + Copy>(compare: Compare, value: Option<T>, wanted: T) -> bool {
    value.is_some_and(|value| compare.holds(value, wanted))
}

fn tokens(run: &impl Facts, kind: TokenKind) -> Option<f64> {
    let count = match kind {
        TokenKind::Prompt => run.prompt_tokens(),
        TokenKind::Completion => run.completion_tokens(),
        TokenKind::Total => {
            run.prompt_tokens().zip(run.completion_tokens()).map(|(prompt, completion)| prompt + completion)
        }
    };
    count.map(as_float)
}

#[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
fn as_float(count: u64) -> f64 {
    count as f64
}

/// Whether a JSON object has such an entry.
#[must_use]
pub fn has_entry(json: &str, wanted: &Property) -> bool {
    let Ok(Value::Object(members)) = serde_json::from_str(json) else { return false };
    members.get(&wanted.key).is_some_and(|value| is_wanted(value, &wanted.value))
}

/// Keys of metadata are one key when their stored forms are equal: `userId` finds `user_id`.
fn has_metadata(json: &str, wanted: &Property) -> bool {
    let Ok(Value::Object(members)) = serde_json::from_str::<Value>(json) else { return false };
    let key = stored_form(&wanted.key);
    members.iter().any(|(own, value)| stored_form(own) == key && is_wanted(value, &wanted.value))
}

fn is_wanted(value: &Value, wanted: &Wanted) -> bool {
    *wanted == Wanted::Anything || Scalar::of(value).is_some_and(|value| value.is(wanted))
}

fn is_json(text: &str, is: JsonIs) -> bool {
    match is {
        JsonIs::Valid => is_valid_json(text),
        JsonIs::Invalid => !is_valid_json(text),
        JsonIs::Contained => contains_json(text),
    }
}

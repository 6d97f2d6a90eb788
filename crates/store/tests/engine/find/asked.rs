//! Questions: a tree of checks, in two forms that were written apart.

use model::filter::{Compare, Field, JsonIs, Property, Side, TextIs, TextMatch, Thumb, TokenKind, Wanted};
use model::{Check, Filter, RunId, Status, Timestamp};
use proptest::prelude::*;
use serde_json::Value;
use store::runs::{ListOrder, SortBy};
use testkit::clock::NOON;
use testkit::strategy::run_name;

use super::truth::Row;

/// What is asked of a store.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    tree: Tree,
    pub(super) order: ListOrder,
    pub(super) limit: usize,
}

#[derive(Clone, Debug)]
enum Tree {
    All(Vec<Tree>),
    Any(Vec<Tree>),
    /// One of [`CHECKS`], with a number that it makes something of.
    Check(usize, u8),
}

const CHECKS: usize = 24;

pub(super) fn asked() -> impl Strategy<Value = Asked> {
    let leaf = (0..CHECKS, 0..6_u8).prop_map(|(check, number)| Tree::Check(check, number));
    let tree = leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Tree::All),
            prop::collection::vec(inner, 1..3).prop_map(Tree::Any),
        ]
    });
    let by = prop::sample::select(vec![
        SortBy::CreatedAt,
        SortBy::CreatedAt,
        SortBy::Duration,
        SortBy::Tokens,
        SortBy::Cost,
        SortBy::Messages,
    ]);
    (tree, by, any::<bool>(), 0..5_usize).prop_map(|(tree, by, is_descending, limit)| Asked {
        tree,
        order: ListOrder { by, is_descending },
        limit,
    })
}

impl Asked {
    /// As the store is asked.
    pub(super) fn filter(&self, rows: &[Row]) -> Filter {
        self.tree.filter(rows)
    }

    /// Whether the run is meant.
    pub(super) fn means(&self, row: &Row, all: &[Row]) -> bool {
        self.tree.means(row, all)
    }
}

const COMPARES: [Compare; 6] = [Compare::Eq, Compare::Neq, Compare::Gt, Compare::Lt, Compare::Gte, Compare::Lte];

fn holds<T: PartialOrd + Copy>(number: u8, value: Option<T>, wanted: T) -> bool {
    value.is_some_and(|value| match number % 6 {
        0 => value == wanted,
        1 => value != wanted,
        2 => value > wanted,
        3 => value < wanted,
        4 => value >= wanted,
        _ => value <= wanted,
    })
}

const TYPES: [&str; 6] = ["llm", "chain", "tool", "chat", "thread", "custom-event"];
const A_DAY: i64 = 86_400_000_000;

fn model(number: u8) -> String {
    format!("model-{}", number % 4)
}

impl Tree {
    fn filter(&self, rows: &[Row]) -> Filter {
        let (check, n) = match self {
            Tree::All(parts) => return Filter::All(parts.iter().map(|part| part.filter(rows)).collect()),
            Tree::Any(parts) => return Filter::Any(parts.iter().map(|part| part.filter(rows)).collect()),
            Tree::Check(check, n) => (*check, *n),
        };
        let compare = COMPARES[usize::from(n % 6)];
        let property = |key: &str, value: Wanted| Property { key: key.into(), value };
        Filter::from(match check {
            0 => Check::Types(vec![TYPES[usize::from(n)].into(), "llm".into()]),
            1 => Check::Types(vec![TYPES[usize::from(n)].into()]),
            2 => Check::Trace,
            3 => Check::Status([Status::Started, Status::Success, Status::Error][usize::from(n % 3)]),
            4 => Check::Names(vec![model(n), "text 1".into()]),
            5 => Check::NameContains(["MODEL", "-1", "ext", "%", "_", ""][usize::from(n)].into()),
            6 => Check::CustomEvents(if n > 2 { vec![] } else { vec![format!("text {n}")] }),
            7 => Check::Tags(vec![["a", "b", "z"][usize::from(n % 3)].into()]),
            8 => Check::TemplateVersions(vec![n.into(), 77]),
            9 => Check::Users(rows.iter().filter_map(|row| row.user.clone()).map(|(id, _)| id).take(1).collect()),
            10 => Check::Thumb([Thumb::Up, Thumb::Down, Thumb::Nothing][usize::from(n % 3)]),
            11 => Check::Comment(["up", "down", "other"][usize::from(n % 3)].into()),
            12 => Check::CreatedAt(compare, noon_before(n)),
            13 => Check::Duration(compare, 1_000),
            14 => Check::Tokens(TokenKind::Prompt, compare, 1.5),
            15 => Check::Tokens(TokenKind::Total, compare, 3.0),
            16 => Check::Messages(compare, 1.0),
            17 => Check::Parent(RunId::from_client(&run_name(n))),
            18 => Check::Metadata(property("region", Wanted::Written(n.to_string()))),
            19 => Check::Metadata(property("shard", Wanted::Anything)),
            20 => Check::Text(TextMatch {
                field: [Field::Input, Field::Output, Field::Any][usize::from(n % 3)],
                is: TextIs::Within,
                is_case_sensitive: n > 2,
                text: "Text 1".into(),
            }),
            21 => Check::Search(["text", "\"text 2\"", "nothing", "1", "tex*", "user"][usize::from(n)].into()),
            22 => Check::Json(Side::Input, JsonIs::Invalid),
            _ => Check::Regex { side: Side::Output, is_absent: n > 2, pattern: "^t.xt [12]$".into() },
        })
    }

    fn means(&self, row: &Row, all: &[Row]) -> bool {
        let (check, n) = match self {
            Tree::All(parts) => return parts.iter().all(|part| part.means(row, all)),
            Tree::Any(parts) => return parts.iter().any(|part| part.means(row, all)),
            Tree::Check(check, n) => (*check, *n),
        };
        let name = row.name.as_deref().unwrap_or_default();
        let total = row.prompt_tokens.zip(row.completion_tokens).map(|(prompt, completion)| prompt + completion);
        match check {
            0 => row.run_type == TYPES[usize::from(n)] || row.run_type == "llm",
            1 => row.run_type == TYPES[usize::from(n)],
            2 => ["agent", "chain"].contains(&row.run_type.as_str()) && row.is_root,
            3 => row.status == Some(["started", "success", "error"][usize::from(n % 3)]),
            4 => row.name.is_some() && (name == model(n) || name == "text 1"),
            5 => row.name.is_some() && name.contains(["model", "-1", "ext", "%", "_", ""][usize::from(n)]),
            6 => row.run_type == "custom-event" && (n > 2 || name == format!("text {n}")),
            7 => row.tags.iter().any(|tag| tag == ["a", "b", "z"][usize::from(n % 3)]),
            8 => row.template_version == Some(n.into()),
            9 => row.user.is_some() && row.user == all.iter().find_map(|row| row.user.clone()),
            10 if n % 3 == 2 => row.thumbs.is_empty(),
            10 => row.thumbs.contains(&["up", "down"][usize::from(n % 3)]),
            11 => row.has_comment(["up", "down", "other"][usize::from(n % 3)], all),
            12 => holds(n, Some(row.started_at), noon_before(n).micros()),
            13 => holds(n, row.duration, 1_000),
            14 => holds(n, row.prompt_tokens.map(|count| count as f64), 1.5),
            15 => holds(n, total, 3),
            16 => holds(n, Some(row.messages.unwrap_or(0)), 1),
            17 => row.parent_id == Some(RunId::from_client(&run_name(n))),
            18 => row.metadata.get("region").is_some_and(|value| value.as_u64() == Some(n.into())),
            19 => row.metadata.get("shard").is_some(),
            20 => {
                let sides: [&[&Option<Value>]; 3] = [&[&row.input], &[&row.output], &[&row.input, &row.output]];
                let wanted = if n > 2 { "Text 1" } else { "text 1" };
                let has = |text: &str| if n > 2 { text.contains(wanted) } else { text.to_lowercase().contains(wanted) };
                sides[usize::from(n % 3)]
                    .iter()
                    .any(|side| side.as_ref().is_some_and(|side| texts(side).iter().any(|text| has(text))))
            }
            21 => {
                let texts: Vec<String> = [&row.input, &row.output].into_iter().flatten().flat_map(texts).collect();
                let has = |part: &str| texts.iter().any(|text| text.contains(part));
                match n {
                    0 | 4 => has("text"),
                    1 => has("text 2"),
                    2 => has("nothing"),
                    3 => has("1"),
                    _ => has("user"),
                }
            }
            22 => row.input.as_ref().is_some_and(|input| serde_json::from_str::<Value>(&last_text(input)).is_err()),
            _ => row.output.as_ref().is_some_and(|output| is_text_1_or_2(&last_text(output)) != (n > 2)),
        }
    }
}

fn noon_before(days: u8) -> Timestamp {
    Timestamp::from_micros(NOON.micros() - i64::from(days % 3) * A_DAY + i64::from(days))
}

/// Strings and numbers of a value.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::Object(members) => members.values().flat_map(texts).collect(),
        Value::Null | Value::Bool(_) => Vec::new(),
    }
}

/// The content of the last message, or the value as text.
fn last_text(value: &Value) -> String {
    let last = match value {
        Value::Array(values) if values.last().is_some_and(Value::is_object) => values[values.len() - 1].clone(),
        other => other.clone(),
    };
    match last.get("content").unwrap_or(&last) {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn is_text_1_or_2(text: &str) -> bool {
    text == "text 1" || text == "text 2"
}

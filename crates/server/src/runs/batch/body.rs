//! The body of a change of many runs, read into what is to be done. Pure functions.

use ingest::Limits;
use model::ids::parse_hyphenated;
use model::{DatasetId, RunId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::runs::ManyEdit;
use utoipa::ToSchema;

use crate::error::ApiError;
use crate::schema::{self, enum_of, expected, text_at_most};

/// The most runs that are named one by one.
pub(super) const MOST_IDS: usize = 20_000;
const ACTIONS: [&str; 4] = ["delete", "tag", "untag", "addToDataset"];
const NAME: &str = "the limit of --max-name";

/// One change for many runs.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
#[serde(rename_all = "camelCase")]
pub(super) struct BatchChange {
    /// `delete`, `tag`, `untag` or `addToDataset`.
    action: String,
    /// The runs, by ids as they were sent or as they are shown; either this or `filter`.
    ids: Option<Vec<String>>,
    filter: Option<FilterBody>,
    args: Option<ArgsBody>,
}

/// The runs that a list shows.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
#[serde(rename_all = "camelCase")]
#[schema(as = BatchFilter)]
struct FilterBody {
    /// The query string of the list; either this or `logic`.
    query: Option<String>,
    /// The checks as a tree.
    logic: Option<Value>,
    /// When the list was looked at: runs that began later are left alone.
    #[schema(format = DateTime)]
    as_of: String,
}

/// What the action needs to know.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
#[serde(rename_all = "camelCase")]
#[schema(as = BatchArguments)]
struct ArgsBody {
    /// Of `tag` and `untag`: at least one.
    tags: Option<Vec<String>>,
    /// Of `addToDataset`: a dataset of items, or one of prompts.
    #[schema(format = "uuid")]
    dataset_id: Option<String>,
}

/// What is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Asked {
    /// The runs are changed.
    Change(Action),
    /// They come into a dataset, and stay as they are.
    AddTo(DatasetId),
}

/// How runs are changed.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Action {
    /// See [`ManyEdit::Delete`].
    Delete,
    /// See [`ManyEdit::Tag`].
    Tag(Vec<String>),
    /// See [`ManyEdit::Untag`].
    Untag(Vec<String>),
}

/// To which runs.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Which {
    /// As the client names them.
    Ids(Vec<String>),
    /// Those of a list.
    List(List),
}

/// The runs that a list shows.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub(crate) struct List {
    /// Its query string, unless it has `logic`.
    pub(super) query: String,
    /// Its checks as JSON.
    pub(super) logic: Option<String>,
    /// In milliseconds since 1970: runs that began later are left alone.
    pub(super) as_of_ms: i64,
}

impl Action {
    pub(super) fn word(&self) -> &'static str {
        match self {
            Action::Delete => "delete",
            Action::Tag(_) => "tag",
            Action::Untag(_) => "untag",
        }
    }

    /// For the store.
    pub(super) fn edit(&self, limits: &Limits) -> ManyEdit {
        match self {
            Action::Delete => ManyEdit::Delete,
            Action::Tag(tags) => ManyEdit::Tag { tags: tags.clone(), most: limits.tags },
            Action::Untag(tags) => ManyEdit::Untag(tags.clone()),
        }
    }
}

/// The runs as the store knows them.
pub(super) fn run_ids(ids: &[String]) -> Vec<RunId> {
    ids.iter().map(|id| RunId::from_client(id)).collect()
}

/// Reads a body.
pub(super) fn parse(body: Value, limits: &Limits) -> Result<(Asked, Which), ApiError> {
    let mut members = schema::object(body)?;
    let word = enum_of(&ACTIONS, members.get("action"), "action");
    let which = which(&mut members);
    let asked = word.and_then(|word| asked(word, members.remove("args"), limits));
    match (asked, which) {
        (Ok(asked), Ok(which)) => Ok((asked, which)),
        (asked, which) => {
            let issues: Vec<String> = [asked.err(), which.err()].into_iter().flatten().collect();
            Err(ApiError::Invalid(issues.join("; ")))
        }
    }
}

fn asked(word: &str, args: Option<Value>, limits: &Limits) -> Result<Asked, String> {
    if word == "delete" {
        return Ok(Asked::Change(Action::Delete));
    }
    let mut args = match args {
        Some(Value::Object(args)) => args,
        other => return Err(expected("object", other.as_ref(), "args")),
    };
    if word == "addToDataset" {
        return dataset(args.get("datasetId")).map(Asked::AddTo);
    }
    let tags = texts(args.remove("tags"), (limits.tags, limits.name_bytes), "args.tags")?;
    if tags.is_empty() {
        return Err("Array must contain at least 1 element(s) at \"args.tags\"".into());
    }
    Ok(Asked::Change(if word == "tag" { Action::Tag(tags) } else { Action::Untag(tags) }))
}

fn dataset(id: Option<&Value>) -> Result<DatasetId, String> {
    let path = "args.datasetId";
    let Some(Value::String(text)) = id else { return Err(expected("string", id, path)) };
    parse_hyphenated(text).map(DatasetId).ok_or_else(|| format!("Invalid uuid at \"{path}\""))
}

fn texts(list: Option<Value>, (most, bytes): (usize, usize), path: &str) -> Result<Vec<String>, String> {
    let items = match list {
        Some(Value::Array(items)) => items,
        other => return Err(expected("array", other.as_ref(), path)),
    };
    if items.len() > most {
        return Err(format!("Array must contain at most {most} element(s) at \"{path}\""));
    }
    let text = |(at, item)| text_at_most(bytes, NAME, Some(item), &format!("{path}[{at}]"));
    items.into_iter().enumerate().map(text).collect()
}

fn which(members: &mut Map<String, Value>) -> Result<Which, String> {
    match (members.remove("ids"), members.remove("filter")) {
        (Some(_), Some(_)) => Err("Either \"ids\" or \"filter\" says which runs, not both".into()),
        (Some(ids), None) => texts(Some(ids), (MOST_IDS, usize::MAX), "ids").map(Which::Ids),
        (None, Some(Value::Object(filter))) => list(filter),
        (None, Some(other)) => Err(expected("object", Some(&other), "filter")),
        (None, None) => Err("Required at \"ids\", or Required at \"filter\"".into()),
    }
}

fn list(mut filter: Map<String, Value>) -> Result<Which, String> {
    let path = "filter.asOf";
    let as_of = match filter.get("asOf") {
        Some(Value::String(text)) => text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond),
        other => return Err(expected("string", other, path)),
    };
    let as_of_ms = as_of.ok_or_else(|| format!("Invalid datetime at \"{path}\""))?;
    match (filter.remove("query"), filter.remove("logic")) {
        (Some(Value::String(query)), None) => {
            Ok(Which::List(List { query: query.trim_start_matches('?').to_owned(), logic: None, as_of_ms }))
        }
        (None, Some(logic @ Value::Array(_))) => {
            Ok(Which::List(List { query: String::new(), logic: Some(logic.to_string()), as_of_ms }))
        }
        (Some(query), None) => Err(expected("string", Some(&query), "filter.query")),
        (None, Some(logic)) => Err(expected("array", Some(&logic), "filter.logic")),
        (None, None) => Err("Required at \"filter.query\", or Required at \"filter.logic\"".into()),
        (Some(_), Some(_)) => Err("Either \"filter.query\" or \"filter.logic\" says which runs, not both".into()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(body: Value, want: &str) {
        let shown = body.to_string();
        let got = match parse(body, &Limits { tags: 2, name_bytes: 4, ..Limits::default() }) {
            Ok(read) => format!("{read:?}"),
            Err(refusal) => refusal.to_string(),
        };
        assert_eq!(got, want, "{shown}");
    }

    #[test]
    fn a_body_says_what_is_done_to_which_runs() {
        check(json!({"action": "delete", "ids": ["a", "b"]}), r#"(Change(Delete), Ids(["a", "b"]))"#);
        check(json!({"action": "tag", "ids": [], "args": {"tags": ["x"]}}), r#"(Change(Tag(["x"])), Ids([]))"#);
        check(
            json!({"action": "untag", "filter": {"query": "?type=llm", "asOf": "1970-01-01T00:00:01Z"}, "args": {"tags": ["x"]}}),
            r#"(Change(Untag(["x"])), List(List { query: "type=llm", logic: None, as_of_ms: 1000 }))"#,
        );
        check(
            json!({"action": "delete", "filter": {"logic": ["AND"], "asOf": "1970-01-01T01:00:00+01:00"}}),
            r#"(Change(Delete), List(List { query: "", logic: Some("[\"AND\"]"), as_of_ms: 0 }))"#,
        );
        check(
            json!({"action": "addToDataset", "ids": ["a"], "args": {"datasetId": "00000000-0000-4000-8000-000000000001"}}),
            r#"(AddTo(DatasetId(00000000-0000-4000-8000-000000000001)), Ids(["a"]))"#,
        );
    }

    #[test]
    fn what_cannot_be_meant_is_refused_in_words() {
        check(json!({}), "Validation error: Required at \"action\"; Required at \"ids\", or Required at \"filter\"");
        check(
            json!({"action": "tag", "ids": ["a"], "args": {"tags": []}}),
            "Validation error: Array must contain at least 1 element(s) at \"args.tags\"",
        );
        check(
            json!({"action": "tag", "ids": ["a"], "args": {"tags": ["a", "b", "c"]}}),
            "Validation error: Array must contain at most 2 element(s) at \"args.tags\"",
        );
        check(
            json!({"action": "tag", "ids": ["a"], "args": {"tags": ["tagged"]}}),
            "Validation error: String must contain at most 4 byte(s), the limit of --max-name, at \"args.tags[0]\"",
        );
        check(
            json!({"action": "delete", "ids": ["a"], "filter": {}}),
            "Validation error: Either \"ids\" or \"filter\" says which runs, not both",
        );
        check(
            json!({"action": "delete", "filter": {"query": "", "asOf": "yesterday"}}),
            "Validation error: Invalid datetime at \"filter.asOf\"",
        );
        check(json!({"action": "delete", "filter": {"query": ""}}), "Validation error: Required at \"filter.asOf\"");
        check(
            json!({"action": "delete", "ids": vec!["a"; 20_001]}),
            "Validation error: Array must contain at most 20000 element(s) at \"ids\"",
        );
        check(
            json!({"action": "addToDataset", "args": {}}),
            "Validation error: Required at \"args.datasetId\"; Required at \"ids\", or Required at \"filter\"",
        );
        check(
            json!({"action": "addToDataset", "ids": [], "args": {"datasetId": "mine"}}),
            "Validation error: Invalid uuid at \"args.datasetId\"",
        );
        check(
            json!({"action": "explode", "ids": []}),
            "Validation error: Invalid enum value. Expected 'delete' | 'tag' | 'untag' | 'addToDataset', received 'explode' at \
             \"action\"",
        );
    }
}

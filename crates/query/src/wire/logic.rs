//! Filters as trees of JSON (spec `filters.md` 1).

use model::Filter;
use serde_json::Value;

use super::known::{self, Known, Parameter};
use super::{Given, MOST_BYTES, MOST_CHECKS, MOST_DEPTH, bounded, build};
use crate::FilterError;

/// Reads a tree of checks, such as `["AND", {"id":"type","params":{"type":"llm"}}]`. Empty groups, and checks of which no
/// parameter is set, say nothing.
///
/// # Errors
///
/// Text that is no such tree, a check that is unknown or cannot be understood, or a limit that is passed.
pub fn parse_logic(json: &str) -> Result<Filter, FilterError> {
    tree(json, &mut Counted::default()).and_then(bounded)
}

/// How many checks there were so far.
#[derive(Default)]
pub(super) struct Counted(usize);

impl Counted {
    pub(super) fn one_more(&mut self) -> Result<(), FilterError> {
        self.0 += 1;
        FilterError::limit("checks", MOST_CHECKS, self.0)
    }
}

/// Reads a tree whose checks are counted with others.
pub(super) fn tree(json: &str, counted: &mut Counted) -> Result<Filter, FilterError> {
    FilterError::limit("bytes", MOST_BYTES, json.len())?;
    let value: Value = serde_json::from_str(json).map_err(|_| FilterError::shape(json))?;
    group(&value, 1, counted).map(|group| group.unwrap_or_else(Filter::everything))
}

/// A group; `None` when nothing in it says anything.
fn group(value: &Value, depth: usize, counted: &mut Counted) -> Result<Option<Filter>, FilterError> {
    let Value::Array(items) = value else { return Err(FilterError::shape(&value.to_string())) };
    FilterError::limit("levels", MOST_DEPTH, depth)?;
    let Some((first, rest)) = items.split_first() else { return Ok(None) };
    let is_any = match first.as_str() {
        Some(word) if word.eq_ignore_ascii_case("AND") => false,
        Some(word) if word.eq_ignore_ascii_case("OR") => true,
        _ => return Err(FilterError::shape(&value.to_string())),
    };
    let mut parts = Vec::with_capacity(rest.len());
    for item in rest {
        let part = match item {
            Value::Array(_) => group(item, depth + 1, counted)?,
            _ => leaf(item, counted)?,
        };
        parts.extend(part);
    }
    Ok(match parts.is_empty() {
        true => None,
        false if is_any => Some(Filter::any(parts)),
        false => Some(Filter::all(parts)),
    })
}

/// A check; `None` when none of its parameters is set.
fn leaf(value: &Value, counted: &mut Counted) -> Result<Option<Filter>, FilterError> {
    let Some(id) = value.get("id").and_then(Value::as_str) else { return Err(FilterError::shape(&value.to_string())) };
    let check = match (known::find(id), known::find_model_check(id)) {
        (Some(check), _) => check,
        (None, Some(id)) => return Err(FilterError::NeedsModel(id)),
        (None, None) => return Err(FilterError::unknown(id)),
    };
    counted.one_more()?;
    let given = match value.get("params") {
        None | Some(Value::Null) => return Ok(None),
        Some(params) => named(check, params)?,
    };
    if given.is_set() { build::filter(&given) } else { Ok(None) }
}

/// The values of a check, by the names of its parameters.
fn named(check: &'static Known, params: &Value) -> Result<Given, FilterError> {
    let expected = || {
        let names: Vec<&str> = check.parameters.iter().map(|parameter| parameter.name).collect();
        format!("its parameters are {}", names.join(", "))
    };
    let refused = || FilterError::value(check.id, &params.to_string(), expected());
    let Value::Object(members) = params else { return Err(refused()) };
    let is_named = |name: &str| check.parameters.iter().any(|parameter| parameter.name == name);
    if members.iter().any(|(name, value)| !is_named(name) && !value.is_null()) {
        return Err(refused());
    }
    let texts = check.parameters.iter().map(|parameter| match members.get(parameter.name) {
        None => Ok(Vec::new()),
        Some(value) => texts(check, parameter, value),
    });
    Ok(Given { check, texts: texts.collect::<Result<Vec<_>, _>>()? })
}

/// What a parameter says; no text when it says nothing.
fn texts(check: &Known, parameter: &Parameter, value: &Value) -> Result<Vec<String>, FilterError> {
    let is_list = parameter.kind.is_list() || check.id == "type";
    let text = match value {
        Value::Null => return Ok(Vec::new()),
        Value::Array(items) if is_list => {
            let each = items.iter().map(|item| texts(check, parameter, item)).collect::<Result<Vec<_>, _>>()?;
            return Ok(each.concat());
        }
        Value::Object(_) if is_list => value.to_string(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(_) | Value::Object(_) => {
            let expected = format!("{} is one text or number", parameter.name);
            return Err(FilterError::value(check.id, &value.to_string(), expected));
        }
    };
    Ok(if text.is_empty() { Vec::new() } else { vec![text] })
}

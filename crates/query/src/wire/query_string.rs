//! Filters in query strings (spec `filters.md` 2). The raw text is read: decoded parameters would have lost what dots and
//! commas mean.

use std::borrow::Cow;

use model::Filter;
use percent_encoding::percent_decode_str;

use super::known::{self, Kind, Known};
use super::logic::{self, Counted};
use super::{Given, MOST_BYTES, bounded, build};
use crate::FilterError;

/// What a query string asks for.
#[derive(Clone, PartialEq, Debug)]
pub struct Parsed {
    /// The runs that are meant; all when no check is set.
    pub filter: Filter,
    /// Whether any check is set. Where none is, each route has a filter of its own (spec `filters.md` 3.3).
    pub has_checks: bool,
    /// Whether there is a parameter that is exactly `type=llm`: rows are shortened then (spec `api-runs.md` 7.2).
    pub is_type_exactly_llm: bool,
}

/// Reads the checks of a raw query string, without its question mark. Parameters that are no checks are ignored; `filter`
/// holds a tree of JSON, which counts in addition to the other checks.
///
/// # Errors
///
/// A check that is set and cannot be understood, or a limit that is passed.
pub fn parse(raw_query: &str) -> Result<Parsed, FilterError> {
    let mut counted = Counted::default();
    let (mut is_any, mut bytes, mut is_type_exactly_llm) = (false, 0, false);
    let (mut checks, mut trees) = (Vec::new(), Vec::new());
    for pair in raw_query.split('&') {
        let Some((key, value)) = pair.split_once('=') else {
            is_any |= pair == "OR";
            continue;
        };
        if let Some(id) = known::find_model_check(key).filter(|_| !value.is_empty()) {
            return Err(FilterError::NeedsModel(id));
        }
        let check = known::find(key);
        if value.is_empty() || check.is_none() && key != "filter" {
            continue;
        }
        bytes += pair.len();
        FilterError::limit("bytes", MOST_BYTES, bytes)?;
        is_type_exactly_llm |= pair == "type=llm";
        let Some(check) = check else {
            trees.push(logic::tree(&decoded(value), &mut counted)?);
            continue;
        };
        let given = positional(check, value)?;
        if given.is_set() {
            counted.one_more()?;
            checks.extend(build::filter(&given)?);
        }
    }
    let flat = if is_any && !checks.is_empty() { Filter::any(checks) } else { Filter::all(checks) };
    let filter = bounded(Filter::all(std::iter::once(flat).chain(trees)))?;
    let has_checks = !filter.is_everything();
    Ok(Parsed { filter, has_checks, is_type_exactly_llm })
}

/// The values of a check, which stand in the order of its parameters with dots between them.
fn positional(check: &'static Known, value: &str) -> Result<Given, FilterError> {
    let mut rest = Some(value);
    let mut texts = Vec::with_capacity(check.parameters.len());
    for (place, parameter) in check.parameters.iter().enumerate() {
        let is_last = place + 1 == check.parameters.len();
        let Some(left) = rest else {
            texts.push(Vec::new());
            continue;
        };
        let (part, after) = match left.split_once('.') {
            Some((part, after)) if !(is_last && parameter.kind.takes_dots()) => (part, Some(after)),
            _ => (left, None),
        };
        if let Kind::Choice { words, default: Some(_) } = parameter.kind
            && !is_last
            && !words.contains(&decoded(part).as_ref())
        {
            texts.push(Vec::new());
            continue;
        }
        texts.push(read(parameter.kind, part));
        rest = after;
    }
    match rest {
        Some(surplus) if !surplus.is_empty() => Err(FilterError::value(check.id, value, "it has too many values")),
        _ => Ok(Given { check, texts }),
    }
}

/// What one parameter says; no text when it says nothing.
fn read(kind: Kind, part: &str) -> Vec<String> {
    let text = match kind {
        Kind::List | Kind::Numbers => {
            let list = with_commas(part);
            return list
                .split(',')
                .map(|item| decoded(&decoded(item)).into_owned())
                .filter(|item| !item.is_empty())
                .collect();
        }
        Kind::Number => decoded(&decoded(part)).into_owned(),
        Kind::Choice { .. } | Kind::Word | Kind::Text => decoded(part).into_owned(),
    };
    if text.is_empty() { Vec::new() } else { vec![text] }
}

/// Commas that are encoded once separate as plain ones do.
fn with_commas(part: &str) -> Cow<'_, str> {
    if part.contains("%2") { part.replace("%2C", ",").replace("%2c", ",").into() } else { part.into() }
}

/// Percent-decoded once; a stray `%` stands for itself, `+` for itself, and what is no UTF-8 for U+FFFD.
fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

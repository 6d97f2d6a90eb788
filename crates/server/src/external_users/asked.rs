//! The query string of a list of end users. Its own `search` means persons, and is no check of runs (spec `api-runs.md` 10).

use model::filter::{Compare, Property};
use model::{Check, Filter, Timestamp};
use percent_encoding::percent_decode_str;
use store::runs::{PeopleOrder, PeopleQuery};

use crate::error::ApiError;
use crate::runs::{Written, number_of, text_of};

const DEFAULT_LIMIT: u64 = 100;
const MAX_LIMIT: u64 = 10_000;
/// Properties that a search looks into.
const SEARCHED: &[&str] = &["email", "name"];
/// Parameters of the list itself: checks of these names are none.
const OWN: [&str; 2] = ["search", "checks"];

/// Which page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Paging {
    /// Zero-based.
    pub(crate) page: u64,
    /// Rows of a page.
    pub(crate) limit: u64,
}

/// What a list is asked for.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) paging: Paging,
    /// But for `runs`.
    pub(super) query: PeopleQuery,
    /// The runs that count.
    pub(super) runs: Written,
    /// Whether rows say more than what runs cost.
    pub(super) with_activity: bool,
}

impl Paging {
    pub(crate) fn parse(raw: &str, default: u64) -> Result<Paging, ApiError> {
        let limit = number_of(Some(raw), "limit")?.unwrap_or(default).min(MAX_LIMIT);
        Ok(Paging { page: number_of(Some(raw), "page")?.unwrap_or(0), limit })
    }

    /// How many rows to leave out.
    pub(crate) fn skip(self) -> usize {
        usize::try_from(self.page.saturating_mul(self.limit)).unwrap_or(usize::MAX)
    }

    /// How many rows to give.
    pub(crate) fn rows(self) -> usize {
        usize::try_from(self.limit).unwrap_or(usize::MAX)
    }
}

/// Reads a query string.
pub(super) fn parse(raw: &str) -> Result<Asked, ApiError> {
    let paging = Paging::parse(raw, DEFAULT_LIMIT)?;
    let (props, runs) = split(checks(raw)?);
    let order = match text_of(raw, "sortField").as_deref() {
        Some("lastSeen") => PeopleOrder::LastSeen,
        Some("cost") => PeopleOrder::Cost,
        _ => PeopleOrder::CreatedAt,
    };
    let is_descending = match text_of(raw, "sortDirection").as_deref() {
        None | Some("desc") => true,
        Some("asc") => false,
        Some(other) => {
            let shown: String = other.chars().take(100).collect();
            return Err(ApiError::Invalid(format!(
                "Invalid enum value. Expected 'asc' | 'desc', received '{shown}' at \"sortDirection\""
            )));
        }
    };
    let query = PeopleQuery {
        search: text_of(raw, "search").unwrap_or_default(),
        searched: SEARCHED,
        props,
        order,
        is_descending,
        skip: paging.skip(),
        limit: paging.rows(),
        runs: None,
    };
    Ok(Asked { paging, query, runs: Written::new(window(raw, runs)?), with_activity: with_activity(raw)? })
}

/// Whether `activity=true` is asked for.
pub(super) fn with_activity(raw: &str) -> Result<bool, ApiError> {
    match text_of(raw, "activity").as_deref() {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(ApiError::Invalid("Expected boolean, received string at \"activity\"".into())),
    }
}

/// The checks: those of the query string, and those that `checks` holds, encoded once more.
fn checks(raw: &str) -> Result<Filter, ApiError> {
    let within = raw.split('&').find_map(|pair| pair.strip_prefix("checks=")).unwrap_or_default();
    let within = percent_decode_str(within).decode_utf8_lossy();
    let is_check = |pair: &&str| !OWN.contains(&pair.split('=').next().unwrap_or_default());
    let all: Vec<&str> = raw.split('&').filter(is_check).chain(within.split('&').filter(is_check)).collect();
    let parsed = query::parse(&all.join("&")).map_err(|refusal| ApiError::BadRequest(refusal.to_string()))?;
    Ok(parsed.filter)
}

/// What persons must be like, and which runs count.
fn split(filter: Filter) -> (Vec<Property>, Filter) {
    let parts = match filter {
        Filter::All(parts) => parts,
        other => vec![other],
    };
    let (mut props, mut runs) = (Vec::new(), Vec::new());
    for part in parts {
        match part {
            Filter::Check(Check::UserProp(property)) => props.push(property),
            other => runs.push(other),
        }
    }
    (props, Filter::all(runs))
}

/// Only runs that began from `startDate` on and before `endDate`.
fn window(raw: &str, runs: Filter) -> Result<Filter, ApiError> {
    let mut runs = runs;
    for (name, compare) in [("startDate", Compare::Gte), ("endDate", Compare::Lt)] {
        let Some(text) = text_of(raw, name) else { continue };
        let at = text.parse::<jiff::Timestamp>();
        let at = at.map_err(|_| ApiError::Invalid(format!("Invalid datetime at \"{name}\"")))?;
        runs = runs.and(Check::CreatedAt(compare, Timestamp::from_micros(at.as_microsecond())));
    }
    Ok(runs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, want: &str) {
        let got = match parse(raw) {
            Ok(Asked { query, runs, .. }) => format!("{:?} {:?} {:?}", query.search, query.props, runs.as_written()),
            Err(error) => error.to_string(),
        };
        assert_eq!(got.replace("Timestamp", ""), want, "{raw}");
    }

    #[test]
    fn checks_of_persons_and_of_runs_are_told_apart() {
        check("", "\"\" [] All([])");
        check("search=ana&type=llm", "\"ana\" [] Check(Types([\"llm\"]))");
        check("startDate=1970-01-01T00:00:01Z", "\"\" [] Check(CreatedAt(Gte, (1000000)))");
        let in_props = parse("user-props=plan.pro&models=gpt-4o").unwrap();
        assert_eq!((in_props.query.props.len(), in_props.runs.as_written().checks().count()), (1, 1));
        let encoded = parse("checks=user-props%3Dplan.pro%26search%3Dx").unwrap();
        assert_eq!((encoded.query.props.len(), encoded.runs.as_written()), (1, &Filter::everything()));
    }

    #[test]
    fn what_is_no_order_and_no_time_is_refused() {
        check(
            "sortDirection=up",
            "Validation error: Invalid enum value. Expected 'asc' | 'desc', received 'up' at \"sortDirection\"",
        );
        check("endDate=soon", "Validation error: Invalid datetime at \"endDate\"");
        check("activity=1", "Validation error: Expected boolean, received string at \"activity\"");
        assert!(matches!(parse("sortField=banana").unwrap().query.order, PeopleOrder::CreatedAt));
    }
}

//! What values the runs of a list have.

use std::convert::Infallible;

use axum::extract::{RawQuery, State};
use model::{Check, Filter};
use serde::Serialize;
use serde_json::{Value, json};
use store::runs::{Facet, FacetCount, FacetQuery, FacetValue};
use utoipa::ToSchema;

use super::asked::{Otherwise, Pairs, parse_filter};
use super::histogram::is_true;
use super::written::Written;
use crate::app::App;
use crate::auth::{In, ListLogs};
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;

const DEFAULT_LIMIT: u64 = 50;
const MOST_VALUES: u64 = 1_000;

/// Values of a check, the most frequent first.
#[derive(Serialize, ToSchema)]
#[schema(as = RunFacets)]
pub(crate) struct FacetsView {
    data: Vec<FacetView>,
    /// Whether there are more values.
    more: bool,
    /// False when not all runs that can match were read, so that there are more of them; absent otherwise.
    #[serde(skip_serializing_if = "is_true")]
    #[schema(required = false)]
    complete: bool,
}

/// A value, and how many runs have it.
#[derive(Serialize, ToSchema)]
#[schema(as = RunFacet)]
struct FacetView {
    /// What the check takes.
    value: Value,
    /// As a person would say it.
    label: String,
    /// How many runs.
    count: u64,
}

/// A check whose values can be counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Of {
    Type,
    Status,
    Models,
    Tools,
    Retrievers,
    CustomEvents,
    Tags,
    Users,
    Feedback,
}

const CHECKS: [(&str, Of, Facet); 9] = [
    ("type", Of::Type, Facet::Type),
    ("status", Of::Status, Facet::Status),
    ("models", Of::Models, Facet::Name),
    ("tools", Of::Tools, Facet::Name),
    ("retrievers", Of::Retrievers, Facet::Name),
    ("custom-events", Of::CustomEvents, Facet::Name),
    ("tags", Of::Tags, Facet::Tag),
    ("users", Of::Users, Facet::User),
    ("feedback", Of::Feedback, Facet::Thumb),
];

impl Of {
    /// Whether this is the check itself.
    fn is(self, check: &Check) -> bool {
        match self {
            Of::Type => matches!(check, Check::Types(_) | Check::Trace),
            Of::Status => matches!(check, Check::Status(_)),
            Of::Models => matches!(check, Check::Names(_)),
            Of::Tools | Of::Retrievers => matches!(check, Check::NameContains(_)),
            Of::CustomEvents => matches!(check, Check::CustomEvents(_)),
            Of::Tags => matches!(check, Check::Tags(_)),
            Of::Users => matches!(check, Check::Users(_)),
            Of::Feedback => matches!(check, Check::Thumb(_) | Check::Comment(_)),
        }
    }
}

/// What values do the runs of a list have?
///
/// The check that is asked about does not count itself: with `check=models`, runs of all models count.
#[utoipa::path(get, path = "/v1/runs/facets", tag = "runs",
    params(
        ("check" = String, Query, description = "`type`, `status`, `models`, `tools`, `retrievers`, `custom-events`, `tags`, \
            `users` or `feedback`"),
        ("q" = Option<String>, Query, description = "Only values that contain this, whatever the case"),
        ("limit" = Option<u64>, Query, description = "How many values: 50, or 0 to 1,000"),
        ("type" = Option<String>, Query, description = "Types, with commas between; `llm` when there is no check. All checks \
            of the list are understood"),
        ("filter" = Option<String>, Query, description = "A tree of checks as JSON, in addition to the checks beside it"),
        ("parentRunId" = Option<String>, Query, description = "Only direct children of this run"),
    ),
    responses(
        (status = 200, description = "The values", body = FacetsView),
        (status = 400, description = "A check that cannot be understood, or whose values are not counted", body = ErrorBody),
        (status = 422, description = "A limit that is none", body = ErrorBody),
    ))]
pub(crate) async fn get_facets(
    State(app): State<App>,
    at: In<ListLogs>,
    RawQuery(raw): RawQuery,
) -> Result<Json<FacetsView>, ApiError> {
    let raw = raw.unwrap_or_default();
    let pairs = Pairs::new(&raw);
    let asked = pairs.text("check").unwrap_or_default();
    let Some((_, of, facet)) = CHECKS.into_iter().find(|(id, ..)| *id == asked) else {
        let known: Vec<&str> = CHECKS.iter().map(|(id, ..)| *id).collect();
        return Err(ApiError::BadRequest(format!("check takes one of {}", known.join(", "))));
    };
    let limit = pairs.number("limit")?.unwrap_or(DEFAULT_LIMIT).min(MOST_VALUES);
    let query = FacetQuery {
        filter: without(parse_filter(&raw, Otherwise::Llm)?, of).resolve(&app, &at).await?,
        of: facet,
        containing: pairs.text("q").unwrap_or_default(),
        limit: usize::try_from(limit).unwrap_or(usize::MAX),
    };
    let facets = app.runs.facets(&at, query).await?;
    let data = facets.values.into_iter().map(|value| FacetView::new(value, of)).collect();
    Ok(Json(FacetsView { data, more: facets.has_more, complete: facets.is_complete }))
}

/// The filter without the checks that are asked about, and with what they imply.
fn without(written: Written, of: Of) -> Written {
    let mut remove =
        |check: Check| Ok::<Filter, Infallible>(if of.is(&check) { Filter::everything() } else { check.into() });
    let Ok(filter) = written.into_filter().try_map(&mut remove);
    let implied = match of {
        Of::CustomEvents => Some("custom-event"),
        _ => None,
    };
    let implied = implied.map(|word| Check::Types(vec![word.to_owned()]).into());
    Written::new(Filter::all(std::iter::once(filter).chain(implied)))
}

impl FacetView {
    fn new(counted: FacetCount, of: Of) -> FacetView {
        let value = match counted.value {
            FacetValue::Text(text) if of == Of::Feedback => Value::from(json!({"thumb": text}).to_string()),
            FacetValue::Text(text) => Value::from(text),
            FacetValue::Number(number) => Value::from(number),
        };
        FacetView { value, label: counted.label, count: counted.runs }
    }
}

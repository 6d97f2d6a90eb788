//! The handlers that offer values.

use axum::extract::{RawQuery, State};
use model::{Check, Filter};
use store::ProjectScope;
use store::runs::{Facet, FacetQuery, PeopleOrder, PeopleQuery};

use super::view::{ChoiceView, SentenceBody};
use crate::app::App;
use crate::auth::{In, ListUsers, ReadAnalytics};
use crate::body::JsonBody;
use crate::error::{ApiError, ErrorBody};
use crate::external_users::{Paging, PersonView};
use crate::reply::Json;
use crate::runs::text_of;
use crate::schema::{self, enum_of, text_at_most};

const DEFAULT_USERS: u64 = 3;
const DEFAULT_CHOICES: u64 = 100;
/// The most bytes of a filter in words.
const MOST_SENTENCE: usize = 2_000;
const RUN_TYPES: [&str; 5] = ["llm", "trace", "thread", "tool", "retriever"];

/// The keys that the metadata of runs have, sorted.
///
/// Two spellings of a key that count as one are one, such as `planTier` for `plan_tier`.
#[utoipa::path(get, path = "/v1/filters/metadata", tag = "filters",
    params(("type" = Option<String>, Query, description = "Only runs of this type; `trace` means agents and chains that are \
        part of no other run")),
    responses((status = 200, description = "The keys", body = Vec<String>)))]
pub(crate) async fn list_metadata_keys(
    State(app): State<App>,
    at: In<ReadAnalytics>,
    RawQuery(raw): RawQuery,
) -> Result<Json<Vec<String>>, ApiError> {
    let run_type = text_of(raw.as_deref().unwrap_or_default(), "type");
    Ok(Json(app.runs.metadata_keys(&at, run_type).await?))
}

/// The topics that evaluators found.
///
/// There are none as long as nothing evaluates runs.
#[utoipa::path(get, path = "/v1/filters/topics", tag = "filters",
    responses((status = 200, description = "The topics", body = Vec<String>)))]
pub(crate) async fn list_topics(_app: State<App>, _at: In<ReadAnalytics>) -> Json<Vec<String>> {
    Json(Vec::new())
}

/// The intents that evaluators found.
///
/// There are none as long as nothing evaluates runs.
#[utoipa::path(get, path = "/v1/filters/intents", tag = "filters",
    responses((status = 200, description = "The intents", body = Vec<String>)))]
pub(crate) async fn list_intents(_app: State<App>, _at: In<ReadAnalytics>) -> Json<Vec<String>> {
    Json(Vec::new())
}

/// The models that llm runs used, sorted.
#[utoipa::path(get, path = "/v1/filters/models", tag = "filters",
    responses((status = 200, description = "The models", body = Vec<String>)))]
pub(crate) async fn list_models(State(app): State<App>, at: In<ReadAnalytics>) -> Result<Json<Vec<String>>, ApiError> {
    Ok(Json(labels(&app, &at, (Some("llm"), Facet::Name)).await?))
}

/// The tags of runs, sorted.
#[utoipa::path(get, path = "/v1/filters/tags", tag = "filters",
    responses((status = 200, description = "The tags", body = Vec<String>)))]
pub(crate) async fn list_tags(State(app): State<App>, at: In<ReadAnalytics>) -> Result<Json<Vec<String>>, ApiError> {
    Ok(Json(labels(&app, &at, (None, Facet::Tag)).await?))
}

/// The names of custom events, sorted.
#[utoipa::path(get, path = "/v1/filters/custom-events", tag = "filters",
    responses((status = 200, description = "The names", body = [ChoiceView])))]
pub(crate) async fn list_custom_events(
    State(app): State<App>,
    at: In<ReadAnalytics>,
) -> Result<Json<Vec<ChoiceView>>, ApiError> {
    let names = labels(&app, &at, (Some("custom-event"), Facet::Name)).await?;
    Ok(Json(names.into_iter().map(ChoiceView::of).collect()))
}

/// End users, by their ids.
#[utoipa::path(get, path = "/v1/filters/users", tag = "filters",
    params(
        ("limit" = Option<u64>, Query, description = "Rows per page: 3, or 0 to 10,000"),
        ("page" = Option<u64>, Query, description = "Zero-based"),
        ("search" = Option<String>, Query, description = "A piece of the id, or of `email`, `name`, `firstName`, `lastName` or \
            `orgId` of the properties"),
    ),
    responses(
        (status = 200, description = "The persons", body = [PersonView]),
        (status = 422, description = "A limit or page that is none", body = ErrorBody),
    ))]
pub(crate) async fn list_users(
    State(app): State<App>,
    at: In<ListUsers>,
    RawQuery(raw): RawQuery,
) -> Result<Json<Vec<PersonView>>, ApiError> {
    let raw = raw.as_deref().unwrap_or_default();
    let paging = Paging::parse(raw, DEFAULT_USERS)?;
    let query = PeopleQuery {
        search: text_of(raw, "search").unwrap_or_default(),
        searched: &["email", "name", "firstName", "lastName", "orgId"],
        props: Vec::new(),
        order: PeopleOrder::ExternalId,
        is_descending: false,
        skip: paging.skip(),
        limit: paging.rows(),
        runs: None,
    };
    let found = app.runs.people(&at, query).await?;
    Ok(Json(found.people.into_iter().map(|person| PersonView::new(person, Some(at.project()))).collect()))
}

/// The keys of what is known of end users, sorted.
#[utoipa::path(get, path = "/v1/filters/user-props/keys", tag = "filters",
    params(
        ("search" = Option<String>, Query, description = "A piece of the key"),
        ("limit" = Option<u64>, Query, description = "At most so many: 100, or 0 to 10,000"),
    ),
    responses(
        (status = 200, description = "The keys", body = [ChoiceView]),
        (status = 422, description = "A limit that is none", body = ErrorBody),
    ))]
pub(crate) async fn list_prop_keys(
    State(app): State<App>,
    at: In<ListUsers>,
    RawQuery(raw): RawQuery,
) -> Result<Json<Vec<ChoiceView>>, ApiError> {
    let raw = raw.as_deref().unwrap_or_default();
    let limit = Paging::parse(raw, DEFAULT_CHOICES)?.rows();
    let search = text_of(raw, "search").unwrap_or_default();
    let keys = app.runs.prop_keys(&at).await?.into_iter().filter(|key| query::contains(key, &search));
    Ok(Json(keys.take(limit).map(ChoiceView::of).collect()))
}

/// The values that a property of end users has, sorted.
#[utoipa::path(get, path = "/v1/filters/user-props/values", tag = "filters",
    params(
        ("key" = String, Query, description = "The property"),
        ("limit" = Option<u64>, Query, description = "At most so many: 100, or 0 to 10,000"),
    ),
    responses(
        (status = 200, description = "The values as text; `null` is the last", body = [ChoiceView]),
        (status = 422, description = "No key, or a limit that is none", body = ErrorBody),
    ))]
pub(crate) async fn list_prop_values(
    State(app): State<App>,
    at: In<ListUsers>,
    RawQuery(raw): RawQuery,
) -> Result<Json<Vec<ChoiceView>>, ApiError> {
    let raw = raw.as_deref().unwrap_or_default();
    let limit = Paging::parse(raw, DEFAULT_CHOICES)?.rows();
    let key = text_of(raw, "key").ok_or_else(|| ApiError::Invalid("Required at \"key\"".into()))?;
    let values = app.runs.prop_values(&at, &key).await?.into_iter();
    let text = |value: Option<String>| ChoiceView::of(value.unwrap_or_else(|| "null".into()));
    Ok(Json(values.take(limit).map(text).collect()))
}

/// Makes a filter of a sentence. It takes a model, and this server asks none.
#[utoipa::path(post, path = "/v1/filters/natural-language", tag = "filters",
    request_body = SentenceBody,
    responses(
        (status = 400, description = "No model provider is set up; or no JSON", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn post_natural_language(
    _app: State<App>,
    _at: In<ReadAnalytics>,
    body: JsonBody,
) -> Result<Json<ChoiceView>, ApiError> {
    let body = schema::object(body.value)?;
    let issues = [
        text_at_most(MOST_SENTENCE, "which is long for a question", body.get("text").cloned(), "text").err(),
        body.get("type").and_then(|given| enum_of(&RUN_TYPES, Some(given), "type").err()),
    ];
    let issues: Vec<String> = issues.into_iter().flatten().collect();
    if !issues.is_empty() {
        return Err(ApiError::Invalid(issues.join("; ")));
    }
    Err(ApiError::BadRequest(
        "AI filter failed: no model provider is set up on this server; choose the checks by hand".into(),
    ))
}

/// The values of all runs of a type, sorted.
async fn labels(app: &App, at: &ProjectScope, (run_type, of): (Option<&str>, Facet)) -> Result<Vec<String>, ApiError> {
    let filter = run_type.map_or(Filter::everything(), |word| Check::Types(vec![word.to_owned()]).into());
    let query = FacetQuery { filter, of, containing: String::new(), limit: usize::MAX };
    let mut labels: Vec<String> =
        app.runs.facets(at, query).await?.values.into_iter().map(|value| value.label).collect();
    labels.sort_unstable();
    Ok(labels)
}

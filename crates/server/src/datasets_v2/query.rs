//! The settings of a query string. Pure but for the extractor.

use std::cmp::Reverse;
use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use model::DatasetVersionId;
use model::ids::parse_hyphenated;
use store::meta::{Actor, Change, DatasetV2Row};

use super::sheet::Format;
use crate::app::App;
use crate::error::ApiError;
use crate::schema::enum_of;

const MAX_SEARCH: usize = 255;

/// A query string in pieces. Of a name that comes twice, the first counts.
pub(super) struct Settings(Vec<(String, String)>);

/// Whether a change makes a version: always, unless `skipVersion` or `skipVersioning` is `true`, `1` or `yes`.
pub(crate) struct Versioning(bool);

/// Which datasets are wanted, and in which order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Wanted {
    /// In lower case.
    search: Option<String>,
    sort: String,
}

impl Settings {
    pub(super) fn new(raw: Option<&str>) -> Settings {
        Settings(form_urlencoded::parse(raw.unwrap_or_default().as_bytes()).into_owned().collect())
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// `format`: `csv` when it is absent.
    pub(super) fn format(&self) -> Result<Format, ApiError> {
        let word = self.text("format").map(serde_json::Value::from);
        let word = word.as_ref().map_or(Ok("csv"), |word| enum_of(&Format::WORDS, Some(word), "format"));
        word.map(Format::from_word).map_err(ApiError::Invalid)
    }

    /// `versionId`, where it is there.
    pub(super) fn version(&self) -> Result<Option<DatasetVersionId>, ApiError> {
        let id = self.text("versionId").map(|text| parse_hyphenated(text).map(DatasetVersionId));
        id.map(|id| id.ok_or_else(|| ApiError::Invalid("Invalid uuid at \"versionId\"".into()))).transpose()
    }

    /// `search` and `sort`. An empty search is none.
    pub(super) fn wanted(&self) -> Result<Wanted, ApiError> {
        let search = self.text("search").map(str::trim).filter(|text| !text.is_empty());
        if search.is_some_and(|text| text.chars().count() > MAX_SEARCH) {
            let issue = format!("String must contain at most {MAX_SEARCH} character(s) at \"search\"");
            return Err(ApiError::Invalid(issue));
        }
        let sort = serde_json::Value::from(self.text("sort").unwrap_or("newest"));
        let words = ["newest", "alphabetical", "items", "updated"];
        let sort = enum_of(&words, Some(&sort), "sort").map_err(ApiError::Invalid)?;
        Ok(Wanted { search: search.map(str::to_lowercase), sort: sort.to_owned() })
    }
}

impl Wanted {
    /// Those of these that are wanted. They come the newest first.
    pub(super) fn of(&self, mut rows: Vec<DatasetV2Row>) -> Vec<DatasetV2Row> {
        if let Some(search) = &self.search {
            let has = |text: &str| text.to_lowercase().contains(search.as_str());
            rows.retain(|row| has(&row.name) || row.description.as_deref().is_some_and(has));
        }
        match self.sort.as_str() {
            "alphabetical" => rows.sort_by_cached_key(|row| row.name.to_lowercase()),
            "items" => rows.sort_by_key(|row| Reverse(row.item_count)),
            "updated" => rows.sort_by_key(|row| Reverse(row.updated_at)),
            _ => {}
        }
        rows
    }
}

impl Versioning {
    /// A change that this actor makes now.
    pub(super) fn change(&self, app: &App, actor: &Actor) -> Change {
        Change { actor: actor.clone(), now: app.time_of_edit(), makes_version: self.0 }
    }

    fn of(raw: Option<&str>) -> Versioning {
        let settings = Settings::new(raw);
        let is_set = |name| {
            let word = settings.text(name).map(str::to_lowercase);
            word.is_some_and(|word| ["true", "1", "yes"].contains(&word.as_str()))
        };
        Versioning(!is_set("skipVersion") && !is_set("skipVersioning"))
    }
}

impl FromRequestParts<App> for Versioning {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Versioning, Infallible> {
        Ok(Versioning::of(parts.uri.query()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_makes_a_version_unless_it_is_told_not_to() {
        for (query, want) in [
            ("", true),
            ("skipVersion=true", false),
            ("projectId=x&skipVersioning=YES", false),
            ("skipVersion=1", false),
            ("skipVersion=0", true),
            ("skipVersion=", true),
        ] {
            assert_eq!(Versioning::of(Some(query)).0, want, "{query}");
        }
    }

    #[test]
    fn a_search_is_a_text_and_a_sort_a_word() {
        let read = |query: &str| Settings::new(Some(query)).wanted().map_err(|error| error.to_string());
        let want =
            |search: Option<&str>, sort: &str| Ok(Wanted { search: search.map(str::to_owned), sort: sort.to_owned() });
        assert_eq!(read("search=%20100%25_A%20&sort=items"), want(Some("100%_a"), "items"));
        assert_eq!(read("search="), want(None, "newest"));
        assert!(read(&format!("search={}", "x".repeat(256))).is_err());
        assert!(read("sort=best").unwrap_err().contains("received 'best' at \"sort\""));
    }
}

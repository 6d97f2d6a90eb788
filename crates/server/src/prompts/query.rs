//! What readers of prompts may ask for in a query string.

use model::prompt::check_label;
use model::prompt::keys::Spelling;
use store::meta::Wanted;

use crate::error::ApiError;

/// How templates and versions are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Shape {
    /// How the keys of messages and parts are spelt.
    pub(super) spelling: Spelling,
    /// Whether everything is told that is known, and not what the reference tells.
    pub(super) is_full: bool,
}

/// What the reference shows to dashboards.
pub(super) const PLAIN: Shape = Shape { spelling: Spelling::Camel, is_full: false };

/// `keys=raw` and `fields=all`.
pub(super) fn shape(query: Option<&str>) -> Result<Shape, ApiError> {
    let spelling = match one(query, "keys")?.as_deref() {
        None => Spelling::Camel,
        Some("raw") => Spelling::Sent,
        Some(other) => return Err(not_one_of("'raw'", other, "keys")),
    };
    let is_full = match one(query, "fields")?.as_deref() {
        None => false,
        Some("all") => true,
        Some(other) => return Err(not_one_of("'all'", other, "fields")),
    };
    Ok(Shape { spelling, is_full })
}

/// What an SDK asks for: `slug`, and of ours `label` or `version`.
pub(super) fn latest(query: Option<&str>) -> Result<(String, Wanted), ApiError> {
    let slug = one(query, "slug")?.ok_or_else(|| ApiError::Invalid("Required at \"slug\"".into()))?;
    let wanted = match (one(query, "label")?, number(query, "version")?) {
        (None, None) => Wanted::Deployed,
        (Some(label), None) => {
            check_label(&label).map_err(ApiError::Invalid)?;
            Wanted::labelled(label)
        }
        (None, Some(number)) => Wanted::Number(number),
        (Some(_), Some(_)) => return Err(ApiError::Invalid("Send either \"label\" or \"version\"".into())),
    };
    Ok((slug, wanted))
}

/// A number from 1.
pub(super) fn number(query: Option<&str>, name: &str) -> Result<Option<i64>, ApiError> {
    let Some(text) = one(query, name)? else { return Ok(None) };
    let number = text.parse::<i64>().ok().filter(|number| *number >= 1);
    number.map(Some).ok_or_else(|| {
        ApiError::Invalid(format!("Expected a number from 1, received '{}' at \"{name}\"", short(&text)))
    })
}

/// A value that may be there once.
pub(super) fn one(query: Option<&str>, name: &str) -> Result<Option<String>, ApiError> {
    let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    let mut values = pairs.filter(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    match (values.next(), values.next()) {
        (_, Some(_)) => Err(ApiError::Invalid(format!("Expected string, received array at \"{name}\""))),
        (found, None) => Ok(found),
    }
}

fn not_one_of(wanted: &str, got: &str, path: &str) -> ApiError {
    ApiError::Invalid(format!("Invalid enum value. Expected {wanted}, received '{}' at \"{path}\"", short(got)))
}

fn short(text: &str) -> String {
    text.chars().take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, want: Result<(&str, Wanted), &str>) {
        let got = latest(Some(query)).map_err(|error| error.to_string().replace("Validation error: ", ""));
        let want = want.map(|(slug, wanted)| (slug.to_owned(), wanted)).map_err(str::to_owned);
        assert_eq!(got, want, "{query}");
    }

    #[test]
    fn a_slug_is_asked_for_as_sdks_write_it() {
        check("slug=refund-agent", Ok(("refund-agent", Wanted::Deployed)));
        check("slug=Gr%C3%B6%C3%9Fe/x", Ok(("Größe/x", Wanted::Deployed)));
        check("slug=Größe", Ok(("Größe", Wanted::Deployed)));
        check("slug=", Ok(("", Wanted::Deployed)));
        check("slug=a&other=1", Ok(("a", Wanted::Deployed)));
        check("", Err("Required at \"slug\""));
        check("slug=a&slug=b", Err("Expected string, received array at \"slug\""));
    }

    #[test]
    fn a_label_or_a_number_may_be_asked_for() {
        check("slug=a&label=staging", Ok(("a", Wanted::Labelled("staging".into()))));
        check("slug=a&label=production", Ok(("a", Wanted::Deployed)));
        check("slug=a&version=3", Ok(("a", Wanted::Number(3))));
        check("slug=a&version=0", Err("Expected a number from 1, received '0' at \"version\""));
        check("slug=a&version=x", Err("Expected a number from 1, received 'x' at \"version\""));
        check("slug=a&version=1&label=b", Err("Send either \"label\" or \"version\""));
        assert!(latest(Some("slug=a&label=Not%20One")).is_err());
    }

    #[test]
    fn readers_choose_keys_and_fields() {
        assert_eq!(shape(None).unwrap(), PLAIN);
        assert_eq!(shape(Some("keys=raw&fields=all&x=y")).unwrap(), Shape { spelling: Spelling::Sent, is_full: true });
        assert!(shape(Some("keys=odd")).is_err() && shape(Some("fields=")).is_err());
    }
}

//! The query string of a list, read as spec `filters.md` 2 and `api-runs.md` 7.2 say: from its raw text, because checks are
//! encoded in a way of their own. A setting that is understood has an effect or is refused; one that is not known is ignored.

use model::RunId;
use store::ProjectScope;
use store::runs::ListQuery;

use super::cursor;
use super::shape::Keys;
use crate::error::ApiError;

const DEFAULT_LIMIT: u64 = 50;
const MAX_LIMIT: u64 = 10_000;
/// Rows that `page` may leave out; beyond them only a cursor goes on.
const MAX_SKIP: u64 = 100_000;

/// Checks and settings that are known and not built yet (spec `filters.md` 3, `api-ours.md`).
#[rustfmt::skip]
const NOT_BUILT: [&str; 35] = [
    "assertion", "cost", "custom-events", "date", "duration", "factualness", "feedback", "fields", "filter",
    "guidelines", "intents", "json", "languages", "length", "messages", "metadata", "models", "pii", "regex",
    "retrievers", "rouge", "search", "sentiment", "similarity", "status", "string", "tags", "templates",
    "tokens", "tone", "tools", "topics", "toxicity", "user-props", "users",
];

/// Those of them that are no checks: an empty one is the same as none.
const SETTINGS: [&str; 2] = ["fields", "filter"];

/// What a list was asked for.
#[derive(Debug)]
pub(super) struct Asked {
    /// For the store.
    pub(super) query: ListQuery,
    /// Zero-based.
    pub(super) page: u64,
    /// Whether rows are shortened to fit a table.
    pub(super) abbreviated: bool,
    /// Which keys are shown.
    pub(super) keys: Keys,
}

/// Reads a query string for a list of this project.
pub(super) fn parse(raw: &str, at: &ProjectScope) -> Result<Asked, ApiError> {
    let pairs = Pairs::new(raw);
    let limit = pairs.number("limit")?.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT);
    let page = pairs.number("page")?.unwrap_or(0);
    let skip = page.saturating_mul(limit);
    if skip > MAX_SKIP {
        return Err(ApiError::BadRequest(format!(
            "page {page} with limit {limit} leaves out more than {MAX_SKIP} runs; go on with cursor instead"
        )));
    }
    let mut query = ListQuery {
        skip: usize::try_from(skip).unwrap_or(usize::MAX),
        limit: usize::try_from(limit).unwrap_or(usize::MAX),
        count: pairs.flag("total")?,
        ..pairs.checks("llm")?
    };
    if let Some(text) = pairs.text("cursor") {
        if page > 0 {
            return Err(ApiError::BadRequest("cursor and page exclude one another; send one of them".into()));
        }
        query.after = Some(cursor::parse(&text, at, &query)?);
    }
    Ok(Asked { query, page, abbreviated: pairs.raw("type") == Some("llm"), keys: pairs.keys()? })
}

/// Reads only which runs are meant; `default` are the types that are meant when none is named.
pub(super) fn parse_checks(raw: &str, default: &str) -> Result<ListQuery, ApiError> {
    Pairs::new(raw).checks(default)
}

/// Which keys a reader of single runs asked for.
pub(super) fn keys_of(raw: Option<&str>) -> Result<Keys, ApiError> {
    Pairs::new(raw.unwrap_or_default()).keys()
}

/// A number of the query string that is at least 0, where it is there.
pub(crate) fn number_of(raw: Option<&str>, name: &str) -> Result<Option<u64>, ApiError> {
    Pairs::new(raw.unwrap_or_default()).number(name)
}

/// A query string in pieces. Of a name that comes twice, the first counts.
struct Pairs<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Pairs<'a> {
    fn new(raw: &'a str) -> Pairs<'a> {
        Pairs(raw.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect())
    }

    /// The value as it was sent; `None` when it is absent or empty, which is the same.
    fn raw(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(key, _)| *key == name).map(|(_, value)| *value).filter(|value| !value.is_empty())
    }

    fn text(&self, name: &str) -> Option<String> {
        self.raw(name).map(percent_decode)
    }

    fn number(&self, name: &str) -> Result<Option<u64>, ApiError> {
        let Some(text) = self.text(name) else { return Ok(None) };
        match text.parse::<i128>() {
            Ok(number) if number < 0 => {
                Err(ApiError::Invalid(format!("Number must be greater than or equal to 0 at \"{name}\"")))
            }
            Ok(number) => Ok(Some(u64::try_from(number).unwrap_or(u64::MAX))),
            Err(_) => Err(ApiError::Invalid(format!("Expected integer, received string at \"{name}\""))),
        }
    }

    fn flag(&self, name: &str) -> Result<bool, ApiError> {
        match self.text(name).as_deref() {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(ApiError::Invalid(format!("Expected boolean, received string at \"{name}\""))),
        }
    }

    fn keys(&self) -> Result<Keys, ApiError> {
        match self.text("keys").as_deref() {
            None => Ok(Keys::Shown),
            Some("raw") => Ok(Keys::Raw),
            Some(_) => Err(ApiError::Invalid("Invalid literal value, expected \"raw\" at \"keys\"".into())),
        }
    }

    /// Which runs are meant.
    fn checks(&self, default: &str) -> Result<ListQuery, ApiError> {
        self.refuse_what_is_not_built()?;
        let (types, roots_only) = self.types(default)?;
        let parent = self.text("parentRunId").map(|id| RunId::from_client(&id));
        Ok(ListQuery { types, roots_only, parent, ..ListQuery::default() })
    }

    /// The types, and whether only roots are meant: `trace` is agents and chains at the top.
    fn types(&self, default: &str) -> Result<(Vec<String>, bool), ApiError> {
        let list = self.text("type").unwrap_or_else(|| default.to_owned());
        let mut types: Vec<&str> = list.split(',').filter(|word| !word.is_empty()).collect();
        types.sort_unstable();
        types.dedup();
        let owned = |types: &[&str]| types.iter().map(|&word| word.to_owned()).collect();
        match types.as_slice() {
            [] => Ok((owned(&["llm"]), false)),
            ["trace"] => Ok((owned(&["agent", "chain"]), true)),
            mixed if mixed.contains(&"trace") => Err(ApiError::NotBuilt(
                "this server cannot list the type 'trace' together with others yet; ask for it alone".into(),
            )),
            plain => Ok((owned(plain), false)),
        }
    }

    fn refuse_what_is_not_built(&self) -> Result<(), ApiError> {
        for (name, value) in &self.0 {
            let is_check = *name == "type" || (NOT_BUILT.contains(name) && !SETTINGS.contains(name));
            if value.is_empty() && is_check {
                return Err(ApiError::BadRequest(format!(
                    "the check '{name}' has no value; give it one, or leave it out to list all runs"
                )));
            }
            if !value.is_empty() && NOT_BUILT.contains(name) {
                return Err(ApiError::NotBuilt(format!(
                    "this server cannot list runs by '{name}' yet; leave it out, and use type, parentRunId or cursor"
                )));
            }
        }
        let newest_first = self.raw("sortDirection") == Some("desc");
        match self.raw("sortField") {
            Some("createdAt") if newest_first => Ok(()),
            Some(field @ ("createdAt" | "duration" | "tokens" | "cost" | "messagesCount")) => Err(ApiError::NotBuilt(
                format!("this server cannot sort runs by '{field}' yet, only newest first; leave sortField out"),
            )),
            _ => Ok(()),
        }
    }
}

/// Decodes `%XX`; a stray `%` stands for itself, and `+` is no space. Bytes that are no UTF-8 become U+FFFD.
fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).filter(|hex| bytes[at] == b'%' && hex.iter().all(u8::is_ascii_hexdigit));
        let byte = hex.and_then(|hex| str::from_utf8(hex).ok()).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        decoded.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

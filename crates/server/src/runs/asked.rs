//! The query string of a list, read as spec `filters.md` 2 and `api-runs.md` 7.2 say: from its raw text, because checks are
//! encoded in a way of their own. A setting that is understood has an effect or is refused; one that is not known is ignored.

use model::{Check, Filter, RunId};
use store::ProjectScope;
use store::runs::{ListOrder, ListQuery, SortBy};

use super::cursor;
use super::shape::Keys;
use super::written::Written;
use crate::app::App;
use crate::error::ApiError;

const DEFAULT_LIMIT: u64 = 50;
const MAX_LIMIT: u64 = 10_000;
/// Rows of a page that says what is below each.
const MAX_ADDED: u64 = 100;
/// Rows that `page` may leave out; beyond them only a cursor goes on.
const MAX_SKIP: u64 = 100_000;

/// What a list was asked for.
#[derive(Debug)]
pub(super) struct Asked {
    /// The runs that are meant, as the client wrote it.
    pub(super) written: Written,
    /// For the store.
    pub(super) query: ListQuery,
    /// Zero-based.
    pub(super) page: u64,
    /// What of each run is shown.
    pub(super) form: RowForm,
    /// Which keys are shown.
    pub(super) keys: Keys,
    /// Whether each row says what the run and all below it add up to.
    pub(super) with_totals: bool,
}

/// How much of a run its row shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum RowForm {
    /// All of it.
    Whole,
    /// Input and output shortened to fit a table.
    Abbreviated,
    /// The beginnings of input and output instead of them, and where this search is found in them.
    Preview(Option<String>),
}

/// The runs that a query string means when it has no checks (spec `filters.md` 3.3).
#[derive(Clone, Copy, Debug)]
pub(super) enum Otherwise {
    /// Model calls.
    Llm,
    /// Agents and chains at the top.
    Trace,
}

/// Reads a query string for a list of this project.
pub(super) async fn parse(app: &App, at: &ProjectScope, raw: &str) -> Result<Asked, ApiError> {
    let pairs = Pairs::new(raw);
    let limit = pairs.number("limit")?.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT);
    let page = pairs.number("page")?.unwrap_or(0);
    let skip = page.saturating_mul(limit);
    if skip > MAX_SKIP {
        return Err(ApiError::BadRequest(format!(
            "page {page} with limit {limit} leaves out more than {MAX_SKIP} runs; go on with cursor instead"
        )));
    }
    let (written, order) = (parse_filter(raw, Otherwise::Llm)?, pairs.order()?);
    let mut query = ListQuery {
        filter: written.resolve(app, at).await?,
        order,
        after: None,
        skip: usize::try_from(skip).unwrap_or(usize::MAX),
        limit: usize::try_from(limit).unwrap_or(usize::MAX),
        total: pairs.flag("total")?,
    };
    if let Some(text) = pairs.text("cursor") {
        if page > 0 {
            return Err(ApiError::BadRequest("cursor and page exclude one another; send one of them".into()));
        }
        query.after = Some(cursor::parse(&text, at, (&written, order))?);
    }
    let form = pairs.form(&query.filter)?;
    let with_totals = pairs.flag("totals")?;
    if with_totals && (!matches!(form, RowForm::Preview(_)) || limit > MAX_ADDED) {
        return Err(ApiError::BadRequest(format!(
            "totals=true needs fields=preview and a limit of at most {MAX_ADDED}; it was {limit}"
        )));
    }
    Ok(Asked { written, query, page, form, keys: pairs.keys()?, with_totals })
}

/// Reads only the order.
pub(super) fn parse_order(raw: &str) -> Result<ListOrder, ApiError> {
    Pairs::new(raw).order()
}

/// Reads only which runs are meant.
pub(super) fn parse_filter(raw: &str, otherwise: Otherwise) -> Result<Written, ApiError> {
    let pairs = Pairs::new(raw);
    pairs.refuse_empty_checks()?;
    let parsed = query::parse(raw).map_err(|error| ApiError::BadRequest(error.to_string()))?;
    let filter = match (parsed.has_checks, otherwise) {
        (true, _) => parsed.filter,
        (false, Otherwise::Llm) => Check::Types(vec!["llm".to_owned()]).into(),
        (false, Otherwise::Trace) => Check::Trace.into(),
    };
    let parent = pairs.text("parentRunId").map(|id| Filter::from(Check::Parent(RunId::from_client(&id))));
    Ok(Written::new(Filter::all(std::iter::once(filter).chain(parent))))
}

/// Which keys a reader of single runs asked for.
pub(super) fn keys_of(raw: Option<&str>) -> Result<Keys, ApiError> {
    Pairs::new(raw.unwrap_or_default()).keys()
}

/// A text of the query string, where it is there and not empty.
pub(crate) fn text_of(raw: &str, name: &str) -> Option<String> {
    Pairs::new(raw).text(name)
}

/// A number of the query string that is at least 0, where it is there.
pub(crate) fn number_of(raw: Option<&str>, name: &str) -> Result<Option<u64>, ApiError> {
    Pairs::new(raw.unwrap_or_default()).number(name)
}

/// A query string in pieces. Of a name that comes twice, the first counts.
pub(super) struct Pairs<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Pairs<'a> {
    pub(super) fn new(raw: &'a str) -> Pairs<'a> {
        Pairs(raw.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect())
    }

    /// The value as it was sent; `None` when it is absent or empty, which is the same.
    pub(super) fn raw(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(key, _)| *key == name).map(|(_, value)| *value).filter(|value| !value.is_empty())
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.raw(name).map(percent_decode)
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<u64>, ApiError> {
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

    /// A check that is there and asks for nothing would give a wider list than was meant.
    fn refuse_empty_checks(&self) -> Result<(), ApiError> {
        match self.0.iter().find(|(name, value)| value.is_empty() && query::is_check(name)) {
            Some((name, _)) => Err(ApiError::BadRequest(format!(
                "the check '{name}' has no value; give it one, or leave it out to list all runs"
            ))),
            None => Ok(()),
        }
    }

    /// Ascending unless said otherwise, but for the list that nobody sorted.
    fn order(&self) -> Result<ListOrder, ApiError> {
        let Some(field) = self.text("sortField") else { return Ok(ListOrder::default()) };
        let by = match field.as_str() {
            "createdAt" => SortBy::CreatedAt,
            "duration" => SortBy::Duration,
            "tokens" => SortBy::Tokens,
            "cost" => SortBy::Cost,
            "messagesCount" => SortBy::Messages,
            _ => {
                let shown: String = field.chars().take(100).collect();
                return Err(ApiError::BadRequest(format!(
                    "runs cannot be sorted by '{shown}'; sortField takes createdAt, duration, tokens, cost or messagesCount"
                )));
            }
        };
        Ok(ListOrder { by, is_descending: self.text("sortDirection").as_deref() == Some("desc") })
    }

    fn form(&self, filter: &Filter) -> Result<RowForm, ApiError> {
        match self.text("fields").as_deref() {
            None if self.raw("type") == Some("llm") => Ok(RowForm::Abbreviated),
            None => Ok(RowForm::Whole),
            Some("preview") => Ok(RowForm::Preview(filter.checks().find_map(|check| match check {
                Check::Search(text) => Some(text.clone()),
                _ => None,
            }))),
            Some(_) => Err(ApiError::Invalid("Invalid literal value, expected \"preview\" at \"fields\"".into())),
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

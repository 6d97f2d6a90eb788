//! The handlers of the audit log.

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use store::OrgScope;

use super::export::Format;
use super::view::AuditView;
use crate::app::App;
use crate::auth::{ListAuditLogs, Of};
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;
use crate::runs::number_of;

const DEFAULT_LIMIT: u64 = 30;
const MAX_LIMIT: u64 = 100;
/// How many rows of an export are in memory at a time.
const EXPORT_ROWS: u64 = 500;

/// Who did what in the organisation, the newest first.
///
/// `before` goes on from a row however many came since; `page` counts from the newest.
#[utoipa::path(get, path = "/v1/audit-logs", tag = "audit",
    params(
        ("limit" = Option<u64>, Query, description = "How many: 30, or up to 100"),
        ("page" = Option<u64>, Query, description = "How many pages to leave out"),
        ("before" = Option<u64>, Query, description = "The `seq` of a row: only those that were written before it"),
    ),
    responses(
        (status = 200, description = "The rows", body = [AuditView]),
        (status = 422, description = "A number that is none", body = ErrorBody),
    ))]
pub(crate) async fn list_audit_logs(
    State(app): State<App>,
    person: Of<ListAuditLogs>,
    RawQuery(query): RawQuery,
) -> Result<Json<Vec<AuditView>>, ApiError> {
    let number = |name| number_of(query.as_deref(), name);
    let limit = number("limit")?.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT);
    let skip = number("page")?.unwrap_or(0).saturating_mul(limit).min(i64::MAX as u64);
    let before = number("before")?.map(|seq| i64::try_from(seq).unwrap_or(i64::MAX));
    let rows = app.meta.audit_page(person.org(), before, skip, limit).await?;
    let org = person.org().org();
    Ok(Json(rows.into_iter().map(|row| AuditView::new(row, org)).collect()))
}

/// The whole audit log of the organisation as a file, the newest first.
#[utoipa::path(get, path = "/v1/audit-logs/export", tag = "audit",
    params(("format" = Option<String>, Query, description = "`csv`, or `jsonl`: an object a line, as the list has it")),
    responses(
        (status = 200, description = "The file", body = String, content_type = "text/csv"),
        (status = 422, description = "Another format", body = ErrorBody),
    ))]
pub(crate) async fn export_audit_logs(
    State(app): State<App>,
    person: Of<ListAuditLogs>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let format = format_of(query.as_deref())?;
    let name = format!("attachment; filename=\"audit-log.{}\"", format.word());
    let headers = [(header::CONTENT_TYPE, format.content_type().to_owned()), (header::CONTENT_DISPOSITION, name)];
    let body = Body::from_stream(pieces(app, *person.org(), format));
    Ok((StatusCode::OK, headers, body).into_response())
}

fn format_of(query: Option<&str>) -> Result<Format, ApiError> {
    let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    let word = pairs.into_iter().find(|(name, _)| name == "format").map_or("csv".into(), |(_, word)| word);
    Format::from_word(&word).ok_or_else(|| {
        let shown: String = word.chars().take(100).collect();
        ApiError::Invalid(format!("Invalid enum value. Expected 'csv' | 'jsonl', received '{shown}' at \"format\""))
    })
}

/// The file in pieces, each read when the one before it went out. Rows that are written meanwhile are not in it.
fn pieces(
    app: App,
    org: OrgScope,
    format: Format,
) -> impl futures_util::Stream<Item = Result<Vec<u8>, ApiError>> + Send + 'static {
    let start = Some(None);
    futures_util::stream::try_unfold(start, move |before: Option<Option<i64>>| {
        let app = app.clone();
        async move {
            let Some(before) = before else { return Ok(None) };
            let rows = app.meta.audit_page(&org, before, 0, EXPORT_ROWS).await?;
            let next = rows.last().filter(|_| rows.len() as u64 == EXPORT_ROWS).map(|row| Some(row.seq));
            let mut piece = if before.is_none() { format.head()? } else { Vec::new() };
            piece.extend(format.rows(rows, org.org())?);
            Ok(Some((piece, next)))
        }
    })
}

//! JSON answers, with the content type that clients of the reference see.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::error::ApiError;

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// An answer with this value as its body.
pub(crate) struct Json<T>(pub(crate) T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(bytes) => json_bytes(bytes),
            Err(error) => ApiError::Unwritable(error).into_response(),
        }
    }
}

/// An answer with JSON that is written already.
pub(crate) fn json_bytes(bytes: Vec<u8>) -> Response {
    json_body(bytes.into())
}

/// An answer with JSON that is yet being written.
pub(crate) fn json_body(body: Body) -> Response {
    (StatusCode::OK, [(header::CONTENT_TYPE, JSON)], body).into_response()
}

/// JSON rows with commas between them, and what stands around them. Each thing is let go of when its row is written: as
/// trees, they take many times their size.
pub(crate) fn write_rows<T, R: Serialize>(
    before: String,
    things: Vec<T>,
    row: impl Fn(T) -> R,
    after: &str,
) -> Result<Vec<u8>, ApiError> {
    let mut out = before.into_bytes();
    for (position, thing) in things.into_iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        serde_json::to_writer(&mut out, &row(thing)).map_err(ApiError::Unwritable)?;
    }
    out.extend_from_slice(after.as_bytes());
    Ok(out)
}

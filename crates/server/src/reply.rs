//! JSON answers, with the content type that clients of the reference see.

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
    (StatusCode::OK, [(header::CONTENT_TYPE, JSON)], bytes).into_response()
}

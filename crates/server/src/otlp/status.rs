//! Refusals in gRPC's own words: a client that speaks gRPC gets a status in trailers, not a status of HTTP.
//!
//! It stands around all routes, so it covers what the gate, a limit or a time-out refuses, and calls that there are none of.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use prost::Message;

use super::media::Media;
use super::message::{Any, RetryInfo, Status};

pub(super) const STATUS: HeaderName = HeaderName::from_static("grpc-status");
pub(super) const ACCEPT_ENCODING: HeaderName = HeaderName::from_static("grpc-accept-encoding");
pub(super) const CONTENT_TYPE: HeaderValue = HeaderValue::from_static("application/grpc");
pub(super) const ENCODINGS: HeaderValue = HeaderValue::from_static("identity,gzip,deflate,zstd");

const MESSAGE: HeaderName = HeaderName::from_static("grpc-message");
const DETAILS: HeaderName = HeaderName::from_static("grpc-status-details-bin");
/// Where exporters in Python look for the same.
const RETRY_INFO: HeaderName = HeaderName::from_static("google.rpc.retryinfo-bin");
const RETRY_INFO_TYPE: &str = "type.googleapis.com/google.rpc.RetryInfo";

/// The largest refusal that is read; ours are far smaller.
const REFUSAL_BYTES: usize = 64 * 1024;
/// What stands for itself in `grpc-message`: printable ASCII but `%`.
const ESCAPED: &AsciiSet = &CONTROLS.add(b'%');

/// Turns the answer to a request of gRPC into gRPC's form, unless it has that already.
pub(crate) async fn in_words_of_grpc(request: Request, next: Next) -> Response {
    if Media::of(request.headers()) != Some(Media::Grpc) {
        return next.run(request).await;
    }
    let answer = next.run(request).await;
    if answer.headers().get(header::CONTENT_TYPE) == Some(&CONTENT_TYPE) { answer } else { translate(answer).await }
}

/// An answer without a body, whose headers are its trailers.
async fn translate(answer: Response) -> Response {
    let (mut parts, body) = answer.into_parts();
    let text = to_bytes(body, REFUSAL_BYTES).await.unwrap_or_default();
    let refusal: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
    let message = refusal["message"].as_str().unwrap_or_default();
    let retry = retry_after(&parts.headers);
    write(&mut parts.headers, code(parts.status), message, retry);
    parts.status = StatusCode::OK;
    Response::from_parts(parts, Body::empty())
}

fn write(headers: &mut HeaderMap, code: i32, message: &str, retry: Option<Duration>) {
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, CONTENT_TYPE);
    headers.insert(ACCEPT_ENCODING, ENCODINGS);
    headers.insert(STATUS, code.into());
    let escaped = utf8_percent_encode(message, ESCAPED).to_string();
    headers.insert(MESSAGE, HeaderValue::from_str(&escaped).expect("what is no printable ASCII is escaped"));
    if let Some(delay) = retry {
        let info = RetryInfo::after(delay).encode_to_vec();
        headers.insert(RETRY_INFO, binary(&info));
        let details = vec![Any { type_url: RETRY_INFO_TYPE.to_owned(), value: info }];
        let status = Status { code, message: message.to_owned(), details };
        headers.insert(DETAILS, binary(&status.encode_to_vec()));
    }
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    headers.get(header::RETRY_AFTER)?.to_str().ok()?.parse().ok().map(Duration::from_secs)
}

fn binary(bytes: &[u8]) -> HeaderValue {
    HeaderValue::from_str(&BASE64_STANDARD_NO_PAD.encode(bytes)).expect("base64 is ASCII")
}

/// The code that says the same. Exporters try again after those that may pass (OTLP specification, "Failures"): 4 and 14, and
/// 8 when it comes with the time to wait.
fn code(status: StatusCode) -> i32 {
    match status.as_u16() {
        400 | 422 => 3,  // INVALID_ARGUMENT
        401 => 16,       // UNAUTHENTICATED
        403 => 7,        // PERMISSION_DENIED
        404 | 415 => 12, // UNIMPLEMENTED: no such call, or no such compression
        408 => 4,        // DEADLINE_EXCEEDED
        413 | 429 => 8,  // RESOURCE_EXHAUSTED
        503 => 14,       // UNAVAILABLE
        _ => 13,         // INTERNAL
    }
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;

    use super::*;
    use crate::error::ApiError;

    async fn check(error: ApiError, code: &str, message: &str, retries: bool) {
        let answer = translate(error.into_response()).await;
        let header = |name: &HeaderName| answer.headers().get(name).map(|value| value.to_str().unwrap());
        assert_eq!((answer.status(), header(&STATUS)), (StatusCode::OK, Some(code)), "{message}");
        assert!(header(&MESSAGE).unwrap().contains(message), "{answer:?}");
        assert_eq!(header(&header::CONTENT_TYPE), Some("application/grpc"), "{message}");
        assert_eq!((header(&RETRY_INFO).is_some(), header(&DETAILS).is_some()), (retries, retries), "{message}");
        assert_eq!(header(&header::CONTENT_LENGTH), None, "{message}");
    }

    #[tokio::test]
    async fn every_refusal_has_a_code_of_grpc_and_says_whether_to_try_again() {
        check(ApiError::BadRequest("100 % ü".into()), "3", "100 %25 %C3%BC", false).await;
        check(ApiError::Unauthorized("Invalid API key"), "16", "Invalid API key", false).await;
        check(ApiError::Forbidden("no"), "7", "no", false).await;
        check(ApiError::NoRoute("POST /x".into()), "12", "no route POST /x", false).await;
        check(ApiError::UnknownEncoding("snappy".into()), "12", "'snappy'", false).await;
        check(ApiError::SlowBody(Duration::from_secs(1)), "4", "--body-idle", false).await;
        let large = ApiError::TooLarge { what: "the body", limit: "1 MiB".into(), option: "--max-body" };
        check(large, "8", "--max-body", false).await;
        check(ApiError::NoRoom(Duration::from_secs(1)), "8", "--ingest-wait", true).await;
        check(ApiError::TooSlow(Duration::from_secs(1)), "14", "--request-timeout", true).await;
        check(ApiError::Panicked, "13", "An unexpected error occurred", false).await;
    }

    #[test]
    fn the_time_to_wait_is_written_as_exporters_read_it() {
        let mut headers = HeaderMap::new();
        write(&mut headers, 8, "busy", Some(Duration::from_secs(2)));
        let bytes = |name: &HeaderName| BASE64_STANDARD_NO_PAD.decode(&headers[name]).unwrap();
        assert_eq!(bytes(&RETRY_INFO), [0x0a, 2, 0x08, 2]);
        let status = Status::decode(&bytes(&DETAILS)[..]).unwrap();
        assert_eq!((status.code, status.message.as_str()), (8, "busy"));
        assert_eq!(status.details[0].type_url, RETRY_INFO_TYPE);
        assert_eq!(status.details[0].value, [0x0a, 2, 0x08, 2]);
    }
}

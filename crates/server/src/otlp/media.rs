//! How a request is written, by its media type.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use ingest::Encoding;

use crate::app::App;
use crate::error::ApiError;

/// The form of a request, and of its answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Media {
    /// `application/x-protobuf`, `application/protobuf`.
    Protobuf,
    /// `application/json`.
    Json,
    /// `application/grpc`, also `application/grpc+proto`: protobuf in frames.
    Grpc,
}

impl Media {
    /// What the headers say, whatever the case and the parameters; `None` for any other media type, and without one.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Media> {
        let text = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
        let essence = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/x-protobuf" | "application/protobuf" => Some(Media::Protobuf),
            "application/json" => Some(Media::Json),
            "application/grpc" | "application/grpc+proto" => Some(Media::Grpc),
            _ => None,
        }
    }
}

/// How a request over HTTP is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct OverHttp(pub(super) Encoding);

impl FromRequestParts<App> for OverHttp {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<OverHttp, ApiError> {
        match Media::of(&parts.headers) {
            Some(Media::Protobuf) => Ok(OverHttp(Encoding::Protobuf)),
            Some(Media::Json) => Ok(OverHttp(Encoding::Json)),
            Some(Media::Grpc) | None => Err(unknown(&parts.headers, "application/x-protobuf or application/json")),
        }
    }
}

/// The refusal of a media type.
pub(super) fn unknown(headers: &HeaderMap, taken: &'static str) -> ApiError {
    let found = headers.get(header::CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()));
    ApiError::UnknownMediaType { found: found.unwrap_or_default().chars().take(80).collect(), taken }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: Option<Media>) {
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, text.parse().unwrap())]);
        assert_eq!(Media::of(&headers), want, "{text}");
    }

    #[test]
    fn a_media_type_is_read_without_its_case_and_its_parameters() {
        check("application/x-protobuf", Some(Media::Protobuf));
        check("application/protobuf", Some(Media::Protobuf));
        check("Application/X-Protobuf; charset=utf-8", Some(Media::Protobuf));
        check("application/json;charset=utf-8", Some(Media::Json));
        check("application/grpc", Some(Media::Grpc));
        check("application/grpc+proto", Some(Media::Grpc));
        check("application/grpc-web", None);
        check("application/grpc+json", None);
        check("text/plain", None);
        check("", None);
    }
}

//! Every way in which a request can fail, and the one place that turns it into HTTP.
//!
//! The body is `{"error", "message"}` with the titles of the spec (`dataplane-common.md` 3). A client's mistake explains
//! itself; a fault of ours is logged here, once, and the client learns nothing of it but a number to ask for.

use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use store::StoreError;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::quantity::Bytes;
use crate::reply::Json;

/// When to come back after a refusal for want of room.
const RETRY_SOON: u64 = 2;
/// When to come back after a refusal that takes an operator to mend.
const RETRY_LATER: u64 = 5;

/// Every way a request can fail. The `#[error]` text is the `message` that the client reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ApiError {
    /// A piece of the request cannot be understood.
    #[error("{0}")]
    BadRequest(String),
    /// The credential is missing, unusable, or of the wrong kind.
    #[error("{0}")]
    Unauthorized(&'static str),
    /// A good credential that may not do this.
    #[error("{0}")]
    Forbidden(&'static str),
    /// A page of another origin at the door.
    #[error(
        "a page of the origin {0} may not sign anybody up or in here; if it is yours, start the server with its origin in \
         --cors-origin"
    )]
    ForeignPage(String),
    /// The same for a log-in; one text, whatever was wrong.
    #[error("Invalid email or password")]
    WrongLogin,
    /// Somebody tries too often.
    #[error("{what}; try again in {} s", seconds_until(*.wait))]
    Throttled {
        /// Who tries what too often.
        what: &'static str,
        /// How long they are held up.
        wait: Duration,
    },
    /// There is no such thing for this caller.
    #[error("{0} not found")]
    NotFound(&'static str),
    /// There is no such public run, or no such run at all.
    #[error("Run not found. It might not be public.")]
    NotPublic,
    /// The project has no such template, or nothing of it is live. SDKs compare the text.
    #[error("Template not found, is the project ID correct?")]
    NoLiveTemplate,
    /// A label that not everybody moves.
    #[error("The label '{0}' is protected: your role, or a key, may not change what it leads to; ask who may")]
    ProtectedLabel(String),
    /// Somebody else was faster.
    #[error("Somebody else changed this since you read it; read it again, and put your change on top")]
    Changed,
    /// Something else is in the way.
    #[error("{0}")]
    Conflict(&'static str),
    /// An organisation has had all its projects.
    #[error(
        "This organisation has had {0} projects, deleted ones included, the limit of --max-projects; rename one that nobody \
         needs, or raise --max-projects"
    )]
    TooManyProjects(u32),
    /// Something that has to stay.
    #[error("{0}")]
    NotDeletable(&'static str),
    /// There is no such route.
    #[error("no route {0}; /v1/openapi lists them all")]
    NoRoute(String),
    /// The client did not send its body in time.
    #[error("the body stood still for {0:?}, the limit of --body-idle; send it again")]
    SlowBody(Duration),
    /// A limit that the operator can set.
    #[error("{what} is larger than {limit}, the limit of {option}; send less at once, or raise {option}")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// The limit, with its unit.
        limit: String,
        /// The option that sets it.
        option: &'static str,
    },
    /// A limit that nobody can set.
    #[error("{what} is larger than {limit}, and no request of this route needs as much; send less")]
    TooLargeForRoute {
        /// What is too large.
        what: &'static str,
        /// The limit.
        limit: Bytes,
    },
    /// The body is encoded in a way that this server does not know.
    #[error("the content encoding '{0}' is not known; send gzip, deflate, br, zstd or none")]
    UnknownEncoding(String),
    /// The media type is none that this route takes.
    #[error("the media type '{found}' is not taken here; send {taken}")]
    UnknownMediaType {
        /// What was sent, or the beginning of it.
        found: String,
        /// Those that are.
        taken: &'static str,
    },
    /// JSON or a query of the wrong shape.
    #[error("Validation error: {0}")]
    Invalid(String),
    /// All memory for bodies stayed taken.
    #[error(
        "the server is busy and had no room for this body within {0:?}, the limit of --ingest-wait; nothing of it was stored, \
         send it again"
    )]
    NoRoom(Duration),
    /// Known, and not built.
    #[error("{0}")]
    NotBuilt(String),
    /// A large request was stored in part only.
    #[error("only a part of this request was stored; send it again: what is stored already is not stored twice")]
    StoredInPart(#[source] StoreError),
    /// The request took too long.
    #[error(
        "the request took longer than {0:?}, the limit of --request-timeout, and was given up; ask for less, or send it \
         again: what is stored already is not stored twice"
    )]
    TooSlow(Duration),
    /// The server is not fit to serve.
    #[error("the server is not healthy")]
    Unhealthy(#[source] StoreError),
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An answer could not be written as JSON.
    #[error("an answer could not be written")]
    Unwritable(#[source] serde_json::Error),
    /// A handler panicked.
    #[error("a handler panicked")]
    Panicked,
}

/// What every refusal says.
#[derive(Serialize, ToSchema)]
#[schema(as = Error)]
pub(crate) struct ErrorBody {
    /// The kind of refusal: `Bad Request`, `Unauthorized`, `Not Found`, ...
    error: &'static str,
    /// What failed, which value, and what to do.
    message: String,
}

/// Why a request was refused, in one word: attached to the answer for the metrics.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refused(pub(crate) &'static str);

/// A status, a title, and the word that the metrics count by.
type Kind = (StatusCode, &'static str, &'static str);

const INTERNAL: Kind = (StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error", "internal");

/// What passes, or what an operator can mend, is 503; everything else is a fault of ours.
fn kind_of_store_error(error: &StoreError) -> Kind {
    let word = match error {
        StoreError::DiskFull => "disk_full",
        StoreError::Unconfirmed => "unconfirmed",
        StoreError::Closed => "stopping",
        _ => return INTERNAL,
    };
    (StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable", word)
}

/// Whole seconds, so many that the wait is over then.
fn seconds_until(wait: Duration) -> u64 {
    let begun = u64::from(wait.subsec_nanos() > 0);
    (wait.as_secs() + begun).max(1)
}

impl ApiError {
    /// The status, the title, and the word that the metrics count by.
    fn kind(&self) -> Kind {
        use StatusCode as S;
        match self {
            ApiError::BadRequest(_) => (S::BAD_REQUEST, "Bad Request", "bad_request"),
            ApiError::Unauthorized(_) => (S::UNAUTHORIZED, "Unauthorized", "unauthorized"),
            ApiError::Forbidden(_) => (S::FORBIDDEN, "Forbidden", "forbidden"),
            ApiError::ForeignPage(_) => (S::FORBIDDEN, "Forbidden", "foreign_page"),
            ApiError::WrongLogin => (S::FORBIDDEN, "Unauthorized", "wrong_login"),
            ApiError::Throttled { .. } => (S::TOO_MANY_REQUESTS, "Too Many Requests", "throttled"),
            ApiError::NotFound(_) => (S::NOT_FOUND, "Not Found", "not_found"),
            ApiError::NotPublic => (S::NOT_FOUND, "Not Found", "not_public"),
            ApiError::NoLiveTemplate => (S::NOT_FOUND, "Not Found", "no_live_template"),
            ApiError::ProtectedLabel(_) => (S::FORBIDDEN, "Forbidden", "protected_label"),
            ApiError::Changed => (S::PRECONDITION_FAILED, "Precondition Failed", "changed"),
            ApiError::Conflict(_) => (S::CONFLICT, "Conflict", "conflict"),
            ApiError::TooManyProjects(_) => (S::CONFLICT, "Conflict", "too_many_projects"),
            ApiError::NotDeletable(_) => (S::UNPROCESSABLE_ENTITY, "Deletion Failed", "not_deletable"),
            ApiError::NoRoute(_) => (S::NOT_FOUND, "Not Found", "no_route"),
            ApiError::SlowBody(_) => (S::REQUEST_TIMEOUT, "Request Timeout", "slow_body"),
            ApiError::TooLarge { .. } | ApiError::TooLargeForRoute { .. } => {
                (S::PAYLOAD_TOO_LARGE, "Payload Too Large", "too_large")
            }
            ApiError::UnknownEncoding(_) => (S::UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type", "unknown_encoding"),
            ApiError::UnknownMediaType { .. } => {
                (S::UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type", "unknown_media_type")
            }
            ApiError::Invalid(_) => (S::UNPROCESSABLE_ENTITY, "Error", "invalid"),
            ApiError::NoRoom(_) => (S::TOO_MANY_REQUESTS, "Too Many Requests", "no_room"),
            ApiError::NotBuilt(_) => (S::NOT_IMPLEMENTED, "Not Implemented", "not_built"),
            ApiError::TooSlow(_) => (S::SERVICE_UNAVAILABLE, "Service Unavailable", "too_slow"),
            ApiError::Unhealthy(_) => (S::SERVICE_UNAVAILABLE, "Service Unavailable", "unhealthy"),
            ApiError::Store(cause) | ApiError::StoredInPart(cause) => kind_of_store_error(cause),
            ApiError::Unwritable(_) | ApiError::Panicked => INTERNAL,
        }
    }

    /// What the client reads. Faults of ours are told to the log, under a number that the client gets too.
    fn message(&self, status: StatusCode) -> String {
        if status != StatusCode::INTERNAL_SERVER_ERROR {
            if let ApiError::Unhealthy(cause) = self {
                tracing::warn!(error = cause as &dyn std::error::Error, "the server is not healthy");
            }
            return self.to_string();
        }
        let request = Uuid::new_v4();
        tracing::error!(%request, error = self as &dyn std::error::Error, "request failed");
        format!("An unexpected error occurred; the server's log tells more under {request}")
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, error, word) = self.kind();
        let body = Json(ErrorBody { error, message: self.message(status) });
        let mut response = (status, body).into_response();
        let retry = match (&self, status) {
            (ApiError::Throttled { wait, .. }, _) => Some(seconds_until(*wait)),
            (_, StatusCode::TOO_MANY_REQUESTS) => Some(RETRY_SOON),
            (_, StatusCode::SERVICE_UNAVAILABLE) => Some(RETRY_LATER),
            _ => None,
        };
        if let Some(seconds) = retry {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(Refused(word));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(error: ApiError, status: u16, word: &str, retry_after: Option<&str>) {
        let name = format!("{error:?}");
        let response = error.into_response();
        let retry = response.headers().get(header::RETRY_AFTER).map(|value| value.to_str().unwrap());
        let refused = response.extensions().get::<Refused>().unwrap().0;
        assert_eq!((response.status().as_u16(), refused, retry), (status, word, retry_after), "{name}");
    }

    #[test]
    fn what_the_store_cannot_do_now_may_be_tried_again_later() {
        check(ApiError::Store(StoreError::DiskFull), 503, "disk_full", Some("5"));
        check(ApiError::StoredInPart(StoreError::DiskFull), 503, "disk_full", Some("5"));
        check(ApiError::Store(StoreError::Unconfirmed), 503, "unconfirmed", Some("5"));
        check(ApiError::StoredInPart(StoreError::Unconfirmed), 503, "unconfirmed", Some("5"));
        check(ApiError::Store(StoreError::Closed), 503, "stopping", Some("5"));
        check(ApiError::Store(StoreError::WrongSecret), 500, "internal", None);
        check(ApiError::NoRoom(Duration::from_secs(20)), 429, "no_room", Some("2"));
        let throttled = |wait| ApiError::Throttled { what: "too many", wait };
        check(throttled(Duration::from_millis(5001)), 429, "throttled", Some("6"));
        check(throttled(Duration::ZERO), 429, "throttled", Some("1"));
        check(ApiError::Panicked, 500, "internal", None);
    }

    #[test]
    fn a_refusal_for_a_time_out_names_the_option_and_its_value() {
        for (error, want) in [
            (ApiError::NoRoom(Duration::from_secs(20)), "20s, the limit of --ingest-wait"),
            (ApiError::SlowBody(Duration::from_millis(1500)), "1.5s, the limit of --body-idle"),
            (ApiError::TooSlow(Duration::from_secs(120)), "120s, the limit of --request-timeout"),
        ] {
            assert!(error.to_string().contains(want), "{error}");
        }
    }
}

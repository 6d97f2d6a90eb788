//! Which web pages may call: two rules and no third (spec `dataplane-common.md` 4).
//!
//! Routes that a public key opens, or that need none, answer every origin, but for those by which people come in. All others
//! answer the origins that the operator named. Never with credentials: nothing here authenticates by cookie.

use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use tower::{Layer, ServiceExt};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::router::OpenRoutes;

const MAX_AGE: Duration = Duration::from_secs(600);

const METHODS: [Method; 6] = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];

const REQUEST_HEADERS: [HeaderName; 10] = [
    header::CONTENT_TYPE,
    header::AUTHORIZATION,
    header::ACCEPT,
    header::IF_MATCH,
    header::IF_NONE_MATCH,
    HeaderName::from_static("x-api-key"),
    HeaderName::from_static("lunary-project-key"),
    HeaderName::from_static("traceparent"),
    HeaderName::from_static("tracestate"),
    HeaderName::from_static("baggage"),
];

const EXPOSED_HEADERS: [HeaderName; 7] = [
    HeaderName::from_static("rate-limit-total"),
    HeaderName::from_static("rate-limit-remaining"),
    HeaderName::from_static("rate-limit-reset"),
    HeaderName::from_static("x-perilune-build"),
    header::RETRY_AFTER,
    header::ETAG,
    header::CONTENT_DISPOSITION,
];

/// The two rules, and which routes are under the first.
#[derive(Clone)]
pub(crate) struct Cors {
    open: OpenRoutes,
    every_origin: CorsLayer,
    named_origins: CorsLayer,
}

impl Cors {
    pub(crate) fn new(open: OpenRoutes, origins: &[String]) -> Cors {
        let named = origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok());
        Cors { open, every_origin: rule(AllowOrigin::any()), named_origins: rule(AllowOrigin::list(named)) }
    }

    /// The rule for this request; a preflight is judged by the method that it asks for.
    fn rule_for(&self, request: &Request) -> &CorsLayer {
        let method = match preflight_method(request).cloned() {
            Some(method) => Method::from_bytes(method.as_bytes()).unwrap_or(Method::OPTIONS),
            None if request.method() == Method::HEAD => Method::GET,
            None => request.method().clone(),
        };
        let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
        let is_open = path.is_some_and(|path| self.open.contains(&(method, path)));
        if is_open { &self.every_origin } else { &self.named_origins }
    }
}

fn rule(origins: AllowOrigin) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(origins)
        .allow_methods(METHODS)
        .allow_headers(REQUEST_HEADERS)
        .expose_headers(EXPOSED_HEADERS)
        .max_age(MAX_AGE)
        .vary([header::ORIGIN])
}

fn preflight_method(request: &Request) -> Option<&HeaderValue> {
    let wanted = request.headers().get(header::ACCESS_CONTROL_REQUEST_METHOD)?;
    (request.method() == Method::OPTIONS).then_some(wanted)
}

/// Adds the headers of the rule that holds, or none for an origin that may not call; answers preflights before any gate. An
/// `OPTIONS` that is no preflight is a request like any other, and no route has that method.
pub(crate) async fn apply(State(cors): State<Cors>, request: Request, next: Next) -> Response {
    let is_preflight = preflight_method(&request).is_some();
    if request.method() == Method::OPTIONS && !is_preflight {
        return next.run(request).await;
    }
    let rule = cors.rule_for(&request);
    let answered = rule.layer(next).oneshot(request).await;
    let mut response = answered.unwrap_or_else(|never| match never {});
    if is_preflight {
        *response.status_mut() = StatusCode::NO_CONTENT;
    }
    if !response.headers().contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN) {
        for name in [
            header::ACCESS_CONTROL_ALLOW_METHODS,
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            header::ACCESS_CONTROL_MAX_AGE,
        ] {
            response.headers_mut().remove(name);
        }
    }
    response
}

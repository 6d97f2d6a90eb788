//! What happens to every request and every answer, whatever the route: tidy paths, time-outs, the build header, counting.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderName, HeaderValue, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use tower::ServiceExt;

use crate::app::App;
use crate::auth::Peer;
use crate::cors::{self, Cors};
use crate::error::{ApiError, Refused};
use crate::router::OpenRoutes;

const BUILD: HeaderName = HeaderName::from_static("x-perilune-build");

/// Puts around all routes what happens to each.
pub(crate) fn wrap(routes: Router<App>, app: &App, open: OpenRoutes) -> Router<App> {
    let cors = Cors::new(open, &app.settings.cors_origins);
    routes
        .layer(from_fn_with_state(app.clone(), contain))
        .layer(from_fn_with_state(cors, cors::apply))
        .layer(from_fn_with_state(app.clone(), account))
}

/// Answers one request that came from `peer`.
pub async fn answer(router: Router, peer: SocketAddr, mut request: Request) -> Result<Response, Infallible> {
    if let Some(uri) = tidy(request.uri()) {
        *request.uri_mut() = uri;
    }
    request.extensions_mut().insert(Peer(peer));
    router.oneshot(request).await
}

/// The same address with single slashes and none at the end; `None` when it is tidy already.
///
/// SDKs whose base URL ends in a slash ask for `//v1/runs/ingest`.
fn tidy(uri: &Uri) -> Option<Uri> {
    let path = uri.path();
    let is_tidy = path == "/" || !(path.contains("//") || path.ends_with('/'));
    if is_tidy {
        return None;
    }
    let mut text: String = path.split('/').filter(|part| !part.is_empty()).flat_map(|part| ["/", part]).collect();
    if text.is_empty() {
        text.push('/');
    }
    if let Some(query) = uri.query() {
        text.push('?');
        text.push_str(query);
    }
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(text).ok()?);
    Uri::from_parts(parts).ok()
}

/// Ends what takes too long, and turns a panic into an answer.
async fn contain(State(app): State<App>, request: Request, next: Next) -> Response {
    let limit = app.settings.request_timeout;
    let answered = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(limit, answered).await {
        Ok(Ok(response)) => response,
        Ok(Err(_panic)) => ApiError::Panicked.into_response(),
        Err(_) => ApiError::TooSlow(limit).into_response(),
    }
}

/// Names the build, and counts the answer.
async fn account(State(app): State<App>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = request.method().clone();
    let started = Instant::now();
    let mut response = next.run(request).await;
    if let Ok(build) = HeaderValue::from_str(crate::build_id()) {
        response.headers_mut().insert(BUILD, build);
    }
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let refused = response.extensions().get::<Refused>().map(|refused| refused.0);
    app.metrics.count_request(&method, route, response.status(), refused);
    let micros = started.elapsed().as_micros();
    tracing::debug!(%method, route, status = response.status().as_u16(), micros, "answered");
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sent: &str, want: Option<&str>) {
        let uri: Uri = sent.parse().unwrap();
        assert_eq!(tidy(&uri).map(|uri| uri.to_string()).as_deref(), want, "{sent}");
    }

    #[test]
    fn slashes_too_many_do_not_matter() {
        check("/v1/runs", None);
        check("/", None);
        check("/v1/runs/", Some("/v1/runs"));
        check("//v1/runs/ingest", Some("/v1/runs/ingest"));
        check("//v1//runs///x//", Some("/v1/runs/x"));
        check("/v1/runs/?type=llm&a=//", Some("/v1/runs?type=llm&a=//"));
        check("///", Some("/"));
        check("http://localhost:3333//v1/", Some("http://localhost:3333/v1"));
    }
}

//! What happens to every request and every answer, whatever the route: tidy paths, time-outs, the build header, counting.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderName, HeaderValue, Uri, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use tower::ServiceExt;

use crate::app::App;
use crate::auth::Peer;
use crate::auth::throttle::Tally;
use crate::cors::{self, Cors};
use crate::error::{ApiError, Refused};
use crate::forms::{self, NamedOrigins};
use crate::otlp;
use crate::router::OpenRoutes;

const BUILD: HeaderName = HeaderName::from_static("x-perilune-build");

/// Puts around all routes what happens to each.
pub(crate) fn wrap(routes: Router<App>, app: &App, open: OpenRoutes) -> Router<App> {
    let cors = Cors::new(open, &app.settings.cors_origins);
    let named: NamedOrigins = app.settings.cors_origins.as_slice().into();
    routes
        .layer(from_fn_with_state(app.clone(), contain))
        .layer(from_fn_with_state(named, forms::guard))
        .layer(from_fn_with_state(cors, cors::apply))
        .layer(from_fn_with_state(app.clone(), account))
        .layer(from_fn(otlp::in_words_of_grpc))
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

/// Names the build, says that types are not to be guessed, what is left of a limit, and counts the answer.
async fn account(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = request.method().clone();
    let started = Instant::now();
    let tally = Tally::attach(&mut request);
    let mut response = next.run(request).await;
    tally.tell(&mut response, app.clock.now());
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
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
    use std::collections::HashSet;
    use std::sync::Arc;
    use std::time::Duration;

    use axum::body::{Body, to_bytes};
    use axum::routing::get;
    use store::runs::RunsOptions;
    use store::{DataDir, Meta, Runs};
    use tokio_util::task::TaskTracker;

    use super::*;
    use crate::clock::Clock;
    use crate::settings::Settings;

    /// The status and the body of an answer to `GET path`.
    async fn ask(router: &Router, path: &str) -> (u16, String) {
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        let response = answer(router.clone(), SocketAddr::from(([127, 0, 0, 1], 1)), request).await.unwrap();
        assert!(response.headers().contains_key(BUILD), "{path}");
        let status = response.status().as_u16();
        (status, String::from_utf8(to_bytes(response.into_body(), 4096).await.unwrap().to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_handler_that_panics_or_hangs_takes_nobody_down() {
        let dir = tempfile::tempdir().unwrap();
        let data = DataDir::lock(dir.path()).unwrap();
        let prices = Arc::new(ingest::PriceBook::built_in());
        let runs = Runs::open(&data, &RunsOptions::default(), prices).unwrap();
        let settings = Settings { request_timeout: Duration::from_secs(2), ..Settings::default() };
        let app = App::new(Meta::open(&data).unwrap(), runs, settings, Clock::System, TaskTracker::new());
        let large = app.clone();
        let routes: Router<App> = Router::new()
            .route("/panic", get(async || -> String { panic!("a secret") }))
            .route(
                "/panic-elsewhere",
                get(async move || large.off_thread_if(true, || -> String { panic!("a secret") }).await),
            )
            .route("/hang", get(std::future::pending::<String>))
            .route("/fine", get(async || "fine"));
        let router = wrap(routes, &app, Arc::new(HashSet::new())).with_state(app.clone());
        for (path, want_status, piece) in [
            ("/panic", 500, r#"{"error":"Internal Server Error","message":"An unexpected error occurred"#),
            ("/panic-elsewhere", 500, r#"{"error":"Internal Server Error","message":"An unexpected error occurred"#),
            ("/hang", 503, "2s, the limit of --request-timeout"),
        ] {
            let (status, body) = ask(&router, path).await;
            assert_eq!(status, want_status, "{path} {body}");
            assert!(body.contains(piece) && !body.contains("secret"), "{path} {body}");
            assert_eq!(ask(&router, "/fine").await, (200, "fine".to_owned()), "after {path}");
        }
        app.runs.close().await.unwrap();
    }

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

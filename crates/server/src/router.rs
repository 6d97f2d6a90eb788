//! All routes, in one list. A route is a handler with its gate; the OpenAPI document is made from the same list, so neither
//! can say what the other does not.

use std::collections::HashSet;
use std::sync::Arc;

use axum::Router;
use axum::http::{Method, Uri};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::auth::{Entry, entry_of};
use crate::error::ApiError;
use crate::service::document::{self, Document};
use crate::{edge, ledger, runs, service};

/// A route of the list: a handler with what its gate asks for.
macro_rules! route {
    ($($handler:ident)::+) => {
        Route { entry: entry_of(&$($handler)::+), handler: routes!($($handler)::+) }
    };
}

fn list() -> Vec<Route> {
    vec![
        // the service itself
        route!(service::health),
        route!(service::version),
        route!(service::root),
        route!(service::openapi),
        route!(service::openapi_json),
        route!(service::metrics),
        route!(service::system),
        // events in
        route!(runs::post_ingest),
        route!(runs::post_report),
        route!(runs::post_report_of_dashboard),
        route!(ledger::get_ledger),
        // runs
        route!(runs::list_runs),
        route!(runs::get_run),
        route!(runs::get_related),
        route!(runs::get_neighbors),
        route!(runs::get_feedback),
        route!(runs::patch_feedback),
        route!(runs::patch_tags),
        route!(runs::patch_visibility),
        route!(runs::patch_score),
        route!(runs::delete_run),
        // runs that anybody may read
        route!(runs::get_public_run),
        route!(runs::post_share),
        route!(runs::delete_share),
    ]
}

struct Route {
    entry: Entry,
    handler: utoipa_axum::router::UtoipaMethodRouter<App>,
}

/// The routes that answer pages of every origin.
pub(crate) type OpenRoutes = Arc<HashSet<(Method, String)>>;

/// The whole HTTP side of a server.
pub fn build(app: &App) -> Router {
    let (routes, document, open) = assemble();
    let routes = routes.fallback(no_route).method_not_allowed_fallback(no_route);
    edge::wrap(routes, app, open).layer(axum::Extension(Document::new(&document))).with_state(app.clone())
}

/// The OpenAPI document, as `/v1/openapi` gives it.
#[must_use]
pub fn openapi() -> OpenApi {
    assemble().1
}

fn assemble() -> (Router<App>, OpenApi, OpenRoutes) {
    let mut open = HashSet::new();
    let mut router = OpenApiRouter::with_openapi(document::Head::openapi());
    for Route { entry, handler: (schemas, mut paths, methods) } in list() {
        for (path, item) in &mut paths.paths {
            for (method, operation) in document::operations(item) {
                document::describe_gate(operation, entry);
                if entry.answers_every_origin() {
                    open.insert((method, path.clone()));
                }
            }
        }
        router = router.routes((schemas, paths, methods));
    }
    let (router, document) = router.split_for_parts();
    (router, document, Arc::new(open))
}

/// What nothing else answers: unknown paths, and known ones with another method.
async fn no_route(method: Method, uri: Uri) -> ApiError {
    let path: String = uri.path().chars().take(200).collect();
    ApiError::NoRoute(format!("{method} {path}"))
}

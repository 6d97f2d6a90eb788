//! All routes, in one list. A route is a handler with its gate; the OpenAPI document is made from the same list, so neither
//! can say what the other does not.

use std::collections::HashSet;
use std::sync::Arc;

use axum::http::{Method, Uri};
use axum::{Extension, Router};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::auth::{Entry, entry_of};
use crate::error::ApiError;
use crate::service::document::{self, Document};
use crate::ui::{self, Ui};
use crate::{
    audit, datasets, datasets_v2, edge, external_users, filters, jobs, keys, ledger, login, orgs, otlp, projects,
    prompts, runs, service, users,
};

/// A route of the list: a handler with what its gate asks for.
macro_rules! route {
    ($($handler:ident)::+) => {
        Route { entry: entry_of(&$($handler)::+), handler: routes!($($handler)::+) }
    };
}

#[expect(clippy::too_many_lines, reason = "it is the list of all routes, a line each")]
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
        // OpenTelemetry in
        route!(otlp::post_traces),
        route!(otlp::post_logs),
        route!(otlp::post_metrics),
        route!(otlp::post_otel),
        route!(otlp::post_otel_traces),
        route!(otlp::post_otel_v1_traces),
        route!(otlp::post_otel_v1_logs),
        route!(otlp::post_otel_v1_metrics),
        route!(otlp::grpc_traces),
        route!(otlp::grpc_logs),
        route!(otlp::grpc_metrics),
        // people and their organisation
        route!(users::get_me),
        route!(users::get_own_org),
        route!(users::post_user_feedback),
        route!(users::list_invitations),
        route!(users::post_invitation),
        route!(users::delete_invitation),
        route!(users::post_user),
        route!(users::get_member),
        route!(users::patch_member),
        route!(users::delete_member),
        route!(orgs::get_org),
        route!(orgs::patch_org),
        route!(orgs::get_usage),
        route!(orgs::post_org_key),
        route!(orgs::get_latest_invoice),
        // people at the door, and their own accounts
        route!(login::get_door),
        route!(login::post_method),
        route!(login::post_signup),
        route!(login::get_join_data),
        route!(login::post_login),
        route!(login::post_exchange_token),
        route!(login::post_request_reset),
        route!(login::post_reset_password),
        route!(login::post_logout),
        route!(login::post_google),
        route!(login::post_github),
        route!(login::get_saml_url),
        route!(login::get_saml_metadata),
        route!(login::get_saml_success),
        route!(login::post_saml_provider),
        route!(login::post_saml_assertion),
        route!(login::post_saml_logout),
        route!(login::get_verify_email),
        route!(login::post_send_verification),
        route!(login::list_sessions),
        route!(login::delete_session),
        route!(login::delete_other_sessions),
        route!(login::post_password),
        route!(login::post_leave),
        // runs
        route!(runs::list_runs),
        route!(runs::count_runs),
        route!(runs::get_usage_of_runs),
        route!(runs::get_facets),
        route!(runs::get_histogram),
        route!(runs::get_run),
        route!(runs::get_related),
        route!(runs::get_tree),
        route!(runs::stream_runs),
        route!(runs::post_batch),
        route!(runs::get_span),
        route!(runs::get_neighbors),
        route!(runs::get_feedback),
        route!(runs::patch_feedback),
        route!(runs::patch_tags),
        route!(runs::patch_visibility),
        route!(runs::patch_score),
        route!(runs::delete_run),
        // end users
        route!(external_users::list_external_users),
        route!(external_users::get_external_user),
        route!(external_users::list_external_user_usage),
        route!(external_users::list_external_user_keys),
        // what filters may ask for
        route!(filters::list_models),
        route!(filters::list_tags),
        route!(filters::list_custom_events),
        route!(filters::list_users),
        route!(filters::list_prop_keys),
        route!(filters::list_prop_values),
        route!(filters::post_natural_language),
        route!(filters::list_metadata_keys),
        route!(filters::list_topics),
        route!(filters::list_intents),
        // projects and their keys
        route!(projects::list_projects),
        route!(projects::post_project),
        route!(projects::post_sample),
        route!(projects::patch_project),
        route!(projects::delete_project),
        route!(projects::get_rules),
        route!(projects::post_rules),
        route!(projects::delete_rules),
        route!(keys::regenerate_project_key),
        route!(keys::list_keys),
        route!(keys::post_key),
        route!(keys::patch_key),
        route!(keys::delete_key),
        route!(keys::regenerate_key),
        // datasets of prompts
        route!(datasets::list_datasets),
        route!(datasets::post_dataset),
        route!(datasets::post_dataset_prompt),
        route!(datasets::attach_runs),
        route!(datasets::get_dataset_prompt),
        route!(datasets::patch_dataset_prompt),
        route!(datasets::delete_dataset_prompt),
        route!(datasets::post_variation),
        route!(datasets::get_variation),
        route!(datasets::patch_variation),
        route!(datasets::delete_variation),
        route!(datasets::get_dataset),
        route!(datasets::patch_dataset),
        route!(datasets::delete_dataset),
        // datasets of items
        route!(datasets_v2::list_datasets_v2),
        route!(datasets_v2::post_dataset_v2),
        route!(datasets_v2::get_dataset_v2),
        route!(datasets_v2::patch_dataset_v2),
        route!(datasets_v2::delete_dataset_v2),
        route!(datasets_v2::duplicate_dataset_v2),
        route!(datasets_v2::list_dataset_items),
        route!(datasets_v2::post_dataset_item),
        route!(datasets_v2::get_dataset_item),
        route!(datasets_v2::patch_dataset_item),
        route!(datasets_v2::delete_dataset_item),
        route!(datasets_v2::post_dataset_import),
        route!(datasets_v2::get_dataset_export),
        route!(datasets_v2::list_dataset_versions),
        route!(datasets_v2::get_dataset_version),
        route!(datasets_v2::post_dataset_version),
        route!(datasets_v2::restore_dataset_version),
        route!(datasets_v2::post_dataset_runs),
        // prompts
        route!(prompts::get_latest_version_of_sdks),
        route!(prompts::get_latest_version),
        route!(prompts::get_template_of_old_sdks),
        route!(prompts::list_templates),
        route!(prompts::post_template),
        route!(prompts::list_live_templates),
        route!(prompts::list_folders),
        route!(prompts::get_template),
        route!(prompts::patch_template),
        route!(prompts::delete_template),
        route!(prompts::post_version),
        route!(prompts::post_rollback),
        route!(prompts::get_diff),
        route!(prompts::get_usage_of_template),
        route!(prompts::list_labels),
        route!(prompts::put_label),
        route!(prompts::delete_label),
        route!(prompts::get_version),
        route!(prompts::patch_version),
        route!(prompts::get_version_of_dashboards),
        route!(prompts::patch_version_of_dashboards),
        route!(prompts::list_revisions),
        route!(prompts::list_prompts),
        route!(prompts::list_versions),
        route!(prompts::list_template_choices),
        route!(prompts::list_label_rules),
        route!(prompts::put_label_rule),
        route!(prompts::delete_label_rule),
        // what the server works on
        route!(jobs::get_refresh_costs),
        route!(jobs::post_refresh_costs),
        route!(jobs::get_intent_recluster),
        route!(jobs::get_job_of_dashboard),
        route!(jobs::get_job),
        route!(jobs::delete_job),
        // what people did
        route!(audit::list_audit_logs),
        route!(audit::export_audit_logs),
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
    let routes = routes.fallback(ui::fallback).method_not_allowed_fallback(no_route);
    edge::wrap(routes, app, open)
        .layer(Extension(Document::new(&document)))
        .layer(Extension(Arc::new(Ui::embedded(&app.settings.app_url))))
        .with_state(app.clone())
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

/// What nothing else answers: unknown paths of the API, and known ones with another method.
pub(crate) async fn no_route(method: Method, uri: Uri) -> ApiError {
    let path: String = uri.path().chars().take(200).collect();
    ApiError::NoRoute(format!("{method} {path}"))
}

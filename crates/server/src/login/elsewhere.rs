//! The handlers of single sign-on, which is not built yet: they say so.

use axum::extract::State;

use crate::app::App;
use crate::auth::Door;
use crate::error::{ApiError, ErrorBody};

fn not_built() -> ApiError {
    ApiError::NotBuilt("This server knows no single sign-on yet; log in by password with POST /auth/login".into())
}

/// Log-in by Google: not built yet.
#[utoipa::path(post, path = "/auth/google", tag = "auth",
    responses((status = 501, description = "Not built yet", body = ErrorBody)))]
pub(crate) async fn post_google(_app: State<App>, _gate: Door) -> ApiError {
    not_built()
}

/// Log-in by GitHub: not built yet.
#[utoipa::path(post, path = "/auth/github", tag = "auth",
    responses((status = 501, description = "Not built yet", body = ErrorBody)))]
pub(crate) async fn post_github(_app: State<App>, _gate: Door) -> ApiError {
    not_built()
}

/// Where an organisation logs in by SAML: not built yet.
#[utoipa::path(get, path = "/auth/saml-url/{orgId}", tag = "auth",
    params(("orgId" = String, Path, description = "The organisation")),
    responses((status = 501, description = "Not built yet", body = ErrorBody)))]
pub(crate) async fn get_saml_url(_app: State<App>, _gate: Door) -> ApiError {
    not_built()
}

/// What an identity provider needs to know of SAML here: not built yet.
#[utoipa::path(get, path = "/auth/saml/{orgId}/metadata", tag = "auth",
    params(("orgId" = String, Path, description = "The organisation")),
    responses((status = 501, description = "Not built yet", body = ErrorBody)))]
pub(crate) async fn get_saml_metadata(_app: State<App>, _gate: Door) -> ApiError {
    not_built()
}

/// Where SAML leads to: not built yet.
#[utoipa::path(get, path = "/auth/saml/{orgId}/success", tag = "auth",
    params(("orgId" = String, Path, description = "The organisation")),
    responses((status = 501, description = "Not built yet", body = ErrorBody)))]
pub(crate) async fn get_saml_success(_app: State<App>, _gate: Door) -> ApiError {
    not_built()
}

/// Sets the identity provider of an organisation: not built yet.
#[utoipa::path(post, path = "/auth/saml/{orgId}/download-idp-xml", tag = "auth",
    params(("orgId" = String, Path, description = "The organisation")),
    responses((status = 501, description = "Not built yet", body = ErrorBody)))]
pub(crate) async fn post_saml_provider(_app: State<App>, _gate: Door) -> ApiError {
    not_built()
}

/// Log-in by SAML: not built yet.
#[utoipa::path(post, path = "/auth/saml/{orgId}/acs", tag = "auth",
    params(("orgId" = String, Path, description = "The organisation")),
    responses((status = 501, description = "Not built yet", body = ErrorBody)))]
pub(crate) async fn post_saml_assertion(_app: State<App>, _gate: Door) -> ApiError {
    not_built()
}

/// Log-out by SAML: not built yet.
#[utoipa::path(post, path = "/auth/saml/{orgId}/slo", tag = "auth",
    params(("orgId" = String, Path, description = "The organisation")),
    responses((status = 501, description = "Not built yet", body = ErrorBody)))]
pub(crate) async fn post_saml_logout(_app: State<App>, _gate: Door) -> ApiError {
    not_built()
}

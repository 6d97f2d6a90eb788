//! Routes that forget to ask who is there, and requests that say it in a place where nobody should look.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use model::Role;
use serde_json::Value;

use super::{inhabited, refused};
use crate::matrix_examples::{Ids, body_for};
use crate::test_app::ALICE;

/// The routes that answer whoever asks, all of them. To add one is to say that the whole world may use it.
const OPEN: [&str; 25] = [
    // Old SDKs name a public key in the query.
    "GET /api/v1/template",
    "GET /auth/door",
    "GET /auth/join-data",
    "GET /auth/saml-url/{orgId}",
    "GET /auth/saml/{orgId}/metadata",
    "GET /auth/saml/{orgId}/success",
    "GET /v1/health",
    "GET /v1/openapi",
    "GET /v1/openapi.json",
    "GET /v1/runs/{id}/public",
    "GET /v1/users/verify-email",
    "POST /api/report",
    "POST /api/v1/report",
    "POST /auth/exchange-token",
    "POST /auth/github",
    "POST /auth/google",
    "POST /auth/login",
    "POST /auth/method",
    "POST /auth/request-password-reset",
    "POST /auth/reset-password",
    "POST /auth/saml/{orgId}/acs",
    "POST /auth/saml/{orgId}/download-idp-xml",
    "POST /auth/saml/{orgId}/slo",
    "POST /auth/signup",
    "POST /v1/users/send-verification",
];

#[tokio::test]
async fn missing_authentication_is_asked_for_on_every_route_that_is_not_one_of_those_named() {
    let app = inhabited().await;
    let ids = Ids::of(&app, ALICE).await;
    let document = serde_json::to_value(server::router::openapi()).unwrap();
    let mut open = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = format!("{} {path}", method.to_uppercase());
            let body = body_for(&name, operation.get("requestBody").is_some());
            let sent = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
            let method: Method = method.to_uppercase().parse().unwrap();
            let answer = app.stranger(None).send(method, &ids.fill(path), sent).await;
            if answer.status != StatusCode::UNAUTHORIZED {
                assert!(!answer.text().contains("hush"), "{name} {answer:?}");
                open.insert(name);
            }
        }
    }
    assert_eq!(open.iter().map(String::as_str).collect::<Vec<_>>(), OPEN);
    app.stop().await;
}

#[tokio::test]
async fn missing_authentication_is_not_made_up_for_by_anything_else_in_a_request() {
    let app = inhabited().await;
    let token = app.token_of(&ALICE.mail(Role::Owner)).await;
    let cookie = format!("session={token}; auth={token}; token={}", ALICE.private_key);
    for (name, value) in [
        ("authorization", "Bearer null"),
        ("authorization", "Bearer undefined"),
        ("authorization", "Bearer [object Object]"),
        ("authorization", ALICE.private_key),
        ("cookie", cookie.as_str()),
        ("x-forwarded-user", "owner@wonderland.example"),
        ("x-forwarded-for", "127.0.0.1"),
        ("x-original-url", "/v1/health"),
        ("x-http-method-override", "OPTIONS"),
        ("origin", "null"),
    ] {
        for path in ["/v1/runs", "/v1/projects", "/v1/users/me", "/metrics", "/v1/system"] {
            let answer = app.stranger(None).header(name, value).get(path).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{name}: {value} {path} {answer:?}");
        }
    }
    let key = ALICE.private_key;
    for path in [
        format!("/v1/runs?token={token}&api_key={key}&apiKey={key}&access_token={token}&key={key}"),
        "/v1/health/../runs".to_owned(),
        "/v1/health/%2e%2e/runs".to_owned(),
        "//v1///runs//".to_owned(),
        "/v1/runs;/v1/health".to_owned(),
        "/v1/runs%00".to_owned(),
        "/V1/RUNS".to_owned(),
    ] {
        refused(&app, &app.stranger(None), ("GET", &path), &Value::Null, &[401, 404]).await;
        refused(&app, &app.stranger(None), ("HEAD", &path), &Value::Null, &[401, 404]).await;
    }
    app.stop().await;
}

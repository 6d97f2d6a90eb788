//! The service's own routes, and what all answers have in common.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde_json::json;
use server::settings::Settings;

use crate::test_app::{ALICE, TestApp};

#[tokio::test]
async fn health_looks_at_no_credential() {
    let app = TestApp::start().await;
    for token in [None, Some("expired"), Some(ALICE.public_key)] {
        assert_eq!(app.stranger(token).get("/v1/health").await.line(), r#"200 {"status":"OK"}"#, "{token:?}");
    }
    app.stop().await;
}

#[tokio::test]
async fn a_stopped_store_is_not_healthy_and_takes_nothing_in() {
    let app = TestApp::start().await;
    app.app.runs.close().await.unwrap();
    let event = json!({"events": {"type": "llm", "event": "start", "runId": "a"}}).to_string();
    let answer = app.visitor(ALICE).post("/v1/runs/ingest", event).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{answer:?}");
    assert_eq!(answer.header("retry-after"), Some("5"));
    let health = app.stranger(None).get("/v1/health").await;
    assert_eq!(health.line(), r#"503 {"error":"Service Unavailable","message":"the server is not healthy"}"#);
}

#[tokio::test]
async fn every_answer_names_the_build() {
    let app = TestApp::start().await;
    for (path, status) in [("/v1/health", 200), ("/v1/runs", 401), ("/nowhere", 404)] {
        let answer = app.stranger(None).get(path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert_eq!(answer.header("x-perilune-build"), Some(server::build_id()), "{path}");
        assert_eq!(answer.header("content-type"), Some("application/json; charset=utf-8"), "{path}");
    }
    app.stop().await;
}

#[tokio::test]
async fn an_unknown_path_or_method_is_not_found() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    for (method, path) in [
        (Method::GET, "/"),
        (Method::GET, "/v1/nowhere"),
        (Method::GET, "/v1/runs/ingest/more/of/it"),
        (Method::GET, "/v1/health-check"),
        (Method::DELETE, "/v1/health"),
        (Method::PUT, "/v1/runs/ingest"),
        (Method::POST, "/v1/runs"),
        (Method::PUT, "/v1/runs/a/tags"),
        (Method::DELETE, "/v1/runs/a/feedback"),
        (Method::GET, "/api/report"),
    ] {
        let answer = owner.send(method.clone(), path, Body::empty()).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method} {path}");
        assert_eq!(answer.json()["error"], "Not Found", "{method} {path}");
    }
    app.stop().await;
}

#[tokio::test]
async fn what_a_path_cannot_be_is_refused_as_json() {
    let app = TestApp::start().await;
    for path in ["/v1/runs/%ff", "/v1/runs/%ff/related"] {
        let answer = app.owner(ALICE).get(path).await;
        assert_eq!((answer.status.as_u16(), answer.json()["error"].as_str()), (400, Some("Bad Request")), "{path}");
    }
    for path in ["/v1/runs/%00", "/v1/runs/%", "/v1/runs/%zz", "/v1/runs/..%2f..", "/v1/runs/a%2Frelated"] {
        let answer = app.owner(ALICE).get(path).await;
        assert_eq!(answer.line(), r#"404 {"error":"Not Found","message":"Run not found"}"#, "{path}");
    }
    app.stop().await;
}

#[tokio::test]
async fn slashes_too_many_and_head_do_not_matter() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    for path in ["/v1", "/v1/", "//v1//", "/v1/version/", "//v1/runs?limit=1"] {
        assert_eq!(owner.get(path).await.status, StatusCode::OK, "{path}");
        let head = owner.send(Method::HEAD, path, Body::empty()).await;
        assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0), "{path}");
    }
    app.stop().await;
}

#[tokio::test]
async fn metrics_are_for_this_machine_or_with_the_token() {
    let app = TestApp::with(Settings { metrics_token: Some("sesame".into()), ..Settings::default() }).await;
    app.visitor(ALICE).ingest(json!([{"type": "llm", "event": "start", "runId": "a"}, 7])).await;
    assert_eq!(app.stranger(None).get("/metrics").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.stranger(Some("sesamE")).get("/metrics").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.owner(ALICE).get("/metrics").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.stranger(Some("sesame")).get("/metrics").await.status, StatusCode::OK);
    for name in ["X-Forwarded-For", "Forwarded", "X-Real-IP"] {
        let through_a_proxy = app.stranger(None).on_this_machine().header(name, "192.0.2.7");
        assert_eq!(through_a_proxy.get("/metrics").await.status, StatusCode::UNAUTHORIZED, "{name}");
    }
    let metrics = app.stranger(None).on_this_machine().get("/metrics").await;
    assert_eq!(metrics.status, StatusCode::OK);
    for line in [
        r#"perilune_requests_total{method="POST",route="/v1/runs/ingest",status="2xx"} 1"#,
        r#"perilune_ingest_events_total{result="stored"} 1"#,
        r#"perilune_ingest_events_total{result="rejected"} 1"#,
        r#"perilune_refused_total{reason="unauthorized"} 6"#,
    ] {
        assert!(metrics.text().lines().any(|got| got == line), "{line} in {}", metrics.text());
    }
    assert!(!metrics.text().contains(ALICE.public_key));
    app.stop().await;
}

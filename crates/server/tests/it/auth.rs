//! Who may do what: every route of the OpenAPI document, with every kind of caller.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::Client;
use crate::test_app::{ALICE, BOB, TestApp};

struct Route {
    method: Method,
    path: String,
    gate: String,
}

/// Every operation of the document, with the id of a run of Alice's where the path wants one.
async fn routes(app: &TestApp) -> Vec<Route> {
    let document = app.stranger(None).get("/v1/openapi").await.json();
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let gate = operation["x-perilune-gate"].as_str().unwrap().to_owned();
            routes.push(Route { method, path: path.replace("{id}", "secret-run"), gate });
        }
    }
    routes
}

async fn call(client: &Client<'_>, route: &Route) -> (StatusCode, Value) {
    let body = if route.method == Method::GET { Body::empty() } else { Body::from(r#"{"events":[]}"#) };
    let answer = client.send(route.method.clone(), &route.path, body).await;
    (answer.status, serde_json::from_slice(&answer.body).unwrap_or(Value::Null))
}

#[tokio::test]
async fn every_route_asks_for_what_its_gate_says() {
    let app = TestApp::start().await;
    app.visitor(ALICE).ingest(json!({"type": "llm", "event": "start", "runId": "secret-run", "input": "hush"})).await;
    let unknown = "00000000-0000-4000-8000-000000000000";
    let callers = [
        ("nobody", app.stranger(None), "Missing API key or session"),
        ("an unknown key", app.stranger(Some(unknown)), "Invalid API key"),
        ("no key at all", app.stranger(Some("abc")), "Invalid access token"),
        ("a public key", app.visitor(ALICE), "This route requires a private API key"),
    ];
    let routes = routes(&app).await;
    assert!(routes.len() >= 10, "the document lists {} routes", routes.len());
    for route in &routes {
        for (who, client, text) in &callers {
            let (status, body) = call(client, route).await;
            let may = match route.gate.as_str() {
                "open" => true,
                "operator" => false,
                gate if gate.starts_with("public ") => *who == "a public key",
                _ => false,
            };
            let name = format!("{} {} for {who}: {body}", route.method, route.path);
            if may {
                assert_eq!(status, StatusCode::OK, "{name}");
            } else {
                assert_eq!(status, StatusCode::UNAUTHORIZED, "{name}");
                assert_eq!(body["error"], "Unauthorized", "{name}");
                let is_operators = route.gate == "operator";
                assert!(is_operators || body["message"] == *text, "{name}");
            }
        }
        let (status, body) = call(&app.owner(ALICE), route).await;
        let want = if route.gate == "operator" { StatusCode::UNAUTHORIZED } else { StatusCode::OK };
        assert_eq!(status, want, "{} {} for its owner: {body}", route.method, route.path);
    }
    app.stop().await;
}

#[tokio::test]
async fn a_foreign_id_and_an_absent_id_give_the_same_bytes() {
    let app = TestApp::start().await;
    app.visitor(ALICE).ingest(json!({"type": "llm", "event": "start", "runId": "secret-run", "input": "hush"})).await;
    for route in routes(&app).await.iter().filter(|route| route.path.contains("secret-run")) {
        let bob = app.owner(BOB);
        let foreign = bob.send(route.method.clone(), &route.path, Body::empty()).await;
        let absent_path = route.path.replace("secret-run", "never-sent");
        let absent = bob.send(route.method.clone(), &absent_path, Body::empty()).await;
        assert_eq!(foreign.line(), absent.line(), "{} {}", route.method, route.path);
        assert!(!foreign.text().contains("hush"), "{} {}", route.method, route.path);
    }
    app.stop().await;
}

#[tokio::test]
async fn two_projects_never_see_one_another() {
    let app = TestApp::start().await;
    let start =
        |input: &str| json!({"type": "llm", "event": "start", "runId": "same-id", "input": input, "timestamp": 1});
    assert_eq!(app.visitor(ALICE).ingest(start("of alice")).await[0]["success"], true);
    assert_eq!(app.visitor(BOB).ingest(start("of bob")).await[0]["success"], true);
    for (project, own, other) in [(ALICE, "of alice", "of bob"), (BOB, "of bob", "of alice")] {
        for path in ["/v1/runs/same-id", "/v1/runs/same-id/related", "/v1/runs", "/v1/runs?parentRunId=same-id"] {
            let answer = app.owner(project).get(path).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            assert!(!answer.text().contains(other), "{path} {}", answer.text());
            assert!(path.contains('?') || answer.text().contains(own), "{path} {}", answer.text());
        }
    }
    app.stop().await;
}

#[tokio::test]
async fn a_key_may_come_in_any_header_form() {
    let app = TestApp::start().await;
    let key = ALICE.private_key;
    for (name, value) in [
        ("authorization", format!("Bearer {key}")),
        ("authorization", format!("Basic {}", key.to_uppercase())),
        ("authorization", format!("anything {key}")),
        ("x-api-key", key.to_owned()),
    ] {
        let answer = app.stranger(None).header(name, &value).get("/v1/version").await;
        assert_eq!(answer.line(), format!(r#"200 {{"version":"{}"}}"#, server::version()), "{name}: {value}");
    }
    let bare = app.stranger(None).header("authorization", key).get("/v1/version").await;
    assert_eq!(bare.status, StatusCode::UNAUTHORIZED);
    app.stop().await;
}

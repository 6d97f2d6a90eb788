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
    body: String,
}

/// What a run of Alice's is called on the route that is at this place of the list: each route has its own.
fn run_id(place: usize) -> String {
    format!("secret-{place}")
}

/// Every operation of the document, with the id of a run of Alice's where the path wants one, and a body that it takes.
async fn routes(app: &TestApp) -> Vec<Route> {
    let document = app.stranger(None).get("/v1/openapi").await.json();
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let gate = operation["x-perilune-gate"].as_str().unwrap().to_owned();
            let body = if method == Method::GET { String::new() } else { body_for(path) };
            routes.push(Route { method, path: path.replace("{id}", &run_id(routes.len())), gate, body });
        }
    }
    routes
}

fn body_for(path: &str) -> String {
    let last = path.rsplit('/').next().unwrap();
    let body = match last {
        "report" => json!({"events": [{"event": "start", "projectId": ALICE.public_key, "runId": "reported"}]}),
        "visibility" => json!({"visibility": true}),
        "tags" => json!({"tags": ["changed"]}),
        "feedback" => json!({"thumb": "down"}),
        "score" => json!({"label": "changed", "value": 1}),
        _ => json!({"events": []}),
    };
    body.to_string()
}

/// A run of Alice's for each route.
async fn seed(app: &TestApp, routes: &[Route]) {
    let start = |place| json!({"type": "llm", "event": "start", "runId": run_id(place), "input": "hush"});
    app.visitor(ALICE).ingest((0..routes.len()).map(start).collect()).await;
}

async fn call(client: &Client<'_>, route: &Route) -> (StatusCode, Value) {
    let answer = client.send(route.method.clone(), &route.path, Body::from(route.body.clone())).await;
    (answer.status, serde_json::from_slice(&answer.body).unwrap_or(Value::Null))
}

#[tokio::test]
async fn every_route_asks_for_what_its_gate_says() {
    let app = TestApp::start().await;
    let routes = routes(&app).await;
    seed(&app, &routes).await;
    let unknown = "00000000-0000-4000-8000-000000000000";
    let callers = [
        ("nobody", app.stranger(None), "Missing API key or session"),
        ("an unknown key", app.stranger(Some(unknown)), "Invalid API key"),
        ("no key at all", app.stranger(Some("abc")), "Invalid access token"),
        ("a public key", app.visitor(ALICE), "This route requires a private API key"),
    ];
    assert!(routes.len() >= 24, "the document lists {} routes", routes.len());
    for route in &routes {
        // The run is not public, which is no matter of the credential.
        let fine = if route.path.ends_with("/public") { StatusCode::NOT_FOUND } else { StatusCode::OK };
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
                assert_eq!(status, fine, "{name}");
            } else {
                assert_eq!(status, StatusCode::UNAUTHORIZED, "{name}");
                assert_eq!(body["error"], "Unauthorized", "{name}");
                let is_operators = route.gate == "operator";
                assert!(is_operators || body["message"] == *text, "{name}");
            }
        }
        let (status, body) = call(&app.owner(ALICE), route).await;
        let want = if route.gate == "operator" { StatusCode::UNAUTHORIZED } else { fine };
        assert_eq!(status, want, "{} {} for its owner: {body}", route.method, route.path);
    }
    app.stop().await;
}

#[tokio::test]
async fn a_foreign_id_and_an_absent_id_give_the_same_answer_and_change_nothing() {
    let app = TestApp::start().await;
    let routes = routes(&app).await;
    seed(&app, &routes).await;
    for (place, route) in routes.iter().enumerate().filter(|(_, route)| route.path.contains("secret-")) {
        let run = format!("/v1/runs/{}", run_id(place));
        let before = app.owner(ALICE).get(&run).await.line();
        let bob = app.owner(BOB);
        let send = async |path: &str| bob.send(route.method.clone(), path, Body::from(route.body.clone())).await;
        let foreign = send(&route.path).await;
        let absent = send(&route.path.replace("secret-", "never-sent-")).await;
        let name = format!("{} {}", route.method, route.path);
        assert_eq!(foreign.line(), absent.line(), "{name}");
        assert!(!foreign.text().contains("hush"), "{name}");
        assert_eq!(app.owner(ALICE).get(&run).await.line(), before, "{name}");
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

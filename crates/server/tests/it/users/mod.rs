//! People of an organisation: who they are, what they become, who is invited, who goes.

mod changes;
mod invitations;
mod own;

use axum::body::Body;
use axum::http::Method;
use model::Role;
use serde_json::{Value, json};

use crate::client::Client;
use crate::test_app::{ALICE, Project, TestApp};

const FORBIDDEN: &str = r#"403 {"error":"Forbidden","message":"You don't have access to this resource"}"#;
const NO_USER: &str = r#"404 {"error":"Not Found","message":"User not found"}"#;
const NEEDS_PERSON: &str = r#"403 {"error":"Forbidden","message":"This endpoint needs a signed-in user"}"#;
const OVER: &str = r#"401 {"error":"Unauthorized","message":"Invalid access token"}"#;
const FOREIGN: &str = "One of these projects does not belong to your organisation";
const ABOVE: &str = "Your role does not allow this";
const OWNER_STAYS: &str = "This is the owner";
const NOBODY: &str = "99999999-0000-4000-8000-000000000001";

/// Sends a request; wants an answer that begins with this status and has this piece, and that a refusal wrote nothing, no line
/// in the audit log either.
async fn check(
    app: &TestApp,
    client: &Client<'_>,
    (method, path): (Method, &str),
    body: Value,
    (status, piece): (u16, &str),
) -> Value {
    let before = app.digest();
    let sent = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    let answer = client.send(method.clone(), path, sent).await;
    let name = format!("{method} {path} {body}: {}", answer.line());
    assert!(answer.status.as_u16() == status && answer.line().contains(piece), "{name}");
    if !answer.status.is_success() {
        let written = before.differences(&app.digest()).join(", ");
        assert!(written.is_empty(), "{name} wrote {written}");
    }
    answer.json()
}

async fn me(app: &TestApp, project: Project, role: Role) -> Value {
    app.person(project, role).await.get("/v1/users/me").await.json()
}

/// The path of the person with this role.
async fn path_of(app: &TestApp, project: Project, role: Role) -> String {
    format!("/v1/users/{}", me(app, project, role).await["id"].as_str().unwrap())
}

/// What the audit log of Alice's organisation says, the oldest first, log-ins left out: action, id of the thing, by whom.
async fn trail(app: &TestApp) -> Vec<Value> {
    let owner = app.person(ALICE, Role::Owner).await;
    let log = owner.get("/v1/audit-logs?limit=100").await.json();
    let rows = log.as_array().unwrap().iter().rev();
    rows.filter(|row| row["resourceType"] == "team_member" && row["action"] != "login" && !row["userEmail"].is_null())
        .map(|row| json!([row["action"], row["resourceId"], row["userEmail"]]))
        .collect()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn to_be(role: &str, projects: &[Project]) -> Value {
    json!({"role": role, "projects": projects.iter().map(|project| project.public_key).collect::<Vec<_>>()})
}

fn invitation(email: &str, role: &str) -> Value {
    json!({"email": email, "role": role, "projects": [ALICE.public_key]})
}

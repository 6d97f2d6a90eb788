//! The keys of a project, as people manage them.

use axum::body::Body;
use axum::http::Method;
use model::Role;
use serde_json::{Value, json};

use crate::client::Client;
use crate::test_app::{ALICE, ALICE_TOO, TestApp};

const INVALID_KEY: &str = r#"401 {"error":"Unauthorized","message":"Invalid API key"}"#;
const NO_SUCH_KEY: &str = r#"404 {"error":"Not Found","message":"API key not found"}"#;

fn path(rest: &str) -> String {
    format!("/v1/projects/{}/keys{rest}", ALICE.public_key)
}

async fn make(owner: &Client<'_>, body: Value) -> Value {
    let answer = owner.post(&path(""), body.to_string()).await;
    assert_eq!(answer.status.as_u16(), 201, "{answer:?}");
    answer.json()
}

async fn refused(app: &TestApp, client: &Client<'_>, (method, path): (Method, &str), body: &str, want: &str) {
    let before = app.digest();
    let answer = client.send(method.clone(), path, Body::from(body.to_owned())).await;
    assert_eq!(answer.line(), want, "{method} {path} {body}");
    let written = before.differences(&app.digest()).join(", ");
    assert!(written.is_empty(), "{method} {path} {body} wrote {written}");
}

async fn opens(app: &TestApp, key: &Value) -> u16 {
    app.stranger(key.as_str()).get("/v1/version").await.status.as_u16()
}

#[tokio::test]
async fn a_project_has_as_many_keys_as_people_need() {
    let app = TestApp::with_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let made = make(&owner, json!({"kind": "private", "name": " CI "})).await;
    let key = made["key"].as_str().unwrap();
    let account = owner.get("/v1/users/me").await.json()["id"].clone();
    let want = json!({
        "id": made["id"], "kind": "private", "name": "CI", "display": format!("…{}", &key[32..]), "key": key,
        "createdAt": "2025-06-01T12:00:00.000Z", "createdBy": account, "lastUsedAt": null, "expiresAt": null,
    });
    assert_eq!(made, want);
    assert_eq!(opens(&app, &made["key"]).await, 200);
    let public = make(&owner, json!({"kind": "public", "name": "web"})).await;
    assert_eq!(opens(&app, &public["key"]).await, 401, "a public key opens public routes only");
    app.stranger(public["key"].as_str()).ingest(json!([{"type": "llm", "event": "start", "runId": "1"}])).await;
    assert_eq!(app.owner(ALICE).get("/v1/runs/1").await.status.as_u16(), 200);
    app.app.meta.write_last_uses().await.unwrap();
    let listed = owner.get(&path("")).await.json();
    let told: Vec<Value> =
        listed.as_array().unwrap().iter().map(|row| json!([row["kind"], row["name"], row["key"]])).collect();
    let want = [
        json!(["public", null, ALICE.public_key]),
        json!(["private", null, ALICE.private_key]),
        json!(["private", "CI", key]),
        json!(["public", "web", public["key"]]),
    ];
    assert_eq!(told, want);
    assert_eq!(listed[2]["lastUsedAt"], "2025-06-01T12:00:00.000Z");
    app.stop().await;
}

#[tokio::test]
async fn a_key_is_renamed_and_ended() {
    let app = TestApp::with_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let id =
        make(&owner, json!({"kind": "private", "name": "CI", "expiresAt": "2025-06-02T00:00:00Z"})).await["id"].clone();
    let one = path(&format!("/{id}"));
    let told = async || {
        let rows = owner.get(&path("")).await.json();
        let row = rows.as_array().unwrap().iter().find(|row| row["id"] == id).unwrap().clone();
        (row["name"].clone(), row["expiresAt"].clone())
    };
    for (body, want) in [
        (json!({"name": "Build"}), (json!("Build"), json!("2025-06-02T00:00:00.000Z"))),
        (json!({"expiresAt": null}), (json!("Build"), Value::Null)),
        (
            json!({"name": "CI", "expiresAt": "2026-01-01T00:00:00+01:00"}),
            (json!("CI"), json!("2025-12-31T23:00:00.000Z")),
        ),
    ] {
        assert_eq!(owner.patch(&one, body.clone()).await.line(), "200 {}", "{body}");
        assert_eq!(told().await, want, "{body}");
    }
    let past = "422 {\"error\":\"Error\",\"message\":\"Validation error: Date must be in the future, and before 2200, at \
                \\\"expiresAt\\\"\"}";
    refused(&app, &owner, (Method::PATCH, &one), r#"{"name":"x","expiresAt":"2025-06-01T12:00:00Z"}"#, past).await;
    let nothing = "422 {\"error\":\"Error\",\"message\":\"Validation error: Required at \\\"name\\\", or Required at \
                   \\\"expiresAt\\\"\"}";
    refused(&app, &owner, (Method::PATCH, &one), "{}", nothing).await;
    app.stop().await;
}

#[tokio::test]
async fn a_revoked_key_is_refused_at_the_next_request() {
    let app = TestApp::with_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let made = make(&owner, json!({"kind": "private", "name": "leaked"})).await;
    assert_eq!(opens(&app, &made["key"]).await, 200);
    let one = path(&format!("/{}", made["id"]));
    assert_eq!(owner.delete(&one).await.line(), "200 {}");
    assert_eq!(app.stranger(made["key"].as_str()).get("/v1/version").await.line(), INVALID_KEY);
    refused(&app, &owner, (Method::DELETE, &one), "", NO_SUCH_KEY).await;
    refused(&app, &owner, (Method::PATCH, &one), r#"{"name":"x"}"#, NO_SUCH_KEY).await;
    refused(&app, &owner, (Method::POST, &format!("{one}/regenerate")), "{}", NO_SUCH_KEY).await;
    refused(&app, &owner, (Method::DELETE, &path("/x")), "", NO_SUCH_KEY).await;
    app.stop().await;
}

#[tokio::test]
async fn the_project_s_id_stays_a_key_and_the_last_private_key_may_go() {
    let app = TestApp::with_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let rows = owner.get(&path("")).await.json();
    let (public, private) = (rows[0]["id"].clone(), rows[1]["id"].clone());
    let conflict = "409 {\"error\":\"Conflict\",\"message\":\"This public key is the id of the project, which cannot change, \
                    end or be revoked; it goes when the project is deleted\"}";
    let one = path(&format!("/{public}"));
    refused(&app, &owner, (Method::DELETE, &one), "", conflict).await;
    refused(&app, &owner, (Method::POST, &format!("{one}/regenerate")), "{}", conflict).await;
    refused(&app, &owner, (Method::PATCH, &one), r#"{"expiresAt":"2026-01-01T00:00:00Z"}"#, conflict).await;
    assert_eq!(owner.delete(&path(&format!("/{private}"))).await.line(), "200 {}");
    assert_eq!(app.owner(ALICE).get("/v1/version").await.line(), INVALID_KEY);
    assert!(owner.get("/v1/projects").await.json()[0].get("privateApiKey").is_none());
    app.stop().await;
}

#[tokio::test]
async fn a_key_is_replaced_at_once_or_goes_on_for_a_while() {
    let app = TestApp::with_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    for (body, old_opens) in [("{}", 401), ("", 401), (r#"{"graceSeconds":60}"#, 200)] {
        let old = make(&owner, json!({"kind": "private", "name": "CI"})).await;
        let answer = owner.post(&path(&format!("/{}/regenerate", old["id"])), body.to_owned()).await;
        assert_eq!(answer.status.as_u16(), 200, "{body}");
        let new = answer.json();
        assert_eq!((&new["name"], &new["kind"]), (&json!("CI"), &json!("private")), "{body}");
        assert_eq!((opens(&app, &old["key"]).await, opens(&app, &new["key"]).await), (old_opens, 200), "{body}");
    }
    let rows = owner.get(&path("")).await.json();
    let ends: Vec<&Value> = rows.as_array().unwrap().iter().map(|row| &row["expiresAt"]).collect();
    assert_eq!(ends.iter().filter(|end| **end == "2025-06-01T12:01:00.000Z").count(), 1, "{rows}");
    app.stop().await;
}

#[tokio::test]
async fn the_key_of_a_project_is_replaced_and_read_back_from_the_list_of_projects() {
    let app = TestApp::with_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let regenerate = format!("/v1/projects/{}/regenerate-key", ALICE.public_key);
    let shown = async || owner.get("/v1/projects").await.json()[0]["privateApiKey"].clone();
    let before = app.digest();
    assert_eq!(owner.post(&regenerate, r#"{"type":"public"}"#).await.line(), "200 {}");
    assert!(before.differences(&app.digest()).is_empty());
    assert_eq!(shown().await, ALICE.private_key);
    assert_eq!(owner.post(&regenerate, r#"{"type":"private"}"#).await.line(), "200 {}");
    let second = shown().await;
    assert_eq!(app.owner(ALICE).get("/v1/version").await.line(), INVALID_KEY);
    assert_eq!(owner.post(&regenerate, r#"{"type":"private","graceSeconds":1}"#).await.line(), "200 {}");
    let third = shown().await;
    assert_ne!(second, third);
    assert_eq!((opens(&app, &second).await, opens(&app, &third).await), (200, 200));
    let kinds = "422 {\"error\":\"Error\",\"message\":\"Validation error: Invalid enum value. Expected 'private' | 'public', \
                 received 'org' at \\\"type\\\"\"}";
    refused(&app, &owner, (Method::POST, &regenerate), r#"{"type":"org"}"#, kinds).await;
    let member = app.person(ALICE, Role::Member).await;
    let forbidden = r#"403 {"error":"Forbidden","message":"You don't have access to this resource"}"#;
    refused(&app, &member, (Method::POST, &regenerate), r#"{"type":"private"}"#, forbidden).await;
    let needs_person = r#"403 {"error":"Forbidden","message":"This endpoint needs a signed-in user"}"#;
    let key = app.stranger(third.as_str());
    refused(&app, &key, (Method::POST, &regenerate), r#"{"type":"private"}"#, needs_person).await;
    refused(&app, &key, (Method::GET, &path("")), "", needs_person).await;
    app.stop().await;
}

#[tokio::test]
async fn a_key_of_another_project_is_not_found_by_its_number() {
    let app = TestApp::with_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let other = owner.get(&format!("/v1/projects/{}/keys", ALICE_TOO.public_key)).await.json();
    let one = path(&format!("/{}", other[1]["id"]));
    refused(&app, &owner, (Method::DELETE, &one), "", NO_SUCH_KEY).await;
    refused(&app, &owner, (Method::PATCH, &one), r#"{"name":"x"}"#, NO_SUCH_KEY).await;
    refused(&app, &owner, (Method::POST, &format!("{one}/regenerate")), "{}", NO_SUCH_KEY).await;
    app.stop().await;
}

#[tokio::test]
async fn every_change_of_a_key_is_in_the_audit_log_and_no_key_is() {
    let app = TestApp::with_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let made = make(&owner, json!({"kind": "private", "name": "CI"})).await;
    let one = path(&format!("/{}", made["id"]));
    owner.patch(&one, json!({"name": "Build"})).await;
    let new = owner.post(&format!("{one}/regenerate"), "{}").await.json();
    owner.delete(&path(&format!("/{}", new["id"]))).await;
    let log = owner.get("/v1/audit-logs?limit=100").await;
    let rows = log.json();
    let told: Vec<Value> = rows
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["resourceType"] == "api_key")
        .map(|row| json!([row["action"], row["resourceId"], row["projectId"]]))
        .collect();
    let row = |id: &Value| json!(["regenerate", id.to_string(), ALICE.public_key]);
    assert_eq!(told, [row(&new["id"]), row(&made["id"]), row(&made["id"]), row(&made["id"])]);
    for key in [&made["key"], &new["key"]] {
        assert!(!log.text().contains(key.as_str().unwrap()), "{key}");
    }
    app.stop().await;
}

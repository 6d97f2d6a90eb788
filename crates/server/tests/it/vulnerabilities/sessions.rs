//! What goes on working after it should have ended: sessions, and keys.

use axum::http::StatusCode;
use model::Role;
use serde_json::{Value, json};
use store::meta::MailPurpose;

use super::{inhabited, inhabited_at, refused};
use crate::client::Client;
use crate::door::{Hands, SECOND};
use crate::people::PASSWORD;
use crate::test_app::{ALICE, ALICE_TOO, TestApp};

async fn id_of_member(app: &TestApp) -> String {
    let me = app.person(ALICE, Role::Member).await.get("/v1/users/me").await.json();
    me["id"].as_str().unwrap().to_owned()
}

/// Two sessions of the member, both of which were just used.
async fn two_sessions(app: &TestApp) -> [Client<'_>; 2] {
    let sessions = [app.person(ALICE, Role::Member).await, app.person(ALICE, Role::Member).await];
    for session in &sessions {
        assert_eq!(session.get("/v1/runs").await.status, StatusCode::OK);
    }
    sessions
}

/// Wants that the session opens nothing, and changes nothing.
async fn is_over(app: &TestApp, session: &Client<'_>) {
    let events = json!({"events": [{"type": "llm", "event": "start", "runId": "late"}]});
    let new = json!({"current": PASSWORD, "new": "another one"});
    for (method, path, body) in [
        ("GET", "/v1/runs", Value::Null),
        ("GET", "/v1/users/me", Value::Null),
        ("POST", "/v1/runs/ingest", events),
        ("POST", "/v1/users/me/password", new),
        ("DELETE", "/v1/users/me/sessions", Value::Null),
        ("POST", "/auth/logout", Value::Null),
    ] {
        refused(app, session, (method, path), &body, &[401]).await;
    }
}

#[tokio::test]
async fn a_session_after_the_removal_of_its_owner_is_over_at_the_next_request() {
    let app = inhabited().await;
    let sessions = two_sessions(&app).await;
    let path = format!("/v1/users/{}", id_of_member(&app).await);
    assert_eq!(app.person(ALICE, Role::Owner).await.delete(&path).await.line(), "200 {}");
    for session in &sessions {
        is_over(&app, session).await;
    }
    let mail = ALICE.mail(Role::Member);
    assert_eq!(app.log_in(&mail, PASSWORD).await.status, StatusCode::FORBIDDEN, "there is no such account");
    app.stop().await;
}

#[tokio::test]
async fn a_session_after_its_owner_left_is_over_at_the_next_request() {
    let app = inhabited().await;
    let sessions = two_sessions(&app).await;
    let left = sessions[0].post("/v1/users/me/leave", json!({"password": PASSWORD}).to_string()).await;
    assert_eq!(left.line(), "200 {}");
    for session in &sessions {
        is_over(&app, session).await;
    }
    app.stop().await;
}

#[tokio::test]
async fn a_session_after_a_change_of_role_is_over_at_the_next_request() {
    let app = inhabited().await;
    let sessions = two_sessions(&app).await;
    let path = format!("/v1/users/{}", id_of_member(&app).await);
    let change = json!({"role": "viewer", "projects": [ALICE.public_key]});
    assert_eq!(app.person(ALICE, Role::Owner).await.patch(&path, change).await.status, StatusCode::OK);
    for session in &sessions {
        is_over(&app, session).await;
    }
    let again = app.person(ALICE, Role::Member).await;
    assert_eq!(again.get("/v1/users/me").await.json()["role"], "viewer");
    app.stop().await;
}

#[tokio::test]
async fn a_session_after_a_loss_of_membership_reads_the_project_no_more() {
    let app = inhabited().await;
    let path = format!("/v1/users/{}", id_of_member(&app).await);
    let session = app.person(ALICE, Role::Member).await;
    assert_eq!(session.get("/v1/runs").await.status, StatusCode::OK);
    let change = json!({"role": "member", "projects": [ALICE_TOO.public_key]});
    assert_eq!(app.person(ALICE, Role::Owner).await.patch(&path, change).await.status, StatusCode::OK);
    refused(&app, &session, ("GET", "/v1/runs"), &Value::Null, &[403]).await;
    let other = format!("/v1/runs?projectId={}", ALICE_TOO.public_key);
    assert_eq!(session.get(&other).await.status, StatusCode::OK);
    app.stop().await;
}

#[tokio::test]
async fn a_session_after_a_change_of_password_is_over_at_the_next_request() {
    let app = inhabited().await;
    let sessions = two_sessions(&app).await;
    let new = json!({"current": PASSWORD, "new": "another one"}).to_string();
    let changed = sessions[0].post("/v1/users/me/password", new).await;
    assert_eq!(changed.status, StatusCode::OK, "{changed:?}");
    for session in &sessions {
        is_over(&app, session).await;
    }
    assert_eq!(app.lets_in(changed.json()["token"].as_str().unwrap()).await, "in");
    app.stop().await;
}

#[tokio::test]
async fn a_session_after_a_reset_of_the_password_is_over_at_the_next_request() {
    let app = inhabited().await;
    let sessions = two_sessions(&app).await;
    let token = app.mailed(MailPurpose::Reset, &ALICE.mail(Role::Member)).await;
    let reset = app.ask("/auth/reset-password", json!({"token": token, "password": "another one"})).await;
    assert_eq!(reset.status, StatusCode::OK, "{reset:?}");
    for session in &sessions {
        is_over(&app, session).await;
    }
    app.stop().await;
}

#[tokio::test]
async fn a_session_after_its_log_out_is_over_at_the_next_request_and_no_other_is() {
    let app = inhabited().await;
    let [first, second] = two_sessions(&app).await;
    assert_eq!(first.post("/auth/logout", "").await.line(), "200 {}");
    is_over(&app, &first).await;
    assert_eq!(second.get("/v1/runs").await.status, StatusCode::OK);
    assert_eq!(second.delete("/v1/users/me/sessions").await.line(), "200 {}");
    assert_eq!(second.get("/v1/runs").await.status, StatusCode::OK);
    app.stop().await;
}

#[tokio::test]
async fn a_key_of_a_deleted_project_opens_nothing() {
    let app = inhabited().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let keys = format!("/v1/projects/{}/keys", ALICE_TOO.public_key);
    let made = owner.post(&keys, r#"{"kind":"public","name":"web"}"#).await.json();
    let holders = [app.owner(ALICE_TOO), app.visitor(ALICE_TOO), app.stranger(made["key"].as_str())];
    let events = json!({"events": [{"type": "llm", "event": "start", "runId": "late"}]});
    for holder in &holders {
        let answer = holder.post("/v1/runs/ingest", events.to_string()).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    }
    let path = format!("/v1/projects/{}", ALICE_TOO.public_key);
    assert_eq!(owner.delete(&path).await.line(), "200 {}");
    for holder in &holders {
        refused(&app, holder, ("POST", "/v1/runs/ingest"), &events, &[401]).await;
        refused(&app, holder, ("GET", "/v1/runs/late"), &Value::Null, &[401]).await;
        refused(&app, holder, ("GET", "/v1/runs/late/feedback"), &Value::Null, &[401]).await;
    }
    let named = json!({"events": [{"event": "start", "projectId": ALICE_TOO.public_key, "runId": "late"}]});
    let reported = app.stranger(None).post("/api/report", named.to_string()).await;
    assert_ne!(reported.status, StatusCode::OK, "{reported:?}");
    app.stop().await;
}

#[tokio::test]
async fn a_key_that_expired_was_revoked_or_was_replaced_opens_nothing() {
    let hands = Hands::new();
    let app = inhabited_at(hands).await;
    let owner = app.person(ALICE, Role::Owner).await;
    let keys = format!("/v1/projects/{}/keys", ALICE.public_key);
    let make = async |body: Value| {
        let made = owner.post(&keys, body.to_string()).await.json();
        (made["key"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned(), format!("{keys}/{}", made["id"]))
    };
    let opens = async |key: &str| app.stranger(Some(key)).get("/v1/runs").await.status == StatusCode::OK;
    let (short, _) = make(json!({"kind": "private", "name": "CI", "expiresAt": "2025-06-01T12:00:05Z"})).await;
    let (revoked, one) = make(json!({"kind": "private", "name": "leaked"})).await;
    let (replaced, other) = make(json!({"kind": "private", "name": "old"})).await;
    let (fading, third) = make(json!({"kind": "private", "name": "fading"})).await;
    for key in [&short, &revoked, &replaced, &fading] {
        assert!(opens(key).await, "{key}");
    }
    owner.delete(&one).await;
    owner.post(&format!("{other}/regenerate"), "{}").await;
    owner.post(&format!("{third}/regenerate"), r#"{"graceSeconds":5}"#).await;
    for (key, want) in [(&short, true), (&revoked, false), (&replaced, false), (&fading, true)] {
        assert_eq!(opens(key).await, want, "{key}");
    }
    hands.forward(5 * SECOND);
    for key in [&short, &revoked, &replaced, &fading] {
        refused(&app, &app.stranger(Some(key)), ("GET", "/v1/runs"), &Value::Null, &[401]).await;
    }
    app.stop().await;
}

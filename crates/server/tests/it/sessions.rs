//! Sessions: seen, ended, and over at the next request.

use axum::http::StatusCode;
use model::Role;
use serde_json::{Value, json};

use crate::door::patient;
use crate::test_app::TestApp;

const OVER: &str = "Invalid access token";

impl TestApp {
    /// Logs in with the password `secret`; the token.
    pub(crate) async fn sign_in(&self, email: &str) -> String {
        let answer = self.ask("/auth/login", json!({"email": email, "password": "secret"})).await;
        answer.json()["token"].as_str().unwrap_or_else(|| panic!("{answer:?}")).to_owned()
    }
}

#[tokio::test]
async fn people_see_where_they_are_signed_in() {
    let app = TestApp::with(patient()).await;
    app.sign_up("ana@example.org").await;
    let other = app.sign_up("bob@example.org").await;
    let token = app.sign_in("ana@example.org").await;
    let answer = app.signed_in(&token).get("/v1/users/me/sessions").await;
    let rows = answer.json();
    let current: Vec<&Value> = rows.as_array().unwrap().iter().filter(|row| row["current"] == true).collect();
    assert_eq!((rows.as_array().unwrap().len(), current.len()), (2, 1), "{rows}");
    assert_eq!(current[0]["ipAddress"], "192.0.2.7");
    assert_eq!(current[0]["expiresAt"], "2025-07-01T12:00:00.000Z");
    assert!(!answer.text().contains(&token), "a token is told once");
    assert_eq!(app.signed_in(&other).get("/v1/users/me/sessions").await.json().as_array().unwrap().len(), 1);
    app.stop().await;
}

#[tokio::test]
async fn a_log_out_ends_this_session_and_no_other() {
    let app = TestApp::with(patient()).await;
    let first = app.sign_up("ana@example.org").await;
    let second = app.sign_in("ana@example.org").await;
    let answer = app.signed_in(&first).post("/auth/logout", "").await;
    assert_eq!(answer.line(), "200 {}");
    assert_eq!((app.lets_in(&first).await.as_str(), app.lets_in(&second).await.as_str()), (OVER, "in"));
    assert_eq!(app.signed_in(&first).post("/auth/logout", "").await.status, StatusCode::UNAUTHORIZED);
    let log = app.app.meta.audit_page(app.who(&second).await.org(), None, 0, 1).await.unwrap();
    assert_eq!((log[0].resource_type.as_str(), log[0].action.as_str()), ("team_member", "logout"));
    app.stop().await;
}

#[tokio::test]
async fn one_session_or_all_others_can_be_ended() {
    let app = TestApp::with(patient()).await;
    let first = app.sign_up("ana@example.org").await;
    let second = app.sign_in("ana@example.org").await;
    let third = app.sign_in("ana@example.org").await;
    let id = app.who(&second).await.session();
    let gone = app.signed_in(&first).delete(&format!("/v1/users/me/sessions/{id}")).await;
    assert_eq!(gone.line(), "200 {}");
    assert_eq!((app.lets_in(&second).await.as_str(), app.lets_in(&third).await.as_str()), (OVER, "in"));
    assert_eq!(app.signed_in(&first).delete("/v1/users/me/sessions").await.line(), "200 {}");
    assert_eq!((app.lets_in(&first).await.as_str(), app.lets_in(&third).await.as_str()), ("in", OVER));
    app.stop().await;
}

#[tokio::test]
async fn somebody_elses_session_and_none_at_all_are_the_same() {
    let app = TestApp::with(patient()).await;
    let ana = app.sign_up("ana@example.org").await;
    let bob = app.sign_up("bob@example.org").await;
    let foreign = app.who(&bob).await.session().to_string();
    let want = r#"404 {"error":"Not Found","message":"Session not found"}"#;
    for id in [foreign.as_str(), "99999999-0000-4000-8000-000000000001", "nonsense"] {
        let answer = app.signed_in(&ana).delete(&format!("/v1/users/me/sessions/{id}")).await;
        assert_eq!(answer.line(), want, "{id}");
    }
    assert_eq!(app.lets_in(&bob).await, "in");
    app.stop().await;
}

#[tokio::test]
async fn a_new_password_ends_all_sessions_and_begins_one() {
    let app = TestApp::with(patient()).await;
    let first = app.sign_up("ana@example.org").await;
    let second = app.sign_in("ana@example.org").await;
    let change = |current: &str, new: &str| json!({"current": current, "new": new}).to_string();
    let ana = app.signed_in(&first);
    let wrong = ana.post("/v1/users/me/password", change("wrong", "another one")).await;
    assert_eq!(wrong.line(), r#"403 {"error":"Forbidden","message":"This is not your password"}"#);
    let short = ana.post("/v1/users/me/password", change("secret", "12345")).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.lets_in(&second).await, "in", "nothing has changed");
    let answer = ana.post("/v1/users/me/password", change("secret", "another one")).await;
    let third = answer.json()["token"].as_str().unwrap().to_owned();
    for (token, want) in [(&first, OVER), (&second, OVER), (&third, "in")] {
        assert_eq!(app.lets_in(token).await, want);
    }
    let old = app.ask("/auth/login", json!({"email": "ana@example.org", "password": "secret"})).await;
    assert_eq!(old.status, StatusCode::FORBIDDEN);
    app.stop().await;
}

#[tokio::test]
async fn who_leaves_is_out_at_the_next_request_and_can_come_back_elsewhere() {
    let app = TestApp::with(patient()).await;
    let ana = app.who(&app.sign_up("ana@example.org").await).await;
    app.add_account("bob@example.org", ("Wonderland", Role::Member)).await;
    let bob = app.sign_in("bob@example.org").await;
    let leave = |password: &str| json!({"password": password}).to_string();
    let wrong = app.signed_in(&bob).post("/v1/users/me/leave", leave("wrong")).await;
    assert_eq!(wrong.line(), r#"403 {"error":"Forbidden","message":"This is not your password"}"#);
    assert_eq!(app.lets_in(&bob).await, "in");
    let gone = app.signed_in(&bob).post("/v1/users/me/leave", leave("secret")).await;
    assert_eq!(gone.line(), "200 {}");
    assert_eq!(app.lets_in(&bob).await, OVER);
    let log = app.app.meta.audit_page(ana.org(), None, 0, 1).await.unwrap();
    assert_eq!((log[0].action.as_str(), log[0].user_email.as_deref()), ("remove_from_team", Some("bob@example.org")));
    app.sign_up("bob@example.org").await;
    app.stop().await;
}

#[tokio::test]
async fn the_owner_cannot_leave() {
    let app = TestApp::with(patient()).await;
    let ana = app.sign_up("ana@example.org").await;
    let answer = app.signed_in(&ana).post("/v1/users/me/leave", json!({"password": "secret"}).to_string()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text().contains("The owner cannot leave"), "{answer:?}");
    assert_eq!(app.lets_in(&ana).await, "in");
    app.stop().await;
}

//! Tokens that come by mail: to set a password, to prove an address, to be exchanged for a session.

use axum::http::StatusCode;
use model::Role;
use rusqlite::Connection;
use serde_json::json;
use store::meta::{InOrg, MailAsked, MailPurpose, MailToken, NewAccount};

use crate::door::{BAD_TOKEN, Hands, SECOND, WRONG, claims, join, mail, patient, proof, with_mail};
use crate::test_app::{NOW, TestApp};

#[tokio::test]
async fn a_reset_sets_a_password_once_and_ends_all_sessions() {
    let hands = Hands::new();
    let app = TestApp::with_clock(patient(), hands.clock()).await;
    let before = app.sign_up("ana@example.org").await;
    let token = app.mailed(MailPurpose::Reset, "ana@example.org").await;
    let reset = |token: &str, password: &str| json!({"token": token, "password": password});
    let short = app.ask("/auth/reset-password", reset(&token, "12345")).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY, "{short:?}");
    let answer = app.ask("/auth/reset-password", reset(&token, "another one")).await;
    let after = answer.json()["token"].as_str().unwrap().to_owned();
    assert_eq!(app.lets_in(&before).await, "Invalid access token");
    assert_eq!(app.lets_in(&after).await, "in");
    assert_eq!(app.ask("/auth/reset-password", reset(&token, "a third one")).await.line(), BAD_TOKEN);
    assert_eq!(app.log_in("ana@example.org", "secret").await.line(), WRONG);
    assert_eq!(app.log_in("ana@example.org", "another one").await.status, StatusCode::OK);
    let log = app.app.meta.audit_page(app.who(&after).await.org(), None, 0, 10).await.unwrap();
    assert!(log.iter().any(|row| (row.resource_type.as_str(), row.action.as_str()) == ("team_member", "update")));
    app.stop().await;
}

#[tokio::test]
async fn a_reset_token_is_good_for_fifteen_minutes_and_only_the_last_password_counts() {
    let hands = Hands::new();
    let app = TestApp::with_clock(patient(), hands.clock()).await;
    app.sign_up("ana@example.org").await;
    let late = app.mailed(MailPurpose::Reset, "ana@example.org").await;
    hands.forward(15 * 60 * SECOND);
    let body = |token: &str| json!({"token": token, "password": "another one"});
    assert_eq!(app.ask("/auth/reset-password", body(&late)).await.line(), BAD_TOKEN);
    let unused = app.mailed(MailPurpose::Reset, "ana@example.org").await;
    hands.forward(1);
    let token = app.sign_in("ana@example.org").await;
    let change = json!({"current": "secret", "new": "another one"}).to_string();
    assert_eq!(app.signed_in(&token).post("/v1/users/me/password", change).await.status, StatusCode::OK);
    assert_eq!(
        app.ask("/auth/reset-password", body(&unused)).await.line(),
        BAD_TOKEN,
        "the password was changed since"
    );
    app.stop().await;
}

#[tokio::test]
async fn asking_for_a_reset_tells_nobody_whether_there_is_such_an_account() {
    let app = TestApp::with(patient()).await;
    app.sign_up("ana@example.org").await;
    let asked = |email: &str| json!({"email": email});
    for path in ["/auth/request-password-reset", "/v1/users/send-verification"] {
        let known = app.ask(path, asked("ana@example.org")).await;
        let unknown = app.ask(path, asked("nobody@example.org")).await;
        assert_eq!((known.line(), unknown.line()), (r#"200 {"ok":true}"#.into(), r#"200 {"ok":true}"#.into()));
        assert_eq!(app.ask(path, asked("ana@example.org")).await.line(), known.line(), "again");
    }
    app.stop().await;
}

#[tokio::test]
async fn an_address_gets_one_mail_of_a_kind_in_fifteen_minutes() {
    let hands = Hands::new();
    let app = TestApp::with_clock(patient(), hands.clock()).await;
    app.sign_up("ana@example.org").await;
    let ask = async |purpose, email: &str| {
        let now = app.app.clock.now();
        app.app.meta.ask_for_mail((purpose, mail(email)), MailToken::random(), None, now).await.unwrap()
    };
    for (forward, email, want) in [
        (0, "ana@example.org", MailAsked::Sent),
        (1, "ana@example.org", MailAsked::Not),
        (0, "nobody@example.org", MailAsked::Not),
        (15 * 60 * SECOND - 2, "ana@example.org", MailAsked::Not),
        (1, "ana@example.org", MailAsked::Sent),
    ] {
        hands.forward(forward);
        assert_eq!(ask(MailPurpose::Reset, email).await, want, "{forward} {email}");
    }
    assert_eq!(ask(MailPurpose::Verify, "ana@example.org").await, MailAsked::Not, "she is verified");
    app.stop().await;
}

#[tokio::test]
async fn letters_are_posted_with_what_they_are_about_and_nobody_can_read_them() {
    let app = TestApp::with(with_mail()).await;
    app.sign_up("ana@example.org").await;
    for email in ["ana@example.org", "nobody@example.org", "ana@example.org"] {
        let answer = app.ask("/auth/request-password-reset", json!({"email": email})).await;
        assert_eq!(answer.line(), r#"200 {"ok":true}"#);
    }
    let again =
        app.ask("/v1/users/send-verification", json!({"email": "ana@example.org", "name": "Win a prize"})).await;
    assert_eq!(again.line(), r#"200 {"ok":true}"#);
    assert_eq!(proof(&app, "ana@example.org").1, 3, "to prove the address, to set a password, to prove it again");
    let meta = Connection::open(app.dir.path().join("meta.db")).unwrap();
    let mut select = meta.prepare("SELECT secret, coalesce(payload, '') FROM job").unwrap();
    let jobs = select.query_map([], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, String>(1)?)));
    for job in jobs.unwrap() {
        let (sealed, payload) = job.unwrap();
        assert!(!String::from_utf8_lossy(&sealed).contains("example.org") && payload.is_empty());
    }
    app.stop().await;
}

#[tokio::test]
async fn a_token_of_one_kind_is_none_of_another() {
    let app = TestApp::with(patient()).await;
    let session = app.sign_up("ana@example.org").await;
    let ana = app.who(&session).await;
    let invitation = app.invite(&ana, "eve@example.org", vec![]).await;
    let reset = app.mailed(MailPurpose::Reset, "ana@example.org").await;
    for token in [&session, &invitation, "", "nonsense"] {
        let body = json!({"token": token, "password": "another one"});
        assert_eq!(app.ask("/auth/reset-password", body).await.line(), BAD_TOKEN, "{token}");
    }
    for token in [&session, &reset] {
        assert_eq!(app.ask("/auth/signup", join("eve@example.org", token)).await.line(), BAD_TOKEN);
        assert_eq!(app.stranger(None).get(&format!("/auth/join-data?token={token}")).await.line(), BAD_TOKEN);
    }
    for token in [&session, &reset, &invitation] {
        assert_eq!(app.ask("/auth/exchange-token", json!({"onetimeToken": token})).await.line(), BAD_TOKEN);
        let verify = app.stranger(None).get(&format!("/v1/users/verify-email?token={token}")).await;
        assert_eq!(verify.line(), BAD_TOKEN);
    }
    for token in [&reset, &invitation] {
        assert_eq!(app.lets_in(token).await, "Invalid access token");
    }
    app.stop().await;
}

#[tokio::test]
async fn an_exchange_token_is_good_once_for_a_day() {
    let app = TestApp::with(patient()).await;
    app.sign_up("ana@example.org").await;
    let token = app.mailed(MailPurpose::Exchange, "ana@example.org").await;
    let answer = app.ask("/auth/exchange-token", json!({"onetimeToken": token})).await;
    let claims = claims(answer.json()["token"].as_str().unwrap());
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 86_400);
    assert_eq!(app.ask("/auth/exchange-token", json!({"onetimeToken": token})).await.line(), BAD_TOKEN);
    app.stop().await;
}

#[tokio::test]
async fn an_address_is_proven_by_the_token_that_was_mailed_to_it() {
    let app = TestApp::with(patient()).await;
    let account = NewAccount {
        org: InOrg::First,
        email: mail("eve@example.org"),
        name: Some("Eve".into()),
        password_hash: "none".into(),
        role: Role::Viewer,
        verified: false,
        projects: None,
    };
    app.app.meta.create_account(account, NOW).await.unwrap();
    let token = app.mailed(MailPurpose::Verify, "eve@example.org").await;
    let path = format!("/v1/users/verify-email?token={token}");
    assert_eq!(app.stranger(None).get(&path).await.line(), r#"200 {"message":"Email verified"}"#);
    assert_eq!(app.stranger(Some("stale")).get(&path).await.line(), r#"200 {"message":"Email already verified"}"#);
    let browser =
        app.stranger(None).header("accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8").get(&path).await;
    assert_eq!((browser.status.as_u16(), browser.header("location")), (302, Some("http://localhost:3333")));
    app.stop().await;
}

//! People at the door: log-in, and what looks like it.

use std::collections::HashSet;

use axum::http::StatusCode;
use model::Role;
use serde_json::json;
use store::meta::{AccountCreated, InOrg, MailPurpose, NewAccount};

use crate::door::{DAY, Hands, SECOND, WRONG, claims, mail, patient, wish};
use crate::test_app::{NOW, TestApp};

#[tokio::test]
async fn a_log_in_gives_a_session_of_thirty_days() {
    let hands = Hands::new();
    let app = TestApp::with_clock(patient(), hands.clock()).await;
    app.sign_up("ana@example.org").await;
    let answer = app.log_in(" Ana@Example.ORG ", "secret").await;
    let token = answer.json()["token"].as_str().unwrap().to_owned();
    let claims = claims(&token);
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 30 * 86_400);
    hands.forward(30 * DAY - SECOND);
    assert_eq!(app.lets_in(&token).await, "in");
    hands.forward(SECOND);
    assert_eq!(app.lets_in(&token).await, "Session expired");
    app.stop().await;
}

#[tokio::test]
async fn whatever_is_wrong_a_failed_log_in_looks_the_same_and_does_the_same_work() {
    let app = TestApp::with(patient()).await;
    app.sign_up("ana@example.org").await;
    let mut seen = HashSet::new();
    for (email, password) in [
        ("ana@example.org", "wrong-one"),
        ("nobody@example.org", "wrong-one"),
        ("nobody@example.org", "secret"),
        ("ana@example.org", ""),
        ("nobody@example.org", ""),
    ] {
        let before = app.app.passwords.verified();
        let answer = app.log_in(email, password).await;
        assert_eq!(answer.line(), WRONG, "{email} {password}");
        let mut headers: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
        headers.sort();
        seen.insert((headers, app.app.passwords.verified() - before));
    }
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert!(seen.iter().all(|(_, compared)| *compared == 1), "{seen:?}");
    app.stop().await;
}

#[tokio::test]
async fn bodies_that_cannot_be_understood_are_named_piece_by_piece() {
    let app = TestApp::with(patient()).await;
    for (path, body, want) in [
        ("/auth/login", json!({}), r#"Required at \"email\"; Required at \"password\""#),
        (
            "/auth/login",
            json!({"email": "ana", "password": 1}),
            r#"Invalid email: there is no @ in it at \"email\"; Expected string, received number at \"password\""#,
        ),
        ("/auth/method", json!({"email": 7}), r#"Expected string, received number at \"email\""#),
        ("/auth/request-password-reset", json!({"email": "ana"}), r#"Invalid email: there is no @ in it at \"email\""#),
        (
            "/auth/reset-password",
            json!({"token": "t", "password": "12345"}),
            r#"String must contain at least 6 character(s) at \"password\""#,
        ),
        ("/auth/exchange-token", json!({}), r#"Required at \"onetimeToken\""#),
        ("/v1/users/send-verification", json!({}), r#"Required at \"email\""#),
    ] {
        let want = format!(r#"422 {{"error":"Error","message":"Validation error: {want}"}}"#);
        assert_eq!(app.ask(path, body).await.line(), want, "{path}");
        assert_eq!(app.stranger(None).post(path, "7").await.status, StatusCode::BAD_REQUEST, "{path}");
    }
    for path in ["/auth/join-data", "/v1/users/verify-email"] {
        let answer = app.stranger(None).get(path).await;
        assert_eq!(
            answer.line(),
            r#"422 {"error":"Error","message":"Validation error: Required at \"token\""}"#,
            "{path}"
        );
    }
    app.stop().await;
}

#[tokio::test]
async fn look_alikes_of_an_address_are_nobody() {
    let app = TestApp::with(patient()).await;
    app.sign_up("kim.li@example.org").await;
    assert_eq!(app.log_in("KIM.LI@EXAMPLE.ORG", "secret").await.status, StatusCode::OK);
    for look_alike in [
        "\u{212a}im.li@example.org",
        "k\u{131}m.li@example.org",
        "kim.li@example.org\u{200b}",
        "kim.li@ex\u{430}mple.org",
    ] {
        for (path, body) in [
            ("/auth/login", json!({"email": look_alike, "password": "secret"})),
            ("/auth/signup", wish(look_alike)),
            ("/auth/request-password-reset", json!({"email": look_alike})),
        ] {
            let answer = app.ask(path, body).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {look_alike} {answer:?}");
        }
    }
    app.stop().await;
}

#[tokio::test]
async fn the_method_is_password_whoever_asks_and_whatever_they_carry() {
    let app = TestApp::with(patient()).await;
    app.sign_up("ana@example.org").await;
    for email in ["ana@example.org", "nobody@example.org"] {
        let body = json!({"email": email, "joinToken": "nonsense"}).to_string();
        let answer = app.stranger(Some("stale")).post("/auth/method", body).await;
        assert_eq!(answer.line(), r#"200 {"method":"password"}"#);
    }
    app.stop().await;
}

#[tokio::test]
async fn an_old_kind_of_hash_is_replaced_at_the_first_log_in() {
    let app = TestApp::with(patient()).await;
    let account = NewAccount {
        org: InOrg::First,
        email: mail("old@example.org"),
        name: None,
        password_hash: bcrypt::hash("secret", 4).unwrap(),
        role: Role::Member,
        verified: true,
        projects: None,
    };
    let created = app.app.meta.create_account(account, NOW).await.unwrap();
    assert!(matches!(created, AccountCreated::Done(_)));
    assert_eq!(app.log_in("old@example.org", "wrong").await.line(), WRONG);
    assert_eq!(app.log_in("old@example.org", "secret").await.status, StatusCode::OK);
    let stored = app.app.meta.credentials("old@example.org").await.unwrap().unwrap().password_hash;
    assert!(stored.starts_with("$argon2id$v=19$m=65536,t=2,p=1$"), "{stored}");
    assert_eq!(app.log_in("old@example.org", "secret").await.status, StatusCode::OK);
    app.stop().await;
}

#[tokio::test]
async fn single_sign_on_says_that_it_is_not_built() {
    let app = TestApp::with(patient()).await;
    let org = "7c0e0000-0000-4000-8000-000000000001";
    let mut answers = Vec::new();
    for path in ["/auth/google", "/auth/github"] {
        answers.push(app.ask(path, json!({"accessToken": "x"})).await);
    }
    for step in ["acs", "slo", "download-idp-xml"] {
        answers.push(app.ask(&format!("/auth/saml/{org}/{step}"), json!({})).await);
    }
    for path in [format!("saml-url/{org}"), format!("saml/{org}/metadata"), format!("saml/{org}/success")] {
        answers.push(app.stranger(None).get(&format!("/auth/{path}")).await);
    }
    for answer in answers {
        assert_eq!(answer.status, StatusCode::NOT_IMPLEMENTED, "{answer:?}");
        assert_eq!(answer.json()["error"], "Not Implemented");
    }
    app.stop().await;
}

#[tokio::test]
async fn no_answer_tells_a_secret_that_was_not_asked_for() {
    let app = TestApp::with(patient()).await;
    let owner = app.sign_up("ana@example.org").await;
    let ana = app.who(&owner).await;
    app.add_account("bob@example.org", ("Wonderland", Role::Viewer)).await;
    let viewer = app.sign_in("bob@example.org").await;
    let secrets = [
        owner.clone(),
        viewer.clone(),
        app.mailed(MailPurpose::Reset, "ana@example.org").await,
        app.mailed(MailPurpose::Exchange, "bob@example.org").await,
        "$argon2".into(),
        "secret".into(),
    ];
    let invitation = app.invite(&ana, "eve@example.org", vec![]).await;
    for (who, token) in [("the owner", &owner), ("a viewer", &viewer)] {
        for path in ["/v1/users/me", "/v1/users/me/org", "/v1/users/me/sessions", "/v1/users/invited", "/v1/audit-logs"]
        {
            let answer = app.signed_in(token).get(path).await;
            let told: Vec<_> = secrets.iter().filter(|secret| answer.text().contains(secret.as_str())).collect();
            assert!(told.is_empty(), "{who} {path} {told:?}");
            assert!(who == "the owner" || !answer.text().contains(&invitation), "{who} {path}");
        }
    }
    app.stop().await;
}

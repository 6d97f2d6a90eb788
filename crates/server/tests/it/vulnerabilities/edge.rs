//! What a request says of itself: where it comes from, which page sent it, where an answer is to lead.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use model::Role;
use serde_json::json;
use server::settings::Settings;
use store::meta::MailPurpose;

use super::inhabited_with;
use crate::client::{Answer, Client};
use crate::door::{patient, with_mail};
use crate::people::PASSWORD;
use crate::test_app::{ALICE, TestApp};

const OURS: &str = "https://app.example.org";

async fn guess(client: &Client<'_>, email: &str) -> Answer {
    client.post("/auth/login", json!({"email": email, "password": "wrong"}).to_string()).await
}

#[tokio::test]
async fn a_limit_bypass_by_header_or_by_spelling_gains_no_attempt() {
    let app = TestApp::start().await;
    for number in 0..10 {
        let answer = guess(&app.stranger(None), &format!("nobody{number}@example.org")).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{number}");
    }
    for (name, value) in [
        ("x-forwarded-for", "198.51.100.9"),
        ("x-forwarded-for", "127.0.0.1"),
        ("x-forwarded-for", "198.51.100.9, 192.0.2.7"),
        ("X-Forwarded-For", "2001:db8::1"),
        ("forwarded", "for=198.51.100.9"),
        ("x-real-ip", "198.51.100.9"),
        ("x-client-ip", "198.51.100.9"),
        ("x-originating-ip", "198.51.100.9"),
        ("x-cluster-client-ip", "198.51.100.9"),
        ("true-client-ip", "198.51.100.9"),
        ("cf-connecting-ip", "198.51.100.9"),
        ("fastly-client-ip", "198.51.100.9"),
        ("via", "1.1 198.51.100.9"),
        ("x-api-key", ALICE.private_key),
        ("user-agent", "another browser"),
    ] {
        let answer = guess(&app.stranger(None).header(name, value), "nobody@example.org").await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{name}: {value}");
    }
    // A page of another origin has no attempts at all.
    let foreign = guess(&app.stranger(None).header("origin", OURS), "nobody@example.org").await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN, "{foreign:?}");
    for path in ["//auth/login", "/auth/login/", "/auth//login", "/auth/login?x=1", "/auth/signup", "/auth/method"] {
        let answer = app.stranger(None).post(path, "{}").await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
    }
    let mapped = guess(&app.stranger(None).at("::ffff:192.0.2.7"), "nobody@example.org").await;
    assert_eq!(mapped.status, StatusCode::TOO_MANY_REQUESTS, "the same address, written otherwise");
    app.stop().await;
}

#[tokio::test]
async fn a_limit_bypass_by_many_addresses_gains_no_attempt_at_one_account() {
    let app = TestApp::start().await;
    app.add_people().await;
    let mail = ALICE.mail(Role::Owner);
    let spellings = [mail.clone(), mail.to_uppercase(), format!(" {mail} "), mail.replace("owner", "Owner")];
    for number in 0..10 {
        let client = app.stranger(None).at(&format!("198.51.100.{number}"));
        assert_eq!(guess(&client, &spellings[number % 4]).await.status, StatusCode::FORBIDDEN, "{number}");
    }
    for (number, spelled) in spellings.iter().enumerate() {
        let client = app.stranger(None).at(&format!("203.0.113.{number}"));
        assert_eq!(guess(&client, spelled).await.status, StatusCode::TOO_MANY_REQUESTS, "{spelled}");
    }
    let own_network = TestApp::start().await;
    for number in 0..12 {
        let client = own_network.stranger(None).at(&format!("2001:db8:1:2::{number}"));
        let want = if number < 10 { StatusCode::FORBIDDEN } else { StatusCode::TOO_MANY_REQUESTS };
        assert_eq!(guess(&client, &format!("nobody{number}@example.org")).await.status, want, "{number}");
    }
    own_network.stop().await;
    app.stop().await;
}

#[tokio::test]
async fn the_operators_routes_are_not_opened_by_a_header() {
    let app = TestApp::start().await;
    for (name, value) in [
        ("x-forwarded-for", "127.0.0.1"),
        ("forwarded", "for=127.0.0.1"),
        ("x-real-ip", "::1"),
        ("host", "localhost:3333"),
        ("x-forwarded-host", "localhost"),
    ] {
        for path in ["/metrics", "/v1/system"] {
            let answer = app.stranger(None).header(name, value).get(path).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{name}: {value} {path}");
        }
    }
    let behind = app.stranger(None).on_this_machine().header("x-forwarded-for", "198.51.100.9").get("/metrics").await;
    assert_eq!(behind.status, StatusCode::UNAUTHORIZED, "a proxy on this machine speaks for somebody elsewhere");
    app.stop().await;
}

#[tokio::test]
async fn the_operators_routes_are_not_opened_by_an_address_that_nobody_proved() {
    let operators = vec!["ops@example.org".to_owned()];
    let app = TestApp::with(Settings { operators, ..with_mail() }).await;
    app.sign_up("ana@example.org").await;
    let token = app.sign_up("ops@example.org").await;
    let attacker = app.signed_in(&token);
    assert_eq!(attacker.get("/v1/system").await.status, StatusCode::FORBIDDEN);
    assert_eq!(attacker.get("/v1/users/me").await.json()["operator"], false);
    let proof = app.mailed(MailPurpose::Verify, "ops@example.org").await;
    app.stranger(None).get(&format!("/v1/users/verify-email?token={proof}")).await;
    assert_eq!(attacker.get("/v1/system").await.status, StatusCode::OK, "it is their address");
    app.stop().await;
}

#[tokio::test]
async fn an_address_that_is_only_believed_makes_nobody_an_operator() {
    for skip_email_verify in [false, true] {
        let operators = vec!["ops@example.org".to_owned(), "ana@example.org".to_owned(), "ed@example.org".to_owned()];
        let base = if skip_email_verify { with_mail() } else { patient() };
        let app = TestApp::with(Settings { operators, skip_email_verify, ..base }).await;
        let first = app.sign_up("ana@example.org").await;
        assert_eq!(app.signed_in(&first).get("/v1/system").await.status, StatusCode::OK, "who came first");
        let token = app.sign_up("ops@example.org").await;
        let attacker = app.signed_in(&token);
        assert_eq!(attacker.get("/v1/users/me").await.json()["verified"], true, "it is believed");
        assert_eq!(attacker.get("/v1/users/me").await.json()["operator"], false);
        assert_eq!(attacker.get("/v1/system").await.status, StatusCode::FORBIDDEN);
        app.add_account("ed@example.org", ("Wonderland", Role::Member)).await;
        let made = app.sign_in("ed@example.org").await;
        assert_eq!(
            app.signed_in(&made).get("/v1/system").await.status,
            StatusCode::OK,
            "the operator made the account"
        );
        let link = app.mailed(MailPurpose::Reset, "ops@example.org").await;
        let reset = app.ask("/auth/reset-password", json!({"token": link, "password": "another one"})).await;
        let owner = app.signed_in(reset.json()["token"].as_str().unwrap()).get("/v1/system").await;
        assert_eq!(owner.status, StatusCode::OK, "who reads the mails");
        app.stop().await;
    }
}

#[tokio::test]
async fn an_address_in_the_audit_log_is_not_forged_by_a_header() {
    let app = inhabited_with(patient()).await;
    let mail = ALICE.mail(Role::Owner);
    for name in ["x-forwarded-for", "forwarded", "x-real-ip", "x-client-ip"] {
        let value = if name == "forwarded" { "for=203.0.113.66" } else { "203.0.113.66" };
        let body = json!({"email": mail, "password": PASSWORD}).to_string();
        let answer = app.stranger(None).header(name, value).post("/auth/login", body).await;
        let token = answer.json()["token"].as_str().unwrap().to_owned();
        let log = app.signed_in(&token).get("/v1/audit-logs?limit=1").await;
        assert_eq!(log.json()[0]["ipAddress"], "192.0.2.7", "{name}");
        assert!(!app.signed_in(&token).get("/v1/users/me/sessions").await.text().contains("203.0.113.66"), "{name}");
    }
    app.stop().await;
}

/// Origins that a careless rule takes for ours, or sends back as they came.
const EVIL: [&str; 9] = [
    "https://evil.example",
    "null",
    "https://app.example.org.evil.example",
    "https://evilapp.example.org",
    "http://app.example.org",
    "https://app.example.org:8443",
    "https://app.example.org@evil.example",
    "https://appXexample.org",
    "HTTPS://APP.EXAMPLE.ORG",
];

#[tokio::test]
async fn cors_reflection_of_an_origin_happens_on_no_route() {
    let app = inhabited_with(Settings { cors_origins: vec![OURS.into()], ..patient() }).await;
    let token = app.token_of(&ALICE.mail(Role::Owner)).await;
    let document = serde_json::to_value(server::router::openapi()).unwrap();
    for (template, item) in document["paths"].as_object().unwrap() {
        let path = template.replace(['{', '}'], "x");
        for (method, operation) in item.as_object().unwrap() {
            let gate = operation["x-perilune-gate"].as_str().unwrap();
            let is_door = operation["tags"] == json!(["auth"]);
            let answers_all = (gate == "open" && !is_door) || gate.starts_with("public ");
            for origin in EVIL {
                let page = app.stranger(None).header("origin", origin);
                let page = page.header("access-control-request-method", &method.to_uppercase());
                let asked = page.send(Method::OPTIONS, &path, Body::empty()).await;
                let name = format!("{method} {template} for {origin}: {:?}", asked.headers);
                let allowed = asked.header("access-control-allow-origin");
                assert_eq!(allowed, answers_all.then_some("*"), "{name}");
                assert_eq!(asked.header("access-control-allow-credentials"), None, "{name}");
            }
        }
    }
    for path in ["/v1/users/me", "/v1/projects", "/v1/runs", "/v1/audit-logs"] {
        for origin in EVIL {
            let answer = app.signed_in(&token).header("origin", origin).get(path).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            assert_eq!(answer.header("access-control-allow-origin"), None, "{path} for {origin}");
            assert_eq!(answer.header("access-control-allow-credentials"), None, "{path} for {origin}");
        }
        let ours = app.signed_in(&token).header("origin", OURS).get(path).await;
        assert_eq!(ours.header("access-control-allow-origin"), Some(OURS), "{path}");
    }
    app.stop().await;
}

#[tokio::test]
async fn an_open_redirect_leads_nowhere_but_to_the_dashboard() {
    let app = TestApp::with(with_mail()).await;
    app.sign_up("new@example.org").await;
    let token = app.mailed(MailPurpose::Verify, "new@example.org").await;
    let evil = "https%3A%2F%2Fevil.example";
    for query in ["redirect", "redirect_uri", "next", "url", "return", "returnTo", "continue", "RelayState"] {
        for (name, value) in [
            ("host", "evil.example"),
            ("x-forwarded-host", "evil.example"),
            ("x-forwarded-proto", "javascript"),
            ("referer", "https://evil.example/"),
            ("origin", "https://evil.example"),
        ] {
            let path = format!("/v1/users/verify-email?token={token}&{query}={evil}");
            let browser = app.stranger(None).header("accept", "text/html").header(name, value);
            let answer = browser.get(&path).await;
            assert_eq!(answer.header("location"), Some("http://localhost:3333"), "{name} {path} {answer:?}");
        }
    }
    for path in [
        format!("/v1/users/verify-email?token={evil}&redirect={evil}"),
        format!("/auth/join-data?token={evil}&redirect={evil}"),
        format!("/auth/saml-url/99999999-0000-4000-8000-000000000004?redirect={evil}"),
        format!("//evil.example/%2e%2e?{evil}"),
        "/\\evil.example".replace('\\', "%5c"),
    ] {
        let answer = app.stranger(None).header("accept", "text/html").get(&path).await;
        assert!(!answer.status.is_redirection() && answer.header("location").is_none(), "{path} {answer:?}");
    }
    app.stop().await;
}

//! Limits: how often somebody may try, and that nobody gets around them or is held up by somebody else.

use axum::http::StatusCode;
use model::Role;
use serde_json::json;
use server::settings::Settings;

use crate::client::{Answer, Client};
use crate::door::{Hands, SECOND, patient};
use crate::spans::{PROTOBUF, TRACES, export_of, span, text};
use crate::test_app::{ALICE, ALICE_TOO, TestApp};

async fn log_in(client: &Client<'_>, email: &str, password: &str) -> Answer {
    client.post("/auth/login", json!({"email": email, "password": password}).to_string()).await
}

/// How many of so many requests were answered, before one was held up.
async fn answered(client: &Client<'_>, most: usize) -> usize {
    for count in 0..most {
        let answer = client.post("/auth/method", r#"{"email":"ana@example.org"}"#).await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            return count;
        }
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    }
    most
}

#[tokio::test]
async fn ten_requests_that_guess_are_answered_in_a_minute() {
    let hands = Hands::new();
    let app = TestApp::with_clock(Settings::default(), hands.clock()).await;
    let here = app.stranger(None);
    let first = here.post("/auth/method", r#"{"email":"ana@example.org"}"#).await;
    assert_eq!((first.header("rate-limit-total"), first.header("rate-limit-remaining")), (Some("10"), Some("9")));
    assert_eq!(first.header("rate-limit-reset"), Some("1748779206.000"));
    assert_eq!(answered(&here, 20).await, 9);
    let refused = here.post("/auth/login", "{}").await;
    let want = r#"429 {"error":"Too Many Requests","message":"too many attempts from this address; try again in 6 s"}"#;
    assert_eq!(refused.line(), want);
    assert_eq!((refused.header("retry-after"), refused.header("rate-limit-remaining")), (Some("6"), Some("0")));
    assert_eq!(answered(&app.stranger(None).at("192.0.2.8"), 20).await, 10, "somebody else is not held up");
    hands.forward(6 * SECOND);
    assert_eq!(answered(&here, 20).await, 1);
    hands.forward(60 * SECOND);
    assert_eq!(answered(&here, 20).await, 10);
    app.stop().await;
}

#[tokio::test]
async fn every_route_that_guesses_counts_and_no_other() {
    let app = TestApp::with(Settings { aggressive_per_minute: 1, ..Settings::default() }).await;
    for (place, (path, counts)) in [
        ("/auth/method", true),
        ("/auth/signup", true),
        ("/auth/login", true),
        ("/auth/request-password-reset", true),
        ("/v1/users/send-verification", true),
        ("/auth/reset-password", false),
        ("/auth/exchange-token", false),
    ]
    .into_iter()
    .enumerate()
    {
        let client = app.stranger(None).at(&format!("198.51.100.{place}"));
        let first = client.post(path, "{}").await;
        assert_eq!(first.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert_eq!(first.header("rate-limit-total").is_some(), counts, "{path}");
        let second = client.post(path, "{}").await.status;
        assert_eq!(second == StatusCode::TOO_MANY_REQUESTS, counts, "{path} {second}");
    }
    app.stop().await;
}

#[tokio::test]
async fn a_header_does_not_make_somebody_else_of_a_client() {
    let app = TestApp::start().await;
    assert_eq!(answered(&app.stranger(None), 20).await, 10);
    for name in ["x-forwarded-for", "x-real-ip", "forwarded"] {
        let disguised = app.stranger(None).header(name, "198.51.100.9");
        assert_eq!(answered(&disguised, 1).await, 0, "{name}");
    }
    app.stop().await;
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_client_counts_for_itself() {
    let trusted_proxies = vec!["192.0.2.7/32".parse().unwrap()];
    let app = TestApp::with(Settings { trusted_proxies, ..Settings::default() }).await;
    for client in ["198.51.100.1", "198.51.100.2", "6.6.6.6, 198.51.100.3"] {
        let visitor = app.stranger(None).header("x-forwarded-for", client);
        assert_eq!(answered(&visitor, 20).await, 10, "{client}");
    }
    let disguised = app.stranger(None).header("x-forwarded-for", "7.7.7.7, 198.51.100.3");
    assert_eq!(answered(&disguised, 1).await, 0, "what the client wrote in front is not believed");
    app.stop().await;
}

#[tokio::test]
async fn log_ins_to_one_account_are_counted_from_all_addresses_together() {
    let hands = Hands::new();
    let app = TestApp::with_clock(Settings::default(), hands.clock()).await;
    app.add_account("ana@example.org", ("Wonderland", Role::Owner)).await;
    for place in 0..10 {
        let client = app.stranger(None).at(&format!("198.51.100.{place}"));
        assert_eq!(log_in(&client, "ana@example.org", "wrong").await.status, StatusCode::FORBIDDEN, "{place}");
    }
    let elsewhere = app.stranger(None).at("198.51.100.77");
    let held = log_in(&elsewhere, "Ana@example.org", "secret").await;
    assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS, "{held:?}");
    let nobody = log_in(&elsewhere, "nobody@example.org", "wrong").await;
    assert_eq!(nobody.status, StatusCode::FORBIDDEN, "another account is not held up");
    hands.forward(6 * SECOND);
    assert_eq!(log_in(&elsewhere, "ana@example.org", "secret").await.status, StatusCode::OK);
    app.stop().await;
}

#[tokio::test]
async fn wrong_passwords_cost_more_and_more_time_until_the_right_one() {
    let hands = Hands::new();
    let app = TestApp::with_clock(patient(), hands.clock()).await;
    app.add_account("ana@example.org", ("Wonderland", Role::Owner)).await;
    for email in ["ana@example.org", "nobody@example.org"] {
        let here = app.stranger(None);
        for _ in 0..5 {
            assert_eq!(log_in(&here, email, "wrong").await.status, StatusCode::FORBIDDEN);
        }
        for wait in [1, 2, 4] {
            let before = app.app.passwords.verified();
            let held = log_in(&here, email, "secret").await;
            let told = held.header("retry-after").map(str::to_owned);
            assert_eq!((held.status.as_u16(), told), (429, Some(wait.to_string())), "{email}");
            assert_eq!(app.app.passwords.verified(), before, "no password is compared meanwhile");
            hands.forward(wait * SECOND);
            assert_eq!(log_in(&here, email, "wrong").await.status, StatusCode::FORBIDDEN);
        }
        let elsewhere = log_in(&app.stranger(None).at("198.51.100.1"), email, "wrong").await;
        assert_eq!(elsewhere.status, StatusCode::FORBIDDEN, "another address is not held up");
        hands.forward(8 * SECOND);
    }
    let here = app.stranger(None);
    assert_eq!(log_in(&here, "ana@example.org", "secret").await.status, StatusCode::OK);
    for _ in 0..5 {
        assert_eq!(log_in(&here, "ana@example.org", "wrong").await.status, StatusCode::FORBIDDEN, "it begins anew");
    }
    app.stop().await;
}

#[tokio::test]
async fn guessing_the_password_of_the_own_account_is_held_up_too() {
    let app = TestApp::with(patient()).await;
    let ana = app.sign_up("ana@example.org").await;
    let guess = json!({"current": "wrong", "new": "another one"}).to_string();
    for _ in 0..5 {
        let answer = app.signed_in(&ana).post("/v1/users/me/password", guess.clone()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    let held = app.signed_in(&ana).post("/v1/users/me/password", guess).await;
    assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS, "{held:?}");
    app.stop().await;
}

#[tokio::test]
async fn who_fails_to_show_a_credential_three_hundred_times_a_minute_is_held_up() {
    let hands = Hands::new();
    let app = TestApp::with_clock(Settings::default(), hands.clock()).await;
    let token = app.sign_up("ana@example.org").await;
    let unknown = app.stranger(Some("00000000-0000-4000-8000-000000000000"));
    let forged = app.stranger(Some("a.b.c"));
    for _ in 0..150 {
        assert_eq!(unknown.get("/v1/runs").await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(forged.get("/v1/runs").await.status, StatusCode::UNAUTHORIZED);
    }
    for client in [&unknown, &forged] {
        let held = client.get("/v1/runs").await;
        assert_eq!((held.status.as_u16(), held.header("retry-after")), (429, Some("1")), "{held:?}");
    }
    assert_eq!(app.owner(ALICE).get("/v1/runs").await.status, StatusCode::OK, "a key that is one is not held up");
    assert_eq!(app.lets_in(&token).await, "in");
    assert_eq!(app.stranger(None).get("/v1/runs").await.status, StatusCode::UNAUTHORIZED, "nothing was guessed");
    let elsewhere = app.stranger(Some("a.b.c")).at("198.51.100.1");
    assert_eq!(elsewhere.get("/v1/runs").await.status, StatusCode::UNAUTHORIZED);
    hands.forward(60 * SECOND);
    assert_eq!(unknown.get("/v1/runs").await.status, StatusCode::UNAUTHORIZED);
    app.stop().await;
}

#[tokio::test]
async fn keys_are_limited_only_when_the_operator_says_so_each_for_itself() {
    let hands = Hands::new();
    let settings = Settings { requests_per_minute: Some(3), ..patient() };
    let app = TestApp::with_clock(settings, hands.clock()).await;
    let token = app.sign_up("ana@example.org").await;
    for left in ["2", "1", "0"] {
        let answer = app.owner(ALICE).get("/v1/version").await;
        assert_eq!((answer.status.as_u16(), answer.header("rate-limit-remaining")), (200, Some(left)));
    }
    let held = app.owner(ALICE).at("198.51.100.1").get("/v1/version").await;
    assert_eq!((held.status.as_u16(), held.header("retry-after")), (429, Some("20")), "{held:?}");
    assert!(held.text().contains("--max-requests-per-minute"), "{held:?}");
    for (who, answer) in [
        ("the other key of the project", app.visitor(ALICE).post("/v1/runs/ingest", r#"{"events":[]}"#).await),
        ("another project", app.owner(ALICE_TOO).get("/v1/version").await),
    ] {
        assert_eq!(answer.status, StatusCode::OK, "{who} {answer:?}");
    }
    for _ in 0..5 {
        assert_eq!(app.lets_in(&token).await, "in", "sessions are not counted");
        let health = app.owner(ALICE).get("/v1/health").await;
        assert_eq!((health.status.as_u16(), health.header("rate-limit-total")), (200, None));
    }
    hands.forward(20 * SECOND);
    assert_eq!(app.owner(ALICE).get("/v1/version").await.status, StatusCode::OK);
    app.stop().await;
}

#[tokio::test]
async fn a_key_that_is_named_in_the_body_is_limited_too() {
    let app = TestApp::with(Settings { requests_per_minute: Some(2), ..patient() }).await;
    let event = json!({"event": "start", "projectId": ALICE.public_key, "runId": "reported"});
    let body = json!({"events": [event]}).to_string();
    for want in [200, 200, 429] {
        let answer = app.stranger(None).post("/api/report", body.clone()).await;
        assert_eq!(answer.status.as_u16(), want, "{answer:?}");
    }
    app.stop().await;
}

#[tokio::test]
async fn telemetry_without_a_key_that_is_one_is_held_up_too() {
    let hands = Hands::new();
    let app = TestApp::with_clock(Settings::default(), hands.clock()).await;
    let export = |key: &str| export_of(vec![text("lunary.project_key", key)], vec![span(1, 1)]);
    let send = |body: Vec<u8>| async { app.stranger(None).header("content-type", PROTOBUF).post(TRACES, body).await };
    for _ in 0..150 {
        assert_eq!(send(export("00000000-0000-4000-8000-000000000000")).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(send(Vec::new()).await.status, StatusCode::UNAUTHORIZED);
    }
    let held = send(export(ALICE.private_key)).await;
    assert_eq!((held.status.as_u16(), held.header("retry-after")), (429, Some("1")), "{held:?}");
    assert_eq!(send(export(ALICE.public_key)).await.status, StatusCode::OK, "a key that is one is not held up");
    app.stop().await;
}

#[tokio::test]
async fn without_a_limit_nothing_is_said_of_one() {
    let app = TestApp::start().await;
    for _ in 0..50 {
        let answer = app.owner(ALICE).get("/v1/version").await;
        assert_eq!((answer.status.as_u16(), answer.header("rate-limit-total")), (200, None));
    }
    app.stop().await;
}

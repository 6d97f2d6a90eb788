//! Tokens: forged, used twice, and told to those who should not have them.

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use model::Role;
use serde_json::{Value, json};
use server::settings::Settings;
use store::meta::MailPurpose;
use tracing::Dispatch;
use tracing_subscriber::fmt::MakeWriter;

use super::{id_of, inhabited, inhabited_with, refused};
use crate::door::{BAD_TOKEN, claims, join, with_mail};
use crate::people::PASSWORD;
use crate::test_app::{ALICE, BOB, TestApp};

/// A token with this head and these claims, signed with a key.
fn signed(header: &Header, claims: &Value, key: &[u8]) -> String {
    jsonwebtoken::encode(header, claims, &EncodingKey::from_secret(key)).unwrap()
}

fn piece(value: &Value) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(value.to_string())
}

/// Tokens that say what `claims` says and were never issued here.
fn forgeries(claims: &Value, own_signature: &str) -> Vec<String> {
    let body = piece(claims);
    let mut forged = Vec::new();
    for algorithm in ["none", "None", "NONE", "nOnE", "", "HS256", "RS256", "EdDSA"] {
        let head = piece(&json!({"alg": algorithm, "typ": "JWT"}));
        forged.push(format!("{head}.{body}."));
        forged.push(format!("{head}.{body}"));
        forged.push(format!("{head}.{body}.{own_signature}"));
    }
    for secret in ["", "secret", "perilune", "changeme", "http://localhost:3333", BOB.public_key, ALICE.private_key] {
        for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
            forged.push(signed(&Header::new(algorithm), claims, secret.as_bytes()));
        }
    }
    let zeros = [0_u8; 32];
    for kid in ["/dev/null", "../../secret", "' UNION SELECT 'x", "0"] {
        let header = Header { kid: Some(kid.into()), ..Header::new(Algorithm::HS256) };
        forged.push(signed(&header, claims, &[]));
        forged.push(signed(&header, claims, &zeros));
    }
    let header = Header { jku: Some("https://evil.example/keys".into()), ..Header::new(Algorithm::HS256) };
    forged.push(signed(&header, claims, &zeros));
    forged
}

#[tokio::test]
async fn a_forged_token_of_a_session_lets_nobody_in() {
    let app = inhabited().await;
    let owners = app.token_of(&ALICE.mail(Role::Owner)).await;
    let own = app.token_of(&ALICE.mail(Role::Viewer)).await;
    let own_signature = own.rsplit('.').next().unwrap();
    assert_eq!((app.lets_in(&owners).await, app.lets_in(&own).await), ("in".into(), "in".into()));
    let mut later = claims(&own);
    later["exp"] = json!(4_102_444_800_i64);
    for (place, wanted) in [claims(&owners), later].iter().enumerate() {
        for token in forgeries(wanted, own_signature) {
            let attacker = app.signed_in(&token).at(&format!("198.51.100.{place}"));
            refused(&app, &attacker, ("GET", "/v1/users/me"), &Value::Null, &[401]).await;
        }
    }
    let elsewhere = TestApp::start().await;
    let foreign = elsewhere.sign_up("ana@example.org").await;
    assert_eq!(app.lets_in(&foreign).await, "Invalid access token", "another server signed it");
    let [head, body, signature] = own.split('.').collect::<Vec<_>>()[..] else { panic!("{own}") };
    let swapped = owners.split('.').nth(1).unwrap();
    for token in [
        format!("{head}.{swapped}.{signature}"),
        format!("{head}.{body}.{}", signature.to_uppercase()),
        format!("{head}.{body}.{signature}."),
        format!("{head}.{body}.{}", &signature[..20]),
        format!("{body}.{head}.{signature}"),
    ] {
        assert_eq!(app.lets_in(&token).await, "Invalid access token", "{token}");
    }
    elsewhere.stop().await;
    app.stop().await;
}

#[tokio::test]
async fn a_reset_token_is_not_used_twice_nor_beside_another_one() {
    let app = inhabited().await;
    let mail = ALICE.mail(Role::Member);
    let token = app.mailed(MailPurpose::Reset, &mail).await;
    let reset = |token: &str, password: &str| json!({"token": token, "password": password});
    let body = reset(&token, "the first one");
    let (first, second) = tokio::join!(
        app.ask("/auth/reset-password", body.clone()),
        app.ask("/auth/reset-password", reset(&token, "the second one")),
    );
    let statuses = [first.status.as_u16(), second.status.as_u16()];
    assert!(matches!(statuses, [200, 401] | [401, 200]), "two at once: {statuses:?}");
    for path in ["/auth/reset-password", "/auth/reset-password?again=1"] {
        refused(&app, &app.stranger(None), ("POST", path), &reset(&token, "a third one"), &[401]).await;
    }
    let set = if statuses[0] == 200 { "the first one" } else { "the second one" };
    assert_eq!(app.log_in(&mail, set).await.status, StatusCode::OK);
    for spelled in [token.to_uppercase(), format!(" {token}"), format!("{token}\n"), token[..32].to_owned()] {
        assert_eq!(app.ask("/auth/reset-password", reset(&spelled, "a third one")).await.line(), BAD_TOKEN);
    }
    for (path, body) in [
        ("/auth/exchange-token", json!({"onetimeToken": token})),
        ("/auth/signup", join("mallory@example.org", &token)),
    ] {
        refused(&app, &app.stranger(None), ("POST", path), &body, &[401]).await;
    }
    app.stop().await;
}

/// Everything that the log says on this thread.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<u8>>>);

impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Heard {
    type Writer = Heard;

    fn make_writer(&self) -> Heard {
        self.clone()
    }
}

/// Goes through all that has to do with secrets; those that were told to somebody, or were sent.
async fn use_secrets(app: &TestApp) -> Vec<String> {
    let owner = app.token_of(&ALICE.mail(Role::Owner)).await;
    let asked = app.signed_in(&owner);
    let invitation = json!({"email": "eve@example.org", "role": "viewer", "projects": [ALICE.public_key]});
    let invited = asked.post("/v1/users/invitation", invitation.to_string()).await.json();
    let invitation = invited["token"].as_str().unwrap().to_owned();
    let joined = app.ask("/auth/signup", join("eve@example.org", &invitation)).await.json();
    let reset = app.mailed(MailPurpose::Reset, &ALICE.mail(Role::Member)).await;
    app.ask("/auth/request-password-reset", json!({"email": ALICE.mail(Role::Viewer)})).await;
    app.ask("/auth/request-password-reset", json!({"email": "nobody@example.org"})).await;
    app.ask("/auth/reset-password", json!({"token": reset, "password": "hidden-word-1"})).await;
    let unused = app.mailed(MailPurpose::Exchange, &ALICE.mail(Role::Member)).await;
    app.ask("/auth/exchange-token", json!({"onetimeToken": unused})).await;
    app.log_in(&ALICE.mail(Role::Owner), "hidden-word-2").await;
    app.log_in(&ALICE.mail(Role::Owner), PASSWORD).await;
    asked.get("/v1/users/me?token=hidden-word-3").await;
    app.signed_in("hidden-word-4").get("/v1/users/me").await;
    let keys = format!("/v1/projects/{}/keys", ALICE.public_key);
    let made = asked.post(&keys, r#"{"kind":"private","name":"CI"}"#).await.json();
    app.owner(ALICE).get("/v1/runs").await;
    app.stranger(made["key"].as_str()).get("/v1/nowhere").await;
    let mut secrets = vec![owner, invitation, reset, unused, PASSWORD.into(), ALICE.private_key.into()];
    secrets.extend([&joined["authToken"], &made["key"]].map(|told| told.as_str().unwrap().to_owned()));
    secrets.extend((1..=4).map(|number| format!("hidden-word-{number}")));
    secrets
}

#[tokio::test]
async fn a_token_in_a_log_is_never_found_where_mail_can_be_sent() {
    let heard = Heard::default();
    let lines = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(heard.clone());
    let lines = Dispatch::new(lines.finish());
    // Where there is one listener only, what other tests say first, unheard on their threads, is never heard on this one.
    let spare = Dispatch::new(tracing_subscriber::registry());
    let listening = tracing::dispatcher::set_default(&lines);
    let app = inhabited_with(Settings { app_url: "https://app.example.org".into(), ..with_mail() }).await;
    let secrets = use_secrets(&app).await;
    app.stop().await;
    drop((listening, spare));
    let log = String::from_utf8(heard.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("answered"), "something was heard: {log}");
    for secret in secrets.iter().map(String::as_str).chain(["?token=", "$argon2"]) {
        let line = log.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret} is in {line:?}");
    }
}

#[tokio::test]
async fn a_token_in_an_answer_is_one_that_was_asked_for_by_somebody_who_may() {
    let app = inhabited_with(with_mail()).await;
    let secrets = use_secrets(&app).await;
    let owner = app.person(ALICE, Role::Owner).await;
    let open = json!({"email": "later@example.org", "role": "viewer", "projects": [ALICE.public_key]});
    let token = owner.post("/v1/users/invitation", open.to_string()).await.json()["token"].clone();
    let things = app.things(ALICE).await;
    let (account, org) = (id_of(&things, "account"), id_of(&things, "org"));
    for role in Role::ALL {
        let reader = app.person(ALICE, role).await;
        let may_read_keys = matches!(role, Role::Owner | Role::Admin);
        for path in [
            "/v1/users/me".to_owned(),
            "/v1/users/me/org".to_owned(),
            "/v1/users/me/sessions".to_owned(),
            "/v1/users/invited".to_owned(),
            format!("/v1/users/{account}"),
            format!("/v1/orgs/{org}"),
            "/v1/projects".to_owned(),
            format!("/v1/projects/{}/keys", ALICE.public_key),
            "/v1/audit-logs?limit=1000".to_owned(),
            "/v1/audit-logs/export".to_owned(),
            format!("/v1/jobs/{}", id_of(&things, "job")),
            "/v1/ingest/ledger".to_owned(),
        ] {
            let answer = reader.get(&path).await;
            for secret in secrets.iter().map(String::as_str).chain(["argon2", "token_hash", "sealed"]) {
                let is_a_key = secret.len() == 36;
                let is_told = answer.text().contains(secret);
                assert!(!is_told || is_a_key && may_read_keys, "{role:?} {path} tells {secret}: {answer:?}");
            }
            let is_told = answer.text().contains(token.as_str().unwrap());
            assert!(!is_told || may_read_keys, "{role:?} {path} tells the invitation");
        }
    }
    app.stop().await;
}

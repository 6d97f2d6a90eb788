//! What others write into mail, who is told apart by what the door says, and addresses that look like other ones.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use model::{Role, Timestamp};
use serde_json::{Value, json};
use server::settings::Settings;
use store::meta::{Lane, Letter};

use super::{id_of, inhabited, inhabited_with, refused};
use crate::client::Client;
use crate::door::{WRONG, wish, with_mail};
use crate::people::PASSWORD;
use crate::test_app::{ALICE, BOB, NOW, TestApp};

/// All letters that wait to be sent.
async fn letters(app: &TestApp) -> Vec<Letter> {
    let until = Timestamp::from_micros(NOW.micros() + 60_000_000);
    let mut letters = Vec::new();
    while let Some(job) = app.app.meta.claim_job(Lane::Letters, until, NOW).await.unwrap() {
        letters.extend(job.letter);
    }
    letters
}

async fn with_letters() -> TestApp {
    inhabited_with(Settings { app_url: "https://app.example.org".into(), ..with_mail() }).await
}

fn guest(email: &str) -> Value {
    json!({"email": email, "role": "viewer", "projects": [ALICE.public_key]})
}

#[tokio::test]
async fn header_injection_into_mail_is_refused_with_whatever_could_end_a_line() {
    let app = with_letters().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let org = owner.get("/v1/users/me").await.json()["orgId"].as_str().unwrap().to_owned();
    for end in ["\r\n", "\n", "\r", "\u{0}", "\u{b}", "\u{c}", "\u{85}"] {
        let evil = format!("Acme{end}Bcc: eve@evil.example");
        let address = format!("eve@example.org{end}Bcc: eve@evil.example");
        for (attacker, path, body) in [
            (&owner, "/v1/users/invitation", guest(&address)),
            (&owner, "/v1/users", guest(&address)),
            (&app.stranger(None), "/auth/request-password-reset", json!({"email": address})),
            (&app.stranger(None), "/v1/users/send-verification", json!({"email": address, "name": evil})),
            (&app.stranger(None), "/auth/signup", wish(&address)),
            (
                &app.stranger(None),
                "/auth/signup",
                json!({"signupMethod": "signup", "email": "m@example.org",
                "password": "secret", "name": evil}),
            ),
            (
                &app.stranger(None),
                "/auth/signup",
                json!({"signupMethod": "signup", "email": "m@example.org",
                "password": "secret", "name": "Ana", "orgName": evil}),
            ),
        ] {
            refused(&app, attacker, ("POST", path), &body, &[422]).await;
        }
        refused(&app, &owner, ("PATCH", &format!("/v1/orgs/{org}")), &json!({"name": evil}), &[422]).await;
    }
    for list in ["a@example.org,eve@evil.example", "a@example.org;b@example.org", "<a@example.org>", "\"a b\"@x.org"] {
        refused(&app, &owner, ("POST", "/v1/users/invitation"), &guest(list), &[422]).await;
    }
    assert_eq!(letters(&app).await, []);
    app.stop().await;
}

#[tokio::test]
async fn html_injection_into_mail_leaves_no_markup_no_link_and_no_address() {
    let app = with_letters().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let org = owner.get("/v1/users/me").await.json()["orgId"].as_str().unwrap().to_owned();
    for evil in [
        "<a href=\"https://evil.example/x\">Click</a>",
        "<img src=x onerror=alert(1)>",
        "Win at www.evil.example/prize",
        "https://evil.example now",
        "write to help@evil.example",
        "\u{202e}elpmaxe.live//:sptth",
        "x \u{2028}\u{2028} https:\\\\evil.example",
    ] {
        let renamed = owner.patch(&format!("/v1/orgs/{org}"), json!({"name": evil})).await;
        assert_eq!(renamed.status, StatusCode::OK, "{evil} {renamed:?}");
        owner.post("/v1/users/invitation", guest("eve@example.org").to_string()).await;
        let sent = letters(&app).await;
        let [letter] = &sent[..] else { panic!("{evil} {sent:?}") };
        let link = letter.text.lines().find(|line| line.starts_with("https://app.example.org/join?token="));
        let rest = letter.text.replace(link.unwrap(), "");
        for text in [&letter.subject, &rest] {
            let told = text.find(['<', '>', '@', '/', '\\', '\u{202e}', '\u{2028}']);
            assert!(told.is_none() && !text.contains("evil.example"), "{evil}: {text}");
        }
        assert_eq!((letter.to.as_str(), letter.subject.lines().count()), ("eve@example.org", 1));
    }
    app.stop().await;
}

#[tokio::test]
async fn host_header_injection_into_mail_does_not_move_a_link() {
    let app = with_letters().await;
    let owner = app.token_of(&ALICE.mail(Role::Owner)).await;
    for name in ["host", "x-forwarded-host", "x-forwarded-server", "forwarded", "origin", "referer"] {
        let value = if name == "forwarded" { "host=evil.example" } else { "evil.example" };
        let mail = ALICE.mail(Role::Member);
        let body = json!({"email": mail, "url": "https://evil.example", "redirect": "https://evil.example"});
        app.stranger(None).header(name, value).post("/auth/request-password-reset", body.to_string()).await;
        let body = guest(&format!("{name}@example.org")).to_string();
        let answer = app.signed_in(&owner).header(name, value).post("/v1/users/invitation", body).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    }
    let sent = letters(&app).await;
    assert_eq!(sent.len(), 7, "a reset, because one comes in a quarter of an hour, and six invitations");
    for letter in sent {
        assert!(letter.text.contains("\nhttps://app.example.org/"), "{}", letter.text);
        assert!(!letter.text.contains("evil"), "{}", letter.text);
    }
    app.stop().await;
}

/// What an answer tells: its status, its headers but for the time, and its bytes.
async fn told(client: &Client<'_>, path: &str, body: &Value) -> String {
    let answer = client.post(path, body.to_string()).await;
    let headers: BTreeSet<String> = answer
        .headers
        .iter()
        .filter(|(name, _)| !name.as_str().starts_with("rate-limit"))
        .map(|(name, value)| format!("{name}: {value:?}"))
        .collect();
    format!("{} {headers:?}", answer.line())
}

#[tokio::test]
async fn enumeration_of_accounts_learns_nothing_from_bytes_or_from_work() {
    for settings in [with_mail(), crate::door::patient()] {
        let app = inhabited_with(settings).await;
        let (known, unknown) = (ALICE.mail(Role::Member), "nobody@wonderland.example".to_owned());
        let verified = || app.app.passwords.verified();
        for (path, body) in [
            ("/auth/method", json!({})),
            ("/auth/login", json!({"password": "wrong one"})),
            ("/auth/login", json!({"password": ""})),
            ("/auth/login", json!({"password": "x".repeat(60_000)})),
            ("/auth/request-password-reset", json!({})),
            ("/auth/request-password-reset", json!({})),
            ("/v1/users/send-verification", json!({})),
        ] {
            let mut seen = Vec::new();
            for email in [&known, &unknown] {
                let mut body = body.clone();
                body["email"] = json!(email);
                let before = verified();
                let answer = told(&app.stranger(None), path, &body).await;
                seen.push((answer, verified() - before));
            }
            assert_eq!(seen[0], seen[1], "{path}");
            assert_eq!(seen[0].1, u64::from(path == "/auth/login"), "{path}: passwords that were compared");
        }
        for email in [&known, &unknown] {
            assert_eq!(app.log_in(email, "wrong too").await.line(), WRONG);
        }
        app.stop().await;
    }
}

#[tokio::test]
async fn enumeration_by_an_invitation_learns_nothing_of_where_somebody_belongs() {
    let app = with_letters().await;
    let owner = app.person(BOB, Role::Owner).await;
    let mut seen = BTreeSet::new();
    for email in [ALICE.mail(Role::Member), "nobody@wonderland.example".to_owned()] {
        let body = json!({"email": email, "role": "viewer", "projects": [BOB.public_key]});
        let answer = owner.post("/v1/users/invitation", body.to_string()).await;
        let token = answer.json()["token"].as_str().unwrap_or_else(|| panic!("{answer:?}")).to_owned();
        let data = app.stranger(None).get(&format!("/auth/join-data?token={token}")).await;
        seen.insert((answer.line().replace(&token, "TOKEN"), data.line()));
    }
    assert_eq!(seen.len(), 1, "{seen:?}");
    app.stop().await;
}

#[tokio::test]
async fn enumeration_by_an_id_learns_nothing() {
    let app = inhabited().await;
    let theirs = app.things(BOB).await;
    let attacker = app.person(ALICE, Role::Owner).await;
    let absent = "99999999-0000-4000-8000-000000000001";
    for (path, kind) in [("/v1/users/", "account"), ("/v1/orgs/", "org"), ("/v1/jobs/", "job")] {
        let got = attacker.get(&format!("{path}{}", id_of(&theirs, kind))).await;
        assert_eq!(got.line(), attacker.get(&format!("{path}{absent}")).await.line());
    }
    app.stop().await;
}

#[tokio::test]
async fn an_e_mail_address_in_another_case_is_the_same_one() {
    let app = inhabited().await;
    let mail = ALICE.mail(Role::Member);
    for spelled in [mail.to_uppercase(), format!(" {mail}\t"), mail.replace("wonderland", "WonderLand")] {
        assert_eq!(app.log_in(&spelled, PASSWORD).await.status, StatusCode::OK, "{spelled}");
        refused(&app, &app.stranger(None), ("POST", "/auth/signup"), &wish(&spelled), &[403]).await;
        let owner = app.person(ALICE, Role::Owner).await;
        refused(&app, &owner, ("POST", "/v1/users/invitation"), &guest(&spelled), &[409]).await;
    }
    app.stop().await;
}

#[tokio::test]
async fn an_e_mail_address_that_looks_like_another_one_is_refused_or_is_somebody_else() {
    let app = inhabited().await;
    let owner = app.person(ALICE, Role::Owner).await;
    app.sign_up("kim.li@example.org").await;
    for look_alike in [
        "\u{212a}im.li@example.org",
        "\u{ff4b}im.li@example.org",
        "k\u{131}m.li@example.org",
        "k\u{130}m.li@example.org",
        "\u{43a}im.li@example.org",
        "kim.li@ex\u{430}mple.org",
        "kim.li@example.org\u{200b}",
        "kim.li\u{ad}@example.org",
        "kim.li@example\u{3002}org",
        "kim.li@e\u{17f}ample.org",
        "kim.li@example.org.",
        "kim.li@example.org@evil.example",
    ] {
        for (attacker, path, body) in [
            (&app.stranger(None), "/auth/login", json!({"email": look_alike, "password": "secret"})),
            (&app.stranger(None), "/auth/signup", wish(look_alike)),
            (&app.stranger(None), "/auth/request-password-reset", json!({"email": look_alike})),
            (&owner, "/v1/users/invitation", guest(look_alike)),
        ] {
            refused(&app, attacker, ("POST", path), &body, &[422]).await;
        }
    }
    for somebody_else in ["kimli@example.org", "kim.li+x@example.org", "kim_li@example.org"] {
        assert_eq!(app.log_in(somebody_else, "secret").await.line(), WRONG, "{somebody_else}");
    }
    app.stop().await;
}

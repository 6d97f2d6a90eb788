//! People who are new: by themselves, or by invitation.

use axum::http::StatusCode;
use model::{OrgId, Role};
use rusqlite::Connection;
use serde_json::json;
use server::settings::Settings;
use store::meta::{AccountCreated, Actor, InOrg, NewAccount};
use uuid::Uuid;

use crate::door::{BAD_TOKEN, DAY, Hands, claims, join, mail, patient, project_id, proof, wish, with_mail};
use crate::test_app::{ALICE, ALICE_TOO, BOB, NOW, TestApp};

#[tokio::test]
async fn the_first_account_owns_what_the_first_start_made() {
    let app = TestApp::with(patient()).await;
    assert!(app.app.meta.welcome().await.unwrap().is_some());
    let answer = app.ask("/auth/signup", wish("Ana@Example.org")).await;
    let token = answer.json()["token"].as_str().unwrap().to_owned();
    assert_eq!(answer.json().as_object().unwrap().len(), 1, "{answer:?}");
    assert_eq!((answer.status, &claims(&token)["email"]), (StatusCode::OK, &json!("ana@example.org")));
    let ana = app.who(&token).await;
    let projects: Vec<_> = ana.projects().iter().map(store::ProjectScope::project).collect();
    assert_eq!((ana.role(), projects), (Role::Owner, vec![project_id(ALICE), project_id(ALICE_TOO)]));
    assert!(app.app.meta.is_first_org(ana.org()).await.unwrap());
    assert!(app.app.meta.welcome().await.unwrap().is_none(), "keys are printed as long as nobody can sign in");
    let log = app.app.meta.audit_page(ana.org(), None, 0, 10).await.unwrap();
    let deeds: Vec<_> = log.iter().rev().map(|row| (row.resource_type.as_str(), row.action.as_str())).collect();
    assert_eq!(deeds, [("org_name", "update"), ("project", "rename"), ("team_member", "login")]);
    assert!(log.iter().all(|row| row.user_email.as_deref() == Some("ana@example.org")), "{log:?}");
    assert!(log.iter().all(|row| row.ip_address.as_deref() == Some("192.0.2.7")), "{log:?}");
    app.stop().await;
}

#[tokio::test]
async fn later_accounts_get_an_organisation_and_a_project_of_their_own() {
    let app = TestApp::with(patient()).await;
    let ana = app.who(&app.sign_up("ana@example.org").await).await;
    let token = app.sign_up("bob@example.org").await;
    let bob = app.who(&token).await;
    assert_eq!((bob.role(), bob.projects().len()), (Role::Owner, 1));
    assert_ne!(bob.org().org(), ana.org().org());
    assert!(ana.projects().iter().all(|own| bob.project(own.project()).is_none()));
    let id = bob.projects()[0].project();
    app.stranger(Some(&id.to_string())).ingest(json!([{"type": "llm", "event": "start", "runId": "first"}])).await;
    let run = app.signed_in(&token).get(&format!("/v1/runs/first?projectId={id}")).await;
    assert_eq!(run.status, StatusCode::OK, "{run:?}");
    let keys = app.app.meta.keys_of(&bob.projects()[0]).await.unwrap();
    assert_eq!(keys.len(), 2, "its id and a private key");
    let run = app.stranger(Some(&keys[1].to_string())).get("/v1/runs/first").await;
    assert_eq!(run.status, StatusCode::OK, "{run:?}");
    app.stop().await;
}

#[tokio::test]
async fn a_sign_up_that_cannot_be_says_why() {
    let app = TestApp::with(patient()).await;
    app.sign_up("ana@example.org").await;
    for (change, want) in [
        (json!({"email": "ana@example.org"}), r#"403 {"error":"Forbidden","message":"User already exists"}"#),
        (json!({"email": "ANA@example.org"}), r#"403 {"error":"Forbidden","message":"User already exists"}"#),
        (
            json!({"name": "http://evil.example"}),
            r#"403 {"error":"Forbidden","message":"A name must not contain a link"}"#,
        ),
        (
            json!({"orgName": "https://evil.ex"}),
            r#"403 {"error":"Forbidden","message":"A name must not contain a link"}"#,
        ),
        (
            json!({"password": "1"}),
            r#"422 {"error":"Error","message":"Validation error: String must contain at least 6 character(s) at \"password\""}"#,
        ),
        (
            json!({"password": null}),
            r#"422 {"error":"Error","message":"Validation error: Expected string, received null at \"password\""}"#,
        ),
        (json!({"signupMethod": "join", "token": "nonsense"}), BAD_TOKEN),
    ] {
        let mut body = wish("bob@example.org");
        for (key, value) in change.as_object().unwrap() {
            body[key] = value.clone();
        }
        assert_eq!(app.ask("/auth/signup", body).await.line(), want, "{change}");
    }
    assert_eq!(app.stranger(None).post("/auth/signup", "{").await.status, StatusCode::BAD_REQUEST);
    assert!(!app.app.meta.has_account("bob@example.org").await.unwrap());
    app.stop().await;
}

#[tokio::test]
async fn when_people_come_by_invitation_only_the_first_one_comes_by_themselves() {
    let app = TestApp::with(Settings { open_sign_up: false, ..patient() }).await;
    let ana = app.who(&app.sign_up("ana@example.org").await).await;
    for email in ["bob@example.org", "ana@example.org"] {
        let answer = app.ask("/auth/signup", wish(email)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.text().contains("by invitation") && answer.text().contains("--signup open"), "{answer:?}");
    }
    let token = app.invite(&ana, "bob@example.org", vec![]).await;
    let answer = app.ask("/auth/signup", join("bob@example.org", &token)).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    app.stop().await;
}

#[tokio::test]
async fn the_door_says_how_people_come_in() {
    for (open_sign_up, after) in [(true, "true"), (false, "false")] {
        let app = TestApp::with(Settings { open_sign_up, ..patient() }).await;
        let door = app.stranger(Some("stale")).get("/auth/door").await;
        assert_eq!(door.line(), r#"200 {"firstAccount":true,"signUp":true,"sendsMail":false}"#);
        app.sign_up("ana@example.org").await;
        let door = app.stranger(None).get("/auth/door").await;
        assert_eq!(door.line(), format!(r#"200 {{"firstAccount":false,"signUp":{after},"sendsMail":false}}"#));
        app.stop().await;
    }
}

#[tokio::test]
async fn when_all_slots_are_taken_a_sign_up_writes_nothing() {
    let app = TestApp::with(patient()).await;
    app.sign_up("ana@example.org").await;
    let meta = Connection::open(app.dir.path().join("meta.db")).unwrap();
    meta.execute("UPDATE project SET slot = 32767 WHERE slot = 3", []).unwrap();
    let before = app.digest();
    let answer = app.ask("/auth/signup", wish("bob@example.org")).await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "{answer:?}");
    assert_eq!(before.differences(&app.digest()), Vec::<&str>::new());
    app.stop().await;
}

#[tokio::test]
async fn an_invitation_lets_one_person_in_once() {
    let app = TestApp::with(patient()).await;
    let ana = app.who(&app.sign_up("ana@example.org").await).await;
    let token = app.invite(&ana, "eve@example.org", vec![project_id(ALICE)]).await;
    let data = app.stranger(Some("stale")).get(&format!("/auth/join-data?token={token}")).await;
    let org = ana.org().org();
    let want = format!(
        r#"200 {{"orgUserCount":1,"orgName":"Wonderland","orgPlan":"custom","orgId":"{org}","orgSeatAllowance":null,"samlEnabled":false}}"#
    );
    assert_eq!(data.line(), want);
    let other = app.ask("/auth/signup", join("mallory@example.org", &token)).await;
    assert_eq!(other.line(), r#"403 {"error":"Forbidden","message":"Invalid token"}"#);
    let answer = app.ask("/auth/signup", join("Eve@Example.org", &token)).await;
    let session = answer.json()["authToken"].as_str().unwrap().to_owned();
    let eve = app.who(&session).await;
    assert_eq!((eve.role(), eve.org()), (Role::Viewer, ana.org()));
    assert_eq!(eve.projects().iter().map(store::ProjectScope::project).collect::<Vec<_>>(), [project_id(ALICE)]);
    for body in [join("eve@example.org", &token), join("mallory@example.org", &token)] {
        assert_eq!(app.ask("/auth/signup", body).await.line(), BAD_TOKEN);
    }
    assert_eq!(app.stranger(None).get(&format!("/auth/join-data?token={token}")).await.line(), BAD_TOKEN);
    app.stop().await;
}

#[tokio::test]
async fn an_invitation_that_was_cancelled_or_is_too_old_lets_nobody_in() {
    let hands = Hands::new();
    let app = TestApp::with_clock(patient(), hands.clock()).await;
    let ana = app.who(&app.sign_up("ana@example.org").await).await;
    let cancelled = app.invite(&ana, "eve@example.org", vec![]).await;
    let id = app.app.meta.invitations(ana.org(), false).await.unwrap()[0].id;
    let actor = Actor::of_person(&ana);
    assert!(app.app.meta.cancel_invitation(&ana, actor, id, NOW).await.unwrap());
    assert_eq!(app.ask("/auth/signup", join("eve@example.org", &cancelled)).await.line(), BAD_TOKEN);
    let old = app.invite(&ana, "eve@example.org", vec![]).await;
    let renewed = app.invite(&ana, "eve@example.org", vec![]).await;
    assert_eq!(app.ask("/auth/signup", join("eve@example.org", &old)).await.line(), BAD_TOKEN);
    hands.forward(15 * DAY);
    assert_eq!(app.ask("/auth/signup", join("eve@example.org", &renewed)).await.line(), BAD_TOKEN);
    app.stop().await;
}

#[tokio::test]
async fn who_belongs_elsewhere_cannot_join_and_nothing_of_theirs_is_touched() {
    let app = TestApp::with(patient()).await;
    let ana = app.who(&app.sign_up("ana@example.org").await).await;
    let bobs = app.sign_up("bob@example.org").await;
    let bob = app.who(&bobs).await;
    let token = app.invite(&ana, "bob@example.org", vec![project_id(ALICE)]).await;
    let data = app.stranger(None).get(&format!("/auth/join-data?token={token}")).await;
    assert!(data.json().get("oldRole").is_none(), "{data:?}");
    let answer = app.ask("/auth/signup", join("bob@example.org", &token)).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.text().contains("removed from its organisation"), "{answer:?}");
    assert_eq!(app.lets_in(&bobs).await, "in");
    assert_eq!(app.who(&bobs).await.org(), bob.org());
    assert_eq!(app.log_in("bob@example.org", "secret").await.status, StatusCode::OK);
    app.stop().await;
}

#[tokio::test]
async fn an_address_needs_proof_only_where_a_mail_can_be_sent() {
    for (settings, want) in
        [(patient(), (1, 0)), (with_mail(), (0, 1)), (Settings { skip_email_verify: true, ..with_mail() }, (1, 0))]
    {
        let app = TestApp::with(settings).await;
        let ana = app.who(&app.sign_up("ana@example.org").await).await;
        assert_eq!(proof(&app, "ana@example.org"), want);
        let token = app.invite(&ana, "eve@example.org", vec![]).await;
        let answer = app.ask("/auth/signup", join("eve@example.org", &token)).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        assert_eq!(proof(&app, "eve@example.org"), (want.0, want.1 * 2));
        app.stop().await;
    }
}

#[tokio::test]
async fn an_account_that_an_operator_wants_is_made_whole_or_not_at_all() {
    let app = TestApp::with(patient()).await;
    app.sign_up("ana@example.org").await;
    let wanted = |org: InOrg, email: &str| NewAccount {
        org,
        email: mail(email),
        name: None,
        password_hash: "none".into(),
        role: Role::Member,
        verified: true,
        projects: Some(vec![project_id(ALICE)]),
    };
    let first = || wanted(InOrg::First, "eve@example.org");
    let foreign = vec![project_id(ALICE), project_id(BOB)];
    let before = app.digest();
    for (account, want) in [
        (wanted(InOrg::First, "ana@example.org"), AccountCreated::EmailTaken),
        (wanted(InOrg::Named("Nowhere".into()), "eve@example.org"), AccountCreated::NoSuchOrg),
        (wanted(InOrg::Id(OrgId(Uuid::nil())), "eve@example.org"), AccountCreated::NoSuchOrg),
        (NewAccount { role: Role::Owner, ..first() }, AccountCreated::OwnerTaken),
        (NewAccount { projects: Some(foreign), ..first() }, AccountCreated::NoSuchProject),
    ] {
        assert_eq!(app.app.meta.create_account(account, NOW).await.unwrap(), want);
    }
    assert_eq!(before.differences(&app.digest()), Vec::<&str>::new());
    let created = app.app.meta.create_account(first(), NOW).await.unwrap();
    assert!(matches!(created, AccountCreated::Done(_)), "{created:?}");
    app.stop().await;
}

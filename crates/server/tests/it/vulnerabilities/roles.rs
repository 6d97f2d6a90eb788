//! More than one was given: a higher role, and an organisation that nobody invited one into.

use axum::http::StatusCode;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use model::Role;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::{id_of, inhabited, inhabited_at, refused};
use crate::client::{Answer, Client};
use crate::door::{DAY, Hands, join};
use crate::test_app::{ALICE, BOB, Project, TestApp};

async fn id_of_person(app: &TestApp, project: Project, role: Role) -> String {
    let me = app.person(project, role).await.get("/v1/users/me").await.json();
    me["id"].as_str().unwrap().to_owned()
}

/// Somebody is to be this, and a member of Alice's project.
fn is_to_be(role: &str) -> Value {
    json!({"role": role, "projects": [ALICE.public_key]})
}

fn invitation(email: &str, role: &str) -> Value {
    json!({"email": email, "role": role, "projects": [ALICE.public_key]})
}

/// Invites somebody, and wants that it is done; the token.
async fn invited(by: &Client<'_>, email: &str, role: &str) -> String {
    let answer = by.post("/v1/users/invitation", invitation(email, role).to_string()).await;
    answer.json()["token"].as_str().unwrap_or_else(|| panic!("{answer:?}")).to_owned()
}

#[tokio::test]
async fn role_escalation_from_member_to_admin_is_refused_in_every_way() {
    let app = inhabited().await;
    let viewer = format!("/v1/users/{}", id_of_person(&app, ALICE, Role::Viewer).await);
    let admin = format!("/v1/users/{}", id_of_person(&app, ALICE, Role::Admin).await);
    let keys = format!("/v1/projects/{}/keys", ALICE.public_key);
    let shown = format!("/v1/projects/{}/regenerate-key", ALICE.public_key);
    for role in Role::ALL.into_iter().filter(|role| !matches!(role, Role::Owner | Role::Admin)) {
        let attacker = app.person(ALICE, role).await;
        let oneself = format!("/v1/users/{}", id_of_person(&app, ALICE, role).await);
        for (method, path, body) in [
            ("PATCH", oneself.as_str(), is_to_be("admin")),
            ("PATCH", &oneself, is_to_be("owner")),
            ("PATCH", &viewer, is_to_be("admin")),
            ("PATCH", &admin, is_to_be("viewer")),
            ("DELETE", &admin, Value::Null),
            ("POST", "/v1/users/invitation", invitation("friend@example.org", "admin")),
            ("POST", "/v1/users/invitation", invitation("friend@example.org", role.word())),
            ("POST", "/v1/users", invitation("friend@example.org", "admin")),
            ("POST", &keys, json!({"kind": "private", "name": "mine"})),
            ("GET", &keys, Value::Null),
            ("POST", &shown, json!({"type": "private"})),
            ("GET", "/v1/audit-logs", Value::Null),
        ] {
            refused(&app, &attacker, (method, path), &body, &[403]).await;
        }
        let projects = attacker.get("/v1/projects").await;
        assert!(!projects.text().contains(ALICE.private_key), "{role:?} {projects:?}");
    }
    app.stop().await;
}

#[tokio::test]
async fn role_escalation_from_member_to_admin_does_not_outlive_a_demotion() {
    let app = inhabited().await;
    let id = id_of_person(&app, ALICE, Role::Admin).await;
    let attacker = app.person(ALICE, Role::Admin).await;
    let owner = app.person(ALICE, Role::Owner).await;
    let answer = owner.patch(&format!("/v1/users/{id}"), is_to_be("member")).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    refused(&app, &attacker, ("PATCH", &format!("/v1/users/{id}")), &is_to_be("admin"), &[401]).await;
    let again = app.person(ALICE, Role::Admin).await;
    refused(&app, &again, ("PATCH", &format!("/v1/users/{id}")), &is_to_be("admin"), &[403]).await;
    app.stop().await;
}

#[tokio::test]
async fn role_escalation_from_admin_to_owner_is_refused_in_every_way() {
    let app = inhabited().await;
    let admin = app.person(ALICE, Role::Admin).await;
    let oneself = format!("/v1/users/{}", id_of_person(&app, ALICE, Role::Admin).await);
    let owner = format!("/v1/users/{}", id_of_person(&app, ALICE, Role::Owner).await);
    let member = format!("/v1/users/{}", id_of_person(&app, ALICE, Role::Member).await);
    let org = admin.get("/v1/users/me").await.json()["orgId"].as_str().unwrap().to_owned();
    for (method, path, body) in [
        ("PATCH", oneself.as_str(), is_to_be("owner")),
        ("PATCH", &member, is_to_be("owner")),
        ("PATCH", &owner, is_to_be("admin")),
        ("PATCH", &owner, is_to_be("owner")),
        ("DELETE", &owner, Value::Null),
        ("PATCH", &oneself, is_to_be("billing")),
        ("PATCH", &member, is_to_be("billing")),
        ("PATCH", &format!("/v1/orgs/{org}"), json!({"name": "Taken"})),
    ] {
        refused(&app, &admin, (method, path), &body, &[403]).await;
    }
    for role in ["Owner", "OWNER", " owner", "owner\u{0}", "root"] {
        refused(&app, &admin, ("PATCH", &oneself), &is_to_be(role), &[422]).await;
    }
    app.stop().await;
}

#[tokio::test]
async fn an_invitation_as_owner_is_never_made_and_lets_nobody_in_as_one() {
    let app = inhabited().await;
    for role in [Role::Owner, Role::Admin] {
        let attacker = app.person(ALICE, role).await;
        for path in ["/v1/users/invitation", "/v1/users"] {
            refused(&app, &attacker, ("POST", path), &invitation("heir@example.org", "owner"), &[403]).await;
        }
    }
    let admin = app.person(ALICE, Role::Admin).await;
    refused(&app, &admin, ("POST", "/v1/users/invitation"), &invitation("b@example.org", "billing"), &[403]).await;
    let token = invited(&admin, "heir@example.org", "admin").await;
    let meta = Connection::open(app.dir.path().join("meta.db")).unwrap();
    assert_eq!(meta.execute("UPDATE invitation SET role = 'owner'", []).unwrap(), 1);
    refused(&app, &app.stranger(None), ("POST", "/auth/signup"), &join("heir@example.org", &token), &[401]).await;
    app.stop().await;
}

/// What a token says that an older server would have believed.
fn forged(org: &str, key: &[u8], algorithm: Algorithm) -> String {
    let claims = json!({"email": "mallory@example.org", "orgId": org, "role": "admin", "exp": 4_102_444_800_i64,
                        "projects": [BOB.public_key]});
    jsonwebtoken::encode(&Header::new(algorithm), &claims, &EncodingKey::from_secret(key)).unwrap()
}

async fn joins(app: &TestApp, email: &str, token: &str, more: Value) -> Answer {
    let mut body = join(email, token);
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    refused(app, &app.stranger(None), ("POST", "/auth/signup"), &body, &[401, 403, 409, 422]).await
}

#[tokio::test]
async fn joining_any_organisation_takes_an_invitation_that_is_ones_own() {
    let app = inhabited().await;
    let theirs = app.things(BOB).await;
    let org = id_of(&theirs, "org");
    let admin = app.person(BOB, Role::Admin).await;
    let body = json!({"email": "eve@example.org", "role": "viewer", "projects": [BOB.public_key]});
    let answer = admin.post("/v1/users/invitation", body.to_string()).await;
    let token = answer.json()["token"].as_str().unwrap().to_owned();
    for forged in [
        forged(org, b"secret", Algorithm::HS256),
        forged(org, b"", Algorithm::HS256),
        forged(org, BOB.public_key.as_bytes(), Algorithm::HS512),
        org.to_owned(),
        id_of(&theirs, "invitation").to_owned(),
        String::new(),
        "%".to_owned(),
        token[..63].to_owned(),
        format!("{token} "),
        token.to_uppercase(),
    ] {
        joins(&app, "mallory@example.org", &forged, json!({"orgId": org})).await;
    }
    for email in ["mallory@example.org", "eve@example.org.evil.example", "eve+x@example.org"] {
        joins(&app, email, &token, json!({})).await;
    }
    joins(&app, &ALICE.mail(Role::Member), &token, json!({})).await;
    for (member, value) in
        [("token", json!([token])), ("token", json!({"$ne": null})), ("email", json!(["eve@example.org"]))]
    {
        joins(&app, "eve@example.org", &token, json!({member: value})).await;
    }
    let answer = app.ask("/auth/signup", join("eve@example.org", &token)).await;
    assert_eq!(answer.status, StatusCode::OK, "who was invited comes in: {answer:?}");
    for email in ["eve@example.org", "mallory@example.org"] {
        joins(&app, email, &token, json!({})).await;
    }
    app.stop().await;
}

#[tokio::test]
async fn joining_by_an_invitation_that_is_over_lets_nobody_in() {
    let hands = Hands::new();
    let app = inhabited_at(hands).await;
    let owner = app.person(ALICE, Role::Owner).await;
    let old = invited(&owner, "eve@example.org", "admin").await;
    let renewed = invited(&owner, "eve@example.org", "viewer").await;
    joins(&app, "eve@example.org", &old, json!({})).await;
    let id = owner.get("/v1/users/invited").await.json()[0]["id"].as_str().unwrap().to_owned();
    owner.delete(&format!("/v1/users/invitation/{id}")).await;
    joins(&app, "eve@example.org", &renewed, json!({})).await;
    let late = invited(&owner, "eve@example.org", "viewer").await;
    hands.forward(15 * DAY);
    joins(&app, "eve@example.org", &late, json!({})).await;
    app.stop().await;
}

#[tokio::test]
async fn joining_again_after_a_removal_or_demotion_takes_more_than_an_invitation_of_ones_own() {
    let app = inhabited().await;
    let admin = app.person(ALICE, Role::Admin).await;
    let back_door = invited(&admin, "mallory@example.org", "admin").await;
    let path = format!("/v1/users/{}", id_of_person(&app, ALICE, Role::Admin).await);
    let owner = app.person(ALICE, Role::Owner).await;
    assert_eq!(owner.patch(&path, is_to_be("member")).await.status, StatusCode::OK);
    joins(&app, "mallory@example.org", &back_door, json!({})).await;
    assert_eq!(owner.delete(&path).await.line(), "200 {}");
    joins(&app, "mallory@example.org", &back_door, json!({})).await;
    let told = app.stranger(None).get(&format!("/auth/join-data?token={back_door}")).await;
    assert_eq!(told.status, StatusCode::UNAUTHORIZED, "{told:?}");
    app.stop().await;
}

#[tokio::test]
async fn joining_again_after_a_removal_is_not_done_by_the_invitation_that_was_used() {
    let app = inhabited().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let token = invited(&owner, "eve@example.org", "viewer").await;
    let joined = app.ask("/auth/signup", join("eve@example.org", &token)).await.json();
    let eve = app.signed_in(joined["authToken"].as_str().unwrap());
    let id = eve.get("/v1/users/me").await.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(owner.delete(&format!("/v1/users/{id}")).await.line(), "200 {}");
    joins(&app, "eve@example.org", &token, json!({})).await;
    app.stop().await;
}

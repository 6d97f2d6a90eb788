//! Mass assignment: members of a body that nobody asked for, and that a server might store with the rest.

use axum::http::StatusCode;
use model::Role;
use serde_json::{Value, json};

use super::{id_of, inhabited};
use crate::door::{join, wish};
use crate::test_app::{ALICE, BOB, TestApp};

/// What somebody adds who hopes that a body becomes a row as it is.
fn loaded(mut body: Value, theirs: &[(&'static str, String)]) -> Value {
    let more = json!({
        "id": id_of(theirs, "account"), "userId": id_of(theirs, "account"), "accountId": id_of(theirs, "account"),
        "orgId": id_of(theirs, "org"), "org_id": id_of(theirs, "org"), "org": {"id": id_of(theirs, "org")},
        "projectId": BOB.public_key, "project_id": BOB.public_key, "key": BOB.private_key, "hash": "00", "slot": 3,
        "verified": true, "emailVerified": true, "operator": true, "isAdmin": true, "plan": "unlimited", "epoch": 99,
        "createdBy": id_of(theirs, "account"), "createdAt": "1999-01-01T00:00:00Z", "passwordHash": "$argon2id$",
        "__proto__": {"role": "owner"}, "constructor": {"prototype": {"role": "owner"}},
    });
    for (name, value) in more.as_object().unwrap() {
        body.as_object_mut().unwrap().entry(name).or_insert(value.clone());
    }
    body
}

/// What the other tenant sees of itself.
async fn seen_by_bob(app: &TestApp) -> String {
    let owner = app.person(BOB, Role::Owner).await;
    let keys = format!("/v1/projects/{}/keys", BOB.public_key);
    let mut seen = String::new();
    for path in ["/v1/projects", "/v1/users/invited", keys.as_str()] {
        seen.push_str(owner.get(path).await.text());
    }
    let members = owner.get("/v1/users/me/org").await.json();
    for member in members["users"].as_array().unwrap() {
        seen.push_str(&json!([member["id"], member["email"], member["role"], member["projects"]]).to_string());
    }
    seen
}

#[tokio::test]
async fn mass_assignment_at_the_door_makes_an_account_like_any_other() {
    let app = inhabited().await;
    let theirs = app.things(BOB).await;
    let before = seen_by_bob(&app).await;
    let mut body = loaded(wish("mallory@example.org"), &theirs);
    body["role"] = json!("admin");
    let answer = app.ask("/auth/signup", body).await;
    let token = answer.json()["token"].as_str().unwrap_or_else(|| panic!("{answer:?}")).to_owned();
    let me = app.signed_in(&token).get("/v1/users/me").await.json();
    assert_eq!((&me["role"], &me["operator"]), (&json!("owner"), &json!(false)), "of an organisation of their own");
    assert_ne!(me["orgId"], id_of(&theirs, "org"));
    assert_ne!(me["id"], id_of(&theirs, "account"));
    assert_ne!(me["createdAt"], "1999-01-01T00:00:00.000Z");

    let owner = app.person(ALICE, Role::Owner).await;
    let invitation = json!({"email": "eve@example.org", "role": "viewer", "projects": [ALICE.public_key]});
    let invited = owner.post("/v1/users/invitation", loaded(invitation, &theirs).to_string()).await.json();
    let mut body = loaded(join("eve@example.org", invited["token"].as_str().unwrap()), &theirs);
    body["role"] = json!("owner");
    body["projects"] = json!([BOB.public_key]);
    let answer = app.ask("/auth/signup", body).await;
    let token = answer.json()["authToken"].as_str().unwrap_or_else(|| panic!("{answer:?}")).to_owned();
    let me = app.signed_in(&token).get("/v1/users/me").await.json();
    assert_eq!(me["orgId"], owner.get("/v1/users/me").await.json()["orgId"]);
    assert_eq!((&me["role"], &me["projects"]), (&json!("viewer"), &json!([ALICE.public_key])));
    assert_eq!(seen_by_bob(&app).await, before);
    app.stop().await;
}

#[tokio::test]
async fn mass_assignment_of_people_projects_and_keys_changes_what_the_path_names_and_nothing_else() {
    let app = inhabited().await;
    let (theirs, ours) = (app.things(BOB).await, app.things(ALICE).await);
    let before = seen_by_bob(&app).await;
    let owner = app.person(ALICE, Role::Owner).await;
    let (viewer, org) = (id_of(&ours, "account"), id_of(&ours, "org"));
    let me = owner.get("/v1/users/me").await.json();

    let mut change = loaded(json!({"role": "analytics", "projects": [ALICE.public_key]}), &ours);
    change["id"] = me["id"].clone();
    change["email"] = json!("mallory@example.org");
    assert_eq!(owner.patch(&format!("/v1/users/{viewer}"), change).await.status, StatusCode::OK);
    let members = owner.get("/v1/users/me/org").await.json();
    let changed = members["users"].as_array().unwrap().iter().find(|member| member["id"] == viewer).unwrap();
    assert_eq!((&changed["role"], &changed["email"]), (&json!("analytics"), &json!(ALICE.mail(Role::Viewer))));
    assert_eq!(owner.get("/v1/users/me").await.json()["role"], "owner");

    let made = owner.post("/v1/projects", loaded(json!({"name": "Shop"}), &theirs).to_string()).await.json();
    assert_eq!((&made["name"], &made["orgId"]), (&json!("Shop"), &json!(org)));
    assert_ne!(made["id"], BOB.public_key);
    let path = format!("/v1/projects/{}", ALICE.public_key);
    assert_eq!(owner.patch(&path, loaded(json!({"name": "Store"}), &theirs)).await.line(), "200 {}");
    let path = format!("/v1/orgs/{org}");
    assert_eq!(owner.patch(&path, loaded(json!({"name": "Ours"}), &theirs)).await.line(), "200 {}");

    let path = format!("/v1/projects/{}/keys", ALICE.public_key);
    let key = owner.post(&path, loaded(json!({"kind": "private", "name": "CI"}), &theirs).to_string()).await.json();
    assert_ne!(key["key"], BOB.private_key);
    assert_eq!((&key["createdBy"], &key["createdAt"]), (&me["id"], &json!("2025-06-01T12:00:00.000Z")));
    let one = format!("{path}/{}", key["id"]);
    assert_eq!(owner.patch(&one, loaded(json!({"name": "Build"}), &theirs)).await.line(), "200 {}");
    let seen = app.stranger(key["key"].as_str()).get("/v1/projects").await.json();
    assert_eq!(seen[0]["id"], ALICE.public_key, "it opens the project in whose path it was made");
    assert_eq!(seen_by_bob(&app).await, before);
    app.stop().await;
}

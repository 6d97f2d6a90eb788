//! What people are told of themselves, of their organisation, and of each other.

use std::collections::BTreeSet;

use axum::http::Method;
use model::{Permission, Role};
use serde_json::{Value, json};

use super::{NEEDS_PERSON, NO_USER, NOBODY, check, keys, me, path_of};
use crate::test_app::{ALICE, ALICE_TOO, BOB, TestApp};

#[tokio::test]
async fn whoever_is_signed_in_is_told_who_they_are_and_what_they_may_do() {
    let app = TestApp::with_people().await;
    for role in Role::ALL {
        let told = me(&app, ALICE, role).await;
        let granted: BTreeSet<&str> =
            Permission::ALL.iter().filter(|&&pair| role.may(pair)).map(|pair| pair.name()).collect();
        let said: BTreeSet<&str> =
            told["permissions"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        assert_eq!(said, granted, "{role:?}");
        assert_eq!((&told["role"], &told["operator"]), (&json!(role.word()), &json!(role == Role::Owner)), "{told}");
        assert_eq!(told["projects"], json!([ALICE.public_key, ALICE_TOO.public_key]), "{role:?}");
    }
    let told = me(&app, BOB, Role::Owner).await;
    assert_eq!(told["operator"], false, "only the first organisation's owner runs the server");
    let want = [
        "id",
        "name",
        "createdAt",
        "email",
        "orgId",
        "role",
        "verified",
        "avatarUrl",
        "lastLoginAt",
        "projects",
        "permissions",
        "operator",
    ];
    assert_eq!(keys(&told), want);
    assert_eq!(told["lastLoginAt"], "2025-06-01T12:00:00.000Z");
    assert_eq!(app.owner(ALICE).get("/v1/users/me").await.line(), NEEDS_PERSON);
    app.stop().await;
}

#[tokio::test]
async fn the_own_organisation_is_told_with_what_the_role_may_see_of_it() {
    let app = TestApp::with_people().await;
    let key = app.org_key(ALICE).await;
    for role in Role::ALL {
        let told = app.person(ALICE, role).await.get("/v1/users/me/org").await.json();
        assert_eq!(told.get("users").is_some(), role.may(Permission::TeamMembersList), "{role:?}");
        let shown = matches!(role, Role::Owner | Role::Admin).then(|| json!(key));
        assert_eq!(told.get("orgApiKey").cloned(), shown, "{role:?}");
        assert!(!told.to_string().contains("argon2"), "{role:?}");
    }
    let told = app.person(ALICE, Role::Owner).await.get("/v1/users/me/org").await.json();
    let mut got: Vec<&str> = keys(&told);
    got.sort_unstable();
    let mut want = [
        "id",
        "createdAt",
        "name",
        "plan",
        "playAllowance",
        "stripeCustomer",
        "stripeSubscription",
        "limited",
        "planPeriod",
        "canceled",
        "samlIdpXml",
        "samlEnabled",
        "evalAllowance",
        "seatAllowance",
        "dataRetentionDays",
        "customChartsEnabled",
        "beta",
        "dataFilteringEnabled",
        "dataWarehouseEnabled",
        "billingDelinquent",
        "billingDelinquentSince",
        "datasetV2Enabled",
        "users",
        "orgApiKey",
        "license",
    ];
    want.sort_unstable();
    assert_eq!(got, want);
    assert!(told["license"].as_object().unwrap().values().all(|flag| flag == true), "{told}");
    let roles: Vec<&str> =
        told["users"].as_array().unwrap().iter().map(|member| member["role"].as_str().unwrap()).collect();
    assert_eq!(roles, Role::ALL.map(Role::word), "by rank");
    assert_eq!(told["users"][0]["email"], "owner@wonderland.example");
    assert_eq!(app.owner(ALICE).get("/v1/users/me/org").await.line(), NEEDS_PERSON);
    app.stop().await;
}

#[tokio::test]
async fn an_organisation_without_a_key_says_so() {
    let app = TestApp::with_people().await;
    let told = app.person(ALICE, Role::Owner).await.get("/v1/users/me/org").await.json();
    assert_eq!(told["orgApiKey"], Value::Null);
    app.stop().await;
}

#[tokio::test]
async fn feedback_on_the_server_is_taken_from_people_and_private_keys() {
    let app = TestApp::with_people().await;
    let path = (Method::POST, "/v1/users/feedback");
    let nice = json!({"text": "nice"});
    let done = (200, r#"{"ok":true}"#);
    check(&app, &app.person(ALICE, Role::Viewer).await, path.clone(), nice.clone(), done).await;
    check(&app, &app.owner(ALICE), path.clone(), nice.clone(), done).await;
    check(&app, &app.visitor(ALICE), path.clone(), nice, (401, "private API key")).await;
    check(&app, &app.owner(ALICE), path, json!({"text": 7}), (422, r#"at \"text\""#)).await;
    app.stop().await;
}

#[tokio::test]
async fn people_of_the_own_organisation_are_found_by_id_and_no_others() {
    let app = TestApp::with_people().await;
    let billing = app.person(ALICE, Role::Billing).await;
    let viewer = me(&app, ALICE, Role::Viewer).await;
    let told = billing.get(&path_of(&app, ALICE, Role::Viewer).await).await.json();
    let want = json!({"id": viewer["id"], "name": "Viewer", "email": "viewer@wonderland.example", "verified": true});
    assert_eq!(told, want);
    for path in [path_of(&app, BOB, Role::Viewer).await, format!("/v1/users/{NOBODY}"), "/v1/users/7".into()] {
        assert_eq!(billing.get(&path).await.line(), NO_USER, "{path}");
    }
    app.stop().await;
}

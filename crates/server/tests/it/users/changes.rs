//! Other roles, other projects, another owner; and how people are removed.

use axum::http::{Method, StatusCode};
use model::{Permission, Role};
use serde_json::{Value, json};

use super::{ABOVE, FOREIGN, NOBODY, OVER, OWNER_STAYS, check, invitation, me, path_of, to_be, trail};
use crate::test_app::{ALICE, ALICE_TOO, BOB, TestApp};

#[tokio::test]
async fn another_role_ends_the_sessions_of_a_person_and_other_projects_do_not() {
    let app = TestApp::with_people().await;
    let admin = app.person(ALICE, Role::Admin).await;
    let (path, member) = (path_of(&app, ALICE, Role::Member).await, app.person(ALICE, Role::Member).await);
    let done = (200, r#"{"message":"User updated successfully"}"#);
    check(&app, &admin, (Method::PATCH, &path), to_be("member", &[ALICE]), done).await;
    assert_eq!(member.get("/v1/users/me").await.json()["projects"], json!([ALICE.public_key]));
    let other = member.get(&format!("/v1/runs?projectId={}", ALICE_TOO.public_key)).await;
    assert_eq!(other.status, StatusCode::FORBIDDEN, "at the next request: {other:?}");
    check(&app, &admin, (Method::PATCH, &path), to_be("viewer", &[ALICE, ALICE_TOO]), done).await;
    assert_eq!(member.get("/v1/users/me").await.line(), OVER);
    let told = me(&app, ALICE, Role::Member).await;
    assert_eq!(told["role"], "viewer");
    let row = json!(["update", told["id"], ALICE.mail(Role::Admin)]);
    assert_eq!(trail(&app).await, [row.clone(), row]);
    app.stop().await;
}

#[tokio::test]
async fn nobody_changes_who_is_above_them_or_gives_more_than_they_have() {
    let app = TestApp::with_people().await;
    let mut paths = Vec::new();
    for role in Role::ALL {
        paths.push((role, path_of(&app, ALICE, role).await));
    }
    let path = |role: Role| paths.iter().find(|(known, _)| *known == role).unwrap().1.as_str();
    let (owner, admin) = (app.person(ALICE, Role::Owner).await, app.person(ALICE, Role::Admin).await);
    let elsewhere = path_of(&app, BOB, Role::Member).await;
    for (by, target, body, want) in [
        (&admin, path(Role::Owner), to_be("owner", &[ALICE]), (403, OWNER_STAYS)),
        (&admin, path(Role::Owner), to_be("admin", &[ALICE]), (403, OWNER_STAYS)),
        (&owner, path(Role::Owner), to_be("admin", &[ALICE]), (403, OWNER_STAYS)),
        (&admin, path(Role::Admin), to_be("owner", &[ALICE]), (403, "Only the owner")),
        (&admin, path(Role::Viewer), to_be("owner", &[ALICE]), (403, "Only the owner")),
        (&admin, path(Role::Viewer), to_be("billing", &[ALICE]), (403, ABOVE)),
        (&admin, path(Role::Billing), to_be("viewer", &[ALICE]), (403, ABOVE)),
        (&admin, path(Role::Viewer), to_be("member", &[ALICE, BOB]), (403, FOREIGN)),
        (&admin, path(Role::Viewer), to_be("member", &[]), (422, "at least 1")),
        (&admin, path(Role::Viewer), to_be("king", &[ALICE]), (422, r#"at \"role\""#)),
        (&owner, &elsewhere, to_be("member", &[ALICE]), (404, "User not found")),
        (&owner, &format!("/v1/users/{NOBODY}"), to_be("member", &[ALICE]), (404, "User not found")),
        (&owner, "/v1/users/x", to_be("member", &[ALICE]), (404, "User not found")),
    ] {
        check(&app, by, (Method::PATCH, target), body, want).await;
    }
    for role in Role::ALL.into_iter().filter(|role| !role.may(Permission::TeamMembersUpdate)) {
        let by = app.person(ALICE, role).await;
        check(&app, &by, (Method::PATCH, path(role)), to_be("admin", &[ALICE]), (403, "access")).await;
        check(&app, &by, (Method::DELETE, path(Role::Viewer)), Value::Null, (403, "access")).await;
    }
    assert_eq!(trail(&app).await, [] as [Value; 0]);
    app.stop().await;
}

#[tokio::test]
async fn the_owner_hands_the_ownership_over_and_is_an_admin_then() {
    let app = TestApp::with_people().await;
    let (path, old_path) = (path_of(&app, ALICE, Role::Member).await, path_of(&app, ALICE, Role::Owner).await);
    let (old, new) = (app.person(ALICE, Role::Owner).await, app.person(ALICE, Role::Member).await);
    let body = to_be("owner", &[ALICE, ALICE_TOO]);
    check(&app, &old, (Method::PATCH, &path), body, (200, "User updated")).await;
    for client in [&old, &new] {
        assert_eq!(client.get("/v1/users/me").await.line(), OVER, "both have another role now");
    }
    let (old, new) = (app.person(ALICE, Role::Owner).await, app.person(ALICE, Role::Member).await);
    assert_eq!(old.get("/v1/users/me").await.json()["role"], "admin");
    assert_eq!(new.get("/v1/users/me").await.json()["role"], "owner");
    let org = new.get("/v1/users/me/org").await.json();
    let owners = org["users"].as_array().unwrap().iter().filter(|member| member["role"] == "owner").count();
    assert_eq!(owners, 1);
    check(&app, &old, (Method::PATCH, &path), to_be("admin", &[ALICE]), (403, OWNER_STAYS)).await;
    check(&app, &old, (Method::DELETE, &path), Value::Null, (403, OWNER_STAYS)).await;
    check(&app, &new, (Method::DELETE, &old_path), Value::Null, (200, "{}")).await;
    app.stop().await;
}

#[tokio::test]
async fn the_owner_may_change_which_projects_they_are_in() {
    let app = TestApp::with_people().await;
    let (path, owner) = (path_of(&app, ALICE, Role::Owner).await, app.person(ALICE, Role::Owner).await);
    check(&app, &owner, (Method::PATCH, &path), to_be("owner", &[ALICE]), (200, "User updated")).await;
    let told = owner.get("/v1/users/me").await.json();
    assert_eq!((&told["role"], &told["projects"]), (&json!("owner"), &json!([ALICE.public_key])));
    app.stop().await;
}

#[tokio::test]
async fn whoever_is_removed_is_out_at_the_next_request_and_what_they_made_stays() {
    let app = TestApp::with_people().await;
    let (owner, admin) = (app.person(ALICE, Role::Owner).await, app.person(ALICE, Role::Admin).await);
    admin.post("/v1/users/invitation", invitation("new@example.org", "viewer").to_string()).await;
    let made = admin
        .post(&format!("/v1/projects/{}/keys", ALICE.public_key), r#"{"kind":"private","name":"CI"}"#)
        .await
        .json();
    let path = path_of(&app, ALICE, Role::Admin).await;
    check(&app, &owner, (Method::DELETE, &path), Value::Null, (200, "{}")).await;
    assert_eq!(admin.get("/v1/users/me").await.line(), OVER);
    assert!(!app.app.meta.has_account(&ALICE.mail(Role::Admin)).await.unwrap());
    assert_eq!(owner.get("/v1/users/invited").await.json()[0]["email"], "new@example.org");
    assert_eq!(app.stranger(made["key"].as_str()).get("/v1/version").await.status, StatusCode::OK);
    check(&app, &owner, (Method::DELETE, &path), Value::Null, (404, "User not found")).await;
    let id = path.rsplit('/').next().unwrap();
    assert_eq!(*trail(&app).await.last().unwrap(), json!(["remove_from_team", id, ALICE.mail(Role::Owner)]));
    app.stop().await;
}

#[tokio::test]
async fn the_owner_oneself_and_who_is_above_are_not_removed() {
    let app = TestApp::with_people().await;
    let (owner, admin) = (app.person(ALICE, Role::Owner).await, app.person(ALICE, Role::Admin).await);
    let (owners, admins) = (path_of(&app, ALICE, Role::Owner).await, path_of(&app, ALICE, Role::Admin).await);
    let billing = path_of(&app, ALICE, Role::Billing).await;
    let elsewhere = path_of(&app, BOB, Role::Viewer).await;
    for (by, path, want) in [
        (&owner, owners.as_str(), (403, OWNER_STAYS)),
        (&admin, &owners, (403, OWNER_STAYS)),
        (&admin, &admins, (403, "Nobody removes themselves")),
        (&admin, &billing, (403, ABOVE)),
        (&admin, &elsewhere, (404, "User not found")),
        (&admin, &format!("/v1/users/{NOBODY}"), (404, "User not found")),
        (&admin, "/v1/users/x", (404, "User not found")),
    ] {
        check(&app, by, (Method::DELETE, path), Value::Null, want).await;
    }
    check(&app, &app.owner(ALICE), (Method::DELETE, &admins), Value::Null, (403, "signed-in user")).await;
    app.stop().await;
}

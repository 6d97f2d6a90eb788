//! Who is invited, by whom, and what is told of it.

use axum::http::{Method, StatusCode};
use model::{Permission, Role};
use serde_json::{Value, json};

use super::{ABOVE, FORBIDDEN, FOREIGN, NEEDS_PERSON, NOBODY, check, invitation, keys, trail};
use crate::test_app::{ALICE, ALICE_TOO, BOB, TestApp};

#[tokio::test]
async fn an_invitation_is_made_once_for_an_address_and_renewed_after_that() {
    let app = TestApp::with_people().await;
    let admin = app.person(ALICE, Role::Admin).await;
    let path = (Method::POST, "/v1/users/invitation");
    let first = check(&app, &admin, path.clone(), invitation(" New@Example.ORG", "viewer"), (200, "token")).await;
    assert_eq!(keys(&first), ["token"]);
    let listed = admin.get("/v1/users/invited").await.json();
    let want = json!([{
        "id": listed[0]["id"], "createdAt": "2025-06-01T12:00:00.000Z", "updatedAt": "2025-06-01T12:00:00.000Z",
        "email": "new@example.org", "orgId": listed[0]["orgId"], "role": "viewer", "token": first["token"],
        "emailVerified": null, "expiresAt": "2025-06-16T12:00:00.000Z", "projects": [ALICE.public_key],
    }]);
    assert_eq!(listed, want);
    let both =
        json!({"email": "new@example.org", "role": "member", "projects": [ALICE_TOO.public_key, ALICE.public_key]});
    let second = check(&app, &admin, path, both, (200, "token")).await;
    assert_ne!(first, second);
    let renewed = admin.get("/v1/users/invited").await.json();
    assert_eq!((renewed.as_array().unwrap().len(), &renewed[0]["id"]), (1, &listed[0]["id"]));
    assert_eq!((&renewed[0]["role"], &renewed[0]["token"]), (&json!("member"), &second["token"]));
    assert_eq!(renewed[0]["projects"], json!([ALICE.public_key, ALICE_TOO.public_key]));
    let row = json!(["invite", listed[0]["id"], ALICE.mail(Role::Admin)]);
    assert_eq!(trail(&app).await, [row.clone(), row]);
    app.stop().await;
}

#[tokio::test]
async fn an_invitation_that_cannot_be_is_refused_and_leaves_nothing() {
    let app = TestApp::with_people().await;
    let (owner, admin) = (app.person(ALICE, Role::Owner).await, app.person(ALICE, Role::Admin).await);
    let with = |projects: Value| json!({"email": "new@example.org", "role": "viewer", "projects": projects});
    for path in ["/v1/users/invitation", "/v1/users"] {
        let post = (Method::POST, path);
        for (by, body, want) in [
            (&owner, invitation("new@example.org", "owner"), (403, ABOVE)),
            (&admin, invitation("new@example.org", "owner"), (403, ABOVE)),
            (&admin, invitation("new@example.org", "billing"), (403, ABOVE)),
            (&admin, invitation(&ALICE.mail(Role::Viewer), "viewer"), (409, "belongs to your organisation already")),
            (&admin, with(json!([ALICE.public_key, BOB.public_key])), (403, FOREIGN)),
            (&admin, with(json!([NOBODY])), (403, FOREIGN)),
            (&admin, with(json!([])), (422, r#"at \"projects\""#)),
            (&admin, with(json!(["x"])), (422, r#"at \"projects[0]\""#)),
            (&admin, invitation("new@example.org", "king"), (422, r#"at \"role\""#)),
            (&admin, invitation("new", "viewer"), (422, r#"at \"email\""#)),
            (&admin, json!([]), (422, "Expected object")),
        ] {
            check(&app, by, post.clone(), body, want).await;
        }
        for role in Role::ALL.into_iter().filter(|role| !role.may(Permission::TeamMembersCreate)) {
            let by = app.person(ALICE, role).await;
            let answer = by.post(path, invitation("new@example.org", "viewer").to_string()).await;
            assert_eq!(answer.line(), FORBIDDEN, "{role:?}");
        }
        let key = app.owner(ALICE).post(path, invitation("new@example.org", "viewer").to_string()).await;
        assert_eq!(key.line(), NEEDS_PERSON);
    }
    assert_eq!(owner.get("/v1/users/invited").await.line(), "200 []");
    assert_eq!(trail(&app).await, [] as [Value; 0]);
    app.stop().await;
}

#[tokio::test]
async fn somebody_elsewhere_may_be_invited_and_nobody_learns_that_they_are_there() {
    let app = TestApp::with_people().await;
    let admin = app.person(ALICE, Role::Admin).await;
    let known = admin.post("/v1/users/invitation", invitation(&BOB.mail(Role::Owner), "viewer").to_string()).await;
    let unknown = admin.post("/v1/users/invitation", invitation("new@example.org", "viewer").to_string()).await;
    assert_eq!((known.status, unknown.status), (StatusCode::OK, StatusCode::OK));
    let listed = admin.get("/v1/users/invited").await.json();
    let rows = listed.as_array().unwrap();
    assert!(rows.len() == 2 && keys(&rows[0]) == keys(&rows[1]), "{listed}");
    app.stop().await;
}

#[tokio::test]
async fn the_older_route_invites_too_and_tells_nothing_that_is_secret() {
    let app = TestApp::with_people().await;
    let admin = app.person(ALICE, Role::Admin).await;
    let made =
        check(&app, &admin, (Method::POST, "/v1/users"), invitation("New@example.org", "viewer"), (201, "")).await;
    let listed = admin.get("/v1/users/invited").await.json();
    let want = json!({"user": {
        "id": listed[0]["id"], "createdAt": "2025-06-01T12:00:00.000Z", "email": "new@example.org", "name": null,
        "orgId": listed[0]["orgId"], "role": "viewer", "verified": false, "avatarUrl": null, "lastLoginAt": null,
        "projectIds": [ALICE.public_key],
    }});
    assert_eq!(made, want);
    assert_eq!(listed[0]["token"].as_str().unwrap().len(), 64);
    app.stop().await;
}

#[tokio::test]
async fn tokens_of_invitations_are_shown_to_those_who_may_invite() {
    let app = TestApp::with_people().await;
    let token = app.person(ALICE, Role::Owner).await;
    let token = token.post("/v1/users/invitation", invitation("new@example.org", "viewer").to_string()).await.json();
    for role in Role::ALL {
        let listed = app.person(ALICE, role).await.get("/v1/users/invited").await;
        if !role.may(Permission::TeamMembersList) {
            assert_eq!(listed.line(), FORBIDDEN, "{role:?}");
            continue;
        }
        let want = if role.may(Permission::TeamMembersCreate) { &token["token"] } else { &Value::Null };
        assert_eq!(&listed.json()[0]["token"], want, "{role:?}");
    }
    assert_eq!(app.person(BOB, Role::Owner).await.get("/v1/users/invited").await.line(), "200 []");
    app.stop().await;
}

#[tokio::test]
async fn an_invitation_is_taken_back_by_its_organisation_only_and_as_often_as_one_likes() {
    let app = TestApp::with_people().await;
    let admin = app.person(ALICE, Role::Admin).await;
    admin.post("/v1/users/invitation", invitation("new@example.org", "viewer").to_string()).await;
    let listed = admin.get("/v1/users/invited").await.json();
    let path = format!("/v1/users/invitation/{}", listed[0]["id"].as_str().unwrap());
    let before = app.digest();
    let elsewhere = app.person(BOB, Role::Owner).await;
    let before_elsewhere = app.digest();
    assert_ne!(before, before_elsewhere, "a log-in is written down");
    for gone in [path.as_str(), &format!("/v1/users/invitation/{NOBODY}"), "/v1/users/invitation/x"] {
        assert_eq!(elsewhere.delete(gone).await.line(), "200 {}", "{gone}");
        assert_eq!(app.digest(), before_elsewhere, "{gone}");
    }
    check(&app, &app.person(ALICE, Role::Member).await, (Method::DELETE, &path), Value::Null, (403, "access")).await;
    for _ in 0..2 {
        check(&app, &admin, (Method::DELETE, &path), Value::Null, (200, "{}")).await;
        assert_eq!(admin.get("/v1/users/invited").await.line(), "200 []");
    }
    let mail = ALICE.mail(Role::Admin);
    let id = &listed[0]["id"];
    assert_eq!(trail(&app).await, [json!(["invite", id, mail]), json!(["remove_from_team", id, mail])]);
    app.stop().await;
}

//! Projects, as people and keys see them.

use axum::body::Body;
use axum::http::Method;
use model::Role;
use serde_json::{Value, json};
use server::settings::Settings;

use crate::client::Client;
use crate::test_app::{ALICE, ALICE_TOO, BOB, TestApp};

const NOT_FOUND: &str = r#"404 {"error":"Not Found","message":"Project not found"}"#;
const NO_MEMBER: &str = r#"403 {"error":"Forbidden","message":"Unauthorized access to project"}"#;
const FORBIDDEN: &str = r#"403 {"error":"Forbidden","message":"You don't have access to this resource"}"#;
const NEEDS_PERSON: &str = r#"403 {"error":"Forbidden","message":"This endpoint needs a signed-in user"}"#;

/// Sends a request, wants this answer, and that nothing was written where it is a refusal.
async fn check(app: &TestApp, client: &Client<'_>, (method, path): (Method, &str), body: &str, want: &str) {
    let before = app.digest();
    let answer = client.send(method.clone(), path, Body::from(body.to_owned())).await;
    assert_eq!(answer.line(), want, "{method} {path} {body}");
    if !answer.status.is_success() {
        let written = before.differences(&app.digest()).join(", ");
        assert!(written.is_empty(), "{method} {path} {body} wrote {written}");
    }
}

/// The body of a refusal for the shape of a body, as JSON has it.
fn invalid(message: &str) -> String {
    format!("422 {}", json!({"error": "Error", "message": format!("Validation error: {message}")}))
}

/// A project of Alice's organisation that the owner and the admins are in.
async fn second(app: &TestApp) -> String {
    let made = app.person(ALICE, Role::Owner).await.post("/v1/projects", r#"{"name":"Second"}"#).await;
    made.json()["id"].as_str().unwrap().to_owned()
}

async fn names(client: &Client<'_>) -> Vec<String> {
    let projects = client.get("/v1/projects").await.json();
    projects.as_array().unwrap().iter().map(|project| project["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn an_organisation_has_so_many_projects_deleted_ones_included() {
    let app = TestApp::with(Settings { max_projects: 3, ..Settings::default() }).await;
    app.add_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let third = second(&app).await;
    assert_eq!(owner.delete(&format!("/v1/projects/{third}")).await.status.as_u16(), 200);
    let full = r#"409 {"error":"Conflict","message":"This organisation has had 3 projects, deleted ones included, the limit of --max-projects; rename one that nobody needs, or raise --max-projects"}"#;
    check(&app, &owner, (Method::POST, "/v1/projects"), r#"{"name":"Third"}"#, full).await;
    check(&app, &owner, (Method::POST, "/v1/projects/sample"), "", full).await;
    let other = app.person(BOB, Role::Owner).await.post("/v1/projects", r#"{"name":"Another"}"#).await;
    assert_eq!(other.status.as_u16(), 200, "of another organisation");
    app.stop().await;
}

#[tokio::test]
async fn people_see_the_projects_that_they_are_members_of() {
    let app = TestApp::with_people().await;
    app.visitor(ALICE).ingest(json!([{"type": "llm", "event": "start", "runId": "1"}])).await;
    let owner = app.person(ALICE, Role::Owner).await.get("/v1/projects").await.json();
    let home = owner[0]["homeDashboardId"].clone();
    let org = owner[0]["orgId"].clone();
    let want = json!({
        "id": ALICE.public_key, "createdAt": "2025-06-01T12:00:00.000Z", "name": "My first project", "orgId": org,
        "dataRetentionDays": null, "filters": null, "activated": true, "publicApiKey": ALICE.public_key,
        "privateApiKey": ALICE.private_key, "projects": [ALICE.public_key, ALICE_TOO.public_key], "homeDashboardId": home,
    });
    assert_eq!(owner[0], want);
    assert_eq!((owner.as_array().unwrap().len(), &owner[1]["activated"]), (2, &json!(false)));
    assert_eq!(owner[1]["privateApiKey"], ALICE_TOO.private_key);
    assert_ne!(owner[1]["homeDashboardId"], home);
    let viewer = app.person(ALICE, Role::Viewer).await.get("/v1/projects").await.json();
    assert_eq!(viewer[0]["publicApiKey"], ALICE.public_key);
    assert!(viewer[0].get("privateApiKey").is_none(), "{viewer}");
    app.stop().await;
}

#[tokio::test]
async fn who_may_not_read_projects_gets_none_and_a_key_gets_its_own() {
    let app = TestApp::with_people().await;
    let list = (Method::GET, "/v1/projects");
    check(&app, &app.person(ALICE, Role::Billing).await, list.clone(), "", "200 []").await;
    let private = r#"401 {"error":"Unauthorized","message":"This route requires a private API key"}"#;
    check(&app, &app.visitor(ALICE), list.clone(), "", private).await;
    let nobody = r#"401 {"error":"Unauthorized","message":"Missing API key or session"}"#;
    check(&app, &app.stranger(None), list, "", nobody).await;
    let own = app.owner(ALICE).get("/v1/projects").await.json();
    assert_eq!(own.as_array().unwrap().len(), 1);
    assert_eq!(own[0]["projects"], json!([ALICE.public_key]));
    assert_eq!(own[0]["privateApiKey"], ALICE.private_key);
    app.stop().await;
}

#[tokio::test]
async fn a_key_that_was_replaced_never_learns_the_new_one() {
    let app = TestApp::with_people().await;
    let path = format!("/v1/projects/{}/regenerate-key", ALICE.public_key);
    let owner = app.person(ALICE, Role::Owner).await;
    assert_eq!(owner.post(&path, r#"{"type":"private","graceSeconds":60}"#).await.line(), "200 {}");
    let shown = owner.get("/v1/projects").await.json()[0]["privateApiKey"].clone();
    assert_ne!(shown, ALICE.private_key);
    assert_eq!(app.owner(ALICE).get("/v1/projects").await.json()[0]["privateApiKey"], ALICE.private_key);
    let new = app.stranger(shown.as_str()).get("/v1/projects").await.json();
    assert_eq!(new[0]["privateApiKey"], shown);
    app.stop().await;
}

#[tokio::test]
async fn a_new_project_has_keys_and_those_members_that_it_needs() {
    let app = TestApp::with_people().await;
    let admin = app.person(ALICE, Role::Admin).await;
    let made = admin.post("/v1/projects", r#"{"name":"  Second  "}"#).await;
    assert_eq!(made.status.as_u16(), 200);
    let row = made.json();
    let id = row["id"].as_str().unwrap();
    let org = admin.get("/v1/projects").await.json()[0]["orgId"].clone();
    let want = json!({
        "id": id, "createdAt": "2025-06-01T12:00:00.000Z", "name": "Second", "orgId": org, "dataRetentionDays": null,
    });
    assert_eq!(row, want);
    for (role, want) in [(Role::Owner, true), (Role::Admin, true), (Role::Member, false), (Role::Viewer, false)] {
        let has = names(&app.person(ALICE, role).await).await.contains(&"Second".to_owned());
        assert_eq!(has, want, "{role:?}");
    }
    app.stranger(Some(id)).ingest(json!([{"type": "llm", "event": "start", "runId": "1"}])).await;
    let seen = admin.get("/v1/projects").await.json();
    let second = seen.as_array().unwrap().iter().find(|project| project["id"] == id).unwrap();
    assert_eq!((&second["activated"], &second["publicApiKey"]), (&json!(true), &json!(id)));
    let private = app.stranger(second["privateApiKey"].as_str());
    assert_eq!(private.get("/v1/runs/1").await.status.as_u16(), 200);
    app.stop().await;
}

#[tokio::test]
async fn a_project_is_made_by_people_who_may_and_has_a_name() {
    let app = TestApp::with_people().await;
    let post = (Method::POST, "/v1/projects");
    let owner = app.person(ALICE, Role::Owner).await;
    for (body, want) in [
        ("{}", invalid("Required at \"name\"")),
        (r#"{"name":7}"#, invalid("Expected string, received number at \"name\"")),
        (r#"{"name":"  "}"#, invalid("String must contain at least 1 character(s) at \"name\"")),
        (r#"{"name":"a\nb"}"#, invalid("String must contain no control characters at \"name\"")),
        ("[]", invalid("Expected object, received array")),
    ] {
        check(&app, &owner, post.clone(), body, &want).await;
    }
    let long = json!({"name": "é".repeat(101)}).to_string();
    check(&app, &owner, post.clone(), &long, &invalid("String must contain at most 100 character(s) at \"name\""))
        .await;
    let fits = json!({"name": "é".repeat(100)}).to_string();
    assert_eq!(owner.post("/v1/projects", fits).await.status.as_u16(), 200);
    let body = r#"{"name":"x"}"#;
    check(&app, &app.person(ALICE, Role::Member).await, post.clone(), body, FORBIDDEN).await;
    check(&app, &app.owner(ALICE), post, body, NEEDS_PERSON).await;
    app.stop().await;
}

#[tokio::test]
async fn a_project_is_renamed_by_its_members_and_its_private_keys() {
    let app = TestApp::with_people().await;
    let path = format!("/v1/projects/{}", ALICE.public_key);
    let member = app.person(ALICE, Role::Member).await;
    for (body, name) in [
        (json!({"name": " Shop "}), "Shop"),
        (json!({"name": ""}), "Shop"),
        (json!({}), "Shop"),
        (json!({"dataRetentionDays": "unlimited"}), "Shop"),
        (json!({"name": "Store", "dataRetentionDays": "unlimited"}), "Store"),
    ] {
        assert_eq!(member.patch(&path, body.clone()).await.line(), "200 {}", "{body}");
        assert_eq!(names(&member).await[0], name, "{body}");
    }
    assert_eq!(app.owner(ALICE).patch(&path, json!({"name": "By key"})).await.line(), "200 {}");
    assert_eq!(names(&member).await, ["By key", "My first project"]);
    app.stop().await;
}

#[tokio::test]
async fn what_cannot_be_changed_of_a_project_changes_nothing() {
    let app = TestApp::with_people().await;
    let path = format!("/v1/projects/{}", ALICE.public_key);
    let patch = (Method::PATCH, path.as_str());
    let owner = app.person(ALICE, Role::Owner).await;
    let not_built = "501 {\"error\":\"Not Implemented\",\"message\":\"Runs are kept without end: nothing deletes them after \
                     some days yet, so nothing was changed\"}";
    for days in [json!(30), json!("60"), json!(90), json!(180), json!(365)] {
        let body = json!({"name": "Changed", "dataRetentionDays": days}).to_string();
        check(&app, &owner, patch.clone(), &body, not_built).await;
    }
    let wanted =
        "Invalid value. Expected 'unlimited' | 30 | 60 | 90 | 180 | 365, received '31' at \"dataRetentionDays\"";
    check(&app, &owner, patch.clone(), r#"{"name":"Changed","dataRetentionDays":31}"#, &invalid(wanted)).await;
    let number = invalid("Expected string, received number at \"name\"");
    check(&app, &owner, patch.clone(), r#"{"name":1}"#, &number).await;
    check(&app, &app.person(ALICE, Role::Viewer).await, patch, r#"{"name":"Changed"}"#, FORBIDDEN).await;
    app.stop().await;
}

#[tokio::test]
async fn a_project_of_others_and_one_that_is_absent_are_the_same_and_membership_is_asked_for() {
    let app = TestApp::with_people().await;
    let second = second(&app).await;
    let absent = "11111111-2222-4333-8444-555555555555";
    let routes = [
        (Method::PATCH, "", r#"{"name":"Changed"}"#),
        (Method::DELETE, "", ""),
        (Method::GET, "/rules", ""),
        (Method::POST, "/rules", r#"{"type":"masking"}"#),
        (Method::DELETE, "/rules", ""),
        (Method::POST, "/regenerate-key", r#"{"type":"private"}"#),
        (Method::GET, "/keys", ""),
        (Method::POST, "/keys", r#"{"kind":"private","name":"x"}"#),
        (Method::PATCH, "/keys/1", r#"{"name":"x"}"#),
        (Method::DELETE, "/keys/1", ""),
        (Method::POST, "/keys/1/regenerate", "{}"),
    ];
    let owner = app.person(ALICE, Role::Owner).await;
    let member = app.person(ALICE, Role::Member).await;
    for (method, rest, body) in routes {
        for id in [BOB.public_key, absent, "no-uuid"] {
            let path = format!("/v1/projects/{id}{rest}");
            check(&app, &owner, (method.clone(), &path), body, NOT_FOUND).await;
        }
        let path = format!("/v1/projects/{second}{rest}");
        let is_members = rest.starts_with("/rules") || method == Method::PATCH && rest.is_empty();
        let want = if is_members { NO_MEMBER } else { FORBIDDEN };
        check(&app, &member, (method, &path), body, want).await;
    }
    app.stop().await;
}

#[tokio::test]
async fn a_key_reaches_no_project_but_its_own_by_path() {
    let app = TestApp::with_people().await;
    for id in [ALICE_TOO.public_key, BOB.public_key] {
        let path = format!("/v1/projects/{id}");
        check(&app, &app.owner(ALICE), (Method::PATCH, &path), r#"{"name":"Changed"}"#, NOT_FOUND).await;
        check(&app, &app.owner(ALICE), (Method::DELETE, &path), "", NEEDS_PERSON).await;
        let rules = format!("{path}/rules");
        check(&app, &app.owner(ALICE), (Method::GET, &rules), "", NOT_FOUND).await;
    }
    app.stop().await;
}

#[tokio::test]
async fn an_admin_who_is_no_member_does_not_delete_a_project() {
    let app = TestApp::with_people().await;
    let second = second(&app).await;
    let outside = rusqlite::Connection::open(app.dir.path().join("meta.db")).unwrap();
    let sql = "DELETE FROM account_project WHERE project_id = ?1
                  AND account_id = (SELECT id FROM account WHERE role = 'admin' AND email LIKE '%wonderland%')";
    assert_eq!(outside.execute(sql, [&second]).unwrap(), 1);
    let admin = app.person(ALICE, Role::Admin).await;
    for (method, rest) in [(Method::DELETE, ""), (Method::GET, "/keys")] {
        check(&app, &admin, (method, &format!("/v1/projects/{second}{rest}")), "", NO_MEMBER).await;
    }
    app.stop().await;
}

#[tokio::test]
async fn a_deleted_project_is_gone_at_the_next_request_and_the_last_one_stays() {
    let app = TestApp::with_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    app.visitor(ALICE_TOO).ingest(json!([{"type": "llm", "event": "start", "runId": "1"}])).await;
    assert_eq!(app.owner(ALICE_TOO).get("/v1/runs/1").await.status.as_u16(), 200);
    let path = format!("/v1/projects/{}", ALICE_TOO.public_key);
    assert_eq!(owner.delete(&path).await.line(), "200 {}");
    let unknown = r#"401 {"error":"Unauthorized","message":"Invalid API key"}"#;
    for client in [app.owner(ALICE_TOO), app.visitor(ALICE_TOO)] {
        assert_eq!(client.get("/v1/runs/1").await.line(), unknown);
        assert_eq!(client.post("/v1/runs/ingest", "{\"events\":[]}").await.line(), unknown);
    }
    let named = format!("/v1/runs/1?projectId={}", ALICE_TOO.public_key);
    assert_eq!(owner.get(&named).await.line(), NO_MEMBER);
    assert_eq!(names(&owner).await, ["My first project"]);
    check(&app, &owner, (Method::DELETE, &path), "", NOT_FOUND).await;
    let job: String = rusqlite::Connection::open(app.dir.path().join("meta.db"))
        .unwrap()
        .query_row("SELECT type FROM job WHERE type LIKE 'purge%' AND org_id IS NOT NULL", [], |row| row.get(0))
        .unwrap();
    assert_eq!(job, format!("purge-project:{}", ALICE_TOO.public_key));
    let last = format!("/v1/projects/{}", ALICE.public_key);
    let want = "422 {\"error\":\"Deletion Failed\",\"message\":\"This is the last project of the organisation; make another \
                one before you delete it\"}";
    check(&app, &owner, (Method::DELETE, &last), "", want).await;
    app.stop().await;
}

#[tokio::test]
async fn there_are_no_data_rules_yet_and_none_is_accepted() {
    let app = TestApp::with_people().await;
    let path = format!("/v1/projects/{}/rules", ALICE.public_key);
    let not_built = "501 {\"error\":\"Not Implemented\",\"message\":\"Data rules are not applied to what comes in yet, so \
                     none was stored; all events are taken in as they are\"}";
    for client in [app.owner(ALICE), app.person(ALICE, Role::Member).await] {
        check(&app, &client, (Method::GET, &path), "", "200 []").await;
        check(&app, &client, (Method::POST, &path), r#"{"type":"masking"}"#, not_built).await;
        check(&app, &client, (Method::DELETE, &path), "", "200 {}").await;
    }
    check(&app, &app.person(ALICE, Role::Viewer).await, (Method::DELETE, &path), "", FORBIDDEN).await;
    app.stop().await;
}

#[tokio::test]
async fn what_is_done_to_projects_is_in_the_audit_log() {
    let app = TestApp::with_people().await;
    let second = second(&app).await;
    let path = format!("/v1/projects/{second}");
    let owner = app.person(ALICE, Role::Owner).await;
    owner.patch(&path, json!({"name": "Shop"})).await;
    owner.delete(&path).await;
    let log = owner.get("/v1/audit-logs?limit=100").await.json();
    let told: Vec<Value> = log
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["resourceType"] == "project")
        .map(|row| json!([row["action"], row["resourceId"], row["userEmail"], row["projectId"], row["projectName"]]))
        .collect();
    let mail = ALICE.mail(Role::Owner);
    let want = [
        json!(["delete", second, mail, null, null]),
        json!(["rename", second, mail, second, "Shop"]),
        json!(["create", second, mail, null, null]),
    ];
    assert_eq!(told, want);
    app.stop().await;
}

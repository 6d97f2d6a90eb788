//! Organisations: their name, their key, how much they record.

use axum::body::Body;
use axum::http::Method;
use model::{Permission, Role};
use serde_json::{Value, json};
use store::meta::KeyHolder;
use uuid::Uuid;

use crate::client::Client;
use crate::test_app::{ALICE, ALICE_TOO, BOB, NOW, Project, TestApp};

const NO_ORG: &str = r#"404 {"error":"Not Found","message":"Organisation not found"}"#;
const FORBIDDEN: &str = r#"403 {"error":"Forbidden","message":"You don't have access to this resource"}"#;
const NEEDS_PERSON: &str = r#"403 {"error":"Forbidden","message":"This endpoint needs a signed-in user"}"#;

/// Sends a request, wants this answer, and that nothing was written where it is a refusal.
async fn check(app: &TestApp, client: &Client<'_>, (method, path): (Method, &str), body: &Value, want: &str) {
    let before = app.digest();
    let sent = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    let answer = client.send(method.clone(), path, sent).await;
    assert_eq!(answer.line(), want, "{method} {path} {body}");
    if !answer.status.is_success() {
        let written = before.differences(&app.digest()).join(", ");
        assert!(written.is_empty(), "{method} {path} {body} wrote {written}");
    }
}

async fn path_of(app: &TestApp, project: Project, more: &str) -> String {
    let me = app.person(project, Role::Viewer).await.get("/v1/users/me").await.json();
    format!("/v1/orgs/{}{more}", me["orgId"].as_str().unwrap())
}

/// The last line of the audit log: kind and action, id of the thing, by whom.
async fn last_deed(app: &TestApp) -> Value {
    let owner = app.person(ALICE, Role::Owner).await;
    let log = owner.get("/v1/audit-logs?limit=2").await.json();
    // The newest is the log-in of this very owner.
    json!([log[1]["resourceType"], log[1]["action"], log[1]["resourceId"], log[1]["userEmail"]])
}

#[tokio::test]
async fn everybody_sees_their_own_organisation_in_brief() {
    let app = TestApp::with_people().await;
    let path = path_of(&app, ALICE, "").await;
    let want = json!({
        "id": path.rsplit('/').next().unwrap(), "createdAt": "2025-06-01T12:00:00.000Z", "name": "Wonderland",
        "plan": "custom", "playAllowance": 1_000_000_000, "stripeCustomer": null, "stripeSubscription": null,
        "limited": false, "planPeriod": "monthly", "canceled": false, "samlEnabled": false, "seatAllowance": null,
        "billingDelinquent": false, "billingDelinquentSince": null,
    });
    for role in Role::ALL {
        assert_eq!(app.person(ALICE, role).await.get(&path).await.json(), want, "{role:?}");
    }
    app.stop().await;
}

#[tokio::test]
async fn another_organisation_is_none() {
    let app = TestApp::with_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let (theirs, name) = (path_of(&app, BOB, "").await, json!({"name": "Taken"}));
    for org in [theirs.as_str(), "/v1/orgs/99999999-0000-4000-8000-000000000001", "/v1/orgs/x"] {
        for (method, more, body) in [
            (Method::GET, "", &Value::Null),
            (Method::PATCH, "", &name),
            (Method::GET, "/usage", &Value::Null),
            (Method::POST, "/api-key/regenerate", &Value::Null),
            (Method::GET, "/billing/latest-invoice", &Value::Null),
        ] {
            check(&app, &owner, (method, &format!("{org}{more}")), body, NO_ORG).await;
        }
    }
    app.stop().await;
}

#[tokio::test]
async fn the_owner_renames_the_organisation() {
    let app = TestApp::with_people().await;
    let (owner, path) = (app.person(ALICE, Role::Owner).await, path_of(&app, ALICE, "").await);
    let patch = (Method::PATCH, path.as_str());
    check(&app, &owner, patch.clone(), &json!({"name": "  Looking Glass \n"}), "200 {}").await;
    let org = path.rsplit('/').next().unwrap();
    assert_eq!(last_deed(&app).await, json!(["org_name", "update", org, ALICE.mail(Role::Owner)]));
    let owner = app.person(ALICE, Role::Owner).await;
    assert_eq!(owner.get(&path).await.json()["name"], "Looking Glass");
    let invalid = |message: &str| {
        format!("422 {}", json!({"error": "Error", "message": format!("Validation error: {message} at \"name\"")}))
    };
    for (name, want) in [
        (json!(" "), invalid("String must contain at least 1 character(s)")),
        (json!("x".repeat(101)), invalid("String must contain at most 100 character(s)")),
        (json!("a\nb"), invalid("String must contain no control characters")),
        (json!(7), invalid("Expected string, received number")),
    ] {
        check(&app, &owner, patch.clone(), &json!({"name": name}), &want).await;
    }
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Owner) {
        check(&app, &app.person(ALICE, role).await, patch.clone(), &json!({"name": "Mine"}), FORBIDDEN).await;
    }
    check(&app, &app.owner(ALICE), patch, &json!({"name": "Mine"}), NEEDS_PERSON).await;
    app.stop().await;
}

async fn opens(app: &TestApp, key: &Value) -> bool {
    let key = Uuid::try_parse(key.as_str().unwrap()).unwrap();
    matches!(app.app.meta.caller_by_key(key, NOW).await.unwrap(), Some(KeyHolder::Org(_)))
}

#[tokio::test]
async fn the_key_of_an_organisation_is_made_and_replaced() {
    let app = TestApp::with_people().await;
    let (admin, path) = (app.person(ALICE, Role::Admin).await, path_of(&app, ALICE, "/api-key/regenerate").await);
    let first = admin.post(&path, "").await.json()["apiKey"].clone();
    assert!(opens(&app, &first).await);
    let org = path.split('/').nth(3).unwrap();
    assert_eq!(last_deed(&app).await, json!(["org_api_key", "regenerate", org, ALICE.mail(Role::Admin)]));
    let second = admin.post(&path, "").await.json()["apiKey"].clone();
    assert_eq!((opens(&app, &first).await, opens(&app, &second).await), (false, true));
    assert_eq!(admin.get("/v1/users/me/org").await.json()["orgApiKey"], second);
    let as_key = app.stranger(second.as_str());
    assert_eq!(as_key.get("/v1/users/me").await.status.as_u16(), 401, "it is good for no route of a person");
    let post = (Method::POST, path.as_str());
    for role in Role::ALL.into_iter().filter(|role| !role.may(Permission::PrivateKeysUpdate)) {
        check(&app, &app.person(ALICE, role).await, post.clone(), &Value::Null, FORBIDDEN).await;
    }
    check(&app, &app.owner(ALICE), post, &Value::Null, NEEDS_PERSON).await;
    app.stop().await;
}

/// Runs of these numbers, so many days ago.
fn runs(prefix: &str, days: &[(i64, usize)]) -> Value {
    let event = |ago: i64, number: usize| {
        let at = NOW.millis() - ago * 86_400_000;
        json!({"type": "llm", "event": "start", "runId": format!("{prefix}-{ago}-{number}"), "timestamp": at})
    };
    days.iter().flat_map(|&(ago, count)| (0..count).map(move |number| event(ago, number))).collect()
}

fn day(date: &str, count: u64) -> Value {
    json!({"date": format!("{date}T00:00:00.000Z"), "count": count})
}

#[tokio::test]
async fn runs_are_counted_by_day_for_thirty_days() {
    let app = TestApp::with_people().await;
    app.visitor(ALICE).ingest(runs("a", &[(0, 3), (1, 1), (29, 2), (30, 5), (400, 1)])).await;
    app.visitor(ALICE_TOO).ingest(runs("b", &[(1, 4)])).await;
    app.visitor(BOB).ingest(runs("c", &[(0, 7), (2, 7)])).await;
    let path = path_of(&app, ALICE, "/usage").await;
    let only = |project: Project| format!("{path}?projectId={}", project.public_key);
    let all = json!([day("2025-06-01", 3), day("2025-05-31", 5), day("2025-05-03", 2)]);
    for role in Role::ALL {
        let token = app.token_of(&ALICE.mail(role)).await;
        let person = app.stranger(Some(&token));
        if !role.may(Permission::AnalyticsRead) {
            assert_eq!(person.get(&path).await.line(), FORBIDDEN, "{role:?}");
            continue;
        }
        assert_eq!(person.get(&path).await.json(), all, "{role:?}");
        assert_eq!(person.get(&only(ALICE_TOO)).await.json(), json!([day("2025-05-31", 4)]), "{role:?}");
        let foreign = person.get(&only(BOB)).await;
        let absent = person.get(&format!("{path}?projectId=99999999-0000-4000-8000-000000000001")).await;
        assert_eq!(foreign.line(), r#"403 {"error":"Forbidden","message":"Unauthorized access to project"}"#);
        assert_eq!(foreign.line(), absent.line());
    }
    assert_eq!(app.owner(ALICE).get(&path).await.line(), NEEDS_PERSON);
    app.stop().await;
}

#[tokio::test]
async fn runs_that_were_deleted_are_not_counted() {
    let app = TestApp::with_people().await;
    app.visitor(ALICE).ingest(runs("a", &[(0, 3)])).await;
    let path = path_of(&app, ALICE, "/usage").await;
    let owner = app.person(ALICE, Role::Owner).await;
    assert_eq!(owner.delete("/v1/runs/a-0-1").await.status.as_u16(), 200);
    assert_eq!(owner.get(&path).await.json(), json!([day("2025-06-01", 2)]));
    app.stop().await;
}

#[tokio::test]
async fn nothing_is_sold() {
    let app = TestApp::with_people().await;
    let path = path_of(&app, ALICE, "").await;
    for role in Role::ALL {
        let answer = app.person(ALICE, role).await.get(&format!("{path}/billing/latest-invoice")).await;
        let want = if role.may(Permission::BillingRead) { r#"200 {"hostedInvoiceUrl":null}"# } else { FORBIDDEN };
        assert_eq!(answer.line(), want, "{role:?}");
    }
    let owner = app.person(ALICE, Role::Owner).await;
    for (method, more) in [(Method::GET, "/billing-portal"), (Method::POST, "/upgrade")] {
        let answer = owner.send(method, &format!("{path}{more}"), Body::empty()).await;
        assert_eq!(answer.status.as_u16(), 404, "{more}");
    }
    app.stop().await;
}

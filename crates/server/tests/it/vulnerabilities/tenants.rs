//! Across tenants: what belongs to another organisation, or to a project that one is no member of.

use axum::http::StatusCode;
use model::Role;
use serde_json::{Value, json};

use super::{id_of, inhabited, refused};
use crate::client::Client;
use crate::test_app::{ALICE, BOB, TestApp};

/// What nobody but the other tenant may ever read.
const THEIRS: [&str; 4] = ["hush", "elsewhere.example", "Elsewhere", BOB.private_key];

async fn attackers(app: &TestApp) -> Vec<(&'static str, Client<'_>)> {
    vec![
        ("the owner", app.person(ALICE, Role::Owner).await),
        ("a member", app.person(ALICE, Role::Member).await),
        ("the private key", app.owner(ALICE)),
        ("the public key", app.visitor(ALICE)),
    ]
}

/// An id in spellings that a careless comparison takes for the same.
fn spellings(id: &str) -> Vec<String> {
    let first = id.as_bytes()[0];
    vec![
        id.to_owned(),
        id.to_uppercase(),
        format!("%{first:02x}{}", &id[1..]),
        format!("{id}%00"),
        format!("{id}%20"),
        format!("{id}/"),
        format!("..%2f{id}"),
        format!("{{{id}}}").replace('{', "%7b").replace('}', "%7d"),
    ]
}

#[tokio::test]
async fn cross_tenant_read_by_id_finds_what_it_finds_for_ids_that_nobody_has() {
    let app = inhabited().await;
    let theirs = app.things(BOB).await;
    let seen = app.owner(BOB).get(&format!("/v1/runs/{}", id_of(&theirs, "run"))).await;
    assert!(seen.text().contains("hush"), "its owner reads it: {seen:?}");
    let nobodys = "99999999-0000-4000-8000-000000000001";
    for (who, attacker) in attackers(&app).await {
        for (kind, before, behind) in [
            ("run", "/v1/runs/", ""),
            ("run", "/v1/runs/", "/related"),
            ("run", "/v1/runs/", "/neighbors"),
            ("run", "/v1/runs/", "/span"),
            ("run", "/v1/runs/", "/feedback"),
            ("run", "/v1/runs/", "/public"),
            ("project", "/v1/projects/", "/keys"),
            ("project", "/v1/projects/", "/rules"),
            ("org", "/v1/orgs/", ""),
            ("org", "/v1/orgs/", "/usage"),
            ("org", "/v1/orgs/", "/billing/latest-invoice"),
            ("account", "/v1/users/", ""),
            ("job", "/v1/jobs/", ""),
            ("job", "/v1/jobs/jobs/", ""),
        ] {
            let answers = spellings(id_of(&theirs, kind)).into_iter().zip(spellings(nobodys));
            for (their, none) in answers {
                let got = attacker.get(&format!("{before}{their}{behind}")).await;
                let want = attacker.get(&format!("{before}{none}{behind}")).await;
                let got = got.line().replace(their.trim_end_matches('/'), "ID");
                assert_eq!(got, want.line().replace(none.trim_end_matches('/'), "ID"), "{who} {before}{their}{behind}");
                assert!(!THEIRS.iter().any(|secret| got.contains(secret)), "{who} {before}{their}{behind} {got}");
            }
        }
    }
    app.stop().await;
}

#[tokio::test]
async fn cross_tenant_read_by_a_named_project_or_organisation_tells_nothing() {
    let app = inhabited().await;
    let theirs = app.things(BOB).await;
    app.visitor(ALICE).ingest(json!([{"type": "llm", "event": "start", "runId": "ours", "input": "loud"}])).await;
    assert!(app.owner(ALICE).get("/v1/runs").await.text().contains("loud"));
    app.visitor(BOB).ingest(json!([{"event": "end", "runId": "of no type", "output": "hush"}])).await;
    assert!(app.owner(BOB).get("/v1/runs?type=chain").await.text().contains("hush"));
    let (run, org, project) = (id_of(&theirs, "run"), id_of(&theirs, "org"), BOB.public_key);
    let me = app.person(ALICE, Role::Owner).await.get("/v1/users/me").await.json();
    let own = me["orgId"].as_str().unwrap();
    for (who, attacker) in attackers(&app).await {
        for path in [
            format!("/v1/runs?projectId={project}"),
            format!("/v1/runs?projectId={}&projectId={project}", ALICE.public_key),
            format!("/v1/runs?projectId={project}&projectId={}", ALICE.public_key),
            format!("/v1/runs?project_id={project}&orgId={org}"),
            format!("/v1/runs?parentRunId={run}"),
            "/v1/runs?type=chain".to_owned(),
            "/v1/runs?type=trace".to_owned(),
            format!("/v1/runs/{run}?projectId={project}"),
            format!("/v1/runs/{run}/related?projectId={}", project.to_uppercase()),
            format!("/v1/ingest/ledger?projectId={project}"),
            format!("/v1/orgs/{own}/usage?projectId={project}"),
            format!("/v1/projects?projectId={project}"),
            format!("/v1/audit-logs?limit=1000&projectId={project}&orgId={org}"),
            format!("/v1/audit-logs/export?orgId={org}"),
            format!("/v1/users/me/org?orgId={org}"),
            format!("/v1/users/invited?orgId={org}"),
            format!("/v1/users/me?userId={}", id_of(&theirs, "account")),
        ] {
            let answer = attacker.get(&path).await;
            let told = answer.text().replace(run, "");
            assert!(!THEIRS.iter().any(|secret| told.contains(secret)), "{who} {path} {told}");
        }
    }
    app.stop().await;
}

#[tokio::test]
async fn cross_tenant_read_by_a_header_tells_nothing() {
    let app = inhabited().await;
    let theirs = app.things(BOB).await;
    let (run, project) = (id_of(&theirs, "run"), BOB.public_key);
    for name in ["x-project-id", "lunary-project-key", "x-org-id", "x-original-url", "x-rewrite-url"] {
        let value = if name.ends_with("url") { format!("/v1/runs/{run}?projectId={project}") } else { project.into() };
        let answer = app.owner(ALICE).header(name, &value).get(&format!("/v1/runs/{run}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name} {answer:?}");
    }
    app.stop().await;
}

/// Everything that changes something by an id, with the ids of `theirs`.
fn changes(theirs: &[(&'static str, String)]) -> Vec<(&'static str, String, Value)> {
    let id = |kind| id_of(theirs, kind);
    let (run, project, key, org) = (id("run"), id("project"), id("key"), id("org"));
    let own_key = format!("/v1/projects/{}/keys/{key}", ALICE.public_key);
    vec![
        ("DELETE", format!("/v1/runs/{run}"), Value::Null),
        ("PATCH", format!("/v1/runs/{run}/feedback"), json!({"thumb": "down"})),
        ("PATCH", format!("/v1/runs/{run}/tags"), json!({"tags": ["taken"]})),
        ("PATCH", format!("/v1/runs/{run}/visibility"), json!({"visibility": true})),
        ("POST", format!("/v1/runs/{run}/share"), Value::Null),
        ("DELETE", format!("/v1/runs/{run}/share"), Value::Null),
        ("PATCH", format!("/v1/projects/{project}"), json!({"name": "Taken"})),
        ("DELETE", format!("/v1/projects/{project}"), Value::Null),
        ("DELETE", format!("/v1/projects/{project}/rules"), Value::Null),
        ("POST", format!("/v1/projects/{project}/regenerate-key"), json!({"type": "private"})),
        ("POST", format!("/v1/projects/{project}/keys"), json!({"kind": "private", "name": "mine"})),
        ("PATCH", format!("/v1/projects/{project}/keys/{key}"), json!({"name": "mine"})),
        ("DELETE", format!("/v1/projects/{project}/keys/{key}"), Value::Null),
        ("POST", format!("/v1/projects/{project}/keys/{key}/regenerate"), json!({})),
        ("PATCH", own_key.clone(), json!({"name": "mine"})),
        ("DELETE", own_key.clone(), Value::Null),
        ("POST", format!("{own_key}/regenerate"), json!({})),
        ("PATCH", format!("/v1/orgs/{org}"), json!({"name": "Taken"})),
        ("POST", format!("/v1/orgs/{org}/api-key/regenerate"), Value::Null),
        ("PATCH", format!("/v1/users/{}", id("account")), json!({"role": "viewer", "projects": [ALICE.public_key]})),
        ("DELETE", format!("/v1/users/{}", id("account")), Value::Null),
        ("DELETE", format!("/v1/users/invitation/{}", id("invitation")), Value::Null),
        ("DELETE", format!("/v1/users/me/sessions/{}", id("session")), Value::Null),
        ("DELETE", format!("/v1/jobs/{}", id("job")), Value::Null),
    ]
}

#[tokio::test]
async fn cross_tenant_write_by_id_changes_nothing() {
    let app = inhabited().await;
    let theirs = app.things(BOB).await;
    for (who, attacker) in attackers(&app).await {
        for (method, path, body) in changes(&theirs) {
            // To cancel what is not there is to be done with it.
            let is_idempotent = path.contains("/invitation/") && who == "the owner";
            let want: &[u16] = if is_idempotent { &[200] } else { &[401, 403, 404] };
            refused(&app, &attacker, (method, &path), &body, want).await;
            let named = format!("{path}?projectId={}", BOB.public_key);
            refused(&app, &attacker, (method, &named), &body, want).await;
        }
    }
    app.stop().await;
}

#[tokio::test]
async fn cross_tenant_write_through_the_ids_in_a_body_changes_nothing() {
    let app = inhabited().await;
    let (theirs, ours) = (app.things(BOB).await, app.things(ALICE).await);
    let owner = app.person(ALICE, Role::Owner).await;
    let viewer = format!("/v1/users/{}", id_of(&ours, "account"));
    for projects in [json!([BOB.public_key]), json!([ALICE.public_key, BOB.public_key.to_uppercase()])] {
        let invitation = json!({"email": "new@example.org", "role": "admin", "projects": projects});
        refused(&app, &owner, ("POST", "/v1/users/invitation"), &invitation, &[403]).await;
        refused(&app, &owner, ("POST", "/v1/users"), &invitation, &[403]).await;
        let change = json!({"role": "viewer", "projects": projects});
        refused(&app, &owner, ("PATCH", &viewer), &change, &[403]).await;
    }
    let run = format!("/v1/runs/{}", id_of(&theirs, "run"));
    let before = app.owner(BOB).get(&run).await;
    for app_id in [BOB.public_key, BOB.private_key] {
        for member in ["appId", "projectId", "project_id"] {
            let end = json!({"type": "llm", "event": "end", "runId": id_of(&theirs, "run"), member: app_id,
                             "output": "taken"});
            app.visitor(ALICE).ingest(json!([end])).await;
        }
    }
    let after = app.owner(BOB).get(&run).await;
    assert_eq!(after.text(), before.text());
    app.stop().await;
}

#[tokio::test]
async fn a_project_of_the_own_organisation_is_closed_to_those_who_are_no_members_of_it() {
    let app = inhabited().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let made = owner.post("/v1/projects", r#"{"name":"Payroll"}"#).await.json();
    let second = made["id"].as_str().unwrap();
    app.stranger(Some(second)).ingest(json!([{"type": "llm", "event": "start", "runId": "r", "input": "hush"}])).await;
    assert!(owner.get(&format!("/v1/runs/r?projectId={second}")).await.text().contains("hush"));
    for role in [Role::Member, Role::Viewer, Role::Collaborator] {
        let attacker = app.person(ALICE, role).await;
        for path in ["/v1/runs?", "/v1/runs/r?", "/v1/runs/r/related?", "/v1/runs/r/feedback?", "/v1/ingest/ledger?"] {
            let path = format!("{path}projectId={second}");
            refused(&app, &attacker, ("GET", &path), &Value::Null, &[403]).await;
        }
        for (method, path, body) in [
            ("DELETE", "/v1/runs/r", Value::Null),
            ("PATCH", "/v1/runs/r/tags", json!({"tags": ["x"]})),
            ("POST", "/v1/runs/r/share", Value::Null),
            ("POST", "/v1/runs/ingest", json!({"events": [{"type": "llm", "event": "end", "runId": "r"}]})),
        ] {
            refused(&app, &attacker, (method, &format!("{path}?projectId={second}")), &body, &[403]).await;
        }
        let path = format!("/v1/projects/{second}");
        refused(&app, &attacker, ("PATCH", &path), &json!({"name": "Mine"}), &[403]).await;
        assert!(!attacker.get("/v1/projects").await.text().contains("Payroll"), "{role:?}");
        assert!(!attacker.get("/v1/runs/r").await.text().contains("hush"), "{role:?}");
    }
    app.stop().await;
}

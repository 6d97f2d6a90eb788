//! Labels, and who may move them.

use model::Role;
use serde_json::{Value, json};

use super::{make, said, save, served, version_path};
use crate::client::Client;
use crate::test_app::{ALICE, BOB, TestApp};

fn protected(label: &str) -> String {
    let message =
        format!("The label '{label}' is protected: your role, or a key, may not change what it leads to; ask who may");
    format!("403 {}", json!({"error": "Forbidden", "message": message}))
}

async fn labels(client: &Client<'_>, template: &Value) -> Value {
    let rows = client.get(&format!("/v1/templates/{}/labels", template["id"])).await.json();
    rows.as_array().unwrap().iter().map(|row| json!([row["name"], row["version"], row["isProtected"]])).collect()
}

#[tokio::test]
async fn a_label_leads_to_a_version_until_it_is_moved() {
    let app = TestApp::start().await;
    let (owner, visitor) = (app.owner(ALICE), app.visitor(ALICE));
    let made = make(&owner, "a", "one", false).await;
    let draft = save(&owner, &made, "two", true).await;
    let label = |name: &str| format!("/v1/templates/{}/labels/{name}", made["id"]);
    let answer = owner.put(&label("staging"), json!({"versionId": draft["id"]})).await;
    assert_eq!(answer.status.as_u16(), 200, "{answer:?}");
    assert_eq!(labels(&owner, &made).await, json!([["production", 1, false], ["staging", 2, false]]));
    assert_eq!(served(&visitor, "a&label=staging").await, "two");
    assert_eq!(served(&visitor, "a&label=production").await, "one");
    assert_eq!(served(&visitor, "a&version=1").await, "one");
    assert!(served(&visitor, "a&version=2").await.starts_with("404 "), "a draft by its number");
    assert!(served(&visitor, "a&label=other").await.starts_with("404 "));
    owner.put(&label("staging"), json!({"version": 1})).await;
    assert_eq!(served(&visitor, "a&label=staging").await, "one");
    owner.put(&label("production"), json!({"version": 2})).await;
    assert_eq!(served(&visitor, "a").await, "two", "to move production is to deploy");
    assert_eq!(owner.get(&version_path(&draft)).await.json()["isDraft"], false);
    assert_eq!(owner.delete(&label("staging")).await.line(), "204 ");
    assert!(served(&visitor, "a&label=staging").await.starts_with("404 "));
    for (answer, status) in [
        (owner.delete(&label("staging")).await, 404),
        (owner.delete(&label("production")).await, 409),
        (owner.put(&label("Staging"), json!({"version": 1})).await, 422),
        (owner.put(&label("latest"), json!({"version": 1})).await, 422),
        (owner.put(&label("x"), json!({})).await, 422),
        (owner.put(&label("x"), json!({"version": 1, "versionId": 1})).await, 422),
        (owner.put(&label("x"), json!({"version": 9})).await, 404),
    ] {
        assert_eq!(answer.status.as_u16(), status, "{answer:?}");
    }
    app.stop().await;
}

#[tokio::test]
async fn a_label_never_leads_to_the_version_of_another_template() {
    let app = TestApp::start().await;
    let (owner, other) = (app.owner(ALICE), app.owner(BOB));
    let mine = make(&owner, "a", "mine", false).await;
    let beside = make(&owner, "b", "beside", false).await;
    let theirs = make(&other, "a", "theirs", false).await;
    for version in [&beside["versions"][0]["id"], &theirs["versions"][0]["id"]] {
        for label in ["staging", "production"] {
            let path = format!("/v1/templates/{}/labels/{label}", mine["id"]);
            let answer = owner.put(&path, json!({"versionId": version})).await;
            assert_eq!(answer.status.as_u16(), 404, "{answer:?}");
        }
    }
    assert_eq!(served(&app.visitor(ALICE), "a").await, "mine");
    app.stop().await;
}

#[tokio::test]
async fn a_protected_label_and_what_it_leads_to_are_changed_by_those_named_only() {
    let app = TestApp::with_people().await;
    let admin = app.person(ALICE, Role::Admin).await;
    let (member, key) = (app.person(ALICE, Role::Member).await, app.owner(ALICE));
    let made = make(&admin, "a", "one", false).await;
    let first = &made["versions"][0];
    let draft = save(&member, &made, "two", true).await;
    let template = format!("/v1/templates/{}", made["id"]);
    let rule = format!("/v1/projects/{}/prompt-labels/production", ALICE.public_key);
    let answer = admin.put(&rule, json!({"roles": ["admin"]})).await;
    assert_eq!(answer.line(), r#"200 {"label":"production","roles":["admin"],"keys":false}"#);
    for client in [&member, &key] {
        for answer in [
            client.patch(&version_path(&draft), json!({"content": said("two"), "isDraft": false})).await,
            client.patch(&version_path(first), json!({"content": said("other"), "isDraft": false})).await,
            client.patch(&version_path(first), json!({"content": said("one"), "isDraft": true})).await,
            client.post(&format!("{template}/versions"), json!({"content": "x", "isDraft": false}).to_string()).await,
            client.post(&format!("{template}/rollback"), r#"{"version":1}"#).await,
            client.put(&format!("{template}/labels/production"), json!({"version": 2})).await,
            client.patch(&template, json!({"slug": "b"})).await,
            client.delete(&template).await,
        ] {
            assert_eq!(answer.line(), protected("production"));
        }
    }
    assert_eq!(served(&app.visitor(ALICE), "a").await, "one");
    let noted =
        member.patch(&version_path(first), json!({"content": said("one"), "isDraft": false, "notes": "n"})).await;
    assert_eq!(noted.status.as_u16(), 200, "a note changes nothing of what is served: {noted:?}");
    assert_eq!(member.put(&format!("{template}/labels/staging"), json!({"version": 2})).await.status.as_u16(), 200);
    let deployed = admin.patch(&version_path(&draft), json!({"content": said("two"), "isDraft": false})).await;
    assert_eq!((deployed.status.as_u16(), served(&app.visitor(ALICE), "a").await), (200, "two".to_owned()));
    admin.put(&rule, json!({"roles": ["admin"], "keys": true})).await;
    assert_eq!(key.post(&format!("{template}/rollback"), "{}").await.status.as_u16(), 200);
    assert_eq!(admin.delete(&rule).await.line(), "204 ");
    assert_eq!(admin.delete(&rule).await.status.as_u16(), 404);
    assert_eq!(member.delete(&template).await.line(), "204 ");
    app.stop().await;
}

#[tokio::test]
async fn only_those_who_set_up_the_project_say_what_is_protected() {
    let app = TestApp::with_people().await;
    let rule = format!("/v1/projects/{}/prompt-labels/production", ALICE.public_key);
    let body = json!({"roles": ["member"]});
    for (client, status) in [
        (app.person(ALICE, Role::Owner).await, 200),
        (app.person(ALICE, Role::Admin).await, 200),
        (app.person(ALICE, Role::Member).await, 403),
        (app.person(ALICE, Role::PromptEditor).await, 403),
        (app.person(BOB, Role::Owner).await, 404),
        (app.owner(ALICE), 403),
        (app.visitor(ALICE), 401),
    ] {
        let answer = client.put(&rule, body.clone()).await;
        assert_eq!(answer.status.as_u16(), status, "{answer:?}");
    }
    let owner = app.person(ALICE, Role::Owner).await;
    for body in [json!({}), json!({"roles": ["viewer"]}), json!({"roles": "admin"}), json!({"roles": [], "keys": 1})] {
        assert_eq!(owner.put(&rule, body.clone()).await.status.as_u16(), 422, "{body}");
    }
    let list = owner.get(&format!("/v1/projects/{}/prompt-labels", ALICE.public_key)).await;
    assert_eq!(list.line(), r#"200 [{"label":"production","roles":["member"],"keys":false}]"#);
    app.stop().await;
}

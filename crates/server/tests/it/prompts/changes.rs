//! Changes of templates and versions: what they do, and what the audit log says of them.

use model::Role;
use serde_json::{Value, json};

use super::{make, said, save, served, version_path};
use crate::test_app::{ALICE, TestApp};

const TAKEN: &str =
    r#"409 {"error":"Conflict","message":"Another template of the project has this slug; choose another one"}"#;

#[tokio::test]
async fn the_version_that_was_deployed_last_is_live_whatever_its_age() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let made = make(&owner, "a", "first draft", true).await;
    let first = &made["versions"][0];
    let visitor = app.visitor(ALICE);
    assert!(served(&visitor, "a").await.starts_with("404 "));
    let second = save(&owner, &made, "second", false).await;
    assert_eq!(served(&visitor, "a").await, "second");
    let body = json!({"content": said("first"), "isDraft": false});
    let deployed = owner.patch(&version_path(first), body).await.json();
    assert_eq!((&deployed["isDraft"], &deployed["publishedAt"]), (&json!(false), &json!("2025-06-01T12:00:00.000Z")));
    assert_eq!(served(&visitor, "a").await, "first", "an older draft that is deployed is what SDKs get");
    let notes = json!({"content": said("second"), "isDraft": false, "notes": "was fine"});
    let noted = owner.patch(&version_path(&second), notes).await.json();
    assert_eq!((&noted["notes"], &noted["publishedAt"]), (&json!("was fine"), &Value::Null));
    assert_eq!(served(&visitor, "a").await, "first", "a note on another live version changes nothing");
    let back = owner.patch(&version_path(first), json!({"content": said("first"), "isDraft": true})).await.json();
    assert_eq!((&back["isDraft"], &back["publishedAt"]), (&json!(true), &Value::Null));
    assert_eq!(served(&visitor, "a").await, "second");
    app.stop().await;
}

#[tokio::test]
async fn a_version_that_is_too_long_is_refused_with_the_figure() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let made = make(&owner, "a", "short", true).await;
    // Two quotes around the text, and two braces of the settings.
    let longest = json!({"content": "x".repeat((4 << 20) - 4), "isDraft": true});
    let versions = format!("/v1/templates/{}/versions", made["id"]);
    assert_eq!(owner.post(&versions, longest.to_string()).await.status.as_u16(), 200);
    let refused = owner.post(&versions, json!({"content": "x".repeat(4 << 20), "isDraft": true}).to_string()).await;
    let want = r#"400 {"error":"Bad Request","message":"A version takes 4 MiB, and this one has 4194308 bytes; make it shorter"}"#;
    assert_eq!(refused.line(), want);
    let body = json!({"content": said("x"), "isDraft": true, "testValues": {"a": "x".repeat(4 << 20)}});
    assert_eq!(owner.patch(&version_path(&made["versions"][0]), body).await.status.as_u16(), 400);
    app.stop().await;
}

#[tokio::test]
async fn a_rollback_deploys_what_was_deployed_before() {
    let app = TestApp::start().await;
    let (owner, visitor) = (app.owner(ALICE), app.visitor(ALICE));
    let made = make(&owner, "a", "one", false).await;
    let path = format!("/v1/templates/{}/rollback", made["id"]);
    let nothing = r#"409 {"error":"Conflict","message":"No version was deployed before this one"}"#;
    assert_eq!(owner.post(&path, "{}").await.line(), nothing);
    for text in ["two", "three"] {
        save(&owner, &made, text, false).await;
    }
    save(&owner, &made, "draft", true).await;
    let back = owner.post(&path, "{}").await.json();
    assert_eq!((&back["version"], served(&visitor, "a").await), (&json!(2), "two".to_owned()));
    let further = owner.post(&path, r#"{"version":1}"#).await.json();
    assert_eq!((&further["version"], served(&visitor, "a").await), (&json!(1), "one".to_owned()));
    let draft = owner.post(&path, r#"{"version":4}"#).await;
    assert_eq!(draft.status.as_u16(), 409, "{draft:?}");
    assert_eq!(owner.post(&path, r#"{"version":9}"#).await.status.as_u16(), 404);
    assert_eq!(served(&visitor, "a").await, "one");
    save(&owner, &made, "five", false).await;
    assert_eq!(served(&visitor, "a").await, "five", "the next deployment is live again");
    app.stop().await;
}

#[tokio::test]
async fn a_slug_names_one_template_and_a_copy_gets_a_number() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let made = make(&owner, "a", "mine", false).await;
    let other = make(&owner, "b", "other", false).await;
    let body = json!({"slug": "a", "mode": "openai", "content": said("stolen"), "isDraft": false});
    assert_eq!(owner.post("/v1/templates", body.to_string()).await.line(), TAKEN);
    let path = format!("/v1/templates/{}", other["id"]);
    assert_eq!(owner.patch(&path, json!({"slug": "a", "mode": "text"})).await.line(), TAKEN);
    assert_eq!(owner.get(&path).await.json(), other, "what is refused changes nothing");
    assert_eq!(served(&app.visitor(ALICE), "a").await, "mine");
    for want in ["a-copy", "a-copy-2", "a-copy-3"] {
        assert_eq!(make(&owner, "a-copy", "x", true).await["slug"], want);
    }
    let renamed = owner.patch(&format!("/v1/templates/{}", made["id"]), json!({"slug": "c", "id": 99})).await.json();
    assert_eq!((&renamed["slug"], &renamed["id"]), (&json!("c"), &made["id"]));
    assert!(served(&app.visitor(ALICE), "a").await.starts_with("404 "), "the old slug leads nowhere");
    assert_eq!(served(&app.visitor(ALICE), "c").await, "mine");
    let same = owner.patch(&format!("/v1/templates/{}", made["id"]), json!({})).await;
    assert_eq!(same.json(), renamed, "a change of nothing gives it as it is");
    app.stop().await;
}

#[tokio::test]
async fn what_a_version_said_before_it_was_changed_in_place_is_kept() {
    let app = TestApp::with_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let made = make(&owner, "a", "first", false).await;
    let path = version_path(&made["versions"][0]);
    let member = app.person(ALICE, Role::Member).await;
    member.patch(&path, json!({"content": said("second"), "extra": {"top_p": 1}, "isDraft": false})).await;
    member.patch(&path, json!({"content": said("second"), "isDraft": false, "notes": "no other text"})).await;
    member.patch(&path, json!({"content": said("third"), "isDraft": false})).await;
    let now = owner.get(&path).await.json();
    assert_eq!((&now["content"], &now["extra"]), (&said("third"), &json!({"top_p": 1})), "what is left out stays");
    let revisions = owner.get(&format!("{path}/revisions")).await.json();
    let told: Vec<Value> = revisions
        .as_array()
        .unwrap()
        .iter()
        .map(|row| json!([row["revision"], row["content"][0]["content"], row["savedBy"]["name"]]))
        .collect();
    assert_eq!(told, [json!([3, "second", "Member"]), json!([1, "first", "Owner"])]);
    app.stop().await;
}

#[tokio::test]
async fn whoever_says_what_they_saw_does_not_overwrite_what_they_did_not() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let made = make(&owner, "a", "first", true).await;
    let path = version_path(&made["versions"][0]);
    let tag = owner.get(&path).await.header("etag").unwrap().to_owned();
    let save = async |tag: &str, text: &str| {
        let client = app.owner(ALICE).header("if-match", tag);
        let answer = client.patch(&path, json!({"content": said(text), "isDraft": true})).await;
        (answer.status.as_u16(), answer.header("etag").map(str::to_owned))
    };
    let (status, next) = save(&tag, "second").await;
    assert_eq!(status, 200);
    assert_eq!(save(&tag, "lost").await, (412, None));
    assert_eq!(owner.get(&path).await.json()["content"], said("second"));
    assert_eq!(save(&next.unwrap(), "third").await.0, 200);
    assert_eq!(save("*", "fourth").await.0, 200);
    let updated = owner.get(&format!("{path}?fields=all")).await.json()["updatedAt"].as_str().unwrap().to_owned();
    assert_eq!(save(&format!("\"{updated}\""), "fifth").await.0, 200);
    app.stop().await;
}

#[tokio::test]
async fn a_deleted_template_is_gone_and_its_ids_are_never_given_again() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let made = make(&owner, "a", "x", false).await;
    let path = format!("/v1/templates/{}", made["id"]);
    for _ in 0..2 {
        assert_eq!(owner.delete(&path).await.line(), "204 ");
    }
    assert_eq!(owner.get(&path).await.status.as_u16(), 404);
    assert_eq!(owner.get(&version_path(&made["versions"][0])).await.status.as_u16(), 404);
    assert!(served(&app.visitor(ALICE), "a").await.starts_with("404 "));
    let again = make(&owner, "a", "y", false).await;
    assert_eq!((&again["id"], &again["versions"][0]["id"]), (&json!(2), &json!(2)));
    app.stop().await;
}

#[tokio::test]
async fn a_deleted_project_leaves_no_prompt_behind() {
    let app = TestApp::with_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    app.prompt(ALICE).await;
    let path = format!("/v1/projects/{}", ALICE.public_key);
    owner.put(&format!("{path}/prompt-labels/staging"), json!({"roles": []})).await;
    assert_eq!(owner.delete(&path).await.line(), "200 {}");
    let connection = rusqlite::Connection::open(app.dir.path().join("meta.db")).unwrap();
    for table in ["template", "template_version", "template_label", "prompt_label_rule"] {
        let left: i64 = connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
        assert_eq!(left, 0, "{table}");
    }
    app.stop().await;
}

#[tokio::test]
async fn two_versions_are_told_apart() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let made = make(&owner, "a", "Hello.\nBe brief.", true).await;
    let body =
        json!({"content": said("Hello.\nBe kind."), "extra": {"top_p": 1}, "isDraft": true, "testValues": {"a_b": 1}});
    owner.post(&format!("/v1/templates/{}/versions", made["id"]), body.to_string()).await;
    let path = format!("/v1/templates/{}/diff", made["id"]);
    let told = owner.get(&format!("{path}?from=1&to=2")).await.json();
    let want = json!({
        "from": {"id": 1, "version": 1, "isDraft": true}, "to": {"id": 2, "version": 2, "isDraft": true},
        "content": [{"op": "changed", "from": said("Hello.\nBe brief.")[0], "to": said("Hello.\nBe kind.")[0], "lines": [
            {"op": "equal", "text": "Hello."}, {"op": "removed", "text": "Be brief."}, {"op": "added", "text": "Be kind."}]}],
        "extra": [{"op": "added", "key": "top_p", "from": null, "to": 1}],
        "testValues": [{"op": "added", "key": "a_b", "from": null, "to": 1}],
    });
    assert_eq!(told, want);
    for (query, status) in [("", 422), ("?from=1", 422), ("?from=1&to=x", 422), ("?from=1&to=3", 404)] {
        assert_eq!(owner.get(&format!("{path}{query}")).await.status.as_u16(), status, "{query}");
    }
    app.stop().await;
}

#[tokio::test]
async fn every_change_of_a_prompt_is_in_the_audit_log() {
    let app = TestApp::with_people().await;
    let member = app.person(ALICE, Role::Member).await;
    let made = make(&member, "a", "x", true).await;
    let (template, version) = (format!("/v1/templates/{}", made["id"]), version_path(&made["versions"][0]));
    let draft = save(&member, &made, "y", true).await;
    save(&member, &made, "z", false).await;
    member.patch(&version, json!({"content": said("x"), "isDraft": false})).await;
    member.patch(&version, json!({"content": said("x"), "isDraft": false})).await;
    member.patch(&version_path(&draft), json!({"content": said("q"), "isDraft": true})).await;
    member.put(&format!("{template}/labels/staging"), json!({"versionId": draft["id"]})).await;
    member.post(&format!("{template}/rollback"), "{}").await;
    member.patch(&template, json!({"slug": "b"})).await;
    member.patch(&template, json!({"slug": "b"})).await;
    member.delete(&template).await;
    member.delete(&template).await;
    let log = app.person(ALICE, Role::Owner).await.get("/v1/audit-logs?limit=100").await.json();
    let rows = log.as_array().unwrap().iter().filter(|row| row["resourceType"] == "prompt");
    let told: Vec<&str> = rows
        .inspect(|row| assert_eq!((&row["resourceId"], &row["projectId"]), (&json!("1"), &json!(ALICE.public_key))))
        .map(|row| row["action"].as_str().unwrap())
        .collect();
    let want = ["delete", "rename", "deploy", "deploy", "save_draft", "deploy", "deploy", "save_draft", "create"];
    assert_eq!(told, want);
    app.stop().await;
}

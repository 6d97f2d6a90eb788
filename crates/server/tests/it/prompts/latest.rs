//! What SDKs fetch: the answer is cached, and never a stale one.

use serde_json::json;

use super::{make, said, save, served, version_path};
use crate::test_app::{ALICE, ALICE_TOO, BOB, TestApp};

const LATEST: &str = "/v1/template_versions/latest?slug=a";
const NOT_FOUND: &str = r#"404 {"error":"Not Found","message":"Template not found, is the project ID correct?"}"#;

#[tokio::test]
async fn a_client_that_has_the_version_is_told_so() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let made = make(&owner, "a", "one", false).await;
    let first = app.visitor(ALICE).get(LATEST).await;
    let tag = first.header("etag").unwrap().to_owned();
    assert_eq!(first.header("cache-control"), Some("private, no-cache"));
    for sent in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
        let again = app.visitor(ALICE).header("if-none-match", &sent).get(LATEST).await;
        assert_eq!((again.line().as_str(), again.header("etag")), ("304 ", Some(tag.as_str())), "{sent}");
    }
    let asks = app.visitor(ALICE).header("if-none-match", &tag);
    owner
        .patch(&version_path(&made["versions"][0]), json!({"content": said("one"), "isDraft": false, "notes": "n"}))
        .await;
    assert_eq!(asks.get(LATEST).await.status.as_u16(), 304, "a note is nothing that SDKs get");
    for change in ["edited", "deployed"] {
        if change == "edited" {
            owner.patch(&version_path(&made["versions"][0]), json!({"content": said(change), "isDraft": false})).await;
        } else {
            save(&owner, &made, change, false).await;
        }
        let answer = asks.get(LATEST).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["content"]), (200, &said(change)));
        assert_ne!(answer.header("etag"), Some(tag.as_str()));
    }
    app.stop().await;
}

#[tokio::test]
async fn a_change_shows_at_the_next_request_of_everybody() {
    let app = TestApp::start().await;
    let (owner, visitor) = (app.owner(ALICE), app.visitor(ALICE));
    assert_eq!(visitor.get(LATEST).await.line(), NOT_FOUND);
    let made = make(&owner, "a", "one", false).await;
    assert_eq!(served(&visitor, "a").await, "one", "it is not remembered that there was none");
    for number in 2..20 {
        let text = format!("number {number}");
        save(&owner, &made, &text, false).await;
        assert_eq!((served(&visitor, "a").await, served(&owner, "a").await), (text.clone(), text));
    }
    owner.patch(&format!("/v1/templates/{}", made["id"]), json!({"slug": "b"})).await;
    assert_eq!(visitor.get(LATEST).await.line(), NOT_FOUND);
    owner.delete(&format!("/v1/templates/{}", made["id"])).await;
    assert_eq!(visitor.get("/v1/template_versions/latest?slug=b").await.line(), NOT_FOUND);
    app.stop().await;
}

#[tokio::test]
async fn each_project_has_its_own_slugs() {
    let app = TestApp::start().await;
    for (project, text) in [(ALICE, "of alice"), (ALICE_TOO, "of the other project"), (BOB, "of bob")] {
        make(&app.owner(project), "a", text, false).await;
        make(&app.owner(project), text.rsplit(' ').next().unwrap(), "x", false).await;
    }
    for (project, text) in [(ALICE, "of alice"), (ALICE_TOO, "of the other project"), (BOB, "of bob")] {
        assert_eq!(served(&app.visitor(project), "a").await, text);
        assert_eq!(served(&app.owner(project), "a").await, text);
    }
    assert!(served(&app.visitor(ALICE), "bob").await.starts_with("404 "));
    assert!(served(&app.visitor(BOB), "alice").await.starts_with("404 "));
    app.stop().await;
}

#[tokio::test]
async fn refusals_have_the_texts_that_sdks_compare() {
    let app = TestApp::start().await;
    let told = async |token: Option<&str>, path: &str| app.stranger(token).get(path).await.line();
    for path in [LATEST, "/v1/template-versions/latest?slug=a"] {
        let unauthorized = |message: &str| format!(r#"401 {{"error":"Unauthorized","message":"{message}"}}"#);
        assert_eq!(told(None, path).await, unauthorized("Missing API key or session"));
        assert_eq!(told(Some("undefined"), path).await, unauthorized("Invalid access token"));
        assert_eq!(told(Some("99999999-0000-4000-8000-000000000001"), path).await, unauthorized("Invalid API key"));
        assert_eq!(told(Some(ALICE.public_key), path).await, NOT_FOUND);
    }
    let no_slug = r#"422 {"error":"Error","message":"Validation error: Required at \"slug\""}"#;
    assert_eq!(told(Some(ALICE.public_key), "/v1/template-versions/latest").await, no_slug);
    let needs_private = r#"401 {"error":"Unauthorized","message":"This route requires a private API key"}"#;
    assert_eq!(told(Some(ALICE.public_key), "/v1/templates/latest").await, needs_private);
    app.stop().await;
}

#[tokio::test]
async fn what_another_process_deploys_is_seen() {
    let app = TestApp::start().await;
    let made = make(&app.owner(ALICE), "a", "one", false).await;
    assert_eq!(served(&app.visitor(ALICE), "a").await, "one");
    let connection = rusqlite::Connection::open(app.dir.path().join("meta.db")).unwrap();
    connection
        .execute(
            "INSERT INTO template_version (id, template_id, version, content, extra, is_draft, created_at, created_by,
                                           updated_at, updated_by, deployed_at)
             SELECT 99, template_id, 2, '\"another text\"', '{}', 0, created_at, created_by, updated_at, updated_by,
                    deployed_at + 1
               FROM template_version
              WHERE id = ?1",
            [made["versions"][0]["id"].as_i64().unwrap()],
        )
        .unwrap();
    let fetch = async || app.visitor(ALICE).get(LATEST).await.json()["content"].clone();
    let give_up = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while fetch().await != "another text" {
        assert!(std::time::Instant::now() < give_up, "a cached answer is believed for a second only");
        tokio::task::yield_now().await;
    }
    app.stop().await;
}

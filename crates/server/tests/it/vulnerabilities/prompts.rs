//! Prompts: what somebody may do who should only draft, who has no token, a public key, or a slug that is not theirs. A prompt
//! that is changed unseen speaks to every user of every application that fetches it.

use model::Role;
use serde_json::{Value, json};

use super::{inhabited, refused};
use crate::test_app::{ALICE, ALICE_TOO, BOB, TestApp};

const FORBIDDEN: &[u16] = &[403];
const LATEST: &str = "/v1/template_versions/latest?slug=secret-copy";

/// A prompt with a live version, its label `staging`, and two drafts: the second has the label `preview`.
struct Prompt {
    template: String,
    live: String,
    draft: String,
    labelled: String,
}

async fn prompt(app: &TestApp) -> Prompt {
    let [template, live] = app.prompt(ALICE).await;
    let owner = app.owner(ALICE);
    let mut drafts = Vec::new();
    for text in ["a draft", "a labelled draft"] {
        let body = json!({"content": text, "isDraft": true}).to_string();
        drafts.push(owner.post(&format!("/v1/templates/{template}/versions"), body).await.json()["id"].to_string());
    }
    let label = format!("/v1/templates/{template}/labels/preview");
    owner.put(&label, json!({"version": 3})).await;
    let [draft, labelled] = drafts.try_into().unwrap();
    Prompt { template, live, draft, labelled }
}

/// All that applications get of the prompt.
async fn served(app: &TestApp) -> Vec<Value> {
    let visitor = app.visitor(ALICE);
    let mut seen = Vec::new();
    for query in ["", "&label=staging", "&label=preview", "&version=1"] {
        seen.push(visitor.get(&format!("{LATEST}{query}")).await.json());
    }
    seen
}

#[tokio::test]
async fn draft_only_members_change_nothing_that_applications_get() {
    let app = inhabited().await;
    let Prompt { template, live, draft, labelled } = prompt(&app).await;
    let before = served(&app).await;
    let collaborator = app.person(ALICE, Role::Collaborator).await;
    let (said, draft_only) =
        (json!({"content": "gotcha", "isDraft": false}), json!({"content": "gotcha", "isDraft": true}));
    for prefix in ["template-versions", "template_versions"] {
        let version = |id: &str| format!("/v1/{prefix}/{id}");
        for (path, body) in [
            (version(&live), &said),
            (version(&live), &draft_only),
            (version(&draft), &said),
            (version(&labelled), &draft_only),
            (version(&labelled), &said),
        ] {
            refused(&app, &collaborator, ("PATCH", &path), body, FORBIDDEN).await;
        }
    }
    let path = |rest: &str| format!("/v1/templates/{template}{rest}");
    for (method, path, body) in [
        ("POST", path("/versions"), said.clone()),
        ("POST", "/v1/templates".to_owned(), json!({"slug": "b", "mode": "openai", "content": [], "isDraft": false})),
        ("POST", path("/rollback"), json!({"version": 1})),
        ("PUT", path("/labels/production"), json!({"version": 2})),
        ("PUT", path("/labels/staging"), json!({"version": 2})),
        ("DELETE", path("/labels/staging"), Value::Null),
        ("PATCH", path(""), json!({"slug": "renamed"})),
        ("DELETE", path(""), Value::Null),
    ] {
        refused(&app, &collaborator, (method, &path), &body, FORBIDDEN).await;
    }
    assert_eq!(served(&app).await, before);
    let saved = collaborator.patch(&format!("/v1/template-versions/{draft}"), draft_only.clone()).await;
    assert_eq!(saved.status.as_u16(), 200, "a draft that nothing points at is theirs to change: {saved:?}");
    let made = collaborator.post(&path("/versions"), draft_only.to_string()).await;
    assert_eq!(made.status.as_u16(), 200, "{made:?}");
    assert_eq!(served(&app).await, before);
    app.stop().await;
}

#[tokio::test]
async fn prompts_without_a_token_are_neither_read_nor_changed_nor_deleted() {
    let app = inhabited().await;
    let Prompt { template, live, .. } = prompt(&app).await;
    let before = served(&app).await;
    let (change, none) = (json!({"content": "gotcha", "isDraft": false}), Value::Null);
    for token in [None, Some("stale"), Some("99999999-0000-4000-8000-000000000001"), Some(ALICE.public_key)] {
        let attacker = app.stranger(token);
        for (method, path, body) in [
            ("DELETE", format!("/v1/templates/{template}"), &none),
            ("DELETE", format!("//v1/templates/{template}/"), &none),
            ("DELETE", format!("/v1/templates/{template}?projectId={}", ALICE.public_key), &none),
            ("DELETE", format!("/v1/templates/{template}/labels/staging"), &none),
            ("PATCH", format!("/v1/templates/{template}"), &json!({"slug": "gotcha"})),
            ("PATCH", format!("/v1/template_versions/{live}"), &change),
            ("POST", format!("/v1/templates/{template}/versions"), &change),
            ("GET", "/v1/templates".to_owned(), &none),
            ("GET", format!("/v1/prompts/{template}/versions"), &none),
        ] {
            let answer = refused(&app, &attacker, (method, &path), body, &[401]).await;
            assert!(!answer.text().contains("hush"), "{method} {path}: {answer:?}");
        }
    }
    assert_eq!(served(&app).await, before);
    app.stop().await;
}

#[tokio::test]
async fn a_public_key_opens_the_latest_version_and_no_path_that_looks_like_it() {
    let app = inhabited().await;
    let Prompt { template, live, draft, .. } = prompt(&app).await;
    let visitor = app.visitor(ALICE);
    assert_eq!(visitor.get(LATEST).await.status.as_u16(), 200);
    for path in [
        format!("/v1/template_versions/{live}"),
        format!("/v1/template-versions/{draft}"),
        format!("/v1/template-versions/{live}/revisions"),
        "/v1/templates".to_owned(),
        "/v1/templates/latest".to_owned(),
        "/v1/templates/folders".to_owned(),
        format!("/v1/templates/{template}"),
        format!("/v1/templates/{template}/labels"),
        format!("/v1/templates/{template}/diff?from=1&to=2"),
        format!("/v1/templates/{template}/usage"),
        "/v1/prompts".to_owned(),
        format!("/v1/prompts/{template}/versions"),
        "/v1/filters/templates".to_owned(),
    ] {
        refused(&app, &visitor, ("GET", &path), &Value::Null, &[401]).await;
        let disguised = format!("{path}{}x=/v1/template_versions/latest", if path.contains('?') { '&' } else { '?' });
        refused(&app, &visitor, ("GET", &disguised), &Value::Null, &[401]).await;
    }
    for (method, path) in [
        ("GET", "/v1/template_versions/latest/1"),
        ("GET", "/v1/template_versions/latest/../1"),
        ("GET", "/v1/template_versions/latest%2f1"),
        ("POST", "/v1/template_versions/latest"),
        ("DELETE", "/v1/template_versions/latest"),
        ("PUT", "/v1/template_versions/latest"),
    ] {
        refused(&app, &visitor, (method, path), &Value::Null, &[401, 404]).await;
    }
    let answer = visitor.get(&format!("{LATEST}&version=2")).await;
    assert_eq!(answer.status.as_u16(), 404, "a draft: {answer:?}");
    app.stop().await;
}

#[tokio::test]
async fn a_slug_that_is_taken_is_not_overwritten() {
    let app = inhabited().await;
    let Prompt { template, .. } = prompt(&app).await;
    let before = served(&app).await;
    let editor = app.person(ALICE, Role::PromptEditor).await;
    let body = json!({"slug": "secret-copy", "mode": "openai", "content": [{"role": "user", "content": "gotcha"}],
        "isDraft": false});
    let copied = editor.post("/v1/templates", body.to_string()).await.json();
    assert_eq!(copied["slug"], "secret-copy-2", "a copy is another template");
    let other = format!("/v1/templates/{}", copied["id"]);
    refused(&app, &editor, ("PATCH", &other), &json!({"slug": "secret-copy"}), &[409]).await;
    let mut body = body;
    body["slug"] = json!("secret-copy-2");
    body["id"] = json!(template);
    refused(&app, &editor, ("POST", "/v1/templates"), &body, &[409]).await;
    assert_eq!(served(&app).await, before);
    app.stop().await;
}

#[tokio::test]
async fn prompts_of_another_project_or_tenant_are_out_of_reach_by_their_numbers() {
    let app = inhabited().await;
    let Prompt { template, live, draft, labelled } = prompt(&app).await;
    let before = served(&app).await;
    let owner = app.stranger(Some(&app.token_of(&ALICE.mail(Role::Owner)).await)).in_project(ALICE_TOO.public_key);
    let attackers = [app.owner(ALICE_TOO), owner, app.owner(BOB), app.person(BOB, Role::Owner).await];
    let change = json!({"content": "gotcha", "isDraft": false});
    for attacker in &attackers {
        for id in [&live, &draft, &labelled] {
            for prefix in ["template-versions", "template_versions"] {
                let path = format!("/v1/{prefix}/{id}");
                refused(&app, attacker, ("GET", &path), &Value::Null, &[404]).await;
                refused(&app, attacker, ("PATCH", &path), &change, &[404]).await;
            }
        }
        let path = |rest: &str| format!("/v1/templates/{template}{rest}");
        for (method, path, body, status) in [
            ("GET", path(""), Value::Null, 404),
            ("GET", path("/labels"), Value::Null, 404),
            ("GET", path("/diff?from=1&to=2"), Value::Null, 404),
            ("GET", path("/usage"), Value::Null, 404),
            ("POST", path("/versions"), change.clone(), 404),
            ("POST", path("/rollback"), json!({"version": 1}), 404),
            ("PUT", path("/labels/production"), json!({"version": 2}), 404),
            ("DELETE", path("/labels/staging"), Value::Null, 404),
            ("PATCH", path(""), json!({"slug": "gotcha"}), 404),
            ("DELETE", path(""), Value::Null, 204),
            ("GET", format!("/v1/prompts/{template}/versions"), Value::Null, 200),
        ] {
            let answer = refused(&app, attacker, (method, &path), &body, &[status]).await;
            assert!(!answer.text().contains("hush"), "{method} {path}: {answer:?}");
        }
    }
    assert_eq!(served(&app).await, before);
    app.stop().await;
}

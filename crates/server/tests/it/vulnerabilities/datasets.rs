//! What was published about datasets: those of others reached by the id of a part, deletion without a credential, and a public
//! key that reaches further than the one route that is for it.

use axum::body::Body;
use axum::http::Method;
use model::Role;
use serde_json::{Value, json};

use super::{id_of, inhabited, refused};
use crate::test_app::{ALICE, ALICE_TOO, BOB, TestApp};

/// Everything that reads or changes something of a dataset by an id.
fn by_id(theirs: &[(&'static str, String)]) -> Vec<(&'static str, String, Value)> {
    let id = |kind| id_of(theirs, kind);
    let prompt = format!("/v1/datasets/prompts/{}", id("dataset prompt"));
    let variation = format!("/v1/datasets/variations/{}", id("variation"));
    let set = format!("/v1/datasets/{}", id("dataset"));
    let sheet = format!("/v1/datasets-v2/{}", id("dataset v2"));
    let item = format!("{sheet}/items/{}", id("item"));
    let version = format!("{sheet}/versions/{}", id("dataset version"));
    vec![
        ("GET", prompt.clone(), Value::Null),
        ("PATCH", prompt.clone(), json!({"messages": "taken"})),
        ("DELETE", prompt, Value::Null),
        ("GET", variation.clone(), Value::Null),
        ("PATCH", variation.clone(), json!({"idealOutput": "taken"})),
        ("DELETE", variation, Value::Null),
        ("PATCH", set, json!({"slug": "taken"})),
        ("POST", "/v1/datasets/prompts".into(), json!({"datasetId": id("dataset"), "messages": "taken"})),
        ("POST", "/v1/datasets/prompts/attach".into(), json!({"datasetId": id("dataset"), "runIds": []})),
        ("POST", "/v1/datasets/variations".into(), json!({"promptId": id("dataset prompt"), "variables": {}})),
        ("GET", sheet.clone(), Value::Null),
        ("PATCH", sheet.clone(), json!({"name": "taken"})),
        ("DELETE", sheet.clone(), Value::Null),
        ("POST", format!("{sheet}/duplicate"), Value::Null),
        ("GET", format!("{sheet}/export"), Value::Null),
        ("POST", format!("{sheet}/import"), json!({"format": "csv", "content": "input\ntaken"})),
        ("GET", format!("{sheet}/items"), Value::Null),
        ("POST", format!("{sheet}/items"), json!({"input": "taken"})),
        ("POST", format!("{sheet}/runs"), json!({"runIds": []})),
        ("GET", item.clone(), Value::Null),
        ("PATCH", item.clone(), json!({"input": "taken"})),
        ("DELETE", item, Value::Null),
        ("GET", format!("{sheet}/versions"), Value::Null),
        ("POST", format!("{sheet}/versions"), Value::Null),
        ("GET", version.clone(), Value::Null),
        ("POST", format!("{version}/restore"), Value::Null),
    ]
}

#[tokio::test]
async fn dataset_of_others_is_not_reached_by_the_id_of_a_part() {
    let app = inhabited().await;
    let theirs = app.things(BOB).await;
    let attackers = [
        app.owner(ALICE),
        app.owner(ALICE_TOO),
        app.person(ALICE, Role::Owner).await,
        app.person(ALICE, Role::Member).await,
    ];
    for attacker in &attackers {
        for (method, path, body) in by_id(&theirs) {
            let answer = refused(&app, attacker, (method, &path), &body, &[404]).await;
            assert!(!answer.text().contains("hush"), "{method} {path} {answer:?}");
        }
        // To delete what is not there is to be done with it.
        let set = format!("/v1/datasets/{}", id_of(&theirs, "dataset"));
        refused(&app, attacker, ("DELETE", &set), &Value::Null, &[200, 403]).await;
    }
    app.stop().await;
}

#[tokio::test]
async fn dataset_part_is_not_reached_through_another_dataset() {
    let app = inhabited().await;
    let (ours, theirs) = (app.things(ALICE).await, app.things(BOB).await);
    let sheet = format!("/v1/datasets-v2/{}", id_of(&ours, "dataset v2"));
    let owner = app.owner(ALICE);
    for (method, path, body) in [
        ("GET", format!("{sheet}/items/{}", id_of(&theirs, "item")), Value::Null),
        ("PATCH", format!("{sheet}/items/{}", id_of(&theirs, "item")), json!({"input": "taken"})),
        ("DELETE", format!("{sheet}/items/{}", id_of(&theirs, "item")), Value::Null),
        ("GET", format!("{sheet}/versions/{}", id_of(&theirs, "dataset version")), Value::Null),
        ("POST", format!("{sheet}/versions/{}/restore", id_of(&theirs, "dataset version")), Value::Null),
        ("GET", format!("{sheet}/export?versionId={}", id_of(&theirs, "dataset version")), Value::Null),
    ] {
        refused(&app, &owner, (method, &path), &body, &[404]).await;
    }
    app.stop().await;
}

#[tokio::test]
async fn dataset_is_not_deleted_or_changed_without_a_credential_or_with_a_public_key() {
    let app = inhabited().await;
    let ours = app.things(ALICE).await;
    let set = format!("/v1/datasets/{}", id_of(&ours, "dataset"));
    let own = [("DELETE", set, Value::Null), ("POST", "/v1/datasets".to_owned(), json!({"slug": "taken"}))];
    let own = own.into_iter().chain([
        ("GET", "/v1/datasets".to_owned(), Value::Null),
        ("GET", "/v1/datasets-v2".to_owned(), Value::Null),
        ("POST", "/v1/datasets-v2".to_owned(), json!({"name": "taken"})),
    ]);
    for (method, path, body) in own.chain(by_id(&ours)) {
        for attacker in [app.stranger(None), app.stranger(Some("stale")), app.visitor(ALICE)] {
            refused(&app, &attacker, (method, &path), &body, &[401]).await;
        }
    }
    app.stop().await;
}

#[tokio::test]
async fn public_key_reaches_one_dataset_by_id_or_slug_and_no_path_below_it() {
    let app = inhabited().await;
    let ours = app.things(ALICE).await;
    let visitor = app.visitor(ALICE);
    let set = id_of(&ours, "dataset");
    for name in [set, "set-of-Wonderland"] {
        assert_eq!(visitor.get(&format!("/v1/datasets/{name}")).await.status.as_u16(), 200, "{name}");
    }
    for path in [
        format!("/v1/datasets/prompts/{}", id_of(&ours, "dataset prompt")),
        format!("/v1/datasets/%70rompts/{}", id_of(&ours, "dataset prompt")),
        format!("/v1/datasets/{set}/../prompts/{}", id_of(&ours, "dataset prompt")),
        format!("/v1/datasets/{set}%2f..%2fprompts%2f{}", id_of(&ours, "dataset prompt")),
        format!("/v1/datasets/variations/{}", id_of(&ours, "variation")),
        format!("/v1/datasets/{set}/prompts"),
        format!("/v1/datasets-v2/{}", id_of(&ours, "dataset v2")),
        format!("/v1/datasets/{}", id_of(&ours, "dataset v2")),
    ] {
        let answer = visitor.get(&path).await;
        assert!([401, 404].contains(&answer.status.as_u16()), "{path} {answer:?}");
        assert!(!answer.text().contains("hush"), "{path} {answer:?}");
    }
    for method in [Method::DELETE, Method::PATCH, Method::POST, Method::PUT] {
        let answer = visitor.send(method.clone(), &format!("/v1/datasets/{set}"), Body::from("{}")).await;
        assert!([401, 404].contains(&answer.status.as_u16()), "{method} {answer:?}");
    }
    app.stop().await;
}

#[tokio::test]
async fn dataset_of_another_project_of_the_organisation_stays_there() {
    let app: TestApp = inhabited().await;
    let ours = app.things(ALICE).await;
    let slug = app.visitor(ALICE_TOO).get("/v1/datasets/set-of-Wonderland").await;
    assert_eq!(slug.status.as_u16(), 404);
    for (method, path, body) in by_id(&ours) {
        refused(&app, &app.owner(ALICE_TOO), (method, &path), &body, &[404]).await;
    }
    app.stop().await;
}

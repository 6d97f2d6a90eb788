//! The OpenAPI document: a snapshot, so that a change of the API is seen by whoever reviews it.

use serde_json::Value;

use crate::test_app::TestApp;

#[tokio::test]
async fn the_document_is_served_under_both_names() {
    let app = TestApp::start().await;
    let document = app.stranger(None).get("/v1/openapi").await;
    assert_eq!(document.status.as_u16(), 200);
    assert_eq!(document.body, app.stranger(Some("stale")).get("/v1/openapi.json").await.body);
    assert_eq!(document.json()["openapi"], "3.1.0");
    app.stop().await;
}

#[test]
fn the_document_is_what_was_reviewed() {
    let mut document = serde_json::to_value(server::router::openapi()).unwrap();
    document["info"]["version"] = "masked".into();
    insta::assert_snapshot!("openapi", serde_json::to_string_pretty(&document).unwrap());
}

#[test]
fn every_operation_says_what_it_is_and_what_it_asks_for() {
    let document = serde_json::to_value(server::router::openapi()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let has = |key: &str| operation.get(key).is_some_and(|value| *value != Value::Null);
            for key in ["summary", "tags", "responses", "x-perilune-gate", "operationId"] {
                assert!(has(key), "{method} {path} has no {key}");
            }
            for (status, response) in operation["responses"].as_object().unwrap() {
                assert!(
                    response["description"].as_str().is_some_and(|text| !text.is_empty()),
                    "{method} {path} {status}"
                );
            }
            let gate = operation["x-perilune-gate"].as_str().unwrap();
            assert_eq!(has("security"), gate != "open", "{method} {path}");
        }
    }
}

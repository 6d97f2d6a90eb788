//! The values that a filter may ask for.

use model::Role;
use serde_json::json;

use crate::test_app::{ALICE, BOB, TestApp};

async fn seeded() -> TestApp {
    let app = TestApp::with_people().await;
    app.visitor(ALICE)
        .ingest(json!([
            {"type": "llm", "event": "start", "runId": "a", "name": "gpt-4o", "tags": ["x", "b.c"], "metadata": {"user_tier": 1},
             "userId": "u_2", "userProps": {"plan": "pro", "first_name": "Ana", "seats": 3}},
            {"type": "llm", "event": "start", "runId": "b", "name": "claude", "tags": ["a"], "userId": "u_1",
             "userProps": {"plan": null, "orgId": "acme"}},
            {"type": "tool", "event": "start", "runId": "c", "name": "search", "tags": ["x"], "metadata": {"step": 1}},
            {"type": "custom-event", "event": "custom-event", "runId": "d", "parentRunId": "t", "name": "open doc"},
        ]))
        .await;
    app.visitor(BOB)
        .ingest(json!([{"type": "llm", "event": "start", "runId": "e", "name": "hush", "tags": ["hush"],
                         "userId": "hush", "userProps": {"hush": "hush"}, "metadata": {"hush": 1}}]))
        .await;
    app
}

#[tokio::test]
async fn values_are_those_of_the_project_and_sorted() {
    let app = seeded().await;
    for (path, want) in [
        ("models", json!(["claude", "gpt-4o"])),
        ("tags", json!(["a", "b.c", "x"])),
        ("custom-events", json!([{"label": "open doc", "value": "open doc"}])),
        ("metadata", json!(["step", "userTier"])),
        ("metadata?type=llm", json!(["userTier"])),
        ("metadata?type=trace", json!([])),
        ("topics", json!([])),
        ("intents", json!([])),
        (
            "user-props/keys",
            json!([
                {"label": "firstName", "value": "firstName"}, {"label": "orgId", "value": "orgId"},
                {"label": "plan", "value": "plan"}, {"label": "seats", "value": "seats"},
            ]),
        ),
        ("user-props/keys?search=PL", json!([{"label": "plan", "value": "plan"}])),
        ("user-props/keys?limit=1", json!([{"label": "firstName", "value": "firstName"}])),
        ("user-props/values?key=plan", json!([{"label": "pro", "value": "pro"}, {"label": "null", "value": "null"}])),
        ("user-props/values?key=seats", json!([{"label": "3", "value": "3"}])),
        ("user-props/values?key=absent", json!([])),
    ] {
        let answer = app.owner(ALICE).get(&format!("/v1/filters/{path}")).await;
        assert_eq!((answer.status.as_u16(), answer.json()), (200, want), "{path}");
    }
    app.stop().await;
}

#[tokio::test]
async fn persons_are_offered_by_their_ids() {
    let app = seeded().await;
    for (query, want) in [
        ("", &["u_1", "u_2"][..]),
        ("?limit=1", &["u_1"]),
        ("?limit=1&page=1", &["u_2"]),
        ("?search=ACME", &["u_1"]),
        ("?search=ana", &["u_2"]),
        ("?search=pro", &[]),
    ] {
        let found = app.owner(ALICE).get(&format!("/v1/filters/users{query}")).await.json();
        let ids: Vec<&str> =
            found.as_array().unwrap().iter().map(|user| user["externalId"].as_str().unwrap()).collect();
        assert_eq!(ids, want, "{query}");
    }
    app.stop().await;
}

#[tokio::test]
async fn whoever_sees_charts_is_offered_values_and_whoever_may_list_users_is_offered_persons() {
    let app = seeded().await;
    for (role, values, persons) in [(Role::Analytics, 200, 200), (Role::Billing, 403, 403), (Role::Viewer, 200, 200)] {
        let client = app.person(ALICE, role).await;
        assert_eq!(client.get("/v1/filters/models").await.status.as_u16(), values, "{role:?}");
        assert_eq!(client.get("/v1/filters/users").await.status.as_u16(), persons, "{role:?}");
    }
    assert_eq!(app.owner(ALICE).get("/v1/filters/user-props/values").await.status.as_u16(), 422);
    app.stop().await;
}

#[tokio::test]
async fn a_sentence_is_no_filter_without_a_model() {
    let app = TestApp::start().await;
    let send = async |body: serde_json::Value| {
        let answer = app.owner(ALICE).post("/v1/filters/natural-language", body.to_string()).await;
        (answer.status.as_u16(), answer.json()["message"].as_str().unwrap().to_owned())
    };
    let (status, message) = send(json!({"text": "slow errors", "type": "llm"})).await;
    assert_eq!((status, message.starts_with("AI filter failed")), (400, true), "{message}");
    assert_eq!(send(json!({"type": "llm"})).await.0, 422);
    assert_eq!(send(json!({"text": "x", "type": "banana"})).await.0, 422);
    app.stop().await;
}

//! End users: who they are, what they cost, what they did.

use model::Role;
use serde_json::{Value, json};

use crate::test_app::{ALICE, BOB, TestApp};

/// Three persons: ana with two calls of 130 tokens, bo with one that failed, and cy, who is known by a feedback only.
async fn seeded() -> TestApp {
    let app = TestApp::with_people().await;
    let start = |id: &str, user: Value, props: Value, at: &str| json!({"type": "llm", "event": "start", "runId": id, "name": "gpt-4o", "timestamp": at, "userId": user, "userProps": props});
    let end = |id: &str, at: &str| json!({"type": "llm", "event": "end", "runId": id, "timestamp": at, "tokensUsage": {"prompt": 100, "completion": 30}});
    app.visitor(ALICE)
        .ingest(json!([
            start("a1", json!("ana"), json!({"plan": "pro", "email": "Ana@Example.org"}), "2025-05-30T10:00:00Z"),
            end("a1", "2025-05-30T10:00:01Z"),
            start("a2", json!("ana"), json!({"plan": "pro", "email": "Ana@Example.org"}), "2025-06-01T10:00:00Z"),
            end("a2", "2025-06-01T10:00:01Z"),
            {"type": null, "event": "feedback", "runId": "a2", "feedback": {"thumb": "up"}, "timestamp": "2025-06-01T10:00:02Z"},
            start("b1", json!("bo"), json!({"plan": "free", "name": "Bo_100%"}), "2025-06-01T11:00:00Z"),
            {"type": "llm", "event": "error", "runId": "b1", "timestamp": "2025-06-01T11:00:01Z", "error": {"message": "no"}},
            {"type": "agent", "event": "start", "runId": "c1", "name": "planner", "userId": "cy", "timestamp": "2025-06-01T11:30:00Z"},
            {"type": "agent", "event": "start", "runId": "c2", "name": "helper", "parentRunId": "c1",
             "timestamp": "2025-06-01T11:30:01Z"},
        ]))
        .await;
    app.visitor(BOB)
        .ingest(json!([start("theirs", json!("bob"), json!({"plan": "hush"}), "2025-06-01T10:00:00Z")]))
        .await;
    app
}

async fn list(app: &TestApp, query: &str) -> Value {
    let answer = app.owner(ALICE).get(&format!("/v1/external-users{query}")).await;
    assert_eq!(answer.status.as_u16(), 200, "{query} {answer:?}");
    answer.json()
}

fn names(list: &Value) -> Vec<&str> {
    list["data"].as_array().unwrap().iter().map(|row| row["externalId"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_row_says_who_it_is_and_what_their_runs_cost() {
    let app = seeded().await;
    let found = list(&app, "?sortField=lastSeen&sortDirection=asc").await;
    assert_eq!((names(&found), &found["total"], &found["limit"]), (vec!["ana", "bo", "cy"], &json!(3), &json!(100)));
    let ana = &found["data"][0];
    let keys: Vec<&str> = ana.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["id", "createdAt", "externalId", "lastSeen", "props", "cost"]);
    let call = app.owner(ALICE).get("/v1/runs/a1").await.json()["cost"].as_f64().unwrap();
    assert!(call > 0.0 && (ana["cost"].as_f64().unwrap() - 2.0 * call).abs() < 1e-9);
    assert_eq!((&ana["props"]["plan"], &ana["lastSeen"]), (&json!("pro"), &json!("2025-06-01T10:00:00.000Z")));
    assert_eq!(found["data"][1]["cost"], json!(0), "of a run whose cost cannot be told");
    app.stop().await;
}

#[tokio::test]
async fn persons_are_searched_sorted_and_paged() {
    let app = seeded().await;
    for (query, want) in [
        ("?search=AN", &["ana"][..]),
        ("?search=example.org", &["ana"]),
        ("?search=100%25", &["bo"]),
        ("?search=_", &["bo"]),
        ("?search=pro", &[]),
        ("?user-props=plan.pro", &["ana"]),
        ("?checks=user-props%3Dplan.free", &["bo"]),
        ("?sortField=cost&sortDirection=desc", &["ana", "cy", "bo"]),
        ("?sortField=cost&sortDirection=asc", &["bo", "cy", "ana"]),
        ("?sortField=cost&sortDirection=asc&models=gpt-4o", &["bo", "ana", "cy"]),
        ("?sortField=lastSeen&limit=1", &["cy"]),
        ("?sortField=lastSeen&limit=2&page=1", &["ana"]),
        ("?sortField=banana&sortDirection=asc", &["ana", "bo", "cy"]),
        ("?limit=0", &[]),
    ] {
        assert_eq!(names(&list(&app, query).await), want, "{query}");
    }
    for (query, want) in
        [("?sortDirection=up", 422), ("?limit=x", 422), ("?startDate=soon", 422), ("?duration=gt.x", 400)]
    {
        let answer = app.owner(ALICE).get(&format!("/v1/external-users{query}")).await;
        assert_eq!(answer.status.as_u16(), want, "{query}");
    }
    app.stop().await;
}

#[tokio::test]
async fn checks_and_dates_choose_the_runs_that_count() {
    let app = seeded().await;
    let whole = list(&app, "?search=ana").await["data"][0]["cost"].as_f64().unwrap();
    let window = "&startDate=2025-06-01T00:00:00Z&endDate=2025-06-02T00:00:00Z&timeZone=UTC";
    let found = list(&app, &format!("?search=ana{window}")).await;
    assert!((found["data"][0]["cost"].as_f64().unwrap() * 2.0 - whole).abs() < 1e-9);
    assert_eq!(list(&app, "?search=ana&models=other").await["data"][0]["cost"], json!(null), "no run counts");
    assert_eq!(list(&app, "?models=other").await["total"], 3, "persons stay");
    app.stop().await;
}

#[tokio::test]
async fn a_person_is_shown_with_what_they_did_to_those_who_may_see_users() {
    let app = seeded().await;
    let found = list(&app, "?activity=true&sortField=lastSeen&sortDirection=asc").await;
    let of = |place: usize| &found["data"][place]["activity"];
    let counts = |activity: &Value| {
        ["runs", "errors", "tokens", "thumbsUp", "thumbsDown"].map(|key| activity[key].as_u64().unwrap())
    };
    assert_eq!([of(0), of(1), of(2)].map(counts), [[2, 0, 260, 1, 0], [1, 1, 0, 0, 0], [2, 0, 0, 0, 0]]);
    let id = found["data"][0]["id"].as_i64().unwrap();
    let path = format!("/v1/external-users/{id}");
    let ana = app.owner(ALICE).get(&path).await.json();
    let keys: Vec<&str> = ana.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["id", "createdAt", "projectId", "externalId", "lastSeen", "props"]);
    assert!(
        of(0)["firstRun"].is_string() && of(0)["firstRun"].as_str() <= found["data"][0]["lastSeen"].as_str(),
        "{found}"
    );
    let with_activity = app.owner(ALICE).get(&format!("{path}?activity=true")).await.json();
    assert_eq!(with_activity["activity"], *of(0));
    for (client, path) in [(app.owner(BOB), path.as_str()), (app.owner(ALICE), "/v1/external-users/abc")] {
        assert_eq!(client.get(path).await.line(), r#"404 {"error":"Not Found","message":"User not found"}"#);
    }
    for (role, want) in [(Role::Viewer, 200), (Role::Analytics, 403), (Role::PromptEditor, 403)] {
        assert_eq!(app.person(ALICE, role).await.get(&path).await.status.as_u16(), want, "{role:?}");
    }
    app.stop().await;
}

#[tokio::test]
async fn what_persons_used_is_told_by_name_and_type() {
    let app = seeded().await;
    let usage = app.owner(ALICE).get("/v1/external-users/runs/usage?days=1").await.json();
    let row = |row: &Value| {
        let number = |key: &str| row[key].as_i64().unwrap();
        (row["name"].as_str().unwrap().to_owned(), number("promptTokens"), number("errors"), number("success"))
    };
    let mut rows: Vec<_> = usage.as_array().unwrap().iter().map(row).collect();
    rows.sort();
    let want = [("gpt-4o", 0, 1, 0), ("gpt-4o", 100, 0, 1), ("planner", 0, 0, 0)];
    assert_eq!(rows, want.map(|(name, prompt, errors, success)| (name.to_owned(), prompt, errors, success)));
    let keys = app.owner(ALICE).get("/v1/external-users/props/keys").await;
    assert_eq!(keys.line(), r#"200 ["email","name","plan"]"#);
    app.stop().await;
}

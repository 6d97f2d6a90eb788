//! What came of the versions of a prompt.

use model::Role;
use serde_json::{Value, json};

use super::{make, save};
use crate::test_app::{ALICE, BOB, TestApp};

/// A run that took so many milliseconds, on a day of May or June.
fn used(run: &str, version: &Value, (at, millis): (&str, u32), end: &Value) -> [Value; 2] {
    let day = at;
    let start = json!({"type": "llm", "event": "start", "runId": run, "name": "gpt-4o", "templateVersionId": version,
        "timestamp": format!("{day}T10:00:00.000Z")});
    let mut last =
        json!({"type": "llm", "event": "end", "runId": run, "timestamp": format!("{day}T10:00:00.{millis:03}Z")});
    last.as_object_mut().unwrap().extend(end.as_object().unwrap().clone());
    [start, last]
}

async fn usage(app: &TestApp, path: &str) -> Value {
    let answer = app.owner(ALICE).get(path).await;
    assert_eq!(answer.status.as_u16(), 200, "{answer:?}");
    answer.json()
}

#[tokio::test]
async fn a_version_tells_calls_cost_latency_and_feedback() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let template = make(&owner, "a", "x", false).await;
    let (first, second) =
        (template["versions"][0]["id"].clone(), save(&owner, &template, "y", false).await["id"].clone());
    save(&owner, &template, "z", true).await;
    let theirs = make(&app.owner(BOB), "theirs", "x", false).await;
    let tokens = json!({"tokensUsage": {"prompt": 1_000_000, "completion": 100_000}});
    let mut events = Vec::new();
    for (run, version, at, end) in [
        ("old", &first, ("2025-05-01", 100), tokens.clone()),
        ("new", &first, ("2025-05-31", 300), tokens.clone()),
        ("bad", &second, ("2025-05-31", 500), json!({"event": "error", "error": {"message": "no"}})),
        ("foreign", &theirs["versions"][0]["id"], ("2025-05-31", 900), tokens),
    ] {
        events.extend(used(run, version, at, &end));
    }
    events
        .push(json!({"type": "llm", "event": "start", "runId": "open", "name": "gpt-4o", "templateVersionId": second,
        "timestamp": "2025-05-31T11:00:00Z"}));
    for (run, thumb) in [("old", "up"), ("new", "down"), ("bad", "down")] {
        events.push(json!({"type": "llm", "event": "feedback", "runId": run, "feedback": {"thumb": thumb}}));
    }
    app.visitor(ALICE).ingest(json!(events)).await;

    let path = format!("/v1/templates/{}/usage", template["id"]);
    let all = usage(&app, &path).await;
    let numbers: Vec<&Value> = all.as_array().unwrap().iter().map(|row| &row["version"]).collect();
    assert_eq!(numbers, [3, 2, 1], "every version, the newest first");
    let cost = owner.get("/v1/runs/old").await.json()["cost"].as_f64().unwrap();
    assert!(cost > 1.0 && all[2]["cost"].as_f64() == Some(2.0 * cost), "{all}");
    assert_eq!(
        all[2],
        json!({"versionId": first, "version": 1, "isDraft": false, "calls": 2, "errors": 0, "promptTokens": 2_000_000,
            "completionTokens": 200_000, "cost": all[2]["cost"],
            "latencyMs": {"mean": 200.0, "p50": 200.0, "p95": 290.0, "p99": 298.0},
            "feedback": {"up": 1, "down": 1}, "lastUsedAt": "2025-05-31T10:00:00.000Z"})
    );
    assert_eq!(
        all[1],
        json!({"versionId": second, "version": 2, "isDraft": false, "calls": 2, "errors": 1, "promptTokens": 0,
            "completionTokens": 0, "cost": 0, "latencyMs": {"mean": 500.0, "p50": 500.0, "p95": 500.0, "p99": 500.0},
            "feedback": {"up": 0, "down": 1}, "lastUsedAt": "2025-05-31T11:00:00.000Z"})
    );
    assert_eq!(
        (&all[0]["calls"], &all[0]["isDraft"], &all[0]["latencyMs"], &all[0]["lastUsedAt"]),
        (&json!(0), &json!(true), &Value::Null, &Value::Null)
    );

    let lately = usage(&app, &format!("{path}?days=7")).await;
    assert_eq!((&lately[2]["calls"], &lately[2]["feedback"]), (&json!(1), &json!({"up": 0, "down": 1})));
    app.stop().await;
}

#[tokio::test]
async fn what_came_of_a_prompt_is_told_to_those_who_may_read_it() {
    let app = TestApp::with_people().await;
    let template = make(&app.owner(ALICE), "a", "x", false).await;
    let path = format!("/v1/templates/{}/usage", template["id"]);
    for role in Role::ALL {
        let answer = app.person(ALICE, role).await.get(&path).await;
        let may = role.may(model::Permission::PromptsRead);
        assert_eq!(answer.status.as_u16(), if may { 200 } else { 403 }, "{role:?}");
    }
    assert_eq!(app.owner(BOB).get(&path).await.line(), r#"404 {"error":"Not Found","message":"Template not found"}"#);
    for days in ["0", "x", "-1"] {
        let answer = app.owner(ALICE).get(&format!("{path}?days={days}")).await;
        assert_eq!(answer.status.as_u16(), 422, "{days}");
    }
    app.stop().await;
}

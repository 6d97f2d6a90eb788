//! The Python SDK hashes its user's ids with the key in force, and its users ask for the ids that they know.

use ingest::python_run_id;
use serde_json::json;

use crate::test_app::{ALICE, BOB, Project, TestApp};

/// Sends a run as the Python SDK does for a user who calls it `id`.
async fn send(app: &TestApp, project: Project, id: &str, key: &str) {
    let sent = python_run_id(id, key).to_string();
    let events = json!([
        {"type": "agent", "event": "start", "runId": sent, "name": id, "timestamp": 2000},
        {"type": "llm", "event": "start", "runId": format!("below {id}"), "parentRunId": sent, "timestamp": 3000}
    ]);
    app.visitor(project).ingest(events).await;
}

#[tokio::test]
async fn the_ids_of_python_users_find_their_runs_on_every_route() {
    let app = TestApp::start().await;
    for (id, key) in [("by-public-key", ALICE.public_key), ("by-private-key", ALICE.private_key)] {
        send(&app, ALICE, id, key).await;
        let owner = app.owner(ALICE);
        let path = |rest: &str| format!("/v1/runs/{id}{rest}");
        assert_eq!(owner.get(&path("")).await.json()["name"], id);
        assert_eq!(owner.get(&path("/related")).await.json().as_array().unwrap().len(), 2);
        for (route, body) in [
            ("/score", json!({"label": "accuracy", "value": 0.5})),
            ("/feedback", json!({"thumb": "up"})),
            ("/tags", json!({"tags": ["t"]})),
            ("/visibility", json!({"visibility": false})),
        ] {
            assert_eq!(owner.patch(&path(route), body).await.line(), "200 {}", "{route}");
        }
        let run = owner.get(&path("")).await.json();
        assert_eq!(run["scores"], json!([{"value": 0.5, "label": "accuracy", "comment": null}]));
        assert_eq!((&run["feedback"], &run["tags"]), (&json!({"thumb": "up"}), &json!(["t"])));
        assert_eq!(app.visitor(ALICE).get(&path("/feedback")).await.text(), r#"{"thumb":"up"}"#);
        assert_eq!(owner.post(&path("/share"), "").await.status.as_u16(), 200);
        assert_eq!(owner.delete(&path("/share")).await.status.as_u16(), 200);
        assert_eq!(app.owner(BOB).get(&path("")).await.status.as_u16(), 404);
        assert_eq!(owner.delete(&path("")).await.line(), "200 {}");
        assert_eq!(owner.get(&path("")).await.status.as_u16(), 404);
    }
    app.stop().await;
}

#[tokio::test]
async fn a_score_that_comes_before_its_run_finds_it_by_either_rule() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    for id in ["sent-by-python", "sent-by-javascript"] {
        let score = json!({"label": "early", "value": true});
        assert_eq!(owner.patch(&format!("/v1/runs/{id}/score"), score).await.line(), "200 {}");
    }
    send(&app, ALICE, "sent-by-python", ALICE.public_key).await;
    app.visitor(ALICE).ingest(json!({"type": "llm", "event": "start", "runId": "sent-by-javascript"})).await;
    for id in ["sent-by-python", "sent-by-javascript"] {
        let run = owner.get(&format!("/v1/runs/{id}")).await.json();
        assert_eq!(run["scores"], json!([{"value": true, "label": "early", "comment": null}]), "{id}");
    }
    let all = owner.get("/v1/runs?type=llm,agent&total=true").await.json();
    assert_eq!(all["total"], 3);
    app.stop().await;
}

#[tokio::test]
async fn an_id_as_sent_comes_before_what_python_would_make_of_it() {
    let app = TestApp::start().await;
    send(&app, ALICE, "both", ALICE.public_key).await;
    app.visitor(ALICE).ingest(json!({"type": "llm", "event": "start", "runId": "both", "name": "as sent"})).await;
    assert_eq!(app.owner(ALICE).get("/v1/runs/both").await.json()["name"], "as sent");
    app.stop().await;
}

//! What became of events, and how the instance is doing.

use serde_json::{Value, json};
use server::settings::Settings;

use crate::test_app::{ALICE, ALICE_TOO, BOB, TestApp};

#[tokio::test]
async fn every_event_is_counted_once_under_the_key_that_sent_it() {
    let app = TestApp::start().await;
    let start = |id: &str| json!({"type": "llm", "event": "start", "runId": id, "timestamp": 1000});
    let dance = json!({"type": "llm", "event": "dance", "runId": "dancer", "timestamp": 2000});
    let sent = json!([start("a"), start("b"), start("a"), 7, dance, {"event": "end", "timestamp": 3000}]);
    let results = app.visitor(ALICE).ingest(sent).await;
    let told: Vec<&Value> = results.as_array().unwrap().iter().map(|result| &result["success"]).collect();
    assert_eq!(told, [true, true, true, false, true, false], "{results}");
    app.owner(ALICE).ingest(start("c")).await;
    let foreign = json!({"type": "llm", "event": "start", "runId": "d", "timestamp": 1, "appId": ALICE_TOO.public_key});
    app.owner(ALICE).ingest(foreign).await;
    let mut ledger = app.owner(ALICE).get("/v1/ingest/ledger").await.json();
    for row in ledger["data"].as_array_mut().unwrap() {
        assert!(row["keyId"].is_i64(), "{row}");
        row["keyId"] = "masked".into();
    }
    ledger["data"].as_array_mut().unwrap().sort_by_key(|row| row["keyName"].to_string());
    insta::assert_snapshot!("ledger", serde_json::to_string_pretty(&ledger).unwrap());
    for project in [ALICE_TOO, BOB] {
        assert_eq!(app.owner(project).get("/v1/ingest/ledger").await.text(), r#"{"data":[]}"#);
    }
    app.stop().await;
}

#[tokio::test]
async fn the_ledger_goes_back_as_many_days_as_asked_for() {
    let app = TestApp::start().await;
    app.visitor(ALICE).ingest(json!({"event": "start", "runId": "a"})).await;
    for (query, status, rows) in [
        ("", 200, 1),
        ("?days=1", 200, 1),
        ("?days=0", 200, 1),
        ("?days=99999999999999", 200, 1),
        ("?days=-1", 422, 0),
        ("?days=week", 422, 0),
    ] {
        let answer = app.owner(ALICE).get(&format!("/v1/ingest/ledger{query}")).await;
        assert_eq!(answer.status.as_u16(), status, "{query} {answer:?}");
        assert_eq!(answer.json()["data"].as_array().map_or(0, Vec::len), rows, "{query}");
    }
    app.stop().await;
}

#[tokio::test]
async fn the_system_is_shown_to_whoever_runs_it() {
    let app = TestApp::with(Settings { metrics_token: Some("sesame".into()), ..Settings::default() }).await;
    app.visitor(ALICE).ingest(json!({"event": "start", "runId": "a", "timestamp": 1000})).await;
    assert_eq!(app.owner(ALICE).get("/v1/system").await.status.as_u16(), 401);
    assert_eq!(app.stranger(Some("sesame")).get("/v1/system").await.status.as_u16(), 200);
    let system = app.stranger(None).on_this_machine().get("/v1/system").await.json();
    let keys: Vec<&String> = system.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "version",
            "build",
            "uptime",
            "files",
            "rows",
            "memory",
            "columnsMemory",
            "indexers",
            "queue",
            "lastCheckpoint",
            "lastBackup"
        ]
    );
    assert_eq!((&system["version"], &system["rows"]["runs"]), (&json!(server::version()), &json!(1)));
    assert_eq!(system["rows"]["oldestRun"], "1970-01-01T00:00:01.000Z");
    let files = system["files"].as_array().unwrap();
    assert!(files.iter().any(|file| file["name"] == "runs.db" && file["bytes"].as_u64() > Some(0)), "{system}");
    let search = system["indexers"].as_array().unwrap().iter().find(|indexer| indexer["name"] == "search").unwrap();
    assert!(search["mark"].is_i64() && search["lag"].is_i64() && search["complete"].is_boolean(), "{search}");
    assert_eq!(system["lastBackup"], Value::Null);
    app.stop().await;
}

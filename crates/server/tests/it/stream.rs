//! Live tail: what a reader is told, in which order, and when it ends.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Method};
use http_body_util::BodyExt;
use model::Role;
use serde_json::{Value, json};

use crate::client::Client;
use crate::test_app::{ALICE, ALICE_TOO, BOB, TestApp};

/// A stream that is read event by event.
struct Reader {
    headers: HeaderMap,
    body: Body,
    text: String,
}

#[derive(Debug)]
struct Told {
    id: String,
    event: String,
    data: Value,
}

impl Reader {
    async fn open(client: &Client<'_>, path: &str) -> Reader {
        let response = client.respond(Method::GET, path, Body::empty()).await;
        let (parts, body) = response.into_parts();
        assert_eq!(parts.status.as_u16(), 200, "{path}");
        Reader { headers: parts.headers, body, text: String::new() }
    }

    /// The next event; `None` when there are no more.
    async fn any(&mut self) -> Option<Told> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| {
                    let line = event.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
                    line.unwrap_or_default().to_owned()
                };
                let data = serde_json::from_str(&field("data")).unwrap();
                let told = Told { id: field("id"), event: field("event"), data };
                self.text = rest.to_owned();
                return Some(told);
            }
            let frame = self.body.frame().await?.unwrap();
            self.text.push_str(str::from_utf8(&frame.into_data().unwrap()).unwrap());
        }
    }

    /// The next event that is no ping, in short.
    async fn next(&mut self) -> String {
        loop {
            let told = self.any().await.expect("the stream goes on");
            match told.event.as_str() {
                "ping" => {}
                "run" | "patch" => return format!("{} {}", told.event, told.data["name"].as_str().unwrap_or_default()),
                _ => return format!("{} {}", told.event, told.data),
            }
        }
    }
}

fn start(id: &str, run_type: &str) -> Value {
    json!({"type": run_type, "event": "start", "runId": id, "name": id, "input": "Hi"})
}

#[tokio::test]
async fn runs_come_as_rows_and_changes_as_what_is_new() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let mut reader = Reader::open(&owner, "/v1/runs/stream?type=llm,tool").await;
    for (name, want) in
        [("content-type", "text/event-stream"), ("x-accel-buffering", "no"), ("cache-control", "no-cache")]
    {
        assert_eq!(reader.headers[name], want, "{name}");
    }
    let hello = reader.any().await.unwrap();
    assert_eq!((hello.event.as_str(), hello.data), ("ping", json!({})));

    app.visitor(ALICE).ingest(json!([start("a", "llm"), start("no", "agent"), start("b", "tool")])).await;
    app.visitor(BOB).ingest(json!([start("theirs", "llm")])).await;
    let row = reader.any().await.unwrap();
    let mut list = owner.get("/v1/runs?type=llm,tool").await.json();
    let listed = list["data"].as_array_mut().unwrap().iter_mut().find(|row| row["name"] == "a").unwrap().take();
    assert_eq!((row.event.as_str(), row.data), ("run", listed), "a row of the list");
    assert_eq!(reader.next().await, "run b");

    let end = json!({"type": "llm", "event": "end", "runId": "a", "timestamp": "2025-06-01T12:00:01Z", "output": "Ho"});
    app.visitor(ALICE).ingest(json!([end])).await;
    let patch = reader.any().await.unwrap();
    assert_eq!(patch.event, "patch");
    let members: Vec<&str> = patch.data.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(members, ["id", "endedAt", "duration", "output", "status"]);
    assert!(patch.id.parse::<i64>().unwrap() > row.id.parse::<i64>().unwrap());
    app.stop().await;
}

#[tokio::test]
async fn a_filter_chooses_and_what_was_told_is_followed_on() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let mut reader = Reader::open(&owner, "/v1/runs/stream?type=llm&tags=hot").await;
    app.visitor(ALICE).ingest(json!([start("cold", "llm")])).await;
    owner.patch("/v1/runs/cold/tags", json!({"tags": ["hot"]})).await;
    assert_eq!(reader.next().await, "run cold");
    owner.patch("/v1/runs/cold/tags", json!({"tags": ["cool"]})).await;
    let patch = reader.any().await.unwrap();
    assert_eq!(
        (patch.event.as_str(), &patch.data["tags"]),
        ("patch", &json!(["cool"])),
        "also when it is no longer meant"
    );
    app.stop().await;
}

#[tokio::test]
async fn a_version_that_comes_while_somebody_reads_belongs_to_its_template() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let body = json!({"slug": "greeting", "mode": "openai", "content": []}).to_string();
    let template = owner.post("/v1/templates", body).await.json()["id"].clone();
    let mut reader = Reader::open(&owner, &format!("/v1/runs/stream?templates={template}")).await;
    let body = json!({"content": [], "isDraft": true}).to_string();
    let version = owner.post(&format!("/v1/templates/{template}/versions"), body).await.json()["id"].clone();
    let mut used = start("used", "llm");
    used["templateVersionId"] = version.clone();
    app.visitor(ALICE).ingest(json!([start("other", "llm"), used])).await;
    assert_eq!(reader.any().await.unwrap().event, "ping");
    let told = reader.any().await.unwrap();
    assert_eq!(
        (told.event.as_str(), &told.data["templateVersionId"], &told.data["templateSlug"]),
        ("run", &version, &json!("greeting"))
    );
    app.stop().await;
}

#[tokio::test]
async fn more_than_twenty_at_once_leave_a_gap() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let mut reader = Reader::open(&owner, "/v1/runs/stream").await;
    let many: Vec<Value> = (0..50).map(|n| start(&format!("run-{n:02}"), "llm")).collect();
    app.visitor(ALICE).ingest(json!(many)).await;
    assert_eq!(reader.next().await, r#"gap {"skipped":30,"reason":"slow"}"#);
    for n in 30..50 {
        assert_eq!(reader.next().await, format!("run run-{n}"));
    }
    app.stop().await;
}

#[tokio::test]
async fn a_reader_that_does_not_read_holds_nothing_up_and_is_told_what_it_missed() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let mut reader = Reader::open(&owner, "/v1/runs/stream").await;
    for thousand in 0..12 {
        let many: Vec<Value> = (0..1_000).map(|n| start(&format!("run-{thousand}-{n}"), "llm")).collect();
        app.visitor(ALICE).ingest(json!(many)).await;
    }
    assert_eq!(reader.next().await, r#"gap {"skipped":11980,"reason":"slow"}"#);
    assert_eq!(reader.next().await, "run run-11-980");
    app.stop().await;
}

#[tokio::test]
async fn whoever_comes_back_with_the_last_id_misses_nothing() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let mut reader = Reader::open(&owner, "/v1/runs/stream").await;
    app.visitor(ALICE).ingest(json!([start("a", "llm")])).await;
    reader.any().await.unwrap();
    let last = reader.any().await.unwrap();
    assert_eq!(last.event, "run");
    drop(reader);
    app.visitor(ALICE).ingest(json!([start("b", "llm"), start("c", "llm")])).await;
    let mut reader = Reader::open(&app.owner(ALICE).header("last-event-id", &last.id), "/v1/runs/stream").await;
    assert_eq!(reader.any().await.unwrap().id, last.id, "until it has been told more");
    assert_eq!([reader.next().await, reader.next().await], ["run b", "run c"]);

    let ahead = app.owner(ALICE).header("last-event-id", "999999");
    let mut reader = Reader::open(&ahead, "/v1/runs/stream").await;
    assert_eq!(reader.next().await, r#"gap {"skipped":null,"reason":"resume"}"#);
    let odd = app.owner(ALICE).header("last-event-id", "yesterday").get("/v1/runs/stream").await;
    assert_eq!(odd.status.as_u16(), 400, "{odd:?}");
    app.stop().await;
}

#[tokio::test]
async fn a_stream_ends_when_its_key_is_revoked_or_its_reader_loses_the_project() {
    let app = TestApp::with_people().await;
    let admin = app.person(ALICE, Role::Admin).await;
    let made = admin
        .post(&format!("/v1/projects/{}/keys", ALICE.public_key), r#"{"kind": "private", "name": "tail"}"#)
        .await
        .json();
    let by_key = app.stranger(made["key"].as_str());
    let mut of_key = Reader::open(&by_key, "/v1/runs/stream").await;
    let viewer = app.person(ALICE, Role::Viewer).await;
    let mut of_person = Reader::open(&viewer, "/v1/runs/stream").await;
    let me = viewer.get("/v1/users/me").await.json();

    let revoked = admin.delete(&format!("/v1/projects/{}/keys/{}", ALICE.public_key, made["id"])).await;
    assert!(revoked.status.is_success(), "{revoked:?}");
    let body = json!({"role": "viewer", "projects": [ALICE_TOO.public_key]});
    let moved = admin.patch(&format!("/v1/users/{}", me["id"].as_str().unwrap()), body).await;
    assert!(moved.status.is_success(), "{moved:?}");
    for reader in [&mut of_key, &mut of_person] {
        assert_eq!(reader.next().await, r#"end {"reason":"access"}"#);
        assert!(reader.any().await.is_none());
    }
    app.stop().await;
}

#[tokio::test]
async fn a_stream_ends_when_the_server_stops() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let mut reader = Reader::open(&owner, "/v1/runs/stream").await;
    app.app.stop.cancel();
    assert_eq!(reader.next().await, r#"end {"reason":"shutdown"}"#);
    assert!(reader.any().await.is_none());
    app.stop().await;
}

#[tokio::test]
async fn a_project_has_a_hundred_streams_and_a_refusal_says_when_to_come_back() {
    let app = TestApp::with_people().await;
    let owner = app.owner(ALICE);
    let mut readers = Vec::new();
    for _ in 0..100 {
        readers.push(Reader::open(&owner, "/v1/runs/stream").await);
    }
    let refused = owner.get("/v1/runs/stream").await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, Some("5")), "{refused:?}");
    assert_eq!(app.owner(ALICE_TOO).get("/v1/runs/stream").await.status.as_u16(), 200);
    readers.pop();
    assert_eq!(owner.get("/v1/runs/stream").await.status.as_u16(), 200);
    app.stop().await;
}

#[tokio::test]
async fn what_cannot_be_followed_is_refused() {
    let app = TestApp::with_people().await;
    for (query, want) in [("?duration=gt.abc", 400), ("?users=abc", 400), ("?keys=all", 422)] {
        let answer = app.owner(ALICE).get(&format!("/v1/runs/stream{query}")).await;
        assert_eq!(answer.status.as_u16(), want, "{query} {answer:?}");
    }
    let token = app.token_of(&ALICE.mail(Role::Owner)).await;
    let nowhere = app.stranger(Some(&token)).get("/v1/runs/stream").await;
    assert_eq!(nowhere.line(), r#"400 {"error":"Bad Request","message":"projectId is required"}"#);
    app.stop().await;
}

#[tokio::test]
async fn a_quiet_stream_is_told_so() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let mut reader = Reader::open(&owner, "/v1/runs/stream").await;
    let hello = reader.any().await.unwrap();
    tokio::time::pause();
    let waited = tokio::time::Instant::now();
    let ping = reader.any().await.unwrap();
    assert_eq!((ping.event.as_str(), &ping.id), ("ping", &hello.id));
    assert!(waited.elapsed() >= Duration::from_secs(14), "{:?}", waited.elapsed());
    tokio::time::resume();
    app.stop().await;
}

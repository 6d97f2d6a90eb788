//! What is too large, too slow, or too much at once.

use std::io;
use std::time::Duration;

use async_compression::tokio::write::{BrotliEncoder, DeflateEncoder, GzipEncoder, ZlibEncoder, ZstdEncoder};
use axum::body::{Body, Bytes};
use axum::http::Method;
use futures_util::{StreamExt, stream};
use serde_json::json;
use server::quantity;
use server::settings::Settings;
use tokio::io::AsyncWriteExt;
use tokio::sync::oneshot;

use crate::test_app::{ALICE, TestApp};

/// Compresses with any of the encoders.
macro_rules! compressed {
    ($encoder:ident, $bytes:expr) => {{
        let mut encoder = $encoder::new(Vec::new());
        encoder.write_all($bytes).await.unwrap();
        encoder.shutdown().await.unwrap();
        encoder.into_inner()
    }};
}

fn one_event(id: &str) -> Vec<u8> {
    json!({"events": {"type": "llm", "event": "start", "runId": id, "timestamp": 1}}).to_string().into_bytes()
}

#[tokio::test]
async fn a_body_may_be_compressed_in_every_common_way() {
    let app = TestApp::start().await;
    for (encoding, body) in [
        ("gzip", compressed!(GzipEncoder, &one_event("gzip"))),
        ("x-gzip", compressed!(GzipEncoder, &one_event("x-gzip"))),
        ("deflate", compressed!(ZlibEncoder, &one_event("deflate"))),
        ("Deflate", compressed!(DeflateEncoder, &one_event("Deflate"))),
        ("br", compressed!(BrotliEncoder, &one_event("br"))),
        ("zstd", compressed!(ZstdEncoder, &one_event("zstd"))),
        ("identity", one_event("identity")),
    ] {
        let answer = app.visitor(ALICE).header("content-encoding", encoding).post("/v1/runs/ingest", body).await;
        assert_eq!(answer.line(), format!(r#"200 {{"results":[{{"id":"{encoding}","success":true}}]}}"#));
    }
    app.stop().await;
}

#[tokio::test]
async fn a_body_that_cannot_be_decompressed_is_refused() {
    let app = TestApp::start().await;
    let whole = compressed!(GzipEncoder, &one_event("a"));
    for (encoding, body, status) in [
        ("gzip", one_event("a"), 400),
        ("gzip", whole[..whole.len() - 9].to_vec(), 400),
        ("br", vec![0xff; 64], 400),
        ("zstd", one_event("a"), 400),
        ("deflate", vec![0x78, 0x9c, 0xff, 0xff], 400),
        ("rot13", one_event("a"), 415),
        ("gzip, br", one_event("a"), 415),
    ] {
        let answer = app.visitor(ALICE).header("content-encoding", encoding).post("/v1/runs/ingest", body).await;
        assert_eq!(answer.status.as_u16(), status, "{encoding} {}", answer.text());
        assert!(answer.text().contains(encoding), "{encoding} {}", answer.text());
    }
    app.stop().await;
}

#[tokio::test]
async fn a_bomb_costs_no_more_than_a_large_body() {
    let app = TestApp::with(small()).await;
    let zeros = vec![b' '; 50 << 20];
    for (encoding, bomb) in [
        ("gzip", compressed!(GzipEncoder, &zeros)),
        ("br", compressed!(BrotliEncoder, &zeros)),
        ("zstd", compressed!(ZstdEncoder, &zeros)),
    ] {
        assert!(bomb.len() < 100_000, "{encoding}");
        let answer = app.visitor(ALICE).header("content-encoding", encoding).post("/v1/runs/ingest", bomb).await;
        let want = r#"413 {"error":"Payload Too Large","message":"the decompressed body is larger than 2MiB, the limit of --max-inflated; send less at once, or raise --max-inflated"}"#;
        assert_eq!(answer.line(), want, "{encoding}");
    }
    assert_room_is_free(&app).await;
    app.stop().await;
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_whether_announced_or_not() {
    let app = TestApp::with(small()).await;
    let want = r#"413 {"error":"Payload Too Large","message":"the body is larger than 1MiB, the limit of --max-body; send less at once, or raise --max-body"}"#;
    let announced = app.visitor(ALICE).header("content-length", "1048577").post("/v1/runs/ingest", "").await;
    assert_eq!(announced.line(), want);
    let pieces = (0..20).map(|_| Ok::<_, io::Error>(Bytes::from(vec![b' '; 64 * 1024])));
    let streamed = app.visitor(ALICE).post("/v1/runs/ingest", Body::from_stream(stream::iter(pieces))).await;
    assert_eq!(streamed.line(), want);
    assert_room_is_free(&app).await;
    app.stop().await;
}

#[tokio::test]
async fn a_batch_over_the_limit_is_refused_whole() {
    let app = TestApp::with(small()).await;
    let event = |at: u32| json!({"type": "llm", "event": "start", "runId": format!("e{at}"), "timestamp": at});
    let events: Vec<_> = (0..11).map(event).collect();
    let answer = app.visitor(ALICE).post("/v1/runs/ingest", json!({ "events": events }).to_string()).await;
    assert_eq!(answer.status.as_u16(), 413, "{}", answer.text());
    assert!(answer.text().contains("10 events") && answer.text().contains("--max-events"), "{}", answer.text());
    assert_eq!(app.owner(ALICE).get("/v1/runs").await.json()["data"], json!([]));
    app.visitor(ALICE).ingest(json!(events[..10])).await;
    app.stop().await;
}

#[tokio::test]
async fn who_finds_no_room_is_told_to_come_back_and_nothing_is_stored() {
    let app = TestApp::with(Settings {
        ingest_buffer: quantity::Bytes(64 * 1024),
        ingest_wait: Duration::from_millis(20),
        ..Settings::default()
    })
    .await;
    let visitor = app.visitor(ALICE);
    let (reading, is_reading) = oneshot::channel();
    let refused = tokio::select! {
        answer = visitor.post("/v1/runs/ingest", unfinished(reading)) => panic!("the body has no end: {answer:?}"),
        refused = async {
            is_reading.await.unwrap();
            visitor.post("/v1/runs/ingest", one_event("late")).await
        } => refused,
    };
    assert_eq!(refused.status.as_u16(), 429, "{}", refused.text());
    assert_eq!(refused.header("retry-after"), Some("2"));
    assert_eq!(app.owner(ALICE).get("/v1/runs/late").await.status.as_u16(), 404);
    let again = visitor.post("/v1/runs/ingest", one_event("late")).await;
    assert_eq!(again.status.as_u16(), 200);
    app.stop().await;
}

#[tokio::test]
async fn a_body_that_was_announced_and_does_not_come_takes_no_room() {
    let app = TestApp::with(Settings { ingest_wait: Duration::ZERO, ..small() }).await;
    let [(one, is_one), (other, is_other)] = [oneshot::channel(), oneshot::channel()];
    let announced = app.visitor(ALICE).header("content-length", "1048576");
    tokio::select! {
        answer = announced.post("/v1/runs/ingest", unfinished(one)) => panic!("the body has no end: {answer:?}"),
        answer = announced.post("/v1/runs/ingest", unfinished(other)) => panic!("the body has no end: {answer:?}"),
        () = async {
            is_one.await.unwrap();
            is_other.await.unwrap();
            let large = format!("{}{}", String::from_utf8(one_event("large")).unwrap(), " ".repeat(1_000_000));
            let answer = app.visitor(ALICE).header("content-length", &large.len().to_string());
            let answer = answer.post("/v1/runs/ingest", large).await;
            assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
        } => {}
    }
    app.stop().await;
}

#[tokio::test]
async fn who_knocks_without_a_credential_takes_little_and_nothing_from_ingestion() {
    let app = TestApp::with(small()).await;
    let want = r#"413 {"error":"Payload Too Large","message":"the body is larger than 64KiB, and no request of this route needs as much; send less"}"#;
    for path in ["/auth/exchange-token", "/auth/login", "/auth/signup", "/auth/method", "/v1/users/send-verification"] {
        let announced = app.stranger(None).header("content-length", "65537").post(path, "").await;
        assert_eq!(announced.line(), want, "{path}");
        let pieces = (0..20).map(|_| Ok::<_, io::Error>(Bytes::from(vec![b' '; 16 * 1024])));
        let streamed = app.stranger(None).post(path, Body::from_stream(stream::iter(pieces))).await;
        assert_eq!(streamed.line(), want, "{path}");
    }
    let (reading, is_reading) = oneshot::channel();
    let stranger = app.stranger(None);
    tokio::select! {
        answer = stranger.post("/auth/exchange-token", unfinished(reading)) => panic!("no end: {answer:?}"),
        () = async {
            is_reading.await.unwrap();
            assert_room_is_free(&app).await;
        } => {}
    }
    app.stop().await;
}

#[tokio::test]
async fn a_body_that_stands_still_is_given_up() {
    let app = TestApp::with(Settings { body_idle: Duration::from_millis(20), ..Settings::default() }).await;
    let answer = app.visitor(ALICE).post("/v1/runs/ingest", unfinished(oneshot::channel().0)).await;
    assert_eq!(answer.status.as_u16(), 408, "{}", answer.text());
    app.stop().await;
}

#[tokio::test]
async fn a_stranger_is_refused_before_the_body_is_read() {
    let app = TestApp::start().await;
    let unread = Body::from_stream(stream::pending::<Result<Bytes, io::Error>>());
    let answer = app.stranger(None).send(Method::POST, "/v1/runs/ingest", unread).await;
    assert_eq!(answer.status.as_u16(), 401);
    app.stop().await;
}

fn small() -> Settings {
    let mut settings = Settings {
        max_body: quantity::Bytes::mebi(1),
        max_inflated: quantity::Bytes::mebi(2),
        ingest_buffer: quantity::Bytes::mebi(2),
        ..Settings::default()
    };
    settings.events.events = 10;
    settings
}

/// No refused request may keep its room.
async fn assert_room_is_free(app: &TestApp) {
    let metrics = app.stranger(None).on_this_machine().get("/metrics").await;
    let want = "perilune_body_room_free_bytes 2097152";
    assert!(metrics.text().lines().any(|line| line == want), "{}", metrics.text());
}

/// A body that begins and does not go on; tells when it is being read, which is when room has been taken for it.
fn unfinished(reading: oneshot::Sender<()>) -> Body {
    let beginning = stream::once(async {
        // Not every test wants to know.
        let _ = reading.send(());
        Ok::<_, io::Error>(Bytes::from("{"))
    });
    Body::from_stream(beginning.chain(stream::pending()))
}

#[tokio::test]
async fn a_body_that_grows_too_much_while_it_is_mended_is_refused() {
    let events = ingest::Limits { repaired_bytes: 4096, ..ingest::Limits::default() };
    let app = TestApp::with(Settings { events, ..Settings::default() }).await;
    for (controls, status) in [(10, 200), (4000, 413)] {
        let text = "\u{1}".repeat(controls);
        let body = format!(r#"{{"events":[{{"event":"start","runId":"{controls}","input":"{text}"}}]}}"#);
        let answer = app.visitor(ALICE).post("/v1/runs/ingest", body).await;
        assert_eq!(answer.status.as_u16(), status, "{controls} {}", answer.text());
        assert!(status == 200 || answer.text().contains("4KiB, the limit of --max-repaired"), "{}", answer.text());
    }
    app.stop().await;
}

#[tokio::test]
async fn what_people_say_of_a_run_has_the_limits_of_events() {
    let events = ingest::Limits { tags: 1, name_bytes: 8, feedback_bytes: 16, ..ingest::Limits::default() };
    let app = TestApp::with(Settings { events, ..Settings::default() }).await;
    app.visitor(ALICE).ingest(json!({"event": "start", "runId": "r"})).await;
    for (route, body, option) in [
        ("tags", json!({"tags": ["a", "b"]}), "--max-tags"),
        ("tags", json!({"tags": ["longer than that"]}), "--max-name"),
        ("score", json!({"label": "longer than that", "value": 1}), "--max-name"),
        ("score", json!({"label": "a", "value": "longer than sixteen bytes"}), "--max-feedback"),
        ("feedback", json!({"comment": "longer than sixteen bytes"}), "--max-feedback"),
    ] {
        let answer = app.owner(ALICE).patch(&format!("/v1/runs/r/{route}"), body).await;
        assert_eq!(answer.status.as_u16(), 422, "{route} {}", answer.text());
        assert!(answer.text().contains(option), "{route} {}", answer.text());
    }
    app.stop().await;
}

#[tokio::test]
async fn a_body_of_tiny_values_is_refused_before_a_tree_is_made_of_it() {
    let events = ingest::Limits { decoded_bytes: 100_000, ..ingest::Limits::default() };
    let app = TestApp::with(Settings { events, ..Settings::default() }).await;
    let dense = |count: usize| json!({"name": "p", "zeros": vec![0; count]}).to_string();
    let import = |format: &str, count: usize| {
        let content = json!([{"input": vec![0; count]}]).to_string();
        json!({"format": format, "content": if format == "json" { &content } else { content.trim_matches(['[', ']']) }})
    };
    let owner = app.owner(ALICE);
    let set = owner.post("/v1/datasets-v2", dense(100)).await;
    assert_eq!(set.status.as_u16(), 201, "{set:?}");
    let path = format!("/v1/datasets-v2/{}/import", set.json()["id"].as_str().unwrap());
    for format in ["json", "jsonl"] {
        let answer = owner.post(&path, import(format, 100).to_string()).await;
        assert_eq!(answer.status.as_u16(), 200, "{answer:?}");
    }
    let files = ["json", "jsonl"].map(|format| (&path[..], import(format, 1000).to_string()));
    for (path, body) in files.into_iter().chain([("/v1/datasets-v2", dense(1000))]) {
        let answer = owner.post(path, body).await;
        assert_eq!(answer.status.as_u16(), 413, "{answer:?}");
        assert!(answer.text().contains("the limit of --max-decoded"), "{}", answer.text());
    }
    app.stop().await;
}

//! OpenTelemetry over HTTP: every path, every form, every kind of key.

use async_compression::tokio::write::{BrotliEncoder, DeflateEncoder, GzipEncoder, ZlibEncoder, ZstdEncoder};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use model::Role;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceResponse;
use prost::Message;
use serde_json::{Value, json};
use server::quantity::Bytes;
use server::settings::Settings;
use tokio::io::AsyncWriteExt;

use crate::client::Answer;
use crate::spans::{
    JSON, LOGS, METRICS, MODEL, PROTOBUF, TRACES, export, export_json, export_log, export_metrics, export_of, run_of,
    span, text,
};
use crate::test_app::{ALICE, BOB, Project, TestApp};

/// Compresses with any of the encoders.
macro_rules! compressed {
    ($encoder:ident, $bytes:expr) => {{
        let mut encoder = $encoder::new(Vec::new());
        encoder.write_all($bytes).await.unwrap();
        encoder.shutdown().await.unwrap();
        encoder.into_inner()
    }};
}

/// Exports with the private key.
async fn send(app: &TestApp, path: &str, form: &str, body: Vec<u8>) -> Answer {
    app.owner(ALICE).header("content-type", form).post(path, body).await
}

/// What the project has of the run of this span.
async fn run(app: &TestApp, id: u8) -> Value {
    let answer = app.owner(ALICE).get(&format!("/v1/runs/{}", run_of(id))).await;
    assert_eq!(answer.status.as_u16(), 200, "{answer:?}");
    answer.json()
}

/// The counts of all keys of the project: received, stored, merged, and those that were turned away.
async fn ledger(app: &TestApp) -> (u64, u64, u64, Value) {
    let ledger = app.owner(ALICE).get("/v1/ingest/ledger").await.json();
    let mut sums = [0, 0, 0];
    let mut rejected = json!({});
    for row in ledger["data"].as_array().unwrap() {
        for (sum, name) in sums.iter_mut().zip(["received", "stored", "merged"]) {
            *sum += row[name].as_u64().unwrap();
        }
        for (reason, count) in row["rejected"].as_object().unwrap() {
            rejected[reason] = (rejected[reason].as_u64().unwrap_or(0) + count.as_u64().unwrap()).into();
        }
    }
    let turned_away: u64 = rejected.as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(sums[0], sums[1] + sums[2] + turned_away, "received = stored + merged + rejected: {ledger}");
    (sums[0], sums[1], sums[2], rejected)
}

#[tokio::test]
async fn every_path_takes_every_form_in_every_encoding() {
    let app = TestApp::start().await;
    let mut id = 0;
    for path in [TRACES, "/v1/otel/v1/traces", "/v1/otel", "/v1/otel/traces", "/v1/otel/"] {
        for form in [PROTOBUF, JSON, "application/protobuf", "application/json; charset=utf-8"] {
            id += 1;
            let answer_form = if form.contains("json") { "application/json; charset=utf-8" } else { PROTOBUF };
            let spans = vec![span(1, id)];
            let body = if form.contains("json") { export_json(&spans) } else { export(spans) };
            for (encoding, body) in [
                ("gzip", compressed!(GzipEncoder, &body)),
                ("deflate", compressed!(ZlibEncoder, &body)),
                ("deflate", compressed!(DeflateEncoder, &body)),
                ("br", compressed!(BrotliEncoder, &body)),
                ("zstd", compressed!(ZstdEncoder, &body)),
                ("identity", body),
            ] {
                let client = app.owner(ALICE).header("content-type", form).header("content-encoding", encoding);
                let answer = client.post(path, body).await;
                let want = if form.contains("json") { "200 {}" } else { "200 " };
                assert_eq!(answer.line(), want, "{path} {form} {encoding}");
                assert_eq!(answer.header("content-type"), Some(answer_form), "{path} {form} {encoding}");
            }
            let run = run(&app, id).await;
            assert_eq!((&run["type"], &run["name"]), (&json!("llm"), &json!(MODEL)), "{path} {form}: {run}");
            assert_eq!((&run["duration"], &run["status"]), (&json!(1000), &json!("success")), "{path} {form}: {run}");
        }
    }
    let (received, stored, merged, rejected) = ledger(&app).await;
    assert_eq!(
        (received, stored, merged, rejected),
        (240, 40, 200, json!({})),
        "two events a span, and retries change nothing"
    );
    app.stop().await;
}

#[tokio::test]
async fn a_span_that_cannot_be_is_refused_alone_and_the_answer_says_so() {
    let app = TestApp::start().await;
    let bad = |id: u8| opentelemetry_proto::tonic::trace::v1::Span { trace_id: vec![9; 3], ..span(1, id) };
    let answer = send(&app, TRACES, PROTOBUF, export(vec![span(1, 1), bad(2), span(1, 3), bad(4)])).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, Some(PROTOBUF)));
    let partial = ExportTraceServiceResponse::decode(answer.body.clone()).unwrap().partial_success.unwrap();
    assert_eq!(partial.rejected_spans, 2);
    assert_eq!(partial.error_message, "span 1: A trace id must be 16 bytes that are not all zero");
    let answer = send(&app, TRACES, JSON, export_json(&[bad(2), span(1, 5)])).await;
    let want = r#"200 {"partialSuccess":{"rejectedSpans":1,"errorMessage":"span 0: A trace id must be 16 bytes that are not all zero"}}"#;
    assert_eq!(answer.line(), want);
    for id in [1, 3, 5] {
        assert_eq!(run(&app, id).await["name"], MODEL, "{id}");
    }
    assert_eq!(ledger(&app).await, (9, 6, 0, json!({"bad_trace_id": 3})));
    let shown = app.owner(ALICE).get("/v1/ingest/ledger").await.json();
    assert_eq!(shown["data"][0]["lastError"]["reason"], "bad_trace_id");
    app.stop().await;
}

#[tokio::test]
async fn spans_of_a_deleted_run_are_refused_alone() {
    let app = TestApp::start().await;
    send(&app, TRACES, PROTOBUF, export(vec![span(1, 1)])).await;
    assert_eq!(app.owner(ALICE).delete(&format!("/v1/runs/{}", run_of(1))).await.line(), "200 {}");
    let answer = send(&app, TRACES, JSON, export_json(&[span(1, 1), span(1, 2)])).await.json();
    assert_eq!(answer["partialSuccess"]["rejectedSpans"], 1, "{answer}");
    assert!(answer["partialSuccess"]["errorMessage"].as_str().unwrap().starts_with("The run was deleted"), "{answer}");
    assert_eq!(run(&app, 2).await["name"], MODEL);
    app.stop().await;
}

#[tokio::test]
async fn what_is_no_otlp_is_refused_whole_and_for_good() {
    let settings = Settings { max_body: Bytes(2000), max_inflated: Bytes(4000), ..Settings::default() };
    let settings = Settings { events: ingest::Limits { events: 3, ..settings.events }, ..settings };
    let app = TestApp::with(settings).await;
    let whole = export(vec![span(1, 1)]);
    let bomb = compressed!(GzipEncoder, &[0_u8; 5000]);
    for (form, encoding, body, status, piece) in [
        (PROTOBUF, "", whole[..whole.len() - 1].to_vec(), 400, "not an OTLP request in protobuf"),
        (PROTOBUF, "", export_json(&[span(1, 1)]), 400, "not an OTLP request in protobuf"),
        (JSON, "", whole.clone(), 400, "not JSON"),
        (JSON, "", b"[]".to_vec(), 400, "must be a JSON object"),
        (PROTOBUF, "gzip", whole.clone(), 400, "not valid gzip"),
        (PROTOBUF, "snappy", whole.clone(), 415, "'snappy' is not known"),
        ("text/plain", "", whole.clone(), 415, "'text/plain' is not taken here; send application/x-protobuf"),
        ("application/grpc", "", whole.clone(), 200, ""),
        (PROTOBUF, "", export((1..5).map(|id| span(1, id)).collect()), 413, "--max-events"),
        (PROTOBUF, "", vec![0; 2001], 413, "--max-body"),
        (PROTOBUF, "gzip", bomb, 413, "--max-inflated"),
    ] {
        let mut client = app.owner(ALICE).header("content-type", form);
        if !encoding.is_empty() {
            client = client.header("content-encoding", encoding);
        }
        let answer = client.post(TRACES, body).await;
        assert_eq!(answer.status.as_u16(), status, "{form} {encoding} {piece}: {answer:?}");
        assert_eq!(answer.header("retry-after"), None, "{piece}");
        if status != 200 {
            assert!(answer.json()["message"].as_str().unwrap().contains(piece), "{piece}: {answer:?}");
        } else {
            assert_eq!(answer.header("grpc-status"), Some("12"), "a call of gRPC that there is not");
        }
    }
    let answer = app.owner(ALICE).post(TRACES, whole).await;
    assert_eq!(answer.status.as_u16(), 415, "without a media type: {answer:?}");
    assert_eq!(ledger(&app).await, (0, 0, 0, json!({})));
    app.stop().await;
}

#[tokio::test]
async fn an_export_that_finds_no_room_is_to_be_sent_again() {
    let settings =
        Settings { ingest_buffer: Bytes(1024), ingest_wait: std::time::Duration::ZERO, ..Settings::default() };
    let app = TestApp::with(settings).await;
    let answer = send(&app, TRACES, PROTOBUF, export(vec![span(1, 1)])).await;
    assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (429, Some("2")), "{answer:?}");
    let grpc = app.owner(ALICE).header("content-type", "application/grpc");
    let answer = grpc.post("/opentelemetry.proto.collector.trace.v1.TraceService/Export", vec![0; 5]).await;
    assert_eq!(answer.header("grpc-status"), Some("8"), "{answer:?}");
    assert!(answer.header("google.rpc.retryinfo-bin").is_some() && answer.header("grpc-status-details-bin").is_some());
    app.stop().await;
}

/// An export with these headers, and whether a run comes of it; the message if not.
async fn check_key(app: &TestApp, headers: &[(&str, String)], want: Result<Project, &str>) {
    let mut client = app.stranger(None).header("content-type", PROTOBUF);
    for (name, value) in headers {
        client = client.header(name, value);
    }
    let answer = client.post(TRACES, export(vec![span(1, 1)])).await;
    match want {
        Ok(project) => {
            assert_eq!(answer.status.as_u16(), 200, "{headers:?} {answer:?}");
            let path = format!("/v1/runs/{}", run_of(1));
            assert_eq!(app.owner(project).get(&path).await.status.as_u16(), 200, "{headers:?}");
        }
        Err(message) => {
            assert_eq!(answer.status.as_u16(), 401, "{headers:?} {answer:?}");
            assert_eq!(answer.json()["message"], message, "{headers:?}");
        }
    }
}

#[tokio::test]
async fn a_key_may_come_in_every_form_that_an_exporter_can_send() {
    let (public, private) = (ALICE.public_key, ALICE.private_key);
    let basic = |text: &str| format!("Basic {}", BASE64_STANDARD.encode(text));
    let authorization = |value: &str| vec![("authorization", value.to_owned())];
    for headers in [
        authorization(&format!("Bearer {public}")),
        authorization(&format!("Bearer {private}")),
        authorization(&format!("bearer {}", private.to_uppercase())),
        authorization(&format!("Bearer%20{private}")),
        authorization(&format!("Basic {public}")),
        authorization(&basic(&format!("{public}:"))),
        authorization(&basic(&format!(":{private}"))),
        authorization(&basic(&format!("{public}:{private}"))),
        authorization(&basic(&format!("{public}:x"))),
        authorization(&basic(private)),
        authorization(&basic(&format!("{public}:{private}")).replace(' ', "%20").replace('=', "%3D")),
        vec![("x-api-key", public.to_owned())],
        vec![("x-api-key", private.to_owned())],
        vec![("lunary-project-key", public.to_owned())],
        vec![("lunary-project-key", private.to_owned())],
        vec![("lunary-project-key", format!("%20{public}"))],
        vec![("lunary-project-key", BOB.public_key.to_owned()), ("x-api-key", public.to_owned())],
    ] {
        let app = TestApp::start().await;
        check_key(&app, &headers, Ok(ALICE)).await;
        app.stop().await;
    }
}

#[tokio::test]
async fn without_a_key_that_is_known_nothing_is_stored() {
    let app = TestApp::start().await;
    let unknown = "00000000-0000-4000-8000-00000000dead";
    let basic = |text: &str| format!("Basic {}", BASE64_STANDARD.encode(text));
    for (headers, message) in [
        (vec![], "Missing API key or session"),
        (vec![("authorization", format!("Bearer {unknown}"))], "Invalid API key"),
        (vec![("authorization", basic(&format!("{unknown}:")))], "Invalid API key"),
        (vec![("authorization", basic("admin:admin"))], "Invalid access token"),
        (vec![("authorization", "Bearer abc".to_owned())], "Invalid access token"),
        (vec![("x-api-key", "abc".to_owned())], "Invalid API key"),
        (vec![("lunary-project-key", unknown.to_owned())], "Invalid API key"),
        (vec![("lunary-project-key", "abc".to_owned())], "Invalid API key"),
        (
            vec![("lunary-project-key", ALICE.public_key.to_owned()), ("x-api-key", unknown.to_owned())],
            "Invalid API key",
        ),
        (
            vec![("lunary-project-key", ALICE.public_key.to_owned()), ("authorization", "x".to_owned())],
            "Missing API key or session",
        ),
    ] {
        check_key(&app, &headers, Err(message)).await;
    }
    for path in [TRACES, LOGS, METRICS, "/v1/otel"] {
        for (form, body) in [("text/plain", "x"), (PROTOBUF, "x"), (JSON, "x"), (JSON, "{}"), (PROTOBUF, "")] {
            let answer = app.stranger(None).header("content-type", form).post(path, body).await;
            assert_eq!(answer.status.as_u16(), 401, "{path} {form} {body}: {answer:?}");
        }
    }
    assert_eq!(ledger(&app).await, (0, 0, 0, json!({})));
    app.stop().await;
}

#[tokio::test]
async fn a_public_key_in_an_attribute_counts_when_no_header_has_one() {
    let app = TestApp::start().await;
    let named = |key: &str| vec![text("lunary.project_key", key)];
    let of_resource = export_of(named(ALICE.public_key), vec![span(1, 1)]);
    let mut of_span = span(1, 2);
    of_span.attributes.extend(named(ALICE.public_key));
    for (id, body) in [(1, of_resource.clone()), (2, export(vec![of_span]))] {
        let answer = app.stranger(None).header("content-type", PROTOBUF).post(TRACES, body).await;
        assert_eq!(answer.line(), "200 ", "{id}");
        assert_eq!(run(&app, id).await["name"], MODEL);
    }
    for (key, id) in [(ALICE.private_key, 3), ("00000000-0000-4000-8000-00000000dead", 4), ("abc", 5)] {
        let body = export_of(named(key), vec![span(1, id)]);
        let answer = app.stranger(None).header("content-type", PROTOBUF).post(TRACES, body).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["message"]), (401, &json!("Invalid API key")), "{key}");
    }
    let answer = app.owner(BOB).header("content-type", PROTOBUF).post(TRACES, of_resource).await;
    assert_eq!(answer.status.as_u16(), 200);
    assert_eq!(
        app.owner(BOB).get(&format!("/v1/runs/{}", run_of(1))).await.status.as_u16(),
        200,
        "a header counts first"
    );
    app.stop().await;
}

#[tokio::test]
async fn a_key_in_an_attribute_is_looked_at_before_the_spans_are() {
    let settings = Settings::default();
    let settings = Settings { events: ingest::Limits { events: 3, ..settings.events }, ..settings };
    let app = TestApp::with(settings).await;
    for (key, status) in [(ALICE.public_key, 413), ("00000000-0000-4000-8000-00000000dead", 401)] {
        let body = export_of(vec![text("lunary.project_key", key)], (1..5).map(|id| span(1, id)).collect());
        let answer = app.stranger(None).header("content-type", PROTOBUF).post(TRACES, body).await;
        assert_eq!(answer.status.as_u16(), status, "{answer:?}");
    }
    app.stop().await;
}

#[tokio::test]
async fn what_spans_share_is_bounded() {
    let app = TestApp::start().await;
    let resource = vec![text("k", &"x".repeat(30 << 10))];
    let spans = (0..3000_u64)
        .map(|n| opentelemetry_proto::tonic::trace::v1::Span { span_id: (n + 1).to_be_bytes().to_vec(), ..span(1, 1) });
    let answer = send(&app, TRACES, PROTOBUF, export_of(resource, spans.collect())).await;
    assert_eq!(answer.status.as_u16(), 413, "{answer:?}");
    assert!(answer.text().contains("64MiB") && answer.text().contains("--max-repaired"), "{answer:?}");
    app.stop().await;
}

#[tokio::test]
async fn of_people_those_may_export_whose_role_may_create_logs() {
    let app = TestApp::with_people().await;
    for (role, status) in [(Role::Member, 200), (Role::Viewer, 403), (Role::PromptEditor, 403)] {
        let person = app.person(ALICE, role).await.header("content-type", PROTOBUF);
        let body = export(vec![span(1, 1)]);
        let answer = person.in_project(ALICE.public_key).post(TRACES, body).await;
        assert_eq!(answer.status.as_u16(), status, "{role:?} {answer:?}");
    }
    let nowhere = app.stranger(Some(&app.token_of(&ALICE.mail(Role::Member)).await)).header("content-type", PROTOBUF);
    assert_eq!(nowhere.post(TRACES, export(vec![span(1, 2)])).await.status.as_u16(), 400);
    app.stop().await;
}

#[tokio::test]
async fn one_span_id_in_two_traces_is_two_runs() {
    let app = TestApp::start().await;
    for trace in [1, 2, 1, 2] {
        assert_eq!(send(&app, TRACES, PROTOBUF, export(vec![span(trace, 7)])).await.line(), "200 ");
    }
    let list = app.owner(ALICE).get("/v1/runs?type=llm").await.json();
    assert_eq!(list["data"].as_array().map_or(0, Vec::len), 2, "{list}");
    assert_eq!(ledger(&app).await, (8, 4, 4, json!({})));
    assert_eq!(app.owner(BOB).get(&format!("/v1/runs/{}", run_of(7))).await.status.as_u16(), 404);
    app.stop().await;
}

#[tokio::test]
async fn a_log_record_is_part_of_the_run_of_its_span_whichever_comes_first() {
    let app = TestApp::start().await;
    for (id, log_first) in [(1, true), (2, false)] {
        for is_log in [log_first, !log_first] {
            let (path, body) =
                if is_log { (LOGS, export_log(1, id, "Hello")) } else { (TRACES, export(vec![span(1, id)])) };
            assert_eq!(send(&app, path, PROTOBUF, body).await.line(), "200 ", "{path}");
        }
        let run = run(&app, id).await;
        assert_eq!(run["name"], MODEL);
        assert!(run["input"].to_string().contains("Hello"), "{run}");
    }
    let (_, _, _, rejected) = ledger(&app).await;
    assert_eq!(rejected, json!({"nothing_to_store": 2}), "a record about no run is only counted");
    app.stop().await;
}

#[tokio::test]
async fn metrics_are_accepted_and_the_ledger_says_that_they_are_not_stored() {
    let app = TestApp::start().await;
    for path in [METRICS, "/v1/otel/v1/metrics"] {
        assert_eq!(send(&app, path, PROTOBUF, export_metrics(3)).await.line(), "200 ", "{path}");
        assert_eq!(send(&app, path, JSON, b"{}".to_vec()).await.line(), "200 {}", "{path}");
    }
    assert_eq!(send(&app, METRICS, PROTOBUF, vec![0xff]).await.status.as_u16(), 400);
    assert_eq!(ledger(&app).await, (6, 0, 0, json!({"metrics_not_stored": 6})));
    let shown = app.owner(ALICE).get("/v1/ingest/ledger").await.json();
    assert_eq!(shown["data"][0]["lastError"], Value::Null, "it hides no true error");
    app.stop().await;
}

#[tokio::test]
async fn an_empty_export_is_fine() {
    let app = TestApp::start().await;
    for path in [TRACES, LOGS, METRICS] {
        assert_eq!(send(&app, path, PROTOBUF, Vec::new()).await.line(), "200 ", "{path}");
        assert_eq!(send(&app, path, JSON, b"{}".to_vec()).await.line(), "200 {}", "{path}");
    }
    assert_eq!(ledger(&app).await, (0, 0, 0, json!({})));
    app.stop().await;
}

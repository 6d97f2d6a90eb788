//! OpenTelemetry over gRPC: on the port of the API and on one of its own, over real connections to the real binary.

#![expect(clippy::disallowed_methods, reason = "a connection of the test ends with the test: nothing waits for it")]

use std::net::TcpListener;

use async_compression::tokio::write::{GzipEncoder, ZlibEncoder, ZstdEncoder};
use axum::body::Bytes;
use axum::http::{HeaderMap, Request};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http2::{SendRequest, handshake};
use hyper_util::rt::{TokioExecutor, TokioIo};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceResponse;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::process::{Running, directory, refused};
use crate::spans::{MODEL, export, export_log, export_metrics, export_of, run_of, span, text};

const PUBLIC_KEY: &str = "11111111-1111-4111-8111-111111111111";
const PRIVATE_KEY: &str = "22222222-2222-4222-8222-222222222222";

const TRACES: &str = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
const LOGS: &str = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";
const METRICS: &str = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";

fn start(more: &[&str]) -> (TempDir, Running) {
    let dir = directory();
    let keys = ["--init-public-key", PUBLIC_KEY, "--init-private-key", PRIVATE_KEY];
    let server = Running::start(dir.path(), &[&keys, more].concat());
    (dir, server)
}

/// A port that nobody listens on.
fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

/// A connection that speaks HTTP/2 from its first byte on.
struct Channel {
    sender: SendRequest<Full<Bytes>>,
    address: String,
}

/// How a call went.
#[derive(Debug)]
struct Outcome {
    /// What came before the message, or all when there was none.
    headers: HeaderMap,
    status: String,
    message: Bytes,
}

impl Channel {
    async fn open(address: &str) -> Channel {
        let stream = TcpStream::connect(address).await.unwrap();
        let (sender, connection) = handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        Channel { sender, address: address.to_owned() }
    }

    /// One unary call with this metadata, whose body is taken as it is.
    async fn call_framed(&mut self, path: &str, metadata: &[(&str, &str)], frame: Vec<u8>) -> Outcome {
        let mut request = Request::post(format!("http://{}{path}", self.address))
            .header("content-type", "application/grpc")
            .header("te", "trailers");
        for (name, value) in metadata {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(Bytes::from(frame))).unwrap();
        self.sender.ready().await.unwrap();
        let answer = self.sender.send_request(request).await.unwrap();
        assert_eq!(answer.status().as_u16(), 200, "{answer:?}");
        assert_eq!(answer.headers()["content-type"], "application/grpc");
        let headers = answer.headers().clone();
        let body = answer.into_body().collect().await.unwrap();
        let trailers = body.trailers().cloned().unwrap_or_else(|| headers.clone());
        let status = trailers["grpc-status"].to_str().unwrap().to_owned();
        Outcome { headers, status, message: body.to_bytes() }
    }

    /// One unary call with this metadata and this message.
    async fn call(&mut self, path: &str, metadata: &[(&str, &str)], message: &[u8]) -> Outcome {
        self.call_framed(path, metadata, frame(0, message)).await
    }
}

fn frame(flag: u8, message: &[u8]) -> Vec<u8> {
    let length = u32::try_from(message.len()).unwrap();
    [&[flag], &length.to_be_bytes()[..], message].concat()
}

/// What the server has of the run of this span, over HTTP/1.1 on the port of the API.
async fn run(server: &Running, id: u8) -> serde_json::Value {
    let stream = TcpStream::connect(server.address()).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let request = Request::get(format!("/v1/runs/{}", run_of(id)))
        .header("host", "test")
        .header("authorization", format!("Bearer {PRIVATE_KEY}"))
        .body(Full::<Bytes>::default())
        .unwrap();
    let body = sender.send_request(request).await.unwrap().into_body().collect().await.unwrap().to_bytes();
    serde_json::from_slice(&body).unwrap()
}

#[tokio::test]
async fn every_service_answers_on_both_ports() {
    let grpc = free_address();
    let (_dir, server) = start(&["--otlp-grpc-listen", &grpc]);
    let key = [("authorization", format!("Bearer {PUBLIC_KEY}"))];
    let key = [(key[0].0, key[0].1.as_str())];
    for (id, address) in [(1, server.address()), (2, grpc.as_str())] {
        let mut channel = Channel::open(address).await;
        for (path, message) in [
            (TRACES, export(vec![span(1, id)])),
            (LOGS, export_log(1, id, "Hello")),
            (METRICS, export_metrics(3)),
            (TRACES, Vec::new()),
        ] {
            let outcome = channel.call(path, &key, &message).await;
            assert_eq!((outcome.status.as_str(), &outcome.message[..]), ("0", &[0; 5][..]), "{path} {outcome:?}");
        }
        let run = run(&server, id).await;
        assert_eq!((run["name"].as_str(), run["input"].to_string().contains("Hello")), (Some(MODEL), true), "{run}");
        let outcome = channel.call("/opentelemetry.proto.collector.profiles.v1/Export", &key, b"").await;
        assert_eq!(outcome.status, "12", "{outcome:?}");
    }
    assert_eq!(server.stop("-TERM").0, Some(0));
}

#[tokio::test]
async fn messages_may_be_compressed() {
    /// Compresses with any of the encoders.
    macro_rules! compressed {
        ($encoder:ident, $bytes:expr) => {{
            let mut encoder = $encoder::new(Vec::new());
            encoder.write_all($bytes).await.unwrap();
            encoder.shutdown().await.unwrap();
            encoder.into_inner()
        }};
    }
    let (_dir, server) = start(&["--otlp-grpc-listen", "off", "--max-inflated", "1000B"]);
    let mut channel = Channel::open(server.address()).await;
    let message = |id| export(vec![span(1, id)]);
    for (encoding, flag, body, status) in [
        ("gzip", 1, compressed!(GzipEncoder, &message(1)), "0"),
        ("deflate", 1, compressed!(ZlibEncoder, &message(2)), "0"),
        ("zstd", 1, compressed!(ZstdEncoder, &message(3)), "0"),
        ("gzip", 0, message(4), "0"),
        ("identity", 0, message(5), "0"),
        ("identity", 1, message(6), "3"),
        ("snappy", 1, message(6), "12"),
        ("gzip", 1, message(6), "3"),
        ("gzip", 1, compressed!(GzipEncoder, &[0_u8; 2000]), "8"),
    ] {
        let metadata = [("x-api-key", PUBLIC_KEY), ("grpc-encoding", encoding)];
        let outcome = channel.call_framed(TRACES, &metadata, frame(flag, &body)).await;
        assert_eq!(outcome.status, status, "{encoding} {flag} {outcome:?}");
        assert_eq!(outcome.headers["grpc-accept-encoding"], "identity,gzip,deflate,zstd");
        assert!(
            !outcome.headers.contains_key("grpc-status-details-bin"),
            "none of it is to be sent again: {outcome:?}"
        );
    }
    for id in 1..6 {
        assert_eq!(run(&server, id).await["name"], MODEL, "{id}");
    }
    assert_eq!(server.stop("-TERM").0, Some(0));
}

#[tokio::test]
async fn refusals_have_the_codes_of_the_specification() {
    let (_dir, server) = start(&["--otlp-grpc-listen", "off", "--max-body", "4KiB", "--max-events", "5"]);
    let mut channel = Channel::open(server.address()).await;
    let whole = export(vec![span(1, 1)]);
    let many = export((1..8).map(|id| span(1, id)).collect());
    let own = [("lunary-project-key", PUBLIC_KEY)];
    for (metadata, body, status, piece) in [
        (&[][..], frame(0, &whole), "16", "Missing API key"),
        (&[("authorization", "Bearer abc")], frame(0, &whole), "16", "Invalid access token"),
        (&own, frame(0, &whole[..whole.len() - 1]), "3", "not an OTLP request"),
        (&own, whole.clone(), "3", "one whole message"),
        (&own, Vec::new(), "3", "no message"),
        (&own, frame(0, &[0; 5000]), "8", "--max-body"),
        (&own, frame(0, &many), "8", "--max-events"),
    ] {
        let outcome = channel.call_framed(TRACES, metadata, body).await;
        assert_eq!(outcome.status, status, "{piece} {outcome:?}");
        assert!(outcome.headers["grpc-message"].to_str().unwrap().contains(piece), "{piece} {outcome:?}");
    }
    let named = export_of(vec![text("lunary.project_key", PUBLIC_KEY)], vec![span(1, 2), Span::default()]);
    let outcome = channel.call(TRACES, &[], &named).await;
    let partial = ExportTraceServiceResponse::decode(&outcome.message[5..]).unwrap().partial_success.unwrap();
    assert_eq!((outcome.status.as_str(), partial.rejected_spans), ("0", 1), "{partial:?}");
    assert_eq!(run(&server, 2).await["name"], MODEL);
    assert_eq!(server.stop("-TERM").0, Some(0));
}

#[tokio::test]
async fn an_idle_channel_is_closed_and_a_busy_one_is_not() {
    let (_dir, server) = start(&["--otlp-grpc-listen", "off", "--head-timeout", "100ms", "--idle-timeout", "200ms"]);
    let mut channel = Channel::open(server.address()).await;
    let began = std::time::Instant::now();
    while began.elapsed().as_millis() < 700 {
        let outcome = channel.call(METRICS, &[("x-api-key", PUBLIC_KEY)], &[]).await;
        assert_eq!(outcome.status, "0");
    }
    let mut stream = TcpStream::connect(server.address()).await.unwrap();
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await.unwrap();
    let mut rest = Vec::new();
    tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut rest).await.unwrap();
    assert!(!rest.starts_with(b"HTTP/1.1"), "whoever speaks HTTP/2 is not answered in HTTP/1.1");
    assert_eq!(server.stop("-TERM").0, Some(0));
}

#[test]
fn a_port_of_grpc_that_was_asked_for_has_to_be_free() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, stderr) = refused(directory().path(), &["--otlp-grpc-listen", &address]);
    assert_eq!(code, Some(1), "{stderr}");
    assert!(
        stderr.contains(&format!("cannot listen on {address}")) && stderr.contains("--otlp-grpc-listen"),
        "{stderr}"
    );
    let (code, stderr) = refused(directory().path(), &["--otlp-grpc-listen", "off,127.0.0.1:0"]);
    assert_eq!(code, Some(2), "{stderr}");
}

#[test]
fn the_default_port_of_grpc_may_be_taken() {
    // Whether this test gets it or something else on this machine has it: it is taken.
    let _taken = TcpListener::bind("127.0.0.1:4317");
    let (_dir, server) = start(&[]);
    let (code, stderr) = server.stop("-TERM");
    assert_eq!(code, Some(0), "{stderr}");
    assert_eq!(stderr.matches("on the port of the API only").count(), 1, "{stderr}");
}

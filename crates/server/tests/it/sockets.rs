//! Clients that are slow, that go away, or that are many: over real connections to the real binary.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;

use crate::process::{Running, directory};

const PUBLIC_KEY: &str = "11111111-1111-4111-8111-111111111111";
const PRIVATE_KEY: &str = "22222222-2222-4222-8222-222222222222";

fn start(more: &[&str]) -> (TempDir, Running) {
    let dir = directory();
    let keys = ["--init-public-key", PUBLIC_KEY, "--init-private-key", PRIVATE_KEY];
    let server = Running::start(dir.path(), &[&keys, more].concat());
    (dir, server)
}

fn connect(server: &Running) -> TcpStream {
    let stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    stream
}

/// What comes until the server ends the connection.
fn rest(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        // A server that closes what it has not read to the end resets it.
        Err(error) if error.kind() != ErrorKind::ConnectionReset => panic!("{error}"),
        _ => String::from_utf8(bytes).unwrap(),
    }
}

/// Sends one request and gives all that comes back.
fn ask(server: &Running, method: &str, path: &str, key: &str, body: &str) -> String {
    let mut stream = connect(server);
    let head = head(method, path, key, body.len(), "close");
    // Who is refused before the body is read may find the connection closed.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
    rest(stream)
}

fn head(method: &str, path: &str, key: &str, length: usize, connection: &str) -> String {
    format!(
        "{method} {path} HTTP/1.1\r\nHost: test\r\nConnection: {connection}\r\nAuthorization: Bearer {key}\r\n\
         Content-Length: {length}\r\n\r\n"
    )
}

fn event(id: &str, input: &str) -> String {
    json!({"events": [{"type": "llm", "event": "start", "runId": id, "input": input}]}).to_string()
}

#[test]
fn who_does_not_finish_a_head_is_sent_away() {
    let (_dir, server) = start(&["--head-timeout", "300ms"]);
    let mut slow = connect(&server);
    slow.write_all(b"GET /v1/health HTTP/1.1\r\nHost:").unwrap();
    let answer = rest(slow);
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("300ms, the limit of --head-timeout"), "{answer}");
    assert_eq!(rest(connect(&server)), "", "who sends nothing is told nothing");
    assert!(ask(&server, "GET", "/v1/health", "", "").starts_with("HTTP/1.1 200 "));
    assert_eq!(server.stop("-TERM").0, Some(0));
}

#[test]
fn a_kept_connection_outlives_the_time_for_a_head_but_not_that_for_being_idle() {
    let (_dir, server) = start(&["--head-timeout", "250ms", "--idle-timeout", "1500ms"]);
    let mut kept = connect(&server);
    let mut answer = [0; 4096];
    for _ in 0..2 {
        kept.write_all(head("GET", "/v1/health", "", 0, "keep-alive").as_bytes()).unwrap();
        let count = kept.read(&mut answer).unwrap();
        assert!(answer[..count].starts_with(b"HTTP/1.1 200 "), "{:?}", str::from_utf8(&answer[..count]));
        kept.set_read_timeout(Some(Duration::from_millis(400))).unwrap();
        let waited = kept.read(&mut answer).unwrap_err();
        assert!(matches!(waited.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "still open: {waited}");
    }
    let mut slow = kept.try_clone().unwrap();
    slow.set_read_timeout(Some(Duration::from_millis(900))).unwrap();
    slow.write_all(b"GET /v1/health HT").unwrap();
    assert_eq!(slow.read(&mut answer).unwrap(), 0, "a later head has no more time than the first");

    let mut idle = connect(&server);
    idle.write_all(head("GET", "/v1/health", "", 0, "keep-alive").as_bytes()).unwrap();
    assert!(rest(idle).starts_with("HTTP/1.1 200 "), "closed when idle for too long");
    assert_eq!(server.stop("-TERM").0, Some(0));
}

#[test]
fn who_does_not_finish_a_body_is_sent_away() {
    let (_dir, server) = start(&["--body-idle", "100ms"]);
    let mut slow = connect(&server);
    slow.write_all(head("POST", "/v1/runs/ingest", PUBLIC_KEY, 1000, "keep-alive").as_bytes()).unwrap();
    slow.write_all(b"{\"events\":[").unwrap();
    let answer = rest(slow);
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("100ms, the limit of --body-idle"), "{answer}");
    assert_eq!(server.stop("-TERM").0, Some(0));
}

#[test]
fn who_reads_no_answer_is_sent_away() {
    let (_dir, server) = start(&["--body-idle", "300ms"]);
    for part in 0..10 {
        ask(&server, "POST", "/v1/runs/ingest", PUBLIC_KEY, &event(&format!("r{part}"), &"x".repeat(2 << 20)));
    }
    let mut deaf = connect(&server);
    deaf.write_all(head("GET", "/v1/runs?type=llm,tool", PRIVATE_KEY, 0, "keep-alive").as_bytes()).unwrap();
    let (code, stderr) = server.stop("-TERM");
    assert_eq!(code, Some(0));
    assert!(!stderr.contains("did not finish in time"), "{stderr}");
    assert!(rest(deaf).len() < 20 << 20, "the answer was cut");
}

#[test]
fn a_request_that_is_cut_stores_nothing_and_gives_its_room_back() {
    let (_dir, server) = start(&["--max-body", "1MiB", "--max-inflated", "1MiB", "--ingest-buffer", "1MiB"]);
    for _ in 0..3 {
        let mut cut = connect(&server);
        cut.write_all(head("POST", "/v1/runs/ingest", PUBLIC_KEY, 1 << 20, "keep-alive").as_bytes()).unwrap();
        cut.write_all(event("cut", "x").as_bytes()).unwrap();
    }
    let whole = ask(&server, "POST", "/v1/runs/ingest", PUBLIC_KEY, &event("whole", &"x".repeat(1_000_000)));
    assert!(
        whole.starts_with("HTTP/1.1 200 ") && whole.ends_with(r#"{"results":[{"id":"whole","success":true}]}"#),
        "{whole}"
    );
    assert!(ask(&server, "GET", "/v1/runs/whole", PRIVATE_KEY, "").starts_with("HTTP/1.1 200 "));
    assert!(ask(&server, "GET", "/v1/runs/cut", PRIVATE_KEY, "").starts_with("HTTP/1.1 404 "));
    let metrics = ask(&server, "GET", "/metrics", "", "");
    assert!(metrics.contains("perilune_body_room_free_bytes 1048576"), "{metrics}");
    assert_eq!(server.stop("-TERM").0, Some(0));
}

#[test]
fn more_bodies_than_there_is_room_for_are_all_answered() {
    let (_dir, server) =
        start(&["--max-body", "1MiB", "--max-inflated", "1MiB", "--ingest-buffer", "2MiB", "--ingest-wait", "300ms"]);
    let input = "x".repeat(900_000);
    let answers: Vec<(String, String)> = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..40)
            .map(|at| {
                let (server, input) = (&server, &input);
                scope.spawn(move || {
                    let id = format!("many-{at}");
                    let answer = ask(server, "POST", "/v1/runs/ingest", PUBLIC_KEY, &event(&id, input));
                    (id, answer)
                })
            })
            .collect();
        senders.into_iter().map(|sender| sender.join().unwrap()).collect()
    });
    let mut stored = 0;
    for (id, answer) in answers {
        let read = ask(&server, "GET", &format!("/v1/runs/{id}"), PRIVATE_KEY, "");
        if answer.starts_with("HTTP/1.1 200 ") {
            stored += 1;
            assert!(read.starts_with("HTTP/1.1 200 "), "{id} was acknowledged");
        } else {
            assert!(answer.starts_with("HTTP/1.1 429 ") && answer.contains("--ingest-wait"), "{id}: {answer:?}");
            assert!(read.starts_with("HTTP/1.1 404 "), "{id} was refused");
        }
    }
    assert!(stored >= 2, "{stored}");
    assert_eq!(server.stop("-TERM").0, Some(0));
}

//! How many events a second one core decodes: batches of 100 events of about 1.5 KB, starts and ends of the shapes that the
//! official SDKs send. Run with `cargo run --release -p ingest --example decode_speed`; it prints events and bytes a second.

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write as _;
use std::time::{Duration, Instant};

use ingest::{Limits, decode_batch};
use model::Timestamp;

const EVENTS: usize = 100;

fn main() -> std::io::Result<()> {
    let body = batch();
    let now = Timestamp::from_millis(1_740_821_401_000);
    let limits = Limits::default();
    let mut rounds = 0_usize;
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(3) {
        let decoded = decode_batch(black_box(body.as_bytes()), now, &limits);
        let stored = decoded.map_or(0, |events| events.iter().filter(|event| event.result.is_ok()).count());
        assert_eq!(stored, EVENTS, "every event of the batch is sound");
        rounds += 1;
    }
    let seconds = began.elapsed().as_secs_f64();
    let events = (rounds * EVENTS) as f64 / seconds;
    let megabytes = (rounds * body.len()) as f64 / seconds / 1e6;
    let per_event = body.len() / EVENTS;
    writeln!(std::io::stdout(), "{events:.0} events/s, {megabytes:.0} MB/s, {per_event} bytes an event, one thread")
}

fn batch() -> String {
    let mut body = String::from("{\"events\":[");
    for index in 0..EVENTS {
        if index > 0 {
            body.push(',');
        }
        let run = format!("{:08x}-bd24-4f67-8a01-b3d27c2f1e5a", index / 2);
        let text = "The parcel left our \\\"north\\\" warehouse on Monday; expect it within two days.\\n".repeat(10);
        let written = if index % 2 == 0 {
            write!(
                body,
                r#"{{"event":"start","type":"llm","name":"gpt-4o","userId":"u-{index}","userProps":{{"name":"Ana"}},"tags":["support","v2"],"threadTags":null,"runId":"{run}","parentRunId":"9b564fe5-7a84-478d-ed32-76180bb3ce17","timestamp":"2025-03-01T09:30:{:02}.120456+00:00","message":null,"input":[{{"role":"system","content":"Be brief.","refusal":null,"audio":null,"tool_calls":null}},{{"role":"user","content":"{text}","refusal":null,"audio":null,"tool_calls":null}}],"output":null,"error":null,"feedback":null,"runtime":"lunary-py","tokensUsage":null,"metadata":{{"feature":"math","retries":2}},"params":{{"temperature":0.2,"max_tokens":50}},"templateId":null,"appId":null,"threadMetadata":null}}"#,
                index % 60
            )
        } else {
            write!(
                body,
                r#"{{"event":"end","type":"llm","name":"gpt-4o","userId":null,"userProps":null,"tags":null,"threadTags":null,"runId":"{run}","parentRunId":null,"timestamp":"2025-03-01T09:31:{:02}.354120+00:00","message":null,"input":null,"output":{{"role":"assistant","content":"{text}{text}","refusal":null,"tool_calls":null}},"error":null,"feedback":null,"runtime":"lunary-py","tokensUsage":{{"completion":16,"prompt":23,"promptCached":0}},"metadata":null,"params":null,"templateId":null,"appId":null,"threadMetadata":null}}"#,
                index % 60
            )
        };
        written.expect("a string can always be written to");
    }
    body.push_str("]}");
    body
}

//! What comes from OpenTelemetry: messages one by one, the span's own words, and span ids that two traces use.

use model::{Event, EventKind, MetadataEntry, RawJson, RunId, Side, SpanId, TraceId, Usage, part};
use testkit::clock::NOON;
use testkit::event::{end, start};

use crate::place::Place;

fn trace(byte: u8) -> TraceId {
    TraceId::from_bytes([byte; 16]).unwrap()
}

fn span(byte: u8) -> SpanId {
    SpanId::from_bytes([byte; 8]).unwrap()
}

/// A span of a trace, as ingest makes it.
fn span_event(of: TraceId, id: SpanId, parent: Option<SpanId>, name: &str) -> Event {
    let mut event = start("any").name(name).build();
    (event.run, event.trace, event.span) = (id.run(), Some(of), Some(id));
    (event.parent, event.parent_span) = (parent.map(SpanId::run), parent);
    event
}

fn message(run: &str, side: Side, nanos: u64, body: &str) -> Event {
    let mut event = Event::new(RunId::from_client(run), EventKind::Part, NOON);
    event.hash = nanos;
    event.parts = vec![MetadataEntry { key: part::key(side, nanos, 0, nanos), value: RawJson::from_checked(body) }];
    event
}

#[tokio::test]
async fn messages_that_come_one_by_one_make_input_and_output_in_any_order() {
    let place = Place::new().await;
    place.send(vec![message("1", Side::Output, 9, "3"), message("1", Side::Input, 2, "2")]).await;
    assert!(place.get("1").await.is_none(), "messages alone make no run");
    place.send(vec![start("1").build(), message("1", Side::Input, 1, "1"), message("1", Side::Input, 2, "2")]).await;
    let run = place.get("1").await.unwrap();
    assert_eq!(run.input.as_ref().map(RawJson::text), Some("[1,2]"));
    assert_eq!(run.output.as_ref().map(RawJson::text), Some("3"));
    place.send(vec![end("1").at(5).output("the span's own").build()]).await;
    let run = place.get("1").await.unwrap();
    assert_eq!(run.output.as_ref().map(RawJson::text), Some("\"the span's own\""));
}

#[tokio::test]
async fn what_a_span_said_can_be_asked_for_and_rare_counts_are_kept() {
    let place = Place::new().await;
    let mut last = end("1").at(5).build();
    last.attributes = Some(RawJson::from_checked(r#"{"gen_ai.system":"openai"}"#));
    let usage =
        Usage { prompt_tokens: Some(9), reasoning_tokens: Some(4), audio_prompt_tokens: Some(0), ..Usage::default() };
    (last.usage, last.trace) = (Some(usage), Some(trace(7)));
    place.send(vec![start("1").build(), last]).await;
    place.send(vec![end("1").at(5).metadata("late", 1).build()]).await;
    let run = place.get("1").await.unwrap();
    assert_eq!((run.usage, run.otel_trace), (usage, Some(trace(7))));
    let told = place.runs.span(&place.sender.scope, RunId::from_client("1")).await.unwrap();
    assert_eq!(told.as_ref().map(RawJson::text), Some(r#"{"gen_ai.system":"openai"}"#));
    assert!(place.runs.span(&place.other_project().await.scope, RunId::from_client("1")).await.unwrap().is_none());
}

#[tokio::test]
async fn a_span_id_that_two_traces_use_names_a_run_in_each() {
    let place = Place::new().await;
    let (root, leaf) = (span(1), span(2));
    place.send(vec![span_event(trace(1), root, None, "first root")]).await;
    place
        .send(vec![
            span_event(trace(2), leaf, Some(root), "second leaf"),
            span_event(trace(2), root, None, "second root"),
            span_event(trace(1), leaf, Some(root), "first leaf"),
        ])
        .await;
    let scope = place.sender.scope;
    let name = async |id: RunId| place.runs.get(&scope, id).await.unwrap().and_then(|run| run.name);
    assert_eq!(name(root.run()).await.as_deref(), Some("first root"));
    assert_eq!(name(root.run_in(trace(2))).await.as_deref(), Some("second root"));
    let below_second = place.runs.related(&scope, root.run_in(trace(2))).await.unwrap();
    let names: Vec<_> = below_second.iter().filter_map(|run| run.name.as_deref()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names.contains(&"second leaf"), "{names:?}");
    place.send(vec![span_event(trace(2), root, None, "second root")]).await;
    assert_eq!(place.runs.related(&scope, root.run()).await.unwrap().len(), 2, "a retry changes nothing");
}

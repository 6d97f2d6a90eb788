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

/// Texts of a run as long as they usually are, and what its span said: the same and more.
fn told(what: &str) -> (String, String, String) {
    let (asked, answered) = (format!("What is {what}? ").repeat(40), format!("{what} is \"much\"\n").repeat(50));
    let raw =
        serde_json::json!({"attributes": {"gen_ai.prompt.0.content": asked, "gen_ai.completion.0.content": answered}});
    (asked, answered, raw.to_string())
}

/// The two events of a span that ended so many seconds after it began.
fn both(id: &str, seconds: i64, what: &str) -> Vec<Event> {
    let (asked, answered, raw) = told(what);
    let mut last = end(id).at(seconds).output(answered).build();
    last.attributes = Some(RawJson::from(raw));
    vec![start(id).input(asked).build(), last]
}

async fn own_words(place: &Place, id: &str) -> Option<String> {
    let told = place.runs.span(&place.sender.scope, RunId::from_client(id)).await.unwrap();
    told.map(|told| told.text().to_owned())
}

#[tokio::test]
async fn what_spans_said_comes_back_word_for_word() {
    let place = Place::new().await;
    let spans = ["a lighthouse", "日本語", "\u{0}\\ \"quoted\"", ""];
    place.send_spans(spans.iter().flat_map(|what| both(what, 5, what)).collect()).await;
    for what in spans {
        assert_eq!(own_words(&place, what).await, Some(told(what).2), "{what}");
        let run = place.get(what).await.unwrap();
        assert_eq!(run.output.map(|output| output.to_value()), Some(told(what).1.into()));
    }
}

#[tokio::test]
async fn what_a_span_said_outlives_the_input_and_output_that_it_came_with() {
    let place = Place::new().await;
    let other = |seconds| end("1").at(seconds).output("another output").build();
    place.send_spans(both("1", 5, "first")).await;
    place.send(vec![other(6)]).await;
    assert_eq!(place.get("1").await.unwrap().output.map(|output| output.to_value()), Some("another output".into()));
    assert_eq!(own_words(&place, "1").await, Some(told("first").2));
    place.send(vec![start("1").at(-1).input("an earlier input").build()]).await;
    assert_eq!(own_words(&place, "1").await, Some(told("first").2));
    place.send_spans(both("1", 9, "second")).await;
    assert_eq!(own_words(&place, "1").await, Some(told("second").2));
}

#[tokio::test]
async fn what_a_span_said_does_not_rest_on_an_input_or_output_that_lost() {
    let place = Place::new().await;
    for (id, orders) in [("together", 1), ("one by one", 2), ("reversed", 3)] {
        let mut events = both(id, 5, "the span");
        let others =
            [start(id).at(-3).input("an earlier input").build(), end(id).at(9).output("a later output").build()];
        match orders {
            1 => {
                events.extend(others);
                place.send_spans(events).await;
            }
            2 => {
                for event in others.into_iter().chain(events) {
                    place.send_spans(vec![event]).await;
                }
            }
            _ => {
                place.send_spans(events.into_iter().rev().chain(others).collect()).await;
            }
        }
        assert_eq!(own_words(&place, id).await, Some(told("the span").2), "{id}");
    }
}

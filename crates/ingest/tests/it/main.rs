//! What the decoders make of bodies, as their callers see it: `decode_batch`, and those of OpenTelemetry (`otlp*`).

mod batches;
mod conversations;
mod fields;
mod fuzz;
mod order;
mod other_kinds;
mod otlp;
mod otlp_bounds;
mod otlp_defects;
mod otlp_dialects;
mod otlp_frameworks;
mod otlp_fuzz;
mod otlp_hostile;
mod otlp_json;
mod otlp_logs;
mod otlp_order;
mod otlp_recordings;
mod otlp_words;
mod otlp_writer;
mod properties;
mod refusals;
mod repairs;
mod report;

use ingest::{Decoded, Limits, decode_batch};
use model::{Event, EventKind, MetadataEntry, RawJson, Timestamp};

/// When the bodies of these tests arrive: 2025-03-01T09:30:00Z.
const NOW: Timestamp = Timestamp::from_millis(1_740_821_400_000);

/// Decodes a body that is not refused as a whole.
#[track_caller]
fn decode(body: impl AsRef<[u8]>) -> Vec<Decoded> {
    decode_batch(body.as_ref(), NOW, &Limits::default()).expect("the body is a batch")
}

/// Decodes one event that is not refused, given as an object.
#[track_caller]
fn event(object: &str) -> Event {
    let mut decoded = decode(format!("{{\"events\":{object}}}"));
    assert_eq!(decoded.len(), 1);
    decoded.remove(0).result.expect("the event is stored")
}

fn plain(entry: &MetadataEntry) -> String {
    format!(" {}={}", entry.key, entry.value.text())
}

/// A line that says what became of an element: each thing that the client said, in a fixed order.
fn shown(decoded: &Decoded) -> String {
    let event = match &decoded.result {
        Ok(event) => event,
        Err(rejection) => return format!("{}: {rejection}", rejection.reason()),
    };
    let mut line = match event.kind {
        EventKind::Start => "start",
        EventKind::Update => "update",
        EventKind::End => "end",
        EventKind::Error => "error",
        EventKind::Feedback => "feedback",
        EventKind::Chat => "chat",
        EventKind::Part => "part",
        EventKind::Thread | EventKind::Edit => unreachable!("only the server makes these"),
    }
    .to_owned();
    let mut say = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            line.push_str(&format!(" {name}={value}"));
        }
    };
    let json = |raw: &Option<RawJson>| raw.as_ref().map(|raw| raw.text().to_owned());
    let micros = event.at.micros().rem_euclid(1000);
    say("run", Some(event.run.to_string()[..8].to_owned()));
    say("at", Some(if event.soft { "soft".to_owned() } else { format!("{}+{micros}", event.at) }));
    say("type", event.run_type.clone());
    say("name", event.name.clone());
    say("runtime", event.runtime.clone());
    say("parent", event.parent.map(|parent| parent.to_string()[..8].to_owned()));
    say("tags", event.tags.as_ref().map(|tags| format!("{tags:?}")));
    say("user", event.user.as_ref().map(|user| user.external_id.clone()));
    say("props", event.user.as_ref().and_then(|user| json(&user.props)));
    say("version", event.template_version.map(|version| version.to_string()));
    say("input", json(&event.input));
    say("output", json(&event.output));
    say("error", json(&event.error));
    say("params", json(&event.params));
    for entry in &event.metadata {
        say(&entry.key, Some(entry.value.text().to_owned()));
    }
    if let Some(thread) = &event.thread {
        let told: Vec<String> = thread.metadata.iter().map(plain).collect();
        let tags = thread.tags.as_ref().map(|tags| format!(" tags={tags:?}")).unwrap_or_default();
        say("thread", Some(format!("({}{tags}{})", &thread.id.to_string()[..8], told.concat())));
    }
    if let Some(message) = &event.message {
        let retry = if message.is_retry { "again " } else { "" };
        say("says", Some(format!("{retry}{:?} {}", message.side, message.body.text())));
    }
    let judged: Vec<String> = event.feedback.iter().map(plain).collect();
    say("feedback", (!judged.is_empty()).then(|| format!("({})", judged.concat().trim_start())));
    let usage = event.usage.unwrap_or_default();
    say("prompt", usage.prompt_tokens.map(|count| count.to_string()));
    say("completion", usage.completion_tokens.map(|count| count.to_string()));
    say("cached", usage.cached_prompt_tokens.map(|count| count.to_string()));
    say("repaired", (!event.repaired.is_empty()).then(|| format!("{:?}", event.repaired)));
    line
}

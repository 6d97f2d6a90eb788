//! The members of one event into a [`model::Event`]: which member counts for which kind, and what stands in for another.

use model::{Event, RunId, ThreadTouch, Timestamp};

use super::fields::{Field, Fields};
use super::kind::Kind;
use super::metadata::Keep;
use super::reader::{Moment, Reader};
use super::{Batch, Rejection};
use crate::hash::Fingerprint;

/// Normalises one event. `position` is its place in the batch, which tells events apart that nothing else does.
pub(super) fn event(fields: &Fields<'_>, kind: Kind, position: usize, batch: &Batch<'_>) -> Result<Event, Rejection> {
    let mut reader = Reader::new(fields, batch);
    let run = reader.run_id(Field::RunId);
    if let (None, Some(word)) = (run, kind.of_a_known_run()) {
        return Err(Rejection::NoRunId(word));
    }
    let moment = reader.moment();
    let mut event =
        Event::new(run.unwrap_or(RunId::from_bytes([0; 16])), kind.stored(), arrived_in_turn(&moment, position));
    event.soft = moment.soft;
    event.user = reader.user();
    let run = match kind {
        Kind::Chat => chat(&mut event, &mut reader, run)?,
        Kind::CustomEvent => custom_event(&mut event, &mut reader, run)?,
        Kind::Feedback | Kind::Update | Kind::Log => {
            aside(&mut event, &mut reader, kind, run);
            run
        }
        Kind::Start | Kind::End | Kind::Error => {
            event.run_type = run_type(&mut reader);
            event.parent = parent(&mut reader, run);
            step(&mut event, &mut reader, kind);
            run
        }
    };
    event.repaired = reader.into_repaired();
    identify(&mut event, run, position);
    Ok(event)
}

fn run_type(reader: &mut Reader<'_>) -> Option<String> {
    reader.name(Field::Type).filter(|word| !word.is_empty())
}

/// What is said of a run in passing.
fn aside(event: &mut Event, reader: &mut Reader<'_>, kind: Kind, run: Option<RunId>) {
    match kind {
        Kind::Feedback => {
            let sent = [Field::Feedback, Field::Extra].map(|field| (field, reader.raw(field)));
            event.feedback = reader.feedback(sent);
        }
        Kind::Log => log(event, reader, run),
        _ => {
            event.run_type = run_type(reader);
            event.metadata = reader.metadata(Field::Metadata, Keep::Scalars).into_entries();
        }
    }
    reader.finish_metadata(&mut event.metadata);
}

/// The run that this one is a part of; never the run itself.
fn parent(reader: &mut Reader<'_>, run: Option<RunId>) -> Option<RunId> {
    let parent = reader.run_id(Field::ParentRunId)?;
    if run == Some(parent) {
        reader.mark(Field::ParentRunId);
        return None;
    }
    Some(parent)
}

/// What starts, ends and errors say of their run.
fn step(event: &mut Event, reader: &mut Reader<'_>, kind: Kind) {
    event.name = reader.name(Field::Name).map(|name| name.replacen("models/", "", 1));
    event.runtime = reader.name(Field::Runtime);
    event.usage = reader.usage();
    carry(event, reader, kind);
    let metadata = reader.metadata(Field::Metadata, Keep::Scalars);
    event.tags = reader.tags(&metadata);
    event.template_version = reader.template_version(&metadata);
    event.metadata = metadata.into_entries();
    reader.finish_metadata(&mut event.metadata);
}

/// What went in and out. An end may correct the input of its start, but not empty it.
fn carry(event: &mut Event, reader: &mut Reader<'_>, kind: Kind) {
    event.params = reader.json(Field::Params).or_else(|| reader.json(Field::Extra));
    event.input = match kind {
        Kind::End | Kind::Error => reader.truthy_json(Field::Input),
        _ => reader.json(Field::Input),
    };
    match kind {
        Kind::End => event.output = reader.json(Field::Output),
        Kind::Error => event.error = reader.json(Field::Error),
        _ => {}
    }
}

/// A log line: a run of its own, named by its level. The reference never stored one, so nothing of it is filtered.
fn log(event: &mut Event, reader: &mut Reader<'_>, run: Option<RunId>) {
    event.run_type = Some("log".to_owned());
    event.name = reader.name(Field::Event);
    event.runtime = reader.name(Field::Runtime);
    event.parent = parent(reader, run);
    event.input = reader.json(Field::Message);
    event.tags = reader.raw(Field::Tags).and_then(|raw| reader.labels(raw, Field::Tags));
    let sent = [Field::Metadata, Field::Extra].into_iter().find(|&field| reader.has(field));
    event.metadata = reader.metadata(sent.unwrap_or(Field::Metadata), Keep::All).into_entries();
}

/// Something that happened in a conversation; the id of its run, if the client gave one.
fn custom_event(event: &mut Event, reader: &mut Reader<'_>, run: Option<RunId>) -> Result<Option<RunId>, Rejection> {
    let touch = touch(reader)?;
    event.run_type = Some("custom-event".to_owned());
    event.parent = Some(touch.id);
    let run = other_than(touch.id, run, reader);
    event.thread = Some(touch);
    step(event, reader, Kind::CustomEvent);
    Ok(run)
}

/// A message of a conversation; the id of the message, if the client gave one.
fn chat(event: &mut Event, reader: &mut Reader<'_>, run: Option<RunId>) -> Result<Option<RunId>, Rejection> {
    let touch = touch(reader)?;
    let raw = reader.bounded_json(Field::Message).ok_or(Rejection::NoMessage)?;
    let parts = reader.message(&raw);
    let run = other_than(touch.id, run.or_else(|| parts.id().and_then(Reader::id_in)), reader);
    event.thread = Some(touch);
    event.runtime = reader.name(Field::Runtime);
    event.tags = parts.tags().and_then(|raw| reader.labels(raw, Field::Tags));
    event.metadata = reader.metadata_in(parts.metadata().unwrap_or("null"), Field::Message, Keep::All).into_entries();
    let judged = reader.raw(Field::Feedback).or(parts.feedback());
    event.feedback = reader.feedback([(Field::Feedback, judged)]);
    event.message = Some(parts.into_message());
    reader.finish_metadata(&mut event.metadata);
    Ok(run)
}

/// What a message or custom event says of its conversation.
fn touch(reader: &mut Reader<'_>) -> Result<ThreadTouch, Rejection> {
    let id = reader.run_id(Field::ParentRunId).ok_or(Rejection::NoParentRunId)?;
    let tags = reader.raw(Field::ThreadTags).and_then(|raw| reader.labels(raw, Field::ThreadTags));
    let metadata = reader.metadata(Field::ThreadMetadata, Keep::Scalars).into_entries();
    Ok(ThreadTouch { id, tags, metadata })
}

/// The id of a run, unless it is that of its own conversation: two things by one id could not be told apart.
fn other_than(thread: RunId, run: Option<RunId>, reader: &mut Reader<'_>) -> Option<RunId> {
    if run == Some(thread) {
        reader.mark(Field::RunId);
        return None;
    }
    run
}

/// Gives the event its hash, and its run an id if the client gave none: the same one for a retry, unless the event has no
/// time of its own either. Then nothing tells a retry from another run, and losing a run would be worse than having it twice.
fn identify(event: &mut Event, run: Option<RunId>, position: usize) {
    let print = Fingerprint::of(event);
    event.run = run.unwrap_or_else(|| {
        let arrival = format!("{}/{position}", event.at.micros());
        print.unnamed_run(if event.soft { arrival.as_bytes() } else { b"" })
    });
    event.hash = print.about(event.run);
}

/// Events without a time keep the order of their batch: each is a microsecond later than the one before it.
fn arrived_in_turn(moment: &Moment, position: usize) -> Timestamp {
    let later = if moment.soft { i64::try_from(position).unwrap_or(0) } else { 0 };
    Timestamp::from_micros(moment.at.micros() + later)
}

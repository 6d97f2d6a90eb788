//! The members of one event into a [`model::Event`]: which member counts for which kind, and what stands in for another.

use model::{Event, EventKind, RunId};

use super::fields::{Field, Fields};
use super::reader::Reader;
use super::{Batch, Rejection};
use crate::hash::Fingerprint;

/// Normalises one event. `position` is its place in the batch, which tells events apart that nothing else does.
pub(super) fn event(
    fields: &Fields<'_>,
    kind: EventKind,
    position: usize,
    batch: &Batch<'_>,
) -> Result<Event, Rejection> {
    let mut reader = Reader::new(fields, batch);
    let run = match (reader.run_id(Field::RunId), kind) {
        (Some(run), _) => Some(run),
        (None, EventKind::Start) => None,
        (None, EventKind::End) => return Err(Rejection::NoRunId("end")),
        (None, EventKind::Error) => return Err(Rejection::NoRunId("error")),
    };
    let moment = reader.moment();
    let mut event = Event::new(run.unwrap_or(RunId::from_bytes([0; 16])), kind, moment.at);
    event.soft = moment.soft;
    describe(&mut event, &mut reader);
    event.parent = reader.run_id(Field::ParentRunId);
    if event.parent.is_some() && event.parent == run {
        event.parent = None;
        reader.mark(Field::ParentRunId);
    }
    carry(&mut event, &mut reader);
    let mut metadata = reader.metadata();
    event.tags = reader.tags(&metadata);
    event.template_version = reader.template_version(&metadata);
    reader.finish_metadata(&mut metadata);
    event.metadata = metadata.into_entries();
    event.repaired = reader.into_repaired();
    identify(&mut event, run, position);
    Ok(event)
}

/// What the run is.
fn describe(event: &mut Event, reader: &mut Reader<'_>) {
    event.run_type = reader.name(Field::Type).filter(|word| !word.is_empty());
    event.name = reader.name(Field::Name).map(|name| name.replacen("models/", "", 1));
    event.runtime = reader.name(Field::Runtime);
    event.user = reader.user();
    event.usage = reader.usage();
}

/// What went in and out. An end may correct the input of its start, but not empty it.
fn carry(event: &mut Event, reader: &mut Reader<'_>) {
    event.params = reader.json(Field::Params).or_else(|| reader.json(Field::Extra));
    event.input = match event.kind {
        EventKind::Start => reader.json(Field::Input),
        EventKind::End | EventKind::Error => reader.truthy_json(Field::Input),
    };
    if event.kind == EventKind::End {
        event.output = reader.json(Field::Output);
    }
    if event.kind == EventKind::Error {
        event.error = reader.json(Field::Error);
    }
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

//! One transaction of the writer: merges events into runs, then writes each run that changed once.

use std::collections::{BTreeSet, HashMap};

use model::merge::{Stamp, Verdict};
use model::{EndUser, Event, EventKind, Message, RunId, SpanId, ThreadTouch, Timestamp, TraceId};
use rusqlite::Connection;

use super::super::frame::Frame;
use super::super::rid::Rid;
use super::caches::Caches;
use super::change_log::{FACTS, bits};
use super::entry::{Entry, Payload};
use super::line::NewLine;
use super::others::Others;
use super::thread;
use crate::runs::{Outcome, RunChange};
use crate::scope::Slot;
use crate::{ProjectScope, StoreError};

/// The runs that a transaction touches.
pub(in super::super) struct Group<'a> {
    tx: &'a Connection,
    caches: &'a mut Caches,
    entries: Vec<Entry>,
    places: HashMap<(Slot, RunId), usize>,
    /// Threads with a new message or custom event.
    threads: BTreeSet<(Slot, Rid)>,
}

impl<'a> Group<'a> {
    pub(in super::super) fn new(tx: &'a Connection, caches: &'a mut Caches) -> Group<'a> {
        Group { tx, caches, entries: Vec::new(), places: HashMap::new(), threads: BTreeSet::new() }
    }

    /// Merges one event into its run.
    pub(in super::super) fn merge(&mut self, change: RunChange, arrival: Timestamp) -> Result<Outcome, StoreError> {
        let slot = change.scope.slot();
        if self.is_closed(slot) {
            return Ok(Outcome::Deleted);
        }
        let RunChange { mut event, .. } = change;
        self.resolve_spans(slot, &mut event, arrival)?;
        if self.caches.is_deleted(self.tx, (slot, event.run))? {
            return Ok(Outcome::Deleted);
        }
        let (user, stamp) = (event.user.clone(), Stamp::of(&event));
        let (thread, message) = (event.thread.take(), event.message.take());
        if message.is_some() {
            event.run_type = Some("chat".into());
        }
        let at = self.place_of((slot, event.run), event.at, arrival)?;
        let verdict = self.apply(at, event);
        if verdict == Verdict::Known {
            return Ok(Outcome::Merged);
        }
        if let Some(user) = &user {
            self.caches.users.see(self.tx, slot, (user, stamp), arrival)?;
        }
        self.resolve_parent(at, stamp.at, arrival)?;
        if let Some(touch) = thread {
            self.converse(at, Converse { touch, message, user, stamp }, arrival)?;
        }
        Ok(if verdict == Verdict::OtherStart { Outcome::OtherStart } else { Outcome::Stored })
    }

    /// Files a message or custom event in its thread.
    fn converse(&mut self, at: usize, said: Converse, arrival: Timestamp) -> Result<(), StoreError> {
        let Converse { touch, message, user, stamp } = said;
        let slot = self.entries[at].slot;
        let mut event = Event::new(touch.id, EventKind::Thread, stamp.at);
        (event.soft, event.hash, event.run_type) = (stamp.soft, stamp.hash, Some("thread".into()));
        (event.tags, event.metadata, event.user) = (touch.tags, touch.metadata, user);
        let thread = self.place_of((slot, touch.id), stamp.at, arrival)?;
        self.apply(thread, event);
        let thread = self.entries[thread].rid;
        let entry = &mut self.entries[at];
        if message.is_some() {
            (entry.parent, entry.is_message) = (Some(thread), true);
        }
        let line = NewLine::new(thread, entry.rid, message, stamp);
        if line.insert(self.tx, &entry.state.stamps)? {
            self.threads.insert((slot, thread));
        }
        Ok(())
    }

    /// Whether the project is deleted, so that nothing is stored for it.
    pub(super) fn is_closed(&self, slot: Slot) -> bool {
        self.caches.is_closed(slot)
    }

    /// Merges an edit after all earlier ones of its run, also when the clock was set back meanwhile.
    pub(in super::super) fn edit(&mut self, mut change: RunChange, now: Timestamp) -> Result<Outcome, StoreError> {
        let place = self.place_of((change.scope.slot(), change.event.run), now, now)?;
        let edits = self.entries[place].state.stamps.iter().filter(|stamp| stamp.kind == EventKind::Edit);
        if let Some(last) = edits.map(|stamp| stamp.at).max().filter(|&last| last >= now) {
            change.event.at = Timestamp::from_micros(last.micros() + 1);
        }
        self.merge(change, now)
    }

    /// The place of a run that nothing is known of yet, but somebody named.
    pub(in super::super) fn reserve(
        &mut self,
        (at, id): (ProjectScope, RunId),
        now: Timestamp,
    ) -> Result<Rid, StoreError> {
        let place = self.place_of((at.slot(), id), now, now)?;
        Ok(self.entries[place].rid)
    }

    fn apply(&mut self, at: usize, event: Event<Frame>) -> Verdict {
        let entry = &mut self.entries[at];
        entry.state.apply(event.map_payload(Payload::New), &mut entry.changes)
    }

    /// Span ids are unique in their trace only. The first trace that uses one has the run of that id; a second one gets runs
    /// of its own, and children find their parent within their trace.
    fn resolve_spans(&mut self, slot: Slot, event: &mut Event<Frame>, arrival: Timestamp) -> Result<(), StoreError> {
        let Some(trace) = event.trace else { return Ok(()) };
        if let Some(span) = event.span {
            event.run = self.run_of(slot, (trace, span), event.at, arrival)?;
        }
        if let Some(span) = event.parent_span.filter(|_| event.parent.is_some()) {
            event.parent = Some(self.run_of(slot, (trace, span), event.at, arrival)?);
        }
        Ok(())
    }

    fn run_of(
        &mut self,
        slot: Slot,
        (trace, span): (TraceId, SpanId),
        first_at: Timestamp,
        arrival: Timestamp,
    ) -> Result<RunId, StoreError> {
        let plain = span.run();
        let place = self.place_of((slot, plain), first_at, arrival)?;
        let owner = self.entries[place].state.otel_trace.as_ref().map(|said| said.value);
        Ok(if owner.is_none_or(|owner| owner == trace) { plain } else { span.run_in(trace) })
    }

    /// Finds the place of the parent; one that nobody has heard of yet gets its place now.
    fn resolve_parent(&mut self, at: usize, first_at: Timestamp, arrival: Timestamp) -> Result<(), StoreError> {
        let entry = &self.entries[at];
        let named = entry.state.parent.as_ref().map(|said| said.value);
        let Some(parent_id) = named.filter(|_| named != entry.parent_id) else { return Ok(()) };
        let parent = self.place_of((entry.slot, parent_id), first_at, arrival)?;
        let rid = self.entries[parent].rid;
        let entry = &mut self.entries[at];
        (entry.parent, entry.parent_id) = (Some(rid), Some(parent_id));
        Ok(())
    }

    /// Where the run is among the entries: there already, at hand from before, on disk, or new.
    fn place_of(&mut self, key: (Slot, RunId), first_at: Timestamp, arrival: Timestamp) -> Result<usize, StoreError> {
        if let Some(&place) = self.places.get(&key) {
            return Ok(place);
        }
        let (slot, id) = key;
        let known = match self.caches.runs.pop(&key) {
            Some(entry) => Some(entry),
            None => Entry::load(self.tx, slot, id, &self.caches.codec)?,
        };
        let entry = match known {
            Some(entry) => entry,
            None => Entry::new(slot, id, self.caches.allocate(self.tx, slot, first_at, arrival)?),
        };
        self.entries.push(entry);
        self.places.insert(key, self.entries.len() - 1);
        Ok(self.entries.len() - 1)
    }

    /// Writes all that changed, in the order of the tables' keys, and returns what to note in the change log.
    pub(in super::super) fn flush(self) -> Result<Vec<(Rid, i64)>, StoreError> {
        let Group { tx, caches, mut entries, threads, .. } = self;
        entries.sort_by_key(|entry| entry.rid);
        let mut log = Vec::with_capacity(entries.len());
        let mut others = Vec::with_capacity(entries.len());
        for entry in &mut entries {
            if entry.is_on_disk && !entry.changes.facts {
                continue;
            }
            log.push((entry.rid, bits(entry.changes)));
            others.push(Others::of(entry, tx, &mut log)?);
            if let Some(started_at) = entry.state.created_at() {
                caches.widen_day(tx, entry.slot, entry.rid, started_at)?;
            }
            entry.write(tx, caches)?;
        }
        // Below another turn, another person may be shown.
        let mut moved = Vec::new();
        for (slot, thread) in threads {
            log.push((thread, FACTS));
            let folded = thread::fold(tx, caches, slot, thread)?;
            moved.extend(folded.iter().map(|(message, _)| *message));
            log.extend(folded);
        }
        Others::tell(others, moved, tx, &mut log)?;
        caches.users.flush(tx)?;
        caches.flush_days(tx)?;
        for entry in entries.into_iter().filter(Entry::is_small) {
            caches.runs.put((entry.slot, entry.id), entry);
        }
        Ok(log)
    }
}

/// What a message or custom event brings into its thread.
struct Converse {
    touch: ThreadTouch,
    message: Option<Message<Frame>>,
    user: Option<EndUser>,
    stamp: Stamp,
}

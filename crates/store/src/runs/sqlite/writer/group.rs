//! One transaction of the writer: merges events into runs, then writes each run that changed once.

use std::collections::HashMap;

use model::merge::{Changes, Stamp, Verdict};
use model::{Event, RunId, Timestamp};
use rusqlite::Connection;

use super::super::frame::Frame;
use super::super::rid::Rid;
use super::caches::Caches;
use super::entry::{Entry, Payload};
use crate::StoreError;
use crate::runs::{Outcome, RunChange};
use crate::scope::Slot;

/// The runs that a transaction touches.
pub(super) struct Group<'a> {
    tx: &'a Connection,
    caches: &'a mut Caches,
    entries: Vec<Entry>,
    places: HashMap<(Slot, RunId), usize>,
}

impl<'a> Group<'a> {
    pub(super) fn new(tx: &'a Connection, caches: &'a mut Caches) -> Group<'a> {
        Group { tx, caches, entries: Vec::new(), places: HashMap::new() }
    }

    /// Merges one event into its run.
    pub(super) fn merge(&mut self, change: RunChange, arrival: Timestamp) -> Result<Outcome, StoreError> {
        let slot = change.scope.slot();
        let RunChange { event, .. } = change;
        let (user, stamp) = (event.user.clone(), Stamp::of(&event));
        let at = self.place_of((slot, event.run), event.at, arrival)?;
        let verdict = self.apply(at, event);
        if verdict == Verdict::Known {
            return Ok(Outcome::Merged);
        }
        if let Some(user) = user {
            self.caches.users.see(self.tx, slot, (&user, stamp), arrival)?;
        }
        self.resolve_parent(at, stamp.at, arrival)?;
        Ok(if verdict == Verdict::OtherStart { Outcome::OtherStart } else { Outcome::Stored })
    }

    fn apply(&mut self, at: usize, event: Event<Frame>) -> Verdict {
        let entry = &mut self.entries[at];
        entry.state.apply(event.map_payload(Payload::New), &mut entry.changes)
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
    pub(super) fn flush(self) -> Result<Vec<(Rid, Changes)>, StoreError> {
        let Group { tx, caches, mut entries, .. } = self;
        entries.sort_by_key(|entry| entry.rid);
        let mut log = Vec::with_capacity(entries.len());
        for entry in &mut entries {
            if entry.is_on_disk && !entry.changes.facts {
                continue;
            }
            log.push((entry.rid, entry.changes));
            caches.widen_day(tx, entry)?;
            entry.write(tx, caches)?;
        }
        caches.users.flush(tx)?;
        caches.flush_days(tx)?;
        for entry in entries.into_iter().filter(Entry::is_small) {
            caches.runs.put((entry.slot, entry.id), entry);
        }
        Ok(log)
    }
}

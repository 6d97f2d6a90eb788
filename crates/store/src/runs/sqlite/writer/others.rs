//! Facts of other runs that follow from one that changes: who follows the change log is told of them too.

use rusqlite::Connection;

use super::super::facts;
use super::super::lookup;
use super::super::rid::Rid;
use super::change_log::FACTS;
use super::entry::Entry;
use crate::StoreError;

impl Entry {
    /// Notes whose facts change with this run: those below it when what it hands down is another thing, and those above it that
    /// show what is thought of it, or how many messages it has. Called before it is written.
    pub(super) fn tell_others(&mut self, tx: &Connection, log: &mut Vec<(Rid, i64)>) -> Result<(), StoreError> {
        let now = self.standing_now();
        let before = self.standing.replace(now.clone());
        // Whoever is below a run that is new came with it, and is told of anyway.
        let hands_down = before.as_ref().is_some_and(|before| *before != now);
        if hands_down || self.is_on_disk && before.is_none() {
            log.extend(
                lookup::all_below(tx, self.rid)?.into_iter().filter(|rid| *rid != self.rid).map(|rid| (rid, FACTS)),
            );
        }
        if self.is_message && self.is_on_disk {
            log.extend(facts::shown_place(tx, self.rid)?.map(|turn| (turn, FACTS)));
        }
        if self.is_message || now.is_chat || self.state.has_feedback() {
            let parents = [now.parent, before.and_then(|before| before.parent)];
            for parent in parents.into_iter().flatten() {
                log.extend(facts::shown_place(tx, parent)?.map(|parent| (parent, FACTS)));
            }
        }
        Ok(())
    }
}

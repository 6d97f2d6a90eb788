//! Facts of other runs that follow from one that changes: who follows the change log is told of them too.

use rusqlite::Connection;

use super::super::facts;
use super::super::lookup;
use super::super::rid::Rid;
use super::change_log::FACTS;
use super::entry::Entry;
use crate::StoreError;

/// Whose facts change with a run that is written. They are looked for when all runs of the transaction are written: before,
/// a way up or down may lead over a place that has no row yet.
pub(super) struct Others {
    rid: Rid,
    /// What it hands down to those below it is another thing.
    hands_down: bool,
    /// It says something that the turn shows in which it is a message.
    is_in_turn: bool,
    /// The parents, then and now, that show what is thought of it, or how many messages it has.
    parents: [Option<Rid>; 2],
}

impl Others {
    /// Called before the run is written.
    pub(super) fn of(entry: &mut Entry) -> Others {
        let now = entry.standing_now();
        let before = entry.standing.replace(now.clone());
        // Whoever is below a run that is new came with it, and is told of anyway.
        let hands_down = before.as_ref().map_or(entry.is_on_disk, |before| *before != now);
        let shows_above = entry.is_message || now.is_chat || entry.state.has_feedback();
        let parents = if shows_above { [now.parent, before.and_then(|before| before.parent)] } else { [None; 2] };
        Others { rid: entry.rid, hands_down, is_in_turn: entry.is_message && entry.is_on_disk, parents }
    }

    /// Called after all runs of the transaction are written.
    pub(super) fn tell(self, tx: &Connection, log: &mut Vec<(Rid, i64)>) -> Result<(), StoreError> {
        if self.hands_down {
            tell_below(tx, self.rid, log)?;
        }
        for shown in self.is_in_turn.then_some(self.rid).into_iter().chain(self.parents.into_iter().flatten()) {
            log.extend(facts::shown_place(tx, shown)?.map(|place| (place, FACTS)));
        }
        Ok(())
    }
}

/// Notes all runs below one. Where a circle of parents is cut may change for all of them.
pub(super) fn tell_below(tx: &Connection, rid: Rid, log: &mut Vec<(Rid, i64)>) -> Result<(), StoreError> {
    log.extend(lookup::reached_from(tx, rid)?.into_iter().map(|rid| (rid, FACTS)));
    Ok(())
}

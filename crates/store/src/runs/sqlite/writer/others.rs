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
    /// What shows it, or what is thought of it, or counts it as a message: itself where it is in a turn, its parents then and now.
    /// Each shows in its turn, and that may be another one before and after.
    shown_in: Vec<Rid>,
}

impl Others {
    /// Called before the run is written.
    pub(super) fn of(entry: &mut Entry, tx: &Connection, log: &mut Vec<(Rid, i64)>) -> Result<Others, StoreError> {
        let now = entry.standing_now();
        let before = entry.standing.replace(now.clone());
        // Whoever is below a run that is new came with it, and is told of anyway.
        let hands_down = before.as_ref().map_or(entry.is_on_disk, |before| *before != now);
        let shows_above = entry.is_message || now.is_chat || entry.state.has_feedback();
        let parents = if shows_above { [now.parent, before.and_then(|before| before.parent)] } else { [None; 2] };
        let in_turn = Some(entry.rid).filter(|_| entry.is_message && entry.is_on_disk);
        let others =
            Others { rid: entry.rid, hands_down, shown_in: parents.into_iter().chain([in_turn]).flatten().collect() };
        others.tell_turns(tx, log)?;
        Ok(others)
    }

    fn tell_turns(&self, tx: &Connection, log: &mut Vec<(Rid, i64)>) -> Result<(), StoreError> {
        for shown in &self.shown_in {
            log.extend(facts::shown_place(tx, *shown)?.map(|place| (place, FACTS)));
        }
        Ok(())
    }

    /// Called after all runs of the transaction are written. `above` are runs whose place below others is new.
    pub(super) fn tell(
        all: Vec<Others>,
        mut above: Vec<Rid>,
        tx: &Connection,
        log: &mut Vec<(Rid, i64)>,
    ) -> Result<(), StoreError> {
        for others in all {
            above.extend(others.hands_down.then_some(others.rid));
            others.tell_turns(tx, log)?;
        }
        // One walk for all: in a long chain each of them is above all that come after it.
        log.extend(lookup::reached_from(tx, &above)?.into_iter().map(|rid| (rid, FACTS)));
        Ok(())
    }
}

//! Who a run is part of: the way up to the top of its trace.
//!
//! It is walked when it is asked for, never stored: so a parent that comes late, or changes, is right for all below it at once.
//! `docs/decisions/0002-ancestry-on-read.md` says why.

use std::collections::HashMap;

use model::RunId;
use rusqlite::{Connection, OptionalExtension};

use super::rid::Rid;
use crate::StoreError;

/// A walk up ends after this many steps; what is above is not seen.
const STEPS: usize = 10_000;

/// A run on the way up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) rid: Rid,
    pub(super) id: RunId,
    /// The person whom its own events name.
    pub(super) user: Option<i64>,
}

/// The way from a run, which is the first step, to the top of its trace, which is the last. Runs that are only known as
/// somebody's parent are no steps; for a message its turn is the step.
#[derive(Debug)]
pub(super) struct Ancestry {
    steps: Vec<Step>,
    /// Runs may name each other as parents. Such a cycle is cut above the run whose id is greatest: that one is the top.
    cut_above: Option<Rid>,
}

impl Ancestry {
    /// Walks up from `rid`.
    pub(super) fn of(connection: &Connection, rid: Rid) -> Result<Ancestry, StoreError> {
        let mut select = connection
            .prepare_cached("SELECT coalesce(shown_id, id), parent, user, status >= 0, turn FROM run WHERE rid = ?1")?;
        let mut steps: Vec<Step> = Vec::new();
        // With the number of the step that came next.
        let mut seen = HashMap::new();
        let mut next = Some(rid);
        while let Some(rid) = next.filter(|_| steps.len() < STEPS) {
            if let Some(first) = seen.insert(rid, steps.len()) {
                return Ok(Ancestry::cut(steps, first));
            }
            let read = select.query_row([rid.0], |row| {
                let step = Step { rid, id: RunId::from_bytes(row.get(0)?), user: row.get(2)? };
                let (parent, turn): (Option<i64>, Option<i64>) = (row.get(1)?, row.get(4)?);
                Ok((step, parent.map(Rid), row.get::<_, bool>(3)?, turn.map(Rid)))
            });
            // A parent without a row is one that nobody knows.
            let Some((step, parent, is_visible, turn)) = read.optional()? else { break };
            if let Some(turn) = turn.filter(|&turn| turn != rid) {
                next = Some(turn);
                continue;
            }
            if !is_visible {
                break;
            }
            steps.push(step);
            next = parent;
        }
        Ok(Ancestry { steps, cut_above: None })
    }

    /// The way led back to where the step `first` came next, so all from there on is a cycle.
    fn cut(mut steps: Vec<Step>, first: usize) -> Ancestry {
        let top = (first..steps.len()).max_by_key(|&at| steps[at].id).unwrap_or(first);
        let cut_above = Some(steps[top].rid);
        steps.truncate(top + 1);
        Ancestry { steps, cut_above }
    }

    /// The top of the trace; `None` when that is the run itself.
    pub(super) fn trace(&self) -> Option<RunId> {
        if self.steps.len() > 1 { self.steps.last().map(|step| step.id) } else { None }
    }

    /// The person of the topmost run that has one.
    pub(super) fn shown_user(&self) -> Option<i64> {
        self.steps.iter().rev().find_map(|step| step.user)
    }

    /// The way itself.
    pub(super) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Whether the run's own link to its parent is the one that is cut.
    pub(super) fn is_cut_here(&self) -> bool {
        self.steps.first().map(|step| step.rid) == self.cut_above && self.cut_above.is_some()
    }

    /// The run whose link to its parent is cut, if there is a cycle.
    pub(super) fn cut_above(&self) -> Option<Rid> {
        self.cut_above
    }
}

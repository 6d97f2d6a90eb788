//! What a run costs: computed whenever it is written, and again when prices have changed.

use model::merge::RunState;
use model::money::Priced;
use model::{Nanodollars, Pricing, RunId};
use rusqlite::Connection;

use super::super::frame::Codec;
use super::super::rid::Rid;
use super::entry::Entry;
use crate::StoreError;
use crate::scope::Slot;

/// What a run costs, where that can be told by now.
pub(super) fn cost_of<P>(pricing: &dyn Pricing, state: &RunState<P>) -> Option<Nanodollars> {
    let (started_at, ended_at) = (state.created_at()?, state.ended_at()?);
    pricing.cost(&Priced {
        run_type: &state.run_type.as_ref()?.value,
        model: &state.name.as_ref()?.value,
        usage: state.usage.as_ref()?.value,
        started_at,
        duration_ms: ended_at.millis_since(started_at),
    })
}

/// Where a run lies, and what it would cost if it were written now; `None` when there is no such run.
pub(in super::super) fn cost_now(
    connection: &Connection,
    (slot, id): (Slot, RunId),
    (pricing, codec): (&dyn Pricing, &Codec),
) -> Result<Option<(Rid, Option<Nanodollars>)>, StoreError> {
    let entry = Entry::load(connection, slot, id, codec)?;
    Ok(entry.map(|entry| (entry.rid, cost_of(pricing, &entry.state))))
}

//! What a run and all below it add up to, for the rows of a list of traces.

use model::{Nanodollars, RunId, Status};
use rusqlite::{Connection, OptionalExtension};

use super::ancestry::Ancestry;
use super::rid::Rid;
use super::{SqliteRuns, lookup};
use crate::runs::{MOST_ADDED, Totals};
use crate::{ProjectScope, StoreError};

/// Runs that are read for one question: a page of large traces is given up before it takes long.
const MOST_READ: usize = 20_000;

impl SqliteRuns {
    pub(in super::super) async fn totals(
        &self,
        at: &ProjectScope,
        ids: Vec<RunId>,
    ) -> Result<Vec<Option<Totals>>, StoreError> {
        let at = *at;
        self.read(move |connection, _| {
            let mut left = MOST_READ;
            ids.into_iter().map(|id| totals(connection, &at, id, &mut left)).collect()
        })
        .await
    }
}

fn totals(
    connection: &Connection,
    at: &ProjectScope,
    id: RunId,
    left: &mut usize,
) -> Result<Option<Totals>, StoreError> {
    let Some(top) = lookup::find(connection, at, id)? else { return Ok(None) };
    let cut_above = Ancestry::of(connection, top)?.cut_above();
    let most = MOST_ADDED.min(*left);
    let places = lookup::below(connection, top, cut_above, most + 1)?;
    *left -= places.len().min(*left);
    if places.len() > most {
        return Ok(None);
    }
    let mut sum = Totals::default();
    for place in places {
        add(connection, place.rid, &mut sum)?;
    }
    Ok(Some(sum))
}

/// Adds a run, if readers see it.
fn add(connection: &Connection, rid: Rid, sum: &mut Totals) -> Result<(), StoreError> {
    let mut select = connection
        .prepare_cached("SELECT status, prompt_tokens, completion_tokens, cost_nano FROM run WHERE rid = ?1")?;
    let found = select.query_row([rid.0], |row| {
        let tokens: [Option<u64>; 2] = [row.get(1)?, row.get(2)?];
        Ok((row.get::<_, i64>(0)?, tokens, row.get::<_, Option<Nanodollars>>(3)?))
    });
    let Some((status, tokens, cost)) = found.optional()?.filter(|(status, ..)| *status >= 0) else { return Ok(()) };
    sum.runs += 1;
    sum.errors += u64::from(status == Status::Error as i64);
    for count in tokens.into_iter().flatten() {
        sum.tokens = Some(sum.tokens.unwrap_or(0).saturating_add(count));
    }
    if let Some(cost) = cost {
        sum.cost = Some(sum.cost.unwrap_or(0).saturating_add(cost));
    }
    Ok(())
}

//! The runs beside one in a list.

use model::{RunId, Timestamp};
use rusqlite::Connection;

use super::list::Search;
use super::reader;
use crate::runs::{Cursor, ListQuery, Neighbors};
use crate::{ProjectScope, StoreError};

/// The runs before and after `id` in the list of `query`, whether or not the run itself is in that list.
pub(super) fn neighbors(
    connection: &Connection,
    at: &ProjectScope,
    id: RunId,
    query: &ListQuery,
) -> Result<Neighbors, StoreError> {
    let Some(rid) = reader::find(connection, at, id)? else { return Ok(Neighbors::default()) };
    let here: Option<(i64, [u8; 16])> = connection
        .prepare_cached("SELECT started_at, id FROM run WHERE rid = ?1 AND status >= 0")?
        .query_map([rid.0], |row| Ok((row.get(0)?, row.get(1)?)))?
        .next()
        .transpose()?;
    let Some((started_at, own_id)) = here else { return Ok(Neighbors::default()) };
    let place = Cursor { created_at: Timestamp::from_micros(started_at), id: RunId::from_bytes(own_id) };
    let older = ListQuery { after: Some(place), skip: 0, limit: 0, count: false, ..query.clone() };
    let search = Search::new(connection, at.slot(), &older)?;
    let parent = match query.parent {
        None => None,
        Some(id) => match reader::find(connection, at, id)? {
            Some(parent) => Some(parent),
            None => return Ok(Neighbors::default()),
        },
    };
    Ok(Neighbors { previous: search.first(parent)?, next: search.last_before(place, parent)? })
}

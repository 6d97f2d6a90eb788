//! Whether a project has any run at all.

use rusqlite::{Connection, params};

use super::rid::Rid;
use crate::{ProjectScope, StoreError};

/// One answer for each project, in their order. What is known as somebody's parent only does not count.
pub(super) fn have_runs(connection: &Connection, projects: &[ProjectScope]) -> Result<Vec<bool>, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM run WHERE rid BETWEEN ?1 AND ?2 AND status >= 0)";
    let mut select = connection.prepare_cached(sql)?;
    projects
        .iter()
        .map(|at| {
            let (Rid(first), Rid(last)) = Rid::range_of(at.slot());
            Ok(select.query_row(params![first, last], |row| row.get(0))?)
        })
        .collect()
}

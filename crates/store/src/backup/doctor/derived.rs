//! The derived files. Whatever is wrong with them is no damage, because a server makes them anew; so they are told of, and no
//! more.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension};

use super::report::sentence;
use super::{DERIVED, READ_ONLY};
use crate::StoreError;

/// A sentence for each derived file that is there.
pub(super) fn look(data_dir: &Path, runs: &Connection) -> Result<Vec<String>, StoreError> {
    let newest: i64 = runs.query_row("SELECT coalesce(max(seq), 0) FROM change", [], |row| row.get(0))?;
    let store_id = store_fact(runs, "store_id")?;
    let there = DERIVED.into_iter().map(|name| (name, data_dir.join(name))).filter(|(_, path)| path.exists());
    let sentences = there.map(|(name, path)| match standing(&path) {
        Ok((own, _)) if own != store_id => format!("{name} is of another store; the next start makes it anew"),
        Ok((_, mark)) if mark > newest => format!("{name} is ahead of the runs; the next start makes it anew"),
        Ok((_, mark)) => format!("{name} has all changes up to {mark}; the newest is {newest}"),
        Err(error) => format!("{name} cannot be used ({}); the next start makes it anew", sentence(&error)),
    });
    Ok(sentences.collect())
}

/// Of which store the file is, and up to which change it is true.
fn standing(path: &Path) -> Result<(Option<String>, i64), StoreError> {
    let connection = Connection::open_with_flags(path, READ_ONLY)?;
    let problem: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if problem != "ok" {
        return Err(StoreError::Damaged { file: path.to_path_buf(), reason: problem });
    }
    let mark = store_fact(&connection, "mark")?;
    Ok((store_fact(&connection, "store_id")?, mark.and_then(|mark| mark.parse().ok()).unwrap_or(i64::MAX)))
}

fn store_fact(connection: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    Ok(connection.query_row("SELECT value FROM store_fact WHERE name = ?1", [name], |row| row.get(0)).optional()?)
}

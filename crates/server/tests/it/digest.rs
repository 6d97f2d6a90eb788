//! What lies in both databases, in one hash a table: two digests are equal when nothing was written in between.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use sha2::{Digest as _, Sha256};

/// Counted for every request that brings events, refused ones too; and what the server does for itself.
const TABLES_LEFT_OUT: &[&str] = &["ledger", "ledger_rejection", "sqlite_sequence"];
/// When keys and sessions were last used.
const COLUMNS_LEFT_OUT: &[&str] = &["last_used_at", "last_seen_at"];

/// A hash of all rows of each table of `meta.db` and `runs.db`, by name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Digest(BTreeMap<String, String>);

impl Digest {
    /// Of the databases in this directory, as they are now.
    pub(crate) fn of(dir: &Path) -> Digest {
        let mut tables = BTreeMap::new();
        for file in ["meta.db", "runs.db"] {
            let connection = Connection::open_with_flags(dir.join(file), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
            for table in names(&connection, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") {
                if !TABLES_LEFT_OUT.contains(&table.as_str()) {
                    tables.insert(format!("{file} {table}"), hash(&connection, &table));
                }
            }
        }
        Digest(tables)
    }

    /// The tables that differ.
    pub(crate) fn differences(&self, other: &Digest) -> Vec<&str> {
        self.0
            .iter()
            .filter(|(table, hash)| other.0.get(*table) != Some(hash))
            .map(|(table, _)| table.as_str())
            .collect()
    }
}

fn hash(connection: &Connection, table: &str) -> String {
    let columns = names(connection, &format!("SELECT name FROM pragma_table_info('{table}')"));
    let columns: Vec<String> = columns
        .into_iter()
        .filter(|column| !COLUMNS_LEFT_OUT.contains(&column.as_str()))
        .map(|column| format!("\"{column}\""))
        .collect();
    let mut select =
        connection.prepare(&format!("SELECT {} FROM \"{table}\" ORDER BY 1, 2", columns.join(", "))).unwrap();
    let count = select.column_count();
    let mut rows = select.query([]).unwrap();
    let mut hash = Sha256::new();
    while let Some(row) = rows.next().unwrap() {
        for column in 0..count {
            match row.get_ref(column).unwrap() {
                ValueRef::Null => hash.update("null"),
                ValueRef::Integer(number) => hash.update(number.to_be_bytes()),
                ValueRef::Real(number) => hash.update(number.to_be_bytes()),
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                    hash.update((bytes.len() as u64).to_be_bytes());
                    hash.update(bytes);
                }
            }
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn names(connection: &Connection, sql: &str) -> Vec<String> {
    let mut select = connection.prepare(sql).unwrap();
    let names = select.query_map([], |row| row.get(0)).unwrap();
    names.collect::<Result<_, _>>().unwrap()
}

//! A database as a whole: whether the file is intact, which store it is, and what each project has in it.

use std::collections::BTreeMap;

use refinery::Runner;
use rusqlite::{Connection, OptionalExtension};

use super::report::{DatabaseFacts, ProjectCounts};
use super::{Examination, META, READ_ONLY, RUNS};
use crate::StoreError;
use crate::meta::inspect;
use crate::sqlite::{Database, newest};

/// What has to be true of a file.
pub(super) struct Sentences {
    name: &'static str,
    pub(super) intact: &'static str,
    identity: &'static str,
}

pub(super) const RUNS_DB: Sentences =
    Sentences { name: RUNS, intact: "runs.db is intact", identity: "runs.db says which store it is" };
pub(super) const META_DB: Sentences =
    Sentences { name: META, intact: "meta.db is intact", identity: "meta.db says which store it is" };

impl Examination<'_, '_> {
    /// Opens a database and looks at it as a whole; `None` when it cannot be opened because it is damaged.
    pub(super) fn database(
        &mut self,
        Sentences { name, intact, identity }: Sentences,
        (file, migrations): (Database, Runner),
    ) -> Result<Option<Connection>, StoreError> {
        let mut opened = None;
        self.check(intact, |found| {
            if !file.path.exists() {
                found.add("it is missing");
                return Ok(());
            }
            let connection = file.open_existing(READ_ONLY, &migrations)?;
            let problems = problems(&connection);
            opened = Some(connection);
            found.extend(&problems?);
            Ok(())
        })?;
        let Some(connection) = opened else { return Ok(None) };
        let mut facts = None;
        self.check(identity, |found| {
            let described = describe(&connection, name, newest(&migrations))?;
            if described.store_id.is_none() {
                found.add("there is no store id");
            }
            facts = Some(described);
            Ok(())
        })?;
        self.report.databases.extend(facts);
        Ok(Some(connection))
    }
}

/// What SQLite itself finds wrong.
fn problems(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut check = connection.prepare("PRAGMA integrity_check")?;
    let lines: Vec<String> = check.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}

fn describe(connection: &Connection, name: &'static str, known_schema: i64) -> Result<DatabaseFacts, StoreError> {
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let bytes = pragma("page_count")? * pragma("page_size")?;
    Ok(DatabaseFacts {
        name,
        bytes: u64::try_from(bytes).unwrap_or(0),
        schema: pragma("user_version")?,
        known_schema,
        store_id: connection
            .query_row("SELECT value FROM store_fact WHERE name = 'store_id'", [], |row| row.get(0))
            .optional()?,
    })
}

/// What every project has, those included that only `runs.db` knows.
pub(super) fn count(runs: &Connection, meta: &Connection) -> Result<Vec<ProjectCounts>, StoreError> {
    let mut counts: BTreeMap<i64, ProjectCounts> = BTreeMap::new();
    for (sql, put) in COUNTS {
        let mut select = runs.prepare(sql)?;
        for row in select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
            let (slot, number): (i64, u64) = row?;
            put(counts.entry(slot).or_default(), number);
        }
    }
    // After the runs: a project is there before its first run is.
    for (slot, name) in inspect::projects(meta)? {
        counts.entry(slot).or_default().name = Some(name);
    }
    counts.iter_mut().for_each(|(slot, counts)| counts.slot = *slot);
    Ok(counts.into_values().collect())
}

type Put = fn(&mut ProjectCounts, u64);

/// Counts by slot, which is the upper part of every rid (`rid.rs`).
const COUNTS: [(&str, Put); 5] = [
    ("SELECT rid >> 48, count(*) FROM run WHERE status >= 0 GROUP BY 1", |counts, number| counts.runs = number),
    ("SELECT rid >> 48, count(*) FROM run WHERE status < 0 GROUP BY 1", |counts, number| counts.hidden = number),
    ("SELECT rid >> 48, count(*) FROM run_input GROUP BY 1", |counts, number| counts.inputs = number),
    ("SELECT rid >> 48, count(*) FROM run_output GROUP BY 1", |counts, number| counts.outputs = number),
    ("SELECT slot, count(*) FROM end_user GROUP BY 1", |counts, number| counts.end_users = number),
];

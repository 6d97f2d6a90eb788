//! Whether what is compressed can be opened again, with the dictionaries that the store knows.

use rusqlite::{Connection, OptionalExtension, ToSql};

use super::Depth;
use super::report::Found;
use crate::StoreError;
use crate::runs::sqlite::inspect::Frames;

pub(super) const FRAMES: &str = "every frame can be opened";

/// How many of the newest frames, and how many at random, are a sample of a table.
const SAMPLE: usize = 1_000;

/// A table with frames by rid.
struct Table {
    name: &'static str,
    all: &'static str,
    newest: &'static str,
    next: &'static str,
    kind: Kind,
}

/// What the frames of a table hold.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Attributes,
    /// Text that opens beside the payloads of its run.
    Span,
}

macro_rules! table {
    ($name:literal, $column:literal, $kind:expr) => {
        Table {
            name: $name,
            all: concat!("SELECT rid, ", $column, " FROM ", $name),
            newest: concat!(
                "SELECT rid, ",
                $column,
                " FROM ",
                $name,
                " WHERE rid BETWEEN ?1 AND ?2 ORDER BY rid DESC LIMIT ?3"
            ),
            next: concat!(
                "SELECT rid, ",
                $column,
                " FROM ",
                $name,
                " WHERE rid BETWEEN ?1 + abs(random() % (?2 - ?1 + 1)) AND ?2 ORDER BY rid LIMIT 1"
            ),
            kind: $kind,
        }
    };
}

const TABLES: [Table; 3] = [
    table!("run_input", "frame", Kind::Text),
    table!("run_output", "frame", Kind::Text),
    table!("run_attribute", "body", Kind::Attributes),
];

/// Since the third version of the schema.
const SPANS: Table = table!("run_span", "frame", Kind::Span);

/// Since the second version of the schema; few, and never without a look.
const MESSAGES: &str = "SELECT message, body FROM thread_message WHERE body IS NOT NULL";

/// Opens frames and names those that cannot be opened.
pub(super) fn look(connection: &Connection, depth: Depth, found: &mut Found) -> Result<(), StoreError> {
    // One read transaction: meanwhile the store may learn a dictionary, and make frames with it.
    let tx = connection.unchecked_transaction()?;
    let frames = Frames::of(&tx)?;
    let mut opener = Opener { connection: &tx, frames, found };
    for table in &TABLES {
        match depth {
            Depth::Everything => opener.open(table.all, [], table)?,
            Depth::Sample => opener.sample(table)?,
        };
    }
    if tx.table_exists(None, SPANS.name)? {
        match depth {
            Depth::Everything => opener.open(SPANS.all, [], &SPANS)?,
            Depth::Sample => opener.sample(&SPANS)?,
        }
    }
    let has_messages = tx.table_exists(None, "thread_message")?;
    if has_messages && depth == Depth::Everything {
        opener.open(MESSAGES, [], &Table { name: "thread_message", kind: Kind::Text, ..TABLES[0] })?;
    }
    Ok(())
}

struct Opener<'a> {
    connection: &'a Connection,
    frames: Frames,
    found: &'a mut Found,
}

impl Opener<'_> {
    /// The newest of every project, and some at random.
    fn sample(&mut self, table: &Table) -> Result<(), StoreError> {
        let projects = projects(self.connection)?;
        if projects.is_empty() {
            return Ok(());
        }
        let share = SAMPLE.div_ceil(projects.len());
        for &(first, last) in &projects {
            let limit = i64::try_from(share).unwrap_or(i64::MAX);
            self.open(table.newest, [first, last, limit], table)?;
        }
        for &(first, last) in projects.iter().cycle().take(SAMPLE) {
            self.open(table.next, [first, last], table)?;
        }
        Ok(())
    }

    fn open<const N: usize>(&mut self, sql: &str, params: [i64; N], table: &Table) -> Result<(), StoreError> {
        let mut select = self.connection.prepare_cached(sql)?;
        let params: [&dyn ToSql; N] = std::array::from_fn(|at| &params[at] as &dyn ToSql);
        let mut rows = select.query(&params[..])?;
        while let Some(row) = rows.next()? {
            let stored = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
            let rid: i64 = row.get(0)?;
            let opened = match table.kind {
                Kind::Text => self.frames.text(stored).map(|_| ()),
                Kind::Attributes => self.frames.check_attributes(stored),
                Kind::Span => self.frames.check_span(self.connection, rid, stored),
            };
            if let Err(reason) = opened {
                self.found.add(format!("{} of rid {rid}: {reason}", table.name));
            }
        }
        Ok(())
    }
}

/// First and last rid of every project that has runs. A slot is the upper part of a rid (`rid.rs`).
fn projects(connection: &Connection) -> Result<Vec<(i64, i64)>, StoreError> {
    let mut first = connection.prepare("SELECT min(rid) FROM run WHERE rid >= ?1")?;
    let mut last = connection.prepare("SELECT max(rid) FROM run WHERE rid < ?1")?;
    let (mut projects, mut from) = (Vec::new(), 0_i64);
    while let Some(lowest) = first.query_row([from], |row| row.get::<_, Option<i64>>(0)).optional()?.flatten() {
        let Some(end) = ((lowest >> 48) + 1).checked_mul(1 << 48) else {
            projects.push((lowest, i64::MAX));
            break;
        };
        let highest: i64 = last.query_row([end], |row| row.get(0))?;
        projects.push((lowest, highest));
        from = end;
    }
    Ok(projects)
}

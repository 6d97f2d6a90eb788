//! Making the tables agree again. What the runs say is right; rows that no run speaks of go into a file, so that nothing is lost.

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use model::Timestamp;
use rusqlite::{Connection, TransactionBehavior};
use serde_json::{Value, json};

use super::report::{Check, Found, Report, Verdict};
use super::rows::{CHECKS, Mend, Orphans};
use super::scan;
use crate::backup::disk::{io, sync_dir};
use crate::runs::sqlite::inspect::Frames;
use crate::secret::create_private;
use crate::{DataDir, StoreError};

/// Mends what is damaged and looks at it again, all in one transaction; the report learns what came of it.
pub(super) fn mend(
    connection: &mut Connection,
    dir: &DataDir,
    now: Timestamp,
    report: &mut Report,
) -> Result<(), StoreError> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut orphans = OrphanFile::new(dir, now);
    for row_check in &CHECKS {
        let Some(check) = damaged(report, row_check.what) else { continue };
        match row_check.mend {
            Mend::Nothing => continue,
            Mend::Sql(sql) => tx.execute(sql, [])?,
            Mend::Orphans(rows) => orphans.take(&tx, rows)?,
        };
        let mut left = Found::default();
        row_check.look(&tx, &mut left)?;
        settle(check, left);
    }
    if let Some(check) = damaged(report, scan::DAYS) {
        scan::mend_days(&tx, &scan::days(&tx)?)?;
        let mut left = Found::default();
        left.extend(&scan::days(&tx)?);
        settle(check, left);
    }
    // What is taken out of the database is on disk elsewhere before that is so.
    report.notes.extend(orphans.finish()?);
    tx.commit()?;
    Ok(())
}

fn damaged<'a>(report: &'a mut Report, what: &str) -> Option<&'a mut Check> {
    report.checks.iter_mut().find(|check| check.what == what && check.verdict == Verdict::Damaged)
}

/// A check that still has exceptions tells of those.
fn settle(check: &mut Check, left: Found) {
    if left.is_none() {
        check.verdict = Verdict::Mended;
    } else {
        *check = Check::new(check.what, left);
    }
}

/// Where rows go that belong to no run: one JSON object a line, with the text if there is one, else the bytes in hexadecimal.
struct OrphanFile<'a> {
    dir: &'a DataDir,
    path: PathBuf,
    file: Option<BufWriter<std::fs::File>>,
    rows: u64,
}

impl<'a> OrphanFile<'a> {
    fn new(dir: &'a DataDir, now: Timestamp) -> OrphanFile<'a> {
        let path = dir.file(&format!("doctor-{}.jsonl", now.millis()));
        OrphanFile { dir, path, file: None, rows: 0 }
    }

    /// Writes the rows into the file and deletes them; returns how many there were.
    fn take(&mut self, tx: &Connection, orphans: Orphans) -> Result<usize, StoreError> {
        let frames = Frames::of(tx)?;
        let mut select = tx.prepare(orphans.select)?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let stored = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
            let mut line = json!({ "table": orphans.table, "rid": row.get::<_, i64>(0)? });
            match frames.text(stored) {
                Ok(text) => line["text"] = Value::from(text),
                Err(_) => line["hex"] = stored.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into(),
            }
            self.write(&line)?;
        }
        Ok(tx.execute(orphans.delete, [])?)
    }

    fn write(&mut self, line: &Value) -> Result<(), StoreError> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(BufWriter::new(create_private(&self.path).map_err(io(&self.path))?)),
        };
        self.rows += 1;
        writeln!(file, "{line}").map_err(io(&self.path))
    }

    /// Returns once the file is on disk, with a sentence about it if there is one.
    fn finish(self) -> Result<Option<String>, StoreError> {
        let Some(mut file) = self.file else { return Ok(None) };
        file.flush().and_then(|()| file.get_ref().sync_all()).map_err(io(&self.path))?;
        sync_dir(self.dir.path())?;
        Ok(Some(format!("{} rows that belong to no run were moved to {}", self.rows, self.path.display())))
    }
}

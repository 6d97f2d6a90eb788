//! Whether a store is sound: every table agrees with every other, and everything can be read.
//!
//! Looking is done beside a running server and writes nothing; each check is one read transaction, so that none of them keeps
//! the write-ahead log from being begun anew for longer than it takes. Mending needs the lock. It rebuilds indexes from the runs,
//! and moves rows that belong to no run into a file; it never deletes a run.
//!
//! Start reading at [`examine`]; the checks are in [`rows`], [`scan`] and [`frames`].

mod database;
mod derived;
mod frames;
mod mend;
mod report;
mod rows;
mod scan;

use std::path::Path;

use model::Timestamp;
use rusqlite::{Connection, OpenFlags};

pub use report::{Check, DatabaseFacts, ProjectCounts, Report, Verdict};

use super::{BackupError, DERIVED, META, READ_ONLY, RUNS, Step, Watch};
use crate::columns::SealedDays;
use crate::search::Search;
use crate::{DataDir, StoreError, meta, runs};
use report::Found;

/// Frames are many, and opening all of them takes long.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Depth {
    /// The newest and some at random.
    Sample,
    Everything,
}

/// Looks at the store in `data_dir`, and writes nothing; a server may be using it.
///
/// Fails when there is no store, or a newer one, or it cannot be read at all; damage is part of the report.
pub fn examine(data_dir: &Path, watch: &mut Watch<'_>) -> Result<Report, BackupError> {
    check_presence(data_dir)?;
    let mut examination = Examination::new(Depth::Sample, watch);
    examination.run(data_dir)?;
    Ok(examination.report)
}

/// Looks at everything, and mends what can be mended: indexes are rebuilt from the runs, and rows that belong to no run go into
/// a file `doctor-TIME.jsonl` in the data directory. Nobody else may be using the store.
///
/// The report says of each check what was found first, and whether it is mended now.
pub fn repair(data_dir: &Path, now: Timestamp, watch: &mut Watch<'_>) -> Result<Report, BackupError> {
    check_presence(data_dir)?;
    let dir = DataDir::lock(data_dir)?;
    let mut examination = Examination::new(Depth::Everything, watch);
    examination.run(data_dir)?;
    let mut report = examination.report;
    if report.can_be_mended() {
        let (file, migrations) = runs::sqlite::inspect::file_in(data_dir);
        let mut connection = file.open_existing(OpenFlags::SQLITE_OPEN_READ_WRITE, &migrations)?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        mend::mend(&mut connection, &dir, now, &mut report)?;
        // What is derived of the runs is written anew.
        SealedDays::remove(data_dir)?;
        Search::remove(data_dir)?;
    }
    Ok(report)
}

fn check_presence(data_dir: &Path) -> Result<(), BackupError> {
    if data_dir.join(RUNS).exists() || data_dir.join(META).exists() {
        return Ok(());
    }
    Err(BackupError::NoStore { dir: data_dir.to_path_buf() })
}

/// How many checks there are on a store that can be opened: those of rows, and ten others.
const CHECKS: u64 = rows::CHECKS.len() as u64 + 10;

struct Examination<'a, 'b> {
    depth: Depth,
    watch: &'a mut Watch<'b>,
    done: u64,
    report: Report,
}

impl<'a, 'b> Examination<'a, 'b> {
    fn new(depth: Depth, watch: &'a mut Watch<'b>) -> Examination<'a, 'b> {
        Examination { depth, watch, done: 0, report: Report::default() }
    }

    fn run(&mut self, data_dir: &Path) -> Result<(), StoreError> {
        let runs = self.database(database::RUNS_DB, runs::sqlite::inspect::file_in(data_dir))?;
        if let Some(runs) = &runs {
            self.runs(runs)?;
            // What cannot be read there is among the checks already.
            self.report.notes.extend(derived::look(data_dir, runs).unwrap_or_default());
        }
        // After the runs: a project is there before its first run is.
        let meta = self.database(database::META_DB, meta::inspect::file_in(data_dir))?;
        if let Some(meta) = &meta {
            self.check("the secret opens everything that is sealed", |found| {
                found.extend(&meta::inspect::sealed_otherwise(meta, data_dir)?);
                Ok(())
            })?;
            self.check("every audit log is as it was written", |found| {
                for broken in meta::inspect::broken_chains(meta)? {
                    found.add(format!("organisation {}, row {}: {}", broken.org, broken.seq, broken.reason));
                }
                Ok(())
            })?;
        }
        if let (Some(runs), Some(meta)) = (&runs, &meta) {
            let mut projects = Vec::new();
            self.check("every run is of a project that there is", |found| {
                projects = database::count(runs, meta)?;
                let nameless =
                    projects.iter().filter(|counts| counts.name.is_none() && counts.runs + counts.hidden > 0);
                nameless.for_each(|counts| found.add(format!("slot {}", counts.slot)));
                Ok(())
            })?;
            self.report.projects = projects;
        }
        Ok(())
    }

    fn runs(&mut self, runs: &Connection) -> Result<(), StoreError> {
        for row_check in &rows::CHECKS {
            self.check(row_check.what, |found| row_check.look(runs, found))?;
        }
        self.check(scan::DAYS, |found| {
            // One read transaction for both tables: meanwhile runs may come in.
            let tx = runs.unchecked_transaction()?;
            found.extend(&scan::days(&tx)?);
            Ok(())
        })?;
        self.check(scan::WORDS, |found| scan::words(runs, found))?;
        let depth = self.depth;
        self.check(frames::FRAMES, |found| frames::look(runs, depth, found))
    }

    /// Does one check and notes what came of it.
    fn check(
        &mut self,
        what: &'static str,
        look: impl FnOnce(&mut Found) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.show(what);
        let mut found = Found::default();
        match look(&mut found) {
            Ok(()) => {}
            Err(error) if report::is_damage(&error) => found.add(report::sentence(&error)),
            Err(error) => return Err(error),
        }
        self.done += 1;
        self.show(what);
        self.report.checks.push(Check::new(what, found));
        Ok(())
    }

    fn show(&mut self, what: &str) {
        (self.watch)(Step { what, done: self.done, total: CHECKS });
    }
}

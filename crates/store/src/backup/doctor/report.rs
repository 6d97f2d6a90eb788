//! What the doctor found, and how that reads.

use std::fmt;

use rusqlite::ErrorCode;

use super::database::RUNS_DB;
use crate::StoreError;

/// How many of the things found are named.
const EXAMPLES: usize = 5;

/// What was looked at and what was found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The files that could be opened.
    pub databases: Vec<DatabaseFacts>,
    /// Every check, in the order of looking.
    pub checks: Vec<Check>,
    /// What each project has, by slot.
    pub projects: Vec<ProjectCounts>,
    /// What else there is to say, a sentence each.
    pub notes: Vec<String>,
}

/// One of the two databases.
#[derive(Clone, Debug)]
pub struct DatabaseFacts {
    /// Its name.
    pub name: &'static str,
    /// Its size without the write-ahead log.
    pub bytes: u64,
    /// The version of its schema.
    pub schema: i64,
    /// The version that this binary knows; a server brings an older file up to it when it starts.
    pub known_schema: i64,
    /// Its identity, which copies share.
    pub store_id: Option<String>,
}

/// One thing that has to be true of a store.
#[derive(Clone, Debug)]
pub struct Check {
    /// The sentence that is true of a sound store.
    pub what: &'static str,
    /// How many exceptions there are, or were.
    pub found: u64,
    /// The first of them.
    pub examples: Vec<String>,
    /// What that means.
    pub verdict: Verdict,
}

/// What became of a check.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// There is no exception.
    Sound,
    /// There are exceptions.
    Damaged,
    /// There were exceptions.
    Mended,
}

/// What one project has.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ProjectCounts {
    /// Its place in every key.
    pub slot: i64,
    /// Its name; `None` when `meta.db` has no such project.
    pub name: Option<String>,
    /// Runs that readers see.
    pub runs: u64,
    /// Rows that readers do not see: runs only known as somebody's parent, and messages that their turn shows.
    pub hidden: u64,
    /// Stored inputs.
    pub inputs: u64,
    /// Stored outputs.
    pub outputs: u64,
    /// End users.
    pub end_users: u64,
}

/// The exceptions of one check: all are counted, the first are named.
#[derive(Default)]
pub(super) struct Found {
    count: u64,
    examples: Vec<String>,
}

impl Found {
    pub(super) fn add(&mut self, example: impl Into<String>) {
        self.count += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(example.into());
        }
    }

    pub(super) fn extend<T: ToString>(&mut self, examples: &[T]) {
        examples.iter().for_each(|example| self.add(example.to_string()));
    }

    pub(super) fn is_none(&self) -> bool {
        self.count == 0
    }
}

impl Check {
    pub(super) fn new(what: &'static str, found: Found) -> Check {
        let verdict = if found.is_none() { Verdict::Sound } else { Verdict::Damaged };
        Check { what, found: found.count, examples: found.examples, verdict }
    }
}

impl Report {
    /// Whether nothing is wrong, or nothing is any more.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.checks.iter().all(|check| check.verdict != Verdict::Damaged)
    }

    /// Whether there is damage, and `runs.db` is intact as a file: indexes are not rebuilt from what may be wrong itself.
    pub(super) fn can_be_mended(&self) -> bool {
        !self.is_sound() && self.checks.iter().any(|check| check.what == RUNS_DB.intact && check.found == 0)
    }
}

/// Whether this failure tells of the store, and not of the machine.
pub(super) fn is_damage(error: &StoreError) -> bool {
    use ErrorCode::{
        CannotOpen, DatabaseBusy, DatabaseLocked, DiskFull, OutOfMemory, PermissionDenied, SystemIoFailure,
    };
    match error {
        StoreError::Sqlite(error) => !matches!(
            error.sqlite_error_code(),
            Some(
                CannotOpen
                    | DatabaseBusy
                    | DatabaseLocked
                    | DiskFull
                    | OutOfMemory
                    | PermissionDenied
                    | SystemIoFailure
            )
        ),
        StoreError::Damaged { .. } | StoreError::WrongSecret => true,
        StoreError::Io { source, .. } => source.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

/// A failure with its causes.
pub(super) fn sentence(error: &StoreError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text.push_str(&format!(": {inner}"));
        cause = inner.source();
    }
    text
}

impl fmt::Display for Report {
    /// Some lines for a person, without a last line end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.databases.iter().try_for_each(|database| writeln!(f, "{database}"))?;
        writeln!(f)?;
        self.checks.iter().try_for_each(|check| writeln!(f, "{check}"))?;
        writeln!(f)?;
        if !self.projects.is_empty() {
            let head = ["slot", "runs", "hidden", "inputs", "outputs", "end users"];
            write_row(f, &head.map(ToOwned::to_owned), "project")?;
        }
        for counts in &self.projects {
            let numbers =
                [counts.runs, counts.hidden, counts.inputs, counts.outputs, counts.end_users].map(|n| n.to_string());
            let [runs, hidden, inputs, outputs, end_users] = numbers;
            let name = counts.name.as_deref().unwrap_or("(none)");
            write_row(f, &[counts.slot.to_string(), runs, hidden, inputs, outputs, end_users], name)?;
        }
        self.notes.iter().try_for_each(|note| writeln!(f, "{note}"))?;
        let damaged = self.checks.iter().filter(|check| check.verdict == Verdict::Damaged).count();
        match damaged {
            0 => write!(f, "sound"),
            damaged => write!(f, "DAMAGED: {damaged} of {} checks failed", self.checks.len()),
        }
    }
}

fn write_row(f: &mut fmt::Formatter<'_>, numbers: &[String; 6], name: &str) -> fmt::Result {
    numbers.iter().try_for_each(|number| write!(f, "{number:>13}"))?;
    writeln!(f, "  {name}")
}

impl fmt::Display for DatabaseFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let store_id = self.store_id.as_deref().unwrap_or("(none)");
        write!(f, "{}  {} bytes, schema {}, store {store_id}", self.name, self.bytes, self.schema)?;
        if self.schema < self.known_schema {
            write!(f, "; the next start brings it to schema {}", self.known_schema)?;
        }
        Ok(())
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.verdict {
            Verdict::Sound => return write!(f, "ok       {}", self.what),
            Verdict::Damaged => "DAMAGED ",
            Verdict::Mended => "mended  ",
        };
        let more = if self.found > self.examples.len() as u64 { ", ..." } else { "" };
        let s = if self.found == 1 { "" } else { "s" };
        write!(f, "{word} {}: {} exception{s} ({}{more})", self.what, self.found, self.examples.join(", "))
    }
}

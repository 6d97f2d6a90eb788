//! What somebody who looks at `runs.db` from outside may know of it: which file it is, where a row lies, and whether what a row
//! holds can be read.

use std::io;
use std::path::Path;

use refinery::Runner;
use rusqlite::Connection;

use super::frame::Codec;
use super::rid::Rid;
use super::{APPLICATION_ID, PAGE_BYTES, attributes, migrations, said, training};
use crate::StoreError;
use crate::sqlite::Database;

/// Where among the sources of a run those of its payloads are: the order is that of `said.rs`.
const INPUT: usize = 9;
const OUTPUT: usize = 11;

/// `runs.db` in a directory, and the schema that this binary knows.
pub(crate) fn file_in(dir: &Path) -> (Database, Runner) {
    let file = Database { path: dir.join("runs.db"), application_id: APPLICATION_ID, page_bytes: PAGE_BYTES };
    (file, migrations::migrations::runner())
}

/// The day under which `run_day` has a run.
pub(crate) fn day_of(rid: i64) -> i64 {
    Rid(rid).day().0
}

/// Which payloads the events of a run brought.
#[derive(Clone, Copy)]
pub(crate) struct Brought {
    pub(crate) input: bool,
    pub(crate) output: bool,
}

/// Reads the `said` column of a run; `None` when it is damaged.
pub(crate) fn brought(said: &[u8]) -> Option<Brought> {
    let sources = said::decode(said)?;
    Some(Brought { input: sources.by[INPUT].is_some(), output: sources.by[OUTPUT].is_some() })
}

/// Opens frames with the dictionaries that a store knows.
pub(crate) struct Frames(Codec);

impl Frames {
    pub(crate) fn of(connection: &Connection) -> Result<Frames, StoreError> {
        Ok(Frames(Codec::new(training::learned(connection)?)))
    }

    /// The text in a frame of a payload or a message.
    pub(crate) fn text(&self, stored: &[u8]) -> io::Result<String> {
        self.0.open_text(stored)
    }

    /// Whether what a span said can be read, as it stands for this run.
    pub(crate) fn check_span(&self, connection: &Connection, rid: i64, stored: &[u8]) -> io::Result<()> {
        let text = self.0.open_span(connection, Rid(rid), stored)?;
        String::from_utf8(text).map(|_| ()).map_err(io::Error::other)
    }

    /// Whether a body of `run_attribute` can be read to its end.
    pub(crate) fn check_attributes(&self, stored: &[u8]) -> io::Result<()> {
        self.0.open(stored)?;
        attributes::decode(stored, &self.0).map(|_| ()).ok_or_else(|| io::Error::other("its parts do not add up"))
    }
}

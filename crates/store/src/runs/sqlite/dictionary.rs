//! Texts that repeat, as integers: types, names, runtimes, lists of tags.

use std::num::NonZeroUsize;

use lru::LruCache;
use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;
use crate::scope::Slot;

/// What a text is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(u8)]
pub(super) enum Kind {
    Type = 1,
    Name = 2,
    Runtime = 3,
    /// A whole list of tags, as JSON, in the order sent.
    Tags = 4,
}

/// How many texts the writer remembers the numbers of.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(32_768).expect("it is not 0");

/// Longer texts are looked up each time: the cache counts texts, not bytes.
const REMEMBERED_BYTES: usize = 256;

/// The writer's view of the dictionary. It may hold texts of the transaction under way: whoever rolls back calls
/// [`Dictionary::forget`].
pub(super) struct Dictionary(LruCache<(Slot, Kind, Box<str>), i64>);

impl Dictionary {
    pub(super) fn new() -> Dictionary {
        Dictionary(LruCache::new(REMEMBERED))
    }

    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    /// The number of a text, given now if it is new.
    pub(super) fn number(&mut self, tx: &Connection, slot: Slot, kind: Kind, text: &str) -> Result<i64, StoreError> {
        let key = (slot, kind, Box::from(text));
        if let Some(&number) = self.0.get(&key) {
            return Ok(number);
        }
        let number = match find(tx, slot, kind, text)? {
            Some(number) => number,
            None => tx
                .prepare_cached("INSERT INTO dictionary (slot, kind, text) VALUES (?1, ?2, ?3)")?
                .insert(params![slot.number(), kind as u8, text])?,
        };
        if text.len() <= REMEMBERED_BYTES {
            self.0.put(key, number);
        }
        Ok(number)
    }
}

/// The number of a text, if it has one.
pub(super) fn find(connection: &Connection, slot: Slot, kind: Kind, text: &str) -> Result<Option<i64>, StoreError> {
    let number = connection
        .prepare_cached("SELECT id FROM dictionary WHERE slot = ?1 AND kind = ?2 AND text = ?3")?
        .query_row(params![slot.number(), kind as u8, text], |row| row.get(0))
        .optional()?;
    Ok(number)
}

/// Visits all texts of a kind.
pub(super) fn each(
    connection: &Connection,
    slot: Slot,
    kind: Kind,
    mut visit: impl FnMut(i64, &str),
) -> Result<(), StoreError> {
    let mut select = connection.prepare_cached("SELECT id, text FROM dictionary WHERE slot = ?1 AND kind = ?2")?;
    let mut rows = select.query(params![slot.number(), kind as u8])?;
    while let Some(row) = rows.next()? {
        visit(row.get(0)?, row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?);
    }
    Ok(())
}

/// The text of a number.
pub(super) fn text(connection: &Connection, number: i64) -> Result<Option<String>, StoreError> {
    let mut select = connection.prepare_cached("SELECT text FROM dictionary WHERE id = ?1")?;
    Ok(select.query_row([number], |row| row.get(0)).optional()?)
}

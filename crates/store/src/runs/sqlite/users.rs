//! End users: the persons that our customers track. Merged like runs, by stamps.

use std::collections::HashMap;
use std::num::NonZeroUsize;

use lru::LruCache;
use model::merge::{Rule, Stamp};
use model::{EndUser, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use super::said::{decode_stamp, encode_stamp};
use crate::StoreError;
use crate::scope::Slot;

type Key = (Slot, Box<str>);

/// How many persons the writer remembers.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(16_384).expect("it is not 0");

/// Longer ids are looked up each time: the cache counts persons, not bytes.
const REMEMBERED_BYTES: usize = 256;

/// The writer's view of the end users. It may hold what the transaction under way said: whoever rolls back calls
/// [`Users::forget`].
pub(super) struct Users {
    known: LruCache<Key, Known>,
    touched: HashMap<Key, Known>,
}

struct Known {
    id: i64,
    last_seen_at: Timestamp,
    props_said: Option<Stamp>,
    new_props: Option<String>,
    is_changed: bool,
}

impl Users {
    pub(super) fn new() -> Users {
        Users { known: LruCache::new(REMEMBERED), touched: HashMap::new() }
    }

    pub(super) fn forget(&mut self) {
        self.known.clear();
        self.touched.clear();
    }

    /// Notes that an event named this person, who becomes known now if new, and returns the person's number.
    pub(super) fn see(
        &mut self,
        tx: &Connection,
        slot: Slot,
        seen: (&EndUser, Stamp),
        arrival: Timestamp,
    ) -> Result<i64, StoreError> {
        let (user, stamp) = seen;
        let key: Key = (slot, user.external_id.as_str().into());
        let known = match self.touched.entry(key) {
            std::collections::hash_map::Entry::Occupied(place) => place.into_mut(),
            std::collections::hash_map::Entry::Vacant(place) => {
                let known = match self.known.pop(place.key()) {
                    Some(known) => known,
                    None => load_or_insert(tx, slot, &user.external_id, (stamp.at, arrival))?,
                };
                place.insert(known)
            }
        };
        known.merge(user, stamp);
        Ok(known.id)
    }

    /// The number of a person whom this transaction has seen, or an earlier one.
    pub(super) fn number(&self, tx: &Connection, slot: Slot, external_id: &str) -> Result<Option<i64>, StoreError> {
        if let Some(known) = self.touched.get(&(slot, Box::from(external_id))) {
            return Ok(Some(known.id));
        }
        let number = tx
            .prepare_cached("SELECT id FROM end_user WHERE slot = ?1 AND external_id = ?2")?
            .query_row(params![slot.number(), external_id], |row| row.get(0))
            .optional()?;
        Ok(number)
    }

    /// Writes what changed.
    pub(super) fn flush(&mut self, tx: &Connection) -> Result<(), StoreError> {
        let mut update_seen = tx.prepare_cached("UPDATE end_user SET last_seen_at = ?2 WHERE id = ?1")?;
        let mut update_props = tx.prepare_cached("UPDATE end_user SET props = ?2, props_said = ?3 WHERE id = ?1")?;
        for (key, mut known) in self.touched.drain() {
            if known.is_changed {
                update_seen.execute(params![known.id, known.last_seen_at.micros()])?;
            }
            if let Some(props) = known.new_props.take() {
                let said = known.props_said.as_ref().map(encode_stamp);
                update_props.execute(params![known.id, props, said])?;
            }
            known.is_changed = false;
            if key.1.len() <= REMEMBERED_BYTES {
                self.known.put(key, known);
            }
        }
        Ok(())
    }
}

impl Known {
    fn merge(&mut self, user: &EndUser, stamp: Stamp) {
        if stamp.at > self.last_seen_at {
            self.last_seen_at = stamp.at;
            self.is_changed = true;
        }
        let Some(props) = &user.props else { return };
        if self.props_said.as_ref().is_none_or(|old| Rule::Last.prefers(&stamp, old)) {
            self.props_said = Some(stamp);
            self.new_props = Some(props.text().to_owned());
        }
    }
}

fn load_or_insert(
    tx: &Connection,
    slot: Slot,
    external_id: &str,
    (seen_at, arrival): (Timestamp, Timestamp),
) -> Result<Known, StoreError> {
    let found = tx
        .prepare_cached("SELECT id, last_seen_at, props_said FROM end_user WHERE slot = ?1 AND external_id = ?2")?
        .query_row(params![slot.number(), external_id], |row| {
            let said: Option<[u8; 17]> = row.get(2)?;
            Ok(Known {
                id: row.get(0)?,
                last_seen_at: Timestamp::from_micros(row.get(1)?),
                props_said: said.and_then(decode_stamp),
                new_props: None,
                is_changed: false,
            })
        })
        .optional()?;
    if let Some(known) = found {
        return Ok(known);
    }
    let id = tx
        .prepare_cached("INSERT INTO end_user (slot, external_id, created_at, last_seen_at) VALUES (?1, ?2, ?3, ?4)")?
        .insert(params![slot.number(), external_id, arrival.micros(), seen_at.micros()])?;
    Ok(Known { id, last_seen_at: seen_at, props_said: None, new_props: None, is_changed: false })
}

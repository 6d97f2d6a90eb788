//! What the writer remembers between transactions, so that a usual event reads nothing from disk.
//!
//! Everything here may belong to the transaction under way: after a roll-back all of it is forgotten.

use std::collections::{HashMap, HashSet};
use std::num::NonZeroUsize;
use std::sync::Arc;

use lru::LruCache;
use model::merge::RunState;
use model::{Nanodollars, Pricing, RunId, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use super::super::dictionary::Dictionary;
use super::super::frame::Codec;
use super::super::metadata_keys::MetadataKeys;
use super::super::rid::{Day, PLACES, Rid, Tick};
use super::super::users::Users;
use super::cost::{cost_now, cost_of};
use super::entry::Entry;
use crate::StoreError;
use crate::scope::Slot;

/// Runs kept at hand: the end of a run usually comes soon after its start.
const RUNS: NonZeroUsize = NonZeroUsize::new(16_384).expect("it is not 0");
const TICKS: NonZeroUsize = NonZeroUsize::new(8_192).expect("it is not 0");
const DAYS: NonZeroUsize = NonZeroUsize::new(4_096).expect("it is not 0");

pub(in super::super) struct Caches {
    pub(super) runs: LruCache<(Slot, RunId), Entry>,
    pub(super) dictionary: Dictionary,
    pub(super) users: Users,
    pub(super) metadata_keys: MetadataKeys,
    /// The next free sequence of a tick.
    ticks: LruCache<(Slot, Tick), i64>,
    days: LruCache<(Slot, Day), Bounds>,
    widened: HashMap<(Slot, Day), Bounds>,
    /// Whether any run was deleted lately; `None` until somebody has looked.
    has_tombstones: Option<bool>,
    /// Deleted projects. Also after a roll-back: it is no news of the transaction that was rolled back.
    closed: HashSet<Slot>,
    pricing: Arc<dyn Pricing>,
    pub(in super::super) codec: Arc<Codec>,
}

/// The earliest and the latest `started_at` of a day's runs.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Bounds {
    earliest: Timestamp,
    latest: Timestamp,
}

impl Caches {
    pub(super) fn new(pricing: Arc<dyn Pricing>, codec: Arc<Codec>) -> Caches {
        Caches {
            runs: LruCache::new(RUNS),
            dictionary: Dictionary::new(),
            users: Users::new(),
            metadata_keys: MetadataKeys::new(),
            ticks: LruCache::new(TICKS),
            days: LruCache::new(DAYS),
            widened: HashMap::new(),
            has_tombstones: None,
            closed: HashSet::new(),
            pricing,
            codec,
        }
    }

    pub(in super::super) fn forget(&mut self) {
        self.runs.clear();
        self.dictionary.forget();
        self.users.forget();
        self.metadata_keys.forget();
        self.ticks.clear();
        self.days.clear();
        self.widened.clear();
        self.has_tombstones = None;
    }

    /// Whether the run was deleted in the last seven days.
    pub(super) fn is_deleted(&mut self, tx: &Connection, (slot, id): (Slot, RunId)) -> Result<bool, StoreError> {
        let has_any = match self.has_tombstones {
            Some(has_any) => has_any,
            None => tx.query_row("SELECT EXISTS (SELECT 1 FROM tombstone)", [], |row| row.get(0))?,
        };
        self.has_tombstones = Some(has_any);
        if !has_any || self.runs.contains(&(slot, id)) {
            return Ok(false);
        }
        let mut select = tx.prepare_cached("SELECT 1 FROM tombstone WHERE slot = ?1 AND id = ?2")?;
        Ok(select.exists(params![slot.number(), id.as_bytes()])?)
    }

    /// A free place for a run whose first event says `first_at`.
    pub(super) fn allocate(
        &mut self,
        tx: &Connection,
        slot: Slot,
        first_at: Timestamp,
        arrival: Timestamp,
    ) -> Result<Rid, StoreError> {
        let mut tick = Tick::for_run(first_at, arrival);
        let mut next_tick = Tick::of_arrival(arrival);
        loop {
            let sequence = self.next_sequence(tx, slot, tick)?;
            if sequence < PLACES {
                self.ticks.put((slot, tick), sequence + 1);
                return Ok(Rid::new(slot, tick, sequence));
            }
            tick = next_tick;
            next_tick = next_tick.next();
        }
    }

    fn next_sequence(&mut self, tx: &Connection, slot: Slot, tick: Tick) -> Result<i64, StoreError> {
        if let Some(&next) = self.ticks.get(&(slot, tick)) {
            return Ok(next);
        }
        let (first, last) = (Rid::new(slot, tick, 0), Rid::new(slot, tick, PLACES - 1));
        let greatest: Option<i64> = tx
            .prepare_cached("SELECT max(rid) FROM run WHERE rid BETWEEN ?1 AND ?2")?
            .query_row([first.0, last.0], |row| row.get(0))?;
        Ok(greatest.map_or(0, |rid| Rid(rid).sequence() + 1))
    }

    /// Makes sure that the bounds of the run's day hold its start.
    pub(super) fn widen_day(
        &mut self,
        tx: &Connection,
        slot: Slot,
        rid: Rid,
        started_at: Timestamp,
    ) -> Result<(), StoreError> {
        let key = (slot, rid.day());
        let known = match self.days.get(&key) {
            Some(&bounds) => Some(bounds),
            None => load_bounds(tx, key)?,
        };
        let wider = known.map_or(Bounds { earliest: started_at, latest: started_at }, |bounds| Bounds {
            earliest: bounds.earliest.min(started_at),
            latest: bounds.latest.max(started_at),
        });
        if known != Some(wider) {
            self.widened.insert(key, wider);
        }
        self.days.put(key, wider);
        Ok(())
    }

    /// Writes the bounds that were widened.
    pub(super) fn flush_days(&mut self, tx: &Connection) -> Result<(), StoreError> {
        let mut upsert = tx.prepare_cached(
            "INSERT INTO run_day (slot, day, earliest, latest)
             VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (slot, day) DO UPDATE SET earliest = excluded.earliest, latest = excluded.latest",
        )?;
        for ((slot, day), bounds) in self.widened.drain() {
            upsert.execute([slot.number(), day.0, bounds.earliest.micros(), bounds.latest.micros()])?;
        }
        Ok(())
    }

    /// What the run cost, where that can be told by now.
    pub(super) fn cost<P>(&self, state: &RunState<P>) -> Option<Nanodollars> {
        cost_of(&*self.pricing, state)
    }

    /// The same for a run that is on disk, with its place; see [`cost_now`].
    pub(in super::super) fn cost_now(
        &self,
        tx: &Connection,
        (slot, id): (Slot, RunId),
    ) -> Result<Option<(Rid, Option<Nanodollars>)>, StoreError> {
        cost_now(tx, (slot, id), (&*self.pricing, &self.codec))
    }

    /// From now on nothing more is stored for this project: it is deleted, and slots are given once.
    pub(in super::super) fn close(&mut self, slot: Slot) {
        self.closed.insert(slot);
    }

    /// Whether the project is deleted.
    pub(in super::super) fn is_closed(&self, slot: Slot) -> bool {
        self.closed.contains(&slot)
    }
}

fn load_bounds(tx: &Connection, (slot, day): (Slot, Day)) -> Result<Option<Bounds>, StoreError> {
    let bounds = tx
        .prepare_cached("SELECT earliest, latest FROM run_day WHERE slot = ?1 AND day = ?2")?
        .query_row(params![slot.number(), day.0], |row| {
            Ok(Bounds { earliest: Timestamp::from_micros(row.get(0)?), latest: Timestamp::from_micros(row.get(1)?) })
        })
        .optional()?;
    Ok(bounds)
}

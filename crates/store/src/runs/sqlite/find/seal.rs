//! Keeps `cols.db`: once a second, on a thread of its own, it takes out the parts whose runs changed, and seals spans that
//! rest. What it seals it reads from the rows, after it moved the mark: so a part holds every change up to the mark, and what
//! comes later takes it out again.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::super::rid::Rid;
use super::Finder;
use super::source::{gaps, places_of, reaches_back};
use crate::StoreError;
use crate::columns::{DayKey, PIECE};
use crate::follower::Follower as Progress;
use crate::runs::FollowerStats;

const LOOK_EVERY: Duration = Duration::from_secs(1);
/// A span of which no run changed for this long, or up to twice as long, rests.
const REST: Duration = Duration::from_secs(15);
/// Changes that are taken at once.
const CHANGES: i64 = 200_000;

/// Wakes and ends the thread, and tells how far it is.
pub(in super::super) struct Sealer {
    orders: SyncSender<Order>,
    is_stopping: Arc<AtomicBool>,
    thread: Mutex<Option<JoinHandle<()>>>,
    progress: Arc<Progress>,
}

enum Order {
    /// Seal what can be sealed, also where runs changed lately, and say so.
    SealAll(SyncSender<()>),
    Stop,
}

impl Sealer {
    /// How far `cols.db` is, when the change log has reached a number.
    pub(in super::super) fn progress(&self, newest: i64) -> FollowerStats {
        let mark = self.progress.mark();
        FollowerStats { name: "columns", mark, lag: newest.saturating_sub(mark).max(0), is_complete: true }
    }

    /// Seals all days, also those where runs changed lately, and waits until that is done.
    pub(in super::super) fn seal_all(&self) -> Result<(), StoreError> {
        let (done, is_done) = sync_channel(1);
        self.orders.send(Order::SealAll(done)).map_err(|_| StoreError::Closed)?;
        is_done.recv().map_err(|_| StoreError::Closed)
    }

    /// Ends the thread and waits for it.
    pub(in super::super) fn stop(&self) {
        self.is_stopping.store(true, Ordering::Relaxed);
        // A queue that is full, or a thread that is gone, needs no order.
        let _ = self.orders.try_send(Order::Stop);
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that seals columns panicked");
        }
    }
}

/// Starts the thread, which says by `progress` how far it is.
pub(in super::super) fn start(finder: Arc<Finder>, progress: Arc<Progress>) -> Result<Sealer, StoreError> {
    let (orders, queue) = sync_channel(QUEUED_ORDERS);
    let is_stopping = Arc::new(AtomicBool::new(false));
    let follower = Follower {
        finder,
        progress: Arc::clone(&progress),
        is_stopping: Arc::clone(&is_stopping),
        unrest: Unrest::default(),
        questions: 0,
        idle: 0,
    };
    let thread = std::thread::Builder::new()
        .name("columns".into())
        .spawn(move || follower.run(&queue))
        .map_err(|source| StoreError::Io { path: "cols.db".into(), source })?;
    Ok(Sealer { orders, is_stopping, thread: Mutex::new(Some(thread)), progress })
}

const QUEUED_ORDERS: usize = 16;

struct Follower {
    finder: Arc<Finder>,
    progress: Arc<Progress>,
    is_stopping: Arc<AtomicBool>,
    unrest: Unrest,
    /// How many questions were asked when it looked last, and how often that was the same number since.
    questions: u64,
    idle: u32,
}

/// After so many looks without a question the columns in memory are no longer kept up to date: the next question has to.
const IDLE_LOOKS: u32 = 60;

impl Follower {
    fn run(mut self, queue: &Receiver<Order>) {
        loop {
            let done = match queue.recv_timeout(LOOK_EVERY) {
                Err(RecvTimeoutError::Timeout) => None,
                Ok(Order::SealAll(done)) => Some(done),
                Ok(Order::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            };
            if let Err(error) = self.look(done.is_some()) {
                tracing::warn!(error = &error as &dyn std::error::Error, "columns could not be kept; trying again");
            }
            if let Some(done) = done {
                let _ = done.send(());
            }
        }
    }

    fn should_stop(&self) -> bool {
        self.is_stopping.load(Ordering::Relaxed)
    }

    /// Follows the change log and seals what rests; with `all`, everything.
    fn look(&mut self, all: bool) -> Result<(), StoreError> {
        while self.follow()? {}
        self.keep_current()?;
        let days = self.finder.rows.read(|connection| {
            let mut select = connection.prepare_cached("SELECT slot, day FROM run_day ORDER BY day DESC")?;
            let days = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(days.collect::<Result<Vec<DayKey>, _>>()?)
        })?;
        for key in days {
            let quiet_below = if all { i64::MAX } else { self.unrest.quiet_below(key) };
            if self.seal(key, quiet_below)? {
                while self.follow()? {}
            }
            if self.should_stop() {
                return Ok(());
            }
        }
        self.finder.rows.sealed.shrink()
    }

    /// Takes out what changed; whether there may be more.
    fn follow(&mut self) -> Result<bool, StoreError> {
        let sealed = &self.finder.rows.sealed;
        let mark = sealed.mark()?;
        let (changed, newest) = self.finder.rows.read(|connection| {
            if !reaches_back(connection, mark)? {
                let newest = connection.query_row("SELECT max(seq) FROM change", [], |row| row.get(0))?;
                return Ok((None, newest));
            }
            let mut select =
                connection.prepare_cached("SELECT seq, rid FROM change WHERE seq > ?1 ORDER BY seq LIMIT ?2")?;
            let rows = select.query_map([mark, CHANGES], |row| Ok((row.get(0)?, row.get(1).map(Rid)?)))?;
            let rows = rows.collect::<Result<Vec<(i64, Rid)>, _>>()?;
            let newest = rows.last().map_or(mark, |(seq, _)| *seq);
            Ok((Some(rows), newest))
        })?;
        let Some(rows) = changed else {
            tracing::warn!("the change log does not reach back to what cols.db holds; it is written anew");
            sealed.clear(newest)?;
            self.progress.set_mark(newest);
            return Ok(true);
        };
        let mut places: BTreeMap<DayKey, Vec<i64>> = BTreeMap::new();
        rows.iter().for_each(|(_, rid)| places.entry(rid.day_key()).or_default().push(rid.0));
        places.values_mut().for_each(|places| places.sort_unstable());
        self.unrest.note(&places);
        if newest > mark {
            sealed.unseal(&places, newest)?;
            self.progress.set_mark(newest);
        }
        Ok(i64::try_from(rows.len()).is_ok_and(|count| count >= CHANGES))
    }

    /// While questions come, the columns in memory are kept up to date, so that they have less to do.
    fn keep_current(&mut self) -> Result<(), StoreError> {
        let questions = self.finder.columns.questions();
        self.idle = if questions == self.questions { self.idle.saturating_add(1) } else { 0 };
        if self.idle < IDLE_LOOKS {
            self.finder.columns.catch_up(&*self.finder.rows)?;
        }
        self.questions = self.finder.columns.questions();
        self.finder.columns.trim();
        Ok(())
    }

    /// Seals what rests of a day and is not sealed yet; whether there was any.
    fn seal(&self, key: DayKey, quiet_below: i64) -> Result<bool, StoreError> {
        let mut has_sealed = false;
        let rows = Arc::clone(&self.finder.rows);
        let places = places_of(key);
        for gap in gaps(&places, &rows.sealed.day(key)?.0) {
            let mut first = *gap.start();
            while first <= *gap.end() && first < quiet_below && !self.should_stop() {
                let part = rows.first_part(&(first..=*gap.end()))?;
                let rests = *part.places().end() < quiet_below;
                // A span that somebody is still adding to is sealed piece by piece.
                if !rests || quiet_below != i64::MAX && part.rows() < PIECE {
                    break;
                }
                first = part.places().end() + 1;
                rows.sealed.seal(key, &part)?;
                has_sealed = true;
            }
        }
        Ok(has_sealed)
    }
}

/// Where runs change.
#[derive(Default)]
struct Unrest {
    /// The first place of a day that changed: in this span of time, and in the one before it.
    lowest: BTreeMap<DayKey, (i64, i64)>,
    turned: Option<Instant>,
}

impl Unrest {
    fn note(&mut self, places: &BTreeMap<DayKey, Vec<i64>>) {
        if self.turned.is_none_or(|turned| turned.elapsed() >= REST) {
            self.turned = Some(Instant::now());
            self.lowest.values_mut().for_each(|(now, before)| (*now, *before) = (i64::MAX, *now));
            self.lowest.retain(|_, (_, before)| *before != i64::MAX);
        }
        for (key, places) in places {
            let (now, _) = self.lowest.entry(*key).or_insert((i64::MAX, i64::MAX));
            *now = places.first().map_or(*now, |first| *first.min(now));
        }
    }

    /// Below this place of a day nothing changed lately; the greatest number when that is true of the whole day.
    fn quiet_below(&self, key: DayKey) -> i64 {
        self.lowest.get(&key).map_or(i64::MAX, |(now, before)| *now.min(before))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: DayKey = (1, 9_000);

    #[test]
    fn a_day_rests_below_the_first_change_of_late() {
        let mut unrest = Unrest::default();
        assert_eq!(unrest.quiet_below(DAY), i64::MAX);
        unrest.note(&BTreeMap::from([(DAY, vec![50, 70])]));
        unrest.note(&BTreeMap::from([(DAY, vec![60])]));
        assert_eq!(unrest.quiet_below(DAY), 50);
        unrest.turned = None;
        unrest.note(&BTreeMap::from([(DAY, vec![80])]));
        assert_eq!(unrest.quiet_below(DAY), 50, "what changed a moment ago may have been in the span before");
        unrest.turned = None;
        unrest.note(&BTreeMap::new());
        assert_eq!(unrest.quiet_below(DAY), 80);
        unrest.turned = None;
        unrest.note(&BTreeMap::new());
        assert_eq!(unrest.quiet_below(DAY), i64::MAX);
    }
}

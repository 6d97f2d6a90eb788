//! The thread that writes the index. It follows the change log; between that, and when there is nothing to follow, it reads the
//! runs that are not in the index yet, and merges what it has written.
//!
//! Its mark is committed with what it indexed, so it never loses its place. It is never waited for: while more comes in than it
//! can take, it rests as long as it works, and what it has not come to is searched without it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::{Connection, TransactionBehavior, params};

use super::document::Document;
use super::file::{Search, Standing, set_standing, standing};
use super::vocabulary::{self, Vocabulary};
use super::{SLOT_SHIFT, Source, Touched, slot_of};
use crate::StoreError;
use crate::aside::stand_aside;

/// Rows of the log, or runs, in one transaction.
const BATCH: usize = 1_000;
/// A run usually changes again soon: so long it waits for more before it works.
const GATHER: Duration = Duration::from_millis(100);
/// How often it looks at the log though nobody rang.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Pause after a failure.
const PAUSE: Duration = Duration::from_secs(5);
/// Pages of one step of a merge.
const MERGE_PAGES: i64 = 200;
/// Merging takes at most so long at a time.
const MERGE_TIME: Duration = Duration::from_millis(100);
/// Blocks of words that are deleted in one transaction.
const BLOCKS: usize = 500;
/// Free pages are given back when there are more than this, so many at a time.
const FREE_PAGES: i64 = 1_024;

/// Ends the thread.
#[derive(Debug)]
pub(crate) struct Indexer {
    search: Arc<Search>,
    thread: Option<JoinHandle<()>>,
}

impl Indexer {
    /// Ends the thread and waits for it. The file is whole and has no write-ahead log when this returns, unless somebody reads
    /// it still.
    pub(crate) fn stop(&mut self) {
        self.search.follower.stop();
        self.search.close_readers();
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that writes search.db panicked");
        }
    }
}

impl Drop for Indexer {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Starts the thread.
pub(crate) fn start<S: Source + 'static>(
    (search, writer): (Arc<Search>, Connection),
    source: S,
) -> Result<Indexer, StoreError> {
    let mut work = Work::new(Arc::clone(&search), writer, source);
    let thread = std::thread::Builder::new()
        .name("search".into())
        .spawn(move || {
            stand_aside();
            work.run();
        })
        .map_err(|source| StoreError::Io { path: super::FILE_NAME.into(), source })?;
    Ok(Indexer { search, thread: Some(thread) })
}

/// What came of one step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    /// Nothing was to do.
    Idle,
    /// Something was done, and the log is at hand.
    Done,
    /// More came in meanwhile than was done.
    FellBehind,
}

/// The index as the one who writes it has it.
pub(super) struct Work<S> {
    search: Arc<Search>,
    connection: Connection,
    source: S,
    vocabulary: Vocabulary,
    /// Whether there may be something to merge.
    is_loose: bool,
    /// See [`BATCH`].
    pub(super) batch: usize,
}

impl<S: Source> Work<S> {
    pub(super) fn new(search: Arc<Search>, connection: Connection, source: S) -> Work<S> {
        Work { search, connection, source, vocabulary: Vocabulary::default(), is_loose: true, batch: BATCH }
    }

    fn run(&mut self) {
        let follower = Arc::clone(&self.search.follower);
        while !follower.is_over() {
            let began = Instant::now();
            match self.step() {
                Ok(Step::Idle) => {
                    follower.wait(LOOK_EVERY);
                    follower.rest(GATHER);
                }
                Ok(Step::Done) => {}
                Ok(Step::FellBehind) => follower.rest(began.elapsed()),
                Err(error) => {
                    self.search.suspect(&error);
                    self.vocabulary.forget();
                    follower.rest(PAUSE);
                }
            }
        }
    }

    /// Does some of what there is to do.
    pub(super) fn step(&mut self) -> Result<Step, StoreError> {
        let newest = self.source.newest()?;
        self.search.follower.look(newest);
        if self.search.is_damaged() {
            tracing::warn!("search.db is damaged; it is begun anew");
            self.begin_anew(newest)?;
        }
        let before = standing(&self.connection)?;
        let followed = self.follow(before, newest)?;
        let read = self.read_more()?;
        if followed || read {
            self.is_loose = true;
        }
        let merged = self.is_loose && self.merge()?;
        self.is_loose = merged;
        let lag = self.source.newest()? - standing(&self.connection)?.mark;
        Ok(match followed || read || merged {
            _ if lag > newest - before.mark && lag > i64::try_from(self.batch).unwrap_or(i64::MAX) => Step::FellBehind,
            true => Step::Done,
            false if self.give_back()? => Step::Done,
            false => Step::Idle,
        })
    }

    fn begin_anew(&mut self, newest: i64) -> Result<(), StoreError> {
        self.vocabulary.forget();
        // Closed before its file goes: the last connection to close takes the write-ahead log away, and does so by name.
        self.connection = Connection::open_in_memory()?;
        self.connection = self.search.begin_anew(newest)?;
        self.search.told(standing(&self.connection)?);
        Ok(())
    }

    /// Takes the next piece of the log in; whether there was any.
    fn follow(&mut self, standing: Standing, newest: i64) -> Result<bool, StoreError> {
        let Some(changes) = self.source.changes(standing.mark, self.batch)? else {
            tracing::warn!("the change log does not reach back to what search.db holds; it is written anew");
            self.begin_anew(newest)?;
            return Ok(true);
        };
        if changes.reached <= standing.mark {
            return Ok(false);
        }
        let mut places: BTreeMap<i64, bool> = BTreeMap::new();
        for Touched { rid, is_text } in changes.places {
            // Those below are read later, as they are then.
            if rid >= standing.indexed_from {
                *places.entry(rid).or_default() |= is_text;
            }
        }
        self.index(places, Standing { mark: changes.reached, ..standing })?;
        Ok(true)
    }

    /// Reads the next runs that are not in the index; whether there were any.
    fn read_more(&mut self) -> Result<bool, StoreError> {
        let standing = standing(&self.connection)?;
        if standing.indexed_from == 0 {
            return Ok(false);
        }
        let runs = self.source.last_of(&(0..=standing.indexed_from - 1), self.batch)?;
        let indexed_from = runs.last().copied().filter(|_| runs.len() == self.batch).unwrap_or(0);
        self.index(runs.into_iter().map(|rid| (rid, true)).collect(), Standing { indexed_from, ..standing })?;
        Ok(true)
    }

    /// Brings these places up to date, in their order, because FTS5 is fast only then; `standing` is true afterwards.
    fn index(&mut self, places: BTreeMap<i64, bool>, standing: Standing) -> Result<(), StoreError> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (mut last_slot, mut thinned) = (0, BTreeSet::new());
        for (rid, is_text) in places {
            if !is_text && is_indexed(&tx, rid)? {
                continue;
            }
            let slot = slot_of(rid);
            if slot != last_slot {
                self.vocabulary.flush(&tx, last_slot)?;
                last_slot = slot;
            }
            match self.source.texts(rid)? {
                Some(texts) => {
                    let document = Document::of(&texts);
                    let words = document.words();
                    self.vocabulary.add(&tx, slot, &words)?;
                    tx.prepare_cached("INSERT OR REPLACE INTO word (rowid, text) VALUES (?1, ?2)")?
                        .execute(params![rid, document.text(&words)])?;
                }
                None => {
                    tx.prepare_cached("DELETE FROM word WHERE rowid = ?1")?.execute([rid])?;
                    thinned.insert(slot);
                }
            }
        }
        self.vocabulary.flush(&tx, last_slot)?;
        set_standing(&tx, standing)?;
        tx.commit()?;
        self.search.told(standing);
        thinned.into_iter().try_for_each(|slot| self.forget_words(slot))
    }

    /// Of a project without runs not a word is kept.
    fn forget_words(&mut self, slot: i64) -> Result<(), StoreError> {
        let bounds = [slot << SLOT_SHIFT, (slot + 1) << SLOT_SHIFT];
        let sql = "SELECT EXISTS (SELECT 1 FROM word_docsize WHERE id >= ?1 AND id < ?2)";
        if self.connection.prepare_cached(sql)?.query_row(bounds, |row| row.get(0))? {
            return Ok(());
        }
        self.vocabulary.forget();
        loop {
            let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let deleted = vocabulary::delete(&tx, slot, BLOCKS)?;
            tx.commit()?;
            if deleted == 0 {
                return Ok(());
            }
        }
    }

    /// Merges for a while; whether there is more to merge.
    fn merge(&self) -> Result<bool, StoreError> {
        let began = Instant::now();
        loop {
            let before = self.connection.total_changes();
            for sql in [
                "INSERT INTO word (word, rank) VALUES ('merge', ?1)",
                "INSERT INTO fragment (fragment, rank) VALUES ('merge', ?1)",
            ] {
                self.connection.prepare_cached(sql)?.execute([MERGE_PAGES])?;
            }
            // Each of the two counts as one change when it had nothing to do.
            if self.connection.total_changes() - before <= 2 {
                return Ok(false);
            }
            if began.elapsed() >= MERGE_TIME {
                return Ok(true);
            }
        }
    }

    /// Gives free space back to the disk; whether there was some.
    fn give_back(&self) -> Result<bool, StoreError> {
        let free: i64 = self.connection.pragma_query_value(None, "freelist_count", |row| row.get(0))?;
        if free < FREE_PAGES {
            return Ok(false);
        }
        // One page a row.
        let mut vacuum = self.connection.prepare(&format!("PRAGMA incremental_vacuum({FREE_PAGES})"))?;
        let mut pages = vacuum.query([])?;
        while pages.next()?.is_some() {}
        Ok(true)
    }
}

fn is_indexed(tx: &Connection, rid: i64) -> Result<bool, StoreError> {
    Ok(tx.prepare_cached("SELECT 1 FROM word_docsize WHERE id = ?1")?.exists([rid])?)
}

//! A store of texts with its index, and the scan that it is compared with.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

use model::filter::Side;
use model::{Check, Filter, Nanodollars, RunId, Status, Timestamp};
use query::{Facts, Matcher};
use serde_json::json;

use super::super::indexer::{Step, Work};
use super::super::*;

pub(super) const SLOT: i64 = 3;
pub(super) const OTHER: i64 = 4;

/// The runs of a store, and its change log.
#[derive(Clone, Default)]
pub(super) struct Table(Arc<Mutex<Rows>>);

#[derive(Default)]
pub(super) struct Rows {
    pub(super) runs: BTreeMap<i64, Texts>,
    /// Behind a number that is cut away.
    pub(super) log: Vec<(i64, i64)>,
}

impl Table {
    pub(super) fn rows(&self) -> MutexGuard<'_, Rows> {
        self.0.lock().unwrap()
    }

    pub(super) fn change(&self, rid: i64, texts: Option<Texts>) {
        let mut rows = self.rows();
        match texts {
            Some(texts) => rows.runs.insert(rid, texts),
            None => rows.runs.remove(&rid),
        };
        let seq = rows.log.last().map_or(1, |(seq, _)| seq + 1);
        rows.log.push((seq, rid));
    }

    /// All but the newest row goes.
    pub(super) fn cut_log(&self) {
        let mut rows = self.rows();
        let last = rows.log.pop();
        rows.log = last.into_iter().collect();
    }

    pub(super) fn changed(&self, after: i64) -> BTreeSet<i64> {
        self.rows().log.iter().filter(|(seq, _)| *seq > after).map(|(_, rid)| *rid).collect()
    }
}

impl Source for Table {
    fn newest(&self) -> Result<i64, StoreError> {
        Ok(self.rows().log.last().map_or(0, |(seq, _)| *seq))
    }

    fn changes(&self, after: i64, limit: usize) -> Result<Option<Changes>, StoreError> {
        let rows = self.rows();
        if rows.log.first().is_some_and(|(seq, _)| *seq > after + 1) {
            return Ok(None);
        }
        let piece: Vec<_> = rows.log.iter().filter(|(seq, _)| *seq > after).take(limit).collect();
        let places = piece.iter().map(|(_, rid)| Touched { rid: *rid, is_text: true }).collect();
        Ok(Some(Changes { reached: piece.last().map_or(after, |(seq, _)| *seq), places }))
    }

    fn texts(&self, rid: i64) -> Result<Option<Texts>, StoreError> {
        Ok(self.rows().runs.get(&rid).cloned())
    }

    fn last_of(&self, within: &RangeInclusive<i64>, limit: usize) -> Result<Vec<i64>, StoreError> {
        Ok(self.rows().runs.range(within.clone()).rev().take(limit).map(|(rid, _)| *rid).collect())
    }
}

impl Facts for Texts {
    fn run_type(&self) -> &str {
        "llm"
    }
    fn name(&self) -> Option<&str> {
        None
    }
    fn is_root(&self) -> bool {
        true
    }
    fn status(&self) -> Option<Status> {
        None
    }
    fn tags(&self) -> &[String] {
        &[]
    }
    fn user(&self) -> Option<i64> {
        None
    }
    fn user_props(&self) -> Option<Cow<'_, str>> {
        None
    }
    fn template_version(&self) -> Option<i64> {
        None
    }
    fn has_thumb(&self, _: bool) -> bool {
        false
    }
    fn has_comment(&self) -> bool {
        false
    }
    fn has_child_comment(&self, _: &str) -> bool {
        false
    }
    fn created_at(&self) -> Timestamp {
        Timestamp::from_micros(0)
    }
    fn duration_micros(&self) -> Option<i64> {
        None
    }
    fn cost(&self) -> Option<Nanodollars> {
        None
    }
    fn prompt_tokens(&self) -> Option<u64> {
        None
    }
    fn completion_tokens(&self) -> Option<u64> {
        None
    }
    fn messages_count(&self) -> u64 {
        0
    }
    fn parent(&self) -> Option<RunId> {
        None
    }
    fn metadata(&self) -> Option<Cow<'_, str>> {
        let entries = self.metadata.iter().map(|entry| format!("{}:{}", json!(entry.key), entry.value.text()));
        Some(Cow::Owned(format!("{{{}}}", entries.collect::<Vec<String>>().join(","))))
    }
    fn side(&self, side: Side) -> Option<Cow<'_, str>> {
        let json = if side == Side::Input { &self.input } else { &self.output };
        json.as_deref().map(Cow::Borrowed)
    }
}

pub(super) fn rid(slot: i64, place: u8) -> i64 {
    slot << SLOT_SHIFT | i64::from(place) << 20
}

pub(super) fn slot_range(slot: i64) -> RangeInclusive<i64> {
    slot << SLOT_SHIFT..=(slot << SLOT_SHIFT) | ((1 << SLOT_SHIFT) - 1)
}

/// A store with its index.
pub(super) struct Store {
    pub(super) dir: tempfile::TempDir,
    pub(super) table: Table,
    pub(super) work: Option<Work<Table>>,
    pub(super) search: Arc<Search>,
}

impl Store {
    pub(super) fn new() -> Store {
        let (dir, table) = (tempfile::tempdir().unwrap(), Table::default());
        let (search, work) = open(dir.path(), &table);
        Store { dir, table, work: Some(work), search }
    }

    pub(super) fn step(&mut self) -> Step {
        self.work.as_mut().unwrap().step().unwrap()
    }

    pub(super) fn catch_up(&mut self) {
        while self.step() != Step::Idle {}
    }

    /// As after a kill: the file as it is, maybe damaged meanwhile.
    pub(super) fn restart(&mut self, meanwhile: impl FnOnce(&Path)) {
        // In this order the write-ahead log goes into the file.
        self.search.close_readers();
        self.work = None;
        meanwhile(self.dir.path());
        let (search, work) = open(self.dir.path(), &self.table);
        (self.search, self.work) = (search, Some(work));
    }

    /// All matches, found with the help of the index, as the asker has to do it. Checks what the index says of itself.
    pub(super) fn find(&self, check: &Check) -> BTreeSet<i64> {
        let matcher = Matcher::new(&Filter::from(check.clone()));
        let rows = |range: RangeInclusive<i64>| -> Vec<i64> {
            self.table.rows().runs.range(range).map(|(rid, _)| *rid).collect()
        };
        let holds = |rid: &i64| self.table.rows().runs.get(rid).is_some_and(|texts| matcher.matches(texts));
        let wanted = Wanted::of(check).unwrap();
        let Some(question) = Question::new(&self.search, SLOT, &wanted) else {
            return rows(slot_range(SLOT)).into_iter().filter(holds).collect();
        };
        let changed = self.table.changed(question.mark());
        let mut found = BTreeSet::new();
        for part in (0..=255_u8).rev().collect::<Vec<u8>>().chunks(50) {
            let range = rid(SLOT, *part.last().unwrap())..=rid(SLOT, part[0]);
            let Some(places) = question.within(&range) else {
                found.extend(rows(range).into_iter().filter(holds));
                continue;
            };
            assert!(places.is_sorted() && places.iter().all(|rid| range.contains(rid)));
            for place in places.into_iter().filter(|place| !changed.contains(place)) {
                assert!(!question.is_decided() || holds(&place), "{check:?} is not in {place}");
                found.extend(Some(place).filter(&holds));
            }
            found.extend(changed.iter().filter(|rid| range.contains(rid)).filter(|rid| holds(rid)));
        }
        found
    }

    pub(super) fn scan(&self, check: &Check) -> BTreeSet<i64> {
        let matcher = Matcher::new(&Filter::from(check.clone()));
        let rows = self.table.rows();
        rows.runs.range(slot_range(SLOT)).filter(|(_, texts)| matcher.matches(*texts)).map(|(rid, _)| *rid).collect()
    }
}

pub(super) fn open(dir: &Path, table: &Table) -> (Arc<Search>, Work<Table>) {
    let (search, writer) = Search::open(dir, "this store", table.newest().unwrap()).unwrap();
    let mut work = Work::new(Arc::clone(&search), writer, table.clone());
    // So that all that there is to do takes many steps.
    work.batch = 7;
    (search, work)
}

pub(super) fn texts(input: &str) -> Texts {
    Texts { input: Some(json!(input).to_string()), ..Texts::default() }
}

pub(super) fn search(text: &str) -> Check {
    Check::Search(text.to_owned())
}

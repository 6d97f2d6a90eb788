//! The index against a scan of the texts themselves.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

use model::filter::{Field, Property, Side, TextIs, TextMatch, Wanted as Value};
use model::{Check, Filter, MetadataEntry, Nanodollars, RawJson, RunId, Status, Timestamp};
use proptest::prelude::*;
use query::{Facts, Matcher};
use serde_json::json;

use super::indexer::{Step, Work};
use super::*;

const SLOT: i64 = 3;
const OTHER: i64 = 4;

/// The runs of a store, and its change log.
#[derive(Clone, Default)]
struct Table(Arc<Mutex<Rows>>);

#[derive(Default)]
struct Rows {
    runs: BTreeMap<i64, Texts>,
    /// Behind a number that is cut away.
    log: Vec<(i64, i64)>,
}

impl Table {
    fn rows(&self) -> MutexGuard<'_, Rows> {
        self.0.lock().unwrap()
    }

    fn change(&self, rid: i64, texts: Option<Texts>) {
        let mut rows = self.rows();
        match texts {
            Some(texts) => rows.runs.insert(rid, texts),
            None => rows.runs.remove(&rid),
        };
        let seq = rows.log.last().map_or(1, |(seq, _)| seq + 1);
        rows.log.push((seq, rid));
    }

    /// All but the newest row goes.
    fn cut_log(&self) {
        let mut rows = self.rows();
        let last = rows.log.pop();
        rows.log = last.into_iter().collect();
    }

    fn changed(&self, after: i64) -> BTreeSet<i64> {
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

fn rid(slot: i64, place: u8) -> i64 {
    slot << SLOT_SHIFT | i64::from(place) << 20
}

fn slot_range(slot: i64) -> RangeInclusive<i64> {
    slot << SLOT_SHIFT..=(slot << SLOT_SHIFT) | ((1 << SLOT_SHIFT) - 1)
}

/// A store with its index.
struct Store {
    dir: tempfile::TempDir,
    table: Table,
    work: Option<Work<Table>>,
    search: Arc<Search>,
}

impl Store {
    fn new() -> Store {
        let (dir, table) = (tempfile::tempdir().unwrap(), Table::default());
        let (search, work) = open(dir.path(), &table);
        Store { dir, table, work: Some(work), search }
    }

    fn step(&mut self) -> Step {
        self.work.as_mut().unwrap().step().unwrap()
    }

    fn catch_up(&mut self) {
        while self.step() != Step::Idle {}
    }

    /// As after a kill: the file as it is, maybe damaged meanwhile.
    fn restart(&mut self, meanwhile: impl FnOnce(&Path)) {
        // In this order the write-ahead log goes into the file.
        self.search.close_readers();
        self.work = None;
        meanwhile(self.dir.path());
        let (search, work) = open(self.dir.path(), &self.table);
        (self.search, self.work) = (search, Some(work));
    }

    /// All matches, found with the help of the index, as the asker has to do it. Checks what the index says of itself.
    fn find(&self, check: &Check) -> BTreeSet<i64> {
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

    fn scan(&self, check: &Check) -> BTreeSet<i64> {
        let matcher = Matcher::new(&Filter::from(check.clone()));
        let rows = self.table.rows();
        rows.runs.range(slot_range(SLOT)).filter(|(_, texts)| matcher.matches(*texts)).map(|(rid, _)| *rid).collect()
    }
}

fn open(dir: &Path, table: &Table) -> (Arc<Search>, Work<Table>) {
    let (search, writer) = Search::open(dir, "this store", table.newest().unwrap()).unwrap();
    let mut work = Work::new(Arc::clone(&search), writer, table.clone());
    // So that all that there is to do takes many steps.
    work.batch = 7;
    (search, work)
}

fn texts(input: &str) -> Texts {
    Texts { input: Some(json!(input).to_string()), ..Texts::default() }
}

fn search(text: &str) -> Check {
    Check::Search(text.to_owned())
}

#[derive(Clone, Debug)]
enum Event {
    Put(bool, u8, Texts),
    Delete(u8),
    Step,
    Restart,
    Lose,
    CutLog,
}

const PIECES: [&str; 30] = [
    "parcel",
    "parcels",
    "Parcel",
    "Crème",
    "brûlée",
    "cre\u{300}me",
    "東京",
    "タワー",
    "京都",
    "한글",
    "Straße",
    "STRASSE",
    "refund",
    "50%",
    "order_42",
    "a1b2c3d4",
    "deadbeef",
    "is",
    "x",
    "-",
    "...",
    "“quoted”",
    "\"",
    "don't",
    "привет",
    "Ёлка",
    "😀",
    "e\u{301}",
    "not found",
    "ÅNGSTRÖM",
];

fn prose() -> impl Strategy<Value = String> {
    let piece = prop_oneof![6 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned), 1 => "\\PC{1,6}"];
    let gap = prop::sample::select(vec![" ", " ", " ", "", "\n", ", "]);
    prop::collection::vec((piece, gap), 0..6)
        .prop_map(|words| words.into_iter().map(|(word, gap)| word + gap).collect())
}

fn some_texts() -> impl Strategy<Value = Texts> {
    let value = prop::sample::select(vec!["1", "1.0", "true", "null", "\"1\"", "\"pro\"", "[1]"]);
    let key = prop::sample::select(vec!["plan", "user_id", "userId", "k.x"]);
    let metadata = prop::collection::btree_map(key, value, 0..3);
    (prop::option::of(prose()), prop::option::of(prose()), metadata).prop_map(|(input, output, metadata)| Texts {
        input: input.map(|text| json!([{"role": "user", "content": text}]).to_string()),
        output: output.map(|text| json!(text).to_string()),
        metadata: metadata
            .into_iter()
            .map(|(key, value)| MetadataEntry { key: key.into(), value: RawJson::from_checked(value) })
            .collect(),
    })
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        8 => (prop::bool::weighted(0.2), 0..40_u8, some_texts()).prop_map(|(is_other, place, texts)| Event::Put(is_other, place, texts)),
        2 => (0..40_u8).prop_map(Event::Delete),
        4 => Just(Event::Step),
        1 => Just(Event::Restart),
        1 => Just(Event::Lose),
        1 => Just(Event::CutLog),
    ]
}

fn check() -> impl Strategy<Value = Check> {
    let part = (prose(), 0..20_usize, 1..9_usize)
        .prop_map(|(text, start, length)| text.chars().skip(start).take(length).collect::<String>());
    let asked = (part, 0..6_u8)
        .prop_map(|(part, way)| match way {
            0 => format!("\"{part}\""),
            1 => format!("\"{part}\"*"),
            2 => format!("{part}*"),
            _ => part,
        })
        .boxed();
    let text = (asked.clone(), any::<bool>(), prop::sample::select(vec![TextIs::Within, TextIs::Start, TextIs::End]));
    let value = prop_oneof![
        Just(Value::Anything),
        Just(Value::Null),
        Just(Value::Number(1.0)),
        prop::sample::select(vec!["1", "1.0", "true", "pro", "null"]).prop_map(|text| Value::Written(text.into())),
    ];
    let key = prop::sample::select(vec!["plan", "user_id", "userId", "user-id", "k.x", "absent"]);
    prop_oneof![
        6 => asked.prop_map(Check::Search),
        2 => text.prop_filter("it is set", |(text, ..)| !text.is_empty()).prop_map(|(text, is_case_sensitive, is)| {
            Check::Text(TextMatch { field: Field::Any, is, is_case_sensitive, text })
        }),
        2 => (key, value).prop_map(|(key, value)| Check::Metadata(Property { key: key.into(), value })),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_index_finds_what_a_scan_finds(
        events in prop::collection::vec(event(), 1..60),
        checks in prop::collection::vec(check(), 1..12),
    ) {
        let mut store = Store::new();
        for (number, event) in events.into_iter().enumerate() {
            match event {
                Event::Put(is_other, place, texts) => {
                    store.table.change(rid(if is_other { OTHER } else { SLOT }, place), Some(texts));
                }
                Event::Delete(place) => store.table.change(rid(SLOT, place), None),
                Event::Step => _ = store.step(),
                Event::Restart => store.restart(|_| ()),
                Event::Lose => store.restart(|dir| std::fs::remove_file(dir.join(FILE_NAME)).unwrap()),
                Event::CutLog => {
                    store.table.cut_log();
                    // Whoever asks sees that the log does not reach back, and reads everything.
                    store.step();
                }
            }
            let check = &checks[number % checks.len()];
            prop_assert_eq!(store.find(check), store.scan(check), "{:?}", check);
        }
        store.catch_up();
        for check in &checks {
            prop_assert_eq!(store.find(check), store.scan(check), "{:?}", check);
        }
    }
}

#[test]
fn words_fragments_phrases_and_entries_are_found() {
    let mut store = Store::new();
    let said = [
        "Where is my parcel?",
        "The parcels are not found",
        "found, not lost",
        "Crème brûlée",
        "東京タワーはどこですか",
        "order a1b2c3d4e5f6",
    ];
    for (place, text) in (0_u8..).zip(said) {
        store.table.change(rid(SLOT, place), Some(texts(text)));
    }
    store.catch_up();
    let found = |asked: &str, want: &[u8]| {
        let question = Question::new(&store.search, SLOT, &Wanted::of(&search(asked)).unwrap()).unwrap();
        assert_eq!(question.mark(), 6);
        let places = question.within(&slot_range(SLOT)).unwrap();
        assert_eq!(places, want.iter().map(|place| rid(SLOT, *place)).collect::<Vec<i64>>(), "{asked}");
    };
    found("parcel", &[0, 1]);
    found("arce", &[0, 1]);
    found("\"parcel\"", &[0]);
    found("parc*", &[0, 1]);
    found("rcel*", &[]);
    found("\"not found\"", &[1, 2]);
    found("CREME", &[3]);
    found("京タ", &[4]);
    found("b2c3d4", &[5]);
    found("absent", &[]);
    found("parcel absent", &[]);
    found("is parcel", &[0, 1]);
    assert!(Question::new(&store.search, SLOT, &Wanted::of(&search("is")).unwrap()).is_none());
}

#[test]
fn what_is_in_too_many_words_is_not_looked_up() {
    let mut store = Store::new();
    let numbers: Vec<String> = (0..1_500).map(|number| format!("7{number:05}77")).collect();
    for (place, text) in (0_u8..).zip(numbers.chunks(10)) {
        store.table.change(rid(SLOT, place), Some(texts(&text.join(" "))));
    }
    store.table.change(rid(SLOT, 200), Some(texts("parcel 77777777")));
    store.catch_up();
    let question = |asked: &str| Question::new(&store.search, SLOT, &Wanted::of(&search(asked)).unwrap());
    assert!(question("7000").is_some());
    assert!(question("777777777").is_some_and(|question| question.within(&slot_range(SLOT)) == Some(vec![])));
    assert!(question("77").is_none());
    assert!(question("0077").is_some());
    assert!(question("7*").is_none());
    let both = question("parcel 70*").unwrap();
    assert_eq!(both.within(&slot_range(SLOT)), Some(vec![rid(SLOT, 200)]));
    assert!(!both.is_decided(), "one of the two was not asked");
    assert!(question("70*").is_none());
}

#[test]
fn a_file_that_does_not_fit_is_begun_anew_and_a_damaged_one_is_noticed() {
    let mut store = Store::new();
    for place in 0..100 {
        store.table.change(rid(SLOT, place), Some(texts("parcel")));
    }
    store.catch_up();
    let in_index = |store: &Store| {
        let question = Question::new(&store.search, SLOT, &Wanted::of(&search("parcel")).unwrap()).unwrap();
        question.within(&slot_range(SLOT)).map(|places| places.len())
    };
    assert_eq!(in_index(&store), Some(100));
    store.restart(|_| ());
    assert_eq!(in_index(&store), Some(100));
    store.restart(|dir| std::fs::write(dir.join(FILE_NAME), "no database").unwrap());
    assert_eq!(in_index(&store), None);
    store.catch_up();
    assert_eq!(in_index(&store), Some(100));
    // Another store's file, and one that knows more than the log.
    drop(Search::open(store.dir.path(), "another store", 0).unwrap());
    store.restart(|_| ());
    assert_eq!(in_index(&store), None);
    store.catch_up();
    store.table.rows().log.truncate(50);
    store.restart(|_| ());
    assert_eq!(in_index(&store), None);
    store.catch_up();
    assert_eq!(in_index(&store), Some(100));
    // Somebody overwrites what is in use.
    store.work = None;
    store.restart(|dir| {
        let file = std::fs::OpenOptions::new().write(true).open(dir.join(FILE_NAME)).unwrap();
        let length = file.metadata().unwrap().len();
        std::os::unix::fs::FileExt::write_all_at(&file, &vec![0xa5; usize::try_from(length).unwrap() - 4_096], 4_096)
            .unwrap();
    });
    while store.work.as_mut().unwrap().step().inspect_err(|error| store.search.suspect(error)).is_err() {}
    store.catch_up();
    assert_eq!(in_index(&store), Some(100));
}

#[test]
fn of_a_project_without_runs_not_a_word_is_kept() {
    let mut store = Store::new();
    for place in 0..100 {
        store.table.change(rid(SLOT, place), Some(texts(&format!("parcel{place} for {place}"))));
        store.table.change(rid(OTHER, place), Some(texts(&format!("refund{place} for {place}"))));
    }
    store.catch_up();
    let words = |store: &Store, slot: i64| -> i64 {
        let connection = rusqlite::Connection::open(store.dir.path().join(FILE_NAME)).unwrap();
        connection.query_row("SELECT count(*) FROM block WHERE id >> 48 = ?1", [slot], |row| row.get(0)).unwrap()
    };
    assert!(words(&store, SLOT) > 1 && words(&store, OTHER) > 1);
    (0..100).for_each(|place| store.table.change(rid(SLOT, place), None));
    store.catch_up();
    assert_eq!(words(&store, SLOT), 0);
    assert!(words(&store, OTHER) > 1);
    store.table.change(rid(SLOT, 1), Some(texts("parcel1 again")));
    store.catch_up();
    assert_eq!(store.find(&search("arcel1")), BTreeSet::from([rid(SLOT, 1)]));
}

#[test]
fn the_index_is_merged_between_the_commits() {
    let mut store = Store::new();
    for round in 0..40 {
        for place in 0..5 {
            store.table.change(rid(SLOT, round * 5 + place), Some(texts(&format!("parcel {round}"))));
        }
        store.step();
    }
    store.catch_up();
    let connection = rusqlite::Connection::open(store.dir.path().join(FILE_NAME)).unwrap();
    // The upper part of an id is the number of the segment; 0 is what is about all of them.
    let sql = "SELECT count(DISTINCT id >> 37) FROM word_data WHERE id >> 37 > 0";
    let segments: i64 = connection.query_row(sql, [], |row| row.get(0)).unwrap();
    assert!(segments < 16, "{segments} segments of 40 commits");
    assert_eq!(store.find(&search("parcel")).len(), 200);
}

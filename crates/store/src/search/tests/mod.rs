//! The index against a scan of the texts themselves.

mod place;
mod random;

use std::collections::BTreeSet;

use super::*;
use place::{OTHER, SLOT, Store, rid, search, slot_range, texts};

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

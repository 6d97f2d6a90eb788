//! Random texts, changes and questions: the index finds what a scan finds.

use model::filter::{Field, Property, TextIs, TextMatch, Wanted as Value};
use model::{Check, MetadataEntry, RawJson};
use proptest::prelude::*;
use serde_json::json;

use super::super::*;
use super::place::{OTHER, SLOT, Store, rid};

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

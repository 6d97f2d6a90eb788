//! What holds for all filters, texts and searches.

use model::filter::{Compare, TokenKind};
use model::{Check, Filter, Run};
use proptest::prelude::*;
use query::text::{Need, SearchText, find_ranges, folded, searched, terms};
use query::{Children, Known, matches, parse, parse_logic};
use serde_json::{Value, json};

use crate::matching::{bare, sample};

/// Encodes as spec `filters.md` 2.1 says: like `encodeURIComponent`, and dots in addition.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_!~*'()".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn query_of(id: &str, params: &[(&str, Value)]) -> String {
    let each = params.iter().map(|(_, value)| match value {
        Value::Array(items) => {
            let item = |item: &Value| encoded(&encoded(&item.as_str().map_or(item.to_string(), str::to_owned)));
            items.iter().map(item).collect::<Vec<String>>().join(",")
        }
        Value::String(text) => encoded(text),
        other => encoded(&other.to_string()),
    });
    format!("{id}={}", each.collect::<Vec<String>>().join("."))
}

/// A check in both encodings.
fn leaf() -> impl Strategy<Value = (String, Value)> {
    let text = || "\\PC{1,8}".prop_filter("it is set", |text| !text.trim().is_empty());
    let list = || prop::collection::vec(text(), 1..4).prop_map(|texts| json!(texts));
    let operator = || prop::sample::select(vec!["eq", "neq", "gt", "lt", "gte", "lte"]).prop_map(Value::from);
    let number = || prop_oneof![any::<u32>().prop_map(Value::from), (0.0..1e6).prop_map(|number: f64| json!(number))];
    let field = || prop::sample::select(vec!["input", "output"]).prop_map(Value::from);
    prop_oneof![
        list().prop_map(|list| ("tags", vec![("tags", list)])),
        list().prop_map(|list| ("models", vec![("models", list)])),
        prop::collection::vec(any::<i64>(), 1..4).prop_map(|ids| ("users", vec![("users", json!(ids))])),
        text().prop_map(|text| ("search", vec![("query", json!(text))])),
        (text(), text()).prop_map(|(key, value)| ("metadata", vec![("key", json!(key)), ("value", json!(value))])),
        (operator(), number()).prop_map(|(operator, cost)| ("cost", vec![("operator", operator), ("cost", cost)])),
        (field(), operator(), number()).prop_map(|(field, operator, length)| (
            "length",
            vec![("field", field), ("operator", operator), ("length", length)]
        )),
        (field(), list()).prop_map(|(field, topics)| ("topics", vec![("field", field), ("topics", topics)])),
        (any::<bool>(), text()).prop_map(|(sensitive, text)| {
            let (fields, is) = (json!("any"), json!("contains"));
            (
                "string",
                vec![
                    ("fields", fields),
                    ("type", is),
                    ("sensitive", json!(sensitive.to_string())),
                    ("text", json!(text)),
                ],
            )
        }),
    ]
    .prop_map(|(id, params)| {
        let members: serde_json::Map<String, Value> =
            params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        (query_of(id, &params), json!({"id": id, "params": members}))
    })
}

/// A filter over facts that the two sample runs differ in.
fn fact_filter() -> impl Strategy<Value = Filter> {
    let check = prop_oneof![
        prop::sample::select(vec!["llm", "tool"]).prop_map(|one| Check::Types(vec![one.to_owned()])),
        prop::sample::select(vec!["support", "x"]).prop_map(|one| Check::Tags(vec![one.to_owned()])),
        (0..40_u32).prop_map(|count| Check::Tokens(TokenKind::Total, Compare::Gt, f64::from(count))),
        prop::sample::select(vec!["colis", "absent"]).prop_map(|text| Check::Search(text.to_owned())),
    ];
    check.prop_map(Filter::from).prop_recursive(4, 20, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Filter::All),
            prop::collection::vec(inner, 0..4).prop_map(Filter::Any),
        ]
    })
}

fn means(filter: &Filter, run: &Run) -> bool {
    matches(filter, &Known { run, is_root: true, children: &Children::default() })
}

/// Texts of few different words, so that searches find something.
fn prose() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "a", "ab", "abc", "Ábc", "ABCD", "bc", "東", "京", "東京", "x1", "ß", "ss", "が", "か", "\u{3099}", "e\u{301}",
        "😀", "٣", "-", "\"", "*", ".", "\n", "\u{200b}", "ﬁ", "i",
    ]);
    let gap = prop::sample::select(vec!["", " ", "_", "  "]);
    prop::collection::vec((word, gap), 0..12)
        .prop_map(|pieces| pieces.iter().flat_map(|(word, gap)| [*word, *gap]).collect::<String>())
}

/// A text and a search for something that stands in it, in one of the ways to ask for that, or for anything.
fn asked() -> impl Strategy<Value = (String, String)> {
    (prose(), 0..30_usize, 1..8_usize, 0..5_u8, prose()).prop_map(|(text, start, length, way, other)| {
        let part: String = text.chars().skip(start % text.chars().count().max(1)).take(length).collect();
        let search = match way {
            0 => other,
            1 => format!("\"{part}\""),
            2 => format!("\"{part}\"*"),
            3 => format!("{part}*"),
            _ => part,
        };
        (text, search)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn flat_filters_mean_the_same_in_both_encodings(leaves in prop::collection::vec(leaf(), 1..5), is_any: bool) {
        let (queries, trees): (Vec<String>, Vec<Value>) = leaves.into_iter().unzip();
        let query = format!("{}{}", if is_any { "OR&" } else { "" }, queries.join("&"));
        let word = json!(if is_any { "OR" } else { "AND" });
        let logic = Value::Array(std::iter::once(word).chain(trees).collect()).to_string();
        let from_tree = parse_logic(&logic).expect("the tree is one");
        let parsed = parse(&query).expect("the query string is one");
        prop_assert_eq!(&parsed.filter, &from_tree, "{} {}", query, logic);
        let carried = parse(&format!("filter={}", encoded(&logic))).expect("the tree is carried");
        prop_assert_eq!(&carried.filter, &from_tree);
        prop_assert_eq!(carried.filter.fingerprint(), parsed.filter.fingerprint());
    }

    #[test]
    fn all_is_and_and_any_is_or(filters in prop::collection::vec(fact_filter(), 0..4)) {
        for run in [sample(), bare()] {
            let each: Vec<bool> = filters.iter().map(|filter| means(filter, &run)).collect();
            prop_assert_eq!(means(&Filter::All(filters.clone()), &run), each.iter().all(|holds| *holds));
            prop_assert_eq!(means(&Filter::all(filters.clone()), &run), each.iter().all(|holds| *holds));
            prop_assert_eq!(means(&Filter::Any(filters.clone()), &run), each.iter().any(|holds| *holds));
            prop_assert_eq!(means(&Filter::any(filters.clone()), &run), each.iter().any(|holds| *holds));
        }
    }

    #[test]
    fn folding_what_is_folded_changes_nothing(text in "\\PC{0,30}") {
        let once = folded(&text);
        prop_assert_eq!(folded(&once), once);
    }

    #[test]
    fn upper_case_and_lower_case_fold_alike(text in "[a-zA-ZäöüßéèñÀ-ÖØ-Þα-ωА-Яа-я ]{0,20}") {
        prop_assert_eq!(folded(&text.to_uppercase()), folded(&text.to_lowercase()));
    }

    #[test]
    fn a_run_that_matches_a_search_has_what_its_index_is_asked_for((text, search) in asked()) {
        let source = json!({"content": text}).to_string();
        let words = folded(&searched(&source));
        let index: Vec<&str> = terms(&words).collect();
        let run = Run { input: Some(source.into()), output: None, ..bare() };
        let found = means(&Check::Search(search.clone()).into(), &run);
        let search = SearchText::parse(&search);
        let is_there = |need: &Need| match need {
            Need::OneOf(terms) => terms.iter().any(|term| index.contains(&term.as_str())),
            Need::Prefix(start) => index.iter().any(|term| term.starts_with(start.as_str())),
            Need::Within(part) => index.iter().any(|term| term.contains(part.as_str())),
        };
        prop_assert!(!found || search.needs().iter().all(is_there), "{text:?} {search:?} {:?}", search.needs());
        let units = text.encode_utf16().count();
        let ranges = find_ranges(&text, &search);
        prop_assert!(ranges.iter().all(|(start, length)| *length > 0 && start + length <= units));
        prop_assert!(ranges.windows(2).all(|pair| pair[0].0 + pair[0].1 <= pair[1].0));
    }

    #[test]
    fn whatever_stands_in_a_text_is_found_there(text in prose(), start in 0..40_usize, length in 1..6_usize) {
        let piece: String = text.chars().skip(start).take(length).filter(|one| !one.is_whitespace() && *one != '"').collect();
        let is_inside = text.contains(&piece) && !piece.contains(['*', '\u{3099}', '\u{301}', '\u{200b}']);
        let starts_whole = text.find(&piece).is_some_and(|at| !text[at + piece.len()..].starts_with(['\u{3099}', '\u{301}']));
        if is_inside && starts_whole && !folded(&piece).is_empty() {
            let run = Run { input: Some(json!(text).to_string().into()), ..bare() };
            prop_assert!(means(&Check::Search(piece.clone()).into(), &run), "{piece:?} in {text:?}");
        }
    }
}

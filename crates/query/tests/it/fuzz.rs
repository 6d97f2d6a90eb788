//! What must hold for any bytes, as plain functions over bytes; each is run over strings that clients send and over thousands
//! made from them. The generator is seeded, so a failure comes back.

use query::text::{SearchText, find_ranges};
use query::{Children, Known, Matcher, clickhouse, parse, parse_logic};

use crate::matching::{bare, sample};

/// How many inputs each target is given.
const INPUTS: usize = 5_000;

/// A query string: nothing panics, twice the same comes out, and what comes out can be asked and written down.
pub(crate) fn query_string(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let parsed = parse(&text);
    assert_eq!(parsed, parse(&text), "{text}");
    match parsed {
        Ok(parsed) => {
            assert_eq!(parsed.has_checks, !parsed.filter.is_everything(), "{text}");
            usable(&parsed.filter);
        }
        Err(error) => assert!(!error.to_string().is_empty() && error.to_string().len() < 1_000, "{error}"),
    }
}

/// A tree: likewise.
pub(crate) fn tree(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(filter) = parse_logic(&text) {
        usable(&filter);
    }
}

/// A search over a text, both from the same bytes.
pub(crate) fn search(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
    let (wanted, prose) = text.split_at(middle);
    let search = SearchText::parse(wanted);
    let _ = search.needs();
    let _ = find_ranges(prose, &search);
}

fn usable(filter: &model::Filter) {
    let sql = clickhouse(filter);
    assert!(!sql.text.contains("zap"), "a value stands in the text: {}", sql.text);
    let matcher = Matcher::new(filter);
    for run in [sample(), bare()] {
        let _ = matcher.matches(&Known { run: &run, is_root: true, children: &Children::default() });
    }
    assert_eq!(filter.fingerprint(), filter.clone().fingerprint());
}

/// What clients send, with a word in it that no SQL of ours has.
const QUERIES: &[&str] = &[
    "type=llm&tags=a%2520b,x%252Ey,p%252Cq,zap",
    "OR&status=error&cost=gte.0%2E25",
    "date=gt.2025-03-01T00%3A00%3A00%2E000Z",
    "feedback=%257B%2522thumb%2522%253A%2522up%2522%257D,%257B%2522thumb%2522%253Anull%257D",
    "metadata=plan%2Etier.zap%20%26%20co&user-props=plan.zap",
    "tokens=total.gt.50&messages=gte.1&length=input.gt.10",
    "string=output.contains.false.zap%25%20off%2E&search=%22zap%20zap%22%20zap*",
    "regex=input.not_contains.zap%5B&json=output.contains",
    "users=12,7&templates=3&models=gpt-4.1&tools=zap",
    r#"filter=["OR",{"id":"type","params":{"type":"trace"}},["AND",{"id":"pii","params":{"containsPii":"true"}}]]"#,
    "search='; DROP TABLE run; -- zap",
];

const TREES: &[&str] = &[
    r#"["AND",{"id":"type","params":{"type":"llm"}},["OR",{"id":"status","params":{"status":"error"}}]]"#,
    r#"["and",{"id":"metadata","params":{"key":"zap","value":"{\"type\":\"number\",\"value\":5}"}}]"#,
    r#"["OR",{"id":"feedback","params":{"types":[{"thumb":"up"},{"comment":"zap"}]}},[],["AND"]]"#,
];

const BITS: &[&str] = &[
    "%", "%2", "%2E", "%252E", ".", ",", "&", "=", "&OR&", "\u{0}", "日", "\"", "*", "[", "{", "]", "}", "1e9", "-",
    " ",
];

/// A row of numbers that look random and are the same every time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let sides = u64::try_from(sides).expect("no more than 64 bits");
        usize::try_from((mixed ^ (mixed >> 31)) % sides).expect("less than the sides")
    }

    /// One of the seeds with a few bytes removed, doubled, replaced or put in.
    fn mutated(&mut self, seeds: &[&str]) -> Vec<u8> {
        let mut bytes = seeds[self.roll(seeds.len())].as_bytes().to_vec();
        for _ in 0..=self.roll(4) {
            let start = self.roll(bytes.len());
            let end = (start + self.roll(12)).min(bytes.len());
            match self.roll(4) {
                0 => drop(bytes.drain(start..end)),
                1 => {
                    let copy = bytes[start..end].to_vec();
                    let place = self.roll(bytes.len());
                    bytes.splice(place..place, copy);
                }
                2 => bytes[start] = u8::try_from(self.roll(256)).expect("a byte"),
                _ => drop(bytes.splice(start..end, BITS[self.roll(BITS.len())].bytes())),
            }
            if bytes.is_empty() {
                bytes.push(b'&');
            }
        }
        bytes
    }
}

#[test]
fn no_bytes_break_the_reader_of_query_strings() {
    QUERIES.iter().for_each(|text| query_string(text.as_bytes()));
    let mut dice = Dice(5);
    (0..INPUTS).for_each(|_| query_string(&dice.mutated(QUERIES)));
}

#[test]
fn no_bytes_break_the_reader_of_trees() {
    TREES.iter().for_each(|text| tree(text.as_bytes()));
    let mut dice = Dice(9);
    (0..INPUTS).for_each(|_| tree(&dice.mutated(TREES)));
}

#[test]
fn no_bytes_break_a_search() {
    let mut dice = Dice(11);
    for _ in 0..INPUTS {
        search(&dice.mutated(QUERIES));
        let noise: Vec<u8> = (0..dice.roll(40)).map(|_| u8::try_from(dice.roll(256)).expect("a byte")).collect();
        search(&noise);
    }
}

/// Nothing is measured here: time that grows with the square of the length would be hours, and nobody would miss that.
#[test]
fn hostile_texts_are_read_to_their_end() {
    let run = |text: String| model::Run { input: Some(serde_json::json!(text).to_string().into()), ..bare() };
    let texts = [
        "a ".repeat(500_000),
        "\u{301}".repeat(300_000),
        "[\"".repeat(500_000),
        "東".repeat(300_000),
        "Ab".repeat(500_000),
    ];
    let wanted = ["search=%22a%20a%20a%20b%22", "search=a*%20b", "json=input.contains", "regex=input.contains.(a*)*b"];
    for (text, query) in texts.iter().flat_map(|text| wanted.iter().map(move |query| (text, *query))) {
        let parsed = parse(query).expect(query);
        let _ = Matcher::new(&parsed.filter).matches(&Known {
            run: &run(text.clone()),
            is_root: true,
            children: &Children::default(),
        });
    }
    assert!(parse(&"OR&".repeat(300_000)).is_ok());
    assert!(parse(&format!("filter={}", "[".repeat(30_000))).is_err());
    assert!(parse(&format!("search={}", "%25".repeat(10_000))).is_ok());
}

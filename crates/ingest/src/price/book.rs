//! The price table that comes with the server, and the search in it.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;
use model::money::Priced;
use model::{Nanodollars, Pricing, Timestamp};
use regex::{Regex, RegexSet};
use serde::Deserialize;

use super::legacy;
use super::rate::{Rate, nanodollars};

/// The table of the reference (spec `model-mappings.csv`) with its three faulty patterns put right: the doubled backslashes
/// of two watsonx models, a `d{4}` without backslash, and `o1`, which matched every name that contains it.
const TABLE: &str = include_str!("../../data/model-mappings.csv");

/// A reply faster than this came from a cache of the client's.
const LEAST_MS: i64 = 10;

/// Names whose rows are remembered: asking all patterns takes a thousand times longer than remembering.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(1024).expect("1024 is not 0");

/// Prices of models over time, and the answer to what a run cost.
pub struct PriceBook {
    /// In the order of preference: newest first, then anchored patterns, then longer names.
    rows: Vec<Row>,
    /// The patterns of the rows, in the same order.
    patterns: RegexSet,
    /// What a model's name may end with and still be the same model.
    suffix: Regex,
    /// Name of a model to the places of its rows.
    known: Mutex<LruCache<String, Arc<[usize]>>>,
}

/// One price of one model.
struct Row {
    /// `None` when the model is not priced by tokens.
    rate: Option<Rate>,
    starts_at: Timestamp,
}

/// A line of the table.
#[derive(Deserialize)]
struct Line<'a> {
    name: &'a str,
    pattern: &'a str,
    unit: &'a str,
    input_usd_per_m: &'a str,
    output_usd_per_m: &'a str,
    cache_reduction_as_written: &'a str,
    start_date: &'a str,
}

impl Line<'_> {
    fn is_anchored(&self) -> bool {
        self.pattern.starts_with('^') && self.pattern.ends_with('$')
    }

    /// `None` when a number or the date cannot be read.
    fn row(&self) -> Option<Row> {
        let rate = Rate {
            input: nanodollars(self.input_usd_per_m)?,
            output: nanodollars(self.output_usd_per_m)?,
            cache_reduction: nanodollars(self.cache_reduction_as_written)?,
        };
        let starts_at: jiff::Timestamp = self.start_date.parse().ok()?;
        Some(Row {
            rate: (self.unit == "TOKENS").then_some(rate),
            starts_at: Timestamp::from_micros(starts_at.as_microsecond()),
        })
    }
}

impl PriceBook {
    /// The prices that come with the server.
    ///
    /// # Panics
    /// Never: the table is part of the program, and a test reads it.
    #[must_use]
    pub fn built_in() -> PriceBook {
        let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
        let header = reader.headers().expect("the table has a header").clone();
        let records: Vec<csv::StringRecord> = reader.records().map(|line| line.expect("the table is CSV")).collect();
        let mut lines: Vec<(Line<'_>, Row)> = records
            .iter()
            .map(|record| {
                let line: Line<'_> = record.deserialize(Some(&header)).expect("the table has these columns");
                let row = line.row().expect("the table's numbers and dates can be read");
                (line, row)
            })
            .collect();
        lines.sort_by_key(|(line, row)| (-row.starts_at.micros(), !line.is_anchored(), usize::MAX - line.name.len()));
        PriceBook {
            patterns: RegexSet::new(lines.iter().map(|(line, _)| line.pattern)).expect("the table's patterns compile"),
            rows: lines.into_iter().map(|(_, row)| row).collect(),
            suffix: Regex::new(r"(-\d{4}-\d{2}-\d{2}|-\d{8}|-latest)$").expect("the pattern compiles"),
            known: Mutex::new(LruCache::new(REMEMBERED)),
        }
    }

    /// The rows of a model in the order of preference; remembered.
    fn rows_of(&self, model: &str) -> Arc<[usize]> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(places) = known.get(model) {
            return Arc::clone(places);
        }
        drop(known);
        let mut places: Vec<usize> = self.patterns.matches(model).into_iter().collect();
        if let (true, Some(suffix)) = (places.is_empty(), self.suffix.find(model)) {
            places.extend(&self.patterns.matches(&model[..suffix.start()]));
        }
        let places: Arc<[usize]> = places.into();
        known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.put(model.to_owned(), Arc::clone(&places));
        places
    }

    /// The rate of a model at a time. `None` when nothing is known of it, or when it is not priced by tokens.
    fn rate(&self, model: &str, at: Timestamp) -> Option<Rate> {
        let places = self.rows_of(model);
        let row = places.iter().map(|&place| &self.rows[place]).find(|row| row.starts_at <= at);
        row.map_or_else(|| legacy::rate(model), |row| row.rate)
    }
}

impl Pricing for PriceBook {
    fn cost(&self, run: &Priced<'_>) -> Option<Nanodollars> {
        let is_counted = run.usage.prompt_tokens.is_some() || run.usage.completion_tokens.is_some();
        if run.run_type != "llm" || run.duration_ms < LEAST_MS || !is_counted {
            return None;
        }
        self.rate(run.model, run.started_at)?.cost(run.usage)
    }
}

#[cfg(test)]
mod tests {
    use model::Usage;

    use super::*;

    fn at(date: &str) -> Timestamp {
        let at: jiff::Timestamp = format!("{date}T00:00:00Z").parse().unwrap();
        Timestamp::from_micros(at.as_microsecond())
    }

    fn priced<'a>(model: &'a str, date: &str, [prompt, completion, cached]: [u64; 3]) -> Priced<'a> {
        let usage = Usage {
            prompt_tokens: Some(prompt),
            completion_tokens: Some(completion),
            cached_prompt_tokens: Some(cached),
            ..Usage::default()
        };
        Priced { run_type: "llm", model, usage, started_at: at(date), duration_ms: 1234 }
    }

    #[track_caller]
    fn check(model: &str, date: &str, tokens: [u64; 3], want: Option<i64>) {
        let book = PriceBook::built_in();
        let run = priced(model, date, tokens);
        assert_eq!(book.cost(&run), want, "{run:?}");
        assert_eq!(book.cost(&run), want, "{run:?}, remembered");
    }

    const MILLION: u64 = 1_000_000;
    const DOLLAR: i64 = 1_000_000_000;

    #[test]
    fn prompt_and_completion_have_their_own_price() {
        check("gpt-4o", "2025-03-01", [14, 5, 0], Some(85_000));
        check("gpt-4o", "2025-03-01", [MILLION, 0, 0], Some(DOLLAR * 5 / 2));
        check("gpt-4o", "2025-03-01", [0, MILLION, 0], Some(DOLLAR * 10));
        check("gpt-4o-mini", "2026-11-23", [23, 16, 0], Some(13_050));
        check("text-embedding-3-small", "2025-03-01", [MILLION, 7, 0], Some(20_000_000));
        check("llama-3-1-8b", "2025-03-01", [MILLION, MILLION, 0], Some(0));
        check("a-model-nobody-knows", "2025-03-01", [10, 10, 0], None);
        check("", "2025-03-01", [10, 10, 0], None);
    }

    #[test]
    fn cached_tokens_cost_less_but_no_less_than_nothing() {
        check("gpt-4o", "2025-03-01", [MILLION, 0, MILLION], Some(DOLLAR * 2));
        check("gpt-4o-mini", "2025-03-01", [MILLION, 0, MILLION], Some(0));
    }

    #[test]
    fn the_price_is_that_of_the_day_on_which_the_run_began() {
        check("gpt-3.5-turbo", "2024-03-01", [MILLION, 0, 0], Some(DOLLAR / 2));
        check("gpt-3.5-turbo", "2023-12-01", [MILLION, 0, 0], Some(DOLLAR));
        check("gpt-3.5-turbo", "2023-07-01", [MILLION, 0, 0], Some(DOLLAR * 3 / 2));
        check("gpt-3.5-turbo", "2022-07-01", [MILLION, 0, 0], Some(DOLLAR * 2));
        check("o3", "2025-06-10", [MILLION, 0, 0], Some(DOLLAR * 10));
        check("o3", "2025-06-11", [MILLION, 0, 0], Some(DOLLAR * 2));
        check("o3-pro", "2025-06-11", [MILLION, 0, 0], None);
    }

    #[test]
    fn patterns_that_the_reference_got_wrong_match() {
        check("jais-13b-chat (arabic)", "2025-03-01", [MILLION, 0, 0], Some(DOLLAR * 9 / 5));
        check("gpt-4-1106-vision-preview", "2025-03-01", [MILLION, 0, 0], Some(DOLLAR * 10));
        check("o1", "2025-03-01", [MILLION, 0, 0], Some(DOLLAR * 15));
        check("turbo10", "2025-03-01", [MILLION, 0, 0], None);
        check("anthropic/claude-3.5-sonnet", "2025-03-01", [MILLION, 0, 0], Some(DOLLAR * 3));
    }

    #[test]
    fn a_dated_name_has_the_price_of_its_model() {
        check("gpt-4.1-2025-04-14", "2025-05-01", [MILLION, 0, 0], Some(DOLLAR * 2));
        check("gpt-5-2025-08-07", "2025-09-01", [MILLION, 0, 0], Some(DOLLAR * 5 / 4));
        check("o1-2024-12-17", "2025-03-01", [MILLION, 0, 0], Some(DOLLAR * 15));
        check("gpt-4o-2024-05-13", "2025-03-01", [MILLION, 0, 0], Some(DOLLAR * 5));
        check("claude-3-opus-latest", "2025-03-01", [MILLION, 0, 0], Some(DOLLAR * 15));
    }

    #[test]
    fn a_name_that_the_table_does_not_know_is_looked_up_by_its_parts() {
        check("my-gpt4-deployment", "2025-03-01", [MILLION, 0, 0], Some(DOLLAR * 30));
        check("gpt-4o", "2019-01-01", [MILLION, 0, 0], Some(DOLLAR * 5));
    }

    #[test]
    fn only_llm_runs_with_usage_and_a_duration_have_a_cost() {
        let book = PriceBook::built_in();
        let run = || priced("gpt-4o", "2025-03-01", [14, 5, 0]);
        assert_eq!(book.cost(&Priced { run_type: "tool", ..run() }), None);
        assert_eq!(book.cost(&Priced { duration_ms: 9, ..run() }), None);
        assert_eq!(book.cost(&Priced { duration_ms: -5, ..run() }), None);
        assert_eq!(book.cost(&Priced { duration_ms: 10, ..run() }), Some(85_000));
        assert_eq!(book.cost(&Priced { usage: Usage::default(), ..run() }), None);
        let half = Usage { completion_tokens: Some(5), ..Usage::default() };
        assert_eq!(book.cost(&Priced { usage: half, ..run() }), Some(50_000));
        assert_eq!(book.cost(&priced("gemini-1.5-pro", "2025-03-01", [14, 5, 0])), None);
    }

    #[test]
    fn the_whole_table_is_read() {
        assert_eq!(PriceBook::built_in().rows.len(), 161);
    }
}

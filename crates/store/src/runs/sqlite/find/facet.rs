//! What values the matching runs have, and how many have each.

use foldhash::HashMap;
use rusqlite::{Connection, OptionalExtension};

use super::super::dictionary::{self, Kind};
use super::super::reader;
use super::{Effort, Finder, Search};
use crate::columns::{Bits, Fact, Part, thumbs};
use crate::runs::{Facet, FacetCount, FacetQuery, FacetValue, Facets};
use crate::scope::Slot;
use crate::{ProjectScope, StoreError};

/// How many runs have each value.
type Counts = HashMap<Option<i64>, u64>;

/// The values that the matching runs have, the most frequent first.
pub(in super::super) fn facets(finder: &Finder, at: &ProjectScope, query: &FacetQuery) -> Result<Facets, StoreError> {
    let search = Search::new(finder, at, &query.filter)?;
    let mut counts = Counts::default();
    let is_complete = search.each_match(&mut Effort::new(), |part, rows| add(&mut counts, query.of, (part, rows)))?;
    counts.retain(|_, runs| *runs > 0);
    let named = finder.rows.read(|connection| match query.of {
        Facet::Tag => tags(connection, at.slot(), &counts),
        of => name(connection, of, &counts),
    })?;
    let mut values: Vec<FacetCount> =
        named.into_iter().filter(|value| query::contains(&value.label, &query.containing)).collect();
    values.sort_by(|a, b| b.runs.cmp(&a.runs).then_with(|| a.label.cmp(&b.label)));
    let has_more = values.len() > query.limit;
    values.truncate(query.limit);
    Ok(Facets { values, has_more, is_complete })
}

impl Facet {
    fn column(self) -> Fact {
        match self {
            Facet::Type => Fact::Type,
            Facet::Status => Fact::Status,
            Facet::Name => Fact::Name,
            Facet::Tag => Fact::Tags,
            Facet::User => Fact::User,
            Facet::TemplateVersion => Fact::TemplateVersion,
            Facet::Thumb => Fact::Thumbs,
        }
    }
}

fn add(counts: &mut Counts, of: Facet, (part, rows): (&Part, &Bits)) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let column = part.fact(of.column())?;
    // Neighbours often have the same value.
    let (mut value, mut run_length) = (None, 0);
    for row in rows.iter() {
        let next = column.get(row);
        if next != value {
            *counts.entry(value).or_default() += run_length;
            (value, run_length) = (next, 0);
        }
        run_length += 1;
    }
    *counts.entry(value).or_default() += run_length;
    Ok(())
}

/// Texts for the numbers.
fn name(connection: &Connection, of: Facet, counts: &Counts) -> Result<Vec<FacetCount>, StoreError> {
    let mut texts: HashMap<String, u64> = HashMap::default();
    let mut numbers = Vec::new();
    for (&number, &runs) in counts {
        match (of, number) {
            (Facet::Type, None) => *texts.entry("chain".into()).or_default() += runs,
            (Facet::Tag, _) | (_, None) => {}
            (Facet::Type | Facet::Name, Some(number)) => {
                if let Some(text) = dictionary::text(connection, number)? {
                    *texts.entry(text).or_default() += runs;
                }
            }
            (Facet::Status, Some(number)) => {
                if let Some(status) = reader::status(number) {
                    *texts.entry(status.word().into()).or_default() += runs;
                }
            }
            (Facet::Thumb, Some(bits)) => {
                for (bit, word) in [(thumbs::UP, "up"), (thumbs::DOWN, "down")] {
                    if bits & (bit | bit << thumbs::CHILD_SHIFT) != 0 {
                        *texts.entry(word.into()).or_default() += runs;
                    }
                }
            }
            (Facet::User, Some(number)) => {
                let label = person(connection, number)?.unwrap_or_else(|| number.to_string());
                numbers.push(FacetCount { value: FacetValue::Number(number), label, runs });
            }
            (Facet::TemplateVersion, Some(number)) => {
                numbers.push(FacetCount { value: FacetValue::Number(number), label: number.to_string(), runs });
            }
        }
    }
    Ok(texts.into_iter().map(FacetCount::of_text).chain(numbers).collect())
}

impl FacetCount {
    fn of_text((text, runs): (String, u64)) -> FacetCount {
        FacetCount { value: FacetValue::Text(text.clone()), label: text, runs }
    }
}

/// The tags of so many sets are looked up one by one; of more, all sets of the project are read in one go.
const FEW_SETS: usize = 500;

/// Tags, from how many runs have each set of them.
fn tags(connection: &Connection, slot: Slot, counts: &Counts) -> Result<Vec<FacetCount>, StoreError> {
    let mut runs_by_tag: HashMap<String, u64> = HashMap::default();
    let mut add = |list: &str, runs: u64| {
        let mut tags: Vec<String> = serde_json::from_str(list).unwrap_or_default();
        tags.sort_unstable();
        tags.dedup();
        tags.into_iter().for_each(|tag| *runs_by_tag.entry(tag).or_default() += runs);
    };
    if counts.len() <= FEW_SETS {
        for (number, &runs) in counts.iter().filter_map(|(number, runs)| Some((number.as_ref()?, runs))) {
            add(&dictionary::text(connection, *number)?.unwrap_or_default(), runs);
        }
    } else {
        dictionary::each(connection, slot, Kind::Tags, |number, list| {
            if let Some(&runs) = counts.get(&Some(number)) {
                add(list, runs);
            }
        })?;
    }
    Ok(runs_by_tag.into_iter().map(FacetCount::of_text).collect())
}

fn person(connection: &Connection, number: i64) -> Result<Option<String>, StoreError> {
    let mut select = connection.prepare_cached("SELECT external_id FROM end_user WHERE id = ?1")?;
    Ok(select.query_row([number], |row| row.get(0)).optional()?)
}

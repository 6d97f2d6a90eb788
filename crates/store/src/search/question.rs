//! Where runs are that may match.

use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, PoisonError};

use query::text::Need;
use rusqlite::{Connection, params};

use super::file::{Lease, Search, Standing, standing};
use super::vocabulary::{self, Effort, Words};
use super::wanted::Wanted;
use super::{SLOT_SHIFT, slot_of};
use crate::StoreError;

/// How many places are looked up at once: first, and at the most.
const BATCH: (usize, usize) = (1_000, 64_000);

/// Something that the index is asked, of one project. All answers are as of one moment.
#[derive(Debug)]
pub(crate) struct Question {
    search: Arc<Search>,
    state: Mutex<State>,
    standing: Standing,
    is_decided: bool,
}

#[derive(Debug)]
struct State {
    lease: Lease,
    /// What FTS5 is asked; `None` when no run can match.
    expression: Option<String>,
    /// Places that were looked up, highest first.
    known: Vec<i64>,
    /// All matches from this place on are known, up to `known_to`.
    known_from: i64,
    /// The highest place that was asked for first.
    known_to: Option<i64>,
    batch: usize,
}

impl Question {
    /// Asks for a project's runs; `None` when the index cannot help: what is asked for is in too many words, or too short, or
    /// the file cannot be read.
    pub(crate) fn new(search: &Arc<Search>, slot: i64, wanted: &Wanted) -> Option<Question> {
        Question::ask(search, slot, wanted).unwrap_or_else(|error| {
            search.suspect(&error);
            None
        })
    }

    fn ask(search: &Arc<Search>, slot: i64, wanted: &Wanted) -> Result<Option<Question>, StoreError> {
        if wanted.needs.is_empty() {
            return Ok(None);
        }
        let lease = search.reader()?;
        let connection = lease.connection()?;
        let standing = standing(connection)?;
        let (mut groups, mut is_decided, mut is_possible) = (Vec::new(), wanted.is_decided, true);
        let mut effort = Effort::new();
        for need in most_telling_first(&wanted.needs) {
            match vocabulary::find(connection, slot, need, &mut effort)? {
                Words::All(words) => {
                    is_possible &= !words.is_empty();
                    groups.push(any_of(&words));
                }
                Words::TooMany => is_decided = false,
            }
        }
        if groups.is_empty() && is_possible {
            return Ok(None);
        }
        groups.sort_unstable();
        groups.dedup();
        let expression = is_possible.then(|| groups.join(" AND "));
        let state =
            State { lease, expression, known: Vec::new(), known_from: i64::MAX, known_to: None, batch: BATCH.0 };
        Ok(Some(Question { search: Arc::clone(search), state: Mutex::new(state), standing, is_decided }))
    }

    /// The number of the change log as of which the answers are true.
    pub(crate) fn mark(&self) -> i64 {
        self.standing.mark
    }

    /// Whether a run that it finds matches, if it did not change after the mark.
    pub(crate) fn is_decided(&self) -> bool {
        self.is_decided
    }

    /// The places of a part of the project where runs may match, ascending; `None` when some of the runs there are not in the
    /// index yet, or when the file cannot be read. Whoever asks for many parts asks for the highest first.
    pub(crate) fn within(&self, places: &RangeInclusive<i64>) -> Option<Vec<i64>> {
        if *places.start() < self.standing.indexed_from {
            return None;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.within(places).inspect_err(|error| self.search.suspect(error)).ok()
    }
}

impl State {
    fn within(&mut self, places: &RangeInclusive<i64>) -> Result<Vec<i64>, StoreError> {
        let (first, last) = (*places.start(), *places.end());
        let Some(expression) = &self.expression else { return Ok(Vec::new()) };
        let connection = self.lease.connection()?;
        let known_to = *self.known_to.get_or_insert(last);
        if self.known_from == i64::MAX {
            // Many look for something rare, of which this finds all at once.
            let lowest = slot_of(last) << SLOT_SHIFT;
            self.extend(lowest..=last)?;
        } else if last > known_to {
            let mut found = matches(connection, expression, first..=last, usize::MAX)?;
            found.reverse();
            return Ok(found);
        }
        while self.known_from > first {
            self.batch = (self.batch * 4).min(BATCH.1);
            self.extend(first..=self.known_from - 1)?;
        }
        let from = self.known.partition_point(|place| *place > last);
        let to = self.known.partition_point(|place| *place >= first);
        Ok(self.known[from..to].iter().rev().copied().collect())
    }

    /// Looks up the next batch, from above.
    fn extend(&mut self, places: RangeInclusive<i64>) -> Result<(), StoreError> {
        let Some(expression) = &self.expression else { return Ok(()) };
        let lowest = *places.start();
        let more = matches(self.lease.connection()?, expression, places, self.batch)?;
        self.known_from = if more.len() < self.batch { lowest } else { more.last().copied().unwrap_or(lowest) };
        self.known.extend(more);
        Ok(())
    }
}

/// Whole words, then long fragments: what one question may look up is spent where it leads to the least.
fn most_telling_first(needs: &[Need]) -> Vec<&Need> {
    let mut needs: Vec<&Need> = needs.iter().collect();
    needs.sort_by_key(|need| match need {
        Need::OneOf(_) => 0,
        Need::Prefix(text) | Need::Within(text) => usize::MAX - text.len(),
    });
    needs
}

/// The highest places that match, highest first.
fn matches(
    connection: &Connection,
    expression: &str,
    within: RangeInclusive<i64>,
    most: usize,
) -> Result<Vec<i64>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT rowid FROM word WHERE word MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid DESC LIMIT ?4",
    )?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let places = select.query_map(params![expression, within.start(), within.end(), most], |row| row.get(0))?;
    Ok(places.collect::<Result<_, _>>()?)
}

/// Words have no quotes in them.
fn any_of(words: &[String]) -> String {
    let mut quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    quoted.sort_unstable();
    format!("({})", quoted.join(" OR "))
}

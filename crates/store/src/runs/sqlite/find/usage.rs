//! What runs used, by name, type and day.

use std::collections::BTreeMap;

use foldhash::HashMap;
use model::filter::Compare;
use model::{Check, Filter, Status, Timestamp};

use super::super::dictionary;
use super::{Effort, Finder, Search};
use crate::columns::{Bits, Fact, Part};
use crate::runs::{DayCount, UsageQuery, UsageRow};
use crate::{ProjectScope, StoreError};

const DAY_MICROS: i64 = 86_400_000_000;
const A_SECOND: i64 = 1_000_000;

/// Day, name and type, as numbers.
type Group = (Option<i64>, Option<i64>, Option<i64>);

#[derive(Default)]
struct Sums {
    prompt_tokens: i64,
    completion_tokens: i64,
    cost: i128,
    errors: u64,
    successes: u64,
}

/// The sums of each group. Rows of one group come again and again, so where its sums lie is known from last time.
struct Groups {
    places: HashMap<Group, usize>,
    sums: Vec<(Group, Sums)>,
    /// By a byte of a group: where its sums lie, if it is this one.
    recent: [usize; 256],
}

impl Groups {
    fn new() -> Groups {
        Groups { places: HashMap::default(), sums: Vec::new(), recent: [usize::MAX; 256] }
    }

    fn of(&mut self, group: Group) -> &mut Sums {
        let (day, name, run_type) = group;
        let low = |number: Option<i64>| number.map_or(0, |number| number.to_le_bytes()[0]);
        let mixed = low(name) ^ low(run_type).rotate_left(3) ^ low(day).rotate_left(5);
        let recent = &mut self.recent[usize::from(mixed)];
        if self.sums.get(*recent).is_none_or(|(known, _)| *known != group) {
            *recent = *self.places.entry(group).or_insert_with(|| {
                self.sums.push((group, Sums::default()));
                self.sums.len() - 1
            });
        }
        &mut self.sums[*recent].1
    }
}

/// What runs used, by day, name and type.
pub(in super::super) fn usage(
    finder: &Finder,
    at: &ProjectScope,
    query: &UsageQuery,
) -> Result<Vec<UsageRow>, StoreError> {
    let mut checks = vec![Check::CreatedAt(Compare::Gte, query.since)];
    checks.extend(query.user.map(|user| Check::Users(vec![user])));
    checks.extend(query.is_long.then_some(Check::Duration(Compare::Gte, A_SECOND)));
    let search = Search::new(finder, at, &Filter::all(checks.into_iter().map(Filter::from)))?;
    let mut groups = Groups::new();
    search.each_match(&mut Effort::new(), |part, rows| add(&mut groups, query.is_daily, (part, rows)))?;
    let mut usage = finder.rows.read(|connection| {
        let text = |number: Option<i64>| match number {
            Some(number) => dictionary::text(connection, number),
            None => Ok(None),
        };
        let row = |((day, name, run_type), sums): (Group, Sums)| {
            Ok(UsageRow {
                day: day.map(|day| Timestamp::from_micros(day * DAY_MICROS)),
                name: text(name)?,
                run_type: text(run_type)?.unwrap_or_else(|| "chain".into()),
                prompt_tokens: sums.prompt_tokens,
                completion_tokens: sums.completion_tokens,
                cost: i64::try_from(sums.cost).unwrap_or(i64::MAX),
                errors: sums.errors,
                successes: sums.successes,
            })
        };
        std::mem::take(&mut groups.sums).into_iter().map(row).collect::<Result<Vec<UsageRow>, StoreError>>()
    })?;
    usage.sort_by(|a, b| (a.day, &a.name, &a.run_type).cmp(&(b.day, &b.name, &b.run_type)));
    Ok(usage)
}

fn add(groups: &mut Groups, is_daily: bool, (part, rows): (&Part, &Bits)) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let column = |fact| part.fact(fact);
    let (started, name, run_type) = (column(Fact::StartedAt)?, column(Fact::Name)?, column(Fact::Type)?);
    let (prompt, completion) = (column(Fact::PromptTokens)?, column(Fact::CompletionTokens)?);
    let (cost, status) = (column(Fact::Cost)?, column(Fact::Status)?);
    for row in rows.iter() {
        let day = started.get(row).filter(|_| is_daily).map(|at| at.div_euclid(DAY_MICROS));
        let group = groups.of((day, name.get(row), run_type.get(row)));
        group.prompt_tokens = group.prompt_tokens.saturating_add(prompt.get(row).unwrap_or(0));
        group.completion_tokens = group.completion_tokens.saturating_add(completion.get(row).unwrap_or(0));
        group.cost += i128::from(cost.get(row).unwrap_or(0));
        let status = status.get(row);
        group.errors += u64::from(status == Some(Status::Error as i64));
        group.successes += u64::from(status == Some(Status::Success as i64));
    }
    Ok(())
}

/// The days from `from` on and before `to` on which runs of these projects were created, the newest first. A run counts on the
/// day when it was created, wherever it lies.
pub(in super::super) fn days(
    finder: &Finder,
    projects: &[ProjectScope],
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<DayCount>, StoreError> {
    let checks = [Check::CreatedAt(Compare::Gte, from), Check::CreatedAt(Compare::Lt, to)];
    let filter = Filter::all(checks.map(Filter::from));
    let mut counts: BTreeMap<i64, u64> = BTreeMap::new();
    for at in projects {
        Search::new(finder, at, &filter)?.each_match(&mut Effort::new(), |part, rows| {
            let started = part.fact(Fact::StartedAt)?;
            for at in rows.iter().filter_map(|row| started.get(row)) {
                *counts.entry(at.div_euclid(DAY_MICROS)).or_default() += 1;
            }
            Ok(())
        })?;
    }
    let day = |(day, runs)| DayCount { day: Timestamp::from_micros(day * DAY_MICROS), runs };
    Ok(counts.into_iter().rev().map(day).collect())
}

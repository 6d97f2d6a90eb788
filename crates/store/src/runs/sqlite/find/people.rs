//! What the runs of each person add up to.

use std::collections::HashMap;

use model::filter::Compare;
use model::{Check, Filter, Nanodollars, Status, Timestamp};

use super::super::dictionary;
use super::{Effort, Finder, Search};
use crate::columns::{Bits, Fact, Part, thumbs};
use crate::runs::{Activities, Activity, PersonUsage, UsageRow};
use crate::{ProjectScope, StoreError};

/// What the runs that a filter means add up to, by person.
pub(in super::super) fn activity(
    finder: &Finder,
    at: &ProjectScope,
    filter: &Filter,
) -> Result<Activities, StoreError> {
    let search = Search::new(finder, at, filter)?;
    let mut of = HashMap::new();
    let is_complete = search.each_match(&mut Effort::new(), |part, rows| add(&mut of, part, rows))?;
    Ok(Activities { of, is_complete })
}

fn add(sums: &mut HashMap<i64, Activity>, part: &Part, rows: &Bits) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let column = |fact| part.fact(fact);
    let (user, cost, status, opinion) =
        (column(Fact::User)?, column(Fact::Cost)?, column(Fact::Status)?, column(Fact::Thumbs)?);
    let (prompt, completion) = (column(Fact::PromptTokens)?, column(Fact::CompletionTokens)?);
    let started = column(Fact::StartedAt)?;
    for row in rows.iter() {
        let Some(user) = user.get(row) else { continue };
        let sum = sums.entry(user).or_default();
        let opinion = opinion.get(row).unwrap_or(0);
        let count = |tokens: Option<i64>| tokens.map_or(0, i64::unsigned_abs);
        sum.runs += 1;
        sum.first = sum.first.into_iter().chain(started.get(row).map(Timestamp::from_micros)).min();
        sum.errors += u64::from(status.get(row) == Some(Status::Error as i64));
        sum.cost = sum.cost.saturating_add(cost.get(row).unwrap_or(0));
        sum.tokens = sum.tokens.saturating_add(count(prompt.get(row))).saturating_add(count(completion.get(row)));
        sum.likes += u64::from(opinion & thumbs::UP != 0);
        sum.dislikes += u64::from(opinion & thumbs::DOWN != 0);
    }
    Ok(())
}

/// Person, name and type, as numbers.
type Group = (Option<i64>, Option<i64>, Option<i64>);

#[derive(Default)]
struct Used {
    prompt_tokens: i64,
    completion_tokens: i64,
    cost: Nanodollars,
    errors: u64,
    successes: u64,
}

/// What runs that began then or later used, by person, name and type. Agents count where they are part of no other run.
pub(in super::super) fn usage_of_people(
    finder: &Finder,
    at: &ProjectScope,
    since: Timestamp,
) -> Result<Vec<PersonUsage>, StoreError> {
    let search = Search::new(finder, at, &Check::CreatedAt(Compare::Gte, since).into())?;
    let agent =
        finder.rows.read(|connection| dictionary::find(connection, at.slot(), dictionary::Kind::Type, "agent"))?;
    let mut sums: HashMap<Group, Used> = HashMap::new();
    search.each_match(&mut Effort::new(), |part, rows| use_up(&mut sums, agent, (part, rows)))?;
    let mut usage = finder.rows.read(|connection| {
        let text = |number: Option<i64>| number.map_or(Ok(None), |number| dictionary::text(connection, number));
        let row = |(&(person, name, run_type), used): (&Group, &Used)| {
            let usage = UsageRow {
                day: None,
                name: text(name)?,
                run_type: text(run_type)?.unwrap_or_else(|| "chain".into()),
                prompt_tokens: used.prompt_tokens,
                completion_tokens: used.completion_tokens,
                cost: used.cost,
                errors: used.errors,
                successes: used.successes,
            };
            Ok(PersonUsage { person, usage })
        };
        sums.iter().map(row).collect::<Result<Vec<PersonUsage>, StoreError>>()
    })?;
    usage.sort_by(|a, b| {
        let key = |row: &PersonUsage| (row.person, row.usage.name.clone(), row.usage.run_type.clone());
        key(a).cmp(&key(b))
    });
    Ok(usage)
}

fn use_up(sums: &mut HashMap<Group, Used>, agent: Option<i64>, (part, rows): (&Part, &Bits)) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let column = |fact| part.fact(fact);
    let (user, name, run_type, root) =
        (column(Fact::User)?, column(Fact::Name)?, column(Fact::Type)?, column(Fact::Root)?);
    let (prompt, completion) = (column(Fact::PromptTokens)?, column(Fact::CompletionTokens)?);
    let (cost, status) = (column(Fact::Cost)?, column(Fact::Status)?);
    for row in rows.iter() {
        let of_type = run_type.get(row);
        if of_type.is_some() && of_type == agent && root.get(row) == Some(0) {
            continue;
        }
        let used = sums.entry((user.get(row), name.get(row), of_type)).or_default();
        used.prompt_tokens = used.prompt_tokens.saturating_add(prompt.get(row).unwrap_or(0));
        used.completion_tokens = used.completion_tokens.saturating_add(completion.get(row).unwrap_or(0));
        used.cost = used.cost.saturating_add(cost.get(row).unwrap_or(0));
        used.errors += u64::from(status.get(row) == Some(Status::Error as i64));
        used.successes += u64::from(status.get(row) == Some(Status::Success as i64));
    }
    Ok(())
}

//! What the runs of each version of a prompt come to.

use std::collections::BTreeMap;

use model::filter::Compare;
use model::{Check, Filter, Status, Timestamp};

use super::super::SqliteRuns;
use super::{Effort, Finder, Search};
use crate::columns::{Bits, Fact, Part, thumbs};
use crate::runs::{Durations, VersionUsage};
use crate::{ProjectScope, StoreError};

impl SqliteRuns {
    pub(in crate::runs) async fn usage_of_versions(
        &self,
        at: &ProjectScope,
        versions: Vec<i64>,
        since: Option<Timestamp>,
    ) -> Result<Vec<VersionUsage>, StoreError> {
        let at = *at;
        let since = since.map(|since| Check::CreatedAt(Compare::Gte, since));
        let checks = std::iter::once(Check::TemplateVersions(versions)).chain(since);
        let filter = Filter::all(checks.map(Filter::from));
        self.find(&[at], move |finder| usage(finder, &at, &filter)).await
    }
}

/// What is known of a version so far.
#[derive(Default)]
struct Used {
    usage: VersionUsage,
    durations: Vec<i64>,
}

fn usage(finder: &Finder, at: &ProjectScope, filter: &Filter) -> Result<Vec<VersionUsage>, StoreError> {
    let mut used: BTreeMap<i64, Used> = BTreeMap::new();
    let search = Search::new(finder, at, filter)?;
    search.each_match(&mut Effort::new(), |part, rows| add(&mut used, part, rows))?;
    let told = |(version, Used { usage, durations }): (i64, Used)| VersionUsage {
        version,
        took: Durations::of(durations),
        ..usage
    };
    Ok(used.into_iter().map(told).collect())
}

fn add(used: &mut BTreeMap<i64, Used>, part: &Part, rows: &Bits) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let column = |fact| part.fact(fact);
    let (version, started, duration) =
        (column(Fact::TemplateVersion)?, column(Fact::StartedAt)?, column(Fact::Duration)?);
    let (prompt, completion) = (column(Fact::PromptTokens)?, column(Fact::CompletionTokens)?);
    let (cost, status, opinion) = (column(Fact::Cost)?, column(Fact::Status)?, column(Fact::Thumbs)?);
    for row in rows.iter() {
        let Some(version) = version.get(row) else { continue };
        let Used { usage, durations } = used.entry(version).or_default();
        let opinion = opinion.get(row).unwrap_or(0);
        let says = |thumb: i64| opinion & (thumb | thumb << thumbs::CHILD_SHIFT) != 0;
        usage.runs += 1;
        usage.errors += u64::from(status.get(row) == Some(Status::Error as i64));
        usage.prompt_tokens = usage.prompt_tokens.saturating_add(prompt.get(row).unwrap_or(0));
        usage.completion_tokens = usage.completion_tokens.saturating_add(completion.get(row).unwrap_or(0));
        usage.cost = usage.cost.saturating_add(cost.get(row).unwrap_or(0));
        usage.likes += u64::from(says(thumbs::UP));
        usage.dislikes += u64::from(says(thumbs::DOWN));
        usage.last_used_at = usage.last_used_at.max(started.get(row).map(Timestamp::from_micros));
        durations.extend(duration.get(row));
    }
    Ok(())
}

impl Durations {
    /// `None` of none.
    #[expect(clippy::cast_precision_loss, reason = "microseconds below 285 years are exact")]
    fn of(mut all: Vec<i64>) -> Option<Durations> {
        all.sort_unstable();
        let (last, count) = (all.len().checked_sub(1)?, all.len() as f64);
        let at = |share: f64| {
            let place = share * last as f64;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a place in the list")]
            let below = place.floor() as usize;
            let (low, high) = (all[below] as f64, all[last.min(below + 1)] as f64);
            low + (high - low) * place.fract()
        };
        let sum: i128 = all.iter().copied().map(i128::from).sum();
        Some(Durations { mean: sum as f64 / count, p50: at(0.5), p95: at(0.95), p99: at(0.99) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(all: &[i64], want: Option<[f64; 4]>) {
        let hundredths = |micros: f64| (micros * 100.0).round() / 100.0;
        let got = Durations::of(all.to_vec()).map(|took| [took.mean, took.p50, took.p95, took.p99].map(hundredths));
        assert_eq!(got, want, "{all:?}");
    }

    #[test]
    fn what_lies_between_two_durations_is_interpolated() {
        check(&[], None);
        check(&[7], Some([7.0; 4]));
        check(&[30, 10], Some([20.0, 20.0, 29.0, 29.8]));
        check(&[5, 1, 3, 2, 4], Some([3.0, 3.0, 4.8, 4.96]));
        check(&[-1, 0, 4], Some([1.0, 0.0, 3.6, 3.92]));
    }
}

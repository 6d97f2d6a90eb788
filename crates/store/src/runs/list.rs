//! Questions about the runs of a project: which there are, in what order, how many.

use std::time::Duration;

use model::{Filter, Nanodollars, Run, RunId, Timestamp};

/// Which runs, in which order, and which of them now.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    /// The runs that are meant.
    pub filter: Filter,
    /// The order of the list.
    pub order: ListOrder,
    /// Only runs behind this place in the order.
    pub after: Option<Cursor>,
    /// How many matching runs to leave out first.
    pub skip: usize,
    /// How many to return at the most.
    pub limit: usize,
    /// Whether to count all matches.
    pub total: bool,
}

/// The order of a list. Runs without a value come last in both directions, runs of one value in the order of their ids.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ListOrder {
    /// What runs are ordered by.
    pub by: SortBy,
    /// The greatest first.
    pub is_descending: bool,
}

impl Default for ListOrder {
    /// The newest first.
    fn default() -> ListOrder {
        ListOrder { by: SortBy::CreatedAt, is_descending: true }
    }
}

/// What runs are ordered by.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SortBy {
    /// When it began.
    CreatedAt,
    /// How long it took.
    Duration,
    /// Tokens of prompt and completion; none when neither is known.
    Tokens,
    /// What it cost.
    Cost,
    /// Messages of a thread.
    Messages,
}

/// A place in the order of a list: that of the last run that was looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cursor {
    /// What the list is ordered by, of that run.
    pub value: Option<i64>,
    /// What runs of one value are ordered by.
    pub id: RunId,
}

/// One page of runs.
#[derive(Clone, Debug)]
pub struct Page {
    /// With their input and output.
    pub runs: Vec<Run>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<Cursor>,
    /// False when the time was up before the page was full: there may be more behind `next`.
    pub is_complete: bool,
    /// All matches, when they were counted.
    pub total: Option<Count>,
    /// How long ago all that was stored had been searched; `None` when nothing is left out.
    pub behind: Option<Duration>,
}

/// One page of runs of which only the ids are told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IdPage {
    /// As readers see them.
    pub ids: Vec<RunId>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<Cursor>,
    /// How far the search is behind what came in, when runs that it has not come to may be missing.
    pub behind: Option<Duration>,
}

/// How many runs match.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Count {
    /// How many were found.
    pub runs: u64,
    /// There may be more: not all that can match were read.
    pub is_lower_bound: bool,
}

/// What values the matching runs have.
#[derive(Clone, Debug)]
pub struct FacetQuery {
    /// The runs that are meant.
    pub filter: Filter,
    /// What of them.
    pub of: Facet,
    /// Only values whose label contains this, whatever the case.
    pub containing: String,
    /// How many values at the most.
    pub limit: usize,
}

/// Something of which runs have one value, or some.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Facet {
    /// As readers see them.
    Type,
    /// Of those runs that have one.
    Status,
    /// Models, tools, agents, events.
    Name,
    /// Each tag of a run counts.
    Tag,
    /// The person whom readers see.
    User,
    /// Of prompt templates.
    TemplateVersion,
    /// Thumbs of runs and of their direct children.
    Thumb,
}

/// Values of matching runs, the most frequent first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Facets {
    /// As many as asked for.
    pub values: Vec<FacetCount>,
    /// There are more values.
    pub has_more: bool,
    /// False when not all runs that can match were read, so that there are more of them.
    pub is_complete: bool,
}

/// A value, and how many runs have it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FacetCount {
    /// The value.
    pub value: FacetValue,
    /// As a person would say it.
    pub label: String,
    /// How many runs.
    pub runs: u64,
}

/// What a filter would name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FacetValue {
    /// A text.
    Text(String),
    /// The number of a person or template version.
    Number(i64),
}

/// How many runs began when.
#[derive(Clone, Debug)]
pub struct HistogramQuery {
    /// The runs that are meant. Where it asks for a time, the histogram begins and ends with that.
    pub filter: Filter,
    /// How many bars there are at the most; at least 1.
    pub buckets: u32,
    /// Where a histogram ends whose filter does not say.
    pub now: Timestamp,
}

/// How many runs began when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Histogram {
    /// Where the first bar begins.
    pub from: Timestamp,
    /// Before this the last bar ends.
    pub to: Timestamp,
    /// How long a bar is; at least 1.
    pub step_ms: i64,
    /// Every bar, the first one first.
    pub bars: Vec<Bar>,
    /// False when not all runs that can match were read, so that there are more of them.
    pub is_complete: bool,
}

/// Runs that began within one bar.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Bar {
    /// All of them.
    pub runs: u64,
    /// Those that failed.
    pub errors: u64,
}

/// What runs used, by name and type (spec `api-runs.md` 7.4).
#[derive(Clone, Debug)]
pub struct UsageQuery {
    /// Runs that began then or later.
    pub since: Timestamp,
    /// Only those of this person.
    pub user: Option<i64>,
    /// By day too.
    pub is_daily: bool,
    /// Only of runs that took a second or longer.
    pub is_long: bool,
}

/// What runs of one name and type used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UsageRow {
    /// Midnight, UTC, of the day; `None` unless asked for.
    pub day: Option<Timestamp>,
    /// Model, tool, agent or event.
    pub name: Option<String>,
    /// As readers see it.
    pub run_type: String,
    /// Known tokens of prompts.
    pub prompt_tokens: i64,
    /// Known tokens of completions.
    pub completion_tokens: i64,
    /// Known costs.
    pub cost: Nanodollars,
    /// Runs that failed.
    pub errors: u64,
    /// Runs that succeeded.
    pub successes: u64,
}

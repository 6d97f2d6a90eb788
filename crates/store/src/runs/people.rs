//! End users: the persons whom a project tracks, and what their runs add up to.

use std::collections::{BTreeSet, HashMap};

use model::filter::Property;
use model::{Filter, Nanodollars, ShownUser, Timestamp};

use super::{Runs, UsageRow};
use crate::{ProjectScope, StoreError};

/// Which persons, and in which order.
#[derive(Clone, Debug)]
pub struct PeopleQuery {
    /// Only those whose id, or one of whose properties in `searched`, contains this, whatever the case; empty means any.
    pub search: String,
    /// Properties that are searched.
    pub searched: &'static [&'static str],
    /// Only those who have all of these properties.
    pub props: Vec<Property>,
    /// The order. Persons of one value are in that of their numbers, in the same direction.
    pub order: PeopleOrder,
    /// The greatest first. Persons without a value come last in both directions.
    pub is_descending: bool,
    /// How many to leave out first.
    pub skip: usize,
    /// How many to return at the most.
    pub limit: usize,
    /// The runs that count in what persons add up to; `None`: nothing is added up.
    pub runs: Option<Filter>,
}

/// What persons are ordered by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PeopleOrder {
    /// When the server first heard of them.
    CreatedAt,
    /// The latest event that named them.
    LastSeen,
    /// What their runs cost; of who has none of the runs that count, nothing.
    Cost,
    /// The project's own name for them.
    ExternalId,
}

/// One page of persons.
#[derive(Clone, PartialEq, Debug)]
pub struct People {
    /// How many match, on all pages.
    pub total: u64,
    /// As many as asked for.
    pub people: Vec<ShownUser>,
    /// What the runs of these persons add up to; who has none is not in it.
    pub activity: Activities,
}

/// What the runs of persons add up to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Activities {
    /// By the numbers of the persons.
    pub of: HashMap<i64, Activity>,
    /// False when not all runs that count could be read in time, so that there is more.
    pub is_complete: bool,
}

/// What the runs of a person add up to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Activity {
    /// How many.
    pub runs: u64,
    /// When the earliest of them began.
    pub first: Option<Timestamp>,
    /// Those that failed.
    pub errors: u64,
    /// Known costs.
    pub cost: Nanodollars,
    /// Known tokens of prompts and completions.
    pub tokens: u64,
    /// Those that somebody liked.
    pub likes: u64,
    /// Those that somebody disliked.
    pub dislikes: u64,
}

/// What the runs of a person of one name and type used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonUsage {
    /// The number of the person; `None` for runs that name nobody.
    pub person: Option<i64>,
    /// The rest.
    pub usage: UsageRow,
}

impl Runs {
    /// The persons of a project.
    pub async fn people(&self, at: &ProjectScope, query: PeopleQuery) -> Result<People, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.people(at, query).await
    }

    /// A person of the project, by number; `None` when it has none.
    pub async fn person(&self, at: &ProjectScope, id: i64) -> Result<Option<ShownUser>, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.person(at, id).await
    }

    /// What the runs that a filter means add up to, by the persons whom readers see with them.
    pub async fn activity(&self, at: &ProjectScope, filter: Filter) -> Result<Activities, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.activity(at, filter).await
    }

    /// What runs that began then or later used, by person, name and type. Agents count where they are part of no other run.
    pub async fn usage_of_people(&self, at: &ProjectScope, since: Timestamp) -> Result<Vec<PersonUsage>, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.usage_of_people(at, since).await
    }

    /// The keys of the properties of all persons, in the form by which keys are compared, sorted.
    pub async fn prop_keys(&self, at: &ProjectScope) -> Result<BTreeSet<String>, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.prop_keys(at).await
    }

    /// The values that this property has, as text, sorted; null among them only as such, which is last.
    pub async fn prop_values(&self, at: &ProjectScope, key: &str) -> Result<Vec<Option<String>>, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.prop_values(at, key).await
    }
}

//! A filter as columns understand it: texts become numbers, and what other tables tell becomes places.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use foldhash::HashSet;
use model::filter::{Compare, Property, Thumb};
use model::{Check, Filter, RunId};
use rusqlite::{Connection, params};

use super::super::dictionary::{self, Kind};
use super::super::lookup;
use super::super::rid::Rid;
use super::Finder;
use super::candidates::candidates;
use crate::StoreError;
use crate::columns::{Fact, Plan, Test, thumbs};
use crate::scope::Slot;
use crate::search::Wanted;

/// What a filter is for one project.
pub(super) struct Planner<'a> {
    finder: &'a Finder,
    connection: &'a Connection,
    slot: Slot,
    /// Sets of tags with their numbers, once a check has asked for them: a filter may have 200 such checks.
    tag_sets: OnceCell<Vec<(i64, Vec<String>)>>,
}

/// What remains to be asked of a run that the plan holds possible.
pub(super) fn remainder(filter: &Filter, plan: &Plan) -> Filter {
    match (filter, plan) {
        (Filter::All(filters), Plan::All(plans)) => {
            let open = filters.iter().zip(plans).filter(|(_, plan)| !plan.is_certain());
            Filter::all(open.map(|(filter, plan)| remainder(filter, plan)))
        }
        _ => filter.clone(),
    }
}

impl<'a> Planner<'a> {
    pub(super) fn new(finder: &'a Finder, connection: &'a Connection, slot: Slot) -> Planner<'a> {
        Planner { finder, connection, slot, tag_sets: OnceCell::new() }
    }

    pub(super) fn plan(&self, filter: &Filter) -> Result<Plan, StoreError> {
        let each = |parts: &[Filter]| parts.iter().map(|part| self.plan(part)).collect::<Result<Vec<Plan>, _>>();
        Ok(match filter {
            Filter::All(parts) => {
                let mut plans = each(parts)?;
                self.join(parts, &mut plans)?;
                Plan::All(plans)
            }
            Filter::Any(parts) => Plan::Any(each(parts)?),
            Filter::Check(check) => self.check(check)?,
        })
    }

    fn check(&self, check: &Check) -> Result<Plan, StoreError> {
        let test = match check {
            Check::Types(types) => return self.types(types),
            Check::Trace => {
                let types = self.types(&["agent".to_owned(), "chain".to_owned()])?;
                return Ok(Plan::All(vec![types, Plan::Test(Test::Within(Fact::Root, vec![1..=1]))]));
            }
            Check::CustomEvents(names) => {
                let mut parts = vec![self.types(&["custom-event".to_owned()])?];
                if !names.is_empty() {
                    parts.push(Plan::Test(Test::OneOf(Fact::Name, self.numbers(Kind::Name, names)?)));
                }
                return Ok(Plan::All(parts));
            }
            Check::Status(status) => Test::compared(Fact::Status, Compare::Eq, *status as i64),
            Check::Names(names) => Test::OneOf(Fact::Name, self.numbers(Kind::Name, names)?),
            Check::NameContains(text) => {
                Test::OneOf(Fact::Name, self.numbers_that(Kind::Name, |name| query::contains(name, text))?)
            }
            Check::Tags(tags) => Test::OneOf(Fact::Tags, self.sets_with(tags)?),
            Check::Templates(_) => Test::Always(false),
            Check::TemplateVersions(ids) => Test::OneOf(Fact::TemplateVersion, ids.iter().copied().collect()),
            Check::Users(ids) => Test::OneOf(Fact::User, ids.iter().copied().collect()),
            Check::UserProp(property) => Test::OneOf(Fact::User, self.users_with(property)?),
            Check::Thumb(Thumb::Up) => Test::thumbs(thumbs::UP, true),
            Check::Thumb(Thumb::Down) => Test::thumbs(thumbs::DOWN, true),
            Check::Thumb(Thumb::Nothing) => Test::thumbs(thumbs::UP | thumbs::DOWN, false),
            Check::Comment(_) => Test::Maybe(Arc::new(self.near_comments()?)),
            Check::CreatedAt(compare, at) => Test::compared(Fact::StartedAt, *compare, at.micros()),
            Check::Duration(compare, micros) => Test::compared(Fact::Duration, *compare, *micros),
            Check::Cost(compare, cost) => Test::compared(Fact::Cost, *compare, *cost),
            Check::Tokens(kind, compare, count) => Test::Tokens(*kind, *compare, *count),
            Check::Messages(compare, count) => Test::Messages(*compare, *count),
            Check::Parent(parent) => Test::Places(self.children(*parent)?),
            // Nothing evaluates runs yet.
            Check::Found(finding) => Test::Always(finding.holds_unseen()),
            Check::Search(_) | Check::Metadata(_) | Check::Text(_) => self.indexed(Wanted::of(check).as_ref())?,
            Check::Length(..) | Check::Regex { .. } | Check::Json(..) => Test::Unknown,
        };
        Ok(Plan::Test(test))
    }

    fn indexed(&self, wanted: Option<&Wanted>) -> Result<Test, StoreError> {
        let Some(wanted) = wanted else { return Ok(Test::Unknown) };
        Ok(candidates(self.finder, self.slot, wanted)?.map_or(Test::Unknown, Test::Maybe))
    }

    /// What must all be found in one run is looked for at once, so that what is rare leads the way.
    fn join(&self, parts: &[Filter], plans: &mut [Plan]) -> Result<(), StoreError> {
        let wanted = |part: &Filter| if let Filter::Check(check) = part { Wanted::of(check) } else { None };
        let each: Vec<Option<Wanted>> = parts.iter().map(wanted).collect();
        if each.iter().flatten().count() < 2 {
            return Ok(());
        }
        let all = each.iter().flatten().cloned().reduce(Wanted::and);
        let test = self.indexed(all.as_ref())?;
        for (plan, _) in plans.iter_mut().zip(&each).filter(|(_, wanted)| wanted.is_some()) {
            *plan = Plan::Test(test.clone());
        }
        Ok(())
    }

    /// A run whose type nothing has told shows as `chain`.
    fn types(&self, types: &[String]) -> Result<Plan, StoreError> {
        let known = Plan::Test(Test::OneOf(Fact::Type, self.numbers(Kind::Type, types)?));
        let is_chain = types.iter().any(|one| one == "chain");
        Ok(if is_chain { Plan::Any(vec![known, Plan::Test(Test::Absent(Fact::Type))]) } else { known })
    }

    fn numbers(&self, kind: Kind, texts: &[String]) -> Result<HashSet<i64>, StoreError> {
        let find = |text: &String| dictionary::find(self.connection, self.slot, kind, text).transpose();
        texts.iter().filter_map(find).collect()
    }

    fn numbers_that(&self, kind: Kind, is_meant: impl Fn(&str) -> bool) -> Result<HashSet<i64>, StoreError> {
        let mut numbers = HashSet::default();
        dictionary::each(self.connection, self.slot, kind, |number, text| {
            if is_meant(text) {
                numbers.insert(number);
            }
        })?;
        Ok(numbers)
    }

    /// The sets that have one of these tags.
    fn sets_with(&self, wanted: &[String]) -> Result<HashSet<i64>, StoreError> {
        if self.tag_sets.get().is_none() {
            let mut sets = Vec::new();
            let read = |number, list: &str| sets.push((number, serde_json::from_str(list).unwrap_or_default()));
            dictionary::each(self.connection, self.slot, Kind::Tags, read)?;
            self.tag_sets.get_or_init(|| sets);
        }
        let wanted: HashSet<&str> = wanted.iter().map(String::as_str).collect();
        let sets = self.tag_sets.get().into_iter().flatten();
        let has_any = |tags: &[String]| tags.iter().any(|tag| wanted.contains(tag.as_str()));
        Ok(sets.filter(|(_, tags)| has_any(tags)).map(|(number, _)| *number).collect())
    }

    /// The people of the project whose properties have such an entry.
    fn users_with(&self, property: &Property) -> Result<HashSet<i64>, StoreError> {
        let mut select =
            self.connection.prepare_cached("SELECT id, props FROM end_user WHERE slot = ?1 AND props IS NOT NULL")?;
        let mut rows = select.query([self.slot.number()])?;
        let mut users = HashSet::default();
        while let Some(row) = rows.next()? {
            let props = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
            if query::has_entry(props, property) {
                users.insert(row.get(0)?);
            }
        }
        Ok(users)
    }

    /// The direct children of a run, in the order of their places.
    fn children(&self, parent: RunId) -> Result<Vec<i64>, StoreError> {
        let Some(parent) = lookup::find_in(self.connection, self.slot, parent)? else { return Ok(Vec::new()) };
        let mut children = lookup::children_of(self.connection, parent)?;
        children.sort_unstable();
        Ok(children)
    }

    /// Runs with a comment, and those above and below them, in the order of their places.
    fn near_comments(&self) -> Result<Vec<i64>, StoreError> {
        let (first, last) = Rid::range_of(self.slot);
        let mut select = self.connection.prepare_cached(
            "SELECT coalesce(run.turn, run.rid), coalesce(parent.turn, parent.rid)
               FROM run_opinion
               JOIN run ON run.rid = run_opinion.rid
               LEFT JOIN run AS parent ON parent.rid = run.parent
              WHERE run_opinion.rid BETWEEN ?1 AND ?2
                AND run_opinion.bits & ?3 != 0",
        )?;
        let mut places = BTreeSet::new();
        for said in select.query_map(params![first.0, last.0, thumbs::COMMENT], |row| Ok((row.get(0)?, row.get(1)?)))? {
            let (rid, parent): (i64, Option<i64>) = said?;
            places.extend(lookup::children_of(self.connection, Rid(rid))?);
            places.extend([Some(rid), parent].into_iter().flatten());
        }
        Ok(places.into_iter().collect())
    }
}

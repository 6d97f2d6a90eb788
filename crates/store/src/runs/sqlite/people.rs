//! End users as readers see them: lists, single ones, and what is known of them.

use std::collections::{BTreeSet, HashMap};

use model::casing::stored_form;
use model::filter::Property;
use model::{Check, Filter, RawJson, ShownUser, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Map, Value};

use super::{SqliteRuns, find};
use crate::runs::{Activities, People, PeopleOrder, PeopleQuery, PersonUsage};
use crate::{ProjectScope, StoreError};

impl SqliteRuns {
    pub(in super::super) async fn people(&self, at: &ProjectScope, query: PeopleQuery) -> Result<People, StoreError> {
        let scope = *at;
        let runs = query.runs.clone();
        let mut all = Activities { is_complete: true, ..Activities::default() };
        if let Some(runs) = runs.clone().filter(|_| query.order == PeopleOrder::Cost) {
            all = self.activity(at, runs).await?;
        }
        let (total, people, mut activity) =
            self.read(move |connection, _| page(connection, &scope, &query, all)).await?;
        let mut ids: Vec<i64> = people.iter().map(|person| person.id).collect();
        ids.sort_unstable();
        match runs {
            Some(runs) if !ids.is_empty() && activity.of.is_empty() => {
                activity = self.activity(at, runs.and(Check::Users(ids))).await?;
            }
            _ => activity.of.retain(|id, _| ids.binary_search(id).is_ok()),
        }
        Ok(People { total, people, activity })
    }

    pub(in super::super) async fn person(&self, at: &ProjectScope, id: i64) -> Result<Option<ShownUser>, StoreError> {
        let at = *at;
        self.read(move |connection, _| {
            let sql =
                "SELECT id, external_id, created_at, last_seen_at, props FROM end_user WHERE id = ?1 AND slot = ?2";
            let mut select = connection.prepare_cached(sql)?;
            Ok(select.query_row(params![id, at.slot().number()], shown).optional()?)
        })
        .await
    }

    pub(in super::super) async fn activity(&self, at: &ProjectScope, filter: Filter) -> Result<Activities, StoreError> {
        let at = *at;
        self.find(&[at], move |finder| find::activity(finder, &at, &filter)).await
    }

    pub(in super::super) async fn usage_of_people(
        &self,
        at: &ProjectScope,
        since: Timestamp,
    ) -> Result<Vec<PersonUsage>, StoreError> {
        let at = *at;
        self.find(&[at], move |finder| find::usage_of_people(finder, &at, since)).await
    }

    pub(in super::super) async fn prop_keys(&self, at: &ProjectScope) -> Result<BTreeSet<String>, StoreError> {
        let at = *at;
        self.read(move |connection, _| {
            let mut keys = BTreeSet::new();
            each_props(connection, &at, |props| keys.extend(props.keys().map(|key| stored_form(key).into_owned())))?;
            Ok(keys)
        })
        .await
    }

    pub(in super::super) async fn prop_values(
        &self,
        at: &ProjectScope,
        key: &str,
    ) -> Result<Vec<Option<String>>, StoreError> {
        let (at, key) = (*at, stored_form(key).into_owned());
        self.read(move |connection, _| {
            let mut values = BTreeSet::new();
            each_props(connection, &at, |props| {
                let mut named = props.iter().filter(|(name, _)| stored_form(name) == key).map(|(_, value)| value);
                values.extend(named.next_back().map(text));
            })?;
            let has_null = values.remove(&None);
            Ok(values.into_iter().chain(has_null.then_some(None)).collect())
        })
        .await
    }
}

/// A value as people see it; null is none.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn each_props(
    connection: &Connection,
    at: &ProjectScope,
    mut visit: impl FnMut(&Map<String, Value>),
) -> Result<(), StoreError> {
    let mut select = connection.prepare_cached("SELECT props FROM end_user WHERE slot = ?1 AND props IS NOT NULL")?;
    let mut rows = select.query([at.slot().number()])?;
    while let Some(row) = rows.next()? {
        let props = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        if let Ok(Value::Object(props)) = serde_json::from_str(props) {
            visit(&props);
        }
    }
    Ok(())
}

fn shown(row: &Row<'_>) -> rusqlite::Result<ShownUser> {
    Ok(ShownUser {
        id: row.get(0)?,
        external_id: row.get(1)?,
        created_at: Timestamp::from_micros(row.get(2)?),
        last_seen: Timestamp::from_micros(row.get(3)?),
        props: row.get::<_, Option<String>>(4)?.map(RawJson::from),
    })
}

/// Whom a query means, and what they are ordered by.
struct Wanted {
    search: String,
    searched: &'static [&'static str],
    props: Vec<Property>,
}

impl Wanted {
    fn holds(&self, person: &ShownUser) -> bool {
        let json = person.props.as_ref().map_or("{}", |props| props.text());
        self.props.iter().all(|property| query::has_entry(json, property))
            && (query::contains(&person.external_id, &self.search) || self.is_in_props(json))
    }

    fn is_in_props(&self, json: &str) -> bool {
        let Ok(Value::Object(props)) = serde_json::from_str(json) else { return false };
        let is_searched = |key: &str| self.searched.iter().any(|searched| *searched == stored_form(key));
        let mut texts = props.iter().filter(|(key, _)| is_searched(key)).filter_map(|(_, value)| text(value));
        texts.any(|text| query::contains(&text, &self.search))
    }
}

/// What a person is ordered by: numbers, or a name.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(i64),
    Name(String),
}

/// One page, how many there are, and what is known of their runs.
fn page(
    connection: &Connection,
    at: &ProjectScope,
    query: &PeopleQuery,
    all: Activities,
) -> Result<(u64, Vec<ShownUser>, Activities), StoreError> {
    let wanted = Wanted { search: query.search.clone(), searched: query.searched, props: query.props.clone() };
    let mut found: Vec<(Option<Key>, i64)> = Vec::new();
    let sql = "SELECT id, external_id, created_at, last_seen_at, props FROM end_user WHERE slot = ?1";
    let mut select = connection.prepare_cached(sql)?;
    for person in select.query_map([at.slot().number()], shown)? {
        let person = person?;
        if wanted.holds(&person) {
            found.push((key(&person, query.order, &all.of), person.id));
        }
    }
    found.sort_unstable_by(|(a, a_id), (b, b_id)| {
        let order = (a, a_id).cmp(&(b, b_id));
        let order = if query.is_descending { order.reverse() } else { order };
        a.is_none().cmp(&b.is_none()).then(order)
    });
    let total = found.len() as u64;
    let mut select = connection
        .prepare_cached("SELECT id, external_id, created_at, last_seen_at, props FROM end_user WHERE id = ?1")?;
    let page = found.iter().skip(query.skip).take(query.limit);
    let people = page.map(|(_, id)| select.query_row([id], shown)).collect::<Result<_, _>>()?;
    Ok((total, people, all))
}

fn key(person: &ShownUser, order: PeopleOrder, activity: &HashMap<i64, crate::runs::Activity>) -> Option<Key> {
    match order {
        PeopleOrder::CreatedAt => Some(Key::Number(person.created_at.micros())),
        PeopleOrder::LastSeen => Some(Key::Number(person.last_seen.micros())),
        PeopleOrder::Cost => activity.get(&person.id).map(|activity| Key::Number(activity.cost)),
        PeopleOrder::ExternalId => Some(Key::Name(person.external_id.clone())),
    }
}

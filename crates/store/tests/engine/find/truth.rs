//! What the rows say: SQL over `runs.db`, and, for what is put together of several rows, the run as a reader of single runs
//! gets it. Nothing here knows columns or filters.

use std::path::Path;

use model::{RawJson, RunId, Status};
use rusqlite::Connection;
use serde_json::Value;
use store::runs::Facet;

use crate::place::Place;

/// A run that readers see.
pub(super) struct Row {
    pub(super) rid: i64,
    pub(super) id: RunId,
    pub(super) shown_id: RunId,
    pub(super) run_type: String,
    pub(super) name: Option<String>,
    pub(super) status: Option<&'static str>,
    pub(super) started_at: i64,
    pub(super) duration: Option<i64>,
    pub(super) prompt_tokens: Option<i64>,
    pub(super) completion_tokens: Option<i64>,
    pub(super) cost: Option<i64>,
    pub(super) template_version: Option<i64>,
    pub(super) is_root: bool,
    /// Of the turn or run above.
    pub(super) parent: Option<i64>,
    /// As it was sent, seen or not yet.
    pub(super) parent_id: Option<RunId>,
    // What follows is of several rows.
    pub(super) tags: Vec<String>,
    pub(super) user: Option<(i64, String)>,
    pub(super) props: Value,
    pub(super) feedback: Value,
    pub(super) metadata: Value,
    pub(super) input: Option<Value>,
    pub(super) output: Option<Value>,
    pub(super) messages: Option<i64>,
    /// Its own and those of direct children.
    pub(super) thumbs: Vec<&'static str>,
}

const SQL: &str = "
    SELECT run.rid, run.id, coalesce(run.shown_id, run.id), coalesce(type.text, 'chain'), name.text, run.status, run.started_at,
           run.ended_at - run.started_at, run.prompt_tokens, run.completion_tokens, run.cost_nano, run.template_version,
           run.parent IS NULL OR parent.status < 0 OR parent.turn IS NOT NULL OR coalesce(parent_type.text = 'chat', 0),
           coalesce(parent.turn, parent.rid), parent.id
      FROM run
      LEFT JOIN run AS parent ON parent.rid = run.parent
      LEFT JOIN dictionary AS type ON type.id = run.type
      LEFT JOIN dictionary AS parent_type ON parent_type.id = parent.type
      LEFT JOIN dictionary AS name ON name.id = run.name
     WHERE run.status >= 0";

/// All runs that readers see.
pub(super) async fn rows(place: &Place, path: &Path) -> Vec<Row> {
    let mut rows = select(path);
    for row in &mut rows {
        let run = place.runs.get(&place.at(), row.shown_id).await.unwrap().unwrap();
        let json = |json: &Option<RawJson>| json.as_ref().map(RawJson::to_value);
        row.tags = run.tags.unwrap_or_default();
        row.props = run.user.as_ref().and_then(|user| json(&user.props)).unwrap_or_default();
        row.user = run.user.map(|user| (user.id, user.external_id));
        row.feedback = json(&run.feedback).unwrap_or_default();
        row.metadata = json(&run.metadata).unwrap_or_default();
        (row.input, row.output) = (json(&run.input), json(&run.output));
        row.messages = run.thread.map(|thread| i64::try_from(thread.messages_count).unwrap());
    }
    let thumbs = |row: &Row| ["up", "down"].into_iter().filter(|word| row.has_thumb(word, &rows)).collect();
    let thumbs: Vec<Vec<&str>> = rows.iter().map(thumbs).collect();
    rows.iter_mut().zip(thumbs).for_each(|(row, thumbs)| row.thumbs = thumbs);
    rows
}

fn select(path: &Path) -> Vec<Row> {
    let connection = Connection::open(path.join("runs.db")).unwrap();
    let mut select = connection.prepare(SQL).unwrap();
    let rows = select.query_map([], |row| {
        Ok(Row {
            rid: row.get(0)?,
            id: RunId::from_bytes(row.get(1)?),
            shown_id: RunId::from_bytes(row.get(2)?),
            run_type: row.get(3)?,
            name: row.get(4)?,
            status: [Status::Started, Status::Success, Status::Error]
                .get(row.get::<_, usize>(5)?)
                .map(|status| status.word()),
            started_at: row.get(6)?,
            duration: row.get(7)?,
            prompt_tokens: row.get(8)?,
            completion_tokens: row.get(9)?,
            cost: row.get(10)?,
            template_version: row.get(11)?,
            is_root: row.get(12)?,
            parent: row.get(13)?,
            parent_id: row.get::<_, Option<[u8; 16]>>(14)?.map(RunId::from_bytes),
            tags: Vec::new(),
            user: None,
            props: Value::Null,
            feedback: Value::Null,
            metadata: Value::Null,
            input: None,
            output: None,
            messages: None,
            thumbs: Vec::new(),
        })
    });
    rows.unwrap().map(Result::unwrap).collect()
}

impl Row {
    fn said(&self, key: &str) -> Option<&str> {
        self.feedback.get(key).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// Whether somebody said so of it or of a direct child.
    fn has_thumb(&self, word: &str, all: &[Row]) -> bool {
        self.said("thumb") == Some(word) || self.children(all).any(|child| child.said("thumb") == Some(word))
    }

    pub(super) fn has_comment(&self, text: &str, all: &[Row]) -> bool {
        let parent = all.iter().find(|row| Some(row.rid) == self.parent);
        self.said("comment").is_some()
            || parent.is_some_and(|parent| parent.said("comment").is_some())
            || self.children(all).any(|child| child.said("comment") == Some(text))
    }

    pub(super) fn children<'a>(&'a self, all: &'a [Row]) -> impl Iterator<Item = &'a Row> {
        all.iter().filter(|row| row.parent == Some(self.rid))
    }
}

/// How many runs have each value.
pub(super) fn facet(rows: &[&Row], of: Facet) -> Vec<(String, u64)> {
    let mut counts = std::collections::BTreeMap::new();
    for row in rows {
        let mut values: Vec<String> = match of {
            Facet::Type => vec![row.run_type.clone()],
            Facet::Name => row.name.iter().cloned().collect(),
            Facet::Tag => row.tags.clone(),
            Facet::Status => row.status.iter().map(ToString::to_string).collect(),
            Facet::User => row.user.iter().map(|(_, name)| name.clone()).collect(),
            Facet::Thumb => row.thumbs.iter().map(ToString::to_string).collect(),
            Facet::TemplateVersion => row.template_version.iter().map(ToString::to_string).collect(),
        };
        values.sort();
        values.dedup();
        values.into_iter().for_each(|value| *counts.entry(value).or_insert(0) += 1);
    }
    counts.into_iter().collect()
}

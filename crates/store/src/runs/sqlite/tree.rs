//! Trees without texts: narrow rows only, so that a trace of thousands of runs is drawn at once.

use std::collections::HashMap;

use model::{RunId, Timestamp, failure};
use rusqlite::{Connection, OptionalExtension, Row};

use super::ancestry::Ancestry;
use super::frame::Codec;
use super::lookup::{self, Below};
use super::reader;
use super::rid::Rid;
use super::{SqliteRuns, attributes, dictionary};
use crate::runs::{Tree, TreeNode};
use crate::{ProjectScope, StoreError};

impl SqliteRuns {
    pub(in super::super) async fn tree(&self, at: &ProjectScope, id: RunId) -> Result<Option<Tree>, StoreError> {
        let at = *at;
        self.read(move |connection, codec| tree(connection, codec, &at, id)).await
    }
}

fn tree(connection: &Connection, codec: &Codec, at: &ProjectScope, id: RunId) -> Result<Option<Tree>, StoreError> {
    let Some(top) = lookup::find(connection, at, id)? else { return Ok(None) };
    let above = Ancestry::of(connection, top)?;
    let places = lookup::below(connection, top, above.cut_above(), lookup::RELATED_RUNS)?;
    let mut texts = Texts { connection, known: HashMap::new() };
    let mut branches = Branches::new(&places);
    for (at, place) in places.iter().enumerate() {
        let Some(found) = read(connection, place.rid)? else { continue };
        branches.note((at, place.parent), &found);
        if found.status >= 0 {
            branches.rows[at] = Some(found.node(codec, &mut texts)?);
        }
    }
    let nodes = branches.in_order();
    let Some(first) = nodes.first() else { return Ok(None) };
    let trace = above.trace().unwrap_or(first.id);
    Ok(Some(Tree { trace, is_truncated: places.len() >= lookup::RELATED_RUNS, nodes }))
}

/// What a row says. Type and name are numbers of the dictionary.
struct Found {
    rid: Rid,
    turn: Option<Rid>,
    status: i64,
    run_type: Option<i64>,
    name: Option<i64>,
    node: TreeNode,
}

fn read(connection: &Connection, rid: Rid) -> Result<Option<Found>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT coalesce(shown_id, id), started_at, ended_at, prompt_tokens, completion_tokens, cost_nano, turn, status,
                type, name
           FROM run
          WHERE rid = ?1",
    )?;
    Ok(select.query_row([rid.0], |row| read_row(row, rid)).optional()?)
}

fn read_row(row: &Row<'_>, rid: Rid) -> rusqlite::Result<Found> {
    let (prompt, completion): (Option<u64>, Option<u64>) = (row.get(3)?, row.get(4)?);
    let status: i64 = row.get(7)?;
    let tokens = prompt.map(|prompt| prompt.saturating_add(completion.unwrap_or(0))).or(completion);
    let node = TreeNode {
        id: RunId::from_bytes(row.get(0)?),
        parent: None,
        run_type: String::new(),
        name: None,
        created_at: Timestamp::from_micros(row.get::<_, Option<i64>>(1)?.unwrap_or_default()),
        ended_at: row.get::<_, Option<i64>>(2)?.map(Timestamp::from_micros),
        status: reader::status(status),
        tokens,
        cost: row.get(5)?,
        error: None,
    };
    let turn = row.get::<_, Option<i64>>(6)?.map(Rid);
    Ok(Found { rid, turn, status, run_type: row.get(8)?, name: row.get(9)?, node })
}

impl Found {
    fn node(self, codec: &Codec, texts: &mut Texts<'_>) -> Result<TreeNode, StoreError> {
        let mut node = self.node;
        node.run_type = texts.get(self.run_type)?.unwrap_or_else(|| "chain".into());
        node.name = texts.get(self.name)?;
        if node.status == Some(model::Status::Error) {
            node.error =
                attributes::of(texts.connection, codec, self.rid)?.error.as_ref().and_then(failure::first_line);
        }
        Ok(node)
    }
}

/// Texts of the dictionary, each looked up once: the runs of a trace have few.
struct Texts<'a> {
    connection: &'a Connection,
    known: HashMap<i64, Option<String>>,
}

impl Texts<'_> {
    fn get(&mut self, number: Option<i64>) -> Result<Option<String>, StoreError> {
        let Some(number) = number else { return Ok(None) };
        if let Some(known) = self.known.get(&number) {
            return Ok(known.clone());
        }
        let text = dictionary::text(self.connection, number)?;
        self.known.insert(number, text.clone());
        Ok(text)
    }
}

/// The tree in the making. Messages that no reader sees are places too: what is below one is below its turn.
struct Branches {
    rows: Vec<Option<TreeNode>>,
    /// Whose parent a place is, as an index.
    shown_at: Vec<usize>,
    children: Vec<Vec<usize>>,
    places: HashMap<Rid, usize>,
}

impl Branches {
    fn new(places: &[Below]) -> Branches {
        Branches {
            rows: vec![None; places.len()],
            shown_at: (0..places.len()).collect(),
            children: vec![Vec::new(); places.len()],
            places: places.iter().enumerate().map(|(at, place)| (place.rid, at)).collect(),
        }
    }

    /// Takes in a place; the one that it lies below was taken in before.
    fn note(&mut self, (at, parent): (usize, usize), found: &Found) {
        let parent = self.shown_at[parent];
        if found.status < 0 {
            let turn = found.turn.and_then(|turn| self.places.get(&turn).copied());
            self.shown_at[at] = turn.unwrap_or(parent);
        } else if at > 0 {
            self.children[parent].push(at);
        }
    }

    /// Each node after its parent, siblings by their start.
    fn in_order(mut self) -> Vec<TreeNode> {
        let mut nodes = Vec::with_capacity(self.rows.len());
        let mut waiting = vec![(0, None)];
        while let Some((at, parent)) = waiting.pop() {
            let Some(mut node) = self.rows.get_mut(at).and_then(Option::take) else { continue };
            node.parent = parent;
            let mut children = std::mem::take(&mut self.children[at]);
            children.sort_by_key(|&child| {
                std::cmp::Reverse(self.rows[child].as_ref().map(|node| (node.created_at, node.id)))
            });
            waiting.extend(children.into_iter().map(|child| (child, Some(node.id))));
            nodes.push(node);
        }
        nodes
    }
}

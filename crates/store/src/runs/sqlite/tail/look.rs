//! Looking at what changed: the runs are read as readers get them.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use query::Children;
use rusqlite::{Connection, params};

use super::super::SqliteRuns;
use super::super::attributes;
use super::super::facts;
use super::super::frame::Codec;
use super::super::opinion;
use super::super::reader;
use super::super::rid::Rid;
use super::super::turn::TurnPlace;
use super::project::Project;
use crate::columns::thumbs;
use crate::runs::{Heard, HeardRun};
use crate::{ProjectScope, StoreError};

/// From one look to the next at the same project.
const PAUSE: Duration = Duration::from_millis(250);
/// The most runs of one look; of more the newest.
const MOST_RUNS: usize = 200;
/// About the most input and output of one look, in bytes.
const MOST_BYTES: usize = 16 << 20;
/// How far back a follower may begin, in changes of all projects.
const MOST_BACK: i64 = 200_000;

impl SqliteRuns {
    /// Looks at the changes of a project that nobody has looked at, if there are any. One project is looked at at a time, so
    /// that followers, however many there are, leave the rest of the machine to others.
    pub(super) async fn look(&self, at: &ProjectScope, project: &Arc<Project>) -> Result<(), StoreError> {
        let mut last_look = Arc::clone(&project.last_look).lock_owned().await;
        if project.waiting().0.is_empty() {
            return Ok(());
        }
        if let Some(last) = *last_look {
            tokio::time::sleep_until((last + PAUSE).into()).await;
        }
        let turn = Arc::clone(&self.0.looking).acquire_owned().await.map_err(|_| StoreError::Closed)?;
        let (at, project) = (*at, Arc::clone(project));
        // Once it has begun, the look goes on to its end, also when whoever began it gives the wait up: others hear of it.
        self.read(move |connection, codec| {
            let _turn = turn;
            let (taken, forgotten) = project.waiting();
            let looked = read(connection, codec, &at, &taken);
            *last_look = Some(Instant::now());
            let looked = looked?;
            project.tell((&taken, forgotten), looked.runs, looked.missed + forgotten);
            Ok(())
        })
        .await
    }
}

/// What changed behind `after` and up to `newest`; `None` when the log does not reach back so far.
pub(super) fn since(
    (connection, codec): (&Connection, &Codec),
    at: &ProjectScope,
    (after, newest): (i64, i64),
) -> Result<Option<Heard>, StoreError> {
    let oldest: Option<i64> = connection.query_row("SELECT min(seq) FROM change", [], |row| row.get(0))?;
    let reaches_back = oldest.is_none_or(|oldest| oldest <= after.saturating_add(1));
    if after > newest || after < newest.saturating_sub(MOST_BACK) || after < newest && !reaches_back {
        return Ok(None);
    }
    let (first, last) = Rid::range_of(at.slot());
    let mut select = connection.prepare_cached(
        "SELECT seq, rid
           FROM change
          WHERE seq > ?1
            AND seq <= ?2
            AND rid BETWEEN ?3 AND ?4
          ORDER BY seq",
    )?;
    let changes =
        select.query_map(params![after, newest, first.0, last.0], |row| Ok((row.get(0)?, row.get(1).map(Rid)?)))?;
    let changes = changes.collect::<Result<Vec<(i64, Rid)>, _>>()?;
    Ok(Some(Heard { seq: newest, ..read(connection, codec, at, &changes)? }))
}

/// The newest of the runs that changed, as they are now.
fn read(
    connection: &Connection,
    codec: &Codec,
    at: &ProjectScope,
    changes: &[(i64, Rid)],
) -> Result<Heard, StoreError> {
    let places = shown(connection, changes)?;
    let mut heard = Heard { seq: changes.last().map_or(0, |(seq, _)| *seq), ..Heard::default() };
    let mut bytes = 0;
    for (at_place, (seq, rid)) in places.iter().rev().enumerate() {
        if at_place >= MOST_RUNS || bytes > MOST_BYTES {
            heard.missed = (places.len() - at_place) as u64;
            break;
        }
        let Some(run) = reader::load_all(connection, codec, at.project(), &[*rid])?.pop() else { continue };
        bytes += [&run.input, &run.output].into_iter().flatten().map(|json| json.text().len()).sum::<usize>();
        let is_root = facts::is_root(connection, *rid)?;
        heard.runs.push(HeardRun { seq: *seq, run, is_root, children: children(connection, codec, *rid)? });
    }
    heard.runs.reverse();
    Ok(heard)
}

/// The places that readers see, each once with its last change, in the order of those. A message is seen in its turn.
fn shown(connection: &Connection, changes: &[(i64, Rid)]) -> Result<Vec<(i64, Rid)>, StoreError> {
    let mut last: HashMap<Rid, i64> = HashMap::new();
    for (seq, rid) in changes {
        if let Some(shown) = facts::shown_place(connection, *rid)? {
            last.insert(shown, *seq);
        }
    }
    let mut places: Vec<(i64, Rid)> = last.into_iter().map(|(rid, seq)| (seq, rid)).collect();
    places.sort_unstable();
    Ok(places)
}

/// What people think of the direct children of a run; few have any opinion.
fn children(connection: &Connection, codec: &Codec, parent: Rid) -> Result<Children, StoreError> {
    let parents = match TurnPlace::of(connection, parent)? {
        Some(turn) => turn.members(connection)?,
        None => vec![parent],
    };
    let mut select = connection.prepare_cached("SELECT rid, bits FROM run_opinion WHERE parent = ?1")?;
    let mut children = Children::default();
    for parent in parents {
        for opinion in select.query_map([parent.0], |row| Ok((row.get(0).map(Rid)?, row.get::<_, i64>(1)?)))? {
            let (rid, bits) = opinion?;
            children.is_liked |= bits & thumbs::UP != 0;
            children.is_disliked |= bits & thumbs::DOWN != 0;
            if bits & thumbs::COMMENT != 0 {
                let feedback = attributes::of(connection, codec, rid)?.feedback;
                let feedback = attributes::object(feedback.iter().map(|said| &said.value));
                children.comments.extend(opinion::comment_of(feedback.as_ref()));
            }
        }
    }
    Ok(children)
}

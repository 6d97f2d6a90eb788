//! What people change of runs: merged like events, on the writer's thread, on disk before anyone is told so.

use model::{Edit, Event, EventKind, RunId, Score, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};
use tokio::sync::oneshot;
use uuid::Uuid;

use super::lookup;
use super::rid::Rid;
use super::turn::TurnPlace;
use super::writer::{Caches, Group, Order, Writer};
use super::{Frame, SqliteRuns};
use crate::runs::{Edited, RunChange, RunEdit};
use crate::{ProjectScope, StoreError};

/// What a transaction changed: see [`Writer::transact`].
pub(super) type Changed = Vec<(Rid, i64)>;

impl SqliteRuns {
    /// Does `work` in a transaction of its own on the writer's thread.
    pub(super) async fn on_writer<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection, &mut Caches) -> Result<(T, Changed), StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, done) = oneshot::channel();
        let order = Order::Do(Box::new(move |writer: &mut Writer| {
            // A caller that went away does not need its answer.
            let _ = answer.send(writer.transact(work));
        }));
        let orders = self.orders().ok_or(StoreError::Closed)?;
        orders.send(order).await.map_err(|_| StoreError::Closed)?;
        done.await.map_err(|_| StoreError::Closed)?
    }
}

/// Makes one change of one run.
pub(super) fn edit(
    tx: &Connection,
    caches: &mut Caches,
    (at, id): (ProjectScope, RunId),
    (edit, now): (RunEdit, Timestamp),
) -> Result<(Edited, Changed), StoreError> {
    let rid = lookup::find(tx, &at, id)?;
    if let RunEdit::Score(score) = edit {
        return put_score(tx, caches, (at, id, rid), (&score, now));
    }
    let Some(rid) = rid.map(|rid| visible(tx, rid)).transpose()?.flatten() else {
        return Ok((Edited::NoSuchRun, Vec::new()));
    };
    if let RunEdit::Visibility(is_public) = edit
        && !publish(tx, &at, rid, is_public)?
    {
        return Ok((Edited::PublicElsewhere, Vec::new()));
    }
    let mut rids = vec![rid];
    if let (RunEdit::ClearFeedback, Some(turn)) = (&edit, TurnPlace::of(tx, rid)?) {
        rids = turn.members(tx)?;
    }
    let mut group = Group::new(tx, caches);
    for rid in rids {
        let own_id: [u8; 16] = tx.query_row("SELECT id FROM run WHERE rid = ?1", [rid.0], |row| row.get(0))?;
        let event = as_event(RunId::from_bytes(own_id), &edit, now);
        group.edit(RunChange::new(at, event), now)?;
    }
    Ok((Edited::Done, group.flush()?))
}

/// The edit as an event of the server's time; no two edits are one event.
fn as_event(run: RunId, edit: &RunEdit, now: Timestamp) -> Event<Frame> {
    let mut event = Event::new(run, EventKind::Edit, now);
    (event.hash, _) = Uuid::new_v4().as_u64_pair();
    match edit {
        RunEdit::Feedback(entries) => event.feedback.clone_from(entries),
        RunEdit::ClearFeedback => event.edit = Edit { clears_feedback: true, ..Edit::default() },
        RunEdit::Tags(tags) => event.edit = Edit { tags: Some(tags.clone()), ..Edit::default() },
        RunEdit::Visibility(is_public) => event.edit = Edit { is_public: Some(*is_public), ..Edit::default() },
        RunEdit::Score(_) => {}
    }
    event
}

/// A run that is not there yet gets its place now, so that the score is shown once the run comes.
fn put_score(
    tx: &Connection,
    caches: &mut Caches,
    (at, id, rid): (ProjectScope, RunId, Option<Rid>),
    (score, now): (&Score, Timestamp),
) -> Result<(Edited, Changed), StoreError> {
    let mut changed = Vec::new();
    let rid = match rid {
        Some(rid) => rid,
        None if caches.is_closed(at.slot()) => return Ok((Edited::NoSuchRun, Vec::new())),
        None => {
            let mut group = Group::new(tx, caches);
            let rid = group.reserve((at, id), now)?;
            changed = group.flush()?;
            rid
        }
    };
    tx.prepare_cached(
        "INSERT INTO score (rid, label, value, comment, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5)
         ON CONFLICT (rid, label) DO UPDATE
            SET value = excluded.value, comment = excluded.comment, updated_at = excluded.updated_at",
    )?
    .execute(params![rid.0, score.label, score.value.text(), score.comment, now.micros()])?;
    if changed.is_empty() {
        changed.push((rid, 1));
    }
    Ok((Edited::Done, changed))
}

/// The place, if readers see the run there.
pub(super) fn visible(tx: &Connection, rid: Rid) -> Result<Option<Rid>, StoreError> {
    let is_visible: bool = tx.query_row("SELECT status >= 0 FROM run WHERE rid = ?1", [rid.0], |row| row.get(0))?;
    Ok(Some(rid).filter(|_| is_visible))
}

/// Lists or unlists the run among those that anybody may read; false when the id is public in another project.
fn publish(tx: &Connection, at: &ProjectScope, rid: Rid, is_public: bool) -> Result<bool, StoreError> {
    if !is_public {
        tx.execute("DELETE FROM public_run WHERE rid = ?1", [rid.0])?;
        return Ok(true);
    }
    let mut ids = vec![rid];
    if let Some(turn) = TurnPlace::of(tx, rid)? {
        ids = turn.members(tx)?;
    }
    let project = at.project().0;
    for member in ids {
        let owner: Option<[u8; 16]> = tx
            .query_row(
                "SELECT project FROM public_run WHERE id = (SELECT id FROM run WHERE rid = ?1)",
                [member.0],
                |row| row.get(0),
            )
            .optional()?;
        match owner {
            Some(owner) if owner != *project.as_bytes() => return Ok(false),
            Some(_) => {}
            None => {
                tx.execute(
                    "INSERT INTO public_run (id, project, rid) SELECT id, ?2, ?3 FROM run WHERE rid = ?1",
                    params![member.0, project.as_bytes(), rid.0],
                )?;
            }
        }
    }
    Ok(true)
}

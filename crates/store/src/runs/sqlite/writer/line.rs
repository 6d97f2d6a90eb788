//! The lines of a conversation: one row a message or custom event.

use model::Message;
use model::merge::Stamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::frame::Frame;
use super::super::rid::Rid;
use super::thread::CUSTOM_EVENT;
use crate::StoreError;

/// A line that has just come in.
pub(super) struct NewLine {
    thread: Rid,
    message: Rid,
    side: u8,
    digest: i64,
    is_retry: bool,
    stamp: Stamp,
    body: Option<Frame>,
}

const FIND: &str = "
    SELECT is_soft, is_retry
      FROM thread_message
     WHERE thread = ?1 AND at = ?2 AND message = ?3 AND side = ?4 AND digest = ?5";

const DELETE: &str = "
    DELETE FROM thread_message
     WHERE thread = ?1 AND at = ?2 AND message = ?3 AND side = ?4 AND digest = ?5";

const INSERT: &str = "
    INSERT INTO thread_message (thread, at, message, side, digest, is_soft, is_retry, body)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

impl NewLine {
    /// Without a message it is a custom event.
    pub(super) fn new(thread: Rid, message: Rid, said: Option<Message<Frame>>, stamp: Stamp) -> NewLine {
        match said {
            None => NewLine { thread, message, side: CUSTOM_EVENT, digest: 0, is_retry: false, stamp, body: None },
            Some(said) => NewLine {
                thread,
                message,
                side: said.side as u8,
                digest: said.digest.cast_signed(),
                is_retry: said.is_retry,
                stamp,
                body: Some(said.body),
            },
        }
    }

    /// Writes the line, and says whether that was news. `known` are the events of the message, this one included: the same
    /// words sent again are the same line, at the earliest time, and a retry if they were ever called one.
    pub(super) fn insert(mut self, tx: &Connection, known: &[Stamp]) -> Result<bool, StoreError> {
        let kind = self.stamp.kind;
        for known in known.iter().filter(|known| known.kind == kind) {
            let found = tx
                .prepare_cached(FIND)?
                .query_row(params![self.thread.0, known.at.micros(), self.message.0, self.side, self.digest], |row| {
                    Ok((row.get::<_, bool>(0)?, row.get::<_, bool>(1)?))
                })
                .optional()?;
            let Some((is_soft, was_retry)) = found else { continue };
            let is_earlier = (is_soft, known.at) <= (self.stamp.soft, self.stamp.at);
            if is_earlier && (was_retry || !self.is_retry) {
                return Ok(false);
            }
            self.is_retry |= was_retry;
            if is_earlier {
                self.stamp = *known;
            }
            tx.prepare_cached(DELETE)?.execute(params![
                self.thread.0,
                known.at.micros(),
                self.message.0,
                self.side,
                self.digest
            ])?;
        }
        tx.prepare_cached(INSERT)?.execute(params![
            self.thread.0,
            self.stamp.at.micros(),
            self.message.0,
            self.side,
            self.digest,
            self.stamp.soft,
            self.is_retry,
            self.body.as_ref().map(|body| &body.0[..]),
        ])?;
        Ok(true)
    }
}

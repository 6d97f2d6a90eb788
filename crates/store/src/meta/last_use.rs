//! When keys and sessions were last used: noted in memory, written down now and then, because a write for each request would
//! cost more than the request.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use model::{KeyId, SessionId, Timestamp};
use rusqlite::{Transaction, params};

use crate::StoreError;

/// What was noted and not yet written down.
#[derive(Default)]
pub(super) struct LastUses(Mutex<Noted>);

/// Last uses, by key and by session.
#[derive(Default)]
pub(super) struct Noted {
    keys: HashMap<KeyId, Timestamp>,
    sessions: HashMap<SessionId, Timestamp>,
}

impl LastUses {
    pub(super) fn note_key(&self, key: KeyId, at: Timestamp) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).keys.insert(key, at);
    }

    pub(super) fn note_session(&self, session: SessionId, at: Timestamp) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).sessions.insert(session, at);
    }

    /// All of it; from now on nothing is noted.
    pub(super) fn take(&self) -> Noted {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Noted {
    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.sessions.is_empty()
    }

    pub(super) fn write(&self, tx: &Transaction<'_>) -> Result<(), StoreError> {
        let mut of_key = tx.prepare_cached("UPDATE api_key SET last_used_at = ?2 WHERE id = ?1")?;
        for (key, at) in &self.keys {
            of_key.execute(params![key.0, at.micros()])?;
        }
        let mut of_session = tx.prepare_cached("UPDATE session SET last_seen_at = ?2 WHERE id = ?1")?;
        for (session, at) in &self.sessions {
            of_session.execute(params![session.to_string(), at.micros()])?;
        }
        Ok(())
    }
}

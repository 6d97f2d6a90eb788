//! Mail that is to be sent: each letter is a job, made in the transaction that made it necessary, and sealed, because it holds
//! a link that nobody but its reader may follow.

use model::Timestamp;
use rusqlite::Transaction;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::job::{NewJob, enqueue};
use crate::StoreError;
use crate::secret::Secret;

/// A letter in plain text.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub struct Letter {
    /// One address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// As many lines as it takes.
    pub text: String,
}

/// Makes the job that sends a letter.
pub(super) fn post(tx: &Transaction<'_>, secret: &Secret, letter: &Letter, now: Timestamp) -> Result<Uuid, StoreError> {
    let plain = serde_json::to_vec(letter).expect("three texts can be written as JSON");
    let kind = format!("mail:{}", Uuid::new_v4());
    enqueue(tx, &NewJob { org: None, kind: &kind, payload: None, secret: Some(secret.seal(&plain)) }, now)
}

/// Opens a letter that was posted; `None` when it is none, or sealed with another secret.
pub(super) fn open(secret: &Secret, sealed: &[u8]) -> Option<Letter> {
    serde_json::from_slice(&secret.open(sealed).ok()?).ok()
}

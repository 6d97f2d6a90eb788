//! What kind of event an element is, and why an element is refused.

use model::EventKind;

use super::fields::{Field, Fields};
use super::scalar;
use crate::bounds;

/// Why one element of a batch is not stored. The text is the `error` of its own result.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Rejection {
    /// It is a scalar, null, or an array of anything but one object.
    #[error("An event must be a JSON object")]
    NotAnObject,
    /// It does not say what happened.
    #[error("The event has no `event`: say \"start\", \"end\" or \"error\"")]
    NoKind,
    /// It says that something happened that no client is known to send.
    #[error("Unknown event \"{0}\": say \"start\", \"end\" or \"error\"")]
    UnknownKind(String),
    /// It is of a kind that this version cannot store.
    #[error("Events of kind \"{0}\" are not stored by this version of the server")]
    NotBuiltYet(String),
    /// It ends a run and does not say which.
    #[error("An \"{0}\" event needs the `runId` of its run")]
    NoRunId(&'static str),
}

impl Rejection {
    /// The ledger's word for it.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match self {
            Rejection::NotAnObject => "not_an_object",
            Rejection::NoKind => "no_kind",
            Rejection::UnknownKind(_) => "unknown_kind",
            Rejection::NotBuiltYet(_) => "not_built_yet",
            Rejection::NoRunId(_) => "no_run_id",
        }
    }
}

/// Bytes of a client's word that an answer repeats.
const SHOWN_BYTES: usize = 64;

/// The kind of an event, or why it has none.
pub(super) fn read(fields: &Fields<'_>) -> Result<EventKind, Rejection> {
    let run_type = fields.get(Field::Type).and_then(scalar::text);
    if run_type.as_deref() == Some("log") {
        return Err(Rejection::NotBuiltYet("log".to_owned()));
    }
    let word = fields.get(Field::Event).and_then(scalar::text).ok_or(Rejection::NoKind)?;
    match &*word {
        "start" => Ok(EventKind::Start),
        "end" => Ok(EventKind::End),
        "error" => Ok(EventKind::Error),
        "feedback" | "chat" | "custom-event" | "update" => Err(Rejection::NotBuiltYet(word.into_owned())),
        "" => Err(Rejection::NoKind),
        unknown => Err(Rejection::UnknownKind(bounds::beginning(unknown, SHOWN_BYTES).to_owned())),
    }
}

//! What kind of event an element is, and why an element is refused.

use model::EventKind;

use super::fields::{Field, Fields};
use super::scalar;
use crate::bounds;

/// The kinds of events of this dialect.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Start,
    Update,
    End,
    Error,
    Feedback,
    Chat,
    CustomEvent,
    /// A log line, whatever the level that its `event` names.
    Log,
}

impl Kind {
    /// What it is to everybody else: custom events and log lines are starts of runs of that type.
    pub(super) fn stored(self) -> EventKind {
        match self {
            Kind::Start | Kind::CustomEvent | Kind::Log => EventKind::Start,
            Kind::Update => EventKind::Update,
            Kind::End => EventKind::End,
            Kind::Error => EventKind::Error,
            Kind::Feedback => EventKind::Feedback,
            Kind::Chat => EventKind::Chat,
        }
    }

    /// The word of the wire, for those that speak of a run which another event made.
    pub(super) fn of_a_known_run(self) -> Option<&'static str> {
        match self {
            Kind::Update => Some("update"),
            Kind::End => Some("end"),
            Kind::Error => Some("error"),
            Kind::Feedback => Some("feedback"),
            Kind::Start | Kind::Chat | Kind::CustomEvent | Kind::Log => None,
        }
    }
}

/// Why one element of a batch is not stored. The text is the `error` of its own result.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Rejection {
    /// It is a scalar, null, or an array of anything but one object.
    #[error("An event must be a JSON object")]
    NotAnObject,
    /// It does not say what happened.
    #[error("The event has no `event`: say what happened, such as \"start\" or \"end\"")]
    NoKind,
    /// It says that something happened that no client is known to send.
    #[error("Unknown event \"{0}\"")]
    UnknownKind(String),
    /// It replaces the metadata of a run that is no model call, which the reference does not do.
    #[error("An \"update\" event has no effect on runs of type \"{0}\"")]
    UpdateOf(String),
    /// It speaks of a run and does not say which.
    #[error("An \"{0}\" event needs the `runId` of its run")]
    NoRunId(&'static str),
    /// It belongs to a conversation and does not say to which. The text is the reference's.
    #[error("No parent run ID provided")]
    NoParentRunId,
    /// It says that there is a message, and there is none.
    #[error("A \"chat\" event needs a `message`")]
    NoMessage,
}

impl Rejection {
    /// The ledger's word for it.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match self {
            Rejection::NotAnObject => "not_an_object",
            Rejection::NoKind => "no_kind",
            Rejection::UnknownKind(_) => "unknown_kind",
            Rejection::UpdateOf(_) => "no_effect",
            Rejection::NoRunId(_) => "no_run_id",
            Rejection::NoParentRunId => "no_parent_run_id",
            Rejection::NoMessage => "no_message",
        }
    }

    /// Whether the client is told that all is well, because the reference says so and nothing was asked for that could have
    /// been done (recorded; spec `api-runs.md` 3.5). The ledger counts it all the same.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        matches!(self, Rejection::UnknownKind(_) | Rejection::UpdateOf(_))
    }
}

/// Bytes of a client's word that an answer repeats.
const SHOWN_BYTES: usize = 64;

/// The kind of an event, or why it has none.
pub(super) fn read(fields: &Fields<'_>) -> Result<Kind, Rejection> {
    let run_type = fields.get(Field::Type).and_then(scalar::text).filter(|word| !word.is_empty());
    if run_type.as_deref() == Some("log") {
        return Ok(Kind::Log);
    }
    let word = fields.get(Field::Event).and_then(scalar::text).ok_or(Rejection::NoKind)?;
    match &*word {
        "start" => Ok(Kind::Start),
        "end" => Ok(Kind::End),
        "error" => Ok(Kind::Error),
        "feedback" => Ok(Kind::Feedback),
        "chat" => Ok(Kind::Chat),
        "custom-event" => Ok(Kind::CustomEvent),
        "update" => match run_type {
            Some(other) if other != "llm" => Err(Rejection::UpdateOf(shown(&other))),
            _ => Ok(Kind::Update),
        },
        "" => Err(Rejection::NoKind),
        unknown => Err(Rejection::UnknownKind(shown(unknown))),
    }
}

fn shown(word: &str) -> String {
    bounds::beginning(word, SHOWN_BYTES).to_owned()
}

//! The dialect of the Lunary SDKs: one element of a batch into one [`Event`] (spec `api-runs.md` 2 and 3).
//!
//! It refuses to know the rest of its batch, other than where the batch was mended. Start reading at [`decode`].

mod feedback;
mod fields;
mod kind;
mod message;
mod metadata;
mod normalize;
mod python;
mod reader;
pub(crate) mod scalar;
mod timestamp;
mod usage;

use model::{Event, Timestamp};

pub use kind::Rejection;
pub use python::python_run_id;
pub(crate) use scalar::is_falsy;

use crate::repair::Body;
use crate::{Decoded, Limits};
use fields::Fields;

/// What an element of a batch needs to know of its surroundings.
pub(crate) struct Batch<'a> {
    /// The whole body, of which the elements are slices.
    pub(crate) body: &'a Body<'a>,
    /// When it arrived.
    pub(crate) now: Timestamp,
    /// What is more than this is cut.
    pub(crate) limits: &'a Limits,
}

/// One element, and the time by which it is sorted: microseconds since 1970, also of a time that no run may have. `None`
/// when it names no time.
pub(crate) struct Timed {
    pub(crate) sent_at: Option<i64>,
    pub(crate) decoded: Decoded,
}

/// Reads the element at `position` of its batch: an event, or an array that holds one event.
pub(crate) fn decode(raw: &str, position: usize, batch: &Batch<'_>) -> Timed {
    let Some(fields) = Fields::of_element(raw) else {
        let decoded = Decoded { echo: None, app_id: None, result: Err(Rejection::NotAnObject) };
        return Timed { sent_at: None, decoded };
    };
    let sent_at = fields.get(fields::Field::Timestamp).and_then(timestamp::read);
    let result = event(&fields, position, batch);
    Timed { sent_at, decoded: Decoded { echo: fields.echo(), app_id: fields.app_id(), result } }
}

/// The project that the first element of a batch for the legacy route names.
pub(crate) fn project_of(raw: &str) -> Option<String> {
    Fields::of_element(raw)?.project()
}

fn event(fields: &Fields<'_>, position: usize, batch: &Batch<'_>) -> Result<Event, Rejection> {
    let kind = kind::read(fields)?;
    normalize::event(fields, kind, position, batch)
}

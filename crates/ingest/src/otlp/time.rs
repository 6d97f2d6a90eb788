//! When a span began and ended.

use model::Timestamp;
use opentelemetry_proto::tonic::trace::v1::Span;

use super::draft::Draft;

/// The metadata key that keeps a timestamp that no run may have.
const TIMESTAMP_KEY: &str = "perilune.timestamp";

/// When something happened.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    pub(super) at: Timestamp,
    /// The client gave no usable time; `at` is the arrival.
    pub(super) soft: bool,
}

/// The times of a span.
pub(super) struct Times {
    pub(super) start: Moment,
    /// `None` while it goes on.
    pub(super) end: Option<Moment>,
}

/// The times of a span, in whole microseconds. A time beyond 1970..2200, and a start that is missing, are the arrival's.
pub(super) fn of(span: &Span, arrival: Timestamp, draft: &mut Draft<'_>) -> Times {
    let mut moment = |nanos: u64| {
        let at = micros(nanos).filter(|at| *at < Timestamp::TOO_LATE);
        if at.is_none() || nanos == 0 {
            draft.mark("timestamp");
            draft.note(TIMESTAMP_KEY, Some(nanos.to_string().into()));
            return Moment { at: arrival, soft: true };
        }
        Moment { at: at.unwrap_or(arrival), soft: false }
    };
    let start = moment(span.start_time_unix_nano);
    let end = (span.end_time_unix_nano != 0).then(|| moment(span.end_time_unix_nano));
    Times { start, end }
}

/// The time this many nanoseconds after 1970 began, rounded down.
pub(super) fn micros(nanos: u64) -> Option<Timestamp> {
    i64::try_from(nanos / 1000).ok().map(Timestamp::from_micros)
}

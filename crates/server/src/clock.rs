//! Where the server learns what time it is: the only place that asks the system.

use std::time::{SystemTime, UNIX_EPOCH};

use model::Timestamp;

/// Tells the time.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The system's clock.
    System,
    /// Always the same time; for tests.
    Fixed(Timestamp),
}

impl Clock {
    /// The time now.
    #[must_use]
    pub fn now(self) -> Timestamp {
        match self {
            Clock::System => system_time(),
            Clock::Fixed(at) => at,
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else is told to ask")]
fn system_time() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

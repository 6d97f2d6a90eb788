//! Room in memory for the bodies of requests.
//!
//! All bodies together hold at most `--ingest-buffer`. A request takes room for its body before it reads it, waits for room
//! at most `--ingest-wait`, and gives it back when it has been answered. So a full write queue slows its senders down
//! instead of filling the memory.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use crate::error::ApiError;
use crate::quantity::Bytes;

/// One permit is this many bytes.
const UNIT_BYTES: usize = 1024;

/// What a request takes at the least: so 64 MiB let in a thousand small requests, about what the store's queue holds.
pub(crate) const LEAST_BYTES: usize = 64 * 1024;

/// The memory that all bodies share.
#[derive(Clone, Debug)]
pub(crate) struct Rooms {
    permits: Arc<Semaphore>,
    wait: Duration,
}

impl Rooms {
    pub(crate) fn new(size: Bytes, wait: Duration) -> Rooms {
        let units = (size.in_memory() / UNIT_BYTES).clamp(1, Semaphore::MAX_PERMITS);
        Rooms { permits: Arc::new(Semaphore::new(units)), wait }
    }

    /// Bytes that no body holds.
    pub(crate) fn free_bytes(&self) -> usize {
        self.permits.available_permits() * UNIT_BYTES
    }

    /// Takes room for `bytes`, and starts the clock for all that this request will yet wait for.
    pub(crate) async fn enter(&self, bytes: usize) -> Result<Room, ApiError> {
        let mut room = Room { rooms: self.clone(), until: Instant::now() + self.wait, units: 0, permit: None };
        room.grow_to(bytes.max(LEAST_BYTES)).await?;
        Ok(room)
    }
}

/// Room that one request holds; dropping it gives it back.
#[derive(Debug)]
pub(crate) struct Room {
    rooms: Rooms,
    until: Instant,
    units: usize,
    permit: Option<OwnedSemaphorePermit>,
}

impl Room {
    /// Sees to it that this request holds room for `bytes` in all.
    pub(crate) async fn grow_to(&mut self, bytes: usize) -> Result<(), ApiError> {
        let units = bytes.div_ceil(UNIT_BYTES);
        let Some(more) = units.checked_sub(self.units).filter(|&more| more > 0) else {
            return Ok(());
        };
        let more = u32::try_from(more).map_err(|_| ApiError::NoRoom(self.rooms.wait))?;
        let taken = self.rooms.permits.clone().acquire_many_owned(more);
        let taken = tokio::time::timeout_at(self.until, taken).await.map_err(|_| ApiError::NoRoom(self.rooms.wait))?;
        let taken = taken.expect("nobody closes this semaphore");
        match &mut self.permit {
            Some(held) => held.merge(taken),
            None => self.permit = Some(taken),
        }
        self.units = units;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAIT: Duration = Duration::from_secs(20);

    #[tokio::test(start_paused = true)]
    async fn a_request_waits_for_room_and_is_then_told_to_come_back() {
        let rooms = Rooms::new(Bytes::mebi(1), WAIT);
        let mut first = rooms.enter(1024).await.unwrap();
        assert_eq!(rooms.free_bytes(), (1 << 20) - LEAST_BYTES);
        first.grow_to((1 << 20) - 1).await.unwrap();
        assert_eq!(rooms.free_bytes(), 0);
        let started = Instant::now();
        assert!(matches!(rooms.enter(1).await, Err(ApiError::NoRoom(WAIT))));
        assert_eq!(started.elapsed(), WAIT);
        drop(first);
        assert_eq!(rooms.free_bytes(), 1 << 20);
        assert!(rooms.enter(1 << 20).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn room_that_comes_free_goes_to_who_waits() {
        let rooms = Rooms::new(Bytes::mebi(1), WAIT);
        let first = rooms.enter(1 << 20).await.unwrap();
        let (second, ()) = tokio::join!(rooms.enter(2048), async move { drop(first) });
        assert!(second.is_ok());
    }
}

//! Room in memory for the bodies of requests.
//!
//! All bodies together hold at most `--ingest-buffer`. A request takes room for its body as that comes, waits for room
//! at most `--ingest-wait`, and gives it back when it has been answered. So a full write queue slows its senders down
//! instead of filling the memory. Where no credential is asked for, bodies share a memory of their own.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use crate::error::ApiError;
use crate::quantity::Bytes;

/// One permit is this many bytes.
const UNIT_BYTES: usize = 1024;

/// What a request takes at the least once its body is there: so 64 MiB let in a thousand small requests, about what the
/// store's queue holds.
pub(crate) const LEAST_BYTES: usize = 64 * 1024;

/// The memory for the bodies of strangers who want to log in, all together.
const DOOR_BYTES: Bytes = Bytes::mebi(4);

/// The memory that all bodies share.
#[derive(Clone, Debug)]
pub(crate) struct Rooms {
    permits: Arc<Semaphore>,
    wait: Duration,
    least_bytes: usize,
}

impl Rooms {
    pub(crate) fn new(size: Bytes, wait: Duration) -> Rooms {
        let units = (size.in_memory() / UNIT_BYTES).clamp(1, Semaphore::MAX_PERMITS);
        Rooms { permits: Arc::new(Semaphore::new(units)), wait, least_bytes: LEAST_BYTES }
    }

    /// The memory of routes that ask for no credential. What goes on behind them is bounded elsewhere.
    pub(crate) fn of_door(wait: Duration) -> Rooms {
        Rooms { least_bytes: 0, ..Rooms::new(DOOR_BYTES, wait) }
    }

    /// Bytes that no body holds.
    pub(crate) fn free_bytes(&self) -> usize {
        self.permits.available_permits() * UNIT_BYTES
    }

    /// Room for nothing as yet; starts the clock for all that this request will wait for.
    pub(crate) fn enter(&self) -> Room {
        Room { rooms: self.clone(), until: Instant::now() + self.wait, units: 0, permit: None }
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
    /// The body is there: what its request takes at the least.
    pub(crate) async fn fill(&mut self) -> Result<(), ApiError> {
        self.grow_to(self.rooms.least_bytes).await
    }

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

    async fn enter(rooms: &Rooms, bytes: usize) -> Result<Room, ApiError> {
        let mut room = rooms.enter();
        room.grow_to(bytes).await?;
        room.fill().await?;
        Ok(room)
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_waits_for_room_and_is_then_told_to_come_back() {
        let rooms = Rooms::new(Bytes::mebi(1), WAIT);
        let mut first = rooms.enter();
        assert_eq!(rooms.free_bytes(), 1 << 20, "nothing came yet");
        first.grow_to(1).await.unwrap();
        assert_eq!(rooms.free_bytes(), (1 << 20) - UNIT_BYTES);
        first.fill().await.unwrap();
        assert_eq!(rooms.free_bytes(), (1 << 20) - LEAST_BYTES);
        first.grow_to((1 << 20) - 1).await.unwrap();
        assert_eq!(rooms.free_bytes(), 0);
        let started = Instant::now();
        assert!(matches!(enter(&rooms, 1).await, Err(ApiError::NoRoom(WAIT))));
        assert_eq!(started.elapsed(), WAIT);
        drop(first);
        assert_eq!(rooms.free_bytes(), 1 << 20);
        assert!(enter(&rooms, 1 << 20).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn room_that_comes_free_goes_to_who_waits() {
        let rooms = Rooms::new(Bytes::mebi(1), WAIT);
        let first = enter(&rooms, 1 << 20).await.unwrap();
        let (second, ()) = tokio::join!(enter(&rooms, 2048), async move { drop(first) });
        assert!(second.is_ok());
    }
}

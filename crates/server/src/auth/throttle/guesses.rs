//! Wrong passwords: after a few of them the same place waits for the same account, each time twice as long.

use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::clock::Clock as _;
use lru::LruCache;
use model::EmailAddress;

use super::limiter::{Place, Ticks};

/// So many wrong passwords cost nothing.
const FREE: u32 = 5;
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);
/// After this time without another one, wrong passwords are forgotten.
const REMEMBERED_FOR: Duration = Duration::from_secs(60 * 60);
/// More pairs of account and place than this are not remembered; the oldest go first.
const MOST: NonZeroUsize = NonZeroUsize::new(50_000).expect("50,000 is not 0");

type Key = (EmailAddress, Option<Place>);

/// How often whom was guessed at from where.
pub(super) struct Guesses {
    wrong: Mutex<LruCache<Key, Wrong>>,
    ticks: Ticks,
}

#[derive(Clone, Copy)]
struct Wrong {
    count: u32,
    last_at: Duration,
}

impl Wrong {
    /// From when on there may be another one.
    fn next_at(self) -> Duration {
        let Some(beyond) = self.count.checked_sub(FREE) else { return self.last_at };
        self.last_at + FIRST_WAIT.saturating_mul(1 << beyond.min(20)).min(LONGEST_WAIT)
    }
}

impl Guesses {
    pub(super) fn new(ticks: Ticks) -> Guesses {
        Guesses { wrong: Mutex::new(LruCache::new(MOST)), ticks }
    }

    /// How long to wait, if not now. The first wait begins with the fifth wrong password.
    pub(super) fn may_try(&self, email: &EmailAddress, place: Option<Place>) -> Result<(), Duration> {
        let now = self.ticks.now();
        let key = (email.clone(), place);
        let mut wrong = self.lock();
        let Some(&before) = wrong.get(&key) else { return Ok(()) };
        if now.saturating_sub(before.last_at) > REMEMBERED_FOR {
            wrong.pop(&key);
            return Ok(());
        }
        match before.next_at().checked_sub(now) {
            Some(wait) if !wait.is_zero() => Err(wait),
            _ => Ok(()),
        }
    }

    pub(super) fn failed(&self, email: &EmailAddress, place: Option<Place>) {
        let last_at = self.ticks.now();
        let mut wrong = self.lock();
        let key = (email.clone(), place);
        let count = wrong.get(&key).map_or(0, |before| before.count).saturating_add(1);
        wrong.put(key, Wrong { count, last_at });
    }

    pub(super) fn succeeded(&self, email: &EmailAddress, place: Option<Place>) {
        self.lock().pop(&(email.clone(), place));
    }

    fn lock(&self) -> MutexGuard<'_, LruCache<Key, Wrong>> {
        self.wrong.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;
    use crate::clock::Clock;

    const SECOND: i64 = 1_000_000;

    struct Door {
        micros: &'static AtomicI64,
        guesses: Guesses,
    }

    impl Door {
        fn new() -> Door {
            let micros: &'static AtomicI64 = Box::leak(Box::new(AtomicI64::new(1_748_779_200 * SECOND)));
            Door { micros, guesses: Guesses::new(Ticks::new(Clock::ByHand(micros))) }
        }

        /// How long each of `count` wrong passwords had to wait, in seconds.
        fn waits(&self, count: usize) -> Vec<u64> {
            let wait = || {
                let wait = self.guesses.may_try(&ana(), here()).err().unwrap_or_default();
                self.micros.fetch_add(i64::try_from(wait.as_micros()).unwrap(), Ordering::SeqCst);
                assert_eq!(self.guesses.may_try(&ana(), here()), Ok(()));
                self.guesses.failed(&ana(), here());
                wait.as_secs()
            };
            (0..count).map(|_| wait()).collect()
        }
    }

    fn ana() -> EmailAddress {
        EmailAddress::parse("ana@example.org").unwrap()
    }

    fn here() -> Option<Place> {
        Some(Place::from("192.0.2.1".parse::<IpAddr>().unwrap()))
    }

    #[test]
    fn five_are_free_and_then_each_waits_twice_as_long_as_the_one_before() {
        let door = Door::new();
        assert_eq!(door.waits(12), [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64]);
        assert_eq!(*door.waits(10).last().unwrap(), 900, "a quarter of an hour is the longest");
    }

    #[test]
    fn other_accounts_and_other_places_do_not_wait() {
        let door = Door::new();
        door.waits(6);
        assert!(door.guesses.may_try(&ana(), here()).is_err());
        assert!(door.guesses.may_try(&EmailAddress::parse("bob@example.org").unwrap(), here()).is_ok());
        assert!(door.guesses.may_try(&ana(), None).is_ok());
    }

    #[test]
    fn the_right_password_ends_it_and_so_does_an_hour() {
        let door = Door::new();
        door.waits(6);
        door.guesses.succeeded(&ana(), here());
        assert_eq!(door.waits(6), [0, 0, 0, 0, 0, 1]);
        door.micros.fetch_add(3601 * SECOND, Ordering::SeqCst);
        assert_eq!(door.waits(6), [0, 0, 0, 0, 0, 1]);
    }
}

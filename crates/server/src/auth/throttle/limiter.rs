//! A counter for each of many: so many in a minute, all at once or one after the other.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use governor::clock::Clock as _;
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::clock::Clock;

const MINUTE: Duration = Duration::from_secs(60);
/// Counters that are back at their beginning are dropped this often.
const PRUNE_EVERY: u32 = 1024;

/// An address; of IPv6 the network, because whoever has one address of it has all of them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Place(IpAddr);

impl From<IpAddr> for Place {
    fn from(address: IpAddr) -> Place {
        match address.to_canonical() {
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Place(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into())
            }
            address => Place(address),
        }
    }
}

/// Time for counters. It only goes forward: a system clock that is set back, or that stands still, would hold people up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ticks {
    clock: Clock,
    began: Instant,
}

impl Ticks {
    pub(super) fn new(clock: Clock) -> Ticks {
        Ticks { clock, began: Instant::now() }
    }
}

impl governor::clock::Clock for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        match self.clock {
            Clock::System | Clock::Fixed(_) => self.began.elapsed(),
            by_hand @ Clock::ByHand(_) => Duration::from_micros(by_hand.now().micros().unsigned_abs()),
        }
    }
}

/// What is left after a request was counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Counted {
    /// How many there may be in a minute.
    pub(super) total: u32,
    /// How many more there may be now.
    pub(super) remaining: u32,
    /// When all of them may be again.
    pub(super) full_in: Duration,
}

/// Counts for each key apart.
pub(super) struct Limiter<K: Hash + Eq + Clone> {
    counters: RateLimiter<K, HashMapStateStore<K>, Ticks, StateInformationMiddleware>,
    ticks: Ticks,
    per_minute: NonZeroU32,
    until_pruned: AtomicU32,
}

impl<K: Hash + Eq + Clone> Limiter<K> {
    pub(super) fn new(per_minute: NonZeroU32, ticks: Ticks) -> Limiter<K> {
        let counters = RateLimiter::new(Quota::per_minute(per_minute), HashMapStateStore::default(), ticks);
        Limiter { counters, ticks, per_minute, until_pruned: AtomicU32::new(0) }
    }

    /// Counts one more; or says how long to wait until there may be one.
    pub(super) fn count(&self, key: &K) -> Result<Counted, Duration> {
        if self.until_pruned.fetch_add(1, Ordering::Relaxed) % PRUNE_EVERY == PRUNE_EVERY - 1 {
            self.counters.retain_recent();
        }
        match self.counters.check_key(key) {
            Ok(state) => {
                let (total, remaining) = (self.per_minute.get(), state.remaining_burst_capacity());
                let full_in = MINUTE * total.saturating_sub(remaining) / total;
                Ok(Counted { total, remaining, full_in })
            }
            Err(refused) => Err(refused.wait_time_from(self.ticks.now())),
        }
    }

    /// What there is to say of whoever was refused.
    pub(super) fn nothing_left(&self) -> Counted {
        Counted { total: self.per_minute.get(), remaining: 0, full_in: MINUTE }
    }

    /// How many are remembered; for tests.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.counters.len()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicI64;

    use super::*;

    const SECOND: i64 = 1_000_000;

    fn ten_a_minute() -> (&'static AtomicI64, Limiter<u32>) {
        let micros: &'static AtomicI64 = Box::leak(Box::new(AtomicI64::new(1_748_779_200 * SECOND)));
        (micros, Limiter::new(NonZeroU32::new(10).unwrap(), Ticks::new(Clock::ByHand(micros))))
    }

    #[test]
    fn ten_pass_at_once_and_then_one_every_six_seconds() {
        let (now, limiter) = ten_a_minute();
        let left: Vec<u32> = (0..10).map(|_| limiter.count(&1).unwrap().remaining).collect();
        assert_eq!(left, [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
        assert_eq!(limiter.count(&1), Err(Duration::from_secs(6)));
        assert_eq!(limiter.count(&2).unwrap().remaining, 9, "somebody else is not held up");
        now.fetch_add(6 * SECOND, Ordering::SeqCst);
        assert_eq!(limiter.count(&1).unwrap().full_in, Duration::from_secs(60));
        assert_eq!(limiter.count(&1), Err(Duration::from_secs(6)));
    }

    #[test]
    fn whoever_stays_away_is_forgotten() {
        let (now, limiter) = ten_a_minute();
        for key in 0..1000 {
            limiter.count(&key).unwrap();
        }
        now.fetch_add(120 * SECOND, Ordering::SeqCst);
        for key in 0..u32::try_from(limiter.len()).unwrap() {
            let _ = limiter.count(&(key % 5));
        }
        assert!(limiter.len() < 100, "{}", limiter.len());
    }

    #[track_caller]
    fn check(left: &str, right: &str, same: bool) {
        let place = |text: &str| Place::from(text.parse::<IpAddr>().unwrap());
        assert_eq!(place(left) == place(right), same, "{left} {right}");
    }

    #[test]
    fn a_network_of_ipv6_is_one_place() {
        check("2001:db8:1:2:3::4", "2001:db8:1:2:ffff::", true);
        check("2001:db8:1:2::", "2001:db8:1:3::", false);
        check("192.0.2.1", "192.0.2.2", false);
        check("192.0.2.1", "::ffff:192.0.2.1", true);
    }
}

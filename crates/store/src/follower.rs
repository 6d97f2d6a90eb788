//! Those who follow the change log of `runs.db` at their own pace: how far each has come, and the bell that calls it.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How many looks at the log are remembered, to tell how far behind a follower is.
const LOOKS: usize = 4_096;

/// One who follows. Shared by the follower, the writer who calls it, and those who ask how far it is.
#[derive(Debug, Default)]
pub(crate) struct Follower {
    /// All changes up to this number are dealt with.
    mark: AtomicI64,
    /// The newest number of the log that it has seen.
    newest: AtomicI64,
    /// When the log had reached which number, oldest first.
    looks: Mutex<VecDeque<(Instant, i64)>>,
    call: Mutex<Call>,
    bell: Condvar,
}

#[derive(Debug, Default)]
struct Call {
    has_news: bool,
    is_over: bool,
}

impl Follower {
    pub(crate) fn mark(&self) -> i64 {
        self.mark.load(Ordering::Acquire)
    }

    pub(crate) fn set_mark(&self, mark: i64) {
        self.mark.store(mark, Ordering::Release);
    }

    /// Changes that it has seen and not dealt with.
    pub(crate) fn lag(&self) -> i64 {
        (self.newest.load(Ordering::Acquire) - self.mark()).max(0)
    }

    /// Notes that the log has reached a number by now.
    pub(crate) fn look(&self, newest: i64) {
        self.newest.store(newest, Ordering::Release);
        let mut looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        if looks.back().is_none_or(|(_, last)| *last != newest) {
            looks.push_back((Instant::now(), newest));
        }
        let mark = self.mark();
        while looks.len() > LOOKS || looks.get(1).is_some_and(|(_, number)| *number <= mark) {
            looks.pop_front();
        }
    }

    /// How long ago it was that all of the log was dealt with by one whose mark is this one.
    pub(crate) fn age_of(&self, mark: i64) -> Duration {
        let looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        let first_ahead = looks.iter().find(|(_, number)| *number > mark);
        first_ahead.map_or(Duration::ZERO, |(at, _)| at.elapsed())
    }

    /// Says that the log has grown.
    pub(crate) fn ring(&self) {
        self.call().has_news = true;
        self.bell.notify_all();
    }

    /// Says that it is over.
    pub(crate) fn stop(&self) {
        self.call().is_over = true;
        self.bell.notify_all();
    }

    pub(crate) fn is_over(&self) -> bool {
        self.call().is_over
    }

    /// Waits for the bell, at most so long.
    pub(crate) fn wait(&self, at_most: Duration) {
        let call = self.call();
        let waited = self.bell.wait_timeout_while(call, at_most, |call| !call.has_news && !call.is_over);
        waited.unwrap_or_else(PoisonError::into_inner).0.has_news = false;
    }

    /// Waits so long, unless it is over.
    pub(crate) fn rest(&self, time: Duration) {
        let call = self.call();
        drop(self.bell.wait_timeout_while(call, time, |call| !call.is_over));
    }

    fn call(&self) -> MutexGuard<'_, Call> {
        self.call.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_follower_knows_how_far_it_is() {
        let follower = Follower::default();
        follower.set_mark(5);
        follower.look(5);
        assert_eq!((follower.lag(), follower.age_of(5)), (0, Duration::ZERO));
        follower.look(9);
        assert_eq!(follower.lag(), 4);
        assert!(follower.age_of(5) > Duration::ZERO);
        assert_eq!(follower.age_of(9), Duration::ZERO);
        (10..20_000).for_each(|number| follower.look(number));
        assert!(follower.looks.lock().unwrap().len() <= LOOKS);
    }

    #[test]
    fn a_bell_that_rang_before_is_heard() {
        let follower = Follower::default();
        follower.ring();
        follower.wait(Duration::MAX);
        follower.stop();
        follower.wait(Duration::MAX);
        follower.rest(Duration::MAX);
        assert!(follower.is_over());
    }
}

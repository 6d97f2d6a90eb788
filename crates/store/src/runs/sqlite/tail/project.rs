//! The changes of one project that somebody follows: those that nobody has looked at yet, and the last ones that were.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::Notify;

use super::super::rid::Rid;
use crate::runs::{Heard, HeardRun};

/// Changes that wait to be looked at; of more, the oldest are counted and forgotten.
const MOST_WAITING: usize = 10_000;
/// Looks that are kept for those who are late.
const KEPT_LOOKS: usize = 8;

/// What is known of a project that somebody follows.
#[derive(Default)]
pub(super) struct Project {
    state: Mutex<State>,
    came: Notify,
    /// When it was last looked at; whoever looks holds it.
    pub(super) last_look: Arc<tokio::sync::Mutex<Option<Instant>>>,
}

#[derive(Default)]
struct State {
    followers: usize,
    waiting: VecDeque<(i64, Rid)>,
    /// Of those that were forgotten since the last look.
    forgotten: u64,
    looks: VecDeque<Look>,
    next_look: u64,
    /// Changes of all looks so far, those included that were not looked at.
    changes: u64,
}

/// What a look found.
struct Look {
    number: u64,
    /// Changes of all looks before it.
    before: u64,
    missed: u64,
    runs: Arc<[HeardRun]>,
    seq: i64,
}

/// How far a follower is: the next look, and the changes of all before it.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    look: u64,
    changes: u64,
}

impl Project {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn join(&self, most: usize) -> bool {
        let mut state = self.state();
        let has_room = state.followers < most;
        state.followers += usize::from(has_room);
        has_room
    }

    /// How many are left.
    pub(super) fn leave(&self) -> usize {
        let mut state = self.state();
        state.followers = state.followers.saturating_sub(1);
        state.followers
    }

    /// Notes changes, in the order of their numbers.
    pub(super) fn note(&self, changes: impl Iterator<Item = (i64, Rid)>) {
        let mut state = self.state();
        let before = state.waiting.len();
        state.waiting.extend(changes);
        if state.waiting.len() == before {
            return;
        }
        let excess = state.waiting.len().saturating_sub(MOST_WAITING);
        state.waiting.drain(..excess);
        state.forgotten += excess as u64;
        drop(state);
        self.came.notify_waiters();
    }

    /// Where a follower is who comes now.
    pub(super) fn mark(&self) -> Mark {
        let state = self.state();
        Mark { look: state.next_look, changes: state.changes }
    }

    /// Waits until there is something to look at, or a look that the follower has not heard of.
    pub(super) async fn changed(&self, mark: Mark) {
        let came = self.came.notified();
        let has_news = {
            let state = self.state();
            !state.waiting.is_empty() || state.next_look > mark.look
        };
        if !has_news {
            came.await;
        }
    }

    /// The changes that wait, and how many were forgotten.
    pub(super) fn waiting(&self) -> (Vec<(i64, Rid)>, u64) {
        let state = self.state();
        (state.waiting.iter().copied().collect(), state.forgotten)
    }

    /// Tells what a look found that began with the first `taken` changes that wait, and with `forgotten`.
    pub(super) fn tell(&self, (taken, forgotten): (&[(i64, Rid)], u64), runs: Vec<HeardRun>, missed: u64) {
        let mut state = self.state();
        let seq = taken.last().map_or(0, |(seq, _)| *seq);
        while state.waiting.front().is_some_and(|(first, _)| *first <= seq) {
            state.waiting.pop_front();
        }
        state.forgotten = state.forgotten.saturating_sub(forgotten);
        let look = Look { number: state.next_look, before: state.changes, missed, runs: runs.into(), seq };
        state.changes += missed + look.runs.len() as u64;
        state.next_look += 1;
        state.looks.push_back(look);
        if state.looks.len() > KEPT_LOOKS {
            state.looks.pop_front();
        }
        drop(state);
        self.came.notify_waiters();
    }

    /// What the next look found that a follower has not heard of; `None` when there is none.
    pub(super) fn heard_since(&self, mark: &mut Mark) -> Option<Heard> {
        let state = self.state();
        let look = state.looks.iter().find(|look| look.number >= mark.look)?;
        let missed = look.before - mark.changes + look.missed;
        *mark = Mark { look: look.number + 1, changes: look.before + look.missed + look.runs.len() as u64 };
        Some(Heard { missed, runs: look.runs.to_vec(), seq: look.seq })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(numbers: std::ops::Range<i64>) -> Vec<(i64, Rid)> {
        numbers.map(|seq| (seq, Rid(seq))).collect()
    }

    #[test]
    fn a_follower_hears_every_look_once_and_how_much_it_missed() {
        let project = Project::default();
        let mut slow = project.mark();
        assert!(project.heard_since(&mut slow).is_none());
        for look in 0..20 {
            project.note(changes(look * 10..look * 10 + 10).into_iter());
            let (taken, forgotten) = project.waiting();
            assert_eq!((taken.len(), forgotten), (10, 0));
            project.tell((&taken, forgotten), Vec::new(), 10);
        }
        let mut quick = project.mark();
        let heard = project.heard_since(&mut slow).unwrap();
        assert_eq!((heard.missed, heard.seq), (130, 129), "the first twelve looks are gone, and this one was not read");
        let more: Vec<u64> = std::iter::from_fn(|| project.heard_since(&mut slow)).map(|heard| heard.missed).collect();
        assert_eq!(more, [10; 7]);
        assert!(project.heard_since(&mut quick).is_none());
    }

    #[test]
    fn what_waits_too_long_is_counted_and_forgotten() {
        let project = Project::default();
        project.note(changes(0..9_000).into_iter());
        project.note(changes(9_000..12_000).into_iter());
        let (taken, forgotten) = project.waiting();
        assert_eq!((taken.len(), taken[0].0, forgotten), (10_000, 2_000, 2_000));
        project.note(changes(12_000..12_005).into_iter());
        project.tell((&taken, forgotten), Vec::new(), 12_000);
        let (taken, forgotten) = project.waiting();
        assert_eq!((taken.len(), forgotten), (5, 5), "those that came during the look are not lost");
    }

    #[test]
    fn there_is_room_for_so_many_followers() {
        let project = Project::default();
        assert!(project.join(2) && project.join(2) && !project.join(2));
        assert_eq!(project.leave(), 1);
        assert!(project.join(2));
    }
}

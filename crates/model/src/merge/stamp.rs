//! Where an event stands among the events of its run.

use std::cmp::Ordering;

use crate::{Event, EventKind, Timestamp};

/// The place of one event in the order of its run's events, and its identity. The order never asks what arrived first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stamp {
    /// What happened.
    pub kind: EventKind,
    /// The client gave no usable timestamp: `at` is the arrival time, and every event with a real one wins against it.
    pub soft: bool,
    /// When.
    pub at: Timestamp,
    /// See [`Event::hash`].
    pub hash: u64,
}

impl Stamp {
    /// The stamp of `event`.
    #[must_use]
    pub fn of<P>(event: &Event<P>) -> Stamp {
        Stamp { kind: event.kind, soft: event.soft, at: event.at, hash: event.hash }
    }

    /// Whether both are stamps of one event that was sent twice; the arrival time of a soft one does not count.
    #[must_use]
    pub fn is_same_event(&self, other: &Stamp) -> bool {
        self.hash == other.hash && self.kind == other.kind
    }

    /// The order in which values are folded when the last one wins: events without a real timestamp first.
    #[must_use]
    pub fn compare_last(&self, other: &Stamp) -> Ordering {
        compare_last(self, other)
    }

    /// Timestamp, then kind, then hash.
    fn order(&self, other: &Stamp) -> Ordering {
        (self.at, self.kind, self.hash).cmp(&(other.at, other.kind, other.hash))
    }
}

/// Which of two events may say what a field holds. Each rule is a total order over stamps, so folding by it gives the same
/// result in any order of arrival.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rule {
    /// The first start; without one, the first other event. "Other starts and ends only fill what is still absent."
    FirstStart,
    /// The last event.
    Last,
    /// The last event that is no start; without one, the first start. An input that an end carries replaces the start's.
    EndOverStart,
    /// An edit beats a touch of a thread, and that every other event; of two of either, the last. Else as `FirstStart`.
    EditOverTouch,
}

impl Rule {
    /// Whether what `new` says replaces what `old` said.
    #[must_use]
    pub fn prefers(self, new: &Stamp, old: &Stamp) -> bool {
        let new_starts = new.kind == EventKind::Start;
        let old_starts = old.kind == EventKind::Start;
        match self {
            Rule::Last => is_later(new, old),
            Rule::FirstStart if new_starts != old_starts => new_starts,
            Rule::FirstStart => is_earlier(new, old),
            Rule::EndOverStart if new_starts != old_starts => old_starts,
            Rule::EndOverStart if new_starts => is_earlier(new, old),
            Rule::EndOverStart => is_later(new, old),
            Rule::EditOverTouch => match (weight(new), weight(old)) {
                (0, 0) => Rule::FirstStart.prefers(new, old),
                (new_weight, old_weight) if new_weight != old_weight => new_weight > old_weight,
                _ => is_later(new, old),
            },
        }
    }
}

/// How much an event counts where the last word of a person or of a conversation is what is shown.
fn weight(stamp: &Stamp) -> u8 {
    match stamp.kind {
        EventKind::Edit => 2,
        EventKind::Thread => 1,
        _ => 0,
    }
}

/// Whether `a` comes before `b`; one without a real timestamp never does against one with.
fn is_earlier(a: &Stamp, b: &Stamp) -> bool {
    a.soft.cmp(&b.soft).then_with(|| a.order(b)) == Ordering::Less
}

/// Whether `a` comes after `b`; one without a real timestamp never does against one with.
pub(super) fn is_later(a: &Stamp, b: &Stamp) -> bool {
    compare_last(a, b) == Ordering::Greater
}

/// The order in which values are folded when the last one wins: soft events first.
pub(super) fn compare_last(a: &Stamp, b: &Stamp) -> Ordering {
    b.soft.cmp(&a.soft).then_with(|| a.order(b))
}

//! The place of a run in every table: one integer that lies by project, then by time.

use model::Timestamp;

use crate::columns::DayKey;
use crate::scope::Slot;

/// Project slot (15 bits), start in ticks of 10 ms since 2000 (38 bits), sequence (10 bits). Fixed when the run is first seen,
/// be it as somebody's parent. A place, not a time: `createdAt` is a column of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Rid(pub(super) i64);

/// 10 ms since 2000-01-01T00:00:00 UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Tick(i64);

/// Days since 2000-01-01, UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Day(pub(super) i64);

const SEQUENCE_BITS: u32 = 10;
const TICK_BITS: u32 = 38;
/// How many runs fit into one tick of one project.
pub(super) const PLACES: i64 = 1 << SEQUENCE_BITS;
const TICK_MICROS: i64 = 10_000;
const TICKS_A_DAY: i64 = 24 * 60 * 60 * 100;
const EPOCH_MICROS: i64 = 946_684_800_000_000;
const A_DAY_MICROS: i64 = TICKS_A_DAY * TICK_MICROS;

impl Tick {
    fn of(at: Timestamp) -> Tick {
        Tick((at.micros() - EPOCH_MICROS).div_euclid(TICK_MICROS))
    }

    /// The tick of a run's first timestamp when that lies between 2000 and a day from now, else of its arrival.
    pub(super) fn for_run(first_at: Timestamp, arrival: Timestamp) -> Tick {
        let is_plausible = (EPOCH_MICROS..arrival.micros() + A_DAY_MICROS).contains(&first_at.micros());
        Tick::of(if is_plausible { first_at } else { arrival }).clamped()
    }

    /// The tick of an arrival.
    pub(super) fn of_arrival(arrival: Timestamp) -> Tick {
        Tick::of(arrival).clamped()
    }

    pub(super) fn next(self) -> Tick {
        Tick(self.0 + 1).clamped()
    }

    fn clamped(self) -> Tick {
        Tick(self.0.clamp(0, (1 << TICK_BITS) - 1))
    }
}

impl Rid {
    /// The `sequence`-th place, below [`PLACES`], of a tick.
    pub(super) fn new(slot: Slot, tick: Tick, sequence: i64) -> Rid {
        Rid((slot.number() << (TICK_BITS + SEQUENCE_BITS)) | (tick.0 << SEQUENCE_BITS) | sequence)
    }

    /// The day of its project, as the columns name it.
    pub(super) fn day_key(self) -> DayKey {
        (self.slot(), self.day().0)
    }

    /// The number of the project's slot.
    pub(super) fn slot(self) -> i64 {
        self.0 >> (TICK_BITS + SEQUENCE_BITS)
    }

    pub(super) fn sequence(self) -> i64 {
        self.0 & (PLACES - 1)
    }

    pub(super) fn day(self) -> Day {
        let tick = (self.0 >> SEQUENCE_BITS) & ((1 << TICK_BITS) - 1);
        Day(tick / TICKS_A_DAY)
    }

    /// First and last place of a project.
    pub(super) fn range_of(slot: Slot) -> (Rid, Rid) {
        let last = Tick((1 << TICK_BITS) - 1);
        (Rid::new(slot, Tick(0), 0), Rid::new(slot, last, PLACES - 1))
    }

    /// First and last place of a project's day.
    pub(super) fn range_of_day(slot: Slot, day: Day) -> (Rid, Rid) {
        let first = Tick(day.0 * TICKS_A_DAY).clamped();
        let last = Tick((day.0 + 1) * TICKS_A_DAY - 1).clamped();
        (Rid::new(slot, first, 0), Rid::new(slot, last, PLACES - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp::from_micros(1_740_830_400_000_000); // 2025-03-01T12:00:00Z

    fn slot(number: i64) -> Slot {
        Slot::new(number).unwrap()
    }

    #[test]
    fn places_lie_by_project_then_by_time() {
        let later = Timestamp::from_micros(NOON.micros() + 10_000);
        let at = |number, time| Rid::new(slot(number), Tick::for_run(time, NOON), 0);
        assert!(at(1, NOON) < at(1, later));
        assert!(at(1, later) < at(2, NOON));
        assert!(at(0x7fff, later).0 > 0);
    }

    #[test]
    fn an_implausible_time_gives_way_to_the_arrival() {
        let arrival = Tick::of_arrival(NOON);
        for odd in [0, EPOCH_MICROS - 1, NOON.micros() + A_DAY_MICROS, i64::MAX - 1] {
            assert_eq!(Tick::for_run(Timestamp::from_micros(odd), NOON), arrival, "{odd}");
        }
        assert_ne!(Tick::for_run(Timestamp::from_micros(NOON.micros() - 3_600_000_000), NOON), arrival);
    }

    #[test]
    fn a_day_holds_its_places_and_no_others() {
        let rid = Rid::new(slot(7), Tick::for_run(NOON, NOON), 5);
        let (first, last) = Rid::range_of_day(slot(7), rid.day());
        assert!(first <= rid && rid <= last);
        assert_eq!((first.day(), last.day()), (rid.day(), rid.day()));
        assert_eq!(rid.sequence(), 5);
        let (next, _) = Rid::range_of_day(slot(7), Day(rid.day().0 + 1));
        assert_eq!(next.0, last.0 + 1);
    }
}

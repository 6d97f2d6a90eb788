//! In which order things happen, so that a batch is found by its place: runs that overlap, and with [`Dataset::mixed`] all
//! other events evenly among their starts and ends.
//!
//! It knows numbers only; what the events say is for [`super::wire`].

use super::dataset::Dataset;
use super::mixed::{BLOCK_EXTRAS, BLOCK_RUNS, Extra};
use super::wire::{Body, Writer};

/// About how many runs begin between the beginning and the end of a run.
const LAG: u64 = 200;
/// How many blocks of runs after a run its feedback comes: then the run has ended.
const FEEDBACK_LAG: u64 = 30;

/// The runs `first..first + runs`, as a stream of events: each begins, and about 400 starts and ends later it ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stream {
    /// The number of the first run.
    first: u64,
    /// How many runs.
    runs: u64,
    /// The number of the first block of other events.
    first_block: u64,
    /// How many blocks of other events.
    blocks: u64,
}

/// What an event is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Subject {
    /// The run of this number begins.
    Start(u64),
    /// The run of this number ends.
    End(u64),
    /// Something else.
    Extra(Extra),
}

impl Stream {
    /// So many runs of the data, and what else happens meanwhile. Streams that follow each other leave nothing out.
    pub(super) fn new(dataset: &Dataset, first: u64, runs: u64) -> Stream {
        let first_block = first / BLOCK_RUNS;
        let blocks = if dataset.is_mixed { (first + runs) / BLOCK_RUNS - first_block } else { 0 };
        Stream { first, runs, first_block, blocks }
    }

    /// How many events.
    pub(super) fn events(self) -> u64 {
        2 * self.runs + self.extras()
    }

    fn extras(self) -> u64 {
        BLOCK_EXTRAS * self.blocks
    }

    fn subject(self, place: u64) -> Subject {
        // Events are far below 2^40, so that the product has room.
        let extras_before = |place: u64| place * self.blocks * BLOCK_EXTRAS / self.events();
        let before = extras_before(place);
        if extras_before(place + 1) > before { Subject::Extra(self.extra(before)) } else { self.step(place - before) }
    }

    /// Feedback comes when its run has ended, but for the first few: those are about the last runs, so they come too early.
    fn extra(self, place: u64) -> Extra {
        let block = place / BLOCK_EXTRAS;
        match Extra::of(self.first_block + block, place % BLOCK_EXTRAS) {
            Extra::Feedback(_) => {
                let judged = (block + self.blocks - FEEDBACK_LAG % self.blocks) % self.blocks;
                Extra::Feedback(self.first_block + judged)
            }
            other => other,
        }
    }

    /// The start or end at this place among all starts and ends.
    fn step(self, place: u64) -> Subject {
        let lag = LAG.min(self.runs);
        match place {
            _ if place < lag => Subject::Start(self.first + place),
            _ if place >= 2 * self.runs - lag => Subject::End(self.first + place - self.runs),
            _ => {
                let beyond = place - lag;
                if beyond.is_multiple_of(2) {
                    Subject::Start(self.first + lag + beyond / 2)
                } else {
                    Subject::End(self.first + beyond / 2)
                }
            }
        }
    }

    /// The body of a request with the events at these places, as many of them as there are.
    pub(super) fn body(self, dataset: &Dataset, first_place: u64, count: u64) -> Body {
        let mut writer = Writer::new();
        for place in first_place..self.events().min(first_place + count) {
            match self.subject(place) {
                Subject::Start(run) => writer.start(&dataset.plan(run)),
                Subject::End(run) => writer.end(&dataset.plan(run)),
                Subject::Extra(extra) => writer.extra(dataset, extra),
            }
        }
        writer.finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::super::dataset::Times;
    use super::*;

    fn dataset() -> Dataset {
        Dataset::new(1, 100, Times { first_micros: 0, step_micros: 100 })
    }

    #[track_caller]
    fn check_order(stream: Stream) {
        let mut begun = HashMap::new();
        let mut ended = 0;
        let mut extras = HashSet::new();
        for place in 0..stream.events() {
            match stream.subject(place) {
                Subject::Start(run) => assert_eq!(begun.insert(run, place), None, "{stream:?}: run {run} begins twice"),
                Subject::End(run) => {
                    ended += 1;
                    let distance = place - begun.remove(&run).expect("a run begins before it ends");
                    assert!(distance <= 3 * LAG, "{stream:?}: run {run}: {distance} events");
                }
                Subject::Extra(extra) => assert!(extras.insert(extra), "{stream:?}: {extra:?} comes twice"),
            }
        }
        assert_eq!(ended, stream.runs);
        assert!(begun.is_empty());
        assert_eq!(extras.len() as u64, stream.extras());
    }

    #[test]
    fn every_run_begins_and_ends_once() {
        for runs in [0, 1, 2, 199, 200, 201, 1000] {
            check_order(Stream::new(&dataset(), 7, runs));
            check_order(Stream::new(&dataset().mixed(), 5, runs));
        }
    }

    #[test]
    fn streams_that_follow_each_other_have_every_extra_once() {
        let dataset = dataset().mixed();
        let mut seen = HashSet::new();
        for (first, runs) in [(0, 1000), (1000, 3), (1003, 250), (1253, 100)] {
            let stream = Stream::new(&dataset, first, runs);
            for place in 0..stream.extras() {
                assert!(seen.insert(stream.extra(place)), "{first}: place {place}");
            }
        }
        let all = (0..1353 / BLOCK_RUNS).flat_map(|block| (0..BLOCK_EXTRAS).map(move |place| Extra::of(block, place)));
        assert_eq!(seen, all.collect());
    }

    #[test]
    fn of_a_hundred_mixed_events_seventy_are_starts_and_ends() {
        let stream = Stream::new(&dataset().mixed(), 0, 3500);
        let mut counts = [0; 4];
        for place in 0..stream.events() {
            let kind = match stream.subject(place) {
                Subject::Start(_) | Subject::End(_) => 0,
                Subject::Extra(Extra::Message(_)) => 1,
                Subject::Extra(Extra::Feedback(_)) => 2,
                Subject::Extra(Extra::Moment(_)) => 3,
            };
            counts[kind] += 1;
        }
        assert_eq!(counts, [7000, 2000, 500, 500]);
    }
}

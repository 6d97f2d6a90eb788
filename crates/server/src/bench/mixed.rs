//! What `--mixed` adds to the runs: messages of conversations, feedback, custom events and log lines, each found by its
//! number as the runs are, and runs that answer a message.
//!
//! To seven runs (14 events) come four messages, one feedback, and a custom event (three times of five) or a log line: of 100
//! events 70 are starts and ends, 20 messages, 5 feedback, 3 custom events and 2 log lines.

use uuid::Uuid;

use super::dataset::{Dataset, random_uuid};
use super::random::Random;

/// How many runs a block has.
pub(super) const BLOCK_RUNS: u64 = 7;
/// How many other events come to them.
pub(super) const BLOCK_EXTRAS: u64 = 6;
/// How many of those are messages.
const BLOCK_MESSAGES: u64 = 4;

/// Conversations go on at the same time in rounds, one of each length in a round.
const LENGTHS: std::ops::RangeInclusive<u64> = 2..=12;
const ROUND_THREADS: u64 = 11;
const ROUND_MESSAGES: u64 = 77;
/// How many traces in a thousand answer a message.
const ANSWERS_PERMILLE: u64 = 500;

const CHANNELS: [&str; 3] = ["web", "phone", "mail"];
const HAPPENINGS: [&str; 4] = ["card_blocked", "escalated", "form_opened", "page_left"];
const LEVELS: [&str; 3] = ["info", "warn", "error"];

/// An event that neither begins nor ends a run, by the number of its message or of its block.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Extra {
    /// The message of this number.
    Message(u64),
    /// Feedback on a run of this block.
    Feedback(u64),
    /// The custom event or log line of this block.
    Moment(u64),
}

impl Extra {
    /// The one in this place, less than six, of a block.
    pub(super) fn of(block: u64, place: u64) -> Extra {
        match place {
            0..BLOCK_MESSAGES => Extra::Message(BLOCK_MESSAGES * block + place),
            BLOCK_MESSAGES => Extra::Feedback(block),
            _ => Extra::Moment(block),
        }
    }
}

/// How many messages there are once so many runs were sent.
pub(super) fn messages(runs: u64) -> u64 {
    BLOCK_MESSAGES * (runs / BLOCK_RUNS)
}

/// Which message of a round belongs to which conversation; all rounds are alike.
#[derive(Clone, Debug)]
pub(super) struct Round {
    /// The conversation of each message.
    threads: Vec<usize>,
    /// The messages of each conversation, oldest first.
    messages: Vec<Vec<u64>>,
}

impl Round {
    pub(super) fn new(seed: u64) -> Round {
        let mut random = Random::of(seed, 30, 0);
        let mut threads: Vec<usize> = Vec::new();
        for (thread, length) in LENGTHS.enumerate() {
            threads.extend((0..length).map(|_| thread));
        }
        for last in (1..threads.len()).rev() {
            threads.swap(last, random.place(last + 1));
        }
        let mut messages = vec![Vec::new(); LENGTHS.count()];
        for (message, &thread) in (0..).zip(&threads) {
            messages[thread].push(message);
        }
        Round { threads, messages }
    }
}

/// A conversation.
#[derive(Clone, Debug)]
pub(super) struct Thread {
    pub(super) id: Uuid,
    pub(super) user: usize,
    pub(super) channel: &'static str,
}

/// A message of a conversation: the user's, or the answer to it.
#[derive(Clone, Debug)]
pub(super) struct Message<'a> {
    pub(super) id: Uuid,
    pub(super) thread: Thread,
    pub(super) role: &'static str,
    /// A JSON string.
    pub(super) content: &'a str,
    pub(super) at_micros: i64,
    /// The numbers of the user's message of its turn, and of the answer, perhaps itself; `None` when nobody answers.
    pub(super) turn: (u64, Option<u64>),
}

/// A custom event or a log line.
#[derive(Clone, Debug)]
pub(super) struct Moment<'a> {
    pub(super) id: Uuid,
    /// The conversation that a custom event belongs to; `None` makes it a log line.
    pub(super) thread: Option<Thread>,
    /// The run that a log line belongs to.
    pub(super) run: u64,
    /// What happened, or the level of the line.
    pub(super) name: &'static str,
    /// The line: a JSON string.
    pub(super) text: &'a str,
    pub(super) customer: u64,
    pub(super) at_micros: i64,
}

/// A run's parent that is a message.
#[derive(Clone, Debug)]
pub(super) struct Question {
    pub(super) message: Uuid,
    pub(super) thread: Thread,
    /// The id by which its turn is shown: that of the answer, if there is one.
    pub(super) turn: Uuid,
}

impl Dataset {
    /// The `number`-th message.
    pub(super) fn message(&self, number: u64) -> Message<'_> {
        let (first, place) = (number - number % ROUND_MESSAGES, number % ROUND_MESSAGES);
        let thread = self.round.threads[usize::try_from(place).expect("less than 77")];
        let all = &self.round.messages[thread];
        let nth = all.binary_search(&place).expect("a message is one of its conversation's");
        let asks = nth - nth % 2;
        let mut random = Random::of(self.seed, 31, number);
        Message {
            id: random_uuid(&mut random),
            thread: self.thread(first / ROUND_MESSAGES, thread),
            role: if nth == asks { "user" } else { "assistant" },
            content: self.text(&mut random),
            at_micros: self.times.first_micros + self.between(number, BLOCK_MESSAGES),
            turn: (first + all[asks], all.get(asks + 1).map(|place| first + place)),
        }
    }

    /// The custom event or log line of this block.
    pub(super) fn moment(&self, block: u64) -> Moment<'_> {
        let mut random = Random::of(self.seed, 34, block);
        let is_log = block % 5 >= 3;
        let question = self.message(self.message(BLOCK_MESSAGES * block).turn.0);
        Moment {
            id: random_uuid(&mut random),
            thread: (!is_log).then_some(question.thread),
            run: BLOCK_RUNS * block + random.below(BLOCK_RUNS),
            name: if is_log { random.one_of(&LEVELS) } else { random.one_of(&HAPPENINGS) },
            text: self.text(&mut random),
            customer: random.below(1000),
            // A custom event ends the turn before it, so it happens between turns.
            at_micros: question.at_micros - 1,
        }
    }

    /// The run that the feedback of this block is about.
    pub(super) fn judged(&self, block: u64) -> u64 {
        BLOCK_RUNS * block + Random::of(self.seed, 35, block).below(BLOCK_RUNS)
    }

    /// Feedback on the `number`-th run, as JSON; `None` when there is none.
    pub(super) fn feedback(&self, number: u64) -> Option<String> {
        let block = number / BLOCK_RUNS;
        (self.is_mixed && self.judged(block) == number).then(|| {
            let mut random = Random::of(self.seed, 36, block);
            let thumb = if random.chance(800) { "up" } else { "down" };
            if random.chance(300) {
                format!(r#"{{"thumb":"{thumb}","comment":{}}}"#, self.text(&mut random))
            } else {
                format!(r#"{{"thumb":"{thumb}"}}"#)
            }
        })
    }

    /// The message that the trace beginning with this run answers, if it answers one: of a conversation that was over when
    /// the run began.
    pub(super) fn question(&self, first_run: u64) -> Option<Question> {
        let now = messages(first_run) / ROUND_MESSAGES;
        if !self.is_mixed || now == 0 {
            return None;
        }
        let mut random = Random::of(self.seed, 33, first_run);
        if !random.chance(ANSWERS_PERMILLE) {
            return None;
        }
        let all = &self.round.messages[random.place(self.round.messages.len())];
        let asks = 2 * random.place(all.len().div_ceil(2));
        let question = self.message(ROUND_MESSAGES * (now - 1) + all[asks]);
        let turn = question.turn.1.map_or(question.id, |answer| self.message(answer).id);
        Some(Question { message: question.id, thread: question.thread, turn })
    }

    fn thread(&self, round: u64, thread: usize) -> Thread {
        let mut random = Random::of(self.seed, 32, ROUND_THREADS * round + thread as u64);
        Thread { id: random_uuid(&mut random), user: self.users.choose(&mut random), channel: random.one_of(&CHANNELS) }
    }

    /// Microseconds from the beginning to the `number`-th of things of which a block has so many.
    fn between(&self, number: u64, in_a_block: u64) -> i64 {
        self.times.step_micros * BLOCK_RUNS.cast_signed() * number.cast_signed() / in_a_block.cast_signed()
    }

    /// A JSON string.
    fn text(&self, random: &mut Random) -> &str {
        &self.pool.other[random.place(self.pool.other.len())].output
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::super::dataset::Times;
    use super::*;

    fn dataset() -> Dataset {
        Dataset::new(1, 2000, Times { first_micros: 1_000_000, step_micros: 100 }).mixed()
    }

    #[test]
    fn a_conversation_has_two_to_twelve_messages_that_answer_each_other() {
        let dataset = dataset();
        let mut threads: HashMap<Uuid, Vec<u64>> = HashMap::new();
        for number in 0..10 * ROUND_MESSAGES {
            threads.entry(dataset.message(number).thread.id).or_default().push(number);
        }
        assert_eq!(threads.len() as u64, 10 * ROUND_THREADS);
        for numbers in threads.values() {
            assert!(LENGTHS.contains(&(numbers.len() as u64)));
            let messages: Vec<Message<'_>> = numbers.iter().map(|&number| dataset.message(number)).collect();
            assert!(messages.is_sorted_by(|a, b| a.at_micros < b.at_micros));
            for (pair, shown) in numbers.chunks(2).zip(messages.chunks(2)) {
                assert_eq!(shown[0].role, "user");
                assert!(shown.get(1).is_none_or(|answer| answer.role == "assistant"));
                assert!(shown.iter().all(|message| message.turn == (pair[0], pair.get(1).copied())));
            }
        }
    }

    #[test]
    fn half_of_all_traces_answer_a_message_that_was_there_before() {
        let dataset = dataset();
        let asked: HashMap<Uuid, Message<'_>> =
            (0..messages(2000)).map(|number| dataset.message(number)).map(|message| (message.id, message)).collect();
        let (mut roots, mut answers) = (0, 0);
        for plan in (0..2000).map(|number| dataset.plan(number)) {
            let question = plan.parent.and_then(|parent| asked.get(&parent));
            roots += u32::from(plan.parent.is_none() || question.is_some());
            answers += u32::from(question.is_some());
            if let Some(question) = question {
                assert_eq!((question.role, question.thread.id), ("user", plan.root));
                assert_eq!(question.thread.user, plan.user);
                assert!(question.at_micros < plan.starts_micros);
            }
        }
        assert!((390..410).contains(&roots), "{roots}");
        assert!((150..220).contains(&answers), "{answers} of {roots}");
    }

    #[test]
    fn one_run_of_seven_is_judged() {
        let dataset = dataset();
        let judged = (0..1400).filter(|&number| dataset.plan(number).feedback.is_some()).count();
        assert_eq!(judged, 200);
        let feedback = dataset.plan(dataset.judged(3)).feedback.unwrap();
        assert!(serde_json::from_str::<serde_json::Value>(&feedback).unwrap()["thumb"].is_string());
    }
}

//! The runs of the bench, each found by its number: run 5 of seed 1 is the same today and tomorrow, so nothing has to be
//! remembered to ask for it again.
//!
//! The shape: traces of 1 to 9 runs (mean 5), 73 % of all runs llm, 12 models and 500 users (Zipf), 0 to 3 of 40 tags, 5
//! metadata keys, ids random version 4, 2 % failed; 1,493 bytes of input, output and metadata in the mean.

use uuid::{Builder, Uuid};

use super::mixed::Round;
use super::payload::{Payload, Pool};
use super::random::{Random, Weights};

/// How many runs the nine traces of a block have together: one trace of each length.
const BLOCK: u64 = 45;

const MODELS: [&str; 12] = [
    "gpt-4o-mini",
    "gpt-4o",
    "claude-3-5-sonnet-20241022",
    "gpt-4.1-mini",
    "gpt-4.1",
    "claude-3-5-haiku-20241022",
    "gemini-1.5-flash",
    "gemini-1.5-pro",
    "o3-mini",
    "gpt-4-turbo",
    "mistral-large-latest",
    "gpt-3.5-turbo",
];
const AGENTS: [&str; 6] = ["planner", "support", "researcher", "reviewer", "router", "onboarding"];
const TOOLS: [&str; 8] =
    ["web_search", "calculator", "sql_query", "send_mail", "read_file", "geocode", "fetch_order", "translate"];
const RETRIEVERS: [&str; 3] = ["handbook", "tickets", "catalogue"];
const ENVIRONMENTS: [&str; 3] = ["production", "staging", "development"];
const REGIONS: [&str; 5] = ["eu-west-1", "eu-central-1", "us-east-1", "us-west-2", "ap-south-1"];
const CUSTOMERS: u64 = 2000;

/// When runs begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    /// The beginning of run 0, in microseconds since 1970.
    pub(super) first_micros: i64,
    /// Microseconds from one beginning to the next.
    pub(super) step_micros: i64,
}

/// All runs of one seed.
#[derive(Clone, Debug)]
pub(super) struct Dataset {
    pub(super) seed: u64,
    pub(super) times: Times,
    pub(super) pool: Pool,
    models: Weights,
    pub(super) users: Weights,
    customers: Weights,
    /// The order of messages.
    pub(super) round: Round,
    /// Whether there are events beside starts and ends.
    pub(super) is_mixed: bool,
}

/// What is known of one run before it happens.
#[derive(Clone, Debug)]
pub(super) struct Plan<'a> {
    pub(super) id: Uuid,
    pub(super) parent: Option<Uuid>,
    /// The id by which the parent is shown: another one only if the parent is a message of a turn.
    pub(super) shown_parent: Option<Uuid>,
    /// The topmost run of its trace, perhaps itself; a conversation if the trace answers a message.
    pub(super) root: Uuid,
    pub(super) run_type: &'static str,
    pub(super) name: &'static str,
    pub(super) user: usize,
    /// Numbers of tags, ascending.
    pub(super) tags: Vec<u64>,
    /// Five keys; keys and values need no escapes.
    pub(super) metadata: [(&'static str, String); 5],
    pub(super) payload: &'a Payload,
    pub(super) starts_micros: i64,
    pub(super) ends_micros: i64,
    pub(super) fails: bool,
    /// What somebody thinks of it, as JSON.
    pub(super) feedback: Option<String>,
}

impl Plan<'_> {
    /// Whether it calls a model.
    pub(super) fn is_llm(&self) -> bool {
        self.run_type == "llm"
    }

    /// Tokens of input and output, at four bytes a token.
    pub(super) fn tokens(&self) -> (usize, usize) {
        (self.payload.input.len() / 4, self.payload.output.len() / 4)
    }
}

impl Dataset {
    /// The data of `seed`; `runs` only decides how many different payloads are made.
    pub(super) fn new(seed: u64, runs: u64, times: Times) -> Dataset {
        Dataset {
            seed,
            times,
            pool: Pool::new(seed, runs),
            models: Weights::zipf(MODELS.len() as u64),
            users: Weights::zipf(500),
            customers: Weights::zipf(CUSTOMERS),
            round: Round::new(seed),
            is_mixed: false,
        }
    }

    /// The same runs with other events beside them, and some of them as answers to messages.
    pub(super) fn mixed(self) -> Dataset {
        Dataset { is_mixed: true, ..self }
    }

    /// The id of the `number`-th run.
    pub(super) fn id(&self, number: u64) -> Uuid {
        id(self.seed, number)
    }

    /// The `number`-th run.
    pub(super) fn plan(&self, number: u64) -> Plan<'_> {
        let (first, length) = trace(self.seed, number);
        let mut random = Random::of(self.seed, 11, number);
        let (run_type, name) = self.kind(&mut random, number == first, length);
        let starts_micros = self.times.first_micros + self.times.step_micros * number.cast_signed();
        let lasts_millis = 50 + random.length(2000);
        let parent = (number > first).then(|| self.id(if random.chance(750) { first } else { number - 1 }));
        let question = self.question(first);
        let (asked, shown) = question.as_ref().map(|question| (question.message, question.turn)).unzip();
        Plan {
            id: self.id(number),
            parent: parent.or(asked),
            shown_parent: parent.or(shown),
            root: question.as_ref().map_or_else(|| self.id(first), |question| question.thread.id),
            run_type,
            name,
            user: question.map_or_else(
                || self.users.choose(&mut Random::of(self.seed, 12, first)),
                |question| question.thread.user,
            ),
            tags: tags(&mut random),
            metadata: self.metadata(&mut Random::of(self.seed, 13, first)),
            payload: if run_type == "llm" {
                pick(&self.pool.llm, &mut random)
            } else {
                pick(&self.pool.other, &mut random)
            },
            starts_micros,
            ends_micros: starts_micros + 1000 * lasts_millis.cast_signed(),
            fails: random.chance(20),
            feedback: self.feedback(number),
        }
    }

    /// Type and name. Roots of traces with several runs are agents or chains; of the others 88.5 % are llm, so that it is 73 %
    /// of all.
    fn kind(&self, random: &mut Random, is_root: bool, length: u64) -> (&'static str, &'static str) {
        match random.below(1000) {
            0..500 if is_root && length > 1 => ("agent", random.one_of(&AGENTS)),
            500.. if is_root && length > 1 => ("chain", random.one_of(&AGENTS)),
            885..970 if !is_root => ("tool", random.one_of(&TOOLS)),
            970.. if !is_root => ("retriever", random.one_of(&RETRIEVERS)),
            _ => ("llm", MODELS[self.models.choose(random)]),
        }
    }

    fn metadata(&self, random: &mut Random) -> [(&'static str, String); 5] {
        [
            ("env", random.one_of(&ENVIRONMENTS).into()),
            ("region", random.one_of(&REGIONS).into()),
            ("version", format!("1.{}.{}", random.below(4), random.below(3))),
            ("customer", format!("customer-{:04}", self.customers.choose(random))),
            ("session", random_uuid(random).to_string()),
        ]
    }
}

fn pick<'a>(payloads: &'a [Payload], random: &mut Random) -> &'a Payload {
    &payloads[random.place(payloads.len())]
}

/// None to three of 40.
fn tags(random: &mut Random) -> Vec<u64> {
    let mut tags: Vec<u64> = (0..random.below(4)).map(|_| random.below(40)).collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}

/// The id of the `number`-th run of a seed.
pub(super) fn id(seed: u64, number: u64) -> Uuid {
    random_uuid(&mut Random::of(seed, 10, number))
}

/// The id of the topmost run of the `number`-th run's trace.
pub(super) fn root(seed: u64, number: u64) -> Uuid {
    id(seed, trace(seed, number).0)
}

/// Any UUID of version 4.
pub(super) fn random_uuid(random: &mut Random) -> Uuid {
    let bytes = (u128::from(random.next()) << 64 | u128::from(random.next())).to_be_bytes();
    Builder::from_random_bytes(bytes).into_uuid()
}

/// The number of the first run of the trace that the `number`-th run belongs to, and how many runs it has. Each block of 45
/// runs has one trace of each length from 1 to 9, in an order of its own.
fn trace(seed: u64, number: u64) -> (u64, u64) {
    let block = number / BLOCK;
    let mut random = Random::of(seed, 14, block);
    let mut lengths = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    for last in (1..lengths.len()).rev() {
        lengths.swap(last, random.place(last + 1));
    }
    let mut first = block * BLOCK;
    for length in lengths {
        if number < first + length {
            return (first, length);
        }
        first += length;
    }
    unreachable!("the nine lengths add up to a block")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn dataset() -> Dataset {
        Dataset::new(1, 20_000, Times { first_micros: 1_000_000, step_micros: 100 })
    }

    #[test]
    fn the_mean_run_has_the_shape_that_the_figures_are_about() {
        let dataset = dataset();
        let runs: Vec<Plan<'_>> = (0..20_000).map(|number| dataset.plan(number)).collect();
        let metadata =
            |plan: &Plan<'_>| plan.metadata.iter().map(|(key, value)| key.len() + value.len() + 6).sum::<usize>();
        let bytes: usize =
            runs.iter().map(|plan| plan.payload.input.len() + plan.payload.output.len() + metadata(plan) + 1).sum();
        let mean = bytes / runs.len();
        assert!((1420..=1570).contains(&mean), "{mean} bytes");
        let llm = runs.iter().filter(|plan| plan.is_llm()).count();
        assert!((14_300..14_900).contains(&llm), "{llm} llm runs");
        let traces: HashSet<Uuid> = runs.iter().map(|plan| plan.root).collect();
        assert!((3990..4010).contains(&traces.len()), "{} traces", traces.len());
        assert_eq!(runs.iter().map(|plan| plan.id).collect::<HashSet<_>>().len(), 20_000);
    }

    #[test]
    fn a_parent_is_an_earlier_run_of_the_same_trace() {
        let dataset = dataset();
        let mut seen = HashSet::new();
        for number in 0..5000 {
            let plan = dataset.plan(number);
            assert_eq!(plan.parent.is_none(), plan.root == plan.id);
            assert!(plan.parent.is_none_or(|parent| seen.contains(&(plan.root, parent))), "run {number}");
            assert_eq!(plan.root, root(1, number));
            seen.insert((plan.root, plan.id));
        }
    }
}

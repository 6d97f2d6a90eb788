//! What goes in and comes out of the runs of the bench: texts with the word frequencies of English, written once and used by
//! many runs. Compression is by row, so a text that comes again costs a store as much as a new one.
//!
//! `data/words.tsv` holds the 4,000 most frequent words, with their counts, of the documentation that comes with Rust and of
//! the licences that come with Debian: the counts, not the texts.

use super::random::{Random, Weights};

/// How many payloads there are to choose from.
const POOL: u64 = 20_000;
/// How many system prompts all llm runs share.
const SYSTEM_PROMPTS: u64 = 24;

const WORDS: &str = include_str!("data/words.tsv");

/// JSON of one run.
#[derive(Clone, Debug)]
pub(super) struct Payload {
    /// What went in.
    pub(super) input: Box<str>,
    /// What came out.
    pub(super) output: Box<str>,
}

/// Payloads to choose from.
#[derive(Clone, Debug)]
pub(super) struct Pool {
    /// Chat messages, for llm runs.
    pub(super) llm: Vec<Payload>,
    /// A question and a text, for all others.
    pub(super) other: Vec<Payload>,
}

impl Pool {
    /// The payloads of this seed, fewer when there are few runs.
    pub(super) fn new(seed: u64, runs: u64) -> Pool {
        let size = POOL.min(runs.max(1));
        let words = Words::new();
        let prompts: Vec<String> = (0..SYSTEM_PROMPTS)
            .map(|number| {
                let mut random = Random::of(seed, 1, number);
                let length = 30 + random.below(60);
                words.text(&mut random, length)
            })
            .collect();
        Pool {
            llm: (0..size).map(|number| chat(&words, &prompts, &mut Random::of(seed, 2, number))).collect(),
            other: (0..size.div_ceil(3)).map(|number| call(&words, &mut Random::of(seed, 3, number))).collect(),
        }
    }
}

/// A system prompt, perhaps an earlier exchange, a question, and the answer to it.
fn chat(words: &Words, prompts: &[String], random: &mut Random) -> Payload {
    let message = |role: &str, text: &str| format!(r#"{{"role":"{role}","content":"{text}"}}"#);
    let mut input = vec![message("system", &prompts[random.place(prompts.len())])];
    if random.chance(300) {
        input.push(message("user", &words.some(random, 25)));
        input.push(message("assistant", &words.some(random, 50)));
    }
    input.push(message("user", &words.some(random, 50)));
    let output = message("assistant", &words.some(random, 100));
    Payload { input: format!("[{}]", input.join(",")).into(), output: output.into() }
}

/// What a tool, a retriever or an agent is asked, and its answer.
fn call(words: &Words, random: &mut Random) -> Payload {
    let input = format!(r#"{{"query":"{}","limit":{}}}"#, words.some(random, 50), 1 + random.below(20));
    Payload { input: input.into(), output: format!("\"{}\"", words.some(random, 100)).into() }
}

/// The words, and how often each is used.
pub(super) struct Words {
    words: Vec<&'static str>,
    weights: Weights,
}

impl Words {
    pub(super) fn new() -> Words {
        let lines = || WORDS.lines().filter_map(|line| line.split_once('\t'));
        let count = |text: &str| text.parse().expect("the second column of the word list is a count");
        Words { words: lines().map(|(word, _)| word).collect(), weights: Weights::new(lines().map(|(_, n)| count(n))) }
    }

    /// The word that is the `rank`-th in frequency, as long as there are so many.
    pub(super) fn of_rank(&self, rank: usize) -> &'static str {
        self.words[rank.min(self.words.len() - 1)]
    }

    /// A text of `mean` words in the mean, at least three.
    fn some(&self, random: &mut Random, mean: u64) -> String {
        let length = random.length(mean).max(3);
        self.text(random, length)
    }

    /// A text of so many words, ready to stand between the quotes of a JSON string: sentences and paragraphs, one word in a
    /// hundred quoted, and one in forty replaced by a number that comes nowhere else.
    pub(super) fn text(&self, random: &mut Random, length: u64) -> String {
        let mut text = String::new();
        let mut starts_sentence = true;
        for number in 0..length {
            let word = self.words[self.weights.choose(random)];
            match random.below(1000) {
                0..25 => text.push_str(&unique(random)),
                25..35 => text.extend(["\\\"", word, "\\\""]),
                _ if starts_sentence => push_capitalised(&mut text, word),
                _ => text.push_str(word),
            }
            starts_sentence = random.chance(70) || number + 1 == length;
            match (starts_sentence, random.below(100)) {
                (true, 0..15) if number + 1 < length => text.push_str(".\\n\\n"),
                (true, _) => text.push_str(". "),
                (false, 0..6) => text.push_str(", "),
                (false, _) => text.push(' '),
            }
        }
        text.truncate(text.trim_end().len());
        text
    }
}

/// A number, decimal or hexadecimal.
fn unique(random: &mut Random) -> String {
    let digits = 16_u64.pow(3 + u32::try_from(random.below(6)).expect("less than six"));
    let number = random.below(digits);
    if random.chance(500) { number.to_string() } else { format!("{number:x}") }
}

fn push_capitalised(text: &mut String, word: &str) {
    let mut letters = word.chars();
    text.extend(letters.next().map(|first| first.to_ascii_uppercase()));
    text.push_str(letters.as_str());
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn payloads_are_json_and_differ() {
        let pool = Pool::new(1, 300);
        for payload in pool.llm.iter().chain(&pool.other) {
            for text in [&payload.input, &payload.output] {
                serde_json::from_str::<Value>(text).unwrap_or_else(|error| panic!("{error}: {text}"));
            }
        }
        let outputs: std::collections::HashSet<&str> = pool.llm.iter().map(|payload| &*payload.output).collect();
        assert_eq!(outputs.len(), 300);
    }

    #[test]
    fn a_seed_always_gives_the_same_payloads() {
        let texts = |seed| Pool::new(seed, 5).llm.iter().map(|payload| payload.input.to_string()).collect::<Vec<_>>();
        assert_eq!(texts(1), texts(1));
        assert_ne!(texts(1), texts(2));
    }
}

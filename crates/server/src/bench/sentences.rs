//! Texts that come once: sentences in an order of their own, put together fast enough not to slow down who sends them.

use super::payload::Words;
use super::random::Random;

/// How many sentences there are to choose from.
const SENTENCES: u64 = 20_000;
/// Words of a sentence, in the mean.
const WORDS: u64 = 14;

/// What texts are made of.
#[derive(Clone, Debug)]
pub(super) struct Sentences(Vec<Sentence>);

#[derive(Clone, Debug)]
struct Sentence {
    plain: Box<str>,
    /// The same between the quotes of a JSON string.
    escaped: Box<str>,
}

/// A text that nothing else says.
#[derive(Clone, Debug)]
pub(super) struct Text<'a>(Vec<&'a Sentence>);

impl Sentences {
    /// Those of this seed.
    pub(super) fn new(seed: u64) -> Sentences {
        let words = Words::new();
        Sentences((0..SENTENCES).map(|number| Sentence::new(&words, &mut Random::of(seed, 30, number))).collect())
    }

    /// A text of `mean` sentences in the mean; at least one, at times eight times as many.
    pub(super) fn text(&self, random: &mut Random, mean: u64) -> Text<'_> {
        let length = random.length(mean).max(1);
        Text((0..length).map(|_| &self.0[random.place(self.0.len())]).collect())
    }
}

impl Sentence {
    fn new(words: &Words, random: &mut Random) -> Sentence {
        let length = WORDS / 2 + random.below(WORDS);
        let escaped = words.text(random, length) + " ";
        let plain: String =
            serde_json::from_str(&format!("\"{escaped}\"")).expect("the words are ready to stand in a JSON string");
        Sentence { plain: plain.into(), escaped: escaped.into() }
    }
}

impl Text<'_> {
    /// Bytes of it as it is.
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|sentence| sentence.plain.len()).sum()
    }

    /// As it is.
    pub(super) fn plain(&self) -> String {
        self.0.iter().map(|sentence| &*sentence.plain).collect()
    }

    /// As a JSON string, with its quotes.
    pub(super) fn json(&self) -> String {
        let mut json = String::with_capacity(2 + self.0.iter().map(|sentence| sentence.escaped.len()).sum::<usize>());
        json.push('"');
        json.extend(self.0.iter().map(|sentence| &*sentence.escaped));
        json.push('"');
        json
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn texts_differ_and_are_the_same_in_json() {
        let sentences = Sentences::new(1);
        let texts = |number| sentences.text(&mut Random::of(1, 31, number), 12);
        let mut seen = HashSet::new();
        for number in 0..1000 {
            let (plain, json) = (texts(number).plain(), texts(number).json());
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), plain);
            seen.insert(plain);
        }
        assert!(seen.len() > 995, "{} texts, and short ones may come again", seen.len());
    }
}

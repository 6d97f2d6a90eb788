//! The parts of checks.

use serde::{Serialize, Serializer};

use crate::Status;

/// How a value of a run stands to the wanted one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum Compare {
    /// Equal.
    Eq,
    /// Not equal.
    Neq,
    /// Greater.
    Gt,
    /// Less.
    Lt,
    /// Greater or equal.
    Gte,
    /// Less or equal.
    Lte,
}

impl Compare {
    /// Every one, with its word on the wire.
    pub const WORDS: [(&'static str, Compare); 6] = [
        ("eq", Compare::Eq),
        ("neq", Compare::Neq),
        ("gt", Compare::Gt),
        ("lt", Compare::Lt),
        ("gte", Compare::Gte),
        ("lte", Compare::Lte),
    ];

    /// Whether `value` stands so to `wanted`.
    #[must_use]
    pub fn holds<T: PartialOrd + Copy>(self, value: T, wanted: T) -> bool {
        match self {
            Compare::Eq => value == wanted,
            Compare::Neq => value != wanted,
            Compare::Gt => value > wanted,
            Compare::Lt => value < wanted,
            Compare::Gte => value >= wanted,
            Compare::Lte => value <= wanted,
        }
    }
}

/// What people think of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum Thumb {
    /// Somebody liked the run, or a direct child of it.
    Up,
    /// Somebody disliked the run, or a direct child of it.
    Down,
    /// Nobody did either of both.
    Nothing,
}

/// Which tokens.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum TokenKind {
    /// Those of the prompt.
    Prompt,
    /// Those of the completion.
    Completion,
    /// Both together.
    Total,
}

/// One of the two texts of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum Side {
    /// What went in.
    Input,
    /// What came out.
    Output,
}

/// The texts that are looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum Field {
    /// What went in.
    Input,
    /// What came out.
    Output,
    /// Either.
    Any,
}

impl Field {
    /// The sides that it stands for.
    #[must_use]
    pub fn sides(self) -> &'static [Side] {
        match self {
            Field::Input => &[Side::Input],
            Field::Output => &[Side::Output],
            Field::Any => &[Side::Input, Side::Output],
        }
    }
}

/// A text that the decoded texts of a run have, or have not.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TextMatch {
    /// Where it is looked for.
    pub field: Field,
    /// How it stands there.
    pub is: TextIs,
    /// Whether upper and lower case differ.
    pub is_case_sensitive: bool,
    /// What is looked for; not empty.
    pub text: String,
}

/// How a text stands in another.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum TextIs {
    /// Anywhere.
    Within,
    /// Nowhere in any of the sides that are there.
    Without,
    /// One of the texts inside starts with it.
    Start,
    /// One of the texts inside ends with it.
    End,
}

/// What the text of a side is as JSON.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum JsonIs {
    /// All of it is one JSON value.
    Valid,
    /// It is none.
    Invalid,
    /// There is a JSON object or array somewhere in it.
    Contained,
}

/// An entry of free keys and values.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Property {
    /// The whole key, dots included; not empty.
    pub key: String,
    /// What its value must be.
    pub value: Wanted,
}

/// What the value of an entry must be. Objects and arrays are none of these but [`Wanted::Anything`].
#[derive(Clone, PartialEq, Debug, Serialize)]
pub enum Wanted {
    /// The key is there, whatever its value, null included.
    Anything,
    /// A text that is this one, or `true`, `false` or `null` where this is that word, or a number of which this is the text.
    Written(String),
    /// Null, and no text.
    Null,
    /// A boolean, and no text.
    Bool(bool),
    /// A number, and no text.
    Number(f64),
    /// A text, and nothing else.
    Text(String),
}

/// What evaluators find in runs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub enum Finding {
    /// One of these languages, as ISO 639-1 codes.
    Languages(Side, Vec<String>),
    /// One of these topics.
    Topics(Side, Vec<String>),
    /// One of these intents, by the label of their cluster or as found.
    Intents(Vec<String>),
    /// Poisonous words on this side; with `false`, none.
    Toxicity(Side, bool),
    /// Personal data on any side; with `false`, none.
    Pii(bool),
    /// This mood in the last message of the side: `positive`, `neutral` or `negative`.
    Sentiment(Side, String),
}

impl Finding {
    /// Whether it holds for a run that no evaluator has looked at: only where it says that something was not found
    /// (spec `filters.md` 3.2).
    #[must_use]
    pub fn holds_unseen(&self) -> bool {
        matches!(self, Finding::Pii(false) | Finding::Toxicity(_, false))
    }
}

impl Serialize for Status {
    /// The word of the wire.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_operator_holds_for_less_equal_and_greater_as_its_word_says() {
        let check = |word: &str, want: [bool; 3]| {
            let (_, compare) = Compare::WORDS.into_iter().find(|(known, _)| *known == word).expect("a known word");
            assert_eq!([1, 2, 3].map(|value| compare.holds(value, 2)), want, "{word}");
        };
        check("eq", [false, true, false]);
        check("neq", [true, false, true]);
        check("gt", [false, false, true]);
        check("lt", [true, false, false]);
        check("gte", [false, true, true]);
        check("lte", [true, true, false]);
    }

    #[test]
    fn only_what_says_that_nothing_was_found_holds_for_a_run_that_nobody_looked_at() {
        let check = |finding: Finding, want: bool| assert_eq!(finding.holds_unseen(), want, "{finding:?}");
        check(Finding::Pii(false), true);
        check(Finding::Pii(true), false);
        check(Finding::Toxicity(Side::Input, false), true);
        check(Finding::Toxicity(Side::Output, true), false);
        check(Finding::Languages(Side::Output, vec!["en".into()]), false);
        check(Finding::Topics(Side::Input, vec!["Refund".into()]), false);
        check(Finding::Intents(vec!["Refund".into()]), false);
        check(Finding::Sentiment(Side::Input, "neutral".into()), false);
    }
}

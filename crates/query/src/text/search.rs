//! What a search asks for: all of its words, phrases and fragments, in any order.

use std::ops::Range;

use super::fold::{Folded, folded};
use super::terms::{Kind, is_solo, next_place, places};

/// A search as it was meant. White space separates the pieces, and a run must have all of them:
///
/// * `"not found"`: these words side by side, as whole words; what stands between them makes no difference;
/// * `refund*`: a word that begins so;
/// * everything else: this text anywhere, inside words too.
///
/// Texts are compared folded, so case and accents make no difference.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SearchText {
    pieces: Vec<Piece>,
}

/// One thing that a search asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Piece {
    /// These words side by side.
    Words {
        /// Folded; at least one.
        terms: Vec<String>,
        /// Whether the last one may go on.
        is_open: bool,
    },
    /// This folded text, which is not empty.
    Within(String),
}

/// What the terms of a run must have so that it can match.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Need {
    /// One of these terms.
    OneOf(Vec<String>),
    /// A term that begins so.
    Prefix(String),
    /// A term that contains this, which has at least [`Need::LEAST_WITHIN`] characters.
    Within(String),
}

impl Need {
    /// Shorter fragments of terms are in too many to be looked up.
    pub const LEAST_WITHIN: usize = 3;
    /// Shorter beginnings likewise.
    pub const LEAST_PREFIX: usize = 2;
}

/// How many ranges of a piece are told at the most.
const MOST_RANGES: usize = 1_000;

impl SearchText {
    /// More words than these are not looked for.
    pub const MOST_TERMS: usize = 50;

    /// Reads any text. Quotes that are not closed go on to the end; text without letters is looked for as it is.
    #[must_use]
    pub fn parse(text: &str) -> SearchText {
        let mut pieces = Vec::new();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (piece, after) = match rest.strip_prefix('"') {
                Some(quoted) => phrase(quoted),
                None => {
                    let (bare, after) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
                    (fragment(bare), after)
                }
            };
            pieces.extend(piece);
            rest = after.trim_start();
        }
        if pieces.is_empty() {
            pieces.extend(within(text.trim()));
        }
        SearchText { pieces }
    }

    /// Whether it has more than [`SearchText::MOST_TERMS`] words.
    #[must_use]
    pub fn is_too_long(&self) -> bool {
        let words = |piece: &Piece| match piece {
            Piece::Words { terms, .. } => terms.len(),
            Piece::Within(text) => places(text).count().max(1),
        };
        self.pieces.iter().map(words).sum::<usize>() > SearchText::MOST_TERMS
    }

    /// What an index can be asked for: every run that matches has all of it.
    #[must_use]
    pub fn needs(&self) -> Vec<Need> {
        self.pieces.iter().flat_map(Piece::needs).collect()
    }

    /// Whether an index cannot help, because all that is looked for is too short.
    #[must_use]
    pub fn is_unspecific(&self) -> bool {
        self.needs().is_empty()
    }

    /// Whether the terms of a run decide: one that has what [`SearchText::needs`] names has all that is looked for.
    #[must_use]
    pub fn is_decided_by_terms(&self) -> bool {
        self.pieces.iter().all(Piece::is_decided_by_terms)
    }

    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }
}

/// What an index must hold of a text that contains this one, whatever the case.
#[must_use]
pub fn needs_of_text(text: &str) -> Vec<Need> {
    within(text).map_or_else(Vec::new, |piece| piece.needs())
}

/// Where a text has what the search asks for: start and length in UTF-16 units, ascending, without overlaps. Of each piece
/// the first thousand places are told; pieces that the text has not are passed over.
#[must_use]
pub fn find_ranges(text: &str, search: &SearchText) -> Vec<(usize, usize)> {
    let folded = Folded::new(text);
    let mut found: Vec<(usize, usize)> = search
        .pieces
        .iter()
        .flat_map(|piece| piece.places(&folded.text).take(MOST_RANGES))
        .map(|place| folded.original(place))
        .filter(|(_, length)| *length > 0)
        .collect();
    found.sort_unstable();
    let mut merged: Vec<(usize, usize)> = Vec::with_capacity(found.len());
    for (start, length) in found {
        match merged.last_mut() {
            Some((before, size)) if start < *before + *size => *size = (*size).max(start + length - *before),
            _ => merged.push((start, length)),
        }
    }
    merged
}

impl Piece {
    /// Whether a folded text has it.
    pub(crate) fn is_in(&self, folded: &str) -> bool {
        match self {
            Piece::Within(text) => folded.contains(text.as_str()),
            Piece::Words { .. } => self.places(folded).next().is_some(),
        }
    }

    /// Where a folded text has it.
    fn places<'a>(&'a self, folded: &'a str) -> Box<dyn Iterator<Item = Range<usize>> + 'a> {
        match self {
            Piece::Within(text) => Box::new(folded.match_indices(text.as_str()).map(|(at, text)| at..at + text.len())),
            Piece::Words { terms, is_open } => Box::new(
                folded.match_indices(terms[0].as_str()).filter_map(|(at, _)| phrase_at(folded, at, terms, *is_open)),
            ),
        }
    }

    /// Whether it is one word or a part of one, long enough to be looked up.
    fn is_decided_by_terms(&self) -> bool {
        match self {
            Piece::Words { terms, .. } => terms.len() == 1 && self.needs().len() == 1,
            Piece::Within(text) => {
                places(text).next().is_some_and(|place| place == (0..text.len())) && !self.needs().is_empty()
            }
        }
    }

    fn needs(&self) -> Vec<Need> {
        match self {
            Piece::Words { terms, is_open } => {
                let (last, first) = terms.split_last().expect("a phrase has a word");
                let whole = first.iter().map(|term| Need::OneOf(vec![term.clone()]));
                let end = if *is_open { prefix(last) } else { Some(Need::OneOf(vec![last.clone()])) };
                whole.chain(end).collect()
            }
            Piece::Within(text) => places(text).filter_map(|place| need_of(text, place)).collect(),
        }
    }
}

/// What a word of a fragment asks of an index: at the ends of the fragment the word of the text may go on.
fn need_of(text: &str, place: Range<usize>) -> Option<Need> {
    let term = &text[place.clone()];
    match (place.start == 0, place.end == text.len()) {
        _ if is_solo(term) => Some(Need::OneOf(vec![term.to_owned()])),
        (false, false) => Some(Need::OneOf(vec![term.to_owned()])),
        (false, true) => prefix(term),
        (true, _) if term.chars().count() < Need::LEAST_WITHIN => None,
        (true, _) => Some(Need::Within(term.to_owned())),
    }
}

fn prefix(term: &str) -> Option<Need> {
    (term.chars().count() >= Need::LEAST_PREFIX).then(|| Need::Prefix(term.to_owned()))
}

/// The words side by side, of which the first is found at `at`, if it is a whole one and the others follow.
fn phrase_at(folded: &str, at: usize, terms: &[String], is_open: bool) -> Option<Range<usize>> {
    let is_letter = |character: Option<char>| character.is_some_and(|character| Kind::of(character) == Kind::Letter);
    if is_letter(folded[at..].chars().next()) && is_letter(folded[..at].chars().next_back()) {
        return None;
    }
    let mut end = at;
    for (place, term) in terms.iter().enumerate() {
        let found = next_place(folded, end)?;
        let is_last = place + 1 == terms.len();
        let word = &folded[found.clone()];
        if word != term && !(is_last && is_open && word.starts_with(term.as_str())) {
            return None;
        }
        end = if is_last { found.start + term.len() } else { found.end };
    }
    Some(at..end)
}

/// Reads what follows an opening quote, and what comes behind the closing one.
fn phrase(quoted: &str) -> (Option<Piece>, &str) {
    let (inner, after) = quoted.split_once('"').unwrap_or((quoted, ""));
    let (is_open, after) = after.strip_prefix('*').map_or((false, after), |after| (true, after));
    (words(inner, is_open).or_else(|| within(inner.trim())), after)
}

/// Reads a piece without quotes.
fn fragment(bare: &str) -> Option<Piece> {
    match bare.strip_suffix('*') {
        Some(stem) if stem.chars().next_back().is_some_and(char::is_alphanumeric) => words(stem, true),
        _ => within(bare),
    }
}

fn words(text: &str, is_open: bool) -> Option<Piece> {
    let text = folded(text);
    let terms: Vec<String> = places(&text).map(|place| text[place].to_owned()).collect();
    (!terms.is_empty()).then_some(Piece::Words { terms, is_open })
}

fn within(text: &str) -> Option<Piece> {
    let text = folded(text);
    (!text.is_empty()).then_some(Piece::Within(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Brackets around what is found.
    fn marked(text: &str, search: &str) -> String {
        let mut units: Vec<u16> = text.encode_utf16().collect();
        for (start, length) in find_ranges(text, &SearchText::parse(search)).into_iter().rev() {
            units.insert(start + length, u16::from(b']'));
            units.insert(start, u16::from(b'['));
        }
        String::from_utf16(&units).expect("ranges are whole characters")
    }

    #[test]
    fn what_is_found_is_told_as_ranges_of_the_original() {
        let check = |text: &str, search: &str, want: &str| assert_eq!(marked(text, search), want, "{search}");
        check("Where is my parcel?", "PARCEL", "Where is my [parcel]?");
        check("Where is my parcel?", "arc", "Where is my p[arc]el?");
        check("Where is my parcel?", "is my", "Where [is] [my] parcel?");
        check("Where is my parcel?", "\"is my\"", "Where [is my] parcel?");
        check("this my, is: my", "\"is my\"", "this my, [is: my]");
        check("Where is my parcel?", "\"my par\"", "Where is my parcel?");
        check("Where is my parcel?", "\"my par\"*", "Where is [my par]cel?");
        check("refunds, a prerefund", "refund*", "[refund]s, a prerefund");
        check("Un café, des cafés", "cafe", "Un [café], des [café]s");
        check("😀 東京タワー", "京タ", "😀 東[京タ]ワー");
        check("abab abc", "ab abc", "[ab][ab] [abc]");
        check("a 50% off.", "50%", "a [50%] off.");
        check("{\"a\"}", "\"", "{[\"]a[\"]}");
        check("a * b", "*", "a [*] b");
        check("nothing here", "absent", "nothing here");
    }

    #[test]
    fn an_index_is_asked_for_what_every_match_has() {
        let check = |search: &str, want: &str| {
            let shown = |need: Need| match need {
                Need::OneOf(terms) => terms.join("/"),
                Need::Prefix(term) => format!("{term}*"),
                Need::Within(term) => format!("*{term}*"),
            };
            let search = SearchText::parse(search);
            let needs: Vec<String> = search.needs().into_iter().map(shown).collect();
            assert_eq!(needs.join(" "), want, "{search:?}");
            assert_eq!(search.is_unspecific(), want.is_empty(), "{search:?}");
        };
        check("parcel", "*parcel*");
        check("Where parcel", "*where* *parcel*");
        check("is", "");
        check("is parcel", "*parcel*");
        check("\"is\"", "is");
        check("\"Not found\"", "not found");
        check("refund*", "refund*");
        check("r*", "");
        check("order_looked_up", "*order* looked up*");
        check("(ok)", "ok");
        check("東京", "東 京");
        check("tower東", "*tower* 東");
        check("!?", "");
        check("", "");
    }

    #[test]
    fn terms_decide_where_nothing_but_a_word_is_asked_for() {
        let check = |search: &str, want: bool| {
            assert_eq!(SearchText::parse(search).is_decided_by_terms(), want, "{search}");
        };
        check("parcel", true);
        check("Where parcel", true);
        check("\"is\" refund* Crème", true);
        check("東", true);
        check("東京", false);
        check("\"not found\"", false);
        check("is", false);
        check("r*", false);
        check("(ok)", false);
        check("50%", false);
        check("parcel 50%", false);
    }

    #[test]
    fn pieces_are_words_phrases_and_fragments() {
        let words =
            |terms: &[&str], is_open| Piece::Words { terms: terms.iter().map(|&term| term.into()).collect(), is_open };
        let fragment = |text: &str| Piece::Within(text.to_owned());
        let check = |text: &str, want: &[Piece]| assert_eq!(SearchText::parse(text).pieces, want, "{text}");
        check("Hello  World", &[fragment("hello"), fragment("world")]);
        check("\"Not  found\" x*", &[words(&["not", "found"], false), words(&["x"], true)]);
        check("\"never closed", &[words(&["never", "closed"], false)]);
        check("\"\"", &[fragment("\"\"")]);
        check("\"?\"", &[fragment("?")]);
        check("say\"hi\"", &[fragment("say\"hi\"")]);
        check("a\u{3000}b", &[fragment("a"), fragment("b")]);
        check("foo-ba*", &[words(&["foo", "ba"], true)]);
        check("--*", &[fragment("--*")]);
        check("   ", &[]);
        assert!(!SearchText::parse(&"a ".repeat(50)).is_too_long());
        assert!(SearchText::parse(&"a ".repeat(51)).is_too_long());
        assert!(SearchText::parse(&format!("\"{}\"", "a ".repeat(51))).is_too_long());
    }
}

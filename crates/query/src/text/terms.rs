//! Folded texts as words.

use std::ops::Range;

/// Longer words count as several, each but the last of so many characters: no language has such, hashes and pictures do.
pub const MOST_TERM_CHARS: usize = 64;

/// Stands in folded texts where a word is too long. It is a control character, so it belongs to no word.
pub(super) const BREAK: char = '\u{1}';

/// What a character of a folded text is to the words around it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Between words.
    Gap,
    /// Part of a word.
    Letter,
    /// A word by itself.
    Solo,
}

/// Scripts that are written without spaces, or in which one character is as much as a word.
#[rustfmt::skip]
const SOLO: [(char, char); 11] = [
    ('\u{e00}', '\u{eff}'),     // Thai, Lao
    ('\u{1000}', '\u{109f}'),   // Myanmar
    ('\u{1100}', '\u{11ff}'),   // Hangul letters
    ('\u{1780}', '\u{17ff}'),   // Khmer
    ('\u{3005}', '\u{3007}'),   // Ideographic signs
    ('\u{3040}', '\u{318f}'),   // Kana, Bopomofo, Hangul letters
    ('\u{31a0}', '\u{31ff}'),   // Bopomofo, Kana
    ('\u{3400}', '\u{9fff}'),   // Ideographs
    ('\u{a960}', '\u{a97f}'),   // Hangul letters
    ('\u{ac00}', '\u{faff}'),   // Hangul syllables, ideographs
    ('\u{20000}', '\u{3ffff}'), // Ideographs
];

impl Kind {
    pub(super) fn of(character: char) -> Kind {
        if character.is_ascii() {
            return if character.is_ascii_alphanumeric() { Kind::Letter } else { Kind::Gap };
        }
        match character.is_alphanumeric() {
            false => Kind::Gap,
            true if SOLO.iter().any(|(first, last)| (*first..=*last).contains(&character)) => Kind::Solo,
            true => Kind::Letter,
        }
    }
}

/// The words of a text that [`super::folded`] has given, in their order.
pub fn terms(folded: &str) -> impl Iterator<Item = &str> {
    places(folded).map(|place| &folded[place])
}

/// Where the words of a folded text are, in bytes.
pub(super) fn places(folded: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let place = next_place(folded, at)?;
        at = place.end;
        Some(place)
    })
}

/// Where the first word is that begins at `from` or later.
pub(super) fn next_place(folded: &str, from: usize) -> Option<Range<usize>> {
    let mut characters = folded[from..].char_indices();
    let (start, first) = characters.find(|(_, character)| Kind::of(*character) != Kind::Gap)?;
    let length = match Kind::of(first) {
        Kind::Solo => first.len_utf8(),
        _ => {
            let rest = &folded[from + start..];
            rest.find(|character| Kind::of(character) != Kind::Letter).unwrap_or(rest.len())
        }
    };
    Some(from + start..from + start + length)
}

/// Whether a word is a character of a script that is written without spaces.
#[must_use]
pub fn is_solo(term: &str) -> bool {
    term.chars().next().is_some_and(|first| Kind::of(first) == Kind::Solo)
}

#[cfg(test)]
mod tests {
    use super::super::folded;
    use super::*;

    #[test]
    fn words_are_letters_and_digits_and_single_characters_where_nothing_separates() {
        let check = |text: &str, want: &str| {
            assert_eq!(terms(&folded(text)).collect::<Vec<&str>>().join("|"), want, "{text}");
        };
        check("", "");
        check("  -- ", "");
        check("Where is my parcel?", "where|is|my|parcel");
        check("gpt-4.1-mini", "gpt|4|1|mini");
        check("order_looked_up", "order|looked|up");
        check("don't", "don|t");
        check("Crème brûlée", "creme|brulee");
        check("東京タワー2025年", "東|京|タ|ワ|ー|2025|年");
        check("안녕 하세요", "안|녕|하|세|요");
        check("tower東", "tower|東");
        check("Привет, мир", "привет|мир");
        check("😀ok", "ok");
    }

    #[test]
    fn a_word_too_long_for_any_language_counts_as_several() {
        let long = "a".repeat(150);
        let folded = folded(&format!("x {long} {}", "b".repeat(64)));
        let lengths: Vec<usize> = terms(&folded).map(str::len).collect();
        assert_eq!(lengths, [1, 64, 64, 22, 64]);
    }
}

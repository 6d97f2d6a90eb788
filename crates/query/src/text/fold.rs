//! Texts without the differences that nobody who searches means.
//!
//! The tables of Unicode are those of `icu_normalizer`, which the binary has for host names anyway; `unicode-normalization`
//! has the same and would be one crate and one set of tables more.

use std::ops::Range;
use std::sync::LazyLock;

use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

use super::terms::{BREAK, Kind, MOST_TERM_CHARS};

static DECOMPOSING: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfkd();
static COMPOSING: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
static COMBINING: CanonicalCombiningClassMapBorrowed<'static> = CanonicalCombiningClassMapBorrowed::new();

/// The text in lower case, without accents and forms of compatibility; words that are too long are broken. Folding what is
/// folded changes nothing.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut folding = Folding::new(text.len());
    folding.fold(text, |_, _| ());
    folding.text
}

/// A folded text that knows where its parts come from.
pub(crate) struct Folded {
    pub(crate) text: String,
    /// Of each cluster of the original: where it begins in the folded text, in bytes, and in the original, in UTF-16 units.
    starts: Vec<(usize, usize)>,
}

impl Folded {
    pub(crate) fn new(text: &str) -> Folded {
        let mut folding = Folding::new(text.len());
        let mut starts = Vec::with_capacity(text.len());
        let mut units = 0;
        folding.fold(text, |at, cluster| {
            starts.push((at, units));
            units += cluster.chars().map(char::len_utf16).sum::<usize>();
        });
        starts.push((folding.text.len(), units));
        Folded { text: folding.text, starts }
    }

    /// Start and length in the original, in UTF-16 units, of a place in the folded text.
    pub(crate) fn original(&self, place: Range<usize>) -> (usize, usize) {
        let first = self.starts.partition_point(|(at, _)| *at <= place.start).saturating_sub(1);
        let last = self.starts.partition_point(|(at, _)| *at < place.end).min(self.starts.len() - 1);
        let (start, end) = (self.starts[first].1, self.starts[last].1);
        (start, end - start)
    }
}

/// A folded text that grows.
struct Folding {
    text: String,
    /// Letters since the last gap or break.
    letters: usize,
}

impl Folding {
    fn new(bytes: usize) -> Folding {
        Folding { text: String::with_capacity(bytes), letters: 0 }
    }

    /// Tells of each cluster where it begins in the folded text.
    fn fold<'a>(&mut self, text: &'a str, mut begins: impl FnMut(usize, &'a str)) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let (run, after) = rest.split_at(ascii_run(rest));
            if !run.is_empty() {
                self.push_ascii(run, &mut begins);
                rest = after;
                continue;
            }
            let (cluster, after) = rest.split_at(cluster_length(rest, first));
            begins(self.text.len(), cluster);
            match SIMPLE.get(first as usize) {
                Some(known) if cluster.len() == first.len_utf8() => known.chars().for_each(|one| self.push(one)),
                _ if cluster.len() == first.len_utf8() && is_unchanged(first) => self.push(first),
                _ => clean(cluster).for_each(|one| self.push(one)),
            }
            rest = after;
        }
    }

    /// As a whole where no word of it needs a break.
    fn push_ascii<'a>(&mut self, run: &'a str, begins: &mut impl FnMut(usize, &'a str)) {
        let start = self.text.len();
        if self.fits(run) {
            (0..run.len()).for_each(|at| begins(start + at, &run[at..=at]));
            self.text.push_str(run);
            self.text[start..].make_ascii_lowercase();
            return;
        }
        for (at, character) in run.char_indices() {
            begins(self.text.len(), &run[at..=at]);
            self.push(character.to_ascii_lowercase());
        }
    }

    /// Whether the words of a run of ASCII need no break; then they are counted.
    fn fits(&mut self, run: &str) -> bool {
        let mut letters = self.letters;
        for byte in run.bytes() {
            letters = if byte.is_ascii_alphanumeric() { letters + 1 } else { 0 };
            if letters > MOST_TERM_CHARS {
                return false;
            }
        }
        self.letters = letters;
        true
    }

    fn push(&mut self, character: char) {
        if Kind::of(character) == Kind::Letter {
            if self.letters == MOST_TERM_CHARS {
                self.text.push(BREAK);
                self.letters = 0;
            }
            self.letters += 1;
        } else {
            self.letters = 0;
        }
        self.text.push(character);
    }
}

/// A cluster without the differences that nobody means.
fn clean(cluster: &str) -> impl Iterator<Item = char> {
    let plain = DECOMPOSING
        .normalize_iter(cluster.chars())
        .flat_map(char::to_lowercase)
        .filter(|character| !is_dropped(*character))
        .flat_map(|character| spelled(character).chars().chain(spelled(character).is_empty().then_some(character)));
    COMPOSING.normalize_iter(plain)
}

/// What becomes of each character below U+0600 (Latin, Greek, Cyrillic, Hebrew) that stands alone.
static SIMPLE: LazyLock<Vec<Box<str>>> = LazyLock::new(|| {
    let character = |number| char::from_u32(number).unwrap_or_default();
    (0..0x600).map(|number| clean(character(number).encode_utf8(&mut [0; 4])).collect()).collect()
});

/// Whether folding leaves a character as it is that stands alone: kana, ideographs and Hangul syllables are so many that it
/// is worth knowing.
fn is_unchanged(character: char) -> bool {
    matches!(character, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// How many bytes of ASCII come first that nothing behind them changes.
fn ascii_run(text: &str) -> usize {
    match text.bytes().position(|byte| !byte.is_ascii()) {
        None => text.len(),
        Some(end) => end.saturating_sub(1),
    }
}

/// How many bytes belong to the first character: it and all that combines with it.
fn cluster_length(text: &str, first: char) -> usize {
    if text.as_bytes().get(first.len_utf8()).is_none_or(u8::is_ascii) {
        return first.len_utf8();
    }
    let more = text[first.len_utf8()..].chars().take_while(|character| continues(*character));
    first.len_utf8() + more.map(char::len_utf8).sum::<usize>()
}

/// Whether a character changes the one before it.
fn continues(character: char) -> bool {
    !character.is_ascii()
        && (is_dropped(character)
            || COMBINING.get_u8(character) != 0
            || matches!(character, '\u{1160}'..='\u{11ff}' | '\u{ff9e}' | '\u{ff9f}'))
}

/// Accents and points, and what is invisible.
fn is_dropped(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}'
        | '\u{5c5}' | '\u{5c7}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{feff}')
}

/// How letters are spelled that Unicode does not take apart; nothing for all others.
fn spelled(character: char) -> &'static str {
    match character {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ł' => "l",
        'þ' => "th",
        'ς' => "σ",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_forgets_case_accents_and_forms() {
        let check = |text: &str, want: &str| {
            assert_eq!(folded(text), want, "{text}");
            assert_eq!(folded(want), want, "folding what is folded: {want}");
        };
        check("Where's My PARCEL?", "where's my parcel?");
        check("Crème Brûlée", "creme brulee");
        check("cre\u{300}me", "creme");
        check("STRASSE Straße ẞ", "strasse strasse ss");
        check("Ærø Łódź Đà", "aero lodz da");
        check("İstanbul ılık", "istanbul ilik");
        check("ΣΊΣΥΦΟΣ Σίσυφος", "σισυφοσ σισυφοσ");
        check("Ёлка йод", "елка иод");
        check("ﬁne ① … Ｆｕｌｌ", "fine 1 ... full");
        check("がぎぐ か\u{3099} ｶﾞ", "がぎぐ が ガ");
        check("한글 \u{1112}\u{1161}\u{11ab}", "한글 한");
        check("soft\u{ad}hyphen zero\u{200b}width", "softhyphen zerowidth");
        check("\u{301}", "");
        check("", "");
    }

    #[test]
    fn the_short_ways_end_where_the_long_one_does() {
        let alone = |character: char| clean(&character.to_string()).collect::<String>();
        for character in ('\u{0}'..=char::MAX).filter(|character| is_unchanged(*character)) {
            assert_eq!(alone(character), character.to_string());
        }
        for text in ["Word, ", "É", "ş", "Й", "日", "が", "é\u{301}"] {
            let many = text.repeat(100);
            let clusters = text.chars().count() - usize::from(text.ends_with('\u{301}'));
            assert_eq!(Folded::new(&many).starts.len(), 100 * clusters + 1, "{text}");
            let broken = folded(&many);
            assert_eq!(broken.replace(BREAK, ""), clean(text).collect::<String>().repeat(100), "{text}");
        }
    }

    #[test]
    fn places_lead_back_to_the_original() {
        let check = |text: &str, looked_for: &str, want: &str| {
            let known = Folded::new(text);
            assert_eq!(known.text, folded(text));
            let start = known.text.find(looked_for).expect("it is in the text");
            let (start, length) = known.original(start..start + looked_for.len());
            let units: Vec<u16> = text.encode_utf16().skip(start).take(length).collect();
            assert_eq!(String::from_utf16(&units).expect("whole characters"), want, "{looked_for} in {text}");
        };
        check("a Crème b", "creme", "Crème");
        check("a cre\u{300}me b", "cre", "cre\u{300}");
        check("😀 Straße!", "strasse", "Straße");
        check("😀 Straße!", "ras", "raß");
        check("東京", "京", "京");
        check("abc", "c", "c");
    }
}

//! Mends the bytes of a body that are no JSON but that real clients send: Python writes `NaN`, `Infinity` and `-Infinity`,
//! JavaScript cuts surrogate pairs in two, C programs send raw control characters, and anybody sends bad UTF-8.
//!
//! It knows strings, escapes and those words, and refuses to know the rest of JSON: whether the result is JSON is for the
//! parser to say. One linear pass.

use std::borrow::Cow;
use std::ops::Range;

/// The text of a body, and where it differs from what was sent.
pub(crate) struct Body<'a> {
    /// The text to parse.
    pub(crate) text: Cow<'a, str>,
    /// Whether the text has been through [`mend`].
    pub(crate) is_mended: bool,
    /// Byte offsets into `text`, ascending: each number word that was replaced, and the first change in each string.
    marks: Vec<usize>,
}

impl<'a> Body<'a> {
    /// Takes the bytes as they are when a cheap scan finds nothing wrong in them, else mends them: `None` when they are then
    /// larger than `limit` allows.
    pub(crate) fn read(bytes: &'a [u8], limit: usize) -> Option<Body<'a>> {
        match std::str::from_utf8(bytes) {
            Ok(text) if !has_lone_surrogate(bytes) => {
                Some(Body { text: Cow::Borrowed(text), is_mended: false, marks: Vec::new() })
            }
            _ => mend(bytes, limit),
        }
    }

    /// The byte offset at which `part`, a slice of the text, begins.
    fn offset(&self, part: &str) -> usize {
        part.as_ptr().addr() - self.text.as_ptr().addr()
    }

    /// Whether `part`, a slice of the text, was changed by mending.
    pub(crate) fn is_changed(&self, part: &str) -> bool {
        if self.marks.is_empty() {
            return false;
        }
        let start = self.offset(part);
        let next = self.marks.partition_point(|&mark| mark < start);
        self.marks.get(next).is_some_and(|&mark| mark < start + part.len())
    }
}

/// The body with every byte that is known to be mendable mended, and nothing else changed. `None` when text and marks
/// together would take more than `limit` bytes: the pass stops there, so that no body makes it hold much more.
pub(crate) fn mend(bytes: &[u8], limit: usize) -> Option<Body<'static>> {
    let capacity = bytes.len().min(limit) + 16;
    let mut mender = Mender { out: String::with_capacity(capacity), limit, ..Mender::default() };
    for chunk in bytes.utf8_chunks() {
        mender.push_valid(chunk.valid())?;
        if !chunk.invalid().is_empty() {
            mender.mark();
            mender.out.push(char::REPLACEMENT_CHARACTER);
        }
    }
    mender.check_size()?;
    Some(Body { text: Cow::Owned(mender.out), is_mended: true, marks: mender.marks })
}

/// The state of the one pass.
#[derive(Default)]
struct Mender {
    out: String,
    marks: Vec<usize>,
    limit: usize,
    in_string: bool,
    string_is_marked: bool,
}

/// Something to replace: where it stands in the text, and by what.
type Change = (Range<usize>, String);

impl Mender {
    fn push_valid(&mut self, text: &str) -> Option<()> {
        let mut copied = 0;
        let mut at = 0;
        while at < text.len() {
            let (next, change) = if self.in_string { self.step_inside(text, at) } else { self.step_outside(text, at) };
            if let Some((range, replacement)) = change {
                self.out.push_str(&text[copied..range.start]);
                self.mark();
                self.out.push_str(&replacement);
                self.check_size()?;
                copied = range.end;
            }
            at = next;
        }
        self.out.push_str(&text[copied..]);
        Some(())
    }

    fn check_size(&self) -> Option<()> {
        (self.out.len() + size_of_val(&self.marks[..]) <= self.limit).then_some(())
    }

    /// Notes that what is written next was not sent so; once for a string, so that marks never outgrow the body.
    fn mark(&mut self) {
        if !self.string_is_marked {
            self.marks.push(self.out.len());
        }
        self.string_is_marked = self.in_string;
    }

    /// Where to go on after `at`, and what to change there.
    fn step_outside(&mut self, text: &str, at: usize) -> (usize, Option<Change>) {
        let rest = &text[at..];
        let word = match rest.as_bytes()[0] {
            b'"' => {
                self.in_string = true;
                self.string_is_marked = false;
                return (at + 1, None);
            }
            b'N' => "NaN",
            b'I' => "Infinity",
            b'-' => "-Infinity",
            _ => return (next_char(text, at), None),
        };
        let is_word = rest.starts_with(word) && !rest[word.len()..].starts_with(|c: char| c.is_alphanumeric());
        if is_word {
            let end = at + word.len();
            (end, Some((at..end, "null".to_owned())))
        } else {
            (at + 1, None)
        }
    }

    /// The same inside a string.
    fn step_inside(&mut self, text: &str, at: usize) -> (usize, Option<Change>) {
        match text.as_bytes()[at] {
            b'"' => {
                self.in_string = false;
                self.string_is_marked = false;
                (at + 1, None)
            }
            b'\\' => match escape_at(text.as_bytes(), at) {
                Escape::LoneSurrogate => (at + 6, Some((at..at + 6, "\\ufffd".to_owned()))),
                Escape::Fine(length) => (text.ceil_char_boundary((at + length).min(text.len())), None),
            },
            control @ 0..0x20 => (at + 1, Some((at..at + 1, format!("\\u{control:04x}")))),
            _ => (next_char(text, at), None),
        }
    }
}

/// The offset of the character after the one at `at`, or further: of the next byte that needs a look.
fn next_char(text: &str, at: usize) -> usize {
    let rest = &text.as_bytes()[at + 1..];
    let run =
        rest.iter().take_while(|&&byte| byte >= 0x80 || byte.is_ascii_alphanumeric() && !matches!(byte, b'N' | b'I'));
    at + 1 + run.count()
}

/// What a backslash in a string begins.
enum Escape {
    /// Half a surrogate pair without its other half; six bytes.
    LoneSurrogate,
    /// Anything else, with its length in bytes; a pair of surrogates counts as one.
    Fine(usize),
}

fn escape_at(bytes: &[u8], at: usize) -> Escape {
    match unit_at(bytes, at) {
        Some(0xd800..0xdc00) if matches!(unit_at(bytes, at + 6), Some(0xdc00..0xe000)) => Escape::Fine(12),
        Some(0xd800..0xe000) => Escape::LoneSurrogate,
        Some(_) => Escape::Fine(6),
        None => Escape::Fine(2),
    }
}

/// The UTF-16 unit that a `\uXXXX` at `at` stands for.
fn unit_at(bytes: &[u8], at: usize) -> Option<u16> {
    let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    let text = std::str::from_utf8(digits).ok().filter(|text| !text.starts_with('+'))?;
    u16::from_str_radix(text, 16).ok()
}

/// Whether an escape somewhere in the body is half a surrogate pair. Looks at backslashes only, so it is a fast scan.
fn has_lone_surrogate(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &bytes[at..]) {
        at += found;
        match escape_at(bytes, at) {
            Escape::LoneSurrogate => return true,
            Escape::Fine(length) => at = (at + length).min(bytes.len()),
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sent: impl AsRef<[u8]>, want: &str) {
        let body = mend(sent.as_ref(), 999).unwrap();
        assert_eq!(body.text, want);
        assert_eq!(body.marks.is_empty(), sent.as_ref() == want.as_bytes(), "{want}");
        assert_eq!(mend(want.as_bytes(), 999).unwrap().text, want, "mending twice is mending once");
    }

    #[test]
    fn number_words_become_null_outside_strings_only() {
        check(r#"{"a":NaN,"b":[Infinity,-Infinity, -1]}"#, r#"{"a":null,"b":[null,null, -1]}"#);
        check(r#"{"NaN":"Infinity -Infinity NaN"}"#, r#"{"NaN":"Infinity -Infinity NaN"}"#);
        check(r#"{"a":"\"NaN","b":NaN}"#, r#"{"a":"\"NaN","b":null}"#);
        check(r#"["\\",NaN]"#, r#"["\\",null]"#);
        check("[NaNa, Infinity2]", "[NaNa, Infinity2]");
    }

    #[test]
    fn half_a_surrogate_pair_becomes_the_replacement_character() {
        check(r#""a\ud83d""#, r#""a\ufffd""#);
        check(r#""\ud83d\ud83d\ude00\ude00""#, r#""\ufffd\ud83d\ude00\ufffd""#);
        check(r#""\\ud83d \uD83D\uDE00""#, r#""\\ud83d \uD83D\uDE00""#);
        check(r#""\u0000\n""#, r#""\u0000\n""#);
        check(r#""\u+123 \ud8""#, r#""\u+123 \ud8""#);
    }

    #[test]
    fn control_characters_and_bad_utf8_are_mended() {
        check("\"a\0b\nc\"\n", "\"a\\u0000b\\u000ac\"\n");
        check(b"{\"k\":\"a\xff\xfeb\"}", "{\"k\":\"a\u{fffd}\u{fffd}b\"}");
        check(b"\"\xe6\x97", "\"\u{fffd}");
        check("\"日本\\日\"", "\"日本\\日\"");
    }

    #[test]
    fn only_the_changed_parts_are_marked() {
        let body = mend(br#"{"a":NaN,"b":[1],"c":"x\ud800y\ud800"}"#, 999).unwrap();
        let part = |text: &str| {
            let at = body.text.find(text).expect("the part is there");
            body.is_changed(&body.text[at..at + text.len()])
        };
        assert!(part("null"));
        assert!(part(r#""x\ufffdy\ufffd""#));
        assert!(!part(r#""b":[1]"#));
        assert_eq!(body.marks.len(), 2);
    }

    #[test]
    fn a_sound_body_is_taken_as_it_is() {
        let sound = r#"{"events":[{"input":"\ud83d\ude00 \\ud83d \u0000 NaN"}]}"#;
        let body = Body::read(sound.as_bytes(), 0).unwrap();
        assert!(matches!(body.text, Cow::Borrowed(_)));
        assert!(!body.is_mended);
        assert!(Body::read(br#""\udc00""#, 99).unwrap().is_mended);
    }

    #[test]
    fn mending_stops_where_the_body_would_grow_beyond_its_limit() {
        let controls = [b"\"".as_slice(), &[1; 100], b"\""].concat();
        let grown = 2 + 6 * 100 + size_of::<usize>();
        assert!(mend(&controls, grown).is_some());
        assert!(mend(&controls, grown - 1).is_none());
        assert!(Body::read(&[0xff; 100], 3 * 100).is_none());
        assert!(mend("[NaN,NaN]".as_bytes(), 20).is_none());
    }
}

//! Brings one JSON value within its limits: what lies too deep becomes text, text that is too long is cut.
//!
//! Works on the text of a value that a parser has accepted; never builds a tree and never recurses.

use std::borrow::Cow;

use crate::Limits;

/// A value within its limits.
pub(crate) struct Bounded<'a> {
    /// The text of the value.
    pub(crate) text: Cow<'a, str>,
    /// The true lengths in bytes of the texts in it that were cut, in the order of the value.
    pub(crate) cut: Vec<usize>,
}

/// `raw`, with every container below `depth` levels turned into a string that holds its text, and every string cut to
/// `limits.text_bytes`. Borrows unless something had to change.
pub(crate) fn bounded<'a>(raw: &'a str, depth: usize, limits: &Limits) -> Bounded<'a> {
    let opened = raw.bytes().filter(|&byte| byte == b'{' || byte == b'[').count();
    if opened <= depth && raw.len() <= limits.text_bytes {
        return Bounded { text: Cow::Borrowed(raw), cut: Vec::new() };
    }
    let mut cutter = Cutter { raw, out: String::new(), copied: 0, cut: Vec::new(), text_bytes: limits.text_bytes };
    cutter.walk(depth);
    if cutter.copied == 0 {
        return Bounded { text: Cow::Borrowed(raw), cut: Vec::new() };
    }
    cutter.out.push_str(&raw[cutter.copied..]);
    Bounded { text: Cow::Owned(cutter.out), cut: cutter.cut }
}

/// `text`, cut at the last character that fits into `limit` bytes.
pub(crate) fn beginning(text: &str, limit: usize) -> &str {
    &text[..text.floor_char_boundary(limit)]
}

struct Cutter<'a> {
    raw: &'a str,
    out: String,
    /// How much of `raw` is in `out` already; 0 while nothing had to change.
    copied: usize,
    cut: Vec<usize>,
    text_bytes: usize,
}

impl Cutter<'_> {
    fn walk(&mut self, depth: usize) {
        let bytes = self.raw.as_bytes();
        let (mut at, mut level) = (0, 0);
        while at < bytes.len() {
            match bytes[at] {
                b'"' => {
                    let end = string_end(bytes, at);
                    self.shorten_string(at, end);
                    at = end;
                }
                b'{' | b'[' if level == depth => {
                    let end = container_end(bytes, at);
                    self.replace_container(at, end);
                    at = end;
                }
                b'{' | b'[' => {
                    level += 1;
                    at += 1;
                }
                b'}' | b']' => {
                    level -= 1;
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }

    /// Cuts the string in `start..end` if its text is too long.
    fn shorten_string(&mut self, start: usize, end: usize) {
        if end - start - 2 <= self.text_bytes {
            return;
        }
        let inside = &self.raw[start + 1..end - 1];
        let (keep, length) = measure(inside.as_bytes(), self.text_bytes);
        if length > self.text_bytes {
            let keep = inside.floor_char_boundary(keep);
            self.cut.push(length);
            self.out.push_str(&self.raw[self.copied..=start + keep]);
            self.out.push('"');
            self.copied = end;
        }
    }

    fn replace_container(&mut self, start: usize, end: usize) {
        let inner = &self.raw[start..end];
        let kept = beginning(inner, self.text_bytes);
        if kept.len() < inner.len() {
            self.cut.push(inner.len());
        }
        self.out.push_str(&self.raw[self.copied..start]);
        self.out.push_str(&quoted(kept));
        self.copied = end;
    }
}

/// `text` as a JSON string.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a string is always JSON")
}

/// The offset after the string that begins at `start`; the end of the text when it has none.
pub(crate) fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(found) = memchr::memchr2(b'"', b'\\', bytes.get(at..).unwrap_or_default()) {
        at += found;
        if bytes[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    bytes.len()
}

/// The offset after the object or array that begins at `start`.
fn container_end(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut open) = (start, 0_usize);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                at = string_end(bytes, at);
                continue;
            }
            b'{' | b'[' => open += 1,
            b'}' | b']' => open -= 1,
            _ => {}
        }
        at += 1;
        if open == 0 {
            return at;
        }
    }
    bytes.len()
}

/// For the inside of a JSON string: how many of its bytes hold the first `limit` bytes of its text (or a little more, inside
/// a character that needs no escape), and how many bytes its text has.
fn measure(inside: &[u8], limit: usize) -> (usize, usize) {
    let (mut at, mut length, mut keep) = (0, 0, 0);
    while at < inside.len() {
        let (sent, read) = match inside[at..] {
            [b'\\', b'u', a, b, ..] => match (a.to_ascii_lowercase(), b.to_ascii_lowercase()) {
                (b'd', b'8'..=b'9' | b'a'..=b'f') => (12, 4),
                (b'0', b'0') if inside[at + 4] < b'8' => (6, 1),
                (b'0', b'0'..=b'7') => (6, 2),
                _ => (6, 3),
            },
            [b'\\', ..] => (2, 1),
            _ => (1, 1),
        };
        at += sent;
        length += read;
        if length <= limit {
            keep = at;
        }
    }
    (keep, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, (depth, text_bytes): (usize, usize), want: &str, cut: &[usize]) {
        let limits = Limits { text_bytes, ..Limits::default() };
        let bounded = bounded(raw, depth, &limits);
        assert_eq!(bounded.text, want, "{raw}");
        assert_eq!(bounded.cut, cut, "{raw}");
        serde_json::from_str::<serde_json::Value>(&bounded.text).expect("what is bounded is still JSON");
    }

    #[test]
    fn a_container_that_is_too_deep_becomes_its_own_text() {
        check("[[1]]", (2, 99), "[[1]]", &[]);
        check("[[1],2]", (1, 99), r#"["[1]",2]"#, &[]);
        check(r#"{"a":{"b":["]"]},"c":[[]]}"#, (1, 99), r#"{"a":"{\"b\":[\"]\"]}","c":"[[]]"}"#, &[]);
        check(r#"{"a":"[[[["}"#, (1, 99), r#"{"a":"[[[["}"#, &[]);
        check("[]", (0, 99), r#""[]""#, &[]);
    }

    #[test]
    fn a_text_that_is_too_long_is_cut_and_its_true_length_told() {
        check(r#""abcdef""#, (9, 6), r#""abcdef""#, &[]);
        check(r#"["abcdef","abc","abcdefgh"]"#, (9, 5), r#"["abcde","abc","abcde"]"#, &[6, 8]);
        check(r#""日本語""#, (9, 7), r#""日本""#, &[9]);
        check(r#""a\n\"\\bc""#, (9, 3), r#""a\n\"""#, &[6]);
        check(r#""\u0041\u00e9\u65e5\ud83d\ude00""#, (9, 9), r#""\u0041\u00e9\u65e5""#, &[10]);
        check(r#""\u0041\u00e9\u65e5\ud83d\ude00""#, (9, 10), r#""\u0041\u00e9\u65e5\ud83d\ude00""#, &[]);
        check("[[12345678]]", (1, 5), r#"["[1234"]"#, &[10]);
    }

    #[test]
    fn a_hundred_thousand_levels_need_no_stack() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        let bounded = bounded(&deep, 127, &Limits::default());
        let tree: serde_json::Value = serde_json::from_str(&bounded.text).expect("serde_json can read 127 levels");
        let inner = (0..127).fold(&tree, |level, _| &level[0]);
        assert_eq!(inner.as_str().map(str::len), Some(200_000 - 2 * 127));
    }
}

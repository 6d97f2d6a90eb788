//! How much memory a JSON text takes as a tree, told in one pass over the text and without building the tree. A text so
//! short that no tree of it could be too large is not looked at.
//!
//! A text of tiny values (`[0,0,...]`, `[{"":0},...]`) becomes a tree of a hundred times its size. So whoever builds one asks
//! here first. The figures are those of `serde_json::Value` and of what its containers hold on to while they grow; they are
//! rather too great than too small.

use crate::bounds;

/// The value itself.
const VALUE: usize = 72;
/// One more value in a list or object: its place in a list that grew by doubling, and a number's digits.
const ELEMENT: usize = 128;
/// The first room of an array.
const ARRAY: usize = 4 * VALUE;
/// The first room of an object, and its table.
const OBJECT: usize = 512;
/// A key, and what its member takes beside the value.
const MEMBER: usize = 128;
/// What a text takes beside its bytes.
const TEXT: usize = 32;

/// No JSON text takes more for each of its bytes.
const GREATEST: usize = 256;

/// What each byte stands for, a quotation mark for half a text.
const MARKS: [usize; 256] = {
    let mut marks = [0; 256];
    marks[b'[' as usize] = ARRAY;
    marks[b'{' as usize] = OBJECT;
    marks[b':' as usize] = MEMBER;
    marks[b',' as usize] = ELEMENT;
    marks[b'"' as usize] = TEXT;
    marks
};

/// Whether the tree of a JSON text takes no more than `limit` bytes, about. What is no JSON counts as far as it is read.
#[must_use]
pub fn fits_as_tree(json: &[u8], limit: usize) -> bool {
    json.len() <= limit / GREATEST || tree_bytes(json) <= limit
}

/// About how many bytes the tree takes.
fn tree_bytes(json: &[u8]) -> usize {
    let (mut at, mut total) = (0, VALUE + json.len());
    while let Some(&byte) = json.get(at) {
        at += 1;
        total += match byte {
            b'"' => {
                at = bounds::string_end(json, at - 1);
                TEXT
            }
            b'[' if json.get(at) == Some(&b']') => 0,
            b'{' if json.get(at) == Some(&b'}') => 0,
            _ => of_mark(byte),
        };
    }
    total
}

/// The same for a text whose strings may be JSON too, and those in them, and are read as that.
pub(crate) fn tree_bytes_of_all(text: &str) -> usize {
    let bytes = text.as_bytes();
    let written = memchr::memmem::find_iter(bytes, b"\\u00").count();
    VALUE + bytes.len() + written * (OBJECT + MEMBER) + bytes.iter().map(|&byte| of_mark(byte)).sum::<usize>()
}

fn of_mark(byte: u8) -> usize {
    MARKS[usize::from(byte)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const _: () = assert!(size_of::<serde_json::Value>() <= VALUE);

    #[track_caller]
    fn check(one: &str, least: usize) {
        let text = format!("[{}]", vec![one; 1000].join(","));
        let each = (tree_bytes(text.as_bytes()) - text.len()) / 1000;
        assert!((least..=3 * least).contains(&each), "{one}: {each} bytes each, for {least}");
        assert!(tree_bytes(text.as_bytes()) <= GREATEST * text.len(), "{one}");
        assert!(tree_bytes(one.as_bytes()) <= GREATEST * one.len(), "{one}");
        assert!(tree_bytes_of_all(&text) >= tree_bytes(text.as_bytes()), "{one}");
    }

    #[test]
    fn what_a_tree_takes_is_known_from_its_text() {
        check("0", VALUE + 24);
        check("[]", VALUE);
        check("{}", VALUE);
        check("[0]", VALUE + ARRAY);
        check(r#"{"":0}"#, VALUE + OBJECT);
        check(r#""[{,:""#, VALUE + TEXT);
    }

    #[test]
    fn a_text_that_is_short_or_sparse_enough_fits() {
        let dense = "[0,0,0,0]".as_bytes();
        let bytes = tree_bytes(dense);
        assert_eq!([bytes, bytes - 1].map(|limit| fits_as_tree(dense, limit)), [true, false]);
        assert!(fits_as_tree(dense, GREATEST * dense.len()));
    }

    #[test]
    fn texts_that_hold_json_weigh_as_that_too() {
        let inner = r#"[{"a":1},{"a":1}]"#;
        let once = serde_json::json!({"text": inner}).to_string();
        assert!(tree_bytes_of_all(&once) > tree_bytes_of_all(inner));
        assert!(tree_bytes(once.as_bytes()) < tree_bytes(inner.as_bytes()));
        assert!(tree_bytes_of_all(r#""\u007b\u007d""#) > 2 * OBJECT);
    }

    #[test]
    fn what_is_no_json_weighs_something() {
        for text in ["", "\"", "\"\\", "{", "[[[", "\\u00"] {
            assert!(tree_bytes(text.as_bytes()) >= VALUE && tree_bytes_of_all(text) >= VALUE, "{text}");
        }
    }
}

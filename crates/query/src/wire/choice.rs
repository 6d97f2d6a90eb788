//! What the words of choices stand for.

use model::Status;
use model::filter::{Compare, Field, JsonIs, Side, TextIs, TokenKind};

/// A value that has a word on the wire.
pub(super) trait Choice: Sized {
    /// The value of this word.
    fn read(word: &str) -> Option<Self>;
}

fn among<T: Copy>(words: &[(&str, T)], word: &str) -> Option<T> {
    words.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}

impl Choice for Compare {
    fn read(word: &str) -> Option<Compare> {
        among(&Compare::WORDS, word)
    }
}

impl Choice for Side {
    fn read(word: &str) -> Option<Side> {
        among(&[("input", Side::Input), ("output", Side::Output)], word)
    }
}

impl Choice for Field {
    fn read(word: &str) -> Option<Field> {
        among(&[("input", Field::Input), ("output", Field::Output), ("any", Field::Any)], word)
    }
}

impl Choice for Status {
    fn read(word: &str) -> Option<Status> {
        [Status::Started, Status::Success, Status::Error].into_iter().find(|status| status.word() == word)
    }
}

impl Choice for TokenKind {
    fn read(word: &str) -> Option<TokenKind> {
        let words = [("prompt", TokenKind::Prompt), ("completion", TokenKind::Completion), ("total", TokenKind::Total)];
        among(&words, word)
    }
}

impl Choice for TextIs {
    fn read(word: &str) -> Option<TextIs> {
        let words = [
            ("contains", TextIs::Within),
            ("notcontains", TextIs::Without),
            ("starts", TextIs::Start),
            ("ends", TextIs::End),
        ];
        among(&words, word)
    }
}

impl Choice for JsonIs {
    fn read(word: &str) -> Option<JsonIs> {
        let words = [("valid", JsonIs::Valid), ("invalid", JsonIs::Invalid), ("contains", JsonIs::Contained)];
        among(&words, word)
    }
}

impl Choice for bool {
    fn read(word: &str) -> Option<bool> {
        word.parse().ok()
    }
}

impl Choice for String {
    fn read(word: &str) -> Option<String> {
        Some(word.to_owned())
    }
}

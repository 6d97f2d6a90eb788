//! Prompts: templates, what a version of one says, and the names that people give to both.
//!
//! A prompt is opaque: what somebody wrote comes back as it was written. Only the few keys that old clients read have two
//! spellings; see [`keys`].

pub mod keys;

use crate::RawJson;

/// What kind of model call a template is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TemplateMode {
    /// Messages of a chat.
    OpenAi,
    /// One text.
    Text,
}

impl TemplateMode {
    /// The words of the wire.
    pub const WORDS: [&str; 2] = ["text", "openai"];

    /// The word of the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            TemplateMode::OpenAi => "openai",
            TemplateMode::Text => "text",
        }
    }

    /// Reads the word of the wire. What is none is a chat, as it is with the reference.
    #[must_use]
    pub fn from_word(word: &str) -> TemplateMode {
        if word == "text" { TemplateMode::Text } else { TemplateMode::OpenAi }
    }
}

/// What a version says, byte for byte as somebody sent it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PromptBody {
    /// Messages, or one text.
    pub content: RawJson,
    /// An object: the model, and how to call it.
    pub extra: RawJson,
    /// What to fill the placeholders with while one tries it.
    pub test_values: Option<RawJson>,
}

/// The label that names the version which SDKs get: it moves when somebody deploys, and only so.
pub const PRODUCTION: &str = "production";

/// The longest slug, folder, tag or label, in characters.
const LONGEST: usize = 200;
/// The most folders inside each other.
const DEEPEST: usize = 10;

/// Checks a slug. SDKs put it into addresses as it is, so nothing may be in it that ends or changes one; the error says what
/// is wrong, for the end of a sentence that begins with what was expected.
pub fn check_slug(slug: &str) -> Result<(), String> {
    if slug.is_empty() {
        return Err("String must contain at least 1 character(s)".into());
    }
    if slug.chars().count() > LONGEST {
        return Err(format!("String must contain at most {LONGEST} character(s)"));
    }
    let breaks_addresses = |letter: char| letter.is_whitespace() || letter.is_control() || "#&%+?".contains(letter);
    if slug.contains(breaks_addresses) {
        return Err("String must contain no white space, no control characters and none of # & % + ?".into());
    }
    Ok(())
}

/// Checks the name of a label: lower-case letters, digits, `.`, `_` and `-`. `latest` is none, because it would name two things.
pub fn check_label(name: &str) -> Result<(), String> {
    let is_word = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "._-".contains(letter);
    if name.is_empty() || name.len() > LONGEST || !name.chars().all(is_word) || name == "latest" {
        return Err(format!(
            "A label has 1 to {LONGEST} lower-case letters, digits, '.', '_' or '-', and is not 'latest'"
        ));
    }
    Ok(())
}

/// Checks the path of a folder, such as `support/refunds`; the empty path is the top.
pub fn check_folder(path: &str) -> Result<(), String> {
    if path.is_empty() {
        return Ok(());
    }
    let is_name = |name: &str| !name.is_empty() && name.trim() == name && !name.contains(char::is_control);
    if path.chars().count() > LONGEST || path.split('/').count() > DEEPEST || !path.split('/').all(is_name) {
        return Err(format!(
            "A folder is up to {DEEPEST} names with '/' between them, {LONGEST} characters in all, no name empty"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::needless_pass_by_value, reason = "rows of a table read best as values")]
    #[track_caller]
    fn check(checked: Result<(), String>, is_right: bool, text: &str) {
        assert_eq!(checked.is_ok(), is_right, "{text:?}: {checked:?}");
    }

    #[test]
    fn a_slug_goes_into_an_address_as_it_is() {
        for (slug, is_right) in [
            ("refund-agent", true),
            ("Größe/日本", true),
            ("a=b:c@d!", true),
            ("", false),
            ("a b", false),
            ("a\u{a0}b", false),
            ("a\nb", false),
            ("a#b", false),
            ("a&b", false),
            ("50%", false),
            ("a+b", false),
            ("a?b", false),
        ] {
            check(check_slug(slug), is_right, slug);
        }
        check(check_slug(&"x".repeat(200)), true, "200");
        check(check_slug(&"x".repeat(201)), false, "201");
    }

    #[test]
    fn a_label_is_a_word() {
        for (name, is_right) in [
            ("production", true),
            ("eu-west.2_b", true),
            ("", false),
            ("Staging", false),
            ("a/b", false),
            ("latest", false),
        ] {
            check(check_label(name), is_right, name);
        }
    }

    #[test]
    fn a_folder_is_names_with_slashes_between() {
        for (path, is_right) in [
            ("", true),
            ("support", true),
            ("support/refunds und mehr", true),
            ("/support", false),
            ("support/", false),
            ("a//b", false),
            ("a/ b", false),
            ("1/2/3/4/5/6/7/8/9/10", true),
            ("1/2/3/4/5/6/7/8/9/10/11", false),
        ] {
            check(check_folder(path), is_right, path);
        }
    }

    #[test]
    fn a_mode_has_a_word() {
        for mode in [TemplateMode::OpenAi, TemplateMode::Text] {
            assert_eq!(TemplateMode::from_word(mode.word()), mode);
            assert!(TemplateMode::WORDS.contains(&mode.word()));
        }
    }
}

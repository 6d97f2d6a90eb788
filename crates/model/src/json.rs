//! JSON that passes through unread.

use serde_json::Value;
use serde_json::value::RawValue;

/// One JSON value as text, kept as its client sent it. Valid by construction: at most 128 deep, UTF-8, no lone surrogates.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RawJson(Box<str>);

impl RawJson {
    /// Takes over text that a parser has already accepted.
    #[must_use]
    pub fn from_checked(text: &str) -> RawJson {
        RawJson(text.into())
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Builds the tree of this value, keys in the order sent, numbers as written.
    #[must_use]
    pub fn to_value(&self) -> Value {
        serde_json::from_str(&self.0).unwrap_or(Value::Null)
    }
}

impl From<&RawValue> for RawJson {
    fn from(raw: &RawValue) -> RawJson {
        RawJson(raw.get().into())
    }
}

impl From<String> for RawJson {
    /// Takes over text that was a [`RawJson`] before, such as one read back from the store.
    fn from(text: String) -> RawJson {
        RawJson(text.into_boxed_str())
    }
}

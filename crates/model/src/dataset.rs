//! Test data: the ids of its parts, and the two forms of a prompt.

use std::fmt;

use serde::Serialize;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// Names one dataset, of either kind: one of prompts with variations, or one of items with versions.
    DatasetId;
    /// Names one prompt of a dataset of prompts.
    DatasetPromptId;
    /// Names one variation of such a prompt.
    VariationId;
    /// Names one item of a dataset of items; an item that is edited keeps it.
    DatasetItemId;
    /// Names one version of a dataset of items.
    DatasetVersionId;
}

/// What the prompts of a dataset are.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DatasetFormat {
    /// One text each.
    Text,
    /// A list of messages each.
    Chat,
}

impl DatasetFormat {
    /// The word of the wire and of the table.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            DatasetFormat::Text => "text",
            DatasetFormat::Chat => "chat",
        }
    }

    /// The format with this word; anything but `chat` is text.
    #[must_use]
    pub fn from_word(word: &str) -> DatasetFormat {
        if word == "chat" { DatasetFormat::Chat } else { DatasetFormat::Text }
    }
}

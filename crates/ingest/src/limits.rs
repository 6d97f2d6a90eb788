//! How much one batch and one event may hold (design section 7).

/// What is more than this is refused or cut; each field says which.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Elements of one batch; a batch with more is refused whole.
    pub events: usize,
    /// Levels of JSON, the event itself being the first; what lies deeper becomes text.
    pub depth: usize,
    /// Tags of one event; the first ones are kept.
    pub tags: usize,
    /// Keys of one event's metadata; the first ones are kept.
    pub metadata_keys: usize,
    /// Bytes of a name, a type, a tag, a metadata key or an end user's id; the beginning is kept.
    pub name_bytes: usize,
    /// Bytes of any other text, counted after its escapes are read; the beginning is kept.
    pub text_bytes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            events: 50_000,
            depth: 128,
            tags: 1000,
            metadata_keys: 1000,
            name_bytes: 4096,
            text_bytes: 8 * 1024 * 1024,
        }
    }
}

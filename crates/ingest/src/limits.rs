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
    /// Keys of one event's metadata, of its feedback, and of its message beside the known ones; the first ones are kept.
    pub metadata_keys: usize,
    /// Bytes of one event's feedback, keys and values; the first entries are kept, and the beginning of a text.
    pub feedback_bytes: usize,
    /// Bytes of a name, a type, a tag, a metadata key or an end user's id; the beginning is kept.
    pub name_bytes: usize,
    /// Bytes of any other text, counted after its escapes are read; the beginning is kept.
    pub text_bytes: usize,
    /// Bytes that a body may have once it is mended, with the notes on where; a larger one is refused whole. A control
    /// character grows to six times its size. So many bytes may also be what the spans of a request say of their resource and
    /// scope, each for itself; a request with more is refused whole.
    pub repaired_bytes: usize,
    /// Bytes of memory that one part of a request may take once it is decoded, by an estimate that rather says too much. A
    /// span or log record with more is refused alone; of a span, texts that hold JSON and would take more stay texts. So
    /// many bytes may also be what all spans of a request say, written out.
    pub decoded_bytes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            events: 50_000,
            depth: 128,
            tags: 1000,
            metadata_keys: 1000,
            feedback_bytes: 1024 * 1024,
            name_bytes: 4096,
            text_bytes: 8 * 1024 * 1024,
            repaired_bytes: 64 * 1024 * 1024,
            decoded_bytes: 256 * 1024 * 1024,
        }
    }
}

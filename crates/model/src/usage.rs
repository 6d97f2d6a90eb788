//! How much of a model a run used.

/// Token counts of one run, as its client sent them. `None` means that the client did not say.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Usage {
    /// Tokens of everything that went in, cached ones included.
    pub prompt_tokens: Option<u64>,
    /// Tokens that came out.
    pub completion_tokens: Option<u64>,
    /// Those of `prompt_tokens` that the provider took from its cache.
    pub cached_prompt_tokens: Option<u64>,
}

impl Usage {
    /// Whether nothing at all is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Usage::default()
    }
}

//! How much of a model a run used.

/// Token counts of one run, as its client sent them. `None` means that the client did not say.
///
/// `prompt_tokens` and `completion_tokens` are the whole of what went in and came out; every other count is a part of one
/// of them, never an addition to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Usage {
    /// Tokens of everything that went in, cached ones included.
    pub prompt_tokens: Option<u64>,
    /// Tokens that came out.
    pub completion_tokens: Option<u64>,
    /// Those of `prompt_tokens` that the provider took from its cache.
    pub cached_prompt_tokens: Option<u64>,
    /// Those of `prompt_tokens` that the provider wrote into its cache.
    pub cache_write_tokens: Option<u64>,
    /// Those of `completion_tokens` that the model thought and did not say.
    pub reasoning_tokens: Option<u64>,
    /// Those of `prompt_tokens` that were sound.
    pub audio_prompt_tokens: Option<u64>,
    /// Those of `completion_tokens` that were sound.
    pub audio_completion_tokens: Option<u64>,
}

impl Usage {
    /// Whether any count is known beside the three that most clients send.
    #[must_use]
    pub fn has_rare_kinds(&self) -> bool {
        let Usage { prompt_tokens, completion_tokens, cached_prompt_tokens, .. } = *self;
        *self != Usage { prompt_tokens, completion_tokens, cached_prompt_tokens, ..Usage::default() }
    }

    /// Whether nothing at all is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Usage::default()
    }
}

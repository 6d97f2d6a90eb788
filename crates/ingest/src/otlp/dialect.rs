//! What a dialect is: a test, tables from attributes to fields of a run, and a function for what no table can say.

use model::Usage;

use super::draft::Draft;
use super::view::View;
use super::{
    google_adk, langfuse, langsmith, litellm, llama_index, logfire, mlflow, openinference, openllmetry, plain,
    pydantic_ai, semconv, vercel,
};

/// The dialects, in the order in which they are asked; the first that speaks of a span reads it. The last one speaks of all.
/// To add one: one file, one line here, one in `mod.rs`.
const DIALECTS: &[&Dialect] = &[
    &openinference::DIALECT,
    &langsmith::DIALECT,
    &mlflow::DIALECT,
    &google_adk::DIALECT,
    &litellm::DIALECT,
    &llama_index::DIALECT,
    &openllmetry::DIALECT,
    &vercel::DIALECT,
    &pydantic_ai::DIALECT,
    &logfire::DIALECT,
    &langfuse::DIALECT,
    &semconv::DIALECT,
    &plain::DIALECT,
];

/// One way of saying in attributes what happened.
pub(super) struct Dialect {
    /// The run's `runtime` is `otel:` and this.
    pub(super) name: &'static str,
    /// Whether a span is told in this dialect.
    pub(super) speaks: fn(&View<'_>) -> bool,
    /// `llm`, `chain`, `agent`, `tool`, `retriever` or `embed`.
    pub(super) run_type: fn(&View<'_>) -> &'static str,
    /// The tables, the most special one first.
    pub(super) tables: &'static [&'static Tables],
    /// Input, output, and what else no table can say. Called first: what it sets, no table replaces.
    pub(super) content: fn(&View<'_>, &mut Draft<'_>),
}

/// Attributes and the fields that they fill; the first row whose attribute is there wins.
pub(super) struct Tables {
    /// (type of the run or `*`, attribute): what the run is called.
    pub(super) names: &'static [(&'static str, &'static str)],
    /// (attribute, parameter).
    pub(super) params: &'static [(&'static str, &'static str)],
    /// (attribute, key of metadata).
    pub(super) metadata: &'static [(&'static str, &'static str)],
    /// (attribute, count); read of runs that call a model only.
    pub(super) counts: &'static [(&'static str, Count)],
}

/// The kinds of tokens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Count {
    /// All that went in.
    Prompt,
    /// All that came out.
    Completion,
    /// Of the prompt: read from the provider's cache.
    Cached,
    /// Of the prompt: written into it.
    CacheWrite,
    /// Of the completion: thought and not said.
    Reasoning,
    /// Of the prompt: sound.
    AudioPrompt,
    /// Of the completion: sound.
    AudioCompletion,
}

impl Count {
    fn place(self, usage: &mut Usage) -> &mut Option<u64> {
        match self {
            Count::Prompt => &mut usage.prompt_tokens,
            Count::Completion => &mut usage.completion_tokens,
            Count::Cached => &mut usage.cached_prompt_tokens,
            Count::CacheWrite => &mut usage.cache_write_tokens,
            Count::Reasoning => &mut usage.reasoning_tokens,
            Count::AudioPrompt => &mut usage.audio_prompt_tokens,
            Count::AudioCompletion => &mut usage.audio_completion_tokens,
        }
    }
}

/// The dialect that a span is told in.
pub(super) fn of(view: &View<'_>) -> &'static Dialect {
    DIALECTS.iter().find(|dialect| (dialect.speaks)(view)).copied().unwrap_or(&plain::DIALECT)
}

impl Dialect {
    /// Reads what the dialect knows of a span. Content that would take too much memory stays among the raw attributes.
    pub(super) fn read(&self, view: &View<'_>, draft: &mut Draft<'_>) {
        if view.is_read {
            (self.content)(view, draft);
        } else {
            plain::own_words(view, draft);
            draft.mark("input");
            draft.mark("output");
        }
        for tables in self.tables {
            tables.read(view, draft);
        }
    }
}

impl Tables {
    fn read(&self, view: &View<'_>, draft: &mut Draft<'_>) {
        let attributes = &view.attributes;
        for (run_type, key) in self.names {
            if draft.name.is_none() && (*run_type == "*" || *run_type == draft.run_type) {
                draft.name = attributes.text(key).map(std::borrow::Cow::into_owned);
            }
        }
        for (key, param) in self.params {
            draft.param(param, attributes.value(key));
        }
        for (key, name) in self.metadata {
            draft.note(name, attributes.value(key));
        }
        if draft.calls_a_model() {
            for (key, count) in self.counts {
                let found = attributes.count(key);
                let place = count.place(&mut draft.usage);
                *place = place.or(found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCS: &str = include_str!("../../../../docs/opentelemetry.md");

    /// The table of a dialect's own attributes, as the docs have it.
    fn table(own: &Tables) -> String {
        let mut rows = String::from("| attribute | becomes |\n|---|---|\n");
        let mut row = |attribute: &str, becomes: String| rows.push_str(&format!("| `{attribute}` | {becomes} |\n"));
        for (run_type, attribute) in own.names {
            row(attribute, if *run_type == "*" { "name".to_owned() } else { format!("name, of type `{run_type}`") });
        }
        own.params.iter().for_each(|(attribute, param)| row(attribute, format!("`params.{param}`")));
        own.metadata.iter().for_each(|(attribute, key)| row(attribute, format!("`metadata.{key}`")));
        own.counts.iter().for_each(|(attribute, count)| row(attribute, format!("tokens: {}", words(*count))));
        rows
    }

    fn words(count: Count) -> &'static str {
        match count {
            Count::Prompt => "prompt",
            Count::Completion => "completion",
            Count::Cached => "prompt, read from the cache",
            Count::CacheWrite => "prompt, written into the cache",
            Count::Reasoning => "completion, reasoning",
            Count::AudioPrompt => "prompt, sound",
            Count::AudioCompletion => "completion, sound",
        }
    }

    #[test]
    fn the_docs_have_the_tables_of_every_dialect() {
        for dialect in DIALECTS {
            let runtime = if dialect.name.is_empty() { "otel".to_owned() } else { format!("otel:{}", dialect.name) };
            assert!(DOCS.contains(&format!("`{runtime}`")), "docs/opentelemetry.md does not name {runtime}");
            let own = table(dialect.tables[0]);
            let is_empty = own.lines().count() == 2;
            assert!(is_empty || DOCS.contains(&own), "docs/opentelemetry.md should have, for {runtime}:\n{own}");
        }
    }
}

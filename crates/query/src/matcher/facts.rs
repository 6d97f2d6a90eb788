//! What is known of a run.

use std::borrow::Cow;

use model::filter::{Finding, Side};
use model::{Nanodollars, RunId, Status, Timestamp};

/// What checks ask of a run. Each fact is asked for only where a check needs it, so what costs reading is read then.
pub trait Facts {
    /// As readers see it.
    fn run_type(&self) -> &str;
    /// Model, tool, agent, chain or event.
    fn name(&self) -> Option<&str>;
    /// Whether it is part of no other run that readers see, or of a chat turn.
    fn is_root(&self) -> bool;
    /// How far it got.
    fn status(&self) -> Option<Status>;
    /// Its labels.
    fn tags(&self) -> &[String];
    /// The person whom readers see with it.
    fn user(&self) -> Option<i64>;
    /// The properties of that person: a JSON object.
    fn user_props(&self) -> Option<Cow<'_, str>>;
    /// The prompt version that it used.
    fn template_version(&self) -> Option<i64>;
    /// Whether somebody liked it or a direct child, or, with `false`, disliked.
    fn has_thumb(&self, is_up: bool) -> bool;
    /// Whether it or its parent has a comment.
    fn has_comment(&self) -> bool;
    /// Whether a direct child has exactly this comment.
    fn has_child_comment(&self, text: &str) -> bool;
    /// When it began.
    fn created_at(&self) -> Timestamp;
    /// How long it took, in microseconds.
    fn duration_micros(&self) -> Option<i64>;
    /// What it cost.
    fn cost(&self) -> Option<Nanodollars>;
    /// Tokens of the prompt.
    fn prompt_tokens(&self) -> Option<u64>;
    /// Tokens of the completion.
    fn completion_tokens(&self) -> Option<u64>;
    /// Messages of a thread; 0 for every other run.
    fn messages_count(&self) -> u64;
    /// The run that it is a part of.
    fn parent(&self) -> Option<RunId>;
    /// Its free keys and values: a JSON object.
    fn metadata(&self) -> Option<Cow<'_, str>>;
    /// One of its texts, as JSON.
    fn side(&self, side: Side) -> Option<Cow<'_, str>>;
    /// Whether evaluators found this in it.
    fn has_finding(&self, finding: &Finding) -> bool {
        finding.holds_unseen()
    }
}

//! The facts of a run that has been read as a whole.

use std::borrow::Cow;

use model::filter::Side;
use model::{Nanodollars, RawJson, Run, RunId, Status, Timestamp};
use serde_json::Value;

use super::Facts;

/// A run with what other runs say about it.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The run.
    pub run: &'a Run,
    /// Whether it is part of no other run that readers see, or of a chat turn.
    pub is_root: bool,
    /// What people think of its direct children.
    pub children: &'a Children,
}

/// The feedback of all direct children of a run.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Children {
    /// Whether somebody liked one.
    pub is_liked: bool,
    /// Whether somebody disliked one.
    pub is_disliked: bool,
    /// What somebody wrote about them.
    pub comments: Vec<String>,
}

impl Facts for Known<'_> {
    fn run_type(&self) -> &str {
        &self.run.run_type
    }

    fn name(&self) -> Option<&str> {
        self.run.name.as_deref()
    }

    fn is_root(&self) -> bool {
        self.is_root
    }

    fn status(&self) -> Option<Status> {
        self.run.status
    }

    fn tags(&self) -> &[String] {
        self.run.tags.as_deref().unwrap_or_default()
    }

    fn user(&self) -> Option<i64> {
        self.run.user.as_ref().map(|user| user.id)
    }

    fn user_props(&self) -> Option<Cow<'_, str>> {
        self.run.user.as_ref().and_then(|user| text(&user.props))
    }

    fn template_version(&self) -> Option<i64> {
        self.run.template_version
    }

    fn has_thumb(&self, is_up: bool) -> bool {
        let of_children = if is_up { self.children.is_liked } else { self.children.is_disliked };
        let word = if is_up { "up" } else { "down" };
        of_children || said(&self.run.feedback, "thumb").is_some_and(|thumb| thumb == word)
    }

    fn has_comment(&self) -> bool {
        [&self.run.feedback, &self.run.parent_feedback].iter().any(|feedback| said(feedback, "comment").is_some())
    }

    fn has_child_comment(&self, text: &str) -> bool {
        self.children.comments.iter().any(|comment| comment == text)
    }

    fn created_at(&self) -> Timestamp {
        self.run.created_at
    }

    fn duration_micros(&self) -> Option<i64> {
        self.run.ended_at.map(|ended| ended.micros() - self.run.created_at.micros())
    }

    fn cost(&self) -> Option<Nanodollars> {
        self.run.cost
    }

    fn prompt_tokens(&self) -> Option<u64> {
        self.run.usage.prompt_tokens
    }

    fn completion_tokens(&self) -> Option<u64> {
        self.run.usage.completion_tokens
    }

    fn messages_count(&self) -> u64 {
        self.run.thread.as_ref().map_or(0, |thread| thread.messages_count)
    }

    fn parent(&self) -> Option<RunId> {
        self.run.parent
    }

    fn metadata(&self) -> Option<Cow<'_, str>> {
        text(&self.run.metadata)
    }

    fn side(&self, side: Side) -> Option<Cow<'_, str>> {
        match side {
            Side::Input => text(&self.run.input),
            Side::Output => text(&self.run.output),
        }
    }
}

fn text(json: &Option<RawJson>) -> Option<Cow<'_, str>> {
    json.as_ref().map(|json| Cow::Borrowed(json.text()))
}

/// A text that a feedback has under this key; an empty one is none.
fn said(feedback: &Option<RawJson>, key: &str) -> Option<String> {
    match feedback.as_ref()?.to_value().get(key)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        _ => None,
    }
}

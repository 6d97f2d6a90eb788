//! One message of a conversation: what is kept of it, and on which side of a turn it stands (spec `api-runs.md` 4).
//!
//! It refuses to know turns: which messages make one is for whoever keeps them all.

use std::collections::HashMap;

use model::{Message, RawJson, Side, casing};

use super::scalar;
use crate::{Limits, bounds, hash};

/// A message, taken apart. What is null is absent, but for the content.
#[derive(Default)]
pub(super) struct Parts<'a> {
    role: Option<&'a str>,
    content: Option<&'a str>,
    /// What the documentation's examples for plain HTTP call the content.
    text: Option<&'a str>,
    id: Option<&'a str>,
    is_retry: Option<&'a str>,
    tags: Option<&'a str>,
    extra: Option<&'a str>,
    metadata: Option<&'a str>,
    feedback: Option<&'a str>,
    others: Vec<(String, &'a str)>,
    /// Where the other member with a key of this stored form stands.
    places: HashMap<String, usize>,
    /// How many of those are kept.
    limit: usize,
    is_cut: bool,
}

impl<'a> Parts<'a> {
    /// Takes a message apart; what is no object is the content of a user's message.
    pub(super) fn read(raw: &'a str, limits: &Limits) -> Parts<'a> {
        let mut parts = Parts { limit: limits.metadata_keys, ..Parts::default() };
        if raw.starts_with('{') {
            scalar::each_member(raw, |key, value| parts.add(key, value));
        } else {
            (parts.role, parts.content) = (Some("\"user\""), Some(raw));
        }
        parts
    }

    /// Adds a member; the later one of two with the same stored form wins.
    fn add(&mut self, key: &str, value: &'a str) {
        let form = casing::stored_form(key);
        let place = match &*form {
            "role" => &mut self.role,
            "content" => &mut self.content,
            "text" => &mut self.text,
            "id" => &mut self.id,
            "isRetry" => &mut self.is_retry,
            "tags" => &mut self.tags,
            "extra" => &mut self.extra,
            "metadata" => &mut self.metadata,
            "feedback" => &mut self.feedback,
            _ => return self.add_other(key, &form, value),
        };
        *place = Some(value);
    }

    fn add_other(&mut self, key: &str, form: &str, value: &'a str) {
        match self.places.get(form) {
            Some(&place) => self.others[place] = (key.to_owned(), value),
            None if self.others.len() == self.limit => self.is_cut = true,
            None => {
                self.places.insert(form.to_owned(), self.others.len());
                self.others.push((key.to_owned(), value));
            }
        }
    }

    /// Whether it had too many members.
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// The id that the message gives itself.
    pub(super) fn id(&self) -> Option<&'a str> {
        self.id
    }

    /// Its labels, raw.
    pub(super) fn tags(&self) -> Option<&'a str> {
        self.tags
    }

    /// Its feedback, raw.
    pub(super) fn feedback(&self) -> Option<&'a str> {
        self.feedback
    }

    /// Its metadata, raw: under the documented name or else under the legacy one.
    pub(super) fn metadata(&self) -> Option<&'a str> {
        [self.metadata, self.extra].into_iter().flatten().find(|raw| !scalar::is_falsy(raw))
    }

    /// The message as it is kept.
    pub(super) fn into_message(self) -> Message {
        let body = RawJson::from(self.body());
        let side = side(self.role);
        let is_retry = self.is_retry.is_some_and(|raw| !scalar::is_falsy(raw));
        Message { side, digest: hash::message_digest(side, &body), body, is_retry }
    }

    /// Role, content, metadata, then everything else that the client sent and that has no place of its own.
    fn body(&self) -> String {
        let is_there = |raw: &&str| *raw != "null";
        let content = self.content.filter(is_there).or(self.text.filter(is_there));
        let text = self.text.filter(|_| self.content.is_some_and(|raw| raw != "null"));
        let named = [
            ("role", self.role.filter(is_there)),
            ("content", content.or(self.content)),
            ("metadata", self.metadata()),
            ("text", text.filter(is_there)),
        ];
        let named = named.into_iter().filter_map(|(key, value)| Some((key, value?)));
        let others = self.others.iter().map(|(key, value)| (&**key, *value)).filter(|(_, value)| is_there(value));
        let mut body = String::from("{");
        for (key, value) in named.chain(others) {
            if body.len() > 1 {
                body.push(',');
            }
            body.push_str(&bounds::quoted(key));
            body.push(':');
            body.push_str(value);
        }
        body.push('}');
        body
    }
}

/// Assistants and tools answer; users, systems and all whose role nobody knows ask.
fn side(role: Option<&str>) -> Side {
    match role.and_then(scalar::text).as_deref() {
        Some("assistant" | "ai" | "tool" | "bot" | "function") => Side::Output,
        _ => Side::Input,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> Parts<'_> {
        Parts::read(raw, &Limits { metadata_keys: 3, ..Limits::default() })
    }

    #[track_caller]
    fn check(raw: &str, want_side: Side, want_body: &str) {
        let message = read(raw).into_message();
        assert_eq!((message.side, message.body.text()), (want_side, want_body), "{raw}");
    }

    #[test]
    fn role_content_metadata_and_unknown_members_are_kept_as_sent() {
        check(r#"{"content":"Hi","role":"user"}"#, Side::Input, r#"{"role":"user","content":"Hi"}"#);
        check(
            r#"{"role":"assistant","content":null,"tool_calls":[{"a_b": 1}],"name":null,"refusal":"no"}"#,
            Side::Output,
            r#"{"role":"assistant","content":null,"tool_calls":[{"a_b": 1}],"refusal":"no"}"#,
        );
        check(
            r#"{"role":"tool","toolCallId":"1","tool_call_id":"2"}"#,
            Side::Output,
            r#"{"role":"tool","tool_call_id":"2"}"#,
        );
        check(
            r#"{"id":"m","role":"user","is_retry":true,"tags":["t"],"extra":{"k":1},"feedback":{}}"#,
            Side::Input,
            r#"{"role":"user","metadata":{"k":1}}"#,
        );
        check(
            r#"{"role":"user","metadata":{"a":1},"extra":{"k":1}}"#,
            Side::Input,
            r#"{"role":"user","metadata":{"a":1}}"#,
        );
        check("{}", Side::Input, "{}");
    }

    #[test]
    fn a_message_may_be_a_text_and_its_content_may_be_called_text() {
        check("\"Hi\"", Side::Input, r#"{"role":"user","content":"Hi"}"#);
        check("[1]", Side::Input, r#"{"role":"user","content":[1]}"#);
        check(r#"{"role":"user","text":"Hi"}"#, Side::Input, r#"{"role":"user","content":"Hi"}"#);
        check(r#"{"text":"Hi","content":null}"#, Side::Input, r#"{"content":"Hi"}"#);
        check(r#"{"text":"a","content":"b"}"#, Side::Input, r#"{"content":"b","text":"a"}"#);
    }

    #[test]
    fn a_role_has_a_side_and_an_unknown_one_asks() {
        let side_of = |role: &str| read(&format!(r#"{{"role":{role}}}"#)).into_message().side;
        for role in ["\"assistant\"", "\"ai\"", "\"tool\"", "\"bot\"", "\"function\""] {
            assert_eq!(side_of(role), Side::Output, "{role}");
        }
        for role in ["\"user\"", "\"human\"", "\"system\"", "\"developer\"", "\"critic\"", "7", "null"] {
            assert_eq!(side_of(role), Side::Input, "{role}");
        }
    }

    #[test]
    fn a_retry_is_whatever_javascript_takes_for_true() {
        for (raw, want) in [("true", true), ("1", true), ("false", false), ("null", false), ("0", false)] {
            for key in ["isRetry", "is_retry", "is-retry"] {
                let message = format!(r#"{{"{key}":{raw}}}"#);
                assert_eq!(read(&message).into_message().is_retry, want, "{message}");
            }
        }
    }

    #[test]
    fn the_digest_is_that_of_side_and_body() {
        let digest = |raw: &str| read(raw).into_message().digest;
        assert_eq!(digest(r#"{"role":"user","content":1,"id":"a"}"#), digest(r#"{"content":1,"role":"user"}"#));
        assert_ne!(digest(r#"{"role":"user","content":1}"#), digest(r#"{"role":"user","content":2}"#));
    }

    #[test]
    fn only_so_many_members_are_kept() {
        let parts = read(r#"{"a":1,"b":null,"c":3,"d":4,"a":5,"role":"user"}"#);
        assert!(parts.is_cut());
        assert_eq!(parts.into_message().body.text(), r#"{"role":"user","a":5,"c":3}"#);
        assert!(!read(r#"{"a":1,"b":2,"c":3,"a":4}"#).is_cut());
    }
}

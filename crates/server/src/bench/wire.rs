//! The events of the bench as a client would send them: with the members of the Python SDK, which names every one, absent
//! ones as null.

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::dataset::{Dataset, Plan};
use super::mixed::{Extra, Message, Moment, Thread};

/// Every member that the Python SDK names.
const MEMBERS: &str = "event type name runId userId userProps tags threadTags parentRunId timestamp message input output error \
     feedback runtime tokensUsage metadata params templateId appId threadMetadata";
const RUNTIME: &str = r#""lunary-py""#;
/// From the end of a run to the feedback on it, in microseconds.
const FEEDBACK_AFTER_MICROS: i64 = 1_000_000;

/// One request.
#[derive(Clone, Debug)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    /// How many events it holds.
    pub(super) events: u64,
    /// Its length without the members that are null: what the disk's budget is compared with.
    pub(super) json_bytes: u64,
}

/// The external id of a user.
pub(super) fn user(number: usize) -> String {
    format!("user-{number:03}")
}

/// What is known of a user: a JSON object.
fn user_props(number: usize) -> String {
    format!(r#"{{"name":"Person {number}","plan":"pro"}}"#)
}

/// The text of a tag.
pub(super) fn tag(number: u64) -> String {
    format!("tag-{number:02}")
}

/// The error of a failed run.
pub(super) fn error() -> Value {
    json!({"message": "The upstream service timed out", "stack": "TimeoutError: no answer within 30 s\n  at call (agent.py:214)"})
}

/// Writes the body of a request.
pub(super) struct Writer {
    bytes: Vec<u8>,
    events: u64,
    null_bytes: usize,
    is_first: bool,
}

impl Writer {
    pub(super) fn new() -> Writer {
        let mut writer = Writer { bytes: Vec::with_capacity(2048 * 100), events: 0, null_bytes: 0, is_first: true };
        writer.text(r#"{"events":["#);
        writer
    }

    /// Begins an event, whose members one of the other methods writes.
    fn begin(&mut self) {
        self.text(if self.events == 0 { "{" } else { ",{" });
        self.events += 1;
        self.is_first = true;
    }

    pub(super) fn finish(mut self) -> Body {
        self.text("]}");
        Body { events: self.events, json_bytes: (self.bytes.len() - self.null_bytes) as u64, bytes: self.bytes }
    }

    pub(super) fn extra(&mut self, dataset: &Dataset, extra: Extra) {
        match extra {
            Extra::Message(number) => self.message(&dataset.message(number)),
            Extra::Feedback(block) => self.feedback(&dataset.plan(dataset.judged(block))),
            Extra::Moment(block) => self.moment(&dataset.moment(block), dataset),
        }
    }

    fn message(&mut self, message: &Message<'_>) {
        let mut said = in_thread("chat", message.id, &message.thread);
        said.extend([
            ("timestamp", time(message.at_micros)),
            ("message", format!(r#"{{"role":"{}","content":{}}}"#, message.role, message.content)),
            ("threadTags", r#"["support"]"#.into()),
            ("threadMetadata", format!(r#"{{"channel":"{}"}}"#, message.thread.channel)),
        ]);
        self.event(&said);
    }

    fn feedback(&mut self, plan: &Plan<'_>) {
        self.event(&[
            ("event", quoted("feedback")),
            ("runId", quoted(&plan.id.to_string())),
            ("timestamp", time(plan.ends_micros + FEEDBACK_AFTER_MICROS)),
            ("feedback", plan.feedback.clone().unwrap_or_else(|| "null".into())),
        ]);
    }

    fn moment(&mut self, moment: &Moment<'_>, dataset: &Dataset) {
        let mut said = match &moment.thread {
            Some(thread) => in_thread("custom-event", moment.id, thread),
            None => vec![
                ("event", quoted(moment.name)),
                ("type", quoted("log")),
                ("runId", quoted(&moment.id.to_string())),
                ("parentRunId", quoted(&dataset.id(moment.run).to_string())),
                ("message", moment.text.into()),
            ],
        };
        said.extend([
            ("name", quoted(moment.name)),
            ("timestamp", time(moment.at_micros)),
            ("metadata", format!(r#"{{"customer":{}}}"#, moment.customer)),
        ]);
        self.event(&said);
    }

    /// An event that says this, and of all else that it is null.
    fn event(&mut self, said: &[(&str, String)]) {
        self.begin();
        self.member("runtime", RUNTIME);
        for (name, json) in said {
            self.member(name, json);
        }
        let is_said = |name: &str| name == "runtime" || said.iter().any(|(other, _)| *other == name);
        for name in MEMBERS.split(' ').filter(|name| !is_said(name)) {
            self.nulls(&[name]);
        }
        self.text("}");
    }

    pub(super) fn start(&mut self, plan: &Plan<'_>) {
        self.begin();
        self.head("start", plan);
        self.member("userId", &quoted(&user(plan.user)));
        self.member("userProps", &user_props(plan.user));
        if plan.tags.is_empty() {
            self.nulls(&["tags"]);
        } else {
            self.member("tags", &json!(plan.tags.iter().map(|&number| tag(number)).collect::<Vec<_>>()).to_string());
        }
        match plan.parent {
            Some(parent) => self.member("parentRunId", &quoted(&parent.to_string())),
            None => self.nulls(&["parentRunId"]),
        }
        self.member("timestamp", &time(plan.starts_micros));
        self.member("input", &plan.payload.input);
        self.member("runtime", RUNTIME);
        let metadata: Vec<String> = plan.metadata.iter().map(|(key, value)| format!(r#""{key}":"{value}""#)).collect();
        self.member("metadata", &format!("{{{}}}", metadata.join(",")));
        if plan.is_llm() {
            self.member("params", r#"{"temperature":0.2,"max_tokens":1024}"#);
        } else {
            self.nulls(&["params"]);
        }
        self.nulls(&["threadTags", "message", "output", "error", "feedback", "tokensUsage", "templateId", "appId"]);
        self.nulls(&["threadMetadata"]);
        self.text("}");
    }

    pub(super) fn end(&mut self, plan: &Plan<'_>) {
        self.begin();
        self.head(if plan.fails { "error" } else { "end" }, plan);
        self.member("timestamp", &time(plan.ends_micros));
        if plan.fails {
            self.member("error", &error().to_string());
            self.nulls(&["output", "tokensUsage"]);
        } else {
            self.member("output", &plan.payload.output);
            self.nulls(&["error"]);
            let (prompt, completion) = plan.tokens();
            if plan.is_llm() {
                let usage = format!(r#"{{"completion":{completion},"prompt":{prompt},"promptCached":0}}"#);
                self.member("tokensUsage", &usage);
            } else {
                self.nulls(&["tokensUsage"]);
            }
        }
        self.member("runtime", RUNTIME);
        self.nulls(&["userId", "userProps", "tags", "threadTags", "parentRunId", "message", "input", "feedback"]);
        self.nulls(&["metadata", "params", "templateId", "appId", "threadMetadata"]);
        self.text("}");
    }

    fn head(&mut self, event: &str, plan: &Plan<'_>) {
        self.member("event", &quoted(event));
        self.member("type", &quoted(plan.run_type));
        self.member("name", &quoted(plan.name));
        self.member("runId", &quoted(&plan.id.to_string()));
    }

    fn nulls(&mut self, names: &[&str]) {
        let before = self.bytes.len();
        for name in names {
            self.member(name, "null");
        }
        self.null_bytes += self.bytes.len() - before;
    }

    fn member(&mut self, name: &str, json: &str) {
        self.text(if self.is_first { "\"" } else { ",\"" });
        self.is_first = false;
        self.text(name);
        self.text("\":");
        self.text(json);
    }

    fn text(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }
}

/// What messages and custom events of a conversation have in common.
fn in_thread(event: &str, id: Uuid, thread: &Thread) -> Vec<(&'static str, String)> {
    vec![
        ("event", quoted(event)),
        ("type", quoted("thread")),
        ("runId", quoted(&id.to_string())),
        ("parentRunId", quoted(&thread.id.to_string())),
        ("userId", quoted(&user(thread.user))),
        ("userProps", user_props(thread.user)),
    ]
}

/// As a JSON string, of microseconds since 1970.
fn time(micros: i64) -> String {
    let at = Timestamp::from_microsecond(micros).expect("the bench happens in years of four digits");
    quoted(&at.to_string())
}

/// As a JSON string, of a text that needs no escapes.
fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

#[cfg(test)]
mod tests {
    use super::super::dataset::Times;
    use super::super::stream::Stream;
    use super::*;

    #[test]
    fn a_body_is_what_the_python_sdk_sends() {
        let dataset = Dataset::new(1, 100, Times { first_micros: 1_740_830_400_000_000, step_micros: 100 });
        let stream = Stream::new(&dataset, 0, 100);
        let body = stream.body(&dataset, 0, 1000);
        let value: Value = serde_json::from_slice(&body.bytes).unwrap();
        let events = value["events"].as_array().unwrap();
        assert_eq!((events.len(), body.events), (200, 200));
        assert!(events.iter().all(|event| event.as_object().unwrap().len() == 22), "{}", events[0]);
        assert_eq!(events[3]["runId"], dataset.id(3).to_string());
        assert_eq!(events[0]["timestamp"], "2025-03-01T12:00:00Z");
        let per_event = body.bytes.len() / 200;
        assert!((1200..1500).contains(&per_event), "{per_event} bytes an event");
        let without_nulls: usize = events
            .iter()
            .map(|event| {
                let said = event.as_object().unwrap().iter().filter(|(_, value)| !value.is_null());
                said.map(|(name, value)| name.len() + value.to_string().len() + 4).sum::<usize>() + 2
            })
            .sum();
        assert_eq!(body.json_bytes, (without_nulls + r#"{"events":[]}"#.len() - 1) as u64);
    }

    #[test]
    fn a_mixed_body_has_every_kind_of_event_with_the_same_members() {
        let times = Times { first_micros: 1_740_830_400_000_000, step_micros: 100 };
        let dataset = Dataset::new(1, 100, times).mixed();
        let body = Stream::new(&dataset, 0, 70).body(&dataset, 0, 1000);
        let value: Value = serde_json::from_slice(&body.bytes).unwrap();
        let events = value["events"].as_array().unwrap();
        assert_eq!(events.len(), 200);
        let mut want: Vec<&str> = MEMBERS.split(' ').collect();
        want.sort_unstable();
        for event in events {
            let mut names: Vec<&str> = event.as_object().unwrap().keys().map(String::as_str).collect();
            names.sort_unstable();
            assert_eq!(names, want);
        }
        let count = |name: &str, word: &str| events.iter().filter(|event| event[name] == word).count();
        let kinds = [count("event", "chat"), count("event", "feedback"), count("event", "custom-event")];
        assert_eq!((kinds, count("type", "log")), ([40, 10, 6], 4));
    }
}

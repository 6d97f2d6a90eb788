//! Events as a test would say them: `start("answer").at(0).name("gpt-4o").input("Hi").build()`.

use std::hash::{DefaultHasher, Hash, Hasher};

use model::{EndUser, Event, EventKind, Message, MetadataEntry, RawJson, RunId, Side, ThreadTouch, Usage, part};
use serde_json::{Value, json};

use crate::clock::{NOON, noon_plus};

/// One event in the making; what is not said stays absent.
#[derive(Clone, Debug)]
pub struct Sample {
    event: Event,
}

/// The run named `run` began, at [`NOON`].
#[must_use]
pub fn start(run: &str) -> Sample {
    Sample::new(run, EventKind::Start)
}

/// The run named `run` succeeded, at [`NOON`].
#[must_use]
pub fn end(run: &str) -> Sample {
    Sample::new(run, EventKind::End)
}

/// The metadata of the run named `run` is replaced, at [`NOON`].
#[must_use]
pub fn update(run: &str) -> Sample {
    Sample::new(run, EventKind::Update)
}

/// Somebody judged the run named `run`, at [`NOON`].
#[must_use]
pub fn feedback(run: &str, key: &str, value: impl Into<Value>) -> Sample {
    Sample::new(run, EventKind::Feedback).feedback(key, value)
}

/// A message named `id` went into the conversation named `thread`, at [`NOON`].
#[must_use]
pub fn asks(thread: &str, id: &str, text: &str) -> Sample {
    Sample::new(id, EventKind::Chat).message(thread, Side::Input, json!({"role": "user", "content": text}))
}

/// A message named `id` came out of the conversation named `thread`, at [`NOON`].
#[must_use]
pub fn answers(thread: &str, id: &str, text: &str) -> Sample {
    Sample::new(id, EventKind::Chat).message(thread, Side::Output, json!({"role": "assistant", "content": text}))
}

/// Something of its own kind happened in the conversation named `thread`, at [`NOON`].
#[must_use]
pub fn custom_event(thread: &str, id: &str, name: &str) -> Sample {
    start(id).run_type("custom-event").name(name).parent(thread).thread(thread)
}

/// The run named `run` failed, at [`NOON`].
#[must_use]
pub fn error(run: &str) -> Sample {
    Sample::new(run, EventKind::Error)
}

impl Sample {
    /// An event about the run that a client calls `run` ([`RunId::from_client`]).
    #[must_use]
    pub fn new(run: &str, kind: EventKind) -> Sample {
        Sample { event: Event::new(RunId::from_client(run), kind, NOON) }
    }

    /// It happened this many milliseconds after [`NOON`].
    #[must_use]
    pub fn at(mut self, millis: i64) -> Sample {
        self.event.at = noon_plus(millis);
        self
    }

    /// The client gave no time; it arrived this many milliseconds after [`NOON`].
    #[must_use]
    pub fn soft_at(self, millis: i64) -> Sample {
        let mut sample = self.at(millis);
        sample.event.soft = true;
        sample
    }

    /// One key of feedback; null is a value.
    #[must_use]
    pub fn feedback(mut self, key: &str, value: impl Into<Value>) -> Sample {
        self.event.feedback.push(MetadataEntry { key: key.into(), value: raw(value) });
        self
    }

    /// It belongs to a conversation.
    #[must_use]
    pub fn thread(mut self, thread: &str) -> Sample {
        self.event.thread = Some(ThreadTouch { id: RunId::from_client(thread), tags: None, metadata: Vec::new() });
        self
    }

    /// The labels that it gives its conversation.
    #[must_use]
    pub fn thread_tags(mut self, tags: &[&str]) -> Sample {
        let tags = tags.iter().map(ToString::to_string).collect();
        self.event.thread.as_mut().expect("only conversations have these labels").tags = Some(tags);
        self
    }

    /// It answers the turn before it once more.
    #[must_use]
    pub fn retry(mut self) -> Sample {
        self.event.message.as_mut().expect("only a message can be a retry").is_retry = true;
        self
    }

    fn message(self, thread: &str, side: Side, body: Value) -> Sample {
        let mut sample = self.thread(thread);
        let mut hasher = DefaultHasher::new();
        (side, body.to_string()).hash(&mut hasher);
        let digest = hasher.finish();
        sample.event.message = Some(Message { side, body: raw(body), digest, is_retry: false });
        sample
    }

    /// `llm`, `chain`, `agent`, `tool`, ...
    #[must_use]
    pub fn run_type(mut self, run_type: &str) -> Sample {
        self.event.run_type = Some(run_type.into());
        self
    }

    /// Model, tool, agent or chain.
    #[must_use]
    pub fn name(mut self, name: &str) -> Sample {
        self.event.name = Some(name.into());
        self
    }

    /// The SDK that sent it.
    #[must_use]
    pub fn runtime(mut self, runtime: &str) -> Sample {
        self.event.runtime = Some(runtime.into());
        self
    }

    /// The run is a part of the run that a client calls `parent`.
    #[must_use]
    pub fn parent(mut self, parent: &str) -> Sample {
        self.event.parent = Some(RunId::from_client(parent));
        self
    }

    /// Free labels.
    #[must_use]
    pub fn tags(mut self, tags: &[&str]) -> Sample {
        self.event.tags = Some(tags.iter().map(ToString::to_string).collect());
        self
    }

    /// The person on whose behalf the run happened, without properties.
    #[must_use]
    pub fn user(mut self, external_id: &str) -> Sample {
        self.event.user = Some(EndUser { external_id: external_id.into(), props: None });
        self
    }

    /// The person on whose behalf the run happened, with properties (an object).
    #[must_use]
    pub fn user_with(mut self, external_id: &str, props: impl Into<Value>) -> Sample {
        self.event.user = Some(EndUser { external_id: external_id.into(), props: Some(raw(props)) });
        self
    }

    /// The version of the prompt template that was used.
    #[must_use]
    pub fn template_version(mut self, version: i64) -> Sample {
        self.event.template_version = Some(version);
        self
    }

    /// What went in.
    #[must_use]
    pub fn input(mut self, input: impl Into<Value>) -> Sample {
        self.event.input = Some(raw(input));
        self
    }

    /// What came out.
    #[must_use]
    pub fn output(mut self, output: impl Into<Value>) -> Sample {
        self.event.output = Some(raw(output));
        self
    }

    /// Why it failed.
    #[must_use]
    pub fn because(mut self, error: impl Into<Value>) -> Sample {
        self.event.error = Some(raw(error));
        self
    }

    /// Parameters of the model call.
    #[must_use]
    pub fn params(mut self, params: impl Into<Value>) -> Sample {
        self.event.params = Some(raw(params));
        self
    }

    /// One more key of the metadata.
    #[must_use]
    pub fn metadata(mut self, key: &str, value: impl Into<Value>) -> Sample {
        self.event.metadata.push(MetadataEntry { key: key.into(), value: raw(value) });
        self
    }

    /// Token counts, none of them cached.
    #[must_use]
    pub fn usage(mut self, prompt_tokens: u64, completion_tokens: u64) -> Sample {
        self.event.usage = Some(Usage {
            prompt_tokens: Some(prompt_tokens),
            completion_tokens: Some(completion_tokens),
            ..Usage::default()
        });
        self
    }

    /// A message of the run that came by itself, so many nanoseconds after 1970.
    #[must_use]
    pub fn part(mut self, side: Side, nanos: u64, body: impl Into<Value>) -> Sample {
        let value = raw(body);
        let mut hasher = DefaultHasher::new();
        value.text().hash(&mut hasher);
        self.event.parts.push(MetadataEntry { key: part::key(side, nanos, 0, hasher.finish()), value });
        self
    }

    /// What its span said in its own words.
    #[must_use]
    pub fn attributes(mut self, attributes: impl Into<Value>) -> Sample {
        self.event.attributes = Some(raw(attributes));
        self
    }

    /// Fields that had to be mended.
    #[must_use]
    pub fn repaired(mut self, fields: &[&'static str]) -> Sample {
        self.event.repaired = fields.to_vec();
        self.event.repaired.sort_unstable();
        self
    }

    /// The event, with the hash of what it says.
    #[must_use]
    pub fn build(self) -> Event {
        let mut event = self.event;
        event.hash = hash(&event);
        event
    }
}

/// A hash of all that the client said. It is not the one that `ingest` computes, but has what merging asks of it: equal words
/// give equal hashes, and the arrival time of a soft event has no part in it.
#[must_use]
pub fn hash(event: &Event) -> u64 {
    let mut said = event.clone();
    said.hash = 0;
    if said.soft {
        said.at = NOON;
    }
    let mut hasher = DefaultHasher::new();
    format!("{said:?}").hash(&mut hasher);
    hasher.finish()
}

/// The value as the text that a client would send.
#[must_use]
pub fn raw(value: impl Into<Value>) -> RawJson {
    RawJson::from(value.into().to_string())
}

#[cfg(test)]
mod tests {

    use super::*;

    #[test]
    fn equal_words_have_equal_hashes() {
        let once = start("a").at(5).name("gpt-4o").input(json!({"b": 1, "a": 2})).build();
        let again = start("a").at(5).name("gpt-4o").input(json!({"b": 1, "a": 2})).build();
        assert_eq!(once, again);
        assert_ne!(once.hash, start("a").at(6).name("gpt-4o").input(json!({"b": 1, "a": 2})).build().hash);
        assert_ne!(once.hash, end("a").at(5).name("gpt-4o").input(json!({"b": 1, "a": 2})).build().hash);
    }

    #[test]
    fn the_arrival_of_a_soft_event_is_not_part_of_its_words() {
        assert_eq!(end("a").soft_at(1).build().hash, end("a").soft_at(2).build().hash);
        assert_ne!(end("a").soft_at(1).build().hash, end("a").at(0).build().hash);
    }
}

//! The fingerprint of an event: two events of a run with the same fingerprint are one event (merge rules).
//!
//! It covers what the client said after normalisation, so a retry and another spelling of the same keys have the same one;
//! it refuses to cover when the event arrived. The bytes that are hashed are a row of (tag, length, content), which can be
//! read in one way only. Changing them makes new events differ from stored ones, so they never change.

use model::{Event, MetadataEntry, RawJson, RunId, Side};
use sha2::{Digest, Sha256};

/// The SHA-256 of everything that the event says but for the run that it speaks of.
pub(crate) struct Fingerprint {
    digest: Sha256,
}

impl Fingerprint {
    /// Reads the event; its `run` and its `hash` are not looked at, nor is `at` when it is soft.
    pub(crate) fn of(event: &Event) -> Fingerprint {
        let mut print = Fingerprint { digest: Sha256::new() };
        print.field(b'k', &[event.kind as u8]);
        if !event.soft {
            print.field(b't', &event.at.micros().to_be_bytes());
        }
        print.text(b'y', event.run_type.as_deref());
        print.text(b'n', event.name.as_deref());
        print.text(b'r', event.runtime.as_deref());
        if let Some(parent) = event.parent {
            print.field(b'p', parent.as_bytes());
        }
        print.lists(event);
        print.text(b'i', event.input.as_ref().map(RawJson::text));
        print.text(b'o', event.output.as_ref().map(RawJson::text));
        print.text(b'e', event.error.as_ref().map(RawJson::text));
        print.text(b'a', event.params.as_ref().map(RawJson::text));
        print.conversation(event);
        print.telemetry(event);
        print
    }

    /// What only some kinds say; nothing is hashed for the others.
    fn conversation(&mut self, event: &Event) {
        self.entries([b'f', b'F'], &event.feedback);
        if let Some(thread) = &event.thread {
            self.field(b'h', thread.id.as_bytes());
            self.labels([b'j', b'J'], thread.tags.as_deref());
            self.entries([b'q', b'Q'], &thread.metadata);
        }
        if let Some(message) = &event.message {
            self.field(b's', &[message.side as u8, u8::from(message.is_retry)]);
            self.field(b'b', message.body.text().as_bytes());
        }
    }

    /// What only OpenTelemetry says; nothing is hashed for the others.
    fn telemetry(&mut self, event: &Event) {
        if let Some(trace) = event.trace {
            self.field(b'c', trace.as_bytes());
        }
        self.text(b'x', event.attributes.as_ref().map(RawJson::text));
        self.entries([b'w', b'W'], &event.parts);
    }

    fn lists(&mut self, event: &Event) {
        self.labels([b'g', b'G'], event.tags.as_deref());
        if let Some(user) = &event.user {
            self.field(b'u', user.external_id.as_bytes());
            self.text(b'U', user.props.as_ref().map(RawJson::text));
        }
        if let Some(version) = event.template_version {
            self.field(b'v', &version.to_be_bytes());
        }
        self.entries([b'm', b'M'], &event.metadata);
        if let Some(usage) = event.usage {
            let counts = [
                usage.prompt_tokens,
                usage.completion_tokens,
                usage.cached_prompt_tokens,
                usage.cache_write_tokens,
                usage.reasoning_tokens,
                usage.audio_prompt_tokens,
                usage.audio_completion_tokens,
            ];
            for (tag, count) in (b'1'..).zip(counts) {
                count.inspect(|count| self.field(tag, &count.to_be_bytes()));
            }
        }
    }

    fn labels(&mut self, [list, one]: [u8; 2], labels: Option<&[String]>) {
        if let Some(labels) = labels {
            self.field(list, &(labels.len() as u64).to_be_bytes());
            labels.iter().for_each(|label| self.field(one, label.as_bytes()));
        }
    }

    fn entries(&mut self, [key, value]: [u8; 2], entries: &[MetadataEntry]) {
        for entry in entries {
            self.field(key, entry.key.as_bytes());
            self.field(value, entry.value.text().as_bytes());
        }
    }

    fn text(&mut self, tag: u8, text: Option<&str>) {
        if let Some(text) = text {
            self.field(tag, text.as_bytes());
        }
    }

    fn field(&mut self, tag: u8, content: &[u8]) {
        let mut head = [tag; 9];
        head[1..].copy_from_slice(&(content.len() as u64).to_be_bytes());
        self.digest.update(head);
        self.digest.update(content);
    }

    /// The hash of an event about this run.
    pub(crate) fn about(mut self, run: RunId) -> u64 {
        self.field(b'd', run.as_bytes());
        let digest = self.digest.finalize();
        u64::from_be_bytes(digest[..8].try_into().expect("a SHA-256 has 32 bytes"))
    }

    /// An id for a run that its client did not name, from what the event says. `arrival` is what else may tell it from
    /// others: nothing when the event has a time of its own, so that a retry finds the same run.
    pub(crate) fn unnamed_run(&self, arrival: &[u8]) -> RunId {
        let mut digest = self.digest.clone();
        digest.update(arrival);
        let mut bytes: [u8; 16] = digest.finalize()[..16].try_into().expect("a SHA-256 has 32 bytes");
        bytes[6] = 0x40 | (bytes[6] & 0x0f);
        bytes[8] = 0xa0 | (bytes[8] & 0x0f);
        RunId::from_bytes(bytes)
    }
}

/// What tells a message from others of its id: the first 8 bytes of the SHA-256 of its side and its body.
pub(crate) fn message_digest(side: Side, body: &RawJson) -> u64 {
    let mut digest = Sha256::new();
    digest.update([side as u8]);
    digest.update(body.text());
    u64::from_be_bytes(digest.finalize()[..8].try_into().expect("a SHA-256 has 32 bytes"))
}

#[cfg(test)]
mod tests {
    use model::{EventKind, Message, ThreadTouch, Timestamp, TraceId};

    use super::*;

    fn event(change: impl FnOnce(&mut Event)) -> Event {
        let mut event = Event::new(RunId::from_client("r"), EventKind::Start, Timestamp::from_millis(1));
        change(&mut event);
        event
    }

    fn hash(change: impl FnOnce(&mut Event)) -> u64 {
        let event = event(change);
        Fingerprint::of(&event).about(event.run)
    }

    #[test]
    fn each_thing_that_a_client_can_say_changes_the_hash() {
        let entry = |key: &str| MetadataEntry { key: key.into(), value: RawJson::from_checked("1") };
        let touch = |tags: Option<Vec<String>>, metadata: Vec<MetadataEntry>| {
            Some(ThreadTouch { id: RunId::from_client("t"), tags, metadata })
        };
        let message =
            |side, body: &str, is_retry| Some(Message { side, body: RawJson::from_checked(body), digest: 0, is_retry });
        let hashes = [
            hash(|event| event.feedback = vec![entry("a")]),
            hash(|event| event.feedback = vec![entry("b")]),
            hash(|event| event.thread = touch(None, vec![])),
            hash(|event| event.thread = touch(Some(vec![]), vec![])),
            hash(|event| event.thread = touch(Some(vec!["ab".into()]), vec![])),
            hash(|event| event.thread = touch(None, vec![entry("a")])),
            hash(|event| event.message = message(Side::Input, "{}", false)),
            hash(|event| event.message = message(Side::Output, "{}", false)),
            hash(|event| event.message = message(Side::Input, "{}", true)),
            hash(|event| event.message = message(Side::Input, "[]", false)),
            hash(|_| ()),
            hash(|event| event.run = RunId::from_client("s")),
            hash(|event| event.parent = Some(RunId::from_client("s"))),
            hash(|event| event.kind = EventKind::End),
            hash(|event| event.at = Timestamp::from_millis(2)),
            hash(|event| event.soft = true),
            hash(|event| event.name = Some("ab".into())),
            hash(|event| event.run_type = Some("ab".into())),
            hash(|event| event.input = Some(RawJson::from_checked("1"))),
            hash(|event| event.output = Some(RawJson::from_checked("1"))),
            hash(|event| event.tags = Some(vec![])),
            hash(|event| event.tags = Some(vec!["ab".into()])),
            hash(|event| event.tags = Some(vec!["a".into(), "b".into()])),
            hash(|event| event.metadata = vec![entry("a"), entry("b")]),
            hash(|event| event.metadata = vec![entry("b"), entry("a")]),
            hash(|event| event.trace = TraceId::from_bytes([1; 16])),
            hash(|event| event.attributes = Some(RawJson::from_checked("1"))),
            hash(|event| event.parts = vec![entry("a")]),
            hash(|event| event.usage = Some(model::Usage { cache_write_tokens: Some(1), ..Default::default() })),
            hash(|event| event.usage = Some(model::Usage { reasoning_tokens: Some(1), ..Default::default() })),
            hash(|event| event.usage = Some(model::Usage { audio_prompt_tokens: Some(1), ..Default::default() })),
            hash(|event| event.usage = Some(model::Usage { audio_completion_tokens: Some(1), ..Default::default() })),
            hash(|event| event.usage = Some(model::Usage { prompt_tokens: Some(1), ..Default::default() })),
            hash(|event| event.usage = Some(model::Usage { completion_tokens: Some(1), ..Default::default() })),
        ];
        let distinct: std::collections::HashSet<u64> = hashes.into_iter().collect();
        assert_eq!(distinct.len(), hashes.len());
    }

    #[test]
    fn the_arrival_time_does_not_change_the_hash() {
        let soft = |millis| hash(|event| (event.soft, event.at) = (true, Timestamp::from_millis(millis)));
        assert_eq!(soft(1), soft(2));
    }

    #[test]
    fn hashes_are_the_same_in_every_release() {
        assert_eq!(hash(|event| event.name = Some("gpt-4o".into())), 1_154_168_941_913_648_857);
    }
}

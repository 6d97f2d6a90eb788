//! The events of the bench as a client would send them: with the members of the Python SDK, which names every one, absent
//! ones as null.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::dataset::{Dataset, Plan};

/// About how many runs begin between the beginning and the end of a run.
const LAG: u64 = 200;

/// The runs `first..first + runs`, as a stream of events: each begins, and about 400 events later it ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stream {
    /// The number of the first run.
    pub(super) first: u64,
    /// How many runs.
    pub(super) runs: u64,
}

impl Stream {
    /// How many events: two a run.
    pub(super) fn events(self) -> u64 {
        2 * self.runs
    }

    /// Which run the event at this place is about, and whether it is its end.
    fn event(self, place: u64) -> (u64, bool) {
        let lag = LAG.min(self.runs);
        let (run, is_end) = match place {
            _ if place < lag => (place, false),
            _ if place >= self.events() - lag => (place - self.runs, true),
            _ => {
                let beyond = place - lag;
                if beyond.is_multiple_of(2) { (lag + beyond / 2, false) } else { (beyond / 2, true) }
            }
        };
        (self.first + run, is_end)
    }

    /// The body of a request with the events at these places, as many of them as there are.
    pub(super) fn body(self, dataset: &Dataset, first_place: u64, count: u64) -> Body {
        let places = first_place..self.events().min(first_place + count);
        let mut writer = Writer { bytes: Vec::with_capacity(2048 * 100), null_bytes: 0, is_first: true };
        let events = places.end - places.start;
        writer.text(r#"{"events":["#);
        for place in places {
            let (number, is_end) = self.event(place);
            writer.text(if place == first_place { "{" } else { ",{" });
            writer.is_first = true;
            let plan = dataset.plan(number);
            if is_end {
                writer.end(&plan);
            } else {
                writer.start(&plan);
            }
            writer.text("}");
        }
        writer.text("]}");
        Body { events, json_bytes: (writer.bytes.len() - writer.null_bytes) as u64, bytes: writer.bytes }
    }
}

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

/// The text of a tag.
pub(super) fn tag(number: u64) -> String {
    format!("tag-{number:02}")
}

/// The error of a failed run.
pub(super) fn error() -> Value {
    json!({"message": "The upstream service timed out", "stack": "TimeoutError: no answer within 30 s\n  at call (agent.py:214)"})
}

struct Writer {
    bytes: Vec<u8>,
    null_bytes: usize,
    is_first: bool,
}

impl Writer {
    fn start(&mut self, plan: &Plan<'_>) {
        self.head("start", plan);
        self.member("userId", &quoted(&user(plan.user)));
        self.member("userProps", &format!(r#"{{"name":"Person {}","plan":"pro"}}"#, plan.user));
        if plan.tags.is_empty() {
            self.nulls(&["tags"]);
        } else {
            self.member("tags", &json!(plan.tags.iter().map(|&number| tag(number)).collect::<Vec<_>>()).to_string());
        }
        match plan.parent {
            Some(parent) => self.member("parentRunId", &quoted(&parent.to_string())),
            None => self.nulls(&["parentRunId"]),
        }
        self.time(plan.starts_micros);
        self.member("input", &plan.payload.input);
        self.member("runtime", r#""lunary-py""#);
        let metadata: Vec<String> = plan.metadata.iter().map(|(key, value)| format!(r#""{key}":"{value}""#)).collect();
        self.member("metadata", &format!("{{{}}}", metadata.join(",")));
        if plan.is_llm() {
            self.member("params", r#"{"temperature":0.2,"max_tokens":1024}"#);
        } else {
            self.nulls(&["params"]);
        }
        self.nulls(&["threadTags", "message", "output", "error", "feedback", "tokensUsage", "templateId", "appId"]);
        self.nulls(&["threadMetadata"]);
    }

    fn end(&mut self, plan: &Plan<'_>) {
        self.head(if plan.fails { "error" } else { "end" }, plan);
        self.time(plan.ends_micros);
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
        self.member("runtime", r#""lunary-py""#);
        self.nulls(&["userId", "userProps", "tags", "threadTags", "parentRunId", "message", "input", "feedback"]);
        self.nulls(&["metadata", "params", "templateId", "appId", "threadMetadata"]);
    }

    fn head(&mut self, event: &str, plan: &Plan<'_>) {
        self.member("event", &quoted(event));
        self.member("type", &quoted(plan.run_type));
        self.member("name", &quoted(plan.name));
        self.member("runId", &quoted(&plan.id.to_string()));
    }

    fn time(&mut self, micros: i64) {
        let at = Timestamp::from_microsecond(micros).expect("the bench happens in years of four digits");
        self.member("timestamp", &quoted(&at.to_string()));
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

/// As a JSON string, of a text that needs no escapes.
fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::super::dataset::Times;
    use super::*;

    #[track_caller]
    fn check_order(runs: u64) {
        let stream = Stream { first: 7, runs };
        let mut begun = HashMap::new();
        let mut ended = 0;
        for place in 0..stream.events() {
            match stream.event(place) {
                (run, false) => assert_eq!(begun.insert(run, place), None, "run {run} of {runs} begins twice"),
                (run, true) => {
                    ended += 1;
                    let distance = place - begun.remove(&run).expect("a run begins before it ends");
                    assert!(distance <= 2 * LAG + 1, "run {run} of {runs}: {distance} events");
                }
            }
        }
        assert_eq!(ended, runs);
        assert!(begun.is_empty());
    }

    #[test]
    fn every_run_begins_and_ends_once() {
        for runs in [0, 1, 2, 199, 200, 201, 1000] {
            check_order(runs);
        }
    }

    #[test]
    fn a_body_is_what_the_python_sdk_sends() {
        let dataset = Dataset::new(1, 100, Times { first_micros: 1_740_830_400_000_000, step_micros: 100 });
        let stream = Stream { first: 0, runs: 100 };
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
}

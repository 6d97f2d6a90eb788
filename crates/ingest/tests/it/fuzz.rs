//! What must hold for any bytes, as plain functions over bytes; each is run over the recorded bodies and over ten thousand
//! inputs made from them. The generator is seeded, so a failure comes back.

use ingest::{Decoded, Limits, decode_batch, decode_report};
use model::{Event, RawJson};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::batches::BATCHES;
use crate::{NOW, shown};

/// How many inputs each of the two targets is given.
const INPUTS: usize = 5_000;

/// Tiny limits, so that generated bodies reach them.
pub(crate) fn tiny() -> Limits {
    Limits {
        events: 5,
        depth: 4,
        tags: 2,
        metadata_keys: 2,
        feedback_bytes: 9,
        name_bytes: 6,
        text_bytes: 12,
        repaired_bytes: 4000,
        decoded_bytes: 20_000,
    }
}

/// A whole body: nothing panics, twice the same comes out, every element has its result, and what is stored is sound.
pub(crate) fn decoder(body: &[u8]) {
    for limits in [Limits::default(), tiny()] {
        let report = decode_report(body, NOW, &limits);
        let Ok(decoded) = decode_batch(body, NOW, &limits) else {
            assert!(report.is_err(), "what is no batch is no report either");
            continue;
        };
        if let Some(count) = elements(body) {
            assert_eq!(decoded.len(), count, "{}", String::from_utf8_lossy(body));
        }
        decoded.iter().filter_map(|element| element.result.as_ref().ok()).for_each(sound);
        let again = decode_batch(body, NOW, &limits).expect("it was decoded before");
        let lines = |decoded: &[Decoded]| decoded.iter().map(shown).collect::<Vec<String>>();
        assert_eq!(lines(&decoded), lines(&again));
        if let Ok(report) = report {
            assert_eq!(lines(&report.events), lines(&decoded));
        }
    }
}

/// One element, between two others: whatever it is, it has one result, and the others are what they are without it.
pub(crate) fn normaliser(element: &[u8]) {
    let Ok(element) = serde_json::from_slice::<&RawValue>(element) else { return };
    let (first, last) = (
        r#"{"event":"start","runId":"good-1","timestamp":1,"input":"one"}"#,
        r#"{"event":"chat","runId":"good-2","parentRunId":"good-3","timestamp":2,"message":{"role":"user","content":2}}"#,
    );
    for limits in [Limits::default(), tiny()] {
        let decoded = |body: String| decode_batch(body.as_bytes(), NOW, &limits).expect("the body is a batch");
        let alone = decoded(format!(r#"{{"events":[{first},{last}]}}"#));
        let among = decoded(format!(r#"{{"events":[{first},{},{last}]}}"#, element.get()));
        assert_eq!(among.len(), 3, "{}", element.get());
        for good in &alone {
            let unharmed = among.iter().find(|one| one.echo == good.echo).expect("it has its result");
            assert_eq!(shown(unharmed), shown(good), "{}", element.get());
        }
        among.iter().filter_map(|one| one.result.as_ref().ok()).for_each(sound);
    }
}

/// How many elements a body has by another reader's count, if that can read it.
fn elements(body: &[u8]) -> Option<usize> {
    match serde_json::from_slice::<Value>(body).ok()?.get("events")? {
        Value::Array(elements) => Some(elements.len()),
        _ => Some(1),
    }
}

/// What holds for every event that is stored.
pub(crate) fn sound(event: &Event) {
    let entries = event.metadata.iter().chain(&event.feedback).chain(&event.parts);
    let touched = event.thread.iter().flat_map(|thread| &thread.metadata);
    let free = [&event.input, &event.output, &event.error, &event.params, &event.attributes].into_iter().flatten();
    let props = event.user.iter().filter_map(|user| user.props.as_ref());
    let body = event.message.iter().map(|message| &message.body);
    let raws: Vec<&RawJson> =
        free.chain(entries.chain(touched).map(|entry| &entry.value)).chain(props).chain(body).collect();
    for raw in raws {
        let tree: Result<Value, _> = serde_json::from_str(raw.text());
        assert!(tree.is_ok(), "what is stored is JSON that a common parser reads: {}", raw.text());
    }
    assert!(event.message.iter().all(|message| message.body.to_value().is_object()));
    assert!(event.repaired.is_sorted());
    assert_ne!(event.parent, Some(event.run));
    assert!(event.thread.iter().all(|thread| thread.id != event.run));
}

/// A row of numbers that look random and are the same every time (SplitMix64).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let sides = u64::try_from(sides).expect("no more than 64 bits");
        usize::try_from((mixed ^ (mixed >> 31)) % sides).expect("less than the sides")
    }

    pub(crate) fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.roll(choices.len())]
    }

    fn word<'a>(&mut self, words: &'a str) -> &'a str {
        self.pick(&words.split(' ').collect::<Vec<&str>>())
    }

    /// A recorded body with a few bytes replaced, removed, doubled or moved.
    fn mutated_body(&mut self) -> Vec<u8> {
        let mut bytes = BATCHES[self.roll(BATCHES.len())].body.as_bytes().to_vec();
        for _ in 0..=self.roll(3) {
            let start = self.roll(bytes.len());
            let end = (start + self.roll(12)).min(bytes.len());
            match self.roll(4) {
                0 => drop(bytes.drain(start..end)),
                1 => {
                    let copy = bytes[start..end].to_vec();
                    let place = self.roll(bytes.len());
                    bytes.splice(place..place, copy);
                }
                2 => bytes[start] = u8::try_from(self.roll(256)).expect("a byte"),
                _ => drop(bytes.splice(start..end, self.pick(VALUES).bytes())),
            }
            if bytes.is_empty() {
                bytes.push(b'{');
            }
        }
        bytes
    }

    /// An event with any members, in any spelling, with any values.
    fn event(&mut self) -> String {
        let mut members = vec![format!(r#""event":{}"#, self.pick(KINDS))];
        for _ in 0..self.roll(12) {
            let key = self.word(KEYS);
            members.push(format!(r#""{key}":{}"#, self.value(3)));
        }
        let place = self.roll(members.len());
        members.swap(0, place);
        format!("{{{}}}", members.join(","))
    }

    fn value(&mut self, levels: usize) -> String {
        match self.roll(if levels == 0 { 1 } else { 4 }) {
            0 | 1 => self.pick(VALUES).to_owned(),
            2 => {
                let members: Vec<String> = (0..self.roll(5))
                    .map(|_| format!(r#""{}":{}"#, self.word(MEMBERS), self.value(levels - 1)))
                    .collect();
                format!("{{{}}}", members.join(","))
            }
            _ => {
                let items: Vec<String> = (0..self.roll(5)).map(|_| self.value(levels - 1)).collect();
                format!("[{}]", items.join(","))
            }
        }
    }
}

const KINDS: &[&str] = &[
    "\"start\"",
    "\"end\"",
    "\"error\"",
    "\"feedback\"",
    "\"chat\"",
    "\"chat\"",
    "\"custom-event\"",
    "\"update\"",
    "\"info\"",
    "null",
    "7",
];

const KEYS: &str = "type runId run_id parentRunId parent-run-id timestamp name input output error params extra tags \
    metadata userId user_props tokensUsage feedback message message thread_tags threadMetadata \
    templateId runtime appId app projectId other";

const MEMBERS: &str = "role content text id isRetry is_retry tags extra metadata feedback tool_calls toolCalls prompt \
    completion enrichment templateId a_b aB 日 \\u0000";

const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-1",
    "17",
    "1.5e3",
    "1e400",
    "1740821400120",
    "9007199254740993",
    "\"\"",
    "\"a\"",
    "\"hello\"",
    "\"llm\"",
    "\"log\"",
    "\"user\"",
    "\"assistant\"",
    "\"2025-03-01T09:30:00Z\"",
    "\"\\u0000\\\"日\\n\"",
    "\"\\ud83d\\ude00\"",
    "\"a longer text than is kept\"",
    "{}",
    "[]",
    "[[[[[[1]]]]]]",
    "{\"a\":{\"b\":{\"c\":{}}}}",
];

#[test]
fn no_bytes_break_the_decoder() {
    BATCHES.iter().for_each(|recorded| decoder(recorded.body.as_bytes()));
    let mut dice = Dice(3);
    for _ in 0..INPUTS {
        decoder(&dice.mutated_body());
    }
}

#[test]
fn no_event_breaks_its_neighbours() {
    let mut dice = Dice(7);
    for round in 0..INPUTS {
        let event = dice.event();
        normaliser(event.as_bytes());
        if round % 10 == 0 {
            decoder(format!(r#"{{"events":[{event},{},{event}]}}"#, dice.event()).as_bytes());
        }
    }
}

#[test]
fn the_generator_reaches_every_kind_of_event_and_of_refusal() {
    let mut dice = Dice(7);
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..INPUTS {
        let decoded = crate::decode(format!(r#"{{"events":[{}]}}"#, dice.event()));
        let word = match &decoded[0].result {
            Ok(event) => format!("{:?}", event.kind),
            Err(rejection) => rejection.reason().to_owned(),
        };
        seen.insert(word);
    }
    let want = [
        "Chat",
        "End",
        "Error",
        "Feedback",
        "Start",
        "Update",
        "no_effect",
        "no_kind",
        "no_message",
        "no_parent_run_id",
        "no_run_id",
        "unknown_kind",
    ];
    assert_eq!(Vec::from_iter(&seen), want);
}

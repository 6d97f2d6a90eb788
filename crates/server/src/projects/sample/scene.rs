//! What happens, said in events as an SDK says them.

use model::Timestamp;
use serde_json::{Map, Value, json};

use super::dice::Dice;

/// The events so far, and the chance that the rest depends on.
pub(super) struct Scene {
    pub(super) events: Vec<Value>,
    pub(super) dice: Dice,
    runs: u64,
    /// Conversations so far.
    pub(super) talks: u32,
}

/// A run that has begun.
pub(super) struct Begun {
    pub(super) id: String,
    run_type: &'static str,
}

impl Scene {
    pub(super) fn new(dice: Dice) -> Scene {
        Scene { events: Vec::new(), dice, runs: 0, talks: 0 }
    }

    /// A name that no other run has.
    pub(super) fn name(&mut self) -> String {
        self.runs += 1;
        format!("sample-{}", self.runs)
    }

    /// A run begins; `more` are further members of the event.
    pub(super) fn start(
        &mut self,
        (run_type, name): (&'static str, &str),
        parent: Option<&str>,
        at: Timestamp,
        more: Value,
    ) -> Begun {
        let id = self.name();
        let mut event = members(json!({
            "type": run_type, "event": "start", "runId": id, "name": name, "timestamp": at.to_string(),
            "metadata": {"sample": true},
        }));
        if let Some(parent) = parent {
            event.insert("parentRunId".into(), parent.into());
        }
        for (key, value) in members(more) {
            match (event.get_mut(&key), value) {
                (Some(Value::Object(known)), Value::Object(more)) => known.extend(more),
                (_, value) => {
                    event.insert(key, value);
                }
            }
        }
        self.events.push(event.into());
        Begun { id, run_type }
    }

    pub(super) fn end(&mut self, run: &Begun, at: Timestamp, output: &Value) {
        self.events.push(json!({
            "type": run.run_type, "event": "end", "runId": run.id, "timestamp": at.to_string(), "output": output,
        }));
    }

    /// A model call ends: tokens as its texts are long.
    pub(super) fn end_call(&mut self, call: &Begun, at: Timestamp, (prompt, text): (&str, &str)) {
        let (prompt, completion) = (prompt.len() / 4 + 180, text.len() / 4 + 4);
        let cached = if self.dice.percent(25) { 128 } else { 0 };
        self.events.push(json!({
            "type": "llm", "event": "end", "runId": call.id, "timestamp": at.to_string(),
            "output": {"role": "assistant", "content": text},
            "tokensUsage": {"prompt": prompt, "completion": completion, "promptCached": cached},
        }));
    }

    pub(super) fn fail(&mut self, run: &Begun, at: Timestamp, message: &str) {
        let kind = message.split([':', ' ']).next().unwrap_or("Error");
        let stack = format!("{message}\n    at run (/app/desk/agent.ts:42:13)\n    at {kind} (/app/desk/steps.ts:7:5)");
        self.events.push(json!({
            "type": run.run_type, "event": "error", "runId": run.id, "timestamp": at.to_string(),
            "error": {"message": message, "stack": stack},
        }));
    }

    pub(super) fn rate(&mut self, run: &str, at: Timestamp, feedback: &Value) {
        self.events.push(json!({
            "type": null, "event": "feedback", "runId": run, "timestamp": at.to_string(), "feedback": feedback,
        }));
    }

    /// A message of a conversation; its name.
    pub(super) fn message(&mut self, thread: &str, at: Timestamp, message: &Value, more: Value) -> String {
        let id = self.name();
        let mut event = members(json!({
            "type": "thread", "event": "chat", "runId": id, "parentRunId": thread, "timestamp": at.to_string(),
            "message": message, "threadTags": ["chat"], "threadMetadata": {"sample": true},
        }));
        event.extend(members(more));
        self.events.push(event.into());
        id
    }

    /// Something of its own kind in a conversation.
    pub(super) fn custom_event(&mut self, thread: &str, at: Timestamp, name: &str) {
        let id = self.name();
        self.events.push(json!({
            "type": "custom-event", "event": "custom-event", "runId": id, "parentRunId": thread, "name": name,
            "timestamp": at.to_string(), "metadata": {"sample": true},
        }));
    }
}

fn members(object: Value) -> Map<String, Value> {
    match object {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

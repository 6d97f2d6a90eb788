//! A run in the making: what the dialects fill in, within the limits.

use std::collections::HashSet;

use model::{MetadataEntry, RawJson, Usage, casing};
use serde_json::{Map, Value};

use crate::{Limits, bounds};

/// Bytes of an attribute that becomes metadata; a longer text is no label of anything and stays among the raw attributes.
const LABEL_BYTES: usize = 4096;

/// What is known of a run so far. Dialects fill it in; whatever is there first stays.
pub(super) struct Draft<'a> {
    pub(super) limits: &'a Limits,
    /// `llm`, `chain`, ...
    pub(super) run_type: &'static str,
    /// Model, tool, agent or chain.
    pub(super) name: Option<String>,
    pub(super) input: Option<Value>,
    pub(super) output: Option<Value>,
    /// Parameters of the model call, by the names that the API uses.
    pub(super) params: Map<String, Value>,
    /// Token counts; kept of runs that call a model only.
    pub(super) usage: Usage,
    /// The customer's name for the person.
    pub(super) user: Option<String>,
    /// What the customer knows of the person.
    pub(super) user_props: Map<String, Value>,
    /// Free labels.
    pub(super) tags: Option<Vec<String>>,
    /// The prompt version.
    pub(super) template_version: Option<i64>,
    notes: Vec<MetadataEntry>,
    /// The stored forms of the keys of `notes`.
    noted: HashSet<String>,
    repaired: Vec<&'static str>,
    /// The true lengths of texts that were cut, by field.
    cut: Vec<(&'static str, Vec<usize>)>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(run_type: &'static str, limits: &'a Limits) -> Draft<'a> {
        Draft {
            limits,
            run_type,
            name: None,
            input: None,
            output: None,
            params: Map::new(),
            usage: Usage::default(),
            user: None,
            user_props: Map::new(),
            tags: None,
            template_version: None,
            notes: Vec::new(),
            noted: HashSet::new(),
            repaired: Vec::new(),
            cut: Vec::new(),
        }
    }

    /// Whether the run called a model: then it has tokens, and its name is the model's.
    pub(super) fn calls_a_model(&self) -> bool {
        calls_a_model(self.run_type)
    }

    /// Sets a parameter, unless it is set.
    pub(super) fn param(&mut self, name: &str, value: Option<Value>) {
        if let Some(value) = value.filter(|value| !value.is_null() && !self.params.contains_key(name)) {
            self.params.insert(name.to_owned(), value);
        }
    }

    /// Sets what went in, unless it is set. An empty array or object says nothing.
    pub(super) fn set_input(&mut self, value: Option<Value>) {
        self.input = self.input.take().or(value.filter(says_something));
    }

    /// Sets what came out, unless it is set.
    pub(super) fn set_output(&mut self, value: Option<Value>) {
        self.output = self.output.take().or(value.filter(says_something));
    }

    /// Adds a key of metadata, unless it is there, the value is neither a scalar nor an array of scalars, or it is a long
    /// text.
    pub(super) fn note(&mut self, key: &str, value: Option<Value>) {
        let Some(value) = value.filter(is_label) else { return };
        let short = bounds::beginning(key, self.limits.name_bytes);
        let form = casing::stored_form(short);
        if self.noted.contains(&*form) {
            return;
        }
        if self.notes.len() >= self.limits.metadata_keys || short.len() < key.len() {
            self.mark("metadata");
        }
        if self.notes.len() < self.limits.metadata_keys {
            self.noted.insert(form.into_owned());
            self.notes.push(MetadataEntry { key: short.to_owned(), value: RawJson::from(value.to_string()) });
        }
    }

    /// Notes that a field is not stored as it was sent.
    pub(super) fn mark(&mut self, field: &'static str) {
        if !self.repaired.contains(&field) {
            self.repaired.push(field);
        }
    }

    /// The fields that were marked, sorted.
    pub(super) fn repaired(&mut self) -> Vec<&'static str> {
        self.repaired.sort_unstable();
        std::mem::take(&mut self.repaired)
    }

    /// A name within its limit.
    pub(super) fn short(&mut self, text: String, field: &'static str) -> String {
        let short = bounds::beginning(&text, self.limits.name_bytes);
        if short.len() == text.len() {
            return text;
        }
        let short = short.to_owned();
        self.mark(field);
        short
    }

    /// A JSON text within the limits.
    pub(super) fn bounded(&mut self, text: String, field: &'static str) -> RawJson {
        let bounded = bounds::bounded(&text, self.limits.depth, self.limits);
        let std::borrow::Cow::Owned(changed) = bounded.text else { return RawJson::from(text) };
        self.mark(field);
        if !bounded.cut.is_empty() {
            self.cut.push((field, bounded.cut));
        }
        RawJson::from(changed)
    }

    /// The metadata, with the true lengths of what was cut.
    pub(super) fn metadata(&mut self) -> Vec<MetadataEntry> {
        for (field, lengths) in self.cut.drain(..) {
            let value = match &lengths[..] {
                [only] => only.to_string(),
                several => format!("{several:?}"),
            };
            let key = format!("perilune.{field}.length");
            self.notes.push(MetadataEntry { key, value: RawJson::from(value) });
        }
        std::mem::take(&mut self.notes)
    }
}

/// Whether runs of this type call a model.
pub(super) fn calls_a_model(run_type: &str) -> bool {
    matches!(run_type, "llm" | "embed")
}

fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(elements) => !elements.is_empty(),
        Value::Object(members) => !members.is_empty(),
        _ => true,
    }
}

fn is_label(value: &Value) -> bool {
    match value {
        Value::Null | Value::Object(_) => false,
        Value::String(text) => text.len() <= LABEL_BYTES,
        Value::Array(elements) => elements.len() <= LABEL_BYTES && elements.iter().all(is_scalar_label),
        _ => true,
    }
}

fn is_scalar_label(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::Object(_) | Value::Array(_)) && is_label(value)
}

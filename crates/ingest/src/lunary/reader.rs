//! Reads the members of one event and remembers which of them had to be mended.

use std::borrow::Cow;

use model::{EndUser, MetadataEntry, RawJson, RunId, Timestamp, Usage, casing};

use super::feedback::Feedback;
use super::fields::{Field, Fields};
use super::message::Parts;
use super::metadata::{Keep, Metadata};
use super::usage::Counts;
use super::{Batch, scalar, timestamp};
use crate::bounds;

/// The metadata key that keeps a timestamp that no run may have.
const TIMESTAMP_KEY: &str = "perilune.timestamp";

/// One event on its way to be normalised.
pub(super) struct Reader<'a> {
    fields: &'a Fields<'a>,
    batch: &'a Batch<'a>,
    repaired: Vec<&'static str>,
    /// The true lengths of texts that were cut, by field.
    cut: Vec<(Field, Vec<usize>)>,
    /// What the timestamp said, if it said a time that no run may have.
    odd_timestamp: Option<String>,
}

/// When an event happened.
pub(super) struct Moment {
    pub(super) at: Timestamp,
    /// The client gave no usable time; `at` is the arrival.
    pub(super) soft: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(fields: &'a Fields<'a>, batch: &'a Batch<'a>) -> Reader<'a> {
        Reader { fields, batch, repaired: Vec::new(), cut: Vec::new(), odd_timestamp: None }
    }

    /// Notes that a member is not stored as it was sent.
    pub(super) fn mark(&mut self, field: Field) {
        self.repaired.push(field.name());
    }

    /// The marked members, sorted, each once.
    pub(super) fn into_repaired(mut self) -> Vec<&'static str> {
        self.repaired.sort_unstable();
        self.repaired.dedup();
        self.repaired
    }

    /// Whether a member is there and not null.
    pub(super) fn has(&self, field: Field) -> bool {
        self.fields.get(field).is_some()
    }

    /// The raw JSON of a member, unless it is absent or null; for whoever keeps it within the limits by themselves.
    pub(super) fn raw(&mut self, field: Field) -> Option<&'a str> {
        let sent = self.fields.sent(field)?;
        if self.batch.body.is_changed(sent) {
            self.mark(field);
        }
        Some(sent).filter(|raw| *raw != "null")
    }

    /// The text of a member that holds a string, cut to the length of a name.
    pub(super) fn name(&mut self, field: Field) -> Option<String> {
        let text = scalar::text(self.raw(field)?)?;
        Some(self.shorten(text, field))
    }

    fn shorten(&mut self, text: Cow<'_, str>, field: Field) -> String {
        let short = bounds::beginning(&text, self.batch.limits.name_bytes);
        if short.len() == text.len() {
            return text.into_owned();
        }
        self.mark(field);
        short.to_owned()
    }

    /// The run that a member names; `None` when it holds anything but a text with something in it.
    pub(super) fn run_id(&mut self, field: Field) -> Option<RunId> {
        Reader::id_in(self.raw(field)?)
    }

    /// The same for any value.
    pub(super) fn id_in(raw: &str) -> Option<RunId> {
        let text = scalar::text(raw)?;
        (!text.is_empty()).then(|| RunId::from_client(&text))
    }

    /// A member that may hold any JSON.
    pub(super) fn json(&mut self, field: Field) -> Option<RawJson> {
        self.bounded_json(field).map(|text| RawJson::from_checked(&text))
    }

    /// The same, as text to go on with.
    pub(super) fn bounded_json(&mut self, field: Field) -> Option<Cow<'a, str>> {
        let raw = self.raw(field)?;
        Some(self.bounded(raw, field))
    }

    /// The same, unless JavaScript takes it for false.
    pub(super) fn truthy_json(&mut self, field: Field) -> Option<RawJson> {
        if self.fields.get(field).is_none_or(scalar::is_falsy) { None } else { self.json(field) }
    }

    /// A value within the limits; its first level is the second of the event.
    fn bounded<'r>(&mut self, raw: &'r str, field: Field) -> Cow<'r, str> {
        let limits = self.batch.limits;
        let bounded = bounds::bounded(raw, limits.depth.saturating_sub(1), limits);
        if let Cow::Owned(_) = bounded.text {
            self.mark(field);
        }
        if !bounded.cut.is_empty() {
            self.cut.push((field, bounded.cut));
        }
        bounded.text
    }

    /// When it happened: as the client said, if that is a time that a run may have.
    pub(super) fn moment(&mut self) -> Moment {
        let arrival = Moment { at: self.batch.now, soft: true };
        let Some(raw) = self.raw(Field::Timestamp) else { return arrival };
        let Some(at) = timestamp::read(raw).map(Timestamp::from_micros) else { return arrival };
        if (Timestamp::EARLIEST..Timestamp::TOO_LATE).contains(&at) {
            return Moment { at, soft: false };
        }
        self.mark(Field::Timestamp);
        let text = scalar::text_of_scalar(raw).unwrap_or_default();
        self.odd_timestamp = Some(bounds::beginning(&text, self.batch.limits.name_bytes).to_owned());
        arrival
    }

    /// The person, if the client named one. A number is taken as its text.
    pub(super) fn user(&mut self) -> Option<EndUser> {
        let raw = self.raw(Field::UserId)?;
        let id = if scalar::is_number(raw) { Cow::Borrowed(raw) } else { scalar::text(raw)? };
        if id.is_empty() {
            return None;
        }
        let external_id = self.shorten(id, Field::UserId);
        let is_object = self.fields.get(Field::UserProps).is_some_and(|raw| raw.starts_with('{'));
        let props = if is_object { self.json(Field::UserProps) } else { None };
        Some(EndUser { external_id, props })
    }

    /// The metadata in a member, without what is only known when all members are read: [`Reader::finish_metadata`] adds that.
    pub(super) fn metadata(&mut self, field: Field, keep: Keep) -> Metadata<'a> {
        let raw = self.raw(field).unwrap_or("null");
        let raw = self.bounded(raw, field);
        self.metadata_in(&raw, field, keep)
    }

    /// The metadata in a value that is within the limits.
    pub(super) fn metadata_in(&mut self, raw: &str, field: Field, keep: Keep) -> Metadata<'a> {
        let mut metadata = Metadata::new(self.batch.limits, keep);
        metadata.read(raw);
        if metadata.is_cut() {
            self.mark(field);
        }
        metadata
    }

    /// The feedback in several values, each from a member; a later key wins.
    pub(super) fn feedback<const N: usize>(&mut self, values: [(Field, Option<&str>); N]) -> Vec<MetadataEntry> {
        let mut raws = Vec::with_capacity(N);
        for (field, raw) in values {
            raws.extend(raw.map(|raw| self.bounded(raw, field)));
        }
        let feedback = Feedback::read(raws.iter().map(|raw| &**raw), self.batch.limits);
        if feedback.is_cut {
            self.mark(Field::Feedback);
        }
        let is_told = self.cut.iter().any(|(field, _)| *field == Field::Feedback);
        if !feedback.cut.is_empty() && !is_told {
            self.cut.push((Field::Feedback, feedback.cut));
        }
        feedback.entries
    }

    /// A message that is within the limits, taken apart.
    pub(super) fn message<'r>(&mut self, raw: &'r str) -> Parts<'r> {
        let parts = Parts::read(raw, self.batch.limits);
        if parts.is_cut() {
            self.mark(Field::Message);
        }
        parts
    }

    /// Adds what the server has to say about the event: the timestamp that could not be used under `perilune.timestamp`,
    /// and the true length in bytes of texts that were cut under `perilune.<field>.length` (an array if there are several).
    pub(super) fn finish_metadata(&mut self, metadata: &mut Vec<MetadataEntry>) {
        if let Some(text) = self.odd_timestamp.take() {
            set(metadata, TIMESTAMP_KEY, RawJson::from(bounds::quoted(&text)));
        }
        for (field, lengths) in self.cut.drain(..) {
            let value = match &lengths[..] {
                [only] => only.to_string(),
                several => format!("{several:?}"),
            };
            set(metadata, &format!("perilune.{}.length", field.name()), RawJson::from(value));
        }
    }

    /// The labels: an array, or one text. When there are none, those of the metadata.
    pub(super) fn tags(&mut self, metadata: &Metadata<'_>) -> Option<Vec<String>> {
        let own = self.raw(Field::Tags).filter(|raw| !scalar::is_falsy(raw));
        let raw = own.or_else(|| metadata.get("tags"))?;
        self.labels(raw, Field::Tags)
    }

    /// The labels in a value; what JavaScript takes for false are none.
    pub(super) fn labels(&mut self, raw: &str, field: Field) -> Option<Vec<String>> {
        if scalar::is_falsy(raw) {
            return None;
        }
        if !raw.starts_with('[') {
            return scalar::text(raw).map(|tag| vec![self.shorten(tag, field)]);
        }
        let limit = self.batch.limits.tags;
        let (mut found, mut kept) = (0, Vec::new());
        scalar::each_element(raw, |element| {
            let tag = scalar::text_of_scalar(element);
            found += usize::from(tag.is_some());
            kept.extend(tag.filter(|_| found <= limit));
        });
        if found > limit {
            self.mark(field);
        }
        Some(kept.into_iter().map(|tag| self.shorten(tag, field)).collect())
    }

    /// The version of the prompt, wherever the client put its number; what is no number is passed over.
    pub(super) fn template_version(&mut self, metadata: &Metadata<'_>) -> Option<i64> {
        let own = [Field::TemplateVersionId, Field::TemplateId].map(|field| self.raw(field));
        let described = ["templateId", "templateVersionId"].map(|form| metadata.get(form));
        let version = own.into_iter().chain(described).flatten().find_map(scalar::count)?;
        i64::try_from(version).ok()
    }

    /// The token counts; a count that is none is dropped and marked.
    pub(super) fn usage(&mut self) -> Option<Usage> {
        let raw = self.raw(Field::TokensUsage)?;
        let read = Counts::read(raw);
        if read.is_odd {
            self.mark(Field::TokensUsage);
        }
        (!read.usage.is_empty()).then_some(read.usage)
    }
}

/// Sets a key of the server's own, instead of one of the same form.
fn set(metadata: &mut Vec<MetadataEntry>, key: &str, value: RawJson) {
    let form = casing::stored_form(key);
    let entry = MetadataEntry { key: key.to_owned(), value };
    match metadata.iter_mut().find(|known| casing::stored_form(&known.key) == form) {
        Some(known) => *known = entry,
        None => metadata.push(entry),
    }
}

//! How events become a run: one rule per field, none of which asks what arrived first.
//!
//! A run is a set of registers. Each holds a value and the stamp of the event that said it; an event replaces the value
//! exactly if its field's [`Rule`] prefers its stamp. Every rule is a total order, so the outcome depends on the set of events
//! only: any order, any split into requests and any repetition gives the same run, and no event has to be kept for later.
//! `docs/decisions/0001-registers.md` says why this and not a log of events.

mod entries;
mod stamp;

use crate::{Event, EventKind, RawJson, RunId, Status, Timestamp, TraceId, Usage};

pub use entries::{Entries, fold_entries};
pub use stamp::{Rule, Stamp};

/// How many events of one run are remembered so that a repetition is told apart. Beyond it those that no field needs are
/// forgotten: a repetition of such an event still changes nothing, but is counted as new.
const MAX_STAMPS: usize = 100;

/// A value, and which of the run's events said it: an index into [`RunState::stamps`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said<T> {
    /// What was said.
    pub value: T,
    /// By which event.
    pub by: u32,
}

/// A field that no event may have said anything about yet.
pub type Field<T> = Option<Said<T>>;

/// All that is known of one run. `P` is how input and output are held; a store may leave them out while it merges, because
/// which one wins depends on stamps alone.
#[derive(Clone, PartialEq, Debug)]
pub struct RunState<P> {
    /// The events of the run, in no particular order.
    pub stamps: Vec<Stamp>,
    /// The event whose timestamp is `createdAt`.
    pub created: Field<()>,
    /// `llm`, `chain`, ...
    pub run_type: Field<String>,
    /// Model, tool, agent or chain.
    pub name: Field<String>,
    /// The SDK.
    pub runtime: Field<String>,
    /// The run that this one is a part of.
    pub parent: Field<RunId>,
    /// Free labels; `None` inside after an edit that took all away.
    pub tags: Field<Option<Vec<String>>>,
    /// The customer's name for the person.
    pub user: Field<String>,
    /// The prompt version.
    pub template_version: Field<i64>,
    /// Parameters of the model call.
    pub params: Field<RawJson>,
    /// What went in.
    pub input: Field<P>,
    /// The event whose timestamp is `endedAt` and whose kind is the status.
    pub ended: Field<()>,
    /// What came out.
    pub output: Field<P>,
    /// Why it failed.
    pub error: Field<RawJson>,
    /// Token counts.
    pub usage: Field<Usage>,
    /// The OpenTelemetry trace that it belongs to.
    pub otel_trace: Field<TraceId>,
    /// What its span said in its own words.
    pub span: Field<P>,
    /// Whether anybody with the link may read it.
    pub is_public: Field<bool>,
    /// Free keys and values.
    pub metadata: Entries,
    /// What somebody thinks of it.
    pub feedback: Entries,
    /// Messages that came one by one ([`crate::part`]).
    pub parts: Entries,
    /// Fields that had to be mended, sorted.
    pub repaired: Vec<String>,
}

/// What an event did to a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It was known already; nothing changed.
    Known,
    /// It was new.
    New,
    /// It was new, and is a second start.
    OtherStart,
}

/// Which parts of a run an event changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Changes {
    /// Anything at all, stamps included.
    pub facts: bool,
    /// `params`, `error`, `metadata`, `feedback`, `parts`, `repaired`, the trace, or token counts of the rarer kinds.
    pub attributes: bool,
    /// `input`.
    pub input: bool,
    /// `output`.
    pub output: bool,
}

impl<P> Default for RunState<P> {
    fn default() -> Self {
        RunState {
            stamps: Vec::new(),
            created: None,
            run_type: None,
            name: None,
            runtime: None,
            parent: None,
            tags: None,
            user: None,
            template_version: None,
            params: None,
            input: None,
            ended: None,
            output: None,
            error: None,
            usage: None,
            otel_trace: None,
            span: None,
            is_public: None,
            metadata: Entries::default(),
            feedback: Entries::default(),
            parts: Entries::default(),
            repaired: Vec::new(),
        }
    }
}

impl<P> RunState<P> {
    /// Merges one event, and notes in `changes` what that changed.
    pub fn apply(&mut self, mut event: Event<P>, changes: &mut Changes) -> Verdict {
        let stamp = Stamp::of(&event);
        if self.stamps.iter().any(|known| known.is_same_event(&stamp)) {
            return Verdict::Known;
        }
        let is_other_start = event.kind == EventKind::Start && self.has_start();
        let by = self.remember(stamp);
        changes.facts = true;
        self.merge_facts(&mut event, by);
        self.merge_texts(event, by, changes);
        if is_other_start { Verdict::OtherStart } else { Verdict::New }
    }

    /// Whether readers may see it: a run exists from its first start, end or error, a thread from its first message.
    #[must_use]
    pub fn is_visible(&self) -> bool {
        self.created.is_some()
    }

    /// Whether anybody ever said what they think of it.
    #[must_use]
    pub fn has_feedback(&self) -> bool {
        !self.feedback.entries.is_empty() || self.feedback.cleared_by.is_some()
    }

    /// When it began; `None` while nothing is known of it.
    #[must_use]
    pub fn created_at(&self) -> Option<Timestamp> {
        self.created.as_ref().map(|said| self.stamps[index(said.by)].at)
    }

    /// When it ended or failed.
    #[must_use]
    pub fn ended_at(&self) -> Option<Timestamp> {
        self.ended.as_ref().map(|said| self.stamps[index(said.by)].at)
    }

    /// How far it got.
    #[must_use]
    pub fn status(&self) -> Status {
        match self.ended.as_ref().map(|said| self.stamps[index(said.by)].kind) {
            Some(EventKind::End) => Status::Success,
            Some(EventKind::Error) => Status::Error,
            _ => Status::Started,
        }
    }

    /// Whether anything but messages and custom events of its own conversation made it: else it has no status.
    #[must_use]
    pub fn is_more_than_a_thread(&self) -> bool {
        self.stamps.iter().any(|stamp| matches!(stamp.kind, EventKind::Start | EventKind::End | EventKind::Error))
    }

    fn has_start(&self) -> bool {
        self.stamps.iter().any(|stamp| stamp.kind == EventKind::Start)
    }

    fn merge_facts(&mut self, event: &mut Event<P>, by: u32) {
        let stamps = &self.stamps;
        let first = Register { stamps, by, rule: Rule::FirstStart };
        let last = Register { stamps, by, rule: Rule::Last };
        let touch = Register { stamps, by, rule: Rule::EditOverTouch };
        if matches!(event.kind, EventKind::Start | EventKind::End | EventKind::Error | EventKind::Thread) {
            first.offer(&mut self.created, Some(()));
        }
        first.offer(&mut self.run_type, event.run_type.take());
        first.offer(&mut self.name, event.name.take());
        first.offer(&mut self.runtime, event.runtime.take());
        first.offer(&mut self.parent, event.parent);
        touch.offer(&mut self.tags, event.edit.tags.take().or_else(|| event.tags.take().map(Some)));
        touch.offer(&mut self.is_public, event.edit.is_public);
        // Who judges a run is not the person on whose behalf it happened.
        let user = event.user.as_ref().filter(|_| !matches!(event.kind, EventKind::Feedback | EventKind::Update));
        touch.offer(&mut self.user, user.map(|user| user.external_id.clone()));
        first.offer(&mut self.template_version, event.template_version);
        if matches!(event.kind, EventKind::End | EventKind::Error) {
            last.offer(&mut self.ended, Some(()));
        }
    }

    fn merge_texts(&mut self, event: Event<P>, by: u32, changes: &mut Changes) {
        let stamps = &self.stamps;
        let first = Register { stamps, by, rule: Rule::FirstStart };
        let last = Register { stamps, by, rule: Rule::Last };
        let end_first = Register { stamps, by, rule: Rule::EndOverStart };
        changes.attributes |= first.offer(&mut self.params, event.params);
        changes.input |= end_first.offer(&mut self.input, event.input);
        changes.output |= last.offer(&mut self.output, event.output);
        changes.attributes |= last.offer(&mut self.error, event.error);
        last.offer(&mut self.span, event.attributes);
        changes.attributes |= first.offer(&mut self.otel_trace, event.trace);
        // Most counts are facts; the rarer kinds lie with the attributes.
        let is_rare = |usage: Option<&Usage>| usage.is_some_and(Usage::has_rare_kinds);
        let was_rare = is_rare(self.usage.as_ref().map(|said| &said.value));
        let is_rare = was_rare || is_rare(event.usage.as_ref());
        changes.attributes |= end_first.offer(&mut self.usage, event.usage) && is_rare;
        let clears_metadata = event.kind == EventKind::Update;
        let says_any = [&event.metadata, &event.feedback, &event.parts].iter().any(|entries| !entries.is_empty());
        let says_any = says_any || !event.repaired.is_empty();
        changes.attributes |= says_any || clears_metadata || event.edit.clears_feedback;
        if clears_metadata {
            self.metadata.clear(stamps, by);
        }
        if event.edit.clears_feedback {
            self.feedback.clear(stamps, by);
        }
        self.metadata.merge(stamps, event.metadata, by);
        self.feedback.merge(stamps, event.feedback, by);
        self.parts.merge(stamps, event.parts, by);
        for field in event.repaired {
            if let Err(place) = self.repaired.binary_search_by(|known| known.as_str().cmp(field)) {
                self.repaired.insert(place, field.to_owned());
            }
        }
    }

    /// Drops the stamps that no field needs, and renumbers the others.
    fn forget_unused(&mut self) {
        let mut is_used = vec![false; self.stamps.len()];
        self.each_source(|by| is_used[index(*by)] = true);
        let mut kept = 0;
        let renumbered: Vec<u32> = is_used
            .iter()
            .map(|&used| {
                kept += u32::from(used);
                kept.wrapping_sub(1)
            })
            .collect();
        self.each_source(|by| *by = renumbered[index(*by)]);
        let mut used = is_used.iter();
        self.stamps.retain(|_| used.next().is_some_and(|&used| used));
    }

    /// Visits the event index of every field that has one.
    fn each_source(&mut self, mut visit: impl FnMut(&mut u32)) {
        let unit_fields = [&mut self.created, &mut self.ended];
        unit_fields.into_iter().flatten().for_each(|said| visit(&mut said.by));
        let text_fields = [&mut self.run_type, &mut self.name, &mut self.runtime, &mut self.user];
        text_fields.into_iter().flatten().for_each(|said| visit(&mut said.by));
        let json_fields = [&mut self.params, &mut self.error];
        json_fields.into_iter().flatten().for_each(|said| visit(&mut said.by));
        let payload_fields = [&mut self.input, &mut self.output, &mut self.span];
        payload_fields.into_iter().flatten().for_each(|said| visit(&mut said.by));
        self.parent.iter_mut().for_each(|said| visit(&mut said.by));
        self.tags.iter_mut().for_each(|said| visit(&mut said.by));
        self.is_public.iter_mut().for_each(|said| visit(&mut said.by));
        self.template_version.iter_mut().for_each(|said| visit(&mut said.by));
        self.usage.iter_mut().for_each(|said| visit(&mut said.by));
        self.otel_trace.iter_mut().for_each(|said| visit(&mut said.by));
        for entries in [&mut self.metadata, &mut self.feedback, &mut self.parts] {
            entries.entries.iter_mut().for_each(|said| visit(&mut said.by));
            entries.cleared_by.iter_mut().for_each(&mut visit);
        }
    }

    /// Adds a stamp and returns its index, after making room for it.
    fn remember(&mut self, stamp: Stamp) -> u32 {
        if self.stamps.len() >= MAX_STAMPS {
            self.forget_unused();
        }
        let by = u32::try_from(self.stamps.len()).expect("a run has fewer than 2^32 metadata keys");
        self.stamps.push(stamp);
        by
    }
}

/// One event's claim on fields that follow one rule.
struct Register<'a> {
    stamps: &'a [Stamp],
    by: u32,
    rule: Rule,
}

impl Register<'_> {
    /// Writes `value` into `field` if there is one and the rule prefers this event; says whether it did.
    fn offer<T>(&self, field: &mut Field<T>, value: Option<T>) -> bool {
        let Some(value) = value else { return false };
        let wins = field
            .as_ref()
            .is_none_or(|old| self.rule.prefers(&self.stamps[index(self.by)], &self.stamps[index(old.by)]));
        if wins {
            *field = Some(Said { value, by: self.by });
        }
        wins
    }
}

fn index(by: u32) -> usize {
    by as usize
}

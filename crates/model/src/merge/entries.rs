//! Free keys and values that several events speak of: metadata and feedback. One register a key.

use std::collections::HashMap;

use super::stamp::{self, Stamp};
use super::{Said, index};
use crate::{MetadataEntry, casing};

/// Keys and values, in the order of the events that said them, then as sent. The last event wins per key; keys are the same
/// when their stored forms are.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Entries {
    /// What is left.
    pub entries: Vec<Said<MetadataEntry>>,
    /// The last event that took away all that was said before it.
    pub cleared_by: Option<u32>,
}

impl Entries {
    /// Takes away everything that was said before the event `by`, now or later.
    pub(super) fn clear(&mut self, stamps: &[Stamp], by: u32) {
        let is_last = self.cleared_by.is_none_or(|old| stamp::is_later(&stamps[index(by)], &stamps[index(old)]));
        if is_last {
            self.cleared_by = Some(by);
            self.entries.retain(|said| stamp::is_later(&stamps[index(said.by)], &stamps[index(by)]));
        }
    }

    /// Merges what the event `by` says. Keys of one event differ.
    pub(super) fn merge(&mut self, stamps: &[Stamp], entries: Vec<MetadataEntry>, by: u32) {
        let is_cleared = self
            .cleared_by
            .is_some_and(|cleared| cleared != by && !stamp::is_later(&stamps[index(by)], &stamps[index(cleared)]));
        if entries.is_empty() || is_cleared {
            return;
        }
        let form = |entry: &MetadataEntry| casing::stored_form(&entry.key).into_owned();
        let known = std::mem::take(&mut self.entries);
        let places: HashMap<String, usize> =
            known.iter().enumerate().map(|(place, said)| (form(&said.value), place)).collect();
        let mut merged: Vec<Option<Said<MetadataEntry>>> = known.into_iter().map(Some).collect();
        for entry in entries {
            let old = if places.is_empty() { None } else { places.get(&form(&entry)) };
            if let Some(old) = old.map(|&place| &mut merged[place]) {
                if old.as_ref().is_some_and(|old| stamp::is_later(&stamps[index(old.by)], &stamps[index(by)])) {
                    continue;
                }
                *old = None;
            }
            merged.push(Some(Said { value: entry, by }));
        }
        self.entries = merged.into_iter().flatten().collect();
        self.entries.sort_by(|a, b| stamp::compare_last(&stamps[index(a.by)], &stamps[index(b.by)]));
    }
}

/// Folds what several runs say of the same thing, such as the messages of one turn: the last one wins per key.
#[must_use]
pub fn fold_entries(mut said: Vec<(Stamp, MetadataEntry)>) -> Vec<MetadataEntry> {
    said.sort_by(|(a, _), (b, _)| stamp::compare_last(a, b));
    let mut folded: Vec<MetadataEntry> = Vec::with_capacity(said.len());
    for (_, entry) in said {
        let form = casing::stored_form(&entry.key).into_owned();
        folded.retain(|known| casing::stored_form(&known.key) != form);
        folded.push(entry);
    }
    folded
}

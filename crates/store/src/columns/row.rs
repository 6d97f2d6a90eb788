//! A run as the columns hold it: one integer for each of its facts.

use model::RunId;

/// A run's facts. Numbers of types, names and tag lists are those of the dictionary, users' are those of `end_user`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct FactRow {
    /// Where the run lies; rows of a part are in this order.
    pub(crate) rid: i64,
    /// The run's own id, by which runs of one moment are put in order.
    pub(crate) id: RunId,
    /// The value of each column; see [`Fact`].
    pub(crate) values: [Option<i64>; Fact::COUNT],
}

impl FactRow {
    pub(crate) fn get(&self, fact: Fact) -> Option<i64> {
        self.values[fact as usize]
    }
}

/// The columns.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub(crate) enum Fact {
    /// Microseconds since 1970, UTC.
    StartedAt,
    /// Microseconds; absent while the run is open. Negative when the client's clocks disagree.
    Duration,
    /// Absent when nothing has told it: such a run shows as `chain`.
    Type,
    /// 0 started, 1 success, 2 error; absent for what has none.
    Status,
    Name,
    /// The person whom readers see: of the topmost ancestor that has one.
    User,
    /// The whole list.
    Tags,
    TemplateVersion,
    PromptTokens,
    CompletionTokens,
    CachedTokens,
    /// US dollars times 10^9.
    Cost,
    /// Bits of [`thumbs`]; 0 for most.
    Thumbs,
    /// 1 when it is part of no other run that readers see, or of a chat turn; else 0.
    Root,
    /// Messages of a thread; absent for everything else.
    Messages,
}

/// The bits of [`Fact::Thumbs`].
pub(crate) mod thumbs {
    /// Somebody liked it.
    pub(crate) const UP: i64 = 1;
    /// Somebody disliked it.
    pub(crate) const DOWN: i64 = 2;
    /// Somebody wrote what they think of it.
    pub(crate) const COMMENT: i64 = 4;
    /// The same bits of any direct child lie higher by so many.
    pub(crate) const CHILD_SHIFT: u32 = 3;
}

impl Fact {
    pub(crate) const COUNT: usize = 15;
    pub(crate) const ALL: [Fact; Fact::COUNT] = [
        Fact::StartedAt,
        Fact::Duration,
        Fact::Type,
        Fact::Status,
        Fact::Name,
        Fact::User,
        Fact::Tags,
        Fact::TemplateVersion,
        Fact::PromptTokens,
        Fact::CompletionTokens,
        Fact::CachedTokens,
        Fact::Cost,
        Fact::Thumbs,
        Fact::Root,
        Fact::Messages,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_has_its_own_place() {
        assert!(Fact::ALL.iter().enumerate().all(|(place, fact)| *fact as usize == place));
    }
}

//! What a caller may reach. A scope has private fields and no public constructor: it is what [`crate::Meta`] returns for
//! something that it has checked, so a handler that did not ask has nothing to pass on.

use model::{OrgId, ProjectId};

/// One project, and proof that the caller may reach it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ProjectScope {
    project: ProjectId,
    org: OrgId,
    slot: Slot,
}

impl ProjectScope {
    pub(crate) fn new(project: ProjectId, org: OrgId, slot: Slot) -> ProjectScope {
        ProjectScope { project, org, slot }
    }

    /// The project.
    #[must_use]
    pub fn project(&self) -> ProjectId {
        self.project
    }

    /// The organisation that owns it.
    #[must_use]
    pub fn org(&self) -> OrgId {
        self.org
    }

    pub(crate) fn slot(&self) -> Slot {
        self.slot
    }
}

/// The place of a project in every key of `runs.db`: 1..=32767, given once and never again.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Slot(u16);

impl Slot {
    /// `None` outside 1..=32767.
    pub(crate) fn new(number: i64) -> Option<Slot> {
        u16::try_from(number).ok().filter(|number| (1..=0x7fff).contains(number)).map(Slot)
    }

    pub(crate) fn number(self) -> i64 {
        i64::from(self.0)
    }
}

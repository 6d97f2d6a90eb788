//! What a caller may reach. A scope has private fields and no public constructor: it is what [`crate::Meta`] returns for
//! something that it has checked, so a handler that did not ask has nothing to pass on.

use model::{OrgId, ProjectId};
use uuid::Uuid;

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

    /// A project that nothing was ever stored in: what a person reads who names none.
    pub(crate) fn of_nothing(org: OrgId) -> ProjectScope {
        ProjectScope { project: ProjectId(Uuid::nil()), org, slot: Slot::NOWHERE }
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

    /// Whether this is a project at all, and not what stands in for one that nobody named.
    #[must_use]
    pub fn is_somewhere(&self) -> bool {
        self.slot != Slot::NOWHERE
    }

    pub(crate) fn slot(&self) -> Slot {
        self.slot
    }
}

/// A project that was deleted: what may be taken out of the store altogether.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct DeletedScope(ProjectScope);

impl DeletedScope {
    pub(crate) fn new(deleted: ProjectScope) -> DeletedScope {
        DeletedScope(deleted)
    }

    /// The project.
    #[must_use]
    pub fn project(&self) -> ProjectId {
        self.0.project()
    }

    pub(crate) fn slot(&self) -> Slot {
        self.0.slot()
    }
}

/// One organisation, and proof that the caller belongs to it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct OrgScope {
    org: OrgId,
}

impl OrgScope {
    pub(crate) fn new(org: OrgId) -> OrgScope {
        OrgScope { org }
    }

    /// The organisation.
    #[must_use]
    pub fn org(&self) -> OrgId {
        self.org
    }
}

/// The place of a project in every key of `runs.db`: 1..=32767, given once and never again.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Slot(u16);

impl Slot {
    /// No project has it.
    const NOWHERE: Slot = Slot(0);

    /// `None` outside 1..=32767.
    pub(crate) fn new(number: i64) -> Option<Slot> {
        u16::try_from(number).ok().filter(|number| (1..=0x7fff).contains(number)).map(Slot)
    }

    pub(crate) fn number(self) -> i64 {
        i64::from(self.0)
    }
}

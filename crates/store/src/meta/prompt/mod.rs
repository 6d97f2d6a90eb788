//! Prompts: templates, their versions, and the labels that point at versions (spec `api-prompts.md`).
//!
//! A version is a draft or live. Of the live ones of a template the one that was deployed last is *the deployed one*: SDKs get
//! it, and the label `production` names it. What a version said before somebody changed it in place is kept as a revision.
//!
//! Start reading at `version`; what SDKs ask for is in `live`.

mod change;
mod label;
mod label_rule;
mod live;
mod row;
mod template;
mod version;

use model::{AccountId, Permission, Role};

use super::actor::Actor;
pub use label::{LabelMove, LabelRow, Pointed};
pub use label_rule::LabelRule;
pub(super) use live::{LiveKey, find_live, find_slug};
pub use live::{LiveVersion, Wanted};
pub use row::{Doer, RevisionRow, Template, TemplateRow, VersionRow};
pub(super) use template::delete_all;
pub use template::{NewTemplate, TemplateEdit};
pub use version::{NewVersion, VersionEdit};

use crate::StoreError;

/// How many templates a project may have.
pub const MAX_TEMPLATES: u64 = 10_000;
/// How many versions of a template there may ever be.
pub const MAX_VERSIONS: i64 = 100_000;

/// Somebody who changes prompts.
#[derive(Clone, Debug)]
pub struct Editor {
    /// Who it is, for the audit log.
    pub actor: Actor,
    /// What the person is in the organisation; `None`: whoever holds a private key, who may do everything.
    pub role: Option<Role>,
}

/// Why a change of a prompt was refused; nothing of it was done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refused {
    /// The project has no such template.
    NoSuchTemplate,
    /// The project has no such version, or the template has none of this number.
    NoSuchVersion,
    /// The template has no such label.
    NoSuchLabel,
    /// Another template of the project is called so.
    SlugTaken,
    /// There are [`MAX_TEMPLATES`] or [`MAX_VERSIONS`] already.
    TooMany,
    /// This person may save drafts only, and the change would show elsewhere.
    DraftsOnly,
    /// This label is protected, and the person or key is not among those who may move it.
    Protected(String),
    /// Somebody else changed it in between.
    Stale,
    /// There is no version that was deployed before.
    NothingBefore,
    /// A draft cannot be what a template is rolled back to.
    IsDraft,
    /// `production` follows what is deployed.
    NotRemovable,
}

/// What became of a change.
pub type Decided<T> = Result<T, Refused>;

impl Editor {
    fn may(&self, permission: Permission) -> bool {
        self.role.is_none_or(|role| role.may(permission))
    }

    /// The account, if it is a person.
    fn account(&self) -> Option<AccountId> {
        self.role.map(|_| AccountId(self.actor.id))
    }

    /// As rows remember it.
    fn doer(&self) -> Doer {
        let name = self.actor.name.as_ref().or(self.actor.email.as_ref());
        Doer { id: self.actor.id, name: name.cloned() }
    }
}

/// What ends a change early.
enum Stop {
    /// Nothing was written yet.
    Refused(Refused),
    Store(StoreError),
}

impl From<Refused> for Stop {
    fn from(refused: Refused) -> Stop {
        Stop::Refused(refused)
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Stop {
        Stop::Store(error)
    }
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Stop {
        Stop::Store(error.into())
    }
}

/// A refusal is an answer, not a failure of the store.
fn decided<T>(outcome: Result<T, Stop>) -> Result<Decided<T>, StoreError> {
    match outcome {
        Ok(done) => Ok(Ok(done)),
        Err(Stop::Refused(refused)) => Ok(Err(refused)),
        Err(Stop::Store(error)) => Err(error),
    }
}

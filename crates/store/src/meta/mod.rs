//! Who there is, and what belongs to whom: organisations, projects, keys, accounts.

use model::{KeyId, ProjectId};
use uuid::Uuid;

use crate::{DataDir, ProjectScope, StoreError};

/// Who and what must exist once the server is up; what is absent here gets a default.
#[derive(Clone, Debug, Default)]
pub struct Init {
    /// E-mail address of the first account; needs `password`.
    pub email: Option<String>,
    /// Its password.
    pub password: Option<String>,
    /// Name of the first organisation.
    pub org: Option<String>,
    /// Name of the first project.
    pub project: Option<String>,
    /// Public key of the first project, which is its id.
    pub public_key: Option<Uuid>,
    /// Private key of the first project.
    pub private_key: Option<Uuid>,
}

/// The keys of the first project, shown at the start as long as nobody can sign in to see them.
#[derive(Clone, Debug)]
pub struct Welcome {
    /// Name of the project.
    pub project: String,
    /// Its public key, which is its id.
    pub public_key: ProjectId,
    /// Its private key.
    pub private_key: Uuid,
}

/// A checked API key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Caller {
    /// The key's own number; project ids that no key row carries have 0.
    pub key: KeyId,
    /// What it opens.
    pub kind: KeyKind,
    /// The project that it opens.
    pub scope: ProjectScope,
}

/// What a key opens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyKind {
    /// The public routes of its project.
    Public,
    /// Everything of its project that needs no person.
    Private,
}

/// Accounts, organisations, projects and keys, wherever the operator keeps them.
#[derive(Clone)]
pub enum Meta {}

impl Meta {
    /// Opens `meta.db`, creating or migrating it.
    pub fn open(dir: &DataDir) -> Result<Meta, StoreError> {
        todo!()
    }
    /// Makes what [`Init`] asks for where it is absent
    pub async fn init(&self, init: Init) -> Result<(), StoreError> {
        todo!()
    }
    /// `None` once an account exists
    pub async fn welcome(&self) -> Result<Option<Welcome>, StoreError> {
        todo!()
    }
    /// The holder of this key, or `None`; any project id is a public key. Cached for one second
    pub async fn caller_by_key(&self, key: Uuid) -> Result<Option<Caller>, StoreError> {
        todo!()
    }
    /// The project that an event's `appId` names, when the caller's organisation owns it.
    pub async fn project_of_app_id(&self, at: &ProjectScope, app_id: Uuid) -> Result<Option<ProjectScope>, StoreError> {
        todo!()
    }
    /// Asks the database whether it answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        todo!()
    }
}

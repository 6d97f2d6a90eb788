//! Who there is, and what belongs to whom: organisations, projects, keys, accounts.
//!
//! The only place where a [`ProjectScope`] is made, and only for a key that was checked.

mod first;
pub(crate) mod inspect;
mod key_cache;
mod sqlite;

use model::{KeyId, ProjectId, Timestamp};
use uuid::Uuid;

use crate::{DataDir, ProjectScope, StoreError};
use sqlite::SqliteMeta;

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
    /// The key's own number; 0 for a project id that no key row carries.
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
pub enum Meta {
    /// `meta.db` in the data directory.
    Sqlite(SqliteMeta),
}

impl Meta {
    /// Opens `meta.db`, creating or migrating it.
    pub fn open(dir: &DataDir) -> Result<Meta, StoreError> {
        SqliteMeta::open(dir).map(Meta::Sqlite)
    }

    /// Makes the organisation, project, keys and account that `init` asks for where they are absent. Without `init`, an empty
    /// database still gets an organisation and a project with keys.
    pub async fn init(&self, init: Init, now: Timestamp) -> Result<(), StoreError> {
        match self {
            Meta::Sqlite(engine) => engine.write(move |tx, secret| first::ensure(tx, secret, &init, now)).await,
        }
    }

    /// The keys of the oldest project; `None` once an account exists, because then there is somebody to show them to.
    pub async fn welcome(&self) -> Result<Option<Welcome>, StoreError> {
        match self {
            Meta::Sqlite(engine) => engine.read(first::welcome).await,
        }
    }

    /// Who holds this key, or `None`. A project's id is its public key, with or without a row of its own. Answers are
    /// remembered for a second.
    pub async fn caller_by_key(&self, key: Uuid) -> Result<Option<Caller>, StoreError> {
        match self {
            Meta::Sqlite(engine) => engine.caller_by_key(key).await,
        }
    }

    /// The project that an event's `appId` (a key, or a project's id) names, when the organisation of `at` owns it. Unknown
    /// and foreign ones are `None`.
    pub async fn project_of_app_id(&self, at: &ProjectScope, app_id: Uuid) -> Result<Option<ProjectScope>, StoreError> {
        let caller = self.caller_by_key(app_id).await?;
        Ok(caller.map(|caller| caller.scope).filter(|scope| scope.org() == at.org()))
    }

    /// The kinds of the project's keys, `public` or `private`, by their numbers.
    pub async fn key_names(&self, at: &ProjectScope) -> Result<Vec<(KeyId, String)>, StoreError> {
        let project = at.project();
        match self {
            Meta::Sqlite(engine) => engine.read(move |connection, _| sqlite::key_names(connection, project)).await,
        }
    }

    /// All keys of the project themselves, public ones first: some SDKs hash them into their run ids.
    pub async fn keys_of(&self, at: &ProjectScope) -> Result<Vec<Uuid>, StoreError> {
        let project = at.project();
        match self {
            Meta::Sqlite(engine) => {
                engine.read(move |connection, secret| sqlite::keys_of(connection, secret, project)).await
            }
        }
    }

    /// Asks the database whether it answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        match self {
            Meta::Sqlite(engine) => {
                engine.read(|connection, _| Ok(connection.query_row("SELECT 1", [], |_| Ok(()))?)).await
            }
        }
    }
}

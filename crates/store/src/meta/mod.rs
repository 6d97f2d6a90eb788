//! Who there is, and what belongs to whom: organisations, projects, keys, accounts, sessions; what people did; what is yet to
//! be done.
//!
//! The only place where scopes are made, and only for a credential that was checked: start reading at [`Meta::caller_by_key`]
//! and [`Meta::caller_by_session`]. Everything that changes is changed together with its row in the audit log (`audit`).

mod account;
mod actor;
pub(crate) mod audit;
mod beside;
mod by;
mod cache;
mod caller;
mod dataset;
mod dataset_v2;
mod deed;
mod first;
pub(crate) mod in_force;
pub(crate) mod inspect;
mod invitation;
mod job;
mod join;
mod key;
mod key_row;
mod last_use;
mod lease;
mod letter;
mod mail_token;
mod member;
mod member_change;
mod org;
mod project;
mod prompt;
mod purge;
mod rotate;
mod sample;
mod session;
mod sign_up;
mod sqlite;
mod upkeep;

use std::sync::Arc;

use model::{ProjectId, SessionId, Timestamp};
use rusqlite::{Connection, Transaction};
use uuid::Uuid;

pub use account::{AccountCreated, Credentials, InOrg, Left, NewAccount};
pub use actor::Actor;
pub use audit::{AuditEntry, AuditRow, BrokenChain};
pub use beside::{Beside, KeyOverview, OrgOverview, ProjectNamed, ProjectOverview};
pub use caller::{Caller, KeyHolder, KeyKind, Person};
pub use dataset::{
    DatasetNamed, DatasetRow, FullDataset, FullPrompt, NewDataset, NewPrompt, NewVariation, PromptRow, VariationEdit,
    VariationRow,
};
pub use dataset_v2::{
    Arriving, Change, DatasetV2Edit, DatasetV2Row, DatasetVersionRow, Duplicates, ImportOrder, Imported, Importing,
    InDataset, ItemEdit, ItemRow, ItemText, Restored, SLICE_ITEMS,
};
pub use deed::Deed;
pub use first::{Init, Welcome};
pub use invitation::{Invitation, InvitationToken, Invited, NewInvitation};
pub use job::{JobOrder, JobRow, JobStatus};
pub use join::{JoinData, Joined};
pub use key::{KeyChanged, KeyCreated, KeyEdit, KeyReplaced, KeyRow, MAX_KEYS, Replacement, WantedKey};
pub use lease::{ClaimedJob, JobEnd, Lane};
pub use letter::Letter;
pub use mail_token::{EmailVerified, MailAsked, MailPurpose, MailToken};
pub use member::Member;
pub use member_change::{MemberChange, MemberChanged};
pub use org::Org;
pub use project::{ProjectCreated, ProjectDeleted, ProjectRow, ShownKey};
pub use prompt::{
    Decided, Doer, Editor, LabelMove, LabelRow, LabelRule, LiveVersion, MAX_TEMPLATES, MAX_VERSIONS, NewTemplate,
    NewVersion, Pointed, Refused, RevisionRow, Template, TemplateEdit, TemplateRow, VersionEdit, VersionRow, Wanted,
};
pub use rotate::{Rotated, rotate_secret};
pub use sample::SampleMade;
pub use session::{LogIn, Opened, SessionRow};
pub use sign_up::{Newcomer, SignUp, SignedUp};

use crate::secret::Secret;
use crate::{DataDir, OrgScope, ProjectScope, StoreError};
use sqlite::SqliteMeta;

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
        self.write(move |tx, secret| first::ensure(tx, secret, &init, now)).await
    }

    /// Whether there is an account with this address, which must be in lower case.
    pub async fn has_account(&self, email: &str) -> Result<bool, StoreError> {
        let email = email.to_owned();
        let sql = "SELECT count(*) FROM account WHERE email = ?1";
        self.read(move |connection, _| {
            let found: i64 = connection.query_row(sql, [email], |row| row.get(0))?;
            Ok(found > 0)
        })
        .await
    }

    /// The keys of the oldest project; `None` once an account exists, because then there is somebody to show them to.
    pub async fn welcome(&self) -> Result<Option<Welcome>, StoreError> {
        self.read(first::welcome).await
    }

    /// Who holds this key at this time, or `None`. A project's id is its public key, with or without a row of its own.
    /// What another process changes is seen within a second.
    pub async fn caller_by_key(&self, key: Uuid, now: Timestamp) -> Result<Option<KeyHolder>, StoreError> {
        match self {
            Meta::Sqlite(engine) => engine.caller_by_key(key, now).await,
        }
    }

    /// The same for keys of projects only.
    pub async fn caller_in_project(&self, key: Uuid, now: Timestamp) -> Result<Option<Caller>, StoreError> {
        Ok(match self.caller_by_key(key, now).await? {
            Some(KeyHolder::Project(caller)) => Some(caller),
            Some(KeyHolder::Org(_)) | None => None,
        })
    }

    /// Whether this project, deleted ones left out, belongs to the organisation, whoever its members are.
    pub async fn owns_project(&self, at: &OrgScope, project: ProjectId) -> Result<bool, StoreError> {
        let org = at.org();
        let sql = "SELECT count(*) FROM project WHERE id = ?1 AND org_id = ?2 AND deleted_at IS NULL";
        self.read(move |connection, _| {
            let found: i64 = connection.query_row(sql, [project.to_string(), org.to_string()], |row| row.get(0))?;
            Ok(found > 0)
        })
        .await
    }

    /// Whether this is the oldest organisation: its owner runs the server, unless the operator names others.
    pub async fn is_first_org(&self, at: &OrgScope) -> Result<bool, StoreError> {
        let org = at.org();
        let sql = "SELECT org_id FROM project ORDER BY slot LIMIT 1";
        self.read(move |connection, _| {
            let first: String = connection.query_row(sql, [], |row| row.get(0))?;
            Ok(first == org.to_string())
        })
        .await
    }

    /// Who is signed in by this session at this time; `None` when there is none or it is over. `epoch` is what the session's
    /// token says. What another process changes is seen within a second.
    pub async fn caller_by_session(
        &self,
        session: SessionId,
        epoch: i64,
        now: Timestamp,
    ) -> Result<Option<Arc<Person>>, StoreError> {
        match self {
            Meta::Sqlite(engine) => engine.caller_by_session(session, epoch, now).await,
        }
    }

    /// The project that an event's `appId` (a key, or a project's id) names, when the organisation of `at` owns it. Unknown
    /// and foreign ones are `None`.
    pub async fn project_of_app_id(
        &self,
        at: &ProjectScope,
        app_id: Uuid,
        now: Timestamp,
    ) -> Result<Option<ProjectScope>, StoreError> {
        let caller = self.caller_in_project(app_id, now).await?;
        Ok(caller.map(|caller| caller.scope).filter(|scope| scope.org() == at.org()))
    }

    /// Writes down when keys and sessions were last used; to be called every few seconds, and once at the end.
    pub async fn write_last_uses(&self) -> Result<(), StoreError> {
        match self {
            Meta::Sqlite(engine) => engine.write_last_uses().await,
        }
    }

    /// Returns when there may be work for the worker of jobs, also when that was before the call. For one worker.
    pub async fn work_came(&self) {
        match self {
            Meta::Sqlite(engine) => engine.work_came().await,
        }
    }

    fn wake_worker(&self) {
        match self {
            Meta::Sqlite(engine) => engine.wake_worker(),
        }
    }

    /// 32 bytes to sign or seal with, other ones for each purpose. They follow from the server's secret, or from `base` where
    /// the operator gave a secret of their own.
    #[must_use]
    pub fn derive_key(&self, purpose: &str, base: Option<&str>) -> [u8; 32] {
        match self {
            Meta::Sqlite(engine) => engine.derive_key(purpose, base),
        }
    }

    /// Asks the database whether it answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.read(|connection, _| Ok(connection.query_row("SELECT 1", [], |_| Ok(()))?)).await
    }

    /// Runs `work` in one transaction; when it fails nothing of it happened.
    async fn write<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&Transaction<'_>, &Secret) -> Result<T, StoreError> + Send + 'static,
    {
        match self {
            Meta::Sqlite(engine) => engine.write(work).await,
        }
    }

    /// The same for what no answer about a caller depends on.
    async fn write_aside<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&Transaction<'_>, &Secret) -> Result<T, StoreError> + Send + 'static,
    {
        match self {
            Meta::Sqlite(engine) => engine.write_aside(work).await,
        }
    }

    async fn read<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&Connection, &Secret) -> Result<T, StoreError> + Send + 'static,
    {
        match self {
            Meta::Sqlite(engine) => engine.read(work).await,
        }
    }

    /// The same for what may take long: nobody who signs in waits for it, and all that `work` asks is answered as of one
    /// moment.
    async fn read_long<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&Connection, &Secret) -> Result<T, StoreError> + Send + 'static,
    {
        match self {
            Meta::Sqlite(engine) => engine.read_long(work).await,
        }
    }
}

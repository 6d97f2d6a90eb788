//! `meta.db`: one connection, used off the async threads, one call at a time.

use std::sync::{Arc, Mutex, PoisonError};

use model::{KeyId, OrgId, ProjectId};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::key_cache::KeyCache;
use super::{Caller, KeyKind};
use crate::scope::Slot;
use crate::secret::Secret;
use crate::sqlite::{Database, ensure_store_id};
use crate::{DataDir, ProjectScope, StoreError};

pub(super) mod migrations {
    refinery::embed_migrations!("migrations/meta");
}

/// "PLmt", so that `file` and we can tell which database this is.
pub(super) const APPLICATION_ID: i32 = 0x504c_6d74;

/// The embedded engine of [`super::Meta`].
#[derive(Clone)]
pub struct SqliteMeta(Arc<Inner>);

struct Inner {
    connection: Mutex<Connection>,
    secret: Secret,
    keys: KeyCache,
}

impl SqliteMeta {
    pub(super) fn open(dir: &DataDir) -> Result<SqliteMeta, StoreError> {
        let file = Database { path: dir.file("meta.db"), application_id: APPLICATION_ID, page_bytes: 4096 };
        let connection = file.open_writer(&migrations::migrations::runner())?;
        ensure_store_id(&connection, &Uuid::new_v4().to_string())?;
        let secret = Secret::load_or_create(&dir.file("secret"))?;
        Ok(SqliteMeta(Arc::new(Inner { connection: Mutex::new(connection), secret, keys: KeyCache::new() })))
    }

    /// Runs `work` in one transaction.
    pub(super) async fn write<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&Transaction<'_>, &Secret) -> Result<T, StoreError> + Send + 'static,
    {
        self.blocking(move |inner| {
            let mut connection = inner.connection.lock().unwrap_or_else(PoisonError::into_inner);
            let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&tx, &inner.secret)?;
            tx.commit()?;
            Ok(done)
        })
        .await
    }

    pub(super) async fn read<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&Connection, &Secret) -> Result<T, StoreError> + Send + 'static,
    {
        self.blocking(move |inner| {
            let connection = inner.connection.lock().unwrap_or_else(PoisonError::into_inner);
            work(&connection, &inner.secret)
        })
        .await
    }

    pub(super) async fn caller_by_key(&self, key: Uuid) -> Result<Option<Caller>, StoreError> {
        if let Some(answer) = self.0.keys.get(key) {
            return Ok(answer);
        }
        let answer = self.read(move |connection, _| find_caller(connection, key)).await?;
        self.0.keys.put(key, answer);
        Ok(answer)
    }

    async fn blocking<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&Inner) -> Result<T, StoreError> + Send + 'static,
    {
        let inner = Arc::clone(&self.0);
        tokio::task::spawn_blocking(move || work(&inner)).await.map_err(|_| StoreError::Closed)?
    }
}

/// What a key is looked up by.
pub(super) fn key_hash(key: Uuid) -> Vec<u8> {
    Sha256::digest(key.to_string().as_bytes()).to_vec()
}

fn find_caller(connection: &Connection, key: Uuid) -> Result<Option<Caller>, StoreError> {
    let by_row = connection
        .prepare_cached(
            "SELECT api_key.id, api_key.kind, project.id, project.org_id, project.slot
               FROM api_key
               JOIN project ON project.id = api_key.project_id
              WHERE api_key.hash = ?1",
        )?
        .query_row([key_hash(key)], read_caller)
        .optional()?;
    if by_row.is_some() {
        return Ok(by_row.flatten());
    }
    let by_project = connection
        .prepare_cached("SELECT 0, 'public', id, org_id, slot FROM project WHERE id = ?1")?
        .query_row([key.to_string()], read_caller)
        .optional()?;
    Ok(by_project.flatten())
}

pub(super) fn key_names(connection: &Connection, project: ProjectId) -> Result<Vec<(KeyId, String)>, StoreError> {
    let mut select = connection.prepare_cached("SELECT id, kind FROM api_key WHERE project_id = ?1 ORDER BY id")?;
    let names = select.query_map([project.to_string()], |row| Ok((KeyId(row.get(0)?), row.get(1)?)))?;
    Ok(names.collect::<Result<_, _>>()?)
}

pub(super) fn keys_of(connection: &Connection, secret: &Secret, project: ProjectId) -> Result<Vec<Uuid>, StoreError> {
    let mut select =
        connection.prepare_cached("SELECT sealed FROM api_key WHERE project_id = ?1 ORDER BY kind DESC, id")?;
    let sealed = select.query_map([project.to_string()], |row| row.get::<_, Vec<u8>>(0))?;
    let mut keys = vec![project.0];
    for key in sealed {
        let key = Uuid::from_slice(&secret.open(&key?)?).map_err(|_| StoreError::WrongSecret)?;
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    Ok(keys)
}

fn read_caller(row: &Row<'_>) -> rusqlite::Result<Option<Caller>> {
    let kind = match row.get_ref(1)?.as_str()? {
        "private" => KeyKind::Private,
        _ => KeyKind::Public,
    };
    let (Ok(project), Ok(org)) =
        (Uuid::try_parse(row.get_ref(2)?.as_str()?), Uuid::try_parse(row.get_ref(3)?.as_str()?))
    else {
        return Ok(None);
    };
    let Some(slot) = Slot::new(row.get(4)?) else { return Ok(None) };
    let scope = ProjectScope::new(ProjectId(project), OrgId(org), slot);
    Ok(Some(Caller { key: KeyId(row.get(0)?), kind, scope }))
}

//! `meta.db`: a connection that writes, one that reads and one for reads that take long, used off the async threads, one call at
//! a time each.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use model::{KeyId, ProjectId, SessionId, Timestamp, VersionId};
use rusqlite::{Connection, Row, Transaction, TransactionBehavior};
use tokio::sync::{Notify, OwnedMutexGuard};
use uuid::Uuid;

use super::cache::Cache;
use super::caller::{self, FoundKey, FoundSession, KeyHolder, Person};
use super::last_use::LastUses;
use super::prompt::{self, LiveKey, LiveVersion};
use super::upkeep::{self, Upkeep};
use super::{in_force, inspect};
use crate::data_dir::check_whole;
use crate::secret::Secret;
use crate::sqlite::{Database, ensure_store_id};
use crate::{DataDir, StoreError};

pub(super) mod migrations {
    refinery::embed_migrations!("migrations/meta");
}

/// "PLmt", so that `file` and we can tell which database this is.
pub(super) const APPLICATION_ID: i32 = 0x504c_6d74;

/// Memory for the writer's pages: what a slice of an import touches fits into it.
const WRITER_CACHE_KIB: i64 = 16 * 1024;

/// The embedded engine of [`super::Meta`].
#[derive(Clone)]
pub struct SqliteMeta(Arc<Inner>);

struct Inner {
    /// Ended before the others are closed; whoever writes beside the server has none.
    _upkeep: Option<Upkeep>,
    reader: Mutex<Connection>,
    /// For reads that take long.
    long_reader: Mutex<Connection>,
    /// They take turns too, and who waits for one holds no thread meanwhile.
    long_turn: Arc<tokio::sync::Mutex<()>>,
    /// Writers take turns in the order in which they came: else whoever writes slice after slice shuts out all others.
    turn: Arc<tokio::sync::Mutex<()>>,
    /// Closed after the reader, so that the file takes in its write-ahead log.
    writer: Mutex<Connection>,
    secret: Secret,
    /// Moves on with every change that could make a cached answer untrue.
    generation: AtomicU64,
    keys: Cache<Uuid, Option<FoundKey>>,
    sessions: Cache<SessionId, Option<FoundSession>>,
    live: Cache<LiveKey, Option<Arc<LiveVersion>>>,
    slugs: Cache<(ProjectId, VersionId), Option<Arc<str>>>,
    uses: LastUses,
    /// Told after every change that may have left a job behind.
    work: Notify,
}

impl SqliteMeta {
    pub(super) fn open(dir: &DataDir) -> Result<SqliteMeta, StoreError> {
        let (file, migrations) = inspect::file_in(dir.path());
        let writer = file.open_writer(&migrations)?;
        ensure_store_id(&writer, &Uuid::new_v4().to_string())?;
        let secret = in_force::settle(dir.path(), &writer)?;
        // Checkpoints are the upkeep's, never in the middle of a commit.
        writer.pragma_update(None, "wal_autocheckpoint", 0)?;
        writer.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
        let turn = Arc::default();
        let upkeep = upkeep::start(&file, Arc::clone(&turn))?;
        SqliteMeta::over(&file, (writer, secret), turn, Some(upkeep))
    }

    /// Opens the file beside whoever holds the lock; `None` when it is not there. An older schema is brought up to date first,
    /// under the lock.
    pub(super) fn open_beside(dir: &Path) -> Result<Option<SqliteMeta>, StoreError> {
        let (file, migrations) = inspect::file_in(dir);
        if !file.path.exists() {
            return Ok(None);
        }
        check_whole(dir)?;
        if !file.is_up_to_date(&migrations)? {
            return SqliteMeta::open(&DataDir::lock(dir)?).map(Some);
        }
        let writer = file.open_beside(&migrations)?;
        let secret = in_force::in_force(dir, &writer)?;
        SqliteMeta::over(&file, (writer, secret), Arc::default(), None).map(Some)
    }

    fn over(
        file: &Database,
        (writer, secret): (Connection, Secret),
        turn: Arc<tokio::sync::Mutex<()>>,
        upkeep: Option<Upkeep>,
    ) -> Result<SqliteMeta, StoreError> {
        let (reader, long_reader) = (file.open_reader()?, file.open_reader()?);
        Ok(SqliteMeta(Arc::new(Inner {
            _upkeep: upkeep,
            writer: Mutex::new(writer),
            reader: Mutex::new(reader),
            long_reader: Mutex::new(long_reader),
            long_turn: Arc::default(),
            turn,
            secret,
            generation: AtomicU64::new(0),
            keys: Cache::new(),
            sessions: Cache::new(),
            live: Cache::new(),
            slugs: Cache::new(),
            uses: LastUses::default(),
            work: Notify::new(),
        })))
    }

    /// Runs `work` in one transaction; when it fails nothing of it happened. Whatever was cached is asked anew afterwards.
    pub(super) async fn write<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&Transaction<'_>, &Secret) -> Result<T, StoreError> + Send + 'static,
    {
        let turn = self.turn().await;
        self.blocking(move |inner| {
            let done = inner.transact(work);
            drop(turn);
            inner.generation.fetch_add(1, Ordering::SeqCst);
            inner.work.notify_one();
            done
        })
        .await
    }

    /// The same for what no answer about a caller depends on: jobs, last uses.
    pub(super) async fn write_aside<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&Transaction<'_>, &Secret) -> Result<T, StoreError> + Send + 'static,
    {
        let turn = self.turn().await;
        self.blocking(move |inner| {
            let done = inner.transact(work);
            drop(turn);
            done
        })
        .await
    }

    /// Sees all that was written before.
    pub(super) async fn read<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&Connection, &Secret) -> Result<T, StoreError> + Send + 'static,
    {
        self.blocking(move |inner| inner.look(work)).await
    }

    /// The same for what may take long, all of it as of one moment.
    pub(super) async fn read_long<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&Connection, &Secret) -> Result<T, StoreError> + Send + 'static,
    {
        let turn = Arc::clone(&self.0.long_turn).lock_owned().await;
        self.blocking(move |inner| {
            let _turn = turn;
            let connection = inner.long_reader.lock().unwrap_or_else(PoisonError::into_inner);
            let moment = connection.unchecked_transaction()?;
            work(&moment, &inner.secret)
        })
        .await
    }

    async fn turn(&self) -> OwnedMutexGuard<()> {
        Arc::clone(&self.0.turn).lock_owned().await
    }

    pub(super) async fn caller_by_key(&self, key: Uuid, now: Timestamp) -> Result<Option<KeyHolder>, StoreError> {
        let generation = self.0.generation.load(Ordering::SeqCst);
        let found = match self.0.keys.get(&key, generation) {
            Some(answer) => answer,
            None => {
                let answer = self.read(move |connection, _| caller::find_key(connection, key)).await?;
                self.0.keys.put(key, generation, answer);
                answer
            }
        };
        let valid = found.filter(|found| found.expires_at.is_none_or(|end| now < end));
        if let Some(FoundKey { id, .. }) = valid.filter(|found| found.id != KeyId(0)) {
            self.0.uses.note_key(id, now);
        }
        Ok(valid.map(|found| found.holder))
    }

    pub(super) async fn caller_by_session(
        &self,
        id: SessionId,
        epoch: i64,
        now: Timestamp,
    ) -> Result<Option<Arc<Person>>, StoreError> {
        let generation = self.0.generation.load(Ordering::SeqCst);
        let found = match self.0.sessions.get(&id, generation) {
            Some(answer) => answer,
            None => {
                let answer = self.read(move |connection, _| caller::find_session(connection, id)).await?;
                self.0.sessions.put(id, generation, answer.clone());
                answer
            }
        };
        let valid = found.filter(|found| found.epoch == epoch && now < found.expires_at);
        if valid.is_some() {
            self.0.uses.note_session(id, now);
        }
        Ok(valid.map(|found| found.person))
    }

    pub(super) async fn live_version(&self, key: LiveKey) -> Result<Option<Arc<LiveVersion>>, StoreError> {
        let generation = self.0.generation.load(Ordering::SeqCst);
        if let Some(answer) = self.0.live.get(&key, generation) {
            return Ok(answer);
        }
        let asked = key.clone();
        let answer = self.read(move |connection, _| prompt::find_live(connection, &asked)).await?;
        self.0.live.put(key, generation, answer.clone());
        Ok(answer)
    }

    pub(super) async fn slug_of_version(&self, key: (ProjectId, VersionId)) -> Result<Option<Arc<str>>, StoreError> {
        let generation = self.0.generation.load(Ordering::SeqCst);
        if let Some(answer) = self.0.slugs.get(&key, generation) {
            return Ok(answer);
        }
        let answer = self.read(move |connection, _| prompt::find_slug(connection, key)).await?;
        self.0.slugs.put(key, generation, answer.clone());
        Ok(answer)
    }

    /// Writes down when keys and sessions were last used.
    pub(super) async fn write_last_uses(&self) -> Result<(), StoreError> {
        let noted = self.0.uses.take();
        if noted.is_empty() {
            return Ok(());
        }
        self.write_aside(move |tx, _| noted.write(tx)).await
    }

    pub(super) async fn work_came(&self) {
        self.0.work.notified().await;
    }

    pub(super) fn wake_worker(&self) {
        self.0.work.notify_one();
    }

    /// 32 bytes that follow from the server's secret, or from `base`, other ones for each purpose.
    pub(super) fn derive_key(&self, purpose: &str, base: Option<&str>) -> [u8; 32] {
        self.0.secret.derive(purpose, base)
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

impl Inner {
    fn transact<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>, &Secret) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut connection = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&tx, &self.secret)?;
        tx.commit()?;
        Ok(done)
    }

    fn look<T>(&self, work: impl FnOnce(&Connection, &Secret) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let connection = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        work(&connection, &self.secret)
    }
}

/// The UUID in a column of text; `None` for null and for what is none.
pub(super) fn uuid_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Uuid>> {
    Ok(row.get_ref(column)?.as_str_or_null()?.and_then(|text| Uuid::try_parse(text).ok()))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use model::DatasetId;
    use testkit::clock::NOON;
    use tokio::runtime::{Builder, Runtime};

    use super::*;
    use crate::meta::{Init, Meta, Wanted};
    use crate::{DataDir, ProjectScope};

    /// A store with a project, and a runtime with so many threads for what blocks.
    fn open(dir: &tempfile::TempDir, threads: usize) -> (Runtime, Meta, ProjectScope) {
        let runtime = Builder::new_current_thread().enable_all().max_blocking_threads(threads).build().unwrap();
        let meta = Meta::open(&DataDir::lock(dir.path()).unwrap()).unwrap();
        let at = runtime.block_on(async {
            meta.init(Init::default(), NOON).await.unwrap();
            let key = meta.welcome().await.unwrap().unwrap().private_key;
            meta.caller_in_project(key, NOON).await.unwrap().unwrap().scope
        });
        (runtime, meta, at)
    }

    #[test]
    fn long_lists_do_not_take_the_reader_that_everybody_needs() {
        let dir = tempfile::tempdir().unwrap();
        let (runtime, meta, at) = open(&dir, 8);
        let Meta::Sqlite(engine) = &meta;
        // Whatever wanted it now would never end.
        let _reader = engine.0.reader.lock().unwrap();
        runtime.block_on(async {
            assert!(meta.list_templates(&at).await.unwrap().is_empty());
            assert!(meta.list_template_rows(&at).await.unwrap().is_empty());
            assert!(meta.get_template(&at, model::TemplateId(1)).await.unwrap().is_none());
            assert!(meta.two_versions(&at, model::TemplateId(1), (1, 2)).await.unwrap().is_none());
            assert!(meta.list_live(&at).await.unwrap().is_empty());
            assert!(meta.list_revisions(&at, VersionId(1)).await.unwrap().is_none());
            assert!(meta.full_dataset(&at, DatasetId(Uuid::nil())).await.unwrap().is_none());
        });
    }

    #[test]
    fn who_waits_for_a_long_read_holds_no_thread() {
        let dir = tempfile::tempdir().unwrap();
        let (runtime, meta, at) = open(&dir, 2);
        let Meta::Sqlite(engine) = &meta;
        let (go_on, goes_on) = sync_channel::<()>(1);
        runtime.block_on(async {
            let (begun, begins) = tokio::sync::oneshot::channel();
            let first = engine.read_long(move |_, _| {
                begun.send(()).unwrap();
                goes_on.recv().unwrap();
                Ok(())
            });
            let (first, second, ()) = tokio::join!(first, meta.list_templates(&at), async {
                begins.await.unwrap();
                // There are two threads, and the first read has one of them.
                engine.read(|_, _| Ok(())).await.unwrap();
                go_on.send(()).unwrap();
            });
            assert!(first.is_ok() && second.is_ok());
        });
    }

    #[test]
    fn no_prompt_is_looked_up_and_remembered_by_a_slug_that_none_can_have() {
        let dir = tempfile::tempdir().unwrap();
        let (runtime, meta, at) = open(&dir, 2);
        let Meta::Sqlite(engine) = &meta;
        runtime.block_on(async {
            for slug in ["a".to_owned(), "a".repeat(60_000)] {
                assert!(meta.live_version(&at, slug, Wanted::Deployed).await.unwrap().is_none());
            }
        });
        assert_eq!(engine.0.live.len(), 1);
    }
}

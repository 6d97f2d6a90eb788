//! Making a backup, beside a server that goes on writing.
//!
//! All pages of a database are copied inside one read transaction: so the copy is what was on disk when it began, and it ends
//! however much is written meanwhile. Until it ends, the write-ahead log cannot be begun anew, so it grows by what is written;
//! that is why pages are copied as they are, which takes half the time of `VACUUM INTO`.

use std::fs::DirBuilder;
use std::path::Path;

use model::Timestamp;
use refinery::Runner;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::disk::{content, copy, damaged, io, remove, remove_database, rename, sync_dir, sync_file};
use super::{
    BackedUpFile, BackupError, DatabaseIdentity, FILES, MANIFEST, META, Manifest, READ_ONLY, RUNS, SECRET, Step, Watch,
};
use crate::secret::create_private;
use crate::sqlite::Database;
use crate::{StoreError, meta, runs};

/// Pages between two looks at how far the copy has come: 8 MiB.
const PAGES_A_STEP: i32 = 2048;

/// Copies the store in `data_dir` into `target`, which must be absent or empty, and returns once the copy is on disk. A server
/// may be using the store: what it acknowledged before this call is in the copy.
///
/// `build` and `now` go into the manifest. If it fails, what it wrote is removed again; if the process ends before, the target
/// has no manifest, and so is no backup.
pub fn backup(
    data_dir: &Path,
    target: &Path,
    (build, now): (&str, Timestamp),
    watch: &mut Watch<'_>,
) -> Result<Manifest, BackupError> {
    if !data_dir.join(RUNS).exists() && !data_dir.join(META).exists() {
        return Err(BackupError::NoStore { dir: data_dir.to_path_buf() });
    }
    let is_new = claim(target)?;
    let made = fill(data_dir, target, (build, now), watch);
    if made.is_err() {
        clear(target, is_new)?;
    }
    made
}

/// Makes the target where it is absent; says whether it did.
fn claim(target: &Path) -> Result<bool, BackupError> {
    if target.exists() {
        let mut entries = std::fs::read_dir(target).map_err(io(target))?;
        return match entries.next() {
            None => Ok(false),
            Some(_) => Err(BackupError::TargetNotEmpty { dir: target.to_path_buf() }),
        };
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(target).map_err(io(target))?;
    // The name of the directory has to be on disk as well, in whatever directory that is.
    let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    sync_dir(parent)?;
    Ok(true)
}

fn fill(
    data_dir: &Path,
    target: &Path,
    (build, now): (&str, Timestamp),
    watch: &mut Watch<'_>,
) -> Result<Manifest, BackupError> {
    let mut files = Vec::with_capacity(FILES.len());
    for (name, (source, migrations)) in
        [(RUNS, runs::sqlite::inspect::file_in(data_dir)), (META, meta::inspect::file_in(data_dir))]
    {
        let partial = target.join(format!("{name}.partial"));
        let identity = copy_database(&source, &migrations, &partial, watch)?;
        let content = content(&partial, "hash", watch)?;
        rename(&partial, &target.join(name))?;
        files.push(BackedUpFile {
            name: name.into(),
            bytes: content.bytes,
            sha256: content.sha256,
            database: Some(identity),
        });
    }
    files.push(copy_secret(data_dir, target, watch)?);
    let manifest = Manifest::new(build, now.to_string(), files);
    manifest.write(target)?;
    Ok(manifest)
}

/// Copies the secret that the copy of `meta.db` is sealed with: a rotation may be under way, or have ended halfway.
fn copy_secret(data_dir: &Path, target: &Path, watch: &mut Watch<'_>) -> Result<BackedUpFile, BackupError> {
    let source = meta::in_force::file_for(target, data_dir)?;
    let content = copy(&source, &target.join(SECRET), watch)?;
    if meta::in_force::noted_in(data_dir)? != meta::in_force::noted_in(target)? {
        return Err(damaged(&source, "it became another one while it was copied; make the backup once more").into());
    }
    Ok(BackedUpFile { name: SECRET.into(), bytes: content.bytes, sha256: content.sha256, database: None })
}

fn copy_database(
    source: &Database,
    migrations: &Runner,
    target: &Path,
    watch: &mut Watch<'_>,
) -> Result<DatabaseIdentity, BackupError> {
    if !source.path.exists() {
        return Err(damaged(&source.path, "it is missing").into());
    }
    let live = source.open_existing(READ_ONLY, migrations)?;
    create_private(target).map_err(io(target))?;
    let mut copy = Connection::open(target)?;
    // It is synced as a whole below, and nobody else knows it.
    copy.pragma_update(None, "synchronous", "OFF")?;
    copy_pages(&live, &mut copy, &super::disk::name(&source.path), watch)?;
    drop(live);
    // A copy has no log, and whoever looks into it leaves none beside it.
    copy.pragma_update(None, "journal_mode", "DELETE")?;
    let identity = DatabaseIdentity {
        schema: copy.pragma_query_value(None, "user_version", |row| row.get(0))?,
        store_id: copy
            .query_row("SELECT value FROM store_fact WHERE name = 'store_id'", [], |row| row.get(0))
            .map_err(|error| damaged(&source.path, format!("it does not say which store it is ({error})")))?,
    };
    copy.close().map_err(|(_, error)| StoreError::from(error))?;
    sync_file(target)?;
    Ok(identity)
}

/// Copies all pages as they are when the call begins.
fn copy_pages(live: &Connection, copy: &mut Connection, name: &str, watch: &mut Watch<'_>) -> Result<(), BackupError> {
    let snapshot = live.unchecked_transaction()?;
    // A read transaction begins with its first read. Without it each step would see newer pages, and start over.
    snapshot.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    let page_bytes: u64 = snapshot.pragma_query_value(None, "page_size", |row| row.get(0))?;
    let what = format!("copy {name}");
    let pages = Backup::new(&snapshot, copy)?;
    loop {
        let step = pages.step(PAGES_A_STEP)?;
        let progress = pages.progress();
        let bytes = |pages: i32| u64::try_from(pages).unwrap_or(0) * page_bytes;
        watch(Step {
            what: &what,
            done: bytes(progress.pagecount - progress.remaining),
            total: bytes(progress.pagecount),
        });
        match step {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            busy => return Err(damaged(Path::new(name), format!("its copy cannot be written ({busy:?})")).into()),
        }
    }
}

/// Takes away what a backup that failed has written, and nothing else.
fn clear(target: &Path, is_new: bool) -> Result<(), StoreError> {
    for name in FILES.into_iter().chain([MANIFEST]) {
        remove(&target.join(name))?;
        remove_database(&target.join(format!("{name}.partial")))?;
    }
    if is_new {
        std::fs::remove_dir(target).map_err(io(target))?;
    }
    Ok(())
}

//! Putting a backup back.
//!
//! Nothing is written before the whole backup was read and found as its manifest says. While files are put in place a mark
//! lies in the data directory: a server does not start beside it, and the next restore begins anew.

use std::path::Path;

use refinery::Runner;

use super::disk::{content, copy, damaged, io, remove, remove_database, rename, sync_dir, with_companions};
use super::{BackedUpFile, BackupError, DERIVED, FILES, META, Manifest, READ_ONLY, RUNS, SECRET, Watch};
use crate::data_dir::UNFINISHED_RESTORE;
use crate::secret::create_private;
use crate::sqlite::Database;
use crate::{DataDir, StoreError, meta, runs};

/// Puts the backup in `source` into `data_dir`, which is made if absent and must not hold a store, and returns once that is on
/// disk. Derived files that are there are removed.
///
/// Fails with [`StoreError::Damaged`] when the backup is not whole, with [`StoreError::Newer`] when it is of a newer version, and
/// with [`StoreError::InUse`] when another process holds the data directory; then nothing was touched.
pub fn restore(source: &Path, data_dir: &Path, watch: &mut Watch<'_>) -> Result<Manifest, BackupError> {
    let manifest = Manifest::read(source)?;
    manifest.files.iter().try_for_each(|file| check_size(source, file))?;
    // A directory that nobody ever used is not even locked before the backup is known to be good.
    let early = if data_dir.join("lock").exists() { Some(DataDir::lock_unfinished(data_dir)?) } else { None };
    check_free(data_dir)?;
    for file in &manifest.files {
        check_content(source, file, watch)?;
    }
    check_database(runs::sqlite::inspect::file_in(source), &manifest)?;
    check_database(meta::inspect::file_in(source), &manifest)?;
    let dir = match early {
        Some(dir) => dir,
        None => DataDir::lock_unfinished(data_dir)?,
    };
    check_free(data_dir)?;
    put_back(source, &dir, &manifest, watch)?;
    Ok(manifest)
}

fn check_size(source: &Path, file: &BackedUpFile) -> Result<(), StoreError> {
    let path = source.join(&file.name);
    let found = match std::fs::metadata(&path) {
        Ok(found) => found.len(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(damaged(&path, "it is missing")),
        Err(error) => return Err(io(&path)(error)),
    };
    if found == file.bytes {
        Ok(())
    } else {
        Err(damaged(&path, format!("it has {found} bytes, its manifest says {}", file.bytes)))
    }
}

fn check_content(source: &Path, file: &BackedUpFile, watch: &mut Watch<'_>) -> Result<(), StoreError> {
    let path = source.join(&file.name);
    let found = content(&path, "check", watch)?;
    if found.bytes == file.bytes && found.sha256 == file.sha256 {
        Ok(())
    } else {
        Err(damaged(&path, "its SHA-256 is not the one that its manifest says"))
    }
}

/// A database that this binary can open, and the one that the manifest means.
fn check_database((file, migrations): (Database, Runner), manifest: &Manifest) -> Result<(), StoreError> {
    let connection = file.open_existing(READ_ONLY, &migrations)?;
    let store_id: Option<String> =
        connection.query_row("SELECT value FROM store_fact WHERE name = 'store_id'", [], |row| row.get(0)).ok();
    let name = super::disk::name(&file.path);
    let said = manifest.files.iter().find(|said| said.name == name).and_then(|said| said.database.as_ref());
    if store_id.is_some() && store_id.as_ref() == said.map(|said| &said.store_id) {
        Ok(())
    } else {
        Err(damaged(&file.path, "it is of another store than its manifest says"))
    }
}

/// Refuses a directory with a store in it. What a restore that was interrupted has left there is no store.
fn check_free(data_dir: &Path) -> Result<(), BackupError> {
    if data_dir.join(UNFINISHED_RESTORE).exists() {
        return Ok(());
    }
    let databases = [RUNS, META].iter().flat_map(|name| with_companions(&data_dir.join(name)));
    match databases.chain([data_dir.join(SECRET)]).find(|path| path.exists()) {
        None => Ok(()),
        Some(path) => Err(BackupError::StoreInTheWay { dir: data_dir.to_path_buf(), file: super::disk::name(&path) }),
    }
}

fn put_back(source: &Path, dir: &DataDir, manifest: &Manifest, watch: &mut Watch<'_>) -> Result<(), StoreError> {
    let mark = dir.file(UNFINISHED_RESTORE);
    remove(&mark)?;
    create_private(&mark).and_then(|file| file.sync_all()).map_err(io(&mark))?;
    sync_dir(dir.path())?;
    let done = put_files(source, dir, manifest, watch);
    if done.is_err() {
        // What was in its place is no store; if it cannot be taken away, the mark stays and says so.
        FILES.iter().chain(&DERIVED).try_for_each(|name| remove_file_of_store(dir, name))?;
    }
    remove(&mark)?;
    sync_dir(dir.path())?;
    done
}

fn put_files(source: &Path, dir: &DataDir, manifest: &Manifest, watch: &mut Watch<'_>) -> Result<(), StoreError> {
    for name in FILES.iter().chain(&DERIVED) {
        remove_file_of_store(dir, name)?;
    }
    for file in &manifest.files {
        let (from, partial) = (source.join(&file.name), dir.file(&partial(&file.name)));
        let copied = copy(&from, &partial, watch)?;
        if copied.sha256 != file.sha256 {
            return Err(damaged(&from, "it changed while it was copied"));
        }
        rename(&partial, &dir.file(&file.name))?;
    }
    sync_dir(dir.path())
}

fn remove_file_of_store(dir: &DataDir, name: &str) -> Result<(), StoreError> {
    remove(&dir.file(&partial(name)))?;
    remove_database(&dir.file(name))
}

fn partial(name: &str) -> String {
    format!("{name}.partial")
}

//! The directory with all that a server keeps, and the lock that one process at a time holds on it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::StoreError;

/// A data directory that this process has locked. The lock ends with this value, and with the process, however it ends.
#[derive(Debug)]
pub struct DataDir {
    path: PathBuf,
    _lock: File,
}

/// There as long as a restore is under way: nobody else may take half of a store for a whole one.
pub(crate) const UNFINISHED_RESTORE: &str = "restore-unfinished";

impl DataDir {
    /// Creates the directory if it is absent (mode 0700) and locks it.
    ///
    /// Fails with [`StoreError::InUse`] when another process holds it; the file `lock` names that process.
    ///
    /// Fails with [`StoreError::Damaged`] when a restore into it was interrupted: what is there is not a whole store.
    pub fn lock(path: &Path) -> Result<DataDir, StoreError> {
        let dir = DataDir::lock_unfinished(path)?;
        check_whole(path)?;
        Ok(dir)
    }

    /// Locks a directory even when a restore into it was interrupted.
    pub(crate) fn lock_unfinished(path: &Path) -> Result<DataDir, StoreError> {
        let io = |source| StoreError::Io { path: path.to_path_buf(), source };
        create_private(path).map_err(io)?;
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path.join("lock"))
            .map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                file.read_to_string(&mut holder).map_err(io)?;
                let holder = if holder.trim().is_empty() { "unknown".into() } else { holder.trim().to_owned() };
                return Err(StoreError::InUse { dir: path.to_path_buf(), holder });
            }
            Err(TryLockError::Error(source)) => return Err(io(source)),
        }
        file.set_len(0).and_then(|()| file.rewind()).map_err(io)?;
        writeln!(file, "{}", std::process::id()).map_err(io)?;
        Ok(DataDir { path: path.to_path_buf(), _lock: file })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

/// Fails when a restore into the directory was interrupted.
pub(crate) fn check_whole(path: &Path) -> Result<(), StoreError> {
    let mark = path.join(UNFINISHED_RESTORE);
    if mark.exists() {
        let reason = "a restore into this directory was interrupted; run `perilune restore` once more".into();
        return Err(StoreError::Damaged { file: mark, reason });
    }
    Ok(())
}

#[cfg(unix)]
pub(crate) fn create_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
pub(crate) fn create_private(path: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(path)
}

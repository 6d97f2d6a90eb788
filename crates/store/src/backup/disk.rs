//! Files as a backup needs them: synced, hashed, and readable by their owner only.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{COMPANIONS, Step, Watch};
use crate::StoreError;
use crate::secret::create_private;

const BUFFER_BYTES: usize = 1 << 20;

/// Size and hash of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Content {
    pub(super) bytes: u64,
    /// SHA-256 in lower-case hexadecimal digits.
    pub(super) sha256: String,
}

pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> StoreError {
    |source| StoreError::Io { path: path.to_path_buf(), source }
}

pub(super) fn damaged(file: &Path, reason: impl Into<String>) -> StoreError {
    StoreError::Damaged { file: file.to_path_buf(), reason: reason.into() }
}

/// Reads a whole file and says what is in it.
pub(super) fn content(path: &Path, what: &str, watch: &mut Watch<'_>) -> Result<Content, StoreError> {
    read_through(path, what, watch, |_| Ok(()))
}

/// Copies a file to a place where none is, and returns once the copy is on disk.
pub(super) fn copy(from: &Path, to: &Path, watch: &mut Watch<'_>) -> Result<Content, StoreError> {
    let mut copy = create_private(to).map_err(io(to))?;
    let content = read_through(from, "copy", watch, |bytes| copy.write_all(bytes).map_err(io(to)))?;
    copy.sync_all().map_err(io(to))?;
    Ok(content)
}

fn read_through(
    path: &Path,
    what: &str,
    watch: &mut Watch<'_>,
    mut visit: impl FnMut(&[u8]) -> Result<(), StoreError>,
) -> Result<Content, StoreError> {
    let mut file = File::open(path).map_err(io(path))?;
    let total = file.metadata().map_err(io(path))?.len();
    let what = format!("{what} {}", name(path));
    let mut buffer = vec![0; BUFFER_BYTES];
    let (mut hash, mut done) = (Sha256::new(), 0);
    loop {
        let read = file.read(&mut buffer).map_err(io(path))?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        visit(&buffer[..read])?;
        done += read as u64;
        watch(Step { what: &what, done, total });
    }
    let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Content { bytes: done, sha256 })
}

/// Returns once the content of a file is on disk.
pub(super) fn sync_file(path: &Path) -> Result<(), StoreError> {
    OpenOptions::new().write(true).open(path).and_then(|file| file.sync_all()).map_err(io(path))
}

/// Returns once the names in a directory are on disk.
#[cfg(unix)]
pub(crate) fn sync_dir(path: &Path) -> Result<(), StoreError> {
    File::open(path).and_then(|dir| dir.sync_all()).map_err(io(path))
}

/// Other systems keep names in order by themselves and do not open directories.
#[cfg(not(unix))]
pub(crate) fn sync_dir(_: &Path) -> Result<(), StoreError> {
    Ok(())
}

/// Gives a file, whose content is on disk, its final name.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    std::fs::rename(from, to).map_err(io(to))
}

/// Removes a file; it is none the worse for not being there.
pub(crate) fn remove(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(io(path)(error)),
        _ => Ok(()),
    }
}

/// Removes a database and what SQLite puts beside it.
pub(super) fn remove_database(path: &Path) -> Result<(), StoreError> {
    with_companions(path).iter().try_for_each(|path| remove(path))
}

/// A database, and the names of what SQLite puts beside it.
pub(super) fn with_companions(path: &Path) -> Vec<PathBuf> {
    let suffixes = std::iter::once("").chain(COMPANIONS);
    suffixes.map(|suffix| path.with_file_name(format!("{}{suffix}", name(path)))).collect()
}

/// The last part of a path, as text.
pub(super) fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

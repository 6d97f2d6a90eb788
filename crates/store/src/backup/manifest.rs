//! What a backup says of itself. It is written last, so that its presence says that the backup is whole.

use std::io::{ErrorKind, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::disk::{damaged, io, rename, sync_dir};
use super::{FILES, MANIFEST};
use crate::StoreError;
use crate::secret::create_private;

/// The version of the manifest that this binary writes, and the newest that it reads.
const FORMAT: i64 = 1;

/// The file `manifest.json` of a backup.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// The version of this form: 1.
    pub format: i64,
    /// Which build made the backup.
    pub build: String,
    /// When it began: `2025-03-01T09:30:00.000Z`. What was on disk then is in it.
    pub created_at: String,
    /// `runs.db`, `meta.db` and `secret`.
    pub files: Vec<BackedUpFile>,
}

/// One file of a backup.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BackedUpFile {
    /// Its name, in the backup and in the data directory.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its content, in lower-case hexadecimal digits.
    pub sha256: String,
    /// Which database it is; the secret is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<DatabaseIdentity>,
}

/// Which database a file is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DatabaseIdentity {
    /// The version of its schema.
    pub schema: i64,
    /// The identity that all copies of a database share.
    pub store_id: String,
}

/// What can be read of the manifest of any version.
#[derive(Deserialize)]
struct Version {
    format: i64,
}

impl Manifest {
    pub(super) fn new(build: &str, created_at: String, files: Vec<BackedUpFile>) -> Manifest {
        Manifest { format: FORMAT, build: build.into(), created_at, files }
    }

    /// Makes a backup of the files in `dir`: returns once the manifest has its name, and that is on disk.
    pub(super) fn write(&self, dir: &Path) -> Result<(), StoreError> {
        let (path, partial) = (dir.join(MANIFEST), dir.join(format!("{MANIFEST}.partial")));
        let mut text = serde_json::to_string_pretty(self).expect("strings and numbers are always JSON");
        text.push('\n');
        let mut file = create_private(&partial).map_err(io(&partial))?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(io(&partial))?;
        // The names of the files that it speaks of are on disk before its own.
        sync_dir(dir)?;
        rename(&partial, &path)?;
        sync_dir(dir)
    }

    /// Reads the manifest of a backup and checks that it names what a backup has, no more and no less.
    pub(super) fn read(dir: &Path) -> Result<Manifest, StoreError> {
        let path = dir.join(MANIFEST);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(damaged(&path, "it is missing, so this is no backup, or one that was interrupted"));
            }
            Err(error) if error.kind() == ErrorKind::InvalidData => return Err(damaged(&path, "it is not text")),
            Err(error) => return Err(io(&path)(error)),
        };
        let invalid = |error: serde_json::Error| damaged(&path, error.to_string());
        let Version { format } = serde_json::from_str(&text).map_err(invalid)?;
        if format > FORMAT {
            return Err(StoreError::Newer { file: path, found: format, known: FORMAT });
        }
        let manifest: Manifest = serde_json::from_str(&text).map_err(invalid)?;
        let mut names: Vec<&str> = manifest.files.iter().map(|file| file.name.as_str()).collect();
        let mut wanted = FILES;
        names.sort_unstable();
        wanted.sort_unstable();
        if names != wanted {
            return Err(damaged(&path, format!("it names {names:?} instead of {wanted:?}")));
        }
        Ok(manifest)
    }
}

//! `perilune backup DIR`: a copy of all data, made beside a running server.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use store::backup::{BackupError, Manifest};

use crate::build_id;
use crate::clock::Clock;
use crate::progress::{Progress, Unit};

/// Copies all data, beside a running server or without one
///
/// What is on disk at this moment goes into a directory, with a manifest that names each file's size and SHA-256. Whatever
/// the server acknowledged before is in the copy. The copy holds the secret that opens the keys: keep it safe.
#[derive(Args, Clone, Debug)]
pub(crate) struct BackupArgs {
    /// Where the copy goes: a directory that is absent or empty
    #[arg(value_name = "DIR")]
    target: PathBuf,

    /// The data directory of the server
    #[arg(long, env = "PERILUNE_DATA_DIR", value_name = "DIR", default_value = "./perilune-data")]
    data_dir: PathBuf,
}

/// Makes the copy, and says on standard output that it is whole.
pub(crate) fn run(args: &BackupArgs) -> Result<ExitCode, BackupError> {
    let progress = Progress::new(Unit::Bytes);
    let stamp = (build_id(), Clock::System.now());
    let manifest = store::backup::backup(&args.data_dir, &args.target, stamp, &mut |step| progress.show(step))?;
    drop(progress);
    tell(&format!("backed up {} to {}: {}", args.data_dir.display(), args.target.display(), sizes(&manifest)));
    Ok(ExitCode::SUCCESS)
}

/// The files of a backup with their bytes.
pub(crate) fn sizes(manifest: &Manifest) -> String {
    let files: Vec<String> = manifest.files.iter().map(|file| format!("{} {} bytes", file.name, file.bytes)).collect();
    files.join(", ")
}

/// Writes to standard output what the command was run for. Whoever closed it does not want to read it.
pub(crate) fn tell(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

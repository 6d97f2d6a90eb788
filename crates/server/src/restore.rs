//! `perilune restore DIR`: puts a backup back into an empty data directory.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use store::backup::BackupError;

use crate::backup::{sizes, tell};
use crate::progress::{Progress, Unit};

/// Puts a backup back
///
/// Checks the backup against its manifest, and then copies it into a data directory that holds no data and that no server
/// uses. A damaged or incomplete backup is refused before anything is written.
#[derive(Args, Clone, Debug)]
pub(crate) struct RestoreArgs {
    /// The backup: a directory that `perilune backup` made
    #[arg(value_name = "DIR")]
    source: PathBuf,

    /// The data directory to fill; made if absent
    #[arg(long, env = "PERILUNE_DATA_DIR", value_name = "DIR", default_value = "./perilune-data")]
    data_dir: PathBuf,
}

/// Puts the backup back, and says so on standard output.
pub(crate) fn run(args: &RestoreArgs) -> Result<ExitCode, BackupError> {
    let progress = Progress::new(Unit::Bytes);
    let manifest = store::backup::restore(&args.source, &args.data_dir, &mut |step| progress.show(step))?;
    drop(progress);
    let (made_at, dir) = (&manifest.created_at, args.data_dir.display());
    tell(&format!("restored the backup of {made_at} to {dir}: {}", sizes(&manifest)));
    Ok(ExitCode::SUCCESS)
}

//! `perilune doctor [--repair]`: whether the data is sound, and mending it where that can be done without losing anything.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use store::backup::{BackupError, examine, repair};

use crate::backup::tell;
use crate::clock::Clock;
use crate::progress::{Progress, Unit};

/// The exit code for damaged data (contract of the command line).
const DAMAGED: u8 = 5;

/// Checks whether the data is sound
///
/// Looks at both databases, and whether all that is in them agrees, and prints a report. Without --repair it changes nothing
/// and may run beside a server.
#[derive(Args, Clone, Debug)]
pub(crate) struct DoctorArgs {
    /// The data directory of the server
    #[arg(long, env = "PERILUNE_DATA_DIR", value_name = "DIR", default_value = "./perilune-data")]
    data_dir: PathBuf,

    /// Rebuilds what can be rebuilt from the runs, and moves rows that belong to no run into a file. Never deletes a run.
    /// No server may be using the directory. Also looks at every payload instead of a sample
    #[arg(long, env = "PERILUNE_REPAIR")]
    repair: bool,
}

/// Prints the report on standard output. The exit code is 5 when something is damaged, and still is after a repair.
pub(crate) fn run(args: &DoctorArgs) -> Result<ExitCode, BackupError> {
    let progress = Progress::new(Unit::Checks);
    let report = if args.repair {
        repair(&args.data_dir, Clock::System.now(), &mut |step| progress.show(step))?
    } else {
        examine(&args.data_dir, &mut |step| progress.show(step))?
    };
    drop(progress);
    tell(&report.to_string());
    if report.is_sound() {
        return Ok(ExitCode::SUCCESS);
    }
    tell(if args.repair {
        "what is still damaged can only come back from a backup: perilune restore"
    } else {
        "perilune doctor --repair mends what can be mended; stop the server first"
    });
    Ok(ExitCode::from(DAMAGED))
}

//! The command line: what there is to type, and the exit code that says how it went.

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use store::StoreError;
use store::backup::BackupError;

use crate::admin::{self, AdminArgs, AdminError};
use crate::backup::{self, BackupArgs};
use crate::bench;
use crate::config::ServeArgs;
use crate::doctor::{self, DoctorArgs};
use crate::restore::{self, RestoreArgs};
use crate::serve::{self, ServeError};

/// Records what LLM applications do, and shows it.
///
/// Every option can also be given as an environment variable, named beside it.
#[derive(Parser, Debug)]
#[command(name = "perilune", version = crate::build_id(), arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 stopped, 2 wrong use, 3 data directory in use, 4 database newer than this \
binary, 5 damaged, 1 any other error.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Runs the server
    Serve(Box<ServeArgs>),
    Backup(BackupArgs),
    Restore(RestoreArgs),
    Doctor(DoctorArgs),
    Admin(AdminArgs),
    /// Measures a server, and fills one with made-up runs
    Bench(bench::Args),
}

/// Reads the command line and does what it says. Ends the process itself only for `--help` and wrong use.
#[must_use]
pub fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Serve(args) => match serve::run(&args) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                explain(&error);
                ExitCode::from(exit_code(&error))
            }
        },
        Command::Backup(args) => end(backup::run(&args)),
        Command::Restore(args) => end(restore::run(&args)),
        Command::Doctor(args) => end(doctor::run(&args)),
        Command::Admin(args) => admin::run(&args).unwrap_or_else(|error| {
            explain(&error);
            ExitCode::from(admin_exit_code(&error))
        }),
        Command::Bench(args) => bench::run(args),
    }
}

fn end(result: Result<ExitCode, BackupError>) -> ExitCode {
    result.unwrap_or_else(|error| {
        explain(&error);
        ExitCode::from(match &error {
            BackupError::TargetNotEmpty { .. } | BackupError::StoreInTheWay { .. } | BackupError::NoStore { .. } => 2,
            BackupError::Store(source) => store_exit_code(source),
        })
    })
}

/// The exit code that scripts can tell the reason by (contract of the command line).
fn exit_code(error: &ServeError) -> u8 {
    match error {
        ServeError::Usage(_) => 2,
        ServeError::Store { source, .. } => store_exit_code(source),
        _ => 1,
    }
}

fn admin_exit_code(error: &AdminError) -> u8 {
    match error {
        AdminError::NoStore { .. } | AdminError::Refused(_) => 2,
        AdminError::Store(source) => store_exit_code(source),
        AdminError::Password(_) | AdminError::Runtime(_) => 1,
    }
}

fn store_exit_code(error: &StoreError) -> u8 {
    match error {
        StoreError::InUse { .. } => 3,
        StoreError::Newer { .. } => 4,
        StoreError::Damaged { .. } => 5,
        _ => 1,
    }
}

/// Says on standard error what went wrong, and each cause below it.
fn explain(error: &dyn Error) {
    let mut text = format!("perilune: {error}");
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    // Nobody is left to tell if standard error is gone.
    let _ = writeln!(std::io::stderr(), "{text}");
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[track_caller]
    fn check(args: &str, want: Result<(), &str>) {
        let parsed = Cli::try_parse_from(args.split(' '));
        match (parsed, want) {
            (Ok(Cli { command: Command::Serve(args) }), want) => {
                assert_eq!(args.check().is_ok(), want.is_ok(), "{args:?}");
            }
            (Ok(_), _) => panic!("{args} is not serve"),
            (Err(error), Err(piece)) => {
                assert_eq!(error.exit_code(), 2, "{args}");
                assert!(error.to_string().contains(piece), "{args}: {error}");
            }
            (Err(error), Ok(())) => panic!("{args}: {error}"),
        }
    }

    #[test]
    fn wrong_use_is_refused_before_anything_is_touched() {
        check("perilune serve", Ok(()));
        check("perilune serve --listen 127.0.0.1:0 --listen [::1]:0", Ok(()));
        check("perilune serve --listen here", Err("--listen"));
        check("perilune serve --init-public-key abc", Err("--init-public-key"));
        check("perilune serve --init-email ana@example.org", Err("--init-password"));
        check("perilune serve --init-password secret", Err("--init-email"));
        check("perilune serve --ingest-buffer 1MiB", Err("--ingest-buffer"));
        check("perilune serve --max-body much", Err("--max-body"));
        check("perilune serve --cors-origin *", Err("--cors-origin"));
        check("perilune serve --cors-origin https://app.example.org", Ok(()));
        check("perilune backup", Err("<DIR>"));
        check("perilune restore", Err("<DIR>"));
        check("perilune doctor somewhere", Err("unexpected argument"));
        check("perilune admin", Err("create-account"));
        check("perilune admin create-account", Err("--email"));
        check("perilune admin create-account --email ana", Err("there is no @"));
        check("perilune admin create-account --email ana@example.org --role king", Err("a role is one of owner"));
        check("perilune admin create-key --project x --name y --kind org", Err("--kind"));
        check("perilune admin create-key --project x", Err("--name"));
        check("perilune advise", Err("unrecognized subcommand"));
    }
}

//! `perilune admin`: what the operator does at the command line, beside a running server or without one. The server sees it
//! within a second.
//!
//! It asks nobody for a credential: whoever may read the data directory may do this.

mod account;
mod error;
mod key;
mod list;
mod password;
mod secret;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use store::Meta;
use store::meta::Beside;

pub(crate) use error::AdminError;

/// Accounts, keys and the secret, beside a running server or without one
#[derive(Args, Clone, Debug)]
pub(crate) struct AdminArgs {
    /// The data directory of the server
    #[arg(long, env = "PERILUNE_DATA_DIR", value_name = "DIR", default_value = "./perilune-data", global = true)]
    data_dir: PathBuf,

    #[command(subcommand)]
    deed: Deed,
}

#[derive(Subcommand, Clone, Debug)]
enum Deed {
    CreateAccount(account::CreateArgs),
    ResetPassword(account::ResetArgs),
    /// Shows organisations, people, projects and keys, but nothing that is secret
    List,
    CreateKey(key::CreateArgs),
    /// Gives the server another secret
    ///
    /// Whatever is sealed, such as private keys, is sealed anew, and keys go on working; everybody has to sign in again. No
    /// server may be using the directory. A crash on the way leaves either secret in force, never something between.
    RotateSecret,
}

/// Does it, and says on standard output what came of it.
pub(crate) fn run(args: &AdminArgs) -> Result<ExitCode, AdminError> {
    match &args.deed {
        Deed::RotateSecret => secret::rotate(&args.data_dir)?,
        Deed::CreateAccount(wish) => beside(&args.data_dir, async |meta| account::create(meta, wish).await)?,
        Deed::ResetPassword(wish) => beside(&args.data_dir, async |meta| account::reset(meta, wish).await)?,
        Deed::List => beside(&args.data_dir, async |meta| list::show(meta).await)?,
        Deed::CreateKey(wish) => beside(&args.data_dir, async |meta| key::create(meta, wish).await)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Opens the store beside whoever uses it, and lets `work` do its part.
fn beside(dir: &Path, work: impl AsyncFnOnce(&Beside) -> Result<(), AdminError>) -> Result<(), AdminError> {
    let meta = Meta::open_beside(dir)?.ok_or_else(|| no_store(dir))?;
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(AdminError::Runtime)?;
    runtime.block_on(work(&meta))
}

fn no_store(dir: &Path) -> AdminError {
    AdminError::NoStore { dir: dir.to_path_buf() }
}

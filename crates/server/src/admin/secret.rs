//! `perilune admin rotate-secret`.

use std::path::Path;

use store::meta::{Rotated, rotate_secret};

use super::{AdminError, no_store};
use crate::backup::tell;

pub(super) fn rotate(dir: &Path) -> Result<(), AdminError> {
    let Rotated { keys, invitations, jobs, sessions } = rotate_secret(dir)?.ok_or_else(|| no_store(dir))?;
    tell(&format!(
        "the server has another secret now: sealed anew {keys} keys, {invitations} invitations and {jobs} jobs, ended \
         {sessions} sessions; backups from before hold the old one"
    ));
    Ok(())
}

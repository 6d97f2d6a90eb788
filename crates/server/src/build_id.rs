//! Which build of Perilune this is.

use std::sync::LazyLock;

static BUILD: LazyLock<String> = LazyLock::new(|| {
    let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
    format!("{}+{}", version(), option_env!("PERILUNE_BUILD").unwrap_or(profile))
});

/// The version, and the commit where the build was told it (`PERILUNE_BUILD`), else the profile: `0.1.0+debug`.
/// It is in the header `x-perilune-build` of every answer.
#[must_use]
pub fn build_id() -> &'static str {
    &BUILD
}

/// The version of this server, such as `0.1.0`.
#[must_use]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

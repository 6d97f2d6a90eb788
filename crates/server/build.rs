//! Puts the built web UI where the server embeds it from, or a page that says how to get it: the server builds without Node.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

const NO_UI: &str = include_str!("src/ui/no-ui.html");

fn main() -> io::Result<()> {
    let dist = folder("CARGO_MANIFEST_DIR").join("../../web/dist");
    let target = folder("OUT_DIR").join("ui");
    println!("cargo:rerun-if-changed={}", dist.display());
    println!("cargo:rerun-if-changed=src/ui/no-ui.html");
    println!("cargo:rerun-if-env-changed=REQUIRE_UI");
    println!("cargo:rustc-env=UI_DIR={}", target.display());
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    fs::create_dir_all(&target)?;
    if dist.join("index.html").exists() {
        return copy(&dist, &target);
    }
    if env::var_os("REQUIRE_UI").is_some_and(|value| value == "1") {
        return Err(io::Error::other("REQUIRE_UI=1 and web/dist is empty: run `make ui` first"));
    }
    println!("cargo:warning=the web UI is not built, so it is not in this binary: `make ui` builds it");
    fs::write(target.join("index.html"), NO_UI)
}

/// A directory that cargo names in a variable.
fn folder(variable: &str) -> PathBuf {
    env::var_os(variable).map(PathBuf::from).unwrap_or_default()
}

/// Copies all files that browsers may ask for: none whose name begins with a dot.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

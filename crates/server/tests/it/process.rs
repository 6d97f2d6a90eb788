//! The binary as an operator meets it: start, one line, stop, exit codes.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// A server process that is up.
pub(crate) struct Running {
    child: Child,
    ready: String,
}

fn perilune(dir: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_perilune"));
    command.arg("serve").arg("--data-dir").arg(dir).args(["--listen", "127.0.0.1:0"]).args(more);
    command.env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

impl Running {
    pub(crate) fn start(dir: &Path, more: &[&str]) -> Running {
        let mut child = perilune(dir, more).spawn().unwrap();
        let mut ready = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut ready).unwrap();
        Running { child, ready }
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> &str {
        self.ready.trim_end().strip_prefix("perilune ready on http://").unwrap()
    }

    /// Sends a signal; the exit code and all that was written on standard error.
    pub(crate) fn stop(mut self, signal: &str) -> (Option<i32>, String) {
        let kill = Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(kill.success());
        let code = self.child.wait().unwrap().code();
        let mut stderr = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        (code, stderr)
    }
}

/// The exit code of a server that does not come up, and what it says.
pub(crate) fn refused(dir: &Path, more: &[&str]) -> (Option<i32>, String) {
    let output = perilune(dir, more).output().unwrap();
    assert_eq!(output.stdout, b"", "nothing is ready");
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

pub(crate) fn directory() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn a_server_says_when_it_is_ready_and_stops_when_told() {
    for signal in ["-TERM", "-INT"] {
        let dir = directory();
        let server = Running::start(dir.path(), &[]);
        let port =
            server.ready.strip_prefix("perilune ready on http://127.0.0.1:").and_then(|rest| rest.strip_suffix('\n'));
        assert!(port.is_some_and(|port| port.parse::<u16>().is_ok_and(|port| port > 0)), "{}", server.ready);
        let (code, stderr) = server.stop(signal);
        assert_eq!(code, Some(0), "{signal} {stderr}");
    }
}

#[test]
fn a_new_operator_reads_the_keys_and_how_to_use_them() {
    let dir = directory();
    let public = "11111111-1111-4111-8111-111111111111";
    let private = "22222222-2222-4222-8222-222222222222";
    let keys = ["--init-project", "Parcels", "--init-public-key", public, "--init-private-key", private];
    let server = Running::start(dir.path(), &keys);
    let url = server.ready.trim_end().strip_prefix("perilune ready on ").unwrap().to_owned();
    let (_, stderr) = server.stop("-TERM");
    for piece in [
        "Parcels",
        public,
        private,
        "LUNARY_PUBLIC_KEY",
        "LUNARY_API_URL",
        "lunary.monitor",
        "curl",
        "/auth/signup",
        &url,
    ] {
        assert!(stderr.contains(piece), "{piece} in {stderr}");
    }
}

#[test]
fn a_second_server_on_the_same_directory_names_the_first() {
    let dir = directory();
    let first = Running::start(dir.path(), &[]);
    let (code, stderr) = refused(dir.path(), &[]);
    assert_eq!(code, Some(3), "{stderr}");
    assert!(stderr.contains(&first.child.id().to_string()), "{stderr}");
    assert_eq!(first.stop("-TERM").0, Some(0));
    assert_eq!(Running::start(dir.path(), &[]).stop("-TERM").0, Some(0));
}

#[test]
fn exit_codes_tell_why_a_server_does_not_start() {
    let dir = directory();
    for (more, want, piece) in [
        (vec!["--init-public-key", "abc"], 2, "--init-public-key"),
        (vec!["--log-level", "loud=very=loud"], 2, "--log-level"),
        (vec!["--ingest-buffer", "1MiB"], 2, "--ingest-buffer"),
        (vec!["--max-depth", "129"], 2, "--max-depth"),
        (vec!["--jwt-secret", "short"], 2, "--jwt-secret"),
        (vec!["--init-email", "ana", "--init-password", "secret"], 2, "--init-email"),
        (vec!["--nonsense"], 2, "--nonsense"),
        (vec!["--listen", "192.0.2.1:1"], 1, "192.0.2.1:1"),
    ] {
        let (code, stderr) = refused(dir.path(), &more);
        assert_eq!(code, Some(want), "{more:?} {stderr}");
        assert!(stderr.contains(piece), "{more:?} {stderr}");
    }
}

#[test]
fn an_address_that_is_taken_is_named_with_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, stderr) = refused(directory().path(), &["--listen", &address]);
    assert_eq!(code, Some(1), "{stderr}");
    let want =
        format!("perilune: cannot listen on {address}: another program does already; stop it, or choose another");
    assert!(stderr.contains(&want) && stderr.contains("--listen"), "{stderr}");
}

/// Where a SQLite file keeps the version of its schema (file format 1.3.15).
const USER_VERSION_AT: usize = 60;

#[test]
fn a_damaged_database_and_a_newer_one_have_their_own_exit_codes() {
    let dir = directory();
    assert_eq!(Running::start(dir.path(), &[]).stop("-TERM").0, Some(0));
    let file = dir.path().join("runs.db");
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[USER_VERSION_AT..USER_VERSION_AT + 4].copy_from_slice(&99_u32.to_be_bytes());
    for (content, want) in [(bytes, 4), (vec![b'x'; 8192], 5)] {
        std::fs::write(&file, content).unwrap();
        let (code, stderr) = refused(dir.path(), &[]);
        assert_eq!(code, Some(want), "{stderr}");
        assert!(stderr.contains("runs.db"), "{stderr}");
    }
}

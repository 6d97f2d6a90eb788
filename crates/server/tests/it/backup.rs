//! `backup`, `restore` and `doctor` as an operator meets them: beside a running server, with exit codes and sentences.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::process::{Running, directory};

/// The exit code, standard output and standard error of a command that ends by itself.
fn perilune(args: &[&str], data_dir: &Path) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_perilune"));
    command.args(args).arg("--data-dir").arg(data_dir).env_clear().stdin(Stdio::null());
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// The command ends with this code, and says these pieces, on standard output when it went well.
#[track_caller]
fn check(args: &[&str], data_dir: &Path, want: i32, pieces: &[&str]) {
    let (code, stdout, stderr) = perilune(args, data_dir);
    assert_eq!(code, Some(want), "{args:?}\n{stdout}\n{stderr}");
    let said = if stdout.is_empty() { stderr } else { stdout };
    for piece in pieces {
        assert!(said.contains(piece), "{args:?}: {piece} in {said}");
    }
}

#[test]
fn a_running_server_is_copied_examined_and_brought_back() {
    let (dir, elsewhere) = (directory(), directory());
    let copy = elsewhere.path().join("copy");
    let copy = copy.to_str().unwrap();
    let restored = elsewhere.path().join("data");
    let server = Running::start(dir.path(), &[]);
    check(&["backup", copy], dir.path(), 0, &["backed up", "runs.db", "meta.db", "secret 32 bytes"]);
    check(&["doctor"], dir.path(), 0, &["ok       runs.db is intact", "My first project", "sound"]);
    check(&["doctor", "--repair"], dir.path(), 3, &["in use by process"]);
    check(&["restore", copy], dir.path(), 3, &["in use by process"]);
    assert_eq!(server.stop("-TERM").0, Some(0));

    check(&["restore", copy], dir.path(), 2, &["already has a file 'runs.db'"]);
    check(&["restore", copy], &restored, 0, &["restored the backup of 20", "runs.db"]);
    check(&["doctor", "--repair"], &restored, 0, &["sound"]);
    let again = Running::start(&restored, &[]);
    assert_eq!(again.stop("-TERM").0, Some(0));
}

#[test]
fn exit_codes_tell_why_there_is_no_backup_and_nothing_to_put_back() {
    let (dir, elsewhere) = (directory(), directory());
    let copy = elsewhere.path().join("copy");
    let copy = copy.to_str().unwrap();
    let fresh = elsewhere.path().join("data");
    check(&["backup", copy], dir.path(), 2, &["there is no store in", "--data-dir"]);
    check(&["doctor"], dir.path(), 2, &["there is no store in"]);
    assert_eq!(Running::start(dir.path(), &[]).stop("-TERM").0, Some(0));
    check(&["backup", dir.path().to_str().unwrap()], dir.path(), 2, &["is not empty"]);
    check(&["backup", copy], dir.path(), 0, &[]);

    let runs = elsewhere.path().join("copy/runs.db");
    let whole = std::fs::read(&runs).unwrap();
    for (content, piece) in [(&whole[1..], "its manifest says"), (&[b"x", &whole[1..]].concat(), "its SHA-256")] {
        std::fs::write(&runs, content).unwrap();
        check(&["restore", copy], &fresh, 5, &["runs.db is damaged", piece]);
        assert!(!fresh.exists());
    }
    std::fs::write(dir.path().join("runs.db"), vec![b'x'; 8192]).unwrap();
    check(&["doctor"], dir.path(), 5, &["DAMAGED  runs.db is intact", "--repair"]);
    check(&["doctor", "--repair"], dir.path(), 5, &["DAMAGED  runs.db is intact", "perilune restore"]);
    check(&["backup", &format!("{copy}-2")], dir.path(), 5, &["runs.db is damaged"]);
}

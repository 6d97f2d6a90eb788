//! Every kind of damage, planted by hand: the doctor names it, and mends what the runs themselves can tell.

use std::path::Path;

use rusqlite::Connection;
use store::backup::{Report, Verdict, backup, examine, repair, restore};
use store::{DataDir, StoreError};
use testkit::clock::NOON;
use testkit::event::start;

use crate::place::{Place, STAMP, below, copy_of, filled, names};

const NAMED: &str = "every run is named by run_id";
const NAMES: &str = "every row of run_id names a run";
const PARENTS: &str = "every parent of a run is there";
const CHILDREN: &str = "every row of run_child is a run under its parent";
const FILED: &str = "every run with a parent is in run_child";
const INPUTS: &str = "every row of run_input belongs to a run";
const OUTPUTS: &str = "every row of run_output belongs to a run";
const ATTRIBUTES: &str = "every row of run_attribute belongs to a run";
const LEDGER: &str = "received = stored + merged + rejected in every row of the ledger";
const REJECTIONS: &str = "every rejection is counted in the ledger";
const DAYS: &str = "the bounds in run_day hold every run";
const WORDS: &str = "every run has the payloads that its events brought";
const FRAMES: &str = "every frame can be opened";
const RUNS_ID: &str = "runs.db says which store it is";
const SEALED: &str = "the secret opens everything that is sealed";
const AUDIT: &str = "every audit log is as it was written";
const PROJECTS: &str = "every run is of a project that there is";

fn sentences(report: &Report, verdict: Verdict) -> Vec<&'static str> {
    report.checks.iter().filter(|check| check.verdict == verdict).map(|check| check.what).collect()
}

/// The damage is named in these sentences and no others; a repair mends the first so many of them.
#[track_caller]
fn check(sound: &Path, (file, damage): (&str, &str), want: &[&str], mended: usize) {
    let dir = copy_of(sound);
    let connection = Connection::open(dir.path().join(file)).unwrap();
    let runs: Option<i64> = connection.query_row("SELECT count(*) FROM run", [], |row| row.get(0)).ok();
    assert!(connection.execute(damage, []).unwrap() > 0, "{damage} does nothing");
    drop(connection);

    let report = examine(dir.path(), &mut |_| ()).unwrap();
    assert_eq!(sentences(&report, Verdict::Damaged), want, "{damage}\n{report}");
    let repaired = repair(dir.path(), NOON, &mut |_| ()).unwrap();
    assert_eq!(sentences(&repaired, Verdict::Mended), want[..mended], "{damage}\n{repaired}");
    assert_eq!(repaired.is_sound(), mended == want.len(), "{repaired}");
    let after = examine(dir.path(), &mut |_| ()).unwrap();
    assert_eq!(sentences(&after, Verdict::Damaged), want[mended..], "{damage}\n{after}");
    let connection = Connection::open(dir.path().join(file)).unwrap();
    let left: Option<i64> = connection.query_row("SELECT count(*) FROM run", [], |row| row.get(0)).ok();
    assert_eq!(left, runs, "a run is never deleted");
}

#[tokio::test]
async fn tables_that_disagree_are_named_and_indexes_mended() {
    let sound = filled().await;
    let runs = |damage| ("runs.db", damage);
    let check = |damage: &'static str, want: &[&str], mended| check(sound.path(), runs(damage), want, mended);
    check("DELETE FROM run_id WHERE rid = (SELECT min(rid) FROM run)", &[NAMED], 1);
    check("INSERT INTO run_id VALUES (1, x'00112233445566778899aabbccddeeff', 5)", &[NAMES], 1);
    check("UPDATE run_id SET rid = rid + 1 WHERE rid = (SELECT max(rid) FROM run)", &[NAMES, NAMED], 2);
    check("DELETE FROM run_child", &[FILED], 1);
    check("INSERT INTO run_child VALUES ((SELECT max(rid) FROM run), (SELECT min(rid) FROM run))", &[CHILDREN], 1);
    check(
        "UPDATE run_child SET parent = parent + 1 WHERE rid = (SELECT max(rid) FROM run_child)",
        &[CHILDREN, FILED],
        2,
    );
    check("DELETE FROM run_day", &[DAYS], 1);
    check("UPDATE run_day SET latest = earliest", &[DAYS], 1);
    check("UPDATE run_day SET earliest = latest", &[DAYS], 1);
    check("UPDATE run SET parent = 12345 WHERE parent IS NULL AND status >= 0", &[FILED, PARENTS], 1);
}

#[tokio::test]
async fn what_no_run_can_tell_is_named_and_left() {
    let sound = filled().await;
    let check = |damage: &'static str, want| check(sound.path(), ("runs.db", damage), want, 0);
    check("UPDATE run_input SET frame = x'0901' WHERE rid = (SELECT max(rid) FROM run_input)", &[FRAMES]);
    check("UPDATE run_output SET frame = x'0105060708' WHERE rid = (SELECT min(rid) FROM run_output)", &[FRAMES]);
    check("UPDATE run_attribute SET body = x'000102' WHERE rid = (SELECT min(rid) FROM run_attribute)", &[FRAMES]);
    check("UPDATE run_span SET frame = x'ff0102'", &[FRAMES]);
    check("UPDATE run_output SET frame = x'003439' WHERE rid IN (SELECT rid FROM run_span)", &[FRAMES]);
    check("UPDATE run SET said = x'' WHERE rid = (SELECT min(rid) FROM run)", &[WORDS]);
    check("DELETE FROM run_output WHERE rid = (SELECT max(rid) FROM run_output)", &[WORDS]);
    check("UPDATE ledger SET stored = stored + 1", &[LEDGER]);
    check("UPDATE ledger_rejection SET day = day + 1", &[LEDGER, REJECTIONS]);
    check("DELETE FROM store_fact WHERE name = 'store_id'", &[RUNS_ID]);
}

#[tokio::test]
async fn keys_and_projects_that_do_not_fit_are_named() {
    let sound = filled().await;
    let meta = |damage| ("meta.db", damage);
    check(sound.path(), meta("UPDATE api_key SET sealed = x'00' WHERE id = 1"), &[SEALED], 0);
    check(sound.path(), meta("UPDATE api_key SET hash = x'00' WHERE id = 1"), &[SEALED], 0);
    check(sound.path(), meta("UPDATE project SET slot = 99 WHERE slot = 1"), &[PROJECTS], 0);
    let invitation =
        "INSERT INTO invitation (id, org_id, email, role, token_hash, token_sealed, created_at, updated_at, expires_at)
                      SELECT '7', id, 'bo@example.org', 'member', x'00', x'00', 1, 1, 1 FROM org";
    check(sound.path(), meta(invitation), &[SEALED], 0);
    for secret in [Some(vec![7; 32]), Some(vec![7; 3]), None] {
        let dir = copy_of(sound.path());
        let path = dir.path().join("secret");
        match secret {
            Some(secret) => std::fs::write(path, secret).unwrap(),
            None => std::fs::remove_file(path).unwrap(),
        }
        let report = examine(dir.path(), &mut |_| ()).unwrap();
        assert_eq!(sentences(&report, Verdict::Damaged), [SEALED], "{report}");
    }
}

#[tokio::test]
async fn an_audit_log_that_somebody_changed_is_named_with_its_first_broken_row() {
    let sound = filled().await;
    let check = |damage: &'static str| check(sound.path(), ("meta.db", damage), &[AUDIT], 0);
    check("UPDATE audit_log SET action = 'create' WHERE seq = 2");
    check("DELETE FROM audit_log WHERE seq = 3");
    check("UPDATE org SET audit_rows = audit_rows + 1");
    let dir = copy_of(sound.path());
    let connection = Connection::open(dir.path().join("meta.db")).unwrap();
    connection.execute("UPDATE audit_log SET user_name = 'nobody' WHERE seq >= 2", []).unwrap();
    let org: String = connection.query_row("SELECT id FROM org", [], |row| row.get(0)).unwrap();
    let report = examine(dir.path(), &mut |_| ()).unwrap().to_string();
    assert!(report.contains(&format!("organisation {org}, row 2: the row is not what was written")), "{report}");
}

#[tokio::test]
async fn rows_of_no_run_go_into_a_file() {
    let sound = filled().await;
    for (damage, want, line) in [
        ("INSERT INTO run_input VALUES (7, x'0022686922')", INPUTS, r#"{"table":"run_input","rid":7,"text":"\"hi\""}"#),
        ("INSERT INTO run_output VALUES (8, x'0031')", OUTPUTS, r#"{"table":"run_output","rid":8,"text":"1"}"#),
        (
            "INSERT INTO run_attribute VALUES (9, x'0000000000')",
            ATTRIBUTES,
            r#"{"table":"run_attribute","rid":9,"text":"\u0000\u0000\u0000\u0000"}"#,
        ),
    ] {
        check(sound.path(), ("runs.db", damage), &[want], 1);
        let dir = copy_of(sound.path());
        Connection::open(dir.path().join("runs.db")).unwrap().execute(damage, []).unwrap();
        let report = repair(dir.path(), NOON, &mut |_| ()).unwrap();
        let file = dir.path().join(format!("doctor-{}.jsonl", NOON.millis()));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), format!("{line}\n"));
        assert!(report.to_string().contains(&file.display().to_string()), "{report}");
    }
}

#[tokio::test]
async fn files_that_are_not_what_they_should_be_are_named_and_not_touched() {
    let sound = filled().await;
    let break_page = |bytes: &mut Vec<u8>| bytes[2 * 4096..3 * 4096].fill(0x55);
    let garbage = |bytes: &mut Vec<u8>| bytes.fill(b'x');
    for (name, want) in [("runs.db", "runs.db is intact"), ("meta.db", "meta.db is intact")] {
        for how in [break_page, garbage] {
            let dir = copy_of(sound.path());
            let mut bytes = std::fs::read(dir.path().join(name)).unwrap();
            how(&mut bytes);
            std::fs::write(dir.path().join(name), &bytes).unwrap();
            let report = repair(dir.path(), NOON, &mut |_| ()).unwrap();
            assert!(sentences(&report, Verdict::Damaged).contains(&want), "{report}");
            assert_eq!(sentences(&report, Verdict::Mended), Vec::<&str>::new(), "{report}");
            assert!(std::fs::read(dir.path().join(name)).unwrap() == bytes, "{name} was touched");
        }
        let dir = copy_of(sound.path());
        std::fs::remove_file(dir.path().join(name)).unwrap();
        let report = examine(dir.path(), &mut |_| ()).unwrap();
        assert_eq!(sentences(&report, Verdict::Damaged), [want], "{report}");
        assert!(!dir.path().join(name).exists());
    }
}

#[tokio::test]
async fn a_sound_store_is_told_with_counts_by_project() {
    let sound = filled().await;
    let before = std::fs::read(sound.path().join("runs.db")).unwrap();
    let mut steps = Vec::new();
    let report = examine(sound.path(), &mut |step| steps.push((step.done, step.total))).unwrap();
    assert!(report.is_sound(), "{report}");
    let counts: Vec<[u64; 4]> =
        report.projects.iter().map(|counts| [counts.runs, counts.inputs, counts.outputs, counts.end_users]).collect();
    // Of the first project one branch of five runs and a thread were deleted; a thread with two turns is left.
    assert_eq!(counts, [[18, 15, 15, 1], [20, 20, 20, 1]], "{report}");
    assert!(steps.last().is_some_and(|(done, total)| done == total), "{steps:?}");
    let text = report.to_string();
    assert!(text.ends_with("sound") && text.contains("My first project"), "{text}");
    assert!(std::fs::read(sound.path().join("runs.db")).unwrap() == before);
}

#[tokio::test]
async fn looking_needs_no_lock_and_mending_does() {
    let data = tempfile::tempdir().unwrap();
    let place = Place::open(data.path()).await;
    place.send(vec![start("r").input("hi").build()]).await;
    let report = examine(data.path(), &mut |_| ()).unwrap();
    assert!(report.is_sound() && report.projects[0].runs == 1, "{report}");
    let refused = repair(data.path(), NOON, &mut |_| ()).unwrap_err().to_string();
    assert!(refused.contains("in use by process"), "{refused}");
}

#[tokio::test]
async fn damage_goes_into_a_backup_and_is_still_named_there() {
    let (sound, elsewhere) = (filled().await, tempfile::tempdir().unwrap());
    Connection::open(sound.path().join("runs.db")).unwrap().execute("DELETE FROM run_day", []).unwrap();
    backup(sound.path(), &below(&elsewhere, "copy"), STAMP, &mut |_| ()).unwrap();
    let report = examine(&below(&elsewhere, "copy"), &mut |_| ()).unwrap();
    assert_eq!(sentences(&report, Verdict::Damaged), [DAYS], "{report}");
    assert_eq!(names(&below(&elsewhere, "copy")), ["manifest.json", "meta.db", "runs.db", "secret"]);
    restore(&below(&elsewhere, "copy"), &below(&elsewhere, "data"), &mut |_| ()).unwrap();
    assert!(repair(&below(&elsewhere, "data"), NOON, &mut |_| ()).unwrap().is_sound());
}

#[tokio::test]
async fn a_newer_store_is_for_a_newer_doctor() {
    let dir = filled().await;
    Connection::open(dir.path().join("runs.db")).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let refused = examine(dir.path(), &mut |_| ()).unwrap_err().to_string();
    assert!(refused.contains("newer Perilune"), "{refused}");
    let lock = DataDir::lock(dir.path()).unwrap();
    assert!(matches!(DataDir::lock(dir.path()), Err(StoreError::InUse { .. })));
    drop(lock);
}

#[tokio::test]
async fn a_derived_file_that_does_not_fit_is_told_of_and_is_no_damage() {
    let sound = filled().await;
    let note = |damage: &dyn Fn(&Path)| {
        let dir = copy_of(sound.path());
        damage(&dir.path().join("search.db"));
        let report = examine(dir.path(), &mut |_| ()).unwrap();
        assert!(report.is_sound(), "{report}");
        report.notes.into_iter().find(|note| note.starts_with("search.db")).unwrap()
    };
    let alter = |sql: &'static str| move |path: &Path| _ = Connection::open(path).unwrap().execute(sql, []).unwrap();
    assert!(note(&|_| ()).starts_with("search.db has all changes up to "));
    let other = note(&alter("UPDATE store_fact SET value = 'x' WHERE name = 'store_id'"));
    assert_eq!(other, "search.db is of another store; the next start makes it anew");
    let ahead = note(&alter("UPDATE store_fact SET value = '1000000' WHERE name = 'mark'"));
    assert_eq!(ahead, "search.db is ahead of the runs; the next start makes it anew");
    let broken = note(&|path| std::fs::write(path, "no database").unwrap());
    assert!(broken.starts_with("search.db cannot be used ("), "{broken}");
}

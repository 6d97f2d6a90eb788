//! What is refused, and that a refusal leaves everything as it was.

use std::path::Path;

use store::backup::{BackupError, backup, restore};
use store::{DataDir, StoreError};

use crate::place::{STAMP, below, copy_of, filled, names};

fn change(dir: &Path, name: &str, how: impl FnOnce(&mut Vec<u8>)) {
    let path = dir.join(name);
    let mut bytes = std::fs::read(&path).unwrap();
    how(&mut bytes);
    std::fs::write(path, bytes).unwrap();
}

fn replace(dir: &Path, from: &str, to: &str) {
    change(dir, "manifest.json", |bytes| {
        let text = String::from_utf8(std::mem::take(bytes)).unwrap();
        assert!(text.contains(from), "{text}");
        *bytes = text.replacen(from, to, 1).into_bytes();
    });
}

/// A restore of the backup once broken is refused, names the piece, and makes no data directory.
#[track_caller]
fn check(backup: &Path, break_it: impl FnOnce(&Path), piece: &str) {
    let broken = copy_of(backup);
    break_it(broken.path());
    let elsewhere = tempfile::tempdir().unwrap();
    let refused = restore(broken.path(), &below(&elsewhere, "data"), &mut |_| ()).unwrap_err();
    let is_named = matches!(&refused, BackupError::Store(StoreError::Damaged { .. } | StoreError::Newer { .. }));
    assert!(is_named && refused.to_string().contains(piece), "{piece} in {refused}");
    assert_eq!(names(elsewhere.path()), Vec::<String>::new(), "{piece}");
}

#[tokio::test]
async fn a_damaged_or_incomplete_backup_is_refused_and_nothing_is_written() {
    let (data, elsewhere) = (filled().await, tempfile::tempdir().unwrap());
    let whole = below(&elsewhere, "copy");
    backup(data.path(), &whole, STAMP, &mut |_| ()).unwrap();
    let remove = |name: &'static str| move |dir: &Path| std::fs::remove_file(dir.join(name)).unwrap();
    check(&whole, remove("manifest.json"), "manifest.json is damaged: it is missing");
    check(&whole, remove("runs.db"), "runs.db is damaged: it is missing");
    check(&whole, remove("secret"), "secret is damaged: it is missing");
    check(&whole, |dir| change(dir, "manifest.json", |bytes| bytes.truncate(bytes.len() / 2)), "manifest.json");
    check(&whole, |dir| change(dir, "manifest.json", |bytes| bytes[0] = 0xff), "manifest.json");
    check(&whole, |dir| change(dir, "runs.db", |bytes| bytes.truncate(bytes.len() - 1)), "its manifest says");
    check(&whole, |dir| change(dir, "meta.db", |bytes| bytes[5000] ^= 1), "meta.db is damaged: its SHA-256");
    check(&whole, |dir| change(dir, "secret", |bytes| bytes[0] ^= 1), "secret is damaged: its SHA-256");
    check(&whole, |dir| replace(dir, "\"meta.db\"", "\"../meta.db\""), "manifest.json is damaged: it names");
    check(&whole, |dir| replace(dir, "\"format\": 1", "\"format\": 2"), "newer Perilune (schema 2");
    check(&whole, |dir| replace(dir, "\"storeId\": \"", "\"storeId\": \"0"), "of another store");
    restore(&whole, &below(&elsewhere, "data"), &mut |_| ()).unwrap();
}

#[tokio::test]
async fn nothing_is_written_over() {
    let (data, elsewhere) = (filled().await, tempfile::tempdir().unwrap());
    let copy = below(&elsewhere, "copy");
    backup(data.path(), &copy, STAMP, &mut |_| ()).unwrap();
    let before = names(&copy);
    let again = backup(data.path(), &copy, STAMP, &mut |_| ());
    assert!(matches!(again, Err(BackupError::TargetNotEmpty { .. })), "{again:?}");
    assert_eq!(names(&copy), before);

    let over = restore(&copy, data.path(), &mut |_| ());
    assert!(matches!(&over, Err(BackupError::StoreInTheWay { file, .. }) if file == "runs.db"), "{over:?}");
    for left in ["meta.db-wal", "secret", "runs.db-journal"] {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(left), "").unwrap();
        let over = restore(&copy, dir.path(), &mut |_| ());
        assert!(matches!(&over, Err(BackupError::StoreInTheWay { file, .. }) if file == left), "{over:?}");
        assert_eq!(names(dir.path()), [left]);
    }
    let held = DataDir::lock(data.path()).unwrap();
    let over = restore(&copy, data.path(), &mut |_| ());
    assert!(matches!(over, Err(BackupError::Store(StoreError::InUse { .. }))), "{over:?}");
    drop(held);
}

#[tokio::test]
async fn a_backup_that_fails_leaves_nothing_behind() {
    let (data, elsewhere) = (filled().await, tempfile::tempdir().unwrap());
    let nowhere = backup(elsewhere.path(), &below(&elsewhere, "copy"), STAMP, &mut |_| ());
    assert!(matches!(nowhere, Err(BackupError::NoStore { .. })), "{nowhere:?}");
    std::fs::remove_file(data.path().join("secret")).unwrap();
    std::fs::create_dir(below(&elsewhere, "empty")).unwrap();
    for target in ["absent", "empty"] {
        let failed = backup(data.path(), &below(&elsewhere, target), STAMP, &mut |_| ()).unwrap_err();
        assert!(failed.to_string().contains("secret"), "{failed}");
    }
    assert_eq!(names(elsewhere.path()), ["empty"]);
    assert_eq!(names(&below(&elsewhere, "empty")), Vec::<String>::new());
}

#[tokio::test]
async fn an_interrupted_restore_is_no_store_until_it_is_done_again() {
    let (data, elsewhere) = (filled().await, tempfile::tempdir().unwrap());
    let copy = below(&elsewhere, "copy");
    backup(data.path(), &copy, STAMP, &mut |_| ()).unwrap();
    let half = tempfile::tempdir().unwrap();
    for (name, content) in [("restore-unfinished", ""), ("runs.db", "half"), ("meta.db.partial", "less than that")] {
        std::fs::write(half.path().join(name), content).unwrap();
    }
    let refused = DataDir::lock(half.path()).unwrap_err();
    assert!(matches!(refused, StoreError::Damaged { .. }) && refused.to_string().contains("once more"), "{refused}");
    restore(&copy, half.path(), &mut |_| ()).unwrap();
    assert_eq!(names(half.path()), ["lock", "meta.db", "runs.db", "secret"]);
    DataDir::lock(half.path()).unwrap();
}

//! Backups of a store that goes on being written, and what comes back from them.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use store::backup::{Step, backup, examine, restore};
use testkit::event::{end, start};

use crate::place::{Place, STAMP, below, copy_of, filled, names};

/// Text that does not compress: the digits of a simple generator.
fn noise(seed: u64, bytes: usize) -> String {
    let mut state = seed.wrapping_mul(2) + 1;
    let letter = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'!' + u8::try_from(state >> 58).unwrap())
    };
    (0..bytes).map(letter).collect()
}

fn number(written: u64) -> (String, String) {
    (format!("run-{written}"), format!("answer {written} {}", noise(written, 50)))
}

async fn write(place: &Place, written: u64) {
    let (name, answer) = number(written);
    place.send(vec![start(&name).name("gpt-4o").input("?").build(), end(&name).at(5).output(answer).build()]).await;
}

/// Writes one run after the other until it is stopped, and says how many are acknowledged.
async fn write_on(place: Arc<Place>, acknowledged: Arc<AtomicU64>, stop: Arc<AtomicBool>) {
    while !stop.load(Ordering::SeqCst) {
        let written = acknowledged.load(Ordering::SeqCst);
        write(&place, written).await;
        acknowledged.store(written + 1, Ordering::SeqCst);
    }
}

/// Waits until one more run is acknowledged, and so shows that nobody waits for the backup.
fn wait_for_one_more(acknowledged: &AtomicU64) {
    let (before, begun) = (acknowledged.load(Ordering::SeqCst), Instant::now());
    while acknowledged.load(Ordering::SeqCst) == before {
        assert!(begun.elapsed() < Duration::from_secs(30), "the writer is held up by the backup");
        std::thread::yield_now();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_has_what_was_acknowledged_before_it_began() {
    let (data, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let place = Arc::new(Place::open(data.path()).await);
    // More pages than one step of the copy takes.
    for seed in 0..32 {
        place.send(vec![start(&format!("large-{seed}")).input(noise(seed, 1 << 20)).build()]).await;
    }
    let (acknowledged, stop) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
    let mut writer = tokio::task::JoinSet::new();
    writer.spawn(write_on(Arc::clone(&place), Arc::clone(&acknowledged), Arc::clone(&stop)));
    wait_for_one_more(&acknowledged);

    let before = acknowledged.load(Ordering::SeqCst);
    let (from, to, written) = (data.path().to_owned(), below(&elsewhere, "copy"), Arc::clone(&acknowledged));
    let copying = move || {
        let mut steps = 0;
        let manifest = backup(&from, &to, STAMP, &mut |step: Step<'_>| {
            steps += u64::from(step.what == "copy runs.db");
            assert!(steps < 100, "the copy starts over and over again");
            wait_for_one_more(&written);
        });
        (manifest.unwrap(), steps)
    };
    let (manifest, steps) = tokio::task::spawn_blocking(copying).await.unwrap();
    assert!(steps > 2, "{steps} steps: too few to be interrupted by a write");
    stop.store(true, Ordering::SeqCst);
    while writer.join_next().await.transpose().unwrap().is_some() {}

    let restored = below(&elsewhere, "data");
    assert_eq!(restore(&below(&elsewhere, "copy"), &restored, &mut |_| ()).unwrap(), manifest);
    let report = examine(&restored, &mut |_| ()).unwrap();
    assert!(report.is_sound(), "{report}");
    let again = Place::open(&restored).await;
    for written in 0..before {
        let (name, answer) = number(written);
        assert_eq!(again.output(&name).await, Some(serde_json::to_string(&answer).unwrap()), "{name} of {before}");
    }
    write(&again, before).await;
}

#[tokio::test]
async fn a_backup_is_three_files_and_a_manifest_for_their_owner_only() {
    let (data, elsewhere) = (filled().await, tempfile::tempdir().unwrap());
    let copy = below(&elsewhere, "backups/today");
    let manifest = backup(data.path(), &copy, STAMP, &mut |_| ()).unwrap();
    assert_eq!(names(&copy), ["manifest.json", "meta.db", "runs.db", "secret"]);
    for file in &manifest.files {
        assert_eq!(std::fs::metadata(copy.join(&file.name)).unwrap().len(), file.bytes, "{}", file.name);
        assert_eq!(file.sha256.len(), 64);
        assert_eq!(file.database.is_some(), file.name != "secret");
    }
    let text = std::fs::read_to_string(copy.join("manifest.json")).unwrap();
    for piece in
        ["\"format\": 1", "\"build\": \"0.0.0+test\"", "\"createdAt\": \"2025-03-01T12:00:00.000Z\"", "storeId"]
    {
        assert!(text.contains(piece), "{piece} in {text}");
    }
    #[cfg(unix)]
    for name in names(&copy) {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(copy.join(&name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[tokio::test]
async fn what_comes_back_is_the_same_store_without_derived_files() {
    let (data, elsewhere) = (filled().await, tempfile::tempdir().unwrap());
    let copy = below(&elsewhere, "copy");
    std::fs::create_dir(&copy).unwrap();
    backup(data.path(), &copy, STAMP, &mut |_| ()).unwrap();
    let restored = below(&elsewhere, "data");
    std::fs::create_dir(&restored).unwrap();
    std::fs::write(restored.join("cols.db"), "of another store").unwrap();
    std::fs::write(restored.join("search.db-wal"), "of another store").unwrap();
    std::fs::write(restored.join("notes.txt"), "not ours").unwrap();
    restore(&copy, &restored, &mut |_| ()).unwrap();
    assert_eq!(names(&restored), ["lock", "meta.db", "notes.txt", "runs.db", "secret"]);
    assert_eq!(store_ids(&restored), store_ids(data.path()));

    let (old_keys, new_keys) = (welcome(data.path()).await, welcome(&restored).await);
    assert_eq!(old_keys, new_keys);
    let place = Place::open(&restored).await;
    assert_eq!(place.output("run-2").await.unwrap(), r#"{"role":"assistant","content":4}"#);
}

#[tokio::test]
async fn a_store_whose_server_was_killed_is_copied_with_its_log() {
    let (data, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let place = Place::open(data.path()).await;
    write(&place, 0).await;
    let killed = copy_of(data.path());
    for name in ["runs.db-shm", "meta.db-shm"] {
        std::fs::remove_file(killed.path().join(name)).unwrap();
    }
    assert!(std::fs::metadata(killed.path().join("runs.db-wal")).unwrap().len() > 0);
    backup(killed.path(), &below(&elsewhere, "copy"), STAMP, &mut |_| ()).unwrap();
    restore(&below(&elsewhere, "copy"), &below(&elsewhere, "data"), &mut |_| ()).unwrap();
    let again = Place::open(&below(&elsewhere, "data")).await;
    assert!(again.output("run-0").await.is_some());
}

fn store_ids(dir: &Path) -> Vec<String> {
    let id = |name| {
        let connection = rusqlite::Connection::open(dir.join(name)).unwrap();
        connection.query_row("SELECT value FROM store_fact WHERE name = 'store_id'", [], |row| row.get(0)).unwrap()
    };
    ["runs.db", "meta.db"].map(id).into()
}

async fn welcome(dir: &Path) -> (model::ProjectId, uuid::Uuid) {
    let place = Place::open(dir).await;
    let welcome = place.meta.welcome().await.unwrap().unwrap();
    place.close().await;
    (welcome.public_key, welcome.private_key)
}

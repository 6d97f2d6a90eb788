//! What was answered is there after a restart, and files that are not ours are left alone.

use std::sync::Arc;

use model::money::NoPrices;
use store::runs::RunsOptions;
use store::{DataDir, Meta, Runs, StoreError};
use testkit::event::{end, start};

use crate::place::Place;

#[tokio::test]
async fn runs_survive_a_restart_and_go_on_merging() {
    let path = tempfile::tempdir().unwrap();
    let place = Place::open(path.path()).await;
    place.send(vec![start("r").name("a").metadata("plan", "pro").input("hi").build()]).await;
    place.runs.close().await.unwrap();
    drop(place);

    let place = Place::open(path.path()).await;
    place
        .send(vec![end("r").at(5).output("there").metadata("region", "eu").build(), start("s").parent("r").build()])
        .await;
    let run = place.get("r").await.unwrap();
    assert_eq!(run.metadata.unwrap().text(), r#"{"plan":"pro","region":"eu"}"#);
    assert_eq!(
        (run.input.unwrap().text().to_owned(), run.output.unwrap().text().to_owned()),
        ("\"hi\"".into(), "\"there\"".into())
    );
    assert_eq!(place.related("r").await.len(), 2);
}

#[tokio::test]
async fn a_closed_store_says_so() {
    let place = Place::new().await;
    place.runs.close().await.unwrap();
    let batch = store::runs::Batch {
        sender: place.sender,
        arrival: testkit::clock::NOON,
        changes: vec![],
        rejected: vec![],
        sample: None,
    };
    assert!(matches!(place.runs.apply(batch).await, Err(StoreError::Closed)));
}

#[tokio::test]
async fn a_directory_has_one_holder() {
    let path = tempfile::tempdir().unwrap();
    let first = DataDir::lock(path.path()).unwrap();
    let refused = DataDir::lock(path.path()).unwrap_err();
    assert!(refused.to_string().contains(&format!("process {}", std::process::id())), "{refused}");
    drop(first);
    DataDir::lock(path.path()).unwrap();
}

#[tokio::test]
async fn a_newer_or_damaged_file_is_refused_and_left_alone() {
    let path = tempfile::tempdir().unwrap();
    let place = Place::open(path.path()).await;
    place.runs.close().await.unwrap();
    drop(place);
    let dir = DataDir::lock(path.path()).unwrap();
    let file = path.path().join("runs.db");

    let connection = rusqlite::Connection::open(&file).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let open = || Runs::open(&dir, &RunsOptions::default(), Arc::new(NoPrices)).map(|_| ());
    assert!(matches!(open(), Err(StoreError::Newer { found: 99, .. })), "{:?}", open());

    let garbage = vec![b'x'; 8192];
    std::fs::write(&file, &garbage).unwrap();
    assert!(matches!(open(), Err(StoreError::Damaged { .. })), "{:?}", open());
    assert_eq!(std::fs::read(&file).unwrap(), garbage);
    assert!(Meta::open(&dir).is_ok());
}

//! A data directory that the first version of the schema left: it is examined as it is, and opened by migrating it.

use std::path::Path;

use model::{Status, Timestamp};
use refinery::{Migration, Runner};
use rusqlite::{Connection, params};
use store::backup::{backup, examine, repair, restore};
use testkit::clock::NOON;
use testkit::event::end;

use crate::place::{Place, STAMP, below};

const FIRST_SCHEMA: &str = include_str!("../../migrations/runs/V1__runs.sql");
/// The place of the first project's first run at noon: slot 1, ticks of 10 ms since 2000, sequence 0.
const RID: i64 = (1 << 48) | (((NOON.micros() - 946_684_800_000_000) / 10_000) << 10);

/// `runs.db` as the first version left it, with a run that began and a parent that is only known by name.
fn leave_runs(path: &Path) {
    let mut connection = Connection::open(path).unwrap();
    connection.pragma_update(None, "journal_mode", "WAL").unwrap();
    Runner::new(&[Migration::unapplied("V1__runs", FIRST_SCHEMA).unwrap()]).run(&mut connection).unwrap();
    connection.pragma_update(None, "application_id", 0x504c_726e).unwrap();
    connection.pragma_update(None, "user_version", 1).unwrap();
    connection.execute("INSERT INTO store_fact VALUES ('store_id', 'the-first')", []).unwrap();
    connection.execute("INSERT INTO dictionary VALUES (1, 1, 1, 'llm'), (2, 1, 2, 'gpt-4o')", []).unwrap();
    let (run, parent) = (model::RunId::from_client("old"), model::RunId::from_client("chain"));
    let insert = "INSERT INTO run (rid, id, status, parent, type, name, started_at, said)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    connection
        .execute(
            insert,
            params![RID, run.as_bytes(), 0, RID + 1, 1, 2, NOON.micros(), said(&[1, 1, 1, 0, 1, 0, 0, 0, 0, 1])],
        )
        .unwrap();
    let nobody = None::<i64>;
    connection
        .execute(insert, params![RID + 1, parent.as_bytes(), -1, nobody, nobody, nobody, nobody, [0_u8; 15]])
        .unwrap();
    for (rid, id) in [(RID, run), (RID + 1, parent)] {
        connection.execute("INSERT INTO run_id VALUES (1, ?2, ?1)", params![rid, id.as_bytes()]).unwrap();
    }
    connection.execute("INSERT INTO run_child VALUES (?1, ?2)", [RID + 1, RID]).unwrap();
    connection.execute("INSERT INTO run_input VALUES (?1, x'0022686922')", [RID]).unwrap();
    // A plain frame: no parameters, no error, metadata `{"a":1}` by the first event, nothing repaired.
    let body = [0, 0, 0, 1, 0, 1, b'a', 1, b'1', 0];
    connection.execute("INSERT INTO run_attribute VALUES (?1, ?2)", params![RID, body]).unwrap();
    let day = (NOON.micros() - 946_684_800_000_000) / 86_400_000_000;
    connection.execute("INSERT INTO run_day VALUES (1, ?1, ?2, ?2)", [day, NOON.micros()]).unwrap();
    connection.execute("INSERT INTO ledger VALUES (1, 1, 20000, 1, 1, 0, ?1)", [NOON.micros()]).unwrap();
}

/// The note of one start event: its stamp, then which of the 14 fields of the first version it said.
fn said(fields: &[u8]) -> Vec<u8> {
    let mut note = vec![1, 0];
    note.extend(NOON.micros().to_le_bytes());
    note.extend(42_u64.to_le_bytes());
    note.extend((0..14).map(|field| fields.get(field).copied().unwrap_or(0)));
    note
}

async fn leave(dir: &Path) {
    Place::open(dir).await.close().await;
    std::fs::remove_file(dir.join("runs.db")).unwrap();
    leave_runs(&dir.join("runs.db"));
}

async fn check_migrated(dir: &Path) {
    let place = Place::open(dir).await;
    place.send(vec![end("old").at(500).output("there").build()]).await;
    let run = place.runs.get(&place.sender.scope, model::RunId::from_client("old")).await.unwrap().unwrap();
    assert_eq!(
        (run.run_type.as_str(), run.name.as_deref(), run.status),
        ("llm", Some("gpt-4o"), Some(Status::Success))
    );
    assert_eq!((run.created_at, run.ended_at), (NOON, Some(Timestamp::from_millis(NOON.millis() + 500))));
    let texts = [&run.input, &run.output, &run.metadata].map(|json| json.as_ref().map(|json| json.text().to_owned()));
    assert_eq!(texts, [r#""hi""#, r#""there""#, r#"{"a":1}"#].map(|text| Some(text.to_owned())));
    place.close().await;
    let report = repair(dir, NOON, &mut |_| ()).unwrap();
    assert!(report.is_sound(), "{report}");
    assert_eq!(report.databases[0].schema, report.databases[0].known_schema);
}

#[tokio::test]
async fn a_data_directory_of_the_first_schema_migrates_when_it_is_opened() {
    let dir = tempfile::tempdir().unwrap();
    leave(dir.path()).await;
    check_migrated(dir.path()).await;
}

#[tokio::test]
async fn the_first_schema_is_examined_and_copied_as_it_is() {
    let (dir, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    leave(dir.path()).await;
    let report = examine(dir.path(), &mut |_| ()).unwrap();
    assert!(report.is_sound() && report.databases[0].schema == 1, "{report}");
    assert!(report.to_string().contains("the next start brings it to schema"), "{report}");
    let manifest = backup(dir.path(), &below(&elsewhere, "copy"), STAMP, &mut |_| ()).unwrap();
    assert_eq!(manifest.files[0].database.as_ref().unwrap().schema, 1);
    restore(&below(&elsewhere, "copy"), &below(&elsewhere, "data"), &mut |_| ()).unwrap();
    check_migrated(&below(&elsewhere, "data")).await;
}

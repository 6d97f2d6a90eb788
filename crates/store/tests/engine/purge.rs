//! Deleted projects: all of them goes, and nothing of any other.

use std::collections::BTreeMap;
use std::path::Path;

use model::{RunId, Score};
use rusqlite::Connection;
use store::meta::{Actor, Caller, Init, ProjectDeleted};
use store::runs::{Batch, Edited, Outcome, RunEdit};
use store::{DeletedScope, ProjectScope};
use testkit::clock::NOON;
use testkit::event::{answers, asks, end, feedback, raw, start};
use uuid::Uuid;

use crate::place::Place;

/// Every row of a project in `runs.db`, by table. The change log is left out: it is cut by time.
fn rows(path: &Path, slot: i64) -> BTreeMap<String, Vec<String>> {
    let connection = Connection::open(path.join("runs.db")).unwrap();
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
    let mut select = connection.prepare(sql).unwrap();
    let tables: Vec<String> = select.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let of_all = ["change", "frame_dictionary", "store_fact", "refinery_schema_history"];
    let tables = tables.into_iter().filter(|table| !of_all.contains(&table.as_str()));
    tables.map(|table| (table.clone(), rows_of(&connection, &table, slot))).collect()
}

fn rows_of(connection: &Connection, table: &str, slot: i64) -> Vec<String> {
    let select = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let columns: Vec<String> = select.column_names().into_iter().map(str::to_owned).collect();
    let place =
        ["slot", "rid", "thread", "parent"].into_iter().find(|name| columns.iter().any(|column| column == name));
    let owner = match place.unwrap_or_else(|| panic!("{table} says of no row whose it is")) {
        "slot" => "slot".to_owned(),
        place => format!("{place} >> 48"),
    };
    let sql = format!("SELECT * FROM {table} WHERE {owner} = ?1 ORDER BY 1, 2");
    let mut select = connection.prepare(&sql).unwrap();
    let line = |row: &rusqlite::Row<'_>| {
        let values: Vec<_> = (0..columns.len()).map(|column| format!("{:?}", row.get_ref(column).unwrap())).collect();
        Ok(values.join(" "))
    };
    select.query_map([slot], line).unwrap().map(Result::unwrap).collect()
}

/// Puts something into every table.
async fn fill(place: &Place, sender: Caller) {
    let mut events = vec![
        start("a").run_type("agent").name("top").tags(&["x"]).user("ana").metadata("k", "v").params("p").build(),
        start("b").parent("a").run_type("llm").name("gpt-4o").input("in").attributes(raw("{}").to_value()).build(),
        end("b").at(5).output("out").usage(1, 2).feedback("thumb", "up").build(),
        feedback("b", "thumb", "up").at(6).build(),
        start("gone").build(),
        asks("t", "q", "Hi").at(1).build(),
        answers("t", "r", "Ho").at(2).build(),
    ];
    events.extend((0..300).map(|n| start(&format!("run {n}")).at(n * 60_000).input(n).build()));
    place.send_as(sender, events).await;
    let at = sender.scope;
    let id = RunId::from_client;
    let score = Score { label: "s".into(), value: raw(1), comment: None };
    place.runs.edit(&at, id("a"), RunEdit::Score(score), NOON).await.unwrap();
    place.runs.share(&at, id("a"), NOON).await.unwrap().unwrap();
    assert!(place.runs.delete(&at, id("gone"), NOON).await.unwrap());
    let own = format!("public {}", at.project());
    place.send_as(sender, vec![start(&own).build()]).await;
    place.runs.edit(&at, id(&own), RunEdit::Visibility(true), NOON).await.unwrap();
    let sample = Some(("no_object", "7".to_owned()));
    let batch = Batch { sender, arrival: NOON, changes: Vec::new(), rejected: vec![("no_object", 1)], sample };
    place.runs.apply(batch).await.unwrap();
}

/// Three projects: the first two of one organisation.
async fn three(path: &Path) -> (Place, [Caller; 3]) {
    let place = Place::open(path).await;
    let key = Uuid::new_v4();
    let init = Init { public_key: Some(key), ..Init::default() };
    place.meta.init(init, NOON).await.unwrap();
    let second = place.meta.caller_in_project(key, NOON).await.unwrap().unwrap();
    let third = place.other_project().await;
    let senders = [place.sender, second, third];
    for sender in senders {
        fill(&place, sender).await;
    }
    (place, senders)
}

async fn delete(place: &Place, at: &ProjectScope) -> DeletedScope {
    assert_eq!(place.meta.scope_of_purge(at.project()).await.unwrap(), None);
    let deleted = place.meta.delete_project(at, Actor::operator(), NOON).await.unwrap();
    assert!(matches!(deleted, ProjectDeleted::Done), "{deleted:?}");
    place.meta.scope_of_purge(at.project()).await.unwrap().unwrap()
}

#[tokio::test]
async fn all_of_a_deleted_project_goes_and_nothing_of_any_other() {
    let dir = tempfile::tempdir().unwrap();
    let (place, [_, doomed, _]) = three(dir.path()).await;
    let (first, before, third) = (rows(dir.path(), 1), rows(dir.path(), 2), rows(dir.path(), 3));
    let empty: Vec<&String> = before.iter().filter(|(_, rows)| rows.is_empty()).map(|(table, _)| table).collect();
    assert!(empty.is_empty(), "nothing is shown for {empty:?}");
    let deleted = delete(&place, &doomed.scope).await;
    let total = place.runs.count_purgeable(&deleted).await.unwrap();
    assert_eq!(total, before.values().map(|rows| rows.len() as u64).sum::<u64>());
    let mut gone = 0;
    loop {
        let rows = place.runs.purge(&deleted).await.unwrap();
        assert!(rows < 2_200, "{rows} rows in one transaction");
        gone += rows;
        if rows == 0 {
            break;
        }
    }
    assert_eq!(gone, total);
    let left = rows(dir.path(), 2);
    assert!(left.values().all(Vec::is_empty), "{left:?}");
    assert_eq!((rows(dir.path(), 1), rows(dir.path(), 3)), (first, third));
    assert_eq!(place.runs.count_purgeable(&deleted).await.unwrap(), 0);
}

#[tokio::test]
async fn what_comes_late_for_a_deleted_project_does_not_come_back() {
    let dir = tempfile::tempdir().unwrap();
    let (place, [other, doomed, _]) = three(dir.path()).await;
    let deleted = delete(&place, &doomed.scope).await;
    place.runs.purge(&deleted).await.unwrap();
    // From a request that was let in before, and from one that was sent to another project.
    let late = |sender: Caller| {
        let change = place.runs.pack(&doomed.scope, start("late").build());
        Batch { sender, arrival: NOON, changes: vec![change], rejected: Vec::new(), sample: None }
    };
    assert_eq!(place.runs.apply(late(doomed)).await.unwrap(), [Outcome::Deleted]);
    assert_eq!(place.runs.apply(late(other)).await.unwrap(), [Outcome::Deleted]);
    let score = || RunEdit::Score(Score { label: "s".into(), value: raw(1), comment: None });
    let at = doomed.scope;
    let edited = place.runs.edit(&at, RunId::from_client("later"), score(), NOON).await.unwrap();
    assert_eq!(edited, Edited::NoSuchRun);
    while place.runs.purge(&deleted).await.unwrap() > 0 {}
    assert_eq!(place.runs.edit(&at, RunId::from_client("a"), score(), NOON).await.unwrap(), Edited::NoSuchRun);
    assert_eq!(place.runs.apply(late(doomed)).await.unwrap(), [Outcome::Deleted]);
    assert_eq!(place.runs.share(&at, RunId::from_client("a"), NOON).await.unwrap(), None);
    assert!(!place.runs.delete(&at, RunId::from_client("a"), NOON).await.unwrap());
    let left = rows(dir.path(), 2);
    assert!(left.values().all(Vec::is_empty), "{left:?}");
    // Of the other project nothing is turned away, also when the writer forgets what it knew.
    place.runs.delete(&other.scope, RunId::from_client("a"), NOON).await.unwrap();
    assert_eq!(place.runs.apply(late(doomed)).await.unwrap(), [Outcome::Deleted]);
    assert_eq!(place.send_as(other, vec![start("fine").build()]).await, [Outcome::Stored]);
}

#[tokio::test(flavor = "multi_thread")]
async fn others_are_stored_while_a_project_is_purged() {
    let dir = tempfile::tempdir().unwrap();
    let (place, [other, doomed, _]) = three(dir.path()).await;
    let many = (0..6_000).map(|n| start(&format!("many {n}")).at(n).input("x".repeat(200)).build()).collect();
    place.send_as(doomed, many).await;
    let deleted = delete(&place, &doomed.scope).await;
    let purging = async {
        let mut slices = 0;
        while place.runs.purge(&deleted).await.unwrap() > 0 {
            slices += 1;
        }
        slices
    };
    let sending = async {
        for n in 0..40 {
            let events = (0..10).map(|m| start(&format!("new {n} {m}")).at(m).input(m).build()).collect();
            assert_eq!(place.send_as(other, events).await, [Outcome::Stored; 10]);
        }
    };
    let (slices, ()) = tokio::join!(purging, sending);
    assert!(slices > 5, "{slices}");
    let left = rows(dir.path(), 2);
    assert!(left.values().all(Vec::is_empty), "{left:?}");
    let kept = rows(dir.path(), 1);
    assert_eq!(kept["run_input"].len(), 300 + 1 + 400);
}

#[tokio::test]
async fn a_purge_that_was_cut_off_goes_on_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let (place, [_, doomed, _]) = three(dir.path()).await;
    let third = rows(dir.path(), 3);
    let deleted = delete(&place, &doomed.scope).await;
    place.runs.purge(&deleted).await.unwrap();
    place.runs.close().await.unwrap();
    drop(place);
    let place = Place::open(dir.path()).await;
    let deleted = place.meta.scope_of_purge(doomed.scope.project()).await.unwrap().unwrap();
    while place.runs.purge(&deleted).await.unwrap() > 0 {}
    place.meta.mark_purged(&deleted, NOON).await.unwrap();
    assert_eq!(place.meta.scope_of_purge(doomed.scope.project()).await.unwrap(), None);
    let left = rows(dir.path(), 2);
    assert!(left.values().all(Vec::is_empty), "{left:?}");
    assert_eq!(rows(dir.path(), 3), third);
}

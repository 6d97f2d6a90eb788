//! A store to copy and to break.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use model::money::NoPrices;
use model::{Event, RawJson, RunId};
use serde_json::json;
use store::meta::{Actor, AuditEntry, Caller, Deed, Init};
use store::runs::{Batch, Edited, RunEdit, RunsOptions};
use store::{DataDir, Meta, Runs};
use tempfile::TempDir;
use testkit::clock::{NOON, noon_plus};
use testkit::event::{answers, asks, end, feedback, start};
use uuid::Uuid;

/// What backups of the tests say of who made them.
pub(crate) const STAMP: (&str, model::Timestamp) = ("0.0.0+test", NOON);

pub(crate) struct Place {
    pub(crate) meta: Meta,
    pub(crate) runs: Runs,
    pub(crate) sender: Caller,
    _dir: DataDir,
}

impl Place {
    pub(crate) async fn open(path: &Path) -> Place {
        let dir = DataDir::lock(path).unwrap();
        let meta = Meta::open(&dir).unwrap();
        meta.init(Init::default(), NOON).await.unwrap();
        let key = meta.welcome().await.unwrap().unwrap().private_key;
        let sender = meta.caller_in_project(key, NOON).await.unwrap().unwrap();
        let runs = Runs::open(&dir, &RunsOptions::default(), Arc::new(NoPrices)).unwrap();
        Place { meta, runs, sender, _dir: dir }
    }

    pub(crate) async fn send(&self, events: Vec<Event>) {
        self.send_as(self.sender, events, Vec::new()).await;
    }

    async fn send_as(&self, sender: Caller, events: Vec<Event>, rejected: Vec<(&'static str, u32)>) {
        let changes = self.runs.pack_spans(&sender.scope, events);
        self.runs.apply(Batch { sender, arrival: NOON, changes, rejected, sample: None }).await.unwrap();
    }

    /// The text of a run's output.
    pub(crate) async fn output(&self, name: &str) -> Option<String> {
        let run = self.runs.get(&self.sender.scope, RunId::from_client(name)).await.unwrap()?;
        run.output.map(|output| output.text().to_owned())
    }

    pub(crate) async fn close(self) {
        self.runs.close().await.unwrap();
    }
}

/// A closed store with something in every table that the doctor looks at.
pub(crate) async fn filled() -> TempDir {
    let path = tempfile::tempdir().unwrap();
    let place = Place::open(path.path()).await;
    let other = Uuid::new_v4();
    place.meta.init(Init { public_key: Some(other), ..Init::default() }, NOON).await.unwrap();
    let other = place.meta.caller_in_project(other, NOON).await.unwrap().unwrap();
    let mut events = Vec::new();
    for number in 0..20 {
        let (name, parent) = (format!("run-{number}"), format!("run-{}", number / 4));
        let question = json!([{"role": "user", "content": format!("What is {number} times {number}?")}]);
        let begun = start(&name).at(number).name("gpt-4o").user("ana").metadata("plan", number).input(question);
        events.push(if number == 0 { begun } else { begun.parent(&parent) }.build());
        let mut ended =
            end(&name).at(number + 100).output(json!({"role": "assistant", "content": number * number})).build();
        if number == 7 {
            ended.attributes = Some(RawJson::from_checked(r#"{"said":"{\"role\":\"assistant\",\"content\":49}"}"#));
        }
        events.push(ended);
    }
    place.send_as(place.sender, events.clone(), vec![("no_id", 2)]).await;
    place.send_as(other, events, Vec::new()).await;
    converse_and_edit(&place).await;
    for number in 1..=3 {
        let entry = AuditEntry::new(Deed::DeleteLog, &number);
        place.meta.record(place.sender.scope.org(), Actor::operator(), entry, NOON).await.unwrap();
    }
    place.close().await;
    path
}

async fn converse_and_edit(place: &Place) {
    let talk = vec![
        asks("talk", "q1", "one?").at(1).build(),
        answers("talk", "a1", "1").at(2).build(),
        asks("talk", "q2", "two?").at(3).build(),
        feedback("a1", "thumb", "up").at(4).build(),
        asks("gone", "q3", "three?").at(5).build(),
    ];
    place.send(talk).await;
    let scope = place.sender.scope;
    let id = RunId::from_client("run-3");
    let edited = place.runs.edit(&scope, id, RunEdit::Visibility(true), noon_plus(900)).await.unwrap();
    assert_eq!(edited, Edited::Done);
    for deleted in ["run-4", "gone"] {
        assert!(place.runs.delete(&scope, RunId::from_client(deleted), noon_plus(1000)).await.unwrap());
    }
}

/// A copy of a closed store, or of a backup, to be broken.
pub(crate) fn copy_of(dir: &Path) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    for name in names(dir) {
        std::fs::copy(dir.join(&name), copy.path().join(&name)).unwrap();
    }
    copy
}

/// The names of the files in a directory, in order.
pub(crate) fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A path below a directory that goes away with it.
pub(crate) fn below(dir: &TempDir, name: &str) -> PathBuf {
    dir.path().join(name)
}

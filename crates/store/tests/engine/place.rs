//! A store to try things in.

use std::path::Path;
use std::sync::Arc;

use model::money::NoPrices;
use model::{Event, Run, RunId};
use store::meta::{Caller, Init};
use store::runs::{Batch, ListQuery, Outcome, Page, RunsOptions};
use store::{DataDir, Meta, ProjectScope, Runs};
use testkit::clock::NOON;
use uuid::Uuid;

pub(crate) struct Place {
    pub(crate) meta: Meta,
    pub(crate) runs: Runs,
    /// Of the first project.
    pub(crate) sender: Caller,
    // Before `path`: the lock goes before the directory does.
    _dir: DataDir,
    _path: Option<tempfile::TempDir>,
}

impl Place {
    pub(crate) async fn new() -> Place {
        let path = tempfile::tempdir().unwrap();
        let mut place = Place::open(path.path()).await;
        place._path = Some(path);
        place
    }

    pub(crate) async fn open(path: &Path) -> Place {
        let dir = DataDir::lock(path).unwrap();
        let meta = Meta::open(&dir).unwrap();
        meta.init(Init::default(), NOON).await.unwrap();
        let key = meta.welcome().await.unwrap().unwrap().private_key;
        let sender = meta.caller_in_project(key, NOON).await.unwrap().unwrap();
        let runs = Runs::open(&dir, &RunsOptions::default(), Arc::new(NoPrices)).unwrap();
        Place { meta, runs, sender, _dir: dir, _path: None }
    }

    pub(crate) fn at(&self) -> ProjectScope {
        self.sender.scope
    }

    /// A second project, of an organisation of its own.
    pub(crate) async fn other_project(&self) -> Caller {
        let key = Uuid::new_v4();
        let init = Init { public_key: Some(key), org: Some("Others".into()), ..Init::default() };
        self.meta.init(init, NOON).await.unwrap();
        self.meta.caller_in_project(key, NOON).await.unwrap().unwrap()
    }

    pub(crate) async fn send(&self, events: Vec<Event>) -> Vec<Outcome> {
        self.send_as(self.sender, events).await
    }

    pub(crate) async fn send_as(&self, sender: Caller, events: Vec<Event>) -> Vec<Outcome> {
        let changes = events.into_iter().map(|event| self.runs.pack(&sender.scope, event)).collect();
        self.runs.apply(Batch { sender, arrival: NOON, changes, rejected: Vec::new(), sample: None }).await.unwrap()
    }

    /// The same as [`Place::send`], for the events of spans.
    pub(crate) async fn send_spans(&self, events: Vec<Event>) -> Vec<Outcome> {
        let (sender, changes) = (self.sender, self.runs.pack_spans(&self.sender.scope, events));
        self.runs.apply(Batch { sender, arrival: NOON, changes, rejected: Vec::new(), sample: None }).await.unwrap()
    }

    pub(crate) async fn get(&self, name: &str) -> Option<Run> {
        self.runs.get(&self.at(), RunId::from_client(name)).await.unwrap()
    }

    pub(crate) async fn related(&self, name: &str) -> Vec<Run> {
        self.runs.related(&self.at(), RunId::from_client(name)).await.unwrap()
    }

    pub(crate) async fn page(&self, query: ListQuery) -> Page {
        self.runs.page(&self.at(), query).await.unwrap()
    }
}

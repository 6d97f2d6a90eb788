//! The index against the runs as readers see them, through the writer and the change log.

use std::collections::BTreeSet;
use std::path::Path;

use model::money::NoPrices;
use model::{Event, RawJson, Run, RunId};
use proptest::prelude::*;
use testkit::clock::NOON;
use testkit::event::{answers, asks, end, start, update};
use testkit::strategy::{conversation, events, run_name};

use super::*;
use crate::meta::{Caller, Init};
use crate::runs::sqlite::{SqliteRuns, reader};
use crate::runs::{Batch, RunEdit, RunEngine, RunsOptions};
use crate::search::{Question, Wanted};
use crate::{DataDir, Meta};

struct Store {
    runs: SqliteRuns,
    sender: Caller,
    _dir: DataDir,
}

impl Store {
    async fn open(path: &Path) -> Store {
        let dir = DataDir::lock(path).unwrap();
        let meta = Meta::open(&dir).unwrap();
        meta.init(Init::default(), NOON).await.unwrap();
        let key = meta.welcome().await.unwrap().unwrap().private_key;
        let sender = meta.caller_in_project(key, NOON).await.unwrap().unwrap();
        let runs = SqliteRuns::open(&dir, &RunsOptions::default(), Arc::new(NoPrices)).unwrap();
        Store { runs, sender, _dir: dir }
    }

    async fn send(&self, events: Vec<Event>) {
        let changes = events.into_iter().map(|event| self.runs.pack(&self.sender.scope, event)).collect();
        let batch = Batch { sender: self.sender, arrival: NOON, changes, rejected: Vec::new(), sample: None };
        self.runs.apply(batch).await.unwrap();
    }

    fn reading<T>(&self, work: impl FnOnce(&Connection, &Codec) -> T) -> T {
        self.runs.0.finder.rows.readers.with(|connection| Ok(work(connection, &self.runs.0.codec))).unwrap()
    }

    /// Every run that readers see, with its place.
    fn all(&self) -> Vec<(i64, Run)> {
        self.reading(|connection, codec| {
            let mut select = connection.prepare("SELECT rid FROM run WHERE status >= 0 ORDER BY rid").unwrap();
            let rids: Vec<i64> = select.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
            let load = |rid: i64| {
                let run = reader::load_all(connection, codec, self.sender.scope.project(), &[Rid(rid)]).unwrap().pop();
                (rid, run.unwrap())
            };
            rids.into_iter().map(load).collect()
        })
    }

    fn wait_for_index(&self) {
        let newest = self.reading(|connection, _| newest(connection).unwrap());
        loop {
            let progress = self.runs.0.finder.search.progress();
            if progress.mark >= newest && progress.is_complete {
                break;
            }
            std::thread::yield_now();
        }
    }

    /// Where the index finds a check, without anybody who looks at the rows.
    fn ask(&self, check: &model::Check) -> Vec<i64> {
        let slot = self.sender.scope.slot();
        let (first, last) = Rid::range_of(slot);
        let question = Question::new(&self.runs.0.finder.search, slot.number(), &Wanted::of(check).unwrap()).unwrap();
        // What is still read from the rows is not there yet.
        question.within(&(first.0..=last.0)).unwrap_or_default()
    }

    /// The index holds every run as readers see it, and nothing else.
    fn check_index(&self) {
        self.wait_for_index();
        let runs = self.all();
        let mut words = BTreeSet::new();
        for (rid, run) in &runs {
            let text = |json: &Option<RawJson>| json.as_ref().map(|json| json.text().to_owned());
            let texts = self.reading(|connection, codec| texts(connection, codec, Rid(*rid)).unwrap().unwrap());
            assert_eq!(texts.input, text(&run.input), "{run:?}");
            assert_eq!(texts.output, text(&run.output), "{run:?}");
            let metadata = attributes::object(&texts.metadata);
            assert_eq!(metadata.as_ref().map(RawJson::text), run.metadata.as_ref().map(RawJson::text), "{run:?}");
            words.extend(words_of(run));
        }
        for word in words {
            let has = |run: &Run| words_of(run).contains(&word);
            let want: Vec<i64> = runs.iter().filter(|(_, run)| has(run)).map(|(rid, _)| *rid).collect();
            assert_eq!(self.ask(&model::Check::Search(format!("\"{word}\""))), want, "{word}");
        }
    }
}

fn words_of(run: &Run) -> BTreeSet<String> {
    let text =
        |json: &Option<RawJson>| json.as_ref().map_or_else(String::new, |json| query::text::searched(json.text()));
    let both = format!("{} {}", text(&run.input), text(&run.output));
    query::text::terms(&query::text::folded(&both)).map(str::to_owned).collect()
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().build().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_index_holds_the_runs_as_readers_see_them(
        runs in events(6, 40),
        lines in conversation(25),
        deleted in prop::collection::vec(0..6_u8, 0..3),
        restarts in prop::collection::vec(any::<bool>(), 8),
    ) {
        let dir = tempfile::tempdir().unwrap();
        runtime().block_on(async {
            let mut store = Store::open(dir.path()).await;
            let mut waiting: Vec<Event> = runs.into_iter().chain(lines).collect();
            for does_restart in restarts {
                let rest = waiting.split_off(waiting.len().min(10));
                store.send(std::mem::replace(&mut waiting, rest)).await;
                if does_restart {
                    store.runs.close().await.unwrap();
                    drop(store);
                    store = Store::open(dir.path()).await;
                }
            }
            store.check_index();
            for number in deleted {
                let id = RunId::from_client(&run_name(number));
                store.runs.delete(&store.sender.scope, id, NOON).await.unwrap();
            }
            store.check_index();
        });
    }
}

#[test]
fn changes_reach_the_index() {
    let dir = tempfile::tempdir().unwrap();
    runtime().block_on(async {
        let store = Store::open(dir.path()).await;
        let found = |text: &str| {
            store.wait_for_index();
            store.ask(&model::Check::Search(text.to_owned())).len()
        };
        store.send(vec![start("a").input("Where is my parcel?").metadata("plan", "pro").build()]).await;
        assert_eq!((found("arcel"), found("there")), (1, 0));
        store.send(vec![end("a").at(5).output("There it is").build()]).await;
        assert_eq!((found("arcel"), found("there")), (1, 1));
        store.send(vec![end("a").at(9).output("Nowhere").build()]).await;
        assert_eq!((found("nowhere"), found("there")), (1, 0));
        let plan = |value: &str| {
            store.wait_for_index();
            let value = model::filter::Wanted::Written(value.to_owned());
            store.ask(&model::Check::Metadata(model::filter::Property { key: "plan".into(), value })).len()
        };
        assert_eq!((plan("pro"), plan("free")), (1, 0));
        store.send(vec![update("a").at(10).metadata("plan", "free").build()]).await;
        assert_eq!((plan("pro"), plan("free")), (0, 1));
        store.send(vec![asks("t", "q", "Sesame").at(1).build(), answers("t", "r", "opens").at(2).build()]).await;
        assert_eq!((found("sesame"), found("opens")), (1, 2), "a thread shows its latest message");
        let tags = RunEdit::Tags(Some(vec!["x".into()]));
        store.runs.edit(&store.sender.scope, RunId::from_client("a"), tags, NOON).await.unwrap();
        assert_eq!(found("nowhere"), 1);
        store.runs.delete(&store.sender.scope, RunId::from_client("a"), NOON).await.unwrap();
        assert_eq!((found("nowhere"), plan("free")), (0, 0));
    });
}

#[test]
fn an_index_that_is_lost_is_read_from_the_rows_again() {
    let dir = tempfile::tempdir().unwrap();
    runtime().block_on(async {
        let store = Store::open(dir.path()).await;
        let events =
            (0..3_000).map(|n| start(&format!("run {n}")).at(n).input(format!("parcel {n}")).build()).collect();
        store.send(events).await;
        store.runs.close().await.unwrap();
        drop(store);
        std::fs::remove_file(dir.path().join("search.db")).unwrap();
        let store = Store::open(dir.path()).await;
        let parcels = || store.ask(&model::Check::Search("parcel".into())).len();
        while parcels() < 3_000 {
            std::thread::yield_now();
        }
        store.send(vec![start("late").input("parcel").build()]).await;
        store.wait_for_index();
        assert_eq!(parcels(), 3_001);
    });
}

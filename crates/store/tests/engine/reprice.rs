//! Costs after prices have changed.

use std::path::Path;
use std::sync::Arc;

use model::money::Priced;
use model::{Nanodollars, Pricing, RunId};
use store::meta::{Caller, Init};
use store::runs::{Batch, RunsOptions};
use store::{DataDir, Meta, Runs};
use testkit::clock::NOON;
use testkit::event::{Sample, end, start};
use uuid::Uuid;

/// So much for each token of one model; nothing is known of any other.
struct Price(&'static str, i64);

impl Pricing for Price {
    fn cost(&self, run: &Priced<'_>) -> Option<Nanodollars> {
        let tokens = i64::try_from(run.usage.prompt_tokens?).unwrap();
        (run.run_type == "llm" && run.model == self.0).then_some(tokens * self.1)
    }
}

struct Place {
    runs: Runs,
    senders: [Caller; 2],
    _dir: DataDir,
}

async fn open(path: &Path, price: Price) -> Place {
    let dir = DataDir::lock(path).unwrap();
    let meta = Meta::open(&dir).unwrap();
    let mut senders = Vec::new();
    for number in [1, 2] {
        let key = Uuid::from_u128(number);
        meta.init(Init { public_key: Some(key), ..Init::default() }, NOON).await.unwrap();
        senders.push(meta.caller_in_project(key, NOON).await.unwrap().unwrap());
    }
    let runs = Runs::open(&dir, &RunsOptions::default(), Arc::new(price)).unwrap();
    Place { runs, senders: senders.try_into().unwrap(), _dir: dir }
}

impl Place {
    async fn send(&self, sender: Caller, events: Vec<Sample>) {
        let pack = |sample: Sample| self.runs.pack(&sender.scope, sample.build());
        let changes = events.into_iter().map(pack).collect();
        let batch = Batch { sender, arrival: NOON, changes, rejected: Vec::new(), sample: None };
        self.runs.apply(batch).await.unwrap();
    }

    async fn costs(&self, sender: Caller) -> Vec<Option<Nanodollars>> {
        let mut costs = Vec::new();
        for name in ["a", "b", "tool", "open"] {
            costs.push(self.runs.get(&sender.scope, RunId::from_client(name)).await.unwrap().unwrap().cost);
        }
        costs
    }

    /// Goes through a project in slices; how many runs were looked at, and how many were changed.
    async fn reprice(&self, sender: Caller, slice: u32) -> (u64, u64) {
        let (mut looked, mut changed, mut after) = (0, 0, None);
        loop {
            let slice = self.runs.reprice(&sender.scope, after, slice).await.unwrap();
            looked += slice.looked;
            changed += slice.changed;
            after = slice.last;
            if after.is_none() {
                return (looked, changed);
            }
        }
    }
}

/// An llm run each of two models, a tool, and a run without an end.
fn events() -> Vec<Sample> {
    vec![
        start("a").run_type("llm").name("a"),
        end("a").at(500).usage(10, 1),
        start("b").at(1).run_type("llm").name("b"),
        end("b").at(500).usage(10, 1),
        start("tool").at(2).run_type("tool").name("a"),
        end("tool").at(500).usage(10, 1),
        start("open").at(3).run_type("llm").name("a"),
    ]
}

#[tokio::test]
async fn runs_cost_what_they_would_cost_if_they_came_now() {
    let dir = tempfile::tempdir().unwrap();
    let place = open(dir.path(), Price("a", 3)).await;
    for sender in place.senders {
        place.send(sender, events()).await;
        assert_eq!(place.costs(sender).await, [Some(30), None, None, None]);
    }
    assert_eq!(place.reprice(place.senders[0], 100).await, (4, 0));
    place.runs.close().await.unwrap();
    drop(place);
    for (price, slice, want, changed) in [
        (Price("a", 7), 1, [Some(70), None, None, None], 1),
        (Price("a", 7), 2, [Some(70), None, None, None], 0),
        (Price("b", 1), 3, [None, Some(10), None, None], 2),
        (Price("c", 1), 4, [None, None, None, None], 1),
        (Price("a", 0), 5, [Some(0), None, None, None], 1),
    ] {
        let place = open(dir.path(), price).await;
        let [one, other] = place.senders;
        assert_eq!(place.runs.count_runs(&one.scope).await.unwrap(), 4);
        assert_eq!(place.reprice(one, slice).await, (4, changed));
        assert_eq!(place.costs(one).await, want);
        assert_eq!(place.costs(other).await, [Some(30), None, None, None]);
        place.runs.close().await.unwrap();
    }
}

#[tokio::test]
async fn a_run_that_changes_later_costs_what_it_costs_then() {
    let dir = tempfile::tempdir().unwrap();
    let place = open(dir.path(), Price("a", 3)).await;
    let sender = place.senders[0];
    place.send(sender, events()).await;
    place.runs.close().await.unwrap();
    drop(place);
    let place = open(dir.path(), Price("a", 7)).await;
    place.reprice(sender, 100).await;
    place.send(sender, vec![end("open").at(900).usage(2, 1), end("a").at(950).usage(20, 1)]).await;
    assert_eq!(place.costs(sender).await, [Some(140), None, None, Some(14)]);
    assert_eq!(place.reprice(sender, 100).await, (4, 0));
}

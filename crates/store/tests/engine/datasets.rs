//! Versions of datasets: whatever is done, and in whatever order, each version is what the dataset was when it was made.

use model::{DatasetId, DatasetItemId, DatasetVersionId};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use store::ProjectScope;
use store::meta::{
    Actor, Arriving, Change, DatasetNamed, Duplicates, Imported, InDataset, ItemEdit, ItemRow, ItemText, SLICE_ITEMS,
};
use testkit::clock::NOON;

use crate::place::Place;

/// Something that somebody does to a dataset. Numbers choose among what is there.
#[derive(Clone, Debug)]
enum Deed {
    Add(u8),
    Edit(usize, u8),
    Delete(usize),
    Import(Vec<u8>, bool),
    Save,
    Restore(usize),
}

/// A deed, and whether it makes a version.
fn deeds() -> impl Strategy<Value = Vec<(Deed, bool)>> {
    let text = || 0_u8..6;
    let deed = prop_oneof![
        3 => text().prop_map(Deed::Add),
        4 => (any::<usize>(), text()).prop_map(|(which, text)| Deed::Edit(which, text)),
        3 => any::<usize>().prop_map(Deed::Delete),
        1 => (prop::collection::vec(text(), 0..4), any::<bool>()).prop_map(|(texts, skip)| Deed::Import(texts, skip)),
        1 => Just(Deed::Save),
        2 => any::<usize>().prop_map(Deed::Restore),
    ];
    prop::collection::vec((deed, any::<bool>()), 1..30)
}

fn text(number: u8) -> ItemText {
    ItemText { input: number.to_string(), ground_truth: number.is_multiple_of(2).then(String::new), output: None }
}

fn change(makes_version: bool) -> Change {
    Change { actor: Actor::operator(), now: NOON, makes_version }
}

fn keep(texts: Vec<ItemText>) -> Arriving {
    Arriving { texts, duplicates: Duplicates::Keep, order: None }
}

/// What a dataset should be: the plainest way to keep versions is to copy everything.
#[derive(Default)]
struct Model {
    now: Vec<ItemText>,
    versions: Vec<Vec<ItemText>>,
}

impl Model {
    fn save(&mut self) {
        self.versions.push(self.now.clone());
    }
}

struct Dataset<'a> {
    place: &'a Place,
    at: ProjectScope,
    id: DatasetId,
    model: Model,
}

impl<'a> Dataset<'a> {
    async fn new(place: &'a Place, name: String) -> Dataset<'a> {
        let at = place.at();
        let made = place.meta.create_dataset_v2(&at, name, None, (Actor::operator(), NOON)).await.unwrap();
        let DatasetNamed::Done(row) = made else { panic!("{made:?}") };
        Dataset { place, at, id: row.id, model: Model { versions: vec![Vec::new()], ..Model::default() } }
    }

    async fn items(&self) -> Vec<ItemRow> {
        self.place.meta.dataset_v2_with_items(&self.at, self.id).await.unwrap().unwrap().1
    }

    /// The ids of the versions, the oldest first.
    async fn versions(&self) -> Vec<DatasetVersionId> {
        let mut rows = self.place.meta.list_dataset_versions(&self.at, self.id, 1000).await.unwrap().unwrap();
        rows.reverse();
        assert!(rows.iter().map(|row| row.number).eq(1..=rows.len() as u64));
        rows.into_iter().map(|row| row.id).collect()
    }

    async fn item(&self, which: usize) -> Option<(usize, DatasetItemId)> {
        let items = self.items().await;
        let at = which.checked_rem(items.len())?;
        Some((at, items[at].id))
    }

    async fn apply(&mut self, deed: Deed, makes_version: bool) {
        let (meta, at, id) = (&self.place.meta, self.at, self.id);
        match deed {
            Deed::Add(number) => {
                meta.add_items(&at, id, vec![text(number)], change(makes_version)).await.unwrap().unwrap();
                self.model.now.push(text(number));
            }
            Deed::Edit(which, number) => {
                let Some((place, item)) = self.item(which).await else { return };
                let ItemText { input, ground_truth, output } = text(number);
                let edit = ItemEdit { input: Some(input), ground_truth: Some(ground_truth), output: Some(output) };
                let done = meta.update_item(&at, id, (item, edit), change(makes_version)).await.unwrap();
                assert!(matches!(done, InDataset::Done(row) if row.id == item));
                self.model.now[place] = text(number);
            }
            Deed::Delete(which) => {
                let Some((place, item)) = self.item(which).await else { return };
                let done = meta.delete_item(&at, id, item, change(makes_version)).await.unwrap();
                assert_eq!(done, InDataset::Done(()));
                assert_eq!(meta.dataset_item(&at, id, item).await.unwrap(), InDataset::NoSuchPart);
                self.model.now.remove(place);
            }
            Deed::Import(numbers, skip) => {
                self.import(&numbers, skip, makes_version).await;
                return;
            }
            Deed::Save => {
                meta.save_dataset_version(&at, id, change(false)).await.unwrap().unwrap();
                self.model.save();
                return;
            }
            Deed::Restore(which) => {
                let versions = self.versions().await;
                let which = which % versions.len();
                let done = meta.restore_dataset_version(&at, id, versions[which], change(false)).await.unwrap();
                assert!(matches!(done, InDataset::Done(restored) if restored.has_name));
                self.model.now = self.model.versions[which].clone();
                self.model.save();
                return;
            }
        }
        if makes_version {
            self.model.save();
        }
    }

    async fn import(&mut self, numbers: &[u8], skip: bool, makes_version: bool) {
        let duplicates = if skip { Duplicates::Skip } else { Duplicates::Keep };
        let texts = numbers.iter().map(|&number| text(number)).collect();
        let change = change(makes_version);
        let told = self
            .place
            .meta
            .import_items((&self.at, self.id), Arriving { texts, duplicates, order: None }, change, |_| {})
            .await;
        let mut want = Imported::default();
        for &number in numbers {
            let is_known = self.model.now.contains(&text(number));
            want.duplicates += u64::from(is_known);
            if !(skip && is_known) {
                want.inserted += 1;
                self.model.now.push(text(number));
            }
        }
        assert_eq!(told.unwrap(), Some(want));
        if makes_version && want.inserted > 0 {
            self.model.save();
        }
    }

    async fn check(&self) {
        let (row, items) = self.place.meta.dataset_v2_with_items(&self.at, self.id).await.unwrap().unwrap();
        assert_eq!(items.iter().map(|item| &item.text).collect::<Vec<_>>(), self.model.now.iter().collect::<Vec<_>>());
        assert_eq!((row.item_count, row.version.number), (items.len() as u64, self.model.versions.len() as u64));
        for (id, want) in self.versions().await.into_iter().zip(&self.model.versions) {
            let found = self.place.meta.dataset_version(&self.at, self.id, id).await.unwrap();
            let InDataset::Done((version, items)) = found else { panic!("{found:?}") };
            assert_eq!(items.iter().map(|item| &item.text).collect::<Vec<_>>(), want.iter().collect::<Vec<_>>());
            assert_eq!(version.item_count, want.len() as u64);
        }
    }
}

#[test]
fn a_version_stays_what_the_dataset_was_whatever_comes_after_it() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let place = runtime.block_on(Place::new());
    let mut runner = TestRunner::new(Config { cases: 48, failure_persistence: None, ..Config::default() });
    let mut number = 0;
    let numbers = std::cell::RefCell::new(&mut number);
    let run = runner.run(&deeds(), |deeds| {
        **numbers.borrow_mut() += 1;
        let name = format!("set {}", numbers.borrow());
        runtime.block_on(async {
            let mut dataset = Dataset::new(&place, name).await;
            for (deed, makes_version) in deeds {
                dataset.apply(deed, makes_version).await;
            }
            dataset.check().await;
        });
        Ok(())
    });
    run.unwrap();
}

#[tokio::test]
async fn an_import_that_never_ends_is_seen_by_nobody_and_swept_away() {
    let place = Place::new().await;
    let dataset = Dataset::new(&place, "set".into()).await;
    let texts: Vec<ItemText> =
        (0..SLICE_ITEMS * 3).map(|number| ItemText { input: number.to_string(), ..text(0) }).collect();
    let begun = std::sync::atomic::AtomicBool::new(false);
    let import = place.meta.import_items((&dataset.at, dataset.id), keep(texts), change(true), |_| {
        begun.store(true, std::sync::atomic::Ordering::SeqCst);
    });
    let mut import = Box::pin(import);
    // Dropped when a slice has come, as by a client that leaves.
    std::future::poll_fn(|context| {
        let _ = import.as_mut().poll(context);
        if begun.load(std::sync::atomic::Ordering::SeqCst) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    drop(import);
    assert_eq!(dataset.items().await, []);
    dataset.check().await;
    assert_eq!(place.meta.sweep_datasets(NOON).await.unwrap(), 0, "it may yet go on");
    let later = model::Timestamp::from_micros(NOON.micros() + 2 * 60 * 60 * 1_000_000);
    let mut swept = 0;
    loop {
        match place.meta.sweep_datasets(later).await.unwrap() {
            0 => break,
            rows => swept += rows,
        }
    }
    assert!(swept > SLICE_ITEMS as u64, "{swept}");
    dataset.check().await;
}

#[tokio::test]
async fn a_version_of_many_items_costs_what_changed() {
    let path = tempfile::tempdir().unwrap();
    let place = Place::open(path.path()).await;
    let dataset = Dataset::new(&place, "set".into()).await;
    let texts: Vec<ItemText> = (0..2_500).map(|number| ItemText { input: number.to_string(), ..text(1) }).collect();
    place.meta.import_items((&dataset.at, dataset.id), keep(texts), change(true), |_| {}).await.unwrap();
    let rows = || {
        let meta = rusqlite::Connection::open(path.path().join("meta.db")).unwrap();
        let count = |table: &str| -> i64 {
            meta.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
        };
        (count("dataset_item"), count("dataset_text"))
    };
    assert_eq!(rows(), (2_500, 2_500));
    let first = dataset.items().await[0].id;
    for number in 0..10 {
        let edit = ItemEdit { input: Some(format!("edit {number}")), ground_truth: None, output: None };
        place.meta.update_item(&dataset.at, dataset.id, (first, edit), change(true)).await.unwrap();
    }
    assert_eq!(rows(), (2_510, 2_510));
    for number in 0..10 {
        let edit = ItemEdit { input: Some(format!("typed {number}")), ground_truth: None, output: None };
        place.meta.update_item(&dataset.at, dataset.id, (first, edit), change(false)).await.unwrap();
    }
    assert_eq!(rows(), (2_511, 2_511), "what no version has is not kept");
    let versions = dataset.versions().await;
    place.meta.restore_dataset_version(&dataset.at, dataset.id, versions[1], change(true)).await.unwrap();
    assert_eq!(rows(), (5_011, 2_511), "an older version comes back without a copy of its texts");
}

//! Many items at once: in slices, and seen by nobody before the last one.

use model::{DatasetId, Timestamp};
use rusqlite::{Transaction, params};
use uuid::Uuid;

use super::batch::{self, SLICE_ITEMS, Spot};
use super::text::{self, ItemText, Shelf};
use super::{Change, changed, order, row};
use crate::meta::Meta;
use crate::meta::deed::Deed;
use crate::{ProjectScope, StoreError};

/// What to do with an item that says what another one says already, in the dataset or earlier in the import.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Duplicates {
    /// It comes in.
    Keep,
    /// It stays out.
    Skip,
}

/// What became of an import.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Imported {
    /// How many items came in.
    pub inserted: u64,
    /// How many said what another one says already, whether or not they came in.
    pub duplicates: u64,
}

/// Items that are to come in.
#[derive(Clone, Debug)]
pub struct Arriving {
    /// What they say, in their order.
    pub texts: Vec<ItemText>,
    /// What to do with those that are there already.
    pub duplicates: Duplicates,
    /// The order that this is the work of, which is done with the last of them.
    pub order: Option<Uuid>,
}

/// An import on its way: slices come one after the other, and nobody sees them before it is finished. May be dropped at any
/// time, and begun anew.
#[derive(Debug)]
pub struct Importing {
    coming: Coming,
    id: DatasetId,
    duplicates: Duplicates,
    change: Change,
    done: Imported,
}

/// A batch on its way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Coming {
    pub(super) at: ProjectScope,
    pub(super) dataset: i64,
    pub(super) batch: i64,
    /// Of the item that comes next.
    next_place: i64,
}

impl Meta {
    /// Adds any number of items behind those of a dataset, all or none of them; `None` when the project has no such dataset,
    /// or when it is deleted meanwhile. `progress` is told how many have come. May be dropped at any time, and begun anew.
    pub async fn import_items(
        &self,
        place: (&ProjectScope, DatasetId),
        Arriving { texts, duplicates, order }: Arriving,
        change: Change,
        progress: impl Fn(u64),
    ) -> Result<Option<Imported>, StoreError> {
        let Some(mut import) = self.begin_import(place, (texts.len(), duplicates), change).await? else {
            return Ok(None);
        };
        let mut seen = 0;
        let mut texts = texts.into_iter();
        loop {
            let slice: Vec<ItemText> = texts.by_ref().take(SLICE_ITEMS).collect();
            if slice.is_empty() {
                return self.finish_import(import, order).await;
            }
            seen += slice.len() as u64;
            if !self.import_slice(&mut import, slice).await? {
                return Ok(None);
            }
            progress(seen);
        }
    }

    /// Begins an import of at most `count` items behind those of a dataset; `None` when the project has no such dataset.
    pub async fn begin_import(
        &self,
        (at, id): (&ProjectScope, DatasetId),
        (count, duplicates): (usize, Duplicates),
        change: Change,
    ) -> Result<Option<Importing>, StoreError> {
        let (at, now) = (*at, change.now);
        let begun = self.write_aside(move |tx, _| begin(tx, &at, id, (count, now))).await?;
        Ok(begun.map(|coming| Importing { coming, id, duplicates, change, done: Imported::default() }))
    }

    /// The items that come next, at most [`SLICE_ITEMS`] of them; false when the dataset is gone, and the import with it.
    pub async fn import_slice(&self, import: &mut Importing, texts: Vec<ItemText>) -> Result<bool, StoreError> {
        let Some((next, came)) = self.stage(import.coming, texts, (import.duplicates, import.change.now)).await? else {
            return Ok(false);
        };
        import.coming = next;
        import.done.inserted += came.inserted;
        import.done.duplicates += came.duplicates;
        Ok(true)
    }

    /// Shows the items that came, and lets go of the order that this was the work of; `None` when the dataset is gone.
    pub async fn finish_import(&self, import: Importing, order: Option<Uuid>) -> Result<Option<Imported>, StoreError> {
        let done = import.done;
        let is_done = self
            .write_aside(move |tx, _| {
                if let Some(order) = order
                    && !order::drop_order(tx, order)?
                {
                    return Ok(false);
                }
                finish(tx, &import)
            })
            .await?;
        Ok(is_done.then_some(done))
    }

    /// Stores one slice; the batch as it is then, or `None` when it is gone.
    pub(super) async fn stage(
        &self,
        coming: Coming,
        texts: Vec<ItemText>,
        (duplicates, now): (Duplicates, Timestamp),
    ) -> Result<Option<(Coming, Imported)>, StoreError> {
        self.write_aside(move |tx, _| {
            if !batch::touch(tx, coming.batch, now)? {
                return Ok(None);
            }
            let (mut coming, mut came, mut shelf) = (coming, Imported::default(), Shelf::new(coming.dataset));
            for text in texts {
                let kept = shelf.keep(tx, &text)?;
                if kept.was_there && text::is_said(tx, kept.id, coming.batch)? {
                    came.duplicates += 1;
                    if duplicates == Duplicates::Skip {
                        continue;
                    }
                }
                let spot = Spot { dataset: coming.dataset, batch: coming.batch, place: coming.next_place };
                batch::put(tx, spot, kept.id, now)?;
                came.inserted += 1;
                coming.next_place += 1;
            }
            Ok(Some((coming, came)))
        })
        .await
    }
}

impl Coming {
    /// A batch of a dataset whose first item has this place.
    pub(super) fn new(
        tx: &Transaction<'_>,
        at: &ProjectScope,
        (dataset, first): (i64, i64),
        now: Timestamp,
    ) -> Result<Coming, StoreError> {
        Ok(Coming { at: *at, dataset, batch: batch::coming(tx, dataset, now)?, next_place: first })
    }
}

/// Takes the places of so many items, so that the import stands where it began, whatever is added meanwhile.
fn begin(
    tx: &Transaction<'_>,
    at: &ProjectScope,
    id: DatasetId,
    (count, now): (usize, Timestamp),
) -> Result<Option<Coming>, StoreError> {
    let Some(head) = row::head(tx, at.project(), id)? else { return Ok(None) };
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let sql = "UPDATE dataset_v2 SET next_place = ?2 WHERE number = ?1";
    tx.execute(sql, params![head.number, head.next_place.saturating_add(count)])?;
    Coming::new(tx, at, (head.number, head.next_place), now).map(Some)
}

fn finish(tx: &Transaction<'_>, Importing { coming, id, change, done, .. }: &Importing) -> Result<bool, StoreError> {
    let Some(mut head) = row::head(tx, coming.at.project(), *id)? else { return Ok(false) };
    if !batch::touch(tx, coming.batch, change.now)? {
        return Ok(false);
    }
    if done.inserted == 0 {
        tx.execute("DELETE FROM dataset_batch WHERE id = ?1", [coming.batch])?;
        return Ok(true);
    }
    batch::begin(tx, &head, coming.batch)?;
    head.item_count += i64::try_from(done.inserted).unwrap_or(i64::MAX);
    changed(tx, &coming.at, &head, (Deed::AddDatasetPrompt, change))?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use testkit::clock::NOON;

    use super::super::ImportOrder;
    use super::*;
    use crate::DataDir;
    use crate::meta::{Actor, DatasetNamed, Init};

    #[tokio::test]
    async fn of_two_attempts_at_one_order_only_the_first_to_end_counts() {
        let dir = tempfile::tempdir().unwrap();
        let meta = Meta::open(&DataDir::lock(dir.path()).unwrap()).unwrap();
        meta.init(Init::default(), NOON).await.unwrap();
        let key = meta.welcome().await.unwrap().unwrap().private_key;
        let at = meta.caller_in_project(key, NOON).await.unwrap().unwrap().scope;
        let made = meta.create_dataset_v2(&at, "set".into(), None, (Actor::operator(), NOON)).await.unwrap();
        let DatasetNamed::Done(dataset) = made else { panic!("{made:?}") };
        let change = Change { actor: Actor::operator(), now: NOON, makes_version: true };
        let (format, content) = ("jsonl".to_owned(), "{\"input\":\"a\"}".to_owned());
        let order = ImportOrder { format, content, duplicates: Duplicates::Keep, change: change.clone() };
        assert!(meta.order_import(&at, dataset.id, order).await.unwrap().is_some());
        let find = "SELECT id FROM dataset_order";
        let id: String = meta.read(move |db, _| Ok(db.query_row(find, [], |row| row.get(0))?)).await.unwrap();
        let attempt = async || {
            let texts = vec![ItemText { input: "a".into(), ..ItemText::default() }];
            let order = Some(Uuid::try_parse(&id).unwrap());
            let arriving = Arriving { texts, duplicates: Duplicates::Keep, order };
            meta.import_items((&at, dataset.id), arriving, change.clone(), |_| {}).await.unwrap()
        };
        assert!(attempt().await.is_some());
        assert!(attempt().await.is_none(), "its order is done");
        let (row, items) = meta.dataset_v2_with_items(&at, dataset.id).await.unwrap().unwrap();
        assert_eq!((row.item_count, items.len(), row.version.number), (1, 1, 2));
    }
}

//! An older version put back, and a dataset made again under another name: both are many items that come in slices.

use std::mem::take;

use model::{DatasetId, DatasetVersionId, Timestamp};
use rusqlite::{Transaction, params};

use super::batch::{self, SLICE_ITEMS, Spot};
use super::import::{Coming, Duplicates};
use super::item;
use super::row::{self, Head};
use super::text::{ItemText, Shelf};
use super::version::{self, DatasetVersionRow};
use super::{Change, DatasetV2Row, InDataset, insert};
use crate::meta::Meta;
use crate::meta::dataset::note;
use crate::meta::deed::Deed;
use crate::{ProjectScope, StoreError};

/// What became of a version that was put back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Restored {
    /// Whether the dataset is called as it was in that version; not when another dataset is called so now.
    pub has_name: bool,
}

impl Meta {
    /// Makes a dataset what it was in a version: its items, which get new ids, its name and what it is for. That is a version
    /// of its own.
    pub async fn restore_dataset_version(
        &self,
        at: &ProjectScope,
        id: DatasetId,
        version: DatasetVersionId,
        change: Change,
    ) -> Result<InDataset<Restored>, StoreError> {
        let (at, now) = (*at, change.now);
        let begun = self.write_aside(move |tx, _| begin(tx, &at, (id, version), now)).await?;
        let (coming, number) = match begun {
            InDataset::Done(begun) => begun,
            InDataset::NoSuchDataset => return Ok(InDataset::NoSuchDataset),
            InDataset::NoSuchPart => return Ok(InDataset::NoSuchPart),
        };
        let mut after = 0;
        loop {
            let copied = self.write_aside(move |tx, _| copy(tx, &coming, id, (number, after, now))).await?;
            match copied {
                None => return Ok(InDataset::NoSuchDataset),
                Some(None) => break,
                Some(Some(last)) => after = last,
            }
        }
        let done = self.write_aside(move |tx, _| put_back(tx, &coming, (id, version), &change)).await?;
        Ok(done.map_or(InDataset::NoSuchDataset, InDataset::Done))
    }

    /// Makes a dataset with the same items and purpose as another one, called `<its name> copy`, or with a number behind that;
    /// `None` when the project has no such dataset, or when it is deleted meanwhile.
    pub async fn duplicate_dataset_v2(
        &self,
        at: &ProjectScope,
        id: DatasetId,
        change: Change,
    ) -> Result<Option<DatasetV2Row>, StoreError> {
        let Some((of, items)) = self.dataset_v2_with_items(at, id).await? else { return Ok(None) };
        let (at, now, owner) = (*at, change.now, change.actor.account());
        let (name, description) = (of.name.clone(), of.description);
        // Nobody sees it before it is whole, and should this be the end of it then it is swept away.
        let made = self.write_aside(move |tx, _| {
            let head = insert(tx, &at, (name, description), (owner, now), true)?;
            Ok((Coming::new(tx, &at, (head.number, head.next_place), now)?, head))
        });
        let (mut coming, head) = made.await?;
        let mut texts: Vec<ItemText> = items.into_iter().map(|item| item.text).collect();
        let count = texts.len();
        while !texts.is_empty() {
            let rest = texts.split_off(SLICE_ITEMS.min(texts.len()));
            let slice = take(&mut texts);
            let staged = self.stage(coming, slice, (Duplicates::Keep, now)).await?;
            let Some((next, _)) = staged else { return Ok(None) };
            (coming, texts) = (next, rest);
        }
        self.write_aside(move |tx, _| show(tx, &coming, (head, count), &change)).await
    }
}

/// The batch that the items of a version will be, and the number of that version.
fn begin(
    tx: &Transaction<'_>,
    at: &ProjectScope,
    (id, version): (DatasetId, DatasetVersionId),
    now: Timestamp,
) -> Result<InDataset<(Coming, i64)>, StoreError> {
    let Some(head) = row::head(tx, at.project(), id)? else { return Ok(InDataset::NoSuchDataset) };
    let Some((_, number)) = version::find(tx, &head, version)? else { return Ok(InDataset::NoSuchPart) };
    Ok(InDataset::Done((Coming::new(tx, at, (head.number, 0), now)?, number)))
}

/// Makes the next slice of items anew, in the places that they had: the place of the last one, or nothing inside when there
/// was none left. `None` when the dataset is gone.
fn copy(
    tx: &Transaction<'_>,
    coming: &Coming,
    id: DatasetId,
    (version, after, now): (i64, i64, Timestamp),
) -> Result<Option<Option<i64>>, StoreError> {
    let Some(head) = row::head(tx, coming.at.project(), id)? else { return Ok(None) };
    if !batch::touch(tx, coming.batch, now)? {
        return Ok(None);
    }
    let limit = i64::try_from(SLICE_ITEMS).unwrap_or(i64::MAX);
    let (mut last, mut shelf) = (None, Shelf::new(coming.dataset));
    for (place, row) in item::of_version(tx, &head, version, (after, limit))? {
        let text = shelf.keep(tx, &row.text)?.id;
        batch::put(tx, Spot { dataset: coming.dataset, batch: coming.batch, place }, text, now)?;
        last = Some(place);
    }
    Ok(Some(last))
}

/// Ends what there was, and shows what was put back instead.
fn put_back(
    tx: &Transaction<'_>,
    coming: &Coming,
    (id, version): (DatasetId, DatasetVersionId),
    change: &Change,
) -> Result<Option<Restored>, StoreError> {
    let Some(mut head) = row::head(tx, coming.at.project(), id)? else { return Ok(None) };
    let Some((of, _)) = version::find(tx, &head, version)? else { return Ok(None) };
    if !batch::touch(tx, coming.batch, change.now)? {
        return Ok(None);
    }
    batch::end_all(tx, &head)?;
    batch::begin(tx, &head, coming.batch)?;
    let has_name = !row::is_taken(tx, coming.at.project(), &of.name, Some(id))?;
    restore_head(&mut head, of, has_name);
    tx.execute(
        "UPDATE dataset_v2 SET name = ?2, description = ?3, item_count = ?4 WHERE number = ?1",
        params![head.number, head.name, head.description, head.item_count],
    )?;
    let by = change.actor.account().or(head.owner);
    version::make(tx, &head, &version::New { by, restored_from: Some(version), now: change.now })?;
    note(tx, &coming.at, (Deed::UpdateDatasetPrompt, id), (&change.actor, change.now))?;
    Ok(Some(Restored { has_name }))
}

fn restore_head(head: &mut Head, of: DatasetVersionRow, has_name: bool) {
    if has_name {
        head.name = of.name;
    }
    head.description = of.description;
    head.item_count = i64::try_from(of.item_count).unwrap_or(i64::MAX);
}

/// Shows a duplicate under the first name that is free.
fn show(
    tx: &Transaction<'_>,
    coming: &Coming,
    (mut head, count): (Head, usize),
    change: &Change,
) -> Result<Option<DatasetV2Row>, StoreError> {
    let project = coming.at.project();
    if !batch::touch(tx, coming.batch, change.now)? {
        return Ok(None);
    }
    let first = format!("{} copy", head.name);
    let mut name = first.clone();
    let mut number = 1;
    while row::is_taken(tx, project, &name, None)? {
        number += 1;
        name = format!("{first} ({number})");
    }
    batch::begin(tx, &head, coming.batch)?;
    head.name = name;
    head.item_count = i64::try_from(count).unwrap_or(i64::MAX);
    tx.execute(
        "UPDATE dataset_v2
            SET name = ?2, item_count = ?3, next_place = ?4, deleted_at = NULL
          WHERE number = ?1",
        params![head.number, head.name, head.item_count, head.item_count + 1],
    )?;
    let by = change.actor.account();
    version::make(tx, &head, &version::New { by, restored_from: None, now: change.now })?;
    note(tx, &coming.at, (Deed::CreateDataset, head.id), (&change.actor, change.now))?;
    row::find(tx, project, head.id)
}

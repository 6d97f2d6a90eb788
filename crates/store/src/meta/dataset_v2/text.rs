//! What items say, kept once for all items and versions of a dataset that say the same.

use rusqlite::{OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use crate::StoreError;

/// What an item says.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct ItemText {
    /// What goes in; may be empty.
    pub input: String,
    /// What should come out.
    pub ground_truth: Option<String>,
    /// What did come out.
    pub output: Option<String>,
}

impl ItemText {
    /// How long its texts are, all together.
    #[must_use]
    pub fn bytes(&self) -> usize {
        [Some(&self.input), self.ground_truth.as_ref(), self.output.as_ref()]
            .into_iter()
            .flatten()
            .map(String::len)
            .sum()
    }

    /// Tells apart everything that says something else, null and empty included. Half of a SHA-256, because this is a key.
    fn hash(&self) -> Vec<u8> {
        let mut hash = Sha256::new();
        for part in [Some(&self.input), self.ground_truth.as_ref(), self.output.as_ref()] {
            hash.update(part.map_or(u64::MAX, |text| text.len() as u64).to_be_bytes());
            hash.update(part.map_or("", String::as_str));
        }
        hash.finalize()[..16].to_vec()
    }
}

/// Where the texts of one transaction go. Which number is free is asked for once, however many they are.
pub(super) struct Shelf {
    dataset: i64,
    next_id: Option<i64>,
}

/// A text that is kept.
pub(super) struct Kept {
    /// Its number.
    pub(super) id: i64,
    /// Whether it was there before, so that an item may say it already.
    pub(super) was_there: bool,
}

impl Shelf {
    pub(super) fn new(dataset: i64) -> Shelf {
        Shelf { dataset, next_id: None }
    }

    /// Keeps what an item says, once for the whole dataset.
    pub(super) fn keep(&mut self, tx: &Transaction<'_>, text: &ItemText) -> Result<Kept, StoreError> {
        let hash = text.hash();
        let sql = "SELECT id FROM dataset_text WHERE dataset = ?1 AND hash = ?2";
        let known = tx.prepare_cached(sql)?.query_row(params![self.dataset, hash], |row| row.get(0)).optional()?;
        if let Some(id) = known {
            return Ok(Kept { id, was_there: true });
        }
        let id = self.next_id(tx)?;
        tx.prepare_cached(
            "INSERT INTO dataset_text (id, dataset, hash, input, ground_truth, output) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![id, self.dataset, hash, text.input, text.ground_truth, text.output])?;
        Ok(Kept { id, was_there: false })
    }

    fn next_id(&mut self, tx: &Transaction<'_>) -> Result<i64, StoreError> {
        let id = match self.next_id {
            Some(id) => id,
            None => tx.query_row("SELECT coalesce(max(id), 0) + 1 FROM dataset_text", [], |row| row.get(0))?,
        };
        self.next_id = Some(id + 1);
        Ok(id)
    }
}

/// Lets go of a text that no state has any more.
pub(super) fn release(tx: &Transaction<'_>, text: i64) -> Result<(), StoreError> {
    tx.prepare_cached(
        "DELETE FROM dataset_text
          WHERE id = ?1
            AND NOT EXISTS (SELECT 1 FROM dataset_item WHERE text_id = ?1)",
    )?
    .execute([text])?;
    Ok(())
}

/// Whether an item that can be seen, or one of the batch that is coming, says this text.
pub(super) fn is_said(tx: &Transaction<'_>, text: i64, coming: i64) -> Result<bool, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT 1
           FROM dataset_item AS item
           JOIN dataset_batch AS batch ON batch.id = item.batch_id
          WHERE item.text_id = ?1
            AND item.until IS NULL
            AND batch.until IS NULL
            AND (batch.since IS NOT NULL OR batch.id = ?2)",
    )?;
    Ok(select.exists([text, coming])?)
}

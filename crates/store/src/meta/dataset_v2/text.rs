//! What items say, kept once for all items and versions of a dataset that say the same.

use rusqlite::{OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use super::batch::Spot;
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

/// Keeps what an item says, once for the whole dataset; the number of the text.
pub(super) fn keep(tx: &Transaction<'_>, dataset: i64, text: &ItemText) -> Result<i64, StoreError> {
    let hash = text.hash();
    let sql = "SELECT id FROM dataset_text WHERE dataset = ?1 AND hash = ?2";
    let known = tx.prepare_cached(sql)?.query_row(params![dataset, hash], |row| row.get(0)).optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    let mut insert = tx.prepare_cached(
        "INSERT INTO dataset_text (id, dataset, hash, input, ground_truth, output)
         SELECT coalesce(max(id), 0) + 1, ?1, ?2, ?3, ?4, ?5
           FROM dataset_text
         RETURNING id",
    )?;
    let text = params![dataset, hash, text.input, text.ground_truth, text.output];
    Ok(insert.query_row(text, |row| row.get(0))?)
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

/// Whether an item that can be seen, or one of the batch that is coming, says the same.
pub(super) fn is_known(tx: &Transaction<'_>, spot: Spot, text: &ItemText) -> Result<bool, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT 1
           FROM dataset_text AS text
           JOIN dataset_item AS item ON item.text_id = text.id
           JOIN dataset_batch AS batch ON batch.id = item.batch_id
          WHERE text.dataset = ?1
            AND text.hash = ?2
            AND item.until IS NULL
            AND batch.until IS NULL
            AND (batch.since IS NOT NULL OR batch.id = ?3)",
    )?;
    Ok(select.exists(params![spot.dataset, text.hash(), spot.batch])?)
}

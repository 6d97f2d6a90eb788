//! Which keys the metadata of a project's runs have: a small table that the writer keeps, so that nobody reads runs to offer
//! them in a filter.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::num::NonZeroUsize;

use lru::LruCache;
use model::casing::stored_form;
use rusqlite::{Connection, params};

use super::SqliteRuns;
use super::attributes;
use super::facts;
use super::frame::Codec;
use super::rid::Rid;
use crate::scope::Slot;
use crate::{ProjectScope, StoreError};

/// The most keys of a project: by type, and by whether the runs are roots.
const MOST_KEYS: i64 = 10_000;
/// Longer keys are not offered, in bytes.
const MOST_BYTES: usize = 256;
/// How many keys the writer remembers that it has noted.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(32_768).expect("it is not 0");

/// The writer's view of the table. It may hold keys of the transaction under way: whoever rolls back calls
/// [`MetadataKeys::forget`].
pub(super) struct MetadataKeys {
    noted: LruCache<u64, ()>,
    /// How many keys a project has.
    counts: HashMap<Slot, i64>,
}

/// The runs that have a key.
#[derive(Clone, Copy, Hash)]
pub(super) struct Holder<'a> {
    pub(super) slot: Slot,
    pub(super) run_type: &'a str,
    pub(super) is_root: bool,
}

impl MetadataKeys {
    pub(super) fn new() -> MetadataKeys {
        MetadataKeys { noted: LruCache::new(REMEMBERED), counts: HashMap::new() }
    }

    pub(super) fn forget(&mut self) {
        self.noted.clear();
        self.counts.clear();
    }

    /// Notes that such runs have this key.
    pub(super) fn note(&mut self, tx: &Connection, holder: Holder<'_>, key: &str) -> Result<(), StoreError> {
        let mut hasher = DefaultHasher::new();
        (holder, key).hash(&mut hasher);
        let hash = hasher.finish();
        if key.len() > MOST_BYTES || self.noted.get(&hash).is_some() {
            return Ok(());
        }
        let Holder { slot, run_type, is_root } = holder;
        let count = match self.counts.get(&slot) {
            Some(count) => *count,
            None => tx
                .prepare_cached("SELECT count(*) FROM metadata_key WHERE slot = ?1")?
                .query_row([slot.number()], |row| row.get(0))?,
        };
        let mut new = 0;
        if count < MOST_KEYS {
            new = tx
                .prepare_cached(
                    "INSERT OR IGNORE INTO metadata_key (slot, type, is_root, key) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![slot.number(), run_type, is_root, stored_form(key)])?;
            self.noted.put(hash, ());
        }
        self.counts.insert(slot, count + i64::from(new > 0));
        Ok(())
    }
}

/// Fills the table once, in a store that was written before there was one.
pub(super) fn fill(connection: &mut Connection, codec: &Codec) -> Result<(), StoreError> {
    let tx = connection.transaction()?;
    let sql = "INSERT OR IGNORE INTO store_fact (name, value) VALUES ('metadata_keys', 'filled')";
    if tx.execute(sql, [])? == 1 {
        let mut keys = MetadataKeys::new();
        let mut select = tx.prepare(
            "SELECT run.rid, dictionary.text, run_attribute.body
               FROM run_attribute
               JOIN run ON run.rid = run_attribute.rid
               LEFT JOIN dictionary ON dictionary.id = run.type",
        )?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let rid = Rid(row.get(0)?);
            let body = row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?;
            let run_type: Option<String> = row.get(1)?;
            let (Some(attributes), Some(slot)) = (attributes::decode(body, codec), Slot::new(rid.slot())) else {
                continue;
            };
            let run_type = run_type.as_deref().unwrap_or("chain");
            for said in attributes.metadata {
                let holder = Holder { slot, run_type, is_root: facts::is_root(&tx, rid)? };
                keys.note(&tx, holder, &said.value.key)?;
            }
        }
    }
    tx.commit()?;
    Ok(())
}

impl SqliteRuns {
    pub(in super::super) async fn metadata_keys(
        &self,
        at: &ProjectScope,
        run_type: Option<String>,
    ) -> Result<Vec<String>, StoreError> {
        let at = *at;
        self.read(move |connection, _| list(connection, at.slot(), run_type.as_deref())).await
    }
}

/// The keys of a project, sorted; of runs of one type if it is named, where `trace` means root agents and chains.
fn list(connection: &Connection, slot: Slot, run_type: Option<&str>) -> Result<Vec<String>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT key
           FROM metadata_key
          WHERE slot = ?1
            AND (?2 IS NULL OR type = ?2 OR (?2 = 'trace' AND is_root AND type IN ('agent', 'chain')))",
    )?;
    let keys = select.query_map(params![slot.number(), run_type], |row| row.get(0))?;
    Ok(keys.collect::<Result<BTreeSet<String>, _>>()?.into_iter().collect())
}

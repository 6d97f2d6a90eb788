//! The ledger: for every key and day, what came in and what became of it. received = stored + merged + rejected.

use std::collections::BTreeMap;

use model::{KeyId, Timestamp};
use rusqlite::{Connection, params};

use crate::StoreError;
use crate::runs::Outcome;
use crate::scope::Slot;

const A_DAY_MICROS: i64 = 24 * 60 * 60 * 1_000_000;

/// The counts of one transaction.
#[derive(Default)]
pub(super) struct Ledger(BTreeMap<(KeyId, Slot, i64), Counts>);

#[derive(Default)]
struct Counts {
    stored: u32,
    merged: u32,
    rejected: BTreeMap<&'static str, u32>,
    last_at: i64,
    last_error: Option<(&'static str, String)>,
}

/// Events that never came to the store.
pub(super) struct TurnedAway {
    pub(super) rejected: Vec<(&'static str, u32)>,
    pub(super) sample: Option<(&'static str, String)>,
}

/// Whose ledger: the key that sent a request, the project that the key opens, and when.
#[derive(Clone, Copy)]
pub(super) struct Account {
    pub(super) key: KeyId,
    pub(super) slot: Slot,
    pub(super) arrival: Timestamp,
}

impl Ledger {
    pub(super) fn count(&mut self, account: Account, outcomes: &[Outcome], turned_away: TurnedAway) {
        let day = account.arrival.micros().div_euclid(A_DAY_MICROS);
        let counts = self.0.entry((account.key, account.slot, day)).or_default();
        for outcome in outcomes {
            match outcome {
                Outcome::Stored | Outcome::OtherStart => counts.stored += 1,
                Outcome::Merged => counts.merged += 1,
                Outcome::Deleted => *counts.rejected.entry("deleted").or_default() += 1,
            }
        }
        for (reason, count) in turned_away.rejected {
            *counts.rejected.entry(reason).or_default() += count;
        }
        if turned_away.sample.is_some() {
            counts.last_error = turned_away.sample;
        }
        counts.last_at = counts.last_at.max(account.arrival.micros());
    }

    /// Adds the counts to those on disk.
    pub(super) fn flush(self, tx: &Connection) -> Result<(), StoreError> {
        for ((key, slot, day), counts) in self.0 {
            let rejected: u32 = counts.rejected.values().sum();
            let received = counts.stored + counts.merged + rejected;
            tx.prepare_cached(
                "INSERT INTO ledger (key, slot, day, received, stored, merged, last_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (key, slot, day) DO UPDATE
                    SET received = received + excluded.received,
                        stored = stored + excluded.stored,
                        merged = merged + excluded.merged,
                        last_at = max(last_at, excluded.last_at)",
            )?
            .execute(params![
                key.0,
                slot.number(),
                day,
                received,
                counts.stored,
                counts.merged,
                counts.last_at
            ])?;
            if let Some((reason, sample)) = counts.last_error {
                tx.prepare_cached(
                    "UPDATE ledger
                        SET last_error_at = ?4, last_error_reason = ?5, last_error_sample = ?6
                      WHERE key = ?1 AND slot = ?2 AND day = ?3",
                )?
                .execute(params![key.0, slot.number(), day, counts.last_at, reason, sample])?;
            }
            for (reason, count) in counts.rejected {
                tx.prepare_cached(
                    "INSERT INTO ledger_rejection (key, slot, day, reason, count)
                     VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (key, slot, day, reason) DO UPDATE SET count = count + excluded.count",
                )?
                .execute(params![key.0, slot.number(), day, reason, count])?;
            }
        }
        Ok(())
    }
}

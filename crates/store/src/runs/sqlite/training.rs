//! Compression dictionaries made from a store's own payloads: on made-up traffic a third less than with the shipped one.

use rusqlite::Connection;

use super::frame::{Codec, WORTH_COMPRESSING_BYTES};
use super::rid::{Day, Rid};
use crate::StoreError;
use crate::scope::Slot;

/// The first dictionary is made after this much text; each further one after sixteen times as much.
const FIRST_AFTER_BYTES: u64 = 16 << 20;
const GROWTH_BITS: u32 = 4;
const DICTIONARY_BYTES: usize = 110 << 10;
/// Samples are taken at this many places, spread over all projects and days.
const PLACES: usize = 256;
const SAMPLES_A_PLACE: i64 = 16;
/// So much text is enough: zstd asks for a hundred times the dictionary, and its time grows with every byte.
const SAMPLED_BYTES: usize = 100 * DICTIONARY_BYTES;
/// Longer payloads say nothing more about what payloads have in common.
const SAMPLE_BYTES: usize = 16 << 10;
/// One sample in so many is kept back to judge the result.
const KEPT_BACK: usize = 8;
/// A new dictionary must save at least this part of what the old one leaves: one in so many.
const WORTH_ONE_IN: usize = 20;
const MOST_DICTIONARIES: u8 = 32;

/// The dictionaries that this store has learned, oldest first.
pub(super) fn learned(connection: &Connection) -> Result<Vec<Vec<u8>>, StoreError> {
    let mut select = connection.prepare("SELECT bytes FROM frame_dictionary ORDER BY number")?;
    let learned = select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(learned)
}

/// Decides when to learn.
pub(super) struct Training {
    next_at_bytes: u64,
}

impl Training {
    pub(super) fn new(codec: &Codec) -> Training {
        let learned = u32::from(codec.newest().saturating_sub(1)).min(8);
        Training { next_at_bytes: FIRST_AFTER_BYTES << (GROWTH_BITS * learned) }
    }

    /// A new dictionary, if enough was written since the last one and it is worth having. Takes up to a second of one core.
    pub(super) fn look(&mut self, connection: &Connection, codec: &Codec) -> Result<Option<Vec<u8>>, StoreError> {
        if codec.framed_bytes() < self.next_at_bytes || codec.newest() >= MOST_DICTIONARIES {
            return Ok(None);
        }
        self.next_at_bytes = self.next_at_bytes.saturating_mul(1 << GROWTH_BITS);
        let samples = samples(connection, codec)?;
        Ok(train(&samples, codec))
    }
}

fn train(samples: &[Vec<u8>], codec: &Codec) -> Option<Vec<u8>> {
    let (judged, learned): (Vec<_>, Vec<_>) = samples.iter().enumerate().partition(|(at, _)| at % KEPT_BACK == 0);
    let learned: Vec<&Vec<u8>> = learned.into_iter().map(|(_, sample)| sample).collect();
    // Fails on too few samples; then the next try has more.
    let dictionary = zstd::dict::from_samples(&learned, DICTIONARY_BYTES).ok()?;
    let mut trial = zstd::bulk::Compressor::with_dictionary(3, &dictionary).ok()?;
    let (mut before, mut after) = (0, 0);
    for (_, sample) in judged {
        before += codec.frame(sample).bytes();
        after += trial.compress(sample).ok()?.len();
    }
    if after + before / WORTH_ONE_IN < before { Some(dictionary) } else { None }
}

/// Payloads from places spread at random over all projects and days.
fn samples(connection: &Connection, codec: &Codec) -> Result<Vec<Vec<u8>>, StoreError> {
    let days = filled_days(connection)?;
    let (mut samples, mut bytes) = (Vec::new(), 0);
    for bounds in days.iter().cycle().take(if days.is_empty() { 0 } else { PLACES }) {
        for sql in SAMPLE {
            sample_place(connection, sql, *bounds, |stored| {
                let text = codec.open(stored).unwrap_or_default();
                if (WORTH_COMPRESSING_BYTES..=SAMPLE_BYTES).contains(&text.len()) {
                    bytes += text.len();
                    samples.push(text);
                }
            })?;
        }
        if bytes >= SAMPLED_BYTES {
            break;
        }
    }
    Ok(samples)
}

/// First and last run of days picked at random.
fn filled_days(connection: &Connection) -> Result<Vec<(Rid, Rid)>, StoreError> {
    let mut days = connection.prepare("SELECT slot, day FROM run_day ORDER BY random() LIMIT ?1")?;
    let days: Vec<(i64, i64)> =
        days.query_map([PLACES], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let mut bounds = connection.prepare("SELECT min(rid), max(rid) FROM run WHERE rid BETWEEN ?1 AND ?2")?;
    let mut filled = Vec::new();
    for (slot, day) in days {
        let Some(slot) = Slot::new(slot) else { continue };
        let (first, last) = Rid::range_of_day(slot, Day(day));
        let found: (Option<i64>, Option<i64>) =
            bounds.query_row([first.0, last.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        filled.extend(found.0.zip(found.1).map(|(first, last)| (Rid(first), Rid(last))));
    }
    Ok(filled)
}

const SAMPLE: [&str; 3] = [
    "SELECT frame FROM run_input WHERE rid BETWEEN ?1 + abs(random()) % (?2 - ?1 + 1) AND ?2 LIMIT ?3",
    "SELECT frame FROM run_output WHERE rid BETWEEN ?1 + abs(random()) % (?2 - ?1 + 1) AND ?2 LIMIT ?3",
    "SELECT body FROM run_attribute WHERE rid BETWEEN ?1 + abs(random()) % (?2 - ?1 + 1) AND ?2 LIMIT ?3",
];

fn sample_place(
    connection: &Connection,
    sql: &str,
    (first, last): (Rid, Rid),
    mut visit: impl FnMut(&[u8]),
) -> Result<(), StoreError> {
    let mut select = connection.prepare_cached(sql)?;
    let mut rows = select.query([first.0, last.0, SAMPLES_A_PLACE])?;
    while let Some(row) = rows.next()? {
        visit(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?);
    }
    Ok(())
}

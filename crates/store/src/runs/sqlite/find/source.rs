//! Where columns come from: sealed parts where there are, and rows for all else.

use std::ops::RangeInclusive;
use std::sync::Arc;

use rusqlite::{Connection, params};

use super::super::facts;
use super::super::frame::Codec;
use super::super::pool::Readers;
use super::super::rid::{Day, Rid};
use crate::StoreError;
use crate::columns::{DayKey, FactRow, PIECE, Part, SealedDays, Source};
use crate::scope::Slot;

/// The rows of `runs.db`, and what `cols.db` keeps of them.
pub(in super::super) struct Rows {
    pub(in super::super) readers: Readers,
    pub(in super::super) codec: Arc<Codec>,
    pub(in super::super) sealed: Arc<SealedDays>,
}

impl Rows {
    /// Reads something, as it is now.
    pub(super) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.readers.with(work)
    }

    /// The first part of a span, read from the rows: of a good size, or, with few rows, the whole span.
    pub(super) fn first_part(&self, places: &RangeInclusive<i64>) -> Result<Part, StoreError> {
        let (first, last) = (*places.start(), *places.end());
        let rows = self.read(|connection| facts::between(connection, &self.codec, (Rid(first), Rid(last)), PIECE))?;
        let end = rows.last().filter(|_| rows.len() == PIECE).map_or(last, |row| row.rid);
        Ok(Part::new(first..=end, &rows))
    }

    /// Which of these places changed after a number of the change log; `None` when the log does not reach back so far.
    fn changed(&self, places: &RangeInclusive<i64>, mark: i64) -> Result<Option<Vec<i64>>, StoreError> {
        self.read(|connection| {
            if !reaches_back(connection, mark)? {
                return Ok(None);
            }
            let mut select =
                connection.prepare_cached("SELECT rid FROM change WHERE seq > ?1 AND rid BETWEEN ?2 AND ?3")?;
            let rids = select.query_map(params![mark, places.start(), places.end()], |row| row.get(0))?;
            let mut rids = rids.collect::<Result<Vec<i64>, _>>()?;
            rids.sort_unstable();
            Ok(Some(rids))
        })
    }
}

/// Whether all changes after a number are still in the log.
pub(in super::super) fn reaches_back(connection: &Connection, mark: i64) -> Result<bool, StoreError> {
    let sql = "SELECT coalesce((SELECT min(seq) FROM change) <= ?1 + 1, 1)";
    Ok(connection.prepare_cached(sql)?.query_row([mark], |row| row.get(0))?)
}

/// First and last place of a day.
pub(super) fn places_of((slot, day): DayKey) -> RangeInclusive<i64> {
    let slot = Slot::new(slot).expect("the slot of a day comes from a run or a scope");
    let (first, last) = Rid::range_of_day(slot, Day(day));
    first.0..=last.0
}

/// The spans of a day that no part covers.
pub(super) fn gaps(places: &RangeInclusive<i64>, parts: &[Part]) -> Vec<RangeInclusive<i64>> {
    let mut gaps = Vec::new();
    let mut next = *places.start();
    for part in parts {
        if next < *part.places().start() {
            gaps.push(next..=part.places().start() - 1);
        }
        next = part.places().end() + 1;
    }
    if next <= *places.end() {
        gaps.push(next..=*places.end());
    }
    gaps
}

impl Source for Rows {
    fn day(&self, key: DayKey) -> Result<Vec<Part>, StoreError> {
        let places = places_of(key);
        let (mut parts, mark) = self.sealed.day(key)?;
        if !parts.is_empty() {
            match self.changed(&places, mark)? {
                Some(changed) => parts.retain(|part| {
                    let next = changed.partition_point(|rid| rid < part.places().start());
                    changed.get(next).is_none_or(|rid| rid > part.places().end())
                }),
                None => parts.clear(),
            }
        }
        for gap in gaps(&places, &parts) {
            parts.extend(self.span(&gap)?);
        }
        parts.sort_by_key(|part| *part.places().start());
        Ok(parts)
    }

    fn span(&self, places: &RangeInclusive<i64>) -> Result<Vec<Part>, StoreError> {
        let mut parts = Vec::new();
        let mut first = *places.start();
        while first <= *places.end() {
            let part = self.first_part(&(first..=*places.end()))?;
            first = part.places().end() + 1;
            parts.push(part);
        }
        Ok(parts)
    }

    fn rows(&self, rids: &[i64]) -> Result<Vec<FactRow>, StoreError> {
        self.read(|connection| facts::of(connection, &self.codec, rids))
    }
}

//! A part of a project's day: some thousands of runs that lie side by side, column by column.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::{Arc, OnceLock};

use model::RunId;

use super::packed::Packed;
use super::row::{Fact, FactRow};
use crate::StoreError;

/// The most rows of a part. A change of one row writes the whole part anew, so that readers of the old one are not disturbed.
pub(crate) const MOST_ROWS: usize = 16_384;
/// Parts that grew beyond the most are cut into pieces of this many rows, which leaves them room to grow.
pub(crate) const PIECE: usize = 12_288;

/// The columns of some runs. It never changes; columns that were not needed yet may not have been read yet.
#[derive(Debug)]
pub(crate) struct Part {
    rows: usize,
    /// All runs of the project whose places lie in between are here.
    places: RangeInclusive<i64>,
    rids: Lazy<Packed>,
    ids: Lazy<Vec<RunId>>,
    facts: [Lazy<Packed>; Fact::COUNT],
    bounds: [Lazy<Bounds>; Fact::COUNT],
    sealed: Option<Arc<dyn Sealed>>,
}

/// The smallest and the greatest value of a column, if there is any, and whether any is absent.
type Bounds = (Option<(i64, i64)>, bool);

type Lazy<T> = OnceLock<T>;

/// What is on disk of a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stored {
    Rids,
    Ids,
    Fact(Fact),
}

/// Where the columns of a part are read from.
pub(crate) trait Sealed: Send + Sync + std::fmt::Debug {
    /// The bytes of a column, as [`Part::encode`] made them.
    fn read(&self, column: Stored) -> Result<Vec<u8>, StoreError>;
    /// What is said when they cannot be understood.
    fn damaged(&self, column: Stored) -> StoreError;
}

impl Part {
    /// A part of these rows, which are in the order of their places.
    pub(crate) fn new(places: RangeInclusive<i64>, rows: &[FactRow]) -> Part {
        let facts = Fact::ALL.map(|fact| Lazy::from(Packed::new(rows.iter().map(|row| row.get(fact)))));
        Part {
            rows: rows.len(),
            places,
            rids: Lazy::from(Packed::new(rows.iter().map(|row| Some(row.rid)))),
            ids: Lazy::from(rows.iter().map(|row| row.id).collect::<Vec<_>>()),
            facts,
            bounds: Fact::ALL.map(|_| Lazy::new()),
            sealed: None,
        }
    }

    /// A part whose columns are read when they are needed.
    pub(crate) fn sealed(places: RangeInclusive<i64>, rows: usize, sealed: Arc<dyn Sealed>) -> Part {
        let (facts, bounds) = (Fact::ALL.map(|_| Lazy::new()), Fact::ALL.map(|_| Lazy::new()));
        Part { rows, places, rids: Lazy::new(), ids: Lazy::new(), facts, bounds, sealed: Some(sealed) }
    }

    /// All rows of a span of places, in parts of a good size that cover the span without a gap.
    pub(crate) fn cut(places: RangeInclusive<i64>, rows: &[FactRow]) -> Vec<Part> {
        let size = if rows.len() > MOST_ROWS { PIECE } else { MOST_ROWS };
        let pieces: Vec<&[FactRow]> = rows.chunks(size).collect();
        let mut parts = Vec::with_capacity(pieces.len().max(1));
        let mut first = *places.start();
        for (at, piece) in pieces.iter().enumerate() {
            let last = pieces.get(at + 1).map_or(*places.end(), |next| next[0].rid - 1);
            parts.push(Part::new(first..=last, piece));
            first = last.saturating_add(1);
        }
        if parts.is_empty() {
            parts.push(Part::new(places, &[]));
        }
        parts
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    pub(crate) fn places(&self) -> &RangeInclusive<i64> {
        &self.places
    }

    /// Bytes of memory that it takes by now.
    pub(crate) fn bytes(&self) -> usize {
        let facts = self.facts.iter().chain([&self.rids]).filter_map(Lazy::get).map(Packed::bytes).sum::<usize>();
        facts + self.ids.get().map_or(0, |ids| size_of_val(&ids[..])) + size_of::<Part>()
    }

    /// The values of a fact.
    pub(crate) fn fact(&self, fact: Fact) -> Result<&Packed, StoreError> {
        self.lazily(&self.facts[fact as usize], Stored::Fact(fact), Packed::decode)
    }

    /// The smallest and the greatest value of a fact, if there is any, and whether any is absent.
    pub(crate) fn bounds(&self, fact: Fact) -> Result<Bounds, StoreError> {
        let bounds = &self.bounds[fact as usize];
        if let Some(known) = bounds.get() {
            return Ok(*known);
        }
        let column = self.fact(fact)?;
        Ok(*bounds.get_or_init(|| column.bounds()))
    }

    /// Where the runs lie.
    pub(crate) fn rids(&self) -> Result<&Packed, StoreError> {
        self.lazily(&self.rids, Stored::Rids, Packed::decode)
    }

    /// The runs' ids.
    pub(crate) fn ids(&self) -> Result<&[RunId], StoreError> {
        let ids = self.lazily(&self.ids, Stored::Ids, |bytes| {
            let (ids, rest) = bytes.as_chunks();
            rest.is_empty().then(|| ids.iter().copied().map(RunId::from_bytes).collect())
        });
        ids.map(|ids| &ids[..])
    }

    fn lazily<'a, T: Rows>(
        &'a self,
        column: &'a Lazy<T>,
        which: Stored,
        decode: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Result<&'a T, StoreError> {
        if let Some(column) = column.get() {
            return Ok(column);
        }
        let sealed = self.sealed.as_ref().expect("a part that is not sealed was made with all of its columns");
        let read = decode(&sealed.read(which)?).filter(|column| column.count() == self.rows);
        let read = read.ok_or_else(|| sealed.damaged(which))?;
        Ok(column.get_or_init(|| read))
    }

    /// The row of the run that lies there.
    pub(crate) fn find(&self, rid: i64) -> Result<Option<usize>, StoreError> {
        let rids = self.rids()?;
        let (mut low, mut high) = (0, self.rows);
        while low < high {
            let middle = usize::midpoint(low, high);
            if rids.get(middle) < Some(rid) { low = middle + 1 } else { high = middle }
        }
        Ok(Some(low).filter(|&row| row < self.rows && rids.get(row) == Some(rid)))
    }

    /// The parts that take its place when runs changed: `None` for those that are gone.
    pub(crate) fn with(&self, changes: &BTreeMap<i64, Option<FactRow>>) -> Result<Vec<Part>, StoreError> {
        let mut rows: BTreeMap<i64, FactRow> = self.all()?.into_iter().map(|row| (row.rid, row)).collect();
        for (rid, change) in changes {
            match change {
                Some(row) => rows.insert(*rid, row.clone()),
                None => rows.remove(rid),
            };
        }
        let rows: Vec<FactRow> = rows.into_values().collect();
        Ok(Part::cut(self.places.clone(), &rows))
    }

    /// All of its rows.
    pub(crate) fn all(&self) -> Result<Vec<FactRow>, StoreError> {
        let (rids, ids) = (self.rids()?, self.ids()?);
        let row = |rid: i64, id: RunId| FactRow { rid, id, values: [None; Fact::COUNT] };
        let mut rows: Vec<FactRow> =
            ids.iter().enumerate().map(|(at, id)| row(rids.get(at).unwrap_or_default(), *id)).collect();
        for fact in Fact::ALL {
            self.fact(fact)?.each(|at, value| rows[at].values[fact as usize] = value);
        }
        Ok(rows)
    }

    /// A column as bytes.
    pub(crate) fn encode(&self, column: Stored) -> Result<Vec<u8>, StoreError> {
        Ok(match column {
            Stored::Rids => self.rids()?.encode(),
            Stored::Ids => self.ids()?.iter().flat_map(|id| *id.as_bytes()).collect(),
            Stored::Fact(fact) => self.fact(fact)?.encode(),
        })
    }
}

impl Stored {
    pub(crate) fn all() -> impl Iterator<Item = Stored> {
        [Stored::Rids, Stored::Ids].into_iter().chain(Fact::ALL.map(Stored::Fact))
    }

    /// What it is called on disk.
    pub(crate) fn number(self) -> i64 {
        match self {
            Stored::Rids => 0,
            Stored::Ids => 1,
            Stored::Fact(fact) => 2 + fact as i64,
        }
    }
}

/// A column knows how many rows it has.
trait Rows {
    fn count(&self) -> usize;
}

impl Rows for Packed {
    fn count(&self) -> usize {
        self.rows()
    }
}

impl Rows for Vec<RunId> {
    fn count(&self) -> usize {
        self.len()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A row at this place, all of whose facts follow from it.
    pub(crate) fn row(rid: i64) -> FactRow {
        let values = Fact::ALL.map(|fact| Some(rid * 31 + fact as i64).filter(|value| value % 5 != 0));
        FactRow { rid, id: RunId::from_client(&rid.to_string()), values }
    }

    fn rows(rids: impl Iterator<Item = i64>) -> Vec<FactRow> {
        rids.map(row).collect()
    }

    #[test]
    fn a_part_gives_back_its_rows() {
        let wanted = rows((0..500).map(|at| at * 3));
        let part = Part::new(0..=2000, &wanted);
        assert_eq!(part.all().unwrap(), wanted);
        assert_eq!(part.find(300).unwrap(), Some(100));
        assert_eq!(part.find(301).unwrap(), None);
        assert_eq!(part.find(-1).unwrap(), None);
        assert_eq!(part.find(9_999).unwrap(), None);
    }

    #[test]
    fn parts_cover_a_span_without_a_gap_and_none_is_too_large() {
        for count in [0, 1, 16_384, 16_385, 50_000] {
            let wanted = rows(10..10 + count);
            let parts = Part::cut(5..=100_000, &wanted);
            assert_eq!((*parts[0].places().start(), *parts[parts.len() - 1].places().end()), (5, 100_000));
            assert!(parts.windows(2).all(|two| two[0].places().end() + 1 == *two[1].places().start()));
            assert!(parts.iter().all(|part| part.rows() <= MOST_ROWS));
            let all: Vec<FactRow> = parts.iter().flat_map(|part| part.all().unwrap()).collect();
            assert_eq!(all, wanted);
        }
    }

    #[test]
    fn a_change_is_a_new_part() {
        let part = Part::new(0..=100, &rows(0..10));
        let mut changed = row(3);
        changed.values[0] = Some(77);
        let changes = BTreeMap::from([(3, Some(changed.clone())), (5, None), (50, Some(row(50))), (60, None)]);
        let parts = part.with(&changes).unwrap();
        let mut wanted = rows((0..10).filter(|rid| *rid != 5).chain([50]));
        wanted[3] = changed;
        assert_eq!(parts.len(), 1);
        assert_eq!(parts[0].all().unwrap(), wanted);
        assert_eq!(part.all().unwrap(), rows(0..10), "whoever reads the old part is not disturbed");
    }

    #[derive(Debug)]
    struct Elsewhere(Part, usize);

    impl Sealed for Elsewhere {
        fn read(&self, column: Stored) -> Result<Vec<u8>, StoreError> {
            let mut bytes = self.0.encode(column)?;
            bytes.truncate(bytes.len() - self.1);
            Ok(bytes)
        }

        fn damaged(&self, _: Stored) -> StoreError {
            StoreError::Closed
        }
    }

    #[test]
    fn a_sealed_part_reads_what_it_needs() {
        let wanted = rows(0..10);
        let part = Part::sealed(0..=100, 10, Arc::new(Elsewhere(Part::new(0..=100, &wanted), 0)));
        let before = part.bytes();
        assert_eq!(part.fact(Fact::Cost).unwrap().get(2), wanted[2].get(Fact::Cost));
        assert!(part.bytes() > before);
        assert_eq!(part.all().unwrap(), wanted);
        let damaged = Part::sealed(0..=100, 10, Arc::new(Elsewhere(Part::new(0..=100, &wanted), 1)));
        assert!(Stored::all().all(|column| damaged.encode(column).is_err()));
    }
}

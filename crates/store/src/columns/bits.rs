//! Which rows of a part: one bit each.

/// A set of rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Bits {
    words: Vec<u64>,
    rows: usize,
}

const A_WORD: usize = Bits::A_WORD;

impl Bits {
    /// Rows of a word.
    pub(super) const A_WORD: usize = u64::BITS as usize;

    /// Rows by their words, the first row in the lowest bit of the first one.
    pub(super) fn of_words(rows: usize, words: Vec<u64>) -> Bits {
        debug_assert_eq!(words.len(), rows.div_ceil(A_WORD));
        Bits { words, rows }
    }

    /// No row of so many.
    pub(crate) fn none(rows: usize) -> Bits {
        Bits { words: vec![0; rows.div_ceil(A_WORD)], rows }
    }

    /// All rows of so many.
    pub(crate) fn all(rows: usize) -> Bits {
        let mut bits = Bits { words: vec![u64::MAX; rows.div_ceil(A_WORD)], rows };
        bits.trim();
        bits
    }

    pub(crate) fn insert(&mut self, row: usize) {
        self.words[row / A_WORD] |= 1 << (row % A_WORD);
    }

    pub(crate) fn contains(&self, row: usize) -> bool {
        self.words[row / A_WORD] & (1 << (row % A_WORD)) != 0
    }

    /// Keeps the rows that the other has too.
    pub(crate) fn intersect(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other);
    }

    /// Takes in the rows of the other.
    pub(crate) fn unite(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    /// Takes the rows of the other away.
    pub(crate) fn subtract(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= !other);
    }

    /// How many rows it has.
    pub(crate) fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// Its rows, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            std::iter::successors(Some(word).filter(|&word| word != 0), |word| {
                Some(word & (word - 1)).filter(|&word| word != 0)
            })
            .map(move |word| at * A_WORD + word.trailing_zeros() as usize)
        })
    }

    /// There are no rows behind the last.
    fn trim(&mut self) {
        let used = self.rows % A_WORD;
        if used > 0
            && let Some(last) = self.words.last_mut()
        {
            *last &= (1 << used) - 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: usize, wanted: impl Fn(usize) -> bool) -> Bits {
        let mut bits = Bits::none(rows);
        (0..rows).filter(|&row| wanted(row)).for_each(|row| bits.insert(row));
        bits
    }

    #[test]
    fn sets_are_sets() {
        for rows in [0, 1, 63, 64, 65, 200] {
            let (even, third) = (of(rows, |row| row % 2 == 0), of(rows, |row| row % 3 == 0));
            let mut both = even.clone();
            both.intersect(&third);
            assert_eq!(both, of(rows, |row| row % 6 == 0));
            let mut either = even.clone();
            either.unite(&third);
            assert_eq!(either, of(rows, |row| row % 2 == 0 || row % 3 == 0));
            let mut only = even.clone();
            only.subtract(&third);
            assert_eq!(only, of(rows, |row| row % 2 == 0 && row % 3 != 0));
            let mut odd = Bits::all(rows);
            odd.subtract(&even);
            assert_eq!(odd, of(rows, |row| row % 2 == 1));
            assert_eq!(even.iter().collect::<Vec<_>>(), (0..rows).step_by(2).collect::<Vec<_>>());
            assert_eq!(even.count(), rows.div_ceil(2));
            assert_eq!(Bits::all(rows).count(), rows);
            assert_eq!(Bits::none(rows).is_empty(), Bits::all(rows).is_empty() || rows > 0);
            assert!((0..rows).all(|row| even.contains(row) == (row % 2 == 0)));
        }
    }
}

//! One column of a part: integers of which some are absent, as narrow as their spread allows.

/// Values in the order of the part's rows. An absent one is stored as 0, every other as its distance from the smallest, plus 1.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Packed {
    pub(super) smallest: i64,
    pub(super) distances: Distances,
}

/// How wide a stored value is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Distances {
    /// All the same.
    Same(u64, usize),
    Bytes1(Vec<u8>),
    Bytes2(Vec<u16>),
    Bytes4(Vec<u32>),
    Bytes8(Vec<u64>),
}

/// Does something with the values of a column, whatever their width: written once, compiled for each.
macro_rules! for_each_distance {
    ($distances:expr, $at:ident, $distance:ident, $work:expr) => {
        match $distances {
            Distances::Same(same, rows) => {
                let $distance = *same;
                for $at in 0..*rows {
                    $work
                }
            }
            Distances::Bytes1(all) => for_each_distance!(@each all, $at, $distance, $work),
            Distances::Bytes2(all) => for_each_distance!(@each all, $at, $distance, $work),
            Distances::Bytes4(all) => for_each_distance!(@each all, $at, $distance, $work),
            Distances::Bytes8(all) => for_each_distance!(@each all, $at, $distance, $work),
        }
    };
    (@each $all:ident, $at:ident, $distance:ident, $work:expr) => {
        for ($at, distance) in $all.iter().enumerate() {
            let $distance = u64::from(*distance);
            $work
        }
    };
}

impl Packed {
    /// Packs the values. The spread of those that are there must be below 2^64 - 1, which times, counts and numbers of
    /// dictionaries are; a value beyond it is stored as the largest that fits.
    #[expect(clippy::cast_possible_truncation, reason = "the width is chosen so that the greatest fits")]
    pub(crate) fn new(values: impl Iterator<Item = Option<i64>> + Clone) -> Packed {
        let smallest = values.clone().flatten().min().unwrap_or(0);
        let distance = |value: Option<i64>| match value {
            Some(value) => value.abs_diff(smallest).saturating_add(1),
            None => 0,
        };
        let (mut least, mut most, mut rows) = (u64::MAX, 0, 0);
        for value in values.clone() {
            let distance = distance(value);
            (least, most, rows) = (least.min(distance), most.max(distance), rows + 1);
        }
        let all = values.map(distance);
        let distances = if rows == 0 || least == most {
            Distances::Same(most, rows)
        } else if u8::try_from(most).is_ok() {
            Distances::Bytes1(all.map(|distance| distance as u8).collect())
        } else if u16::try_from(most).is_ok() {
            Distances::Bytes2(all.map(|distance| distance as u16).collect())
        } else if u32::try_from(most).is_ok() {
            Distances::Bytes4(all.map(|distance| distance as u32).collect())
        } else {
            Distances::Bytes8(all.collect())
        };
        Packed { smallest, distances }
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> usize {
        match &self.distances {
            Distances::Same(_, rows) => *rows,
            Distances::Bytes1(all) => all.len(),
            Distances::Bytes2(all) => all.len(),
            Distances::Bytes4(all) => all.len(),
            Distances::Bytes8(all) => all.len(),
        }
    }

    /// Bytes of memory.
    pub(crate) fn bytes(&self) -> usize {
        let width = match &self.distances {
            Distances::Same(..) => 0,
            Distances::Bytes1(_) => 1,
            Distances::Bytes2(_) => 2,
            Distances::Bytes4(_) => 4,
            Distances::Bytes8(_) => 8,
        };
        width * self.rows() + size_of::<Packed>()
    }

    /// The value of a row.
    pub(crate) fn get(&self, row: usize) -> Option<i64> {
        let distance = match &self.distances {
            Distances::Same(same, _) => *same,
            Distances::Bytes1(all) => all[row].into(),
            Distances::Bytes2(all) => all[row].into(),
            Distances::Bytes4(all) => all[row].into(),
            Distances::Bytes8(all) => all[row],
        };
        self.value(distance)
    }

    pub(super) fn value(&self, distance: u64) -> Option<i64> {
        distance.checked_sub(1).map(|distance| self.smallest.wrapping_add_unsigned(distance))
    }

    /// The smallest and the greatest value, if there is any, and whether any is absent.
    pub(crate) fn bounds(&self) -> (Option<(i64, i64)>, bool) {
        let (mut least, mut most, mut has_absent) = (u64::MAX, 0, false);
        for_each_distance!(&self.distances, _row, distance, {
            has_absent |= distance == 0;
            most = most.max(distance);
            least = least.min(distance.wrapping_sub(1));
        });
        (self.value(least.saturating_add(1)).zip(self.value(most)), has_absent)
    }

    /// Visits all values in order.
    pub(crate) fn each(&self, mut visit: impl FnMut(usize, Option<i64>)) {
        for_each_distance!(&self.distances, row, distance, visit(row, self.value(distance)));
    }

    /// The column as bytes: smallest, rows, width, then the values, all little-endian.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = self.smallest.to_le_bytes().to_vec();
        bytes.extend((self.rows() as u64).to_le_bytes());
        match &self.distances {
            Distances::Same(same, _) => {
                bytes.push(0);
                bytes.extend(same.to_le_bytes());
            }
            Distances::Bytes1(all) => {
                bytes.push(1);
                bytes.extend(all);
            }
            Distances::Bytes2(all) => {
                bytes.push(2);
                bytes.extend(all.iter().flat_map(|distance| distance.to_le_bytes()));
            }
            Distances::Bytes4(all) => {
                bytes.push(4);
                bytes.extend(all.iter().flat_map(|distance| distance.to_le_bytes()));
            }
            Distances::Bytes8(all) => {
                bytes.push(8);
                bytes.extend(all.iter().flat_map(|distance| distance.to_le_bytes()));
            }
        }
        bytes
    }

    /// The column that these bytes are; `None` when they are damaged.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Packed> {
        let (smallest, rest) = bytes.split_first_chunk::<8>()?;
        let (rows, rest) = rest.split_first_chunk::<8>()?;
        let (width, rest) = rest.split_first()?;
        let rows = usize::try_from(u64::from_le_bytes(*rows)).ok()?;
        let distances = match width {
            0 => Distances::Same(u64::from_le_bytes(rest.try_into().ok()?), rows),
            1 => Distances::Bytes1(rest.to_vec()),
            2 => Distances::Bytes2(rest.as_chunks().0.iter().map(|two| u16::from_le_bytes(*two)).collect()),
            4 => Distances::Bytes4(rest.as_chunks().0.iter().map(|four| u32::from_le_bytes(*four)).collect()),
            8 => Distances::Bytes8(rest.as_chunks().0.iter().map(|eight| u64::from_le_bytes(*eight)).collect()),
            _ => return None,
        };
        let packed = Packed { smallest: i64::from_le_bytes(*smallest), distances };
        Some(packed).filter(|packed| packed.rows() == rows && (*width == 0 || rest.len() == rows * usize::from(*width)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(values: &[Option<i64>], bytes_a_row: usize) {
        let packed = Packed::new(values.iter().copied());
        let got: Vec<_> = (0..packed.rows()).map(|row| packed.get(row)).collect();
        assert_eq!(got, values);
        assert_eq!(packed.bytes() - size_of::<Packed>(), bytes_a_row * values.len());
        assert_eq!(Packed::decode(&packed.encode()), Some(packed.clone()));
        let mut seen = Vec::new();
        packed.each(|_, value| seen.push(value));
        assert_eq!(seen, values);
        let there = || values.iter().flatten().copied();
        assert_eq!(packed.bounds(), (there().min().zip(there().max()), values.contains(&None)));
    }

    #[test]
    fn values_are_as_narrow_as_their_spread() {
        check(&[], 0);
        check(&[None, None], 0);
        check(&[Some(-7), Some(-7)], 0);
        check(&[Some(5), None, Some(5)], 1);
        check(&[Some(1_000_000), Some(1_000_254)], 1);
        check(&[Some(1_000_000), Some(1_000_255)], 2);
        check(&[Some(-1), Some(65_533), None], 2);
        check(&[Some(0), Some(65_535)], 4);
        check(&[Some(0), Some(i64::from(u32::MAX))], 8);
        check(&[Some(i64::MIN + 2), None, Some(i64::MAX)], 8);
    }

    #[test]
    fn damaged_bytes_are_no_column() {
        let bytes = Packed::new([Some(1), Some(500), None].into_iter()).encode();
        for end in 0..bytes.len() {
            assert_eq!(Packed::decode(&bytes[..end]), None, "{end}");
        }
        assert_eq!(Packed::decode(&[&bytes[..], &[0]].concat()), None);
        let mut wide = bytes;
        wide[16] = 3;
        assert_eq!(Packed::decode(&wide), None);
    }
}

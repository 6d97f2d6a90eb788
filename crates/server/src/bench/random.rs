//! Numbers that look random and are the same for the same seed, so that a run of the bench can be repeated and its data found
//! again by number alone.

/// A stream of numbers that its seed decides (the SplitMix64 sequence: two multiplications a number).
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    /// The stream of this seed's `family`'s `number`-th thing.
    pub(super) fn of(seed: u64, family: u64, number: u64) -> Random {
        let mut random = Random(seed);
        random.0 = random.next().wrapping_add(family);
        random.0 = random.next().wrapping_add(number);
        Random(random.next())
    }

    /// Any number.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number less than `bound`, which is not 0.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        let product = u128::from(self.next()) * u128::from(bound);
        u64::try_from(product >> 64).expect("a 64-bit number times a 64-bit number has 128 bits")
    }

    /// The same as [`Random::below`], for places in a list.
    pub(super) fn place(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).expect("it is less than a usize")
    }

    /// Whether something happens that happens `permille` times in a thousand.
    pub(super) fn chance(&mut self, permille: u64) -> bool {
        self.below(1000) < permille
    }

    /// One of them, each as likely as the others.
    pub(super) fn one_of<T: Copy>(&mut self, things: &[T]) -> T {
        things[self.place(things.len())]
    }

    /// A length with the given mean: mostly shorter, at times up to eight times as long (exponential).
    pub(super) fn length(&mut self, mean: u64) -> u64 {
        let unit = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        let length = -(1.0 - unit).ln() * mean as f64;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is positive and far below 2^63"
        )]
        let length = length as u64;
        length.min(8 * mean)
    }
}

/// Chooses among things of different likelihood.
#[derive(Clone, Debug)]
pub(super) struct Weights {
    /// `sums[n]` is the weight of things `0..=n` together.
    sums: Vec<u64>,
}

impl Weights {
    /// Thing `n` is chosen in proportion to the `n`-th weight. There is at least one, and they are positive.
    pub(super) fn new(weights: impl IntoIterator<Item = u64>) -> Weights {
        let add = |sum: &mut u64, weight: u64| {
            *sum += weight;
            Some(*sum)
        };
        Weights { sums: weights.into_iter().scan(0, add).collect() }
    }

    /// `count` things, of which the n-th is n times as rare as the first.
    pub(super) fn zipf(count: u64) -> Weights {
        Weights::new((1..=count).map(|rank| 1_000_000 / rank))
    }

    /// The number of the thing chosen.
    pub(super) fn choose(&self, random: &mut Random) -> usize {
        let total = self.sums.last().copied().unwrap_or(1);
        let point = random.below(total);
        self.sums.partition_point(|&sum| sum <= point)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let numbers = |seed| {
            let mut random = Random::of(seed, 1, 2);
            [random.next(), random.next()]
        };
        assert_eq!(numbers(7), numbers(7));
        assert_ne!(numbers(7), numbers(8));
        assert_ne!(Random::of(7, 1, 2).next(), Random::of(7, 2, 1).next());
    }

    #[test]
    fn choices_follow_their_weights() {
        let weights = Weights::new([1, 0, 3]);
        let mut random = Random::of(1, 0, 0);
        let mut counts = [0_u32; 3];
        for _ in 0..10_000 {
            counts[weights.choose(&mut random)] += 1;
        }
        assert_eq!(counts[1], 0);
        assert!((2300..2700).contains(&counts[0]), "{counts:?}");
    }

    #[test]
    fn lengths_have_their_mean() {
        let mut random = Random::of(1, 0, 0);
        let sum: u64 = (0..100_000).map(|_| random.length(100)).sum();
        assert!((97..103).contains(&(sum / 100_000)), "{}", sum / 100_000);
    }
}

//! How far the computing anew of costs has come.

/// A place among the runs of a project.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place(pub(super) i64);

/// What became of a slice of runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Repriced {
    /// How many runs were looked at; fewer than asked for at the end.
    pub looked: u64,
    /// How many of them cost something else now.
    pub changed: u64,
    /// The last one, to go on from; `None` when there was none.
    pub last: Option<Place>,
}

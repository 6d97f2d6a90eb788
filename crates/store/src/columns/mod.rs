//! The facts of runs as columns of plain integers: which runs match, in what order, how many.
//!
//! A [`Part`] holds some thousands of runs that lie side by side and never changes; a run that changes gives its part a
//! successor. What a filter asks for is a set of [`Bits`] of each part. There is no SQL here and no plan: who asks goes through
//! the parts of a project, newest day first. What is known here can be forgotten at any time, because it is all in the rows.

mod bits;
mod cache;
mod packed;
mod part;
mod row;
mod scan;
mod sealed;
mod select;
mod top;

pub(crate) use bits::Bits;
pub(crate) use cache::{Columns, DayKey, Source};
pub(crate) use part::{PIECE, Part};
pub(crate) use row::{Fact, FactRow, thumbs};
pub(crate) use sealed::SealedDays;
pub(crate) use select::{Candidates, EVER, Places, Plan, Selection, Test};
pub(crate) use top::{End, Hit, Key, Order, Place, Top};

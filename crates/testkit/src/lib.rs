//! Sample data for the tests of every crate: events, fixed ids, a fixed clock, and strategies for property tests.
//!
//! It knows the words of `model` and nothing else, and it is only ever a dev-dependency. Start reading at [`event`].

pub mod clock;
pub mod event;
pub mod ids;
pub mod strategy;

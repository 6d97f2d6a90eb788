//! Copies of a store, their way back, and whether the doctor sees what is wrong.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod copies;
mod damage;
mod old_version;
mod place;
mod refusals;

//! One suite over every engine of runs: same call, same meaning. Today there is one engine.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod ancestry;
mod durability;
mod keys;
mod list;
mod merge;
mod place;
mod thread;

//! One suite over every engine of runs: same call, same meaning. Today there is one engine.

mod ancestry;
mod durability;
mod keys;
mod list;
mod merge;
mod place;

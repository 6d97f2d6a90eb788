//! One suite over every engine of runs: same call, same meaning. Today there is one engine.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod ancestry;
mod audit;
mod datasets;
mod durability;
mod facet;
mod find;
mod key_life;
mod keys;
mod list;
mod many;
mod merge;
mod metadata_keys;
mod old_meta;
mod place;
mod projects;
mod purge;
mod reprice;
mod spans;
mod tail;
mod thread;
mod tree;

//! The filter language as its callers see it.

mod fuzz;
mod matching;
mod properties;
mod query_strings;
mod sql;
mod trees;

//! The filter language: what clients write about the runs that they want, and which runs that means.
//!
//! [`parse`] reads query strings, [`parse_logic`] reads trees of JSON (spec `filters.md`); both give a [`model::Filter`] in
//! which nothing can be refused later. [`Matcher`] says whether one run is meant, [`clickhouse`] says it in SQL, and [`text`]
//! is the one definition of words, for the search index as for the eye. This crate refuses to know files, connections and
//! the clock; it runs no SQL.

mod clickhouse;
mod error;
mod matcher;
pub mod text;
mod wire;

pub use clickhouse::{Param, Sql, clickhouse};
pub use error::FilterError;
pub use matcher::{Children, Facts, Known, Matcher, contains, has_entry, matches};
pub use wire::{Parsed, is_check, parse, parse_logic};

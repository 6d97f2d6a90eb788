//! Runs: what clients send about them, and how they are shown.
//!
//! [`ingest`] and [`report`] take events in by way of [`intake`], [`http`] gives one run or a trace, [`list`] gives pages,
//! [`edit`] changes runs and [`share`] shows them to anybody. [`view`] and [`shape`] know the forms of the wire, which keep
//! the reference's history. [`python`] reads what LiteLLM sends where JSON should be.

mod cursor;
mod edit;
mod edit_body;
mod http;
mod ingest;
mod intake;
mod list;
mod path;
mod python;
mod query;
mod related;
mod report;
mod shape;
mod share;
mod view;
mod wire;

pub(crate) use edit::*;
pub(crate) use http::*;
pub(crate) use ingest::*;
pub(crate) use list::*;
pub(crate) use query::number_of;
pub(crate) use report::*;
pub(crate) use share::*;

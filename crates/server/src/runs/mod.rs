//! Runs: what clients send about them, and how they are shown.
//!
//! [`ingest`] takes events in, [`http`] gives one run or a trace, [`list`] gives pages; [`view`] and [`shape`] know the forms
//! of the wire, which keep the reference's history. [`python`] reads what LiteLLM sends where JSON should be.

mod cursor;
mod http;
mod ingest;
mod list;
mod python;
mod query;
mod shape;
mod view;
mod wire;

pub(crate) use http::*;
pub(crate) use ingest::*;
pub(crate) use list::*;

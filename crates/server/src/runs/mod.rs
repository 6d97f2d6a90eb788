//! Runs: what clients send about them, and how they are shown.
//!
//! [`ingest`] and [`report`] take events in by way of [`intake`], [`http`] gives one run or a trace, [`list`] gives pages of
//! what [`asked`] understands, [`facets`], [`histogram`] and [`usage`] add up,
//! [`edit`] changes runs and [`share`] shows them to anybody. [`span`] gives an OpenTelemetry span as it
//! came. [`view`] and [`shape`] know the forms of the wire, which keep
//! the reference's history. [`trail`] tells the audit log what is done to runs. [`python`] reads what LiteLLM sends where JSON should be.

mod asked;
mod batch;
mod cursor;
mod edit;
mod edit_body;
mod facets;
mod histogram;
mod http;
mod ingest;
pub(crate) mod intake;
mod list;
mod path;
mod preview;
mod python;
mod related;
mod report;
mod shape;
mod share;
mod span;
mod stream;
mod trail;
mod tree;
mod usage;
mod view;
mod wire;
mod written;

pub(crate) use asked::{number_of, text_of};
pub(crate) use batch::*;
pub(crate) use edit::*;
pub(crate) use facets::*;
pub(crate) use histogram::*;
pub(crate) use http::*;
pub(crate) use ingest::*;
pub(crate) use list::*;
pub(crate) use report::*;
pub(crate) use shape::{Keys, dollars, safe_signed, shown};
pub(crate) use share::*;
pub(crate) use span::*;
pub(crate) use stream::*;
pub(crate) use tree::*;
pub(crate) use usage::*;
pub(crate) use written::Written;

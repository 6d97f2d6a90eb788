//! Work that goes on behind the answers: what there is to do, and the worker that does it.
//!
//! A job is a row of the store ([`store::meta::JobRow`]), written in the transaction that made it necessary, so nothing is
//! forgotten; and it may run twice, so it does what may be done twice. Start reading at `worker`; what can be done is
//! `work::Work`.

mod change_runs;
mod housekeeping;
mod http;
mod import_dataset;
mod progress;
mod purge_dataset;
mod purge_project;
mod refresh_costs;
mod send_mail;
mod work;
mod worker;

pub(crate) use http::*;
pub use worker::{run_due, start};

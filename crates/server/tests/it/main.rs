//! The whole HTTP side over a real store: every test is what a client would do.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod auth;
mod backup;
mod client;
mod cors;
mod edits;
mod ingest;
mod ledger;
mod limits;
mod lists;
mod openapi;
mod process;
mod public;
mod python_ids;
mod report;
mod runs;
mod service;
mod sockets;
mod test_app;
mod threads;

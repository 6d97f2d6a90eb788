//! The whole HTTP side over a real store: every test is what a client would do.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod admin;
mod audit;
mod auth;
mod backup;
mod client;
mod cors;
mod digest;
mod door;
mod edits;
mod finding;
mod grpc;
mod ingest;
mod jobs;
mod keys;
mod ledger;
mod limits;
mod lists;
mod login;
mod mail;
mod mailed;
mod matrix;
mod matrix_examples;
mod openapi;
mod orgs;
mod otlp;
mod people;
mod process;
mod projects;
mod public;
mod python_ids;
mod report;
mod runs;
mod service;
mod sessions;
mod sign_up;
mod sockets;
mod spans;
mod test_app;
mod threads;
mod throttle;
mod users;
mod vulnerabilities;

//! The server of Perilune: the only crate that knows HTTP, and the binary `perilune`.
//!
//! It refuses to know SQL and wire dialects: a request becomes words of [`model`] through [`ingest`], and [`store`] keeps
//! them. No handler reaches a project but through its gate ([`auth`]).
//!
//! Start reading at [`router`], the list of all routes; [`serve`] is the life of the process.

mod access;
mod admin;
pub mod app;
mod audit;
pub mod auth;
mod backup;
mod bench;
mod body;
mod build_id;
mod cli;
pub mod clock;
pub mod config;
mod cors;
mod datasets;
mod datasets_v2;
mod doctor;
pub mod edge;
mod error;
mod external_users;
mod filters;
mod forms;
mod inflate;
pub mod jobs;
mod keys;
mod ledger;
mod limits;
mod listen;
pub mod login;
pub mod mail;
mod memory;
mod metrics;
mod orgs;
mod otlp;
mod progress;
mod projects;
mod prompts;
pub mod quantity;
mod reply;
mod restore;
mod room;
pub mod router;
mod runs;
mod schema;
pub mod serve;
mod service;
pub mod settings;
mod shutdown;
mod socket;
mod ui;
mod users;
mod welcome;

pub use build_id::{build_id, version};
pub use cli::main;

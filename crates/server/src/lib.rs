//! The server of Perilune: the only crate that knows HTTP, and the binary `perilune`.
//!
//! It refuses to know SQL and wire dialects: a request becomes words of [`model`] through [`ingest`], and [`store`] keeps
//! them. No handler reaches a project but through its gate ([`auth`]).
//!
//! Start reading at [`router`], the list of all routes; [`serve`] is the life of the process.

pub mod app;
pub mod auth;
mod backup;
mod bench;
mod body;
mod build_id;
mod cli;
pub mod clock;
pub mod config;
mod cors;
mod doctor;
pub mod edge;
mod error;
mod inflate;
mod ledger;
mod limits;
mod listen;
mod metrics;
mod progress;
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
mod welcome;

pub use build_id::{build_id, version};
pub use cli::main;

//! Datasets of prompts with variations: what the SDKs fetch by its slug (spec `api-datasets.md` A).
//!
//! [`http`] has the datasets themselves, [`prompts`] and [`variations`] what is in them; [`attached`] makes prompts of runs,
//! [`compile`] fills placeholders.

mod attached;
mod body;
mod compile;
mod http;
mod path;
mod prompts;
mod variations;
mod view;
mod wire;

pub(crate) use http::*;
pub(crate) use prompts::*;
pub(crate) use variations::*;

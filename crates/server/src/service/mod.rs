//! The service itself: is it well, which version, what can it do, how is it doing.

pub(crate) mod document;
mod http;
mod system;

pub(crate) use http::*;
pub(crate) use system::*;

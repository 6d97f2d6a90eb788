//! The service itself: is it well, which version, what can it do, how is it doing.

pub(crate) mod document;
mod http;

pub(crate) use http::*;

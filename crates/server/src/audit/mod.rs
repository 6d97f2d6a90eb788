//! The audit log of an organisation, as people read it and take it away. Where it is written: [`store::meta`], in the
//! transaction of each change.

mod export;
mod http;
mod view;

pub(crate) use http::*;

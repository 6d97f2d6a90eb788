//! What a filter may ask for: the values that the runs of a project have (spec `filters.md` 4).

mod http;
mod view;

pub(crate) use http::*;

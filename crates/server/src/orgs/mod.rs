//! The organisation that somebody belongs to: its name, its key, how much it records.

mod http;
mod path;
mod view;

pub(crate) use http::*;
pub(crate) use view::{Extras, OrgView};

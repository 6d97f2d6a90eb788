//! Datasets of items, with versions (spec `api-datasets.md` B).
//!
//! [`http`] has the datasets themselves, [`items`] and [`versions`] what is in them; [`import`] and [`export`] take files in and
//! give them out, in the forms that [`parse`] and [`write`] know.

mod body;
mod export;
mod http;
mod import;
mod import_job;
mod items;
mod parse;
mod path;
mod query;
mod runs;
mod sheet;
mod version_view;
mod versions;
mod view;
mod write;

pub(crate) use export::*;
pub(crate) use http::*;
pub(crate) use import::*;
pub(crate) use import_job::import_ordered;
pub(crate) use items::*;
pub(crate) use runs::*;
pub(crate) use versions::*;

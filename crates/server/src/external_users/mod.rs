//! End users: the persons whom a project tracks, as its runs name them (spec `api-runs.md` 10). [`asked`] reads what a list is
//! asked for, [`view`] knows how persons are shown.

mod asked;
mod http;
mod view;

pub(crate) use asked::Paging;
pub(crate) use http::*;
pub(crate) use view::PersonView;

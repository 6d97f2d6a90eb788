//! Prompts: templates, their versions and labels (spec `api-prompts.md`). What SDKs fetch is in [`latest`].

mod body;
mod diff;
mod diff_http;
mod fields;
mod folders;
mod label_view;
mod labels;
mod latest;
mod legacy;
mod path;
mod query;
mod refusal;
mod rendered;
mod rules;
mod templates;
mod usage;
mod versions;
mod view;

pub(crate) use diff_http::*;
pub(crate) use folders::*;
pub(crate) use labels::*;
pub(crate) use latest::*;
pub(crate) use legacy::*;
pub(crate) use rendered::Renderings;
pub(crate) use rules::*;
pub(crate) use templates::*;
pub(crate) use usage::*;
pub(crate) use versions::*;

//! Projects: who has which, and what they are called. Their keys are in [`crate::keys`].

mod body;
mod http;
mod path;
mod rules;
mod sample;
mod view;

pub(crate) use http::*;
pub(crate) use path::{PathProject, path_parameter};
pub(crate) use rules::*;
pub(crate) use sample::*;

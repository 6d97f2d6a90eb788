//! The API keys of projects, as people manage them. What a key opens is in [`crate::auth`].

mod body;
mod http;
mod view;

pub(crate) use http::*;

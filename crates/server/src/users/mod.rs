//! The people of an organisation: who one is oneself, who the others are, and who is invited. How people come in and go is in
//! [`crate::login`].

mod body;
mod http;
mod invite;
mod me;
mod path;
mod view;

pub(crate) use http::*;
pub(crate) use invite::*;
pub(crate) use me::*;
pub(crate) use view::MemberView;

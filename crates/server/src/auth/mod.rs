//! Who is calling, and what they may reach.
//!
//! Every handler has a gate, its second argument: an extractor with the permission in its type. The gate is the only way to
//! a [`store::ProjectScope`] or [`store::OrgScope`], it is written into the OpenAPI document, and a handler without one does
//! not fit into the list of routes. Start reading at `gate`.

pub(crate) mod address;
mod credential;
mod entry;
pub(crate) mod gate;
mod identity;
mod otlp;
mod own;
pub mod password;
mod permission;
mod standing;
pub(crate) mod throttle;
pub(crate) mod token;

pub(crate) use entry::{Entry, Who, entry_of};
pub(crate) use gate::{Anyone, At, Door, In, Of, Open, Operator, Peer, SignedIn};
pub(crate) use identity::from_client;
pub(crate) use identity::project_in_query;
pub(crate) use otlp::Exporter;
pub(crate) use own::Own;
pub(crate) use permission::*;
pub(crate) use standing::Standing;

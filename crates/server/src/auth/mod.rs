//! Who is calling, and what they may reach.
//!
//! Every handler has a gate, its second argument: an extractor with the permission in its type. The gate is the only way to
//! a [`store::ProjectScope`], it is written into the OpenAPI document, and a handler without one does not fit into the list
//! of routes. A session of a person joins the keys here once there are accounts.

mod credential;
mod gate;
mod permission;

pub(crate) use gate::{Anyone, Entry, In, Open, Operator, Peer, entry_of};
pub(crate) use permission::{DeleteLogs, ListLogs, PublicIngest, ReadLogs, ReadProject, UpdateLogs, UpdateVisibility};

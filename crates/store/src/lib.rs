//! Every database of Perilune, and the only crate with SQL.
//!
//! [`Meta`] holds who there is and what belongs to whom; [`Runs`] holds what their applications did. Nothing joins across the
//! two, so each can move to another engine by itself. Both are closed enums over their engines.
//!
//! No call reaches a tenant's data without a [`ProjectScope`], and only [`Meta`] can make one.
//!
//! Start reading at [`runs`].

mod aside;
pub mod backup;
mod checkpoint;
mod columns;
mod data_dir;
mod error;
mod follower;
pub mod meta;
pub mod runs;
mod scope;
mod search;
mod secret;
mod sqlite;

pub use data_dir::DataDir;
pub use error::StoreError;
pub use meta::Meta;
pub use runs::Runs;
pub use scope::{DeletedScope, OrgScope, ProjectScope};

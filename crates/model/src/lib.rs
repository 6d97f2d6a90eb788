//! The words of Perilune: ids, times, events, runs, usage, and how events become runs.
//!
//! Everything here is a value or a pure function. This crate refuses to know files, sockets, threads, SQL and HTTP, and it
//! never asks for the time: whoever needs "now" is told it.
//!
//! Start reading at [`event::Event`] (what a client says) and [`run::Run`] (what a reader gets); [`merge`] leads from one to
//! the other.

pub mod access;
pub mod casing;
pub mod dataset;
pub mod email;
pub mod event;
pub mod failure;
pub mod filter;
pub mod ids;
pub mod json;
pub mod merge;
pub mod money;
pub mod part;
pub mod prompt;
pub mod run;
pub mod time;
pub mod usage;

pub use access::{Permission, Role};
pub use dataset::{DatasetFormat, DatasetId, DatasetItemId, DatasetPromptId, DatasetVersionId, VariationId};
pub use email::{EmailAddress, PersonName};
pub use event::{Edit, EndUser, Event, EventKind, Message, MetadataEntry, Side, ThreadTouch};
pub use filter::{Check, Filter};
pub use ids::{
    AccountId, InvitationId, KeyId, OrgId, ProjectId, RunId, SessionId, SpanId, TemplateId, TraceId, VersionId,
};
pub use json::RawJson;
pub use money::{Nanodollars, Pricing};
pub use run::{Run, Score, ShownUser, Status, ThreadFacts};
pub use time::Timestamp;
pub use usage::Usage;

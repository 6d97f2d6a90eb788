//! OpenTelemetry in: spans and log records over HTTP and over gRPC (spec `api-otlp.md` 5).
//!
//! [`export`] is what both have in common: decode, store, and say what was refused. [`http`] and [`grpc`] know how each
//! carries a request and its answer; [`status`] turns every refusal into gRPC's own words where the client speaks gRPC. What
//! spans mean is for [`ingest`] to know.

mod config;
mod export;
mod grpc;
mod http;
mod media;
mod message;
mod status;

pub(crate) use config::OtlpArgs;
pub(crate) use export::Told;
pub(crate) use grpc::*;
pub(crate) use http::*;
pub(crate) use media::Media;
pub(crate) use status::in_words_of_grpc;

//! The few protobuf messages that this server writes. Those that it reads are for `ingest` to know.

use std::time::Duration;

use prost::Message;

/// The answer to an export of any signal: their messages differ in names only.
#[derive(Clone, PartialEq, Eq, Message)]
pub(super) struct ExportResponse {
    /// Absent when all was accepted.
    #[prost(message, optional, tag = "1")]
    pub(super) partial_success: Option<PartialSuccess>,
}

/// What was refused of an export.
#[derive(Clone, PartialEq, Eq, Message)]
pub(super) struct PartialSuccess {
    /// How many spans, log records or data points.
    #[prost(int64, tag = "1")]
    pub(super) rejected: i64,
    /// Why, for people.
    #[prost(string, tag = "2")]
    pub(super) error_message: String,
}

/// `google.rpc.Status`: a refusal with details.
#[derive(Clone, PartialEq, Eq, Message)]
pub(super) struct Status {
    /// The same as `grpc-status`.
    #[prost(int32, tag = "1")]
    pub(super) code: i32,
    /// The same as `grpc-message`.
    #[prost(string, tag = "2")]
    pub(super) message: String,
    /// More, each with its type.
    #[prost(message, repeated, tag = "3")]
    pub(super) details: Vec<Any>,
}

/// `google.protobuf.Any`: a message with its type.
#[derive(Clone, PartialEq, Eq, Message)]
pub(super) struct Any {
    #[prost(string, tag = "1")]
    pub(super) type_url: String,
    #[prost(bytes = "vec", tag = "2")]
    pub(super) value: Vec<u8>,
}

/// `google.rpc.RetryInfo`: when to try again.
#[derive(Clone, PartialEq, Eq, Message)]
pub(super) struct RetryInfo {
    #[prost(message, optional, tag = "1")]
    pub(super) retry_delay: Option<Seconds>,
}

/// `google.protobuf.Duration` without its nanoseconds.
#[derive(Clone, PartialEq, Eq, Message)]
pub(super) struct Seconds {
    #[prost(int64, tag = "1")]
    pub(super) seconds: i64,
}

impl RetryInfo {
    /// After so many whole seconds.
    pub(super) fn after(delay: Duration) -> RetryInfo {
        RetryInfo { retry_delay: Some(Seconds { seconds: delay.as_secs().cast_signed() }) }
    }
}

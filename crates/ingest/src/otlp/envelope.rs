//! Takes a request apart: resources, their scopes, and the raw spans, log records or metrics of each. What these say is not
//! looked at here, so that each of them can be read, and refused, alone.

use bytes::Bytes;
use opentelemetry_proto::tonic::common::v1::InstrumentationScope;
use opentelemetry_proto::tonic::resource::v1::Resource;
use prost::Message;
use serde_json::value::RawValue;

use super::json;
use crate::Limits;
use crate::lunary::scalar;
use crate::repair::{self, Body};

/// How a request is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// `application/x-protobuf`, and what gRPC carries.
    Protobuf,
    /// `application/json`.
    Json,
}

/// Why nothing of a request is stored.
#[derive(Debug, thiserror::Error)]
pub enum OtlpRefusal {
    /// The body is cut off, or no protobuf at all.
    #[error("The body is not an OTLP request in protobuf")]
    NotProtobuf(#[source] prost::DecodeError),
    /// The body is no JSON, also after number words and bad bytes were mended.
    #[error("The body is not JSON")]
    NotJson(#[source] serde_json::Error),
    /// The body is a JSON scalar or array.
    #[error("The body must be a JSON object")]
    NotAnObject,
    /// There are more than [`Limits::events`].
    #[error("The request holds {found} {what}; at most {limit} are accepted in one request")]
    TooMany {
        /// "spans" or "log records".
        what: &'static str,
        /// How many there were.
        found: usize,
        /// How many may be.
        limit: usize,
    },
    /// The body has to be mended and is then larger than [`Limits::repaired_bytes`].
    #[error("The body is no sound JSON, and mending it would take more than {limit} bytes")]
    TooLarge {
        /// How many it may take.
        limit: usize,
    },
}

/// What a signal is called on the wire.
#[derive(Clone, Copy)]
pub(super) struct Signal {
    /// For refusals.
    pub(super) what: &'static str,
    /// The keys of OTLP/JSON from the outside in, each in camelCase and snake_case.
    keys: [[&'static str; 2]; 3],
}

/// Spans.
pub(super) const TRACES: Signal = Signal {
    what: "spans",
    keys: [["resourceSpans", "resource_spans"], ["scopeSpans", "scope_spans"], ["spans", "spans"]],
};

/// Log records.
pub(super) const LOGS: Signal = Signal {
    what: "log records",
    keys: [["resourceLogs", "resource_logs"], ["scopeLogs", "scope_logs"], ["logRecords", "log_records"]],
};

/// Metrics, each with any number of data points.
pub(super) const METRICS: Signal = Signal {
    what: "metrics",
    keys: [["resourceMetrics", "resource_metrics"], ["scopeMetrics", "scope_metrics"], ["metrics", "metrics"]],
};

/// What one scope of one resource holds, unread.
pub(super) struct Group<'a> {
    /// An unreadable resource is as good as none.
    pub(super) resource: Option<Resource>,
    pub(super) scope: Option<InstrumentationScope>,
    pub(super) items: Vec<Item<'a>>,
}

/// One span, log record or metric, unread.
pub(super) enum Item<'a> {
    Protobuf(Bytes),
    Json(&'a str, Mended),
}

/// Whether something in an item was no JSON and had to be mended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Mended(pub(super) bool);

/// Takes a request apart and hands its groups to `read`.
pub(super) fn open<T>(
    body: &[u8],
    encoding: Encoding,
    signal: Signal,
    limits: &Limits,
    read: impl FnOnce(Vec<Group<'_>>) -> T,
) -> Result<T, OtlpRefusal> {
    match encoding {
        Encoding::Protobuf => {
            let groups = of_protobuf(body).map_err(OtlpRefusal::NotProtobuf)?;
            check_count(&groups, signal, limits)?;
            Ok(read(groups))
        }
        Encoding::Json => {
            let text = sound(body, limits)?;
            let groups = of_json(&text, signal)?;
            check_count(&groups, signal, limits)?;
            Ok(read(groups))
        }
    }
}

fn check_count(groups: &[Group<'_>], signal: Signal, limits: &Limits) -> Result<(), OtlpRefusal> {
    let found: usize = groups.iter().map(|group| group.items.len()).sum();
    if found > limits.events {
        return Err(OtlpRefusal::TooMany { what: signal.what, found, limit: limits.events });
    }
    Ok(())
}

/// The outermost message of all three signals.
#[derive(Clone, PartialEq, Message)]
struct RawRequest {
    #[prost(bytes = "bytes", repeated, tag = "1")]
    resources: Vec<Bytes>,
}

/// What belongs to one resource, or to one scope: all signals number these fields alike.
#[derive(Clone, PartialEq, Message)]
struct RawGroup {
    #[prost(bytes = "bytes", tag = "1")]
    head: Bytes,
    #[prost(bytes = "bytes", repeated, tag = "2")]
    inner: Vec<Bytes>,
}

fn of_protobuf(body: &[u8]) -> Result<Vec<Group<'static>>, prost::DecodeError> {
    let mut groups = Vec::new();
    for resource in RawRequest::decode(Bytes::copy_from_slice(body))?.resources {
        let of_resource = RawGroup::decode(resource)?;
        for scope in of_resource.inner {
            let of_scope = RawGroup::decode(scope)?;
            groups.push(Group {
                resource: Resource::decode(of_resource.head.clone()).ok(),
                scope: InstrumentationScope::decode(of_scope.head).ok(),
                items: of_scope.inner.into_iter().map(Item::Protobuf).collect(),
            });
        }
    }
    Ok(groups)
}

/// The text of a body that is JSON, mended if it must be.
fn sound<'a>(body: &'a [u8], limits: &Limits) -> Result<Body<'a>, OtlpRefusal> {
    let bytes = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let limit = limits.repaired_bytes;
    let read = Body::read(bytes, limit).ok_or(OtlpRefusal::TooLarge { limit })?;
    match serde_json::from_str::<&RawValue>(&read.text) {
        Ok(_) => Ok(read),
        Err(cause) if read.is_mended => Err(OtlpRefusal::NotJson(cause)),
        Err(_) => {
            let mended = repair::mend(bytes, limit).ok_or(OtlpRefusal::TooLarge { limit })?;
            serde_json::from_str::<&RawValue>(&mended.text).map_err(OtlpRefusal::NotJson)?;
            Ok(mended)
        }
    }
}

fn of_json<'a>(body: &'a Body<'_>, signal: Signal) -> Result<Vec<Group<'a>>, OtlpRefusal> {
    let text = body.text.trim_ascii();
    if !text.starts_with('{') {
        return Err(OtlpRefusal::NotAnObject);
    }
    let mut groups = Vec::new();
    let [resources, scopes, items] = signal.keys;
    each_inner(text, resources, |of_resource| {
        each_inner(of_resource, scopes, |of_scope| {
            let mut found = Vec::new();
            each_inner(of_scope, items, |item| found.push(Item::Json(item, Mended(body.is_changed(item)))));
            groups.push(Group {
                resource: member(of_resource, ["resource", "resource"]).and_then(json::resource),
                scope: member(of_scope, ["scope", "scope"]).and_then(json::scope),
                items: found,
            });
        });
    });
    Ok(groups)
}

/// Visits the elements of the array that an object has under a key.
fn each_inner<'a>(object: &'a str, key: [&str; 2], visit: impl FnMut(&'a str)) {
    if let Some(array) = member(object, key) {
        scalar::each_element(array, visit);
    }
}

/// The member of an object by one of its names; the last one, as JSON's readers do.
fn member<'a>(object: &'a str, key: [&str; 2]) -> Option<&'a str> {
    let mut found = None;
    scalar::each_member(object, |name, value| {
        if key.contains(&name) {
            found = Some(value);
        }
    });
    found
}

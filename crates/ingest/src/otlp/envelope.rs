//! Takes a request apart: resources, their scopes, and the raw spans, log records or metrics of each. What these say is not
//! looked at here, so that each of them can be read, and refused, alone.

use bytes::Bytes;
use serde_json::value::RawValue;

use super::item::{Item, Mended};
use super::wire;
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
    /// What resources and scopes say of themselves, once for each of their spans, is more than [`Limits::repaired_bytes`].
    #[error("What the spans share, written out for each of them, would take more than {limit} bytes")]
    TooMuchShared {
        /// How many it may take.
        limit: usize,
    },
    /// A resource or a scope takes more than [`Limits::decoded_bytes`] once it is read.
    #[error("What a resource or a scope says would take more than {limit} bytes of memory")]
    TooMuch {
        /// How many it may take.
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
    pub(super) keys: [[&'static str; 2]; 3],
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

/// What one resource holds, unread.
pub(super) struct Group<'a> {
    pub(super) resource: Option<Item<'a>>,
    /// Those that hold something.
    pub(super) scopes: Vec<Scoped<'a>>,
}

/// What one scope of a resource holds, unread.
pub(super) struct Scoped<'a> {
    pub(super) scope: Option<Item<'a>>,
    pub(super) items: Vec<Item<'a>>,
}

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
            let mut found = Found::new(limits);
            of_protobuf(body, &mut found).map_err(OtlpRefusal::NotProtobuf)?;
            Ok(read(found.groups(signal)?))
        }
        Encoding::Json => {
            let text = sound(body, limits)?;
            let mut found = Found::new(limits);
            of_json(&text, signal, &mut found)?;
            Ok(read(found.groups(signal)?))
        }
    }
}

/// What a request holds so far. Of more items than may be only the number is kept, and of what holds none nothing: a few
/// bytes are enough to name a million of them.
struct Found<'a> {
    groups: Vec<Group<'a>>,
    count: usize,
    limit: usize,
}

impl<'a> Found<'a> {
    fn new(limits: &Limits) -> Found<'a> {
        Found { groups: Vec::new(), count: 0, limit: limits.events }
    }

    /// Counts one more item of a scope.
    fn add(&mut self, items: &mut Vec<Item<'a>>, item: Item<'a>) {
        self.count += 1;
        if self.count <= self.limit {
            items.push(item);
        }
    }

    fn close(&mut self, scopes: Vec<Scoped<'a>>, resource: Option<Item<'a>>) {
        if !scopes.is_empty() {
            self.groups.push(Group { resource, scopes });
        }
    }

    fn groups(self, signal: Signal) -> Result<Vec<Group<'a>>, OtlpRefusal> {
        let Found { groups, count: found, limit } = self;
        if found > limit {
            return Err(OtlpRefusal::TooMany { what: signal.what, found, limit });
        }
        Ok(groups)
    }
}

fn of_protobuf(body: &[u8], found: &mut Found<'static>) -> Result<(), prost::DecodeError> {
    wire::each(Bytes::copy_from_slice(body), wire::RESOURCES, &mut |of_resource: Bytes| {
        let mut scopes = Vec::new();
        wire::each(of_resource.clone(), wire::INNER, &mut |of_scope: Bytes| {
            let mut items = Vec::new();
            wire::each(of_scope.clone(), wire::INNER, &mut |item| {
                found.add(&mut items, Item::Protobuf(item));
                Ok(())
            })?;
            let head = wire::last(of_scope, wire::HEAD)?;
            if !items.is_empty() {
                scopes.push(Scoped { scope: Some(Item::Protobuf(head)), items });
            }
            Ok(())
        })?;
        let head = wire::last(of_resource, wire::HEAD)?;
        found.close(scopes, Some(Item::Protobuf(head)));
        Ok(())
    })
}

/// The text of a body that is JSON, mended if it must be.
pub(super) fn sound<'a>(body: &'a [u8], limits: &Limits) -> Result<Body<'a>, OtlpRefusal> {
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

fn of_json<'a>(body: &'a Body<'_>, signal: Signal, found: &mut Found<'a>) -> Result<(), OtlpRefusal> {
    let text = body.text.trim_ascii();
    if !text.starts_with('{') {
        return Err(OtlpRefusal::NotAnObject);
    }
    let [resources, scopes, items] = signal.keys;
    each_inner(text, resources, |of_resource| {
        let mut held = Vec::new();
        each_inner(of_resource, scopes, |of_scope| {
            let mut raw = Vec::new();
            each_inner(of_scope, items, |item| {
                found.add(&mut raw, Item::Json(item, Mended(body.is_changed(item))));
            });
            if !raw.is_empty() {
                let scope = member(of_scope, ["scope", "scope"]).map(|raw| Item::Json(raw, Mended(false)));
                held.push(Scoped { scope, items: raw });
            }
        });
        if !held.is_empty() {
            let resource = member(of_resource, ["resource", "resource"]).map(|raw| Item::Json(raw, Mended(false)));
            found.close(held, resource);
        }
    });
    Ok(())
}

/// Visits the elements of the array that an object has under a key.
pub(super) fn each_inner<'a>(object: &'a str, key: [&str; 2], visit: impl FnMut(&'a str)) {
    if let Some(array) = member(object, key) {
        scalar::each_element(array, visit);
    }
}

/// The member of an object by one of its names; the last one, as JSON's readers do.
pub(super) fn member<'a>(object: &'a str, key: [&str; 2]) -> Option<&'a str> {
    let mut found = None;
    scalar::each_member(object, |name, value| {
        if key.contains(&name) {
            found = Some(value);
        }
    });
    found
}

//! What operators watch. No label names a tenant.

use std::fmt::Debug;
use std::hash::Hash;
use std::sync::atomic::AtomicU64;

use axum::http::{Method, StatusCode};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use crate::room::Rooms;

/// The media type of [`Metrics::text`].
pub(crate) const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// All counters and gauges of a server.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    rooms: Rooms,
    requests: Family<RequestLabels, Counter>,
    refused: Family<ReasonLabel, Counter>,
    events: Family<ResultLabel, Counter>,
    ingest_bytes: Counter,
    room_free_bytes: Gauge<u64, AtomicU64>,
    resident_bytes: Gauge<u64, AtomicU64>,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: &'static str,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct ReasonLabel {
    reason: &'static str,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct ResultLabel {
    result: &'static str,
}

/// What became of the events of one request.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct EventCounts {
    /// New, and part of their runs now.
    pub(crate) stored: u64,
    /// There already.
    pub(crate) merged: u64,
    /// Turned away.
    pub(crate) rejected: u64,
}

impl Metrics {
    pub(crate) fn new(rooms: &Rooms) -> Metrics {
        let mut metrics = Metrics {
            registry: Registry::with_prefix("perilune"),
            rooms: rooms.clone(),
            requests: Family::default(),
            refused: Family::default(),
            events: Family::default(),
            ingest_bytes: Counter::default(),
            room_free_bytes: Gauge::default(),
            resident_bytes: Gauge::default(),
        };
        metrics.register();
        metrics
    }

    fn register(&mut self) {
        let all = &mut self.registry;
        let build = Info::new([("build", crate::build_id())]);
        all.register("build", "The build that is running", build);
        all.register("requests", "Requests by route and class of status", self.requests.clone());
        all.register("refused", "Refused requests by reason", self.refused.clone());
        all.register("ingest_events", "Events by what became of them", self.events.clone());
        all.register("ingest_bytes", "Bytes of ingested bodies, decompressed", self.ingest_bytes.clone());
        all.register("body_room_free_bytes", "Memory for bodies that no request holds", self.room_free_bytes.clone());
        all.register("resident_bytes", "Memory of this process, mapped files left out", self.resident_bytes.clone());
    }

    /// Counts one answer. `route` is a template such as `/v1/runs/{id}`, never an address.
    pub(crate) fn count_request(
        &self,
        method: &Method,
        route: &str,
        status: StatusCode,
        refused: Option<&'static str>,
    ) {
        let labels = RequestLabels { method: method_word(method), route: route.to_owned(), status: class(status) };
        self.requests.get_or_create(&labels).inc();
        if let Some(reason) = refused {
            self.refused.get_or_create(&ReasonLabel { reason }).inc();
        }
    }

    /// Counts one ingested body and its events.
    pub(crate) fn count_events(&self, bytes: usize, counts: EventCounts) {
        self.ingest_bytes.inc_by(bytes as u64);
        let all = [("stored", counts.stored), ("merged", counts.merged), ("rejected", counts.rejected)];
        for (result, count) in all {
            if count > 0 {
                self.events.get_or_create(&ResultLabel { result }).inc_by(count);
            }
        }
    }

    /// Everything, in the OpenMetrics text format.
    pub(crate) fn text(&self) -> String {
        self.room_free_bytes.set(self.rooms.free_bytes() as u64);
        self.resident_bytes.set(anonymous_bytes().unwrap_or(0));
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("writing to a string cannot fail");
        text
    }
}

/// A method as a label. Clients can send any word, so the unknown ones are one.
fn method_word(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn class(status: StatusCode) -> &'static str {
    match status.as_u16() {
        100..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    }
}

/// `RssAnon` of this process; `None` where the system does not tell.
pub(crate) fn anonymous_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

//! One part of a request, unread, and how it is read: alone, and only if that takes no more memory than it may.

use bytes::Bytes;
use opentelemetry_proto::tonic::common::v1::InstrumentationScope;
use opentelemetry_proto::tonic::logs::v1::LogRecord;
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;

use super::envelope::OtlpRefusal;
use super::json::{self, Fault};
use super::weight::{self, Part};
use super::{OtlpRejection, wire};
use crate::Limits;
use crate::lunary::scalar;

/// One span, log record, metric, resource or scope, unread.
pub(super) enum Item<'a> {
    Protobuf(Bytes),
    Json(&'a str, Mended),
}

/// Whether something in an item was no JSON and had to be mended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Mended(pub(super) bool);

impl Item<'_> {
    /// How long it is on the wire.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Item::Protobuf(bytes) => bytes.len(),
            Item::Json(raw, _) => raw.len(),
        }
    }

    pub(super) fn mended(&self) -> Mended {
        match self {
            Item::Protobuf(_) => Mended(false),
            Item::Json(_, mended) => *mended,
        }
    }

    pub(super) fn span(&self, limits: &Limits) -> Result<Span, OtlpRejection> {
        self.read(Part::Span, json::span, limits)
    }

    pub(super) fn log_record(&self, limits: &Limits) -> Result<LogRecord, OtlpRejection> {
        self.read(Part::LogRecord, json::log_record, limits)
    }

    fn read<T: Message + Default>(
        &self,
        part: Part,
        of_json: fn(&str) -> Result<T, Fault>,
        limits: &Limits,
    ) -> Result<T, OtlpRejection> {
        if !self.fits(part, limits) {
            return Err(OtlpRejection::TooMuch { limit: limits.decoded_bytes });
        }
        match self {
            Item::Protobuf(bytes) => T::decode(bytes.clone()).map_err(|cause| unreadable(&cause)),
            Item::Json(raw, _) => of_json(raw).map_err(|fault| unreadable(&fault.0)),
        }
    }

    /// The resource. One that cannot be read is as good as none.
    pub(super) fn resource(&self, limits: &Limits) -> Result<Option<Resource>, OtlpRefusal> {
        self.head(Part::Resource, json::resource, limits)
    }

    /// The scope, in the same way.
    pub(super) fn scope(&self, limits: &Limits) -> Result<Option<InstrumentationScope>, OtlpRefusal> {
        self.head(Part::Scope, json::scope, limits)
    }

    fn head<T: Message + Default>(
        &self,
        part: Part,
        of_json: fn(&str) -> Option<T>,
        limits: &Limits,
    ) -> Result<Option<T>, OtlpRefusal> {
        if !self.fits(part, limits) {
            return Err(OtlpRefusal::TooMuch { limit: limits.decoded_bytes });
        }
        Ok(match self {
            Item::Protobuf(bytes) => T::decode(bytes.clone()).ok(),
            Item::Json(raw, _) => of_json(raw),
        })
    }

    fn fits(&self, part: Part, limits: &Limits) -> bool {
        match self {
            Item::Protobuf(bytes) => weight::fits_protobuf(part, bytes, limits),
            Item::Json(raw, _) => weight::fits_json(raw, limits),
        }
    }

    /// How many data points a metric has; one that cannot be read has none. Nothing is kept of them.
    pub(super) fn data_points(&self) -> usize {
        let mut points = 0;
        match self {
            Item::Protobuf(metric) => {
                let seen = wire::DATA.into_iter().try_for_each(|kind| {
                    wire::each(metric.clone(), kind, &mut |data: Bytes| {
                        wire::each(data, wire::POINTS, &mut |_| {
                            points += 1;
                            Ok(())
                        })
                    })
                });
                if seen.is_err() { 0 } else { points }
            }
            Item::Json(metric, _) => {
                scalar::each_member(metric, |_, kind| {
                    if let Some(list) = super::envelope::member(kind, ["dataPoints", "data_points"]) {
                        scalar::each_element(list, |_| points += 1);
                    }
                });
                points
            }
        }
    }
}

/// What cannot be read, and why.
fn unreadable(cause: &dyn std::fmt::Display) -> OtlpRejection {
    OtlpRejection::Unreadable(cause.to_string())
}

//! The outer layers of a request in protobuf, visited field by field: nothing is collected, so what is nothing but a length
//! costs nothing but the time to pass over it.

use bytes::{Buf, Bytes};
use prost::DecodeError;
use prost::encoding::{self, DecodeContext};

/// In the outermost message of every signal: what one resource holds.
pub(super) const RESOURCES: u32 = 1;
/// In what one resource or one scope holds: the resource or scope itself.
pub(super) const HEAD: u32 = 1;
/// In the same: the scopes, or the spans, log records or metrics.
pub(super) const INNER: u32 = 2;

/// In a metric: its data points, of each kind that there is.
pub(super) const DATA: [u32; 5] = [5, 7, 9, 10, 11];
/// In the data of every kind: one point.
pub(super) const POINTS: u32 = 1;

/// Visits the bytes of each field of this number.
pub(super) fn each(
    mut message: Bytes,
    field: u32,
    visit: &mut dyn FnMut(Bytes) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    while message.has_remaining() {
        let (number, wire_type) = encoding::decode_key(&mut message)?;
        if number == field {
            let mut inner = Bytes::new();
            encoding::bytes::merge(wire_type, &mut inner, &mut message, DecodeContext::default())?;
            visit(inner)?;
        } else {
            encoding::skip_field(wire_type, number, &mut message, DecodeContext::default())?;
        }
    }
    Ok(())
}

/// The bytes of the last field of this number; empty when there is none.
pub(super) fn last(message: Bytes, field: u32) -> Result<Bytes, DecodeError> {
    let mut found = Bytes::new();
    each(message, field, &mut |inner| {
        found = inner;
        Ok(())
    })?;
    Ok(found)
}

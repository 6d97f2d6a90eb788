//! The opaque place in a list that a client hands back to go on. It is bound to its project, filter and order: used with
//! others, it is refused instead of giving a page that makes no sense.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::RunId;
use sha2::{Digest, Sha256};
use store::ProjectScope;
use store::runs::{Cursor, ListOrder, SortBy};

use super::written::Written;
use crate::error::ApiError;

/// The first byte: the form of what follows.
const FORM: u8 = 2;
const LENGTH: usize = 1 + 1 + 8 + 16 + 8;

/// What a list shows, and in which order.
type Of<'a> = (&'a Written, ListOrder);

/// The text of a place in a list.
pub(super) fn write(cursor: Cursor, at: &ProjectScope, of: Of<'_>) -> String {
    let mut bytes = [0; LENGTH];
    bytes[0] = FORM;
    bytes[1] = u8::from(cursor.value.is_some());
    bytes[2..10].copy_from_slice(&cursor.value.unwrap_or(0).to_be_bytes());
    bytes[10..26].copy_from_slice(cursor.id.as_bytes());
    bytes[26..].copy_from_slice(&fingerprint(at, of));
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The place that this text names in a list.
pub(super) fn parse(text: &str, at: &ProjectScope, of: Of<'_>) -> Result<Cursor, ApiError> {
    let refused =
        |why: &str| ApiError::BadRequest(format!("cursor {why}; leave it out to begin at the top of the list again"));
    let bytes = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| <[u8; LENGTH]>::try_from(bytes).ok());
    let bytes = bytes.filter(|bytes| bytes[0] == FORM && bytes[1] <= 1);
    let bytes = bytes.ok_or_else(|| refused("is none that this server made"))?;
    if bytes[26..] != fingerprint(at, of) {
        return Err(refused("belongs to a list with another filter or order"));
    }
    let mut value = [0; 8];
    value.copy_from_slice(&bytes[2..10]);
    let mut id = [0; 16];
    id.copy_from_slice(&bytes[10..26]);
    let value = Some(i64::from_be_bytes(value)).filter(|_| bytes[1] == 1);
    Ok(Cursor { value, id: RunId::from_bytes(id) })
}

/// What a list is of, in eight bytes.
fn fingerprint(at: &ProjectScope, (written, order): Of<'_>) -> [u8; 8] {
    let by = match order.by {
        SortBy::CreatedAt => 0,
        SortBy::Duration => 1,
        SortBy::Tokens => 2,
        SortBy::Cost => 3,
        SortBy::Messages => 4,
    };
    let mut hash = Sha256::new();
    hash.update(at.project().0.as_bytes());
    hash.update(written.as_written().fingerprint().to_be_bytes());
    hash.update([by, u8::from(order.is_descending)]);
    let mut short = [0; 8];
    short.copy_from_slice(&hash.finalize()[..8]);
    short
}

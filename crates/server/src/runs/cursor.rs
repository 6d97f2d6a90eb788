//! The opaque place in a list that a client hands back to go on. It is bound to its project and filter: used with others, it
//! is refused instead of giving a page that makes no sense.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{RunId, Timestamp};
use sha2::{Digest, Sha256};
use store::ProjectScope;
use store::runs::{Cursor, ListQuery};

use crate::error::ApiError;

/// The first byte: the form of what follows.
const FORM: u8 = 1;
const LENGTH: usize = 1 + 8 + 16 + 8;

/// The text of a place in the list that `query` asks for.
pub(super) fn write(cursor: Cursor, at: &ProjectScope, query: &ListQuery) -> String {
    let mut bytes = [0; LENGTH];
    bytes[0] = FORM;
    bytes[1..9].copy_from_slice(&cursor.created_at.micros().to_be_bytes());
    bytes[9..25].copy_from_slice(cursor.id.as_bytes());
    bytes[25..].copy_from_slice(&fingerprint(at, query));
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The place that this text names in the list that `query` asks for.
pub(super) fn parse(text: &str, at: &ProjectScope, query: &ListQuery) -> Result<Cursor, ApiError> {
    let refused =
        |why: &str| ApiError::BadRequest(format!("cursor {why}; leave it out to begin with the newest runs again"));
    let bytes = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| <[u8; LENGTH]>::try_from(bytes).ok());
    let bytes = bytes.filter(|bytes| bytes[0] == FORM).ok_or_else(|| refused("is none that this server made"))?;
    if bytes[25..] != fingerprint(at, query) {
        return Err(refused("belongs to a list with another filter"));
    }
    let mut micros = [0; 8];
    micros.copy_from_slice(&bytes[1..9]);
    let mut id = [0; 16];
    id.copy_from_slice(&bytes[9..25]);
    Ok(Cursor { created_at: Timestamp::from_micros(i64::from_be_bytes(micros)), id: RunId::from_bytes(id) })
}

/// What a list is of, in eight bytes.
fn fingerprint(at: &ProjectScope, query: &ListQuery) -> [u8; 8] {
    let mut hash = Sha256::new();
    hash.update(at.project().0.as_bytes());
    let mut types: Vec<&str> = query.types.iter().map(String::as_str).collect();
    types.sort_unstable();
    for word in types {
        hash.update((word.len() as u64).to_be_bytes());
        hash.update(word);
    }
    hash.update([u8::from(query.roots_only), u8::from(query.parent.is_some())]);
    hash.update(query.parent.map_or([0; 16], |parent| *parent.as_bytes()));
    let mut short = [0; 8];
    short.copy_from_slice(&hash.finalize()[..8]);
    short
}

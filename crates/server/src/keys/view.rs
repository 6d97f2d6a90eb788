//! Keys as the wire has them.

use model::{AccountId, KeyId, Timestamp};
use serde::Serialize;
use store::meta::{KeyKind, KeyRow};
use utoipa::ToSchema;
use uuid::Uuid;

/// How many characters of a key are shown to everybody who may see that it is there.
const SHOWN: usize = 4;

/// A key of a project.
#[derive(Serialize, ToSchema)]
#[schema(as = ApiKey)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KeyView {
    /// Its number, by which the ledger and the audit log name it.
    #[schema(value_type = i64)]
    id: KeyId,
    /// `public` or `private`.
    kind: &'static str,
    /// What people call it; null for those that came with the project.
    name: Option<String>,
    /// The last characters of it.
    display: String,
    /// The key itself; of a private one only for who may read private keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "uuid")]
    key: Option<Uuid>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// The account that made it; null for those that the server made by itself.
    #[schema(value_type = Option<String>, format = "uuid")]
    created_by: Option<AccountId>,
    /// A few seconds late; null as long as nobody used it.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_used_at: Option<Timestamp>,
    /// From then on it opens nothing; null when it does not end.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
}

impl KeyView {
    /// `tells_private`: whether the reader may know private keys.
    pub(super) fn new(row: KeyRow, tells_private: bool) -> KeyView {
        let text = row.key.to_string();
        let kind = match row.kind {
            KeyKind::Public => "public",
            KeyKind::Private => "private",
        };
        KeyView {
            id: row.id,
            kind,
            name: row.name,
            display: format!("…{}", &text[text.len() - SHOWN..]),
            key: Some(row.key).filter(|_| tells_private || row.kind == KeyKind::Public),
            created_at: row.created_at,
            created_by: row.created_by,
            last_used_at: row.last_used_at,
            expires_at: row.expires_at,
        }
    }
}

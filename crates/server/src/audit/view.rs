//! A row of the audit log as the wire has it (spec `audit-logs-and-jobs.md` 1.1).

use model::{OrgId, Timestamp};
use serde::Serialize;
use store::meta::AuditRow;
use utoipa::ToSchema;
use uuid::Uuid;

/// Something that somebody did, with the names that things had at the time.
#[derive(Serialize, ToSchema)]
#[schema(as = AuditLog)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AuditView {
    /// Unique.
    #[schema(value_type = String, format = "uuid")]
    id: Uuid,
    /// Its place in the log, from 1 without gaps; `before` takes it.
    seq: i64,
    /// When it was done.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// The same: rows never change.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// Whose log it is.
    #[schema(value_type = String, format = "uuid")]
    org_id: OrgId,
    /// The kind of thing.
    resource_type: String,
    /// Which thing; null where there is no one thing.
    resource_id: Option<String>,
    /// What was done.
    action: String,
    /// An account, or what stands for an API key.
    user_id: String,
    /// Of the account, or `API key` and its number.
    user_name: Option<String>,
    /// Null for API keys.
    user_email: Option<String>,
    /// The project, where the request named one.
    project_id: Option<String>,
    /// What it was called.
    project_name: Option<String>,
    /// Where the request came from.
    ip_address: Option<String>,
    /// What the client called itself.
    user_agent: Option<String>,
}

impl AuditView {
    pub(super) fn new(row: AuditRow, org: OrgId) -> AuditView {
        AuditView {
            id: row.id,
            seq: row.seq,
            created_at: row.created_at,
            updated_at: row.created_at,
            org_id: org,
            resource_type: row.resource_type,
            resource_id: row.resource_id,
            action: row.action,
            user_id: row.user_id,
            user_name: row.user_name,
            user_email: row.user_email,
            project_id: row.project_id,
            project_name: row.project_name,
            ip_address: row.ip_address,
            user_agent: row.user_agent,
        }
    }
}

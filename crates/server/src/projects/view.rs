//! Projects as the wire has them (spec `api-auth-and-orgs.md` 5).

use model::{OrgId, ProjectId, Timestamp};
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::meta::ProjectRow;
use utoipa::ToSchema;
use uuid::{Builder, Uuid};

/// A project.
#[derive(Serialize, ToSchema)]
#[schema(as = Project)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProjectView {
    /// Its id, which is a public key of it.
    #[schema(value_type = String, format = "uuid")]
    id: ProjectId,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// What people call it.
    name: String,
    /// The organisation that owns it.
    #[schema(value_type = String, format = "uuid")]
    org_id: OrgId,
    /// For how long runs are kept; null: without end.
    data_retention_days: Option<u32>,
}

/// A project in the list of the caller's own.
#[derive(Serialize, ToSchema)]
#[schema(as = OwnProject)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OwnProjectView {
    #[serde(flatten)]
    project: ProjectView,
    /// Null: all events are taken in.
    #[schema(value_type = Option<Object>)]
    filters: Option<()>,
    /// Whether it has any run.
    activated: bool,
    /// The same as `id`.
    #[schema(value_type = String, format = "uuid")]
    public_api_key: ProjectId,
    /// Absent for who may not read private keys, and when there is none. To a key, it is that key.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "uuid")]
    private_api_key: Option<Uuid>,
    /// All projects of the caller.
    #[schema(value_type = Vec<String>)]
    projects: Vec<ProjectId>,
    /// The dashboard that its pages begin with: always the same for a project, whether or not it was ever looked at.
    #[schema(value_type = String, format = "uuid")]
    home_dashboard_id: Uuid,
}

impl ProjectView {
    pub(crate) fn new(row: ProjectRow) -> ProjectView {
        ProjectView {
            id: row.id,
            created_at: row.created_at,
            name: row.name,
            org_id: row.org,
            data_retention_days: None,
        }
    }
}

impl OwnProjectView {
    pub(super) fn new(row: ProjectRow, activated: bool, projects: Vec<ProjectId>) -> OwnProjectView {
        OwnProjectView {
            filters: None,
            activated,
            public_api_key: row.id,
            private_api_key: row.private_key,
            projects,
            home_dashboard_id: home_dashboard(row.id),
            project: ProjectView::new(row),
        }
    }
}

/// The id of a project's home dashboard follows from the project's, so that clients may keep it from before there are any.
fn home_dashboard(project: ProjectId) -> Uuid {
    let hash = Sha256::digest(format!("home dashboard of {project}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_project_has_a_home_dashboard_of_its_own_and_keeps_it() {
        let of = |number| home_dashboard(ProjectId(Uuid::from_u128(number)));
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
        assert_eq!(of(1).to_string(), "d434bcb3-2384-8620-bd4e-d8791b7bcf16");
    }
}

//! Labels, and who may move them, as the wire has them.

use model::{Role, Timestamp, VersionId};
use serde::Serialize;
use store::meta::{LabelRow, LabelRule};
use utoipa::ToSchema;

use super::view::DoerView;

/// A label of a template.
#[derive(Serialize, ToSchema)]
#[schema(as = TemplateLabel)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LabelView {
    name: String,
    #[schema(value_type = i64)]
    version_id: VersionId,
    /// The number of the version in its template.
    version: i64,
    /// When it was pointed there.
    #[schema(value_type = String, format = DateTime)]
    moved_at: Timestamp,
    moved_by: DoerView,
    /// Whether not everybody moves it who may deploy.
    is_protected: bool,
}

/// Who may move a label, beside the owner.
#[derive(Serialize, ToSchema)]
#[schema(as = LabelProtection)]
pub(crate) struct RuleView {
    label: String,
    roles: Vec<&'static str>,
    /// Whether private keys may.
    keys: bool,
}

impl From<LabelRow> for LabelView {
    fn from(row: LabelRow) -> LabelView {
        LabelView {
            name: row.name,
            version_id: row.version,
            version: row.number,
            moved_at: row.moved_at,
            moved_by: row.moved_by.into(),
            is_protected: row.is_protected,
        }
    }
}

impl From<LabelRule> for RuleView {
    fn from(rule: LabelRule) -> RuleView {
        RuleView { label: rule.name, roles: rule.roles.into_iter().map(Role::word).collect(), keys: rule.keys }
    }
}

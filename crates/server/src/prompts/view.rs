//! Templates and versions as the wire has them. Without `fields=all` these are the reference's keys, in its order.

use model::prompt::keys::{self, Spelling};
use model::prompt::{PRODUCTION, PromptBody};
use model::{AccountId, ProjectId, RawJson, TemplateId, Timestamp, VersionId};
use serde::Serialize;
use serde_json::Value;
use store::meta::{Doer, LiveVersion, RevisionRow, Template, TemplateRow, VersionRow};
use utoipa::ToSchema;
use uuid::Uuid;

use super::query::Shape;

/// A prompt template.
#[derive(Serialize, ToSchema)]
#[schema(as = Template)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TemplateView {
    #[schema(value_type = i64)]
    id: TemplateId,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// The account that made it; null when a key did, or when the account is gone.
    #[schema(value_type = Option<String>, format = "uuid")]
    owner_id: Option<AccountId>,
    /// What SDKs ask for; unique in the project.
    slug: String,
    #[schema(value_type = String, format = "uuid")]
    project_id: ProjectId,
    /// `openai` or `text`.
    mode: &'static str,
    #[serde(flatten)]
    more: MoreOfTemplate,
    /// The newest first; absent where a template is shown beside one of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    versions: Option<Vec<VersionView>>,
}

/// With `fields=all`.
#[derive(Serialize, ToSchema, Default)]
#[serde(rename_all = "camelCase")]
struct MoreOfTemplate {
    /// Names with `/` between; empty at the top.
    #[serde(skip_serializing_if = "Option::is_none")]
    folder: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    updated_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_by: Option<DoerView>,
    /// The version that SDKs get; null when all are drafts, and absent where versions are.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    deployed_version_id: Option<Option<VersionId>>,
}

/// A saved state of a template.
#[derive(Serialize, ToSchema)]
#[schema(as = TemplateVersion)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VersionView {
    #[schema(value_type = i64)]
    id: VersionId,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// The model, and how to call it.
    #[schema(value_type = Object)]
    extra: Value,
    /// Messages, or one text.
    content: Value,
    #[schema(value_type = i64)]
    template_id: TemplateId,
    /// Its number in the template, from 1.
    version: i64,
    #[schema(value_type = Option<Object>)]
    test_values: Value,
    is_draft: bool,
    notes: Option<String>,
    /// When the draft went live; null for drafts, and for what was live from the beginning.
    #[schema(value_type = Option<String>, format = DateTime)]
    published_at: Option<Timestamp>,
    #[serde(flatten)]
    more: MoreOfVersion,
    /// By itself: its template.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(no_recursion)]
    template: Option<Box<TemplateView>>,
}

/// With `fields=all`.
#[derive(Serialize, ToSchema, Default)]
#[serde(rename_all = "camelCase")]
struct MoreOfVersion {
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by: Option<DoerView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    updated_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_by: Option<DoerView>,
    /// One more with every change; also the `ETag`, for `If-Match`.
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<i64>,
    /// The labels that point at it, `production` included.
    #[serde(skip_serializing_if = "Option::is_none")]
    labels: Option<Vec<String>>,
}

/// Who did something.
#[derive(Serialize, ToSchema)]
#[schema(as = Doer)]
pub(super) struct DoerView {
    /// An account, or the pseudo-user of a key, as in the audit log.
    #[schema(value_type = String, format = "uuid")]
    id: Uuid,
    /// What they were called then.
    name: Option<String>,
}

/// A version as SDKs get it.
#[derive(Serialize, ToSchema)]
#[schema(as = LiveTemplateVersion)]
pub(crate) struct LatestView {
    /// The id of the version, as text: runs name it as `templateId`.
    id: String,
    slug: String,
    /// Messages, or one text.
    content: Value,
    /// The model, and how to call it.
    #[schema(value_type = Object)]
    extra: Value,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Its number in the template, from 1.
    version: i64,
}

/// The same, in a list.
#[derive(Serialize, ToSchema)]
#[schema(as = LiveTemplate)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LiveRowView {
    /// The id of the version, as text: runs name it as `templateId`.
    id: String,
    slug: String,
    /// Messages, or one text.
    content: Value,
    /// The model, and how to call it.
    #[schema(value_type = Object)]
    extra: Value,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Its number in the template, from 1.
    version: i64,
}

/// What a version said before somebody changed it in place.
#[derive(Serialize, ToSchema)]
#[schema(as = TemplateRevision)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RevisionView {
    revision: i64,
    content: Value,
    #[schema(value_type = Object)]
    extra: Value,
    #[schema(value_type = Option<Object>)]
    test_values: Value,
    /// When that was saved.
    #[schema(value_type = String, format = DateTime)]
    saved_at: Timestamp,
    saved_by: DoerView,
}

impl TemplateView {
    pub(super) fn new(template: Template, project: ProjectId, shape: Shape) -> TemplateView {
        let is_deployed = |version: &&VersionRow| version.labels.iter().any(|label| label == PRODUCTION);
        let deployed = template.versions.iter().find(is_deployed).map(|version| version.id);
        let mut view = TemplateView::bare(template.row, project, shape);
        view.more.deployed_version_id = shape.is_full.then_some(deployed);
        let versions = template.versions.into_iter().map(|version| VersionView::new(version, shape));
        TemplateView { versions: Some(versions.collect()), ..view }
    }

    /// Without its versions.
    pub(super) fn bare(row: TemplateRow, project: ProjectId, shape: Shape) -> TemplateView {
        let more = MoreOfTemplate {
            folder: Some(row.folder),
            tags: Some(row.tags),
            updated_at: Some(row.updated_at),
            updated_by: Some(row.updated_by.into()),
            deployed_version_id: None,
        };
        TemplateView {
            id: row.id,
            created_at: row.created_at,
            owner_id: row.owner,
            slug: row.slug,
            project_id: project,
            mode: row.mode.word(),
            more: if shape.is_full { more } else { MoreOfTemplate::default() },
            versions: None,
        }
    }
}

impl VersionView {
    pub(super) fn new(row: VersionRow, shape: Shape) -> VersionView {
        let (content, extra) = said(&row.body, shape.spelling);
        let more = MoreOfVersion {
            created_by: Some(row.created_by.into()),
            updated_at: Some(row.updated_at),
            updated_by: Some(row.updated_by.into()),
            revision: Some(row.revision),
            labels: Some(row.labels),
        };
        VersionView {
            id: row.id,
            created_at: row.created_at,
            extra,
            content,
            template_id: row.template,
            version: row.number,
            test_values: opaque(row.body.test_values.as_ref()),
            is_draft: row.is_draft,
            notes: row.notes,
            published_at: row.published_at,
            more: if shape.is_full { more } else { MoreOfVersion::default() },
            template: None,
        }
    }

    /// With its template beside it.
    pub(super) fn with(self, template: TemplateView) -> VersionView {
        VersionView { template: Some(Box::new(template)), ..self }
    }
}

impl LatestView {
    pub(super) fn new(live: &LiveVersion, body: &PromptBody) -> LatestView {
        let (content, extra) = said(body, Spelling::Snake);
        LatestView {
            id: live.id.to_string(),
            slug: live.slug.to_string(),
            content,
            extra,
            created_at: live.created_at,
            version: live.number,
        }
    }
}

impl LiveRowView {
    pub(super) fn new((live, body): &(LiveVersion, PromptBody)) -> LiveRowView {
        let LatestView { id, slug, content, extra, created_at, version } = LatestView::new(live, body);
        LiveRowView { id, slug, content, extra, created_at, version }
    }
}

impl RevisionView {
    pub(super) fn new(row: RevisionRow, spelling: Spelling) -> RevisionView {
        let (content, extra) = said(&row.body, spelling);
        RevisionView {
            revision: row.revision,
            content,
            extra,
            test_values: opaque(row.body.test_values.as_ref()),
            saved_at: row.saved_at,
            saved_by: row.saved_by.into(),
        }
    }
}

impl From<Doer> for DoerView {
    fn from(doer: Doer) -> DoerView {
        DoerView { id: doer.id, name: doer.name }
    }
}

/// Content and extra, with the keys that have two spellings in this one.
fn said(body: &PromptBody, spelling: Spelling) -> (Value, Value) {
    (keys::content(body.content.to_value(), spelling), keys::extra(body.extra.to_value(), spelling))
}

fn opaque(json: Option<&RawJson>) -> Value {
    json.map_or(Value::Null, RawJson::to_value)
}

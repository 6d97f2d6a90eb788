//! The bodies of changes to prompts, read piece by piece so that a refusal says what is wrong. Pure functions.

use model::prompt::{PromptBody, check_label};
use model::{Permission, RawJson, Role, TemplateId, VersionId};
use serde::Deserialize;
use serde_json::{Map, Value};
use store::meta::{LabelMove, LabelRule, NewTemplate, NewVersion, Pointed, TemplateEdit, VersionEdit};
use utoipa::ToSchema;

use super::fields::Fields;
use crate::error::ApiError;
use crate::schema::{self, expected, integer_within};

/// The most that a version says: content, settings and test values together, as JSON.
const MAX_VERSION_BYTES: usize = 4 << 20;

/// A template to be made, with its first version.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TemplateInput)]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct TemplateInput {
    /// What SDKs ask for: no white space, no control characters, none of `# & % + ?`; unique in the project.
    slug: String,
    /// `openai` or `text`.
    mode: String,
    /// Messages; kept as they are.
    content: Vec<Value>,
    /// The model, and how to call it.
    #[schema(value_type = Option<Object>)]
    extra: Option<Value>,
    /// What to fill the placeholders with.
    #[schema(value_type = Option<Object>)]
    test_values: Option<Value>,
    /// Absent: it is a draft.
    is_draft: Option<bool>,
    /// Remarks on the version.
    notes: Option<String>,
    /// Names with `/` between; absent: at the top.
    folder: Option<String>,
    /// Up to 50 names.
    tags: Option<Vec<String>>,
}

/// What to change of a template; what is absent stays as it is.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct TemplateChange {
    /// The old slug leads nowhere from then on.
    slug: Option<String>,
    /// `openai` or `text`.
    mode: Option<String>,
    /// Names with `/` between; null: at the top.
    folder: Option<String>,
    /// Up to 50 names; null: none.
    tags: Option<Vec<String>>,
}

/// A version to be saved, or what a version is to be instead.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TemplateVersionInput)]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct VersionInput {
    /// A text, or messages; kept as they are.
    content: Value,
    /// The model, and how to call it.
    #[schema(value_type = Option<Object>)]
    extra: Option<Value>,
    /// What to fill the placeholders with.
    #[schema(value_type = Option<Object>)]
    test_values: Option<Value>,
    /// Whether it is not to be live.
    is_draft: bool,
    /// Remarks.
    notes: Option<String>,
}

/// Where a label is to point: one of the two.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct LabelTarget {
    /// The number of the version in its template.
    version: Option<i64>,
    /// The id of the version.
    version_id: Option<i64>,
}

/// What to go back to.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct Rollback {
    /// The number of a live version; absent: the one that was deployed before.
    version: Option<i64>,
}

/// Who may move a label; the owner always may.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct Protection {
    /// Of `admin`, `member` and `prompt_editor`.
    roles: Vec<String>,
    /// Whether private keys may; absent: they may not.
    keys: Option<bool>,
}

pub(super) fn new_template(body: Value) -> Result<NewTemplate, ApiError> {
    let mut fields = Fields::of(schema::object(body)?);
    let (slug, mode, content) = (fields.slug(), fields.mode(), fields.list_content());
    let new = NewTemplate {
        slug,
        mode,
        body: fields.body(content),
        is_draft: fields.is_draft(Some(true)),
        notes: fields.notes().flatten(),
        folder: fields.folder().unwrap_or_default(),
        tags: fields.tags().unwrap_or_default(),
    };
    check_size(&new.body)?;
    checked(new, &fields.issues())
}

/// Other members are not looked at: dashboards send the whole template.
pub(super) fn template_edit(body: Value) -> Result<TemplateEdit, ApiError> {
    let mut fields = Fields::of(schema::object(body)?);
    let edit = TemplateEdit {
        slug: fields.slug_if_any(),
        mode: fields.mode_if_any(),
        folder: fields.folder(),
        tags: fields.tags(),
    };
    checked(edit, &fields.issues())
}

pub(super) fn new_version(template: TemplateId, body: Value) -> Result<NewVersion, ApiError> {
    let mut fields = Fields::of(schema::object(body)?);
    let content = fields.content();
    let new = NewVersion {
        template,
        body: fields.body(content),
        is_draft: fields.is_draft(None),
        notes: fields.notes().flatten(),
    };
    check_size(&new.body)?;
    checked(new, &fields.issues())
}

/// `seen`: what the version must still be.
pub(super) fn version_edit(version: VersionId, body: Value, seen: Option<String>) -> Result<VersionEdit, ApiError> {
    let mut fields = Fields::of(schema::object(body)?);
    let edit = VersionEdit {
        version,
        content: fields.content(),
        extra: fields.extra(),
        test_values: fields.test_values(),
        is_draft: fields.is_draft(None),
        notes: fields.notes(),
        seen,
    };
    let parts = [Some(&edit.content), edit.extra.as_ref(), edit.test_values.as_ref().and_then(Option::as_ref)];
    check_bytes(parts.into_iter().flatten())?;
    checked(edit, &fields.issues())
}

pub(super) fn label_move(template: TemplateId, name: String, body: Value) -> Result<LabelMove, ApiError> {
    let members = schema::object(body)?;
    let to = match (number(&members, "version")?, number(&members, "versionId")?) {
        (Some(number), None) => Pointed::Number(number),
        (None, Some(id)) => Pointed::Id(VersionId(id)),
        (Some(_), Some(_)) => return Err(ApiError::Invalid("Send either \"version\" or \"versionId\"".into())),
        (None, None) => {
            return Err(ApiError::Invalid("Required at \"version\", or Required at \"versionId\"".into()));
        }
    };
    check_label(&name).map_err(ApiError::Invalid)?;
    Ok(LabelMove { template, name, to })
}

pub(super) fn rollback(body: Value) -> Result<Option<i64>, ApiError> {
    number(&schema::object(body)?, "version")
}

pub(super) fn label_rule(name: String, body: Value) -> Result<LabelRule, ApiError> {
    let members = schema::object(body)?;
    let roles: Result<Vec<Role>, String> = match members.get("roles") {
        Some(Value::Array(words)) => words.iter().enumerate().map(|(place, word)| role(place, word)).collect(),
        other => Err(expected("array", other, "roles")),
    };
    let keys = match members.get("keys") {
        None => Ok(false),
        Some(Value::Bool(keys)) => Ok(*keys),
        other => Err(expected("boolean", other, "keys")),
    };
    let name = check_label(&name).map(|()| name);
    match (name, roles, keys) {
        (Ok(name), Ok(roles), Ok(keys)) => Ok(LabelRule { name, roles, keys }),
        (name, roles, keys) => {
            let issues = [name.err(), roles.err(), keys.err()].into_iter().flatten().collect::<Vec<_>>();
            Err(ApiError::Invalid(issues.join("; ")))
        }
    }
}

/// A role that may deploy at all: to name another one would promise what it cannot have.
fn role(place: usize, word: &Value) -> Result<Role, String> {
    let able: Vec<&str> =
        Role::ALL.into_iter().filter(|role| role.may(Permission::PromptsUpdate)).map(Role::word).collect();
    let word = schema::enum_of(&able, Some(word), &format!("roles[{place}]"))?;
    Role::from_word(word).ok_or_else(|| format!("{word} is no role"))
}

fn number(members: &Map<String, Value>, name: &str) -> Result<Option<i64>, ApiError> {
    let found = members.get(name).filter(|value| !value.is_null());
    found.map(|value| integer_within(1..=i64::MAX, value, name)).transpose().map_err(ApiError::Invalid)
}

fn check_size(body: &PromptBody) -> Result<(), ApiError> {
    check_bytes([&body.content, &body.extra].into_iter().chain(&body.test_values))
}

/// Lists have all versions in them, so one must not be a book.
fn check_bytes<'a>(parts: impl Iterator<Item = &'a RawJson>) -> Result<(), ApiError> {
    let bytes: usize = parts.map(|part| part.text().len()).sum();
    if bytes <= MAX_VERSION_BYTES {
        return Ok(());
    }
    let limit = MAX_VERSION_BYTES >> 20;
    Err(ApiError::BadRequest(format!("A version takes {limit} MiB, and this one has {bytes} bytes; make it shorter")))
}

fn checked<T>(read: T, issues: &[String]) -> Result<T, ApiError> {
    if issues.is_empty() { Ok(read) } else { Err(ApiError::Invalid(issues.join("; "))) }
}

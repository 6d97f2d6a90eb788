//! Versions: saved, deployed, changed in place, and what they said before.

use model::prompt::{PRODUCTION, PromptBody};
use model::{RawJson, TemplateId, Timestamp, VersionId};
use rusqlite::params;

use super::change::Change;
use super::row::{self, RevisionRow, TemplateRow, VersionRow};
use super::{Decided, Editor, MAX_VERSIONS, Refused, Stop, decided};
use crate::meta::Meta;
use crate::meta::deed::Deed;
use crate::{ProjectScope, StoreError};

/// A version to be saved.
#[derive(Clone, Debug)]
pub struct NewVersion {
    /// Of which template.
    pub template: TemplateId,
    /// What it says.
    pub body: PromptBody,
    /// Whether it is not to be live.
    pub is_draft: bool,
    /// What people remark.
    pub notes: Option<String>,
}

pub(super) type Fresh = NewVersion;

/// What to change of a version in place; what is `None` stays as it is.
#[derive(Clone, Debug)]
pub struct VersionEdit {
    /// Which one.
    pub version: VersionId,
    /// What it is to say.
    pub content: RawJson,
    /// How to call the model.
    pub extra: Option<RawJson>,
    /// What to fill the placeholders with, or that there is nothing.
    pub test_values: Option<Option<RawJson>>,
    /// Whether it is not to be live.
    pub is_draft: bool,
    /// What people remark, or that they do not.
    pub notes: Option<Option<String>>,
    /// Only if it is as somebody saw it: its revision, or the time of its last change as the wire shows it.
    pub seen: Option<String>,
}

impl Meta {
    /// Saves a version of a template, with the number after the last.
    pub async fn create_version(
        &self,
        at: &ProjectScope,
        new: NewVersion,
        editor: Editor,
        now: Timestamp,
    ) -> Result<Decided<VersionRow>, StoreError> {
        let at = *at;
        self.write(move |tx, _| decided(create(&Change { tx, at: &at, editor: &editor, now }, &new))).await
    }

    /// Changes a version in place. What it said before is kept as a revision.
    pub async fn update_version(
        &self,
        at: &ProjectScope,
        edit: VersionEdit,
        editor: Editor,
        now: Timestamp,
    ) -> Result<Decided<VersionRow>, StoreError> {
        let at = *at;
        self.write(move |tx, _| decided(update(&Change { tx, at: &at, editor: &editor, now }, edit))).await
    }

    /// A version with its template.
    pub async fn get_version(
        &self,
        at: &ProjectScope,
        id: VersionId,
    ) -> Result<Option<(TemplateRow, VersionRow)>, StoreError> {
        let at = *at;
        self.read(move |connection, _| {
            let tx = connection.unchecked_transaction()?;
            let Some(version) = row::version(&tx, &at, id)? else { return Ok(None) };
            Ok(row::template(&tx, &at, version.template)?.map(|template| (template, version)))
        })
        .await
    }

    /// What a version said before, the newest first; `None` when the project has no such version.
    pub async fn list_revisions(
        &self,
        at: &ProjectScope,
        id: VersionId,
    ) -> Result<Option<Vec<RevisionRow>>, StoreError> {
        let at = *at;
        self.read_long(move |tx, _| {
            row::version(tx, &at, id)?.map(|version| row::revisions(tx, version.id)).transpose()
        })
        .await
    }
}

fn create(change: &Change<'_>, new: &NewVersion) -> Result<VersionRow, Stop> {
    change.template(new.template)?;
    if !new.is_draft {
        change.needs_more_than_drafts()?;
        change.may_move([PRODUCTION])?;
    }
    let (template, deed) = (new.template, if new.is_draft { Deed::SaveDraft } else { Deed::DeployVersion });
    let version = insert_version(change, new)?;
    change.note(deed, &template)?;
    Ok(version)
}

/// Stores a version with the number after the last one that its template gave.
pub(super) fn insert_version(change: &Change<'_>, new: &Fresh) -> Result<VersionRow, Stop> {
    let sql = "UPDATE template SET last_version = last_version + 1 WHERE id = ?1 AND last_version < ?2 RETURNING last_version";
    let mut next = change.tx.prepare_cached(sql)?;
    let mut numbers = next.query_map([new.template.0, MAX_VERSIONS], |row| row.get::<_, i64>(0))?;
    let number = numbers.next().ok_or(Stop::Refused(Refused::TooMany))??;
    let id = VersionId(row::next_id(change.tx, "template_version")?);
    let deployed_at = (!new.is_draft).then(|| change.time_of_deployment(new.template)).transpose()?;
    let (by, by_name) = change.doer();
    change
        .tx
        .prepare_cached(
            "INSERT INTO template_version (id, template_id, version, content, extra, test_values, is_draft, notes,
                                           deployed_at, created_at, created_by, created_by_name, updated_at, updated_by,
                                           updated_by_name)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?10, ?11, ?12)",
        )?
        .execute(params![
            id.0,
            new.template.0,
            number,
            new.body.content.text(),
            new.body.extra.text(),
            new.body.test_values.as_ref().map(RawJson::text),
            new.is_draft,
            new.notes,
            deployed_at,
            change.now.micros(),
            by,
            by_name,
        ])?;
    row::version(change.tx, change.at, id)?.ok_or(Stop::Refused(Refused::NoSuchVersion))
}

fn update(change: &Change<'_>, edit: VersionEdit) -> Result<VersionRow, Stop> {
    let found = row::version(change.tx, change.at, edit.version)?;
    let before = found.ok_or(Stop::Refused(Refused::NoSuchVersion))?;
    if let Some(seen) = &edit.seen
        && *seen != before.revision.to_string()
        && *seen != before.updated_at.to_string()
    {
        return Err(Refused::Stale.into());
    }
    let body = PromptBody {
        content: edit.content,
        extra: edit.extra.unwrap_or_else(|| before.body.extra.clone()),
        test_values: edit.test_values.unwrap_or_else(|| before.body.test_values.clone()),
    };
    check(change, &before, &body, edit.is_draft)?;
    let after = VersionRow {
        notes: edit.notes.unwrap_or_else(|| before.notes.clone()),
        is_draft: edit.is_draft,
        body,
        ..before.clone()
    };
    if after == before {
        return Ok(before);
    }
    if after.body != before.body {
        keep_revision(change, &before)?;
    }
    store(change, &before, &after)?;
    let is_deployed = !after.is_draft && (before.is_draft || after.body != before.body);
    change.note(if is_deployed { Deed::DeployVersion } else { Deed::SaveDraft }, &before.template)?;
    row::version(change.tx, change.at, before.id)?.ok_or(Stop::Refused(Refused::NoSuchVersion))
}

/// Whether the editor may make this of a version. Drafts that a label points at are as good as live.
fn check(change: &Change<'_>, before: &VersionRow, body: &PromptBody, is_draft: bool) -> Result<(), Stop> {
    if !before.is_draft || !is_draft || !before.labels.is_empty() {
        change.needs_more_than_drafts()?;
    }
    let says_other = before.body.content != body.content || before.body.extra != body.extra;
    let is_moved = before.is_draft && !is_draft;
    let is_withdrawn = !before.is_draft && is_draft;
    let labels = before.labels.iter().map(String::as_str);
    let concerned = labels.filter(|label| says_other || (is_withdrawn && *label == PRODUCTION));
    change.may_move(concerned.chain(is_moved.then_some(PRODUCTION)))
}

fn keep_revision(change: &Change<'_>, before: &VersionRow) -> Result<(), StoreError> {
    let body = &before.body;
    change.tx.execute(
        "INSERT INTO template_revision (version_id, revision, content, extra, test_values, saved_at, saved_by, saved_by_name)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            before.id.0,
            before.revision,
            body.content.text(),
            body.extra.text(),
            body.test_values.as_ref().map(RawJson::text),
            before.updated_at.micros(),
            before.updated_by.id.to_string(),
            before.updated_by.name,
        ],
    )?;
    Ok(())
}

fn store(change: &Change<'_>, before: &VersionRow, after: &VersionRow) -> Result<(), StoreError> {
    let (by, by_name) = change.doer();
    change.tx.execute(
        "UPDATE template_version
            SET content = ?2, extra = ?3, test_values = ?4, is_draft = ?5, notes = ?6, updated_at = ?7, updated_by = ?8,
                updated_by_name = ?9, revision = revision + 1
          WHERE id = ?1",
        params![
            after.id.0,
            after.body.content.text(),
            after.body.extra.text(),
            after.body.test_values.as_ref().map(RawJson::text),
            after.is_draft,
            after.notes,
            change.now.micros(),
            by,
            by_name,
        ],
    )?;
    match (before.is_draft, after.is_draft) {
        (true, false) => {
            let published_at = Some(change.now.micros());
            set_deployed(change, after.id, published_at, Some(change.time_of_deployment(after.template)?))
        }
        (false, true) => set_deployed(change, after.id, None, None),
        _ => Ok(()),
    }
}

fn set_deployed(
    change: &Change<'_>,
    version: VersionId,
    published_at: Option<i64>,
    deployed_at: Option<i64>,
) -> Result<(), StoreError> {
    let sql = "UPDATE template_version SET published_at = ?2, deployed_at = ?3 WHERE id = ?1";
    change.tx.execute(sql, params![version.0, published_at, deployed_at])?;
    Ok(())
}

/// Makes a version the deployed one; a draft goes live with that.
pub(super) fn deploy(change: &Change<'_>, version: &VersionRow) -> Result<(), Stop> {
    change.needs_more_than_drafts()?;
    change.may_move([PRODUCTION])?;
    let (by, by_name) = change.doer();
    change.tx.execute(
        "UPDATE template_version
            SET is_draft = 0,
                published_at = CASE WHEN is_draft = 1 THEN ?2 ELSE published_at END,
                deployed_at = ?3, updated_at = ?2, updated_by = ?4, updated_by_name = ?5, revision = revision + 1
          WHERE id = ?1",
        params![version.id.0, change.now.micros(), change.time_of_deployment(version.template)?, by, by_name],
    )?;
    change.note(Deed::DeployVersion, &version.template)?;
    Ok(())
}

//! Templates: made, listed, renamed, sorted into folders, deleted.

use model::prompt::{PromptBody, TemplateMode};
use model::{ProjectId, TemplateId, Timestamp};
use rusqlite::{Transaction, params};

use super::change::Change;
use super::row::{self, Template, TemplateRow, VersionRow};
use super::version::{Fresh, insert_version};
use super::{Decided, Editor, MAX_TEMPLATES, Refused, Stop, decided};
use crate::meta::Meta;
use crate::meta::deed::Deed;
use crate::{ProjectScope, StoreError};

/// A template to be made, with its first version.
#[derive(Clone, Debug)]
pub struct NewTemplate {
    /// What SDKs are to ask for. Where it is taken and ends in `-copy`, it gets a number.
    pub slug: String,
    /// What it is for.
    pub mode: TemplateMode,
    /// What the first version says.
    pub body: PromptBody,
    /// Whether the first version is a draft.
    pub is_draft: bool,
    /// Remarks on the first version.
    pub notes: Option<String>,
    /// Where it lies.
    pub folder: String,
    /// What it is sorted by.
    pub tags: Vec<String>,
}

/// What to change of a template; what is `None` stays as it is.
#[derive(Clone, Default, Debug)]
pub struct TemplateEdit {
    /// What SDKs are to ask for; the old slug leads nowhere from then on.
    pub slug: Option<String>,
    /// What it is for.
    pub mode: Option<TemplateMode>,
    /// Where it lies.
    pub folder: Option<String>,
    /// What it is sorted by.
    pub tags: Option<Vec<String>>,
}

impl Meta {
    /// The templates of the project with all their versions, the newest first.
    pub async fn list_templates(&self, at: &ProjectScope) -> Result<Vec<Template>, StoreError> {
        let at = *at;
        self.read_long(move |tx, _| {
            let rows = row::templates(tx, BY_AGE, [at.project().to_string()])?;
            let mut templates: Vec<Template> =
                rows.into_iter().map(|row| Template { row, versions: Vec::new() }).collect();
            let places: std::collections::HashMap<TemplateId, usize> =
                templates.iter().enumerate().map(|(place, template)| (template.row.id, place)).collect();
            for version in row::versions(tx, "", [at.project().to_string()])? {
                if let Some(&place) = places.get(&version.template) {
                    templates[place].versions.push(version);
                }
            }
            Ok(templates)
        })
        .await
    }

    /// The templates of the project without their versions, the newest first.
    pub async fn list_template_rows(&self, at: &ProjectScope) -> Result<Vec<TemplateRow>, StoreError> {
        let at = *at;
        self.read_long(move |connection, _| row::templates(connection, BY_AGE, [at.project().to_string()])).await
    }

    /// A template with its versions.
    pub async fn get_template(&self, at: &ProjectScope, id: TemplateId) -> Result<Option<Template>, StoreError> {
        let at = *at;
        self.read_long(move |tx, _| {
            let Some(row) = row::template(tx, &at, id)? else { return Ok(None) };
            Ok(Some(Template { row, versions: row::versions_of(tx, &at, id)? }))
        })
        .await
    }

    /// Two versions of a template by their numbers, each if there is one; `None` when the project has no such template.
    pub async fn two_versions(
        &self,
        at: &ProjectScope,
        id: TemplateId,
        (one, other): (i64, i64),
    ) -> Result<Option<(Option<VersionRow>, Option<VersionRow>)>, StoreError> {
        let at = *at;
        self.read_long(move |tx, _| {
            if row::template(tx, &at, id)?.is_none() {
                return Ok(None);
            }
            Ok(Some((row::numbered(tx, &at, (id, one))?, row::numbered(tx, &at, (id, other))?)))
        })
        .await
    }

    /// Makes a template with its first version.
    pub async fn create_template(
        &self,
        at: &ProjectScope,
        new: NewTemplate,
        editor: Editor,
        now: Timestamp,
    ) -> Result<Decided<Template>, StoreError> {
        let at = *at;
        self.write(move |tx, _| decided(create(&Change { tx, at: &at, editor: &editor, now }, new))).await
    }

    /// Renames a template, or changes what else is said of it. A change of nothing gives it as it is.
    pub async fn update_template(
        &self,
        at: &ProjectScope,
        (id, edit): (TemplateId, TemplateEdit),
        editor: Editor,
        now: Timestamp,
    ) -> Result<Decided<Template>, StoreError> {
        let at = *at;
        self.write(move |tx, _| decided(update(&Change { tx, at: &at, editor: &editor, now }, id, &edit))).await
    }

    /// Deletes a template with all its versions. Runs that name one of them name none from then on.
    pub async fn delete_template(
        &self,
        at: &ProjectScope,
        id: TemplateId,
        editor: Editor,
        now: Timestamp,
    ) -> Result<Decided<()>, StoreError> {
        let at = *at;
        self.write(move |tx, _| decided(delete(&Change { tx, at: &at, editor: &editor, now }, id))).await
    }
}

const BY_AGE: &str = "ORDER BY template.created_at DESC, template.id DESC";

fn create(change: &Change<'_>, new: NewTemplate) -> Result<Template, Stop> {
    if !new.is_draft {
        change.needs_more_than_drafts()?;
        change.may_move([model::prompt::PRODUCTION])?;
    }
    let project = change.at.project().to_string();
    let sql = "SELECT count(*) FROM template WHERE project_id = ?1";
    let count: u64 = change.tx.prepare_cached(sql)?.query_row([&project], |row| row.get(0))?;
    if count >= MAX_TEMPLATES {
        return Err(Refused::TooMany.into());
    }
    let slug = free_slug(change, &new.slug)?;
    let id = TemplateId(row::next_id(change.tx, "template")?);
    let (by, by_name) = change.doer();
    change.tx.execute(
        "INSERT INTO template (id, project_id, slug, mode, folder, tags, owner_id, created_at, updated_at, updated_by,
                               updated_by_name)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10)",
        params![
            id.0,
            project,
            slug,
            new.mode.word(),
            new.folder,
            tags_text(&new.tags),
            change.editor.account().map(|id| id.to_string()),
            change.now.micros(),
            by,
            by_name,
        ],
    )?;
    let fresh = Fresh { template: id, body: new.body, is_draft: new.is_draft, notes: new.notes };
    let version = insert_version(change, &fresh)?;
    change.note(Deed::CreateTemplate, &id)?;
    Ok(Template { row: change.template(id)?, versions: vec![version] })
}

/// The slug, or where it is the copy of a copy the next one that is free.
fn free_slug(change: &Change<'_>, wanted: &str) -> Result<String, Stop> {
    let mut slug = wanted.to_owned();
    for number in 2..=MAX_TEMPLATES {
        if !is_taken(change, &slug)? {
            return Ok(slug);
        }
        if !wanted.ends_with("-copy") {
            break;
        }
        slug = format!("{wanted}-{number}");
    }
    Err(Refused::SlugTaken.into())
}

fn is_taken(change: &Change<'_>, slug: &str) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) FROM template WHERE project_id = ?1 AND slug = ?2";
    let project = change.at.project().to_string();
    let found: i64 = change.tx.prepare_cached(sql)?.query_row([&project, slug], |row| row.get(0))?;
    Ok(found > 0)
}

fn update(change: &Change<'_>, id: TemplateId, edit: &TemplateEdit) -> Result<Template, Stop> {
    let before = change.template(id)?;
    if let Some(slug) = edit.slug.as_ref().filter(|slug| **slug != before.slug) {
        // Whoever asks for the old one gets nothing: that is a change of everything that a label leads to.
        change.may_move_all(id)?;
        if is_taken(change, slug)? {
            return Err(Refused::SlugTaken.into());
        }
    }
    let after = TemplateRow {
        slug: edit.slug.clone().unwrap_or_else(|| before.slug.clone()),
        mode: edit.mode.unwrap_or(before.mode),
        folder: edit.folder.clone().unwrap_or_else(|| before.folder.clone()),
        tags: edit.tags.clone().unwrap_or_else(|| before.tags.clone()),
        ..before.clone()
    };
    if after != before {
        let (by, by_name) = change.doer();
        change.tx.execute(
            "UPDATE template
                SET slug = ?2, mode = ?3, folder = ?4, tags = ?5, updated_at = ?6, updated_by = ?7, updated_by_name = ?8
              WHERE id = ?1",
            params![
                id.0,
                after.slug,
                after.mode.word(),
                after.folder,
                tags_text(&after.tags),
                change.now.micros(),
                by,
                by_name
            ],
        )?;
        change.note(Deed::RenameTemplate, &id)?;
    }
    Ok(Template { row: change.template(id)?, versions: row::versions_of(change.tx, change.at, id)? })
}

fn delete(change: &Change<'_>, id: TemplateId) -> Result<(), Stop> {
    change.template(id)?;
    change.may_move_all(id)?;
    change.tx.execute("DELETE FROM template WHERE id = ?1", [id.0])?;
    change.note(Deed::DeleteTemplate, &id)?;
    Ok(())
}

/// Deletes everything that a project has of prompts.
pub(in crate::meta) fn delete_all(tx: &Transaction<'_>, project: ProjectId) -> Result<(), StoreError> {
    for sql in ["DELETE FROM template WHERE project_id = ?1", "DELETE FROM prompt_label_rule WHERE project_id = ?1"] {
        tx.execute(sql, [project.to_string()])?;
    }
    Ok(())
}

fn tags_text(tags: &[String]) -> String {
    serde_json::Value::from(tags).to_string()
}

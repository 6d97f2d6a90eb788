//! How templates and versions lie in `meta.db`.

use model::prompt::{PromptBody, TemplateMode};
use model::{AccountId, RawJson, TemplateId, Timestamp, VersionId};
use rusqlite::{Connection, OptionalExtension, Params, Row, Transaction};
use uuid::Uuid;

use crate::meta::sqlite::uuid_at;
use crate::{ProjectScope, StoreError};

/// Who did something, as the audit log names them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Doer {
    /// An account, which may be gone, or the pseudo-user of a key.
    pub id: Uuid,
    /// What they were called then.
    pub name: Option<String>,
}

/// A template by itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TemplateRow {
    /// Its number.
    pub id: TemplateId,
    /// What SDKs ask for; unique in the project.
    pub slug: String,
    /// What it is for.
    pub mode: TemplateMode,
    /// Names with `/` between; empty at the top.
    pub folder: String,
    /// What people sort it by.
    pub tags: Vec<String>,
    /// The account that made it; `None` when a key did, or when the account is gone.
    pub owner: Option<AccountId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it itself was changed last; its versions have times of their own.
    pub updated_at: Timestamp,
    /// Who did that.
    pub updated_by: Doer,
}

/// A saved state of a template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VersionRow {
    /// Its number in the whole store.
    pub id: VersionId,
    /// What it is a version of.
    pub template: TemplateId,
    /// Its number in the template, from 1.
    pub number: i64,
    /// What it says.
    pub body: PromptBody,
    /// Whether it is not live.
    pub is_draft: bool,
    /// What people remark.
    pub notes: Option<String>,
    /// When it was saved first.
    pub created_at: Timestamp,
    /// Who did that.
    pub created_by: Doer,
    /// When it was changed last.
    pub updated_at: Timestamp,
    /// Who did that.
    pub updated_by: Doer,
    /// One more with every change, from 1.
    pub revision: i64,
    /// When it went from draft to live; `None` for drafts, and for what was live from the beginning.
    pub published_at: Option<Timestamp>,
    /// The labels that point at it, `production` included, by name.
    pub labels: Vec<String>,
}

/// A template with its versions, the newest first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Template {
    /// The template.
    pub row: TemplateRow,
    /// Its versions.
    pub versions: Vec<VersionRow>,
}

/// What a version said before it was changed in place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RevisionRow {
    /// Its number in the version.
    pub revision: i64,
    /// What it said.
    pub body: PromptBody,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// Who did that.
    pub saved_by: Doer,
}

const TEMPLATE: &str = "template.id, template.slug, template.mode, template.folder, template.tags, account.id, \
                        template.created_at, template.updated_at, template.updated_by, template.updated_by_name";

/// Templates of the project, in this order; `rest` continues the conditions.
pub(super) fn templates(
    connection: &Connection,
    rest: &str,
    values: impl Params,
) -> Result<Vec<TemplateRow>, StoreError> {
    let mut select = connection.prepare_cached(&format!(
        "SELECT {TEMPLATE}
           FROM template
           LEFT JOIN account ON account.id = template.owner_id
          WHERE template.project_id = ?1
            {rest}"
    ))?;
    let rows = select.query_map(values, read_template)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The project's template of this number.
pub(super) fn template(
    connection: &Connection,
    at: &ProjectScope,
    id: TemplateId,
) -> Result<Option<TemplateRow>, StoreError> {
    let found = templates(connection, "AND template.id = ?2", (at.project().to_string(), id.0))?;
    Ok(found.into_iter().next())
}

fn read_template(row: &Row<'_>) -> rusqlite::Result<TemplateRow> {
    Ok(TemplateRow {
        id: TemplateId(row.get(0)?),
        slug: row.get(1)?,
        mode: TemplateMode::from_word(row.get_ref(2)?.as_str()?),
        folder: row.get(3)?,
        tags: serde_json::from_str(row.get_ref(4)?.as_str()?).unwrap_or_default(),
        owner: uuid_at(row, 5)?.map(AccountId),
        created_at: Timestamp::from_micros(row.get(6)?),
        updated_at: Timestamp::from_micros(row.get(7)?),
        updated_by: doer(row, 8)?,
    })
}

const VERSION: &str = "version.id, version.template_id, version.version, version.content, version.extra, \
                       version.test_values, version.is_draft, version.notes, version.created_at, version.created_by, \
                       version.created_by_name, version.updated_at, version.updated_by, version.updated_by_name, \
                       version.revision, version.published_at";

/// Versions of templates of the project, the newest first; `rest` continues the conditions.
pub(super) fn versions(
    connection: &Connection,
    rest: &str,
    values: impl Params,
) -> Result<Vec<VersionRow>, StoreError> {
    let mut select = connection.prepare_cached(&format!(
        "SELECT {VERSION},
                (SELECT live.id
                   FROM template_version AS live
                  WHERE live.template_id = version.template_id
                    AND live.is_draft = 0
                  ORDER BY live.deployed_at DESC, live.id DESC
                  LIMIT 1)
           FROM template_version AS version
           JOIN template ON template.id = version.template_id
          WHERE template.project_id = ?1
            {rest}
          ORDER BY version.id DESC"
    ))?;
    let rows = select.query_map(values, read_version)?;
    let mut versions = rows.collect::<Result<Vec<_>, _>>()?;
    add_labels(connection, &mut versions)?;
    Ok(versions)
}

/// The project's version of this number.
pub(super) fn version(
    connection: &Connection,
    at: &ProjectScope,
    id: VersionId,
) -> Result<Option<VersionRow>, StoreError> {
    let found = versions(connection, "AND version.id = ?2", (at.project().to_string(), id.0))?;
    Ok(found.into_iter().next())
}

/// All versions of a template of the project.
pub(super) fn versions_of(
    connection: &Connection,
    at: &ProjectScope,
    template: TemplateId,
) -> Result<Vec<VersionRow>, StoreError> {
    versions(connection, "AND version.template_id = ?2", (at.project().to_string(), template.0))
}

/// The version of this number in a template of the project.
pub(super) fn numbered(
    connection: &Connection,
    at: &ProjectScope,
    (template, number): (TemplateId, i64),
) -> Result<Option<VersionRow>, StoreError> {
    let values = (at.project().to_string(), template.0, number);
    let found = versions(connection, "AND version.template_id = ?2 AND version.version = ?3", values)?;
    Ok(found.into_iter().next())
}

fn read_version(row: &Row<'_>) -> rusqlite::Result<VersionRow> {
    let id = VersionId(row.get(0)?);
    let deployed: Option<i64> = row.get(16)?;
    Ok(VersionRow {
        id,
        template: TemplateId(row.get(1)?),
        number: row.get(2)?,
        body: body(row, 3)?,
        is_draft: row.get(6)?,
        notes: row.get(7)?,
        created_at: Timestamp::from_micros(row.get(8)?),
        created_by: doer(row, 9)?,
        updated_at: Timestamp::from_micros(row.get(11)?),
        updated_by: doer(row, 12)?,
        revision: row.get(14)?,
        published_at: row.get::<_, Option<i64>>(15)?.map(Timestamp::from_micros),
        labels: if deployed == Some(id.0) { vec![model::prompt::PRODUCTION.to_owned()] } else { Vec::new() },
    })
}

fn add_labels(connection: &Connection, versions: &mut [VersionRow]) -> Result<(), StoreError> {
    let mut select = connection.prepare_cached("SELECT name FROM template_label WHERE version_id = ?1")?;
    for version in versions {
        for name in select.query_map([version.id.0], |row| row.get(0))? {
            version.labels.push(name?);
        }
        version.labels.sort();
    }
    Ok(())
}

/// What versions said before.
pub(super) fn revisions(connection: &Connection, version: VersionId) -> Result<Vec<RevisionRow>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT revision, content, extra, test_values, saved_at, saved_by, saved_by_name
           FROM template_revision
          WHERE version_id = ?1
          ORDER BY revision DESC",
    )?;
    let rows = select.query_map([version.0], |row| {
        let saved_at = Timestamp::from_micros(row.get(4)?);
        Ok(RevisionRow { revision: row.get(0)?, body: body(row, 1)?, saved_at, saved_by: doer(row, 5)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A body from three columns that begin at `column`.
pub(super) fn body(row: &Row<'_>, column: usize) -> rusqlite::Result<PromptBody> {
    let json = |text: String| RawJson::from(text);
    Ok(PromptBody {
        content: json(row.get(column)?),
        extra: json(row.get(column + 1)?),
        test_values: row.get::<_, Option<String>>(column + 2)?.map(json),
    })
}

/// Somebody, from two columns that begin at `column`.
pub(super) fn doer(row: &Row<'_>, column: usize) -> rusqlite::Result<Doer> {
    Ok(Doer { id: uuid_at(row, column)?.unwrap_or_default(), name: row.get(column + 1)? })
}

/// The next id of this kind, which nothing had before.
pub(super) fn next_id(tx: &Transaction<'_>, kind: &str) -> Result<i64, StoreError> {
    let sql = "UPDATE id_counter SET last = last + 1 WHERE name = ?1 RETURNING last";
    Ok(tx.prepare_cached(sql)?.query_row([kind], |row| row.get(0))?)
}

/// The deployed version of a template, and since when it is.
pub(super) fn deployed(
    connection: &Connection,
    template: TemplateId,
) -> Result<Option<(VersionId, Timestamp)>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT id, deployed_at
               FROM template_version
              WHERE template_id = ?1
                AND is_draft = 0
              ORDER BY deployed_at DESC, id DESC
              LIMIT 1",
        )?
        .query_row([template.0], |row| Ok((VersionId(row.get(0)?), Timestamp::from_micros(row.get(1)?))))
        .optional()?;
    Ok(found)
}

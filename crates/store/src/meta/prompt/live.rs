//! What SDKs ask for, many times a second: the version of a slug that is deployed, labelled or numbered so. Answers are cached
//! as those about keys are, so a deployment shows at once here and within a second from another process.

use std::collections::HashMap;
use std::sync::Arc;

use model::prompt::{PRODUCTION, PromptBody};
use model::{ProjectId, TemplateId, Timestamp, VersionId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::row;
use crate::meta::Meta;
use crate::{ProjectScope, StoreError};

/// No slug is longer, so nothing is looked up by a longer one, and no cache keeps it.
const MAX_SLUG_BYTES: usize = 2048;

/// Which version of a template somebody asks for.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Wanted {
    /// The deployed one.
    Deployed,
    /// The one that the label points at, a draft too: whoever labels it shows it.
    Labelled(String),
    /// The one with this number, if it is live.
    Number(i64),
}

impl Wanted {
    /// By its label.
    #[must_use]
    pub fn labelled(name: String) -> Wanted {
        if name == PRODUCTION { Wanted::Deployed } else { Wanted::Labelled(name) }
    }
}

/// A version that SDKs may get; what it says is [`Meta::version_body`].
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct LiveVersion {
    /// Its number in the whole store.
    pub id: VersionId,
    /// Its number in its template.
    pub number: i64,
    /// What it says is that of this revision.
    pub revision: i64,
    /// What it was asked for by.
    pub slug: Arc<str>,
    /// When it was saved first.
    pub created_at: Timestamp,
}

/// What an answer is cached by.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(in crate::meta) struct LiveKey {
    pub(in crate::meta) project: ProjectId,
    pub(in crate::meta) slug: String,
    pub(in crate::meta) wanted: Wanted,
}

impl Meta {
    /// The version that an SDK gets for a slug; `None` when the project has no such template, or the template no such version.
    /// What another process changes is seen within a second.
    pub async fn live_version(
        &self,
        at: &ProjectScope,
        slug: String,
        wanted: Wanted,
    ) -> Result<Option<Arc<LiveVersion>>, StoreError> {
        if slug.len() > MAX_SLUG_BYTES {
            return Ok(None);
        }
        let key = LiveKey { project: at.project(), slug, wanted };
        match self {
            Meta::Sqlite(engine) => engine.live_version(key).await,
        }
    }

    /// What a version says.
    pub async fn version_body(&self, at: &ProjectScope, id: VersionId) -> Result<Option<PromptBody>, StoreError> {
        let at = *at;
        self.read(move |connection, _| Ok(row::version(connection, &at, id)?.map(|version| version.body))).await
    }

    /// The deployed version of every template that has one, by the age of the templates, with what it says.
    pub async fn list_live(&self, at: &ProjectScope) -> Result<Vec<(LiveVersion, PromptBody)>, StoreError> {
        let at = *at;
        self.read_long(move |connection, _| list_live(connection, &at)).await
    }

    /// The slugs of the templates that these versions are of. Versions of other projects, and those that are gone, are left out.
    pub async fn slugs_of_versions(
        &self,
        at: &ProjectScope,
        versions: impl IntoIterator<Item = i64>,
    ) -> Result<HashMap<i64, Arc<str>>, StoreError> {
        let mut slugs = HashMap::new();
        for version in versions {
            if slugs.contains_key(&version) {
                continue;
            }
            let found = match self {
                Meta::Sqlite(engine) => engine.slug_of_version((at.project(), VersionId(version))).await?,
            };
            slugs.insert(version, found);
        }
        Ok(slugs.into_iter().filter_map(|(version, slug)| slug.map(|slug| (version, slug))).collect())
    }

    /// All versions of these templates, as runs name them.
    pub async fn versions_of_templates(
        &self,
        at: &ProjectScope,
        templates: Vec<TemplateId>,
    ) -> Result<Vec<i64>, StoreError> {
        let project = at.project().to_string();
        self.read(move |connection, _| {
            let mut select = connection.prepare_cached(
                "SELECT version.id
                   FROM template_version AS version
                   JOIN template ON template.id = version.template_id
                  WHERE template.project_id = ?1
                    AND template.id = ?2
                  ORDER BY version.id",
            )?;
            let mut versions = Vec::new();
            for template in templates {
                for version in select.query_map(params![project, template.0], |row| row.get(0))? {
                    versions.push(version?);
                }
            }
            Ok(versions)
        })
        .await
    }
}

const LIVE: &str = "SELECT version.id, version.version, version.revision, template.slug, version.created_at
                      FROM template
                      JOIN template_version AS version ON version.template_id = template.id";

pub(in crate::meta) fn find_live(
    connection: &Connection,
    key: &LiveKey,
) -> Result<Option<Arc<LiveVersion>>, StoreError> {
    let project = key.project.to_string();
    let found = match &key.wanted {
        Wanted::Deployed => connection
            .prepare_cached(&format!(
                "{LIVE}
                  WHERE template.project_id = ?1
                    AND template.slug = ?2
                    AND version.is_draft = 0
                  ORDER BY version.deployed_at DESC, version.id DESC
                  LIMIT 1"
            ))?
            .query_row(params![project, key.slug], read)
            .optional()?,
        Wanted::Labelled(label) => connection
            .prepare_cached(&format!(
                "{LIVE}
                   JOIN template_label AS label ON label.version_id = version.id
                  WHERE template.project_id = ?1
                    AND template.slug = ?2
                    AND label.name = ?3"
            ))?
            .query_row(params![project, key.slug, label], read)
            .optional()?,
        Wanted::Number(number) => connection
            .prepare_cached(&format!(
                "{LIVE}
                  WHERE template.project_id = ?1
                    AND template.slug = ?2
                    AND version.version = ?3
                    AND version.is_draft = 0"
            ))?
            .query_row(params![project, key.slug, number], read)
            .optional()?,
    };
    Ok(found.map(Arc::new))
}

fn list_live(connection: &Connection, at: &ProjectScope) -> Result<Vec<(LiveVersion, PromptBody)>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT version.id, version.version, version.revision, template.slug, version.created_at, version.content,
                version.extra, version.test_values
           FROM template
           JOIN template_version AS version ON version.id = (SELECT live.id
                                                               FROM template_version AS live
                                                              WHERE live.template_id = template.id
                                                                AND live.is_draft = 0
                                                              ORDER BY live.deployed_at DESC, live.id DESC
                                                              LIMIT 1)
          WHERE template.project_id = ?1
          ORDER BY template.id",
    )?;
    let rows = select.query_map([at.project().to_string()], |row| Ok((read(row)?, row::body(row, 5)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<LiveVersion> {
    Ok(LiveVersion {
        id: VersionId(row.get(0)?),
        number: row.get(1)?,
        revision: row.get(2)?,
        slug: row.get_ref(3)?.as_str()?.into(),
        created_at: Timestamp::from_micros(row.get(4)?),
    })
}

/// The slug of the template that a version of the project is of.
pub(in crate::meta) fn find_slug(
    connection: &Connection,
    (project, version): (ProjectId, VersionId),
) -> Result<Option<Arc<str>>, StoreError> {
    let slug = connection
        .prepare_cached(
            "SELECT template.slug
               FROM template_version AS version
               JOIN template ON template.id = version.template_id
              WHERE version.id = ?2
                AND template.project_id = ?1",
        )?
        .query_row(params![project.to_string(), version.0], |row| Ok(Arc::from(row.get_ref(0)?.as_str()?)))
        .optional()?;
    Ok(slug)
}

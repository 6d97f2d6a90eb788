//! Datasets of prompts with variations, as SDKs read them (spec `api-datasets.md` A). What is nested is found through its
//! owner: a prompt through its dataset, a variation through its prompt, and a dataset only in its project.

mod prompt;
mod variation;

use model::{AccountId, DatasetFormat, DatasetId, ProjectId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use uuid::Uuid;

pub use prompt::{FullPrompt, NewPrompt, PromptRow};
pub use variation::{NewVariation, VariationEdit, VariationRow};

use super::Meta;
use super::actor::Actor;
use super::audit::{self, AuditEntry};
use super::deed::Deed;
use super::sqlite::uuid_at;
use crate::{ProjectScope, StoreError};

/// A dataset of prompts, without them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DatasetRow {
    /// Unique in the store.
    pub id: DatasetId,
    /// Where it belongs.
    pub project: ProjectId,
    /// Who made it, who may be gone; `None` for what a key made.
    pub owner: Option<AccountId>,
    /// What SDKs ask for; unique in its project.
    pub slug: String,
    /// What its prompts are.
    pub format: DatasetFormat,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it, or something in it, was last changed.
    pub updated_at: Timestamp,
}

/// A dataset with all that is in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FullDataset {
    /// The dataset itself.
    pub row: DatasetRow,
    /// Its prompts, in their order.
    pub prompts: Vec<FullPrompt>,
}

impl FullDataset {
    /// How long its texts are, all together.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.prompts.iter().map(FullPrompt::bytes).sum()
    }
}

/// A dataset that somebody wants.
#[derive(Clone, Debug)]
pub struct NewDataset {
    /// What SDKs will ask for.
    pub slug: String,
    /// What its prompts will be.
    pub format: DatasetFormat,
    /// The first of them.
    pub prompt: Option<NewPrompt>,
}

/// What became of a dataset that somebody wants, or wants to be called otherwise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DatasetNamed<T> {
    /// It is done.
    Done(T),
    /// Another dataset of the project is called so.
    Taken,
    /// The project has no such dataset.
    NoSuchDataset,
}

impl Meta {
    /// The datasets of the project, the newest first.
    pub async fn list_datasets(&self, at: &ProjectScope) -> Result<Vec<DatasetRow>, StoreError> {
        let project = at.project();
        self.read(move |connection, _| list(connection, project)).await
    }

    /// A dataset of the project by its id.
    pub async fn dataset(&self, at: &ProjectScope, id: DatasetId) -> Result<Option<DatasetRow>, StoreError> {
        let project = at.project();
        self.read(move |connection, _| find(connection, project, id)).await
    }

    /// A dataset of the project by its id, with all that is in it.
    pub async fn full_dataset(&self, at: &ProjectScope, id: DatasetId) -> Result<Option<FullDataset>, StoreError> {
        let project = at.project();
        self.read_long(move |connection, _| find(connection, project, id)?.map(|row| full(connection, row)).transpose())
            .await
    }

    /// A dataset of the project by its slug, with all that is in it.
    pub async fn dataset_by_slug(&self, at: &ProjectScope, slug: &str) -> Result<Option<FullDataset>, StoreError> {
        let (project, slug) = (at.project(), slug.to_owned());
        self.read_long(move |connection, _| {
            let sql = format!("SELECT {COLUMNS} FROM dataset WHERE project_id = ?1 AND slug = ?2");
            let mut select = connection.prepare_cached(&sql)?;
            let row = select.query_row([project.to_string(), slug], DatasetRow::read).optional()?;
            row.map(|row| full(connection, row)).transpose()
        })
        .await
    }

    /// Makes a dataset.
    pub async fn create_dataset(
        &self,
        at: &ProjectScope,
        new: NewDataset,
        actor: Actor,
        now: Timestamp,
    ) -> Result<DatasetNamed<FullDataset>, StoreError> {
        let at = *at;
        self.write_aside(move |tx, _| create(tx, &at, new, (&actor, now))).await
    }

    /// Gives a dataset another slug.
    pub async fn rename_dataset(
        &self,
        at: &ProjectScope,
        id: DatasetId,
        slug: String,
        (actor, now): (Actor, Timestamp),
    ) -> Result<DatasetNamed<DatasetRow>, StoreError> {
        let at = *at;
        self.write_aside(move |tx, _| rename(tx, &at, (id, &slug), (&actor, now))).await
    }

    /// Deletes a dataset with all that is in it; false when the project has none by this id.
    pub async fn delete_dataset(
        &self,
        at: &ProjectScope,
        id: DatasetId,
        actor: Actor,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let at = *at;
        self.write_aside(move |tx, _| {
            let sql = "DELETE FROM dataset WHERE id = ?1 AND project_id = ?2";
            let is_deleted = tx.execute(sql, [id.to_string(), at.project().to_string()])? > 0;
            if is_deleted {
                note(tx, &at, (Deed::DeleteDataset, id), (&actor, now))?;
            }
            Ok(is_deleted)
        })
        .await
    }
}

const COLUMNS: &str = "id, project_id, owner_id, slug, format, created_at, updated_at";

impl DatasetRow {
    fn read(row: &Row<'_>) -> rusqlite::Result<DatasetRow> {
        Ok(DatasetRow {
            id: DatasetId(uuid_at(row, 0)?.unwrap_or_default()),
            project: ProjectId(uuid_at(row, 1)?.unwrap_or_default()),
            owner: uuid_at(row, 2)?.map(AccountId),
            slug: row.get(3)?,
            format: DatasetFormat::from_word(row.get_ref(4)?.as_str()?),
            created_at: Timestamp::from_micros(row.get(5)?),
            updated_at: Timestamp::from_micros(row.get(6)?),
        })
    }
}

fn list(connection: &Connection, project: ProjectId) -> Result<Vec<DatasetRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM dataset WHERE project_id = ?1 ORDER BY created_at DESC, id");
    let mut select = connection.prepare_cached(&sql)?;
    let rows = select.query_map([project.to_string()], DatasetRow::read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn find(connection: &Connection, project: ProjectId, id: DatasetId) -> Result<Option<DatasetRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM dataset WHERE id = ?1 AND project_id = ?2");
    let mut select = connection.prepare_cached(&sql)?;
    Ok(select.query_row([id.to_string(), project.to_string()], DatasetRow::read).optional()?)
}

fn full(connection: &Connection, row: DatasetRow) -> Result<FullDataset, StoreError> {
    let prompts = prompt::all(connection, row.id)?;
    Ok(FullDataset { row, prompts })
}

fn create(
    tx: &Transaction<'_>,
    at: &ProjectScope,
    new: NewDataset,
    (actor, now): (&Actor, Timestamp),
) -> Result<DatasetNamed<FullDataset>, StoreError> {
    if is_taken(tx, at, &new.slug, None)? {
        return Ok(DatasetNamed::Taken);
    }
    let row = DatasetRow {
        id: DatasetId(Uuid::new_v4()),
        project: at.project(),
        owner: actor.account(),
        slug: new.slug,
        format: new.format,
        created_at: now,
        updated_at: now,
    };
    tx.execute(
        &format!("INSERT INTO dataset ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)"),
        params![
            row.id.to_string(),
            row.project.to_string(),
            row.owner.map(|id| id.to_string()),
            row.slug,
            row.format.word(),
            now.micros(),
        ],
    )?;
    if let Some(prompt) = new.prompt {
        prompt::insert(tx, row.id, prompt, now)?;
    }
    note(tx, at, (Deed::CreateDataset, row.id), (actor, now))?;
    Ok(DatasetNamed::Done(full(tx, row)?))
}

fn rename(
    tx: &Transaction<'_>,
    at: &ProjectScope,
    (id, slug): (DatasetId, &str),
    (actor, now): (&Actor, Timestamp),
) -> Result<DatasetNamed<DatasetRow>, StoreError> {
    let Some(row) = find(tx, at.project(), id)? else { return Ok(DatasetNamed::NoSuchDataset) };
    if is_taken(tx, at, slug, Some(id))? {
        return Ok(DatasetNamed::Taken);
    }
    let sql = "UPDATE dataset SET slug = ?2, updated_at = ?3 WHERE id = ?1";
    tx.execute(sql, params![id.to_string(), slug, now.micros()])?;
    note(tx, at, (Deed::RenameDataset, id), (actor, now))?;
    Ok(DatasetNamed::Done(DatasetRow { slug: slug.to_owned(), updated_at: now, ..row }))
}

/// Whether another dataset of the project than `own` has this slug.
fn is_taken(tx: &Transaction<'_>, at: &ProjectScope, slug: &str, own: Option<DatasetId>) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM dataset WHERE project_id = ?1 AND slug = ?2 AND id <> ?3";
    let own = own.map_or_else(String::new, |id| id.to_string());
    Ok(tx.prepare_cached(sql)?.exists([&at.project().to_string(), slug, &own])?)
}

/// Notes that something in a dataset was changed, in the dataset and in the audit log.
fn touch(
    tx: &Transaction<'_>,
    at: &ProjectScope,
    done: (Deed, DatasetId),
    (actor, now): (&Actor, Timestamp),
) -> Result<(), StoreError> {
    let sql = "UPDATE dataset SET updated_at = ?2 WHERE id = ?1";
    tx.prepare_cached(sql)?.execute(params![done.1.to_string(), now.micros()])?;
    note(tx, at, done, (actor, now))
}

/// Writes into the audit log what was done to a dataset, of either kind.
pub(super) fn note(
    tx: &Transaction<'_>,
    at: &ProjectScope,
    (deed, id): (Deed, DatasetId),
    (actor, now): (&Actor, Timestamp),
) -> Result<(), StoreError> {
    audit::append(tx, at.org(), actor, &AuditEntry::new(deed, &id).in_project(at.project()), now)
}

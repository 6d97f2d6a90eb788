//! The variations of a prompt: values for its placeholders, and what should come out.

use model::{DatasetId, DatasetPromptId, ProjectId, RawJson, Timestamp, VariationId};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use uuid::Uuid;

use super::{prompt, touch};
use crate::meta::Meta;
use crate::meta::actor::Actor;
use crate::meta::deed::Deed;
use crate::meta::sqlite::uuid_at;
use crate::{ProjectScope, StoreError};

/// A variation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VariationRow {
    /// Unique in the store.
    pub id: VariationId,
    /// The prompt that it belongs to.
    pub prompt: DatasetPromptId,
    /// A JSON object of texts, by the names of placeholders as they were sent.
    pub variables: RawJson,
    /// What should come out.
    pub ideal_output: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A variation that somebody wants.
#[derive(Clone, Debug)]
pub struct NewVariation {
    /// A JSON object of texts.
    pub variables: RawJson,
    /// What should come out.
    pub ideal_output: Option<String>,
}

/// What to change of a variation; what is `None` stays as it is.
#[derive(Clone, Debug)]
pub struct VariationEdit {
    /// A JSON object of texts.
    pub variables: Option<RawJson>,
    /// What should come out.
    pub ideal_output: Option<Option<String>>,
}

impl Meta {
    /// A variation of the project.
    pub async fn variation(&self, at: &ProjectScope, id: VariationId) -> Result<Option<VariationRow>, StoreError> {
        let project = at.project();
        self.read(move |connection, _| Ok(get(connection, project, id)?.map(|(row, _)| row))).await
    }

    /// Adds a variation to a prompt of the project; `None` when there is no such prompt.
    pub async fn add_variation(
        &self,
        at: &ProjectScope,
        prompt: DatasetPromptId,
        new: NewVariation,
        (actor, now): (Actor, Timestamp),
    ) -> Result<Option<VariationRow>, StoreError> {
        let at = *at;
        self.write_aside(move |tx, _| {
            let Some((owner, _)) = prompt::get(tx, at.project(), prompt)? else { return Ok(None) };
            let row = insert(tx, prompt, new, now)?;
            touch(tx, &at, (Deed::UpdateDatasetPrompt, owner.dataset), (&actor, now))?;
            Ok(Some(row))
        })
        .await
    }

    /// Changes a variation; `None` when the project has no such variation.
    pub async fn update_variation(
        &self,
        at: &ProjectScope,
        id: VariationId,
        edit: VariationEdit,
        (actor, now): (Actor, Timestamp),
    ) -> Result<Option<VariationRow>, StoreError> {
        let at = *at;
        self.write_aside(move |tx, _| {
            let Some((before, dataset)) = get(tx, at.project(), id)? else { return Ok(None) };
            let VariationEdit { variables, ideal_output } = edit;
            if variables.is_none() && ideal_output.is_none() {
                return Ok(Some(before));
            }
            let row = VariationRow {
                variables: variables.unwrap_or(before.variables),
                ideal_output: ideal_output.unwrap_or(before.ideal_output),
                ..before
            };
            let sql = "UPDATE dataset_variation SET variables = ?2, ideal_output = ?3 WHERE id = ?1";
            tx.execute(sql, params![id.to_string(), row.variables.text(), row.ideal_output])?;
            touch(tx, &at, (Deed::UpdateDatasetPrompt, dataset), (&actor, now))?;
            Ok(Some(row))
        })
        .await
    }

    /// Deletes a variation; false when the project has no such variation.
    pub async fn delete_variation(
        &self,
        at: &ProjectScope,
        id: VariationId,
        actor: Actor,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let at = *at;
        self.write_aside(move |tx, _| {
            let Some((_, dataset)) = get(tx, at.project(), id)? else { return Ok(false) };
            tx.execute("DELETE FROM dataset_variation WHERE id = ?1", [id.to_string()])?;
            touch(tx, &at, (Deed::UpdateDatasetPrompt, dataset), (&actor, now))?;
            Ok(true)
        })
        .await
    }
}

impl VariationRow {
    /// From the columns that begin at `first`: id, prompt, variables, ideal output, time.
    pub(super) fn read(row: &Row<'_>, first: usize) -> rusqlite::Result<VariationRow> {
        Ok(VariationRow {
            id: VariationId(uuid_at(row, first)?.unwrap_or_default()),
            prompt: DatasetPromptId(uuid_at(row, first + 1)?.unwrap_or_default()),
            variables: RawJson::from(row.get::<_, String>(first + 2)?),
            ideal_output: row.get(first + 3)?,
            created_at: Timestamp::from_micros(row.get(first + 4)?),
        })
    }
}

/// Adds a variation behind the others of its prompt.
pub(super) fn insert(
    tx: &Transaction<'_>,
    prompt: DatasetPromptId,
    new: NewVariation,
    now: Timestamp,
) -> Result<VariationRow, StoreError> {
    let NewVariation { variables, ideal_output } = new;
    let row = VariationRow { id: VariationId(Uuid::new_v4()), prompt, variables, ideal_output, created_at: now };
    tx.prepare_cached(
        "INSERT INTO dataset_variation (id, prompt_id, place, variables, ideal_output, created_at)
         SELECT ?1, ?2, coalesce(max(place), 0) + 1, ?3, ?4, ?5
           FROM dataset_variation
          WHERE prompt_id = ?2",
    )?
    .execute(params![
        row.id.to_string(),
        prompt.to_string(),
        row.variables.text(),
        row.ideal_output,
        now.micros()
    ])?;
    Ok(row)
}

/// The variations of a prompt, in their order.
pub(super) fn of_prompt(connection: &Connection, prompt: DatasetPromptId) -> Result<Vec<VariationRow>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT id, prompt_id, variables, ideal_output, created_at
           FROM dataset_variation
          WHERE prompt_id = ?1
          ORDER BY place",
    )?;
    let rows = select.query_map([prompt.to_string()], |row| VariationRow::read(row, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The variation of this id in the project, and the dataset that it belongs to.
fn get(
    connection: &Connection,
    project: ProjectId,
    id: VariationId,
) -> Result<Option<(VariationRow, DatasetId)>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT variation.id, variation.prompt_id, variation.variables, variation.ideal_output, variation.created_at,
                dataset.id
           FROM dataset_variation AS variation
           JOIN dataset_prompt AS prompt ON prompt.id = variation.prompt_id
           JOIN dataset ON dataset.id = prompt.dataset_id
          WHERE variation.id = ?1
            AND dataset.project_id = ?2",
    )?;
    let found = select.query_row([id.to_string(), project.to_string()], |row| {
        Ok((VariationRow::read(row, 0)?, DatasetId(uuid_at(row, 5)?.unwrap_or_default())))
    });
    Ok(found.optional()?)
}

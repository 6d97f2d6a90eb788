//! The prompts of a dataset: a text or a list of messages each, kept as they were sent.

use model::{DatasetFormat, DatasetId, DatasetPromptId, ProjectId, RawJson, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use uuid::Uuid;

use super::variation::{self, NewVariation, VariationRow};
use super::{find, touch};
use crate::meta::Meta;
use crate::meta::actor::Actor;
use crate::meta::deed::Deed;
use crate::meta::sqlite::uuid_at;
use crate::{ProjectScope, StoreError};

/// A prompt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PromptRow {
    /// Unique in the store.
    pub id: DatasetPromptId,
    /// The dataset that it belongs to.
    pub dataset: DatasetId,
    /// A JSON text, or a list of messages as they were sent.
    pub messages: RawJson,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A prompt with its variations.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FullPrompt {
    /// The prompt itself.
    pub row: PromptRow,
    /// Its variations, in their order.
    pub variations: Vec<VariationRow>,
}

impl FullPrompt {
    /// How long its texts are, all together.
    pub(super) fn bytes(&self) -> usize {
        let variation =
            |row: &VariationRow| row.variables.text().len() + row.ideal_output.as_ref().map_or(0, String::len);
        self.row.messages.text().len() + self.variations.iter().map(variation).sum::<usize>()
    }
}

/// A prompt that somebody wants.
#[derive(Clone, Debug)]
pub struct NewPrompt {
    /// A JSON text, or a list of messages.
    pub messages: RawJson,
    /// The first of its variations.
    pub variation: Option<NewVariation>,
}

impl Meta {
    /// Adds prompts to a dataset of the project, in this order; `None` when there is no such dataset.
    pub async fn add_prompts(
        &self,
        at: &ProjectScope,
        dataset: DatasetId,
        prompts: Vec<NewPrompt>,
        (actor, now): (Actor, Timestamp),
    ) -> Result<Option<Vec<PromptRow>>, StoreError> {
        let at = *at;
        self.write_aside(move |tx, _| {
            if find(tx, at.project(), dataset)?.is_none() {
                return Ok(None);
            }
            let rows: Vec<PromptRow> =
                prompts.into_iter().map(|new| insert(tx, dataset, new, now)).collect::<Result<_, _>>()?;
            if !rows.is_empty() {
                touch(tx, &at, (Deed::AddDatasetPrompt, dataset), (&actor, now))?;
            }
            Ok(Some(rows))
        })
        .await
    }

    /// A prompt of the project, and the format of its dataset.
    pub async fn dataset_prompt(
        &self,
        at: &ProjectScope,
        id: DatasetPromptId,
    ) -> Result<Option<(FullPrompt, DatasetFormat)>, StoreError> {
        let project = at.project();
        self.read(move |connection, _| {
            let Some((row, format)) = get(connection, project, id)? else { return Ok(None) };
            let variations = variation::of_prompt(connection, id)?;
            Ok(Some((FullPrompt { row, variations }, format)))
        })
        .await
    }

    /// Puts other messages into a prompt; `None` when the project has no such prompt.
    pub async fn update_dataset_prompt(
        &self,
        at: &ProjectScope,
        id: DatasetPromptId,
        messages: RawJson,
        (actor, now): (Actor, Timestamp),
    ) -> Result<Option<PromptRow>, StoreError> {
        let at = *at;
        self.write_aside(move |tx, _| {
            let Some((row, _)) = get(tx, at.project(), id)? else { return Ok(None) };
            let sql = "UPDATE dataset_prompt SET messages = ?2 WHERE id = ?1";
            tx.execute(sql, [&id.to_string(), messages.text()])?;
            touch(tx, &at, (Deed::UpdateDatasetPrompt, row.dataset), (&actor, now))?;
            Ok(Some(PromptRow { messages, ..row }))
        })
        .await
    }

    /// Deletes a prompt with its variations; false when the project has no such prompt.
    pub async fn delete_dataset_prompt(
        &self,
        at: &ProjectScope,
        id: DatasetPromptId,
        actor: Actor,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let at = *at;
        self.write_aside(move |tx, _| {
            let Some((row, _)) = get(tx, at.project(), id)? else { return Ok(false) };
            tx.execute("DELETE FROM dataset_prompt WHERE id = ?1", [id.to_string()])?;
            touch(tx, &at, (Deed::DeleteDatasetPrompt, row.dataset), (&actor, now))?;
            Ok(true)
        })
        .await
    }
}

impl PromptRow {
    fn read(row: &Row<'_>) -> rusqlite::Result<PromptRow> {
        Ok(PromptRow {
            id: DatasetPromptId(uuid_at(row, 0)?.unwrap_or_default()),
            dataset: DatasetId(uuid_at(row, 1)?.unwrap_or_default()),
            messages: RawJson::from(row.get::<_, String>(2)?),
            created_at: Timestamp::from_micros(row.get(3)?),
        })
    }
}

/// Adds a prompt behind the others of its dataset.
pub(super) fn insert(
    tx: &Transaction<'_>,
    dataset: DatasetId,
    new: NewPrompt,
    now: Timestamp,
) -> Result<PromptRow, StoreError> {
    let row = PromptRow { id: DatasetPromptId(Uuid::new_v4()), dataset, messages: new.messages, created_at: now };
    tx.prepare_cached(
        "INSERT INTO dataset_prompt (id, dataset_id, place, messages, created_at)
         SELECT ?1, ?2, coalesce(max(place), 0) + 1, ?3, ?4
           FROM dataset_prompt
          WHERE dataset_id = ?2",
    )?
    .execute(params![row.id.to_string(), dataset.to_string(), row.messages.text(), now.micros()])?;
    if let Some(variation) = new.variation {
        variation::insert(tx, row.id, variation, now)?;
    }
    Ok(row)
}

/// The prompt of this id in the project, and the format of its dataset.
pub(super) fn get(
    connection: &Connection,
    project: ProjectId,
    id: DatasetPromptId,
) -> Result<Option<(PromptRow, DatasetFormat)>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT prompt.id, prompt.dataset_id, prompt.messages, prompt.created_at, dataset.format
           FROM dataset_prompt AS prompt
           JOIN dataset ON dataset.id = prompt.dataset_id
          WHERE prompt.id = ?1
            AND dataset.project_id = ?2",
    )?;
    let found = select.query_row([id.to_string(), project.to_string()], |row| {
        Ok((PromptRow::read(row)?, DatasetFormat::from_word(row.get_ref(4)?.as_str()?)))
    });
    Ok(found.optional()?)
}

/// All prompts of a dataset with their variations, in their order: one question, whatever there is.
pub(super) fn all(connection: &Connection, dataset: DatasetId) -> Result<Vec<FullPrompt>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT prompt.id, prompt.dataset_id, prompt.messages, prompt.created_at,
                variation.id, variation.prompt_id, variation.variables, variation.ideal_output, variation.created_at
           FROM dataset_prompt AS prompt
           LEFT JOIN dataset_variation AS variation ON variation.prompt_id = prompt.id
          WHERE prompt.dataset_id = ?1
          ORDER BY prompt.place, variation.place",
    )?;
    let mut rows = select.query([dataset.to_string()])?;
    let mut prompts: Vec<FullPrompt> = Vec::new();
    while let Some(row) = rows.next()? {
        let id = uuid_at(row, 0)?.map(DatasetPromptId);
        if prompts.last().map(|prompt| prompt.row.id) != id {
            prompts.push(FullPrompt { row: PromptRow::read(row)?, variations: Vec::new() });
        }
        let has_variation = uuid_at(row, 4)?.is_some();
        if let Some(prompt) = prompts.last_mut().filter(|_| has_variation) {
            prompt.variations.push(VariationRow::read(row, 4)?);
        }
    }
    Ok(prompts)
}

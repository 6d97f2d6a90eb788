//! Labels: names such as `staging` that people point at a version of a template and move to another one. `production` is one of
//! them that cannot be set by itself: it names the deployed version, so to move it is to deploy.

use model::prompt::PRODUCTION;
use model::{TemplateId, Timestamp, VersionId};
use rusqlite::{Connection, params};

use super::change::Change;
use super::row::{self, Doer, VersionRow};
use super::version::deploy;
use super::{Decided, Editor, Refused, Stop, decided, label_rule};
use crate::meta::Meta;
use crate::meta::deed::Deed;
use crate::{ProjectScope, StoreError};

/// A label of a template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LabelRow {
    /// Its name.
    pub name: String,
    /// What it points at.
    pub version: VersionId,
    /// The number of that in its template.
    pub number: i64,
    /// When it was pointed there; of `production`, when that version was deployed.
    pub moved_at: Timestamp,
    /// Who did that.
    pub moved_by: Doer,
    /// Whether not everybody moves it who may deploy.
    pub is_protected: bool,
}

/// Where a label is to point.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LabelMove {
    /// Of which template.
    pub template: TemplateId,
    /// Which one.
    pub name: String,
    /// The version's number in the template, or in the whole store.
    pub to: Pointed,
}

/// A version of a template, as somebody names it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pointed {
    /// By its number in the template.
    Number(i64),
    /// By its number in the whole store.
    Id(VersionId),
}

impl Meta {
    /// The labels of a template by name; `None` when the project has no such template.
    pub async fn list_labels(
        &self,
        at: &ProjectScope,
        template: TemplateId,
    ) -> Result<Option<Vec<LabelRow>>, StoreError> {
        let at = *at;
        self.read(move |connection, _| {
            let tx = connection.unchecked_transaction()?;
            row::template(&tx, &at, template)?.map(|_| list(&tx, &at, template)).transpose()
        })
        .await
    }

    /// Points a label at a version; `production` deploys it. All labels afterwards.
    pub async fn move_label(
        &self,
        at: &ProjectScope,
        to: LabelMove,
        editor: Editor,
        now: Timestamp,
    ) -> Result<Decided<Vec<LabelRow>>, StoreError> {
        let at = *at;
        self.write(move |tx, _| decided(point(&Change { tx, at: &at, editor: &editor, now }, &to))).await
    }

    /// Takes a label away.
    pub async fn remove_label(
        &self,
        at: &ProjectScope,
        (template, name): (TemplateId, String),
        editor: Editor,
        now: Timestamp,
    ) -> Result<Decided<()>, StoreError> {
        let at = *at;
        self.write(move |tx, _| decided(remove(&Change { tx, at: &at, editor: &editor, now }, template, &name))).await
    }

    /// Deploys an older live version again: the one with this number, or the one that was deployed before the present one.
    pub async fn roll_back(
        &self,
        at: &ProjectScope,
        (template, to): (TemplateId, Option<i64>),
        editor: Editor,
        now: Timestamp,
    ) -> Result<Decided<VersionRow>, StoreError> {
        let at = *at;
        self.write(move |tx, _| decided(back(&Change { tx, at: &at, editor: &editor, now }, template, to))).await
    }
}

fn list(connection: &Connection, at: &ProjectScope, template: TemplateId) -> Result<Vec<LabelRow>, StoreError> {
    let rules = label_rule::list(connection, at)?;
    let is_protected = |name: &str| rules.iter().any(|rule| rule.name == name);
    let mut select = connection.prepare_cached(
        "SELECT label.name, label.version_id, version.version, label.moved_at, label.moved_by, label.moved_by_name
           FROM template_label AS label
           JOIN template_version AS version ON version.id = label.version_id
          WHERE label.template_id = ?1",
    )?;
    let rows = select.query_map([template.0], |row| {
        let name: String = row.get(0)?;
        Ok(LabelRow {
            is_protected: is_protected(&name),
            name,
            version: VersionId(row.get(1)?),
            number: row.get(2)?,
            moved_at: Timestamp::from_micros(row.get(3)?),
            moved_by: row::doer(row, 4)?,
        })
    })?;
    let mut labels = rows.collect::<Result<Vec<_>, _>>()?;
    if let Some((id, moved_at)) = row::deployed(connection, template)?
        && let Some(version) = row::version(connection, at, id)?
    {
        labels.push(LabelRow {
            name: PRODUCTION.to_owned(),
            version: id,
            number: version.number,
            moved_at,
            moved_by: version.updated_by,
            is_protected: is_protected(PRODUCTION),
        });
    }
    labels.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(labels)
}

fn point(change: &Change<'_>, to: &LabelMove) -> Result<Vec<LabelRow>, Stop> {
    change.template(to.template)?;
    change.needs_more_than_drafts()?;
    let version = match to.to {
        Pointed::Number(number) => change.numbered(to.template, number)?,
        Pointed::Id(id) => row::version(change.tx, change.at, id)?
            .filter(|version| version.template == to.template)
            .ok_or(Stop::Refused(Refused::NoSuchVersion))?,
    };
    if to.name == PRODUCTION {
        deploy(change, &version)?;
    } else {
        change.may_move([to.name.as_str()])?;
        let (by, by_name) = change.doer();
        change.tx.execute(
            "INSERT INTO template_label (template_id, name, version_id, moved_at, moved_by, moved_by_name)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (template_id, name) DO UPDATE
                SET version_id = excluded.version_id, moved_at = excluded.moved_at, moved_by = excluded.moved_by,
                    moved_by_name = excluded.moved_by_name",
            params![to.template.0, to.name, version.id.0, change.now.micros(), by, by_name],
        )?;
        change.note(Deed::DeployVersion, &to.template)?;
    }
    Ok(list(change.tx, change.at, to.template)?)
}

fn remove(change: &Change<'_>, template: TemplateId, name: &str) -> Result<(), Stop> {
    change.template(template)?;
    change.needs_more_than_drafts()?;
    if name == PRODUCTION {
        return Err(Refused::NotRemovable.into());
    }
    let labels = list(change.tx, change.at, template)?;
    if !labels.iter().any(|label| label.name == name) {
        return Err(Refused::NoSuchLabel.into());
    }
    change.may_move([name])?;
    change.tx.execute("DELETE FROM template_label WHERE template_id = ?1 AND name = ?2", params![template.0, name])?;
    change.note(Deed::DeployVersion, &template)?;
    Ok(())
}

fn back(change: &Change<'_>, template: TemplateId, to: Option<i64>) -> Result<VersionRow, Stop> {
    change.template(template)?;
    let version = match to {
        Some(number) => change.numbered(template, number)?,
        None => before_the_deployed(change, template)?,
    };
    if version.is_draft {
        return Err(Refused::IsDraft.into());
    }
    deploy(change, &version)?;
    row::version(change.tx, change.at, version.id)?.ok_or(Stop::Refused(Refused::NoSuchVersion))
}

/// The version that was deployed before the one that is.
fn before_the_deployed(change: &Change<'_>, template: TemplateId) -> Result<VersionRow, Stop> {
    let mut select = change.tx.prepare_cached(
        "SELECT id
           FROM template_version
          WHERE template_id = ?1
            AND is_draft = 0
          ORDER BY deployed_at DESC, id DESC
          LIMIT 1 OFFSET 1",
    )?;
    let mut ids = select.query_map([template.0], |row| row.get(0))?;
    let id = VersionId(ids.next().ok_or(Stop::Refused(Refused::NothingBefore))??);
    row::version(change.tx, change.at, id)?.ok_or(Stop::Refused(Refused::NoSuchVersion))
}

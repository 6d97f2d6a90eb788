//! What every change of a prompt has in common: who makes it, whether they may, and that it is written down.

use model::prompt::PRODUCTION;
use model::{Permission, TemplateId, Timestamp};
use rusqlite::{Transaction, params};

use super::label_rule;
use super::row::{self, TemplateRow, VersionRow};
use super::{Editor, Refused, Stop};
use crate::meta::audit::{self, AuditEntry};
use crate::meta::deed::Deed;
use crate::{ProjectScope, StoreError};

/// A change on its way.
pub(super) struct Change<'a> {
    pub(super) tx: &'a Transaction<'a>,
    pub(super) at: &'a ProjectScope,
    pub(super) editor: &'a Editor,
    pub(super) now: Timestamp,
}

impl Change<'_> {
    /// The template, if the project has it.
    pub(super) fn template(&self, id: TemplateId) -> Result<TemplateRow, Stop> {
        row::template(self.tx, self.at, id)?.ok_or(Stop::Refused(Refused::NoSuchTemplate))
    }

    /// The version of this number in a template.
    pub(super) fn numbered(&self, template: TemplateId, number: i64) -> Result<VersionRow, Stop> {
        row::numbered(self.tx, self.at, (template, number))?.ok_or(Stop::Refused(Refused::NoSuchVersion))
    }

    /// Whoever may save drafts only stops here.
    pub(super) fn needs_more_than_drafts(&self) -> Result<(), Stop> {
        if self.editor.may(Permission::PromptsUpdate) { Ok(()) } else { Err(Refused::DraftsOnly.into()) }
    }

    /// Whether the editor may change what these labels lead to.
    pub(super) fn may_move<'l>(&self, labels: impl IntoIterator<Item = &'l str>) -> Result<(), Stop> {
        for label in labels {
            let rule = label_rule::find(self.tx, self.at, label)?;
            if rule.is_some_and(|rule| !rule.lets(self.editor.role)) {
                return Err(Refused::Protected(label.to_owned()).into());
            }
        }
        Ok(())
    }

    /// The same for all labels that a template has. `template` is one of the project.
    pub(super) fn may_move_all(&self, template: TemplateId) -> Result<(), Stop> {
        let mut select = self.tx.prepare_cached("SELECT name FROM template_label WHERE template_id = ?1")?;
        let names = select.query_map([template.0], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        let is_deployed = row::deployed(self.tx, template)?.is_some();
        self.may_move(names.iter().map(String::as_str).chain(is_deployed.then_some(PRODUCTION)))
    }

    /// Writes down what is done to the template.
    pub(super) fn note(&self, deed: Deed, resource: &impl ToString) -> Result<(), StoreError> {
        let entry = AuditEntry::new(deed, resource).in_project(self.at.project());
        audit::append(self.tx, self.at.org(), &self.editor.actor, &entry, self.now)
    }

    /// Who does it, as two columns.
    pub(super) fn doer(&self) -> (String, Option<String>) {
        let doer = self.editor.doer();
        (doer.id.to_string(), doer.name)
    }

    /// A time from which on a version is the deployed one: now, or behind the last deployment when the clock is.
    pub(super) fn time_of_deployment(&self, template: TemplateId) -> Result<i64, StoreError> {
        let sql = "SELECT coalesce(max(deployed_at), 0) FROM template_version WHERE template_id = ?1";
        let last: i64 = self.tx.prepare_cached(sql)?.query_row(params![template.0], |row| row.get(0))?;
        Ok(self.now.micros().max(last.saturating_add(1)))
    }
}

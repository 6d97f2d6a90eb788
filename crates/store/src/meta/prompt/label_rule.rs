//! Which labels are protected: not everybody moves them who may deploy, nor changes what they lead to.

use model::{Role, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::meta::Meta;
use crate::meta::actor::Actor;
use crate::meta::audit::{self, AuditEntry};
use crate::meta::deed::Deed;
use crate::{ProjectScope, StoreError};

/// Who may move a label. The owner always may.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LabelRule {
    /// The label.
    pub name: String,
    /// Roles that may.
    pub roles: Vec<Role>,
    /// Whether private keys may.
    pub keys: bool,
}

impl LabelRule {
    /// Whether somebody with this role, or whoever holds a private key, may move the label.
    pub(super) fn lets(&self, role: Option<Role>) -> bool {
        match role {
            None => self.keys,
            Some(role) => role == Role::Owner || self.roles.contains(&role),
        }
    }
}

impl Meta {
    /// The protected labels of the project, by name.
    pub async fn list_label_rules(&self, at: &ProjectScope) -> Result<Vec<LabelRule>, StoreError> {
        let at = *at;
        self.read(move |connection, _| list(connection, &at)).await
    }

    /// Protects a label, or says anew who may move it.
    pub async fn protect_label(
        &self,
        at: &ProjectScope,
        rule: LabelRule,
        actor: Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let at = *at;
        self.write(move |tx, _| {
            let roles: Vec<&str> = rule.roles.iter().map(|role| role.word()).collect();
            tx.execute(
                "INSERT INTO prompt_label_rule (project_id, name, roles, keys)
                 VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (project_id, name) DO UPDATE
                    SET roles = excluded.roles, keys = excluded.keys",
                params![at.project().to_string(), rule.name, serde_json::Value::from(roles).to_string(), rule.keys],
            )?;
            audit::append(tx, at.org(), &actor, &entry(&at, &rule.name), now)
        })
        .await
    }

    /// Lets everybody move the label again who may deploy; false when it was not protected.
    pub async fn unprotect_label(
        &self,
        at: &ProjectScope,
        name: String,
        actor: Actor,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let at = *at;
        self.write(move |tx, _| {
            let sql = "DELETE FROM prompt_label_rule WHERE project_id = ?1 AND name = ?2";
            if tx.execute(sql, params![at.project().to_string(), name])? == 0 {
                return Ok(false);
            }
            audit::append(tx, at.org(), &actor, &entry(&at, &name), now)?;
            Ok(true)
        })
        .await
    }
}

/// The catalogue has no word for it: the nearest is that something about prompts is called otherwise.
fn entry(at: &ProjectScope, label: &str) -> AuditEntry {
    AuditEntry::new(Deed::RenameTemplate, &format!("label {label}")).in_project(at.project())
}

pub(super) fn list(connection: &Connection, at: &ProjectScope) -> Result<Vec<LabelRule>, StoreError> {
    let sql = "SELECT name, roles, keys FROM prompt_label_rule WHERE project_id = ?1 ORDER BY name";
    let mut select = connection.prepare_cached(sql)?;
    let rows = select.query_map([at.project().to_string()], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn find(connection: &Connection, at: &ProjectScope, name: &str) -> Result<Option<LabelRule>, StoreError> {
    let sql = "SELECT name, roles, keys FROM prompt_label_rule WHERE project_id = ?1 AND name = ?2";
    Ok(connection.prepare_cached(sql)?.query_row(params![at.project().to_string(), name], read).optional()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<LabelRule> {
    let words: Vec<String> = serde_json::from_str(row.get_ref(1)?.as_str()?).unwrap_or_default();
    let roles = words.iter().filter_map(|word| Role::from_word(word)).collect();
    Ok(LabelRule { name: row.get(0)?, roles, keys: row.get(2)? })
}

//! Imports that a job does: the file is kept, in pieces, until its items are there.

use model::{DatasetId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde_json::Map;
use uuid::Uuid;

use super::Change;
use super::import::Duplicates;
use super::row;
use crate::meta::Meta;
use crate::meta::actor::Actor;
use crate::meta::caller::read_scope;
use crate::meta::job::{NewJob, enqueue, payload_of};
use crate::meta::sqlite::uuid_at;
use crate::{ProjectScope, StoreError};

/// How much of a file one row has, in bytes: what one transaction writes.
const PIECE_BYTES: usize = 256 * 1024;
/// How long a file is kept whose job never came to an end, in microseconds.
const KEPT_MICROS: i64 = 24 * 60 * 60 * 1_000_000;

/// An import that is to be done.
#[derive(Clone, Debug)]
pub struct ImportOrder {
    /// The word of the file's format.
    pub format: String,
    /// The file itself.
    pub content: String,
    /// What to do with items that are there already.
    pub duplicates: Duplicates,
    /// Who ordered it, and when.
    pub change: Change,
}

impl Meta {
    /// Keeps a file for the job `import-dataset:<id>`, which is made here; the job's own id, or `None` when the project has no
    /// such dataset.
    pub async fn order_import(
        &self,
        at: &ProjectScope,
        dataset: DatasetId,
        mut order: ImportOrder,
    ) -> Result<Option<Uuid>, StoreError> {
        let (at, id, now) = (*at, Uuid::new_v4(), order.change.now);
        let mut rest = std::mem::take(&mut order.content);
        let actor = order.change.actor.clone();
        let is_there = self
            .write_aside(move |tx, _| {
                let is_there = row::head(tx, at.project(), dataset)?.is_some();
                if is_there {
                    insert(tx, &at, (id, dataset), &order)?;
                }
                Ok(is_there)
            })
            .await?;
        if !is_there {
            return Ok(None);
        }
        let mut piece: i64 = 0;
        while !rest.is_empty() {
            let behind = rest.split_off(rest.floor_char_boundary(PIECE_BYTES));
            let content = std::mem::replace(&mut rest, behind);
            self.write_aside(move |tx, _| {
                let sql = "INSERT INTO dataset_order_piece (order_id, piece, content) VALUES (?1, ?2, ?3)";
                tx.prepare_cached(sql)?.execute(params![id.to_string(), piece, content])?;
                Ok(())
            })
            .await?;
            piece += 1;
        }
        let job = self.write_aside(move |tx, _| enqueue_import(tx, &at, (id, dataset), (&actor, now))).await?;
        self.wake_worker();
        Ok(Some(job))
    }

    /// What an order is, and where; `None` when it was done already.
    pub async fn import_order(&self, id: Uuid) -> Result<Option<(ProjectScope, DatasetId, ImportOrder)>, StoreError> {
        self.read_long(move |connection, _| find(connection, id)).await
    }

    /// Lets go of a file that cannot be imported; false when that was done already.
    pub async fn drop_import_order(&self, id: Uuid) -> Result<bool, StoreError> {
        self.write_aside(move |tx, _| drop_order(tx, id)).await
    }
}

/// Lets go of a file, in the transaction that made it superfluous; false when that was done already, by another attempt at the
/// same job: then this one must come to nothing.
pub(super) fn drop_order(tx: &Transaction<'_>, id: Uuid) -> Result<bool, StoreError> {
    Ok(tx.execute("DELETE FROM dataset_order WHERE id = ?1", [id.to_string()])? > 0)
}

/// Lets go of files whose time is over.
pub(super) fn sweep(tx: &Transaction<'_>, now: Timestamp) -> Result<u64, StoreError> {
    let sql = "DELETE FROM dataset_order WHERE id IN (SELECT id FROM dataset_order WHERE created_at < ?1 LIMIT 1)";
    Ok(tx.execute(sql, [now.micros() - KEPT_MICROS])? as u64)
}

fn insert(
    tx: &Transaction<'_>,
    at: &ProjectScope,
    (id, dataset): (Uuid, DatasetId),
    order: &ImportOrder,
) -> Result<(), StoreError> {
    let Actor { id: user, name, email, ip, user_agent } = &order.change.actor;
    tx.execute(
        "INSERT INTO dataset_order (id, dataset_id, project_id, format, skips, makes_version, user_id, user_name, user_email, \
                                    ip_address, user_agent, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            id.to_string(),
            dataset.to_string(),
            at.project().to_string(),
            order.format,
            order.duplicates == Duplicates::Skip,
            order.change.makes_version,
            user.to_string(),
            name,
            email,
            ip.map(|ip| ip.to_string()),
            user_agent,
            order.change.now.micros(),
        ],
    )?;
    Ok(())
}

fn enqueue_import(
    tx: &Transaction<'_>,
    at: &ProjectScope,
    (id, dataset): (Uuid, DatasetId),
    (actor, now): (&Actor, Timestamp),
) -> Result<Uuid, StoreError> {
    let kind = format!("import-dataset:{id}");
    let shown = Map::from_iter([("datasetId".to_owned(), dataset.to_string().into())]);
    let payload = Some(payload_of(shown, at, actor));
    enqueue(tx, &NewJob { org: Some(at.org()), kind: &kind, payload, secret: None }, now)
}

fn find(connection: &Connection, id: Uuid) -> Result<Option<(ProjectScope, DatasetId, ImportOrder)>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT project.id, project.org_id, project.slot, dataset_id, format, skips, makes_version, user_id, user_name,
                user_email, ip_address, user_agent, dataset_order.created_at
           FROM dataset_order
           JOIN project ON project.id = dataset_order.project_id
          WHERE dataset_order.id = ?1
            AND project.deleted_at IS NULL",
    )?;
    let found = select.query_row([id.to_string()], |row| Ok((read_scope(row, 0)?, read(row)?))).optional()?;
    let Some((Some(at), (dataset, mut order))) = found else { return Ok(None) };
    let mut select =
        connection.prepare_cached("SELECT content FROM dataset_order_piece WHERE order_id = ?1 ORDER BY piece")?;
    let mut pieces = select.query([id.to_string()])?;
    while let Some(piece) = pieces.next()? {
        order.content.push_str(piece.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?);
    }
    Ok(Some((at, dataset, order)))
}

fn read(row: &Row<'_>) -> rusqlite::Result<(DatasetId, ImportOrder)> {
    let ip: Option<String> = row.get(10)?;
    let actor = Actor {
        id: uuid_at(row, 7)?.unwrap_or_default(),
        name: row.get(8)?,
        email: row.get(9)?,
        ip: ip.and_then(|ip| ip.parse().ok()),
        user_agent: row.get(11)?,
    };
    let order = ImportOrder {
        format: row.get(4)?,
        content: String::new(),
        duplicates: if row.get(5)? { Duplicates::Skip } else { Duplicates::Keep },
        change: Change { actor, now: Timestamp::from_micros(row.get(12)?), makes_version: row.get(6)? },
    };
    Ok((DatasetId(uuid_at(row, 3)?.unwrap_or_default()), order))
}

//! Which run a path names. Clients know their runs by the ids that they gave them, and the Python SDK sends others: it
//! hashes its user's id with the key in force (spec `sdk-traffic.md` 4.2), so what its user asks for is never what was stored.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use ingest::python_run_id;
use model::{Run, RunId};
use store::{ProjectScope, StoreError};

use crate::app::App;
use crate::error::ApiError;

/// The run that a path names by any text; what is no text once it is decoded names none.
pub(crate) struct PathId {
    text: String,
}

impl PathId {
    /// As it was sent.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The id by the rule for all clients.
    fn id(&self) -> RunId {
        RunId::from_client(&self.text)
    }

    /// The ids that the Python SDK makes of the text, one for each key of the project.
    async fn python_ids(&self, app: &App, at: &ProjectScope) -> Result<Vec<RunId>, StoreError> {
        let keys = app.meta.keys_of(at).await?;
        Ok(keys.iter().map(|key| python_run_id(&self.text, &key.to_string())).collect())
    }

    /// What `find` finds by the id as sent, or else by one that the Python SDK makes of it.
    pub(super) async fn find<T, F>(
        &self,
        app: &App,
        at: &ProjectScope,
        find: impl Fn(RunId) -> F,
    ) -> Result<Option<T>, StoreError>
    where
        F: Future<Output = Result<Option<T>, StoreError>>,
    {
        if let Some(found) = find(self.id()).await? {
            return Ok(Some(found));
        }
        for id in self.python_ids(app, at).await? {
            if let Some(found) = find(id).await? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The run, if it is there.
    pub(super) async fn run(&self, app: &App, at: &ProjectScope) -> Result<Run, ApiError> {
        self.find(app, at, |id| app.runs.get(at, id)).await?.ok_or(ApiError::NotFound("Run"))
    }

    /// The id of the run if it is there, or else every id that it may have once it comes.
    pub(super) async fn present_or_to_come(&self, app: &App, at: &ProjectScope) -> Result<Vec<RunId>, StoreError> {
        let found = self.find(app, at, |id| async move { Ok(app.runs.get(at, id).await?.map(|_| id)) }).await?;
        if let Some(id) = found {
            return Ok(vec![id]);
        }
        let mut ids = self.python_ids(app, at).await?;
        ids.push(self.id());
        Ok(ids)
    }
}

impl FromRequestParts<App> for PathId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<PathId, ApiError> {
        let id = Path::<String>::from_request_parts(parts, app).await;
        let Path(text) =
            id.map_err(|_| ApiError::BadRequest("the id in the path is no UTF-8 once it is decoded".into()))?;
        Ok(PathId { text })
    }
}

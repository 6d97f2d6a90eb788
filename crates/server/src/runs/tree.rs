//! The handler that gives a run and all below it as a tree without texts, to draw a trace from.

use axum::extract::State;
use axum::response::Response;
use model::{RunId, Status};
use serde::Serialize;
use serde_json::Number;
use store::runs::{Tree, TreeNode};
use utoipa::ToSchema;

use super::path::PathId;
use super::shape::{dollars, safe};
use crate::app::App;
use crate::auth::{In, ReadLogs};
use crate::error::{ApiError, ErrorBody};
use crate::reply::json_bytes;

/// Larger trees are written on a thread of their own.
const INLINE_NODES: usize = 500;

/// A run and all below it, without texts.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Tree)]
pub(crate) struct TreeView {
    /// The top of the trace that the run is a part of; maybe the run itself.
    #[schema(value_type = String, format = "uuid")]
    trace_id: RunId,
    /// Whether there are more than 50,000 runs, so that some are left out.
    truncated: bool,
    /// The run first; each after its parent, and siblings by their start.
    data: Vec<NodeView>,
}

/// One run of a tree.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TreeNode)]
struct NodeView {
    #[schema(value_type = String, format = "uuid")]
    id: RunId,
    /// The run that it is a part of; null for the first.
    #[schema(value_type = Option<String>, format = "uuid")]
    parent_id: Option<RunId>,
    /// `llm`, `chain`, `agent`, `tool`, ...
    #[serde(rename = "type")]
    run_type: String,
    /// Model, tool, agent or chain.
    name: Option<String>,
    /// Milliseconds from the start of the first run; negative when the clients' clocks disagree.
    start_ms: i64,
    /// The same for the end; null while it is open.
    end_ms: Option<i64>,
    /// `started`, `success` or `error`; null for what has none.
    status: Option<&'static str>,
    /// Of prompt and completion together; null when neither is known.
    tokens: Option<u64>,
    /// US dollars; null when it cannot be told.
    #[schema(value_type = Option<f64>)]
    cost: Option<Number>,
    /// The first line of its error, at most 200 characters.
    error: Option<String>,
}

/// A run and all below it, as a tree to draw a trace from.
///
/// Without texts. Every run stands after its parent, and times count from the start of the run that was asked for.
#[utoipa::path(get, path = "/v1/runs/{id}/tree", tag = "runs",
    params(("id" = String, Path, description = "The id as it was sent: any text")),
    responses(
        (status = 200, description = "The tree", body = TreeView),
        (status = 404, description = "This project has no such run", body = ErrorBody),
    ))]
pub(crate) async fn get_tree(State(app): State<App>, at: In<ReadLogs>, path: PathId) -> Result<Response, ApiError> {
    let tree = path.find(&app, &at, |id| app.runs.tree(&at, id)).await?.ok_or(ApiError::NotFound("Run"))?;
    let is_large = tree.nodes.len() > INLINE_NODES;
    let write = move || serde_json::to_vec(&TreeView::from(tree)).map_err(ApiError::Unwritable);
    Ok(json_bytes(app.off_thread_if(is_large, write).await?))
}

impl From<Tree> for TreeView {
    fn from(tree: Tree) -> TreeView {
        let began = tree.nodes.first().map(|first| first.created_at);
        let view = |node: TreeNode| {
            let began = began.unwrap_or(node.created_at);
            NodeView {
                id: node.id,
                parent_id: node.parent,
                run_type: node.run_type,
                name: node.name,
                start_ms: node.created_at.millis_since(began),
                end_ms: node.ended_at.map(|ended| ended.millis_since(began)),
                status: node.status.map(Status::word),
                tokens: node.tokens.and_then(safe),
                cost: node.cost.map(dollars),
                error: node.error,
            }
        };
        TreeView {
            trace_id: tree.trace,
            truncated: tree.is_truncated,
            data: tree.nodes.into_iter().map(view).collect(),
        }
    }
}

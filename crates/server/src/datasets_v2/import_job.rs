//! The imports that a job does: of files, and of runs.

use store::StoreError;
use store::meta::{Arriving, Change};
use uuid::Uuid;

use super::RUNS;
use super::parse::parse;
use super::sheet::Format;
use crate::app::App;
use crate::runs::import_ordered_runs;

/// Imports what an order has; the inner error says why that never will be possible. Done already is done. `progress` is told
/// how many items of how many have come.
pub(crate) async fn import_ordered(
    app: &App,
    id: Uuid,
    progress: impl Fn(u64, u64),
) -> Result<Result<(), String>, StoreError> {
    let Some((at, dataset, order)) = app.meta.import_order(id).await? else { return Ok(Ok(())) };
    if order.format == RUNS {
        let done = import_ordered_runs(app, (&at, dataset), (id, order), progress).await?;
        return end(app, id, done).await;
    }
    let format = Format::from_word(&order.format);
    let content = order.content;
    let texts = match app.off_thread_if(true, move || parse(format, &content)).await {
        Ok(texts) => texts,
        Err(reason) => return end(app, id, Err(reason)).await,
    };
    let count = texts.len() as u64;
    let arriving = Arriving { texts, duplicates: order.duplicates, order: Some(id) };
    let change = Change { now: app.time_of_edit(), ..order.change };
    let done = app.meta.import_items((&at, dataset), arriving, change, |come| progress(come, count)).await?;
    end(app, id, Ok(done.is_some())).await
}

/// Lets go of an order that never will be done. What is done is gone with its last item.
async fn end(app: &App, id: Uuid, done: Result<bool, String>) -> Result<Result<(), String>, StoreError> {
    let reason = match done {
        Ok(true) => return Ok(Ok(())),
        Ok(false) => "the dataset is not there any more".into(),
        Err(reason) => reason,
    };
    if !app.meta.drop_import_order(id).await? {
        // Another attempt was faster.
        return Ok(Ok(()));
    }
    Ok(Err(reason))
}

//! The import that a job does.

use store::StoreError;
use store::meta::{Arriving, Change};
use uuid::Uuid;

use super::parse::parse;
use super::sheet::Format;
use crate::app::App;

/// Imports the file of an order; the inner error says why that never will be possible. Done already is done. `progress` is told
/// how many items of how many have come.
pub(crate) async fn import_ordered(
    app: &App,
    id: Uuid,
    progress: impl Fn(u64, u64),
) -> Result<Result<(), String>, StoreError> {
    let Some((at, dataset, order)) = app.meta.import_order(id).await? else { return Ok(Ok(())) };
    let format = Format::from_word(&order.format);
    let content = order.content;
    let texts = match app.off_thread_if(true, move || parse(format, &content)).await {
        Ok(texts) => texts,
        Err(reason) => {
            app.meta.drop_import_order(id).await?;
            return Ok(Err(reason));
        }
    };
    let count = texts.len() as u64;
    let arriving = Arriving { texts, duplicates: order.duplicates, order: Some(id) };
    let change = Change { now: app.time_of_edit(), ..order.change };
    let done = app.meta.import_items((&at, dataset), arriving, change, |come| progress(come, count)).await?;
    if done.is_some() {
        return Ok(Ok(()));
    }
    if !app.meta.drop_import_order(id).await? {
        // Another attempt was faster.
        return Ok(Ok(()));
    }
    Ok(Err("the dataset is not there any more".into()))
}

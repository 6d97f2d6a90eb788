//! What a stream tells next.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::Event;
use futures_util::FutureExt;
use model::filter::Class;
use query::text::SearchText;
use query::{Known, Matcher};
use serde_json::{Map, Value, json};
use store::runs::{Following, Heard, HeardRun, Tail};
use store::{ProjectScope, StoreError};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval};

use super::super::asked::{Asked, RowForm};
use super::super::preview::PreviewRow;
use super::super::shape::Keys;
use super::super::view::{RunView, Slugs};
use super::super::written::Written;
use super::pace::Pace;
use super::shown::{News, Shown};
use crate::app::App;
use crate::auth::{ListLogs, Standing};
use crate::error::ApiError;

/// How often it is asked whether the reader may still read.
const CHECK_EVERY: Duration = Duration::from_secs(1);
const PING_EVERY: Duration = Duration::from_secs(15);
/// After how long a reader that was cut off comes back.
const RETRY: Duration = Duration::from_secs(2);
/// More input and output than this is matched and written on a thread of its own.
const INLINE_BYTES: usize = 64 << 10;

/// One stream. Whatever it says is said when it is asked for the next event, and nothing in between.
pub(super) struct Feed {
    app: App,
    at: ProjectScope,
    standing: Standing<ListLogs>,
    tail: Tail,
    written: Written,
    matcher: Arc<Matcher>,
    reads_texts: bool,
    keys: Keys,
    form: RowForm,
    shown: Shown,
    pace: Pace,
    ready: VecDeque<Event>,
    check: Interval,
    ping: Interval,
    is_over: bool,
}

/// Why runs were left out.
#[derive(Clone, Copy)]
enum Why {
    Slow,
    Resume,
}

impl Feed {
    pub(super) async fn new(
        (app, at, standing): (App, ProjectScope, Standing<ListLogs>),
        following: Following,
        asked: Asked,
        after: Option<i64>,
    ) -> Feed {
        let [check, ping] = [CHECK_EVERY, PING_EVERY].map(|every| {
            let mut ticks = interval(every);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            ticks.reset();
            ticks
        });
        let Following { tail, since } = following;
        let mut feed = Feed {
            app,
            at,
            standing,
            tail,
            written: asked.written,
            matcher: Arc::new(Matcher::new(&asked.query.filter)),
            reads_texts: asked.query.filter.class() != Class::Facts,
            keys: asked.keys,
            form: asked.form,
            shown: Shown::new(),
            pace: Pace::new(Instant::now()),
            ready: VecDeque::new(),
            check,
            ping,
            is_over: false,
        };
        match since {
            None => feed.ready.push_back(gap(feed.tail.seq(), None, Why::Resume)),
            Some(heard) => feed.take(heard, Why::Resume).await,
        }
        // Whoever is cut off right behind the first event comes back to where it was.
        let seq = feed.tail.seq();
        let hello = event("ping", after.filter(|after| *after <= seq).unwrap_or(seq), &json!({}));
        feed.ready.push_front(hello.retry(RETRY));
        feed
    }

    /// The next event; `None` when there is none any more.
    pub(super) async fn next(&mut self) -> Option<Result<Event, StoreError>> {
        loop {
            if self.is_over {
                return self.ready.pop_front().map(Ok);
            }
            // Also what was read before is not told to a reader who may not read it any more.
            if self.check.tick().now_or_never().is_some() {
                self.end_without_access().await;
                continue;
            }
            if let Some(ready) = self.ready.pop_front() {
                self.ping.reset();
                return Some(Ok(ready));
            }
            tokio::select! {
                biased;
                () = self.app.stop.cancelled() => self.end("shutdown"),
                _ = self.check.tick() => self.end_without_access().await,
                heard = self.tail.next() => match heard {
                    Ok(heard) => self.take(heard, Why::Slow).await,
                    Err(error) => {
                        tracing::error!(error = &error as &dyn std::error::Error, "a stream broke off");
                        self.is_over = true;
                        return Some(Err(error));
                    }
                },
                _ = self.ping.tick() => self.ready.push_back(event("ping", self.tail.seq(), &json!({}))),
            }
        }
    }

    async fn end_without_access(&mut self) {
        if !self.standing.opens(&self.app, &self.at).await {
            self.ready.clear();
            self.end("access");
        }
    }

    fn end(&mut self, reason: &str) {
        self.ready.push_back(event("end", self.tail.seq(), &json!({ "reason": reason })));
        self.is_over = true;
    }

    /// Templates get versions while somebody reads. Where they cannot be asked for, those that were known count on.
    async fn look_for_versions(&mut self) {
        if !self.written.names_templates() {
            return;
        }
        match self.written.resolve(&self.app, &self.at).await {
            Ok(filter) => self.matcher = Arc::new(Matcher::new(&filter)),
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "a stream could not look for versions");
            }
        }
    }

    /// The slugs of the templates that these runs used; none where they cannot be asked for.
    async fn slugs(&self, runs: &[HeardRun]) -> Slugs {
        let versions: Vec<i64> = runs.iter().filter_map(|heard| heard.run.template_version).collect();
        self.app.meta.slugs_of_versions(&self.at, versions).await.unwrap_or_else(|error| {
            tracing::warn!(error = &error as &dyn std::error::Error, "a stream could not look for slugs");
            Slugs::new()
        })
    }

    /// Tells what was heard, as far as it is meant; of too much the newest.
    async fn take(&mut self, heard: Heard, why: Why) {
        self.look_for_versions().await;
        let is_large = self.reads_texts || heard.runs.iter().map(bytes_of).sum::<usize>() > INLINE_BYTES;
        let shown: Vec<bool> = heard.runs.iter().map(|heard| self.shown.has(heard.run.id)).collect();
        let matcher = Arc::clone(&self.matcher);
        let meant = move || {
            let is_meant = |(heard, is_shown): &(HeardRun, bool)| *is_shown || matcher.matches(&known(heard));
            heard.runs.into_iter().zip(shown).filter(is_meant).map(|(heard, _)| heard).collect::<Vec<HeardRun>>()
        };
        let mut meant = self.app.off_thread_if(is_large, meant).await;
        let told = self.pace.take(meant.len(), Instant::now());
        let late = meant.len() - told;
        let skipped = heard.missed + late as u64;
        meant.drain(..late);
        if skipped > 0 {
            let before = meant.first().map_or(heard.seq, |first| first.seq - 1);
            self.ready.push_back(gap(before, Some(skipped), why));
        }
        let (keys, form, slugs) = (self.keys, self.form.clone(), self.slugs(&meant).await);
        let rows = move || {
            let row = |heard: HeardRun| Ok((heard.seq, heard.run.id, row(heard, keys, (&form, &slugs))?));
            meant.into_iter().map(row).collect::<Result<Vec<_>, ApiError>>()
        };
        let rows = self.app.off_thread_if(is_large, rows).await.unwrap_or_else(|error| {
            tracing::error!(error = &error as &dyn std::error::Error, "rows of a stream could not be written");
            Vec::new()
        });
        for (seq, id, row) in rows {
            match self.shown.tell(id, row) {
                News::Run(row) => self.ready.push_back(event("run", seq, &Value::Object(row))),
                News::Patch(row) => self.ready.push_back(event("patch", seq, &Value::Object(row))),
                News::Nothing => {}
            }
        }
    }
}

fn bytes_of(heard: &HeardRun) -> usize {
    [&heard.run.input, &heard.run.output].into_iter().flatten().map(|json| json.text().len()).sum()
}

fn known(heard: &HeardRun) -> Known<'_> {
    Known { run: &heard.run, is_root: heard.is_root, children: &heard.children }
}

/// The members of a row of the list.
fn row(heard: HeardRun, keys: Keys, (form, slugs): (&RowForm, &Slugs)) -> Result<Map<String, Value>, ApiError> {
    let row = match form {
        RowForm::Preview(search) => {
            let search = search.as_deref().map(SearchText::parse);
            serde_json::to_value(PreviewRow::new(heard.run, keys, search.as_ref()).naming(slugs))
        }
        form => serde_json::to_value(RunView::row(heard.run, keys, *form == RowForm::Abbreviated).naming(slugs)),
    };
    match row.map_err(ApiError::Unwritable)? {
        Value::Object(members) => Ok(members),
        _ => Ok(Map::new()),
    }
}

fn gap(seq: i64, skipped: Option<u64>, why: Why) -> Event {
    let reason = match why {
        Why::Slow => "slow",
        Why::Resume => "resume",
    };
    event("gap", seq, &json!({ "skipped": skipped, "reason": reason }))
}

fn event(name: &str, seq: i64, data: &Value) -> Event {
    Event::default().event(name).id(seq.to_string()).data(data.to_string())
}

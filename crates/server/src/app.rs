//! What every handler can reach.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Instant;

use model::Timestamp;
use store::{Meta, Runs};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::auth::password::Passwords;
use crate::auth::throttle::Throttle;
use crate::auth::token::Tokens;
use crate::clock::{Clock, Sequence};
use crate::mail::Mail;
use crate::metrics::Metrics;
use crate::otlp::Told;
use crate::prompts::Renderings;
use crate::room::Rooms;
use crate::settings::Settings;

/// The running server, as handlers see it; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts of an [`App`].
pub struct Parts {
    /// Who there is, and what belongs to whom.
    pub meta: Meta,
    /// What their applications did.
    pub runs: Runs,
    /// Limits and time-outs.
    pub settings: Arc<Settings>,
    /// Signs and reads the tokens of sessions.
    pub(crate) tokens: Tokens,
    /// Hashes and verifies passwords.
    pub passwords: Passwords,
    /// Counts how often who tries what.
    pub(crate) throttle: Throttle,
    /// Writes letters and sends them.
    pub(crate) mail: Mail,
    /// Tells the time.
    pub clock: Clock,
    /// Times of what people change.
    edits: Sequence,
    /// When this server began.
    pub(crate) started: Instant,
    /// Prompts as SDKs get them, written already.
    pub(crate) renderings: Renderings,
    /// What operators watch.
    pub(crate) metrics: Metrics,
    /// Who was told that metrics are not stored.
    pub(crate) told_of_metrics: Told,
    /// Memory for bodies.
    pub(crate) rooms: Rooms,
    /// The same for who has shown no credential.
    pub(crate) door_rooms: Rooms,
    /// All tasks, so that a stop can wait for them.
    pub(crate) tasks: TaskTracker,
    /// Cancelled when the server is told to stop: what has no end of its own ends then.
    pub stop: CancellationToken,
}

impl App {
    /// A server over an open store. `tasks` is what its stop waits for.
    #[must_use]
    pub fn new(meta: Meta, runs: Runs, settings: Settings, clock: Clock, tasks: TaskTracker) -> App {
        let rooms = Rooms::new(settings.ingest_buffer, settings.ingest_wait);
        let tokens = Tokens::new(&meta.derive_key("sessions", settings.jwt_secret.as_deref()));
        App(Arc::new(Parts {
            tokens,
            passwords: Passwords::new(tasks.clone()),
            throttle: Throttle::new(&settings, clock),
            mail: Mail::new(settings.mail.clone(), &settings.app_url),
            meta,
            runs,
            clock,
            edits: Sequence::default(),
            started: Instant::now(),
            renderings: Renderings::new(),
            metrics: Metrics::new(&rooms),
            told_of_metrics: Told::default(),
            rooms,
            door_rooms: Rooms::of_door(settings.ingest_wait),
            settings: Arc::new(settings),
            tasks,
            stop: CancellationToken::new(),
        }))
    }

    /// The time of a change that somebody makes now; later than that of every change before.
    pub(crate) fn time_of_edit(&self) -> Timestamp {
        self.edits.next(self.clock.now())
    }

    /// Runs `work`: when it is `large`, where it holds up no other request. A panic of `work` goes on in the caller.
    pub(crate) async fn off_thread_if<T: Send + 'static>(
        &self,
        large: bool,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> T {
        if !large {
            return work();
        }
        match self.tasks.spawn_blocking(work).await {
            Ok(done) => done,
            Err(failed) => std::panic::resume_unwind(failed.into_panic()),
        }
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

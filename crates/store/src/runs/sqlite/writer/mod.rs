//! The one thread that writes `runs.db`. It takes whatever waits into one transaction, commits, and only then answers.

mod caches;
mod change_log;
mod cost;
mod entry;
mod group;
mod ledger;
mod line;
mod load;
mod others;
mod thread;

use std::sync::Arc;
use std::thread::JoinHandle;

use model::Pricing;
use rusqlite::{Connection, TransactionBehavior, params};
use tokio::sync::{mpsc, oneshot};

use super::frame::Codec;
use super::rid::Rid;
use super::tail::Tails;
use crate::StoreError;
use crate::columns::Columns;
use crate::follower::Follower;
use crate::runs::{Batch, Outcome};
pub(super) use caches::Caches;
use change_log::ChangeLog;
pub(super) use change_log::{DELETED, FACTS};
pub(super) use cost::cost_now;
pub(super) use group::Group;
use ledger::{Account, Ledger, TurnedAway};

/// At most this many changes in one transaction, unless one request brings more.
const GROUP_CHANGES: usize = 2_000;
/// At most this much payload in one transaction, unless one request brings more.
const GROUP_BYTES: usize = 8 << 20;
/// Requests that may wait for the writer; more wait for room.
const QUEUED_REQUESTS: usize = 1_024;

/// A request that waits to be written.
pub(super) struct Job {
    pub(super) batch: Batch,
    pub(super) answer: Answer,
}

type Answer = oneshot::Sender<Result<Vec<Outcome>, StoreError>>;

/// What the writer is asked to do.
pub(super) enum Order {
    Write(Box<Job>),
    /// Something rare that has to be done between two transactions.
    Do(Box<dyn FnOnce(&mut Writer) + Send>),
    /// Time has passed: forget what followers need no more.
    Tidy,
    /// Copy the rest of the log into the database and begin the log anew.
    RestartLog,
    /// Keep this compression dictionary, and use it from now on.
    Learn(Vec<u8>),
}

pub(super) type Orders = mpsc::Sender<Order>;

/// The writer's own things; see [`Order::Do`].
pub(super) struct Writer {
    connection: Connection,
    caches: Caches,
    log: ChangeLog,
    columns: Arc<Columns>,
    tails: Arc<Tails>,
    followers: Followers,
    /// See [`crate::runs::RunsOptions::unsafe_ack_early`].
    acks_early: bool,
    /// See [`StoreError::Unconfirmed`].
    is_unsure: bool,
}

/// Who follows the change log.
pub(super) type Followers = Vec<Arc<Follower>>;

/// Starts the writer on its own thread. It ends, after all that is queued, when the last sender of orders is gone.
pub(super) fn start(
    connection: Connection,
    (pricing, codec): (Arc<dyn Pricing>, Arc<Codec>),
    (columns, tails): (Arc<Columns>, Arc<Tails>),
    followers: Followers,
    acks_early: bool,
) -> Result<(Orders, JoinHandle<()>), StoreError> {
    let (orders, queue) = mpsc::channel(QUEUED_REQUESTS);
    let log = ChangeLog::open(&connection)?;
    let caches = Caches::new(pricing, codec);
    let writer = Writer { connection, caches, log, columns, tails, followers, acks_early, is_unsure: false };
    let thread = std::thread::Builder::new()
        .name("runs-writer".into())
        .spawn(move || writer.run(queue))
        .map_err(|source| StoreError::Io { path: "runs.db".into(), source })?;
    Ok((orders, thread))
}

impl Writer {
    fn run(mut self, mut queue: mpsc::Receiver<Order>) {
        let mut held_back = None;
        while let Some(order) = held_back.take().or_else(|| queue.blocking_recv()) {
            match order {
                Order::Write(job) => {
                    let (jobs, next) = gather(*job, &mut queue);
                    held_back = next;
                    self.write(jobs);
                }
                Order::Do(work) => work(&mut self),
                Order::Tidy => self.tidy(),
                Order::RestartLog => self.restart_log(),
                Order::Learn(dictionary) => self.learn(&dictionary),
            }
            if self.is_unsure {
                return;
            }
        }
        self.close();
    }

    /// One transaction for all; when it fails for another reason than a full disk, one for each, so that a request that
    /// cannot be stored takes no other down.
    fn write(&mut self, mut jobs: Vec<Job>) {
        if self.acks_early {
            jobs = jobs.into_iter().map(answer_early).collect();
        }
        let (batches, answers): (Vec<Batch>, Vec<Answer>) = jobs.into_iter().map(|job| (job.batch, job.answer)).unzip();
        let again = if batches.len() > 1 { Some(batches.clone()) } else { None };
        match (self.commit(batches), again) {
            (Ok(outcomes), _) => {
                for (answer, outcomes) in answers.into_iter().zip(outcomes) {
                    // A caller that went away does not need its answer.
                    let _ = answer.send(Ok(outcomes));
                }
            }
            (Err(StoreError::Unconfirmed), _) => {
                tracing::error!("{}", StoreError::Unconfirmed);
                self.is_unsure = true;
                for answer in answers {
                    let _ = answer.send(Err(StoreError::Unconfirmed));
                }
            }
            (Err(StoreError::DiskFull), _) => {
                for answer in answers {
                    let _ = answer.send(Err(StoreError::DiskFull));
                }
            }
            (Err(error), None) => {
                if let Some(answer) = answers.into_iter().next() {
                    let _ = answer.send(Err(error));
                }
            }
            (Err(error), Some(batches)) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "a group of requests failed; trying each alone"
                );
                for (batch, answer) in batches.into_iter().zip(answers) {
                    self.write(vec![Job { batch, answer }]);
                }
            }
        }
    }

    fn commit(&mut self, batches: Vec<Batch>) -> Result<Vec<Vec<Outcome>>, StoreError> {
        let result = self.try_commit(batches);
        if result.is_err() {
            self.caches.forget();
            self.log.forget();
        }
        result
    }

    fn try_commit(&mut self, batches: Vec<Batch>) -> Result<Vec<Vec<Outcome>>, StoreError> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut group = Group::new(&tx, &mut self.caches);
        let mut ledger = Ledger::default();
        let mut answers = Vec::with_capacity(batches.len());
        for batch in batches {
            let sender = batch.sender;
            let account = Account { key: sender.key, slot: sender.scope.slot(), arrival: batch.arrival };
            let outcomes: Vec<Outcome> = batch
                .changes
                .into_iter()
                .map(|change| group.merge(change, batch.arrival))
                .collect::<Result<_, StoreError>>()?;
            if !group.is_closed(account.slot) {
                ledger.count(account, &outcomes, TurnedAway { rejected: batch.rejected, sample: batch.sample });
            }
            answers.push(outcomes);
        }
        let changed = group.flush()?;
        let first = self.log.append(&tx, &changed)?;
        ledger.flush(&tx)?;
        tx.commit()?;
        self.columns.note(changed.iter().map(|(rid, _)| (rid.day_key(), rid.0)));
        self.tails.note(first, &changed);
        self.followers.iter().for_each(|follower| follower.ring());
        Ok(answers)
    }

    /// Runs `work` in a transaction of its own, and notes what changed. What `work` answers is true once this has returned.
    pub(super) fn transact<T>(
        &mut self,
        work: impl FnOnce(&Connection, &mut Caches) -> Result<(T, Vec<(Rid, i64)>), StoreError>,
    ) -> Result<T, StoreError> {
        let result = (|| {
            let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let (answer, changed) = work(&tx, &mut self.caches)?;
            let first = self.log.append(&tx, &changed)?;
            tx.commit()?;
            self.columns.note(changed.iter().map(|(rid, _)| (rid.day_key(), rid.0)));
            self.tails.note(first, &changed);
            self.followers.iter().for_each(|follower| follower.ring());
            Ok(answer)
        })();
        if result.is_err() {
            self.caches.forget();
            self.log.forget();
        }
        if matches!(result, Err(StoreError::Unconfirmed)) {
            tracing::error!("{}", StoreError::Unconfirmed);
            self.is_unsure = true;
        }
        result
    }

    fn tidy(&mut self) {
        let slowest = self.followers.iter().map(|follower| follower.mark()).min().unwrap_or(i64::MAX);
        if let Err(error) = self.log.cut(&self.connection, slowest) {
            tracing::warn!(error = &error as &dyn std::error::Error, "the change log could not be cut");
        }
    }

    fn restart_log(&mut self) {
        let restarted = self.connection.query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(()));
        if let Err(error) = restarted {
            tracing::warn!(error = &error as &dyn std::error::Error, "the write-ahead log could not be restarted");
        }
    }

    /// The dictionary is on disk before the first frame that needs it is made.
    fn learn(&mut self, dictionary: &[u8]) {
        let number = self.caches.codec.newest() + 1;
        let kept = self
            .connection
            .execute("INSERT INTO frame_dictionary (number, bytes) VALUES (?1, ?2)", params![number, dictionary]);
        match kept {
            Ok(_) => {
                self.caches.codec.adopt(dictionary);
                tracing::info!(
                    number,
                    bytes = dictionary.len(),
                    "payloads are compressed with a dictionary of their own"
                );
            }
            Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "a dictionary could not be kept"),
        }
    }

    fn close(self) {
        let emptied = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        if let Err(error) = emptied {
            tracing::warn!(error = &error as &dyn std::error::Error, "the write-ahead log could not be emptied");
        }
    }
}

/// Takes the requests that wait, up to the size of a group. Returns also the first order that does not belong to it.
fn gather(first: Job, queue: &mut mpsc::Receiver<Order>) -> (Vec<Job>, Option<Order>) {
    let mut changes = first.batch.changes.len();
    let mut bytes = first.batch.payload_bytes();
    let mut jobs = vec![first];
    while changes < GROUP_CHANGES && bytes < GROUP_BYTES {
        match queue.try_recv() {
            Ok(Order::Write(job)) => {
                changes += job.batch.changes.len();
                bytes += job.batch.payload_bytes();
                jobs.push(*job);
            }
            Ok(other) => return (jobs, Some(other)),
            Err(_) => break,
        }
    }
    (jobs, None)
}

/// The lie that the durability tests must catch.
fn answer_early(job: Job) -> Job {
    let _ = job.answer.send(Ok(vec![Outcome::Stored; job.batch.changes.len()]));
    Job { batch: job.batch, answer: oneshot::channel().0 }
}

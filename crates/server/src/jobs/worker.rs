//! The worker: takes what is due, a letter and two other jobs at a time, renews their leases, and says what became of them.

use std::sync::Arc;
use std::time::Duration;

use model::Timestamp;
use store::StoreError;
use store::meta::{ClaimedJob, JobEnd, Lane};
use tokio::sync::{Notify, Semaphore};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::progress::Progress;
use super::work::{JobFailure, Work};
use crate::app::App;

/// How many jobs of each lane are worked on at once.
const AT_ONCE: [(Lane, usize); 2] = [(Lane::Letters, 1), (Lane::Rest, 2)];
/// Jobs whose time comes, and those of a worker that died, are looked for this often; new ones are noticed at once.
const LOOK_EVERY: Duration = Duration::from_secs(2);
const WRITE_USES_EVERY: Duration = Duration::from_secs(5);
const SCHEDULE_EVERY: Duration = Duration::from_secs(60);
const RENEW_EVERY: Duration = Duration::from_secs(10);
const LEASE_MICROS: i64 = 30_000_000;
/// How often a job is tried again: after 2, 4, 8, 16 and 32 minutes, so for about an hour.
const RETRIES: u32 = 5;
/// A job that was begun this often, and neither worked nor failed, brings its worker down.
const MOST_BEGINNINGS: u32 = 20;
const A_MINUTE_MICROS: i64 = 60_000_000;

/// What the server does by itself: a kind of job, and how long after the last one ended.
const SCHEDULED: [(&str, i64); 1] = [("housekeeping", 60 * A_MINUTE_MICROS)];

/// Starts the worker, which ends when `stop` is cancelled. What it works on then is put back.
pub fn start(app: &App, stop: &CancellationToken) {
    let worker = Worker {
        app: app.clone(),
        stop: stop.clone(),
        lanes: AT_ONCE.map(|(lane, places)| (lane, Arc::new(Semaphore::new(places)))),
        ended: Arc::default(),
    };
    app.tasks.spawn(worker.run());
}

/// Works on all that is due, one job after the other, and returns how many jobs that were. For tools and tests.
pub async fn run_due(app: &App) -> Result<u32, StoreError> {
    let mut jobs = 0;
    for (lane, _) in AT_ONCE {
        while let Some(job) = claim(app, lane).await? {
            jobs += 1;
            work_on(app, job, &CancellationToken::new()).await;
        }
    }
    Ok(jobs)
}

struct Worker {
    app: App,
    stop: CancellationToken,
    /// The lanes with their places.
    lanes: [(Lane, Arc<Semaphore>); 2],
    /// Told whenever a place becomes free.
    ended: Arc<Notify>,
}

impl Worker {
    async fn run(self) {
        let [mut look, mut schedule, mut uses] = [LOOK_EVERY, SCHEDULE_EVERY, WRITE_USES_EVERY].map(|every| {
            let mut ticks = interval(every);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            ticks
        });
        loop {
            tokio::select! {
                biased;
                () = self.stop.cancelled() => return,
                _ = schedule.tick() => warn_of(self.schedule().await, "scheduled work could not be ordered"),
                _ = uses.tick() => {
                    warn_of(self.app.meta.write_last_uses().await, "last uses could not be written");
                    continue;
                }
                () = self.app.meta.work_came() => {}
                () = self.ended.notified() => {}
                _ = look.tick() => {}
            }
            for (lane, places) in &self.lanes {
                warn_of(self.take(*lane, places).await, "jobs could not be looked for");
            }
        }
    }

    async fn schedule(&self) -> Result<(), StoreError> {
        let now = self.app.clock.now();
        for (kind, every) in SCHEDULED {
            self.app.meta.enqueue_due(kind, Timestamp::from_micros(now.micros() - every), now).await?;
        }
        Ok(())
    }

    /// Takes as many jobs as there are places, and works on each in a task of its own.
    async fn take(&self, lane: Lane, places: &Arc<Semaphore>) -> Result<(), StoreError> {
        while let Ok(place) = Arc::clone(places).try_acquire_owned() {
            let Some(job) = claim(&self.app, lane).await? else { return Ok(()) };
            let (app, stop, ended) = (self.app.clone(), self.stop.clone(), Arc::clone(&self.ended));
            self.app.tasks.spawn(async move {
                work_on(&app, job, &stop).await;
                drop(place);
                ended.notify_one();
            });
        }
        Ok(())
    }
}

async fn claim(app: &App, lane: Lane) -> Result<Option<ClaimedJob>, StoreError> {
    let now = app.clock.now();
    app.meta.claim_job(lane, lease_from(now), now).await
}

fn lease_from(now: Timestamp) -> Timestamp {
    Timestamp::from_micros(now.micros() + LEASE_MICROS)
}

/// Works on a job and says what became of it. An error on the way to the store leaves the lease to run out.
async fn work_on(app: &App, job: ClaimedJob, stop: &CancellationToken) {
    let Some(end) = attempt(app, &job, stop).await else {
        tracing::info!(job = %job.id, kind = job.kind, "a job was deleted while it was worked on");
        return;
    };
    match &end {
        JobEnd::Done | JobEnd::PutBack => {}
        JobEnd::Retry(error, _) => tracing::warn!(job = %job.id, kind = job.kind, error, "a job failed; trying again"),
        JobEnd::GivenUp(error) => tracing::error!(job = %job.id, kind = job.kind, error, "a job was given up"),
    }
    warn_of(app.meta.end_job(&job, end, app.clock.now()).await, "the end of a job could not be noted");
}

/// Tries once; `None` when the job is not ours any more.
async fn attempt(app: &App, job: &ClaimedJob, stop: &CancellationToken) -> Option<JobEnd> {
    let Some(work) = Work::of(job) else { return Some(JobEnd::GivenUp("unknown job type".into())) };
    if job.attempt > MOST_BEGINNINGS {
        return Some(JobEnd::GivenUp(format!("it was begun {MOST_BEGINNINGS} times and never came to an end")));
    }
    let progress = Progress::default();
    let mut run = std::pin::pin!(work.run(app, &progress));
    let mut renew = interval(RENEW_EVERY);
    renew.set_missed_tick_behavior(MissedTickBehavior::Delay);
    renew.reset();
    loop {
        tokio::select! {
            biased;
            done = &mut run => return Some(end_of(done, job.attempt, app.clock.now())),
            () = stop.cancelled() => return Some(JobEnd::PutBack),
            _ = renew.tick() => {
                let until = lease_from(app.clock.now());
                match app.meta.renew_job(job, progress.percent(), until).await {
                    Ok(true) => {}
                    Ok(false) => return None,
                    Err(error) => warn_of::<()>(Err(error), "the lease of a job could not be renewed"),
                }
            }
        }
    }
}

fn end_of(done: Result<(), JobFailure>, attempt: u32, now: Timestamp) -> JobEnd {
    match done {
        Ok(()) => JobEnd::Done,
        Err(JobFailure::GiveUp(error)) => JobEnd::GivenUp(error),
        Err(JobFailure::Retry(error)) if attempt > RETRIES => JobEnd::GivenUp(error),
        Err(JobFailure::Retry(error)) => {
            let wait = A_MINUTE_MICROS << attempt;
            JobEnd::Retry(error, Timestamp::from_micros(now.micros() + wait))
        }
    }
}

fn warn_of<T>(done: Result<T, StoreError>, what: &'static str) {
    if let Err(error) = done {
        tracing::warn!(error = &error as &dyn std::error::Error, "{what}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp::from_millis(1_748_779_200_000);

    #[track_caller]
    fn check(done: &Result<(), JobFailure>, attempt: u32, want: &JobEnd) {
        assert_eq!(&end_of(done.clone(), attempt, NOON), want, "{done:?} {attempt}");
    }

    #[test]
    fn a_job_is_tried_for_an_hour_and_then_given_up() {
        let failure = || Err(JobFailure::Retry("no".into()));
        let after =
            |minutes: i64| JobEnd::Retry("no".into(), Timestamp::from_micros(NOON.micros() + minutes * 60_000_000));
        for (attempt, minutes) in [(1, 2), (2, 4), (3, 8), (4, 16), (5, 32)] {
            check(&failure(), attempt, &after(minutes));
        }
        check(&failure(), 6, &JobEnd::GivenUp("no".into()));
        check(&failure(), 7, &JobEnd::GivenUp("no".into()));
        check(&Err(JobFailure::GiveUp("never".into())), 1, &JobEnd::GivenUp("never".into()));
        check(&Ok(()), 6, &JobEnd::Done);
    }
}

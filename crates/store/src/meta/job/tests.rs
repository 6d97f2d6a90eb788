use std::path::Path;

use testkit::clock::NOON;

use super::*;
use crate::DataDir;
use crate::meta::{ClaimedJob, Deed, Init, JobEnd, JobOrder, Lane, Letter, letter};
use crate::secret::Secret;

struct Place {
    meta: Meta,
    _dir: DataDir,
}

/// A time so many seconds after noon.
fn after(seconds: i64) -> Timestamp {
    Timestamp::from_micros(NOON.micros() + seconds * 1_000_000)
}

async fn open(path: &Path) -> Place {
    let dir = DataDir::lock(path).unwrap();
    let meta = Meta::open(&dir).unwrap();
    for (number, org) in [(1, "Wonderland"), (2, "Elsewhere")] {
        let key = Uuid::from_u128(number);
        meta.init(Init { org: Some(org.into()), public_key: Some(key), ..Init::default() }, NOON).await.unwrap();
    }
    Place { meta, _dir: dir }
}

impl Place {
    async fn org(&self, name: &'static str) -> OrgScope {
        let sql = "SELECT id FROM org WHERE name = ?1";
        let id = self.meta.read(move |connection, _| Ok(connection.query_row(sql, [name], |row| uuid_at(row, 0))?));
        OrgScope::new(OrgId(id.await.unwrap().unwrap()))
    }

    /// Claims for thirty seconds.
    async fn claim(&self, at: i64) -> Option<ClaimedJob> {
        self.meta.claim_job(Lane::Rest, after(at + 30), after(at)).await.unwrap()
    }

    async fn end(&self, job: &ClaimedJob, end: JobEnd, at: i64) -> bool {
        self.meta.end_job(job, end, after(at)).await.unwrap()
    }

    /// Status, percent and error of the newest job of a kind.
    async fn shown(&self, org: &OrgScope, kind: &str) -> (JobStatus, u32, Option<String>) {
        let job = self.meta.latest_job(org, kind.to_owned()).await.unwrap().unwrap();
        assert_eq!(job.ended_at.is_some(), matches!(job.status, JobStatus::Done | JobStatus::Failed), "{job:?}");
        (job.status, job.progress, job.error)
    }
}

#[tokio::test]
async fn an_organisation_has_one_open_job_of_a_kind() {
    let dir = tempfile::tempdir().unwrap();
    let place = open(dir.path()).await;
    let (ours, theirs) = (place.org("Wonderland").await, place.org("Elsewhere").await);
    let first = place.meta.enqueue_job(&ours, "refresh-costs", after(0)).await.unwrap();
    assert_eq!(place.meta.enqueue_job(&ours, "refresh-costs", after(1)).await.unwrap(), first);
    assert_ne!(place.meta.enqueue_job(&ours, "other", after(1)).await.unwrap(), first);
    assert_ne!(place.meta.enqueue_job(&theirs, "refresh-costs", after(1)).await.unwrap(), first);
    let job = place.claim(2).await.unwrap();
    assert_eq!((job.id, job.attempt), (first, 1));
    assert_eq!(place.meta.enqueue_job(&ours, "refresh-costs", after(3)).await.unwrap(), first);
    assert!(place.end(&job, JobEnd::Done, 4).await);
    assert_eq!(place.shown(&ours, "refresh-costs").await, (JobStatus::Done, 100, None));
    assert_ne!(place.meta.enqueue_job(&ours, "refresh-costs", after(5)).await.unwrap(), first);
}

#[tokio::test]
async fn a_job_is_nobody_elses_until_its_lease_runs_out() {
    let dir = tempfile::tempdir().unwrap();
    let place = open(dir.path()).await;
    let org = place.org("Wonderland").await;
    place.meta.enqueue_job(&org, "refresh-costs", after(0)).await.unwrap();
    let lost = place.claim(0).await.unwrap();
    assert_eq!(place.claim(0).await, None);
    assert_eq!(place.claim(30).await, None);
    assert!(place.meta.renew_job(&lost, 40, after(50)).await.unwrap());
    assert_eq!(place.shown(&org, "refresh-costs").await, (JobStatus::Running, 40, None));
    assert_eq!(place.claim(50).await, None);
    let taken = place.claim(51).await.unwrap();
    assert_eq!((taken.id, taken.attempt), (lost.id, 2));
    assert!(!place.meta.renew_job(&lost, 90, after(999)).await.unwrap());
    for end in [JobEnd::Done, JobEnd::PutBack, JobEnd::GivenUp("no".into()), JobEnd::Retry("no".into(), after(9))] {
        assert!(!place.end(&lost, end, 52).await);
    }
    assert_eq!(place.shown(&org, "refresh-costs").await, (JobStatus::Running, 0, None));
    assert!(place.end(&taken, JobEnd::Done, 53).await);
    assert!(!place.end(&taken, JobEnd::GivenUp("too late".into()), 54).await);
    assert_eq!(place.shown(&org, "refresh-costs").await, (JobStatus::Done, 100, None));
}

#[tokio::test]
async fn a_job_outlives_the_server_that_worked_on_it() {
    let dir = tempfile::tempdir().unwrap();
    let place = open(dir.path()).await;
    let org = place.org("Wonderland").await;
    let id = place.meta.enqueue_job(&org, "refresh-costs", after(0)).await.unwrap();
    place.claim(0).await.unwrap();
    drop(place);
    let place = open(dir.path()).await;
    assert_eq!(place.claim(29).await, None);
    assert_eq!(place.claim(31).await.map(|job| (job.id, job.attempt)), Some((id, 2)));
}

#[tokio::test]
async fn a_job_that_failed_is_tried_again_at_its_time_or_never() {
    let dir = tempfile::tempdir().unwrap();
    let place = open(dir.path()).await;
    let org = place.org("Wonderland").await;
    place.meta.enqueue_job(&org, "refresh-costs", after(0)).await.unwrap();
    let job = place.claim(0).await.unwrap();
    assert!(place.end(&job, JobEnd::Retry("the disk is full".into(), after(120)), 1).await);
    let error = Some("the disk is full".to_owned());
    assert_eq!(place.shown(&org, "refresh-costs").await, (JobStatus::Pending, 0, error));
    assert_eq!(place.claim(119).await, None);
    let job = place.claim(120).await.unwrap();
    assert_eq!(job.attempt, 2);
    assert!(place.end(&job, JobEnd::GivenUp("é".repeat(1_500)), 121).await);
    assert_eq!(place.shown(&org, "refresh-costs").await, (JobStatus::Failed, 0, Some("é".repeat(1_000))));
    assert_eq!(place.claim(99_999).await, None);
}

#[tokio::test]
async fn a_job_that_was_interrupted_starts_again_as_if_it_never_had() {
    let dir = tempfile::tempdir().unwrap();
    let place = open(dir.path()).await;
    let org = place.org("Wonderland").await;
    place.meta.enqueue_job(&org, "refresh-costs", after(0)).await.unwrap();
    for at in 0..5 {
        let job = place.claim(at).await.unwrap();
        assert_eq!(job.attempt, 1);
        assert!(place.end(&job, JobEnd::PutBack, at).await);
        assert_eq!(place.shown(&org, "refresh-costs").await, (JobStatus::Pending, 0, None));
    }
}

#[tokio::test]
async fn a_deleted_job_is_nobodys() {
    let dir = tempfile::tempdir().unwrap();
    let place = open(dir.path()).await;
    let (ours, theirs) = (place.org("Wonderland").await, place.org("Elsewhere").await);
    let id = place.meta.enqueue_job(&ours, "refresh-costs", after(0)).await.unwrap();
    let job = place.claim(0).await.unwrap();
    assert_eq!(place.meta.get_job(&theirs, id).await.unwrap(), None);
    assert_eq!(place.meta.latest_job(&theirs, "refresh-costs".into()).await.unwrap(), None);
    assert!(!place.meta.delete_job(&theirs, id).await.unwrap());
    assert!(place.meta.renew_job(&job, 1, after(60)).await.unwrap());
    assert!(place.meta.delete_job(&ours, id).await.unwrap());
    assert!(!place.meta.delete_job(&ours, id).await.unwrap());
    assert!(!place.meta.renew_job(&job, 2, after(60)).await.unwrap());
    assert!(!place.end(&job, JobEnd::Done, 1).await);
    assert_eq!(place.meta.get_job(&ours, id).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_workers_one_gets_each_job() {
    let dir = tempfile::tempdir().unwrap();
    let place = open(dir.path()).await;
    let org = place.org("Wonderland").await;
    let enqueue = move |tx: &Transaction<'_>, _: &Secret| {
        (0..40).try_for_each(|n| enqueue(tx, &NewJob::plain(Some(org.org()), &format!("k:{n}")), after(n)).map(|_| ()))
    };
    place.meta.write_aside(enqueue).await.unwrap();
    let worker = async || {
        let mut kinds = Vec::new();
        while let Some(job) = place.claim(100).await {
            kinds.push(job.kind);
        }
        kinds
    };
    let (a, b, c, d) = tokio::join!(worker(), worker(), worker(), worker());
    let mut kinds = [a, b, c, d].concat();
    assert_eq!(kinds.len(), 40);
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds.len(), 40);
}

#[tokio::test]
async fn the_job_that_has_waited_longest_comes_first_and_letters_wait_for_letters_only() {
    let dir = tempfile::tempdir().unwrap();
    let place = open(dir.path()).await;
    let org = place.org("Wonderland").await;
    place.meta.enqueue_job(&org, "b", after(1)).await.unwrap();
    place.meta.enqueue_job(&org, "a", after(2)).await.unwrap();
    place.meta.enqueue_job(&org, "later", after(500)).await.unwrap();
    let letter = Letter { to: "ana@example.com".into(), subject: "Hi".into(), text: "t0ken".into() };
    let posted = letter.clone();
    let post = move |tx: &Transaction<'_>, secret: &Secret| letter::post(tx, secret, &posted, after(3));
    place.meta.write(post).await.unwrap();
    for want in [Some("b"), Some("a"), None] {
        assert_eq!(place.claim(10).await.map(|job| job.kind).as_deref(), want);
    }
    let job = place.meta.claim_job(Lane::Letters, after(40), after(10)).await.unwrap().unwrap();
    assert_eq!((job.letter.as_ref(), job.org), (Some(&letter), None));
    assert_eq!(place.meta.claim_job(Lane::Letters, after(40), after(10)).await.unwrap(), None);
    let sealed = |connection: &Connection, _: &Secret| {
        let sql = "SELECT secret FROM job WHERE type LIKE 'mail:%'";
        Ok(connection.query_row(sql, [], |row| row.get::<_, Option<Vec<u8>>>(0))?)
    };
    let kept = place.meta.read(sealed).await.unwrap().unwrap();
    assert!(!kept.windows(5).any(|bytes| bytes == b"t0ken"));
    assert!(place.end(&job, JobEnd::Done, 11).await);
    assert_eq!(place.meta.read(sealed).await.unwrap(), None);
}

#[tokio::test]
async fn scheduled_work_is_ordered_when_the_last_one_is_long_ago() {
    let dir = tempfile::tempdir().unwrap();
    let place = open(dir.path()).await;
    let order = async |at: i64| place.meta.enqueue_due("housekeeping", after(at - 3_600), after(at)).await.unwrap();
    order(0).await;
    order(1).await;
    let job = place.claim(1).await.unwrap();
    assert_eq!(job.kind, "housekeeping");
    order(2).await;
    assert_eq!(place.claim(2).await, None);
    place.end(&job, JobEnd::Done, 10).await;
    order(3_600).await;
    assert_eq!(place.claim(3_600).await, None);
    order(3_611).await;
    assert!(place.claim(3_611).await.is_some());
}

#[tokio::test]
async fn what_has_had_its_time_is_swept_away() {
    const DAY: i64 = 86_400;
    let dir = tempfile::tempdir().unwrap();
    let place = open(dir.path()).await;
    let org = place.org("Wonderland").await;
    let id = place.meta.enqueue_job(&org, "refresh-costs", after(0)).await.unwrap();
    let job = place.claim(0).await.unwrap();
    place.end(&job, JobEnd::Done, 0).await;
    let open = place.meta.enqueue_job(&org, "refresh-costs", after(0)).await.unwrap();
    let fill = |tx: &Transaction<'_>, _: &Secret| {
        let at = [after(0).micros()];
        tx.execute(
            "INSERT INTO account (id, email, password_hash, org_id, role, created_at)
             SELECT 'ana', 'ana@example.com', '', id, 'member', 0 FROM org LIMIT 1",
            [],
        )?;
        tx.execute("INSERT INTO session VALUES ('s', 'ana', 0, 0, ?1, 0, NULL, NULL)", at)?;
        tx.execute("INSERT INTO mail_token VALUES (x'01', 'reset', 'ana', 0, ?1)", at)?;
        tx.execute("INSERT INTO mail_asked VALUES ('ana@example.com', 'reset', ?1)", at)?;
        tx.execute(
            "INSERT INTO invitation SELECT 'i', id, 'bob@example.com', 'member', x'02', x'', 0, NULL, 0, 0, ?1
               FROM org LIMIT 1",
            at,
        )?;
        Ok(())
    };
    place.meta.write(fill).await.unwrap();
    let left = async |at: i64| {
        place.meta.tidy(after(at)).await.unwrap();
        let count = |connection: &Connection, _: &Secret| {
            let tables = ["session", "mail_token", "mail_asked", "invitation", "job"];
            let count =
                |table| connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0));
            Ok(tables.map(|table| count(table).unwrap()))
        };
        place.meta.read(count).await.unwrap()
    };
    assert_eq!(left(-1).await, [1, 1, 1, 1, 2]);
    assert_eq!(left(0).await, [0, 0, 1, 1, 2]);
    assert_eq!(left(DAY).await, [0, 0, 0, 1, 2]);
    assert_eq!(left(30 * DAY - 1).await, [0, 0, 0, 1, 2]);
    assert_eq!(left(30 * DAY).await, [0, 0, 0, 0, 1]);
    assert_eq!(place.meta.get_job(&org, id).await.unwrap(), None);
    assert!(place.meta.get_job(&org, open).await.unwrap().is_some());
}

#[tokio::test]
async fn a_deleted_project_is_purged_even_if_nobody_ordered_it() {
    let dir = tempfile::tempdir().unwrap();
    let place = open(dir.path()).await;
    let org = place.org("Wonderland").await;
    let sql = "SELECT id FROM project WHERE org_id = ?1";
    let id = org.org().to_string();
    let project = place.meta.read(move |connection, _| Ok(connection.query_row(sql, [id], |row| uuid_at(row, 0))?));
    let project = model::ProjectId(project.await.unwrap().unwrap());
    assert_eq!(place.meta.scope_of_purge(project).await.unwrap(), None);
    place.meta.tidy(after(0)).await.unwrap();
    assert_eq!(place.claim(0).await, None);
    let delete = move |tx: &Transaction<'_>, _: &Secret| {
        Ok(tx.execute("UPDATE project SET deleted_at = 1 WHERE id = ?1", [project.to_string()])?)
    };
    place.meta.write(delete).await.unwrap();
    place.meta.tidy(after(1)).await.unwrap();
    let job = place.claim(1).await.unwrap();
    assert_eq!(job.org, Some(org));
    assert_eq!(place.meta.projects_of_job(&job).await.unwrap(), []);
    let scope = place.meta.scope_of_purge(project).await.unwrap().unwrap();
    assert_eq!(job.kind, format!("purge-project:{}", scope.project()));
    place.meta.mark_purged(&scope, after(2)).await.unwrap();
    assert_eq!(place.meta.scope_of_purge(project).await.unwrap(), None);
}

#[tokio::test]
async fn an_order_is_made_with_what_the_audit_log_says_of_it_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let place = open(dir.path()).await;
    let org = place.org("Wonderland").await;
    let at = place.meta.caller_in_project(Uuid::from_u128(1), NOON).await.unwrap().unwrap().scope;
    let order = |kind: &str| JobOrder {
        kind: kind.to_owned(),
        shown: Map::new(),
        told: "everything".into(),
        actor: Actor::operator(),
        deed: Some(Deed::DeleteLog),
    };
    let noted = async || {
        let count = |connection: &Connection, _: &Secret| {
            Ok(connection.query_row("SELECT count(*) FROM audit_log", [], |row| row.get::<_, i64>(0))?)
        };
        place.meta.read(count).await.unwrap()
    };
    let before = noted().await;
    let id = place.meta.enqueue_order(&at, order("change-runs:1"), NOON).await.unwrap();
    assert_eq!((noted().await - before, place.meta.job_of_project(&at, id).await.unwrap().is_some()), (1, true));
    let sql = "CREATE TRIGGER full BEFORE INSERT ON audit_log BEGIN SELECT RAISE(ABORT, 'full'); END";
    place.meta.write(move |tx, _| Ok(tx.execute_batch(sql)?)).await.unwrap();
    assert!(place.meta.enqueue_order(&at, order("change-runs:2"), NOON).await.is_err());
    assert!(place.meta.latest_job(&org, "change-runs:2".into()).await.unwrap().is_none(), "nobody knows of it");
}

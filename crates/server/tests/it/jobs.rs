//! Work behind the answers: who may order it and see it, that it is done, and that no restart forgets it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{Method, StatusCode};
use model::{ProjectId, Role, Timestamp};
use rusqlite::{Connection, Row};
use serde_json::{Value, json};
use server::app::App;
use server::clock::Clock;
use server::settings::Settings;
use server::{jobs, router};
use store::meta::{ClaimedJob, Lane};
use store::runs::RunsOptions;
use store::{DataDir, Meta, Runs};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::client::Client;
use crate::door::{Hands, SECOND, patient, project_id};
use crate::test_app::{ALICE, ALICE_TOO, BOB, NOW, Project, TestApp};

const REFRESH: &str = "/v1/jobs/refresh-costs";
const NO_SUCH_JOB: &str = r#"404 {"error":"Not Found","message":"Job not found"}"#;

impl TestApp {
    /// The server is gone without a word, and another one starts on the same data; with all that this one has to finish.
    pub(crate) fn again(self, settings: Settings, clock: Clock) -> (TestApp, TaskTracker) {
        let TestApp { router, app, dir } = self;
        drop((router, app));
        let data = DataDir::lock(dir.path()).unwrap();
        let meta = Meta::open(&data).unwrap();
        let runs = Runs::open(&data, &RunsOptions::default(), Arc::new(ingest::PriceBook::built_in())).unwrap();
        let tasks = TaskTracker::new();
        let app = App::new(meta, runs, settings, clock, tasks.clone());
        (TestApp { router: router::build(&app), app, dir }, tasks)
    }

    /// Works on all that is due; how many jobs that were.
    pub(crate) async fn work(&self) -> u32 {
        jobs::run_due(&self.app).await.unwrap()
    }

    /// Takes the next job as a worker would, for thirty seconds, and does not work on it.
    async fn claim(&self) -> ClaimedJob {
        let now = self.app.clock.now();
        let until = Timestamp::from_micros(now.micros() + 30 * SECOND);
        self.app.meta.claim_job(Lane::Rest, until, now).await.unwrap().unwrap()
    }

    /// Deletes the project as its owner.
    async fn delete_project(&self, project: Project) {
        let answer =
            self.person(project, Role::Owner).await.delete(&format!("/v1/projects/{}", project.public_key)).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    }

    /// Whether a deleted project is known to be purged.
    async fn is_purged(&self, project: Project) -> bool {
        self.app.meta.scope_of_purge(project_id(project)).await.unwrap().is_none()
    }
}

/// Waits until it is so; who waits half a minute waits in vain.
pub(crate) async fn until(is_so: impl AsyncFn() -> bool) {
    let wait = async {
        while !is_so().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), wait).await.unwrap();
}

/// Every row of a project in `runs.db`, by table; tables that hold nothing of one project alone left out.
fn rows(dir: &Path, project: Project) -> BTreeMap<String, Vec<String>> {
    let of_all = ["change", "frame_dictionary", "store_fact", "refinery_schema_history"];
    let slot = [ALICE, ALICE_TOO, BOB].iter().position(|known| known.public_key == project.public_key).unwrap() + 1;
    let runs = Connection::open(dir.join("runs.db")).unwrap();
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
    let mut select = runs.prepare(sql).unwrap();
    let tables: Vec<String> = select.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let tables = tables.into_iter().filter(|table| !of_all.contains(&table.as_str()));
    tables.map(|table| (table.clone(), rows_of(&runs, &table, slot))).collect()
}

fn rows_of(runs: &Connection, table: &str, slot: usize) -> Vec<String> {
    let mut select = runs.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).unwrap();
    let columns: Vec<String> = select.column_names().into_iter().map(str::to_owned).collect();
    let owner = ["slot", "rid", "thread", "parent"].iter().find_map(|name| columns.iter().position(|at| at == name));
    let owner = owner.unwrap_or_else(|| panic!("{table} says of no row whose it is"));
    let shift = if columns[owner] == "slot" { 0 } else { 48 };
    let line = |row: &Row<'_>| {
        let of: i64 = row.get(owner)?;
        let values: Vec<_> = (0..columns.len()).map(|column| format!("{:?}", row.get_ref(column).unwrap())).collect();
        Ok((of >> shift == i64::try_from(slot).unwrap()).then(|| values.join(" ")))
    };
    select.query_map([], line).unwrap().filter_map(Result::unwrap).collect()
}

#[track_caller]
fn check_nothing_is_left(app: &TestApp, project: Project) {
    let left = rows(app.dir.path(), project);
    assert!(left.values().all(Vec::is_empty), "{left:?}");
}

/// So many runs with an input, a minute apart.
async fn send_many(client: &Client<'_>, name: &str, count: i64) {
    let event = |n: i64| {
        json!({"type": "llm", "event": "start", "runId": format!("{name} {n}"), "name": "gpt-4o", "input": n,
               "timestamp": Timestamp::from_micros(NOW.micros() - n * 60 * SECOND)})
    };
    for from in (0..count).step_by(500) {
        client.ingest((from..count.min(from + 500)).map(event).collect()).await;
    }
}

#[tokio::test]
async fn a_refresh_of_costs_is_ordered_once_and_seen_until_it_is_done() {
    let app = TestApp::with_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let none = owner.get(REFRESH).await;
    assert_eq!((none.status, none.text()), (StatusCode::NO_CONTENT, ""));
    let ordered = owner.post(REFRESH, "").await;
    assert_eq!(ordered.status, StatusCode::ACCEPTED, "{ordered:?}");
    let id = ordered.json()["jobId"].as_str().unwrap().to_owned();
    assert_eq!(owner.post(REFRESH, "{}").await.line(), format!(r#"202 {{"jobId":"{id}"}}"#));
    let org = owner.get("/v1/users/me").await.json()["orgId"].clone();
    let job = |ended: Value, status: &str, progress: u32| {
        json!({"id": id, "createdAt": "2025-06-01T12:00:00.000Z", "endedAt": ended, "orgId": org, "type": "refresh-costs",
               "status": status, "progress": progress, "error": null, "payload": null})
    };
    assert_eq!(owner.get(REFRESH).await.json(), job(Value::Null, "pending", 0));
    let one = app.claim().await;
    app.app.meta.renew_job(&one, 40, NOW).await.unwrap();
    assert_eq!(owner.get(REFRESH).await.json(), job(Value::Null, "running", 40));
    assert_eq!(owner.post(REFRESH, "").await.json()["jobId"], id, "one that is worked on is not begun again");
    app.app.meta.end_job(&one, store::meta::JobEnd::PutBack, NOW).await.unwrap();
    assert_eq!(app.work().await, 1);
    let done = job(json!("2025-06-01T12:00:00.000Z"), "done", 100);
    for path in [REFRESH.to_owned(), format!("/v1/jobs/{id}"), format!("/v1/jobs/jobs/{id}")] {
        assert_eq!(owner.get(&path).await.json(), done, "{path}");
    }
    assert_ne!(owner.post(REFRESH, "").await.json()["jobId"], id);
    app.stop().await;
}

#[tokio::test]
async fn a_job_is_its_organisations_own() {
    let app = TestApp::with_people().await;
    let [ours, theirs] = [app.person(ALICE, Role::Admin).await, app.person(BOB, Role::Owner).await];
    let id = ours.post(REFRESH, "").await.json()["jobId"].as_str().unwrap().to_owned();
    assert_eq!(theirs.get(REFRESH).await.line(), "204 ");
    for id in [id.as_str(), "99999999-0000-4000-8000-000000000001", "nonsense", "refresh-cost"] {
        for (method, path) in [(Method::GET, "jobs/"), (Method::GET, ""), (Method::DELETE, "")] {
            let path = format!("/v1/jobs/{path}{id}");
            let answer = theirs.send(method.clone(), &path, axum::body::Body::empty()).await;
            assert_eq!(answer.line(), NO_SUCH_JOB, "{method} {path}");
        }
    }
    assert_eq!(ours.delete(&format!("/v1/jobs/{id}")).await.line(), "200 {}");
    assert_eq!(ours.delete(&format!("/v1/jobs/{id}")).await.line(), NO_SUCH_JOB);
    assert_eq!((ours.get(REFRESH).await.line(), app.work().await), ("204 ".into(), 0));
    assert_eq!(ours.get("/v1/jobs/intent-recluster/99999999-0000-4000-8000-000000000002").await.line(), "204 ");
    app.stop().await;
}

#[tokio::test]
async fn jobs_are_for_people_who_run_the_organisation() {
    let app = TestApp::with_people().await;
    let id = app.person(ALICE, Role::Owner).await.post(REFRESH, "").await.json()["jobId"].as_str().unwrap().to_owned();
    let one = format!("/v1/jobs/{id}");
    let routes = [(Method::GET, REFRESH), (Method::POST, REFRESH), (Method::GET, &*one), (Method::DELETE, &*one)];
    let mut nobody =
        vec![(StatusCode::UNAUTHORIZED, app.visitor(ALICE)), (StatusCode::UNAUTHORIZED, app.stranger(None))];
    nobody.push((StatusCode::FORBIDDEN, app.owner(ALICE)));
    for role in [Role::Member, Role::Viewer, Role::Billing] {
        nobody.push((StatusCode::FORBIDDEN, app.person(ALICE, role).await));
    }
    for (want, client) in &nobody {
        for (method, path) in &routes {
            let answer = client.send(method.clone(), path, axum::body::Body::empty()).await;
            let is_one = *method == Method::GET && *path == one && *want == StatusCode::FORBIDDEN;
            let want = if is_one { StatusCode::NOT_FOUND } else { *want };
            assert_eq!(answer.status, want, "{method} {path} {answer:?}");
        }
    }
    app.stop().await;
}

#[tokio::test]
async fn who_orders_work_for_a_project_sees_how_it_goes() {
    let app = TestApp::with_people().await;
    let member = app.person(ALICE, Role::Member).await;
    let (key, other_key) = (app.owner(ALICE), app.owner(ALICE_TOO));
    let ids: Vec<String> = (0..1_001).map(|number| number.to_string()).collect();
    let tag = json!({"action": "tag", "ids": ids, "args": {"tags": ["a"]}}).to_string();
    let made = key.post("/v1/datasets-v2", r#"{"name": "set"}"#).await.json();
    let import = json!({"format": "jsonl", "content": "{\"input\":\"a\"}", "inBackground": true}).to_string();
    let import_path = format!("/v1/datasets-v2/{}/import", made["id"].as_str().unwrap());
    for (path, body) in [("/v1/runs/batch", &tag), (&*import_path, &import)] {
        for (who, client) in [("key", &key), ("member", &member)] {
            let answer = client.post(path, body.clone()).await;
            assert_eq!(answer.status, StatusCode::ACCEPTED, "{who} {path} {answer:?}");
            for before in ["/v1/jobs", "/v1/jobs/jobs"] {
                let job = format!("{before}/{}", answer.json()["jobId"].as_str().unwrap());
                let seen = async |client: &Client<'_>| client.get(&job).await.status.as_u16();
                let by_member = if who == "member" { 200 } else { 404 };
                assert_eq!((seen(&key).await, seen(&member).await), (200, by_member), "{who} {job}");
                assert_eq!(seen(&app.person(ALICE, Role::Owner).await).await, 200, "who has jobs.read");
                for nobody in [&other_key, &app.owner(BOB), &app.person(BOB, Role::Owner).await] {
                    assert_eq!(nobody.get(&job).await.line(), NO_SUCH_JOB);
                }
                assert_eq!(seen(&app.person(ALICE, Role::Viewer).await).await, 404);
                assert_eq!(seen(&app.visitor(ALICE)).await, 401);
            }
        }
    }
    app.stop().await;
}

#[tokio::test]
async fn a_refresh_corrects_what_the_runs_of_its_organisation_cost() {
    let app = TestApp::with_people().await;
    let events = json!([
        {"type": "llm", "event": "start", "runId": "a", "name": "gpt-4o", "timestamp": "2025-06-01T11:00:00Z"},
        {"type": "llm", "event": "end", "runId": "a", "timestamp": "2025-06-01T11:00:01Z",
         "tokensUsage": {"prompt": 1000, "completion": 1000}},
    ]);
    for project in [ALICE, ALICE_TOO, BOB] {
        app.visitor(project).ingest(events.clone()).await;
    }
    let cost = async |project| app.owner(project).get("/v1/runs/a").await.json()["cost"].clone();
    let right = cost(ALICE).await;
    let runs = Connection::open(app.dir.path().join("runs.db")).unwrap();
    runs.execute("UPDATE run SET cost_nano = 7000000000", []).unwrap();
    assert_ne!(right, cost(ALICE).await);
    app.person(ALICE, Role::Owner).await.post(REFRESH, "").await;
    assert_eq!(app.work().await, 1);
    assert_eq!((cost(ALICE).await, cost(ALICE_TOO).await, cost(BOB).await), (right.clone(), right, json!(7)));
    app.stop().await;
}

#[tokio::test]
async fn work_that_cannot_be_done_fails_and_says_why() {
    let hands = Hands::new();
    let app = TestApp::with_clock(patient(), hands.clock()).await;
    app.add_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let org = app.who(&app.token_of(&ALICE.mail(Role::Owner)).await).await;
    let failed = async |id: &str| {
        let job = owner.get(&format!("/v1/jobs/{id}")).await.json();
        assert_eq!((&job["status"], job["endedAt"].is_string()), (&json!("failed"), true), "{job}");
        job["error"].clone()
    };
    let id = app.app.meta.enqueue_job(org.org(), "make-coffee", NOW).await.unwrap();
    assert_eq!(app.work().await, 1);
    assert_eq!(failed(&id.to_string()).await, "unknown job type");
    let id = owner.post(REFRESH, "").await.json()["jobId"].as_str().unwrap().to_owned();
    for attempt in 1..=20 {
        assert_eq!(app.claim().await.attempt, attempt);
        assert_eq!(app.work().await, 0, "it is somebody's");
        hands.forward(31 * SECOND);
    }
    assert_eq!(app.work().await, 1);
    assert_eq!(failed(&id).await, "it was begun 20 times and never came to an end");
    app.stop().await;
}

#[tokio::test]
async fn a_project_that_is_deleted_is_purged_at_once_and_no_other() {
    let app = TestApp::with_people().await;
    for project in [ALICE, ALICE_TOO, BOB] {
        send_many(&app.visitor(project), "run", 40).await;
    }
    let before = [ALICE, BOB].map(|project| rows(app.dir.path(), project));
    assert_eq!(rows(app.dir.path(), ALICE_TOO)["run_input"].len(), 40);
    let came = async || tokio::time::timeout(Duration::ZERO, app.app.meta.work_came()).await.is_ok();
    let owner = app.person(ALICE, Role::Owner).await;
    came().await;
    assert!(!came().await, "nothing happened since");
    assert_eq!(owner.delete(&format!("/v1/projects/{}", ALICE_TOO.public_key)).await.status, StatusCode::OK);
    assert!(came().await, "the worker is woken");
    assert_eq!((app.is_purged(ALICE_TOO).await, app.work().await), (false, 1));
    assert!(app.is_purged(ALICE_TOO).await);
    check_nothing_is_left(&app, ALICE_TOO);
    assert_eq!([ALICE, BOB].map(|project| rows(app.dir.path(), project)), before);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_is_purged_while_events_come_for_it_and_for_others() {
    let app = TestApp::with_people().await;
    for project in [ALICE_TOO, BOB] {
        send_many(&app.visitor(project), "run", 1_500).await;
    }
    let before = rows(app.dir.path(), BOB);
    let stop = CancellationToken::new();
    jobs::start(&app.app, &stop);
    let event =
        |n: u32| json!({"events": [{"type": "llm", "event": "start", "runId": format!("late {n}"), "input": n}]});
    let to_the_doomed = async {
        let client = app.visitor(ALICE_TOO);
        let mut sent = 0;
        while client.post("/v1/runs/ingest", event(sent).to_string()).await.status == StatusCode::OK {
            sent += 1;
        }
        sent
    };
    let to_others = async {
        let client = app.visitor(ALICE);
        for n in 0..100 {
            assert_eq!(client.ingest(event(n)["events"].clone()).await[0]["success"], true);
        }
    };
    let delete = async {
        app.delete_project(ALICE_TOO).await;
        until(async || app.is_purged(ALICE_TOO).await).await;
    };
    tokio::join!(to_the_doomed, to_others, delete);
    check_nothing_is_left(&app, ALICE_TOO);
    assert_eq!(rows(app.dir.path(), ALICE)["run_input"].len(), 100);
    assert_eq!(rows(app.dir.path(), BOB), before);
    stop.cancel();
    app.stop().await;
}

#[tokio::test]
async fn a_purge_that_a_crash_cut_off_is_finished_after_a_restart() {
    let app = TestApp::with_people().await;
    for project in [ALICE, ALICE_TOO] {
        send_many(&app.visitor(project), "run", 1_500).await;
    }
    let before = rows(app.dir.path(), ALICE);
    app.delete_project(ALICE_TOO).await;
    let project: ProjectId = project_id(ALICE_TOO);
    assert_eq!(app.claim().await.kind, format!("purge-project:{project}"));
    let doomed = app.app.meta.scope_of_purge(project).await.unwrap().unwrap();
    assert!(app.app.runs.purge(&doomed).await.unwrap() > 0);
    let left = rows(app.dir.path(), ALICE_TOO);
    assert!(!left["run_input"].is_empty(), "it was cut off in the middle");
    let hands = Hands::new();
    let (app, _) = app.again(patient(), hands.clock());
    assert_eq!(app.work().await, 0, "it may be somebody's");
    hands.forward(31 * SECOND);
    assert_eq!(app.work().await, 1);
    assert!(app.is_purged(ALICE_TOO).await);
    check_nothing_is_left(&app, ALICE_TOO);
    assert_eq!(rows(app.dir.path(), ALICE), before);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worker_orders_what_is_due_and_ends_when_told() {
    let (app, tasks) = TestApp::start().await.again(patient(), Clock::Fixed(NOW));
    let stop = CancellationToken::new();
    jobs::start(&app.app, &stop);
    let is_done = async || {
        let sql = "SELECT count(*) FROM job WHERE type = 'housekeeping' AND status = 'done'";
        let meta = Connection::open(app.dir.path().join("meta.db")).unwrap();
        meta.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap() == 1
    };
    until(is_done).await;
    stop.cancel();
    tasks.close();
    tokio::time::timeout(Duration::from_secs(5), tasks.wait()).await.unwrap();
    app.stop().await;
}

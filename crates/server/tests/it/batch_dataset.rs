//! Many runs that come into a dataset.

use model::{Permission, Role};
use serde_json::{Value, json};
use server::jobs;

use crate::client::{Answer, Client};
use crate::test_app::{ALICE, ALICE_TOO, BOB, TestApp};

const AS_OF: &str = "2025-06-01T12:00:00Z";

/// Runs that say their own names, one a second.
async fn ingest(app: &TestApp, ids: &[&str]) {
    let start = |(second, id): (usize, &&str)| {
        let (minute, second) = (second / 60, second % 60);
        let at = format!("2025-06-01T11:{minute:02}:{second:02}Z");
        json!({"type": "llm", "event": "start", "runId": id, "input": id, "tags": ["mine"], "timestamp": at})
    };
    app.visitor(ALICE).ingest(ids.iter().enumerate().map(start).collect()).await;
}

/// A dataset of items; its id.
async fn items(client: &Client<'_>, name: &str) -> String {
    let made = client.post("/v1/datasets-v2", json!({"name": name}).to_string()).await.json();
    made["id"].as_str().unwrap().to_owned()
}

/// A dataset of prompts; its id.
async fn prompts(client: &Client<'_>, format: &str) -> String {
    let body = json!({"slug": format, "format": format, "prompt": null}).to_string();
    client.post("/v1/datasets", body).await.json()["id"].as_str().unwrap().to_owned()
}

async fn add(client: &Client<'_>, dataset: &str, which: Value) -> Answer {
    let mut body = json!({"action": "addToDataset", "args": {"datasetId": dataset}});
    body.as_object_mut().unwrap().extend(which.as_object().unwrap().clone());
    client.post("/v1/runs/batch", body.to_string()).await
}

async fn said(client: &Client<'_>, dataset: &str) -> (Vec<String>, u64) {
    let whole = client.get(&format!("/v1/datasets-v2/{dataset}")).await.json();
    let items = whole["items"].as_array().unwrap().iter();
    let inputs = items.map(|item| item["input"].as_str().unwrap().to_owned()).collect();
    (inputs, whole["currentVersionNumber"].as_u64().unwrap())
}

fn names(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("run-{number:04}")).collect()
}

fn in_short(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

#[tokio::test]
async fn runs_come_into_a_dataset_in_the_order_of_their_ids_and_once_each() {
    let app = TestApp::with_people().await;
    ingest(&app, &["a", "b", "c"]).await;
    app.visitor(BOB).ingest(json!([{"type": "llm", "event": "start", "runId": "theirs", "input": "hush"}])).await;
    let owner = app.person(ALICE, Role::Owner).await;
    let dataset = items(&owner, "set").await;
    let answer = add(&owner, &dataset, json!({"ids": ["c", "never", "theirs", "a", "c"]})).await;
    assert_eq!(answer.line(), r#"200 {"changed":2}"#);
    assert_eq!(said(&owner, &dataset).await, (vec!["c".to_owned(), "a".to_owned()], 2));
    let rows = owner.get("/v1/audit-logs?limit=1").await.json();
    let row = &rows[0];
    assert_eq!(
        (&row["resourceType"], &row["action"], &row["resourceId"], &row["userEmail"]),
        (&json!("dataset"), &json!("add_prompt"), &json!(dataset), &json!("owner@wonderland.example"))
    );
    assert_eq!(add(&owner, &dataset, json!({"ids": ["theirs"]})).await.line(), r#"200 {"changed":0}"#);
    assert_eq!(said(&owner, &dataset).await.1, 2, "nothing came, so there is no version");
    app.stop().await;
}

#[tokio::test]
async fn all_that_a_list_shows_comes_into_a_dataset_and_nothing_that_came_later() {
    let app = TestApp::start().await;
    ingest(&app, &["a", "b", "c"]).await;
    app.visitor(ALICE)
        .ingest(json!([
            {"type": "llm", "event": "start", "runId": "later", "input": "later", "tags": ["mine"], "timestamp": "2025-06-01T12:00:05Z"},
            {"type": "llm", "event": "start", "runId": "other", "input": "other", "timestamp": "2025-06-01T11:30:00Z"},
        ]))
        .await;
    let owner = app.owner(ALICE);
    let dataset = items(&owner, "set").await;
    let answer = add(&owner, &dataset, json!({"filter": {"query": "tags=mine", "asOf": AS_OF}})).await;
    assert_eq!(answer.line(), r#"200 {"changed":3}"#);
    assert_eq!(said(&owner, &dataset).await.0, ["c", "b", "a"]);
    app.stop().await;
}

#[tokio::test]
async fn runs_come_into_a_dataset_of_prompts_as_far_as_they_say_something() {
    let app = TestApp::with_people().await;
    ingest(&app, &["a", "b"]).await;
    app.visitor(ALICE).ingest(json!([{"type": "llm", "event": "start", "runId": "mute"}])).await;
    let owner = app.person(ALICE, Role::Owner).await;
    for (format, want) in [
        ("chat", json!([[{"role": "user", "content": "b"}], [{"role": "user", "content": "a"}]])),
        ("text", json!(["b", "a"])),
    ] {
        let dataset = prompts(&owner, format).await;
        let answer = add(&owner, &dataset, json!({"ids": ["b", "mute", "a", "b"]})).await;
        assert_eq!(answer.line(), r#"200 {"changed":2}"#);
        let full = owner.get(&format!("/v1/datasets/{dataset}")).await.json();
        let messages: Vec<&Value> = full["prompts"].as_array().unwrap().iter().map(|row| &row["messages"]).collect();
        assert_eq!(json!(messages), want);
        let rows = owner.get("/v1/audit-logs?limit=1").await.json();
        assert_eq!((&rows[0]["action"], &rows[0]["resourceId"]), (&json!("add_prompt"), &json!(dataset)));
        let many = add(&owner, &dataset, json!({"ids": names(1_001)})).await;
        assert_eq!(many.status.as_u16(), 400, "{many:?}");
        assert!(many.text().contains("1,000 at once"), "{many:?}");
    }
    app.stop().await;
}

#[tokio::test]
async fn to_add_to_a_dataset_takes_the_permission_to_change_it() {
    let app = TestApp::with_people().await;
    ingest(&app, &["a"]).await;
    let owner = app.owner(ALICE);
    let sets = [items(&owner, "set").await, prompts(&owner, "chat").await];
    for role in Role::ALL {
        let client = app.person(ALICE, role).await;
        let may = role.may(Permission::LogsUpdate) && role.may(Permission::DatasetsUpdate);
        for dataset in &sets {
            let before = app.digest();
            let answer = add(&client, dataset, json!({"ids": ["a"]})).await;
            assert_eq!(answer.status.as_u16(), if may { 200 } else { 403 }, "{role:?} {answer:?}");
            assert!(may || before.differences(&app.digest()).is_empty(), "{role:?}");
        }
    }
    app.stop().await;
}

#[tokio::test]
async fn a_dataset_of_others_takes_no_runs_and_is_as_good_as_absent() {
    let app = TestApp::start().await;
    ingest(&app, &["a"]).await;
    let owner = app.owner(ALICE);
    let mut foreign = Vec::new();
    for project in [ALICE_TOO, BOB] {
        foreign.push(items(&app.owner(project), "set").await);
        foreign.push(prompts(&app.owner(project), "chat").await);
    }
    let before = app.digest();
    let absent = add(&owner, "99999999-0000-4000-8000-000000000001", json!({"ids": ["a"]})).await;
    assert_eq!(absent.line(), r#"404 {"error":"Not Found","message":"Dataset not found"}"#);
    for dataset in &foreign {
        for which in [json!({"ids": ["a"]}), json!({"ids": names(1_001)})] {
            assert_eq!(add(&owner, dataset, which).await.line(), absent.line(), "{dataset}");
        }
    }
    assert!(before.differences(&app.digest()).is_empty());
    app.stop().await;
}

#[tokio::test]
async fn more_than_a_thousand_runs_come_into_a_dataset_by_a_job_which_does_it_once() {
    let app = TestApp::with_people().await;
    let ids = names(1_001);
    ingest(&app, &in_short(&ids)).await;
    let owner = app.person(ALICE, Role::Owner).await;
    let (by_ids, by_list, gone) =
        (items(&owner, "ids").await, items(&owner, "list").await, items(&owner, "gone").await);
    let mut jobs_made = Vec::new();
    for (dataset, which) in [
        (&by_ids, json!({"ids": ids})),
        (&by_list, json!({"filter": {"query": "tags=mine", "asOf": AS_OF}})),
        (&gone, json!({"ids": ids})),
    ] {
        let answer = add(&owner, dataset, which).await;
        assert_eq!(answer.status.as_u16(), 202, "{answer:?}");
        jobs_made.push(format!("/v1/jobs/{}", answer.json()["jobId"].as_str().unwrap()));
        assert_eq!(said(&owner, dataset).await, (vec![], 1));
    }
    owner.delete(&format!("/v1/datasets-v2/{gone}")).await;
    jobs::run_due(&app.app).await.unwrap();
    for (job, want) in jobs_made.iter().zip(["done", "done", "failed"]) {
        let told = owner.get(job).await.json();
        assert_eq!(told["status"], want, "{told}");
    }
    assert_eq!(said(&owner, &by_ids).await, (ids.clone(), 2));
    // As if the worker had died behind the last commit, and nobody knew that it was done.
    let meta = rusqlite::Connection::open(app.dir.path().join("meta.db")).unwrap();
    let again = "UPDATE job SET status = 'pending', ended_at = NULL WHERE type LIKE 'import-dataset:%'";
    assert_eq!(meta.execute(again, []).unwrap(), 3);
    assert_eq!(jobs::run_due(&app.app).await.unwrap(), 3);
    assert_eq!(said(&owner, &by_ids).await, (ids.clone(), 2), "a second time adds nothing");
    let newest_first: Vec<String> = ids.iter().rev().cloned().collect();
    assert_eq!(said(&owner, &by_list).await, (newest_first, 2));
    let rows = owner.get("/v1/audit-logs?limit=100").await.json();
    let added = |row: &&Value| row["action"] == "add_prompt" && row["userEmail"] == "owner@wonderland.example";
    assert_eq!(rows.as_array().unwrap().iter().filter(added).count(), 2);
    app.stop().await;
}

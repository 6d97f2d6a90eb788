//! Datasets of items: their order, their versions, and files of them.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use futures_util::future::join_all;
use model::Role;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use server::jobs;

use crate::client::{Answer, Client};
use crate::prompts::message;
use crate::test_app::{ALICE, TestApp};

const NOBODYS: &str = "99999999-0000-4000-8000-000000000001";

#[track_caller]
fn ok(answer: Answer) -> Value {
    let Answer { status, body, .. } = answer;
    assert!(status.is_success(), "{status} {body:?}");
    if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).unwrap() }
}

async fn make(client: &Client<'_>, name: &str) -> String {
    let made = ok(client.post("/v1/datasets-v2", json!({"name": name}).to_string()).await);
    format!("/v1/datasets-v2/{}", made["id"].as_str().unwrap())
}

async fn add(client: &Client<'_>, path: &str, input: &str) -> String {
    let item = ok(client.post(&format!("{path}/items"), json!({"input": input}).to_string()).await);
    format!("{path}/items/{}", item["id"].as_str().unwrap())
}

async fn import(client: &Client<'_>, path: &str, format: &str, content: &str) -> Value {
    let body = json!({"format": format, "content": content});
    ok(client.post(&format!("{path}/import"), body.to_string()).await)
}

fn inputs(whole: &Value) -> Vec<String> {
    whole["items"].as_array().unwrap().iter().map(|item| item["input"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_dataset_begins_with_an_empty_version() {
    let app = TestApp::with_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let me = owner.get("/v1/users/me").await.json();
    let body = json!({"name": " Golden set ", "description": "d"});
    let answer = owner.post("/v1/datasets-v2", body.to_string()).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let made = answer.json();
    let mut want = json!({
        "id": made["id"], "createdAt": made["createdAt"], "updatedAt": made["createdAt"], "projectId": ALICE.public_key,
        "ownerId": me["id"], "name": "Golden set", "description": "d", "currentVersionId": made["currentVersionId"],
        "currentVersionNumber": 1, "evaluatorSlot1Id": null, "evaluatorSlot2Id": null, "evaluatorSlot3Id": null,
        "evaluatorSlot4Id": null, "evaluatorSlot5Id": null, "itemCount": 0, "ownerName": "Owner",
        "ownerEmail": "owner@wonderland.example", "currentVersionCreatedAt": made["createdAt"],
        "currentVersionCreatedBy": me["id"], "currentVersionRestoredFromVersionId": null, "evaluatorConfigs": {},
    });
    assert_eq!(made, want);
    want.as_object_mut().unwrap().remove("evaluatorConfigs");
    assert_eq!(ok(owner.get("/v1/datasets-v2").await), json!([want]));
    let again = owner.post("/v1/datasets-v2", r#"{"name":"Golden set"}"#).await;
    assert_eq!(again.line(), r#"409 {"error":"Conflict","message":"Dataset name already exists in this project"}"#);
    let of_key = ok(app.owner(ALICE).post("/v1/datasets-v2", r#"{"name":"of a key"}"#).await);
    assert_eq!((&of_key["ownerId"], &of_key["currentVersionCreatedBy"]), (&Value::Null, &Value::Null));
    for (query, names) in [
        ("", ["of a key", "Golden set"].as_slice()),
        ("?sort=alphabetical", ["Golden set", "of a key"].as_slice()),
        ("?search=GOLD", ["Golden set"].as_slice()),
        ("?search=%25", [].as_slice()),
        ("?search=", ["of a key", "Golden set"].as_slice()),
    ] {
        let listed = ok(app.owner(ALICE).get(&format!("/v1/datasets-v2{query}")).await);
        let told: Vec<&Value> = listed.as_array().unwrap().iter().map(|row| &row["name"]).collect();
        assert_eq!(told, names, "{query}");
    }
    app.stop().await;
}

#[tokio::test]
async fn a_version_is_what_the_dataset_was_when_it_was_made() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let path = make(&owner, "set").await;
    let first = add(&owner, &path, "a").await;
    let second = add(&owner, &path, "b").await;
    ok(owner.patch(&format!("{first}?skipVersion=true"), json!({"input": "a2"})).await);
    ok(owner.patch(&format!("{first}?skipVersioning=1"), json!({"input": "a3", "output": "o"})).await);
    ok(owner.send(Method::DELETE, &format!("{second}?skipVersion=yes"), Body::empty()).await);
    add(&owner, &path, "c").await;
    ok(owner.patch(&path, json!({"description": "later"})).await);
    let listed = ok(owner.get(&format!("{path}/versions")).await)["versions"].clone();
    let counts: Vec<Value> =
        listed.as_array().unwrap().iter().map(|row| json!([row["versionNumber"], row["itemCount"]])).collect();
    assert_eq!(json!(counts), json!([[5, 2], [4, 2], [3, 2], [2, 1], [1, 0]]));
    let mut told = Vec::new();
    for row in listed.as_array().unwrap() {
        let version = ok(owner.get(&format!("{path}/versions/{}", row["id"].as_str().unwrap())).await);
        assert_eq!(version["version"], *row);
        let places = version["items"].as_array().unwrap().iter().map(|item| item["itemIndex"].as_u64().unwrap());
        assert!(places.eq(1..=version["items"].as_array().unwrap().len() as u64));
        told.push(inputs(&version).join(" "));
    }
    assert_eq!(told, ["a3 c", "a3 c", "a b", "a", ""]);
    let whole = ok(owner.get(&path).await);
    assert_eq!(
        (inputs(&whole).join(" "), &whole["itemCount"], &whole["items"][0]["output"]),
        ("a3 c".into(), &json!(2), &json!("o"))
    );
    let listed = ok(owner.get(&format!("{path}/items")).await);
    assert_eq!(listed[0]["input"], "c", "the last one first");
    assert_eq!(owner.get(&second).await.line(), r#"404 {"error":"Not Found","message":"Dataset item not found"}"#);
    assert_eq!(owner.patch(&first, json!({})).await.status, StatusCode::BAD_REQUEST);
    app.stop().await;
}

#[tokio::test]
async fn an_older_version_is_put_back_with_new_ids_and_the_same_order() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let path = make(&owner, "set").await;
    let lines: String = (0..1200).map(|number| format!("{{\"input\":\"{number}\"}}\n")).collect();
    assert_eq!(import(&owner, &path, "jsonl", &lines).await, json!({"insertedCount": 1200, "duplicateCount": 0}));
    let before = ok(owner.get(&path).await);
    let want: Vec<String> = (0..1200).map(|number| number.to_string()).collect();
    assert_eq!(inputs(&before), want);
    let version = before["currentVersionId"].as_str().unwrap();
    let first = format!("{path}/items/{}", before["items"][0]["id"].as_str().unwrap());
    ok(owner.patch(&first, json!({"input": "changed"})).await);
    let last = format!("{path}/items/{}", before["items"][1199]["id"].as_str().unwrap());
    ok(owner.delete(&last).await);
    ok(owner.patch(&path, json!({"name": "renamed", "description": "x"})).await);
    let restored = ok(owner.post(&format!("{path}/versions/{version}/restore"), "{}").await);
    assert_eq!(inputs(&restored), want);
    assert_eq!(
        (&restored["name"], &restored["description"], &restored["itemCount"]),
        (&json!("set"), &Value::Null, &json!(1200))
    );
    assert_eq!(
        (&restored["currentVersionNumber"], &restored["currentVersionRestoredFromVersionId"]),
        (&json!(6), &json!(version))
    );
    assert_eq!(owner.get(&first).await.status, StatusCode::NOT_FOUND);
    assert_eq!(owner.delete(&last).await.status, StatusCode::NOT_FOUND);
    add(&owner, &path, "behind").await;
    let now = ok(owner.get(&path).await);
    assert_eq!(inputs(&now).last().map(String::as_str), Some("behind"));
    let copy = ok(owner.post(&format!("{path}/duplicate"), "").await);
    assert_eq!(
        (&copy["name"], &copy["currentVersionNumber"], &copy["itemCount"]),
        (&json!("set copy"), &json!(1), &json!(1201))
    );
    let copied = ok(owner.get(&format!("/v1/datasets-v2/{}", copy["id"].as_str().unwrap())).await);
    assert_eq!(inputs(&copied), inputs(&now));
    assert_eq!(ok(owner.post(&format!("{path}/duplicate"), "").await)["name"], "set copy (2)");
    ok(owner.patch(&path, json!({"name": "third"})).await);
    make(&owner, "set").await;
    let kept = ok(owner.post(&format!("{path}/versions/{version}/restore"), "{}").await);
    assert_eq!((&kept["name"], &kept["nameKept"]), (&json!("third"), &json!(true)));
    app.stop().await;
}

#[tokio::test]
async fn files_are_read_and_written_and_read_again() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let path = make(&owner, "set").await;
    let csv = "input,ground_truth\n\"a, b\nc\",\" \"\"d\"\" \"\n\"\",\n";
    assert_eq!(import(&owner, &path, "csv", csv).await, json!({"insertedCount": 2, "duplicateCount": 0}));
    let said = json!([{"role": "user", "content": null, "tool_calls": [{"id": "x", "function": {"user_id": 1.50}}]}]);
    import(
        &owner,
        &path,
        "jsonl",
        &json!({"input": said, "expected_output": {"camelKey": [], "snake_key": null}}).to_string(),
    )
    .await;
    let whole = ok(owner.get(&path).await);
    assert_eq!(whole["items"][2]["input"], said.to_string());
    let texts = |whole: &Value| -> Vec<Value> {
        let items = whole["items"].as_array().unwrap().iter();
        items.map(|item| json!([item["input"], item["groundTruth"], item["output"]])).collect()
    };
    for format in ["csv", "jsonl", "json"] {
        let file = owner.get(&format!("{path}/export?format={format}")).await;
        assert!(file.header("content-disposition").unwrap().ends_with(&format!(".{format}\"")), "{file:?}");
        let again = make(&owner, format).await;
        import(&owner, &again, format, file.text()).await;
        let read = ok(owner.get(&again).await);
        assert_eq!(texts(&read), texts(&whole), "{format}");
        let body = json!({"format": format, "content": file.text(), "duplicates": "skip"});
        let before = ok(owner.get(&again).await);
        let told = ok(owner.post(&format!("{again}/import"), body.to_string()).await);
        assert_eq!(told, json!({"insertedCount": 0, "duplicateCount": 3}), "{format}");
        assert_eq!(ok(owner.get(&again).await), before, "nothing came in, so nothing changed");
        assert_eq!(import(&owner, &again, format, file.text()).await, json!({"insertedCount": 3, "duplicateCount": 3}));
    }
    let version = whole["currentVersionId"].as_str().unwrap();
    add(&owner, &path, "later").await;
    let old = owner.get(&format!("{path}/export?format=json&versionId={version}")).await.json();
    assert_eq!(old.as_array().unwrap().len(), 3);
    let placeholders = "{\"input\":\"\",\"expected_output\":null}\n".repeat(5);
    assert_eq!(import(&owner, &path, "jsonl", &placeholders).await["insertedCount"], 5);
    for (content, want) in [
        ("input\n\"open", "line 2: the quote of a cell is never closed"),
        ("question\nx", "line 1: the header row has no column \\\"input\\\""),
    ] {
        let body = json!({"format": "csv", "content": content});
        let answer = owner.post(&format!("{path}/import"), body.to_string()).await;
        assert_eq!(answer.line(), format!("400 {{\"error\":\"Bad Request\",\"message\":\"{want}\"}}"));
    }
    assert_eq!(import(&owner, &path, "csv", "input\n").await["insertedCount"], 0);
    app.stop().await;
}

#[tokio::test]
async fn any_message_survives_import_fetch_export_and_import_unchanged() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let path = make(&owner, "set").await;
    let strategy = (prop::collection::vec(message(), 0..4), message(), message());
    let mut runner = TestRunner::deterministic();
    let (mut lines, mut want) = (String::new(), Vec::new());
    for _ in 0..150 {
        let (input, truth, output) = strategy.new_tree(&mut runner).unwrap().current();
        let input = Value::from(input);
        lines.push_str(&json!({"input": input, "ground_truth": truth, "output": output}).to_string());
        lines.push('\n');
        want.push([input.to_string(), truth.to_string(), output.to_string()]);
    }
    import(&owner, &path, "jsonl", &lines).await;
    let told = |whole: &Value| -> Vec<[String; 3]> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let items = whole["items"].as_array().unwrap().iter();
        items.map(|item| ["input", "groundTruth", "output"].map(|key| text(&item[key]))).collect()
    };
    assert_eq!(told(&ok(owner.get(&path).await)), want);
    for format in ["csv", "jsonl", "json"] {
        let file = owner.get(&format!("{path}/export?format={format}")).await;
        let again = make(&owner, format).await;
        import(&owner, &again, format, file.text()).await;
        assert_eq!(told(&ok(owner.get(&again).await)), want, "{format}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_editors_at_once_leave_consecutive_versions_and_lose_no_edit() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let path = make(&owner, "set").await;
    let lines: String = (0..20).map(|number| format!("{{\"input\":\"{number}\"}}\n")).collect();
    import(&owner, &path, "jsonl", &lines).await;
    let items = ok(owner.get(&path).await)["items"].clone();
    let editors = (0..50).map(|number| {
        let (owner, path) = (&owner, &path);
        let item = format!("{path}/items/{}", items[number % 20]["id"].as_str().unwrap());
        async move {
            match number {
                0..20 => owner.patch(&item, json!({"input": format!("edit {number}")})).await,
                20..40 => owner.patch(&item, json!({"output": format!("said {number}")})).await,
                _ => owner.post(&format!("{path}/items"), json!({"input": format!("new {number}")}).to_string()).await,
            }
        }
    });
    for answer in join_all(editors).await {
        assert!(answer.status.is_success(), "{answer:?}");
    }
    let whole = ok(owner.get(&path).await);
    assert_eq!((&whole["currentVersionNumber"], &whole["itemCount"]), (&json!(52), &json!(30)));
    for number in 0..20 {
        let item = &whole["items"][number];
        assert_eq!(
            (&item["input"], &item["output"]),
            (&json!(format!("edit {number}")), &json!(format!("said {}", number + 20)))
        );
    }
    let listed = ok(owner.get(&format!("{path}/versions?limit=100")).await);
    let numbers = listed["versions"].as_array().unwrap().iter().map(|row| row["versionNumber"].as_u64().unwrap());
    assert!(numbers.eq((1..=52).rev()));
    app.stop().await;
}

#[tokio::test]
async fn runs_become_items_with_what_was_sent() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let path = make(&owner, "set").await;
    let input = json!([{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "u"}}]}]);
    app.visitor(ALICE)
        .ingest(json!([
            {"type": "llm", "event": "start", "runId": "one", "input": input},
            {"type": "llm", "event": "end", "runId": "one", "output": {"tool_calls": [], "content": null}},
            {"type": "tool", "event": "start", "runId": "two", "input": "plain"},
        ]))
        .await;
    let told =
        ok(owner.post(&format!("{path}/runs"), json!({"runIds": ["two", "never", "one", "two"]}).to_string()).await);
    assert_eq!(told["insertedCount"], 2, "each run counts once");
    let whole = ok(owner.get(&path).await);
    assert_eq!(inputs(&whole), ["plain".to_owned(), input.to_string()]);
    assert_eq!(whole["items"][1]["output"], r#"{"tool_calls":[],"content":null}"#);
    assert_eq!(whole["items"][0]["output"], Value::Null);
    app.stop().await;
}

#[tokio::test]
async fn a_job_imports_what_is_large_and_does_it_once() {
    let app = TestApp::with_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let path = make(&owner, "set").await;
    // Longer than two pieces, with letters that a cut could split.
    let lines: String = (0..4_000).map(|number| format!("{{\"input\":\"{number} {}\"}}\n", "ä☂".repeat(30))).collect();
    let body = json!({"format": "jsonl", "content": lines, "inBackground": true});
    let ordered = owner.post(&format!("{path}/import"), body.to_string()).await;
    assert_eq!(ordered.status, StatusCode::ACCEPTED, "{ordered:?}");
    let job = format!("/v1/jobs/{}", ordered.json()["jobId"].as_str().unwrap());
    assert_eq!(ok(owner.get(&job).await)["status"], "pending");
    assert_eq!(ok(owner.get(&path).await)["itemCount"], 0);
    assert_eq!(jobs::run_due(&app.app).await.unwrap(), 1);
    let done = ok(owner.get(&job).await);
    assert_eq!((&done["status"], &done["progress"], &done["error"]), (&json!("done"), &json!(100), &Value::Null));
    let whole = ok(owner.get(&path).await);
    assert_eq!((&whole["itemCount"], &whole["currentVersionNumber"]), (&json!(4_000), &json!(2)));
    assert!(inputs(&whole).iter().enumerate().all(|(number, input)| input.starts_with(&format!("{number} ä☂"))));
    let rows = owner.get("/v1/audit-logs?limit=1").await.json();
    assert_eq!((&rows[0]["action"], &rows[0]["userEmail"]), (&json!("add_prompt"), &json!("owner@wonderland.example")));
    let bad = json!({"format": "jsonl", "content": "{", "inBackground": true});
    assert_eq!(owner.post(&format!("{path}/import"), bad.to_string()).await.status, StatusCode::BAD_REQUEST);
    let body = json!({"format": "csv", "content": "input\nx", "inBackground": true});
    let ordered = ok(owner.post(&format!("{path}/import"), body.to_string()).await);
    owner.delete(&path).await;
    jobs::run_due(&app.app).await.unwrap();
    let failed = ok(owner.get(&format!("/v1/jobs/{}", ordered["jobId"].as_str().unwrap())).await);
    assert_eq!((&failed["status"], &failed["error"]), (&json!("failed"), &json!("the dataset is not there any more")));
    app.stop().await;
}

#[tokio::test]
async fn a_deleted_dataset_is_gone_at_once_and_leaves_no_row() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let empty = app.digest();
    let path = make(&owner, "set").await;
    let lines: String = (0..2500).map(|number| format!("{{\"input\":\"{number}\"}}\n")).collect();
    import(&owner, &path, "jsonl", &lines).await;
    assert_eq!(owner.delete(&path).await.status, StatusCode::NO_CONTENT);
    for (method, path) in
        [(Method::GET, path.clone()), (Method::DELETE, path.clone()), (Method::GET, format!("{path}/items"))]
    {
        let answer = owner.send(method, &path, Body::empty()).await;
        assert_eq!(answer.line(), r#"404 {"error":"Not Found","message":"Dataset not found"}"#);
    }
    make(&owner, "set").await;
    let second = ok(owner.get("/v1/datasets-v2").await);
    owner.delete(&format!("/v1/datasets-v2/{}", second[0]["id"].as_str().unwrap())).await;
    jobs::run_due(&app.app).await.unwrap();
    let after = app.digest();
    let left: Vec<&str> = empty.differences(&after).into_iter().filter(|table| table.contains("dataset")).collect();
    assert!(left.is_empty(), "{left:?}");
    app.stop().await;
}

#[tokio::test]
async fn an_id_that_is_none_is_refused_and_one_that_nobody_has_is_not_found() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let path = make(&owner, "set").await;
    for (method, path, status) in [
        (Method::GET, "/v1/datasets-v2/x".to_owned(), 422),
        (Method::GET, format!("{path}/items/x"), 422),
        (Method::GET, format!("{path}/versions/x"), 422),
        (Method::GET, format!("{path}/versions?limit=0"), 422),
        (Method::GET, format!("{path}/versions?limit=101"), 422),
        (Method::GET, format!("{path}/export?format=xml"), 422),
        (Method::GET, format!("/v1/datasets-v2/{NOBODYS}"), 404),
        (Method::GET, format!("{path}/items/{NOBODYS}"), 404),
        (Method::GET, format!("{path}/versions/{NOBODYS}"), 404),
        (Method::POST, format!("{path}/versions/{NOBODYS}/restore"), 404),
        (Method::POST, format!("/v1/datasets-v2/{NOBODYS}/duplicate"), 404),
        (Method::GET, format!("{path}/evaluators/runs"), 404),
    ] {
        let answer = owner.send(method.clone(), &path, Body::empty()).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path}: {answer:?}");
    }
    let saved = owner.post(&format!("{path}/versions"), "").await;
    assert_eq!(saved.status, StatusCode::CREATED);
    assert_eq!(
        (&saved.json()["version"]["versionNumber"], &saved.json()["dataset"]["currentVersionNumber"]),
        (&json!(2), &json!(2))
    );
    app.stop().await;
}
